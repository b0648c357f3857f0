"""Runs a command and prints what it took: seconds by the clock, seconds of CPU, and megabytes at the peak.

The peak is of all its processes together: the largest that the system says of one, or, where several run at once, what
they hold of their own and the most that one of them shares, looked up some times a second.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def resident(process: int) -> tuple[int, int]:
    """(bytes that only the process holds, bytes that it may share), as the system says."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            _, held, shared = map(int, file.read().split()[:3])
    except (OSError, ValueError):
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return (held - shared) * page, shared * page


def family(process: int) -> list[int]:
    """The process and all that it started, down to the last."""
    found = [process]
    for one in found:
        try:
            with open(f"/proc/{one}/task/{one}/children", encoding="ascii") as file:
                found += map(int, file.read().split())
        except OSError:
            continue
    return found


def watch(process: int, ended: threading.Event) -> int:
    """The most bytes that a process and those it started held together, until it ended; 0 while it is alone."""
    peak = 0
    while not ended.wait(0.1):
        all_of_them = family(process)
        if len(all_of_them) > 1:
            held = [resident(one) for one in all_of_them]
            peak = max(peak, sum(own for own, _ in held) + max(shared for _, shared in held))
    return peak


def main() -> int:
    began = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    ended = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        together = pool.submit(watch, process.pid, ended)
        code = process.wait()
        wall = time.perf_counter() - began
        ended.set()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(used.ru_maxrss * 1024, together.result())
    print(wall, used.ru_utime + used.ru_stime, peak / (1 << 20))
    return code


if __name__ == "__main__":
    sys.exit(main())

"""The process-level benchmark: `python -m bench.run [--write NAME]`.

Cold start of a whole `retold trace` as a ratio to `import numpy, pyarrow`, the share of each room in the time of
a trace, facts per second, and peak memory as a ratio to the same peer. Fresh processes, best of several. `--write`
keeps the table under bench/results/.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("RETOLD_SHARED", ROOT.parent / "shared"))
EXAMPLES = sorted(str(p) for p in (ROOT / "retold" / "examples").glob("*/*") if p.is_file())
PEER = "import numpy, pyarrow"
ROUNDS = 7


def seeds() -> list[str]:
    """The two text files that cold start is measured on: the seeds, or two texts of the example story."""
    found = sorted(str(p) for p in (SHARED / "seeds").glob("*.txt"))
    return found or [p for p in EXAMPLES if p.endswith(".txt")][:2]


def best_walls(commands: Sequence[Sequence[str]], rounds: int = ROUNDS) -> list[float]:
    """Seconds of the quickest of `rounds` fresh processes of each command, taken in turn: a slow spell hits all alike."""
    walls = [1e9] * len(commands)
    for _ in range(rounds):
        for n, command in enumerate(commands):
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            walls[n] = min(walls[n], time.perf_counter() - began)
    return walls


def peak_memory(command: Sequence[str]) -> float:
    """Megabytes that a fresh process held at its peak."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def time_rooms(paths: list[str]) -> dict[str, float]:
    """Seconds in each room of a trace of `paths`, best of three in one warm process."""
    import retold

    best: dict[str, float] = {}
    for _ in range(3):
        marks: list[tuple[str, float]] = []
        retold.trace(paths, progress=lambda room, marks=marks: marks.append((room, time.perf_counter())))
        marks.append(("", time.perf_counter()))
        for (room, began), (_, ended) in pairwise(marks):
            best[room] = min(best.get(room, 1e9), ended - began)
    return best


def copies(count: int, folder: str) -> list[str]:
    """`count` texts made from the example's by taking every story's sentences a little differently."""
    texts = [Path(p).read_text(encoding="utf-8") for p in EXAMPLES if p.endswith(".txt")]
    paths = []
    for n in range(count):
        lines = texts[n % len(texts)].split("\n\n")
        kept = [line for m, line in enumerate(lines) if m < 2 or (m + n) % 5]
        path = Path(folder) / f"{n:04d}.txt"
        path.write_text("\n\n".join(kept) + f"\n\nThis is edition {n}.\n", encoding="utf-8")
        paths.append(str(path))
    return paths


GROWTH = (25, 100, 400)  # reports; the first is the largest story of which every pair is aligned


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="NAME", help="keep the table as bench/results/NAME.md")
    arguments = parser.parse_args()
    # As pip does when it installs: a checkout under PYTHONDONTWRITEBYTECODE is compiled anew by each process, which
    # is slower than all the rest.
    compileall.compile_dir(ROOT / "retold", quiet=1)
    trace = [sys.executable, "-m", "retold", "trace", "--json", os.devnull]
    peer = [sys.executable, "-c", PEER]
    lines = [f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores", ""]
    lines += [f"| whole process, best of {ROUNDS} | s | ratio to `{PEER}` | limit |", "| --- | --- | --- | --- |"]
    texts = [sys.executable, "-m", "retold", "trace", *seeds()]
    limit, start, shown, example = best_walls([peer, [*texts, "--json", "-"], texts, [*trace, *EXAMPLES]])
    lines.append(f"| `{PEER}` | {limit:.3f} | 1.00 | |")
    lines.append(f"| `retold trace` on two text files, JSON | {start:.3f} | {start / limit:.2f} | 3 |")
    lines.append(f"| the same, on the terminal | {shown:.3f} | {shown / limit:.2f} | 3 |")
    lines.append(f"| `retold trace` on the example (with web pages) | {example:.3f} | {example / limit:.2f} | |")
    lines += ["", "| peak memory | MB | ratio to the same |", "| --- | --- | --- |"]
    base = peak_memory(peer)
    lines.append(f"| `{PEER}` | {base:.0f} | 1.00 |")
    for name, paths in (("two text files", seeds()), ("the example", EXAMPLES)):
        held = peak_memory([*trace, *paths])
        lines.append(f"| `retold trace`, {name} | {held:.0f} | {held / base:.2f} |")
    lines += ["", "| room | two text files, ms | share | example, ms | share |", "| --- | --- | --- | --- | --- |"]
    left, right = time_rooms(seeds()), time_rooms(EXAMPLES)
    for room in left:
        share = [f"{t[room] * 1000:.1f} | {t[room] / sum(t.values()):.0%}" for t in (left, right)]
        lines.append(f"| {room} | {share[0]} | {share[1]} |")
    from bench.facts import table as facts_table

    lines += ["", *facts_table(), ""]
    with tempfile.TemporaryDirectory() as folder:
        import retold

        per = {}
        for count in GROWTH:
            marks: list[float] = []
            retold.trace(copies(count, folder), progress=lambda _, marks=marks: marks.append(time.process_time()))
            per[count] = (time.process_time() - marks[0]) / count * 1000
    grown = ", ".join(f"{per[count]:.1f} of {count}" for count in GROWTH)
    lines += [
        f"One story of many reports, CPU ms a report: {grown}; the last is {per[GROWTH[-1]] / per[GROWTH[0]]:.2f} times the first."
    ]
    from bench.collating import table as collating_table

    lines += ["", *collating_table()]
    from bench.reading import table as reading_table

    lines += ["", *reading_table()]
    table = "\n".join(lines) + "\n"
    print(table)
    if arguments.write:
        path = ROOT / "bench" / "results" / f"{arguments.write}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# {arguments.write}\n\n{table}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())

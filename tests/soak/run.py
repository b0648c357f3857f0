"""`make soak`: mutated inputs through every reader and the repair, in a process of its own that may die.

RETOLD_SOAK is the number of inputs a form (2000), with five times as many sentences read for facts; RETOLD_SOAK_SEED where the chances begin (0);
RETOLD_SOAK_FORMS the forms, parted by commas. An input fails that raises, takes over five seconds of the
processor's time before its first report or between two (a table may hold ten thousand), or brings the process over
500 MB; it is written to out/soak/ to be looked at.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

SECONDS = 5.0
MEGABYTES = 500
# A process is replaced after so many inputs: what one input leaves behind is not another's.
BATCH = 500
SENTENCES = 5  # read for facts, for each input of a form
OUT = Path(__file__).parents[2] / "out" / "soak"


def mutate(chance: random.Random, seed: bytes, others: list[bytes]) -> bytes:
    """`seed` with a few changes: bytes, stretches doubled, dropped or moved, pieces of other seeds, a cut end."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 8, 30))):
        if not data:
            break
        at, size = chance.randrange(len(data)), chance.choice((1, 2, 4, 16, 100, 1000))
        match chance.randrange(8):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size] * chance.choice((1, 2, 50))
            case 4:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                data[at : at + size] = other[start : start + size]
            case 5:
                data[at:at] = chance.choice(
                    (b"\0", b"\xff\xfe", b"<", b'"', b"\xf0\x9f", b"9999999999", b"-1", b"{", b"(", b"\r\n")
                )
            case 6:
                del data[at:]
            case _:
                data[at : at + size] = bytes(chance.randrange(256) for _ in range(min(size, 16)))
    return bytes(data)


def work(form: str, first: int, count: int, start: int, pipe: Any) -> None:
    """Run inputs `first` to `first + count` of a form; say before each what it is, after it what went wrong."""
    from retold.clean import recover_one
    from retold.kinds import Source
    from retold.read import _Numbers
    from retold.read.forms import read_bytes
    from retold.read.found import Found
    from retold.settings import DEFAULTS
    from tests.soak.seeds import SEEDS

    everything = [s for seeds in SEEDS.values() for s in seeds]
    for number in range(first, first + count):
        chance = random.Random(f"{start}/{form}/{number}")
        data = mutate(chance, chance.choice(SEEDS[form]), everything)
        pipe.send((number, data, None))
        began = time.process_time()
        taken = 0.0
        wrong = None
        try:
            numbers = _Numbers()
            for count_found, found in enumerate(read_bytes(data, f"x.{form}", DEFAULTS), 1):
                now = time.process_time()
                taken, began = max(taken, now - began), now
                if count_found % 200 == 0:
                    pipe.send((number, data, None))
                if isinstance(found, Found):
                    source: Source = numbers.source(found, "x", "0" * 64)
                    assert all(0 <= s.source_start <= s.source_end <= len(source.text) for s in source.segments)
                    recover_one(source, DEFAULTS)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"[:300]
        taken = max(taken, time.process_time() - began)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if wrong is None and taken > SECONDS:
            wrong = f"took {taken:.1f} s"
        if wrong is None and memory > MEGABYTES:
            wrong = f"{memory} MB"
        pipe.send((number, data, wrong or "ok"))
        if memory > MEGABYTES:
            break
    pipe.send(None)


def _answers(receive: Any, pid: int | None, seconds: float) -> bool:
    """Whether the worker says something before it has used so much of the processor's time: a shared machine may starve it."""
    started = _cpu_seconds(pid)
    for _ in range(120):
        if receive.poll(seconds):
            return True
        if _cpu_seconds(pid) - started >= seconds:
            return False
    return False


def _cpu_seconds(pid: int | None) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()  # no such file system, or the process is gone: the wall clock decides
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def soak(form: str, count: int, start: int) -> list[str]:
    """What went wrong in `count` inputs of a form."""
    failures: list[str] = []
    context = multiprocessing.get_context("spawn")
    at = 0
    while at < count:
        receive, send = context.Pipe(duplex=False)
        worker = context.Process(target=work, args=(form, at, min(BATCH, count - at), start, send), daemon=True)
        worker.start()
        send.close()
        number, data, ended = at, b"", False
        while not ended:
            wrong: str | None = None
            try:
                # Before the first input the process still loads.
                if not _answers(receive, worker.pid, SECONDS * 2 if data else 60):
                    wrong = "hangs"
                    worker.kill()
                else:
                    said = receive.recv()
                    if said is None:
                        break
                    number, data, wrong = said
            except EOFError:
                wrong = "the process died"
            if wrong in ("hangs", "the process died"):
                ended = True
            if wrong and wrong != "ok":
                OUT.mkdir(parents=True, exist_ok=True)
                path = OUT / f"{form}-{start}-{number}.bin"
                path.write_bytes(data)
                failures.append(f"{form} {number}: {wrong} ({path.name})")
        worker.join(5)
        at = number + 1
    return failures


def soak_facts(count: int, start: int) -> list[str]:
    """What went wrong in the facts of `count` sentences, spliced or random."""
    from tests.facts import fuzz

    try:
        fuzz.run(count, start)
    except Exception as error:
        return [f"facts: {type(error).__name__}: {error}"[:2000]]
    return []


def main() -> int:
    from tests.soak.seeds import SEEDS

    count = int(os.environ.get("RETOLD_SOAK", "2000"))
    start = int(os.environ.get("RETOLD_SOAK_SEED", "0"))
    forms = [f for f in os.environ.get("RETOLD_SOAK_FORMS", "").split(",") if f] or [*SEEDS, "facts"]
    if unknown := sorted(set(forms) - {*SEEDS, "facts"}):
        print(f"no such form: {', '.join(unknown)}; there are {', '.join([*SEEDS, 'facts'])}")
        return 2
    failures = []
    for form in forms:
        began = time.monotonic()
        wrong = soak_facts(SENTENCES * count, start) if form == "facts" else soak(form, count, start)
        failures += wrong
        print(f"{form:<10} {count} inputs, {len(wrong)} failures, {time.monotonic() - began:.0f} s", flush=True)
        for line in wrong[:20]:
            print(f"  {line}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""Corpora made to choke a search for shared text, each beside an ordinary one of as many bytes: `python -m bench.odd [NAME...]`.

Whole processes, CPU time, the least of `--rounds`; the ordinary corpus is the project's own, tests/corpus/made.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.scale import Cost, cost
from tests.corpus import adversarial, made

# How many reports of each kind: at least what the goals name, and enough that start-up is not most of the time.
REPORTS = {
    "copies": 10_000,
    "near copies": 10_000,
    "phrase": 10_000,
    "notice": 10_000,
    "collection": 5_000,
    "giant": 50_000,  # one report of 50 MB
    "one word": 10_000,
    "two words": 10_000,
    "twice": 10_000,
    "empty": 200_000,
    "ticker": 5_000,
    "forms": 2_000,  # the one that fails: its pairs grow faster than its reports
    "blankless": 10_000,
    "misread": 5_000,
}
MOST = 3.0  # times an ordinary corpus


def run_cost(corpus: Path, out: Path, until: str, rounds: int) -> Cost:
    """What a corpus run over the file costs, from a fresh process to its tables."""
    command = [sys.executable, "-m", "retold", "corpus", str(corpus), str(out), "--until", until]
    return cost(command, rounds, [out])


def rows_of(names: Sequence[str], until: str, rounds: int, shrink: int = 1) -> tuple[list[str], list[str]]:
    """(the table, the names of those above `MOST`)."""
    lines = [
        f"Runs to {until}; CPU seconds of whole processes, {os.cpu_count()} cores.",
        "",
        "| corpus | reports | MB | CPU s | ordinary of as many MB | ratio | peak MB | ordinary |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    above: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for odd in names:
            rows = adversarial.CORPORA[odd](max(20, REPORTS[odd] // shrink))
            path = made.write(folder / "odd.jsonl", rows)
            size = path.stat().st_size
            plain = made.write(folder / "plain.jsonl", adversarial.ordinary_file(size))
            took = run_cost(path, folder / "out", until, rounds)
            usual = run_cost(plain, folder / "out", until, rounds)
            ratio = took.cpu / usual.cpu
            if ratio > MOST:
                above.append(odd)
            lines.append(
                f"| {odd} | {len(rows):,} | {size / 1e6:.1f} | {took.cpu:.2f} | {usual.cpu:.2f} | {ratio:.2f} | "
                f"{took.megabytes:.0f} | {usual.megabytes:.0f} |"
            )
            print(lines[-1], file=sys.stderr, flush=True)
    return lines, above


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(REPORTS)}; all unless given")
    parser.add_argument("--until", default="derivations")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--shrink", type=int, default=1, help="so many times fewer reports")
    arguments = parser.parse_args()
    if importlib.util.find_spec("numba") is None:
        print('odd corpora are not measured: install "retold[scale]"')
        return 0
    lines, above = rows_of(arguments.names or list(REPORTS), arguments.until, arguments.rounds, arguments.shrink)
    print("\n".join(lines))
    if above:
        print(f"\nabove {MOST:.0f} times an ordinary corpus: {', '.join(above)}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a report costs as a corpus grows, and whether a run stays under its `--memory`: `python -m bench.growing [SIZE...]`.

CPU time of whole processes, the least of `--rounds`. The cost of a report is what a run takes beyond a run over twenty
reports, which is start-up, divided by the reports; the cost of a pair likewise by the pairs found, since the families of a
made corpus grow with it, and with them the pairs that a report has. Peak memory is that of all processes of a run together.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.scale import Cost, cost, make_corpus
from retold.corpus import bytes_of
from tests.corpus import made

MOST_GROWTH = 1.2  # times the cost of a report in the smallest corpus


class Run(NamedTuple):
    """A run, and what it took and found."""

    reports: int
    memory: str
    took: Cost
    pairs: int

    def milliseconds(self, start: Cost, per: int) -> float:
        """CPU beyond start-up for each of `per`."""
        return 1000 * max(0.0, self.took.cpu - start.cpu) / max(1, per)


def measure(corpus: Path, reports: int, memory: str, until: str, rounds: int) -> Run:
    """One run from a fresh process to its tables."""
    from pyarrow import parquet

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "retold", "corpus", str(corpus), str(out), "--until", until]
        took = cost([*command, "--memory", memory], rounds, [out])
        pairs = sum(parquet.read_metadata(p).num_rows for p in (out / "pairs").glob("*.parquet"))
    return Run(reports, memory, took, pairs)


def rows_of(runs: Sequence[Run], start: Cost) -> tuple[list[str], list[str]]:
    """(the table, what is above its goal)."""
    lines = [
        f"Start-up (twenty reports): {start.cpu:.2f} s of CPU, {start.megabytes:.0f} MB.",
        "",
        "| reports | --memory | CPU s | ms a report | growth | ms a pair | growth | peak MB | of --memory |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    above: list[str] = []
    for run in runs:
        first = next(r for r in runs if r.memory == run.memory)
        report, pair = run.milliseconds(start, run.reports), run.milliseconds(start, run.pairs)
        grown, pair_grown = (
            cost_now / max(1e-9, cost_then)
            for cost_now, cost_then in (
                (report, first.milliseconds(start, first.reports)),
                (pair, first.milliseconds(start, first.pairs)),
            )
        )
        share = run.took.megabytes * (1 << 20) / bytes_of(run.memory)
        lines.append(
            f"| {run.reports:,} | {run.memory} | {run.took.cpu:.2f} | {report:.3f} | {grown:.2f} | {pair:.3f} | "
            f"{pair_grown:.2f} | {run.took.megabytes:.0f} | {share:.2f} |"
        )
        if share > 1:
            above.append(f"{run.reports:,} reports took {share:.2f} of --memory {run.memory}")
        if grown > MOST_GROWTH and run.reports > first.reports:
            above.append(f"a report of {run.reports:,} cost {grown:.2f} times one of {first.reports:,}")
    return lines, above


def table(sizes: Sequence[int], memories: Sequence[str], until: str, rounds: int) -> tuple[list[str], list[str]]:
    """(the table for all sizes and limits, what is above its goal)."""
    with tempfile.TemporaryDirectory() as folder:
        few = made.write(Path(folder) / "few.jsonl", made.make(20))
        measure(few, 20, memories[0], until, 1)  # kernels are compiled
        start = measure(few, 20, memories[0], until, max(2, rounds)).took
    runs = []
    for memory in memories:
        for size in sorted(sizes):
            runs.append(measure(make_corpus(size).with_suffix(".jsonl"), size, memory, until, rounds))
            print(f"{size:,} reports, --memory {memory}: {runs[-1].took}", file=sys.stderr, flush=True)
    lines, above = rows_of(runs, start)
    return [f"Runs to {until}, {os.cpu_count()} cores.", "", *lines], above


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 50_000, 200_000])
    parser.add_argument("--memory", nargs="+", default=["2GB"], metavar="SIZE")
    parser.add_argument("--until", default="pairs")
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    if importlib.util.find_spec("numba") is None:
        print('growth is not measured: install "retold[scale]"')
        return 0
    lines, above = table(arguments.sizes, arguments.memory, arguments.until, arguments.rounds)
    print("\n".join(lines))
    for said in above:
        print(f"above its goal: {said}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())

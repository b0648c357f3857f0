"""What a text costs that many papers print: processor seconds by room, `python -m bench.copies [COUNT ...]`.

Rows of a table with one text, each of another outlet and hour, and one rewrite of it. Texts are read once: what a copy
costs beyond the first is its own row in every table, its edge, and its mention in the record.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import retold
from bench.collating import write_star

COUNTS = (100, 1_000)  # 10,000 take ten times as long as 1,000, and gigabytes


def write_copies(count: int, path: Path) -> None:
    """A JSONL table of `count` rows with the same text, and one rewrite of it."""
    with tempfile.TemporaryDirectory() as folder:
        wire, rewrite = (Path(p).read_text(encoding="utf-8") for p in write_star(2, folder)[:2])
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            hour = f"2026-05-{4 + n % 3:02}T{n % 24:02}:{n % 60:02}:00Z"
            file.write(json.dumps({"id": f"c{n:05}", "text": wire, "outlet": f"Paper {n}", "date": hour}) + "\n")
        file.write(json.dumps({"id": "r", "text": rewrite, "outlet": "The Post", "date": "2026-05-08"}) + "\n")


def rooms_of(path: Path) -> dict[str, float]:
    """Processor seconds of each room over the reports of one file."""
    marks: list[tuple[str, float]] = []
    trace = retold.trace([str(path)], progress=lambda room: marks.append((room, time.process_time())))
    marks.append(("", time.process_time()))
    assert max(len(s.report_ids) for s in trace.stories) == len(trace.reports)
    return {room: ended - began for (room, began), (_, ended) in pairwise(marks)}


def main() -> int:
    counts = [int(a) for a in sys.argv[1:]] or list(COUNTS)
    columns = []
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            path = Path(folder) / f"{count}.jsonl"
            write_copies(count, path)
            columns.append(rooms_of(path))
    lines = [f"| processor seconds | {' | '.join(f'{c:,} copies' for c in counts)} |"]
    lines.append(f"| --- |{' --- |' * len(counts)}")
    lines += [f"| {room} | {' | '.join(f'{c[room]:.1f}' for c in columns)} |" for room in columns[0]]
    lines.append(f"| all | {' | '.join(f'{sum(c.values()):.1f}' for c in columns)} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write("\n".join(lines) + f"\n\nPeak memory {peak} MB.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

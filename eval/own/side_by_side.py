"""Two short texts set side by side, the one given as what the other was made from."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from retold import facts, kinds, pipeline
from retold.tables import rows, to_table

DAY = "2026-05-15"  # of both texts where neither says its own


class Sides(NamedTuple):
    """The two texts, and the days on which they appeared."""

    parent: str
    child: str
    parent_day: str = DAY
    child_day: str = DAY


def compare_sides(sides: Sides) -> tuple[dict[str, kinds.Report], list[kinds.Discrepancy]]:
    """The reports `parent` and `child` that were read, and what was found to differ between them.

    Each is written to a file, which is read as the pipeline reads it.
    """
    texts = {
        "parent": write_side(sides.parent, sides.parent_day, 8),
        "child": write_side(sides.child, sides.child_day, 12),
    }
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.md" for name in texts}
        for name, path in paths.items():
            path.write_text(texts[name], encoding="utf-8")
        reports = pipeline.recover([str(path) for path in paths.values()]).reports
    found = rows(kinds.Report, reports)
    known = to_table(kinds.ReportFacts, [facts.extract_one(report) for report in found])
    report = {Path(r.path).stem: r for r in found}
    made = pipeline.compare(reports, known, report["parent"].report_id, report["child"].report_id)
    return report, made.discrepancies


def write_side(text: str, day: str, hour: int) -> str:
    """The file of a text that appeared on a day at an hour (UTC)."""
    return f"---\ndate: {day}T{hour:02}:00:00Z\n---\n\n{text}"

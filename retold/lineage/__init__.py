"""Passages, links and facts -> Lineage: who took it from whom."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.lineage.story import trace_story
from retold.settings import Settings
from retold.tables import rows, to_table


def find_lineage(
    reports: pa.Table, facts: pa.Table, passages: pa.Table, links: pa.Table, *, settings: Settings
) -> pa.Table:
    """The lineage of one story, one row, from its reports, their facts, passages and links."""
    if not reports.num_rows:
        return to_table(kinds.Lineage, [])
    story_id = reports.column("story_id")[0].as_py()
    lineage = trace_story(story_id, rows(kinds.Report, reports), rows(kinds.Link, links), settings)
    return to_table(kinds.Lineage, [lineage])

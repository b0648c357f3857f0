"""Passages, links and facts -> Lineage: who took it from whom."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table


def find_lineage(
    reports: pa.Table, facts: pa.Table, passages: pa.Table, links: pa.Table, *, settings: Settings
) -> pa.Table:
    """The lineage of one story, one row, from its reports, their facts, passages and links."""
    ids = reports.column("report_id").to_pylist()
    if not ids:
        return to_table(kinds.Lineage, [])
    origins = kinds.Origins(count=len(ids), roots=ids, explanation="Nothing decides.")
    story_id = reports.column("story_id")[0].as_py()
    return to_table(kinds.Lineage, [kinds.Lineage(story_id=story_id, derivations=[], origins=origins)])

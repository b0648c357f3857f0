"""The record of a story: each thing once, with every report that carries it."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table


def keep_record(
    reports: pa.Table,
    facts: pa.Table,
    trees: pa.Table,
    collations: pa.Table,
    discrepancies: pa.Table,
    *,
    settings: Settings,
) -> pa.Table:
    """The record of one story, one row."""
    ids = reports.column("story_id").to_pylist()
    if not ids:
        return to_table(kinds.StoryRecord, [])
    empty = kinds.StoryRecord(story_id=ids[0], title="", record=kinds.StoryItems(), ledgers=kinds.Ledgers())
    return to_table(kinds.StoryRecord, [empty])

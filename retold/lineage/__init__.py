"""Passages, links and facts -> Lineage: who took it from whom."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.lineage.following import Wording, follow, wording_of
from retold.lineage.kinship import partners_of
from retold.lineage.story import trace_story
from retold.lineage.told import Told
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


def judge_wording(
    reports: pa.Table, links: pa.Table, *, parent_id: str, child_id: str, settings: Settings
) -> tuple[Wording, float]:
    """How closely the child keeps to a parent that somebody names, and the share of it that follows.

    The direction is given and not asked about; whether anything was taken at all is the answer.
    """
    told = {r.report_id: Told(r) for r in rows(kinds.Report, reports)}
    partners = partners_of(rows(kinds.Link, links), told)
    follows = follow(told[parent_id], told[child_id], partners.get((parent_id, child_id), {}))
    return wording_of(follows, settings), follows

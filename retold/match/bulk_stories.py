"""Pairs of a corpus run as numbers: how many words their passages cover, and what they connect."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from retold.kernels.texts import Array


def cover_pairs(passages: pa.Table) -> dict[str, pa.Array | Array]:
    """For each pair with a passage that is no boilerplate: its ids, the same words of all of them, the words of both reports."""
    kept = passages.filter(pc.invert(passages.column("boilerplate")))
    sums = kept.group_by(["left_id", "right_id"], use_threads=False).aggregate(
        [("same_words", "sum"), ("left_words", "max"), ("right_words", "max")]
    )
    return {
        "left_id": sums.column("left_id").combine_chunks(),
        "right_id": sums.column("right_id").combine_chunks(),
        "same_words": sums.column("same_words_sum").to_numpy(),
        "left_words": sums.column("left_words_max").to_numpy(),
        "right_words": sums.column("right_words_max").to_numpy(),
    }

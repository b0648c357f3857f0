"""Pairs of a corpus run as numbers: how many words their passages cover, and what they connect."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

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


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def unite(left: Array, right: Array, root: Array) -> None:
    """Makes `root` name, for each place, the least place that the pairs connect it with."""
    for n in range(len(left)):
        a, b = left[n], right[n]
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        while root[b] != b:
            root[b] = root[root[b]]
            b = root[b]
        if a < b:
            root[b] = a
        else:
            root[a] = b
    for n in range(len(root)):
        root[n] = root[root[n]]

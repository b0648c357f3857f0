"""Stories of a corpus run: what the passages of the pairs connect, once what is boilerplate is set apart."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from retold import kinds
from retold.kernels.texts import Array
from retold.settings import Settings
from retold.tables import schema


def group_bulk(report_ids: pa.ChunkedArray, passages: pa.Table, *, settings: Settings) -> pa.Table:
    """Each report's story, singletons included, by report_id: reports one of which shares enough of its words with the other.

    Args:
        report_ids: of all reports.
        passages: of all pairs, with the columns `boilerplate`, `left_words` and `right_words`.
    """
    ids = report_ids.combine_chunks() if isinstance(report_ids, pa.ChunkedArray) else report_ids
    ids = ids.take(pc.sort_indices(ids))
    pairs = cover_pairs(passages)
    share = pairs["same_words"] / np.maximum(1, np.minimum(pairs["left_words"], pairs["right_words"]))
    strong = (share >= settings.match_bulk_story) & (pairs["same_words"] >= settings.match_bulk_words)
    left = _places(pairs["left_id"], ids)[strong]
    right = _places(pairs["right_id"], ids)[strong]
    root = np.arange(len(ids))
    _unite(left, right, root)
    # Members of a story stand together, its first report (by id) first: that is its root.
    order = np.argsort(root, kind="stable")
    starts = np.flatnonzero(np.diff(root[order], prepend=-1))
    names = ids.take(pa.array(order)).to_pylist()
    stories: list[str] = []
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(names)]):
        # The same name that a trace gives a story of these reports.
        story = hashlib.sha256(" ".join(names[start:end]).encode()).hexdigest()[:16]
        stories += [story] * (end - start)
    back = np.empty(len(ids), np.int64)
    back[order] = np.arange(len(ids))
    by_id = pa.array(stories, pa.string()).take(pa.array(back)) if stories else pa.array([], pa.string())
    return pa.table([ids, by_id], schema=schema(kinds.StoryMember))


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


def _places(values: pa.Array, ids: pa.Array) -> Array:
    places: Array = pc.index_in(values, value_set=ids).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _unite(left: Array, right: Array, root: Array) -> None:
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

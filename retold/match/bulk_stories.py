"""Pairs of a corpus run as numbers: how many words their passages cover."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

_SUMS = [("same_words", "sum"), ("left_words", "max"), ("right_words", "max")]


def cover_pairs(passages: Iterable[pa.Table]) -> pa.Table:
    """For each pair with a passage that is no boilerplate: its ids, the same words of all of them, the words of both reports.

    Args:
        passages: the parts of the table; the passages of a pair may stand in two.
    """
    return _summed(pa.concat_tables(_summed(part.filter(pc.invert(part.column("boilerplate")))) for part in passages))


def _summed(passages: pa.Table) -> pa.Table:
    sums = passages.group_by(["left_id", "right_id"], use_threads=False).aggregate(_SUMS)
    return sums.rename_columns([name.removesuffix("_sum").removesuffix("_max") for name in sums.column_names])

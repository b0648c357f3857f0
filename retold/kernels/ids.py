"""Where ids stand in a long column: ids are sixteen hex digits, so that they can be sought as numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold.kernels.texts import Array

_DIGITS = 16


class Places:
    """The places of the ids of a column.

    Arrow's `index_in` makes a table of the whole column at each call, which for a part after a part of a large run costs
    more than the work on the parts.
    """

    def __init__(self, ids: pa.Array | pa.ChunkedArray) -> None:
        self._ids = _one(ids)
        numbers = _numbers(self._ids)
        self._order: Array | None = None
        self._sorted: Array | None = None
        if numbers is not None:
            self._order = np.argsort(numbers)
            self._sorted = numbers[self._order]

    def of(self, ids: pa.Array | pa.ChunkedArray) -> Array:
        """The place of each of `ids` in the column, int64; all of them must be there.

        Raises:
            KeyError: one is not.
        """
        wanted = _one(ids)
        numbers = None if self._sorted is None else _numbers(wanted)
        if numbers is None or self._sorted is None or self._order is None:
            named = pc.index_in(wanted, value_set=self._ids)
            if named.null_count:
                raise KeyError(f"no such id: {wanted.filter(named.is_null())[0]}")
            by_name: Array = named.to_numpy().astype(np.int64)
            return by_name
        if not len(numbers):
            return np.empty(0, np.int64)
        found = np.searchsorted(self._sorted, numbers)
        found[found == len(self._sorted)] = 0
        if not len(self._sorted) or (self._sorted[found] != numbers).any():
            raise KeyError("no such id")
        places: Array = self._order[found]
        return places


def _one(ids: pa.Array | pa.ChunkedArray) -> pa.Array:
    if not isinstance(ids, pa.ChunkedArray):
        return ids
    return ids.chunk(0) if ids.num_chunks == 1 else ids.combine_chunks()


def _numbers(ids: pa.Array) -> Array | None:
    """The numbers that the ids write; None where one is no number of sixteen hex digits."""
    if ids.type != pa.string() or ids.null_count or not len(ids):
        return None
    _, ends, letters = ids.buffers()
    offsets = np.frombuffer(ends, np.int32, len(ids) + 1, 4 * ids.offset)
    if letters is None or (np.diff(offsets) != _DIGITS).any():
        return None
    digits = letters[int(offsets[0]) : int(offsets[-1])].to_pybytes()
    # fromhex passes over blanks, so that a shorter result means that there were some.
    try:
        numbers = np.frombuffer(bytes.fromhex(digits.decode("ascii")), ">u8")
    except ValueError:
        return None
    # "AB" and "ab" are two ids and one number.
    if len(numbers) != len(ids) or digits.lower() != digits:
        return None
    return numbers.astype(np.uint64)

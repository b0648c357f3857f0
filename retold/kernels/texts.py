"""A column of texts as the bytes that kernels read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Array = NDArray[Any]

# Kernels read eight bytes at a time and may read so far past the last text.
PADDING = 64


def text_bytes(texts: pa.Table) -> tuple[Array, Array]:
    """(the UTF-8 of the column `text`, padded; where each text begins in it, and at last where the last ends)."""
    column = texts.column("text")
    column = pa.concat_arrays(column.chunks) if column.num_chunks != 1 else column.chunk(0)
    if column.type != pa.string():
        raise TypeError("texts come as strings, in parts of less than 2 GB")
    _, starts, letters = column.buffers()
    if not len(column):
        return np.zeros(PADDING, np.uint8), np.zeros(1, np.int64)
    offsets = np.frombuffer(starts, np.int32, len(column) + 1, 4 * column.offset).astype(np.int64)
    first, last = int(offsets[0]), int(offsets[-1])
    padded = np.empty(last - first + PADDING, np.uint8)
    if last > first:
        padded[: last - first] = np.frombuffer(letters, np.uint8, last - first, first)
    padded[last - first :] = 0
    return padded, offsets - first

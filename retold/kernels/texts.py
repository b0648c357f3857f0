"""A column of texts as the bytes that kernels read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Array = NDArray[Any]

# Kernels read 64 bytes at a time and may read so far past the last text.
PADDING = 64
_NONE = np.zeros(1, np.int64)


def text_bytes(texts: pa.Table) -> tuple[Array, Array]:
    """(the UTF-8 of the column `text`, padded; where each text begins in it, and at last where the last ends)."""
    chunks = texts.column("text").chunks
    if any(chunk.type != pa.string() for chunk in chunks):
        raise TypeError("texts come as strings, in parts of less than 2 GB")
    ends: list[Array] = []
    total = 0
    for chunk in chunks:
        starts = chunk.buffers()[1]
        here = (
            np.frombuffer(starts, np.int32, len(chunk) + 1, 4 * chunk.offset).astype(np.int64) if len(chunk) else _NONE
        )
        ends.append(here[1:] - here[0] + total)
        total += int(here[-1] - here[0])
    # Each chunk goes to its place at once: one after another as one column would be all texts once more.
    padded = np.empty(total + PADDING, np.uint8)
    at = 0
    for chunk in chunks:
        _, starts, letters = chunk.buffers()
        if not len(chunk) or letters is None:
            continue
        first, last = np.frombuffer(starts, np.int32, len(chunk) + 1, 4 * chunk.offset)[[0, -1]].tolist()
        padded[at : at + last - first] = np.frombuffer(letters, np.uint8, last - first, first)
        at += last - first
    padded[total:] = 0
    return padded, np.concatenate([[0], *ends]).astype(np.int64)

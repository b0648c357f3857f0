"""The fingerprints of all reports of a corpus run, in memory, or in files where they are too many for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from retold.kernels.texts import Array

# Below so many bytes nothing is parted further, however little memory there is: the parts would be all seams.
_LEAST_PART = 1 << 20


class Prints:
    """The fingerprints of all reports, batch by batch, as the arrays that kernels take.

    Of a report three dozen bytes stay in memory; its n-grams and marks, some twelve hundred, go to the folder `spill` where
    that is given, and are read from there a part at a time.

    Args:
        spill: a folder for n-grams and marks, where there are too many for memory; what was there is written anew.
        memory: bytes that the parts which are read back may take together.
    """

    def __init__(self, spill: str | None = None, memory: int = 0) -> None:
        self.sums: list[Array] = []
        self.distinct: list[Array] = []
        self.ngram_counts: list[Array] = []
        self.mark_counts: list[Array] = []
        self._ngrams: list[Array] = []
        self._marks: list[Array] = []
        self._spill, self._memory = spill, memory
        if spill is not None:
            shutil.rmtree(spill, ignore_errors=True)
            os.makedirs(spill)

    def add(self, prints: pa.Table) -> None:
        """Takes the fingerprints of the reports that come next."""
        for batch in prints.to_batches():
            self.sums.append(batch.column("word_sum").to_numpy().view(np.uint64))
            self.distinct.append(batch.column("distinct").to_numpy().astype(np.int32))
            counts = {name: np.diff(batch.column(name).offsets.to_numpy()) for name in ("ngrams", "marks")}
            ngrams = batch.column("ngrams").flatten().to_numpy().view(np.uint32)
            marks = batch.column("marks").flatten().to_numpy().view(np.uint64)
            self.ngram_counts.append(counts["ngrams"])
            self.mark_counts.append(counts["marks"])
            if self._spill is None:
                self._ngrams.append(ngrams)
                self._marks.append(marks)
            else:
                for name, values in (("ngrams", ngrams), ("marks", marks)):
                    with open(os.path.join(self._spill, name), "ab") as file:
                        file.write(values.data)  # `tofile` would not say that the disk is full

    @property
    def in_memory(self) -> bool:
        """Whether n-grams and marks are held, and not in files."""
        return self._spill is None

    @property
    def marks_in_all(self) -> int:
        """How many marks all reports have."""
        return sum(int(counts.sum()) for counts in self.mark_counts)

    # ---------------------------------------------------------------- marks

    def seen_bits(self) -> int:
        """How many bits, a power of two, tell marks met once from those met more often.

        Eight for each mark, so that few that were met once pass for more; fewer only lets more of these pass, to be
        dropped when they are sorted.
        """
        bits = 1 << min(31, max(12, int(8 * self.marks_in_all).bit_length()))
        while self._spill is not None and bits > max(8 * _LEAST_PART, self._memory):
            bits >>= 1  # two sets of so many bits take a quarter of the memory in bytes
        return bits

    def mark_ranges(self) -> int:
        """In how many parts, a power of two, the marks are to be sorted, were each met again: by their upper bits."""
        if self._spill is None:
            return 1
        ranges = 1
        while 8 * self.marks_in_all // ranges > max(_LEAST_PART, self._memory):
            ranges *= 2
        return ranges

    def each_marks(self) -> Iterator[Array]:
        """The marks, batch by batch."""
        if self._spill is None:
            yield from self._marks
            return
        with open(os.path.join(self._spill, "marks"), "rb") as file:
            for counts in self.mark_counts:
                yield np.fromfile(file, np.uint64, int(counts.sum()))

    def drop_marks(self) -> None:
        """Lets go of the marks: an index has been made of them."""
        self._marks.clear()
        if self._spill is not None:
            os.remove(os.path.join(self._spill, "marks"))

    # ---------------------------------------------------------------- n-grams

    def ngram_blocks(self, ngram_ends: Array) -> Array:
        """The reports that begin a block of n-grams, and at last how many reports there are; two blocks are held at once."""
        reports = len(ngram_ends)
        if self._spill is None:
            return np.array([0, reports])
        room = max(_LEAST_PART, self._memory // 6) // 4
        starts = np.searchsorted(ngram_ends, np.arange(room, int(ngram_ends[-1]) + 1, room), side="right")
        return np.unique(np.concatenate([[0], starts, [reports]]))

    def take_ngrams(self, start: int, end: int) -> Array:
        """The n-grams from place `start` to `end` among those of all reports; where they are in memory, all, and once."""
        if self._spill is not None:
            with open(os.path.join(self._spill, "ngrams"), "rb") as file:
                file.seek(4 * start)
                return np.fromfile(file, np.uint32, end - start)
        ngrams = np.empty(end - start, np.uint32)
        at = 0
        for n, batch in enumerate(self._ngrams):
            ngrams[at : at + len(batch)] = batch
            at += len(batch)
            self._ngrams[n] = batch[:0]  # given back as it is copied
        return ngrams

"""The stretches of words that pairs of reports share, wherever they stand: `loops.passages` with the room that it works in."""

from __future__ import annotations

import numpy as np

from retold.kernels import machine
from retold.kernels.texts import Array

_FOUND = 256


def find_stretches(
    text: Array,
    offsets: Array,
    kinds: Array,
    forms: Array,
    longer: Array,
    owners: Array,
    others: Array,
    seed: int,
    places_max: int,
    miss: int,
    slack: int,
    gap: int,
    drift: int,
    least: int,
    density: int,
    out_pair: Array,
    out_key: Array,
    out: Array,
) -> int:
    """How many stretches were found; those past the room of `out` are counted only.

    Args:
        text, offsets: the texts, padded, and where each begins.
        kinds, forms, longer: the table of `folding.load`.
        owners, others: the pairs, sorted by owner, who is best the longer of the two: it is read once.
        seed: words in a row that begin a stretch.
        places_max: a seed in more places of the owner than this begins none.
        miss, slack: what a word that differs costs and how deep the worth may fall, in hundredths of a word.
        gap: words between two stretches that are joined, on both sides.
        drift: how far apart their diagonals may be.
        least: same words below which a stretch is a phrase, if neither report is as short.
        density: hundredths of a stretch's words, of its longer side, that must be the same.
        out_pair: int64, the place of each stretch's pair in `owners`.
        out_key: uint64, the least hash of the seeds in the stretch: the same where the same words are shared again.
        out: int32, shape (room, 8): owner start, end, other start, end in code points; the same words; the words of the
            longer side; the words of the owner's report and of the other's.
    """
    if not len(owners):
        return 0
    sizes = np.diff(offsets)
    longest = int(max(sizes[owners].max(), sizes[others].max())) + 1
    size = max(64, 1 << (2 * longest - 1).bit_length())
    hashes = [np.empty(longest, np.uint64) for _ in range(2)]
    spans = [np.empty(longest, np.int32) for _ in range(4)]
    index = (
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(longest, np.int32),
        np.empty(longest, np.uint64),
    )
    room = _FOUND
    while True:
        diagonals = (np.empty(2 * longest + 2, np.int32), np.zeros(2 * longest + 2, np.int32))
        found = (np.empty((room, 6), np.int32), np.empty(2 * room, np.int64), np.empty(room, np.int64))
        count = machine.run(
            "passages", "find_stretches", text, offsets, kinds, forms, longer, owners, others, seed, places_max, miss,
            slack, gap, drift, least, density, out_pair, out_key, out, *hashes, *spans, *index, *diagonals, *found,
        )  # fmt: skip
        if count >= 0:
            return count
        room *= 8

"""Words, n-grams of words and a sparse choice of these, of a batch of texts: `loops.words` with the room that it works in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from retold.kernels import folding, machine
from retold.kernels.texts import Array


class Fingerprints(NamedTuple):
    """What `fingerprint` gives, report after report."""

    ngrams: Array  # uint32, the upper half of each n-gram's hash, in order
    ngram_ends: Array  # int64, where each report's end
    marks: Array  # uint64, the n-grams that winnowing chose
    mark_ends: Array
    sums: Array  # uint64, equal where the words are the same in the same order


def fingerprint(text: Array, offsets: Array, window: int) -> Fingerprints:
    """The fingerprints of the texts that `texts.text_bytes` gives; of `window` n-grams one is chosen."""
    reports = len(offsets) - 1
    longest = int(np.diff(offsets).max(initial=0)) + 1
    # A word is at least a byte, and one to the next; of a script without blanks a character is three bytes.
    room = len(text) // 2 + reports + 1
    made = Fingerprints(
        np.empty(room, np.uint32),
        np.zeros(reports, np.int64),
        np.empty(room, np.uint64),
        np.zeros(reports, np.int64),
        np.empty(reports, np.uint64),
    )
    scratch = (np.empty(longest, np.uint64) for _ in range(3))
    count = machine.run("words", "fingerprint", text, offsets, *folding.load(), window, *made, *scratch)
    marks = int(made.mark_ends[-1]) if reports else 0
    # Of the room little is used, and memory that was never touched is none: what is kept is moved out of it.
    return made._replace(ngrams=made.ngrams[:count].copy(), marks=made.marks[:marks].copy())

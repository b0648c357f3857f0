"""Which reports share marks, and how many n-grams two reports share: `loops.sharing` with the room that it works in.

A list is the reports that hold one mark, in order, each once.
"""

from __future__ import annotations

import numpy as np

from retold.kernels import machine
from retold.kernels.texts import Array


def note_marks(marks: Array, met: Array) -> None:
    """Notes in `met`, uint64 and a power of two of bits, which marks were met, and which again."""
    machine.run("sharing", "note_marks", marks, met)


def add_noted(met: Array, other: Array) -> None:
    """Adds to `met` what was noted in `other`."""
    machine.run("sharing", "add_noted", met, other)


def keep_repeated(marks: Array, mark_ends: Array, skip: Array, first_report: int, met: Array, low_bits: int) -> Array:
    """The keys of a batch's marks that were met more than once and are in no report of `skip`.

    A key is a mark's upper bits with the report's number in its `low_bits`: sorted, keys are lists.
    """
    # What is not kept is written, too, and written over.
    keys = np.empty(len(marks) + 1, np.uint64)
    count = machine.run(
        "sharing", "keep_repeated", marks, mark_ends, skip.view(np.uint8), first_report, met, low_bits, keys
    )
    return keys[:count].copy()


def make_lists(keys: Array, low_bits: int) -> tuple[Array, Array]:
    """(members, list ends): the lists of two or more reports in the sorted `keys`, one after another."""
    members, ends, held = np.empty(len(keys), np.int32), np.empty(len(keys) // 2 + 1, np.int64), np.zeros(1, np.int64)
    lists = machine.run("sharing", "make_lists", keys, low_bits, members, ends, held)
    return members[: int(held[0])], ends[:lists]


def by_report(members: Array, reports: int) -> tuple[Array, Array]:
    """(ends, places): for each report where in `members` it stands, report after report."""
    ends, places = np.empty(reports, np.int64), np.empty(len(members), np.int32)
    machine.run("sharing", "by_report", members, ends, places)
    return ends, places


def share_marks(
    first: int,
    until: int,
    members: Array,
    reach_ends: Array,
    report_ends: Array,
    places: Array,
    weights: Array,
    held: Array,
    floor: int,
) -> Array:
    """The pairs of reports, int32, the left one in [first, until), that share marks of weight `floor` or half of all of one's marks.

    Args:
        reach_ends: for each place in `members`, the end of what it is paired with: its list's end, or nearer in a long list.
        report_ends, places: of `by_report`.
        weights: for each place in `members`, the weight of its list.
        held: for each report how many marks it has.
    """
    reports = len(report_ends)
    total, touched = np.zeros(reports, np.int64), np.empty(reports, np.int32)
    room = 4 * (until - first) + 1024
    while True:
        pairs = np.empty((room, 2), np.int64)
        index = (members, reach_ends, report_ends, places, weights, held)
        count = machine.run("sharing", "share_marks", first, until, *index, floor, pairs, total, touched)
        if count <= room:
            return pairs[:count].astype(np.int32)
        room = count


def count_distinct(reports: Array, ngrams: Array, ngram_ends: Array, distinct: Array) -> None:
    """Fills in `distinct` how many different n-grams each of `reports` has."""
    table = np.zeros(_room_for(reports, ngram_ends), np.uint64)
    machine.run("sharing", "count_distinct", reports, ngrams, ngram_ends, distinct, table)


def share_ngrams(owners: Array, others: Array, needed: Array, ngrams: Array, ngram_ends: Array, shared: Array) -> None:
    """Fills in `shared` how many different n-grams each pair has in common; 0 where these are surely fewer than `needed`.

    `owners` is sorted, so that each is looked at once; it is best the longer report of the two.
    """
    size = _room_for(owners, ngram_ends)
    room = (np.zeros(size, np.uint64), np.zeros(size, np.int32), np.empty(16 * size, np.uint8))
    hits = np.empty(_most_ngrams(others, ngram_ends) + 1, np.uint32)
    machine.run("sharing", "share_ngrams", owners, others, needed, ngrams, ngram_ends, shared, *room, hits)


def _room_for(reports: Array, ngram_ends: Array) -> int:
    """Slots for the n-grams of the longest of `reports`: a power of two, four times as many or more."""
    return max(64, 1 << max(0, 4 * _most_ngrams(reports, ngram_ends) - 1).bit_length())


def _most_ngrams(reports: Array, ngram_ends: Array) -> int:
    starts = np.where(reports > 0, ngram_ends[reports - 1], 0)
    return int((ngram_ends[reports] - starts).max(initial=0))

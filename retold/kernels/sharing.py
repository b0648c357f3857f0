"""Kernels over an inverted index of marks: which reports share enough of them, and how many n-grams two reports share.

A list is the reports that hold one mark, in order, each once.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_U1 = np.uint64(1)


@njit(cache=True, nogil=True)
def _shift(bits):
    """How far a mark goes right to name a bit of a set: by all but its upper bits."""
    shift = np.uint64(64)
    size = len(bits) * 64
    while size > 1:
        size >>= 1
        shift -= _U1
    return shift


@njit(cache=True, nogil=True)
def note_marks(marks, once, twice):
    """Sets the bit of each mark in `once`, and in `twice` where it was set there.

    Args:
        once, twice: uint64, a power of two of bits together; a mark's upper bits name its bit.
    """
    shift = _shift(once)
    for n in range(len(marks)):
        bit = marks[n] >> shift
        flag = _U1 << (bit & np.uint64(63))
        word = bit >> np.uint64(6)
        twice[word] |= once[word] & flag
        once[word] |= flag


@njit(cache=True, nogil=True)
def keep_repeated(marks, mark_ends, skip, first_report, twice, low_bits, keys):
    """How many marks of a batch were met more than once and are in no report of `skip`; their keys go to `keys`.

    A key is a mark's upper bits with the report's number in its `low_bits`: sorted, keys are lists.
    """
    shift = _shift(twice)
    low = np.uint64(low_bits)
    start = at = 0
    for report in range(len(mark_ends)):
        if not skip[report]:
            number = np.uint64(first_report + report)
            for n in range(start, mark_ends[report]):
                bit = marks[n] >> shift
                if (twice[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & _U1:
                    keys[at] = ((marks[n] >> low) << low) | number
                    at += 1
        start = mark_ends[report]
    return at


@njit(cache=True, nogil=True)
def make_lists(keys, low_bits, members, list_ends):
    """(number of lists, number of members): the lists of two or more reports in the sorted `keys`, one after another in `members`."""
    low = np.uint64(low_bits)
    mask = (_U1 << low) - _U1
    lists = out = 0
    at = 0
    while at < len(keys):
        mark = keys[at] >> low
        began = out
        last = -1
        while at < len(keys) and keys[at] >> low == mark:
            report = np.int64(keys[at] & mask)
            if report != last:
                members[out] = report
                out += 1
                last = report
            at += 1
        if out - began > 1:
            list_ends[lists] = out
            lists += 1
        else:
            out = began
    return lists, out


@njit(cache=True, nogil=True)
def by_report(members, list_ends, lists, report_ends, places):
    """Fills `report_ends` and `places`: for each report where in `members` it stands, report after report."""
    for n in range(len(report_ends)):
        report_ends[n] = 0
    total = list_ends[lists - 1] if lists else 0
    for n in range(total):
        report_ends[members[n]] += 1
    at = 0
    for n in range(len(report_ends)):
        held = report_ends[n]
        report_ends[n] = at
        at += held
    for n in range(total):
        report = members[n]
        places[report_ends[report]] = n
        report_ends[report] += 1


@njit(cache=True, nogil=True)
def share_marks(first, until, members, reach_ends, report_ends, places, weights, held, floor, pairs):
    """How many pairs of reports share marks that weigh `floor` or more together, or half of all marks of one of them.

    The left one is in [first, until).

    Args:
        reach_ends: for each place in `members`, the end of what it is paired with: its list's end, or nearer in a long list.
        weights: for each place in `members`, the weight of its list.
        held: for each report how many marks it has.
        pairs: int64, shape (room, 2); the count goes on past the room, so that the caller can make more.
    """
    count = 0
    reports = len(report_ends)
    one = np.int64(1) << 40  # above it marks are counted, below it their weights are summed
    total = np.zeros(reports, np.int64)
    touched = np.empty(reports, np.int32)
    for left in range(first, until):
        start = report_ends[left - 1] if left else 0
        met = 0
        for n in range(start, report_ends[left]):
            place = places[n]
            weight = one + weights[place]
            for k in range(place + 1, reach_ends[place]):
                right = members[k]
                if total[right] == 0:
                    touched[met] = right
                    met += 1
                total[right] += weight
        for n in range(met):
            right = touched[n]
            shared = total[right]
            total[right] = 0
            if (shared & (one - 1)) >= floor or 2 * (shared >> 40) >= min(held[left], held[right]):
                if count < len(pairs):
                    pairs[count, 0] = left
                    pairs[count, 1] = right
                count += 1
    return count


@njit(cache=True, nogil=True)
def share_ngrams(owners, others, ngrams, ngram_ends, shared):
    """Fills `shared`: how many different n-grams each pair has in common.

    `owners` is sorted, so that each owner is put into the table once; it is best the longer report of the two.
    """
    size = 64
    for n in range(len(owners)):
        report = owners[n]
        held = ngram_ends[report] - (ngram_ends[report - 1] if report else 0)
        while size < 4 * held:
            size *= 2
    # A slot holds which owner it was filled for, and the n-gram; `counted` which pair it was counted for.
    table = np.zeros(size, np.uint64)
    counted = np.zeros(size, np.int32)
    mask = np.int64(63)
    last = -1
    turn = np.uint64(0)
    for n in range(len(owners)):
        owner = owners[n]
        if owner != last:
            last = owner
            turn += _U1 << np.uint64(32)
            start = ngram_ends[owner - 1] if owner else 0
            end = ngram_ends[owner]
            small = 64
            while small < 4 * (end - start):
                small *= 2
            mask = np.int64(small - 1)
            for k in range(start, end):
                entry = turn | np.uint64(ngrams[k])
                slot = np.int64(ngrams[k]) & mask
                while table[slot] >= turn and table[slot] != entry:
                    slot = (slot + 1) & mask
                table[slot] = entry
        other = others[n]
        start = ngram_ends[other - 1] if other else 0
        count = 0
        for k in range(start, ngram_ends[other]):
            entry = turn | np.uint64(ngrams[k])
            slot = np.int64(ngrams[k]) & mask
            while table[slot] >= turn:
                if table[slot] == entry:
                    if counted[slot] != n + 1:
                        counted[slot] = n + 1
                        count += 1
                    break
                slot = (slot + 1) & mask
        shared[n] = count

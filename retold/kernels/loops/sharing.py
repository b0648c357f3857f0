"""Kernels over an inverted index of marks: which reports share enough of them, and how many n-grams two reports share.

A list is the reports that hold one mark, in order, each once.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

_U0, _U1, _U4, _U5, _U16, _U31, _U32, _U64 = (np.uint64(n) for n in (0, 1, 4, 5, 16, 31, 32, 64))

_LOWER = np.uint64(0x5555555555555555)


@njit(nogil=True)
def _shift(met):
    """How far a mark goes right to name its two bits of `met`: by all but its upper bits."""
    shift = _U64
    size = len(met) * 32
    while size > 1:
        size >>= 1
        shift -= _U1
    return shift


@njit(nogil=True)
def note_marks(marks, met):
    """Sets the lower of each mark's two bits in `met`, and the upper where the lower was set.

    Args:
        met: uint64, a power of two of bits together; a mark's upper bits name its two.
    """
    shift = _shift(met)
    for n in range(len(marks)):
        place = marks[n] >> shift
        flag = _U1 << ((place & _U31) << _U1)
        word = place >> _U5
        held = met[word]
        met[word] = held | flag | ((held & flag) << _U1)
    return 0


@njit(nogil=True)
def add_noted(met, other):
    """Adds to `met` the marks noted in `other`: a mark in both was met again."""
    for n in range(len(met)):
        one, two = met[n], other[n]
        met[n] = one | two | ((one & two & _LOWER) << _U1)
    return 0


@njit(nogil=True)
def keep_repeated(marks, mark_ends, skip, first_report, met, low_bits, keys):
    """How many marks of a batch were met more than once and are in no report of `skip`; their keys go to `keys`.

    A key is a mark's upper bits with the report's number in its `low_bits`: sorted, keys are lists.
    """
    shift = _shift(met)
    low = np.uint64(low_bits)
    start = np.int64(0)
    at = _U0
    for report in range(len(mark_ends)):
        if not skip[report]:
            number = np.uint64(first_report + report)
            for n in range(start, mark_ends[report]):
                place = marks[n] >> shift
                keys[at] = ((marks[n] >> low) << low) | number
                at += (met[place >> _U5] >> (((place & _U31) << _U1) + _U1)) & _U1
        start = mark_ends[report]
    return np.int64(at)


@njit(nogil=True)
def make_lists(keys, low_bits, members, list_ends, held):
    """The number of lists of two or more reports in the sorted `keys`, one after another in `members`; how many these are goes to `held`."""
    low = np.uint64(low_bits)
    mask = (_U1 << low) - _U1
    lists = out = 0
    at = 0
    while at < len(keys):
        mark = keys[at] >> low
        began = out
        last = np.int64(-1)
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
    held[0] = out
    return lists


@njit(nogil=True)
def by_report(members, report_ends, places):
    """Fills `report_ends` and `places`: for each report where in `members` it stands, report after report."""
    for n in range(len(report_ends)):
        report_ends[n] = 0
    for n in range(len(members)):
        report_ends[members[n]] += 1
    at = np.int64(0)
    for n in range(len(report_ends)):
        held = report_ends[n]
        report_ends[n] = at
        at += held
    for n in range(len(members)):
        report = members[n]
        places[report_ends[report]] = n
        report_ends[report] += 1
    return 0


@njit(nogil=True)
def share_marks(first, until, members, reach_ends, report_ends, places, weights, held, floor, pairs, total, touched):
    """How many pairs of reports share marks that weigh `floor` or more together, or half of all marks of one of them.

    The left one is in [first, until).

    Args:
        reach_ends: for each place in `members`, the end of what it is paired with: its list's end, or nearer in a long list.
        weights: for each place in `members`, the weight of its list.
        held: for each report how many marks it has.
        pairs: int64, shape (room, 2); the count goes on past the room, so that the caller can make more.
        total, touched: room for a number a report; `total` all zeros, as it is left.
    """
    count = 0
    one = np.int64(1) << 40  # above it marks are counted, below it their weights are summed
    for left in range(first, until):
        start = report_ends[left - 1] if left else np.int64(0)
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


@njit(nogil=True)
def _room_for(count):
    """The least power of two that is four times `count` or more."""
    size = np.int64(64)
    while size < 4 * count:
        size *= 2
    return size


@njit(nogil=True)
def count_distinct(reports, ngrams, ngram_ends, distinct, table):
    """Fills `distinct`: how many different n-grams each of `reports` has.

    Args:
        table: uint64, all zeros, `_room_for` the n-grams of the longest of them.
    """
    # A slot holds which report it was filled for, and the n-gram.
    turn = _U0
    for n in range(len(reports)):
        report = reports[n]
        start = ngram_ends[report - 1] if report else np.int64(0)
        end = ngram_ends[report]
        mask = np.uint64(_room_for(end - start) - 1)
        turn += _U1 << _U32
        count = 0
        for k in range(start, end):
            entry = turn | np.uint64(ngrams[k])
            slot = entry & mask
            while table[slot] >= turn and table[slot] != entry:
                slot = (slot + _U1) & mask
            count += table[slot] != entry
            table[slot] = entry
        distinct[report] = count
    return 0


@intrinsic
def _fetch(typing_context, array, at):  # type: ignore[no-untyped-def]
    """Asks for what stands at a place of an array, which will be read soon."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = cgutils.pointer_add(builder, data, builder.mul(arguments[1], ir.Constant(ir.IntType(64), 4)))
        number = ir.IntType(32)
        prefetch = builder.module.declare_intrinsic(
            "llvm.prefetch", [place.type], ir.FunctionType(ir.VoidType(), [place.type, number, number, number])
        )
        builder.call(prefetch, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.none(array, types.uint64), generate


@njit(nogil=True)
def share_ngrams(owners, others, needed, ngrams, ngram_ends, shared, table, counted, seen, hits):
    """Fills `shared`: how many different n-grams each pair has in common; 0 where these are surely fewer than `needed`.

    `owners` is sorted, so that each owner is put into the table once; it is best the longer report of the two.

    Args:
        table: uint64, all zeros, `_room_for` the n-grams of the longest owner; `counted`, int32, as long.
        seen: uint8, sixteen times as long.
        hits: uint32, room for the n-grams of the longest of the others.
    """
    # A slot holds which owner it was filled for, and the n-gram; `counted` which pair it was counted for.
    turn = _U0
    mask = bits = _U0
    last = np.int64(-1)
    for n in range(len(owners)):
        if n + 4 < len(owners):
            # Where the others stand is nowhere near one another: their n-grams are sent for a few pairs ahead.
            soon = others[n + 4]
            for k in range(np.uint64(ngram_ends[soon - 1] if soon else 0), np.uint64(ngram_ends[soon]), _U16):
                _fetch(ngrams, k)
        owner = owners[n]
        if owner != last:
            last = owner
            turn += _U1 << _U32
            start = np.uint64(ngram_ends[owner - 1] if owner else 0)
            end = np.uint64(ngram_ends[owner])
            size = np.uint64(_room_for(np.int64(end - start)))
            mask = size - _U1
            # 64 places an n-gram or more, of which few are set: what is not among them need not be looked up.
            bits = (size << _U4) - _U1
            for k in range(_U0, bits + _U1):
                seen[k] = 0
            for k in range(start, end):
                gram = np.uint64(ngrams[k])
                entry = turn | gram
                slot = gram & mask
                while table[slot] >= turn and table[slot] != entry:
                    slot = (slot + _U1) & mask
                table[slot] = entry
                seen[gram & bits] = 1
        other = others[n]
        start = np.uint64(ngram_ends[other - 1] if other else 0)
        end = np.uint64(ngram_ends[other])
        most = _U0
        for k in range(start, end):
            gram = np.uint64(ngrams[k])
            most += np.uint64(seen[gram & bits])
        count = 0
        if np.int64(most) >= needed[n]:
            met = _U0
            for k in range(start, end):
                gram = np.uint64(ngrams[k])
                hits[met] = ngrams[k]
                met += np.uint64(seen[gram & bits])
            for k in range(_U0, met):
                gram = np.uint64(hits[k])
                entry = turn | gram
                slot = gram & mask
                while table[slot] >= turn and table[slot] != entry:
                    slot = (slot + _U1) & mask
                if table[slot] == entry:
                    count += counted[slot] != n + 1
                    counted[slot] = n + 1
        shared[n] = count
    return 0

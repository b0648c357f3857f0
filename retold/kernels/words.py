"""Kernels over the UTF-8 bytes of reports: words as hashes with their places, n-grams of words, and a sparse choice of these.

A word is a stretch of letters and digits; a character of a script without blanks is a word of its own. Case, accents
and width are folded. tests/naive.py says all of it slowly, a property test holds them equal.

Texts stand one after another in a uint8 array that goes on for `texts.PADDING` bytes after the last of them.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from retold.kernels.folding import ALONE, IGNORED, WORD

NGRAM = 5

_HIGH = np.uint64(0x8080808080808080)
_ONES = np.uint64(0x0101010101010101)
_SPREAD = np.uint64(0x0102040810204080)
_CASE = np.uint64(0x2020202020202020)
_FROM_A = np.uint64(0x1F1F1F1F1F1F1F1F)  # carries into the high bit from "a" on
_PAST_Z = np.uint64(0x0505050505050505)
_FROM_0 = np.uint64(0x5050505050505050)
_PAST_9 = np.uint64(0x4646464646464646)

# Odd multipliers: the golden ratio's, and those of xxHash and splitmix.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_LAST = np.uint64(0xBF58476D1CE4E5B9)
_STEP_N = np.uint64(pow(0xC2B2AE3D27D4EB4F, NGRAM, 1 << 64))
_U7, _U8, _U29, _U32, _U56, _U63 = (np.uint64(n) for n in (7, 8, 29, 32, 56, 63))
_U0, _U1, _U2 = np.uint64(0), np.uint64(1), np.uint64(2)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@intrinsic
def _zeros(typing_context, value):  # type: ignore[no-untyped-def]
    """How many low bits of a uint64 that is not zero are zero."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), generate


@intrinsic
def _eight(typing_context, array, at):  # type: ignore[no-untyped-def]
    """The eight bytes from `at` as one uint64, the first of them lowest, wherever they stand."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = cgutils.pointer_add(builder, data, arguments[1], ir.IntType(64).as_pointer())
        return builder.load(place, align=1)

    return types.uint64(array, types.int64), generate


@njit(cache=True, nogil=True, inline="always")
def _fold_eight(eight):
    """(a byte's high bit where it is a letter or digit, the bytes with capitals small); ASCII only."""
    small = eight | _CASE
    letter = (small + _FROM_A) & ~(small + _PAST_Z) & _HIGH
    digit = (eight + _FROM_0) & ~(eight + _PAST_9) & _HIGH
    return letter | digit, eight | (letter >> _U2)


@njit(cache=True, nogil=True)
def _read_ascii(text, start, end, hashes, starts, ends):
    """The words of an ASCII text; -1 where it is none. As `read_words`."""
    count = 0
    inside = _U0  # whether the byte before this block is part of a word
    began = 0
    at = start
    while at < end:
        block = min(64, end - at)
        mask = _U0
        for n in range((block + 7) >> 3):
            eight = _eight(text, at + 8 * n)
            if block - 8 * n < 8:
                eight &= (_U1 << np.uint64(8 * (block - 8 * n))) - _U1
            if eight & _HIGH:
                return -1
            part, _ = _fold_eight(eight)
            mask |= (((part >> _U7) * _SPREAD) >> _U56) << np.uint64(8 * n)
        edges = mask ^ ((mask << _U1) | inside)
        inside = mask >> _U63
        while edges:
            place = at + np.int64(_zeros(edges))
            edges &= edges - _U1
            if (mask >> np.uint64(place - at)) & _U1:
                began = place
            else:
                hashes[count] = _hash_ascii(text, began, place)
                starts[count] = began - start
                ends[count] = place - start
                count += 1
        at += block
    if inside:
        hashes[count] = _hash_ascii(text, began, end)
        starts[count] = began - start
        ends[count] = end - start
        count += 1
    return count


@njit(cache=True, nogil=True)
def _hash_ascii(text, start, end):
    value = _U0
    at = start
    while end - at > 8:
        _, small = _fold_eight(_eight(text, at))
        value = (value ^ small) * _MIX
        value ^= value >> _U32
        at += 8
    _, small = _fold_eight(_eight(text, at))
    value = (value ^ (small & (_ALL >> np.uint64(64 - 8 * (end - at))))) * _MIX
    return value ^ (value >> _U32)


@njit(cache=True, nogil=True)
def _read_any(text, start, end, kinds, forms, longer, hashes, starts, ends):
    """The words of any text. As `read_words`."""
    count = 0
    letters = 0  # code points so far
    value = _U0
    waiting = _U0  # folded bytes of the word that do not fill eight yet
    filled = 0
    began = -1
    ended = 0
    at = start
    while at <= end:
        kind = 0
        code = 0
        if at < end:
            first = np.int64(text[at])
            size = 1
            code = first
            if first >= 0xF0:
                size, code = 4, first & 0x07
            elif first >= 0xE0:
                size, code = 3, first & 0x0F
            elif first >= 0xC0:
                size, code = 2, first & 0x1F
            for n in range(1, size):
                code = (code << 6) | (np.int64(text[at + n]) & 0x3F)
            at += size
            kind = kinds[code] if code < 0x110000 else 0
        else:
            at += 1
        if kind == IGNORED:
            letters += 1
            continue
        if began >= 0 and kind != WORD:
            if filled:
                value = (value ^ waiting) * _MIX
                value ^= value >> _U32
            hashes[count] = value
            starts[count] = began
            ends[count] = ended
            count += 1
            began = -1
        if kind in (WORD, ALONE):
            if began < 0:
                began = letters
                value, waiting, filled = _U0, _U0, 0
            ended = letters + 1
            form = forms[code]
            pieces = 1
            if form < 0:
                pieces = longer[-1 - form]
            for n in range(pieces):
                one = np.int64(form) if form >= 0 else np.int64(longer[-form + n])
                size = 1 if one < 0x80 else 2 if one < 0x800 else 3 if one < 0x10000 else 4
                for k in range(size):
                    if size == 1:
                        byte = one
                    elif k == 0:
                        byte = ((0xF00 >> size) & 0xFF) | (one >> (6 * (size - 1)))
                    else:
                        byte = 0x80 | ((one >> (6 * (size - 1 - k))) & 0x3F)
                    if filled == 8:
                        value = (value ^ waiting) * _MIX
                        value ^= value >> _U32
                        waiting, filled = _U0, 0
                    waiting |= np.uint64(byte) << np.uint64(8 * filled)
                    filled += 1
            if kind == ALONE:
                value = (value ^ waiting) * _MIX
                value ^= value >> _U32
                hashes[count] = value
                starts[count] = began
                ends[count] = ended
                count += 1
                began = -1
        letters += 1
    return count


@njit(cache=True, nogil=True)
def read_words(text, start, end, kinds, forms, longer, hashes, starts, ends):
    """How many words the text in bytes [start, end) has, written to the last three arrays.

    Args:
        text: UTF-8, padded.
        kinds, forms, longer: the table of `folding.load`.
        hashes: uint64, room for a word a byte.
        starts, ends: int32, half-open, in code points from the start of the text.
    """
    count = _read_ascii(text, start, end, hashes, starts, ends)
    if count < 0:
        count = _read_any(text, start, end, kinds, forms, longer, hashes, starts, ends)
    return count


@njit(cache=True, nogil=True)
def find_ngrams(hashes, count, ngrams):
    """How many n-grams of `NGRAM` words there are, their hashes written to `ngrams`; a shorter text has one of all its words."""
    if count == 0:
        return 0
    value = _U0
    for n in range(min(NGRAM, count)):
        value = value * _STEP + hashes[n]
    last = (value ^ (value >> _U32)) * _LAST
    ngrams[0] = last ^ (last >> _U29)
    for n in range(NGRAM, count):
        value = value * _STEP + hashes[n] - hashes[n - NGRAM] * _STEP_N
        last = (value ^ (value >> _U32)) * _LAST
        ngrams[n - NGRAM + 1] = last ^ (last >> _U29)
    return max(1, count - NGRAM + 1)


@njit(cache=True, nogil=True)
def winnow(ngrams, count, window, chosen):
    """How many n-grams were chosen, their places written to `chosen`: the least of each `window` in a row, the last of equals.

    Two texts that share `window + NGRAM - 1` words in a row share a chosen n-gram. Schleimer, Wilkerson & Aiken, "Winnowing" (2003).
    """
    out = 0
    best = last = -1
    for n in range(count):
        if best < 0 or ngrams[n] <= ngrams[best]:
            best = n
        elif best <= n - window:
            best += 1
            for k in range(best + 1, n + 1):
                if ngrams[k] <= ngrams[best]:
                    best = k
        if best != last and (n >= window - 1 or n == count - 1):
            chosen[out] = last = best
            out += 1
    return out


@njit(cache=True, nogil=True)
def fingerprint(text, offsets, kinds, forms, longer, window, ngrams, ngram_ends, marks, mark_ends, sums, distinct):
    """(number of n-grams, number of marks) of a batch of reports: a report's n-grams, those that winnowing chose, and a sum of its words.

    Args:
        text: the texts, UTF-8, one after another and padded.
        offsets: where each begins in `text`, and at last where the last ends.
        window: n-grams, of which one is chosen.
        ngrams: uint32, the upper half of each n-gram's hash; `ngram_ends` where each report's end.
        marks: uint64, the chosen n-grams; `mark_ends` where each report's end.
        sums: uint64, equal where the words are the same in the same order.
        distinct: int32, how many different n-grams each report has, by the halves that are in `ngrams`.
    """
    longest = 0
    for n in range(len(offsets) - 1):
        longest = max(longest, offsets[n + 1] - offsets[n])
    hashes = np.empty(longest + 1, np.uint64)
    grams = np.empty(longest + 1, np.uint64)
    starts = np.empty(longest + 1, np.int32)
    ends = np.empty(longest + 1, np.int32)
    chosen = np.empty(longest + 1, np.int32)
    size = 64
    while size < 4 * longest and size < 1 << 16:
        size *= 2
    # A slot holds which report it was filled for, and the n-gram.
    table = np.zeros(size, np.uint64)
    gram_at = mark_at = 0
    for report in range(len(offsets) - 1):
        count = read_words(text, offsets[report], offsets[report + 1], kinds, forms, longer, hashes, starts, ends)
        total = np.uint64(count)
        for n in range(count):
            total = (total * _STEP) ^ hashes[n]
        sums[report] = total * _LAST
        count = find_ngrams(hashes, count, grams)
        for n in range(count):
            ngrams[gram_at + n] = grams[n] >> _U32
        small = 64
        while small < 4 * count:
            small *= 2
        if small > len(table):
            table = np.zeros(small, np.uint64)
        mask = np.uint64(small - 1)
        turn = np.uint64(report + 1) << _U32
        different = 0
        for n in range(gram_at, gram_at + count):
            entry = turn | np.uint64(ngrams[n])
            slot = entry & mask
            while table[slot] >= turn and table[slot] != entry:
                slot = (slot + _U1) & mask
            if table[slot] != entry:
                table[slot] = entry
                different += 1
        distinct[report] = different
        gram_at += count
        ngram_ends[report] = gram_at
        count = winnow(grams, count, window, chosen)
        for n in range(count):
            # What says one thing over and over has it once.
            if n == 0 or grams[chosen[n]] != grams[chosen[n - 1]]:
                marks[mark_at] = grams[chosen[n]]
                mark_at += 1
        mark_ends[report] = mark_at
    return gram_at, mark_at

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

from retold.kernels.folding import ALONE, BETWEEN, IGNORED, WORD

NGRAM = 5

_HIGH = np.uint64(0x8080808080808080)
_SMALL = np.uint64(0x2020202020202020)

# Odd multipliers: the golden ratio's, and those of xxHash and splitmix.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_LAST = np.uint64(0xBF58476D1CE4E5B9)
_STEP_N = np.uint64(pow(0xC2B2AE3D27D4EB4F, NGRAM, 1 << 64))
_STEP_LAST = np.uint64(pow(0xC2B2AE3D27D4EB4F, NGRAM - 1, 1 << 64))
# Whole numbers beside a uint64 are to be such, or numba makes a float of both.
_U0, _U1, _U2, _U3, _U4, _U8 = (np.uint64(n) for n in (0, 1, 2, 3, 4, 8))
_U29, _U32, _U63, _U64 = (np.uint64(n) for n in (29, 32, 63, 64))
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@intrinsic
def _zeros(typing_context, value):  # type: ignore[no-untyped-def]
    """How many low bits of a uint64 are zero; 64 for zero."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


def _place(context, builder, signature, arguments, form):  # type: ignore[no-untyped-def]
    """The pointer to the byte at a place of an array, as one to `form`."""
    data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
    return cgutils.pointer_add(builder, data, arguments[1], form.as_pointer())


@intrinsic
def _eight(typing_context, array, at):  # type: ignore[no-untyped-def]
    """The eight bytes from `at` as one uint64, the first of them lowest, wherever they stand."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.load(_place(context, builder, signature, arguments, ir.IntType(64)), align=1)

    return types.uint64(array, types.uint64), generate


_BLOCK = ir.VectorType(ir.IntType(8), 64)


def _all(byte):  # type: ignore[no-untyped-def]
    return ir.Constant(_BLOCK, [byte] * 64)


@intrinsic
def _ascii_letters(typing_context, array, at):  # type: ignore[no-untyped-def]
    """A bit for each of the 64 bytes from `at`, the first lowest: whether it is an ASCII letter or digit."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        block = builder.load(_place(context, builder, signature, arguments, _BLOCK), align=1)
        letter = builder.sub(builder.or_(block, _all(0x20)), _all(ord("a")))
        digit = builder.sub(block, _all(ord("0")))
        found = builder.or_(
            builder.icmp_unsigned("<", letter, _all(26)),
            builder.icmp_unsigned("<", digit, _all(10)),
        )
        return builder.bitcast(found, ir.IntType(64))

    return types.uint64(array, types.uint64), generate


@intrinsic
def _beyond_ascii(typing_context, array, at):  # type: ignore[no-untyped-def]
    """A bit for each of the 64 bytes from `at`, the first lowest: whether it is part of a character beyond ASCII."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        block = builder.load(_place(context, builder, signature, arguments, _BLOCK), align=1)
        return builder.bitcast(builder.icmp_signed("<", block, _all(0)), ir.IntType(64))

    return types.uint64(array, types.uint64), generate


@njit(nogil=True)
def _mixed(value, eight):
    value = (value ^ eight) * _MIX
    return value ^ (value >> _U32)


@njit(nogil=True)
def _hash_ascii(text, start, stop):
    # In a word of ASCII letters and digits this bit tells only small letters from capitals.
    small = _eight(text, start) | _SMALL
    size = stop - start
    if size <= _U8:
        return _mixed(_U0, small & (_ALL >> (_U64 - (size << _U3))))
    value = _mixed(_U0, small)
    start += _U8
    while stop - start > _U8:
        value = _mixed(value, _eight(text, start) | _SMALL)
        start += _U8
    return _mixed(value, (_eight(text, start) | _SMALL) & (_ALL >> (_U64 - ((stop - start) << _U3))))


@njit(nogil=True)
def read_words(text, start, end, kinds, forms, longer, hashes, starts, ends):
    """How many words the text in bytes [start, end) has, written to the last three arrays.

    Args:
        text: UTF-8, padded.
        kinds, forms, longer: the table of `folding.load`.
        hashes: uint64, room for a word a byte.
        starts, ends: int32, half-open, in code points from the start of the text; or None, where nobody asks.
    """
    # Places are unsigned: a signed one is asked each time whether it counts from the array's end.
    count = _U0
    at = np.uint64(start)
    end = np.uint64(end)
    lag = at  # a byte's place without this is its code point's
    while at < end:
        # ASCII, 64 bytes at a time, up to the word that another character may belong to. `at` is in no word.
        inside = _U0
        began = at
        while at < end:
            mask = _ascii_letters(text, at)
            beyond = _beyond_ascii(text, at)
            if end - at < _U64:
                here = (_U1 << (end - at)) - _U1
                mask &= here
                beyond &= here
            edges = mask ^ ((mask << _U1) | inside)
            stops = edges & ~mask
            if beyond:
                stops &= (beyond & (_U0 - beyond)) - _U1
            opens = edges & mask
            if not inside:
                began = at + _zeros(opens)
                opens &= opens - _U1
            while stops:
                stop = at + _zeros(stops)
                stops &= stops - _U1
                hashes[count] = _hash_ascii(text, began, stop)
                if starts is not None:
                    starts[count] = began - lag
                    ends[count] = stop - lag
                count += _U1
                began = at + _zeros(opens)
                opens &= opens - _U1
            if beyond:
                at = min(began, at + _zeros(beyond))
                break
            inside = mask >> _U63
            at += _U64
        if at >= end:
            if inside:
                hashes[count] = _hash_ascii(text, began, end)
                if starts is not None:
                    starts[count] = began - lag
                    ends[count] = end - lag
                count += _U1
            break
        # Any characters, one at a time, until ASCII seems to go on.
        letters = at - lag
        value = waiting = _U0  # `waiting` are folded bytes of the word that do not fill eight yet
        filled = _U0
        open_word = False
        first = ended = letters
        while at <= end:
            kind = np.int64(BETWEEN)
            code = np.int64(0)
            if at < end:
                code = np.int64(text[at])
                if code < 0x80:
                    at += _U1
                elif code < 0xE0:
                    code = ((code & 0x1F) << 6) | (np.int64(text[at + _U1]) & 0x3F)
                    at += _U2
                elif code < 0xF0:
                    code = (
                        ((code & 0x0F) << 12)
                        | ((np.int64(text[at + _U1]) & 0x3F) << 6)
                        | (np.int64(text[at + _U2]) & 0x3F)
                    )
                    at += _U3
                else:
                    code = (
                        ((code & 0x07) << 18)
                        | ((np.int64(text[at + _U1]) & 0x3F) << 12)
                        | ((np.int64(text[at + _U2]) & 0x3F) << 6)
                        | (np.int64(text[at + _U3]) & 0x3F)
                    )
                    at += _U4
                kind = np.int64(kinds[code]) if code < 0x110000 else np.int64(BETWEEN)
            else:
                at += _U1
            if kind == IGNORED:
                letters += _U1
                continue
            if open_word and kind != WORD:
                hashes[count] = _mixed(value, waiting) if filled else value
                if starts is not None:
                    starts[count] = first
                    ends[count] = ended
                count += _U1
                open_word = False
            if kind == BETWEEN:
                letters += _U1
                if at < end and not _eight(text, at) & _HIGH:
                    break
                continue
            if not open_word:
                open_word = True
                first = letters
                value = waiting = _U0
                filled = _U0
            letters += _U1
            ended = letters
            form = np.int64(forms[code])
            pieces = np.int64(1)
            if form < 0:
                pieces = np.int64(longer[-1 - form])
            for n in range(pieces):
                one = form if form >= 0 else np.int64(longer[-form + n])
                if one < 0x80:
                    size = _U1
                    packed = one
                elif one < 0x800:
                    size = _U2
                    packed = (0xC0 | (one >> 6)) | ((0x80 | (one & 0x3F)) << 8)
                elif one < 0x10000:
                    size = _U3
                    packed = (0xE0 | (one >> 12)) | ((0x80 | ((one >> 6) & 0x3F)) << 8) | ((0x80 | (one & 0x3F)) << 16)
                else:
                    size = _U4
                    packed = (
                        (0xF0 | (one >> 18))
                        | ((0x80 | ((one >> 12) & 0x3F)) << 8)
                        | ((0x80 | ((one >> 6) & 0x3F)) << 16)
                        | ((0x80 | (one & 0x3F)) << 24)
                    )
                if filled == _U8:
                    value = _mixed(value, waiting)
                    waiting = _U0
                    filled = _U0
                waiting |= np.uint64(packed) << (filled << _U3)
                filled += size
                if filled > _U8:
                    value = _mixed(value, waiting)
                    filled -= _U8
                    waiting = np.uint64(packed) >> ((size - filled) << _U3)
            if kind == ALONE:
                hashes[count] = _mixed(value, waiting)
                if starts is not None:
                    starts[count] = first
                    ends[count] = ended
                count += _U1
                open_word = False
        lag = at - letters
    return np.int64(count)


@njit(nogil=True)
def _ngram(value):
    value = (value ^ (value >> _U32)) * _LAST
    return value ^ (value >> _U29)


@njit(nogil=True)
def find_ngrams(hashes, count, ngrams):
    """How many n-grams of `NGRAM` words there are, their hashes written to `ngrams`; a shorter text has one of all its words."""
    if count == 0:
        return 0
    value = _U0
    for n in range(min(NGRAM, count)):
        value = value * _STEP + hashes[n]
    ngrams[0] = _ngram(value)
    for n in range(NGRAM, count):
        value = value * _STEP + (hashes[n] - hashes[n - NGRAM] * _STEP_N)
        ngrams[n - NGRAM + 1] = _ngram(value)
    return max(1, count - NGRAM + 1)


@njit(nogil=True)
def winnow(ngrams, count, window, marks, at):
    """How many n-grams were chosen, written to `marks` from `at`: the least of each `window` in a row, once where it is that of the next too.

    Two texts that share `window + NGRAM - 1` words in a row share a chosen n-gram. Schleimer, Wilkerson & Aiken, "Winnowing" (2003).
    """
    if count == 0:
        return 0
    began = at
    window = min(window, count)
    least = ngrams[0]
    for n in range(1, window):
        least = min(least, ngrams[n])
    marks[at] = least
    last = least
    for n in range(window, count):
        least = ngrams[n]
        for k in range(n - window + 1, n):
            least = min(least, ngrams[k])
        at += least != last
        marks[at] = last = least
    return at + 1 - began


@njit(nogil=True)
def _marks_of_four(hashes, count, grams, least, ngrams, gram_at, marks, mark_at, sums, report):
    """The sum, `find_ngrams` and `winnow` of four for `NGRAM + 3` words or more, in loops that the compiler makes quick: where `marks` end."""
    last_words = np.uint64(NGRAM - 1)
    value = _U0
    whole = count
    for n in range(_U0, last_words):
        value = value * _STEP + hashes[n]
        whole = (whole * _STEP) ^ hashes[n]
    total = count - last_words
    for n in range(_U0, total):
        word = hashes[n + last_words]
        whole = (whole * _STEP) ^ word
        value = value * _STEP + word
        grams[n] = _ngram(value)
        value -= hashes[n] * _STEP_LAST
    sums[report] = whole * _LAST
    for n in range(_U0, total):
        ngrams[gram_at + n] = grams[n] >> _U32
    total -= _U3
    for n in range(_U0, total):
        one = min(grams[n], grams[n + _U1])
        two = min(grams[n + _U2], grams[n + _U3])
        least[n] = min(one, two)
    last = least[_U0]
    marks[mark_at] = last
    for n in range(_U1, total):
        this = least[n]
        mark_at += np.uint64(this != last)
        marks[mark_at] = last = this
    return mark_at + _U1


@njit(nogil=True)
def fingerprint(
    text, offsets, kinds, forms, longer, window, ngrams, ngram_ends, marks, mark_ends, sums, hashes, grams, least
):
    """How many n-grams a batch of reports has: a report's n-grams, those that winnowing chose, and a sum of its words.

    Args:
        text: the texts, UTF-8, one after another and padded.
        offsets: where each begins in `text`, and at last where the last ends.
        window: n-grams, of which one is chosen.
        ngrams: uint32, the upper half of each n-gram's hash; `ngram_ends` where each report's end.
        marks: uint64, the chosen n-grams; `mark_ends` where each report's end.
        sums: uint64, equal where the words are the same in the same order.
        hashes, grams, least: room for the words of the longest report.
    """
    gram_at = mark_at = np.int64(0)
    for report in range(len(offsets) - 1):
        count = read_words(text, offsets[report], offsets[report + 1], kinds, forms, longer, hashes, None, None)
        if window == 4 and count >= NGRAM + 3:
            mark_at = np.int64(
                _marks_of_four(
                    hashes,
                    np.uint64(count),
                    grams,
                    least,
                    ngrams,
                    np.uint64(gram_at),
                    marks,
                    np.uint64(mark_at),
                    sums,
                    report,
                )
            )
            gram_at += count - NGRAM + 1
        else:
            total = np.uint64(count)
            for n in range(_U0, np.uint64(count)):
                total = (total * _STEP) ^ hashes[n]
            sums[report] = total * _LAST
            count = find_ngrams(hashes, count, grams)
            for n in range(count):
                ngrams[gram_at + n] = grams[n] >> _U32
            gram_at += count
            mark_at += winnow(grams, count, window, marks, mark_at)
        ngram_ends[report] = gram_at
        mark_ends[report] = mark_at
    return gram_at

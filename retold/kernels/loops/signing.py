"""Kernels that sign reports: their words as `retold.words.WORD_RE` finds them, the terms of these, and runs of words.

Texts are code points, so that places are those of Python. A sentence is a half-open stretch of these; the words of a
sentence stand one after another, sentence after sentence, report after report, and an array of ends says where each stops.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.kernels.flags import (
    CAPITAL,
    DIGIT,
    FIGURE,
    GOES_ON,
    HOUR,
    LEAD,
    LETTER,
    LONG,
    MARKED,
    NUMERAL,
    SPECIFIC,
    SPELLED,
    TELLING,
    TIME,
    UNLISTED,
)

_U0 = np.uint64(0)
# Odd multipliers: the golden ratio's, and those of xxHash and splitmix.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_LAST = np.uint64(0xBF58476D1CE4E5B9)
_SIGN = np.uint64(1 << 63)
_U29, _U32 = np.uint64(29), np.uint64(32)

# Of a term in a report while it is read, beside the flags that are told: written with a capital as a name, written small.
_NAMED, _SMALL, _TELLING = 16, 32, 64

_DOT, _COMMA, _COLON, _APOSTROPHE, _RAISED_APOSTROPHE = (ord(c) for c in ".,:'’")
_AROUND = tuple(ord(c) for c in " \t\"'“”‘’(")  # may stand between a stop and the word that opens a sentence
_STOPS = tuple(ord(c) for c in ".!?:\n")


# ---------------------------------------------------------------- words


@njit(nogil=True)
def _initials_end(codes, kinds, at, end):
    """Where "U.S." ends that begins at `at`; `at` where none does."""
    stop = at
    while stop + 1 < end and codes[stop] < 128 and kinds[codes[stop]] == LETTER and codes[stop + 1] == _DOT:
        stop += 2
    return stop if stop - at >= 4 else at


@njit(nogil=True)
def _run_end(codes, kinds, at, end, kind, joint, other_joint):
    """Where the characters of one kind end that begin at `at`, with a joint between any two of them."""
    while True:
        while at < end and kinds[codes[at]] == kind:
            at += 1
        joined = at + 1 < end and (codes[at] == joint or codes[at] == other_joint) and kinds[codes[at + 1]] == kind
        if not joined:
            return at
        at += 1


@njit(nogil=True)
def _hash(codes, start, end):
    value = _U0
    for n in range(start, end):
        value = (value ^ np.uint64(codes[n])) * _MIX
        value ^= value >> _U32
    return value


@njit(nogil=True)
def find_words(codes, kinds, sentence_starts, sentence_ends, starts, ends, hashes, word_ends):
    """How many words the sentences have, written to `starts`, `ends` and `hashes`.

    Args:
        codes: uint32, the code points of the texts.
        kinds: of each code point whether it is a `DIGIT` or a `LETTER`.
        starts, ends: in `codes`. `hashes`: equal where words are written with the same characters.
        word_ends: of each sentence where its words end.
    """
    count = 0
    for sentence in range(len(sentence_starts)):
        at, end = sentence_starts[sentence], sentence_ends[sentence]
        while at < end:
            kind = kinds[codes[at]]
            if kind == 0:
                at += 1
                continue
            start = at
            if kind == DIGIT:
                at = _run_end(codes, kinds, at, end, DIGIT, _DOT, _COMMA)
            else:
                at = _initials_end(codes, kinds, start, end)
                if at == start:
                    at = _run_end(codes, kinds, at, end, LETTER, _APOSTROPHE, _RAISED_APOSTROPHE)
            starts[count] = start
            ends[count] = at
            hashes[count] = _hash(codes, start, at)
            count += 1
        word_ends[sentence] = count
    return count


@njit(nogil=True)
def number_words(hashes, first, slots, hash_of, known, numbers, places):
    """Where in `hashes` it stopped since no more words can be held, or their end: the number of each word in `numbers`.

    Args:
        first: where in `hashes` it begins.
        slots: int32, a power of two, more than there are numbers; -1 where free.
        hash_of: of each number its word's hash, as many as can be held.
        known: one number, how many are.
        places: of each number that is new, where in `hashes` its word is first met.
    """
    mask = np.uint64(len(slots) - 1)
    one = np.uint64(1)
    held = known[0]
    for n in range(first, len(hashes)):
        slot = hashes[n] & mask
        while slots[slot] >= 0 and hash_of[slots[slot]] != hashes[n]:
            slot = (slot + one) & mask
        if slots[slot] < 0:
            if held == len(hash_of):
                known[0] = held
                return n
            slots[slot] = held
            hash_of[held] = hashes[n]
            places[held] = n
            held += 1
        numbers[n] = slots[slot]
    known[0] = held
    return len(hashes)


@njit(nogil=True)
def find_doubtful(codes, numbers, ends, sentence_ends, word_ends, flags, places):
    """How many figures hang on what follows them, written to `places`: "4:25", "4.25 a.m.", "two hundred"."""
    count = word = 0
    for sentence in range(len(word_ends)):
        last = word_ends[sentence]
        while word < last:
            said = flags[numbers[word]]
            if said & (HOUR | TIME | SPELLED):
                doubtful = said & TIME != 0
                if said & HOUR and ends[word] < sentence_ends[sentence]:
                    doubtful |= codes[ends[word]] == _COLON
                if said & SPELLED and word + 1 < last:
                    doubtful |= flags[numbers[word + 1]] & GOES_ON != 0
                if doubtful:
                    places[count] = word
                    count += 1
            word += 1
    return count


# ---------------------------------------------------------------- sorting


@njit(nogil=True)
def _sort(order, count, keys, room, heads):
    """Brings the first `count` of `order` into the order of their keys, which are hashes: by their upper bits, then by insertion."""
    if count > 8:
        size, shift = 2, 63
        while size < count:
            size *= 2
            shift -= 1
        shift = np.uint64(shift)
        for n in range(size):
            heads[n] = 0
        for n in range(count):
            heads[(np.uint64(keys[order[n]]) ^ _SIGN) >> shift] += 1
        before = 0
        for n in range(size):
            held = heads[n]
            heads[n] = before
            before += held
        for n in range(count):
            head = (np.uint64(keys[order[n]]) ^ _SIGN) >> shift
            room[heads[head]] = order[n]
            heads[head] += 1
        for n in range(count):
            order[n] = room[n]
    for n in range(1, count):
        one = order[n]
        at = n
        while at > 0 and keys[order[at - 1]] > keys[one]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = one


# ---------------------------------------------------------------- runs of words


@njit(nogil=True)
def sum_words(
    numbers,
    forms,
    word_ends,
    report_ends,
    ngram,
    folded,
    sentence_keys,
    ngrams,
    ngram_ends,
    running,
    grams,
    order,
    room,
    heads,
):
    """How many n-grams there are: of each report its distinct ones, rising, and numbers that are equal where words are.

    Args:
        forms: of each word's number that of its folded form.
        report_ends: of each report where its sentences end.
        ngram: words in a row.
        folded, sentence_keys: a number for all words of a report, of a sentence.
        ngrams: int64; `ngram_ends` where each report's end.
        running, grams, order, room: room for the words of the longest report; `heads` for twice as many.
    """
    count = sentence = word = 0
    for report in range(len(report_ends)):
        words = 0
        whole = _U0
        while sentence < report_ends[report]:
            own = np.uint64(word_ends[sentence] - word)
            while word < word_ends[sentence]:
                form = forms[numbers[word]]
                own = (own * _STEP) ^ form
                whole = (whole * _STEP) ^ form
                running[words] = form
                words += 1
                word += 1
            sentence_keys[sentence] = np.int64(own * _LAST)
            sentence += 1
        folded[report] = np.int64((whole ^ np.uint64(words)) * _LAST)
        found = max(0, words - ngram + 1)
        for n in range(found):
            value = _U0
            for k in range(n, n + ngram):
                value = value * _STEP + running[k]
            value = (value ^ (value >> _U32)) * _LAST
            grams[n] = np.int64(value ^ (value >> _U29))
            order[n] = n
        _sort(order, found, grams, room, heads)
        for n in range(found):
            if n == 0 or grams[order[n]] != grams[order[n - 1]]:
                ngrams[count] = grams[order[n]]
                count += 1
        ngram_ends[report] = count
    return count


# ---------------------------------------------------------------- terms


@njit(nogil=True)
def _is_one_of(code, codes):
    for one in codes:  # noqa: SIM110 (unrolled: the codes are a constant)
        if code == one:
            return True
    return False


@njit(nogil=True)
def _opens(codes, sentence_start, start):
    """Whether the word at `start` opens a sentence, a quotation or a line: `retold.terms.opens`."""
    at = start
    while at > max(sentence_start, start - 4):
        at -= 1
        if not _is_one_of(codes[at], _AROUND):
            return _is_one_of(codes[at], _STOPS)
    return True


@njit(nogil=True)
def read_terms(
    codes,
    sentence_starts,
    starts,
    numbers,
    word_ends,
    report_ends,
    term_of,
    bits_of,
    flags_of,
    term_keys,
    term_flags,
    figure_bits,
    figure_flags,
    lead,
    keys,
    bits,
    times,
    flags,
    key_ends,
    places,
    place_ends,
    sentence_place_ends,
    place_of,
    own_terms,
    own_keys,
    own_bits,
    own_times,
    own_flags,
    own_seen,
    met,
    names,
    order,
    room,
    heads,
):
    """How many terms the reports have, each counted once a report: what `signature.sign` keeps of them.

    Args:
        codes, sentence_starts, starts, word_ends: as of `find_words`; `report_ends` of each report where its sentences end.
        numbers: of each word; -1 where it is part of the figure before it; of a figure that stands there -2 - its term.
        term_of, bits_of, flags_of: by number of a word: its term, -1 of a function word; its bits; its flags.
        term_keys, term_flags: by term: its key; its flags, wherever it stands.
        figure_bits, figure_flags: by term: its bits and further flags where it stands as a figure.
        lead: how many terms from the top are the lead.
        keys, bits, times, flags: of each report its terms in the order of `keys`; `key_ends` where each report's end.
        places: of each sentence its terms as places in the report's `keys`, each once, rising; `place_ends` where each
            report's end, `sentence_place_ends` where each sentence's, counted from the report's first.
        place_of: by term, -1 everywhere; so it is left.
        own_terms ... room: room for the words of the longest report; `heads` for twice as many.
    """
    count = placed = sentence = word = 0
    for report in range(len(report_ends)):
        first_sentence = sentence
        own = total = 0
        while sentence < report_ends[report]:
            sentence_start = sentence_starts[sentence]
            written = capitals = named = 0
            while word < word_ends[sentence]:
                number = numbers[word]
                start = starts[word]
                word += 1
                if number == -1:
                    continue
                said = flags_of[number] if number >= 0 else NUMERAL
                term = term_of[number] if number >= 0 else -2 - number
                if term < 0:
                    continue
                at = place_of[term]
                if at < 0:
                    at = place_of[term] = own
                    own_terms[at] = term
                    own_keys[at] = term_keys[term]
                    own_bits[at] = figure_bits[term] if said & NUMERAL else bits_of[number]
                    own_times[at] = 0
                    own_flags[at] = term_flags[term]
                    own_seen[at] = -1
                    own += 1
                own_times[at] += 1
                if total < lead:
                    own_flags[at] |= LEAD
                met[total] = at
                total += 1
                if said & NUMERAL:
                    own_flags[at] |= figure_flags[term]
                    continue
                if said & TELLING:
                    own_flags[at] |= _TELLING
                written += said & LONG != 0
                if not said & CAPITAL:
                    own_flags[at] |= _SMALL
                    continue
                capitals += said & LONG != 0
                if start > sentence_start and (said & UNLISTED or not _opens(codes, sentence_start, start)):
                    names[named] = at
                    named += 1
            # A headline in title case says nothing about which of its words are names.
            if written <= 2 or capitals <= 0.7 * written:
                for n in range(named):
                    own_flags[names[n]] |= _NAMED
            sentence_place_ends[sentence] = total
            sentence += 1
        # In the order of their keys.
        for n in range(own):
            order[n] = n
        _sort(order, own, own_keys, room, heads)
        for n in range(own):
            at = order[n]
            said = own_flags[at]
            if said & _NAMED and not said & _SMALL:
                said |= MARKED
                if said & _TELLING:
                    said |= SPECIFIC
            keys[count + n] = own_keys[at]
            bits[count + n] = own_bits[at]
            times[count + n] = own_times[at]
            flags[count + n] = said & (MARKED | LEAD | SPECIFIC | FIGURE)
            place_of[own_terms[at]] = -1
            own_times[at] = n  # from here on: its place
        count += own
        key_ends[report] = count
        # The terms of each sentence, which are so far those met one after another.
        seen = placed
        at = 0
        for n in range(first_sentence, sentence):
            distinct = 0
            while at < sentence_place_ends[n]:
                one = met[at]
                at += 1
                if own_seen[one] != n:
                    own_seen[one] = n
                    order[distinct] = one
                    distinct += 1
            _sort(order, distinct, own_keys, room, heads)
            for k in range(distinct):
                places[seen] = own_times[order[k]]
                seen += 1
            sentence_place_ends[n] = seen - placed
        placed = seen
        place_ends[report] = placed
    return count

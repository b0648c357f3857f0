"""What signing asks of a word whatever stands around it, as numbers that kernels look up.

A kernel tells words apart by a hash of their characters and numbers them; what no kernel says (a stem, a rarity, what a
number in words comes to) Python says here once a word, not once each time that it is met.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retold.kernels.flags import (
    CAPITAL,
    FIGURE,
    GOES_ON,
    HOUR,
    LONG,
    MARKED,
    NUMERAL,
    SPECIFIC,
    SPELLED,
    TELLING,
    TIME,
    UNLISTED,
)
from retold.kernels.signing import Numbers, TermTable, Words, WordTable
from retold.kernels.texts import Array
from retold.match.signature import NAME_BITS, form_number
from retold.match.signed import term_number
from retold.terms import ROUND_FIGURE_BITS, UNLISTED_BITS, figure_bits, goes_on, known_word, may_be_time, read_figure
from retold.words import Word

_ALL = (1 << 64) - 1


class Vocabulary:
    """The words met so far and their terms. It grows with every new word, and is bounded by making another.

    Attributes:
        words: by number of a word; the arrays have room for words to come.
        terms: the same by number of a term.
        place_of: -1 for each term, for `kernels.signing.read_terms` to work in.
    """

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._term_of: dict[str, int] = {}
        self._new_terms: list[tuple[int, int, float, int]] = []
        self.words = WordTable(*(np.empty(0, kind) for kind in (np.uint64, np.int32, np.float32, np.uint16)))
        self.terms = TermTable(*(np.empty(0, kind) for kind in (np.int64, np.uint8, np.float32, np.uint8)))
        self.place_of = np.empty(0, np.int32)

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, text: str, words: Words) -> Array:
        """The number of each of `words`, which stand in `text`."""
        before = len(self)
        numbers, new = self._numbers.of(words.hashes)
        if len(new):
            written = [text[start:end] for start, end in zip(words.starts[new].tolist(), words.ends[new].tolist())]
            rows = [self._read(word) for word in written]
            self.words = WordTable(*map(_put, self.words, [before] * len(self.words), zip(*rows)))
            self.settle()
        return numbers

    def term(self, key: str) -> int:
        """The number of the term with this key; `settle` is to be called before a kernel looks it up."""
        number = self._term_of.get(key)
        if number is None:
            number = self._term_of[key] = len(self._term_of)
            bits = figure_bits(key)
            said = MARKED | SPECIFIC * (bits > ROUND_FIGURE_BITS)
            self._new_terms.append((term_number(key), FIGURE * key[0].isdigit(), bits, said))
        return number

    def settle(self) -> None:
        """Makes terms that are new known to kernels."""
        if self._new_terms:
            before = len(self._term_of) - len(self._new_terms)
            self.terms = TermTable(*map(_put, self.terms, [before] * len(self.terms), zip(*self._new_terms)))
            self.place_of = _put(self.place_of, before, [-1] * len(self._new_terms))
            self._new_terms = []

    def _read(self, word: str) -> tuple[int, int, float, int]:
        """The row of a word in `words`."""
        form = form_number(word) & _ALL
        known = known_word(word)
        said = GOES_ON * goes_on(word)
        if known is None:
            value, _, _ = read_figure(word, [Word(0, len(word), word)], 0)
            said |= NUMERAL
            if word[0].isdigit():
                said |= HOUR * (len(value) <= 2) | TIME * may_be_time(value)
            else:
                said |= SPELLED
            return form, self.term(value), 0.0, said
        key, bits, capital, unlisted, long = known
        if bits <= 0:
            return form, -1, 0.0, said
        said |= (
            CAPITAL * capital | UNLISTED * unlisted | LONG * long | TELLING * (bits >= min(NAME_BITS, UNLISTED_BITS))
        )
        return form, self.term(key), bits, said


def _put(column: Array, at: int, values: Sequence[float]) -> Array:
    """`column` with `values` from `at` on, in a longer one where there is no room."""
    if at + len(values) > len(column):
        longer = np.empty(max(2 * len(column), at + len(values), 1024), column.dtype)
        longer[:at] = column[:at]
        column = longer
    column[at : at + len(values)] = values
    return column

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
from retold.match.signature import NAME_BITS
from retold.match.signed import number_of
from retold.terms import (
    ROUND_FIGURE_BITS,
    UNLISTED_BITS,
    figure_bits,
    goes_on,
    may_be_time,
    plain_term,
    read_digits,
    read_figure,
)
from retold.words import Word, fold

_ALL = (1 << 64) - 1

Row = tuple[int, int, float, int]


class Vocabulary:
    """The words met so far and their terms. It grows with every new word until it is cleared.

    Attributes:
        words: by number of a word; the arrays have room for words to come.
        terms: the same by number of a term.
        place_of: -1 for each term, for `kernels.signing.read_terms` to work in.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forgets all words: numbers given before mean nothing any more."""
        self._numbers = Numbers()
        self._term_of: dict[str, int] = {}
        self._forms: dict[str, Row] = {}
        self._new_terms: list[Row] = []
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
        return self._term(key, "", 0)

    def _term(self, key: str, folded: str, hashed: int) -> int:
        """The same, where the number of one string is known already."""
        number = self._term_of.get(key)
        if number is None:
            number = self._term_of[key] = len(self._term_of)
            bits = figure_bits(key)
            said = MARKED | SPECIFIC * (bits > ROUND_FIGURE_BITS)
            hashed = hashed if key == folded else number_of(key)
            self._new_terms.append((hashed, FIGURE * key[0].isdigit(), bits, said))
        return number

    def settle(self) -> None:
        """Makes terms that are new known to kernels."""
        if self._new_terms:
            before = len(self._term_of) - len(self._new_terms)
            self.terms = TermTable(*map(_put, self.terms, [before] * len(self.terms), zip(*self._new_terms)))
            self.place_of = _put(self.place_of, before, [-1] * len(self._new_terms))
            self._new_terms = []

    def _read(self, word: str) -> Row:
        """The row of a word in `words`."""
        folded = fold(word)
        if word[0].isdigit():
            hashed, value = number_of(folded), read_digits(word)
            said = NUMERAL | HOUR * (len(value) <= 2) | TIME * may_be_time(value)
            return hashed & _ALL, self._term(value, folded, hashed), 0.0, said
        form, term, bits, said = self._forms.get(folded) or self._read_form(folded)
        if said & SPELLED:
            # What it comes to without a word after it.
            value, _, _ = read_figure(word, [Word(0, len(word), word)], 0)
            return form, self.term(value), 0.0, said
        return form, term, bits, said | CAPITAL * word[0].isupper() | LONG * (len(word) > 3)

    def _read_form(self, folded: str) -> Row:
        """The same of all words that fold to `folded`."""
        hashed, said, term, bits = number_of(folded), GOES_ON * goes_on(folded), -1, 0.0
        plain = plain_term(folded)
        if plain is None:
            said |= NUMERAL | SPELLED
        elif plain[1] > 0:
            key, bits = plain
            term = self._term(key, folded, hashed)
            said |= UNLISTED * (bits >= UNLISTED_BITS) | TELLING * (bits >= min(NAME_BITS, UNLISTED_BITS))
        row = self._forms[folded] = (hashed & _ALL, term, bits, said)
        return row


def _put(column: Array, at: int, values: Sequence[float]) -> Array:
    """`column` with `values` from `at` on, in a longer one where there is no room."""
    if at + len(values) > len(column):
        longer = np.empty(max(2 * len(column), at + len(values), 1024), column.dtype)
        longer[:at] = column[:at]
        column = longer
    column[at : at + len(values)] = values
    return column

"""What a page's head calls its report: each title without the outlet's name, in the order in which they are believed.

Of 72 labelled pages of 72 outlets the heading that the page shows is the headline on 61, og:title on 52, JSON-LD's
`headline` on 52, `title` on 44: so a title is never taken for the headline where the page shows one, and only says
which of two headings it is. A heading for search engines stands in many a trail of links ("Home > Politics > ...")
above the one for readers; og:title, which people see before they follow a link, tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retold.kinds import Span, Witness

# Between a headline and an outlet's name, or the name of a section: "Ferry sails again | Shipping | The Lantern".
_SEPARATOR_RE = re.compile(r"\s+(?:[|\-–—»·•:ǀ]|::)\s+|｜")
_LETTERS_RE = re.compile(r"[^\W_]+")
_LONGEST_NAME = 60  # characters of an outlet's name with its section's; guess
_ORDER = ("meta og:title", "meta twitter:title", "json-ld")


def letters(text: str) -> str:
    """What two spellings of one title have in common: letters and figures, without case."""
    return "".join(_LETTERS_RE.findall(text.casefold()))


def headlines(title: str) -> Iterator[tuple[str, int]]:
    """What may be the headline in a title, with the place where an outlet's name begins: all of it, then less and less."""
    yield title, len(title)
    for match in reversed(list(_SEPARATOR_RE.finditer(title))):
        if match.start() and len(title) - match.end() <= _LONGEST_NAME:
            yield title[: match.start()], match.end()


def names(title: str, start: int) -> list[Span]:
    """The places of the names that stand behind the headline, from `start` on."""
    cuts = [m.span() for m in _SEPARATOR_RE.finditer(title, start)]
    starts, ends = [start, *(end for _, end in cuts)], [*(at for at, _ in cuts), len(title)]
    return [Span(at, end) for at, end in zip(starts, ends) if title[at:end].strip()]


class Titles:
    """The titles that a page's head states, those first that are believed first."""

    def __init__(self, witnesses: Iterable[Witness]) -> None:
        found = [w for w in witnesses if w.field == "headline" and w.value.strip()]
        self.values: Sequence[str] = [w.value for w in sorted(found, key=_rank)]
        self._ranks: dict[str, int] = {}
        for witness in found:
            for shown, _ in headlines(witness.value):
                known = self._ranks.get(letters(shown), len(_ORDER))
                self._ranks[letters(shown)] = min(_rank(witness), known)

    def rank(self, text: str) -> int | None:
        """How soon the first title that says `text` is believed, 0 first; None where none says it."""
        return self._ranks.get(letters(text))


def _rank(witness: Witness) -> int:
    kind = witness.where if witness.where == "json-ld" else witness.why
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)

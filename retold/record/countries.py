"""Countries: whether two names of places are of one country, one of them the country itself or its seat."""

from __future__ import annotations

from functools import cache

from retold.data import read_lines
from retold.record.comparing import Sheet, Side, W
from retold.words import fold, split_words

BESIDE = 4  # words between a place and the country or region that it is told to be in


@cache
def _country_of() -> dict[str, str]:
    """Folded last word of a name, a capital or an adjective -> the country."""
    found: dict[str, str] = {}
    for line in read_lines("names/countries.txt"):
        fields = [field.strip() for field in line.split("|")]
        names = [name.strip() for field in fields for name in field.split(",")]
        for name in names:
            words = split_words(name)
            if words:
                found.setdefault(fold(words[-1].text), fields[0])
    return found


def are_one(sheet: Sheet, left: W, right: W) -> bool:
    """Whether two names of places can be one place, told wider or narrower: "Finland", "Helsinki"; "Uri, Switzerland"."""
    one, other = (_country_of().get(w.folded) for w in (left, right))
    if one is not None and one == other:
        return True
    return any(_stand_together(side, left, right) for side in (sheet.child, sheet.parent))


def _stand_together(side: Side, left: W, right: W) -> bool:
    """Whether a report tells one as being in the other: both stand within a few words, no "and" or "to" between."""
    words = side.all_words
    joined = {"and", "or", "to", "from", "with", "against", "than", "not"}
    for n, w in enumerate(words):
        if w.folded != left.folded:
            continue
        for m in range(max(0, n - BESIDE), min(len(words), n + BESIDE + 1)):
            low, high = sorted((n, m))
            near = words[m].folded == right.folded and words[m].sentence == w.sentence
            if near and joined.isdisjoint(x.folded for x in words[low + 1 : high]):
                return True
    return False

"""What the room knows of names before it reads: countries, places, titles, heads of names, ordinary words (data/names)."""

from __future__ import annotations

from functools import cache

import msgspec

from retold.data import read_lines
from retold.words import fold, stop_words


class Known(msgspec.Struct, frozen=True, gc=False, order=True):
    """A place or organisation that needs no introduction."""

    name: str
    type: str


def word_set(text: str) -> frozenset[str]:
    """The words of `text` as a set: how this room writes a short list of words."""
    return frozenset(text.split())


def lines(name: str) -> list[str]:
    """The lines of data/`name` that are no comment and not empty."""
    return read_lines(name)


@cache
def groups(name: str) -> dict[str, frozenset[str]]:
    """Of a file of "group: member, member": the members by group, in lower case."""
    found: dict[str, frozenset[str]] = {}
    for line in lines(name):
        group, _, members = line.partition(":")
        found[group.strip()] = frozenset(m.strip().lower() for m in members.split(",") if m.strip())
    return found


@cache
def _countries() -> list[tuple[str, str, list[str], list[str]]]:
    found = []
    for line in lines("names/countries.txt"):
        name, capital, people, others = (part.strip() for part in (line + " | | |").split("|")[:4])
        found.append(
            (name, capital, [p.strip() for p in people.split(",") if p.strip()], [o.strip() for o in others.split(",")])
        )
    return found


@cache
def places() -> dict[str, Known]:
    """Folded name -> place: countries and their other names, capitals, well-known regions, cities and waters."""
    found: dict[str, Known] = {}
    for name, _, _, others in _countries():
        for one in [name, *others]:
            if one:
                found[fold(one.removeprefix("the "))] = Known(name, "country")
    for _, capital, _, _ in _countries():
        if capital:
            found.setdefault(fold(capital), Known(capital, "city"))
    for line in lines("names/places.txt"):
        kind, _, members = line.partition(":")
        for one in members.split(","):
            found.setdefault(fold(one.strip()), Known(one.strip(), kind.strip()))
    return found


@cache
def peoples() -> dict[str, str]:
    """Folded adjective or people -> country: "chinese" -> "China"."""
    return {fold(p): name for name, _, people, _ in _countries() for p in people}


@cache
def acronyms() -> dict[str, Known]:
    """Letters -> the organisation that they name without being explained."""
    found = {}
    for line in lines("names/acronyms.txt"):
        letters, long, kind = (part.strip() for part in line.split("|"))
        found[letters] = Known(long or letters, kind)
    return found


@cache
def organisation_heads() -> dict[str, str]:
    """Word in lower case -> the type of organisation that it heads."""
    return {word: kind for kind, words in groups("names/organisations.txt").items() for word in sorted(words)}


@cache
def titles() -> frozenset[str]:
    """Titles and roles in lower case, of one to four words."""
    known = groups("names/titles.txt")
    return frozenset().union(*(words for group, words in known.items() if group != "modifier"))


@cache
def given_names() -> dict[str, str]:
    """Folded given name -> "man" or "woman"; of a name given to both, the commoner in the news."""
    return {fold(name): group for group, names in groups("names/given_names.txt").items() for name in sorted(names)}


@cache
def ordinary() -> frozenset[str]:
    """Words of ordinary English, in lower case: a capital alone makes no name of them."""
    return frozenset(" ".join(lines("names/ordinary.txt")).split()) | stop_words()


@cache
def calendar() -> frozenset[str]:
    """Days and months as capitals write them."""
    return frozenset(w for line in lines("names/stop_capitals.txt")[:2] for w in line.split())


@cache
def no_names() -> frozenset[str]:
    """Capitalised words that are no name by themselves."""
    return frozenset(w for line in lines("names/stop_capitals.txt") for w in line.split())

"""What the words of a claim are: their part of speech, and the groups of near synonyms they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from retold.data import read_lines
from retold.record.comparing import W
from retold.record.lexicon import groups as loose_groups
from retold.record.lexicon import word_set
from retold.terms import UNLISTED_BITS, word_bits
from retold.words import fold, read_words, stem

Part = Literal["name", "number", "day", "noun", "verb", "adjective", "adverb"]

_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december yesterday today tomorrow tonight"
)
_BEFORE_NOUN = word_set("the a an this that these those its his her their our my your some any no every each")
_BEFORE_VERB = word_set(
    "to will would can could may might must should cannot not did does do he she they it who we i you which"
)


@cache
def _usual() -> dict[str, Part]:
    found: dict[str, Part] = {}
    for line in read_lines("record/word_kinds.txt"):
        kind, _, words = line.partition(":")
        found.update(dict.fromkeys(words.split(), kind))  # type: ignore[arg-type]
    return found


@lru_cache(maxsize=65536)
def _by_form(folded: str, capital: bool, cased: bool) -> Part:
    usual = _usual().get(folded)
    if usual is not None:
        return usual
    if folded.endswith("ly"):
        return "adverb"
    if folded.endswith(("ed", "ing", "ise", "ize", "ises", "izes")):
        return "verb"
    if folded.endswith(("able", "ible", "ful", "less", "ous", "ish", "ive", "ical")):
        return "adjective"
    if folded.endswith(("tion", "tions", "ment", "ments", "ness", "ity", "ities", "ism", "ship", "hood", "ers", "ors")):
        return "noun"
    # Text without capitals has names too: a word that the news seldom writes and no list knows is one, mostly.
    return "name" if capital or (not cased and word_bits(stem(folded)) >= UNLISTED_BITS) else "noun"


def part_of(words: Sequence[W], at: int, cased: bool = True) -> Part:
    """The part of speech of words[at], by how the news uses it and by the word before it; `cased`: names have capitals."""
    word = words[at]
    if word.kind == "number":
        return "number"
    if word.folded in _DAYS:
        return "day"
    if word.kind == "name":
        return "name"
    part = _by_form(word.folded, word.text[:1].isupper() and (at > 0 or word_bits(word.stem) >= UNLISTED_BITS), cased)
    if at and part in ("noun", "verb", "adjective"):
        before = words[at - 1].folded
        if before in _BEFORE_VERB and part != "verb":
            return "verb"
        if before in _BEFORE_NOUN and part == "verb":
            ends = at + 1 >= len(words) or not words[at + 1].content
            return "noun" if ends else "adjective"
    return part


@cache
def _near() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    singles: dict[str, list[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    lines = [line for name in ("claim_synonyms", "claim_lexicon") for line in read_lines(f"record/{name}.txt")]
    for number, line in enumerate(lines):
        group = f"c{number}"
        for member in line.split(","):
            stems = [stem(fold(word)) for word in read_words(member)]
            if len(stems) == 1:
                singles.setdefault(stems[0], []).append(group)
            elif stems:
                phrases.setdefault(stems[0], []).append((tuple(stems[1:]), group))
    return {k: tuple(v) for k, v in singles.items()}, {k: tuple(v) for k, v in phrases.items()}


@cache
def _kinds() -> tuple[
    dict[str, tuple[str, ...]],
    dict[str, tuple[tuple[str, str], ...]],
    dict[str, tuple[tuple[tuple[str, ...], str, str], ...]],
]:
    """Stem -> kinds it is the broader word of; stem -> (kind, member); first stem of a phrase -> (rest, kind, member)."""
    broader: dict[str, list[str]] = {}
    members: dict[str, list[tuple[str, str]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for number, line in enumerate(read_lines("record/claim_classes.txt")):
        kind = f"k{number}"
        heads, _, rest = line.partition(":")
        for head in heads.split(","):
            words = read_words(head)
            if len(words) == 1:
                broader.setdefault(stem(fold(words[0])), []).append(kind)
        for at, member in enumerate(rest.split(",")):
            for form in member.split("/"):
                stems = [stem(fold(w)) for w in read_words(form)]
                if len(stems) == 1:
                    members.setdefault(stems[0], []).append((kind, f"{kind}.{at}"))
                elif stems:
                    phrases.setdefault(stems[0], []).append((tuple(stems[1:]), kind, f"{kind}.{at}"))
    return (
        {k: tuple(v) for k, v in broader.items()},
        {k: tuple(v) for k, v in members.items()},
        {k: tuple(v) for k, v in phrases.items()},
    )


def member_kinds(words: Sequence[W]) -> list[frozenset[tuple[str, str]]]:
    """For each word the (kind, member) it is of: "van" is one of the vehicles."""
    _, members, phrases = _kinds()
    found = [set(members.get(w.stem, ())) if w.content else set() for w in words]
    stems = [w.stem for w in words]
    for n, first in enumerate(stems):
        for rest, kind, member in phrases.get(first, ()):
            if tuple(stems[n + 1 : n + 1 + len(rest)]) == rest:
                for at in range(n, n + 1 + len(rest)):
                    found[at].add((kind, member))
    return [frozenset(f) for f in found]


def broader_kinds(word: W) -> tuple[str, ...]:
    """The kinds that `word` may stand for: "vehicle" for those of vehicles."""
    return _kinds()[0].get(word.stem, ()) if word.content and word.kind != "number" else ()


def near_groups(words: Sequence[W]) -> list[frozenset[str]]:
    """For each word the groups of near synonyms it stands in, alone or as part of a phrase."""
    singles, phrases = _near()
    stems = [w.stem for w in words]
    found = [{*singles.get(w.stem, ()), *loose_groups(w.text)} if w.kind != "number" else set() for w in words]
    for n, first in enumerate(stems):
        for rest, group in phrases.get(first, ()):
            if tuple(stems[n + 1 : n + 1 + len(rest)]) == rest:
                for at in range(n, n + 1 + len(rest)):
                    found[at].add(group)
    return [frozenset(f) for f in found]

"""What words mean to the comparers: loose synonyms, opposites and classes of words, from retold/data/record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from retold.data import read_lines
from retold.words import fold, read_words, stem


def word_set(words: str) -> frozenset[str]:
    """The words of a line of folded words."""
    return frozenset(words.split())


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(fold(w)) for w in words)


@cache
def classes() -> dict[str, frozenset[str]]:
    """Name -> the stems of a class of words (classes.txt): "cue", "cause", "negator" and so on."""
    found: dict[str, set[str]] = {}
    for line in read_lines("record/classes.txt"):
        name, _, words = line.partition(":")
        found.setdefault(name.strip(), set()).update(_stems(words.split()))
    return {name: frozenset(stems) for name, stems in found.items()}


def is_a(name: str, word: str) -> bool:
    """Whether `word`, as written, is of the class `name`."""
    return _stem_of(word) in classes()[name]


@lru_cache(maxsize=65536)
def _stem_of(word: str) -> str:
    return stem(fold(word))


@cache
def _groups() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    singles: dict[str, list[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in ("synonyms.txt", "phrases.txt"):
        for number, line in enumerate(read_lines(f"record/{name}")):
            group = f"{name[0]}{number}"
            for member in line.split(","):
                stems = [_stem_of(word) for word in read_words(member)]
                if len(stems) == 1:
                    singles.setdefault(stems[0], []).append(group)
                elif stems:
                    phrases.setdefault(stems[0], []).append((tuple(stems[1:]), group))
    return {k: tuple(v) for k, v in singles.items()}, {k: tuple(v) for k, v in phrases.items()}


@lru_cache(maxsize=65536)
def groups(word: str) -> tuple[str, ...]:
    """The groups of loose synonyms that `word`, as written, is in."""
    return _groups()[0].get(_stem_of(word), ())


def phrase_groups(stems: list[str], at: int) -> list[tuple[int, str]]:
    """For each phrase that begins at stems[at]: how many words it has, and its group of synonyms."""
    found = []
    for rest, group in _groups()[1].get(stems[at], ()):
        if tuple(stems[at + 1 : at + 1 + len(rest)]) == rest:
            found.append((1 + len(rest), group))
    return found


@cache
def _opposites() -> dict[str, tuple[tuple[str, int, str], ...]]:
    found: dict[str, list[tuple[str, int, str]]] = {}
    for number, line in enumerate(read_lines("record/opposites.txt")):
        kind, _, sides = line.partition(":")
        for side, words in enumerate(sides.split("|")):
            for word in words.split():
                found.setdefault(_stem_of(word), []).append((str(number), side, kind.strip()))
    return {k: tuple(v) for k, v in found.items()}


def opposed(left: str, right: str) -> str | None:
    """What kind of opposites two words are ("polarity", "trend", "place", "time"); None where they are none."""
    found = step(left, right)
    return found[0] if found is not None else None


def step(left: str, right: str) -> tuple[str, int] | None:
    """The kind of opposites two words are, and how many sides of their scale `right` stands above `left`."""
    for number, side, kind in _opposites().get(_stem_of(left), ()):
        for other_number, other_side, _ in _opposites().get(_stem_of(right), ()):
            if number == other_number and side != other_side:
                return kind, other_side - side
    return None

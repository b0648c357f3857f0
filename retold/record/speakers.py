"""Whether two speakers, as two reports name them, are one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from retold.record import lexicon
from retold.record.comparing import Side
from retold.record.lexicon import word_set
from retold.words import fold, read_tokens, split_words, stem

Verdict = Literal["same", "more", "fewer", "other"]

_TITLES = frozenset(
    stem(w)
    for w in word_set(
        "president minister prime premier chief deputy vice secretary director head chairman chairwoman chair mr mrs ms dr "
        "sir professor justice judge general senator governor mayor king queen prince spokesman spokeswoman spokesperson the of "
        "national international office ministry department agency council court company group institute service party "
        "university committee commission union association bank police officials official foreign defense"
    )
)


@lru_cache(maxsize=4096)
def _keys(name: str) -> tuple[frozenset[str], str, bool]:
    """All keys of a name, the stem of its last word, and whether it is a proper name."""
    words = split_words(name)
    keys = {k for t in read_tokens("x " + name)[1:] for k in (t.key, *t.others) if t.kind != "function"}
    keys |= {stem(fold(w.text)) for w in words}
    proper = any(w.text[:1].isupper() for w in words)
    last = stem(fold(words[-1].text)) if words else ""
    return frozenset(keys), last, proper


def _initials(name: str) -> str:
    return "".join(w.text[0] for w in split_words(name) if w.text[0].isupper())


def is_named(name: str) -> bool:
    """Whether a speaker is a proper name and not "officials" or "the two sides"."""
    words = split_words(name)
    if not words or not words[-1].text[:1].isupper():
        return False
    return not lexicon.is_a("unclear", words[0].text) and not all(
        lexicon.is_a("generic_speaker", w.text) for w in words
    )


def is_speaker(side: Side, name: str) -> bool:
    """Whether somebody who can speak is meant: a person or body the report knows, or "officials" and the like."""
    known = [p.name for p in side.facts.people] + [o.name for o in side.facts.organisations]
    words = split_words(name)
    return any(same_name(name, k) for k in known) or bool(
        words and (lexicon.is_a("generic_speaker", words[-1].text) or lexicon.is_a("ministers", words[-1].text))
    )


def same_name(left: str, right: str) -> bool:
    """Whether two names may be one: a word in common that is no title, or initials."""
    one, one_last, _ = _keys(left)
    other, other_last, _ = _keys(right)
    if not one or not other or one_last == other_last:
        return True
    if one <= other or other <= one:
        return True
    if (one & other) - _TITLES and (len(split_words(left)) == 1 or len(split_words(right)) == 1):
        return True
    if len({k[:6] for k in one & other}) >= 2:
        return True
    for short, long in ((left, right), (right, left)):
        letters = short.replace(".", "")
        if letters.isupper() and len(letters) > 1 and _initials(long).startswith(letters):
            return True
    return False


def _related(side: Side, left: str, right: str) -> bool:
    """Whether one is a person whose title names the other: a minister speaks for the ministry."""
    for person in side.facts.people:
        for one, other in ((left, right), (right, left)):
            if same_name(person.name, one):
                titles = {k for t in person.titles for k in _keys(t)[0]}
                keys = _keys(other)[0]
                if (titles & keys) - {"the", "of"} or {k[:6] for k in titles if len(k) > 5} & {k[:6] for k in keys}:
                    return True
    return False


def speaks_for(side: Side, name: str, body: str) -> bool:
    """Whether a person's title names a body: a ministry's spokeswoman speaks for the ministry."""
    return _related(side, name, body)


def compare_speakers(child: Side, parent: Side, mine: Sequence[str], theirs: Sequence[str]) -> Verdict | None:
    """How the child's speakers stand to the parent's; None where either is not a proper name."""
    if mine and {fold(m) for m in mine} == {fold(t) for t in theirs}:
        return "same"
    if not mine or not theirs or not all(map(is_named, (*mine, *theirs))):
        return None

    def one(a: str, b: str) -> bool:
        return same_name(a, b) or _related(child, a, b) or _related(parent, a, b)

    kept = [any(one(a, b) for b in theirs) for a in mine]
    told = [any(one(a, b) for a in mine) for b in theirs]
    if all(kept) and all(told):
        return "same"
    if all(told):
        return "more"
    if all(kept):
        return "fewer"
    return None if any(kept) else "other"


VOICES = (
    "voice_state", "voice_police", "voice_court", "voice_prosecution", "voice_firm", "voice_labor", "voice_public",
    "voice_kin", "voice_learned", "voice_press", "voice_critics", "voice_army", "voice_rebels", "voice_accused",
    "voice_source", "voice_spokes",
)  # fmt: skip
# Voices that may be one: police are officials, a bank may be the state's, a resident may be a witness's mother.
_MAY_BE_ONE = (
    {"voice_state", "voice_police", "voice_prosecution", "voice_army"},
    {"voice_state", "voice_learned"},
    {"voice_state", "voice_firm"},
    {"voice_public", "voice_kin"},
    {"voice_public", "voice_labor"},
    {"voice_public", "voice_critics"},
    {"voice_kin", "voice_accused"},
    {"voice_learned", "voice_critics"},
    {"voice_labor", "voice_critics"},
    {"voice_court", "voice_state"},
    {"voice_learned", "voice_labor"},
    {"voice_learned", "voice_firm"},
    {"voice_press", "voice_firm"},
    {"voice_accused", "voice_firm"},
    {"voice_public", "voice_accused"},
)
_FOR_ANYBODY = frozenset({"voice_source", "voice_spokes"})
# What only people are: no firm or ministry is called by it, whatever its name.
_PEOPLE = frozenset({"voice_public", "voice_kin", "voice_labor"})


_BEHIND = word_set("of from for in at with who that to on by behind close whose which living")


def voices(side: Side, speakers: Sequence[str], told: str) -> frozenset[str] | None:
    """What the speakers are, after the nouns of their names, titles and the words `told` of them; None where unknown."""
    heads: set[str] = set()
    for name in speakers:
        # "Woman accused of killing three relatives" is no relative.
        words = [w.text for w in split_words(name)]
        end = next((n for n, w in enumerate(words) if n and (fold(w) in _BEHIND or fold(w).endswith("ed"))), len(words))
        words = words[:end]
        for person in side.facts.people:
            if is_named(name) and same_name(person.name, name):
                words += [w.text for title in person.titles for w in split_words(title)]
        heads.update(words)
    found = {v for v in VOICES if any(lexicon.is_a(v, w) for w in heads)}
    if not found:
        found = {v for v in VOICES if any(lexicon.is_a(v, w.text) for w in split_words(told))}
    return frozenset(found) or None


def other_voices(mine: frozenset[str] | None, theirs: frozenset[str] | None, named: bool) -> bool:
    """Whether two speakers cannot be one: residents are no company. `named`: the unknown of the two has a name."""
    if mine is not None and theirs is not None:
        if {"voice_source", "voice_spokes"} <= mine | theirs and not {"voice_source", "voice_spokes"} & mine & theirs:
            return True  # who speaks for a house gives his name: no "people close to the talks"
        mine, theirs = mine - _FOR_ANYBODY or None, theirs - _FOR_ANYBODY or None
        if mine is None or theirs is None:
            return False
    if mine is None or theirs is None:
        known = mine or theirs
        return named and known is not None and known <= _PEOPLE
    if mine & theirs:
        return False
    return not any(a in group and b in group for a in mine for b in theirs for group in _MAY_BE_ONE)

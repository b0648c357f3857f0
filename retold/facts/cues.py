"""Cue words: the verbs that tell of saying, in all their forms, read from data/statements (a language is a file)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import msgspec

from retold import kinds
from retold.data import read_data

VOWELS = frozenset("aeiou")


class Cue(msgspec.Struct, frozen=True, gc=False, order=True):
    """A form of a cue verb: which verb, which form, how strong, and what may stand beside it.

    `form` is "finite" (says, said), "base" (say) or "ing" (saying). `follow` are the words that must come
    next ("for" of "called for").
    """

    lemma: str
    form: str
    cue_class: kinds.CueClass
    frames: frozenset[str]
    follow: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True, gc=False, order=True):
    """What the statement finder knows of one language."""

    cues: dict[str, list[Cue]]  # by first word, lower case; longer ones first
    lists: defaultdict[str, frozenset[str]]  # the word lists by name
    finite: frozenset[str]  # forms that hardly ever are anything but finite verbs
    bases: frozenset[str]  # base forms, finite after a plural
    verbal: frozenset[str]  # every form that may be a finite verb
    openings: frozenset[str]  # words that are no part of a name, whatever their capital
    marks: frozenset[str]  # words one of which a sentence without quotation marks must have


def past_of(verb: str) -> str:
    """The regular past of an English verb."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def third_of(verb: str) -> str:
    """The third person of an English verb."""
    if verb.endswith(("s", "x", "z", "ch", "sh")) or verb == "go":
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ies"
    return {"have": "has", "be": "is"}.get(verb, verb + "s")


def ing_of(verb: str) -> str:
    """The present participle of an English verb."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + "ing"


# Verbs whose last letter doubles; the rule needs the stress, which spelling does not show.
DOUBLING = {"admit", "commit", "quip", "beg", "concur", "slam", "slap", "rip", "plan", "tap", "infer", "refer", "chat"}


def forms_of(entry: str) -> tuple[str, str, set[str], str]:
    """Base, third person, past forms and participle of an entry such as "say:said"."""
    base, *irregular = entry.split(":")
    double = base + base[-1] if base in DOUBLING else base
    past = set(irregular) or {past_of(double)}
    ing = {"begin": "beginning", "put": "putting", "set": "setting", "swear": "swearing"}.get(base, ing_of(double))
    return base, third_of(base), past, ing


def read_sections(language: str) -> list[tuple[str, list[str]]]:
    """The sections of the language's file in its order: name, words."""
    text = read_data(f"statements/{language}.txt")
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            found.append((line.strip("[]"), []))
        elif line and not line.startswith("#"):
            found[-1][1].extend(line.split())
    return found


@cache
def lexicon(language: str, wide: bool = False) -> Lexicon | None:
    """The lexicon of `language`, with the cues of attitude where `wide`; None for a language that has no file."""
    try:
        sections = read_sections(language)
    except FileNotFoundError:
        return None
    cues: dict[str, dict[tuple[tuple[str, ...], str], Cue]] = {}
    lists: defaultdict[str, frozenset[str]] = defaultdict(frozenset)  # a language may lack a list
    finite: set[str] = set()
    nouns = {word for name, words in sections if name == "noun-third" for word in words}
    bases: set[str] = set()
    for name, words in sections:
        if not name.startswith("cue "):
            if name == "verb":
                for entry in words:
                    base, third, past, _ = forms_of(entry)
                    finite |= {entry.split(":")[1] if ":" in entry else past_of(base)} | (
                        {third} if ":" in entry and base not in nouns else set()
                    )
                    bases.add(base)
                    if ":" not in entry:
                        finite.add(third)
            else:
                lists[name] |= frozenset(words)
            continue
        _, cue_class, *marks = name.split()
        if "wide" in marks and not wide:
            continue
        frames = frozenset(marks)
        for entry in words:
            head, *more = entry.split(":")
            verb, *rest = head.split("+")
            follow = tuple(rest)
            base, third, past, ing = forms_of(":".join([verb, *(m.split("+")[0] for m in more)]))
            for form, spelled in (("base", base), ("finite", third), ("ing", ing), *(("finite", p) for p in past)):
                form = "base" if spelled == base else form
                known = cues.setdefault(spelled, {})
                old = known.get((follow, form))
                known[follow, form] = (
                    Cue(verb, form, old.cue_class, frames | old.frames, follow)
                    if old
                    else Cue(verb, form, cue_class, frames, follow)  # type: ignore[arg-type]
                )
            finite.add(more[0].split("+")[0] if more else past_of(base))
    by_word = {word: sorted(known.values(), key=lambda c: (-len(c.follow), c.form)) for word, known in cues.items()}
    finite |= lists["auxiliary"]
    openings = frozenset().union(
        *(lists[n] for n in ("preposition", "subordinator", "conjunction", "weekday", "month", "determiner"))
    )
    verbal = frozenset(finite | bases | by_word.keys())
    return Lexicon(
        by_word, lists, frozenset(finite), frozenset(bases), verbal, openings, frozenset(by_word) | {"according"}
    )

"""German cue verbs in all their forms, parted prefixes included, read from data/statements/de.txt."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from retold import kinds
from retold.facts.cues import Lexicon, read_sections


class GermanCue(NamedTuple):
    """A form of a German cue verb.

    `form` is "finite" or "participle"; `prefix` is the word that must end the clause of a parted verb ("mit" of
    "teilte ... mit"), empty where the form is whole.
    """

    lemma: str
    form: str
    prefix: str
    cue_class: kinds.CueClass
    frames: frozenset[str]


class GermanLexicon(NamedTuple):
    """What the German reader knows: its cues by form, and the word lists in the shape `Clause` asks for."""

    cues: dict[str, list[GermanCue]]
    base: Lexicon


def forms_of(entry: str) -> tuple[str, str, list[str], str]:
    """Infinitive, parted prefix, finite forms (without prefix) and participle (with it) of an entry of the file."""
    whole, *given = entry.split(":")
    prefix, _, verb = whole.rpartition("+")
    stem = verb[:-2] if verb.endswith("en") else verb[:-1]
    link = "e" if stem.endswith(("t", "d", "gn", "chn", "ffn", "dm", "tm")) else ""
    past = given[0] if given else stem + link + "te"
    present = given[2] if len(given) > 2 else stem + link + "t"
    weak = past.endswith("te") or past.endswith("e")
    whole_word = verb.startswith(("be", "ent", "er", "ver", "wider", "wieder", "unter", "über")) or verb.endswith(
        "ieren"
    )
    participle = given[1] if len(given) > 1 else prefix + ("" if whole_word else "ge") + stem + link + "t"
    finite = [present, past, past + ("n" if weak else "en"), verb, stem + "e"]
    return verb, prefix, finite, participle


@cache
def german_lexicon(wide: bool = False) -> GermanLexicon:
    """The German lexicon, with the cues of attitude where `wide`."""
    cues: defaultdict[str, list[GermanCue]] = defaultdict(list)
    lists: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for name, words in read_sections("de"):
        if not name.startswith("cue "):
            lists[name] |= frozenset(words)
            continue
        _, cue_class, *kind = name.split()
        frames = frozenset(kind)
        if "wide" in frames and not wide:
            continue
        for entry in words:
            verb, prefix, finite, participle = forms_of(entry)
            known = [("finite", form, prefix) for form in finite]
            if prefix:
                known += [("finite", prefix + form, "") for form in finite]
            known.append(("participle", participle, ""))
            for form, spelled, parted in known:
                cue = GermanCue(prefix + verb, form, parted, cue_class, frames)  # type: ignore[arg-type]
                if cue not in cues[spelled]:
                    cues[spelled].append(cue)
    finite_forms = frozenset(w for w, found in cues.items() if any(c.form == "finite" for c in found))
    verbal = finite_forms | lists["auxiliary"] | lists["subjunctive"]
    return GermanLexicon(
        {word: sorted(found, key=lambda c: (-len(c.prefix), c.form, c.lemma)) for word, found in cues.items()},
        Lexicon({}, lists, verbal, frozenset(), verbal, frozenset(), frozenset()),
    )

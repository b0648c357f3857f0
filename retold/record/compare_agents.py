"""Agents: another one does it, or has it done to him, whom the parent knows as another than the one it names."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record import lexicon
from retold.record.comparing import Finding, Sheet, Unit, W, are_apart, became, same
from retold.record.deeds import find_doer, find_objects, hull_of
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.record.speakers import VOICES
from retold.words import stem

# "Threw bottles at officers": whom it is done to stands behind the thing.
_AIMING = word_set("at against to on towards")
# What two do together has no doer: "Lund met Dahl" is "Dahl met Lund".
_MUTUAL = frozenset(
    stem(w)
    for w in word_set(
        "meet met talk speak spoke agree discuss marry married clash collide fight fought trade merge border confer negotiate "
        "face play draw drew share differ match join compete sign exchange cooperate debate argue hold held begin began end "
        "ended start started"
    )
)


def compare_agents(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "The judge ordered the landlord" -> "the union ordered the landlord"; "threw bottles at officers", by officers."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.stem != p.stem or c.kind != "word" or not is_past(c) or not is_past(p):
            continue
        if c.stem in _MUTUAL or lexicon.is_a("cue", c.text):
            continue
        doer, done = find_doer(sheet.child, unit.cw, i), find_objects(sheet.child, unit.cw, i, _AIMING)
        actor, acted = find_doer(sheet.parent, unit.pw, j), find_objects(sheet.parent, unit.pw, j, _AIMING)
        if doer is None or actor is None or unit.pairs.get(doer) == actor:
            continue
        kept = [x for x in done if unit.pairs.get(x) in acted]
        if unit.pairs.get(doer) in acted and actor in [unit.pairs.get(x) for x in done] and kept:
            places = hull_of(unit.pw, actor, acted[-1]), hull_of(unit.cw, doer, done[-1])
            why = became(sheet, *places, "Who did it and to whom it was done are exchanged")
            yield Finding("agent_changed", [places[1]], [places[0]], why, "high")
        elif kept and _others(sheet, unit.cw[doer], unit.pw[actor]):
            places = hull_of(unit.pw, actor, j), hull_of(unit.cw, doer, i)
            why = became(sheet, *places, "Another one does it")
            yield Finding("agent_changed", [places[1]], [places[0]], why, "medium")


def _others(sheet: Sheet, child: W, parent: W) -> bool:
    """Whether two nouns are two who can act: both common nouns, no synonyms, and two things in the parent."""
    if any(w.kind != "word" or w.folded.endswith(("ing", "ly")) for w in (child, parent)) or same(child, parent):
        return False
    return all(map(_can_act, (child, parent))) and are_apart(sheet, child, parent)


_ACTING = (
    "generic_speaker",
    "leaders",
    "ministers",
    "parties",
    "forces",
    "helpers",
    "judges",
    "rebels",
    "toilers",
    "lawmakers",
)


def _can_act(word: W) -> bool:
    """Whether a common noun names people or a body: a poll and a report are published, and act for nobody."""
    if word.folded in _PAPERS:
        return False
    return any(lexicon.is_a(name, word.text) for name in (*_ACTING, *VOICES))


_PAPERS = word_set("report reports media statement data figures survey study document poll")

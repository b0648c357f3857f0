"""Agents: another one does it, or has it done to him, whom the parent knows as another than the one it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.comparing import Finding, Place, Sheet, Side, Unit, W, are_apart, became, same
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.record.speakers import VOICES
from retold.words import stem

REACH = 6  # words: how far behind its verb the one it is done to may stand

_HELPERS = word_set("has have had also will would did then was were is are been being")
_PASSIVE = word_set("was were is are been being be got gets")
_DETERMINERS = word_set("the a an its his her their our some all two three both")
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


def _deed(side: Side, words: Sequence[W], verb: int) -> tuple[int | None, list[int]]:
    """Who does a thing in the active voice and what the words behind the verb name; None where nobody is seen."""
    subject = None
    for n in range(verb - 1, max(-1, verb - 5), -1):
        w = words[n]
        if w.sentence != words[verb].sentence or side.parts(w, words[n + 1]) or w.folded in _PASSIVE:
            break
        if w.content and not w.folded.endswith("ly"):
            subject = n
            break
        if w.folded not in _HELPERS:
            break
    found: list[int] = []
    for n in range(verb + 1, min(len(words), verb + REACH)):
        w = words[n]
        if w.sentence != words[verb].sentence or side.parts(words[n - 1], w):
            break
        if w.content:
            found.append(n)
        elif w.folded not in _DETERMINERS and not (found and w.folded in _AIMING):
            break
    return subject, found


def compare_agents(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "The judge ordered the landlord" -> "the union ordered the landlord"; "threw bottles at officers", by officers."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.stem != p.stem or c.kind != "word" or not is_past(c) or not is_past(p):
            continue
        if c.stem in _MUTUAL or lexicon.is_a("cue", c.text):
            continue
        doer, done = _deed(sheet.child, unit.cw, i)
        actor, acted = _deed(sheet.parent, unit.pw, j)
        if doer is None or actor is None or unit.pairs.get(doer) == actor:
            continue
        kept = [x for x in done if unit.pairs.get(x) in acted]
        if unit.pairs.get(doer) in acted and actor in [unit.pairs.get(x) for x in done] and kept:
            places = _span(unit.pw, actor, acted[-1]), _span(unit.cw, doer, done[-1])
            why = became(sheet, *places, "Who did it and to whom it was done are exchanged")
            yield Finding("agent_changed", [places[1]], [places[0]], why, "high")
        elif kept and _others(sheet, unit.cw[doer], unit.pw[actor]):
            places = _span(unit.pw, actor, j), _span(unit.cw, doer, i)
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


def _span(words: Sequence[W], left: int, right: int) -> Place:
    return words[min(left, right)].start, words[max(left, right)].end

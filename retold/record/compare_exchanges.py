"""Exchanges: two things that stand in each other's place, so that each report has all the words of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from retold.record.comparing import Finding, Sheet, Side, Unit, W, became, same
from retold.record.deeds import find_doer, find_objects, hull_of
from retold.record.frames import is_past
from retold.record.lexicon import word_set

_ARTICLES = word_set("the a an its his her their our some all")
_CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december spring summer autumn winter"
)


def compare_exchanges(sheet: Sheet) -> Iterator[Finding]:
    """Who did it and to whom it was done exchanged; from and to exchanged; two objects exchanged."""
    for unit in sheet.units:
        if unit.headline:
            continue
        yield from _roles(sheet, unit)
        yield from _ends(sheet, unit)
        yield from _surroundings(sheet, unit)
        yield from _objects(sheet, unit)


def _actors(side: Side, words: Sequence[W], verb: int) -> tuple[list[int], list[int]]:
    """Who does it and to whom it is done, as word indices, in the active or the passive voice."""
    subject = find_doer(side, words, verb)
    if subject is not None:
        return [subject], find_objects(side, words, verb)
    at = verb - 1
    while at > 0 and words[at].folded.endswith("ly"):
        at -= 1
    if at < 1 or words[at].folded not in ("was", "were", "is", "are", "been", "being"):
        return [], []
    while at > 0 and words[at].folded in ("was", "were", "is", "are", "been", "being", "has", "have", "had", "also"):
        at -= 1
    by = next((n for n in range(verb + 1, min(len(words), verb + 4)) if words[n].folded == "by"), None)
    same_clause = by is not None and words[by].sentence == words[at].sentence == words[verb].sentence
    if by is None or not same_clause or not words[at].content:
        return [], []
    return find_objects(side, words, by), [at]


def _roles(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "Farmers sued the company" -> "the company sued farmers"."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.stem != p.stem or c.kind != "word" or is_past(c) != is_past(p):
            continue
        if "-" in (sheet.child.text[c.start - 1 : c.start], sheet.parent.text[p.start - 1 : p.start]):
            continue  # "a 2,000-seat hall": no verb
        doers, done = _actors(sheet.child, unit.cw, i)
        actors, acted = _actors(sheet.parent, unit.pw, j)
        # The last word of each is its noun or its name.
        if not (doers and done and actors and acted):
            continue
        if any(unit.pairs.get(x) in acted for x in doers) and any(unit.pairs.get(x) in actors for x in done):
            if any(unit.pairs.get(x) in actors for x in doers):
                continue
            child = hull_of(unit.cw, min(*doers, *done), max(*doers, *done))
            parent = hull_of(unit.pw, min(*actors, *acted), max(*actors, *acted))
            why = became(sheet, parent, child, "Who did it and to whom it was done are exchanged")
            yield Finding("agent_changed", [child], [parent], why, "high")


def _end(words: Sequence[W], at: int, preposition: str) -> int | None:
    """Where the thing after "from" or "to" at words[at] is."""
    if words[at].folded != preposition:
        return None
    for n in range(at + 1, min(len(words), at + 3)):
        if words[n].sentence != words[at].sentence:
            return None
        if words[n].content:
            return n
    return None


def _ends(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "From Monday to Wednesday" -> "from Wednesday to Monday"; a rise told backwards is the same with figures."""
    if not unit.pairs:
        return
    ends: list[tuple[int | None, int | None]] = []
    for words in (unit.cw, unit.pw):
        starts = [n for at in range(len(words)) if (n := _end(words, at, "from")) is not None]
        goals = [n for at in range(len(words)) if (n := _end(words, at, "to")) is not None]
        ends.append((starts[0], goals[0]) if len(starts) == len(goals) == 1 else (None, None))
    (a, b), (x, y) = ends
    if a is None or b is None or x is None or y is None or unit.pairs.get(a) != y or unit.pairs.get(b) != x:
        return
    child = hull_of(unit.cw, a, b)
    parent = hull_of(unit.pw, x, y)
    number = unit.cw[a].kind == "number"
    kind = "number_changed" if number else "time_changed" if unit.cw[a].folded in _CALENDAR else "location_changed"
    if kind == "location_changed" and not {unit.cw[a].folded, unit.cw[b].folded} & sheet.parent.place_words:
        return
    yield Finding(kind, [child], [parent], became(sheet, parent, child, "From and to are exchanged"), "high")  # type: ignore[arg-type]


def _governed(side: Side, words: Sequence[W], at: int) -> int | None:
    """The preposition right before words[at], articles passed over, as the content word that it hangs on."""
    n = at - 1
    while n >= 0 and words[n].folded in _ARTICLES and words[n].sentence == words[at].sentence:
        n -= 1
    if n < 1 or words[n].folded not in ("on", "in", "for", "against", "with", "over", "about", "of"):
        return None
    head = n - 1
    if not words[head].content or words[head].sentence != words[at].sentence or side.parts(words[head], words[n]):
        return None
    return head


def _objects(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "Far apart on wages but closer on pensions" -> "far apart on pensions but closer on wages"."""
    hung: list[tuple[int, int]] = []  # thing, what it hangs on, of the child
    for i, j in sorted(unit.pairs.items()):
        mine, theirs = _governed(sheet.child, unit.cw, i), _governed(sheet.parent, unit.pw, j)
        if mine is None or theirs is None or same(unit.cw[i], unit.pw[j]) < 2 or unit.cw[i].kind == "number":
            continue
        if mine in unit.pairs and unit.pairs[mine] != theirs and theirs in unit.back:
            hung.append((i, mine))
    for n, (i, head) in enumerate(hung):
        for k, other in hung[n + 1 :]:
            theirs = _governed(sheet.parent, unit.pw, unit.pairs[i])
            others = _governed(sheet.parent, unit.pw, unit.pairs[k])
            if theirs == unit.pairs[other] and others == unit.pairs[head]:
                child, parent = hull_of(unit.cw, head, k), hull_of(unit.pw, unit.pairs[k], unit.pairs[i])
                why = became(sheet, parent, child, "Two things changed places")
                yield Finding("term_changed", [child], [parent], why, "medium")
                return


MOST_NAMES = 8  # of a row, that are tried for an exchange
NEAR_NAME = 3  # content words on each side that a name is known by
_GOING = word_set("from to for into by of after before over under")
_LINKING = word_set("and or while whereas but")


class Named(NamedTuple):
    """A name in a row, its words and what stands around it in both reports."""

    child: tuple[int, int]  # first and last word
    parent: tuple[int, int]
    here: frozenset[str]  # what stands around it in the child, as the words of the parent that answer it
    there: frozenset[str]


def _run(side: Side, words: Sequence[W], at: int) -> tuple[int, int]:
    """The first and last word of the name that words[at] is of."""
    first = last = at
    while first and _is_of_name(words[first - 1]) and not side.parts(words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and _is_of_name(words[last + 1]) and not side.parts(words[last], words[last + 1]):
        last += 1
    return first, last


def _is_of_name(word: W) -> bool:
    return word.kind == "name" and word.folded not in _CALENDAR


def _around(side: Side, words: Sequence[W], run: tuple[int, int], answers: Mapping[int, int] | None) -> frozenset[str]:
    """What a name is known by: the content words beside it, as far as a stop, an "and" or another name.

    Each word counts as the word of the parent that it is, or that it answers (`answers`); one that answers none is lost.
    """
    found: set[str] = set()
    for step, edge in ((-1, run[0]), (1, run[1])):
        taken = 0
        at = edge + step
        while 0 <= at < len(words) and words[at].sentence == words[edge].sentence and taken < NEAR_NAME:
            w, beside = words[at], words[at - step]
            if side.parts(min(w, beside), max(w, beside)) or w.folded in _LINKING or w.kind == "name":
                break
            if step < 0 and at == edge - 1 and w.folded in _GOING:
                found.add("before " + w.folded)
            if w.content and w.kind in ("word", "number"):
                taken += 1
                answer = at if answers is None else answers.get(at)
                if answer is not None:
                    found.add(str(answer))
            at += step
    return frozenset(found)


def _surroundings(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Two names that stand where the other stood: "a plant in Poland and a depot in Hungary" -> the reverse."""
    if unit.likeness < sheet.settings.record_row_likeness_aside:
        return
    names: list[Named] = []
    answers = {i: j for i, j in unit.pairs.items() if same(unit.cw[i], unit.pw[j]) >= 2}
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        # At the head of a sentence a name looks like any word.
        if "name" not in (c.kind, p.kind) or not (c.text[:1].isupper() and p.text[:1].isupper()):
            continue
        if same(c, p) < 2 or c.folded in _CALENDAR:
            continue
        mine, theirs = _run(sheet.child, unit.cw, i), _run(sheet.parent, unit.pw, j)
        if names and names[-1].child == mine:
            continue
        here = _around(sheet.child, unit.cw, mine, answers)
        there = _around(sheet.parent, unit.pw, theirs, None)
        names.append(Named(mine, theirs, here, there))
    names = names[:MOST_NAMES]
    for n, one in enumerate(names):
        for other in names[n + 1 :]:
            a, b = one.here - other.here, other.here - one.here
            x, y = one.there - other.there, other.there - one.there
            if not (a & y and b & x) or a & x or b & y:
                continue
            # "Kenya and Uganda" is "Uganda and Kenya".
            if _are_joined(unit.cw, one.child, other.child) and _are_joined(unit.pw, one.parent, other.parent):
                continue
            child = hull_of(unit.cw, min(one.child[0], other.child[0]), max(one.child[1], other.child[1]))
            parent = hull_of(unit.pw, min(one.parent[0], other.parent[0]), max(one.parent[1], other.parent[1]))
            places = sheet.child.place_words | sheet.parent.place_words
            located = [unit.cw[x.child[1]].folded in places or _is_placed(unit.cw, x.child) for x in (one, other)]
            if located[0] != located[1] and min(len(a & y), len(b & x)) < 2:
                continue  # a country and a cup do not change places
            why = became(sheet, parent, child, "Two names changed places")
            yield Finding("location_changed" if all(located) else "name_changed", [child], [parent], why)
            return


def _are_joined(words: Sequence[W], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether nothing but "and" stands between two names."""
    (_, left), (right, _) = sorted((one, other))
    return [w.folded for w in words[left + 1 : right]] in (["and"], ["or"])


def _is_placed(words: Sequence[W], run: tuple[int, int]) -> bool:
    """Whether a name stands right behind a word of place."""
    return run[0] > 0 and words[run[0] - 1].folded in ("in", "at", "near", "from")

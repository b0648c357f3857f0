"""When: another date in the same slot, "has earlier" lost, one event put inside another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from retold import kinds
from retold.record.comparing import Finding, Place, Sheet, Side, Unit, became
from retold.record.lexicon import word_set

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LENGTH = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHS])")


def compare_times(sheet: Sheet) -> Iterator[Finding]:
    """Dates, durations and adverbs of time that differ."""
    for unit in sheet.units:
        if unit.headline:
            continue
        yield from _dates(sheet, unit)
        yield from _lengths(sheet, unit)
        yield from _relative(sheet, unit)
        yield from _earlier(sheet, unit)
        yield from _during(sheet, unit)


def _mentions(side: Side, sentences: list[int]) -> list[tuple[Place, str]]:
    return [mention for at in sorted(sentences) for mention in side.dates.get(at, ())]


def _agree(left: str, right: str) -> bool:
    return left.startswith(right) or right.startswith(left)


def _dates(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child, parent = _mentions(sheet.child, unit.child_at), _mentions(sheet.parent, unit.parent_at)
    if not child or not parent:
        return
    everywhere, kept = sheet.parent.date_values, sheet.child.date_values
    for pattern in (_DAY, _LENGTH):
        mine = [(p, v) for p, v in child if pattern.fullmatch(v) and not any(_agree(v, x) for x in everywhere)]
        theirs = [(p, v) for p, v in parent if pattern.fullmatch(v) and not any(_agree(v, x) for x in kept)]
        if len(mine) != 1 or len(theirs) != 1:
            continue
        (here, value), (there, before) = mine[0], theirs[0]
        if sheet.child.cut(here).casefold() == sheet.parent.cut(there).casefold():
            continue
        if pattern is _LENGTH and value[-1] != before[-1]:
            continue
        # Weekdays and "yesterday" hang on the day of publication, which may itself be misread.
        sure = _is_written_out(sheet.child.cut(here)) and _is_written_out(sheet.parent.cut(there))
        if pattern is _DAY:
            if len(value) != len(before) or not sure:
                continue
            # Where only one of the two shows the year, the other's was guessed.
            years = [bool(re.search(r"\d{4}", text)) for text in (sheet.child.cut(here), sheet.parent.cut(there))]
            if years[0] != years[1] and (len(value) == 4 or value[5:] == before[5:]):
                continue
            # Digits in another order are a slip of the hand: "built in 1986", "built in 1968".
            slip = len(value) == 4 and sorted(value) == sorted(before)
            kind: kinds.DiscrepancyType = "number_changed" if slip else "time_changed"
            yield Finding(kind, [here], [there], became(sheet, there, here, "Another date"), "high")
        else:
            yield Finding("number_changed", [here], [there], became(sheet, there, here, "Another length of time"))


_ABOUT = word_set("about around roughly approximately nearly almost some up least most over under more less")


def _bound_before(side: Side, place: Place) -> Place | None:
    """The word of bound in or right before a length of time, with it; None where there is none."""
    at = side.sentence_at(place[0])
    if at is None:
        return None
    words = side.words(at)
    inside = [n for n, w in enumerate(words) if w.start < place[1] and w.end > place[0]]
    if not inside:
        return None
    for n in range(max(0, inside[0] - 2), inside[-1] + 1):
        if words[n].folded in _ABOUT:
            return min(words[n].start, place[0]), place[1]
    return None


def _lengths(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """The same length of time without "about" or "up to"."""
    child, parent = _mentions(sheet.child, unit.child_at), _mentions(sheet.parent, unit.parent_at)
    for there, value in parent:
        same_length = [p for p, v in child if v == value and _LENGTH.fullmatch(v)]
        if len(same_length) != 1 or sum(v == value for _, v in parent) != 1:
            continue
        bound = _bound_before(sheet.parent, there)
        if bound is not None and _bound_before(sheet.child, same_length[0]) is None:
            why = became(sheet, bound, same_length[0], "The figure lost its bound")
            yield Finding("hedge_dropped", same_length, [bound], why)


_NEARNESS = word_set("last this next previous coming past")
_CLOCK = word_set("year month week quarter season spring summer autumn fall winter weekend")


def _relative(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "Last year" for "this year", where each side says only one of them."""
    pairs = []
    for words in (unit.cw, unit.pw):
        pairs.append(
            [
                (a, b)
                for a, b in pairwise(words)
                if a.folded in _NEARNESS and b.folded in _CLOCK and a.sentence == b.sentence
            ]
        )
    for a, b in pairs[0]:
        others = [(x, y) for x, y in pairs[1] if y.folded == b.folded]
        if len(others) != 1 or sum(y.folded == b.folded for _, y in pairs[0]) != 1:
            continue
        x, y = others[0]
        if {a.folded, x.folded} in ({"last", "this"}, {"last", "next"}, {"this", "next"}, {"previous", "this"}):
            child, parent = (a.start, b.end), (x.start, y.end)
            yield Finding("time_changed", [child], [parent], became(sheet, parent, child, "Another time"))


def _is_written_out(text: str) -> bool:
    return any(c.isdigit() for c in text) or bool(_MONTHS & set(text.casefold().split()))


_MONTHS = word_set("january february march april may june july august september october november december")


_EARLIER = word_set("earlier previously formerly")
_PAST = word_set("earlier previously formerly previous former had already last ago before")


def _earlier(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Something told as done before, which the child tells as part of this event: "has earlier highlighted"."""
    if any(w.folded in _PAST for w in unit.cw):
        return
    for j, w in enumerate(unit.pw):
        if w.folded not in _EARLIER:
            continue
        around = [x for x in (j - 1, j + 1, j + 2) if 0 <= x < len(unit.pw) and unit.pw[x].sentence == w.sentence]
        verbs = [x for x in around if x in unit.back]
        if j and unit.pw[j - 1].folded in ("than", "an", "the", "a"):
            continue
        if not verbs and not any(unit.pw[x].folded in ("has", "have", "had") for x in around):
            continue
        verb = verbs[0] if verbs else None
        parent = min(unit.pw[j].start, unit.pw[around[0]].start), max(unit.pw[x].end for x in around)
        at = unit.back[verb] if verb is not None else min(unit.pairs, default=None)
        if at is None:
            return
        child = unit.cw[at].start, unit.cw[at].end
        why = became(sheet, parent, child, "What was done earlier is told as part of this")
        yield Finding("time_changed", [child], [parent], why)
        return


_DURING = word_set("during amid")


def _during(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "During X" where the parent ties the two otherwise: "for X"."""
    for i, w in enumerate(unit.cw):
        if w.folded not in _DURING:
            continue
        inside = [
            x for x in range(i + 1, min(len(unit.cw), i + 7)) if x in unit.pairs and unit.cw[x].clause == w.clause
        ]
        if len(inside) < 2:
            continue
        first = min(unit.pairs[x] for x in inside)
        before = unit.pw[max(0, first - 3) : first]
        governing = [
            x for x in before if not x.content and x.folded not in ("the", "a", "an", "its", "their", "his", "her")
        ]
        if (
            not governing
            or governing[-1].folded not in ("for", "to")
            or governing[-1].sentence != unit.pw[first].sentence
        ):
            continue
        child = w.start, unit.cw[inside[-1]].end
        last = max(y for y in (unit.pairs[x] for x in inside) if y <= first + 8)
        parent = before[0].start, max(unit.pw[last].end, unit.pw[first].end)
        if parent[1] - parent[0] > 300:
            continue
        why = became(sheet, parent, child, "The one is now told as happening during the other")
        yield Finding("time_changed", [child], [parent], why)

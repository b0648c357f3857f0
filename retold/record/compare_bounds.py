"""The bound of a figure: lost, got or exchanged."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.bounds import is_bounded_apart
from retold.record.comparing import Finding, Sheet, Side, Unit, became
from retold.record.lexicon import word_set
from retold.record.slots import Figure

_CLASS = {
    "exact": "exact",
    "approximately": "about",
    "more_than": "above",
    "at_least": "above",
    "less_than": "below",
    "up_to": "below",
    "nearly": "below",
}


def _is_span(side: Side, figure: Figure) -> bool:
    """Whether "over" is "in the course of": "over the past three years"."""
    words = [w for w in side.words(figure.sentence) if w.start >= figure.place[0]][:3]
    return len(words) > 2 and words[0].folded == "over" and words[1].folded in ("the", "a", "its", "their", "these")


_ABLE = word_set("can could may might maximum capacity")
_BOUNDS = word_set(
    "over under above below more less fewer least most up beyond exceeding exceed exceeds exceeded minimum maximum"
)


def _bound_apart(side: Side, figure: Figure) -> bool:
    """Whether a bound stands apart from a figure: "over the age of 65", "limited to 3 percent", "65 or more"."""
    words = [w.folded for w in side.words(figure.sentence) if w.end <= figure.place[0]][-4:]
    return is_bounded_apart(side, figure.sentence, figure.place) or ("of" in words and not _BOUNDS.isdisjoint(words))


def _is_from(side: Side, figure: Figure) -> bool:
    """Whether a figure is the least of many: "at prices from 69 euros", and no range or change begins with it."""
    words = side.words(figure.sentence)
    before = [w.folded for w in words if w.end <= figure.place[0]][-2:]
    behind = [w.folded for w in words if w.start >= figure.place[1]][:3]
    return before[-1:] == ["from"] and "to" not in behind


def compare_bounds(sheet: Sheet, unit: Unit, c: Figure, p: Figure) -> Iterator[Finding]:
    if _is_span(sheet.child, c) or _is_span(sheet.parent, p):
        return
    if c.bound == p.bound or c.bound not in _CLASS or p.bound not in _CLASS:
        return
    one, other = _CLASS[p.bound], _CLASS[c.bound]
    # "Under the age of five": the bound stands apart from the figure.
    quiet = (sheet.child, c) if other == "exact" else (sheet.parent, p)
    if "exact" in (one, other) and (_bound_apart(*quiet) or (_is_from(*quiet) and "above" in (one, other))):
        return
    if other == "exact":
        # A headline has no room for "at least", and the text below it has. "About" lost is a rounder word lost,
        # "up to" or "more than" another figure; "can carry 1,200" says "up to" itself.
        able = one == "below" and any(w.folded in _ABLE for w in unit.cw)
        severity = "low" if unit.headline or p.bound in ("approximately", "nearly") or able else None
        why = became(sheet, p.place, c.place, "The figure lost its bound")
        yield Finding("hedge_dropped", [c.place], [p.place], why, severity)  # type: ignore[arg-type]
    elif one == "exact":
        yield Finding("hedge_added", [c.place], [p.place], became(sheet, p.place, c.place, "The figure got a bound"))
    else:
        turned = {one, other} == {"above", "below"}
        why = became(sheet, p.place, c.place, "Another bound")
        severity = "high" if turned else "low"
        yield Finding("hedge_changed", [c.place], [p.place], why, severity)  # type: ignore[arg-type]

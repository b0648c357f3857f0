"""Figures that somebody put, told as they are, or as somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Place, Sheet, Unit, W, became, same
from retold.record.lexicon import word_set
from retold.record.slots import Figure, figures, same_value

_ESTIMATING = word_set(
    "put puts estimate estimates estimated estimating spoke speak speaks claim claims claimed reckon reckons reckoned"
)

ESTIMATE_WORDS = 6  # how far before a figure the word of estimating stands


def find_estimates(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A figure that somebody put, told as it is: "organisers spoke of 60,000" -> "60,000 came"."""
    child = figures(sheet.child, unit.child_at)
    for figure in figures(sheet.parent, unit.parent_at):
        words = sheet.parent.words(figure.sentence)
        at = next((n for n, w in enumerate(words) if w.end > figure.place[0]), 0)
        cues = [n for n in range(max(1, at - ESTIMATE_WORDS), at) if words[n].folded in _ESTIMATING]
        told = [f for f in child if (same_value(f, figure) and f.unit == figure.unit) or f.value == figure.value]
        if not cues or len(told) != 1:
            continue
        cue = cues[-1]
        subject = next((n for n in range(cue - 1, max(-1, cue - 4), -1) if words[n].content), None)
        if subject is None or sheet.parent.parts(words[subject], words[cue]) or words[subject].kind == "number":
            continue
        who = words[subject]
        mine = sheet.child.words(told[0].sentence)
        if any(same(w, who) or w.folded in _ESTIMATING | _REPORTING for w in mine if w.start < told[0].place[1] + 80):
            yield from _other_estimator(sheet, who, (words[cue], figure.place), told[0])
            continue
        place, parent = told[0].place, (who.start, figure.place[1])
        why = became(sheet, parent, place, "Somebody's estimate is told as it is")
        yield Finding("attribution_lost", [place], [parent], why, "low" if sheet.child.has_word(who) else None)


def _other_estimator(sheet: Sheet, who: W, cue: tuple[W, Place], told: Figure) -> Iterator[Finding]:
    """The same estimate of somebody else: "the museum put the value at 3 million" -> "the director puts it at 3 million"."""
    words = sheet.child.words(told.sentence)
    at = next((n for n in range(len(words)) if words[n].folded in _ESTIMATING and words[n].end <= told.place[0]), None)
    if not at or any(same(w, who) for w in words) or not sheet.child.has_word(who):
        return
    opens = next((n for n in range(at) if words[n].content), at)
    named = words[opens].kind == "name" or any(w.folded in sheet.child.last_names for w in words[opens : opens + 3])
    if opens >= at or not named:
        return
    child, parent = (words[opens].start, words[at].end), (who.start, cue[0].end)
    why = became(sheet, parent, child, "Somebody else's estimate")
    yield Finding("attribution_shifted", [child], [parent], why, "low")


_REPORTING = word_set(
    "according estimate estimated estimates said says say believed thought reported reportedly claimed"
)

"""Verbs of more or less weight for one deed: asked and ordered, put off and over, declined to comment and said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.comparing import Finding, Sheet, Unit, W, became
from retold.record.frames import is_past
from retold.record.lexicon import word_set

# How much a request binds, from asking to ordering.
_BINDS = {
    word: n
    for n, words in enumerate(
        (
            "ask asks asked asking request requests requested invite invites invited encourage encourages encouraged advise "
            "advises advised recommend recommends recommended suggest suggests suggested propose proposes proposed",
            "urge urges urged urging call calls called calling appeal appeals appealed press pressed plead pleaded",
            "demand demands demanded demanding insist insists insisted",
            "order orders ordered ordering command commands commanded compel compelled force forces forced",
        )
    )
    for word in words.split()
}


def compare_binding(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A request told as more or less binding than it was: "urged both sides" -> "demanded that both sides"."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        mine, theirs = _BINDS.get(c.folded), _BINDS.get(p.folded)
        if mine is None or theirs is None or mine == theirs or c.folded in ("called", "call", "calls", "force"):
            continue
        if p.folded in ("called", "call", "calls") and _after(unit.pw, j) not in ("on", "for", "upon"):
            continue
        what = "More binding than it was" if mine > theirs else "Less binding than it was"
        parent, child = (p.start, p.end), (c.start, c.end)
        severity = "medium" if abs(mine - theirs) > 1 and mine == 3 else "low"
        yield Finding("predicate_changed", [child], [parent], became(sheet, parent, child, what), severity)  # type: ignore[arg-type]


_FOR_NOW = word_set(
    "suspend suspends suspended suspending pause pauses paused pausing postpone postpones postponed postponing delay delays "
    "delayed freeze froze frozen shelve shelved interrupt interrupted adjourn adjourned"
)

_FOR_GOOD = word_set(
    "end ends ended ending cancel cancels cancelled canceled scrap scraps scrapped abandon abandons abandoned abolish abolished "
    "terminate terminated dropped axe axed quit close closed"
)


def compare_finality(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What was put off, told as over, or the reverse: "suspended a strike" -> "ended a strike"."""
    told = {w.folded for w in unit.cw}, {w.folded for w in unit.pw}
    for one, other, up in ((_FOR_NOW, _FOR_GOOD, True), (_FOR_GOOD, _FOR_NOW, False)):
        theirs = [n for n, w in enumerate(unit.pw) if w.folded in one]
        mine = [n for n, w in enumerate(unit.cw) if w.folded in other]
        if len(theirs) != 1 or len(mine) != 1 or told[0] & one or told[1] & other:
            continue
        i, j = mine[0], theirs[0]
        near = [n for n in range(i + 1, min(len(unit.cw), i + 5)) if unit.cw[n].content]
        kept = [n for n in near[:1] if n in unit.pairs and 0 < unit.pairs[n] - j <= 5]
        if not kept or any(
            lexicon.is_a("negator", w.text) for w in (*unit.cw[max(0, i - 4) : i], *unit.pw[max(0, j - 4) : j])
        ):
            continue
        child, parent = (unit.cw[i].start, unit.cw[kept[0]].end), (unit.pw[j].start, unit.pw[unit.pairs[kept[0]]].end)
        why = became(
            sheet, parent, child, "What was put off is told as over" if up else "What was over is told as put off"
        )
        yield Finding("predicate_changed", [child], [parent], why, "medium")


_DECLINING = word_set("declined declines refused refuses")
_SILENT = word_set("declined declines refused refuses comment silent unavailable not no without nothing")


def find_declined(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Somebody who would not speak of a thing, told as having spoken of it: "declined to comment on" -> "criticised"."""
    if any(w.folded in _SILENT for w in unit.cw):
        return
    for j, w in enumerate(unit.pw[:-3]):
        if w.folded not in _DECLINING or not {x.folded for x in unit.pw[j + 1 : j + 3]} & {
            "comment",
            "discuss",
            "speak",
            "say",
        }:
            continue
        thing = next((n for n in range(j + 3, min(len(unit.pw), j + 7)) if n in unit.back and unit.pw[n].content), None)
        if thing is None or unit.pw[thing].sentence != w.sentence:
            continue
        i = unit.back[thing]
        verb = next((n for n in range(i - 1, max(-1, i - 4), -1) if unit.cw[n].content), None)
        if (
            verb is None
            or verb in unit.pairs
            or not is_past(unit.cw[verb])
            or unit.cw[verb].sentence != unit.cw[i].sentence
        ):
            continue
        child, parent = (unit.cw[verb].start, unit.cw[i].end), (w.start, unit.pw[thing].end)
        why = became(sheet, parent, child, "Who said nothing of it is told as having said something")
        yield Finding("polarity_changed", [child], [parent], why, "medium")
        return


def _after(words: Sequence[W], at: int) -> str:
    return words[at + 1].folded if at + 1 < len(words) else ""

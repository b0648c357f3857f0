"""One thing told as bringing about another, or as the cause where somebody only named it."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record import lexicon
from retold.record.comparing import Finding, Sheet, Unit, became, same
from retold.record.lexicon import word_set

_BLAMING = word_set("blamed blames blaming attributed attributes attributing cited cites citing")
_CAUSED = word_set("because due owing caused thanks result")


def find_blamed(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A cause that somebody named, told as the cause: "a loss which it blamed on fuel costs" -> "a loss because of"."""
    if any(w.folded in _BLAMING or lexicon.is_a("cue", w.text) for w in unit.cw):
        return
    for i, w in enumerate(unit.cw):
        if w.folded not in _CAUSED:
            continue
        cause = [n for n in range(i + 1, min(len(unit.cw), i + 9)) if n in unit.pairs and unit.cw[n].content]
        if len(cause) < 2:
            continue
        first = min(unit.pairs[n] for n in cause)
        named = next((n for n in range(first - 1, max(-1, first - 7), -1) if unit.pw[n].folded in _BLAMING), None)
        if named is None or unit.pw[named].sentence != unit.pw[first].sentence:
            continue
        last = max(unit.pairs[n] for n in cause if unit.pw[unit.pairs[n]].sentence == unit.pw[named].sentence)
        child, parent = (
            (w.start, unit.cw[cause[-1]].end),
            (unit.pw[max(0, named - 1)].start, unit.pw[max(last, named)].end),
        )
        why = became(sheet, parent, child, "A cause that somebody named is told as the cause")
        yield Finding("attribution_lost", [child], [parent], why)
        return


_CAUSES = word_set("because caused causing triggered triggering sparked sparking prompted prompting blamed therefore")
_DRIVING = word_set("strengthen strengthens strengthened fuel fuels fueled fuelled drive drives drove enable enables")
_LEADING = word_set("led leads leading resulted results resulting")
_PROTEST_OVER = word_set("over amid")


def _protests(unit: Unit, at: int) -> bool:
    """Whether "over" at cw[at] names what people quit or marched for."""
    return any(
        lexicon.is_a("protesting", w.text) for w in unit.cw[max(0, at - 6) : at] if w.sentence == unit.cw[at].sentence
    )


def find_links(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    theirs = [w for w in unit.pw if lexicon.is_a("cause", w.text)]
    for i, w in enumerate(unit.cw):
        resulting = w.folded in ("result", "consequence") and i > 1 and unit.cw[i - 2].folded == "as"
        resulting = resulting or (
            w.folded in ("due", "owing", "thanks") and i + 1 < len(unit.cw) and unit.cw[i + 1].folded == "to"
        )
        leading = w.folded in _LEADING and i + 1 < len(unit.cw) and unit.cw[i + 1].folded in ("to", "in")
        leading = leading or (w.folded in _PROTEST_OVER and _protests(unit, i))
        resulting = resulting or (w.folded == "in" and [x.folded for x in unit.cw[i + 1 : i + 3]] == ["order", "to"])
        if (w.folded not in _CAUSES | _DRIVING and not resulting and not leading) or any(same(w, x) for x in theirs):
            continue
        if i in unit.pairs and same(w, unit.pw[unit.pairs[i]]) > 1:
            continue
        strict = resulting or leading or w.folded in _CAUSES
        if theirs and strict:
            continue
        left = [n for n in range(max(0, i - 8), i) if n in unit.pairs and unit.cw[n].sentence == w.sentence]
        right = [
            n for n in range(i + 1, min(len(unit.cw), i + 9)) if n in unit.pairs and unit.cw[n].sentence == w.sentence
        ]
        if not left or not right:
            continue
        a, b = sorted((unit.pairs[left[-1]], unit.pairs[right[-1]]))
        between = unit.pw[a : b + 1]
        joined = any(x.folded in ("and", "while", "as") for x in between)
        # "Shortly after the blast" -> "as a result of the blast"; "because" for "after" is how news English goes on.
        followed = any(x.folded in ("after", "following", "when", "amid", "before") for x in between)
        joined = joined or (followed and strict)
        apart = abs(unit.pw[a].sentence - unit.pw[b].sentence)
        if b - a > 40 or apart > int(strict) or not (joined or apart):
            continue
        child = unit.cw[left[-1]].start, unit.cw[right[-1]].end
        parent = unit.pw[a].start, unit.pw[b].end
        why = became(sheet, parent, child, "One thing is now told as bringing about the other")
        # The reason often stands in a sentence of its own behind what it explains.
        sure = strict and not leading and not ((followed or apart) and w.folded == "because")
        yield Finding("link_added", [child], [parent], why, None if sure else "low")

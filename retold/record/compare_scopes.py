"""Shares and parts of the same things: most told as all, a part of a region as the region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record.compare_superlatives import FIELD_WORDS, child_has, is_superlative
from retold.record.comparing import Finding, Sheet, Unit, W, became, same
from retold.record.frames import is_past
from retold.record.lexicon import word_set

SHARE_STEPS = {
    w: n
    for n, ws in enumerate(("no", "few", "some several", "many", "most", "all every entire whole"))
    for w in ws.split()
}


def compare_shares(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another share of the same things: "most residents" -> "all residents"."""
    for i, j in sorted(unit.pairs.items()):
        if same(unit.cw[i], unit.pw[j]) < 2:
            continue
        mine, theirs = _scope(unit.cw, i), _scope(unit.pw, j)
        if mine is not None and theirs is None and unit.cw[mine].folded in ("all", "every", "entire", "whole"):
            yield from _made_whole(sheet, unit, (mine, i), j)
        if mine is None and theirs is not None:
            yield from _shareless(sheet, unit, i, (theirs, j))
        if mine is None or theirs is None:
            continue
        one, other = SHARE_STEPS[unit.pw[theirs].folded], SHARE_STEPS[unit.cw[mine].folded]
        if one == other == 5 and theirs and unit.pw[theirs - 1].folded in _NEARLY:
            before = unit.cw[mine - 1].folded if mine else ""
            if before not in _NEARLY and before not in ("not", "but"):
                child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[theirs - 1].start, unit.pw[j].end)
                why = became(sheet, parent, child, "A part is told as the whole")
                yield Finding("hedge_dropped", [child], [parent], why, "medium")
        if one == other or 0 in (one, other) or {one, other} <= {2, 3}:
            continue
        child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[theirs].start, unit.pw[j].end)
        yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "Another share"))


_NEARLY = word_set("nearly almost virtually practically")
_SHARING = word_set("few some several many most")


def _shareless(sheet: Sheet, unit: Unit, i: int, parent_at: tuple[int, int]) -> Iterator[Finding]:
    """A share of the parent's that the child does not give: "some of the wells" -> "the wells".

    "Some residents complained" -> "residents complained" is how news English goes on: only "the" makes it all of
    them. "Most" and "few" are missed without it.
    """
    theirs, j = parent_at
    share = unit.pw[theirs]
    if share.folded not in _SHARING or unit.cw[i].kind != "word" or theirs in unit.back or theirs + 1 == j == 0:
        return
    if any(unit.pw[n].kind == "number" for n in range(theirs + 1, j)):
        return
    # A number, another share, or "a group of" stands there.
    first = i
    while first and unit.cw[first - 1].clause == unit.cw[i].clause and unit.cw[first - 1].content:
        first -= 1
    before = unit.cw[first - 1].folded if first and unit.cw[first - 1].sentence == unit.cw[i].sentence else ""
    around = {w.folded for w in unit.cw[max(0, i - 5) : i + 4]}
    if any(w.kind == "number" for w in unit.cw[max(0, i - 4) : i]) or around & (_SHARES | set(SHARE_STEPS)):
        return
    defined = before in ("the", "its", "their", "his", "her", "these", "those") and first >= i - 1
    speaks = any(w.folded in _SPEAKING for w in unit.cw[i + 1 : i + 3])
    if (
        not (unit.cw[i].folded.endswith("s") or unit.cw[i].folded in _PLURALS)
        or (share.folded not in ("most", "few") and not defined)
        or speaks
    ):
        return
    child, parent = (unit.cw[i].start, unit.cw[i].end), (share.start, unit.pw[j].end)
    why = became(sheet, parent, child, "A part is told as the whole")
    sure = defined or share.folded in ("most", "few")
    yield Finding("qualifier_dropped", [child], [parent], why, "medium" if sure else "low")


_PLURALS = word_set("people children men women police staff crew personnel teeth feet")
_SPEAKING = word_set(
    "say says said tell told believe believes believed think thinks thought complain complained want wanted warn warned report "
    "reported forecast predict predicted fear feared hope hoped agree agreed argue argued claim claimed"
)

_SHARES = word_set(
    "half part parts partly third quarter majority minority handful number portion fraction certain other others mostly mainly "
    "largely among many hundreds dozens thousands group percent both each none any"
)

# What is only a part or a kind of the thing after "of".
_PARTITIVE = word_set(
    "part parts section sections portion half third quarter form forms type types kind kinds stretch version versions variant "
    "minority majority fraction handful stage stages branch wing subset proportion"
)


def find_parts_of(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A part or kind of a thing told as the thing: "the early form of the disease" -> "the disease"."""
    for n, w in enumerate(unit.pw[:-2]):
        if w.folded not in _PARTITIVE or n in unit.back or unit.pw[n + 1].folded != "of":
            continue
        thing = next((m for m in range(n + 2, min(len(unit.pw), n + 6)) if unit.pw[m].content), None)
        while thing is not None and thing + 1 < len(unit.pw) and _goes_on(sheet, unit.pw, thing):
            thing += 1
        if thing is None or thing not in unit.back or unit.pw[thing].sentence != w.sentence:
            continue
        i = unit.back[thing]
        if same(unit.pw[thing], unit.cw[i]) < 2 or unit.pw[thing].kind == "number":
            continue
        near = {x.folded for x in unit.cw[max(0, i - 6) : i + 5]}
        if near & (_PARTITIVE | _SHARES | set(SHARE_STEPS) | {"in", "from"}) or any(
            x.kind == "number" for x in unit.cw[max(0, i - 3) : i]
        ):
            continue
        # "80 metres of a bridge" is a part as well.
        measured = (n for n in range(max(1, i - 3), i) if unit.cw[n].folded == "of")
        if any(x.kind == "number" for n in measured for x in unit.cw[max(0, n - 2) : n]):
            continue
        if i and unit.cw[i - 1].content and i - 1 not in unit.pairs and unit.cw[i - 1].clause == unit.cw[i].clause:
            continue  # "the eastern city", "early dementia": told in another word
        first = n
        while first and unit.pw[first - 1].content and unit.pw[first - 1].clause == w.clause:
            first -= 1
        child, parent = (unit.cw[i].start, unit.cw[i].end), (unit.pw[first].start, unit.pw[thing].end)
        why = became(sheet, parent, child, "A part is told as the whole")
        yield Finding("qualifier_dropped", [child], [parent], why, "medium")
        return


def _goes_on(sheet: Sheet, words: Sequence[W], at: int) -> bool:
    after = words[at + 1]
    return after.content and after.kind == "word" and after.clause == words[at].clause and not is_past(after)


def _made_whole(sheet: Sheet, unit: Unit, child_at: tuple[int, int], j: int) -> Iterator[Finding]:
    """ "86,000 bicycles" -> "all its bicycles": a share that the parent does not give."""
    mine, i = child_at
    whole = any(w.folded in SHARE_STEPS and SHARE_STEPS[w.folded] > 3 for w in unit.pw)
    counted = any(w.kind == "number" for w in unit.pw[max(0, j - 3) : j])
    if whole or not counted or unit.cw[i].kind != "word" or mine + 1 >= i or unit.cw[mine + 1].kind == "number":
        return
    child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[max(0, j - 3)].start, unit.pw[j].end)
    yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "A part is told as the whole"))


_COMPASS = word_set(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern upper lower inner outer"
)


def compare_regions(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A part of a region told as the region: "northern Europe" -> "Europe"."""
    for j, w in enumerate(unit.pw[:-1]):
        name = unit.pw[j + 1]
        i = unit.back.get(j + 1)
        if (
            w.folded not in _COMPASS
            or name.kind != "name"
            or i is None
            or j in unit.back
            or name.sentence != w.sentence
        ):
            continue
        if (
            sheet.parent.parts(w, name)
            or child_has(unit, w)
            or (i and unit.cw[i - 1].content and not sheet.child.parts(unit.cw[i - 1], unit.cw[i]))
        ):
            continue
        child, parent = (unit.cw[i].start, unit.cw[i].end), (w.start, name.end)
        # It weighs where something is the first or the largest there; elsewhere the reader is only told less closely.
        ranked = any(is_superlative(unit.pw, n) for n in range(max(0, j - FIELD_WORDS), j))
        why = became(sheet, parent, child, "A part is told as the whole")
        yield Finding("scope_changed", [child], [parent], why, None if ranked else "low")


def _scope(words: Sequence[W], at: int) -> int | None:
    """The word of share right before a noun, "of the" passed over."""
    n = at - 1
    while (
        n >= 0
        and at - n <= 3
        and words[n].folded in ("of", "the", "its", "their")
        and words[n].sentence == words[at].sentence
    ):
        n -= 1
    if n < 0 or words[n].folded not in SHARE_STEPS or words[n].sentence != words[at].sentence:
        return None
    return None if n and words[n - 1].folded in ("at", "the", "not") else n

"""Another word in the very place of one: a kindred word, another noun after the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.compare_scopes import SHARE_STEPS
from retold.record.comparing import Finding, Place, Severity, Sheet, Unit, W, are_apart, became, is_kin, same
from retold.record.frames import frame, is_past
from retold.record.lexicon import word_set


def find_replaced(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """One word in the very place of another, whatever else the reports have: "called on all parties" -> "on the government"."""
    for i, c in enumerate(unit.cw[:-1]):
        if not c.content or c.kind != "word" or not i or len(c.folded) < 4 or is_past(c) or c.folded.endswith("ly"):
            continue
        left = next((n for n in range(i - 1, max(-1, i - 4), -1) if n in unit.pairs), None)
        if left is None or any(unit.cw[n].content for n in range(left + 1, i)) or unit.cw[left].sentence != c.sentence:
            continue
        j = next(
            (
                n
                for n in range(unit.pairs[left] + 1, min(len(unit.pw), unit.pairs[left] + 4))
                if unit.pw[n].content and unit.pw[n].folded not in SHARE_STEPS
            ),
            None,
        )
        if (
            j is None
            or j in unit.back
            or (
                i in unit.pairs
                and unit.pw[unit.pairs[i]].sentence == unit.pw[j].sentence
                and abs(unit.pairs[i] - j) < FAR
            )
            or unit.pw[j].kind != "word"
            or unit.pw[j].sentence != unit.pw[unit.pairs[left]].sentence
        ):
            continue
        p = unit.pw[j]
        between = {w.folded for w in unit.cw[left + 1 : i]} & _PREPOSITIONS
        theirs = {w.folded for w in unit.pw[unit.pairs[left] + 1 : j]} & _PREPOSITIONS
        if (
            between != theirs
            or is_past(p)
            or (c.folded.endswith("ing") != p.folded.endswith("ing"))
            or p.folded.endswith("ly")
            or (not between and not (left == i - 1 and unit.cw[left].kind == "number") and not _governs(unit, left, i))
            or same(c, p)
            or lexicon.is_a("filler", c.text)
            or lexicon.is_a("filler", p.text)
        ):
            continue
        counted = unit.cw[left].kind == "number"
        if c.folded[:4] == p.folded[:4] or (not counted and (sheet.parent.in_figure(p) or sheet.child.in_figure(c))):
            continue
        # What follows must fit too: the same word, or the end of the clause on both sides.
        if not _ends_alike(unit, i, j):
            continue
        one, other = (unit.pw[unit.pairs[left]].start, p.end), (unit.cw[left].start, c.end)
        severity: Severity = "medium" if are_apart(sheet, c, p) else "low"
        yield Finding("term_changed", [other], [one], became(sheet, one, other, "Another term in its place"), severity)


def _governs(unit: Unit, verb: int, at: int) -> bool:
    """Whether a word is the object of the past verb before it, with nothing but an article between."""
    between = unit.cw[verb + 1 : at]
    return (
        is_past(unit.cw[verb])
        and is_past(unit.pw[unit.pairs[verb]])
        and len(between) < 3
        and not lexicon.is_a("cue", unit.cw[verb].text)
    )


FAR = 8  # words: a word of the child that answers one so far off in the sentence answers another mention
_PREPOSITIONS = word_set("of on in at to for from with by between among against about over under into through during")


def _ends_alike(unit: Unit, i: int, j: int) -> bool:
    last_c = i + 1 >= len(unit.cw) or unit.cw[i + 1].clause != unit.cw[i].clause
    last_p = j + 1 >= len(unit.pw) or unit.pw[j + 1].clause != unit.pw[j].clause
    if last_c and last_p:
        return True
    mine = next((n for n in range(i + 1, min(len(unit.cw), i + 6)) if unit.cw[n].content), None)
    theirs = next((n for n in range(j + 1, min(len(unit.pw), j + 6)) if unit.pw[n].content), None)
    if mine is not None and unit.pairs.get(mine) == theirs and theirs is not None:
        return True
    return not last_c and not last_p and unit.cw[i + 1].folded == unit.pw[j + 1].folded


def find_kindred(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Words that stand for each other here and are not the same: "scrap" for "cut", "order" for "system"."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if not is_kin(c, p) or "name" in (c.kind, p.kind) or "number" in (c.kind, p.kind):
            continue
        if lexicon.is_a("cue", c.text) or lexicon.is_a("cue", p.text) or sheet.parent.has_word(c):
            continue
        verb = is_verb(unit.cw, i, frame(sheet.child, unit.cw, i).rung)
        theirs = is_verb(unit.pw, j, frame(sheet.parent, unit.pw, j).rung)
        kept = shared_object(unit, i, j) if verb and theirs else None
        if kept is not None:
            one = frame(sheet.parent, unit.pw, j).start, unit.pw[kept[1]].end
            other = frame(sheet.child, unit.cw, i).start, unit.cw[kept[0]].end
            yield Finding("predicate_changed", [other], [one], became(sheet, one, other, "Another verb"), "low")
            continue
        beside = [(i + d, j + d) for d in (-1, 1) if (i + d, j + d) in unit.pairs.items()]
        if verb == theirs and (beside or find_anchor(unit, i, -1) is not None):
            one, other = _noun_phrase(unit.pw, j), _noun_phrase(unit.cw, i)
            yield Finding("term_changed", [other], [one], became(sheet, one, other, "Another term"))


def _noun_phrase(words: Sequence[W], at: int) -> Place:
    """A word with up to two content words right before it."""
    first = at
    while first > max(0, at - 2) and words[first - 1].content and words[first - 1].clause == words[at].clause:
        first -= 1
    return words[first].start, words[at].end


def find_anchor(unit: Unit, at: int, step: int) -> int | None:
    n = at + step
    while 0 <= n < len(unit.cw) and unit.cw[n].sentence == unit.cw[at].sentence and abs(n - at) <= 5:
        if n in unit.pairs:
            return n
        n += step
    return None


def is_verb(words: Sequence[W], at: int, rung: int | None) -> bool:
    if at and words[at - 1].folded in (
        "to",
        "will",
        "would",
        "may",
        "might",
        "could",
        "can",
        "should",
        "must",
        "shall",
    ):
        return True
    return rung is not None and is_past(words[at]) and at + 1 < len(words)


def shared_object(unit: Unit, i: int, j: int) -> tuple[int, int] | None:
    """The next word after both verbs that answers the other's."""
    for n in range(i + 1, min(len(unit.cw), i + 5)):
        if n in unit.pairs and 0 < unit.pairs[n] - j <= 5:
            return n, unit.pairs[n]
    return None

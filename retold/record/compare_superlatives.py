"""Superlatives: the field in which something is the largest, changed or gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record.comparing import Finding, Sheet, Unit, W, became, same
from retold.record.lexicon import word_set

_REGIONS = word_set(
    "town city district province state region county country nation island continent world europe africa asia america globe "
    "history decade century year league"
)


def compare_fields(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another field in which something is the largest: "in the country" -> "in the world"."""
    found = []
    for words in (unit.cw, unit.pw):
        best = [
            n
            for n, w in enumerate(words)
            if (w.folded.endswith("est") and len(w.folded) > 5)
            or w.folded in ("best", "worst", "first", "only", "most")
        ]
        fields = [
            m
            for n in best
            for m in range(n + 1, min(len(words), n + 6))
            if words[m].folded in _REGIONS
            and words[m].sentence == words[n].sentence
            and any(x.folded in ("in", "of") for x in words[n:m])
        ]
        found.append((best, fields))
    (mine, here), (theirs, there) = found
    if len(here) != 1 or len(there) != 1 or not mine or not theirs:
        return
    c, p = unit.cw[here[0]], unit.pw[there[0]]
    if (
        unit.cw[mine[0]].stem != unit.pw[theirs[0]].stem
        or same(c, p)
        or sheet.parent.has_word(c)
        or sheet.child.has_word(p)
    ):
        return
    child, parent = (unit.cw[mine[0]].start, c.end), (unit.pw[theirs[0]].start, p.end)
    yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "Another field of comparison"))


FIELD_WORDS = 5  # how far behind a superlative the field it is the first of may stand


def is_superlative(words: Sequence[W], n: int) -> bool:
    w = words[n]
    if (w.folded.endswith("est") and len(w.folded) > 5) or w.folded in ("best", "worst", "only", "sole"):
        return True
    return w.folded == "first" and n > 0 and words[n - 1].folded == "the"


def find_fields_gone(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A superlative without the field it held in: "second-largest partner in the region" -> "second-largest partner"."""
    for j in range(len(unit.pw)):
        i = unit.back.get(j)
        if i is None or not is_superlative(unit.pw, j) or unit.cw[i].folded != unit.pw[j].folded:
            continue
        opened = next(
            (
                n
                for n in range(j + 1, min(len(unit.pw) - 1, j + FIELD_WORDS))
                if unit.pw[n].folded in ("in", "of", "among") and unit.pw[n].clause == unit.pw[j].clause
            ),
            None,
        )
        if opened is None:
            continue
        field: list[int] = []
        for n in range(opened + 1, min(len(unit.pw), opened + 5)):
            if unit.pw[n].clause != unit.pw[j].clause or (field and not unit.pw[n].content):
                break
            if unit.pw[n].content:
                field.append(n)
        noun = [n for n in range(j + 1, opened) if unit.pw[n].content]
        if (
            not field
            or any(w.kind == "number" for w in (unit.pw[n] for n in field))
            or not all(n in unit.back for n in noun)
        ):
            continue
        if any(n in unit.back or child_has(unit, unit.pw[n]) for n in field):
            continue
        # Another field, or a genitive: "Tavaria's largest", "the country's first".
        rest = [w for w in unit.cw[i + 1 : i + 1 + FIELD_WORDS] if w.clause == unit.cw[i].clause]
        owned = [w for w in unit.cw[max(0, i - 3) : i] if w.folded == "s" or w.content]
        theirs = [w for w in unit.pw[max(0, j - 3) : j] if w.folded == "s" or w.content]
        if any(w.folded in ("in", "of", "among", "across") for w in rest) or len(owned) > len(theirs):
            continue
        parent, child = (
            (unit.pw[j].start, unit.pw[field[-1]].end),
            (unit.cw[i].start, (rest[0] if rest else unit.cw[i]).end),
        )
        yield Finding(
            "scope_changed", [child], [parent], became(sheet, parent, child, "The field of comparison is gone")
        )
        return


def find_one_of(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """One of the largest told as the largest: "among its most visited works" -> "its most visited work"."""
    for j in range(len(unit.pw)):
        w = unit.pw[j]
        best = w.folded in ("most", "best", "worst") or (w.folded.endswith("est") and len(w.folded) > 5)
        if not best:
            continue
        opened = [x.folded for x in unit.pw[max(0, j - 3) : j] if x.sentence == w.sentence]
        if not ("among" in opened or (opened[:2] == ["one", "of"] or opened[1:3] == ["one", "of"])):
            continue
        after = next((n for n in range(j, min(len(unit.pw), j + 3)) if n in unit.back), None)
        if after is None:
            continue
        i = unit.back[after]
        near = [x.folded for x in unit.cw[max(0, i - 5) : i + 1] if x.sentence == unit.cw[i].sentence]
        if {"among", "one", "of"} & set(near[:-1]) or w.folded not in near:
            continue
        child, parent = (
            (unit.cw[max(0, i - 1)].start, unit.cw[i].end),
            (unit.pw[max(0, j - 2)].start, unit.pw[after].end),
        )
        why = became(sheet, parent, child, "One of several is told as the first of them")
        yield Finding("scope_changed", [child], [parent], why, "medium")
        return


def child_has(unit: Unit, word: W) -> bool:
    """Whether the child's sentences have a word or one that stands for it."""
    return not unit.child_keys.isdisjoint((word.stem, *word.keys, *word.loose))

"""Parts and multiples: a part told as the whole, a range as one of its ends, another multiple, another rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from retold.record.comparing import Finding, Place, Sheet, Unit, W, became
from retold.record.lexicon import word_set
from retold.record.slots import FAMILY, Figure, figures

_MULTIPLES = {"twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "treble": 3, "threefold": 3, "thrice": 3,
          "fourfold": 4, "quadrupled": 4, "tenfold": 10, "halved": 0.5, "half": 0.5}  # fmt: skip

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def _multiples(unit: list[W]) -> list[tuple[float, Place]]:
    """The multiples that sentences compare by: "twice as many", "three times more"."""
    found: list[tuple[float, Place]] = []
    for n, w in enumerate(unit):
        follow = unit[n + 1].folded if n + 1 < len(unit) else ""
        if (
            w.folded == "times"
            and n
            and unit[n - 1].folded in _COUNTS
            and follow in ("as", "the", "more", "higher", "larger")
        ):
            found.append((_COUNTS[unit[n - 1].folded], (unit[n - 1].start, unit[n + 1].end)))
        elif w.folded in _MULTIPLES and (w.folded not in ("twice", "half", "double") or follow in ("as", "the")):
            found.append((_MULTIPLES[w.folded], (w.start, w.end)))
    return found


def compare_multiples(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child, parent = _multiples(unit.cw), _multiples(unit.pw)
    if len(child) == len(parent) == 1 and child[0][0] != parent[0][0]:
        why = became(sheet, parent[0][1], child[0][1], "Another multiple")
        yield Finding("number_changed", [child[0][1]], [parent[0][1]], why)


def find_ranges(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A range told as one of its ends: "between 700 and 900" -> "900"."""
    child = figures(sheet.child, unit.child_at)
    parent = figures(sheet.parent, unit.parent_at)
    for low, high in pairwise(parent):
        if low.sentence != high.sentence or low.value >= high.value:
            continue
        # "By 75 basis points to 6.5 percent" is a step and its end.
        if low.unit != high.unit and low.unit and low.unit in FAMILY:
            continue
        words = sheet.parent.words(low.sentence)
        first = next((n for n, w in enumerate(words) if w.end > low.place[0]), 0)
        between = [w.folded for w in words if low.place[1] <= w.start and w.end <= high.place[0]]
        opened = words[first - 1].folded if first else ""
        if not (
            (opened == "between" and "and" in between)
            or (opened == "from" and "to" in between)
            or (between == ["to"] and opened != "by")
        ):
            continue
        if len(between) > 2 or _same_side(opened, words, first):
            continue
        told = [f for f in child if f.value in (low.value, high.value)]
        # Both ends, or a bound or a middle, are the range in other words.
        if (
            len(told) != 1
            or told[0].bound not in ("exact", "up_to", "at_least")
            or (low.value in sheet.child.values and high.value in sheet.child.values)
        ):
            continue
        if low.bound != "exact" or not (told[0].head & high.head or not told[0].head or not high.head):
            continue
        place = (words[first - 1].start if opened in ("between", "from") else low.place[0]), high.place[1]
        why = became(sheet, place, told[0].place, "A range is told as one of its ends")
        if told[0].bound == "exact":
            yield Finding("number_changed", [told[0].place], [place], why, "medium")
        else:
            yield Finding("hedge_changed", [told[0].place], [place], why, "low")


_MOVING = word_set(
    "rise rises rose risen raise raises raised raising increase increases increased increasing fall falls fell fallen cut cuts "
    "drop drops dropped lower lowers lowered grow grew grown climb climbed change changed extend extended move moved up down"
)


def _same_side(opened: str, words: list[W], first: int) -> bool:
    """Whether "from 65 to 67" tells a change and no range."""
    return opened != "between" and any(w.folded in _MOVING for w in words[max(0, first - 8) : first])


_SHARING = word_set(
    "pay pays paid own owns owned fund funds funded finance finances financed cover covers covered bear bears bore hold holds held"
)


def _is_part_of(told: Figure, share: Figure, known: list[Figure]) -> bool:
    """Whether a figure is the share of one of those known: 750,000 is half of 1.5 million."""
    part = {"percent": share.value / 100, "fraction": share.value}.get(share.unit)
    return part is not None and any(
        abs(whole.value * part - told.value) <= 0.01 * told.value
        for whole in known
        if whole is not share and told.value
    )


def find_parts(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What is told of a part, told of the whole: "43 injured, 12 of them seriously" -> "43 seriously injured"."""
    child, parent = figures(sheet.child, unit.child_at), figures(sheet.parent, unit.parent_at)
    for figure in parent:
        words = [n for n, w in enumerate(unit.pw) if w.sentence == figure.sentence]
        inside = [n for n in words if unit.pw[n].start < figure.place[1] and unit.pw[n].end > figure.place[0]]
        if not inside or any(n in unit.back for n in inside) or round(figure.value, 6) in sheet.child.values:
            continue
        if any(_is_part_of(c, figure, parent) for c in child):
            continue  # "1.5 million, half of which" and "750,000"
        after = [n for n in words if n > inside[-1]][:4]
        of_them = (
            len(after) > 2
            and unit.pw[after[0]].folded == "of"
            and unit.pw[after[1]].folded in ("them", "whom", "which", "those")
        )
        # "186 million euros, of which Marenia pays 60 percent": there the figure is the whole.
        of_them = of_them and not sheet.parent.parts(unit.pw[inside[-1]], unit.pw[after[0]])
        share = figure.unit in ("percent", "fraction") and inside[0] and unit.pw[inside[0] - 1].folded in _SHARING
        told = [n for n in after[2:] if n in unit.back] if of_them else [inside[0] - 1] if share else []
        told = [n for n in told if n in unit.back and unit.pw[n].content]
        if not told:
            continue
        if any(a.folded == "of" and b.folded in ("them", "whom", "which", "those") for a, b in pairwise(unit.cw)):
            continue  # the child tells of a part too: another figure, if anything
        if any(
            unit.cw[n].folded in ("part", "partly", "some", "mostly", "largely", "half", "most", "many", "several")
            for n in range(len(unit.cw))
        ):
            continue
        met = [unit.back[n] for n in told]
        low, high = max(0, min(met) - 2), min(len(unit.cw), max(met) + 2)
        places = (
            (unit.cw[low].start, unit.cw[high - 1].end),
            (figure.place[0], max(unit.pw[told[-1]].end, figure.place[1])),
        )
        why = became(sheet, places[1], places[0], "What is said of a part is told of the whole")
        yield Finding("scope_changed", [places[0]], [places[1]], why, None if of_them else "low")


def _rest(words: list[W]) -> list[tuple[float, Place]]:
    """What is left out by "all but two"."""
    found = []
    for n in range(2, len(words)):
        value = next((float(k[1:]) for k in sorted(words[n].keys) if k[:1] == "#" and k[1:].isdigit()), None)
        if value is not None and words[n - 1].folded == "but" and words[n - 2].folded == "all":
            found.append((value, (words[n - 2].start, words[n].end)))
    return found


def compare_rests(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child, parent = _rest(unit.cw), _rest(unit.pw)
    if len(child) == len(parent) == 1 and child[0][0] != parent[0][0]:
        why = became(sheet, parent[0][1], child[0][1], "Another figure")
        yield Finding("number_changed", [child[0][1]], [parent[0][1]], why)

"""Figures: the same slot with another value, unit or bound; two values exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from retold import kinds
from retold.record.comparing import Finding, Place, Severity, Sheet, Side, Unit, W, became, same
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.words import fold, stem


class Figure(NamedTuple):
    """A quantity with the words around it."""

    place: Place
    value: float
    unit: str
    bound: str
    head: frozenset[str]  # keys of the noun it counts
    near: frozenset[str]  # keys of the content words around
    before: frozenset[str]  # keys of the word that governs it: "killed four"
    after: frozenset[str]  # keys of names and figures that follow: "1.4 percent in 2031"
    digits: frozenset[str]  # keys of the figures as written, whatever the unit
    sentence: int


CONTEXT_WORDS = 6  # on each side of a figure: what makes its slot

# Units that measure the same thing: another one of them beside the same number is another fact.
_MEASURES = (
    "kilometer km mile mi meter m metre foot ft feet yard inch centimeter cm millimeter mm nautical_mile",
    "knot kilometer_per_hour mile_per_hour meter_per_second foot_per_second mach",
    "kilogram kg gram tonne ton pound lb ounce stone",
    "celsius fahrenheit degree kelvin",
    "hectare acre square_kilometer square_mile square_meter square_foot",
    "liter litre gallon barrel bottle",
    "percent percentage_point basis_point",
    "second minute hour day week month year decade",
    "usd eur gbp jpy cny chf cad aud inr rub brl mxn krw sek nok dkk pln try zar ars clp cop pen dollar euro yen yuan",
)
_FAMILY = {unit: n for n, units in enumerate(_MEASURES) for unit in units.split()}
_SPELLED = {
    "km": "kilometer", "mi": "mile", "metre": "meter", "m": "meter", "ft": "foot", "feet": "foot", "kg": "kilogram",
    "lb": "pound", "litre": "liter", "cm": "centimeter", "mm": "millimeter", "kilometre": "kilometer", "mln": "million",
    "dollar": "usd", "euro": "eur", "yen": "jpy", "yuan": "cny", "pound": "gbp", "tonnes": "tonne", "ton": "tonne",
    "percentage": "percent", "%": "percent", "pct": "percent", "miles": "mile",
}  # fmt: skip
_PEOPLE = frozenset(
    stem(w) for w in word_set("person people man woman child resident worker employee staff soldier troop")
)


_GENERIC = frozenset(stem(w) for w in word_set("person persons people others individuals"))


def _unit(name: str | None) -> str:
    name = fold(name or "").strip().replace(" ", "_").replace("-", "_")
    name = name.replace("metre", "meter").replace("litre", "liter")
    first, _, last = name.rpartition("_")
    if first in ("square", "cubic"):
        return f"{first}_{_unit(last)}"
    name = _SPELLED.get(name, name)
    if name in _FAMILY:
        return name
    singular = name.removesuffix("s")
    return _SPELLED.get(singular, singular)


def figures(side: Side, sentences: list[int]) -> list[Figure]:
    """The figures in `sentences`, in text order."""
    return [f for at in sorted(sentences) for f in _figures_at(side, at)]


def _figures_at(side: Side, at: int) -> list[Figure]:
    found = []
    words = side.words(at)
    for place, q in side.quantities.get(at, ()):
        if q.value is None or q.bound in ("label", "vague"):
            continue
        inside = [n for n, w in enumerate(words) if w.start < place[1] and w.end > place[0]]
        if not inside or _is_clock(words, inside):
            continue
        first, last = inside[0], inside[-1]
        around = words[max(0, first - CONTEXT_WORDS) : first] + words[last + 1 : last + 1 + CONTEXT_WORDS]
        near = frozenset(k for w in around if w.content and w.kind != "number" for k in (*w.keys, *w.loose))
        head = {k for n in inside if words[n].kind in ("word", "name") for k in words[n].keys}
        noun = words[last + 1 : last + 2]
        if not head and noun and noun[0].content and noun[0].kind != "number":
            head |= noun[0].keys
        follow = words[last + 1 : last + 4]
        stop = next((n for n, w in enumerate(follow) if w.folded in ("and", "or", "but")), len(follow))
        after = frozenset(k for w in follow[:stop] if w.kind in ("number", "name") for k in w.keys)
        governing = words[first - 1 : first] if first else []
        before = frozenset(k for w in governing if w.content and w.kind == "word" for k in w.keys)
        digits = frozenset(k for n in inside if words[n].kind == "number" for k in words[n].keys)
        bound: str = q.bound
        if bound == "up_to" and words[first].folded == "up" and first and words[first - 1].folded in _CLIMBING:
            # "Went up to 7.8 percent" rose; it is no bound.
            number = next((n for n in inside if words[n].kind == "number"), first)
            bound, place = "exact", (words[number].start, place[1])
        elif bound == "up_to" and words[first].folded not in _CEILINGS and not _may_be(words[:first]):
            bound = "exact"  # "rising to 4.5 percent", "could reach 30 million": where it goes, and no ceiling
        unit = _unit(q.unit)
        if _is_age(side, words, inside, q):
            unit, head = "age", {"=age"}
        if unit == "fraction":
            head = {"=fraction"}  # "half of them", "three quarters of them"
        if unit in _FAMILY:
            head.add("=" + unit)  # "$6 million" and "600,000 dollars" are of one kind, whatever words they have
        if "square" in (w.folded for n in inside for w in (words[n],)) and not unit.startswith("square"):
            unit = "square_" + unit
        found.append(Figure(place, float(q.value), unit, bound, frozenset(head), near, before, after, digits, at))
    return sorted(found, key=lambda f: f.place)


def _is_clock(words: list[W], inside: list[int]) -> bool:
    """Whether a figure is of a time of day in words: "at twenty to nine"."""
    follow = words[inside[-1] + 1 : inside[-1] + 3]
    return (
        inside[0] > 0
        and len(inside) == 1
        and words[inside[0]].folded.isalpha()
        and words[inside[0] - 1].folded in ("at", "until", "by", "from", "around", "about")
        and len(follow) == 2
        and follow[0].folded in ("to", "past")
        and follow[1].kind == "number"
    )


_CLIMBING = word_set(
    "go goes going gone went rise rises rose risen climb climbs climbed move moves moved edge edged crept shot"
)
_PERIOD_STEMS = frozenset(stem(w) for w in word_set("second minute hour day week month year annual quarter decade"))


def _may_be(words: list[W]) -> bool:
    """Whether what follows may come and need not: "could rise to 45 million"."""
    return any(w.folded in ("can", "could", "may", "might") for w in words[-4:])


_CEILINGS = word_set("up as at maximum max no not")
OLDEST = 115  # years


def _is_age(side: Side, words: list[W], inside: list[int], q: kinds.Quantity) -> bool:
    """Whether a figure is somebody's age: "38-year-old", "aged 38", ", 38,"."""
    if q.value is None or q.bound != "exact" or not 0 < q.value <= OLDEST or q.value % 1:
        return False
    first, last = words[inside[0]], words[inside[-1]]
    told = side.text[first.start : last.end].casefold()
    if q.of == "age" or "year-old" in told or "years old" in told:
        return True
    if inside[0] and words[inside[0] - 1].folded == "aged":
        return True
    if q.unit or len(inside) != 1 or not inside[0]:
        return False
    before = side.text[words[inside[0] - 1].end : first.start].strip()
    after = side.text[last.end : last.end + 1]
    return before == "," and after in (",", ".", ";") and words[inside[0] - 1].kind in ("name", "word")


_PERIODS = {
    "second": "second", "minute": "minute", "hour": "hour", "hourly": "hour", "day": "day", "daily": "day",
    "week": "week", "weekly": "week", "month": "month", "monthly": "month", "year": "year", "yearly": "year",
    "annually": "year", "annual": "year", "quarter": "quarter", "quarterly": "quarter",
}  # fmt: skip
RATE_WORDS = 5  # how far behind a figure "a year" may stand: "290 million crowns ($27 million) a year"


def _rate(side: Side, figure: Figure) -> tuple[str, Place] | None:
    """The period that a figure is counted by ("a year", "per month", "monthly"), with its place."""
    words = [w for w in side.words(figure.sentence) if w.start >= figure.place[1]][:RATE_WORDS]
    for n, w in enumerate(words):
        gap = side.text[figure.place[1] if n == 0 else words[n - 1].end : w.start]
        # "900 tonnes of waste a day": what is counted may stand between.
        if any(c in ".;:—" for c in gap) or w.folded in ("and", "but", "or", "from", "in", "to"):
            return None
        if w.kind == "number" and "(" not in side.text[figure.place[1] : w.start]:
            return None  # another figure's: "1.5 million, 500,000 a year"; one in brackets is the same in other money
        period = _PERIODS.get(w.folded)
        if period is not None and (
            w.folded.endswith("ly") or (n and words[n - 1].folded in ("a", "an", "per", "each", "every"))
        ):
            return period, (figure.place[0], w.end)
    return None


def _same_value(a: Figure, b: Figure) -> bool:
    if abs(a.value - b.value) <= 1e-9 * max(1.0, abs(a.value)):
        return True
    points = {"basis_point": 0.01, "percentage_point": 1.0, "percent": 1.0}
    if a.unit != b.unit and a.unit in points and b.unit in points:
        return abs(a.value * points[a.unit] - b.value * points[b.unit]) <= 1e-9
    return False


def _units_clash(a: Figure, b: Figure) -> bool:
    """Whether both are measured, and differently: by another kind of measure only where the surroundings agree."""
    if a.unit == b.unit or a.unit not in _FAMILY or b.unit not in _FAMILY:
        return False
    shared = len(a.near & b.near) / max(1, min(len(a.near), len(b.near)))
    return _FAMILY[a.unit] == _FAMILY[b.unit] or shared >= 0.5


def _units_agree(a: Figure, b: Figure) -> bool:
    if a.unit == b.unit:
        return True
    if a.unit in _FAMILY or b.unit in _FAMILY:
        return False
    left, right = stem(a.unit), stem(b.unit)
    return not left or not right or left == right or (left in _PEOPLE and right in _PEOPLE) or bool(a.head & b.head)


def _closeness(a: Figure, b: Figure) -> float:
    """How much the surroundings of two figures have in common, 0..1, the noun counted double."""
    if not a.near and not b.near:
        return 0.5
    smaller = min(len(a.near), len(b.near)) or 1
    shared = len(a.near & b.near) / smaller
    if a.unit == b.unit == "person" and (a.head <= _GENERIC or b.head <= _GENERIC):
        return shared  # "281 people" may be "212 passengers": the noun says nothing either way
    return (shared + (2 if a.head & b.head else 0)) / 3 if a.head and b.head else shared


_TIMES = {"twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "treble": 3, "threefold": 3, "thrice": 3,
          "fourfold": 4, "quadrupled": 4, "tenfold": 10, "halved": 0.5, "half": 0.5}  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def _times(unit: list[W]) -> list[tuple[float, Place]]:
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
        elif w.folded in _TIMES and (w.folded not in ("twice", "half", "double") or follow in ("as", "the")):
            found.append((_TIMES[w.folded], (w.start, w.end)))
    return found


def _compare_times(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child, parent = _times(unit.cw), _times(unit.pw)
    if len(child) == len(parent) == 1 and child[0][0] != parent[0][0]:
        why = became(sheet, parent[0][1], child[0][1], "Another multiple")
        yield Finding("number_changed", [child[0][1]], [parent[0][1]], why)


Known = dict[float, list[Figure]]  # the figures of a report by value


def _by_value(side: Side) -> Known:
    found: Known = {}
    for figure in figures(side, list(range(len(side.sentences)))):
        found.setdefault(round(figure.value, 6), []).append(figure)
    return found


SMALL = 100  # a figure up to this is often had twice, of two things


def _is_told(figure: Figure, side: Side, known: Known) -> bool:
    """Whether a report has a figure anywhere: a small one only if it may count the same thing."""
    value = round(figure.value, 6)
    if value not in side.values:
        return False
    mine = {k for k in figure.head if k[:1] not in "~="}
    for other in known.get(value, ()):
        theirs = {k for k in other.head if k[:1] not in "~="}
        if (
            not mine
            or not theirs
            or mine & theirs
            or value > SMALL
            or _FAMILY.get(figure.unit) != _FAMILY.get(other.unit)
        ):
            return True
        if {figure.unit, other.unit} == {"person"} and (mine <= _GENERIC or theirs <= _GENERIC):
            return True
    return value not in known


def compare_numbers(sheet: Sheet) -> Iterator[Finding]:
    """Changed values, units and bounds."""
    known = _by_value(sheet.child), _by_value(sheet.parent)
    for unit in sheet.units:
        if not unit.headline:
            yield from _compare_times(sheet, unit)
            yield from _compare_rests(sheet, unit)
            yield from _compare_scores(sheet, unit)
            yield from _parts(sheet, unit)
            yield from _ranges(sheet, unit)
            yield from _estimates(sheet, unit)
        child, parent = figures(sheet.child, unit.child_at), figures(sheet.parent, unit.parent_at)
        if child and parent:
            yield from _compare(sheet, unit, child, parent, known)
        if not unit.headline:
            yield from _backwards(sheet, unit, child)
            yield from _rates_gone(sheet, unit, child, parent)
    yield from _beside(sheet)


def _beside(sheet: Sheet) -> Iterator[Finding]:
    """Figures of a sentence that answers none, against those of the sentences that its neighbours answer.

    A sentence that was made two leaves one half with few words to be known by: "... through five villages". Only
    what counts the same thing, once in each report, is compared.
    """
    if not sheet.directed:
        return
    every = [figures(side, list(range(len(side.sentences)))) for side in (sheet.child, sheet.parent)]
    for at in sorted(n for c, p in sheet.alone if not p for n in c):
        around = sorted({m for d in (-1, 1) for m in sheet.parent_of.get(at + d, ())})
        for c in figures(sheet.child, [at]) if around else ():
            counted = {k for k in c.head if k[:1] not in "=~"}
            if not counted or c.bound == "ordinal" or c.unit in _FAMILY or round(c.value, 6) in sheet.parent.values:
                continue
            mine, theirs = ([f for f in found if counted & f.head and f.unit == c.unit] for found in every)
            if len(mine) != 1 or len(theirs) != 1 or theirs[0].sentence not in around:
                continue
            p = theirs[0]
            if round(p.value, 6) not in sheet.child.values and p.bound != "ordinal" and _same_size(c, p):
                why = became(sheet, p.place, c.place, "Another figure")
                yield Finding("number_changed", [c.place], [p.place], why)


def _backwards(sheet: Sheet, unit: Unit, child: list[Figure]) -> Iterator[Finding]:
    """A rise to less or a fall to more, where the parent has both figures: "rose to 96 million from 131 million"."""
    for one, other in pairwise(child):
        if one.sentence != other.sentence or one.unit != other.unit or one.value == other.value:
            continue
        words = sheet.child.words(one.sentence)
        between = [w.folded for w in words if one.place[1] <= w.start and w.end <= other.place[0]]
        before = next((w.folded for w in reversed(words) if w.end <= one.place[0]), "")
        if between[-1:] not in (["from"], ["to"]) or len(between) > 3 or before not in ("to", "from"):
            continue
        start, goal = (other, one) if before == "to" else (one, other)
        way = _trend(sheet.child, one) or _trend_before(words, one)
        if way is None or before == between[-1] or (goal.value > start.value) == (way[0] > 0):
            continue
        told = figures(sheet.parent, list(range(len(sheet.parent.sentences))))
        met = [f for x in (one, other) for f in told if f.value == x.value and f.unit in (x.unit, "")][:2]
        if {f.value for f in met} != {one.value, other.value}:
            continue
        place = _hull((way[1].start, way[1].end), _hull(one.place, other.place))
        why = became(sheet, met[0].place, place, "A rise told as a fall, or a fall as a rise")
        yield Finding("trend_reversed", [place], [met[0].place, met[1].place], why)


def _trend_before(words: list[W], figure: Figure) -> tuple[int, W] | None:
    """The verb of rising or falling before "from 8 to 6" or "to 6 from 8"."""
    for w in reversed([w for w in words if w.end <= figure.place[0]][-TREND_WORDS:]):
        if w.folded in _UP | _DOWN and w.folded not in ("more", "less", "fewer", "added", "lost"):
            return (1 if w.folded in _UP else -1), w
    return None


def _over(words: list[W], figure: Figure) -> Place | None:
    """A figure with the years or months that it is spread over: "6 percent over two years"."""
    after = [w for w in words if w.start >= figure.place[1]][:4]
    for n in range(len(after) - 2):
        lead, number, period = after[n : n + 3]
        if lead.folded in ("over", "in", "within") and number.kind == "number" and period.stem in _PERIOD_STEMS:
            return figure.place[0], period.end
    return None


_TOTAL = word_set("total totalling totaling altogether overall all")


def _rates_gone(sheet: Sheet, unit: Unit, child: list[Figure], parent: list[Figure]) -> Iterator[Finding]:
    """What comes every year or month, told without it: "savings of 45 million a year" -> "savings of 45 million"."""
    for p in parent:
        rate = _rate(sheet.parent, p)
        told = [c for c in child if c.value == p.value and c.unit == p.unit]
        if rate is None or len(told) != 1 or sum(x.value == p.value for x in parent) != 1:
            continue
        words = sheet.child.words(told[0].sentence)
        span = _over(words, told[0])
        if span is not None:
            why = became(sheet, rate[1], span, "The same figure for another length of time")
            yield Finding("unit_changed", [span], [rate[1]], why)
            continue
        if any(w.folded in _PERIODS or w.stem in _PERIOD_STEMS for w in words):
            continue
        why = became(sheet, rate[1], told[0].place, "The length of time that it is counted by is gone")
        severity: Severity = "medium" if any(w.folded in _TOTAL for w in words) else "low"
        yield Finding("unit_changed", [told[0].place], [rate[1]], why, severity)


def _ranges(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A range told as one of its ends: "between 700 and 900" -> "900"."""
    child = figures(sheet.child, unit.child_at)
    parent = figures(sheet.parent, unit.parent_at)
    for low, high in pairwise(parent):
        if low.sentence != high.sentence or low.value >= high.value:
            continue
        # "By 75 basis points to 6.5 percent" is a step and its end.
        if low.unit != high.unit and low.unit and low.unit in _FAMILY:
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


_ESTIMATING = word_set(
    "put puts estimate estimates estimated estimating spoke speak speaks claim claims claimed reckon reckons reckoned"
)
ESTIMATE_WORDS = 6  # how far before a figure the word of estimating stands


def _estimates(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A figure that somebody put, told as it is: "organisers spoke of 60,000" -> "60,000 came"."""
    child = figures(sheet.child, unit.child_at)
    for figure in figures(sheet.parent, unit.parent_at):
        words = sheet.parent.words(figure.sentence)
        at = next((n for n, w in enumerate(words) if w.end > figure.place[0]), 0)
        cues = [n for n in range(max(1, at - ESTIMATE_WORDS), at) if words[n].folded in _ESTIMATING]
        told = [f for f in child if (_same_value(f, figure) and f.unit == figure.unit) or f.value == figure.value]
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


_SHARING = word_set(
    "pay pays paid own owns owned fund funds funded finance finances financed cover covers covered bear bears bore hold holds held"
)


def _parts(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What is told of a part, told of the whole: "43 injured, 12 of them seriously" -> "43 seriously injured"."""
    for figure in figures(sheet.parent, unit.parent_at):
        words = [n for n, w in enumerate(unit.pw) if w.sentence == figure.sentence]
        inside = [n for n in words if unit.pw[n].start < figure.place[1] and unit.pw[n].end > figure.place[0]]
        if not inside or any(n in unit.back for n in inside) or round(figure.value, 6) in sheet.child.values:
            continue
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
        child = [unit.back[n] for n in told]
        low, high = max(0, min(child) - 2), min(len(unit.cw), max(child) + 2)
        places = (
            (unit.cw[low].start, unit.cw[high - 1].end),
            (figure.place[0], max(unit.pw[told[-1]].end, figure.place[1])),
        )
        why = became(sheet, places[1], places[0], "What is said of a part is told of the whole")
        yield Finding("scope_changed", [places[0]], [places[1]], why, None if of_them else "low")


def _compare(
    sheet: Sheet, unit: Unit, child: list[Figure], parent: list[Figure], everywhere: tuple[Known, Known]
) -> Iterator[Finding]:
    scored = []
    for i, c in enumerate(child):
        for j, p in enumerate(parent):
            written = bool(c.digits & p.digits) and _units_clash(c, p) and _FAMILY[c.unit] == _FAMILY[p.unit]
            if (_same_value(c, p) or written) and (c.bound == "ordinal") == (p.bound == "ordinal"):
                score = 3 + 2 * (c.unit == p.unit) + 2 * _closeness(c, p)
                scored.append((-round(score, 6), i, j))
    left, right = set(range(len(child))), set(range(len(parent)))
    matched: list[tuple[int, int]] = []
    for _, i, j in sorted(scored):
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            matched.append((i, j))
    yield from _exchanged(sheet, child, parent, matched)
    for i, j in _written_alike(sheet, child, parent, left, right):
        c, p = child[i], parent[j]
        yield Finding("unit_changed", [c.place], [p.place], became(sheet, p.place, c.place, "Another unit"))
    for i, j in matched:
        c, p = child[i], parent[j]
        if _units_clash(c, p) and not _only_clearer(sheet, c, p) and (c.value == p.value or not _same_value(c, p)):
            yield Finding("unit_changed", [c.place], [p.place], became(sheet, p.place, c.place, "Another unit"))
            continue
        mine, theirs = _rate(sheet.child, c), _rate(sheet.parent, p)
        if mine is not None and theirs is not None and mine[0] != theirs[0] and c.value == p.value:
            why = became(sheet, theirs[1], mine[1], "The same figure for another length of time")
            yield Finding("unit_changed", [mine[1]], [theirs[1]], why)
        else:
            yield from _trends(sheet, c, p)
            yield from _bounds(sheet, unit, c, p)
            if not unit.headline:
                yield from _counted(sheet, c, p)
    if unit.headline:
        return
    yield from _ranks(sheet, child, parent)
    slipped = list(_slips(sheet, unit, child))
    for c, p in slipped:
        why = became(sheet, p.place, c.place, "Another figure, the same digits")
        yield Finding("number_changed", [c.place], [p.place], why)
    open_pairs = []
    for i in sorted(left):
        c = child[i]
        if any(c is x for x, _ in slipped):
            continue
        if c.bound == "ordinal":
            continue
        known = _is_told(c, sheet.parent, everywhere[1])
        for j in sorted(right):
            p = parent[j]
            # A figure that the parent has of something else is another one here only if all around it says so.
            if known and (
                not c.head & p.head or _closeness(c, p) < SURE_SLOT or any(x.value == c.value for x in parent)
            ):
                continue
            if p.bound == "ordinal" or _is_told(p, sheet.child, everywhere[0]):
                continue
            if not _units_agree(c, p) or _is_complement(c, p, unit):
                continue
            if _is_worked_out(c, parent) or _is_worked_out(p, child):
                continue
            if _counts_part(sheet.child, c) or _counts_part(sheet.parent, p):
                continue
            close = _closeness(c, p)
            if not _same_size(c, p) and close < 0.67:
                continue
            if not c.unit and not p.unit and not c.head & p.head and close < 0.67:
                continue
            # Alone of its unit on both sides a figure needs less around it than one of several, and than one of
            # two reports neither of which need have the other's figure.
            alone = _count(child, left, c.unit) == 1 and _count(parent, right, p.unit) == 1
            needed = (
                sheet.settings.record_same_slot_alone if alone and sheet.directed else sheet.settings.record_same_slot
            )
            # The last two that are left of a row that is alike are held against each other, whatever stands around them.
            last = len(left) == len(right) == 1 and sheet.directed and unit.likeness >= LAST_LIKENESS
            if close >= needed or (last and close >= LAST_SLOT):
                open_pairs.append((-round(close, 6), i, j))
    for _, i, j in sorted(open_pairs):
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            c, p = child[i], parent[j]
            rounded = abs(c.value - p.value) <= 0.05 * max(abs(p.value), abs(c.value)) and c.bound != "exact"
            what = "Rounded" if rounded else "Another figure"
            why = became(sheet, p.place, c.place, what)
            unsure = rounded or _closeness(c, p) < sheet.settings.record_same_slot_alone
            yield Finding("number_changed", [c.place], [p.place], why, "low" if unsure else None)


def _ranks(sheet: Sheet, child: list[Figure], parent: list[Figure]) -> Iterator[Finding]:
    """Another place in an order, of the same thing: "a fifth defendant" -> "a fourth defendant"."""
    mine, theirs = ([f for f in found if f.bound == "ordinal" and f.head] for found in (child, parent))
    for c in mine:
        others = [p for p in theirs if p.head & c.head]
        if len(others) != 1 or len([x for x in mine if x.head & c.head]) != 1 or others[0].value == c.value:
            continue
        p = others[0]
        if c.value not in _ordinals(sheet.parent) and p.value not in _ordinals(sheet.child):
            why = became(sheet, p.place, c.place, "Another place in the order")
            yield Finding("number_changed", [c.place], [p.place], why)


def _ordinals(side: Side) -> set[float]:
    """The values of all ordinals of a report."""
    found = (q for group in side.quantities.values() for _, q in group)
    return {float(q.value) for q in found if q.bound == "ordinal" and q.value is not None}


def _written_alike(
    sheet: Sheet, child: list[Figure], parent: list[Figure], left: set[int], right: set[int]
) -> Iterator[tuple[int, int]]:
    """Open figures with the same digits and another value, one in points and one in hundredths of them."""
    for i in sorted(left):
        for j in sorted(right):
            c, p = child[i], parent[j]
            points = ["basis" in side.cut(f.place).casefold() for side, f in ((sheet.child, c), (sheet.parent, p))]
            if c.digits & p.digits and points[0] != points[1] and {c.unit, p.unit} <= _POINTS:
                left.discard(i)
                right.discard(j)
                yield i, j
                break


_POINTS = frozenset({"percent", "percentage_point", "basis_point"})

_UP = word_set(
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown climb climbs climbed jump jumps "
    "jumped surge surges surged soar soared gain gains gained advance advanced up higher raised raise raises hike hiked lifted "
    "rallied expanded added more climbing widened quickened accelerated strengthened swelled ballooned rocketed"
)
_DOWN = word_set(
    "fall falls fell fallen falling drop drops dropped decline declines declined decrease decreases decreased dip dipped slip "
    "slips slipped slid plunge plunged tumble tumbled sank down lower cut cuts reduced reduce shrank contracted lost slumped less "
    "fewer shed ease eases eased easing narrowed narrows slowed slows weakened softened shrunk shrinks halved slashed trimmed "
    "plummeted tumbles plunges slumps dwindled dropping"
)
# Behind a figure: "3 percent fewer than".
_MORE = word_set("more higher larger greater longer up above taller faster older")
_LESS = word_set("fewer less lower smaller shorter down below slower younger")
TREND_WORDS = 6  # how far before a figure its trend may stand


def _trends(sheet: Sheet, c: Figure, p: Figure) -> Iterator[Finding]:
    """The same figure as a rise and as a fall: "fell 4.5 percent" -> "rose 4.5 percent"."""
    mine, theirs = _trend(sheet.child, c), _trend(sheet.parent, p)
    if mine is None or theirs is None or mine[0] == theirs[0] or c.unit != p.unit or c.bound == "ordinal":
        return
    # "Eased to 2.8 percent" is where it went, "up 2.8 percent" by how much.
    if _is_goal(sheet.child, c) != _is_goal(sheet.parent, p) or _is_of_another(sheet, (c, mine[1]), (p, theirs[1])):
        return
    child, parent = _hull((mine[1].start, mine[1].end), c.place), _hull((theirs[1].start, theirs[1].end), p.place)
    why = became(sheet, parent, child, "The other way round")
    yield Finding("trend_reversed", [child], [parent], why)


def _is_goal(side: Side, figure: Figure) -> bool:
    """Whether a figure is where something rose or fell to."""
    before = [w for w in side.words(figure.sentence) if w.end <= figure.place[0]][-2:]
    return any(w.folded in ("to", "at") for w in before)


def _is_of_another(sheet: Sheet, child: tuple[Figure, W], parent: tuple[Figure, W]) -> bool:
    """Whether what rises in the one is beside what falls in the other: "the crown gained against the euro", "the euro fell"."""
    (c, mine), (p, theirs) = child, parent
    subjects = []
    for side, figure, verb in ((sheet.child, c, mine), (sheet.parent, p, theirs)):
        before = [w for w in side.words(figure.sentence) if w.end <= verb.start and w.clause == verb.clause]
        subjects.append(next((w for w in reversed(before) if w.content and w.kind != "number"), None))
    one, other = subjects
    if one is None or other is None or same(one, other):
        return False
    return any(w.stem == one.stem for w in sheet.parent.words(p.sentence)) and any(
        w.stem == other.stem for w in sheet.child.words(c.sentence)
    )


def _trend(side: Side, figure: Figure) -> tuple[int, W] | None:
    """1 or -1 with its word, where a verb of rising or falling stands right before a figure and no negator does."""
    behind = [w for w in side.words(figure.sentence) if w.start >= figure.place[1]][:1]
    if behind and behind[0].folded in _MORE | _LESS and not side.text[figure.place[1] : behind[0].start].strip(" %"):
        return (1 if behind[0].folded in _MORE else -1), behind[0]
    words = [w for w in side.words(figure.sentence) if w.end <= figure.place[0]][-TREND_WORDS:]
    for n in range(len(words) - 1, -1, -1):
        w = words[n]
        if side.parts(w, words[n + 1]) if n + 1 < len(words) else "," in side.text[w.end : figure.place[0]]:
            return None
        way = 1 if w.folded in _UP else -1 if w.folded in _DOWN else 0
        # "Less than", "up to", "more than" are bounds; "from" makes it where the trend began.
        if w.folded in ("than", "from", "at", "and", "or") or (
            way and n + 1 < len(words) and words[n + 1].folded == "than"
        ):
            return None
        if way and not (
            w.folded in ("up", "down") and n and words[n - 1].folded in ("set", "made", "clean", "shut", "close")
        ):
            denied = any(x.folded in ("not", "no", "never", "without", "nt") for x in words[max(0, n - 3) : n])
            # "Lost 1.3 percent" fell; "lost 40 jobs" lost them.
            counted = w.folded in ("added", "lost") and figure.unit not in _POINTS
            return None if denied or counted or w.folded in ("more", "less", "fewer") else (way, w)
    return None


_ANY = word_set("thing unit item case piece other others one ones share point time member site")


def _counted(sheet: Sheet, c: Figure, p: Figure) -> Iterator[Finding]:
    """The same number of other things: "12,500 scooters" -> "12,500 bikes"."""
    if c.bound == "ordinal" or c.value < 2 or c.unit in _FAMILY or p.unit in _FAMILY:
        return
    mine, theirs = _noun(sheet.child, c), _noun(sheet.parent, p)
    if mine is None or theirs is None or same(mine, theirs) or _people(mine) or _people(theirs):
        return
    if mine.folded in _ANY or theirs.folded in _ANY or mine.stem[:4] == theirs.stem[:4]:
        return
    child, parent = (c.place[0], max(c.place[1], mine.end)), (p.place[0], max(p.place[1], theirs.end))
    yield Finding(
        "term_changed", [child], [parent], became(sheet, parent, child, "The same number of other things"), "low"
    )


def _noun(side: Side, figure: Figure) -> W | None:
    """The noun that a figure counts, adjectives passed over; None where no plural follows."""
    words = side.words(figure.sentence)
    numbers = [
        n for n, w in enumerate(words) if w.start < figure.place[1] and w.end > figure.place[0] and w.kind == "number"
    ]
    if not numbers:
        return None
    for n in range(numbers[-1] + 1, min(len(words), numbers[-1] + 4)):
        w = words[n]
        if not w.content or w.kind == "number" or side.parts(words[n - 1], w):
            return None
        if w.kind == "word" and w.folded.endswith("s") and not w.folded.endswith("ss"):
            return w
    return None


def _people(word: W) -> bool:
    return word.stem in _PEOPLE or word.folded.endswith(("ers", "ors", "ists", "ians", "ants", "men", "ees"))


LAST_SLOT, LAST_LIKENESS = 0.1, 0.5  # share of the words around two last figures, and of their row
SURE_SLOT = 0.8  # share of the words around a figure
MOST_TIMES = 5  # a figure that is so many times another is another thing's, unless all around it agrees


def _same_size(a: Figure, b: Figure) -> bool:
    low, high = sorted((abs(a.value), abs(b.value)))
    return high <= MOST_TIMES * low or f"{low:.12g}".rstrip("0.") == f"{high:.12g}".rstrip("0.")  # a nought too many


def _slips(sheet: Sheet, unit: Unit, child: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Figures of the same unit that differ in the order of their digits, in the neighbouring sentences as well.

    "The bill comes to 168 million euros. Marenia pays 60 percent of it" for "The project will cost 186 million
    euros, of which Marenia is to pay 60 percent": one sentence was made two, and the half with the figure
    has few words of the parent's to be known by. The digits tell.
    """
    around = {m for n in unit.child_at for d in (-1, 0, 1) for m in sheet.parent_of.get(n + d, ())}
    for c in child:
        if round(c.value, 6) in sheet.parent.values or not c.unit:
            continue
        found = [
            p
            for p in figures(sheet.parent, sorted(around))
            if p.unit == c.unit and _is_slip(c, p) and round(p.value, 6) not in sheet.child.values
        ]
        if len(found) == 1:
            yield c, found[0]


def _is_slip(a: Figure, b: Figure) -> bool:
    """Whether two values have the same digits, two of them or more different, in another order."""
    if not _same_size(a, b) or a.value == b.value:
        return False
    left, right = (f"{x.value:.12g}".replace(".", "").strip("0") for x in (a, b))
    return len(set(left)) >= 2 and sorted(left) == sorted(right)


def _count(found: list[Figure], left: set[int], unit: str) -> int:
    return sum(found[n].unit == unit for n in left)


def _only_clearer(sheet: Sheet, c: Figure, p: Figure) -> bool:
    """Whether a bare "$" is spelt out: "$412 million" is "C$412 million" in a paper of another country."""
    return "$" in sheet.child.cut(c.place) and "$" in sheet.parent.cut(p.place)


_SCORE = re.compile(r"(?<![\w.,:/-])(\d{1,3}) ?[-–] ?(\d{1,3})(?![\w%]|[.,]\d|[-–/]\d)")


def _counts_part(side: Side, figure: Figure) -> bool:
    """Whether a figure counts some of a number told beside it: "two other men", "one of the 31 economists"."""
    words = [w.folded for w in side.words(figure.sentence) if w.start >= figure.place[0]][:4]
    return len(words) > 1 and (words[1] in ("other", "others", "further") or (figure.value == 1 and words[1] == "of"))


def _scores(sheet_side: Side, at: list[int]) -> list[tuple[tuple[int, int], Place]]:
    """The results ("3-1") of sentences, the greater figure first: a report may tell them from either end."""
    found = []
    for n in at:
        start, end = sheet_side.sentences[n].start, sheet_side.sentences[n].end
        for m in _SCORE.finditer(sheet_side.text, start, min(end, start + LONGEST_READ)):
            one, other = int(m[1]), int(m[2])
            # "15-17 degrees" is a range, and so is what rises by little and has a plural behind it.
            found.append(((max(one, other), min(one, other)), m.span()))
    return found


LONGEST_READ = 2000  # characters of a sentence
_RESULT = word_set(
    "win wins won winning beat beats beaten beating defeat defeats defeated defeating draw draws drew drawn lose loses lost losing "
    "loss victory lead leads led leading trail trailed trailing score scored scoreline vote votes voted voting approved rejected "
    "passed pass ruled ruling tie tied edged edge thrashed overcame held down ahead up behind triumph series result margin"
)


def _compare_scores(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another result of the same match or vote: "won 3-1" -> "won 3-2"."""
    child, parent = _scores(sheet.child, unit.child_at), _scores(sheet.parent, unit.parent_at)
    if not child or not parent or not any(w.folded in _RESULT for w in unit.pw):
        return
    everywhere = {v for v, _ in _scores(sheet.parent, list(range(len(sheet.parent.sentences))))}
    kept = {v for v, _ in _scores(sheet.child, list(range(len(sheet.child.sentences))))}
    mine = [x for x in child if x[0] not in everywhere]
    theirs = [x for x in parent if x[0] not in kept]
    if len(mine) == 1 and len(theirs) == 1:
        why = became(sheet, theirs[0][1], mine[0][1], "Another result")
        yield Finding("number_changed", [mine[0][1]], [theirs[0][1]], why)


def _rest(words: list[W]) -> list[tuple[float, Place]]:
    """What is left out by "all but two"."""
    found = []
    for n in range(2, len(words)):
        value = next((float(k[1:]) for k in sorted(words[n].keys) if k[:1] == "#" and k[1:].isdigit()), None)
        if value is not None and words[n - 1].folded == "but" and words[n - 2].folded == "all":
            found.append((value, (words[n - 2].start, words[n].end)))
    return found


def _compare_rests(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child, parent = _rest(unit.cw), _rest(unit.pw)
    if len(child) == len(parent) == 1 and child[0][0] != parent[0][0]:
        why = became(sheet, parent[0][1], child[0][1], "Another figure")
        yield Finding("number_changed", [child[0][1]], [parent[0][1]], why)


def _is_complement(c: Figure, p: Figure, unit: Unit) -> bool:
    """Whether the child counts the rest: "all but two" for "seven of nine"."""
    wholes = [w.keys for w in unit.pw if w.kind == "number" and w.sentence == p.sentence]
    return any(f"#{c.value + p.value:.12g}" in keys for keys in wholes)


def _is_worked_out(figure: Figure, told: list[Figure]) -> bool:
    """Whether a figure follows from those of the other side: a sum, a difference, a share or a part of them."""
    known = [f for f in told if f.bound != "ordinal" and f.value > 0][:MOST_ADDENDS]
    for n, a in enumerate(known):
        for b in known[n + 1 :]:
            small, large = sorted((a.value, b.value))
            counts = a.unit not in _FAMILY and b.unit not in _FAMILY and figure.unit not in ("percent", "fraction")
            if counts and not _units_agree(a, b):
                results = [a.value + b.value]  # "61 cars and 12 trucks" are 73 vehicles
            elif a.unit == b.unit or _units_agree(a, b):
                results = [a.value + b.value, large - small]
                if figure.unit == "percent":
                    results.append(100 * small / large)
                elif figure.unit == "fraction":
                    results.append(small / large)
            else:
                results = []
            for share, whole in ((a, b), (b, a)):
                if share.unit == "percent":
                    results.append(share.value * whole.value / 100)
                elif share.unit == "fraction":
                    results.append(share.value * whole.value)
            if any(abs(r - figure.value) <= 0.01 * max(1.0, r) for r in results if r >= 1 or figure.value < 1):
                return True
    same_unit = [f.value for f in known if f.unit == figure.unit or _units_agree(f, figure)]
    return any(
        abs(sum(same_unit[a:b]) - figure.value) <= 1e-6 * figure.value
        for a in range(len(same_unit))
        for b in range(a + 3, len(same_unit) + 1)
    )


MOST_ADDENDS = 8  # figures of a sentence or two that are tried for sums


def _exchanged(
    sheet: Sheet, child: list[Figure], parent: list[Figure], matched: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Two figures that have changed places: "12 goals and seven assists" -> "seven goals and 12 assists"."""
    for x, (i, j) in enumerate(matched):
        for k, m in matched[x + 1 :]:
            c, d, p, q = child[i], child[k], parent[j], parent[m]
            if c.value == d.value:
                continue
            if _crossed(c.head, d.head, p.head, q.head) or _crossed(c.before, d.before, p.before, q.before):
                why = became(sheet, p.place, c.place, "Two figures changed places")
                yield Finding("number_changed", [c.place, d.place], [p.place, q.place], why)
            elif _crossed(c.after, d.after, p.after, q.after):
                # "3.1 percent in May and 2.9 in June" -> "3.1 in June and 2.9 in May": the figures stand, the months moved.
                here, there = _with_time(sheet.child, c), _with_time(sheet.parent, p)
                why = became(sheet, there, here, "The figures of two times changed places")
                yield Finding(
                    "time_changed", [here, _with_time(sheet.child, d)], [there, _with_time(sheet.parent, q)], why
                )
            elif _takers_crossed(sheet, (c, d), (p, q)) or _deeds_crossed(sheet, (c, d), (p, q)):
                one, other = _hull(p.place, q.place), _hull(c.place, d.place)
                why = became(sheet, one, other, "Two figures changed places")
                yield Finding("number_changed", [other], [one], why)


def _hull(left: Place, right: Place) -> Place:
    return min(left[0], right[0]), max(left[1], right[1])


REGION_WORDS = 9  # how far behind a figure what is told of it may stand


def _region(side: Side, figure: Figure, other: Figure) -> list[W]:
    """The content words told of a figure: up to the next stop, "and" or other figure."""
    found: list[W] = []
    words = [w for w in side.words(figure.sentence) if w.start >= figure.place[0]]
    for n, w in enumerate(words[: REGION_WORDS + 3]):
        if n and side.parts(words[n - 1], w) and found:
            break
        if w.start >= figure.place[1] and (
            w.folded in ("and", "or", "but", "while") or w.start >= other.place[0] > figure.place[0]
        ):
            break
        if w.content and w.kind != "number":
            found.append(w)
    # "A fire on a ferry with 318 people killed seven": the verb before the other figure is the other's.
    if found and is_past(found[-1]) and other.place[0] > figure.place[0]:
        between = [w for w in words if found[-1].end <= w.start and w.end <= other.place[0]]
        if not between and found[-1].end <= other.place[0]:
            found.pop()
    return found


def _deeds_crossed(sheet: Sheet, child: tuple[Figure, Figure], parent: tuple[Figure, Figure]) -> bool:
    """Whether what is told of two figures changed places: "nine abstained and two voted against" and the reverse."""
    (c, d), (p, q) = child, parent
    if c.sentence != d.sentence or p.sentence != q.sentence or "ordinal" in (c.bound, d.bound):
        return False
    regions = [
        _region(sheet.child, c, d), _region(sheet.child, d, c), _region(sheet.parent, p, q), _region(sheet.parent, q, p),
    ]  # fmt: skip

    def crossed(keep: Callable[[W], bool]) -> bool:
        keys = [{k for w in r if keep(w) for k in w.keys if k[:1] != "~"} for r in regions]
        a, b, x, y = keys[0] - keys[1], keys[1] - keys[0], keys[2] - keys[3], keys[3] - keys[2]
        return bool(a & y and b & x) and not a & x and not b & y

    # Names go before or behind their figures as it pleases: they cross without anything being exchanged.
    return crossed(lambda w: w.kind == "word") or crossed(is_past)


_TOWARDS = word_set("to in from for at by of into on against")


def _takers_crossed(sheet: Sheet, child: tuple[Figure, Figure], parent: tuple[Figure, Figure]) -> bool:
    """Whether the names that follow two figures changed places: "5,300 tonnes to Japan and 8,100 to Korea"."""
    (c, d), (p, q) = child, parent
    if c.sentence != d.sentence or p.sentence != q.sentence or "ordinal" in (c.bound, d.bound):
        return False

    def takers(side: Side, figure: Figure, other: Figure) -> frozenset[str]:
        words = side.words(figure.sentence)
        before = {w.start: words[n - 1].folded for n, w in enumerate(words) if n}
        named = [w for w in _region(side, figure, other) if w.kind == "name" and before.get(w.start) in _TOWARDS]
        return frozenset(k for w in named for k in w.keys)

    sides = takers(sheet.child, c, d), takers(sheet.child, d, c), takers(sheet.parent, p, q), takers(sheet.parent, q, p)
    return _crossed(*sides)


def _with_time(side: Side, figure: Figure) -> Place:
    """A figure with the name or year that follows it."""
    end = next(
        (w.end for w in side.words(figure.sentence) if w.start >= figure.place[1] and w.keys & figure.after),
        figure.place[1],
    )
    return figure.place[0], end


def _crossed(c: frozenset[str], d: frozenset[str], p: frozenset[str], q: frozenset[str]) -> bool:
    return bool(c & q and d & p) and not c & p and not d & q


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


_LIMITS = word_set(
    "limit limits limited limiting cap caps capped capping ceiling restrict restricted maximum minimum longer shorter"
)


def _bound_apart(side: Side, figure: Figure) -> bool:
    """Whether a word of bound stands a few words before a figure: "over the age of 65", "limited to 3 percent"."""
    words = [w.folded for w in side.words(figure.sentence) if w.end <= figure.place[0]][-5:]
    if not _LIMITS.isdisjoint(words):
        return True
    after = [w.folded for w in side.words(figure.sentence) if w.start >= figure.place[1]][:5]
    if any(
        pair in (("or", "more"), ("or", "less"), ("or", "fewer"), ("at", "most"), ("at", "least"))
        for pair in pairwise(after)
    ):
        return True
    return not _BOUNDS.isdisjoint(words[-4:]) and "of" in words[-4:]


def _bounds(sheet: Sheet, unit: Unit, c: Figure, p: Figure) -> Iterator[Finding]:
    if _is_span(sheet.child, c) or _is_span(sheet.parent, p):
        return
    if c.bound == p.bound or c.bound not in _CLASS or p.bound not in _CLASS:
        return
    one, other = _CLASS[p.bound], _CLASS[c.bound]
    # "Under the age of five": the bound stands apart from the figure.
    quiet = (sheet.child, c) if other == "exact" else (sheet.parent, p)
    if "exact" in (one, other) and _bound_apart(*quiet):
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

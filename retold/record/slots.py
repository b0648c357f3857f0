"""Figures with the words around them: when two of them hold the same slot."""

from __future__ import annotations

from typing import NamedTuple

from retold import kinds
from retold.record.comparing import Place, Side, W
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
MEASURES = (
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

FAMILY = {unit: n for n, units in enumerate(MEASURES) for unit in units.split()}
_SPELLED = {
    "km": "kilometer", "mi": "mile", "metre": "meter", "m": "meter", "ft": "foot", "feet": "foot", "kg": "kilogram",
    "lb": "pound", "litre": "liter", "cm": "centimeter", "mm": "millimeter", "kilometre": "kilometer", "mln": "million",
    "dollar": "usd", "euro": "eur", "yen": "jpy", "yuan": "cny", "pound": "gbp", "tonnes": "tonne", "ton": "tonne",
    "percentage": "percent", "%": "percent", "pct": "percent", "miles": "mile",
}  # fmt: skip

PEOPLE = frozenset(
    stem(w) for w in word_set("person people man woman child resident worker employee staff soldier troop")
)

GENERIC = frozenset(stem(w) for w in word_set("person persons people others individuals"))


def _unit(name: str | None) -> str:
    name = fold(name or "").strip().replace(" ", "_").replace("-", "_")
    name = name.replace("metre", "meter").replace("litre", "liter")
    first, _, last = name.rpartition("_")
    if first in ("square", "cubic"):
        return f"{first}_{_unit(last)}"
    name = _SPELLED.get(name, name)
    if name in FAMILY:
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
        if unit in FAMILY:
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


def same_value(a: Figure, b: Figure) -> bool:
    if abs(a.value - b.value) <= 1e-9 * max(1.0, abs(a.value)):
        return True
    points = {"basis_point": 0.01, "percentage_point": 1.0, "percent": 1.0}
    if a.unit != b.unit and a.unit in points and b.unit in points:
        return abs(a.value * points[a.unit] - b.value * points[b.unit]) <= 1e-9
    return False


def units_clash(a: Figure, b: Figure) -> bool:
    """Whether both are measured, and differently: by another kind of measure only where the surroundings agree."""
    if a.unit == b.unit or a.unit not in FAMILY or b.unit not in FAMILY:
        return False
    shared = len(a.near & b.near) / max(1, min(len(a.near), len(b.near)))
    return FAMILY[a.unit] == FAMILY[b.unit] or shared >= 0.5


def units_agree(a: Figure, b: Figure) -> bool:
    if a.unit == b.unit:
        return True
    if a.unit in FAMILY or b.unit in FAMILY:
        return False
    left, right = stem(a.unit), stem(b.unit)
    return not left or not right or left == right or (left in PEOPLE and right in PEOPLE) or bool(a.head & b.head)


def closeness(a: Figure, b: Figure) -> float:
    """How much the surroundings of two figures have in common, 0..1, the noun counted double."""
    if not a.near and not b.near:
        return 0.5
    smaller = min(len(a.near), len(b.near)) or 1
    shared = len(a.near & b.near) / smaller
    if a.unit == b.unit == "person" and (a.head <= GENERIC or b.head <= GENERIC):
        return shared  # "281 people" may be "212 passengers": the noun says nothing either way
    return (shared + (2 if a.head & b.head else 0)) / 3 if a.head and b.head else shared


POINTS = frozenset({"percent", "percentage_point", "basis_point"})
MOST_TIMES = 5  # a figure that is so many times another is another thing's, unless all around it agrees


def same_size(a: Figure, b: Figure) -> bool:
    low, high = sorted((abs(a.value), abs(b.value)))
    return high <= MOST_TIMES * low or f"{low:.12g}".rstrip("0.") == f"{high:.12g}".rstrip("0.")  # a nought too many


def counts_part(side: Side, figure: Figure) -> bool:
    """Whether a figure counts some of a number told beside it: "two other men", "one of the 31 economists"."""
    words = [w.folded for w in side.words(figure.sentence) if w.start >= figure.place[0]][:4]
    return len(words) > 1 and (words[1] in ("other", "others", "further") or (figure.value == 1 and words[1] == "of"))


def hull(left: Place, right: Place) -> Place:
    return min(left[0], right[0]), max(left[1], right[1])

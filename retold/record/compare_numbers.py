"""Figures: the same slot with another value or unit."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.compare_bounds import compare_bounds
from retold.record.compare_estimates import find_estimates
from retold.record.compare_parts import compare_multiples, compare_rests, find_parts, find_ranges
from retold.record.compare_rates import find_rate, find_rates_gone
from retold.record.compare_scores import compare_scores
from retold.record.compare_trends import compare_trends, find_backwards
from retold.record.comparing import Finding, Sheet, Side, Unit, W, became, same
from retold.record.crossed_figures import find_crossed
from retold.record.lexicon import word_set
from retold.record.slots import (
    FAMILY,
    GENERIC,
    PEOPLE,
    POINTS,
    Figure,
    closeness,
    counts_part,
    figures,
    same_size,
    same_value,
    units_agree,
    units_clash,
)
from retold.record.sums import is_complement, is_other_share, is_worked_out

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
            or FAMILY.get(figure.unit) != FAMILY.get(other.unit)
        ):
            return True
        if {figure.unit, other.unit} == {"person"} and (mine <= GENERIC or theirs <= GENERIC):
            return True
    return value not in known


def compare_numbers(sheet: Sheet) -> Iterator[Finding]:
    """Changed values, units and bounds."""
    known = _by_value(sheet.child), _by_value(sheet.parent)
    for unit in sheet.units:
        if not unit.headline:
            yield from compare_multiples(sheet, unit)
            yield from compare_rests(sheet, unit)
            yield from compare_scores(sheet, unit)
            yield from find_parts(sheet, unit)
            yield from find_ranges(sheet, unit)
            yield from find_estimates(sheet, unit)
        child, parent = figures(sheet.child, unit.child_at), figures(sheet.parent, unit.parent_at)
        if child and parent:
            yield from _compare(sheet, unit, child, parent, known)
        if not unit.headline:
            yield from find_backwards(sheet, unit, child)
            yield from find_rates_gone(sheet, unit, child, parent)
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
            if not counted or c.bound == "ordinal" or c.unit in FAMILY or round(c.value, 6) in sheet.parent.values:
                continue
            mine, theirs = ([f for f in found if counted & f.head and f.unit == c.unit] for found in every)
            if len(mine) != 1 or len(theirs) != 1 or theirs[0].sentence not in around:
                continue
            p = theirs[0]
            if round(p.value, 6) not in sheet.child.values and p.bound != "ordinal" and same_size(c, p):
                why = became(sheet, p.place, c.place, "Another figure")
                yield Finding("number_changed", [c.place], [p.place], why)


def _compare(
    sheet: Sheet, unit: Unit, child: list[Figure], parent: list[Figure], everywhere: tuple[Known, Known]
) -> Iterator[Finding]:
    scored = []
    for i, c in enumerate(child):
        for j, p in enumerate(parent):
            written = bool(c.digits & p.digits) and units_clash(c, p) and FAMILY[c.unit] == FAMILY[p.unit]
            if (same_value(c, p) or written) and (c.bound == "ordinal") == (p.bound == "ordinal"):
                score = 3 + 2 * (c.unit == p.unit) + 2 * closeness(c, p)
                scored.append((-round(score, 6), i, j))
    left, right = set(range(len(child))), set(range(len(parent)))
    matched: list[tuple[int, int]] = []
    for _, i, j in sorted(scored):
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            matched.append((i, j))
    yield from find_crossed(sheet, child, parent, matched)
    for i, j in _written_alike(sheet, child, parent, left, right):
        c, p = child[i], parent[j]
        yield Finding("unit_changed", [c.place], [p.place], became(sheet, p.place, c.place, "Another unit"))
    for i, j in matched:
        c, p = child[i], parent[j]
        if units_clash(c, p) and not _only_clearer(sheet, c, p) and (c.value == p.value or not same_value(c, p)):
            yield Finding("unit_changed", [c.place], [p.place], became(sheet, p.place, c.place, "Another unit"))
            continue
        mine, theirs = find_rate(sheet.child, c), find_rate(sheet.parent, p)
        if mine is not None and theirs is not None and mine[0] != theirs[0] and c.value == p.value:
            why = became(sheet, theirs[1], mine[1], "The same figure for another length of time")
            yield Finding("unit_changed", [mine[1]], [theirs[1]], why)
        else:
            yield from compare_trends(sheet, c, p)
            yield from compare_bounds(sheet, unit, c, p)
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
            # "Of the 25 villagers 18 are free" is "18 of the 25 villagers".
            whole = [w for w in unit.pw if w.start < p.place[1] and w.end > p.place[0] and w.sentence == p.sentence]
            if _is_written(c, whole) and _is_written(p, _near_words(sheet.child, unit.child_at)):
                continue
            # A figure that the parent has of something else is another one here only if all around it says so.
            if known and (
                not c.head & p.head or closeness(c, p) < SURE_SLOT or any(x.value == c.value for x in parent)
            ):
                continue
            if p.bound == "ordinal" or _is_told(p, sheet.child, everywhere[0]):
                continue
            if not units_agree(c, p) or is_complement(c, p, unit) or is_other_share(sheet, c, p):
                continue
            if is_worked_out(c, parent) or is_worked_out(p, child):
                continue
            if counts_part(sheet.child, c) or counts_part(sheet.parent, p):
                continue
            close = closeness(c, p)
            if not same_size(c, p) and close < 0.67:
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
            unsure = rounded or closeness(c, p) < sheet.settings.record_same_slot_alone
            yield Finding("number_changed", [c.place], [p.place], why, "low" if unsure else None)


def _near_words(side: Side, sentences: list[int]) -> list[W]:
    """The words of sentences and of the one behind each."""
    near = {n for at in sentences for n in (at, at + 1) if n < len(side.sentences)}
    return [w for n in sorted(near) for w in side.words(n)]


def _is_written(figure: Figure, words: list[W]) -> bool:
    return any(f"#{figure.value:.12g}" in w.keys for w in words)


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
            if c.digits & p.digits and points[0] != points[1] and {c.unit, p.unit} <= POINTS:
                left.discard(i)
                right.discard(j)
                yield i, j
                break


_ANY = word_set("thing unit item case piece other others one ones share point time member site")


def _counted(sheet: Sheet, c: Figure, p: Figure) -> Iterator[Finding]:
    """The same number of other things: "12,500 scooters" -> "12,500 bikes"."""
    if c.bound == "ordinal" or c.value < 2 or c.unit in FAMILY or p.unit in FAMILY:
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
    return word.stem in PEOPLE or word.folded.endswith(("ers", "ors", "ists", "ians", "ants", "men", "ees"))


LAST_SLOT, LAST_LIKENESS = 0.1, 0.5  # share of the words around two last figures, and of their row

SURE_SLOT = 0.8  # share of the words around a figure


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
    if not same_size(a, b) or a.value == b.value:
        return False
    left, right = (f"{x.value:.12g}".replace(".", "").strip("0") for x in (a, b))
    return len(set(left)) >= 2 and sorted(left) == sorted(right)


def _count(found: list[Figure], left: set[int], unit: str) -> int:
    return sum(found[n].unit == unit for n in left)


def _only_clearer(sheet: Sheet, c: Figure, p: Figure) -> bool:
    """Whether a bare "$" is spelt out: "$412 million" is "C$412 million" in a paper of another country."""
    return "$" in sheet.child.cut(c.place) and "$" in sheet.parent.cut(p.place)

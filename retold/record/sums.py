"""Figures that follow from others: sums, differences, shares, what is left."""

from __future__ import annotations

from retold.record import lexicon
from retold.record.comparing import Sheet, Side, Unit, W, same
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.record.slots import FAMILY, Figure, units_agree


def is_complement(c: Figure, p: Figure, unit: Unit) -> bool:
    """Whether the child counts the rest: "all but two" for "seven of nine"."""
    wholes = [w.keys for w in unit.pw if w.kind == "number" and w.sentence == p.sentence]
    return any(f"#{c.value + p.value:.12g}" in keys for keys in wholes)


def is_worked_out(figure: Figure, told: list[Figure]) -> bool:
    """Whether a figure follows from those of the other side: a sum, a difference, a share or a part of them."""
    known = [f for f in told if f.bound != "ordinal" and f.value > 0][:MOST_ADDENDS]
    for n, a in enumerate(known):
        for b in known[n + 1 :]:
            small, large = sorted((a.value, b.value))
            counts = a.unit not in FAMILY and b.unit not in FAMILY and figure.unit not in ("percent", "fraction")
            if counts and not units_agree(a, b):
                results = [a.value + b.value]  # "61 cars and 12 trucks" are 73 vehicles
            elif a.unit == b.unit or units_agree(a, b):
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
    same_unit = [f.value for f in known if f.unit == figure.unit or units_agree(f, figure)]
    return any(
        abs(sum(same_unit[a:b]) - figure.value) <= 1e-6 * figure.value
        for a in range(len(same_unit))
        for b in range(a + 3, len(same_unit) + 1)
    )


MOST_ADDENDS = 8  # figures of a sentence or two that are tried for sums


SHARE_WORDS = 9  # how far on each side of a share what is told of it may stand
ROUNDED = 0.015  # of the whole: two shares that come so near to it are told of the same whole


def is_other_share(sheet: Sheet, c: Figure, p: Figure) -> bool:
    """Whether the child gives the share of the others: "three in ten failed" and "seven in ten passed".

    The two make the whole, and what is told of them differs: a negator on one side, opposites, or no verb in common.
    "Destroyed 40 percent" and "destroyed 60 percent" do not.
    """
    shares = [f.value / 100 if f.unit == "percent" else f.value for f in (c, p) if f.unit in ("percent", "fraction")]
    if len(shares) != 2 or abs(sum(shares) - 1) > ROUNDED or abs(shares[0] - shares[1]) <= ROUNDED:
        return False
    mine, theirs = _told_of(sheet.child, c), _told_of(sheet.parent, p)
    denied = [any(lexicon.is_a("negator", w.text) for w in words) for words in (mine, theirs)]
    if denied[0] != denied[1] or any(lexicon.opposed(a.text, b.text) == "polarity" for a in mine for b in theirs):
        return True
    if any({a.folded, b.folded} <= pair and a.folded != b.folded for a in mine for b in theirs for pair in _HALVES):
        return True
    verbs = [[w for w in words if is_past(w) or w.folded.endswith("ing")] for words in (mine, theirs)]
    met = any(same(a, b) for words, others in zip(verbs, (theirs, mine)) for a in words for b in others)
    return all(verbs) and not met


# What is not the one is the other.
_HALVES = [
    word_set(line)
    for line in (
        "women woman female men man male males females",
        "girls boys girl boy",
        "foreign foreigners foreigner abroad domestic home locals local natives",
        "urban rural cities countryside",
        "public private state",
        "employed unemployed jobless",
        "satisfied dissatisfied unhappy happy",
        "majority minority",
        "late punctual",
    )
]


def _told_of(side: Side, figure: Figure) -> list[W]:
    """The words told of a figure: on both sides of it, as far as the next stop."""
    words = side.words(figure.sentence)
    inside = [n for n, w in enumerate(words) if w.start < figure.place[1] and w.end > figure.place[0]]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    while first and inside[0] - first < SHARE_WORDS and not side.parts(words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and last - inside[-1] < SHARE_WORDS and not side.parts(words[last], words[last + 1]):
        last += 1
    return words[first : last + 1]

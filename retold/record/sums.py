"""Figures that follow from others: sums, differences, shares, what is left."""

from __future__ import annotations

from retold.record.comparing import Unit
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

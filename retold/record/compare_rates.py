"""The length of time that a figure is counted by: another one, or none."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Place, Severity, Sheet, Side, Unit, W, became
from retold.record.lexicon import word_set
from retold.record.slots import Figure
from retold.words import stem

PERIOD_STEMS = frozenset(stem(w) for w in word_set("second minute hour day week month year annual quarter decade"))
_PERIODS = {
    "second": "second", "minute": "minute", "hour": "hour", "hourly": "hour", "day": "day", "daily": "day",
    "week": "week", "weekly": "week", "month": "month", "monthly": "month", "year": "year", "yearly": "year",
    "annually": "year", "annual": "year", "quarter": "quarter", "quarterly": "quarter",
}  # fmt: skip

RATE_WORDS = 5  # how far behind a figure "a year" may stand: "290 million crowns ($27 million) a year"


def find_rate(side: Side, figure: Figure) -> tuple[str, Place] | None:
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


def _over(words: list[W], figure: Figure) -> Place | None:
    """A figure with the years or months that it is spread over: "6 percent over two years"."""
    after = [w for w in words if w.start >= figure.place[1]][:4]
    for n in range(len(after) - 2):
        lead, number, period = after[n : n + 3]
        if lead.folded in ("over", "in", "within") and number.kind == "number" and period.stem in PERIOD_STEMS:
            return figure.place[0], period.end
    return None


_TOTAL = word_set("total totalling totaling altogether overall all")


def find_rates_gone(sheet: Sheet, unit: Unit, child: list[Figure], parent: list[Figure]) -> Iterator[Finding]:
    """What comes every year or month, told without it: "savings of 45 million a year" -> "savings of 45 million"."""
    for p in parent:
        rate = find_rate(sheet.parent, p)
        told = [c for c in child if c.value == p.value and c.unit == p.unit]
        if rate is None or len(told) != 1 or sum(x.value == p.value for x in parent) != 1:
            continue
        words = sheet.child.words(told[0].sentence)
        span = _over(words, told[0])
        # "An hourly raise of $1.80": the rate stands before its figure.
        before = [w for w in words if w.end <= told[0].place[0]][-RATE_WORDS:]
        if any(_PERIODS.get(w.folded) == rate[0] for w in before):
            continue
        if span is not None:
            why = became(sheet, rate[1], span, "The same figure for another length of time")
            yield Finding("unit_changed", [span], [rate[1]], why)
            continue
        if any(w.folded in _PERIODS or w.stem in PERIOD_STEMS for w in words):
            continue
        why = became(sheet, rate[1], told[0].place, "The length of time that it is counted by is gone")
        severity: Severity = "medium" if any(w.folded in _TOTAL for w in words) else "low"
        yield Finding("unit_changed", [told[0].place], [rate[1]], why, severity)

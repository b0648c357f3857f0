"""Spans of time: lengths and years as figures, so that the ledger can hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retold import kinds
from retold.record.telling import Telling

YEAR = "calendar year"
_LENGTH = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHS])")
_YEAR = re.compile(r"\d{4}")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}
_BOUNDS: tuple[tuple[str, kinds.Bound], ...] = (
    ("no less than", "at_least"), ("at least", "at_least"), ("less than", "less_than"), ("fewer than", "less_than"),
    ("more than", "more_than"), ("up to", "up_to"), ("under", "less_than"), ("over", "more_than"), ("about", "approximately"),
    ("around", "approximately"), ("roughly", "approximately"), ("nearly", "nearly"), ("almost", "nearly"),
)  # fmt: skip
_REACH = 16  # characters before a length in which its bound stands


def figures_of_time(telling: Telling, facts: Mapping[str, kinds.Facts]) -> dict[str, kinds.Facts]:
    """By report, the lengths of time and the years it tells, as quantities and nothing else."""
    return {
        report: kinds.Facts(quantities=[q for d in known.dates if (q := _quantity(telling, report, d)) is not None])
        for report, known in facts.items()
    }


def _quantity(telling: Telling, report: str, date: kinds.DateMention) -> kinds.Quantity | None:
    if _YEAR.fullmatch(date.value):
        shown = telling.words(report, [date.span])
        # "Last year" hangs on the day of the report.
        return kinds.Quantity(span=date.span, value=float(date.value), unit=YEAR) if date.value in shown else None
    length = _LENGTH.fullmatch(date.value)
    unit = _UNITS.get(length[1] + length[3]) if length else None
    if length is None or unit is None:
        return None
    return kinds.Quantity(span=date.span, value=float(length[2]), unit=unit, bound=_bound(telling, report, date.span))


def _bound(telling: Telling, report: str, span: kinds.Span) -> kinds.Bound:
    at = telling.text_at(report, span)
    if at is None:
        return "exact"
    told = telling.reports[report].text[max(0, at[0] - _REACH) : at[1]].casefold()
    head = " ".join(told.split())
    return next((bound for words, bound in _BOUNDS if f" {words} " in f" {head}"), "exact")


def worth_telling(slots: Sequence[kinds.FigureSlot]) -> list[kinds.FigureSlot]:
    """The rows that a ledger of figures gains by them: lengths of time, and years that reports tell differently."""
    return [s for s in slots if s.slot != YEAR or s.verdict != "agree"]

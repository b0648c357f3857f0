"""TIMEX3 values, counted from the day a report was filed."""

from __future__ import annotations

from datetime import date, timedelta

Unit = str  # second minute hour day week month quarter year decade century weekend

_LETTER = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "DE", "century": "CE", "night": "D", "weekend": "WE", "season": "SEASON",
}  # fmt: skip


def duration(count: float | None, unit: Unit) -> str:
    """P3D | PT40S | PXY where the count is vague | P2.5Y."""
    shown = "X" if count is None else f"{count:.10g}"
    return ("PT" if unit in ("second", "minute", "hour") else "P") + shown + _LETTER[unit]


def shifted(day: date, count: int, unit: Unit) -> str | None:
    """The unit of the calendar that lies `count` units from the one that holds `day`; None beyond the calendar.

    1998-02-16 and -1 week is 1998-W07; a shift by days is a day, by months a month, by years a year.
    """
    try:
        if unit in ("day", "night"):
            return (day + timedelta(days=count)).isoformat()
        if unit in ("week", "weekend"):
            year, week, _ = (day + timedelta(weeks=count)).isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
        if unit in ("month", "quarter"):
            step = 3 if unit == "quarter" else 1
            months = day.year * 12 + day.month - 1 + count * step
            year, month = divmod(months, 12)
            if not 1 <= year <= 9999:
                return None
            return f"{year:04d}-Q{month // 3 + 1}" if unit == "quarter" else f"{year:04d}-{month + 1:02d}"
        year = day.year + count * {"year": 1, "decade": 10, "century": 100}[unit]
        if not 1 <= year <= 9999:
            return None
        return f"{year:04d}"[: {"year": 4, "decade": 3, "century": 2}[unit]] + {"decade": "X", "century": "XX"}.get(
            unit, ""
        )
    except (OverflowError, KeyError, ValueError):
        return None


def weekday(anchor: date | None, number: int, direction: str) -> str:
    """The day that a weekday's name means: `direction` is past, future, last or next, else past.

    Past and future may be the anchor's own day ("on Tuesday" in Tuesday's report); last and next may not.
    """
    if anchor is None:
        return f"XXXX-WXX-{number}"
    back = (anchor.isoweekday() - number) % 7
    try:
        if direction in ("future", "next"):
            ahead = (7 - back) % 7
            return (anchor + timedelta(days=ahead or (7 if direction == "next" else 0))).isoformat()
        return (anchor - timedelta(days=back or (7 if direction == "last" else 0))).isoformat()
    except OverflowError:
        return f"XXXX-WXX-{number}"


# A date without a year is the nearest one, unless the clause's tense says otherwise and the nearest one
# contradicts it by more than this. Tense is read from one verb and is wrong more often than a date is far off.
_TENSE_OVERRULES_DAYS = 45


def month_day(anchor: date | None, month: int, day: int, direction: str) -> str | None:
    """The value of "Sept. 2" without a year; None where the calendar has no such day."""
    if anchor is None:
        return f"XXXX-{month:02d}-{day:02d}" if 1 <= day <= 31 else None
    found = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        return None
    near = min(found, key=lambda d: (abs((d - anchor).days), d))
    gap = (near - anchor).days
    if direction in ("past", "last") and gap > (0 if direction == "last" else _TENSE_OVERRULES_DAYS):
        near = max((d for d in found if d <= anchor), default=near)
    elif direction in ("future", "next") and gap < -(0 if direction == "next" else _TENSE_OVERRULES_DAYS):
        near = min((d for d in found if d >= anchor), default=near)
    return near.isoformat()


def month_alone(anchor: date | None, month: int, direction: str) -> str:
    """The value of "in May": the latest one, or the next one in the future; the current month is both."""
    if anchor is None:
        return f"XXXX-{month:02d}"
    year = anchor.year
    if direction in ("future", "next"):
        year += month < anchor.month or (direction == "next" and month == anchor.month)
    else:
        year -= month > anchor.month or (direction == "last" and month == anchor.month)
    return f"{year:04d}-{month:02d}"


def quarter_alone(anchor: date | None, number: int, direction: str) -> str:
    """The value of "the third quarter": the latest that has begun, or the next one in the future."""
    if anchor is None:
        return f"XXXX-Q{number}"
    # A quarter that has begun is reported on, also in the future: "expects to report a third-quarter loss".
    begun = number <= (anchor.month - 1) // 3 + 1
    year = anchor.year - (not begun and direction not in ("future", "next"))
    return f"{year:04d}-Q{number}"


def full_date(year: int, month: int, day: int) -> str | None:
    """The date as ISO; None where the calendar has none such."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

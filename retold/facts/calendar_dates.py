"""Dates by the calendar: Sept. 2, 2025 | June 8-11 | Tuesday | 2024 | the 1990s | the third quarter | Christmas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from retold.facts import timex
from retold.facts.clock_times import clock_at
from retold.facts.date_words import Clause, Found, after_stop, calendar_names, digits_at, minutes_after, touches_a_sign
from retold.facts.numerals import Token, low

SHIFTS = {"this": 0, "current": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_LEADS = frozenset(
    "in since last next this early late mid until till by from before after through during between for end of every "
    "to and".split()
)
# Months that are also names or words: bare they count only after one of _LEADS.
_DOUBTFUL_MONTHS = frozenset((3, 4, 5, 6, 8))
_NOT_BEFORE_WEEKDAY = frozenset("bloody black good cyber super ash palm easter maundy giving shrove".split())
_NOT_AFTER_WEEKDAY = frozenset(
    "times telegraph mail mirror express herald post independent people review tribune".split()
)
_YEAR_LEADS = frozenset(
    "in since of by until till from during before after between through early late mid for the and to year or "
    "( , / - –".split()
)
_OLD_YEAR_LEADS = frozenset("in since until from between ( year".split())
# A hedge before four digits makes them a count: "more than 2000", "some 1950".
_HEDGES = frozenset("than some nearly almost over least roughly approximately up estimated exceed exceeded".split())
_RANGE_MARKS = frozenset("- – — to through and until".split())
_FEAST_LEADS = frozenset("on by at before after since until for over during of and around".split())
_NO_YEAR_BEFORE = frozenset("$ € £ ¥ ₹ + # no rs = @ & _".split())
_NO_YEAR_AFTER = frozenset("% ° $ € £ @ _".split())
_FEAST_TAILS = frozenset("and in with as when but or to is was will the at by".split())
_WEAK_YEAR_LEADS = frozenset("the , and or to of by for from after before - – /".split())
# A year alone is read between these; earlier ones need "in" or the like before them.
FIRST_BARE_YEAR, _FIRST_YEAR, LAST_YEAR = 1900, 1100, 2100
# Words after a number that show it to be a count, not a year, where nothing before it says "in".
_COUNTED = frozenset(
    "percent people persons men women children soldiers troops workers employees homes houses miles kilometers kilometres "
    "meters metres feet tons tonnes dollars euros pounds times votes seats units shares copies cases deaths jobs points acres "
    "hectares square sq cubic rpm mw hp barrels million billion words passengers residents students members steps calories "
    "metre meter foot mile hours days years minutes gmt".split()
)


def month_of(tokens: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(tokens) or not tokens[at].capital:
        return None
    months, short_months, *_ = calendar_names()
    word = tokens[at].low.removesuffix("'s")
    return months.get(word) or short_months.get(word)


def _day_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The day of the month at `at` and the token after it: 2 | 02 | 2nd."""
    if not at < len(tokens) or not tokens[at].text.isdecimal() or len(tokens[at].text) > 2:
        return None
    day = int(tokens[at].text)
    if not 1 <= day <= 31:
        return None
    end = at + 1
    if low(tokens, end) in ("st", "nd", "rd", "th") and tokens[end].glued:
        end += 1
    return day, end


def year_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The year at `at`, perhaps after a comma, and the token after it."""
    if low(tokens, at) in (",", "of"):
        at += 1
    if not at < len(tokens) or not tokens[at].text.isdecimal() or len(tokens[at].text) != 4:
        return None
    year = int(tokens[at].text)
    if not _FIRST_YEAR <= year <= 9999 or clock_at(tokens, at) is not None:
        return None
    return year, at + 1


def _dated(clause: Clause, month: int, day: int, year: int | None, start: int, end: int) -> str | None:
    if year is not None:
        return timex.full_date(year, month, day)
    return timex.month_day(clause.anchor, month, day, clause.tense(start, end))


def read_month(clause: Clause, at: int) -> Found | None:
    """Sept. 2, 2025 | June 8-11 | June 30 to July 2 | March 2024 | May."""
    tokens = clause.tokens
    month = month_of(tokens, at)
    if month is None:
        return None
    stop = after_stop(tokens, at + 1)
    first = _day_number(tokens, stop)
    if first is not None and not minutes_after(tokens, first[1]):
        day, end = first
        last = _range_end(tokens, at, month, end)
        if last is not None:
            last_month, last_day, end = last
            tail = year_number(tokens, end)
            year = tail[0] if tail else None
            end = tail[1] if tail else end
            low_value = _dated(clause, month, day, year, at, end)
            high_value = _dated(clause, last_month, last_day, year, at, end)
            if low_value and high_value:
                return Found(at, end, f"{low_value}/{high_value}")
            return None
        tail = year_number(tokens, end)
        year, end = tail if tail else (None, end)
        value = _dated(clause, month, day, year, at, end)
        return Found(at, end, value) if value else None
    tail = year_number(tokens, stop)
    if tail is not None:
        return Found(at, tail[1], f"{tail[0]:04d}-{month:02d}")
    if tokens[at].low in calendar_names()[1] and stop == at + 1:
        return None
    lead = low(tokens, at - 1)
    if lead in "-–" and at >= 2 and tokens[at].glued:
        lead = low(tokens, at - 2)
    if month in _DOUBTFUL_MONTHS and lead not in _LEADS:
        return None
    # "June Carter", "April Smith said"; and "may" before a verb can open no sentence with a lead before it
    if lead not in _LEADS and at + 1 < len(tokens) and tokens[at + 1].capital:
        return None
    if (
        lead in ("of", "to", "and", "for")
        and month in _DOUBTFUL_MONTHS
        and at + 1 < len(tokens)
        and tokens[at + 1].capital
    ):
        return None
    start = at
    if low(tokens, at - 1) in ("last", "next", "this"):
        start = at - 1
    direction = {"last": "last", "next": "next", "this": ""}.get(low(tokens, at - 1)) if start < at else None
    value = timex.month_alone(clause.anchor, month, direction if direction is not None else clause.tense(at, at + 1))
    if start < at and low(tokens, start) == "this" and clause.anchor is not None:
        value = f"{clause.anchor.year:04d}-{month:02d}"
    # "in April next year", "in February this year"
    shift = {"last": -1, "this": 0, "next": 1}.get(low(tokens, at + 1))
    if shift is not None and low(tokens, at + 2) == "year" and clause.anchor is not None:
        return Found(at, at + 3, f"{clause.anchor.year + shift:04d}-{month:02d}")
    return Found(start, at + 1, value)


def _range_end(tokens: Sequence[Token], start: int, month: int, at: int) -> tuple[int, int, int] | None:
    """Month, day and the token after it where a range of days goes on at `at`: -11 | to 11 | to July 2."""
    mark = low(tokens, at)
    if mark == "-" and low(tokens, at + 1) == "-":
        return None
    if mark not in _RANGE_MARKS:
        return None
    if mark == "and" and low(tokens, start - 1) != "between":
        return None
    if (
        mark in ("to", "through", "until")
        and low(tokens, start - 1) not in ("from", "runs", "run", "(")
        and (mark == "until")
    ):
        return None
    after = month_of(tokens, at + 1)
    if after is not None:
        day = _day_number(tokens, after_stop(tokens, at + 2))
        return (after, *day) if day else None
    day = _day_number(tokens, at + 1)
    if day is None or minutes_after(tokens, day[1]):
        return None
    # "rose on June 8 to 11 percent" is no range
    if low(tokens, day[1]) in ("percent", "%", "per", "million", "people", "points"):
        return None
    return month, *day


def read_day_month(clause: Clause, at: int) -> Found | None:
    """2 September 2025 | 8-11 June | the 2nd of September | 2. September."""
    tokens = clause.tokens
    first = _day_number(tokens, at)
    if first is None or touches_a_sign(tokens, at):
        return None
    day, end = first
    last_day: int | None = None
    if low(tokens, end) in ("-", "–", "to", "and") and end + 1 < len(tokens):
        second = _day_number(tokens, end + 1)
        if second is not None and (low(tokens, end) != "and" or low(tokens, at - 1) == "between"):
            last_day, end = second
    if low(tokens, end) == "of" or (low(tokens, end) == "." and tokens[end].glued):
        end += 1
    month = month_of(tokens, end)
    if month is None:
        return None
    end = after_stop(tokens, end + 1)
    # "fined 2 April Fools": a month after a plain number that another number follows belongs to that one,
    # unless that one is the year
    tail = year_number(tokens, end)
    year, end = tail if tail else (None, end)
    if year is None and _day_number(tokens, end) is not None and not minutes_after(tokens, end + 1):
        return None
    value = _dated(clause, month, day, year, at, end)
    if value and last_day is not None:
        other = _dated(clause, month, last_day, year, at, end)
        value = f"{value}/{other}" if other else None
    return Found(at, end, value) if value else None


def read_iso(clause: Clause, at: int) -> Found | None:
    """2025-09-02 | 02/09/2025 | 2.9.2025."""
    tokens = clause.tokens
    if touches_a_sign(tokens, at) or (at and tokens[at].glued and tokens[at - 1].text in "-/"):
        return None
    parts = tokens[at].text.split(".")
    if len(parts) == 3 and all(p.isdecimal() and len(p) <= 4 for p in parts) and len(parts[2]) == 4:
        value = timex.full_date(int(parts[2]), int(parts[1]), int(parts[0]))
        return Found(at, at + 1, value) if value else None
    if at + 4 >= len(tokens) or tokens[at + 1].text not in "-/" or tokens[at + 3].text != tokens[at + 1].text:
        return None
    if not all(tokens[i].glued for i in range(at + 1, at + 5)) or not all(
        tokens[i].text.isdecimal() and len(tokens[i].text) <= 4 for i in (at, at + 2, at + 4)
    ):
        return None
    one, two, three = (int(tokens[i].text) for i in (at, at + 2, at + 4))
    sizes = tuple(len(tokens[i].text) for i in (at, at + 2, at + 4))
    if sizes[0] == 4 and sizes[1] <= 2 and sizes[2] <= 2:
        value = timex.full_date(one, two, three)
    elif tokens[at + 1].text == "/" and sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] in (2, 4):
        year = three if sizes[2] == 4 else (1900 + three if three > 50 else 2000 + three)
        value = _day_or_month_first(clause, year, one, two)
    else:
        return None
    return Found(at, at + 5, value) if value else None


def _day_or_month_first(clause: Clause, year: int, one: int, two: int) -> str | None:
    """03/04/2025: where both are possible, the one nearer to the day of filing; None where that does not decide."""
    both = [v for v in (timex.full_date(year, two, one), timex.full_date(year, one, two)) if v]
    if len(set(both)) < 2:
        return both[0] if both else None
    if clause.anchor is None:
        return None
    gaps = [abs((date.fromisoformat(v) - clause.anchor).days) for v in both]
    return both[gaps[1] < gaps[0]] if min(gaps) <= 31 else None


def read_year(clause: Clause, at: int) -> Found | None:
    """2024 | the 1990s | between 2016 and 2019 | 2016-19 | 2016/2019."""
    tokens = clause.tokens
    token = tokens[at]
    if len(token.text) != 4 or not token.text.isdecimal() or touches_a_sign(tokens, at):
        return None
    year = int(token.text)
    if not _FIRST_YEAR <= year <= LAST_YEAR:
        return None
    after = low(tokens, at + 1)
    glued = at + 1 < len(tokens) and tokens[at + 1].glued
    if glued and after == "s" and year % 10 == 0:
        return Found(at, at + 2, f"{year // 10}X")
    if after in "'’" and glued and low(tokens, at + 2) == "s" and year % 10 == 0 and tokens[at + 2].glued:
        return Found(at, at + 3, f"{year // 10}X")
    if glued and (tokens[at + 1].alpha or after in _NO_YEAR_AFTER):
        return None
    before = low(tokens, at - 1)
    if before in _NO_YEAR_BEFORE or (before == "-" and token.glued and digits_at(tokens, at - 2)):
        return None
    if year < FIRST_BARE_YEAR and before not in _OLD_YEAR_LEADS:
        return None
    if before in _HEDGES:
        return None
    if _counts(tokens, at + 1) and not (before in _YEAR_LEADS and before not in _WEAK_YEAR_LEADS):
        return None
    if clock_at(tokens, at) is not None:
        return None
    # a range of years: 2016-2019, 2016-19, between 2016 and 2019, from 2016 to 2019
    end = at + 1
    quarter = read_quarter(clause, end) if low(tokens, end) in ("first", "second", "third", "fourth") else None
    if quarter is not None and quarter.value.startswith(token.text):
        return msgspec.structs.replace(quarter, start=at)
    mark = low(tokens, end)
    if end + 1 < len(tokens) and tokens[end + 1].text.isdecimal():
        last_text = tokens[end + 1].text
        last: int | None = None
        if len(last_text) == 4:
            last = int(last_text)
        elif len(last_text) == 2 and mark in "-–/" and tokens[end + 1].glued and not minutes_after(tokens, end + 2):
            last = year // 100 * 100 + int(last_text)
        joined = (
            mark in ("-", "–", "/")
            or (mark == "and" and before == "between")
            or (mark in ("to", "until") and before == "from")
        )
        if (
            last is not None
            and joined
            and year < last <= LAST_YEAR
            and not (low(tokens, end + 2) == "-" and tokens[end + 2].glued)
        ):
            return Found(at, end + 2, f"{year:04d}/{last:04d}")
        if last is not None and mark in ("-", "/") and low(tokens, end + 2) in ("-", "/"):
            return None
    return Found(at, end, f"{year:04d}")


def _counts(tokens: Sequence[Token], at: int) -> bool:
    return low(tokens, at) in _COUNTED or low(tokens, at) in ("%", "€", "°")


def read_short_decade(clause: Clause, at: int) -> Found | None:
    """'90s."""
    tokens = clause.tokens
    if at + 2 < len(tokens) and tokens[at + 1].glued and tokens[at + 2].glued and tokens[at + 2].low == "s":
        text = tokens[at + 1].text
        if len(text) == 2 and text.isdecimal() and text[1] == "0":
            return Found(at, at + 3, f"{19 if int(text) >= 30 else 20}{text[0]}X")
    return None


def read_weekday(clause: Clause, at: int) -> Found | None:
    """Tuesday | last Friday | Wednesday evening | Tuesday, November 11th 2025."""
    tokens = clause.tokens
    _, _, days, _, _ = calendar_names()
    word = tokens[at].low.removesuffix("'s")
    end = after_stop(tokens, at + 1)
    named = end + 1 if low(tokens, end) == "," else end
    full = read_month(clause, named) if month_of(tokens, named) else None
    if full is None and named < len(tokens) and tokens[named].digits:
        full = read_day_month(clause, named)
    if full is not None and len(full.value) == 10:
        return Found(at, full.end, full.value)
    if word not in days:
        return None
    if low(tokens, at - 1) in _NOT_BEFORE_WEEKDAY or (
        low(tokens, at + 1) in _NOT_AFTER_WEEKDAY and tokens[at + 1].capital
    ):
        return None
    number = days[word]
    before = low(tokens, at - 1)
    if before in ("every", "each"):
        return Found(at - 1, at + 1, f"XXXX-WXX-{number}", "set")
    direction = {"last": "last", "next": "next"}.get(before) or clause.tense(at, at + 1)
    start = at - 1 if before in ("last", "next") else at
    value = timex.weekday(clause.anchor, number, direction)
    part = low(tokens, at + 1)
    if part in PARTS:
        return Found(start, at + 2, value + PARTS[part], "time")
    return Found(start, at + 1, value)


def season_value(anchor: date, season: str, word: str) -> str:
    """last spring -> the spring that is over; this summer -> this year's."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    year = anchor.year
    if word == "last":
        year -= anchor.month < first + 3
    elif word == "next":
        year += anchor.month >= first
    elif season == "winter" and anchor.month <= 2:
        year -= 1
    return f"{max(year, 1):04d}-{SEASONS[season]}"


def feast_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if not at < len(tokens) or not tokens[at].capital:
        return None
    for size in (3, 2, 1):
        name = " ".join(low(tokens, i) for i in range(at, at + size))
        if name in calendar_names()[4]:
            return calendar_names()[4][name], at + size
    return None


def read_feast(clause: Clause, at: int) -> Found | None:
    """Christmas | New Year's Eve, as days."""
    tokens = clause.tokens
    feast = feast_at(tokens, at)
    if feast is None or (
        feast[1] < len(tokens) and tokens[feast[1]].alpha and tokens[feast[1]].low not in _FEAST_TAILS
    ):
        return None
    if low(tokens, at - 1) not in _FEAST_LEADS:
        return None
    value = timex.month_day(clause.anchor, int(feast[0][:2]), int(feast[0][3:]), clause.tense(at, feast[1]))
    return Found(at, feast[1], value) if value else None


def thanksgiving(anchor: date, word: str) -> str:
    """The fourth Thursday of November: the one meant by last, this or next."""

    def of(year: int) -> date:
        first = date(year, 11, 1)
        return date(year, 11, 22 + (3 - first.weekday()) % 7)

    year = anchor.year
    if word == "last" and of(year) >= anchor and year > 1:
        year -= 1
    elif word == "next" and of(year) <= anchor and year < 9999:
        year += 1
    return of(year).isoformat()


def read_quarter(clause: Clause, at: int) -> Found | None:
    """the third quarter | fourth-quarter | second quarter of 2024 | Q3 | first half of 2024."""
    tokens = clause.tokens
    word = tokens[at].low
    direction: str
    if (
        word == "q"
        and at + 1 < len(tokens)
        and tokens[at + 1].text in ("1", "2", "3", "4")
        and tokens[at + 1].glued
        and tokens[at].capital
    ):
        number, end, mark = int(tokens[at + 1].text), at + 2, "Q"
    else:
        ordinal = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(word)
        if (
            ordinal is None
            and tokens[at].text in ("1", "2", "3", "4")
            and low(tokens, at + 1) in ("st", "nd", "rd", "th")
        ):
            ordinal = int(tokens[at].text)
            at += 1
        if ordinal is None:
            return None
        end = at + 1
        if low(tokens, end) == "-":
            end += 1
        if low(tokens, end) in ("fiscal", "calendar"):
            end += 1
        if low(tokens, end) == "quarter":
            number, end, mark = ordinal, end + 1, "Q"
        elif low(tokens, end) == "half" and ordinal <= 2 and low(tokens, end + 1) in ("of",):
            year_at = end + 2 if low(tokens, end + 2) not in ("the", "this", "last") else end + 3
            if not (year_number(tokens, year_at) or low(tokens, year_at) == "year"):
                return None
            number, end, mark = ordinal, end + 1, "H"
        else:
            return None
    start = at if tokens[at].alpha else at - 1
    of = end + 1 if low(tokens, end) in ("of", ",", "in") else end
    year = year_number(tokens, of)
    before = year_number(tokens, start - 1) if start else None
    if year is not None:
        return Found(start, year[1], f"{year[0]:04d}-{mark}{number}")
    if low(tokens, of) in ("last", "this", "next") and low(tokens, of + 1) == "year" and clause.anchor is not None:
        shown = clause.anchor.year + SHIFTS[low(tokens, of)]
        return Found(start, of + 2, f"{shown:04d}-{mark}{number}")
    if before is not None and before[1] == start:
        return Found(start, end, f"{before[0]:04d}-{mark}{number}")
    # "the fourth quarter" of a match is played in minutes: no report of accounts speaks of it without these
    if mark == "H":
        return Found(start, end, f"{clause.anchor.year:04d}-H{number}") if clause.anchor else None
    direction = clause.tense(start, end)
    return Found(start, end, timex.quarter_alone(clause.anchor, number, direction))

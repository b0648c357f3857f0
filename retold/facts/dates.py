"""Dates and times as TIMEX3 values, anchored on the dateline or the day of publication, never on a print stamp."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from retold import kinds
from retold.facts import timex
from retold.facts.numerals import NUMBER_WORDS, Number, Token, low, read_lines, read_number, tokens_of
from retold.facts.reading import Reading
from retold.facts.tenses import tense_at
from retold.kinds import Span

Kind = Literal["date", "time", "duration", "set"]

_UNITS = {
    word: unit
    for unit, words in {
        "second": "second seconds sec secs",
        "minute": "minute minutes min mins",
        "hour": "hour hours hr hrs",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "quarter": "quarter quarters",
        "year": "year years yr yrs",
        "decade": "decade decades",
        "century": "century centuries",
        "weekend": "weekend weekends",
        "night": "night nights",
    }.items()
    for word in words.split()
}
_SHIFTS = {"this": 0, "current": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_EARLY = frozenset("early late mid earlier later".split())
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_PLAIN = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
    "recently": "PAST_REF", "previously": "PAST_REF", "formerly": "PAST_REF", "lately": "PAST_REF",
    "soon": "FUTURE_REF", "shortly": "FUTURE_REF",
}  # fmt: skip
_SETS = {"daily": "P1D", "weekly": "P1W", "annually": "P1Y"}
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
_ZONES = frozenset("gmt utc est edt pst pdt cet cest bst ist jst et pt ct local".split())
_VAGUE_COUNTS = frozenset("several few many some couple recent past".split())

_RANGE_MARKS = frozenset("- – — to through and until".split())
_FEAST_LEADS = frozenset("on by at before after since until for over during of and around".split())
_NO_YEAR_BEFORE = frozenset("$ € £ ¥ ₹ + # no rs = @ & _".split())
_STRETCHES = frozenset("end start beginning middle rest turn close half".split())
_SPAN_LEADS = frozenset("for in within over than about least nearly almost of after around up roughly just by".split())
_UNIT_ADJECTIVES = frozenset(
    "consecutive straight more full whole trading working successive long additional calendar business "
    "solid short other".split()
)
_NO_YEAR_AFTER = frozenset("% ° $ € £ @ _".split())
_FEAST_TAILS = frozenset("and in with as when but or to is was will the at by".split())
_SEASON_LEADS = frozenset("of in during since by over into".split())
_NOT_THE_YEAR = frozenset("of to in that ended ending before after".split())
_RATES = frozenset("percent % cent once twice times dollars euros".split())
_WEAK_YEAR_LEADS = frozenset("the , and or to of by for from after before - – /".split())

# A year alone is read between these; earlier ones need "in" or the like before them.
_FIRST_BARE_YEAR, _FIRST_YEAR, _LAST_YEAR = 1900, 1100, 2100

_ISO_RE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY_RE = re.compile(r"(?:\d{4}-\d\d-\d\d|XXXX-(?:\d\d-\d\d|WXX-\d))")

# How far in tokens a time of day may stand from the date that it belongs to.
_DAY_REACH = 25


class Found(NamedTuple):
    """A mention in tokens [start, end). `day` for a time of day whose day is still to be found."""

    start: int
    end: int
    value: str
    kind: Kind = "date"


class Clause(NamedTuple):
    """What a reader of dates needs: the tokens of a sentence, the day it was filed, and whether it is a headline."""

    tokens: list[Token]
    anchor: date | None
    headline: bool

    def tense(self, start: int, end: int) -> str:
        return tense_at(self.tokens, start, end, self.headline)


def find_dates(reading: Reading) -> list[kinds.DateMention]:
    """The dates in the report's text, spans in text, in text order."""
    anchor = anchor_of(reading.report)
    out: list[kinds.DateMention] = []
    carried: str | None = None
    for sentence in reading.sentences:
        tokens = tokens_of(reading.text, sentence.start, sentence.end)
        clause = Clause(tokens, anchor, sentence.role in ("headline", "subhead"))
        mentions, carried = _with_days(clause, _scan(clause), carried)
        for found in mentions:
            span = Span(tokens[found.start].start, tokens[found.end - 1].end)
            out.append(kinds.DateMention(span=span, value=found.value, kind=found.kind))
    return out


def header_dates(report: kinds.Report) -> list[kinds.DateMention]:
    """The dates of dateline, publication lines and stamps, spans in the source (they are fields, not text).

    Captions are part of the text, so their dates are found there.
    """
    out: dict[Span, kinds.DateMention] = {}
    for shown in report.dates:
        if shown.span is not None and shown.value and shown.role != "caption":
            kind: Kind = "time" if "T" in shown.value else "date"
            out[shown.span] = kinds.DateMention(span=shown.span, value=shown.value, kind=kind)
    line = report.dateline
    if line is not None and line.date:
        inside = [s for s in out if s.start < line.span.end and s.end > line.span.start]
        if not inside:
            out[line.span] = kinds.DateMention(span=line.span, value=line.date)
    return [out[span] for span in sorted(out)]


def anchor_of(report: kinds.Report) -> date | None:
    """The day from which the report counts: its dateline's, else that of its publication; None where neither is known.

    A dateline that shows no year takes that of the publication.
    """
    published = _day(report.published)
    if published is None:
        chosen = [d for d in report.dates if d.role == "published"]
        chosen.sort(key=lambda d: (not d.chosen, d.value))
        published = next((day for day in (_day(d.value) for d in chosen) if day is not None), None)
    datelines = [d.value for d in report.dates if d.role == "dateline"]
    if report.dateline is not None and report.dateline.date:
        datelines.insert(0, report.dateline.date)
    for value in datelines:
        day = _day(value)
        if day is None and published is not None:
            shown = re.search(r"(?:XXXX|-)-(\d\d)-(\d\d)", value)
            if shown:
                day = _day(timex.month_day(published, int(shown[1]), int(shown[2]), "past"))
        if day is not None:
            return day
    return published


def _day(value: str | None) -> date | None:
    shown = _ISO_RE.match(value or "")
    if shown is None:
        return None
    try:
        return date(int(shown[1]), int(shown[2]), int(shown[3]))
    except ValueError:
        return None


@cache
def _names() -> tuple[dict[str, int], dict[str, int], dict[str, int], dict[str, int], dict[str, str]]:
    """Months, their abbreviations, weekdays, theirs, and feasts, by lower-case word (data/dates/names.txt)."""
    months: dict[str, int] = {}
    short_months: dict[str, int] = {}
    days: dict[str, int] = {}
    short_days: dict[str, int] = {}
    feasts: dict[str, str] = {}
    part = ""
    for line in read_lines("dates", "names.txt"):
        if line.startswith("["):
            part = line.strip("[]")
            continue
        number, _, names = line.partition(":")
        if part == "feasts":
            for name in re.findall(r"(?:\\ |\S)+", names):
                feasts[name.replace("\\ ", " ")] = number
            continue
        full, _, short = names.partition("|")
        into, into_short = (months, short_months) if part == "months" else (days, short_days)
        into.update(dict.fromkeys(full.split(), int(number)))
        into_short.update(dict.fromkeys(short.split(), int(number)))
    return months, short_months, days, short_days, feasts


# ---------------------------------------------------------------- the scan


def _scan(clause: Clause) -> list[Found]:
    """The mentions of a sentence in order, none overlapping; times of day still without their day."""
    out: list[Found] = []
    tokens = clause.tokens
    at = 0
    while at < len(tokens):
        found = _read_at(clause, at)
        if found is None:
            at += 1
        else:
            out.append(found)
            at = max(found.end, at + 1)
    return out


@cache
def _openers() -> frozenset[str]:
    """The words that can begin a mention of time, so that the readers need not be asked about every word."""
    feasts = {name.split()[0] for name in _names()[4]}
    words = "the a an at these earlier recent today's yesterday's tomorrow's today tonight yesterday tomorrow year q noon midday"
    more = "midnight every each several few many first second third fourth thanksgiving half"
    return frozenset(
        {
            *feasts,
            *words.split(),
            *more.split(),
            *_EARLY,
            *_STRETCHES,
            *_SHIFTS,
            *_PLAIN,
            *_SETS,
            *_UNITS,
            *NUMBER_WORDS,
        }
    )


def _read_at(clause: Clause, at: int) -> Found | None:
    token = clause.tokens[at]
    if token.digits:
        readers = _DIGIT_READERS
    elif token.alpha:
        months, short_months, days, short_days, _ = _names()
        word = token.low.removesuffix("'s")
        if token.capital and (word in days or word in short_days):
            return _read_weekday(clause, at)
        if token.capital and (word in months or word in short_months):
            return _read_month(clause, at)
        if word not in _openers():
            return None
        readers = _WORD_READERS
    elif token.text in "'’" and not token.glued:
        return _read_short_decade(clause, at)
    else:
        return None
    for reader in readers:
        found = reader(clause, at)
        if found is not None:
            return found
    return None


# ---------------------------------------------------------------- calendar dates


def _month_of(tokens: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(tokens) or not tokens[at].capital:
        return None
    months, short_months, *_ = _names()
    word = tokens[at].low.removesuffix("'s")
    return months.get(word) or short_months.get(word)


def _after_stop(tokens: Sequence[Token], at: int) -> int:
    """The token after an abbreviation's stop at `at`, or `at`."""
    return at + 1 if at < len(tokens) and tokens[at].text == "." and tokens[at].glued else at


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


def _year_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The year at `at`, perhaps after a comma, and the token after it."""
    if low(tokens, at) in (",", "of"):
        at += 1
    if not at < len(tokens) or not tokens[at].text.isdecimal() or len(tokens[at].text) != 4:
        return None
    year = int(tokens[at].text)
    if not _FIRST_YEAR <= year <= 9999 or _clock(tokens, at) is not None:
        return None
    return year, at + 1


def _dated(clause: Clause, month: int, day: int, year: int | None, start: int, end: int) -> str | None:
    if year is not None:
        return timex.full_date(year, month, day)
    return timex.month_day(clause.anchor, month, day, clause.tense(start, end))


def _read_month(clause: Clause, at: int) -> Found | None:
    """Sept. 2, 2025 | June 8-11 | June 30 to July 2 | March 2024 | May."""
    tokens = clause.tokens
    month = _month_of(tokens, at)
    if month is None:
        return None
    stop = _after_stop(tokens, at + 1)
    first = _day_number(tokens, stop)
    if first is not None and not _minutes_after(tokens, first[1]):
        day, end = first
        last = _range_end(tokens, at, month, end)
        if last is not None:
            last_month, last_day, end = last
            tail = _year_number(tokens, end)
            year = tail[0] if tail else None
            end = tail[1] if tail else end
            low_value = _dated(clause, month, day, year, at, end)
            high_value = _dated(clause, last_month, last_day, year, at, end)
            if low_value and high_value:
                return Found(at, end, f"{low_value}/{high_value}")
            return None
        tail = _year_number(tokens, end)
        year, end = tail if tail else (None, end)
        value = _dated(clause, month, day, year, at, end)
        return Found(at, end, value) if value else None
    tail = _year_number(tokens, stop)
    if tail is not None:
        return Found(at, tail[1], f"{tail[0]:04d}-{month:02d}")
    if tokens[at].low in _names()[1] and stop == at + 1:
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


def _minutes_after(tokens: Sequence[Token], at: int) -> bool:
    return low(tokens, at) == ":" and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].digits


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
    after = _month_of(tokens, at + 1)
    if after is not None:
        day = _day_number(tokens, _after_stop(tokens, at + 2))
        return (after, *day) if day else None
    day = _day_number(tokens, at + 1)
    if day is None or _minutes_after(tokens, day[1]):
        return None
    # "rose on June 8 to 11 percent" is no range
    if low(tokens, day[1]) in ("percent", "%", "per", "million", "people", "points"):
        return None
    return month, *day


def _read_day_month(clause: Clause, at: int) -> Found | None:
    """2 September 2025 | 8-11 June | the 2nd of September | 2. September."""
    tokens = clause.tokens
    first = _day_number(tokens, at)
    if first is None or _hung(tokens, at):
        return None
    day, end = first
    last_day: int | None = None
    if low(tokens, end) in ("-", "–", "to", "and") and end + 1 < len(tokens):
        second = _day_number(tokens, end + 1)
        if second is not None and (low(tokens, end) != "and" or low(tokens, at - 1) == "between"):
            last_day, end = second
    if low(tokens, end) == "of" or (low(tokens, end) == "." and tokens[end].glued):
        end += 1
    month = _month_of(tokens, end)
    if month is None:
        return None
    end = _after_stop(tokens, end + 1)
    # "fined 2 April Fools": a month after a plain number that another number follows belongs to that one,
    # unless that one is the year
    tail = _year_number(tokens, end)
    year, end = tail if tail else (None, end)
    if year is None and _day_number(tokens, end) is not None and not _minutes_after(tokens, end + 1):
        return None
    value = _dated(clause, month, day, year, at, end)
    if value and last_day is not None:
        other = _dated(clause, month, last_day, year, at, end)
        value = f"{value}/{other}" if other else None
    return Found(at, end, value) if value else None


def _hung(tokens: Sequence[Token], at: int) -> bool:
    """Whether the digits at `at` touch a sign or word before them that makes them no date: $2, G20, #3."""
    if at == 0 or not tokens[at].glued:
        return False
    before = tokens[at - 1]
    return before.alpha or before.digits or before.text not in "([{\"'“‘’–—-/*,.:;"


def _read_iso(clause: Clause, at: int) -> Found | None:
    """2025-09-02 | 02/09/2025 | 2.9.2025."""
    tokens = clause.tokens
    if _hung(tokens, at) or (at and tokens[at].glued and tokens[at - 1].text in "-/"):
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


def _read_year(clause: Clause, at: int) -> Found | None:
    """2024 | the 1990s | between 2016 and 2019 | 2016-19 | 2016/2019."""
    tokens = clause.tokens
    token = tokens[at]
    if len(token.text) != 4 or not token.text.isdecimal() or _hung(tokens, at):
        return None
    year = int(token.text)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
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
    if before in _NO_YEAR_BEFORE or (before == "-" and token.glued and _digits_at(tokens, at - 2)):
        return None
    if year < _FIRST_BARE_YEAR and before not in _OLD_YEAR_LEADS:
        return None
    if before in _HEDGES:
        return None
    if _counts(tokens, at + 1) and not (before in _YEAR_LEADS and before not in _WEAK_YEAR_LEADS):
        return None
    if _clock(tokens, at) is not None:
        return None
    # a range of years: 2016-2019, 2016-19, between 2016 and 2019, from 2016 to 2019
    end = at + 1
    quarter = _read_quarter(clause, end) if low(tokens, end) in ("first", "second", "third", "fourth") else None
    if quarter is not None and quarter.value.startswith(token.text):
        return quarter._replace(start=at)
    mark = low(tokens, end)
    if end + 1 < len(tokens) and tokens[end + 1].text.isdecimal():
        last_text = tokens[end + 1].text
        last: int | None = None
        if len(last_text) == 4:
            last = int(last_text)
        elif len(last_text) == 2 and mark in "-–/" and tokens[end + 1].glued and not _minutes_after(tokens, end + 2):
            last = year // 100 * 100 + int(last_text)
        joined = (
            mark in ("-", "–", "/")
            or (mark == "and" and before == "between")
            or (mark in ("to", "until") and before == "from")
        )
        if (
            last is not None
            and joined
            and year < last <= _LAST_YEAR
            and not (low(tokens, end + 2) == "-" and tokens[end + 2].glued)
        ):
            return Found(at, end + 2, f"{year:04d}/{last:04d}")
        if last is not None and mark in ("-", "/") and low(tokens, end + 2) in ("-", "/"):
            return None
    return Found(at, end, f"{year:04d}")


def _digits_at(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].digits


# Words after a number that show it to be a count, not a year, where nothing before it says "in".
_COUNTED = frozenset(
    "percent people persons men women children soldiers troops workers employees homes houses miles kilometers kilometres "
    "meters metres feet tons tonnes dollars euros pounds times votes seats units shares copies cases deaths jobs points acres "
    "hectares square sq cubic rpm mw hp barrels million billion words passengers residents students members steps calories "
    "metre meter foot mile hours days years minutes gmt".split()
)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    return low(tokens, at) in _COUNTED or low(tokens, at) in ("%", "€", "°")


def _read_short_decade(clause: Clause, at: int) -> Found | None:
    """'90s."""
    tokens = clause.tokens
    if at + 2 < len(tokens) and tokens[at + 1].glued and tokens[at + 2].glued and tokens[at + 2].low == "s":
        text = tokens[at + 1].text
        if len(text) == 2 and text.isdecimal() and text[1] == "0":
            return Found(at, at + 3, f"{19 if int(text) >= 30 else 20}{text[0]}X")
    return None


# ---------------------------------------------------------------- weekdays, times of day


def _read_weekday(clause: Clause, at: int) -> Found | None:
    """Tuesday | last Friday | Wednesday evening | Tuesday, November 11th 2025."""
    tokens = clause.tokens
    _, _, days, _, _ = _names()
    word = tokens[at].low.removesuffix("'s")
    end = _after_stop(tokens, at + 1)
    named = end + 1 if low(tokens, end) == "," else end
    full = _read_month(clause, named) if _month_of(tokens, named) else None
    if full is None and named < len(tokens) and tokens[named].digits:
        full = _read_day_month(clause, named)
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
    if part in _PARTS:
        return Found(start, at + 2, value + _PARTS[part], "time")
    return Found(start, at + 1, value)


def _clock(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The time at `at` as THH:MM (with Z for GMT) and the token after it; None for what is no time.

    9 a.m. | 3:52 pm | 03:52 | 0852 GMT | 9.30am. A bare 3:52 counts only with two digits of minutes.
    """
    if not 0 <= at < len(tokens) or not tokens[at].digits or _hung(tokens, at):
        return None
    text, end = tokens[at].text, at + 1
    hour: int | None = None
    minute, second = 0, None
    colon = False
    if text.isdecimal() and len(text) <= 2:
        hour = int(text)
        if _minutes_after(tokens, end) and end + 1 < len(tokens) and tokens[end + 1].glued:
            shown = tokens[end + 1].text
            if not (shown.isdecimal() and len(shown) == 2):
                return None
            minute, end, colon = int(shown), end + 2, True
            if _minutes_after(tokens, end) and end + 1 < len(tokens) and tokens[end + 1].text.isdecimal():
                second, end = int(tokens[end + 1].text), end + 2
    elif re.fullmatch(r"\d{1,2}\.\d\d", text) and text.isascii():
        hour, minute = (int(p) for p in text.split("."))
    elif re.fullmatch(r"[0-2]\d[0-5]\d", text) and low(tokens, end) in ("gmt", "utc", "hrs", "hours"):
        hour, minute, colon = int(text[:2]), int(text[2:]), True
    if hour is None or minute > 59 or hour > 24 or (second or 0) > 59:
        return None
    half = low(tokens, end)
    if half in ("a.m.", "p.m.", "am", "pm", "a.m", "p.m"):
        end += 1
    elif half in ("a", "p") and low(tokens, end + 1) == "." and low(tokens, end + 2) == "m":
        end = _after_stop(tokens, end + 3)
    elif half == "o'clock":
        end += 1
    elif half == "in" and low(tokens, end + 1) == "the" and low(tokens, end + 2) in ("morning", "afternoon", "evening"):
        half = "a" if low(tokens, end + 2) == "morning" else "p"
        end += 3
    elif not colon:
        return None
    if half[:1] == "p" and hour < 12:
        hour += 12
    elif half[:1] == "a" and hour == 12:
        hour = 0
    shown_time = f"T{hour:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")
    zone = low(tokens, end)
    if zone in ("gmt", "utc"):
        return shown_time + "Z", end + 1
    if zone in ("local", "pacific", "eastern", "central", "mountain") and low(tokens, end + 1) == "time":
        end += 2
    elif zone in _ZONES and tokens[end].text.isupper():
        end += 1
    return shown_time, end


def _read_clock(clause: Clause, at: int) -> Found | None:
    """9 a.m. | 3:52 a.m. local time (0852 GMT): the second is the same moment, and certain."""
    tokens = clause.tokens
    first = _clock(tokens, at)
    if first is None:
        return None
    value, end = first
    if low(tokens, end) == "(":
        second = _clock(tokens, end + 1)
        if second is not None and low(tokens, second[1]) == ")" and second[0].endswith("Z"):
            return Found(at, second[1] + 1, second[0], "time")
    return Found(at, end, value, "time")


def _read_noon(clause: Clause, at: int) -> Found | None:
    word = clause.tokens[at].low
    if word in ("noon", "midday"):
        return Found(at, at + 1, "T12:00", "time")
    if word == "midnight":
        return Found(at, at + 1, "T00:00", "time")
    return None


def _with_days(clause: Clause, found: list[Found], carried: str | None) -> tuple[list[Found], str | None]:
    """`found` with the day put before each time of day, and the day to carry into the next sentence.

    The day is that of the nearest date in the sentence, else the day last told of ("struck on Wednesday. The tremor
    came at 03:52") unless that day or the time is to come, else the day of filing; without an anchor it is unknown.
    """
    days = [(f.start, shown[0]) for f in found if (shown := _DAY_RE.match(f.value)) is not None]
    filed = clause.anchor.isoformat() if clause.anchor else "XXXX-XX-XX"
    out = []
    nearest = 0
    for f in found:
        if f.value.startswith("T"):
            # days are in order: the nearest only moves on
            while nearest + 1 < len(days) and abs(days[nearest + 1][0] - f.start) < abs(days[nearest][0] - f.start):
                nearest += 1
            if days and abs(days[nearest][0] - f.start) <= _DAY_REACH:
                day = days[nearest][1]
            elif carried is not None and clause.tense(f.start, f.end) != "future":
                day = carried
            else:
                day = filed
            f = f._replace(value=day + f.value)
        out.append(f)
    if days and not (clause.anchor and days[-1][1] > filed):
        carried = days[-1][1]
    return out, carried


# ---------------------------------------------------------------- words


def _read_deictic(clause: Clause, at: int) -> Found | None:
    """today | yesterday | last night | this morning | now | recently | the future."""
    tokens, anchor = clause.tokens, clause.anchor
    word, after = tokens[at].low, low(tokens, at + 1)
    if word in ("today", "tonight", "yesterday", "tomorrow"):
        if word == "today" and (
            after in ("'s",) or (tokens[at].capital and low(tokens, at - 1) in ("usa", "russia", "india"))
        ):
            return None
        step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
        value = timex.shifted(anchor, step, "day") if anchor else None
        if value is None:
            return Found(at, at + 1, {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[step])
        if word == "tonight":
            return Found(at, at + 1, value + "TNI", "time")
        if after in _PARTS:
            return Found(at, at + 2, value + _PARTS[after], "time")
        return Found(at, at + 1, value)
    if word == "today's" or word == "yesterday's" or word == "tomorrow's":
        step = {"yesterday's": -1, "tomorrow's": 1}.get(word, 0)
        value = timex.shifted(anchor, step, "day") if anchor else None
        return Found(at, at + 1, value) if value else None
    if word in _PLAIN:
        if after.endswith("ed") or after in ("after", "before"):
            return None  # "a previously announced plan", "shortly after": about another event, not about now
        return Found(at, at + 1, _PLAIN[word])
    if (
        word == "at"
        and after in ("present", "the")
        and low(tokens, at + (2 if after == "the" else 1)) in ("present", "moment")
    ) and (after == "present" or low(tokens, at + 2) == "moment"):
        return Found(at, at + (2 if after == "present" else 3), "PRESENT_REF")
    if word == "these" and after == "days":
        return Found(at, at + 2, "PRESENT_REF")
    if word == "the" and after in ("future", "past", "present"):
        if low(tokens, at + 2) not in _UNITS and read_or_none(tokens, at + 2) is None:
            tail = low(tokens, at + 2)
            if (
                after == "future"
                or (after == "past" and low(tokens, at - 1) == "in")
                or tail in (".", ",", ";", ")", "", "and", "but", "to", "when")
            ):
                return Found(at, at + 2, {"future": "FUTURE_REF", "past": "PAST_REF"}.get(after, "PRESENT_REF"))
        return None
    if (
        word == "earlier"
        and after not in _SHIFTS
        and after != "than"
        and low(tokens, at - 1) in ("has", "had", "have", "was", "were")
    ):
        return Found(at, at + 1, "PAST_REF")
    if word == "recent" and after in ("years", "months", "weeks", "days", "decades", "quarters"):
        return Found(at, at + 2, timex.duration(None, _UNITS[after]), "duration")
    if word == "currently":
        return Found(at, at + 1, "PRESENT_REF")
    return None


def read_or_none(tokens: Sequence[Token], at: int) -> Number | None:
    """The number at `at`, None also past the end."""
    return read_number(tokens, at) if 0 <= at < len(tokens) else None


def _read_modified(clause: Clause, at: int) -> Found | None:
    """this week | last year | the next quarter | last spring | next season | last Christmas | the past three months."""
    tokens, anchor = clause.tokens, clause.anchor
    start, word = at, tokens[at].low
    if word == "the" and low(tokens, at + 1) in _SHIFTS:
        at += 1
        word = tokens[at].low
    if word not in _SHIFTS:
        return None
    step = _SHIFTS[word]
    after = low(tokens, at + 1)
    if at and tokens[at].capital and at + 1 < len(tokens) and tokens[at + 1].capital and not clause.headline:
        return None  # the programme "This Week"
    if after in _EARLY:
        at += 1
        after = low(tokens, at + 1)
    number = read_or_none(tokens, at + 1) if at + 1 < len(tokens) else None
    if (number is not None and number.form in ("words", "digits")) or after in _VAGUE_COUNTS:
        if word in ("this", "current", "following") or (start == at and word == "past"):
            return None
        skip = number.end if number is not None else at + 2
        if low(tokens, skip) in ("trading", "consecutive", "calendar", "fiscal", "or", "straight"):
            skip += 1
        unit = _UNITS.get(low(tokens, skip))
        if unit is None:
            return None
        return Found(start, skip + 1, timex.duration(number.value if number else None, unit), "duration")
    if after in _PARTS and step <= 0:
        value = (
            timex.shifted(anchor, -1 if word == "last" else 0, "day") if anchor and word in ("last", "this") else None
        )
        return Found(at, at + 2, value + _PARTS[after], "time") if value else None
    if after in ("year's", "week's", "month's", "quarter's"):
        after = after[:-2]
    unit = _UNITS.get(after)
    if unit is not None and not after.endswith("s"):
        if word == "past" or (word == "last" and start < at):
            # "the past year", "over the last week": the stretch, not the calendar's one
            return Found(start, at + 2, timex.duration(1, unit), "duration") if start < at else None
        if word in ("following", "previous", "current") and unit in ("day", "night", "minute", "hour"):
            return None
        if unit in ("second", "minute", "hour"):
            return None
        value = timex.shifted(anchor, step, unit) if anchor else None
        if value is None:
            value = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[step]
        return Found(start if low(tokens, start) != "the" else at, at + 2, value)
    if after in _SEASONS and word in ("this", "last", "next"):
        if anchor is None:
            return Found(at, at + 2, {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[step])
        return Found(at, at + 2, _season(anchor, after, word))
    if after == "season" and word in ("last", "next"):
        return Found(at, at + 2, "PAST_REF" if word == "last" else "FUTURE_REF")
    feast = _feast_at(tokens, at + 1)
    if feast is not None and word in ("last", "next", "this"):
        value = timex.month_day(anchor, int(feast[0][:2]), int(feast[0][3:]), "" if word == "this" else word)
        return Found(at, feast[1], value) if value else None
    if after == "thanksgiving" and anchor is not None:
        value = _thanksgiving(anchor, word)
        return Found(at, at + 2, value)
    return None


def _season(anchor: date, season: str, word: str) -> str:
    """last spring -> the spring that is over; this summer -> this year's."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    year = anchor.year
    if word == "last":
        year -= anchor.month < first + 3
    elif word == "next":
        year += anchor.month >= first
    elif season == "winter" and anchor.month <= 2:
        year -= 1
    return f"{max(year, 1):04d}-{_SEASONS[season]}"


def _feast_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if not at < len(tokens) or not tokens[at].capital:
        return None
    for size in (3, 2, 1):
        name = " ".join(low(tokens, i) for i in range(at, at + size))
        if name in _names()[4]:
            return _names()[4][name], at + size
    return None


def _read_feast(clause: Clause, at: int) -> Found | None:
    """Christmas | New Year's Eve, as days."""
    tokens = clause.tokens
    feast = _feast_at(tokens, at)
    if feast is None or (
        feast[1] < len(tokens) and tokens[feast[1]].alpha and tokens[feast[1]].low not in _FEAST_TAILS
    ):
        return None
    if low(tokens, at - 1) not in _FEAST_LEADS:
        return None
    value = timex.month_day(clause.anchor, int(feast[0][:2]), int(feast[0][3:]), clause.tense(at, feast[1]))
    return Found(at, feast[1], value) if value else None


def _thanksgiving(anchor: date, word: str) -> str:
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


def _read_end_of(clause: Clause, at: int) -> Found | None:
    """the end of 2026 | the end of the year | year-end | the year | early next year | of the summer."""
    tokens, anchor = clause.tokens, clause.anchor
    word = tokens[at].low
    if word in _STRETCHES and low(tokens, at + 1) == "of":
        start = at - 1 if low(tokens, at - 1) == "the" else at
        inner = at + 2
        if low(tokens, inner) == "the" or low(tokens, inner) == "this":
            unit = _UNITS.get(low(tokens, inner + 1))
            if unit in ("month", "year", "week", "quarter", "decade", "century") and anchor is not None:
                value = timex.shifted(anchor, 0, unit)
                return Found(start, inner + 2, value) if value else None
            return None
        found = _read_at(clause, inner) if inner < len(tokens) else None
        return found._replace(start=start) if found is not None and found.kind == "date" else None
    if word == "year" and low(tokens, at + 1) == "-" and low(tokens, at + 2) == "end" and anchor is not None:
        return Found(at, at + 3, f"{anchor.year:04d}")
    if word == "year" and low(tokens, at + 1) == "end" and anchor is not None:
        return Found(at, at + 2, f"{anchor.year:04d}")
    if word == "the" and anchor is not None:
        after = low(tokens, at + 1)
        if after in _SEASONS and after != "fall" and low(tokens, at - 1) in _SEASON_LEADS:
            if low(tokens, at + 2) == "of":
                return None
            return Found(at, at + 2, _season(anchor, after, "this"))
        if (
            after == "year"
            and low(tokens, at - 1) in ("of", "during", "throughout", "for", "in")
            and low(tokens, at + 2) not in _NOT_THE_YEAR
        ):
            return Found(at, at + 2, f"{anchor.year:04d}")
        if after == "weekend" and low(tokens, at - 1) in ("over", "at", "during", "for", "on"):
            value = timex.shifted(anchor, -1 if anchor.isoweekday() < 5 else 0, "weekend")
            return Found(at, at + 2, value) if value else None
    return None


def _read_quarter(clause: Clause, at: int) -> Found | None:
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
            if not (_year_number(tokens, year_at) or low(tokens, year_at) == "year"):
                return None
            number, end, mark = ordinal, end + 1, "H"
        else:
            return None
    start = at if tokens[at].alpha else at - 1
    of = end + 1 if low(tokens, end) in ("of", ",", "in") else end
    year = _year_number(tokens, of)
    before = _year_number(tokens, start - 1) if start else None
    if year is not None:
        return Found(start, year[1], f"{year[0]:04d}-{mark}{number}")
    if low(tokens, of) in ("last", "this", "next") and low(tokens, of + 1) == "year" and clause.anchor is not None:
        shown = clause.anchor.year + _SHIFTS[low(tokens, of)]
        return Found(start, of + 2, f"{shown:04d}-{mark}{number}")
    if before is not None and before[1] == start:
        return Found(start, end, f"{before[0]:04d}-{mark}{number}")
    # "the fourth quarter" of a match is played in minutes: no report of accounts speaks of it without these
    if mark == "H":
        return Found(start, end, f"{clause.anchor.year:04d}-H{number}") if clause.anchor else None
    direction = clause.tense(start, end)
    return Found(start, end, timex.quarter_alone(clause.anchor, number, direction))


# ---------------------------------------------------------------- durations and sets


def _read_duration(clause: Clause, at: int) -> Found | None:
    """three days | 60-day | 15 consecutive years | several years | two weeks ago | a year earlier | in two weeks."""
    tokens = clause.tokens
    if at and tokens[at].glued and (tokens[at - 1].alpha or tokens[at - 1].text in "$€£¥₹#"):
        return None
    word = tokens[at].low
    count: float | None
    if word in ("several", "few", "many") or (word == "a" and low(tokens, at + 1) in ("few", "couple")):
        end = at + 1
        if word == "a":
            end = at + 2
        couple = low(tokens, end - 1) == "couple"
        if low(tokens, end) in ("of", "more", "dozen", "hundred"):
            end += 1
        count = 2.0 if couple else None
        given = False
    elif word in ("a", "an", "one") and low(tokens, at + 1).rstrip("s") in _UNITS:
        end, count, given = at + 1, 1.0, word == "one"
    elif word == "half" and low(tokens, at + 1) in ("a", "an") and low(tokens, at + 2) in _UNITS:
        end, count, given = at + 2, 0.5, True
    else:
        number = read_number(tokens, at)
        if number is None or number.form in ("ordinal", "vague"):
            return None
        if len(word) == 4 and word.isdecimal() and _FIRST_BARE_YEAR <= int(word) <= _LAST_YEAR:
            return None  # "the 1988 quarter", "a 2025 year-end goal"
        if word in ("a", "an") and number.form == "fraction":
            return None
        end, count, given = number.end, number.value, True
    # 3-5 days, two to three weeks, two or three years: the first is the value, as TIMEX3's users write it
    if given and low(tokens, end) in ("to", "or", "-", "–") and end + 1 < len(tokens):
        second = read_number(tokens, end + 1)
        if second is not None and second.form in ("words", "digits") and _unit_after(tokens, second.end) is not None:
            end = second.end
    unit_at = _unit_after(tokens, end)
    if unit_at is None:
        return None
    unit = _UNITS[tokens[unit_at].low.split("'")[0]]
    end = unit_at + 1
    # ages are figures: 44-year-old, 30 years old, aged 5 years
    tail = low(tokens, end + 1) if low(tokens, end) in "-–" and end < len(tokens) else low(tokens, end)
    if tail in ("old", "olds", "of") and (tail != "of" or low(tokens, end + 1) == "age"):
        return None
    if low(tokens, at - 1) in ("aged", "age") and unit in ("year", "month"):
        return None
    if unit == "quarter" and (
        (word in ("a", "an", "one", "three") and not low(tokens, unit_at).endswith("s")) or low(tokens, end) == "of"
    ):
        return None
    if unit == "second" and low(tokens, unit_at) == "second" and low(tokens, unit_at - 1) != "-":
        return None
    if (
        unit == "minute"
        and low(tokens, end) == "and"
        and low(tokens, end + 1) == "a"
        and low(tokens, end + 2) == "half"
    ):
        return Found(at, end + 3, "PT1M30S", "duration")
    if low(tokens, end) == "and" and low(tokens, end + 1) == "a" and low(tokens, end + 2) == "half":
        count, end = (count or 0) + 0.5, end + 3
    whole = count is not None and count == int(count)
    if low(tokens, end) == "ago" or (
        low(tokens, end) == "earlier" and unit in ("year", "month", "week") and count == 1
    ):
        if clause.anchor is None or not whole or (count or 0) > 9999 or unit in ("second", "minute", "hour"):
            if unit in ("second", "minute", "hour") and clause.anchor is not None:
                return Found(at, end + 1, clause.anchor.isoformat())
            return Found(at, end + 1, "PAST_REF")
        value = timex.shifted(clause.anchor, -int(count or 0), unit)
        return Found(at, end + 1, value or "PAST_REF")
    if word in ("a", "an") and count == 1:
        # "percent a year", "twice a week"
        before = low(tokens, at - 1)
        if unit == "second":
            return None
        if before in _RATES or _digits_at(tokens, at - 1):
            return Found(at, end, timex.duration(1, unit), "set") if unit not in ("hour", "minute") else None
        if before not in _SPAN_LEADS:
            return None
        if (
            before in ("of", "by", "in")
            and unit in ("day", "hour", "minute", "week", "month", "night")
            and low(tokens, end) not in (".", ",", "or", "")
        ):
            return None
    if (
        low(tokens, at - 1) == "in"
        and given
        and whole
        and clause.anchor is not None
        and unit in ("day", "week", "month", "year")
        and low(tokens, unit_at - 1) != "-"
        and clause.tense(at, end) == "future"
    ):
        value = timex.shifted(clause.anchor, int(count or 0), unit) if (count or 0) <= 9999 else None
        if value is not None:
            return Found(at, end, value)
    if low(tokens, at) in ("zero", "0") or count == 0:
        return None
    value = timex.duration(count, unit)
    if unit == "quarter" and count is not None:
        value = timex.duration(count * 3, "month")
    return Found(at, end, value, "duration")


def _unit_after(tokens: Sequence[Token], at: int) -> int | None:
    """The index of a unit of time at `at`, over a hyphen or one adjective; None where there is none."""
    if (at + 1 < len(tokens) and tokens[at].text in "-‐‑–" and tokens[at].glued and tokens[at + 1].glued) or low(tokens, at) in _UNIT_ADJECTIVES:
        at += 1
    word = low(tokens, at)
    if word in _UNITS:
        return at if not (tokens[at].capital and word in ("min", "sec")) else None
    if word.endswith("s'") and word[:-1] in _UNITS:
        return at
    return at if word.endswith("'") and word[:-1] in _UNITS else None


def _read_bare_units(clause: Clause, at: int) -> Found | None:
    """for years | decades of | in recent weeks."""
    tokens = clause.tokens
    unit = _UNITS.get(tokens[at].low)
    if unit is None or not tokens[at].low.endswith("s") or unit in ("second",):
        return None
    before, after = low(tokens, at - 1), low(tokens, at + 1)
    if (
        before in ("for", "in", "over", "within", "after")
        or after in ("ago", "later", "earlier")
        or (
            after == "of"
            and unit in ("decade", "year", "month", "week")
            and before not in ("the", "-", "these", "those")
        )
    ):
        if after == "ago":
            return Found(at, at + 2, "PAST_REF")
        return Found(at, at + 1, timex.duration(None, unit), "duration")
    return None


def _read_set(clause: Clause, at: int) -> Found | None:
    """daily | every day | each year."""
    tokens = clause.tokens
    word = tokens[at].low
    if word in _SETS and not (tokens[at].capital and at):
        return Found(at, at + 1, _SETS[word], "set")
    if word in ("every", "each"):
        number = read_or_none(tokens, at + 1)
        skip = number.end if number is not None and number.form in ("digits", "words") else at + 1
        count = number.value if number is not None and skip > at + 1 else 1
        unit = _UNITS.get(low(tokens, skip))
        if unit is not None and unit != "second" and count is not None:
            return Found(at, skip + 1, timex.duration(count, unit), "set")
    return None


def _read_early(clause: Clause, at: int) -> Found | None:
    """earlier this week | late last year | mid-November | early Wednesday: the whole is one mention."""
    tokens = clause.tokens
    if tokens[at].low not in _EARLY:
        return None
    inner = at + 2 if low(tokens, at + 1) in ("-", "in", "on") else at + 1
    if low(tokens, at + 1) == "in" and low(tokens, inner) == "the":
        inner += 1
    if inner >= len(tokens) or tokens[inner].low in _EARLY:
        return None
    found = _read_at(clause, inner)
    if found is None or found.kind not in ("date", "time") or found.value in ("PRESENT_REF",):
        return None
    if found.kind == "time" and found.value.startswith("T"):
        return None
    return found._replace(start=at)


_DIGIT_READERS: tuple[Callable[[Clause, int], Found | None], ...] = (
    _read_iso,
    _read_day_month,
    _read_clock,
    _read_quarter,
    _read_duration,
    _read_year,
)
_WORD_READERS: tuple[Callable[[Clause, int], Found | None], ...] = (
    _read_early,
    _read_end_of,
    _read_modified,
    _read_deictic,
    _read_quarter,
    _read_noon,
    _read_set,
    _read_feast,
    _read_duration,
    _read_bare_units,
)

"""Dates and times as TIMEX3 values, anchored on the dateline or the day of publication, never on a print stamp."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

import msgspec

from retold import kinds
from retold.facts import timex
from retold.facts.calendar_dates import (
    SEASONS,
    SHIFTS,
    read_day_month,
    read_feast,
    read_iso,
    read_month,
    read_quarter,
    read_short_decade,
    read_weekday,
    read_year,
    season_value,
)
from retold.facts.clock_times import read_clock, read_noon
from retold.facts.date_words import Clause, Found, Kind, calendar_names
from retold.facts.numerals import NUMBER_WORDS, low, tokens_of
from retold.facts.reading import Reading
from retold.facts.time_spans import (
    EARLY,
    PLAIN,
    SETS,
    UNITS,
    read_bare_units,
    read_deictic,
    read_duration,
    read_modified,
    read_set,
)
from retold.kinds import Span

_STRETCHES = frozenset("end start beginning middle rest turn close half".split())
_SEASON_LEADS = frozenset("of in during since by over into".split())
_NOT_THE_YEAR = frozenset("of to in that ended ending before after".split())
_ISO_RE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_YEARLESS_RE = re.compile(r"(?:XXXX-|--?)(\d\d)-(\d\d)")
_DAY_RE = re.compile(r"(?:\d{4}-\d\d-\d\d|XXXX-(?:\d\d-\d\d|WXX-\d))")
# How far in tokens a time of day may stand from the date that it belongs to.
_DAY_REACH = 25


def find_dates(reading: Reading) -> list[kinds.DateMention]:
    """The dates in the report's text, spans in text, in text order."""
    opening = None
    anchor = anchor_of(reading.report)
    if anchor is None:
        opening = _opening_day(reading)
        anchor = _day(opening)
    if anchor is not None:
        return _mentions(reading, anchor)
    stand_in = _stand_in(reading, opening)
    if stand_in is None:
        return _mentions(reading, None)
    found = _mentions(reading, stand_in)
    return [msgspec.structs.replace(m, value=_without_year(m.value, stand_in.year)) for m in found]


def _mentions(reading: Reading, anchor: date | None) -> list[kinds.DateMention]:
    out: list[kinds.DateMention] = []
    carried: str | None = None
    for sentence, tokens in zip(reading.sentences, reading.tokens):
        clause = Clause(tokens, anchor, sentence.role in ("headline", "subhead"))
        mentions, carried = _with_days(clause, _scan(clause), carried)
        for found in mentions:
            span = Span(tokens[found.start].start, tokens[found.end - 1].end)
            out.append(kinds.DateMention(span=span, value=found.value, kind=found.kind))
    return out


# Datelines come in more shapes than anybody lists: "KOLVA (Arctic Press), 7 January. A blast ...", "Brief: Friday, 5 May
# 2023". A day that stands by itself in the first words of headline or lead, parted from them by a mark, is the report's.
_OPENING_CHARACTERS = 60
_OPENING_SENTENCES = 3
_OPENING_RE = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")


def _opening_day(reading: Reading) -> str | None:
    """The day that opens the report where no dateline was recognised, as a TIMEX3 value, perhaps without its year."""
    for sentence, tokens in list(zip(reading.sentences, reading.tokens))[:_OPENING_SENTENCES]:
        head = [t for t in tokens if t.start - sentence.start < 2 * _OPENING_CHARACTERS]
        for found in _scan(Clause(head, None, False)):
            last = head[found.end - 1]
            before = head[found.start - 1] if found.start else None
            after = head[found.end].text if found.end < len(head) else ""
            apart = before is None or not before.alpha
            if (
                _OPENING_RE.fullmatch(found.value)
                and last.end - sentence.start < _OPENING_CHARACTERS
                and apart
                and (after in ("", "-", "–", "—", ":", ".", ")", "|") or after == "--")
            ):
                return found.value
    return None


# A dateline without a year ("LIMA, Aug. 19") in a report that shows none still tells which day "Thursday" is, as
# soon as one weekday of its lead is known to be the dateline's: agencies date a story on the day it tells of. The
# report is then read in a year that no text names and has that weekday there, and the year is taken out again.
# Where the lead tells of the day before, this is a day off; reading no weekday at all would lose far more.
_STAND_IN_YEARS = range(8001, 8029)
_LEAD_SENTENCES = 3


def _stand_in(reading: Reading, opening: str | None) -> date | None:
    """The dateline's day in a stand-in year; None where it shows no day or the lead tells of no weekday."""
    values = [d.value for d in reading.report.dates if d.role == "dateline"] + ([opening] if opening else [])
    if reading.report.dateline is not None:
        values.append(reading.report.dateline.date or "")
    shown = next((m for m in (_YEARLESS_RE.match(v) for v in values) if m), None)
    if shown is None:
        return None
    body = [s for s in reading.sentences if s.role not in ("headline", "subhead", "caption", "note")]
    for sentence in body[:_LEAD_SENTENCES]:
        tokens = tokens_of(reading.text, sentence.start, sentence.end)
        clause = Clause(tokens, None, False)
        for found in _scan(clause):
            day = re.match(r"XXXX-WXX-(\d)", found.value)
            if day and clause.tense(found.start, found.end) != "future":
                for year in _STAND_IN_YEARS:
                    filed = _day(f"{year}-{shown[1]}-{shown[2]}")
                    if filed is not None and filed.isoweekday() == int(day[1]):
                        return filed
    return None


def _without_year(value: str, year: int) -> str:
    """`value` without a stand-in year: 8009-08-20 is XXXX-08-20; a year alone is only past or future."""
    shown = re.match(r"(\d{4})(-W\d\d.*)?$", value)
    if shown and abs(int(shown[1]) - year) <= 30:
        if shown[2] is None:
            return "PRESENT_REF" if int(shown[1]) == year else ("PAST_REF" if int(shown[1]) < year else "FUTURE_REF")
        return f"XXXX{shown[2]}"
    return re.sub(r"\b(\d{4})(?=-)", lambda m: "XXXX" if abs(int(m[1]) - year) <= 30 else m[1], value)


def dated_near(mentions: list[kinds.DateMention], near: date, within: int) -> list[kinds.DateMention]:
    """`mentions` with the year that their report does not show taken from `near`, a day that its story is known by.

    XXXX-08-19 near 2026-08-20 is 2026-08-19; a weekday is the latest one, a month the nearest. For a report without
    any year of its own, in a story of which another report shows one. Nothing is changed where no mention lies
    within `within` days of `near`: the report may be of another year.
    """
    shown = [re.match(r"XXXX-(\d\d)-(\d\d)", m.value) for m in mentions]
    nearest = [_day(timex.month_day(near, int(m[1]), int(m[2]), "")) for m in shown if m is not None]
    if nearest and not any(day is not None and abs((day - near).days) <= within for day in nearest):
        return mentions
    out = []
    for mention in mentions:
        value = mention.value
        day = re.match(r"XXXX-(\d\d)-(\d\d)", value)
        week = re.match(r"XXXX-WXX-(\d)", value)
        if day is not None:
            value = (timex.month_day(near, int(day[1]), int(day[2]), "") or day[0]) + value[day.end() :]
        elif week is not None and mention.kind != "set":
            value = timex.weekday(near, int(week[1]), "past") + value[week.end() :]
        elif re.fullmatch(r"XXXX-\d\d", value):
            middle = timex.month_day(near, int(value[-2:]), 15, "")
            value = middle[:7] if middle else value
        out.append(msgspec.structs.replace(mention, value=value))
    return out


def weekday_in(shown: str) -> int | None:
    """The weekday, Monday being 1, that a mention of time names; None where it names none."""
    named = [calendar_names()[2].get(word) for word in re.findall(r"[a-z]+", shown.lower())]
    return next((day for day in named if day is not None), None)


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
            shown = _YEARLESS_RE.match(value)
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


def _scan(clause: Clause) -> list[Found]:
    """The mentions of a sentence in order, none overlapping; times of day still without their day."""
    out: list[Found] = []
    tokens = clause.tokens
    openers, starters = _openers(), _starters()
    # Most words open nothing; asking about each would be a third of the time that dates take.
    opening = [
        at
        for at, token in enumerate(tokens)
        if (
            token.low.removesuffix("'s") in (starters if token.capital else openers)
            if token.alpha
            else token.digits or token.text in "'’"
        )
    ]
    floor = 0
    for at in opening:
        if at >= floor and (found := _read_at(clause, at)) is not None:
            out.append(found)
            floor = found.end
    return out


@cache
def _openers() -> frozenset[str]:
    """The words that can begin a mention of time, so that the readers need not be asked about every word."""
    feasts = {name.split()[0] for name in calendar_names()[4]}
    words = "the a an at these earlier recent today's yesterday's tomorrow's today tonight yesterday tomorrow year q noon midday"
    more = "midnight every each several few many first second third fourth thanksgiving half"
    return frozenset(
        {
            *feasts,
            *words.split(),
            *more.split(),
            *EARLY,
            *_STRETCHES,
            *SHIFTS,
            *PLAIN,
            *SETS,
            *UNITS,
            *NUMBER_WORDS,
        }
    )


@cache
def _starters() -> frozenset[str]:
    """The words that can begin a mention of time where they have a capital: months and weekdays too."""
    months, short_months, days, short_days, _ = calendar_names()
    return frozenset({*_openers(), *months, *short_months, *days, *short_days})


def _read_at(clause: Clause, at: int) -> Found | None:
    token = clause.tokens[at]
    if token.digits:
        readers = _DIGIT_READERS
    elif token.alpha:
        months, short_months, days, short_days, _ = calendar_names()
        word = token.low.removesuffix("'s")
        if token.capital and (word in days or word in short_days):
            return read_weekday(clause, at)
        if token.capital and (word in months or word in short_months):
            return read_month(clause, at)
        if word not in _openers():
            return None
        readers = _readers_of(token.low)
    elif token.text in "'’" and not token.glued:
        return read_short_decade(clause, at)
    else:
        return None
    for reader in readers:
        found = reader(clause, at)
        if found is not None:
            return found
    return None


@cache
def _readers_of(word: str) -> tuple[Callable[[Clause, int], Found | None], ...]:
    """Of the readers of words those that can read a mention that begins with `word`, in their order.

    Asking the others is asking for None: what each begins with stands in its first lines.
    """
    begins: dict[Callable[[Clause, int], Found | None], bool] = {
        _read_early: word in EARLY,
        _read_end_of: word in _STRETCHES or word in ("year", "the"),
        read_modified: word in SHIFTS or word == "the",
        read_quarter: word in ("q", "first", "second", "third", "fourth"),
        read_noon: word in ("noon", "midday", "midnight"),
        read_set: word in SETS or word in ("every", "each"),
        read_duration: word in NUMBER_WORDS or word == "many",
        read_bare_units: word in UNITS,
    }
    return tuple(reader for reader in _WORD_READERS if begins.get(reader, True))


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
            f = msgspec.structs.replace(f, value=day + f.value)
        out.append(f)
    if days and not (clause.anchor and days[-1][1] > filed):
        carried = days[-1][1]
    return out, carried


def _read_end_of(clause: Clause, at: int) -> Found | None:
    """the end of 2026 | the end of the year | year-end | the year | early next year | of the summer."""
    tokens, anchor = clause.tokens, clause.anchor
    word = tokens[at].low
    if word in _STRETCHES and low(tokens, at + 1) == "of":
        start = at - 1 if low(tokens, at - 1) == "the" else at
        inner = at + 2
        if low(tokens, inner) == "the" or low(tokens, inner) == "this":
            unit = UNITS.get(low(tokens, inner + 1))
            if unit in ("month", "year", "week", "quarter", "decade", "century") and anchor is not None:
                value = timex.shifted(anchor, 0, unit)
                return Found(start, inner + 2, value) if value else None
            return None
        found = _read_at(clause, inner) if inner < len(tokens) and tokens[inner].low not in _STRETCHES else None
        return msgspec.structs.replace(found, start=start) if found is not None and found.kind == "date" else None
    if word == "year" and low(tokens, at + 1) == "-" and low(tokens, at + 2) == "end" and anchor is not None:
        return Found(at, at + 3, f"{anchor.year:04d}")
    if word == "year" and low(tokens, at + 1) == "end" and anchor is not None:
        return Found(at, at + 2, f"{anchor.year:04d}")
    if word == "the" and anchor is not None:
        after = low(tokens, at + 1)
        if after in SEASONS and after != "fall" and low(tokens, at - 1) in _SEASON_LEADS:
            if low(tokens, at + 2) == "of":
                return None
            return Found(at, at + 2, season_value(anchor, after, "this"))
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


def _read_early(clause: Clause, at: int) -> Found | None:
    """earlier this week | late last year | mid-November | early Wednesday: the whole is one mention."""
    tokens = clause.tokens
    if tokens[at].low not in EARLY:
        return None
    inner = at + 2 if low(tokens, at + 1) in ("-", "in", "on") else at + 1
    if low(tokens, at + 1) == "in" and low(tokens, inner) == "the":
        inner += 1
    if inner >= len(tokens) or tokens[inner].low in EARLY:
        return None
    found = _read_at(clause, inner)
    if found is None or found.kind not in ("date", "time") or found.value in ("PRESENT_REF",):
        return None
    if found.kind == "time" and found.value.startswith("T"):
        return None
    return msgspec.structs.replace(found, start=at)


# In order: the first that reads a mention wins. Longer readings stand before those they contain.
_DIGIT_READERS: tuple[Callable[[Clause, int], Found | None], ...] = (
    read_iso,
    read_day_month,
    read_clock,
    read_quarter,
    read_duration,
    read_year,
)
_WORD_READERS: tuple[Callable[[Clause, int], Found | None], ...] = (
    _read_early,
    _read_end_of,
    read_modified,
    read_deictic,
    read_quarter,
    read_noon,
    read_set,
    read_feast,
    read_duration,
    read_bare_units,
)

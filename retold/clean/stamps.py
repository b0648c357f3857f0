"""Dates that a report's frame shows: how they are written, and what role each plays.

Only what is matched here is read as a date; prose is not searched (a library that does finds 1980 in "the 80th").
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from retold.data import read_data
from retold.words import fold

# Zones that mean one offset wherever they are written. CST (China, Chicago, Cuba) and IST (India, Ireland, Israel)
# do not, and a time with one of those stays without a zone.
ZONES = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "sast": 120,
    "eet": 120, "eest": 180, "msk": 180, "trt": 180, "gst": 240, "pkt": 300, "npt": 345, "wib": 420, "ict": 420, "sgt": 480,
    "hkt": 480, "pht": 480, "awst": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180,
    "art": -180, "nst": -210, "ndt": -150, "ast": -240, "adt": -180, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip

_MONTH_NAMES_RE = r"[^\W\d_]{3,12}"
_DIGIT_RE = re.compile(r"\d")
_FOUR_DIGITS_RE = re.compile(r"\d\d\d\d")


class Shown(NamedTuple):
    """A date as it is written at text [start, end). `year` is None where none is shown.

    `time` is "" or "T10:22" with seconds and offset where they are shown.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    time: str = ""

    def iso(self, year: int | None = None) -> str:
        """The ISO date or time; XXXX stands for a year that is neither shown nor given."""
        year = self.year or year
        head = f"{year:04d}-{self.month:02d}" if year else f"XXXX-{self.month:02d}"
        return head if self.day is None else f"{head}-{self.day:02d}{self.time}"


@cache
def month_numbers() -> dict[str, int]:
    """Folded name of a month -> its number."""
    text = read_data("clean/months.txt")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {fold(name): number for number, line in enumerate(lines, 1) for name in line.split()}


_CLOCK = r"""
    (?: (?:,|\ at|\ um|\ à|\ kl\.?|\ [-–—/]|\ \||T)?\s{0,3}
        (?P<hour>\d{1,2}) (?: [:.h](?P<minute>\d\d) (?: :(?P<second>\d\d)(?:\.\d+)? )? (?!\d|[.]\d)
                              | (?=\s?[apAP]\.?[mM]\b) )
        (?:\s?(?P<half>[apAP])\.?\ ?[mM]\b\.?)? (?:\s?(?:Uhr|hrs|hours|h)\b)?
        (?:\s?\(?(?P<zone>Z\b|[A-Z]{2,5}\b|(?:GMT|UTC)?[+−-]\d{1,2}(?::?\d\d)?)\)?)?
    )?
"""


@cache
def _dates_re() -> re.Pattern[str]:
    month = _MONTH_NAMES_RE
    return re.compile(
        rf"""
        (?<![\w.])(?:
          (?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)                      # 2025-09-02
        | (?P<y6>(?:19|20)\d\d)(?P<sep6>/|\.\s?)(?P<m6>\d{{1,2}})(?P=sep6)(?P<d6>\d{{1,2}})(?!\d)\.?     # 2025/9/2 | 2025. 09. 02.
        | (?P<y2>(?:19|20)\d\d)\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일]  # 2025年9月2日
        | (?P<name3>{month})\.?\s{{1,2}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d\d)(?:,?\s{{1,3}}(?P<y3>(?:19|20)\d\d)\b)?   # Sept. 2, 2025
        | (?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s{{0,2}}(?:de\s|of\s)?(?P<name4>{month})\.?,?(?:\s(?:de\s|del\s)?(?P<y4>(?:19|20)\d\d)\b)?  # 2 September 2025
        | (?P<d5>\d{{1,2}})(?P<sep>[./-])\s?(?P<m5>\d{{1,2}})(?P=sep)\s?(?P<y5>(?:(?:19|20)\d\d|\d\d))(?![\d/-])   # 06.05.2026 | 16-09-26
        | (?P<d7>\d{{1,2}})/(?P<m7>\d{{1,2}})(?![\d/])                                # 16/9
        )
        {_CLOCK}
        """,
        re.VERBOSE,
    )


# 1332Z 14FEB26 | 022015Z (day, hour, minute) | 16-09-26 0240Z
@cache
def _wire_re() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?P<h1>\d\d)(?P<n1>\d\d)Z?\s(?P<d1>\d\d)(?P<name1>[A-Z]{3})(?P<y1>\d\d)"
        r"|(?P<d2>\d\d)-(?P<m2>\d\d)-(?P<y2>\d\d)\s(?P<h2>\d\d)(?P<n2>\d\d)Z)\b"
    )


@cache
def _ago_re() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?P<count>\d{1,3}|an?|one|two|three|four|five|six)\s+(?P<unit>min(?:ute)?|hour|hr|day|week)s?\s+ago"
        r"|(?P<word>yesterday|today|just now)\b)",
        re.IGNORECASE,
    )


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[Shown]:
    """The dates written in text[start:end], in order; what is no day of the calendar is none."""
    end = len(text) if end is None else end
    found: list[Shown] = []
    if not _DIGIT_RE.search(text, start, end):  # no form is without one, and they are slow to say so
        return found
    for m in _wire_re().finditer(text, start, end) if _FOUR_DIGITS_RE.search(text, start, end) else ():
        which = "1" if m["d1"] else "2"
        month = month_numbers().get(m["name1"].casefold(), 0) if which == "1" else int(m["m2"])
        shown = _checked(m.start(), m.end(), 2000 + int(m["y" + which]), month, int(m["d" + which]))
        hour, minute = int(m["h" + which]), int(m["n" + which])
        if shown and hour < 24 and minute < 60:
            found.append(shown._replace(time=f"T{hour:02d}:{minute:02d}Z"))
    taken = found[:]
    at = start
    while m2 := _dates_re().search(text, at, end):
        read = _read(m2)
        if read is None or any(read.start < t.end and t.start < read.end for t in taken):
            at = m2.start() + 1
            while at < end and text[at].isalnum():
                at += 1
            continue
        found.append(_with_clock_before(text, max([start, *(t.end for t in found if t.end <= read.start)]), read))
        at = max(read.end, m2.start() + 1)
    return sorted(found)


# 6:18 a.m. ET [March 16, 2026] | 16:20 GMT, [16 March 2026] | 2:00 am PDT, Monday, [March 16, 2026]
@cache
def _clock_before_re() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w.:])(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?P<second>)|(?=\s?[apAP]\.?[mM]\b))(?:\s?(?P<half>[apAP])\.?\ ?[mM]\b\.?)?"
        r"(?:\s?\(?(?P<zone>Z\b|[A-Z]{2,5}\b)\)?)?(?:\s?,\s?|\s+(?:on\s+|[-–—|]\s+)?)(?:[^\W\d_]{3,10}\.?,?\s+(?:on\s+)?)?$"
    )


def _with_clock_before(text: str, start: int, shown: Shown) -> Shown:
    """A day with the clock that stands before it on its line."""
    if shown.time or not _DIGIT_RE.search(text, max(start, shown.start - 40), shown.start):
        return shown
    line = text.rfind("\n", start, shown.start) + 1
    m = _clock_before_re().search(text, max(start, line, shown.start - 40), shown.start)
    if not m:
        return shown
    return shown._replace(start=m.start(), time=_time(m, shown))


# Short names of months that are words of another language: "5 out of 10", "2 set", "10 dic".
_WORDS_TOO = frozenset(["set", "out", "ago", "mag", "dic", "gen", "giu", "lug", "ott", "sty", "nis"])


def _read(m: re.Match[str]) -> Shown | None:
    end = m.end()
    # White space that the optional clock took in is no part of the date.
    shown: Shown | None
    if m["y1"]:
        shown = _checked(m.start(), end, int(m["y1"]), int(m["m1"]), int(m["d1"]))
    elif m["y6"]:
        shown = _checked(m.start(), end, int(m["y6"]), int(m["m6"]), int(m["d6"]))
    elif m["y2"]:
        shown = _checked(m.start(), end, int(m["y2"]), int(m["m2"]), int(m["d2"]))
    elif m["name3"] or m["name4"]:
        which = "3" if m["name3"] else "4"
        name = m["name" + which]
        month = month_numbers().get(fold(name), 0)
        # "may 5" in lower case is a verb more often than a month; in other languages months are lower case.
        if not month or name == "may" or (which == "3" and name in ("march", "mar", "mars")) or name == "march":
            return None
        year = int(m["y" + which]) if m["y" + which] else None
        if year is None and fold(name) in _WORDS_TOO:
            return None
        shown = _checked(m.start(), end, year, month, int(m["d" + which]))
    elif m["y5"]:
        day, month = int(m["d5"]), int(m["m5"])
        if m["sep"] != "." and day <= 12 and month <= 12 and day != month:
            return None  # 05/06/2026 is a day in May or in June: it does not say
        if month > 12:
            day, month = month, day
        year = int(m["y5"])
        shown = _checked(m.start(), end, year if year > 99 else 2000 + year, month, day)
    else:
        day, month = int(m["d7"]), int(m["m7"])
        if month > 12:
            day, month = month, day
        if (day <= 12 and day != month) or not m["hour"]:
            return None
        shown = _checked(m.start(), end, None, month, day)
    if shown is None:
        return None
    if not m["hour"]:
        return shown._replace(end=m.start() + len(m.group().rstrip(" ,.-|T")))
    return shown._replace(time=_time(m, shown), end=m.start() + len(m.group().rstrip()))


def _checked(start: int, end: int, year: int | None, month: int, day: int) -> Shown | None:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return Shown(start, end, year, month, day)


def _time(m: re.Match[str], day: Shown) -> str:
    hour = int(m["hour"])
    half = (m["half"] or "").casefold()
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    minute = int(m["minute"] or 0)
    if hour > 23 or minute > 59 or int(m["second"] or 0) > 59:
        return ""
    clock = f"T{hour:02d}:{minute:02d}" + (f":{m['second']}" if m["second"] else "")
    return clock + _offset(m["zone"] or "", day)


# The zones of the United States as newspapers name them all year round, in minutes from UTC outside summer time.
_AMERICAN = {"et": -300, "ct": -360, "mt": -420, "pt": -480}


def _is_american_summer(day: Shown) -> bool:
    """Whether summer time holds in the United States: from the second Sunday of March to the first of November."""
    if day.year is None or day.day is None:
        return 4 <= day.month <= 10
    second = 14 - date(day.year, 3, 1).weekday()
    first = 7 - date(day.year, 11, 1).weekday()
    return (3, second) <= (day.month, day.day) < (11, first)


def _offset(zone: str, day: Shown) -> str:
    if not zone:
        return ""
    if zone.casefold() == "z":
        return "Z"
    number = re.fullmatch(r"(?:GMT|UTC)?([+−-])(\d{1,2})(?::?(\d\d))?", zone)
    if number:
        return f"{'+' if number[1] == '+' else '-'}{int(number[2]):02d}:{number[3] or '00'}"
    minutes = ZONES.get(zone.casefold())
    if minutes is None and zone.casefold() in _AMERICAN:
        minutes = _AMERICAN[zone.casefold()] + 60 * _is_american_summer(day)
    if minutes is None:
        return ""
    return f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


class Ago(NamedTuple):
    """Where "6 hours ago" stands, and its day; None where the day it counts from is not known."""

    start: int
    end: int
    day: str | None


def find_ago(text: str, as_of: date | None) -> Ago | None:
    """Where "6 hours ago" stands in `text`, and its day counted from `as_of`: None where that is not given."""
    m = _ago_re().search(text)
    if not m:
        return None
    if as_of is None:
        return Ago(m.start(), m.end(), None)
    if m["word"]:
        return Ago(m.start(), m.end(), (as_of - timedelta(days=m["word"].casefold() == "yesterday")).isoformat())
    words = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    count = words.get(m["count"].casefold()) or int(m["count"])
    unit = m["unit"].casefold()
    days = count * (7 if unit == "week" else 1) if unit in ("day", "week") else count // 24 if unit[0] == "h" else 0
    return Ago(m.start(), m.end(), (as_of - timedelta(days=days)).isoformat())


def day_of(value: str | None) -> date | None:
    """The day of an ISO date or time; None where it has no full date."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


# 2022-5-5 22:17:36 | 2022-05-6T12:00:00.000Z | 2020-12-05T23:15:0Z : parts without their zeros.
_LOOSE_RE = re.compile(
    r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?P<rest>(?:[T\s]\s?\d.*)?)", re.DOTALL
)


def iso_value(value: str) -> str | None:
    """`value`, a date as metadata states it, in ISO form; None where it is no date."""
    value = value.strip()
    try:
        plain = datetime.fromisoformat(value)
    except ValueError:
        pass
    else:
        # Basic forms (20201123T050235Z) are written out; extended ones stay as they were stated.
        return value if value[4:5] == "-" and value[7:8] == "-" else plain.isoformat().replace("+00:00", "Z")
    if m := _LOOSE_RE.fullmatch(value):
        shown = _checked(0, 0, int(m["y"]), int(m["m"]), int(m["d"]))
        if shown is None:
            return None
        whole = shown.iso() + re.sub(r"(?<=[ :])(\d)(?!\d)", r"0\1", m["rest"].replace("T", " ").rstrip())
        try:
            datetime.fromisoformat(whole)
        except ValueError:
            return shown.iso()
        return whole.replace(" ", "T", 1)
    found = find_dates(value)
    return found[0].iso() if found and found[0].year else None

"""Times of day: 9 a.m. | 03:52 | 0852 GMT | noon; the day is put before them later."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retold.facts.date_words import Clause, Found, after_stop, minutes_after, touches_a_sign
from retold.facts.numerals import Token, low

_ZONES = frozenset("gmt utc est edt pst pdt cet cest bst ist jst et pt ct local".split())


def clock_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The time at `at` as THH:MM (with Z for GMT) and the token after it; None for what is no time.

    9 a.m. | 3:52 pm | 03:52 | 0852 GMT | 9.30am. A bare 3:52 counts only with two digits of minutes.
    """
    if not 0 <= at < len(tokens) or not tokens[at].digits or touches_a_sign(tokens, at):
        return None
    text, end = tokens[at].text, at + 1
    hour: int | None = None
    minute, second = 0, None
    colon = False
    if text.isdecimal() and len(text) <= 2:
        hour = int(text)
        if minutes_after(tokens, end) and end + 1 < len(tokens) and tokens[end + 1].glued:
            shown = tokens[end + 1].text
            if not (shown.isdecimal() and len(shown) == 2):
                return None
            minute, end, colon = int(shown), end + 2, True
            if minutes_after(tokens, end) and end + 1 < len(tokens) and tokens[end + 1].text.isdecimal():
                second, end = int(tokens[end + 1].text), end + 2
    elif "." in text and re.fullmatch(r"\d{1,2}\.\d\d", text) and text.isascii():
        hour, minute = (int(p) for p in text.split("."))
    elif (
        len(text) == 4 and re.fullmatch(r"[0-2]\d[0-5]\d", text) and low(tokens, end) in ("gmt", "utc", "hrs", "hours")
    ):
        hour, minute, colon = int(text[:2]), int(text[2:]), True
    if hour is None or minute > 59 or hour > 24 or (second or 0) > 59:
        return None
    half = low(tokens, end)
    if half in ("a.m.", "p.m.", "am", "pm", "a.m", "p.m"):
        end += 1
    elif half in ("a", "p") and low(tokens, end + 1) == "." and low(tokens, end + 2) == "m":
        end = after_stop(tokens, end + 3)
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


def read_clock(clause: Clause, at: int) -> Found | None:
    """9 a.m. | 3:52 a.m. local time (0852 GMT): the second is the same moment, and certain."""
    tokens = clause.tokens
    first = clock_at(tokens, at)
    if first is None:
        return None
    value, end = first
    if low(tokens, end) == "(":
        second = clock_at(tokens, end + 1)
        if second is not None and low(tokens, second[1]) == ")" and second[0].endswith("Z"):
            return Found(at, second[1] + 1, second[0], "time")
    return Found(at, end, value, "time")


def read_noon(clause: Clause, at: int) -> Found | None:
    word = clause.tokens[at].low
    if word in ("noon", "midday"):
        return Found(at, at + 1, "T12:00", "time")
    if word == "midnight":
        return Found(at, at + 1, "T00:00", "time")
    return None

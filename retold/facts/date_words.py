"""What the readers of dates share: a clause, a mention, the names of months and days, units of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from typing import Literal

import msgspec

from retold.facts.numerals import Number, Token, low, read_lines, read_number
from retold.facts.tenses import Sign, Tense, tense_at, tense_signs

Kind = Literal["date", "time", "duration", "set"]


class Found(msgspec.Struct, frozen=True, gc=False, order=True):
    """A mention in tokens [start, end). The value of a time of day begins with T until its day is known."""

    start: int
    end: int
    value: str
    kind: Kind = "date"


class Clause:
    """What a reader of dates needs: the tokens of a sentence, the day it was filed, and its tenses."""

    def __init__(self, tokens: list[Token], anchor: date | None, headline: bool) -> None:
        self.tokens = tokens
        self.anchor = anchor
        self.headline = headline

    @cached_property
    def _signs(self) -> list[Sign]:
        return tense_signs(self.tokens, self.headline)

    def tense(self, start: int, end: int) -> Tense:
        """past, future or "" for the verb that governs tokens [start, end)."""
        return tense_at(self.tokens, self._signs, start, end)


@cache
def calendar_names() -> tuple[dict[str, int], dict[str, int], dict[str, int], dict[str, int], dict[str, str]]:
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


def after_stop(tokens: Sequence[Token], at: int) -> int:
    """The token after an abbreviation's stop at `at`, or `at`."""
    return at + 1 if at < len(tokens) and tokens[at].text == "." and tokens[at].glued else at


def minutes_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether ":" and digits follow at `at`, so that what stands before is an hour."""
    return low(tokens, at) == ":" and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].digits


def touches_a_sign(tokens: Sequence[Token], at: int) -> bool:
    """Whether the digits at `at` touch a sign or word before them that makes them no date: $2, G20, #3."""
    if at == 0 or not tokens[at].glued:
        return False
    before = tokens[at - 1]
    return before.alpha or before.digits or before.text not in "([{\"'“‘’–—-/*,.:;"


def digits_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token at `at` exists and is digits."""
    return 0 <= at < len(tokens) and tokens[at].digits


def read_or_none(tokens: Sequence[Token], at: int) -> Number | None:
    """The number at `at`, None also past the end."""
    return read_number(tokens, at) if 0 <= at < len(tokens) else None

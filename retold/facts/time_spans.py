"""Stretches of time and dates told from now: three days | two weeks ago | last year | now | daily."""

from __future__ import annotations

from collections.abc import Sequence

from retold.facts import timex
from retold.facts.calendar_dates import (
    FIRST_BARE_YEAR,
    LAST_YEAR,
    PARTS,
    SEASONS,
    SHIFTS,
    feast_at,
    season_value,
    thanksgiving,
)
from retold.facts.date_words import Clause, Found, digits_at, read_or_none
from retold.facts.numerals import Token, low, read_number

UNITS = {
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
EARLY = frozenset("early late mid earlier later".split())
PLAIN = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
    "recently": "PAST_REF", "previously": "PAST_REF", "formerly": "PAST_REF", "lately": "PAST_REF",
    "soon": "FUTURE_REF", "shortly": "FUTURE_REF",
}  # fmt: skip
SETS = {"daily": "P1D", "weekly": "P1W", "annually": "P1Y"}
_VAGUE_COUNTS = frozenset("several few many some couple recent past".split())
_SPAN_LEADS = frozenset("for in within over than about least nearly almost of after around up roughly just by".split())
_UNIT_ADJECTIVES = frozenset(
    "consecutive straight more full whole trading working successive long additional calendar business "
    "solid short other".split()
)
_RATES = frozenset("percent % cent once twice times dollars euros".split())


def read_deictic(clause: Clause, at: int) -> Found | None:
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
        if after in PARTS:
            return Found(at, at + 2, value + PARTS[after], "time")
        return Found(at, at + 1, value)
    if word == "today's" or word == "yesterday's" or word == "tomorrow's":
        step = {"yesterday's": -1, "tomorrow's": 1}.get(word, 0)
        value = timex.shifted(anchor, step, "day") if anchor else None
        return Found(at, at + 1, value) if value else None
    if word in PLAIN:
        if after.endswith("ed") or after in ("after", "before"):
            return None  # "a previously announced plan", "shortly after": about another event, not about now
        return Found(at, at + 1, PLAIN[word])
    if (
        word == "at"
        and after in ("present", "the")
        and low(tokens, at + (2 if after == "the" else 1)) in ("present", "moment")
    ) and (after == "present" or low(tokens, at + 2) == "moment"):
        return Found(at, at + (2 if after == "present" else 3), "PRESENT_REF")
    if word == "these" and after == "days":
        return Found(at, at + 2, "PRESENT_REF")
    if word == "the" and after in ("future", "past", "present"):
        if low(tokens, at + 2) not in UNITS and read_or_none(tokens, at + 2) is None:
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
        and after not in SHIFTS
        and after != "than"
        and low(tokens, at - 1) in ("has", "had", "have", "was", "were")
    ):
        return Found(at, at + 1, "PAST_REF")
    if word == "recent" and after in ("years", "months", "weeks", "days", "decades", "quarters"):
        return Found(at, at + 2, timex.duration(None, UNITS[after]), "duration")
    if word == "currently":
        return Found(at, at + 1, "PRESENT_REF")
    return None


def read_modified(clause: Clause, at: int) -> Found | None:
    """this week | last year | the next quarter | last spring | next season | last Christmas | the past three months."""
    tokens, anchor = clause.tokens, clause.anchor
    start, word = at, tokens[at].low
    if word == "the" and low(tokens, at + 1) in SHIFTS:
        at += 1
        word = tokens[at].low
    if word not in SHIFTS:
        return None
    step = SHIFTS[word]
    after = low(tokens, at + 1)
    if at and tokens[at].capital and at + 1 < len(tokens) and tokens[at + 1].capital and not clause.headline:
        return None  # the programme "This Week"
    if after in EARLY:
        at += 1
        after = low(tokens, at + 1)
    number = read_or_none(tokens, at + 1) if at + 1 < len(tokens) else None
    if (number is not None and number.form in ("words", "digits")) or after in _VAGUE_COUNTS:
        if word in ("this", "current", "following") or (start == at and word == "past"):
            return None
        skip = number.end if number is not None else at + 2
        if low(tokens, skip) in ("trading", "consecutive", "calendar", "fiscal", "or", "straight"):
            skip += 1
        unit = UNITS.get(low(tokens, skip))
        if unit is None:
            return None
        return Found(start, skip + 1, timex.duration(number.value if number else None, unit), "duration")
    if after in PARTS and step <= 0:
        value = (
            timex.shifted(anchor, -1 if word == "last" else 0, "day") if anchor and word in ("last", "this") else None
        )
        return Found(at, at + 2, value + PARTS[after], "time") if value else None
    if after in ("year's", "week's", "month's", "quarter's"):
        after = after[:-2]
    unit = UNITS.get(after)
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
    if after in SEASONS and word in ("this", "last", "next"):
        if anchor is None:
            return Found(at, at + 2, {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[step])
        return Found(at, at + 2, season_value(anchor, after, word))
    if after == "season" and word in ("last", "next"):
        return Found(at, at + 2, "PAST_REF" if word == "last" else "FUTURE_REF")
    feast = feast_at(tokens, at + 1)
    if feast is not None and word in ("last", "next", "this"):
        value = timex.month_day(anchor, int(feast[0][:2]), int(feast[0][3:]), "" if word == "this" else word)
        return Found(at, feast[1], value) if value else None
    if after == "thanksgiving" and anchor is not None:
        value = thanksgiving(anchor, word)
        return Found(at, at + 2, value)
    return None


def read_duration(clause: Clause, at: int) -> Found | None:
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
    elif word in ("a", "an", "one") and low(tokens, at + 1).rstrip("s") in UNITS:
        end, count, given = at + 1, 1.0, word == "one"
    elif word == "half" and low(tokens, at + 1) in ("a", "an") and low(tokens, at + 2) in UNITS:
        end, count, given = at + 2, 0.5, True
    else:
        number = read_number(tokens, at)
        if number is None or number.form in ("ordinal", "vague"):
            return None
        if len(word) == 4 and word.isdecimal() and FIRST_BARE_YEAR <= int(word) <= LAST_YEAR:
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
    unit = UNITS[tokens[unit_at].low.split("'")[0]]
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
        if before in _RATES or digits_at(tokens, at - 1):
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
    if (at + 1 < len(tokens) and tokens[at].text in "-‐‑–" and tokens[at].glued and tokens[at + 1].glued) or low(
        tokens, at
    ) in _UNIT_ADJECTIVES:
        at += 1
    word = low(tokens, at)
    if word in UNITS:
        return at if not (tokens[at].capital and word in ("min", "sec")) else None
    if word.endswith("s'") and word[:-1] in UNITS:
        return at
    return at if word.endswith("'") and word[:-1] in UNITS else None


def read_bare_units(clause: Clause, at: int) -> Found | None:
    """for years | decades of | in recent weeks."""
    tokens = clause.tokens
    unit = UNITS.get(tokens[at].low)
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


def read_set(clause: Clause, at: int) -> Found | None:
    """daily | every day | each year."""
    tokens = clause.tokens
    word = tokens[at].low
    if word in SETS and not (tokens[at].capital and at):
        return Found(at, at + 1, SETS[word], "set")
    if word in ("every", "each"):
        number = read_or_none(tokens, at + 1)
        skip = number.end if number is not None and number.form in ("digits", "words") else at + 1
        count = number.value if number is not None and skip > at + 1 else 1
        unit = UNITS.get(low(tokens, skip))
        if unit is not None and unit != "second" and count is not None:
            return Found(at, skip + 1, timex.duration(count, unit), "set")
    return None

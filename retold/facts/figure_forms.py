"""The forms of figures beside a plain number and its noun: parts of a whole, ages, results, ranks, labels, magnitudes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from retold.facts.gazetteer import word_set
from retold.facts.hedges import bound_before
from retold.facts.numerals import NUMBER_WORDS, Number, Token, low, read_number, scales
from retold.facts.units import (
    is_person,
    is_plural,
    is_stop,
    measure_after,
    money_after,
    phrase_after,
    share_after,
)
from retold.kinds import Bound


class Figure(msgspec.Struct, frozen=True, gc=False, order=True):
    """A figure in tokens [start, end), before its spans are cut."""

    start: int
    end: int
    value: float | None
    unit: str | None
    bound: Bound
    of: tuple[int, int] | None = None
    counts: bool = False  # whether its unit is a noun that a later bare figure can share
    at: int = 0  # the token of the number itself
    scale: float = 1.0  # what its scale words multiplied by, for the other end of a range
    bare: bool = False  # no unit was read
    about: str | None = None  # what it measures, where no phrase of the text says so: age


# Whom "the" makes people: "six of the dead".
_FATES = word_set(
    "dead injured wounded missing hurt killed arrested detained accused displaced deceased homeless sick elderly poor"
)
_BEING = word_set("is was be turns turned")
_AFTER_AGE = frozenset((".", ",", ";", "", "by", "when", "on", "in", "and", "at", "next", "this"))
_THE = word_set("the these those other his her their its our both")
_ORDINAL_HEADS = word_set("finished placed ranked ranks finish finishes came stands stood ended lies")
DETERMINERS = word_set("the its their his her all a an these those our other")
_NOT_RANKED = word_set(
    "century centuries amendment avenue street st floor half quarter party parties thoughts hand world "
    "grade day night minute hour district circuit division army fleet regiment brigade battalion congress "
    "ave of later ago and or"
)
_SUPERLATIVES = word_set(
    "most largest biggest highest smallest lowest longest oldest best worst busiest richest fastest "
    "straight consecutive successive"
)
_COMPOUND_RANKS = word_set(
    "century party class hand rate degree generation world half year grade floor quarter tier guess"
)


def label(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """No. 8 | No 8: a figure that labels; its value is kept, it counts nothing."""
    if not tokens[at].digits or number.form != "digits":
        return None
    before = at - 2 if low(tokens, at - 1) == "." else at - 1
    if (
        before >= 0
        and tokens[before].text in ("No", "Nos", "nr", "Nr", "№", "no")
        and (before < at - 1 or tokens[before].capital)
    ):
        return Figure(before, number.end, number.value, None, "label", at=at)
    return None


def complement_after(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    """What follows "of" or "in" after a measure: 90 tonnes of *food*, a third of *villages*, 5 million in *damages*."""
    if low(tokens, end) not in ("of", "in"):
        return None
    at = end + 1
    while low(tokens, at) in DETERMINERS:
        at += 1
    stop = at
    while (
        stop < len(tokens)
        and stop - at < 5
        and (tokens[stop].alpha or tokens[stop].text in "-")
        and (not is_stop(tokens[stop].low) or tokens[stop].text == "US")
    ):
        stop += 1
    while stop > at and not tokens[stop - 1].alpha:
        stop -= 1
    if low(tokens, end) == "in" and at < len(tokens) and (tokens[at].capital or tokens[at].digits):
        return None
    return (at, stop) if stop > at else None


def part_of_whole(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """seven of the 12 chapters | two of the council's nine members | 3 out of 4 people: value is the part."""
    end = number.end
    if low(tokens, end) == "out" and low(tokens, end + 1) == "of":
        end += 1
    elif low(tokens, end) == "in" and number.value is not None and number.value < 10:
        # one in five: what is counted is the share
        whole = read_number(tokens, end + 1) if end + 1 < len(tokens) else None
        if (
            whole is None
            or whole.form not in ("words", "digits")
            or whole.scaled
            or not whole.value
            or not number.value < whole.value <= 1_000_000
        ):
            return None
        if whole.form == "digits" and whole.value >= 1000 and "," not in tokens[end + 1].text:
            return None  # "one in 2019"
        phrase = phrase_after(tokens, whole.end)
        if phrase is None and low(tokens, at) != "one":
            return None
        return Figure(
            at,
            phrase.end if phrase else whole.end,
            float(f"{number.value / whole.value:.12g}"),
            "fraction",
            "exact",
            (phrase.start, phrase.end) if phrase else None,
            at=at,
        )
    if low(tokens, end) != "of":
        return None
    for inner in range(end + 1, min(end + 8, len(tokens))):
        token = tokens[inner]
        if not (token.alpha or token.digits or token.text in "-'’"):
            break
        whole = read_number(tokens, inner) if token.digits or (token.alpha and token.low in NUMBER_WORDS) else None
        if whole is None or token.low in ("a", "an"):
            if is_stop(token.low) and token.low not in _THE:
                break
            continue
        if whole.form not in ("words", "digits") or whole.value is None or whole.value < (number.value or 0):
            return None
        money = money_after(tokens, whole.end, whole.scaled)
        if money is not None:
            # 280 million of the 1.5 billion shekels: both are figures, in one currency
            return Figure(at, number.end, number.value, money.name, "exact", at=at)
        if number.value == whole.value == 1:
            return None  # "1 of 1", under a picture
        if share_after(tokens, whole.end) or low(tokens, inner - 1) in ("$", "€", "£"):
            return None
        phrase = phrase_after(tokens, whole.end)
        if phrase is None:
            return (
                Figure(at, whole.end, number.value, None, "exact", at=at, counts=True)
                if low(tokens, at) != "one"
                else None
            )
        unit = "person" if is_person(phrase.head) else phrase.head
        return Figure(at, phrase.end, number.value, unit, "exact", (phrase.start, phrase.end), counts=True, at=at)
    return _some_of(tokens, at, number)


def _some_of(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """two of Johnson's deputies | 12 of the miners: how many of a group whose size is not said."""
    if low(tokens, at) == "one" or number.value is None or number.value <= 1:
        return None
    inner = number.end + 1
    for _ in range(6):
        word = low(tokens, inner)
        named = inner < len(tokens) and tokens[inner].capital and not is_plural(word)
        if word in _THE or word.endswith(("'s", "s'")) or named:
            inner += 1
        else:
            break
    if inner == number.end + 1 or inner >= len(tokens):
        return None
    if low(tokens, inner) in _FATES and not (
        inner + 1 < len(tokens) and tokens[inner + 1].alpha and is_plural(low(tokens, inner + 1))
    ):
        return Figure(at, inner + 1, number.value, "person", "exact", (inner, inner + 1), counts=True, at=at)
    phrase = phrase_after(tokens, inner)
    if phrase is None or not is_plural(tokens[phrase.end - 1].low):
        return None
    unit = "person" if is_person(phrase.head) else phrase.head
    return Figure(at, phrase.end, number.value, unit, "exact", (phrase.start, phrase.end), counts=True, at=at)


def magnitude(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """magnitude-6.4 | magnitude 4 | 6.4-magnitude | magnitude of 6.4."""
    before = at - 1
    while before >= 0 and (tokens[before].text == "-" or tokens[before].low == "of"):
        before -= 1
    if low(tokens, before) == "magnitude" and before < at:
        bound_start, bound = bound_before(tokens, before)
        return Figure(bound_start, number.end, number.value, "magnitude", bound, at=at)
    if low(tokens, number.end) == "-" and low(tokens, number.end + 1) == "magnitude":
        bound_start, bound = bound_before(tokens, at)
        return Figure(bound_start, number.end + 2, number.value, "magnitude", bound, at=at)
    if low(tokens, number.end) == "magnitude":
        bound_start, bound = bound_before(tokens, at)
        return Figure(bound_start, number.end + 1, number.value, "magnitude", bound, at=at)
    return None


def age(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """Mina Tolvan, 44, | 44-year-old | aged 44 | 30 years old | the age of 21."""
    value, end = number.value or 0.0, number.end
    start, bound = bound_before(tokens, at)
    words = [tokens[i].low for i in range(end, min(end + 6, len(tokens))) if tokens[i].text not in "-‐‑"]
    years = words[:1] in (["year"], ["years"])
    if years and (words[1:2] in (["old"], ["olds"]) or words[1:3] == ["of", "age"]):
        stop = end
        while stop < len(tokens) and low(tokens, stop) not in ("old", "olds", "age"):
            stop += 1
        return Figure(start, stop + 1, value, "year", bound, at=at, about="age")
    if not 0 < value < 125 or value != int(value) or number.scaled:
        return None
    before = low(tokens, at - 1)
    if before in _BEING and 10 <= value <= 115 and low(tokens, end) in _AFTER_AGE:
        subject = at - 2 - (low(tokens, at - 2) in ("will", "would", "just", "only"))
        if low(tokens, subject) in ("he", "she", "who", "i"):
            return Figure(start, end, value, "year", bound, at=at, about="age")
    if before in ("aged", "age") or (before == "of" and low(tokens, at - 2) == "age"):
        return Figure(start, end, value, "year", bound, at=at, about="age")
    if not tokens[at].digits or before != "," or low(tokens, end) not in (",", ".", ";", ")", ""):
        return None
    # between commas after a name. "In 2020, 44, ..." has none
    name = tokens[at - 2] if at >= 2 else None
    if name is not None and name.alpha and name.capital and value >= 1:
        return Figure(at, end, value, "year", "exact", at=at, about="age")
    return None


def result(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """The first side of a result, 3-1; the second is read by the next call, which sees the hyphen before it."""
    if not tokens[at].text.isdecimal() or (number.value or 0) >= 200:
        return None
    end = number.end
    ahead = (
        end + 1 < len(tokens)
        and tokens[end].text in "-–"
        and tokens[end].glued
        and tokens[end + 1].glued
        and tokens[end + 1].text.isdecimal()
    )
    behind = (
        at >= 2
        and tokens[at - 1].text in "-–"
        and tokens[at].glued
        and tokens[at - 1].glued
        and tokens[at - 2].text.isdecimal()
    )
    if ahead:
        other = end + 2
        tail_is_unit = other < len(tokens) and (
            share_after(tokens, other)
            or money_after(tokens, other, False)
            or measure_after(tokens, other)
            or scale_at(tokens, other)
        )
        if tail_is_unit or int(tokens[end + 1].text) >= 200 or _plural_after(tokens, other):
            return None
        return Figure(at, end, number.value, None, "exact", at=at)
    if behind and not _plural_after(tokens, end):
        return Figure(at, end, number.value, None, "exact", at=at)
    return None


def scale_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether a scale word stands at `at`."""

    return low(tokens, at) in scales() and len(low(tokens, at)) > 1


def _plural_after(tokens: Sequence[Token], at: int) -> bool:
    phrase = phrase_after(tokens, at)
    return (
        phrase is not None
        and is_plural(tokens[phrase.end - 1].low)
        and phrase.head not in ("win", "victory", "defeat", "loss", "draw", "lead")
    )


def rank(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """80th anniversary | fourth round | third in the league; not "first", nor a name (Fifth Avenue)."""
    end = number.end
    word = low(tokens, at)
    after = low(tokens, end)
    if number.value == 1 and after not in ("anniversary", "round", "edition", "birthday"):
        return None
    if after in ("-",) and end + 1 < len(tokens) and tokens[end + 1].glued:
        inner = low(tokens, end + 1)
        if inner in _COMPOUND_RANKS:
            return None
        end += 1
        after = inner
    if low(tokens, at - 1) == "-" and tokens[at].glued:
        return None
    ranked_of = after == "of" and low(tokens, at - 1) == "the" and not tokens[at].capital
    if after in _NOT_RANKED and not ranked_of:
        return None
    if tokens[at].alpha and tokens[at].capital and at > 0 and end < len(tokens) and tokens[end].capital:
        return None  # Second World War, Third Reich
    if word == "second" and (low(tokens, at - 1) in ("per", "split", "every", "each") or _digits(tokens, at - 1)):
        return None
    if after in _SUPERLATIVES:
        stop = end + (1 if after != "most" else 2)
        phrase = phrase_after(tokens, min(stop, len(tokens)))
        unit = phrase.head if after in ("straight", "consecutive", "successive") and phrase else "rank"
        return Figure(
            at,
            end,
            number.value,
            "person" if unit and is_person(unit) else unit,
            "ordinal",
            (phrase.start, phrase.end) if phrase else None,
            at=at,
        )
    if after == "such":
        end += 1
        after = low(tokens, end)
    owned = low(tokens, at - 1) == "s" or low(tokens, at - 1).endswith("'s")
    if (owned and after in ("this", "in", "with", "since", "after", "for")) or (
        after == "in" and low(tokens, at - 1) in ("were", "was", "is", "are", "lying", "sit", "sits")
    ):
        return Figure(at, number.end, number.value, "rank", "ordinal", at=at)
    phrase = phrase_after(tokens, end, ranked=True)
    if phrase is not None:
        stop = phrase.end if after in ("anniversary", "birthday") else end
        # the text goes "80th anniversary", "fourth round": the noun shows what is ranked, the number is the figure
        of = complement_after(tokens, phrase.end) if after in ("anniversary", "birthday") else None
        of = of or (phrase.start, phrase.end)
        return Figure(at, max(stop, number.end), number.value, phrase.head, "ordinal", of, at=at)
    if low(tokens, at - 1) in _ORDINAL_HEADS or (low(tokens, at - 1) == "the" and after == "of"):
        return Figure(at, number.end, number.value, "rank", "ordinal", at=at)
    return None


def _digits(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].digits


def vague(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """hundreds of homes | tens of thousands: how many is not said, that it is many is."""
    end = number.end
    inner = end + 1 if low(tokens, end) == "of" else end
    if low(tokens, inner) in DETERMINERS:
        inner += 1
    money = money_after(tokens, inner, True) if inner < len(tokens) else None
    start, _ = bound_before(tokens, at)
    if money is not None:
        return Figure(start, money.end, None, money.name, "vague", at=at)
    measure = measure_after(tokens, inner) if inner < len(tokens) else None
    if measure is not None:
        return Figure(start, measure.end, None, measure.name, "vague", at=at)
    phrase = phrase_after(tokens, inner) if inner < len(tokens) else None
    if phrase is None:
        return Figure(start, end, None, None, "vague", at=at)
    unit = "person" if is_person(phrase.head) else phrase.head
    return Figure(start, phrase.end, None, unit, "vague", (phrase.start, phrase.end), counts=True, at=at)

"""Quantities: value, unit, bound, what of, and who asserts them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from retold import kinds
from retold.facts.numerals import NUMBER_WORDS, Number, Token, low, multiplied, read_number, tokens_of
from retold.facts.reading import Reading
from retold.facts.units import (
    Phrase,
    Unit,
    currency_before,
    is_person,
    is_plural,
    is_stop,
    measure_after,
    money_after,
    phrase_after,
    share_after,
    singular,
)
from retold.kinds import Bound, Span

# Phrases before a figure, longest first; the last word stands next to the figure or its currency sign.
_BOUNDS: tuple[tuple[str, Bound], ...] = (
    ("no fewer than", "at_least"), ("no less than", "at_least"), ("not less than", "at_least"),
    ("not fewer than", "at_least"), ("a minimum of", "at_least"), ("minimum of", "at_least"), ("at least", "at_least"),
    ("at the least", "at_least"),
    ("no more than", "up_to"), ("not more than", "up_to"), ("at most", "up_to"), ("up to", "up_to"),
    ("as many as", "up_to"), ("as much as", "up_to"), ("as high as", "up_to"), ("a maximum of", "up_to"),
    ("maximum of", "up_to"), ("to a maximum", "up_to"), ("rising to", "up_to"),
    ("in excess of", "more_than"), ("more than", "more_than"), ("greater than", "more_than"),
    ("higher than", "more_than"), ("larger than", "more_than"), ("upwards of", "more_than"), ("upward of", "more_than"),
    ("north of", "more_than"), ("just over", "more_than"), ("well over", "more_than"), ("over", "more_than"),
    ("above", "more_than"), ("exceeding", "more_than"), ("exceeded", "more_than"), ("exceeds", "more_than"),
    ("exceed", "more_than"), ("surpassed", "more_than"), ("surpassing", "more_than"), ("topping", "more_than"),
    ("topped", "more_than"), ("beyond", "more_than"), ("past", "more_than"), (">", "more_than"), ("top", "more_than"),
    ("close to", "nearly"), ("just short of", "nearly"), ("almost", "nearly"), ("nearly", "nearly"),
    ("approaching", "nearly"), ("nearing", "nearly"), ("virtually", "nearly"),
    ("fewer than", "less_than"), ("less than", "less_than"), ("lower than", "less_than"), ("smaller than", "less_than"),
    ("short of", "less_than"), ("just under", "less_than"), ("under", "less_than"), ("below", "less_than"),
    ("<", "less_than"),
    ("in the region of", "approximately"), ("more or less", "approximately"), ("an estimated", "approximately"),
    ("an average of", "approximately"), ("averaging", "approximately"),
    ("estimated at", "approximately"), ("estimated", "approximately"), ("approximately", "approximately"),
    ("approx", "approximately"), ("roughly", "approximately"), ("about", "approximately"),
    ("around", "approximately"), ("some", "approximately"), ("circa", "approximately"), ("ca", "approximately"),
    ("~", "approximately"),
)  # fmt: skip
_BOUND_BY_LAST: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
for _phrase, _bound in _BOUNDS:
    _BOUND_BY_LAST.setdefault(_phrase.split()[-1], []).append((tuple(_phrase.split()), _bound))
for _phrases in _BOUND_BY_LAST.values():
    _phrases.sort(key=lambda p: -len(p[0]))

_UP = frozenset(
    "rise rises rose risen rising grow grows grew grown growing climb climbs climbed climbing jump jumps jumped jumping "
    "increase increases increased increasing gain gains gained gaining up surge surges surged surging soar soars soared "
    "soaring advance advanced advances raise raises raised raising lift lifts lifted lifting boost boosts boosted hike "
    "hiked hikes leap leapt leaped spike spiked rally rallied expand expanded expands higher rebound rebounded edged-up "
    "double doubled swell swelled swollen rocketed skyrocketed ticked-up improve improved accelerated quickened strengthened".split()
)
_DOWN = frozenset(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreases "
    "decreased decreasing lose loses lost losing down slide slides slid sliding slip slips slipped slipping sink sinks sank "
    "sunk tumble tumbles tumbled tumbling plunge plunges plunged plunging dip dips dipped cut cuts cutting reduce reduces "
    "reduced reducing lower lowers lowered lowering shrink shrinks shrank shrunk slump slumps slumped contract contracts "
    "contracted ease eased eases retreat retreated shed sheds slash slashed trim trimmed weaken weakened halve halved "
    "crash crashed plummet plummeted slow slowed slowing downgraded narrowed".split()
)
_CHANGED = frozenset(
    "change changed changes revise revised adjust adjusted move moved moves swing swung shift shifted".split()
)

# Words before a number that make it a name or an address: "Flight 370", "Article 5", "Boeing 737".
_LABELS = frozenset(
    "flight category article section chapter page pages room channel highway route interstate phase level grade tier resolution "
    "title rule verse psalm gate terminal platform pier runway track lane exit junction unit apartment apt suite box bus "
    "figure table appendix annex clause paragraph amendment volume vol part episode season version windows iphone "
    "galaxy boeing airbus apollo formula class type model mark mk group stage round game week day step item lot number "
    "proposition measure district ward precinct zone area sector block building hall warehouse store studio hole "
    "radio fm psalm opus symphony catch studio area camp".split()
)
_CASUAL = frozenset(
    "died drowned killed injured hurt wounded missing arrested detained dead evacuated displaced homeless hospitalised "
    "hospitalized rescued trapped voted perished perish survived fled charged kidnapped stranded unaccounted sentenced "
    "convicted infected sickened abducted suffocated burned".split()
)
_NOT_BEFORE_ONE = frozenset(
    "the this that each every any no which another number only other an a next last for at on".split()
)
_NOT_AFTER_ONE = frozenset("of another more or in to who that which and such".split())
_NOT_COUNTED_ONCE = frozenset(
    "day time way thing side hand point moment night morning evening afternoon week month year end kind sort step part "
    "example reason direction place level stage bit fact word".split()
)
_PARTIES = frozenset("country nation side leader president government team state people party minister".split())
_BEING = frozenset("is was be turns turned".split())
_AFTER_AGE = frozenset((".", ",", ";", "", "by", "when", "on", "in", "and", "at", "next", "this"))
_REACHING = frozenset("rise increase grow climb go reach total amount come take bring push lift raise".split())
_DONE_TO_PEOPLE = frozenset(
    "kill kills killed killing injure injures injured injuring wound wounds wounded wounding hurt hurts hurting displace "
    "displaces displaced displacing arrest arrests arrested arresting detain detained detaining evacuate evacuated "
    "evacuating rescue rescued rescuing trap trapped trapping employ employs employed employing infect infected infecting "
    "hospitalised hospitalized kidnapped abducted executed".split()
)
_STREETS = frozenset(
    "street st avenue ave road rd lane way boulevard blvd drive square place court terrace plaza".split()
)
_THE = frozenset("the these those other his her their its our both".split())
_SIGNS = frozenset("-−–")
_RANGE_MARKS = frozenset(("to", "-", "–", "—", "or", "and"))
_ORDINAL_HEADS = frozenset("finished placed ranked ranks finish finishes came stands stood ended lies".split())

_MORE = frozenset("more additional further extra full whole long".split())
_DETERMINERS = frozenset("the its their his her all a an these those our other".split())
_NOT_RANKED = frozenset(
    "century centuries amendment avenue street st floor half quarter party parties thoughts hand world "
    "grade day night minute hour district circuit division army fleet regiment brigade battalion congress "
    "ave of later ago and or".split()
)
_SUPERLATIVES = frozenset(
    "most largest biggest highest smallest lowest longest oldest best worst busiest richest fastest "
    "straight consecutive successive".split()
)
_SPOKEN_OF = frozenset("the these those other both all any either neither".split())
_LIST_BEFORE = frozenset("including , and : ; gave for – — -".split())
_LIST_AFTER = frozenset("in by for from on to of at were are had was with as more others".split())
_COMPOUND_RANKS = frozenset(
    "century party class hand rate degree generation world half year grade floor quarter tier guess".split()
)
_RISES = frozenset("higher rise increase gain jump hike growth surge".split())
_FALLS = frozenset("lower fall drop decline decrease cut reduction slump".split())
_BE = frozenset("were are was have had others more".split())
_OWN_FATE = frozenset("died drowned dead voted injured wounded hurt".split())
_SMALL_LABELS = frozenset(
    "page number chapter article section channel room flight route highway category phase level grade day "
    "week round stage game lane gate".split()
)
_NOT_COUNTED = frozenset("side other way half sides thing kind".split())
_NUMERIC_PREFIXES = frozenset("minus magnitude us non mid under over".split())
_METRE_SIGNS = frozenset(
    "high long tall wide deep away above below sprint race hurdles freestyle butterfly backstroke relay "
    "final from apart north south east west thick underground down up".split()
)

# How far back the governing verb of a figure is looked for, in tokens.
_VERB_REACH = 7


class _Found(NamedTuple):
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


def find_quantities(reading: Reading, dates: Sequence[kinds.DateMention]) -> list[kinds.Quantity]:
    """The figures in the report's text, those of `dates` left out; spans in text.

    A duration among `dates` is no figure unless it is an age or a run ("15 consecutive years").
    """
    taken = sorted(d.span for d in dates)
    starts = [s.start for s in taken]
    out: list[kinds.Quantity] = []
    for sentence in reading.sentences:
        tokens = tokens_of(reading.text, sentence.start, sentence.end)
        if not tokens:
            continue
        first = bisect_left(starts, sentence.start)
        last = bisect_right(starts, sentence.end)
        busy = _busy(tokens, taken[max(0, first - 1) : last])
        for found in _scan(tokens, busy, sentence.role in ("headline", "subhead")):
            out.append(_quantity(reading.text, tokens, found))
    return out


def with_asserters(quantities: list[kinds.Quantity], statements: list[kinds.Statement]) -> list[kinds.Quantity]:
    """`quantities`, each with the speaker of the statement it stands in; the narrator's have None.

    Where statements hold each other, the innermost (shortest content) asserts.
    """
    claims = sorted(
        (span.start, span.end, ", ".join(s.speaker)) for s in statements if s.speaker for span in s.content_spans
    )
    starts = [c[0] for c in claims]
    # The furthest end among the claims up to each, so that the look back can stop.
    reach: list[int] = []
    for _, end, _ in claims:
        reach.append(max(end, reach[-1] if reach else 0))
    out = []
    for quantity in quantities:
        at = bisect_right(starts, quantity.span.start) - 1
        best: tuple[int, str] | None = None
        while at >= 0 and reach[at] >= quantity.span.end:
            start, end, speaker = claims[at]
            if end >= quantity.span.end and (best is None or end - start < best[0]):
                best = (end - start, speaker)
            at -= 1
        out.append(msgspec.structs.replace(quantity, asserted_by=best[1]) if best else quantity)
    return out


def _busy(tokens: Sequence[Token], spans: Sequence[Span]) -> list[bool]:
    """For each token whether it stands in one of `spans`, which are sorted."""
    out = [False] * len(tokens)
    at = 0
    for i, token in enumerate(tokens):
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        if at < len(spans) and spans[at].start < token.end:
            out[i] = True
    return out


def _quantity(text: str, tokens: Sequence[Token], found: _Found) -> kinds.Quantity:
    of = text[tokens[found.of[0]].start : tokens[found.of[1] - 1].end] if found.of else None
    value = found.value
    return kinds.Quantity(
        span=Span(tokens[found.start].start, tokens[found.end - 1].end),
        value=value,
        unit=found.unit,
        bound=found.bound,
        of=" ".join(of.split()) if of else None,
        change=_change(tokens, found),
    )


# ---------------------------------------------------------------- the scan


def _scan(tokens: list[Token], busy: list[bool], headline: bool) -> list[_Found]:
    """The figures of a sentence in order."""
    out: list[_Found] = []
    shouted = headline and sum(t.capital for t in tokens if t.alpha) * 2 > sum(t.alpha for t in tokens)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not (token.digits or token.alpha or token.text == "." or (len(token.text) == 1 and not token.text.isascii())):
            at += 1
            continue
        if token.alpha and token.low not in NUMBER_WORDS:
            at += 1
            continue
        number = read_number(tokens, at)
        if number is None:
            at += 1
            continue
        if any(busy[at : number.end]):
            found = _of_time(tokens, at, number)
            if found is None:
                at = max(number.end if all(busy[at : number.end]) else at + 1, at + 1)
                continue
        else:
            found = _figure(tokens, at, number, out, shouted, busy)
        if found is None:
            at = _past(tokens, at, number)
            continue
        out.append(found)
        at = max(found.end, at + 1)
    return _ranges(tokens, out)


def _past(tokens: Sequence[Token], at: int, number: Number) -> int:
    """The token from which the scan goes on after a number that is no figure."""
    end = max(number.end, at + 1)
    # the rest of "555-0134" and "12.30.45" goes with it
    while (
        tokens[at].digits
        and end + 1 < len(tokens)
        and tokens[end].text in "-–/.:"
        and tokens[end].glued
        and tokens[end + 1].digits
        and tokens[end + 1].glued
    ):
        end += 2
    return end


def _of_time(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
    """The figure in a duration: only the run in "15 consecutive years"."""
    if low(tokens, number.end) in ("consecutive", "straight", "successive") and number.form in ("digits", "words"):
        unit = singular(low(tokens, number.end + 1))
        start, bound = _bound_before(tokens, at)
        return _Found(start, number.end + 2, number.value, unit, bound, (number.end, number.end + 2), at=at)
    return None


def _figure(
    tokens: list[Token], at: int, number: Number, before: list[_Found], shouted: bool, busy: Sequence[bool]
) -> _Found | None:
    """The figure whose number begins at `at`; None for a number that counts or measures nothing."""
    if number.form == "ordinal":
        return _ordinal(tokens, at, number)
    if number.form == "vague":
        return _vague(tokens, at, number)
    if _written_into_a_name(tokens, at, number):
        return None
    label = _label(tokens, at, number)
    if label is not None:
        return label
    digits = tokens[at].digits or tokens[at].text == "."
    currency = currency_before(tokens, at)
    start = currency[1] if currency else at
    value = number.value
    assert value is not None
    minus = _minus(tokens, at, currency is not None)
    if minus is not None:
        start, value = min(start, minus), -value
        if currency is None and (money := currency_before(tokens, minus)) is not None:
            currency, start = money, money[1]
    number = number._replace(value=value)
    number = _one_letter_scale(tokens, number, currency is not None)
    plain = value
    value = number.value or 0.0
    scale = value / plain if plain else 1.0
    if tokens[at].digits and number.scaled and scale == 1.0:
        shown = read_number(tokens[at : at + 1], 0)
        scale = value / shown.value if shown is not None and shown.value else 1.0
    end = number.end
    unit: Unit | None = None
    if currency is not None:
        unit = money_after(tokens, end, number.scaled)
        unit = Unit(
            currency[0], unit.end if unit and unit.money and unit.name in (currency[0], "USD") else end, money=True
        )
    else:
        unit = _unit(tokens, end, number)
    bound_start, bound = _bound_before(tokens, start)
    if _idle_one(tokens, at, unit):
        return None
    if unit is not None:
        value = _product(value, unit.factor)
        end, bound = _bound_after(tokens, unit.end, bound)
        of = _complement(tokens, end)
        return _Found(bound_start, end, value, unit.name, bound, of, at=at, scale=scale)
    if number.form == "fraction":
        of = _complement(tokens, end)
        return _Found(bound_start, of[1] if of else end, value, "fraction", bound, of, at=at)
    if (end < len(tokens) and tokens[end].text in "×^") or low(tokens, at - 1) in ("×", "^"):
        return None  # powers of ten: 1.99×10−30
    part = _part_of(tokens, at, number)
    if part is not None:
        return part._replace(start=bound_start, bound=bound)
    magnitude = _magnitude(tokens, at, number)
    if magnitude is not None:
        return magnitude
    age = _age(tokens, at, number)
    if age is not None:
        return age
    score = _score(tokens, at, number)
    if score is not None:
        return score
    if digits and (_glued_to_word(tokens, at, end) or _address(tokens, end)):
        return None
    if tokens[at].low == "one" and not _counting_one(tokens, at, bound):
        return None
    if not digits and value < 11 and low(tokens, at - 1) in _SPOKEN_OF:
        return None  # "the two sides", "those three": spoken of before, not counted here
    phrase = phrase_after(tokens, end)
    if phrase is not None and not any(busy[phrase.start : phrase.end]):
        if value == 1 and is_plural(tokens[phrase.end - 1].low) and digits:
            phrase = None
        elif not digits and value < 11 and phrase.head in _NOT_COUNTED:
            return None
        elif value == 2 and phrase.head in _PARTIES and low(tokens, at - 1) in _DETERMINERS:
            return None  # "their two countries" are those spoken of
        elif digits and at > 1 and _all_capitals(tokens, phrase) and not is_plural(tokens[phrase.end - 1].low):
            return None  # 22 Ave Foch
    elif phrase is not None:
        phrase = None
    if phrase is not None:
        head = phrase.head
        # "HIV 2 drug regimens": figures below ten are words in print, so a digit after a capital is a name's
        small = value < 10 and start == at
        if digits and _labelled(tokens, at, shouted) and (small or not is_plural(tokens[phrase.end - 1].low)):
            return None
        unit_name = "person" if is_person(head) else head
        stop, bound = _bound_after(tokens, phrase.end, bound)
        return _Found(
            bound_start, stop, value, unit_name, bound, (phrase.start, phrase.end), counts=True, at=at, scale=scale
        )
    return _bare(tokens, at, number, before, bound_start, bound, shouted, digits, scale)


def _idle_one(tokens: Sequence[Token], at: int, unit: Unit | None) -> bool:
    """Whether a "one" before a measure measures nothing: "at one point"."""
    return (
        unit is not None
        and tokens[at].low == "one"
        and unit.name in _NOT_COUNTED_ONCE
        and low(tokens, at - 1) in _NOT_BEFORE_ONE
    )


def _product(value: float, factor: float) -> float:
    return float(f"{value * factor:.12g}")


def _bare(
    tokens: list[Token],
    at: int,
    number: Number,
    before: list[_Found],
    start: int,
    bound: Bound,
    shouted: bool,
    digits: bool,
    scale: float,
) -> _Found | None:
    """A figure without a noun: "21 were hurt", "and 612 destroyed", "around 1,200"."""
    end = number.end
    value = number.value
    after = low(tokens, end)
    casualty = after in _CASUAL or (after in _BE and low(tokens, end + 1) in _CASUAL | {"been"})
    if casualty:
        shared = next((f for f in reversed(before) if f.counts), None)
        if after not in _OWN_FATE and shared is not None and shared.unit not in (None, "person"):
            return _Found(start, end, value, shared.unit, bound, at=at, counts=True, scale=scale)
        return _Found(
            start,
            end,
            value,
            "person",
            bound,
            (end, end + 1) if after in _CASUAL else None,
            at=at,
            counts=True,
            scale=scale,
        )
    if digits and start == at and _labelled(tokens, at, shouted):
        return None
    shared = next((f for f in reversed(before) if f.counts), None)
    if shared is not None and (after.endswith("ed") or _listed(tokens, at, end)):
        return _Found(start, end, value, shared.unit, bound, at=at, counts=True, scale=scale)
    if not digits and start == at and not number.scaled and (value or 0) < 11 and not _range_follows(tokens, end):
        # Number words without a noun stand for people or things spoken of before: "the two met", "one of them".
        # They are figures where they begin a sentence and a plural verb follows: "Five were children."
        if at == 0 and after in ("were", "are", "have"):
            return _Found(start, end, value, None, bound, at=at, scale=scale, bare=True)
        return None
    unit = "person" if _hurting(tokens, start) else None
    return _Found(start, end, value, unit, bound, at=at, scale=scale, bare=unit is None, counts=unit is not None)


def _hurting(tokens: Sequence[Token], start: int) -> bool:
    """Whether the verb before a figure does something to people: "killing at least 37"."""
    more = low(tokens, start - 1) in ("another", "further", "additional")
    return low(tokens, start - 1 - more) in _DONE_TO_PEOPLE


def _range_follows(tokens: Sequence[Token], end: int) -> bool:
    """Whether another number follows at `end` as in "eight or nine", so that the first may share its noun."""
    at = end + 1 if low(tokens, end) == "-" and low(tokens, end + 1) in (",", "or", "to") else end
    if low(tokens, at) not in ("or", "to", "-", "–", ",") or at + 1 >= len(tokens):
        return False
    return read_number(tokens, at + 1) is not None


def _address(tokens: Sequence[Token], end: int) -> bool:
    """Whether a street follows the number: 358 El Brillo Way, 16-18 Industrial Avenue."""
    for at in range(end, min(len(tokens), end + 6)):
        token = tokens[at]
        if token.low in _STREETS and token.capital and at > end:
            return True
        if not (token.capital or token.digits or token.text in "-–" or token.low in ("th", "st", "nd", "rd")):
            return False
    return False


def _all_capitals(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether every word of a phrase is written as a name."""
    return all(t.capital for t in tokens[phrase.start : phrase.end] if t.alpha)


def _listed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a number without a noun goes on a list of counts: "19 people died: 11 drowned and three in landslides"."""
    return low(tokens, at - 1) in _LIST_BEFORE and (low(tokens, end) in _LIST_AFTER)


def _glued_to_word(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether digits touch letters around them: G20, 3D, A320, 5G."""
    after = end < len(tokens) and tokens[end].glued and (tokens[end].alpha or tokens[end].text in "_@#")
    return after or (at > 0 and tokens[at].glued and (tokens[at - 1].alpha or tokens[at - 1].text in "_@#&="))


def _written_into_a_name(tokens: Sequence[Token], at: int, number: Number) -> bool:
    """Whether the digits are part of a name, an address, a phone number or a link: G20, COVID-19, /12, 555-0134."""
    token = tokens[at]
    if not token.digits:
        return False
    if at and token.glued:
        before = tokens[at - 1]
        if before.alpha and currency_before(tokens, at) is None:
            return True
        if before.text in "#@_/\\+=&" and currency_before(tokens, at) is None:
            return True
        if before.text in "-‐‑–." and at >= 2 and before.glued:
            head = tokens[at - 2]
            if head.alpha and head.low not in _NUMERIC_PREFIXES and not head.low.endswith(("magnitude",)):
                return not (before.text == "–" or (before.text == "." and len(head.text) > 3))
    if len(token.text) > 1 and token.text[0] == "0" and token.text.isdecimal():
        return True
    end = at + 1
    # 555-0134, 020-7946-0958: two hyphens, or groups that no range has
    groups = 1
    while (
        end + 1 < len(tokens)
        and tokens[end].text in "-"
        and tokens[end].glued
        and tokens[end + 1].glued
        and tokens[end + 1].digits
    ):
        groups += 1
        if len(tokens[end + 1].text) > 1 and tokens[end + 1].text[0] == "0" and tokens[end + 1].text.isdecimal():
            return True
        end += 2
    if groups > 2:
        return True
    return (
        end < len(tokens)
        and tokens[end].text in "/@_\\:"
        and tokens[end].glued
        and number.form != "fraction"
        and low(tokens, end + 1).isalnum()
        and tokens[end].text != "/"
    )


def _label(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
    """No. 8 | No 8: a figure that labels; its value is kept, it counts nothing."""
    if not tokens[at].digits or number.form != "digits":
        return None
    before = at - 2 if low(tokens, at - 1) == "." else at - 1
    if (
        before >= 0
        and tokens[before].text in ("No", "Nos", "nr", "Nr", "№", "no")
        and (before < at - 1 or tokens[before].capital)
    ):
        return _Found(before, number.end, number.value, None, "label", at=at)
    return None


def _labelled(tokens: Sequence[Token], at: int, shouted: bool) -> bool:
    """Whether the word before digits makes them a name: "Flight 370", "Big 12", "Boeing 737".

    A capital before a number is a name, unless it begins the sentence or all words of a headline have capitals.
    """
    if at == 0 or tokens[at - 1].text in "([":
        return False
    before = tokens[at - 1]
    if before.text == "&" or (at >= 2 and before.text == "." and tokens[at - 2].text in ("No", "Art", "Sec", "Rev")):
        return True
    if not before.alpha:
        return False
    if before.low in _LABELS and (before.capital or before.low in _SMALL_LABELS):
        return True
    if shouted or at == 1:
        return False
    return before.capital and not is_stop(before.low) and before.low not in _BOUND_BY_LAST and before.text not in ("I",)


def _one_letter_scale(tokens: Sequence[Token], number: Number, money: bool) -> Number:
    """`number` with m, b, t or k that touches it: €18.5m, $4.2b, 2.7m sales; 1.12m above the mark is metres."""
    end = number.end
    if end >= len(tokens) or not tokens[end].glued or len(tokens[end].text) != 1:
        return number
    letter = tokens[end].low
    if letter == "m":
        after = low(tokens, end + 1)
        if money or not (
            after in _METRE_SIGNS
            or (end + 1 < len(tokens) and tokens[end + 1].glued and tokens[end + 1].text not in ".,;:)-")
        ):
            return multiplied(number, 1e6, end + 1)
    elif letter == "b" and (money or tokens[end].text == "b"):
        return multiplied(number, 1e9, end + 1) if money else number
    elif letter == "t" and money:
        return multiplied(number, 1e12, end + 1)
    return number


def _minus(tokens: Sequence[Token], at: int, money: bool) -> int | None:
    """The index of the minus before a number: -5 | minus 5 | minus-130 | $-50.8bn; None for a hyphen."""
    if at == 0:
        return None
    if low(tokens, at - 1) == "minus":
        return at - 1
    if tokens[at - 1].text == "-" and low(tokens, at - 2) == "minus":
        return at - 2
    if tokens[at - 1].text in "-−" and tokens[at].glued and tokens[at].digits:
        if not tokens[at - 1].glued or (at >= 2 and tokens[at - 2].text in "($€£(["):
            return at - 1
    return None


def _unit(tokens: Sequence[Token], end: int, number: Number) -> Unit | None:
    """The currency, share or measure after a number."""
    if number.form == "fraction" or number.value == 0.5:
        # a quarter of a percentage point; half a percentage point; half a mile
        inner = end
        if low(tokens, inner) == "of":
            inner += 1
        if low(tokens, inner) in ("a", "an", "one"):
            inner += 1
        if inner > end or number.form != "fraction":
            unit = share_after(tokens, inner)
            if unit is not None and unit.name != "percent":
                return unit
            if low(tokens, end) in ("a", "an"):
                return share_after(tokens, inner) or measure_after(tokens, inner)
        if low(tokens, end) == "-" and low(tokens, end + 1) == "point":
            return Unit("percentage point", end + 2)
    # a carry of the plural: "pounds" is money where the scale says so, weight else
    return (
        share_after(tokens, end)
        or money_after(tokens, end, number.scaled)
        or measure_after(tokens, end)
        or _other_than(tokens, end)
    )


def _other_than(tokens: Sequence[Token], end: int) -> Unit | None:
    """A measure after one adjective: "10 metric tons", "28 more kilometres"."""
    if low(tokens, end) in _MORE:
        return measure_after(tokens, end + 1)
    return None


def _bound_before(tokens: Sequence[Token], at: int) -> tuple[int, Bound]:
    """Where the hedge before token `at` begins, and which it is; (`at`, exact) where there is none."""
    back = at - 1
    if (low(tokens, back) in ("a", "an") and at - 2 >= 0) or (low(tokens, back) == "." and low(tokens, back - 1) in ("approx", "ca", "c")):
        back -= 1
    phrases = _BOUND_BY_LAST.get(low(tokens, back))
    for words, bound in phrases or ():
        first = back - len(words) + 1
        if first >= 0 and all(low(tokens, first + n) == word for n, word in enumerate(words)):
            if words == ("top",) and low(tokens, first - 1) == "the":
                continue
            if words == ("past",) and low(tokens, first - 1) in ("the", "this"):
                continue
            if words == ("over",) and low(tokens, first - 1) in ("the", "win", "victory", "took", "handed", "taken"):
                continue
            if words == ("estimated",) and low(tokens, first - 1) == "an":
                first -= 1
            return first, bound
    if low(tokens, back) in ("to", "at", "reach", "reaching") and _could(tokens, back):
        return back, "up_to"
    return at, "exact"


def _could(tokens: Sequence[Token], at: int) -> bool:
    """could rise to | may reach | could take the fee to: the figure is the most it may come to."""
    for back in range(at, max(-1, at - 6), -1):
        if tokens[back].text in ",.;:":
            return False
        if low(tokens, back) in _REACHING and low(tokens, back - 1) in ("could", "may", "might", "can"):
            return True
    return False


def _bound_after(tokens: Sequence[Token], end: int, bound: Bound) -> tuple[int, Bound]:
    """The end of the figure and its bound with a hedge that comes after: 20 or more, 300+, 20 or so, 40-odd."""
    if bound != "exact":
        return end, bound
    word, after = low(tokens, end), low(tokens, end + 1)
    if word == "or" and after in ("more", "higher", "greater", "over", "above"):
        return end + 2, "at_least"
    if word == "or" and after == "so":
        return end + 2, "approximately"
    if word == "or" and after in ("less", "fewer", "lower", "under", "below"):
        return end + 2, "up_to"
    if word == "at" and after in ("least", "most"):
        return end + 2, "at_least" if after == "least" else "up_to"
    if word == "+":
        return end + 1, "at_least"
    return end, bound


def _complement(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    """What follows "of" or "in" after a measure: 90 tonnes of *food*, a third of *villages*, 5 million in *damages*."""
    if low(tokens, end) not in ("of", "in"):
        return None
    at = end + 1
    while low(tokens, at) in _DETERMINERS:
        at += 1
    stop = at
    while (
        stop < len(tokens)
        and stop - at < 5
        and (tokens[stop].alpha or tokens[stop].text in "-")
        and not is_stop(tokens[stop].low)
    ):
        stop += 1
    while stop > at and not tokens[stop - 1].alpha:
        stop -= 1
    if low(tokens, end) == "in" and at < len(tokens) and (tokens[at].capital or tokens[at].digits):
        return None
    return (at, stop) if stop > at else None


def _part_of(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
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
            or not number.value < whole.value <= 1000
        ):
            return None
        if whole.form == "digits" and whole.value >= 1000:
            return None
        phrase = phrase_after(tokens, whole.end)
        if phrase is None and low(tokens, at) != "one":
            return None
        return _Found(
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
            return _Found(at, number.end, number.value, money.name, "exact", at=at)
        if number.value == whole.value == 1:
            return None  # "1 of 1", under a picture
        if share_after(tokens, whole.end) or low(tokens, inner - 1) in ("$", "€", "£"):
            return None
        phrase = phrase_after(tokens, whole.end)
        if phrase is None:
            return (
                _Found(at, whole.end, number.value, None, "exact", at=at, counts=True)
                if low(tokens, at) != "one"
                else None
            )
        unit = "person" if is_person(phrase.head) else phrase.head
        return _Found(at, phrase.end, number.value, unit, "exact", (phrase.start, phrase.end), counts=True, at=at)
    return _some_of(tokens, at, number)


def _some_of(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
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
    phrase = phrase_after(tokens, inner)
    if phrase is None or not is_plural(tokens[phrase.end - 1].low):
        return None
    unit = "person" if is_person(phrase.head) else phrase.head
    return _Found(at, phrase.end, number.value, unit, "exact", (phrase.start, phrase.end), counts=True, at=at)


def _magnitude(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
    """magnitude-6.4 | magnitude 4 | 6.4-magnitude | magnitude of 6.4."""
    before = at - 1
    while before >= 0 and (tokens[before].text == "-" or tokens[before].low == "of"):
        before -= 1
    if low(tokens, before) == "magnitude" and before < at:
        bound_start, bound = _bound_before(tokens, before)
        return _Found(bound_start, number.end, number.value, "magnitude", bound, at=at)
    if low(tokens, number.end) == "-" and low(tokens, number.end + 1) == "magnitude":
        bound_start, bound = _bound_before(tokens, at)
        return _Found(bound_start, number.end + 2, number.value, "magnitude", bound, at=at)
    if low(tokens, number.end) == "magnitude":
        bound_start, bound = _bound_before(tokens, at)
        return _Found(bound_start, number.end + 1, number.value, "magnitude", bound, at=at)
    return None


def _age(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
    """Rosa Tuesta, 44, | 44-year-old | aged 44 | 30 years old | the age of 21."""
    value, end = number.value or 0.0, number.end
    if not 0 < value < 125 or value != int(value) or number.scaled:
        return None
    start, bound = _bound_before(tokens, at)
    words = [tokens[i].low for i in range(end, min(end + 6, len(tokens))) if tokens[i].text not in "-‐‑"]
    if words[:1] in (["year"], ["years"]) and words[1:2] in (["old"], ["olds"], ["of"]):
        if words[1] != "of" or words[2:3] == ["age"]:
            stop = end
            while stop < len(tokens) and low(tokens, stop) not in ("old", "olds", "age"):
                stop += 1
            return _Found(start, stop + 1, value, "year", bound, at=at)
    before = low(tokens, at - 1)
    if before in _BEING and 10 <= value <= 115 and low(tokens, end) in _AFTER_AGE:
        subject = at - 2 - (low(tokens, at - 2) in ("will", "would", "just", "only"))
        if low(tokens, subject) in ("he", "she", "who", "i"):
            return _Found(start, end, value, "year", bound, at=at)
    if before in ("aged", "age") or (before == "of" and low(tokens, at - 2) == "age"):
        if phrase_after(tokens, end) is None or low(tokens, end) in ("when", "who"):
            return _Found(start, end, value, "year", bound, at=at)
        return _Found(start, end, value, "year", bound, at=at)
    if not tokens[at].digits or before != "," or low(tokens, end) not in (",", ".", ";", ")", ""):
        return None
    # between commas after a name. "In 2020, 44, ..." has none
    name = tokens[at - 2] if at >= 2 else None
    if name is not None and name.alpha and name.capital and value >= 1:
        return _Found(at, end, value, "year", "exact", at=at)
    return None


def _score(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
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
        return _Found(at, end, number.value, None, "exact", at=at)
    if behind and not _plural_after(tokens, end):
        return _Found(at, end, number.value, None, "exact", at=at)
    return None


def scale_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether a scale word stands at `at`."""
    from retold.facts.numerals import scales

    return low(tokens, at) in scales() and len(low(tokens, at)) > 1


def _plural_after(tokens: Sequence[Token], at: int) -> bool:
    phrase = phrase_after(tokens, at)
    return (
        phrase is not None
        and is_plural(tokens[phrase.end - 1].low)
        and phrase.head not in ("win", "victory", "defeat", "loss", "draw", "lead")
    )


def _counting_one(tokens: Sequence[Token], at: int, bound: Bound) -> bool:
    """Whether "one" counts: "one person", "at least one", "one proposal"; as a pronoun it does not."""
    if bound != "exact":
        return True
    if (
        low(tokens, at - 1) == "-"
        or low(tokens, at - 1) in _NOT_BEFORE_ONE
        or low(tokens, at + 1) in _NOT_AFTER_ONE
        or low(tokens, at + 1) == "-"
    ):
        return False
    phrase = phrase_after(tokens, at + 1)
    return phrase is not None and phrase.head not in _NOT_COUNTED_ONCE and not is_plural(tokens[phrase.end - 1].low)


def _ordinal(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
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
    if after in _NOT_RANKED:
        if after != "of" or low(tokens, at - 1) != "the" or (end < len(tokens) and tokens[at].capital):
            return None
    if tokens[at].alpha and tokens[at].capital and at > 0 and end < len(tokens) and tokens[end].capital:
        return None  # Second World War, Third Reich
    if word == "second" and (low(tokens, at - 1) in ("per", "split", "every", "each") or _digits(tokens, at - 1)):
        return None
    if after in _SUPERLATIVES:
        stop = end + (1 if after != "most" else 2)
        phrase = phrase_after(tokens, min(stop, len(tokens)))
        unit = phrase.head if after in ("straight", "consecutive", "successive") and phrase else "rank"
        return _Found(
            at,
            end,
            number.value,
            "person" if unit and is_person(unit) else unit,
            "ordinal",
            (phrase.start, phrase.end) if phrase else None,
            at=at,
        )
    phrase = phrase_after(tokens, end, ranked=True)
    if phrase is not None:
        stop = phrase.end if after in ("anniversary", "birthday") else end
        # the text goes "80th anniversary", "fourth round": the noun shows what is ranked, the number is the figure
        of = _complement(tokens, phrase.end) if after in ("anniversary", "birthday") else None
        of = of or (phrase.start, phrase.end)
        return _Found(at, max(stop, number.end), number.value, phrase.head, "ordinal", of, at=at)
    if low(tokens, at - 1) in _ORDINAL_HEADS or (low(tokens, at - 1) == "the" and after == "of"):
        return _Found(at, number.end, number.value, "rank", "ordinal", at=at)
    return None


def _digits(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].digits


def _vague(tokens: Sequence[Token], at: int, number: Number) -> _Found | None:
    """hundreds of homes | tens of thousands: how many is not said, that it is many is."""
    end = number.end
    inner = end + 1 if low(tokens, end) == "of" else end
    if low(tokens, inner) in _DETERMINERS:
        inner += 1
    money = money_after(tokens, inner, True) if inner < len(tokens) else None
    start, _ = _bound_before(tokens, at)
    if money is not None:
        return _Found(start, money.end, None, money.name, "vague", at=at)
    measure = measure_after(tokens, inner) if inner < len(tokens) else None
    if measure is not None:
        return _Found(start, measure.end, None, measure.name, "vague", at=at)
    phrase = phrase_after(tokens, inner) if inner < len(tokens) else None
    if phrase is None:
        return _Found(start, end, None, None, "vague", at=at)
    unit = "person" if is_person(phrase.head) else phrase.head
    return _Found(start, phrase.end, None, unit, "vague", (phrase.start, phrase.end), counts=True, at=at)


# ---------------------------------------------------------------- ranges and change


def _ranges(tokens: Sequence[Token], found: list[_Found]) -> list[_Found]:
    """`found` with the unit and scale of a range's second end given to its first: $10 to $15 billion, 5-7 percent."""
    out = list(found)
    for n in range(len(out) - 2, -1, -1):
        left, right = out[n], out[n + 1]
        gap = [tokens[i].low for i in range(left.end, right.start)]
        if len(gap) != 1 or gap[0] not in _RANGE_MARKS or left.value is None or right.value is None:
            continue
        if gap[0] == "and" and "between" not in (low(tokens, left.start - 1), low(tokens, left.start - 2)):
            continue
        assert left.value is not None and right.value is not None
        if left.bare and right.unit is not None:
            left = left._replace(unit=right.unit, bare=False, counts=right.counts, of=right.of)
        if (
            left.unit == right.unit
            and left.scale == 1.0
            and right.scale > 1.0
            and abs(left.value) < 1000
            and left.value < right.value / right.scale
        ):
            left = left._replace(value=_product(left.value, right.scale), scale=right.scale)
        out[n] = left
    # what was kept only because another number followed, and got no unit from it
    return [f for f in out if not (f.bare and tokens[f.at].alpha and (f.value or 0) < 11 and f.start == f.at > 0)]


def _change(tokens: Sequence[Token], found: _Found) -> str | None:
    """up | down | change where a verb before the figure, or a noun right after it, says which way it went."""
    if found.bound in ("ordinal", "label"):
        return None
    at = found.start - 1
    while low(tokens, at).endswith("ly") or low(tokens, at) in ("a", "an", "the", "another", "further", "just"):
        at -= 1
    # A verb right before the figure, or further back where "by", "to", "from" or "at" joins the two:
    # "rose 8.6 percent", "cut its rate by 25 basis points", but not "cut tariffs on 320 product lines".
    reach = _VERB_REACH if low(tokens, at) in ("by", "to", "from", "at") else 1
    for back in range(at, max(-1, at - reach), -1):
        word = tokens[back].low
        if tokens[back].text in ".;:(" or word in ("which", "that", "who", "while", "but"):
            break
        found_way = _way(word)
        if found_way is not None:
            return found_way
    for at in range(found.end, min(len(tokens), found.end + 2)):
        word = low(tokens, at)
        if word in _RISES:
            return "up"
        if word in _FALLS:
            return "down"
    return None


def _way(word: str) -> str | None:
    if word in _UP:
        return "up"
    if word in _DOWN:
        return "down"
    return "change" if word in _CHANGED else None

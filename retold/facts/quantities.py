"""Quantities: value, unit, bound, what of, and who asserts them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush

import msgspec

from retold import kinds
from retold.facts.figure_forms import (
    DETERMINERS,
    Figure,
    age,
    complement_after,
    label,
    magnitude,
    part_of_whole,
    rank,
    result,
    vague,
)
from retold.facts.gazetteer import ordinary, word_set
from retold.facts.hedges import bound_after, bound_before, way_it_went
from retold.facts.money_subjects import named_by
from retold.facts.name_numbers import after_a_name, all_capitals, in_a_name, in_an_address, touches_a_word
from retold.facts.numerals import NUMBER_WORDS, Number, Token, low, multiplied, read_number
from retold.facts.reading import Reading
from retold.facts.units import (
    Unit,
    currency_before,
    is_currency,
    is_person,
    is_plural,
    measure_after,
    money_after,
    phrase_after,
    share_after,
    singular,
)
from retold.kinds import Bound, Span

_CASUAL = word_set(
    "died drowned killed injured hurt wounded missing arrested detained dead evacuated displaced homeless hospitalised "
    "hospitalized rescued trapped voted perished perish survived fled charged kidnapped stranded unaccounted sentenced "
    "convicted infected sickened abducted suffocated burned"
)
_NOT_BEFORE_ONE = word_set("the this that each every any no which another number only other an a next last for at on")
_EACH = word_set("this that each every no which an a next last")
_NOT_AFTER_ONE = word_set("of another more or in to who that which and such")
_NOT_COUNTED_ONCE = word_set(
    "day time way thing side hand point moment night morning evening afternoon week month year end kind sort step part "
    "example reason direction place level stage bit fact word"
)
_PARTIES = word_set("country nation side leader president government team state people party minister")
_DONE_TO_PEOPLE = word_set(
    "kill kills killed killing injure injures injured injuring wound wounds wounded wounding hurt hurts hurting displace "
    "displaces displaced displacing arrest arrests arrested arresting detain detained detaining evacuate evacuated "
    "evacuating rescue rescued rescuing trap trapped trapping employ employs employed employing infect infected infecting "
    "hospitalised hospitalized kidnapped abducted executed"
)
_SIGNS = frozenset("-−–")
_RANGE_MARKS = frozenset(("to", "-", "–", "—", "or", "and"))
_MORE = word_set("more additional further extra full whole long")
_SPOKEN_OF = word_set("the these those other both all any either neither")
_LIST_BEFORE = word_set("including , and : ; gave for – — -")
_LIST_AFTER = word_set("in by for from on to of at were are had was with as more others")
_BE = word_set("were are was have had others more")
_OWN_FATE = word_set("died drowned dead voted injured wounded hurt")
_NOT_COUNTED = word_set("side other way half sides thing kind")
_METRE_SIGNS = word_set(
    "high long tall wide deep away above below sprint race hurdles freestyle butterfly backstroke relay "
    "champion champions championship title record runner runners sprinter sprinters swimmer medley dash gold silver bronze heat heats "
    "final from apart north south east west thick underground down up"
)


def find_quantities(reading: Reading, dates: Sequence[kinds.DateMention]) -> list[kinds.Quantity]:
    """The figures in the report's text, those of `dates` left out; spans in text.

    A duration among `dates` is no figure unless it is an age or a run ("15 consecutive years").
    """
    taken = sorted(d.span for d in dates)
    starts = [s.start for s in taken]
    out: list[kinds.Quantity] = []
    for sentence, tokens in zip(reading.sentences, reading.tokens):
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
    out: list[kinds.Quantity] = []
    # Claims that began, the shortest first; those that ended are thrown away when they come to the top.
    begun: list[tuple[int, int, int, str]] = []
    at = 0
    for quantity in sorted(quantities, key=lambda q: q.span):
        while at < len(claims) and claims[at][0] <= quantity.span.start:
            start, end, speaker = claims[at]
            heappush(begun, (end - start, -start, end, speaker))
            at += 1
        while begun and begun[0][2] < quantity.span.end:
            heappop(begun)
        out.append(msgspec.structs.replace(quantity, asserted_by=begun[0][3]) if begun else quantity)
    return out


def _busy(tokens: Sequence[Token], spans: Sequence[Span]) -> list[bool]:
    """For each token whether it stands in one of `spans`, which are sorted."""
    out = [False] * len(tokens)
    if not spans:
        return out
    for span in spans:
        first = bisect_right(tokens, span.start, key=lambda t: t.end)
        last = bisect_left(tokens, span.end, key=lambda t: t.start)
        out[first:last] = [True] * max(0, last - first)
    return out


def _quantity(text: str, tokens: Sequence[Token], found: Figure) -> kinds.Quantity:
    named = found.of
    if named is None and is_currency(found.unit):
        named = named_by(tokens, found.start)
    of = text[tokens[named[0]].start : tokens[named[1] - 1].end] if named else found.about
    if of and named and named[0] == 0 and tokens[0].low in ordinary():
        of = of[0].lower() + of[1:]
    value = found.value
    return kinds.Quantity(
        span=Span(tokens[found.start].start, tokens[found.end - 1].end),
        value=value,
        unit=found.unit,
        bound=found.bound,
        of=" ".join(of.split()) if of else None,
        change=None if found.bound in ("ordinal", "label") else way_it_went(tokens, found.start, found.end),
    )


def _scan(tokens: list[Token], busy: list[bool], headline: bool) -> list[Figure]:
    """The figures of a sentence in order."""
    out: list[Figure] = []
    shouted = headline and sum(t.capital for t in tokens if t.alpha) * 2 > sum(t.alpha for t in tokens)
    opening = [
        at
        for at, token in enumerate(tokens)
        if (
            token.low in NUMBER_WORDS
            if token.alpha
            else token.digits or token.text == "." or (len(token.text) == 1 and not token.text.isascii())
        )
    ]
    floor = 0
    for at in opening:
        number = read_number(tokens, at) if at >= floor else None
        if number is None:
            continue
        if True in busy[at : number.end]:
            found = _of_time(tokens, at, number)
            if found is None:
                floor = at + 1 if False in busy[at : number.end] else number.end
                continue
        else:
            found = _figure(tokens, at, number, out, shouted, busy)
        if found is None:
            floor = _past(tokens, at, number)
            continue
        out.append(found)
        floor = found.end
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


def _of_time(tokens: Sequence[Token], at: int, number: Number) -> Figure | None:
    """The figure in a duration: only the run in "15 consecutive years"."""
    if low(tokens, number.end) in ("consecutive", "straight", "successive") and number.form in ("digits", "words"):
        unit = singular(low(tokens, number.end + 1))
        start, bound = bound_before(tokens, at)
        return Figure(start, number.end + 2, number.value, unit, bound, (number.end, number.end + 2), at=at)
    return None


def _figure(
    tokens: list[Token], at: int, number: Number, before: list[Figure], shouted: bool, busy: Sequence[bool]
) -> Figure | None:
    """The figure whose number begins at `at`; None for a number that counts or measures nothing."""
    if number.form == "ordinal":
        return rank(tokens, at, number)
    if number.form == "vague":
        return vague(tokens, at, number)
    if in_a_name(tokens, at, number):
        return None
    labelled = label(tokens, at, number)
    if labelled is not None:
        return labelled
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
    number = msgspec.structs.replace(number, value=value)
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
    bound_start, bound = bound_before(tokens, start)
    if _idle_one(tokens, at, unit):
        return None
    if unit is not None:
        value = _product(value, unit.factor)
        end, bound = bound_after(tokens, unit.end, bound)
        of = complement_after(tokens, end)
        return Figure(bound_start, end, value, unit.name, bound, of, at=at, scale=scale)
    if number.form == "fraction":
        of = complement_after(tokens, end)
        if of is None and low(tokens, end) in DETERMINERS and (held := phrase_after(tokens, end + 1)) is not None:
            of = (held.start, held.end)  # half the condos
        return Figure(bound_start, of[1] if of else end, value, "fraction", bound, of, at=at)
    if (end < len(tokens) and tokens[end].text in "×^") or low(tokens, at - 1) in ("×", "^"):
        return None  # powers of ten: 1.99×10−30
    part = part_of_whole(tokens, at, number)
    if part is not None:
        return msgspec.structs.replace(part, start=bound_start, bound=bound)
    for form in (magnitude, age, result):
        special = form(tokens, at, number)
        if special is not None:
            return special
    if digits and (touches_a_word(tokens, at, end) or in_an_address(tokens, end)):
        return None
    if tokens[at].low == "one" and value == 1 and not _counting_one(tokens, at, bound):
        return None
    if not digits and value < 11 and low(tokens, at - 1) in _SPOKEN_OF:
        return None  # "the two sides", "those three": spoken of before, not counted here
    if low(tokens, end) == "others" and value > 1:
        # "six of the dead were passengers; three others died in a car"
        counted = next((f.unit for f in reversed(before) if f.counts), "person")
        return Figure(bound_start, end + 1, value, counted, bound, at=at, counts=True, scale=scale)
    # "20 or more houses", "a hundred or so pupils", "300+ delegates"
    end, bound = bound_after(tokens, end, bound)
    phrase = phrase_after(tokens, end, single=tokens[at].low == "one" and value == 1)
    if phrase is not None and not any(busy[phrase.start : phrase.end]):
        if value == 1 and is_plural(tokens[phrase.end - 1].low) and digits:
            phrase = None
        elif not digits and value < 11 and phrase.head in _NOT_COUNTED:
            return None
        elif value == 2 and phrase.head in _PARTIES and low(tokens, at - 1) in DETERMINERS:
            return None  # "their two countries" are those spoken of
        elif digits and at > 1 and all_capitals(tokens, phrase) and not is_plural(tokens[phrase.end - 1].low):
            return None  # 22 Ave Foch
    elif phrase is not None:
        phrase = None
    if phrase is not None:
        head = phrase.head
        # "HIV 2 drug regimens": figures below ten are words in print, so a digit after a capital is a name's
        small = value < 10 and start == at
        if digits and after_a_name(tokens, at, shouted) and (small or not is_plural(tokens[phrase.end - 1].low)):
            return None
        unit_name = "person" if is_person(head) else head
        stop, bound = bound_after(tokens, phrase.end, bound)
        return Figure(
            bound_start, stop, value, unit_name, bound, (phrase.start, phrase.end), counts=True, at=at, scale=scale
        )
    return _bare(
        tokens, at, msgspec.structs.replace(number, end=end), before, bound_start, bound, shouted, digits, scale
    )


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
    before: list[Figure],
    start: int,
    bound: Bound,
    shouted: bool,
    digits: bool,
    scale: float,
) -> Figure | None:
    """A figure without a noun: "21 were hurt", "and 612 destroyed", "around 1,200"."""
    end = number.end
    value = number.value
    after = low(tokens, end)
    casualty = after in _CASUAL or (after in _BE and low(tokens, end + 1) in _CASUAL | {"been"})
    if casualty:
        shared = next((f for f in reversed(before) if f.counts), None)
        if after not in _OWN_FATE and shared is not None and shared.unit not in (None, "person"):
            return Figure(start, end, value, shared.unit, bound, at=at, counts=True, scale=scale)
        return Figure(
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
    if digits and start == at and after_a_name(tokens, at, shouted):
        return None
    shared = next((f for f in reversed(before) if f.counts), None)
    if not digits and start == at and _hurting(tokens, start):
        return Figure(
            start, end, value, "person", bound, at=at, counts=True, scale=scale
        )  # "Storm kills nine, cuts power"
    if shared is not None and (after.endswith("ed") or _listed(tokens, at, end)):
        return Figure(start, end, value, shared.unit, bound, at=at, counts=True, scale=scale)
    if not digits and start == at and not number.scaled and (value or 0) < 11 and not _range_follows(tokens, end):
        # Number words without a noun stand for people or things spoken of before: "the two met", "one of them".
        # They are figures where they begin a sentence and a plural verb follows: "Five were children."
        if at == 0 and after in ("were", "are", "have"):
            return Figure(start, end, value, None, bound, at=at, scale=scale, bare=True)
        return None
    unit = "person" if _hurting(tokens, start) else None
    return Figure(start, end, value, unit, bound, at=at, scale=scale, bare=unit is None, counts=unit is not None)


def _hurting(tokens: Sequence[Token], start: int) -> bool:
    """Whether the verb before a figure does something to people: "killing at least 37"."""
    more = low(tokens, start - 1) in ("another", "further", "additional")
    return low(tokens, start - 1 - more) in _DONE_TO_PEOPLE


def _range_follows(tokens: Sequence[Token], end: int) -> bool:
    """Whether another number follows at `end` as in "eight or nine", so that the first may share its noun."""
    suspended = low(tokens, end) == "-" and low(tokens, end + 1) in (",", "or", "to", "and")
    at = end + 1 if suspended else end
    if low(tokens, at) not in ("or", "to", "-", "–", ",") and not suspended:
        return False
    if suspended and low(tokens, at) == "," and low(tokens, at + 1) in ("and", "or"):
        at += 1
    return at + 1 < len(tokens) and read_number(tokens, at + 1) is not None


def _listed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a number without a noun goes on a list of counts: "19 people died: 11 drowned and three in landslides"."""
    return low(tokens, at - 1) in _LIST_BEFORE and (low(tokens, end) in _LIST_AFTER)


def _one_letter_scale(tokens: Sequence[Token], number: Number, money: bool) -> Number:
    """`number` with m, b, t or k that touches it: €18.5m, $4.2b, 2.7m sales; 1.12m above the mark is metres."""
    end = number.end
    if end >= len(tokens) or not tokens[end].glued or len(tokens[end].text) != 1:
        return number
    letter = tokens[end].low
    if letter == "m":
        # "1.12m above", "a 37m-long hull", "37m (121ft)"
        following = end + 2 if low(tokens, end + 1) == "-" else end + 1
        touching = end + 1 < len(tokens) and tokens[end + 1].glued and tokens[end + 1].text not in ".,;:)-"
        metres = low(tokens, following) in _METRE_SIGNS or low(tokens, end + 1) == "(" or touching
        if money or not metres:
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
    touches = tokens[at - 1].text in "-−" and tokens[at].glued and tokens[at].digits
    opens = not tokens[at - 1].glued or (at >= 2 and tokens[at - 2].text in "($€£([")
    return at - 1 if touches and opens else None


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


def _counting_one(tokens: Sequence[Token], at: int, bound: Bound) -> bool:
    """Whether "one" counts: "one person", "at least one", "one proposal"; as a pronoun it does not."""
    if bound != "exact":
        return True
    before, after = low(tokens, at - 1), low(tokens, at + 1)
    if before == "-" or before in _SPOKEN_OF or before in _EACH or after in _NOT_AFTER_ONE or after == "-":
        return False
    phrase = phrase_after(tokens, at + 1, single=True)
    if phrase is None or phrase.head in _NOT_COUNTED_ONCE or is_plural(tokens[phrase.end - 1].low):
        return False
    return is_person(phrase.head) or before not in _NOT_BEFORE_ONE


def _ranges(tokens: Sequence[Token], found: list[Figure]) -> list[Figure]:
    """`found` with the unit and scale of a range's second end given to its first: $10 to $15 billion, 5-7 percent."""
    out = list(found)
    for n in range(len(out) - 2, -1, -1):
        left, right = out[n], out[n + 1]
        if right.start == left.end and right.at == right.start + 1 and tokens[right.start].low == "to":
            # "from 0 to 80 km/h" tells of a range, not of a ceiling
            right = out[n + 1] = msgspec.structs.replace(right, start=right.at, bound="exact")
        gap = [tokens[i].low for i in range(left.end, right.start)]
        if gap == ["-", "to", "-"]:
            gap = ["to"]
        if gap[:1] == ["-"] and gap[1:] in ([","], ["and"], ["or"], [",", "and"], [",", "or"]):
            # four-, five- and six-cylinder engines
            if left.bare and right.unit is not None:
                out[n] = msgspec.structs.replace(left, unit=right.unit, bare=False, counts=right.counts, of=right.of)
            continue
        if len(gap) != 1 or gap[0] not in _RANGE_MARKS:
            continue
        if gap[0] == "and" and "between" not in (low(tokens, left.start - 1), low(tokens, left.start - 2)):
            continue
        if right.bare and left.about == "age":
            right = out[n + 1] = msgspec.structs.replace(right, unit=left.unit, about="age", bare=False)
        if left.bare and right.unit is not None:
            left = msgspec.structs.replace(left, unit=right.unit, bare=False, counts=right.counts, of=right.of)
        if (
            left.value is not None
            and right.value is not None
            and left.unit == right.unit
            and left.scale == 1.0
            and right.scale > 1.0
            and abs(left.value) < 1000
            and left.value < right.value / right.scale
        ):
            left = msgspec.structs.replace(left, value=_product(left.value, right.scale), scale=right.scale)
        out[n] = left
    out = _carried(tokens, out)
    # what was kept only because another number followed, and got no unit from it
    return [f for f in out if not (f.bare and tokens[f.at].alpha and (f.value or 0) < 11 and f.start == f.at > 0)]


def _carried(tokens: Sequence[Token], found: list[Figure]) -> list[Figure]:
    """`found` with the unit that the sentence says once given to figures that go without.

    The level of what moved: lost 162 *points* to 7,425 | 16,369 up 58 *points* | rose 2 *percent* but fell by 1. A price in
    a row of prices, each with its worth in brackets: 2,435,000 *yen* ($22,480) and 2,380,000 ($21,972).
    """
    out = list(found)
    for n, figure in enumerate(out):
        if not figure.bare or figure.unit is not None or not tokens[figure.at].digits or figure.value is None:
            continue
        before = out[n - 1] if n else None
        after = out[n + 1] if n + 1 < len(out) else None
        if after is not None and after.unit == "point" and low(tokens, figure.end) in ("up", "down", "a", ","):
            unit = "point" if after.start <= figure.end + 2 else None
        elif (
            low(tokens, figure.start - 1) in ("to", "at", "of")
            and abs(figure.value) >= 100
            and any(f.unit == "point" for f in out[:n])
        ):
            unit = "point"
        elif _in_brackets(tokens, figure, after) and before is not None and n > 1:
            priced = out[n - 2]
            same = after is not None and before.unit == after.unit and _in_brackets(tokens, priced, before)
            unit = priced.unit if same else None
        else:
            by = low(tokens, figure.start - 1) == "by" and before is not None and before.unit == "percent"
            unit = "percent" if by and low(tokens, figure.end) in ("", ".", ",", ";") else None
        if unit is not None:
            out[n] = msgspec.structs.replace(figure, unit=unit, bare=False)
    return out


def _in_brackets(tokens: Sequence[Token], figure: Figure, worth: Figure | None) -> bool:
    """Whether `worth` stands in brackets right after `figure`, and is money."""
    return (
        worth is not None
        and is_currency(worth.unit)
        and figure.end + 1 == worth.start
        and low(tokens, figure.end) == "("
    )

"""Report -> its marks: figures, capitalised names and credits in one scan, at the speed of a corpus.

Marks are for finding which reports belong together, not for a record. Nothing here reads a sentence: a figure is
digits with the word that follows them, a name is a run of capitals whose kind a word list tells. What that gives
up, against `extract_one`: figures written as words but for the commonest, whose figure it is, surnames that two
people share, places told from organisations by where they stand, and everything else that facts hold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

from retold import kinds
from retold.facts.capitals import OF_HEADS
from retold.facts.frame_names import with_agencies, with_authors
from retold.facts.gazetteer import (
    acronyms,
    calendar,
    given_names,
    no_names,
    ordinary,
    organisation_heads,
    peoples,
    places,
    titles,
)
from retold.facts.hedges import hedges
from retold.facts.numerals import parse_digits, scales
from retold.facts.units import currency_words, is_person, is_plural, is_stop, measure_words, singular
from retold.kinds import Bound, Span
from retold.spans import OffsetMap
from retold.words import fold, stop_words

Place = tuple[int, int]
Key = tuple[str, str]  # kind and name

# What a scan stops at. Both begin with a set of characters, which is what lets the engine pass by the rest.
_NAME_RE = re.compile(
    r"[A-ZÀ-ÖØ-Þ]\w*(?:[.’'&-](?!s\b)\w+)*"
    r"(?:[ \n](?:of[ ](?:the[ ])?|de[ ]|da[ ]|del[ ]|di[ ]|du[ ]|la[ ]|van[ ]|von[ ]|der[ ]|bin[ ]|al[ ]){0,2}"
    r"[A-ZÀ-ÖØ-Þ]\w*(?:[.’'&-](?!s\b)\w+)*)*"
)
_FIGURE_RE = re.compile(
    r"(?P<digits>\d(?:[\d.,]*\d)?)(?:(?P<mark>[ ]?%)|(?P<gap>[ -]?)(?P<word>[^\W\d_]+)"
    r"(?:[ -](?P<second>U\.S\.|[^\W\d_]+)(?:[ -](?P<third>[^\W\d_]+))?)?)?"
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_NUMBER_WORDS = {
    word: value for value, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}
_NUMBER_WORD_RE = re.compile(
    r" (?P<number>t(?:wo|hree|en|welve)|f(?:our|ive)|s(?:ix|even)|eight|nine|eleven) "
    r"(?P<word>[^\W\d_]+)(?:[ -](?P<second>[^\W\d_]+))?(?:[ ](?P<third>[^\W\d_]+))?"
)
_SPOKEN_OF = (" the", "both", "hese", "hose", "ther")
_BEFORE = 12  # characters before a figure in which its hedge stands


def mark_one(report: kinds.Report) -> kinds.ReportFacts:
    """The marks of `report`, spans in the source; people, organisations and places are told by word lists alone."""
    text = report.text
    turn = _Turner(report)
    taken: list[Place] = []
    named = _names(text, taken)
    quantities = [
        kinds.Quantity(span=span, value=value, unit=unit, bound="ordinal" if ordinal else _hedge(text, start))
        for start, end, value, unit, ordinal in _figures(text, taken)
        if (span := turn(start, end)) is not None
    ]
    people: list[kinds.Person] = []
    organisations: list[kinds.Organisation] = []
    known_places: list[kinds.Place] = []
    for (kind, name), found in named.items():
        mentions = [span for start, end in found if (span := turn(start, end)) is not None]
        if not mentions:
            continue
        if kind == "person":
            people.append(kinds.Person(name=name, mentions=mentions))
        elif kind == "place":
            known_places.append(kinds.Place(name=name, mentions=mentions))
        else:
            organisations.append(kinds.Organisation(name=name, mentions=mentions))
    facts = kinds.Facts(
        quantities=quantities,
        people=with_authors(people, report),
        organisations=with_agencies(organisations, report),
        places=known_places,
    )
    return kinds.ReportFacts(report_id=report.report_id, facts=facts)


def list_marks(text: str) -> tuple[list[str], list[str]]:
    """(names, figures) of `text`, each once, in its order: what `mark_one` finds, without kinds and places."""
    taken: list[Place] = []
    named = _names(text, taken)
    figures = [say_figure(value, unit) for _, _, value, unit, _ in _figures(text, taken)]
    return list(dict.fromkeys([name for _, name in named])), list(dict.fromkeys(figures))


def say_figure(value: float | None, unit: str | None) -> str:
    """A figure as a corpus keeps it: "64 percent"."""
    return f"{value:g} {unit}" if unit else f"{value:g}"


class _Turner:
    """Turns places of the text into the source, quickly where one segment holds them, which is nearly always."""

    def __init__(self, report: kinds.Report) -> None:
        self._segments = report.segments
        self._starts = [s.text_start for s in report.segments]
        self._map = OffsetMap(report.segments)
        self._low = self._high = self._shift = 0

    def __call__(self, start: int, end: int) -> Span | None:
        if self._low <= start and end <= self._high:
            return Span(start + self._shift, end + self._shift)
        at = bisect_right(self._starts, start) - 1
        segment = self._segments[at] if at >= 0 else None
        if segment is None or segment.op != "copy" or segment.text_end < end:
            return self._map.hull(start, end)
        self._low, self._high = segment.text_start, segment.text_end
        self._shift = segment.source_start - segment.text_start
        return Span(start + self._shift, end + self._shift)


# ---------------------------------------------------------------- names


def _names(text: str, taken: list[Place]) -> dict[Key, list[Place]]:
    """(kind, name) -> where it stands, in order of first mention; `taken` is given the stretches of months and days."""
    found: dict[Key, list[Place]] = {}
    for match in _NAME_RE.finditer(text):
        start, end = match.span()
        opens = start == 0 or text[start - 1] != " " or text[start - 2] in '.!?:”"'
        for key, skip, stop in _told(match[0], opens):
            if key is None:
                taken.append((start, end))
            elif key in found:
                found[key].append((start + skip, start + stop))
            else:
                found[key] = [(start + skip, start + stop)]
    return _folded(found)


Told = tuple[Key | None, int, int]  # no key: a day or month

_OF_RE = re.compile(r"\s+of\s+(?:the\s+)?")
_INNER_MARK_RE = re.compile("['’-]")


@lru_cache(maxsize=65536)
def _told(run: str, opens: bool) -> tuple[Told, ...]:
    """The names in a run of capitals: kind and name, and where in the run it stands.

    "of" holds a name together after a head ("Bank of Cassara"), else it parts two ("Ana Ruiz of the Fishing Union").
    """
    for match in _OF_RE.finditer(run) if "of " in run else ():
        head = run[: match.start()].split()[-1].lower()
        if head not in organisation_heads() and head not in OF_HEADS and head not in titles():
            left, right = _told(run[: match.start()], opens), _told(run[match.end() :], False)
            return left + tuple((key, lo + match.end(), hi + match.end()) for key, lo, hi in right)
    told = _one(run, opens)
    return (told,) if told else ()


# What a word of a run may be, as bits.
_LEADS, _TITLE, _ORDINARY, _TIME, _HEAD, _GIVEN, _PLACE = (1 << n for n in range(7))


@cache
def _begins_place() -> frozenset[str]:
    """The first words of the names of places, folded."""
    return frozenset(name.split()[0] for name in places() if name.strip())


@lru_cache(maxsize=65536)
def _traits(word: str) -> int:
    """What the word lists know of a word in a run of capitals.

    `_LEADS`: it may stand before a name and is none of it; `_PLACE`: the name of a place may begin with it.
    """
    low, folded = word.lower(), fold(word)
    title = low in titles() or word in ("Mr", "Mrs", "Ms", "Dr")
    return (
        _LEADS * (title or low in stop_words() or folded in peoples())
        | _TITLE * title
        | _ORDINARY * (low in ordinary())
        | _TIME * (word in calendar())
        | _HEAD * (organisation_heads().get(low, "none") != "none")
        | _GIVEN * (folded in given_names())
        | _PLACE * (not _begins_place().isdisjoint(folded.split()[:1]))
    )


def _one(run: str, opens: bool) -> Told | None:
    """Kind and name of a run of capitals that holds one name, and where in the run it stands; None for no name."""
    words = run.split()
    first = _traits(words[0])
    if (first | _traits(words[-1])) & _TIME:
        if len(words) == 1:
            return (None, 0, len(run))
        words = words[1:] if first & _TIME else words[:-1]
        first = _traits(words[0])
    title = False
    while first & _LEADS or (opens and len(words) > 1 and first & _ORDINARY):
        if len(words) == 1:
            break
        name = " ".join(words)
        if (first & _PLACE and fold(name) in places()) or name in acronyms():
            break
        title = bool(first & _TITLE) or (title and words[0] == "of")
        words = words[1:]
        opens = False
        first = _traits(words[0])
    name = " ".join(words)
    skip = run.find(words[0])
    stop = skip + len(name)
    if name in acronyms():
        return (("organisation", acronyms()[name].name), skip, stop)
    if first & _PLACE and (folded := fold(name)) in places() and not (opens and folded in ordinary()):
        return (("place", places()[folded].name), skip, stop)
    if len(words) == 1:
        low = _INNER_MARK_RE.split(name.lower(), maxsplit=1)[0] if opens else name.lower()
        if (
            len(name) < 2
            or "’" in name[-3:]
            or "'" in name[-3:]
            or name in no_names()
            or fold(name) in peoples()
            or low in titles()
            or (opens and low in ordinary())
        ):
            return None
        return (("person" if title or first & _GIVEN else "organisation", name), skip, stop)
    if any(_traits(word) & _HEAD for word in words):
        return (("organisation", name), skip, stop)
    return (("person" if title or first & _GIVEN else "organisation", name), skip, stop)


def _folded(found: dict[Key, list[Place]]) -> dict[Key, list[Place]]:
    """`found` with surnames alone under the full name that ends with them."""
    full: dict[str, Key] = {}
    for kind, name in found:
        if kind == "person" and " " in name:
            full.setdefault(name.rsplit(" ", 1)[1], (kind, name))
    if not full:
        return found
    out: dict[Key, list[Place]] = {}
    for key, mentions in found.items():
        home = full.get(key[1], key) if " " not in key[1] else key
        if home in out:
            out[home] = sorted(out[home] + mentions)
        else:
            out[home] = mentions
    return out


# ---------------------------------------------------------------- figures


def _figures(text: str, taken: list[Place]) -> Iterator[tuple[int, int, float, str | None, bool]]:
    """(start, end, value, unit, whether it is an ordinal) of each figure, in text order but for those written as words, which come last."""
    dated = {end for _, end in taken}
    after_time = {start for start, _ in taken}
    for match in _FIGURE_RE.finditer(text):
        start, stop = match.span(1)
        before = text[start - 1] if start else " "
        currency = _SIGNS.get(before)
        if currency is None and before == " " and start > 1 and (currency := _SIGNS.get(text[start - 2])):
            start -= 1
        if currency:
            start -= 1
        elif before.isalnum() or before in ":/.,-" or start - 1 in dated:
            continue
        if text[stop : stop + 1] in (":", "/") or (not currency and stop + 1 in after_time):
            continue
        digits, mark, gap, word, second, third = match.groups()
        value = _value(digits)
        if value is None:
            continue
        if mark:
            yield start, match.end("mark"), value, "percent", False
            continue
        if not gap and word in ("st", "nd", "rd", "th"):
            yield start, match.end("word"), value, None, True
            continue
        if word is None:
            unit, factor, used = None, 1.0, 0
        elif gap:
            unit, factor, used = _unit(word, second or "", third or "", currency)
        else:
            unit, factor, used = _glued(word, currency)
        if unit is None and factor == 1.0 and len(digits) == 4 and digits.isdigit() and 1000 <= value <= 2100:
            continue  # a year
        if used:
            stop = match.end(("word", "second", "third")[used - 1])
        yield start, stop, value * factor, unit, False
    for match in _NUMBER_WORD_RE.finditer(text):
        if text[max(0, match.start() - 4) : match.start()].lower().endswith(_SPOKEN_OF):
            continue  # "the two sides": spoken of before, not counted here
        number, word, second, third = match.groups()
        unit, factor, used = _unit(word, second or "", third or "", None)
        if unit is not None:
            start = match.start("number")
            stop = match.end(("word", "second", "third")[max(0, used - 1)])
            yield start, stop, _NUMBER_WORDS[number] * factor, unit, False


@lru_cache(maxsize=16384)
def _value(digits: str) -> float | None:
    return parse_digits(digits)


@lru_cache(maxsize=4096)
def _glued(letters: str, currency: str | None) -> tuple[str | None, float, int]:
    """As `_unit`, of letters that touch the digits: "$2.9bn", "90km"; "8th" and "G20" measure nothing."""
    low = letters.lower()
    if low in scales():
        return currency, scales()[low], 1
    if currency:
        return currency, 1.0, 0
    return measure_words().get(low), 1.0, int(low in measure_words())


def _unit(first: str, second: str, third: str, currency: str | None) -> tuple[str | None, float, int]:
    """The unit that the words after a figure say, by what they multiply it, and how many of them belong to it."""
    alone = _unit_alone(first, currency)
    if alone is not None:
        return alone
    factor, used = 1.0, 0
    if len(first) > 1 and (scale := scales().get(first.lower())):
        factor, used = scale, 1
        first, second, third = second, third, ""
        alone = _unit_alone(first, None)
        if alone is not None:
            return alone[0], factor, used + alone[2]
    unit, more = _unit_of(first, second, third)
    return unit, factor, used + more


@cache
def _begins_money() -> frozenset[str]:
    """The first words of currencies that are written in two."""
    return frozenset(name.split()[0] for name in currency_words() if " " in name)


@lru_cache(maxsize=65536)
def _unit_alone(word: str, currency: str | None) -> tuple[str | None, float, int] | None:
    """As `_unit`, where the first word after a figure says it whatever follows; None where it does not."""
    low = word.lower()
    scale = scales().get(low) if len(word) > 1 or currency else None
    if currency:
        return currency, scale or 1.0, int(scale is not None)
    if scale or low in ("per", "u.s.", "us") or low in _begins_money():
        return None
    unit, used = _unit_of(word, "", "")
    return (unit, 1.0, used) if unit or not word or is_stop(low) else None


@lru_cache(maxsize=65536)
def _unit_of(first: str, second: str, third: str) -> tuple[str | None, int]:
    """The unit that the words after a figure and its scale say, and how many of them belong to it."""
    rest, used = [w.lower() for w in (first, second, third) if w], 0
    if rest[:2] == ["per", "cent"]:
        return "percent", 2
    if rest and rest[0] in ("percent", "pct"):
        return "percent", 1
    if rest and rest[0] in ("u.s.", "us"):
        rest = rest[1:]
        used += 1
    for size in (2, 1):
        money = currency_words().get(" ".join(rest[:size])) if len(rest) >= size else None
        if money:
            return money, used + size
    if rest and rest[0] in measure_words():
        return measure_words()[rest[0]], used + 1
    for at, word in enumerate(rest[:2]):
        if is_stop(word):
            break
        if is_plural(word) or is_person(word):
            noun = singular(word)
            return ("person" if is_person(noun) or is_person(word) else noun), used + at + 1
    return None, used


def _hedge(text: str, start: int) -> Bound:
    """What the words before a figure say of it."""
    words = text[max(0, start - _BEFORE) : start].lower().split()
    for phrase, bound in hedges().get(words[-1], ()) if words else ():
        if tuple(words[-len(phrase) :]) == phrase:
            return bound
    return "exact"

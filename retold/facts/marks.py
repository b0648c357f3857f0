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
from functools import lru_cache

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
    to_source = _Turner(report)
    taken: list[Place] = []
    named = _names(text, taken)
    quantities = [
        kinds.Quantity(span=span, value=value, unit=unit, bound=bound)
        for start, end, value, unit, bound in _figures(text, taken)
        if (span := to_source(start, end)) is not None
    ]
    people: list[kinds.Person] = []
    organisations: list[kinds.Organisation] = []
    known_places: list[kinds.Place] = []
    for (kind, name), found in named.items():
        mentions = [span for start, end in found if (span := to_source(start, end)) is not None]
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


class _Turner:
    """Turns places of the text into the source, quickly where one segment holds them, which is nearly always."""

    def __init__(self, report: kinds.Report) -> None:
        self._segments = report.segments
        self._starts = [s.text_start for s in report.segments]
        self._map = OffsetMap(report.segments)
        self._low = self._high = self._shift = 0

    def __call__(self, start: int, end: int) -> Span | None:
        if not self._low <= start < end <= self._high:
            at = bisect_right(self._starts, start) - 1
            segment = self._segments[at] if at >= 0 else None
            if segment is None or segment.op != "copy" or segment.text_end < end:
                return self._map.hull(start, end)
            self._low, self._high = segment.text_start, segment.text_end
            self._shift = segment.source_start - segment.text_start
        return Span(start + self._shift, end + self._shift)


# ---------------------------------------------------------------- names


def _names(text: str, taken: list[Place]) -> dict[tuple[str, str], list[Place]]:
    """(kind, name) -> where it stands, in order of first mention; `taken` is given the stretches of months and days."""
    found: dict[tuple[str, str], list[Place]] = {}
    for match in _NAME_RE.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else "\n"
        opens = before != " " or text[start - 2] in '.!?:”"'
        for kind, name, skip, stop in _told(match.group(), opens):
            if kind == "time":
                taken.append((start, end))
                continue
            key = (kind, name)
            place = (start + skip, start + stop)
            if key in found:
                found[key].append(place)
            else:
                found[key] = [place]
    return _folded(found)


@lru_cache(maxsize=65536)
def _told(run: str, opens: bool) -> tuple[tuple[str, str, int, int], ...]:
    """The names in a run of capitals: kind, name, and where in the run it stands.

    "of" holds a name together after a head ("Bank of Cassara"), else it parts two ("Ana Ruiz of the Fishing Union").
    """
    for match in re.finditer(r"\s+of\s+(?:the\s+)?", run):
        head = run[: match.start()].split()[-1].lower()
        if head not in organisation_heads() and head not in OF_HEADS and head not in titles():
            left, right = _told(run[: match.start()], opens), _told(run[match.end() :], False)
            return left + tuple((kind, name, lo + match.end(), hi + match.end()) for kind, name, lo, hi in right)
    told = _one(run, opens)
    return (told,) if told else ()


def _one(run: str, opens: bool) -> tuple[str, str, int, int] | None:
    """Kind and name of a run of capitals that holds one name, and where in the run it stands; None for no name."""
    words = run.split()
    if words[-1] in calendar() or words[0] in calendar():
        if len(words) == 1:
            return ("time", run, 0, len(run))
        words = words[1:] if words[0] in calendar() else words[:-1]
    title = False
    while words and (
        words[0].lower() in stop_words()
        or words[0].lower() in titles()
        or fold(words[0]) in peoples()
        or words[0] in ("Mr", "Mrs", "Ms", "Dr")
        or (opens and len(words) > 1 and words[0].lower() in ordinary())
    ):
        if len(words) == 1 or (fold(" ".join(words)) in places()) or " ".join(words) in acronyms():
            break
        title = words[0].lower() in titles() or words[0] in ("Mr", "Mrs", "Ms", "Dr") or (title and words[0] == "of")
        words = words[1:]
        opens = False
    if not words:
        return None
    name = " ".join(words)
    folded = fold(name)
    skip = run.find(words[0]) if len(words) == 1 else max(0, len(run) - len(run[run.find(words[0]) :]))
    stop = skip + len(name)
    if name in acronyms():
        return ("organisation", acronyms()[name].name, skip, stop)
    if folded in places() and not (opens and folded in ordinary()):
        return ("place", places()[folded].name, skip, stop)
    if len(words) == 1:
        low = re.split("['’-]", name.lower())[0] if opens else name.lower()
        if (
            len(name) < 2
            or "’" in name[-3:]
            or "'" in name[-3:]
            or name in no_names()
            or folded in peoples()
            or low in titles()
            or (opens and low in ordinary())
        ):
            return None
        return ("person" if title or folded in given_names() else "organisation", name, skip, stop)
    if any(organisation_heads().get(w.lower(), "none") != "none" for w in words):
        return ("organisation", name, skip, stop)
    if title or fold(words[0]) in given_names():
        return ("person", name, skip, stop)
    return ("organisation", name, skip, stop)


def _folded(found: dict[tuple[str, str], list[Place]]) -> dict[tuple[str, str], list[Place]]:
    """`found` with surnames alone under the full name that ends with them."""
    full: dict[str, tuple[str, str]] = {}
    for kind, name in found:
        if kind == "person" and " " in name:
            full.setdefault(name.rsplit(" ", 1)[1], (kind, name))
    out: dict[tuple[str, str], list[Place]] = {}
    for key, mentions in found.items():
        home = full.get(key[1], key) if " " not in key[1] else key
        if home in out:
            out[home] = sorted(out[home] + mentions)
        else:
            out[home] = mentions
    return out


# ---------------------------------------------------------------- figures


def _figures(text: str, taken: list[Place]) -> Iterator[tuple[int, int, float, str | None, Bound]]:
    """(start, end, value, unit, bound) of each figure, in text order but for those written as words, which come last."""
    dated = {end for _, end in taken}
    after_time = {start for start, _ in taken}
    for match in _FIGURE_RE.finditer(text):
        start = match.start()
        before = text[start - 1] if start else " "
        currency = _SIGNS.get(before)
        if currency is None and before == " " and start > 1 and (currency := _SIGNS.get(text[start - 2])):
            start -= 1
        if currency:
            start -= 1
        elif before.isalnum() or before in ":/.,-" or start - 1 in dated:
            continue
        digits = match["digits"]
        stop = match.end("digits")
        after = text[stop : stop + 1]
        if after in (":", "/") or (not currency and stop + 1 in after_time):
            continue
        value = _value(digits)
        if value is None:
            continue
        if match["mark"]:
            yield start, match.end("mark"), value, "percent", _hedge(text[max(0, start - _BEFORE) : start])
            continue
        word = match["word"]
        if word in ("st", "nd", "rd", "th") and not match["gap"]:
            yield start, match.end("word"), value, None, "ordinal"
            continue
        if word is None:
            unit, factor, used = None, 1.0, 0
        elif match["gap"]:
            unit, factor, used = _unit(word, match["second"] or "", match["third"] or "", currency)
        else:
            unit, factor, used = _glued(word, currency)
        if unit is None and factor == 1.0 and len(digits) == 4 and digits.isdigit() and 1000 <= value <= 2100:
            continue  # a year
        if used:
            stop = match.end(("word", "second", "third")[used - 1])
        yield start, stop, value * factor, unit, _hedge(text[max(0, start - _BEFORE) : start])
    for match in _NUMBER_WORD_RE.finditer(text):
        if text[max(0, match.start() - 4) : match.start()].lower().endswith(_SPOKEN_OF):
            continue  # "the two sides": spoken of before, not counted here
        unit, factor, used = _unit(match["word"], match["second"] or "", match["third"] or "", None)
        if unit is not None:
            start = match.start("number")
            stop = match.end(("word", "second", "third")[max(0, used - 1)])
            yield (
                start,
                stop,
                _NUMBER_WORDS[match["number"]] * factor,
                unit,
                _hedge(text[max(0, start - _BEFORE) : start]),
            )


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


@lru_cache(maxsize=65536)
def _unit(first: str, second: str, third: str, currency: str | None) -> tuple[str | None, float, int]:
    """The unit that the words after a figure say, by what they multiply it, and how many of them belong to it."""
    words = [w.lower() for w in (first, second, third) if w]
    factor, used = 1.0, 0
    if words and words[0] in scales() and (len(words[0]) > 1 or currency):
        factor, used = scales()[words[0]], 1
    rest = words[used:]
    if currency:
        return currency, factor, used
    if rest[:2] == ["per", "cent"]:
        return "percent", factor, used + 2
    if rest and rest[0] in ("percent", "pct"):
        return "percent", factor, used + 1
    if rest and rest[0] in ("u.s.", "us"):
        rest = rest[1:]
        used += 1
    for size in (2, 1):
        money = currency_words().get(" ".join(rest[:size])) if len(rest) >= size else None
        if money:
            return money, factor, used + size
    if rest and rest[0] in measure_words():
        return measure_words()[rest[0]], factor, used + 1
    for at, word in enumerate(rest[:2]):
        if is_stop(word):
            break
        if is_plural(word) or is_person(word):
            noun = singular(word)
            return ("person" if is_person(noun) or is_person(word) else noun), factor, used + at + 1
    return None, factor, used


@lru_cache(maxsize=65536)
def _hedge(before: str) -> Bound:
    words = before.lower().split()
    for phrase, bound in hedges().get(words[-1], ()) if words else ():
        if tuple(words[-len(phrase) :]) == phrase:
            return bound
    return "exact"

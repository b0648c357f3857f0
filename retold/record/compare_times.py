"""When: another date in the same slot, "has earlier" lost, one event put inside another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from retold import kinds
from retold.record import lexicon
from retold.record.bounds import is_bounded_apart
from retold.record.comparing import Finding, Place, Sheet, Side, Unit, W, became, same
from retold.record.frames import is_past
from retold.record.lexicon import word_set

_DAY = re.compile(r"(?:\d{4}|XXXX)(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
_LENGTH = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHS])")


def compare_times(sheet: Sheet) -> Iterator[Finding]:
    """Dates, durations and adverbs of time that differ."""
    for unit in sheet.units:
        if unit.headline:
            continue
        yield from _dates(sheet, unit)
        yield from _parts_of_years(sheet, unit)
        yield from _clocks(sheet, unit)
        yield from _measures(sheet, unit)
        yield from _other_years(sheet, unit)
        yield from _working_days(sheet, unit)
        yield from _lengths(sheet, unit)
        yield from _relative(sheet, unit)
        yield from _zones(sheet, unit)
        yield from _limits(sheet, unit)
        yield from _earlier(sheet, unit)
        yield from _during(sheet, unit)
        yield from _had(sheet, unit)
        yield from _limit_gone(sheet, unit)
        yield from _floors(sheet, unit)


def _mentions(side: Side, sentences: list[int]) -> list[tuple[Place, str]]:
    return [mention for at in sorted(sentences) for mention in side.dates.get(at, ())]


def _agree(left: str, right: str) -> bool:
    """Whether the second date is the first one, told as closely or more or less so; a bare year is no month of it."""
    return right.startswith(left) or (left.startswith(right) and len(right) > len("2031"))


def _dates(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child, parent = _mentions(sheet.child, unit.child_at), _mentions(sheet.parent, unit.parent_at)
    if not child or not parent:
        return
    everywhere, kept = sheet.parent.date_values, sheet.child.date_values
    for pattern in (_DAY, _LENGTH):
        mine = [(p, v) for p, v in child if pattern.fullmatch(v) and not any(_agree(v, x) for x in everywhere)]
        theirs = [(p, v) for p, v in parent if pattern.fullmatch(v) and not any(_agree(v, x) for x in kept)]
        if pattern is _LENGTH:
            mine = [x for x in mine if not _is_rate(sheet.child, x[0])]
            theirs = [x for x in theirs if not _is_rate(sheet.parent, x[0])]
        # "On Monday" is the same day in both, whichever each report's day of publication makes of it.
        told = {sheet.child.cut(p).casefold() for p, _ in mine} & {sheet.parent.cut(p).casefold() for p, _ in theirs}
        mine = [x for x in mine if sheet.child.cut(x[0]).casefold() not in told]
        theirs = [x for x in theirs if sheet.parent.cut(x[0]).casefold() not in told]
        if len(mine) != 1 or len(theirs) != 1:
            continue
        (here, value), (there, before) = mine[0], theirs[0]
        if sheet.child.cut(here).casefold() == sheet.parent.cut(there).casefold():
            continue
        ranges = _range(sheet.child, here), _range(sheet.parent, there)
        if pattern is _LENGTH and (
            value[-1] != before[-1] or bool(ranges[0]) != bool(ranges[1]) or (ranges[0] and ranges[0] == ranges[1])
        ):
            continue
        # Weekdays and "yesterday" hang on the day of publication, which may itself be misread.
        sure = _is_written_out(sheet.child.cut(here)) and _is_written_out(sheet.parent.cut(there))
        if pattern is _DAY:
            if len(value) != len(before) or not sure:
                continue
            # Where only one of the two shows the year, the other's was guessed.
            years = [bool(re.search(r"\d{4}", text)) for text in (sheet.child.cut(here), sheet.parent.cut(there))]
            if years[0] != years[1] and (len(value) == 4 or value[5:] == before[5:]):
                continue
            # Digits in another order are a slip of the hand: "built in 1986", "built in 1968".
            slip = len(value) == 4 and sorted(value) == sorted(before)
            kind: kinds.DiscrepancyType = "number_changed" if slip else "time_changed"
            yield Finding(kind, [here], [there], became(sheet, there, here, "Another date"), "high")
        else:
            yield Finding("number_changed", [here], [there], became(sheet, there, here, "Another length of time"))


def _is_rate(side: Side, place: Place) -> bool:
    """Whether "a year" says by what a figure is counted: "500,000 a year", "60 pounds a week"."""
    at = side.sentence_at(place[0])
    words = [w for w in side.words(at) if w.start < place[1]] if at is not None else []
    inside = [w for w in words if w.end > place[0]]
    before = words[: len(words) - len(inside)][-2:]
    return (
        bool(inside)
        and inside[0].folded in ("a", "an", "per", "each", "every")
        and any(w.kind == "number" for w in before)
    )


_PART = re.compile(r"(\d{4}|X{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")


def _parts_of_years(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another quarter, half or season: "in the second quarter" -> "in the third quarter"."""

    def read(side: Side, sentences: list[int]) -> list[tuple[Place, str]]:
        return [(p, m[2]) for p, v in _mentions(side, sentences) if (m := _PART.fullmatch(v))]

    child, parent = read(sheet.child, unit.child_at), read(sheet.parent, unit.parent_at)
    if not child or not parent:
        return
    everywhere = {m[2] for v in sheet.parent.date_values if (m := _PART.fullmatch(v))}
    kept = {m[2] for v in sheet.child.date_values if (m := _PART.fullmatch(v))}
    mine, theirs = [x for x in child if x[1] not in everywhere], [x for x in parent if x[1] not in kept]
    # "In the first half" -> "in the first quarter"; a season is no quarter.
    if len(mine) == 1 and len(theirs) == 1 and (mine[0][1][0] in "QH") == (theirs[0][1][0] in "QH"):
        here, there = mine[0][0], theirs[0][0]
        yield Finding("time_changed", [here], [there], became(sheet, there, here, "Another part of the year"))


_HOUR = re.compile(r".*T(\d\d):(\d\d).*")
_NOON = 12  # hours


def _clocks(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another time of day in the same row, where neither names a zone: "at 4:10 a.m." -> "at 4:10 p.m."."""

    def read(side: Side, mentions: Iterable[tuple[Place, str]]) -> list[tuple[tuple[int, int], Place]]:
        return [((int(m[1]), int(m[2])), p) for p, v in mentions if (m := _HOUR.fullmatch(v))]

    sides = (sheet.child, unit.child_at), (sheet.parent, unit.parent_at)
    child, parent = (read(side, _mentions(side, at)) for side, at in sides)
    child, parent = (
        [x for x in found if not _is_stamp(side, x[1])] for found, (side, _) in zip((child, parent), sides)
    )
    if not child or not parent or any(_CLOCK_TIME.search(side.text, *_extent(side, at)) for side, at in sides):
        return
    every, kept = (
        {t for t, _ in read(side, (m for found in side.dates.values() for m in found))}
        for side in (sheet.parent, sheet.child)
    )
    mine, theirs = [x for x in child if x[0] not in every], [x for x in parent if x[0] not in kept]
    if len(mine) != 1 or len(theirs) != 1:
        return
    (value, here), (before, there) = mine[0], theirs[0]
    # "At 6:40" may be 18:40: only where both say which half of the day is meant it is another.
    half = abs(value[0] - before[0]) == _NOON and value[1] == before[1]
    marked = [
        any(c in side.cut(p).casefold() for c in "ap") for side, p in ((sheet.child, here), (sheet.parent, there))
    ]
    if half and not all(marked):
        return
    yield Finding("time_changed", [here], [there], became(sheet, there, here, "Another time of day"))


_STAMPED = word_set("updated update posted published modified filed created edited printed")
STAMP_WORDS = 8  # how far before a time "updated" may stand


def _is_stamp(side: Side, place: Place) -> bool:
    """Whether a time is when the page was made: "Updated 7:59 a.m. ET"."""
    at = side.sentence_at(place[0])
    if at is None:
        return True
    before = [w for w in side.words(at) if w.end <= place[0]][-STAMP_WORDS:]
    behind = [w for w in side.words(at) if w.start >= place[1]][:STAMP_WORDS]
    return any(w.folded in _STAMPED for w in (*before, *behind))


def _extent(side: Side, sentences: list[int]) -> tuple[int, int]:
    """From the first of some sentences to the end of the last, no more than a page."""
    start = min(side.sentences[n].start for n in sentences)
    return start, min(max(side.sentences[n].end for n in sentences), start + 4000)


def _measures(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """The same number of longer or shorter spans: "18 months in prison" -> "18 years in prison"."""

    def read(side: Side, sentences: list[int]) -> list[tuple[Place, str, str]]:
        return [(p, m[2], m[1] + m[3]) for p, v in _mentions(side, sentences) if (m := _LENGTH.fullmatch(v))]

    child, parent = read(sheet.child, unit.child_at), read(sheet.parent, unit.parent_at)
    values = set(sheet.child.date_values), set(sheet.parent.date_values)
    for here, number, measure in child:
        others = [x for x in parent if x[1] == number]
        if len(others) != 1 or others[0][2] == measure or sum(x[1] == number for x in child) != 1:
            continue
        there, _, before = others[0]
        if not _spell(number, before) & values[0] and not _spell(number, measure) & values[1]:
            yield Finding("unit_changed", [here], [there], became(sheet, there, here, "Another unit"))


def _other_years(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another year in the very place of one, though the parent has it of something else: "since 1989" -> "since 1998"."""
    if unit.likeness < sheet.settings.record_row_likeness:
        return
    child, parent = (
        [(p, v) for p, v in _mentions(side, at) if re.fullmatch(r"\d{4}", v)]
        for side, at in ((sheet.child, unit.child_at), (sheet.parent, unit.parent_at))
    )
    if len(child) != 1 or len(parent) != 1:
        return
    (here, value), (there, before) = child[0], parent[0]
    known = value in sheet.parent.date_values and before not in sheet.child.date_values
    leads = [_lead(sheet.child, here), _lead(sheet.parent, there)]
    shown = value in sheet.child.cut(here) and before in sheet.parent.cut(there)
    if known and shown and value != before and leads[0] and leads[0] == leads[1]:
        yield Finding("number_changed", [here], [there], became(sheet, there, here, "Another date"), "high")


def _lead(side: Side, place: Place) -> str:
    """The word right before a date."""
    at = side.sentence_at(place[0])
    return next((w.folded for w in reversed(side.words(at) if at is not None else []) if w.end <= place[0]), "")


_KINDS_OF_DAYS = word_set("working business trading consecutive straight banking sitting")


def _working_days(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "Within 90 working days" -> "within 90 days"."""
    child, parent = _mentions(sheet.child, unit.child_at), _mentions(sheet.parent, unit.parent_at)
    if any(w.folded in _KINDS_OF_DAYS for w in unit.cw):
        return
    for there, value in parent:
        if value[:1] != "P" or not _KINDS_OF_DAYS & set(sheet.parent.cut(there).casefold().split()):
            continue
        told = [p for p, v in child if v == value]
        if len(told) == 1:
            why = became(sheet, there, told[0], "Other days are counted")
            yield Finding("qualifier_dropped", told, [there], why)


def _spell(number: str, measure: str) -> set[str]:
    """A length of time as dates write it."""
    return {f"PT{number}{measure[1:]}" if measure[0] == "T" else f"P{number}{measure}"}


_ABOUT = word_set("about around roughly approximately nearly almost some up least most over under more less")


def _bound_before(side: Side, place: Place) -> Place | None:
    """The word of bound in or right before a length of time, with it; None where there is none."""
    at = side.sentence_at(place[0])
    if at is None:
        return None
    words = side.words(at)
    inside = [n for n, w in enumerate(words) if w.start < place[1] and w.end > place[0]]
    if not inside:
        return None
    for n in range(max(0, inside[0] - 2), inside[-1] + 1):
        # "Over the past three years" is a span of time and no bound.
        spans = words[n].folded in ("over", "under", "up") and _next(words, n) in (
            "the",
            "a",
            "an",
            "this",
            "these",
            "its",
        )
        if words[n].folded in _ABOUT and not spans:
            return min(words[n].start, place[0]), place[1]
    return None


def _range(side: Side, place: Place) -> tuple[frozenset[str], frozenset[str]] | None:
    """The two figures of a length of time that is the end of two: "between four and eight hours", "four to eight hours"."""
    at = side.sentence_at(place[0])
    words = [] if at is None else [w for w in side.words(at) if w.end <= place[1]][-6:]
    for a, b, c in zip(words, words[1:], words[2:]):
        if a.kind == "number" and b.folded in ("to", "and", "or") and c.kind == "number":
            return a.keys, c.keys
    return None


def _is_bounded(side: Side, place: Place) -> bool:
    """Whether a length of time has a bound in any form: "longer than a year", "a maximum of six years", "25 years or more"."""
    if _bound_before(side, place) is not None:
        return True
    at = side.sentence_at(place[0])
    if at is None:
        return False
    before = [w.folded for w in side.words(at) if w.end <= place[0]][-4:]
    spread = before[-3:] in (["in", "course", "of"], ["as", "long", "as"]) or before == ["in", "the", "course", "of"]
    return spread or is_bounded_apart(side, at, place)


def _next(words: list[W], at: int) -> str:
    return words[at + 1].folded if at + 1 < len(words) else ""


_ROUGH = word_set("about around roughly approximately some nearly almost")
_SIDES = {
    "at least": "above", "more than": "above", "no less than": "above", "no fewer than": "above", "not less than": "above",
    "over": "above", "a minimum of": "above", "up to": "below", "no more than": "below", "not more than": "below",
    "at most": "below", "less than": "below", "fewer than": "below", "almost": "below", "nearly": "below",
    "just under": "below", "a maximum of": "below", "under": "below", "about": "about", "around": "about",
    "roughly": "about",
}  # fmt: skip


def _class_before(side: Side, place: Place) -> tuple[str, Place] | None:
    """On which side of a length of time its bound lies ("above", "below", "about"), with the whole place."""
    at = side.sentence_at(place[0])
    if at is None:
        return None
    words = [w for w in side.words(at) if w.start < place[1]]
    first = next((n for n, w in enumerate(words) if w.end > place[0]), None)
    if first is None:
        return None
    for start in range(max(0, first - 3), len(words)):
        for end in (start + 3, start + 2, start + 1):
            told = " ".join(w.folded for w in words[start:end])
            if told in _SIDES and end >= first and end <= len(words):
                return _SIDES[told], (min(words[start].start, place[0]), place[1])
    return None


def _lengths(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """The same length of time without "about" or "up to"."""
    child, parent = _mentions(sheet.child, unit.child_at), _mentions(sheet.parent, unit.parent_at)
    for there, value in parent:
        same_length = [p for p, v in child if v == value and _LENGTH.fullmatch(v)]
        if len(same_length) != 1 or sum(v == value for _, v in parent) != 1:
            continue
        bound = _bound_before(sheet.parent, there)
        mine, theirs = _class_before(sheet.child, same_length[0]), _class_before(sheet.parent, there)
        if mine is not None and theirs is not None and mine[0] != theirs[0]:
            why = became(sheet, theirs[1], mine[1], "Another bound")
            yield Finding(
                "hedge_changed", [mine[1]], [theirs[1]], why, "high" if "about" not in (mine[0], theirs[0]) else "low"
            )
            continue
        if bound is not None and not _is_bounded(sheet.child, same_length[0]):
            why = became(sheet, bound, same_length[0], "The figure lost its bound")
            # "About three weeks" told as "three weeks" is rounder, not other.
            rough = bool(set(sheet.parent.cut(bound).casefold().split()) & _ROUGH)
            yield Finding("hedge_dropped", same_length, [bound], why, "low" if rough else None)


def _floors(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "At least until 2027" -> "until 2027"."""
    if any(a.folded == "at" and b.folded in ("least", "most") for a, b in pairwise(unit.cw)):
        return
    for n in range(len(unit.pw) - 3):
        at, least, until = unit.pw[n : n + 3]
        if (at.folded, least.folded) != ("at", "least") or until.folded not in ("until", "till"):
            continue
        mine = next((m for m, w in enumerate(unit.cw) if w.folded in ("until", "till")), None)
        kept = [j for j in range(n + 3, min(len(unit.pw), n + 7)) if j in unit.back]
        if mine is None or not kept or not 0 < unit.back[kept[0]] - mine <= 4:
            continue
        child, parent = (unit.cw[mine].start, unit.cw[unit.back[kept[0]]].end), (at.start, unit.pw[kept[0]].end)
        yield Finding("hedge_dropped", [child], [parent], became(sheet, parent, child, "The end lost its bound"))
        return


_LIMITING = word_set("before until till by within")
_TOWARDS = word_set(
    "will would shall not no never nobody none cannot until must may might could can should pledged promised vowed"
)


def _limit_gone(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A day or length of time that limited a promise or a denial, gone: "no route will be closed before 2028"."""
    if any(sheet.child.dates.get(n) for n in unit.child_at) or any(w.folded in _LIMITING for w in unit.cw):
        return
    for at in unit.parent_at:
        words = sheet.parent.words(at)
        if not words:
            continue
        for place, value in sheet.parent.dates.get(at, ()):
            first = next((n for n, w in enumerate(words) if w.end > place[0]), 0)
            lead = next((n for n in range(first, max(-1, first - 3), -1) if words[n].folded in _LIMITING), None)
            if lead is None or any(_agree(value, v) for v in sheet.child.date_values):
                continue
            bound = [w for w in words[max(0, lead - 9) : lead] if w.folded in _TOWARDS]
            near = [
                unit.back[j]
                for j, w in enumerate(unit.pw)
                if j in unit.back
                and w.sentence == at
                and w.content
                and words[max(0, lead - 7)].start <= w.start < place[0]
            ]
            if not bound or len(near) < 2:
                continue
            parent, child = (words[lead].start, place[1]), (unit.cw[min(near)].start, unit.cw[max(near)].end)
            why = became(sheet, parent, child, "A limit in time is gone")
            denied = any(w.folded in ("not", "no", "never", "nobody", "none", "cannot") for w in bound)
            yield Finding("qualifier_dropped", [child], [parent], why, "medium" if denied else "low")


_STARTING, _ENDING = word_set("from since after"), word_set("until till before by")
_CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december spring summer autumn winter easter christmas"
)


def _limits(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """The same day as a beginning and as an end: "until July" -> "from July"."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.folded != p.folded or c.folded not in _CALENDAR or not i or not j:
            continue
        mine, theirs = unit.cw[i - 1], unit.pw[j - 1]
        turned = (mine.folded in _STARTING and theirs.folded in _ENDING) or (
            mine.folded in _ENDING and theirs.folded in _STARTING
        )
        # "Not before Easter" is "from Easter on", and a range has both.
        before = [*unit.cw[max(0, i - 5) : i], *unit.pw[max(0, j - 5) : j]]
        behind = [*unit.cw[i + 1 : i + 3], *unit.pw[j + 1 : j + 3]]
        if not turned or any(w.folded in _RANGE for w in before) or any(w.folded in _OPEN_END for w in behind):
            continue
        child, parent = (mine.start, c.end), (theirs.start, p.end)
        yield Finding("time_changed", [child], [parent], became(sheet, parent, child, "A beginning for an end"))


_OPEN_END = word_set("to until till through and")
_RANGE = word_set("not no never without nobody none neither nor cannot to and until-now")


_CLOCK_TIME = re.compile(
    r"\b(\d{1,2})[:.h]?(\d\d)?\s*(a\.?m\.?|p\.?m\.?)?\s*(GMT|UTC|local time|local|BST|CET|CEST|EST|EDT|PST|PDT|Eastern|Pacific|IST|JST)\b",
    re.IGNORECASE,
)
_SAME_ZONE = {"utc": "gmt", "local time": "local"}


def _zones(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """The same clock time in another zone: "06:42 local time (0542 GMT)" -> "06:42 GMT"."""

    def read(side: Side, sentences: list[int]) -> dict[tuple[str, str, str], list[tuple[str, Place]]]:
        found: dict[tuple[str, str, str], list[tuple[str, Place]]] = {}
        for at in sentences:
            start, end = side.sentences[at].start, min(side.sentences[at].end, side.sentences[at].start + 2000)
            for m in _CLOCK_TIME.finditer(side.text, start, end):
                zone = m[4].casefold()
                key = m[1].lstrip("0"), m[2] or "00", (m[3] or "").replace(".", "").casefold()
                found.setdefault(key, []).append((_SAME_ZONE.get(zone, zone), m.span()))
        return found

    child, parent = read(sheet.child, unit.child_at), read(sheet.parent, unit.parent_at)
    for key in sorted(set(child) & set(parent)):
        if len(child[key]) == 1 and all(zone != child[key][0][0] for zone, _ in parent[key]):
            here, there = child[key][0][1], parent[key][0][1]
            why = became(sheet, there, here, "The same clock time in another zone")
            yield Finding("time_changed", [here], [there], why, "high")


_NEARNESS = word_set("last this next previous coming past")
_CLOCK = word_set("year month week quarter season spring summer autumn fall winter weekend")


def _relative(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "Last year" for "this year", where each side says only one of them."""
    pairs = []
    for words in (unit.cw, unit.pw):
        pairs.append(
            [
                (a, b)
                for a, b in pairwise(words)
                if a.folded in _NEARNESS and b.folded in _CLOCK and a.sentence == b.sentence
            ]
        )
    for a, b in pairs[0]:
        others = [(x, y) for x, y in pairs[1] if y.folded == b.folded]
        if len(others) != 1 or sum(y.folded == b.folded for _, y in pairs[0]) != 1:
            continue
        x, y = others[0]
        if {a.folded, x.folded} in ({"last", "this"}, {"last", "next"}, {"this", "next"}, {"previous", "this"}):
            child, parent = (a.start, b.end), (x.start, y.end)
            yield Finding("time_changed", [child], [parent], became(sheet, parent, child, "Another time"))


def _is_written_out(text: str) -> bool:
    return any(c.isdigit() for c in text) or bool(_MONTHS & set(text.casefold().split()))


_MONTHS = word_set("january february march april may june july august september october november december")


_EARLIER = word_set("earlier previously formerly")
_PAST = word_set("earlier previously formerly previous former had already last ago before")


def _earlier(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Something told as done before, which the child tells as part of this event: "has earlier highlighted"."""
    if any(w.folded in _PAST for w in unit.cw):
        return
    for j, w in enumerate(unit.pw):
        if w.folded not in _EARLIER:
            continue
        around = [x for x in (j - 1, j + 1, j + 2) if 0 <= x < len(unit.pw) and unit.pw[x].sentence == w.sentence]
        verbs = [x for x in around if x in unit.back]
        if j and unit.pw[j - 1].folded in ("than", "an", "the", "a"):
            continue
        if not verbs and not any(unit.pw[x].folded in ("has", "have", "had") for x in around):
            continue
        verb = verbs[0] if verbs else None
        parent = min(unit.pw[j].start, unit.pw[around[0]].start), max(unit.pw[x].end for x in around)
        at = unit.back[verb] if verb is not None else min(unit.pairs, default=None)
        if at is None:
            return
        child = unit.cw[at].start, unit.cw[at].end
        why = became(sheet, parent, child, "What was done earlier is told as part of this")
        yield Finding("time_changed", [child], [parent], why)
        return


def _had(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What had been done on an earlier day, told without the day as part of this: "had said in August" -> "said"."""
    if any(w.folded in _PAST or w.folded in ("has", "have", "once") for w in unit.cw):
        return
    if any(sheet.child.dates.get(n) for n in unit.child_at):
        return
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.kind != "word" or p.kind != "word" or not (is_past(c) and is_past(p)) or same(c, p) < 2:
            continue
        aux = next((n for n in range(j - 1, max(-1, j - 4), -1) if unit.pw[n].folded == "had"), None)
        if (
            aux is None
            or unit.pw[aux].sentence != p.sentence
            or any(w.content and not w.folded.endswith("ly") for w in unit.pw[aux:j])
        ):
            continue
        # Back-shifted speech ("he said they had agreed") has a word of saying before it in its own clause.
        before = [w for w in unit.pw[:aux] if w.sentence == p.sentence]
        if any(lexicon.is_a("cue", w.text) for w in before):
            continue
        dated = next(
            (place for place, _ in sheet.parent.dates.get(p.sentence, ()) if p.end <= place[0] <= p.end + 60), None
        )
        if dated is None:
            continue
        parent, child = (unit.pw[aux].start, dated[1]), (unit.cw[max(0, i - 1)].start, c.end)
        why = became(sheet, parent, child, "What was done earlier is told as part of this")
        yield Finding("time_changed", [child], [parent], why)
        return


_DURING = word_set("during amid")


def _during(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "During X" where the parent ties the two otherwise: "for X"."""
    for i, w in enumerate(unit.cw):
        if w.folded not in _DURING:
            continue
        inside = [
            x for x in range(i + 1, min(len(unit.cw), i + 7)) if x in unit.pairs and unit.cw[x].clause == w.clause
        ]
        if len(inside) < 2:
            continue
        first = min(unit.pairs[x] for x in inside)
        before = unit.pw[max(0, first - 3) : first]
        governing = [
            x for x in before if not x.content and x.folded not in ("the", "a", "an", "its", "their", "his", "her")
        ]
        if (
            not governing
            or governing[-1].folded not in ("for", "to")
            or governing[-1].sentence != unit.pw[first].sentence
        ):
            continue
        child = w.start, unit.cw[inside[-1]].end
        last = max(y for y in (unit.pairs[x] for x in inside) if y <= first + 8)
        parent = before[0].start, max(unit.pw[last].end, unit.pw[first].end)
        if parent[1] - parent[0] > 300:
            continue
        why = became(sheet, parent, child, "The one is now told as happening during the other")
        yield Finding("time_changed", [child], [parent], why)

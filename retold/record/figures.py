"""Figures: which readings of the reports are readings of one figure, and whether they hold together."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Literal

import msgspec

from retold import kinds
from retold.record.telling import BODY, Place, Telling
from retold.settings import Settings
from retold.words import Token, key, split_words, stop_words

# Words around a figure that say it is no longer the report's own.
_SUPERSEDED = "earlier previously previous initially initial originally revised corrected raised upwards"
_CORRECTION = "correct corrects corrected correction transposed wrong wrongly error mistake mistaken erroneous"


@cache
def _keys(words: str) -> frozenset[str]:
    return frozenset(key(w) for w in words.split())


# Who is counted says little; what happened to them does: the dead, the injured and the rescued are three figures.
_PEOPLE = "people person others men women children residents villagers passengers civilians locals"
_DEEDS = (
    "killed dead died injured hurt wounded missing arrested detained rescued evacuated displaced homeless hospitalized "
    "treated stranded infected trapped attended protested employed employs carries carried voted freed released"
)

# A figure's context reaches this many words to each side: what is counted stands near the number.
_CONTEXT_WORDS = 7

# A value up to this may be two different figures of linked sentences; "48,600" is hardly two.
_SMALL = 10

_MONEY = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "CNY",
        "INR",
        "RUB",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "AUD",
        "CAD",
        "NZD",
        "BRL",
        "MXN",
        "ZAR",
        "TRY",
        "KRW",
        "PLN",
    ]
)

# Years and lengths of time stand in every sentence, and are seldom one figure told twice.
_OF_TIME = ("calendar year", "year", "month", "week", "day", "hour", "minute", "second")

_COUNTED = ("person", "other", "people")

# "killing at least three people": the deed stands close before the number.
_DEED_BEFORE_WORDS = 3

# A slot is compared by at most this many differing readings; a copy has the context of its original.
_READINGS_MAX = 12


class Reading(msgspec.Struct, frozen=True, gc=False, order=True):
    """A figure in a report, with the weighed words around it."""

    report_id: str
    quantity: kinds.Quantity
    place: Place | None
    context: Mapping[str, float]
    of: frozenset[str]
    beside: bool  # in a headline or caption
    part: bool  # "seven of the injured"


class Slot:
    """A figure of the story: its readings, in the order of the telling."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self._seen: dict[tuple[object, ...], None] = {}
        self.typical: list[Reading] = []

    def add(self, reading: Reading) -> None:
        """Take `reading` in."""
        self.readings.append(reading)
        mark = (reading.quantity.value, tuple(sorted(reading.context)), reading.place)
        if mark not in self._seen and len(self.typical) < _READINGS_MAX:
            self._seen[mark] = None
            self.typical.append(reading)


def find_slots(telling: Telling, facts: Mapping[str, kinds.Facts], settings: Settings) -> list[Slot]:
    """The figures of a story, each once, in the order they were first told.

    Report by report the best pairs of reading and slot are taken first, one reading a slot unless the report
    repeats the figure or quotes an earlier one.
    """
    slots: list[Slot] = []
    by_unit: dict[str, list[Slot]] = defaultdict(list)
    by_value: dict[float | None, list[Slot]] = defaultdict(list)

    def near(reading: Reading) -> list[Slot]:
        """The slots that `reading` may be of: those of its unit, and those that have its value."""
        found = [*by_unit[_unit(reading.quantity)], *by_value[reading.quantity.value]]
        return list({id(slot): slot for slot in found}.values())

    for report_id in sorted(telling.reports, key=lambda r: telling.order[r]):
        mine = _readings(telling, report_id, facts.get(report_id, kinds.Facts()))
        offers = []
        known = [near(reading) for reading in mine]
        for n, reading in enumerate(mine):
            for m, slot in enumerate(known[n]):
                score = max((_likeness(telling, reading, r, settings) for r in slot.typical), default=0.0)
                if score > 0:
                    offers.append((-score, reading.beside, n, m))
        taken: dict[int, Slot] = {}
        held: dict[int, list[Reading]] = defaultdict(list)
        for _, _, n, m in sorted(offers):
            reading, slot = mine[n], known[n][m]
            others = held[id(slot)]
            if n in taken or (
                others
                and all(o.quantity.value != reading.quantity.value for o in others)
                and not any(_is_past(telling, r) for r in (reading, *others))
            ):
                continue
            taken[n] = slot
            others.append(reading)
        for n, reading in enumerate(mine):
            slot_or_none = taken.get(n) or _own(telling, reading, mine[:n], taken, settings)
            if slot_or_none is None:
                slot_or_none = Slot()
                slots.append(slot_or_none)
                by_unit[_unit(reading.quantity)].append(slot_or_none)
            taken[n] = slot_or_none
            slot_or_none.add(reading)
            if slot_or_none not in by_value[reading.quantity.value]:
                by_value[reading.quantity.value].append(slot_or_none)
    return slots


def _own(
    telling: Telling, reading: Reading, earlier: Sequence[Reading], taken: Mapping[int, Slot], settings: Settings
) -> Slot | None:
    """The slot of an earlier reading in the same report that says the same once more."""
    for n, other in enumerate(earlier):
        if other.quantity.value != reading.quantity.value and not (
            _is_past(telling, reading) or _is_past(telling, other)
        ):
            continue
        if _unit(other.quantity) == _unit(reading.quantity) and _likeness(telling, reading, other, settings) > 0:
            return taken[n]
    return None


def _unit(quantity: kinds.Quantity) -> str:
    unit = quantity.unit or ""
    return "person" if unit in _COUNTED else unit


def _readings(telling: Telling, report_id: str, facts: kinds.Facts) -> list[Reading]:
    out = []
    for q in sorted(facts.quantities, key=lambda q: (q.span, q.unit or "")):
        if q.value is None or q.bound in ("ordinal", "label"):
            continue
        place = telling.place(report_id, q.span)
        context: dict[str, float] = {}
        deed = ""
        at = telling.text_at(report_id, q.span)
        if place is not None and at is not None:
            tokens = [t for t in telling.tokens(place) if t.kind != "function"]
            inside = [n for n, t in enumerate(tokens) if t.start < at[1] and at[0] < t.end]
            if inside:
                near = tokens[max(0, inside[0] - _CONTEXT_WORDS) : inside[-1] + 1 + _CONTEXT_WORDS]
                deed = _deed(tokens, inside[0], inside[-1]) if q.unit in _COUNTED else ""
                context = {t.key: telling.rarity(t) for t in near if t.kind != "number"}
        part = at is not None and _opens_part(telling.reports[report_id].text, at)
        of = frozenset(key(w.text) for w in split_words(q.of or "") if w.text.casefold() not in stop_words())
        if q.unit in _COUNTED and of <= _keys(_PEOPLE):
            of = frozenset({deed} if deed else ())
        beside = place is None or telling.sentence(place).role not in BODY
        out.append(Reading(report_id, q, place, context, of, beside, part))
    return out


_PART = re.compile(r"(?:^|\s)of\s+(?:the|them|whom|which|those|these|its|their|his|her)\b", re.IGNORECASE)
_PART_REACH = 12  # characters behind a figure


def _opens_part(text: str, at: tuple[int, int]) -> bool:
    """Whether a figure counts a part of something told: "seven of the injured", "12 of them"."""
    return _PART.search(text[at[0] : at[1] + _PART_REACH]) is not None


def _deed(tokens: Sequence[Token], first: int, last: int) -> str:
    """What happened to the people whose number is tokens [first, last]; "" where nothing near says so.

    Looked for as far as the next figure, after the number before in front of it: "three dead and 12 injured".
    """
    deeds = _keys(_DEEDS)
    for t in tokens[last + 1 : last + 1 + _CONTEXT_WORDS]:
        if t.kind == "number":
            break
        if t.key in deeds:
            return t.key
    for t in reversed(tokens[max(0, first - _DEED_BEFORE_WORDS) : first + 1]):
        if t.key in deeds:
            return t.key
    return ""


def _is_past(telling: Telling, reading: Reading) -> bool:
    """Whether the sentence says that the figure was an earlier one."""
    if reading.place is None:
        return False
    keys = {t.key for t in telling.tokens(reading.place)}
    return bool(keys & _keys(_SUPERSEDED) or keys & _keys(_CORRECTION))


def _likeness(telling: Telling, left: Reading, right: Reading, settings: Settings) -> float:
    """How much speaks for two readings of one figure; 0 where too little does."""
    one, other = left.quantity, right.quantity
    same_unit = _unit(one) == _unit(other)
    if not same_unit and (one.value != other.value or (one.unit and other.unit and one.unit in _MONEY)):
        return 0.0
    shared = set(left.context) & set(right.context)
    smaller = min(math.fsum(left.context.values()), math.fsum(right.context.values()))
    close = math.fsum(left.context[k] for k in shared) / smaller if smaller else 0.0
    near = close >= settings.record_figure_context
    if one.unit in _OF_TIME and one.value != other.value and close < settings.record_figure_context_of_time:
        return 0.0
    kin = telling.are_kin(left.place, right.place)
    of = bool(left.of & right.of)
    apart = bool(left.of and right.of) and not of
    if one.value != other.value and left.part != right.part:
        return 0.0  # "seven of the injured" are no other count of the injured
    if one.value == other.value:
        telling_value = abs(one.value or 0) > _SMALL
        if not same_unit:
            # "revised from 12", "twenty-one": a figure that names no unit is known by its value and by what is counted.
            counted = bool(left.of & set(right.context) or right.of & set(left.context))
            enough = (telling_value and (kin or counted)) and not (one.unit and other.unit and not kin)
        else:
            enough = of or near or (kin and (telling_value or not apart))
        return round(1 + kin + of + close + same_unit, 4) if enough else 0.0
    if left.report_id == right.report_id:
        return round(0.5 + close, 4) if of else 0.0
    if _unit(one) == "person" and not of and (left.of or right.of or not near):
        return 0.0  # the dead are not the injured, though one sentence counts both
    if (kin and (of or near)) or (of and near):
        return round(0.25 * (kin + of) + close / 2, 4)
    return 0.0


def same_reading(left: kinds.Quantity, right: kinds.Quantity) -> bool:
    """Whether two figures can both be true: equal, or one a rounding or a bound of the other."""
    a, b = left.value, right.value
    if a is None or b is None or a == b:
        return True
    spread = abs(a - b) / max(abs(a), abs(b))
    for one, other, q in ((a, b, left), (b, a, right)):
        if q.bound in ("approximately", "vague") and spread <= 0.1:
            return True
        if q.bound in ("more_than", "at_least") and other >= one and spread <= 0.25:
            return True
        if q.bound in ("less_than", "up_to", "nearly") and other <= one and spread <= 0.1:
            return True
    return False


def keep_figures(telling: Telling, slots: Sequence[Slot]) -> list[kinds.FigureSlot]:
    """The ledger of figures: those that two reports give, a row each, with the verdict."""
    out = []
    for slot in slots:
        shown = _shown(telling, slot)
        if len({r.report_id for r, _ in shown}) < 2:
            continue
        mentions = [
            kinds.FigureMention(
                report_id=r.report_id,
                span=r.quantity.span,
                value=r.quantity.value,
                bound=r.quantity.bound,
                status=status,
            )
            for r, status in shown
        ]
        verdict, correction = _verdict(telling, shown)
        out.append(kinds.FigureSlot(slot=name_slot(slot), verdict=verdict, mentions=mentions, correction=correction))
    return out


def name_slot(slot: Slot) -> str:
    """What the figure counts, in the words of the first report that says it: "USD, trade", "cooperation documents"."""
    unit = next((r.quantity.unit for r in slot.readings if r.quantity.unit), "") or ""
    of = next((r.quantity.of for r in slot.readings if r.quantity.of), "") or ""
    if unit and key(unit) in {key(w.text) for w in split_words(of)}:
        return of
    return ", ".join(p for p in (unit, of) if p) or "figure"


Status = Literal["current", "superseded", "attributed"]
Verdict = Literal["agree", "update", "correction_not_propagated", "discrepancy"]
Shown = tuple[Reading, Status]


def _shown(telling: Telling, slot: Slot) -> list[Shown]:
    """The readings for the ledger: of each report one for each value, from the body where the body gives it."""
    by_report: dict[str, list[Reading]] = defaultdict(list)
    for reading in slot.readings:
        by_report[reading.report_id].append(reading)
    out: list[Shown] = []
    for report_id in sorted(by_report, key=lambda r: telling.order[r]):
        found = sorted(by_report[report_id], key=lambda r: (r.beside, r.quantity.span))
        values: dict[float | None, Reading] = {}
        for reading in found:
            if all(v is None or not same_reading(reading.quantity, o.quantity) for v, o in values.items()):
                values.setdefault(reading.quantity.value, reading)
        current = [r for r in values.values() if not _is_past(telling, r)] or list(values.values())[:1]
        for reading in values.values():
            if reading is current[0]:
                out.append((reading, "current"))
            elif _is_past(telling, reading):
                out.append((reading, "superseded"))
            elif reading.quantity.asserted_by:
                out.append((reading, "attributed"))
            else:
                out.append((reading, "current"))
    return out


def _verdict(telling: Telling, shown: Sequence[Shown]) -> tuple[Verdict, kinds.Correction | None]:
    """Whether the readings hold together; if not, whether time, a correction, or neither tells why."""
    current = [r for r, status in shown if status == "current"]
    if all(same_reading(a.quantity, b.quantity) for n, a in enumerate(current) for b in current[n + 1 : n + 40]):
        return "agree", None
    by_report = {r.report_id: r for r in reversed(current)}
    relation = {(d.child_id, d.parent_id): d.relation for d in telling.tree.derivations}
    changed = [  # derivations along which the value changes
        (parent, child, relation[child, parent])
        for child, parents in sorted(telling.parents.items())
        for parent in sorted(set(parents))
        if child in by_report
        and parent in by_report
        and not same_reading(by_report[child].quantity, by_report[parent].quantity)
    ]
    for parent, child, how in changed:
        if how == "correction" or _corrects(telling, child, by_report[parent].quantity.value, shown):
            old = by_report[parent].quantity
            late = [
                r.report_id
                for r in current
                if r.report_id not in (parent, child)
                and r.quantity.value == old.value
                and r.report_id not in telling.ancestors[child]
                and telling.published(r.report_id) >= telling.published(child)
            ]
            if not late:
                return "update", None
            correction = kinds.Correction(
                old=old.value,
                new=by_report[child].quantity.value,
                fixed_by=child,
                still_carried_by=[
                    kinds.Late(report_id=r, hours=_hours_after(telling, child, r))
                    for r in sorted(set(late), key=lambda r: (telling.published(r), r))
                ],
            )
            return "correction_not_propagated", correction
    stages = [by_report[side].quantity for parent, child, _ in changed for side in (parent, child)]
    known = all(any(same_reading(r.quantity, q) for q in stages) for r in current)
    if changed and known and all(how == "update" for _, _, how in changed):
        return "update", None
    return "discrepancy", None


def _hours_after(telling: Telling, fixed_by: str, report_id: str) -> float | None:
    """Hours from the correction to the report, where both show a time of day and both or neither a zone."""
    fixed, late = (telling.reports[r].published or "" for r in (fixed_by, report_id))
    if "T" not in fixed or "T" not in late:
        return None
    try:
        began, ended = datetime.fromisoformat(fixed), datetime.fromisoformat(late)
    except ValueError:
        return None
    if (began.tzinfo is None) != (ended.tzinfo is None):
        return None
    # Where some report of the story shows no zone, clocks are compared as shown: a lag below zero is one zone too many.
    hours = round((ended - began).total_seconds() / 3600, 1)
    return hours if hours >= 0 else None


def _corrects(telling: Telling, report_id: str, old: float | None, shown: Sequence[Shown]) -> bool:
    """Whether the report says itself that the old value was wrong."""
    for reading, status in shown:
        if reading.report_id == report_id and status == "superseded" and reading.quantity.value == old:
            number = reading.place.number if reading.place else 0
            around = range(max(0, number - 1), min(len(telling.reports[report_id].sentences), number + 2))
            keys = {t.key for n in around for t in telling.tokens(Place(report_id, n))}
            return bool(keys & _keys(_CORRECTION))
    return False

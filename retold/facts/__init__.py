"""Report -> Facts: what one report puts on record."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec
import pyarrow as pa

from retold import kinds
from retold.facts.agreements import find_agreements
from retold.facts.dates import anchor_of, dated_near, find_dates, header_dates, weekday_in
from retold.facts.discovery import find_names, with_dateline
from retold.facts.events import find_events
from retold.facts.frame_names import with_agencies, with_authors
from retold.facts.initiatives import find_initiatives
from retold.facts.lists import find_lists
from retold.facts.marks import mark_one
from retold.facts.quantities import find_quantities, with_asserters
from retold.facts.reading import Reading, in_source
from retold.facts.statements import find_statements
from retold.settings import DEFAULTS, Settings
from retold.spans import OffsetMap
from retold.tables import rows, to_table

T = TypeVar("T", bound=msgspec.Struct)


def extract(reports: pa.Table, *, settings: Settings) -> pa.Table:
    """A table of facts from a table of reports, a row each; `facts_depth` says how much is read."""
    if settings.facts_depth == "marks":
        return to_table(kinds.ReportFacts, [mark_one(r) for r in rows(kinds.Report, reports)])
    found: dict[bytes, kinds.Facts] = {}  # ten thousand copies of one text are read once
    out = []
    for report in rows(kinds.Report, reports):
        read = _all_that_is_read(report)
        if read not in found:
            found[read] = extract_one(report, settings).facts
        out.append(kinds.ReportFacts(report_id=report.report_id, facts=found[read]))
    return to_table(kinds.ReportFacts, out)


def _all_that_is_read(report: kinds.Report) -> bytes:
    """What this room reads of a report: reports that agree in it have the same facts, whoever published them.

    Of a time that stands nowhere in the text (a column of a table) the day is read, of names without a place nothing.
    """
    shown = [(d.role, d.value if d.span else d.value[:10], d.span, d.chosen) for d in report.dates]
    frame = [(w.field, w.value, w.where, w.span) for w in report.witnesses if w.span]
    sentences = [(s.role, s.start, s.end, s.paragraph, s.spans) for s in report.sentences]
    day = (report.published or "")[:10]
    parts = (report.text, sentences, report.segments, report.dateline, report.bylines, report.credits, shown, frame)
    return hashlib.sha256(msgspec.msgpack.encode((*parts, day, report.language, report.headline))).digest()


def date_by_story(reports: pa.Table, facts: pa.Table, *, settings: Settings) -> pa.Table:
    """The facts of one story, the year that a report does not show taken from the days of the others.

    A report filed on "Aug. 20" beside one of 19 August 2026 is of 2026; the year is inferred, the day is the
    report's own. Where its dateline is further than `facts_story_days` from the others' day, nothing is inferred.
    """
    told = rows(kinds.Report, reports)
    anchors = {r.report_id: anchor_of(r) for r in told}
    days = sorted(day for day in anchors.values() if day is not None)
    known = rows(kinds.ReportFacts, facts)
    if len(known) > 1 and not days:
        known = _weekdays_by_story(told, known)
    if not days or len(days) == len(anchors):
        return to_table(kinds.ReportFacts, known)
    near = days[len(days) // 2]
    dated = [
        msgspec.structs.replace(
            row,
            facts=msgspec.structs.replace(
                row.facts, dates=dated_near(row.facts.dates, near, settings.facts_story_days)
            ),
        )
        if anchors[row.report_id] is None
        else row
        for row in known
    ]
    return to_table(kinds.ReportFacts, dated)


def _weekdays_by_story(reports: list[kinds.Report], facts: list[kinds.ReportFacts]) -> list[kinds.ReportFacts]:
    """`facts` of a story without any year, weekdays of reports that show no day taken from those that do.

    "on Thursday" of a rewrite is the Thursday of the wire's "DUBLIN, Feb. 5", where all that say Thursday mean one day.
    """
    texts = {r.report_id: (r.text, OffsetMap(r.segments)) for r in reports}
    shown: dict[int, set[str]] = {}
    for row in facts:
        text, places = texts[row.report_id]
        for mention in row.facts.dates:
            where = places.to_text(mention.span)
            day = weekday_in(text[slice(*where)]) if where and len(mention.value) == len("XXXX-02-05") else None
            if day is not None and mention.value[5:8] != "WXX":
                shown.setdefault(day, set()).add(mention.value)
    agreed = {f"XXXX-WXX-{day}": min(values) for day, values in shown.items() if len(values) == 1}

    def dated(row: kinds.ReportFacts) -> kinds.ReportFacts:
        dates = [msgspec.structs.replace(d, value=agreed.get(d.value, d.value)) for d in row.facts.dates]
        return msgspec.structs.replace(row, facts=msgspec.structs.replace(row.facts, dates=dates))

    return [dated(row) for row in facts] if agreed else facts


def extract_one(report: kinds.Report, settings: Settings = DEFAULTS) -> kinds.ReportFacts:
    """What `report` puts on record, spans in the source."""
    reading = Reading(report)
    names = find_names(reading)
    dates = find_dates(reading)
    statements = find_statements(reading, names, settings.facts_statement_breadth, settings.facts_statement_sure)
    quantities = with_asserters(find_quantities(reading, dates), statements)
    lists = find_lists(reading)
    initiatives = find_initiatives(reading, names, lists)
    if settings.facts_model:  # behind the figures: whose word they are stays what the rules say
        from retold.facts.own_model import with_model

        statements = with_model(statements, reading, names, settings)
    agreements = find_agreements(reading, names, quantities, lists)
    events = find_events(reading, names, dates, agreements, statements)
    places = OffsetMap(report.segments)

    def turned(found: list[T]) -> list[T]:
        return [fact for fact in (in_source(f, places) for f in found) if fact is not None]

    facts = kinds.Facts(
        statements=turned(statements),
        quantities=turned(quantities),
        dates=sorted(turned(dates) + header_dates(report), key=lambda d: d.span),
        people=with_authors(turned(names.people), report),
        organisations=with_agencies(turned(names.organisations), report),
        places=with_dateline(turned(names.places), report),
        lists=turned(lists),
        agreements=turned(agreements),
        initiatives=turned(initiatives),
        events=turned(events),
    )
    return kinds.ReportFacts(report_id=report.report_id, facts=facts)

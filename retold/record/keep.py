"""The record of a story: each thing once, with every report that carries it."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.record.arising import keep_arising, keep_uncorrected
from retold.record.descent import find_ancestry, find_missing
from retold.record.figures import find_slots, keep_figures
from retold.record.items import keep_items
from retold.record.spans_of_time import figures_of_time, worth_telling
from retold.record.telling import Telling
from retold.record.utterances import keep_quotes
from retold.settings import Settings
from retold.tables import rows, to_table

_TITLE_CHARACTERS = 200


def keep_record(
    reports: pa.Table,
    facts: pa.Table,
    trees: pa.Table,
    collations: pa.Table,
    discrepancies: pa.Table,
    *,
    settings: Settings,
) -> pa.Table:
    """The record of one story, one row."""
    found = rows(kinds.Report, reports)
    if not found:
        return to_table(kinds.StoryRecord, [])
    story_id = reports.column("story_id")[0].as_py()
    tree = next(iter(rows(kinds.Lineage, trees)), None) or kinds.Lineage(
        story_id=story_id, derivations=[], origins=kinds.Origins(count=0, roots=[], explanation="")
    )
    known = {f.report_id: f.facts for f in rows(kinds.ReportFacts, facts)}
    telling = Telling(found, tree, rows(kinds.Collation, collations), settings)
    slots = find_slots(telling, known, settings)
    times = keep_figures(telling, find_slots(telling, figures_of_time(telling, known), settings))
    figures = keep_figures(telling, slots) + worth_telling(times)
    flags = keep_arising(rows(kinds.Discrepancy, discrepancies), telling)
    flags += keep_uncorrected(figures, flags, telling)
    entry = kinds.StoryRecord(
        story_id=story_id,
        title=_title(telling),
        record=keep_items(telling, known, slots, settings),
        ledgers=kinds.Ledgers(figures=figures, quotes=keep_quotes(telling, known, settings)),
        ancestry=find_ancestry(telling),
        missing=find_missing(telling),
        discrepancies=sorted(
            flags,
            key=lambda d: (telling.order.get(d.child_id, 0), d.child_spans, d.type, d.parent_spans, d.explanation),
        ),
    )
    return to_table(kinds.StoryRecord, [entry])


def _title(telling: Telling) -> str:
    """The headline of the report that was told first; where it has none, of the next that has."""
    told = [telling.reports[r] for r in sorted(telling.reports, key=lambda r: telling.order[r])]
    for report in told:
        if report.headline and report.headline.strip():
            return " ".join(report.headline.split())[:_TITLE_CHARACTERS]
    for report in told:
        if report.sentences:
            first = report.sentences[0]
            return " ".join(report.text[first.start : first.end].split())[:_TITLE_CHARACTERS]
    return ""

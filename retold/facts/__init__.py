"""Report -> Facts: what one report puts on record."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import rows, to_table


def extract(reports: pa.Table, *, settings: Settings) -> pa.Table:
    """A table of facts from a table of reports, a row each."""
    return to_table(kinds.ReportFacts, [extract_one(r) for r in rows(kinds.Report, reports)])


def extract_one(report: kinds.Report) -> kinds.ReportFacts:
    """What `report` puts on record, spans in the source."""
    return kinds.ReportFacts(report_id=report.report_id, facts=kinds.Facts())

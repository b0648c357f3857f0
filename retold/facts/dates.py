"""Dates and times as TIMEX3 values, anchored on the dateline or the day of publication, never on a print stamp."""

from __future__ import annotations

from retold import kinds
from retold.facts.reading import Reading


def find_dates(reading: Reading) -> list[kinds.DateMention]:
    """The dates in the report's text, spans in text."""
    return []


def header_dates(report: kinds.Report) -> list[kinds.DateMention]:
    """The dates of dateline, publication lines and stamps, spans in the source (they are fields, not text)."""
    return []

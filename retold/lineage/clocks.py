"""Shown times: a veto against a parent that is later than its child, weak where clocks are known to lie."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import msgspec

from retold import kinds


class Shown(msgspec.Struct, frozen=True, gc=False, order=True):
    """A published time as shown: the earliest and the latest moment it can mean, and whether it is doubted."""

    earliest: datetime
    latest: datetime
    doubtful: bool


def shown_time(report: kinds.Report) -> Shown | None:
    """When a report can have been published, going by what it shows; None where it shows no date.

    Without a zone the moment may lie fourteen hours to either side; a bare date is a whole day of any zone.
    A page that shows two publication times, or was modified before it was published, is doubted, and so is a
    year that no date of the report shows.
    """
    if not report.published:
        return None
    found = _reach(report.published)
    if found is None:
        return None
    others = {d.value for d in report.dates if d.role == "published" and d.value[:10] != report.published[:10]}
    modified = [d.value for d in report.dates if d.role == "modified"]
    guessed = any(d.chosen and "year is inferred" in d.why for d in report.dates)
    doubtful = guessed or bool(others) or any(m[:10] != report.published[:10] for m in modified)
    return Shown(*found, doubtful)


def hours_before(one: Shown, other: Shown) -> float:
    """How many hours `one` is certain to be before `other`; 0 where the shown times do not tell."""
    gap = (other.earliest - one.latest).total_seconds() / 3600
    return round(max(0.0, gap), 2)


def hours_before_on_one_clock(one: kinds.Report, other: kinds.Report) -> float:
    """How many hours `one` is certain to be before `other` where both show one clock's time: a zone that is missing is the same in both."""
    mine, theirs = _on_clock(one.published), _on_clock(other.published)
    if mine is None or theirs is None:
        return 0.0
    return round(max(0.0, (theirs[0] - mine[1]).total_seconds() / 3600), 2)


def _on_clock(value: str | None) -> tuple[datetime, datetime] | None:
    """The first and the last moment that a shown time can mean on its own clock."""
    try:
        first = datetime.fromisoformat(value or "").replace(tzinfo=None)
    except ValueError:
        return None
    return first, first + timedelta(hours=24) if len(value or "") == 10 else first


def _reach(value: str) -> tuple[datetime, datetime] | None:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = datetime.fromisoformat(value).replace(tzinfo=UTC)
            return day - timedelta(hours=12), day + timedelta(hours=36)
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
            return moment, moment
        moment = moment.replace(tzinfo=UTC)
        return moment - timedelta(hours=14), moment + timedelta(hours=14)
    except (ValueError, OverflowError):
        return None

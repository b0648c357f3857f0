"""The library calls, as `retold.trace()` and the like; the command line says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from os import PathLike, fspath

from retold import kinds, pipeline
from retold.settings import DEFAULTS, Settings
from retold.tables import rows

Paths = Sequence[str | PathLike[str]]


def trace(
    paths: Paths,
    *,
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    progress: pipeline.Progress = lambda room: None,
) -> kinds.Trace:
    """How the stories in `paths` (files, folders, globs, "-") were retold.

    Args:
        paths: in any order.
        settings: the thresholds.
        as_of: the day that "6 hours ago" counts from; without it such a date is None, with that reason.
        progress: called with the name of each room as work there begins.

    Raises:
        UsageError: a path that does not exist.
    """
    return trace_with_sources(paths, settings=settings, as_of=as_of, progress=progress).trace


def trace_with_sources(
    paths: Paths,
    *,
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    progress: pipeline.Progress = lambda room: None,
) -> pipeline.Traced:
    """The same trace, with the decoded source of each report: what a page needs to show every word in its place."""
    return pipeline.trace([fspath(p) for p in paths], settings=settings, as_of=as_of, progress=progress)


def read_reports(
    paths: Paths, *, settings: Settings = DEFAULTS, as_of: date | None = None
) -> tuple[list[kinds.Report], list[kinds.Skipped]]:
    """What was recovered from each file of `paths`, and what was skipped and why."""
    found = pipeline.recover([fspath(p) for p in paths], settings, as_of)
    return rows(kinds.Report, found.reports), found.skipped

"""The library calls, as `retold.trace()` and the like; the command line says the same in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING

from retold import kinds, pipeline
from retold.errors import InputError
from retold.settings import DEFAULTS, Settings
from retold.tables import rows

if TYPE_CHECKING:
    from retold.corpus import Summary

Paths = Sequence[str | PathLike[str]]
Intake = pipeline.Intake
PLAIN = Intake()


def trace(
    paths: Paths,
    *,
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    progress: pipeline.Progress = lambda room: None,
    intake: Intake = PLAIN,
) -> kinds.Trace:
    """How the stories in `paths` (files, folders, globs, "-") were retold.

    Args:
        paths: in any order.
        settings: the thresholds.
        as_of: the day that "6 hours ago" counts from; without it such a date is None, with that reason.
        progress: called with the name of each room as work there begins.
        intake: what is said of the reports beside them (`meta`), and what may be fetched.

    Raises:
        UsageError: a path that does not exist.
    """
    return trace_with_sources(paths, settings=settings, as_of=as_of, progress=progress, intake=intake).trace


def trace_with_sources(
    paths: Paths,
    *,
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    progress: pipeline.Progress = lambda room: None,
    intake: Intake = PLAIN,
) -> pipeline.Traced:
    """The same trace, with the decoded source of each report: what a page needs to show every word in its place."""
    return pipeline.trace([fspath(p) for p in paths], settings=settings, as_of=as_of, progress=progress, intake=intake)


def compare(
    one: str | PathLike[str],
    other: str | PathLike[str],
    *,
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    claims: bool = False,
) -> pipeline.Traced:
    """The trace of two reports set side by side, whether or not they tell the same story, with their sources.

    With `claims`, each sentence of `other` is held against `one` as well (`Story.claims`): is it supported there?

    Raises:
        UsageError: a path that does not exist.
        InputError: one of the two gives no report, or several.
    """
    found = pipeline.trace([fspath(one), fspath(other)], settings=settings, as_of=as_of, together=True)
    if len(found.trace.reports) != 2:
        reasons = "".join(f"\n  {s.path}: {s.reason}" for s in found.trace.skipped)
        raise InputError(f"to compare takes two reports, these give {len(found.trace.reports)}{reasons}")
    if claims:
        first, second = found.trace.reports
        # Reports come in the order of their paths, not in the one given.
        if second.path == fspath(one) and first.path != fspath(one):
            first, second = second, first
        found = pipeline.hold_claims(found, second.report_id, first.report_id, settings)
    return found


def example_paths() -> list[str]:
    """The reports of the example story that comes with Retold."""
    folder = os.path.join(os.path.dirname(__file__), "examples", "ferry")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


def read_reports(
    paths: Paths, *, settings: Settings = DEFAULTS, as_of: date | None = None, intake: Intake = PLAIN
) -> tuple[list[kinds.Report], list[kinds.Skipped]]:
    """What was recovered from each file of `paths`, and what was skipped and why."""
    found = pipeline.recover([fspath(p) for p in paths], settings, as_of, intake=intake)
    return rows(kinds.Report, found.reports), found.skipped


def stream_reports(
    paths: Paths, *, settings: Settings = DEFAULTS, as_of: date | None = None, intake: Intake = PLAIN
) -> Iterator[tuple[list[kinds.Report], list[kinds.Skipped], dict[str, str]]]:
    """The same in batches, for input larger than memory, with the decoded source of each report by its id."""
    for found in pipeline.recover_stream([fspath(p) for p in paths], settings, as_of, intake=intake):
        yield rows(kinds.Report, found.reports), found.skipped, found.sources


def corpus(
    paths: Paths,
    out: str | PathLike[str],
    *,
    until: str | None = None,
    memory: str | int = "2GB",
    settings: Settings = DEFAULTS,
    workers: int | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Summary:
    """What a corpus run over `paths` found, its tables being in the folder `out`; one that was killed is gone on with.

    Args:
        paths: files, folders, globs; JSON lines are read quickest.
        out: a folder that is new, empty, or holds this run.
        until: the last table that is wanted: reports, pairs, passages, stories or derivations (all).
        memory: what the run should stay under, in bytes or as "2GB".
        settings: the thresholds.
        workers: threads; as many as there are processors unless given.
        say: called with a line of progress.

    Raises:
        UsageError: an unknown table or size, a folder that holds something else, or the extra `scale` is not installed.
        InputError: nothing usable in the input.
    """
    # The kernels are loaded where they are asked for: a trace of a few files needs none.
    from retold.corpus import STAGES, run

    return run(
        [fspath(p) for p in paths],
        fspath(out),
        until=until or STAGES[-1],
        memory=memory,
        settings=settings,
        workers=workers,
        say=say,
    )

"""The evidence that is shown for an edge: a few rows in plain words, what the reports say themselves first."""

from __future__ import annotations

from collections.abc import Sequence

from retold.kinds import Evidence
from retold.lineage.evidence import explicit
from retold.lineage.lexicon import weights

ROWS = 8  # a reader takes in no more
WORDING_ROWS = 2  # of these so many at least show the wording itself, where there is any


def choose_shown(
    for_it: Sequence[Evidence], against_it: Sequence[Evidence], wording: Sequence[Evidence]
) -> list[Evidence]:
    """At most eight rows, strongest first: what speaks for an edge, what the clocks say against it, shared wording.

    Args:
        for_it: evidence for this direction, strongest first.
        against_it: evidence for the other direction; only what contradicts by the clock is shown of it.
        wording: what the two share, which shows that they are kin.
    """
    rows = [e for e in for_it if not _says_little(e)]
    clocks = [_contradiction(e) for e in against_it if e.kind == "timestamp_veto"]
    said = [e for e in rows if explicit([e])]
    rest = [e for e in rows if not explicit([e])]
    shared = min(WORDING_ROWS, len(wording))
    room = max(0, ROWS - shared - len(clocks))
    found = [*said, *rest][:room]
    return [*found, *clocks, *wording[: ROWS - len(found) - len(clocks)]]


def _says_little(evidence: Evidence) -> bool:
    """Whether this is a clock that agrees by some hours, as any clock does."""
    return evidence.kind == "timestamp_veto" and evidence.weight <= weights()["timestamp_near"].one


def _contradiction(evidence: Evidence) -> Evidence:
    return Evidence(
        kind="timestamp_contradicted",
        weight=-evidence.weight,
        detail=evidence.detail.replace("the parent is shown", "the child is shown")
        + "; the text points the other way, and clocks are often wrong",
        child_spans=evidence.parent_spans,
        parent_spans=evidence.child_spans,
    )

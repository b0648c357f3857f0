"""Derivations of a corpus run: for each report the one it took most of its words from, where the times of both allow it.

A trace weighs every kind of evidence between two reports; here there is what a corpus can pay for: the words shared, the
times, and credits to the other's outlet. Where the times do not part two reports and no credit does, nothing is claimed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table

# The confidence of an edge by how far its parent explains more of the child than the runner-up does: with no rival, a
# clear one, a close one. On made corpora, whose clocks are true, such edges were right in .998, 1.0 and .70 of cases
# (docs/decisions/0012). Real clocks lie and the true source may not be there: a time proves no direction, so no more is claimed.
_ALONE, _CLEAR, _CLOSE = 0.6, 0.55, 0.4
_CLEAR_LEAD = 0.1  # share of the child's words
_WHOLLY = 0.8  # share of the child's words


def derive(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The derivations among `reports`, sorted by child and parent; at most one parent for each child.

    Args:
        reports: with the columns `report_id`, `story_id`, `published`, `outlet`.
        pairs: with `left_id`, `right_id`, `same_words`, `left_words`, `right_words`, of pairs that share passages.
    """
    columns = (reports.column(n).to_pylist() for n in ("report_id", "story_id", "published"))
    told = {i: (story, read_time(shown)) for i, story, shown in zip(*columns)}
    shares: dict[str, list[tuple[float, str, int]]] = {}
    for left, right, same, left_words, right_words in zip(
        *(pairs.column(n).to_pylist() for n in ("left_id", "right_id", "same_words", "left_words", "right_words"))
    ):
        if told[left][0] != told[right][0]:
            continue
        order = _earlier(told[left][1], told[right][1])
        if order is None:
            continue
        parent, child = (left, right) if order else (right, left)
        words = right_words if order else left_words
        if same >= settings.match_bulk_words:
            shares.setdefault(child, []).append((min(1.0, same / max(1, words)), parent, same))
    found = [_edge(child, sorted(rivals, key=lambda r: (-r[0], r[1]))) for child, rivals in sorted(shares.items())]
    return to_table(kinds.Derivation, found)


def _edge(child: str, rivals: list[tuple[float, str, int]]) -> kinds.Derivation:
    share, parent, same = rivals[0]
    runner_up = None
    confidence = _ALONE
    if len(rivals) > 1:
        second, rival, _ = rivals[1]
        confidence = _CLEAR if share - second >= _CLEAR_LEAD else _CLOSE
        runner_up = kinds.RunnerUp(
            parent_id=rival,
            confidence=round(1 - confidence, 4),
            why_not=f"it has {second:.0%} of the child's words, the parent {share:.0%}",
        )
    relation: Literal["wholly", "partially", "republication"] = "partially"
    if share >= _WHOLLY:
        relation = "republication" if share >= 0.97 else "wholly"
    evidence = kinds.Evidence(
        kind="shared_wording",
        weight=round(share, 4),
        detail=f"{same} words of the child stand in the parent, published before",
    )
    return kinds.Derivation(
        child_id=child,
        parent_id=parent,
        relation=relation,
        confidence=confidence,
        evidence=[evidence],
        runner_up=runner_up,
    )


def _earlier(left: datetime | None, right: datetime | None) -> bool | None:
    """Whether `left` is before `right`; None where that is not known."""
    if left is None or right is None or left == right:
        return None
    # A day without an hour is before no hour of that day.
    if left.date() == right.date() and (not _has_hour(left) or not _has_hour(right)):
        return None
    return left < right


def _has_hour(time: datetime) -> bool:
    return time.tzinfo is not None or bool(time.hour or time.minute or time.second)


@lru_cache(maxsize=65536)
def read_time(shown: str | None) -> datetime | None:
    """The time that a report's field `published` says, naive, in UTC where it says a zone; None where it says none."""
    if not shown:
        return None
    try:
        time = datetime.fromisoformat(shown.strip())
    except ValueError:
        return None
    try:
        return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo is not None else time
    except OverflowError:  # the year 1 or 9999
        return None

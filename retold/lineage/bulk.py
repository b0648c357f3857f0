"""Derivations of a corpus run: for each report the one it took most of its words from, where times or a credit say which way.

A trace weighs every kind of evidence between two reports, sentence by sentence; here there is what a corpus can pay for:
the words shared, the times, names and figures of both (`marks`), and credits to the other's outlet. Where the times do not
part two reports and no credit does, nothing is claimed. Words are also taken from reports of other stories, as background.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table
from retold.words import fold

# The confidence of an edge by how far its parent explains more of the child than the runner-up does: with no rival, a
# clear one, a close one. On made corpora with true clocks such edges were right in .99, 1.0 and .72 of cases; with clocks up to
# twelve hours wrong the first two were right in .67, and whose words were contained in whose told nothing of the direction
# (docs/decisions/0016). Real clocks lie, and the true source may not be there: no more is claimed.
_ALONE, _CLEAR, _CLOSE = 0.6, 0.55, 0.4
_CLEAR_LEAD = 0.1  # share of the child's words
_WHOLLY = 0.8  # share of the child's words

# Who names his source is believed whatever the clocks say; a credit may be to another report of the same outlet.
_CREDITED = 0.8

_CHILDREN_A_PART = 1 << 14


class _Shared(NamedTuple):
    """A possible parent: by how much of the child's words it may be chosen, and what it shares."""

    share: float  # of the child's words
    parent: str
    same: int
    credited: bool
    dated: bool  # the times say that it came before


def derive(reports: pa.Table, pairs: pa.Table, marks: pa.Table, *, settings: Settings) -> pa.Table:
    """The derivations among `reports`, sorted by child and parent; at most one parent for each child.

    Args:
        reports: with the columns `report_id`, `story_id`, `published`, `outlet`.
        pairs: with `left_id`, `right_id`, `same_words`, `left_words`, `right_words`, of pairs that share passages.
        marks: with `report_id`, `names`, `figures`, `credits`.
    """
    columns = (reports.column(n).to_pylist() for n in ("report_id", "story_id", "published", "outlet"))
    told = {i: (story, read_time(shown), outlet) for i, story, shown, outlet in zip(*columns)}
    credits = _credits(marks)
    shares: dict[str, list[_Shared]] = {}
    for left, right, same, left_words, right_words in zip(
        *(pairs.column(n).to_pylist() for n in ("left_id", "right_id", "same_words", "left_words", "right_words"))
    ):
        if same < settings.match_bulk_words:
            continue
        least = max(1, min(left_words, right_words))
        # Of another story it must be a part that says something; within one a paragraph is enough.
        if told[left][0] != told[right][0] and same < settings.match_bulk_story * least:
            continue
        order = _earlier(told[left][1], told[right][1])
        named = _named(credits.get(right), told[left][2]), _named(credits.get(left), told[right][2])
        if named[0] != named[1]:
            parent_is_left = named[0]
        elif order is not None:
            parent_is_left = order
        else:
            continue
        parent, child, words = (left, right, right_words) if parent_is_left else (right, left, left_words)
        share = min(1.0, same / max(1, words))
        found = _Shared(share, parent, same, named[0] != named[1], order == parent_is_left)
        shares.setdefault(child, []).append(found)
    children = sorted(shares)
    tables = []
    for start in range(0, max(1, len(children)), _CHILDREN_A_PART):
        some = children[start : start + _CHILDREN_A_PART]
        chosen = {child: sorted(shares[child], key=lambda r: (not r.credited, -r.share, r.parent)) for child in some}
        told_of = _told_of(marks, {*some, *(rivals[0].parent for rivals in chosen.values())})
        tables.append(to_table(kinds.Derivation, [_edge(child, rivals, told_of) for child, rivals in chosen.items()]))
    return pa.concat_tables(tables)


def _credits(marks: pa.Table) -> dict[str, frozenset[str]]:
    """For each report that names a source the names, folded."""
    some = marks.filter(pc.greater(pc.list_value_length(marks.column("credits")), 0))
    return {
        i: frozenset(map(_plain, names))
        for i, names in zip(some.column("report_id").to_pylist(), some.column("credits").to_pylist())
    }


def _named(credits: frozenset[str] | None, outlet: str | None) -> bool:
    return credits is not None and outlet is not None and _plain(outlet) in credits


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return fold(name).removeprefix("the ").strip()


def _told_of(marks: pa.Table, wanted: set[str]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """(names, figures) of the reports wanted."""
    some = marks.filter(pc.is_in(marks.column("report_id"), value_set=pa.array(sorted(wanted), pa.string())))
    return {
        i: (frozenset(map(fold, names)), frozenset(figures))
        for i, names, figures in zip(*(some.column(n).to_pylist() for n in ("report_id", "names", "figures")))
    }


def _edge(
    child: str,
    rivals: Sequence[_Shared],
    told_of: Mapping[str, tuple[frozenset[str], frozenset[str]]],
) -> kinds.Derivation:
    best = rivals[0]
    share, parent = best.share, best.parent
    runner_up = None
    confidence = _ALONE
    if len(rivals) > 1:
        second = rivals[1]
        confidence = _CLEAR if share - second.share >= _CLEAR_LEAD else _CLOSE
    if best.credited:
        confidence = max(confidence, _CREDITED if len(rivals) == 1 or not rivals[1].credited else _ALONE)
    if len(rivals) > 1:
        runner_up = kinds.RunnerUp(
            parent_id=rivals[1].parent,
            confidence=round(1 - confidence, 4),
            why_not=f"it has {rivals[1].share:.0%} of the child's words, the parent {share:.0%}",
        )
    relation: Literal["wholly", "partially", "republication"] = "partially"
    if share >= _WHOLLY:
        relation = "republication" if share >= 0.97 else "wholly"
    before = ", published before" if best.dated else ""
    evidence = [
        kinds.Evidence(
            kind="shared_wording",
            weight=round(share, 4),
            detail=f"{best.same} words of the child stand in the parent{before}",
        )
    ]
    if best.credited:
        evidence.append(kinds.Evidence(kind="credit_line", weight=1.0, detail="the child names the parent's outlet"))
    evidence += _marked(*told_of.get(child, _NOTHING), *told_of.get(parent, _NOTHING))
    return kinds.Derivation(
        child_id=child,
        parent_id=parent,
        relation=relation,
        confidence=round(confidence, 4),
        evidence=evidence,
        runner_up=runner_up,
    )


_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def _marked(
    names: frozenset[str], figures: frozenset[str], their_names: frozenset[str], their_figures: frozenset[str]
) -> list[kinds.Evidence]:
    """What the names and figures of child and parent say: which were carried, which only one side has."""
    found = []
    kept, own = (names & their_names, figures & their_figures), (names - their_names, figures - their_figures)
    count, total = sum(map(len, kept)), len(names) + len(figures)
    if count:
        found.append(
            kinds.Evidence(
                kind="figure_carried",
                weight=round(count / total, 4),
                detail=f"{len(kept[0])} of {len(names)} names and {len(kept[1])} of {len(figures)} figures of the child "
                "stand in the parent",
            )
        )
    left_out = len(their_names - names) + len(their_figures - figures)
    if own[0] or own[1]:
        kind: Literal["private_facts_on_both_sides", "own_reporting"] = (
            "private_facts_on_both_sides" if left_out else "own_reporting"
        )
        detail = f"{len(own[0])} names and {len(own[1])} figures stand only in the child"
        if left_out:
            detail += f", {left_out} only in the parent"
        found.append(kinds.Evidence(kind=kind, weight=0.0, detail=detail))
    elif left_out:
        found.append(
            kinds.Evidence(
                kind="detail_only_in_parent",
                weight=0.0,
                detail=f"{left_out} names and figures stand only in the parent, none only in the child",
            )
        )
    return found


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

"""Derivations of a corpus run: for each report the one it took most of its words from, where times or a credit say which way.

A trace weighs every kind of evidence between two reports, sentence by sentence; here there is what a corpus can pay for:
the words shared, the times, names and figures of both (`marks`), and credits to the other's outlet. Where the times do not
part two reports and no credit does, nothing is claimed. Words are also taken from reports of other stories, as background.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold import kinds
from retold.kernels.ids import Places
from retold.kernels.texts import Array
from retold.settings import Settings
from retold.tables import schema
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


def derive(reports: pa.Table, pairs: pa.Table, marks: Iterable[pa.Table], *, settings: Settings) -> pa.Table:
    """The derivations among `reports`, sorted by child and parent; at most one parent for each child.

    All is done on numbers: a report is its place in the order of ids, a name or a figure the number of what it says.

    Args:
        reports: with the columns `report_id`, `story_id`, `published`, `outlet`.
        pairs: with `left_id`, `right_id`, `same_words`, `left_words`, `right_words`, of pairs that share passages.
        marks: parts of a table with `report_id`, `names`, `figures`, `credits`.
    """
    reports = reports.sort_by("report_id")
    ids = reports.column("report_id").combine_chunks()
    told = _read_marks(marks, Places(ids), reports.column("outlet"))
    edges = _choose(_find_shared(reports, Places(ids), pairs, told, settings))
    tables = [_table(ids, some, told) for some in _parts(edges, _CHILDREN_A_PART)]
    return pa.concat_tables(tables)


# ---------------------------------------------------------------- what reports say


class _Said:
    """What of one kind the reports say, such as their names: for each the numbers of its own, sorted."""

    def __init__(self, keys: Array, count: int) -> None:
        """Of `count` reports, from the place of one shifted by 32 bits and a number, for each; in any order, repeated or not."""
        keys.sort()  # np.unique goes by a table, ten times as slow
        self._keys = keys[np.diff(keys, prepend=-1) != 0]
        self._ends = np.searchsorted(self._keys, np.arange(count + 1) << 32)

    def count(self, reports: Array) -> Array:
        """How many each of `reports` says."""
        sizes: Array = self._ends[reports + 1] - self._ends[reports]
        return sizes

    def both(self, left: Array, right: Array) -> Array:
        """How many of what each of `left` says the one of `right` in its place says too."""
        sizes = self.count(left)
        pair = np.repeat(np.arange(len(left)), sizes)
        first = np.cumsum(sizes) - sizes
        at = np.arange(len(pair)) - first[pair] + self._ends[left][pair]
        shared: Array = np.bincount(pair[self.have(right[pair], self._keys[at] & 0xFFFFFFFF)], minlength=len(left))
        return shared

    def have(self, reports: Array, numbers: Array) -> Array:
        """Whether each of `reports` says the number in its place; no report says a number below 0."""
        if not len(self._keys):
            return np.zeros(len(reports), bool)
        wanted = reports << 32 | numbers
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        found: Array = (self._keys[at] == wanted) & (numbers >= 0)
        return found


class _Marks(NamedTuple):
    """The marks of all reports; `credits` are outlets, and `outlets` for each report the number of its own, -1 for none."""

    names: _Said
    figures: _Said
    credits: _Said
    outlets: Array


class _Gathered:
    """What the reports say, gathered a part at a time; `alike` makes one text of those that say the same."""

    def __init__(self, alike: Callable[[pa.Array], pa.Array]) -> None:
        self._alike = alike
        self._owners: list[Array] = []
        self._places: list[Array] = []
        self._texts: list[pa.Array] = []

    def add(self, rows: Array, lists: pa.ListArray) -> None:
        """Of the reports `rows` what the list of each holds."""
        sizes = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False)
        said = lists.flatten().dictionary_encode()
        # Half as large as the keys that they become: of a large run all parts are held.
        self._owners.append(np.repeat(rows.astype(np.int32), sizes))
        self._places.append(said.indices.to_numpy(zero_copy_only=False) + np.int32(sum(map(len, self._texts))))
        self._texts.append(self._alike(said.dictionary))

    def number(self, reports: int, others: pa.Array) -> tuple[_Said, Array]:
        """All of it for so many reports, and the numbers of the texts `others`."""
        every = pa.concat_arrays([*self._texts, self._alike(others)])
        numbers = every.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
        keys = [own.astype(np.int64) << 32 | numbers[at] for own, at in zip(self._owners, self._places)]
        said = _Said(np.concatenate([np.empty(0, np.int64), *keys]), reports)
        return said, numbers[len(numbers) - len(others) :]


def _read_marks(marks: Iterable[pa.Table], places: Places, outlets: pa.ChunkedArray) -> _Marks:
    gathered = {
        "names": _Gathered(_fold_all),
        "figures": _Gathered(lambda texts: texts),
        "credits": _Gathered(_plain_all),
    }
    for part in marks:
        rows = places.of(part.column("report_id"))
        for column, one in gathered.items():
            one.add(rows, part.column(column).combine_chunks())
    shown = _encoded(outlets)
    nothing = pa.array([], pa.string())
    names, figures = (gathered.pop(column).number(len(outlets), nothing)[0] for column in ("names", "figures"))
    credits, numbers = gathered["credits"].number(len(outlets), shown.dictionary)
    own = np.append(numbers, -1)[shown.indices.fill_null(len(numbers)).to_numpy(zero_copy_only=False)]
    return _Marks(names, figures, credits, own)


def _fold_all(names: pa.Array) -> pa.Array:
    """`words.fold` of each; nearly all are of plain letters, for which Arrow does it."""
    plain = pc.match_substring_regex(names, "^[A-Za-z0-9 -]*$")
    others = [fold(name) for name in names.filter(pc.invert(plain)).to_pylist()]
    return pc.replace_with_mask(pc.ascii_lower(names), pc.invert(plain), pa.array(others, pa.string()))


def _plain_all(names: pa.Array) -> pa.Array:
    """Names of outlets without what two may write differently."""
    return pa.array([fold(name).removeprefix("the ").strip() for name in names.to_pylist()], pa.string())


def _encoded(texts: pa.ChunkedArray) -> pa.DictionaryArray:
    return texts.cast(pa.string()).combine_chunks().dictionary_encode()


# ---------------------------------------------------------------- who may have taken it from whom


class _Shared(NamedTuple):
    """Possible parents, a column each: by how much of the child's words one may be chosen, and what it shares."""

    child: Array
    parent: Array
    share: Array  # of the child's words
    same: Array
    credited: Array
    dated: Array  # the times say that it came before


def _find_shared(reports: pa.Table, places: Places, pairs: pa.Table, marks: _Marks, settings: Settings) -> _Shared:
    left, right = (places.of(pairs.column(name)) for name in ("left_id", "right_id"))
    same, left_words, right_words = (
        pairs.column(name).to_numpy().astype(np.int64) for name in ("same_words", "left_words", "right_words")
    )
    story = _encoded(reports.column("story_id")).indices.fill_null(-1).to_numpy(zero_copy_only=False)
    # Of another story it must be a part that says something; within one a paragraph is enough.
    least = np.where(
        story[left] == story[right], 0, settings.match_bulk_story * np.maximum(1, np.minimum(left_words, right_words))
    )
    parted, before = _compare_times(_read_times(reports.column("published")), left, right)
    by_left = marks.credits.have(right, marks.outlets[left])
    by_right = marks.credits.have(left, marks.outlets[right])
    credited = by_left != by_right
    kept = (same >= settings.match_bulk_words) & (same >= least) & (credited | parted)
    from_left = np.where(credited, by_left, before)
    child, parent = np.where(from_left, right, left), np.where(from_left, left, right)
    share = np.minimum(1.0, same / np.maximum(1, np.where(from_left, right_words, left_words)))
    found = _Shared(child, parent, share, same, credited, parted & (before == from_left))
    return _Shared(*(column[kept] for column in found))


_UNTOLD = np.iinfo(np.int64).min
_FIRST_DAY = datetime(1, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


def _read_times(shown: pa.ChunkedArray) -> Array:
    """The microsecond of each time, `_UNTOLD` for none."""
    encoded = _encoded(shown)
    times = [
        _UNTOLD if time is None else (time - _FIRST_DAY) // _MICROSECOND
        for time in map(read_time, encoded.dictionary.to_pylist())
    ]
    indices = encoded.indices.fill_null(len(times)).to_numpy(zero_copy_only=False)
    found: Array = np.array([*times, _UNTOLD], np.int64)[indices]
    return found


def _compare_times(times: Array, left: Array, right: Array) -> tuple[Array, Array]:
    """Whether the times part each of `left` from the one of `right` in its place, and whether it is before it."""
    one, other = times[left], times[right]
    # A day without an hour is before no hour of that day.
    hours = (one % _DAY >= _SECOND) & (other % _DAY >= _SECOND)
    known = (one != _UNTOLD) & (other != _UNTOLD)
    return known & (one != other) & (hours | (one // _DAY != other // _DAY)), one < other


# ---------------------------------------------------------------- the edges


class _Edges(NamedTuple):
    """An edge a child: its parent and, where there are more that it could be, the next."""

    best: _Shared
    rivals: Array  # how many they are in all
    next_parent: Array
    next_share: Array
    next_credited: Array


def _choose(shared: _Shared) -> _Edges:
    """Of the possible parents of each child the one that it names, or else that has most of its words."""
    order = np.lexsort((shared.parent, -shared.share, ~shared.credited, shared.child))
    sorted_ = _Shared(*(column[order] for column in shared))
    starts = np.flatnonzero(np.diff(sorted_.child, prepend=-1))
    rivals = np.diff(starts, append=len(order))
    following = np.minimum(starts + 1, max(0, len(order) - 1))
    best = _Shared(*(column[starts] for column in sorted_))
    return _Edges(best, rivals, sorted_.parent[following], sorted_.share[following], sorted_.credited[following])


def _parts(edges: _Edges, size: int) -> Iterator[_Edges]:
    for start in range(0, max(1, len(edges.rivals)), size):
        some = slice(start, start + size)
        yield _Edges(_Shared(*(column[some] for column in edges.best)), *(column[some] for column in edges[1:]))


def _table(ids: pa.Array, edges: _Edges, marks: _Marks) -> pa.Table:
    """The rows of `kinds.Derivation` of `edges`; made as columns, which takes a fifth of the time."""
    best = edges.best
    more = edges.rivals > 1
    clear = best.share - edges.next_share >= _CLEAR_LEAD
    sure = np.where(more, np.where(clear, _CLEAR, _CLOSE), _ALONE)
    sure = np.where(best.credited, np.maximum(sure, np.where(more & edges.next_credited, _ALONE, _CREDITED)), sure)
    confidence = sure.tolist()
    shares, next_shares = best.share.tolist(), edges.next_share.tolist()
    evidence = _Evidence()
    for own, same, share, credited, dated in zip(
        _count_marks(best.child, best.parent, marks),
        best.same.tolist(),
        shares,
        best.credited.tolist(),
        best.dated.tolist(),
    ):
        before = ", published before" if dated else ""
        evidence.add("shared_wording", round(share, 4), f"{same} words of the child stand in the parent{before}")
        if credited:
            evidence.add("credit_line", 1.0, "the child names the parent's outlet")
        _add_marked(evidence, *own)
        evidence.end_row()
    runner_up = _struct(
        schema(kinds.Derivation).field("runner_up").type,
        {
            "parent_id": ids.take(pa.array(edges.next_parent)),
            "confidence": [round(1 - c, 4) for c in confidence],
            "why_not": [
                f"it has {next_share:.0%} of the child's words, the parent {share:.0%}"
                for next_share, share in zip(next_shares, shares)
            ],
        },
        pa.array(~more),
    )
    columns = {
        "child_id": ids.take(pa.array(best.child)),
        "parent_id": ids.take(pa.array(best.parent)),
        "relation": [_relation(share) for share in shares],
        "confidence": [round(c, 4) for c in confidence],
        "evidence": evidence.column(),
        "runner_up": runner_up,
    }
    fields = schema(kinds.Derivation)
    return pa.table(
        [_array(columns[f.name], f.type) if f.name in columns else pa.nulls(len(shares), f.type) for f in fields],
        schema=fields,
    )


def _relation(share: float) -> str:
    if share < _WHOLLY:
        return "partially"
    return "republication" if share >= 0.97 else "wholly"


class _Evidence:
    """The evidence of a row after another, as the columns that a table of it has."""

    def __init__(self) -> None:
        self._kinds: list[str] = []
        self._weights: list[float] = []
        self._details: list[str] = []
        self._ends = [0]

    def add(self, kind: kinds.EvidenceKind, weight: float, detail: str) -> None:
        """One more for the row."""
        self._kinds.append(kind)
        self._weights.append(weight)
        self._details.append(detail)

    def end_row(self) -> None:
        """What is added from here on is of the next row."""
        self._ends.append(len(self._kinds))

    def column(self) -> pa.Array:
        """A list a row."""
        nothing: list[list[object]] = [[]] * len(self._kinds)
        kind = schema(kinds.Derivation).field("evidence").type
        columns = {"kind": self._kinds, "weight": self._weights, "detail": self._details}
        rows = _struct(kind.value_type, {**columns, "child_spans": nothing, "parent_spans": nothing})
        return pa.ListArray.from_arrays(pa.array(self._ends, pa.int32()), rows, type=kind)


def _struct(kind: pa.StructType, columns: dict[str, object], missing: pa.Array | None = None) -> pa.Array:
    arrays = [_array(columns[field.name], field.type) for field in kind]
    return pa.StructArray.from_arrays(arrays, fields=list(kind), mask=missing)


def _array(values: object, kind: pa.DataType) -> pa.Array:
    return values if isinstance(values, pa.Array) else pa.array(values, kind)


def _count_marks(child: Array, parent: Array, marks: _Marks) -> Iterator[tuple[int, ...]]:
    """For each edge, of the names and then of the figures: how many the child has, both have, the parent has."""
    counts = [
        column.tolist()
        for said in (marks.names, marks.figures)
        for column in (said.count(child), said.both(child, parent), said.count(parent))
    ]
    return zip(*counts)


def _add_marked(
    evidence: _Evidence,
    names: int,
    same_names: int,
    their_names: int,
    figures: int,
    same_figures: int,
    their_figures: int,
) -> None:
    """What the names and figures of child and parent say: which were carried, which only one side has."""
    if same_names or same_figures:
        evidence.add(
            "figure_carried",
            round((same_names + same_figures) / (names + figures), 4),
            f"{same_names} of {names} names and {same_figures} of {figures} figures of the child stand in the parent",
        )
    own_names, own_figures = names - same_names, figures - same_figures
    left_out = their_names - same_names + their_figures - same_figures
    if own_names or own_figures:
        detail = f"{own_names} names and {own_figures} figures stand only in the child"
        if left_out:
            detail += f", {left_out} only in the parent"
        evidence.add("private_facts_on_both_sides" if left_out else "own_reporting", 0.0, detail)
    elif left_out:
        detail = f"{left_out} names and figures stand only in the parent, none only in the child"
        evidence.add("detail_only_in_parent", 0.0, detail)


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

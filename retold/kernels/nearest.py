"""Who is near whom, and the groups that pairs add up to: `loops.nearest` with the room that it works in."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from retold.kernels import machine
from retold.kernels.texts import Array

_MODULE = "nearest"
_DAMPED = 4096
# Places in the table for each term, at least: fewer would make chains long.
_ROOMY = 2


class Terms:
    """The terms of many reports by the numbers that stand for them: each is told by a number of its own, counted from 0.

    Attributes:
        keys, bits, times: of each term its number elsewhere, its background, how many reports hold it.
    """

    def __init__(self) -> None:
        self._count = 0
        self._keys: Array = np.empty(0, np.int64)
        self._bits: Array = np.empty(0, np.float32)
        self._times: Array = np.empty(0, np.int32)
        self.slots = np.full(1 << 10, -1, np.int32)

    def __len__(self) -> int:
        return self._count

    @property
    def keys(self) -> Array:
        return self._keys[: self._count]

    @property
    def bits(self) -> Array:
        return self._bits[: self._count]

    @property
    def times(self) -> Array:
        return self._times[: self._count]

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return sum(a.nbytes for a in (self.slots, self._keys, self._bits, self._times))

    def count(self, keys: Array, bits: Array, ends: Array, numbers: Array) -> None:
        """Counts the terms of some reports, which end at `ends`; those whose number is -1 are passed over."""
        most = self._count + len(keys)
        if most > len(self._keys):
            room = most + most // 4
            self._keys, self._bits, self._times = (
                _enlarged(a, self._count, room) for a in (self._keys, self._bits, self._times)
            )
        if _ROOMY * most > len(self.slots):
            self.slots = np.full(1 << (_ROOMY * most).bit_length(), -1, np.int32)
            machine.run(_MODULE, "place_terms", self._keys, self._count, self.slots)
        self._count = machine.run(
            _MODULE, "count_terms", keys, bits, ends, numbers, self.slots, self._keys, self._bits, self._times, self._count
        )  # fmt: skip

    def close(self) -> None:
        """Gives back the room for terms that never came."""
        self._keys, self._bits, self._times = (
            _enlarged(a, self._count, self._count) for a in (self._keys, self._bits, self._times)
        )

    def find(self, keys: Array) -> Array:
        """The term of each key, int32, -1 where it has none."""
        found = np.empty(len(keys), np.int32)
        machine.run(_MODULE, "find_terms", np.ascontiguousarray(keys), self.slots, self._keys, found)
        return found


class Scale(NamedTuple):
    """How terms weigh.

    Attributes:
        rarity: int32, of each term, in parts.
        factors: of names, of the lead; parts of a bit of weights, of rarities; parts of a bit of weights in rows.
        list_of: int32, of each term the list of those who hold it, or -1.
    """

    rarity: Array
    factors: Array
    list_of: Array


class Rows(NamedTuple):
    """The rare terms of some reports, numbered one after another: their lists, and their weights there."""

    first: int
    starts: Array
    ends: Array
    lists: Array
    weights: Array


class RowsMaker:
    """Makes `Rows` of the reports of [first, until), whatever the order in which they come."""

    def __init__(self, first: int, until: int, room: int) -> None:
        self._first, self._until, self._at = first, until, 0
        self._starts, self._ends = (np.zeros(until - first, np.int64) for _ in range(2))
        self._lists: Array = np.empty(room, np.int32)
        self._weights: Array = np.empty(room, np.uint16)
        self.squares = np.zeros(until - first, np.int64)  # of the weights of each report, added

    def add(
        self, keys: Array, times: Array, flags: Array, ends: Array, numbers: Array, terms: Terms, scale: Scale
    ) -> None:
        """Adds the reports of `numbers` that are in the range; their terms end at `ends`."""
        most = self._at + len(keys)
        if most > len(self._lists):
            room = most + most // 4
            self._lists, self._weights = (_enlarged(a, self._at, room) for a in (self._lists, self._weights))
        times, damped = damp(times)
        self._at = machine.run(
            _MODULE, "weigh_rows", keys, times, flags, ends, numbers, self._first, self._until, terms.slots, terms.keys,
            scale.rarity, damped, scale.factors, scale.list_of, self._at, self._starts, self._ends, self._lists,
            self._weights, self.squares,
        )  # fmt: skip

    def rows(self) -> Rows:
        """What was added."""
        return Rows(self._first, self._starts, self._ends, self._lists[: self._at], self._weights[: self._at])


def _enlarged(values: Array, count: int, room: int) -> Array:
    """The first `count` of `values`, with room for more."""
    found = np.empty(room, values.dtype)
    found[:count] = values[:count]
    return found


def damp(times: Array) -> tuple[Array, Array]:
    """(places, table): what a term counts that is met so many times stands in the table at these places, int32."""
    table = _damped()
    many = times >= len(table)
    if not many.any():
        return times, table
    odd, which = np.unique(times[many], return_inverse=True)
    places = times.copy()
    places[many] = len(table) + which
    return places, np.concatenate([table, [1 + math.log2(n) for n in odd.tolist()]])


@cache
def _damped() -> Array:
    return np.array([0.0] + [1 + math.log2(n) for n in range(1, _DAMPED)])


def count_lists(rows: Rows, lists: int) -> Array:
    """How often each list is in `rows`, int64."""
    counts = np.zeros(lists, np.int64)
    machine.run(_MODULE, "count_lists", rows.lists, counts)
    return counts


def rank_rows(rows: Rows, before: Array) -> Array:
    """Which of all reports of its list each is that stands in `rows`, int32; `before` has how many come before these."""
    ranks = np.empty(len(rows.lists), np.int32)
    machine.run(_MODULE, "rank_rows", rows.starts, rows.ends, rows.lists, before.copy(), ranks)
    return ranks


class Lists(NamedTuple):
    """The lists of terms one after another: of each the reports that hold it, in order, with their weights.

    `told` has where each list begins and ends, how many of its reports come before those that are here, with how many
    neighbours on each side a report is paired in it, and the rarity of its term in parts: side by side, since they are looked
    up together.
    """

    told: Array
    members: Array
    weights: Array


def make_lists(rows: Rows, counts: Array, before: Array, reaches: Array, bits: Array) -> Lists:
    """The lists of the reports of `rows`; `counts` is of `count_lists`, the rest becomes part of `told`."""
    ends = np.cumsum(counts)
    told = np.stack([ends - counts, ends, before, reaches, bits], axis=1)
    members, weights = np.empty(len(rows.lists), np.int32), np.empty(len(rows.lists), np.uint16)
    given = (rows.first, rows.starts, rows.ends, rows.lists, rows.weights)
    machine.run(_MODULE, "fill_lists", *given, ends - counts, members, weights)
    return Lists(told, members, weights)


def find_nearest(
    order: Array,
    rows: Rows,
    ranks: Array,
    lists: Lists,
    lengths: Array,
    least_bits: int,
    least: float,
    most: int,
    out: Array,
    best: Array,
) -> None:
    """Moves the nearest of `lists` of each report of `order` into `out`, best first, -1 where there are no more.

    Args:
        order: int32; best those met together, whose lists are in the processor's memory still.
        ranks: of `rank_rows`.
        lengths: of the vectors of all reports.
        least_bits, least: in parts and as a likeness, below which two reports are not near.
        most: of each report so many are kept.
        out, best: int32 and float64, `most` places for each report of `rows`, with what was found in other lists.
    """
    size = 1 << (2 * len(lengths)).bit_length()
    room = np.empty(size, np.int32), np.empty(size, np.int64), np.empty(size, np.int32)
    machine.run(
        _MODULE, "find_nearest", order, rows.first, rows.starts, rows.ends, rows.lists, ranks, rows.weights, *lists,
        lengths, least_bits, np.array([least]), most, *room, out, best,
    )  # fmt: skip


class Sketches(NamedTuple):
    """All terms of some reports, numbered one after another, by fewer bytes: enough to say that two have too little in common."""

    first: int
    starts: Array
    ends: Array
    heads: Array
    weights: Array
    bits: Array


class SketchMaker:
    """Makes `Sketches` of the reports of [first, until), whatever the order in which they come."""

    def __init__(self, first: int, until: int, room: int) -> None:
        self._first, self._until, self._at = first, until, 0
        self._starts, self._ends = (np.zeros(until - first, np.int64) for _ in range(2))
        self._heads: Array = np.empty(room, np.int32)
        self._weights: Array = np.empty(room, np.uint16)
        self._bits: Array = np.empty(room, np.uint8)
        # The weights of each report squared and added, -1 where its sketch cannot say; the bits of its names and figures.
        self.squares, self.masses = (np.zeros(until - first) for _ in range(2))

    def add(
        self, keys: Array, times: Array, flags: Array, ends: Array, numbers: Array, terms: Terms, scale: Scale
    ) -> None:
        """Adds the reports of `numbers` that are in the range; their terms end at `ends`."""
        most = self._at + len(keys)
        if most > len(self._heads):
            room = most + most // 4
            self._heads, self._weights, self._bits = (
                _enlarged(a, self._at, room) for a in (self._heads, self._weights, self._bits)
            )
        times, damped = damp(times)
        self._at = machine.run(
            _MODULE, "sketch_rows", keys, times, flags, ends, numbers, self._first, self._until, terms.slots, terms.keys,
            terms.bits, scale.rarity, damped, scale.factors, self._at, self._starts, self._ends, self._heads, self._weights,
            self._bits, self.squares, self.masses,
        )  # fmt: skip

    def sketches(self) -> Sketches:
        """What was added."""
        kept = (a[: self._at] for a in (self._heads, self._weights, self._bits))
        return Sketches(self._first, self._starts, self._ends, *kept)


def worth_comparing(
    left: Array,
    right: Array,
    left_sketches: Sketches,
    right_sketches: Sketches,
    lengths: Array,
    masses: Array,
    names_weight: float,
    plenty: int,
    least: float,
) -> Array:
    """Whether the score of each pair may be `least`, by their words, and by how many names both have; of few that say so it is not.

    Args:
        left, right: int32, reports of `left_sketches` and of `right_sketches`.
        lengths, masses: of all reports; the length is -1 of one whose sketch cannot say.
        names_weight, plenty: what names add to the score at most, and how many it takes.
    """
    out = np.empty(len(left), np.uint8)
    limits = np.array([names_weight, plenty, least], np.float64)
    machine.run(_MODULE, "worth_comparing", left, right, *left_sketches, *right_sketches, lengths, masses, limits, out)
    return out.view(np.bool_)


def in_neighbourhoods(left: Array, right: Array, reports: int) -> Array:
    """All reports, int32, those near one another together; `left` and `right`, int32, are the pairs."""
    counts = np.bincount(left, minlength=reports) + np.bincount(right, minlength=reports)
    ends = np.cumsum(counts) - counts
    others, order = np.empty(2 * len(left), np.int32), np.empty(reports, np.int32)
    machine.run(_MODULE, "pair_up", left, right, ends, others)
    machine.run(_MODULE, "in_neighbourhoods", ends, others, np.zeros(reports, np.uint8), order)
    return order


def unite(left: Array, right: Array, count: int) -> Array:
    """For each of `count` places the least place that the pairs connect it with; all are int32."""
    root = np.arange(count, dtype=np.int32)
    machine.run(_MODULE, "unite", left, right, root)
    return root


def link_pieces(
    piece_ends: Array, pair_ends: Array, left: Array, right: Array, scores: Array, least: int, nearest: int
) -> Array:
    """Of each report the first one of its group, as a place in its piece, int32.

    Args:
        piece_ends, pair_ends: where the reports and the pairs of each piece end, one piece after another.
        left, right, scores: of the pairs, int32: places in the piece, and scores in ten-thousandths.
        least: the likeness, in billionths, from which two groups are one.
        nearest: how many others a report was compared with.
    """
    size, pairs = (int(np.diff(ends, prepend=0).max(initial=0)) for ends in (piece_ends, pair_ends))
    group_of = np.empty(int(piece_ends[-1]) if len(piece_ends) else 0, np.int32)
    room = (
        *(np.empty(size, np.int32) for _ in range(4)),
        *(np.empty(2 * pairs, np.int32) for _ in range(3)),
        *(np.empty(pairs, np.int64) for _ in range(2)),
        *(np.empty(pairs, np.int32) for _ in range(2)),
    )
    machine.run(_MODULE, "link_pieces", piece_ends, pair_ends, left, right, scores, least, nearest, group_of, *room)
    return group_of


class Holders(NamedTuple):
    """Of each list: the reports that have its term as a name of the event alone, those of them that are alone, the others' stories."""

    held: Array
    singles: Array
    least: Array
    most: Array

    @classmethod
    def none(cls, lists: int) -> Holders:
        """Nobody yet."""
        largest = np.iinfo(np.int32).max
        return cls(
            np.zeros(lists, np.int32),
            np.zeros(lists, np.int32),
            np.full(lists, largest, np.int32),
            np.full(lists, -1, np.int32),
        )

    def add(
        self, keys: Array, flags: Array, ends: Array, numbers: Array, terms: Terms, list_of: Array, story_of: Array
    ) -> None:
        """Notes the reports of `numbers`, whose terms end at `ends`; `story_of` is -1 in a small story, -2 of one alone."""
        machine.run(
            _MODULE, "hold_names", keys, flags, ends, numbers, terms.slots, terms.keys, list_of, story_of, *self
        )

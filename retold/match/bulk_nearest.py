"""Pairs and stories of very many reports by names, figures and rare words: the large form of `find_pairs`.

Reports are signed and compared elsewhere; here is what stands between: which reports are compared (a kernel over lists of
all rare terms) and what their pairs add up to. Nothing is held of a report but numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold import kinds
from retold.kernels import nearest as kernels
from retold.kernels.ids import Places
from retold.kernels.texts import Array
from retold.match.alike import compare_pairs
from retold.match.evidence import LEAD_FACTOR, NAME_FACTOR, PLENTY, ROUNDING, Alike
from retold.match.nearest import BITS_PARTS, FINE, FINE_WEIGHT, WEIGHT_PARTS, rarity
from retold.match.pairs import SAME_WORDS
from retold.match.signed import FIGURE, MARKED, SPECIFIC
from retold.match.stories import SCORE_PARTS, SECOND_BITS, SECOND_NAMES, SECOND_TIMES, attach, least_average, name_story
from retold.settings import Settings
from retold.tables import schema

# The parts of a table, only the columns that are named, in the same order each time.
Parts = Callable[[Sequence[str]], Iterable[pa.Table]]

# Whose pairs are compared in one go, and at most how many terms they have with those that they are compared with: what is
# read of so many, and what is made of it, takes some 200 MB.
_REPORTS_A_PART, _TERMS_A_PART = 4096, 1 << 20
# Calls a function for each of the parts of some work.
Run = Callable[[Callable[[Array], None], Sequence[Array]], object]

_REPORTS_A_CALL = 8192  # whose neighbours are looked for in one go
_PAIRS_A_CALL = 1 << 17
_LEAST_MEMORY = 1 << 24
# Bytes for each rare term of a report: its place in the rows and in the lists.
_INDEX_BYTES, _ROW_BYTES, _LIST_BYTES = 16, 10, 12
_SKETCH_BYTES = 7  # for each term of a report
_PAIR_BYTES = 600  # a pair as a row of a table, while it is put in order


class Pile:
    """All signed reports as numbers: which are copies, how rare each term is, who is near whom.

    Reports are numbered by the order of their ids; of reports with the same words only the first is numbered.

    Args:
        parts: gives the parts of the table `SIGNED`.
        memory: bytes that the pile should stay under; the results are the same whatever it is.
    """

    def __init__(self, parts: Parts, settings: Settings, memory: int = 1 << 31) -> None:
        self._parts, self._settings, self._memory = parts, settings, memory
        names: list[pa.Array] = []
        folds: list[pa.Array] = []
        for part in parts(("report_id", "folded")):
            names += part.column("report_id").chunks
            folds += part.column("folded").chunks
        ids = pa.concat_arrays(names)
        order = pc.sort_indices(ids)
        # The order of ids, by which the first of equal words is the least.
        sorted_folds = pa.concat_arrays(folds).take(order).dictionary_encode()
        which = sorted_folds.indices.to_numpy(zero_copy_only=False)
        _, first = np.unique(which, return_index=True)
        first_of = np.empty(len(first), np.int32)
        first_of[which[first]] = first
        self.all_ids: pa.Array = ids.take(order)  # of all reports, sorted
        self.first: Array = first_of[which]  # of each the first with its words, by place in `all_ids`
        # By number the place in `all_ids`.
        self._kept: Array = np.flatnonzero(self.first == np.arange(len(ids))).astype(np.int32)
        self.ids: pa.Array = self.all_ids.take(pa.array(self._kept))
        number_of = np.full(len(ids), -1, np.int32)
        number_of[self._kept] = np.arange(len(self._kept), dtype=np.int32)
        # By place in the parts: the number of each report, -1 of a copy.
        self._number = np.empty(len(ids), np.int32)
        self._number[order.to_numpy()] = number_of
        self._count_terms()

    def _batches(self, columns: Sequence[str]) -> Iterator[tuple[_Batch, Array]]:
        """The parts, with the number of each report."""
        start = 0
        for part in self._parts(columns):
            for batch in part.to_batches():
                yield _Batch(batch), self._number[start : start + batch.num_rows].astype(np.int64)
                start += batch.num_rows

    def _count_terms(self) -> None:
        """How many of the reports hold each term, and how rare that makes it."""
        self._terms = kernels.Terms()
        self._sizes = np.zeros(len(self.ids), np.int32)  # the terms of each report, counted
        self._most_keys = 0
        for batch, numbers in self._batches(("keys", "bits")):
            keys, ends = batch.lists("keys")
            kept = numbers >= 0
            self._sizes[numbers[kept]] = np.diff(ends, prepend=0)[kept]
            self._terms.count(keys, batch.lists("bits")[0], ends, numbers)
            self._most_keys = max(self._most_keys, len(keys))
        self._terms.close()
        size, settings = len(self.ids), self._settings
        found = lru_cache(maxsize=None)(lambda bits, times: round(FINE * rarity(bits, times, size, settings)))
        fine = np.empty(len(self._terms), np.int32)
        for start in range(0, len(fine), 1 << 20):
            some = slice(start, start + (1 << 20))
            fine[some] = [
                found(b, n) for b, n in zip(self._terms.bits[some].tolist(), self._terms.times[some].tolist())
            ]
        rare = (self._terms.bits >= settings.match_rare_bits) & (self._terms.times > 1)
        self._listed = np.flatnonzero(rare).astype(np.int32)  # of each list its term
        list_of = np.full(len(fine), -1, np.int32)
        list_of[self._listed] = np.arange(len(self._listed), dtype=np.int32)
        factors = np.array([NAME_FACTOR, LEAD_FACTOR, FINE_WEIGHT, FINE, WEIGHT_PARTS], np.float64)
        self._scale = kernels.Scale(fine, factors, list_of)

    # ---------------------------------------------------------------- who is compared

    def find_nearest(self, run: Run) -> Array:
        """The pairs to compare, as numbers (lesser, greater), int32, sorted; `run` calls a function for parts of the work.

        They are the near ones that may be alike enough: those that surely are not would cost a reading of both reports.
        """
        pairs = self._near_pairs(run)
        return pairs[self._worth_comparing(pairs, run)]

    def _near_pairs(self, run: Run) -> Array:
        """All pairs of which one side is among the nearest of the other.

        Where the lists of all reports would take too much memory, those of a range at a time are looked through for the
        neighbours of a range.
        """
        settings = self._settings
        reports, most = len(self.ids), settings.match_nearest
        times = self._terms.times[self._listed].astype(np.int64)
        cap = settings.match_list_cap
        reaches = np.where(times <= cap, times, cap * cap // (2 * times) + 1)  # `nearest.reach`
        bits = np.rint(BITS_PARTS / FINE * self._scale.rarity[self._listed]).astype(np.int64)
        lengths = np.zeros(reports, np.float64)
        out = np.full(reports * most, -1, np.int32)
        cuts = self._ranges(int(times.sum()))
        before = np.zeros(len(times), np.int64)
        for first, until in cuts:
            mine = self._rows(first, until, lengths)
            counts = kernels.count_lists(mine, len(times))
            ranks = kernels.rank_rows(mine, before)
            # As they stand in the parts, where those of one day are together.
            order = self._number[(self._number >= first) & (self._number < until)]
            best = np.empty((until - first) * most, np.float64)
            found = out[first * most : until * most]
            passed = np.zeros(len(times), np.int64)
            for other_first, other_until in cuts:
                same = other_first == first
                rows = mine if same else self._rows(other_first, other_until, lengths)
                held = counts if same else kernels.count_lists(rows, len(times))
                lists = kernels.make_lists(rows, held, passed, reaches, bits)
                del rows
                near = partial(_look, mine, ranks, lists, lengths, settings, found, best)
                run(near, [order[n : n + _REPORTS_A_CALL] for n in range(0, len(order), _REPORTS_A_CALL)])
                passed = passed + held
                del lists, near
            before += counts
            del mine, ranks, best
        return _in_pairs(out.reshape(-1, most))

    def _worth_comparing(self, pairs: Array, run: Run) -> Array:
        """Which of `pairs`, sorted, may be alike enough to be a pair at all."""
        settings = self._settings
        reports = len(self.ids)
        entries = int(self._terms.times.sum(dtype=np.int64))
        left = max(_LEAST_MEMORY, self._memory - self._own_bytes() - 16 * len(pairs))
        ranges = 1 if _SKETCH_BYTES * entries <= left else -(-2 * _SKETCH_BYTES * entries // left)
        cuts = _cut(reports, ranges)
        lengths, masses = np.zeros(reports), np.zeros(reports)
        worth = np.zeros(len(pairs), np.bool_)
        for n, (first, until) in enumerate(cuts):
            mine = self._sketches(first, until, lengths, masses)
            low, high = np.searchsorted(pairs[:, 0], [first, until])
            # The right one is the greater.
            for other_first, other_until in cuts[n:]:
                theirs = mine if other_first == first else self._sketches(other_first, other_until, lengths, masses)
                others = pairs[low:high, 1]
                some = low + np.flatnonzero((others >= other_first) & (others < other_until))

                def look(part: Array, mine: kernels.Sketches = mine, theirs: kernels.Sketches = theirs) -> None:
                    worth[part] = kernels.worth_comparing(
                        np.ascontiguousarray(pairs[part, 0]),
                        np.ascontiguousarray(pairs[part, 1]),
                        mine,
                        theirs,
                        lengths,
                        masses,
                        settings.match_specific_weight,
                        PLENTY,
                        settings.match_pair_floor - 2 * ROUNDING,
                    )

                run(look, [some[at : at + _PAIRS_A_CALL] for at in range(0, len(some), _PAIRS_A_CALL)])
        return worth

    def _sketches(self, first: int, until: int, lengths: Array, masses: Array) -> kernels.Sketches:
        """All terms of a range of reports in short; what they measure goes to `lengths` and `masses`."""
        entries = int(self._terms.times.sum(dtype=np.int64))
        made = kernels.SketchMaker(first, until, self._room(entries, first, until))
        self._add_all(made)
        lengths[first:until] = np.where(made.squares < 0, -1, np.sqrt(np.abs(made.squares)))
        masses[first:until] = made.masses
        return made.sketches()

    def _room(self, entries: int, first: int, until: int) -> int:
        """How many of the terms of all reports a range of them may have."""
        share = entries if until - first == len(self.ids) else entries * (until - first) // len(self.ids) * 5 // 4
        return share + self._most_keys

    def _own_bytes(self) -> int:
        """What the pile takes whatever it does."""
        return self._terms.nbytes + 8 * len(self._terms) + 64 * len(self.ids)

    def _ranges(self, entries: int) -> list[tuple[int, int]]:
        """The ranges of reports whose lists are held at a time, with so many rare terms in all."""
        reports, most = len(self.ids), self._settings.match_nearest
        left = max(_LEAST_MEMORY, self._memory - self._own_bytes() - 4 * most * reports)
        ranges = 1
        if _INDEX_BYTES * entries > left:
            ranges = -(-((_ROW_BYTES + _LIST_BYTES) * entries + 12 * most * reports) // left)
        return _cut(reports, ranges)

    def _rows(self, first: int, until: int, lengths: Array) -> kernels.Rows:
        """The rare terms of a range of reports; the lengths of their vectors go to `lengths`."""
        entries = int(self._terms.times[self._listed].sum(dtype=np.int64))
        made = kernels.RowsMaker(first, until, self._room(entries, first, until))
        self._add_all(made)
        lengths[first:until] = np.sqrt(made.squares)
        return made.rows()

    def _add_all(self, made: kernels.RowsMaker | kernels.SketchMaker) -> None:
        """Has `made` take from all reports those of its range."""
        for batch, numbers in self._batches(("keys", "times", "flags")):
            keys, ends = batch.lists("keys")
            made.add(keys, batch.lists("times")[0], batch.lists("flags")[0], ends, numbers, self._terms, self._scale)

    def rarities(self, signed: pa.Table) -> Array:
        """The rarity of each term of some rows of `SIGNED`, float64, in the order of their flattened `keys`."""
        found = [self._rarity(_Batch(batch).lists("keys")[0]) for batch in signed.select(["keys"]).to_batches()]
        return np.concatenate([np.empty(0), *found])

    def _rarity(self, keys: Array) -> Array:
        held: Array = self._scale.rarity[self._terms.find(keys)] / FINE
        return held

    def work(self, pairs: Array) -> Iterator[tuple[Array, Array]]:
        """`pairs` in parts, each the numbers of its reports and its pairs by place in these, int64.

        Near reports fall into one part, so that few are read twice. Parts follow from the pairs alone.
        """
        left, right = (np.ascontiguousarray(pairs[:, n], np.int32) for n in (0, 1))
        rank = np.empty(len(self.ids), np.int32)
        rank[kernels.in_neighbourhoods(left, right, len(rank))] = np.arange(len(rank), dtype=np.int32)
        owner = np.minimum(rank[left], rank[right])
        del left, right, rank
        order = np.argsort(owner, kind="stable").astype(np.int32)
        owner = owner[order]
        start = 0
        while start < len(order):
            size = _REPORTS_A_PART
            while True:
                end = int(np.searchsorted(owner, owner[start] + size))
                numbers, places = np.unique(pairs[order[start:end]], return_inverse=True)
                # Where many are near many, or reports are long, the neighbours of fewer are read together.
                if self._sizes[numbers].sum() <= _TERMS_A_PART or size == 1:
                    break
                size //= 2
            yield numbers.astype(np.int64), places.reshape(-1, 2).astype(np.int64)
            start = end

    def places(self) -> Array:
        """For each number its place in the parts."""
        out = np.empty(len(self.ids), np.int64)
        held = np.flatnonzero(self._number >= 0)
        out[self._number[held]] = held
        return out

    # ---------------------------------------------------------------- what pairs add up to

    def group(
        self, found: Parts, rows_at: Callable[[Array], pa.Table], part_rows: int = 1 << 16
    ) -> tuple[Iterator[pa.Table], pa.Table]:
        """(the pairs as `kinds.Pair`, sorted by ids, so many a part; the story of each report), from the pairs that are alike enough.

        Args:
            found: gives the parts of a table `ALIKE`.
            rows_at: gives the rows of `SIGNED` at these places in the parts, in that order; it is asked for few.
        """
        pairs = self._read_pairs(found)
        group = self._link(pairs)
        joining = self._attach(group, pairs, found, rows_at)
        # Copies are in the story of the first of their words.
        story = group[np.searchsorted(self._kept, self.first)]
        stories = pa.table([self.all_ids, self._name(story)], schema=schema(kinds.StoryMember))
        added = [
            _Rows(joining, *(self._kept[Places(self.ids).of(joining.column(n))] for n in ("left_id", "right_id"))),
            self._copies(),
        ]
        return self._in_order(found, pairs, group, [a for a in added if a.pairs.num_rows], part_rows), stories

    def _read_pairs(self, found: Parts) -> _Pairs:
        places = Places(self.ids)
        held: tuple[list[Array], list[Array], list[Array]] = ([], [], [])
        for part in found(("left_id", "right_id", "score")):
            held[0].append(places.of(part.column("left_id")).astype(np.int32))
            held[1].append(places.of(part.column("right_id")).astype(np.int32))
            held[2].append(np.rint(SCORE_PARTS * part.column("score").to_numpy()).astype(np.int32))
        return _Pairs(*(np.concatenate([np.empty(0, np.int32), *column]) for column in held))

    def _link(self, pairs: _Pairs) -> Array:
        """Of each number the first one of its group, int32: `stories.link`."""
        settings = self._settings
        reports = len(self.ids)
        strong = pairs.scores / SCORE_PARTS >= settings.match_same_story
        # Groups are joined by pairs that are alike enough: what no chain of such pairs connects never becomes one.
        root = kernels.unite(pairs.left[strong], pairs.right[strong], reports)
        sizes = np.bincount(root, minlength=reports)
        group = np.arange(reports, dtype=np.int32)
        inside = np.flatnonzero((root[pairs.left] == root[pairs.right]) & (sizes[root[pairs.left]] > 1))
        inside = inside[np.argsort(root[pairs.left[inside]], kind="stable")]
        members = np.flatnonzero(sizes[root] > 1).astype(np.int32)
        members = members[np.argsort(root[members], kind="stable")]
        roots = root[members]
        starts = np.flatnonzero(np.diff(roots, prepend=-1))
        piece_ends = np.append(starts[1:], len(members)) if len(members) else starts
        place = np.empty(reports, np.int32)
        place[members] = np.arange(len(members)) - np.repeat(starts, np.diff(piece_ends, prepend=0))
        pair_ends = np.searchsorted(root[pairs.left[inside]], roots[starts], side="right")
        linked = kernels.link_pieces(
            piece_ends.astype(np.int64),
            pair_ends.astype(np.int64),
            place[pairs.left[inside]],
            place[pairs.right[inside]],
            pairs.scores[inside],
            least_average(settings),
            settings.match_nearest,
        )
        group[members] = members[np.repeat(starts, np.diff(piece_ends, prepend=0)) + linked]
        return group

    def _name(self, story: Array) -> pa.Array:
        """The story id of each report, by place in `all_ids`; `story` tells stories apart."""
        order = np.argsort(story, kind="stable")
        starts = np.flatnonzero(np.diff(story[order], prepend=-1))
        ends = np.append(starts[1:], len(order)) if len(order) else starts
        named: list[str] = []
        at = 0
        while at < len(starts):
            # Ids become strings of Python so many at a time.
            until = max(at + 1, int(np.searchsorted(ends, starts[at] + (1 << 16), side="right")))
            ids = self.all_ids.take(pa.array(order[starts[at] : ends[until - 1]])).to_pylist()
            cuts = (np.append(starts[at:until], ends[until - 1]) - starts[at]).tolist()
            named += [name_story(ids[a:b]) for a, b in pairwise(cuts)]
            at = until
        which = np.empty(len(order), np.int32)
        which[order] = np.repeat(np.arange(len(starts), dtype=np.int32), ends - starts)
        return pa.array(named, pa.string()).take(pa.array(which))

    def _in_order(
        self, found: Parts, pairs: _Pairs, group: Array, added: Sequence[_Rows], part_rows: int
    ) -> Iterator[pa.Table]:
        """All pairs in the order of their ids, a range of left ones at a time where they are many."""
        form = schema(kinds.Pair)
        ranges = -(-len(pairs.left) * _PAIR_BYTES // max(_LEAST_MEMORY, self._memory // 2))
        lefts = np.sort(self._kept[pairs.left]) if ranges > 1 else np.empty(0, np.int32)
        cuts = [0, *(int(lefts[n * len(lefts) // ranges]) for n in range(1, ranges)), len(self.all_ids)]
        del lefts
        waiting: list[pa.Table] = []
        told = False
        for low, high in pairwise(cuts):
            none = np.empty(0, np.int32)
            held = [_Rows(form.empty_table(), none, none), *(rows.between(low, high) for rows in added)]
            start = 0
            for part in found([name for name in form.names if name != "same_story"]):
                some = slice(start, start + part.num_rows)
                start += part.num_rows
                left, right = pairs.left[some], pairs.right[some]
                rows = _as_pairs(part, group[left] == group[right])
                held.append(_Rows(rows, self._kept[left], self._kept[right]).between(low, high))
            whole = pa.concat_tables([rows.pairs for rows in held])
            order = np.lexsort([np.concatenate([rows[n] for rows in held]) for n in (2, 1)])
            waiting.append(whole.take(pa.array(order)))
            del whole, held
            while sum(t.num_rows for t in waiting) > part_rows:
                whole = pa.concat_tables(waiting)
                told = True
                yield whole.slice(0, part_rows)
                waiting = [whole.slice(part_rows)]
        if not told or any(t.num_rows for t in waiting):
            yield pa.concat_tables([form.empty_table(), *waiting])

    def _copies(self) -> _Rows:
        """The pairs of reports with the first one that has the same words."""
        again = np.flatnonzero(self.first != np.arange(len(self.first))).astype(np.int32)
        left = self.first[again]
        ngrams, figures = (np.zeros(len(self.ids), np.int64) for _ in range(2))
        if len(again):
            for batch, numbers in self._batches(("flags", "ngrams")):
                kept = numbers >= 0
                flags, ends = batch.lists("flags")
                met = np.append(0, np.cumsum((flags & FIGURE) > 0))[np.append(0, ends)]
                figures[numbers[kept]] = np.diff(met)[kept]
                ngrams[numbers[kept]] = np.diff(batch.lists("ngrams")[1], prepend=0)[kept]
        number = np.searchsorted(self._kept, left)
        whole = np.ones(len(again))
        columns = {
            "left_id": self.all_ids.take(pa.array(left)),
            "right_id": self.all_ids.take(pa.array(again)),
            "shared_ngrams": pa.array(ngrams[number]),
            "containment": pa.array(whole),
            "names": pa.array(whole),
            "figures": pa.array(figures[number]),
            "same_story": pa.array(whole > 0),
            "why": pa.repeat(SAME_WORDS, len(again)),
        }
        form = schema(kinds.Pair)
        return _Rows(pa.table([columns[name] for name in form.names], schema=form), left, again)

    def _attach(self, group: Array, pairs: _Pairs, found: Parts, rows_at: Callable[[Array], pa.Table]) -> pa.Table:
        """The pairs that join single reports to the story whose names they carry, by `attach`; `group` is changed by it.

        It is given only what can matter to it.
        """
        settings = self._settings
        reports = len(self.ids)
        sizes = np.bincount(group, minlength=reports).astype(np.int32)[group]
        story_of = np.where(sizes == 1, -2, np.where(sizes >= settings.match_attach_reports, group, -1)).astype(
            np.int32
        )
        holders = self._holders(story_of, sizes)
        near = self._near(story_of, sizes, pairs, found)
        singles = {n for held in holders.values() for n in held if story_of[n] == -2}
        singles |= {n for pair in near for n in pair if story_of[n] == -2}
        stories = {int(story_of[n]) for held in (*holders.values(), *near) for n in held if story_of[n] >= 0}
        members = np.flatnonzero(np.isin(group, np.fromiter(stories, np.int32, len(stories))))
        members = members[np.argsort(group[members], kind="stable")]
        large = np.split(members, np.flatnonzero(np.diff(group[members])) + 1) if len(members) else []
        asked = sorted(singles.union(members.tolist()))
        name = dict(zip(asked, self.ids.take(pa.array(asked, pa.int64())).to_pylist()))
        number = {i: n for n, i in name.items()}
        places = self.places()

        def belongs(single: str, story: Sequence[str]) -> bool:
            numbers = np.array([number[i] for i in (single, *story)])
            return self._belongs(rows_at(places[numbers]), numbers)

        grown, joining = attach(
            [[name[n] for n in story.tolist()] for story in large] + [[name[n]] for n in sorted(singles)],
            {(name[a], name[b]): alike for (a, b), alike in near.items()},
            {key: {name[n] for n in held} for key, held in holders.items()},
            belongs,
            settings,
        )
        for ids in grown:
            held = np.array([number[i] for i in ids])
            if len(held) > 1:
                group[held] = story_of[held].max()
        # Of those that join them some were compared before.
        wanted = np.array([[number[a], number[b]] for a, b in joining], np.int64).reshape(-1, 2)
        known = _are_among(wanted, pairs)
        new = wanted[~np.array(known, np.bool_)]
        if not len(new):
            return schema(kinds.Pair).empty_table()
        numbers, sides = np.unique(new, return_inverse=True)
        rows = rows_at(places[numbers])
        alike = compare_pairs(rows, self.rarities(rows), sides.reshape(-1, 2), settings, least=0.0)
        return _as_pairs(alike, np.ones(len(new), np.bool_))

    def _belongs(self, rows: pa.Table, numbers: Array) -> bool:
        """`stories.belongs_to` of the report in the first of `rows` and the story in the others, with the numbers of all."""
        batch = _Batch(rows.combine_chunks().to_batches()[0])
        keys, ends = batch.lists("keys")
        first = slice(int(ends[0]))
        told = ((batch.lists("flags")[0][first] & MARKED) > 0) & (batch.lists("bits")[0][first] >= SECOND_BITS)
        theirs, times = np.unique(keys[ends[0] :], return_counts=True)
        if np.isin(keys[first][told], theirs[times >= SECOND_TIMES]).sum() < SECOND_NAMES:
            return False
        pairs = np.array([[0, n] if numbers[0] < numbers[n] else [n, 0] for n in range(1, len(numbers))], np.int64)
        alike = compare_pairs(rows, self.rarities(rows), pairs, self._settings, least=0.0)
        return not pc.any(alike.column("near_miss")).as_py()

    def _holders(self, story_of: Array, sizes: Array) -> dict[str, set[int]]:
        """The holders of each name that one single report has, and else only reports of one large story, most of its reports."""
        held = kernels.Holders.none(len(self._listed))
        given = (self._terms, self._scale.list_of)
        for batch, numbers in self._batches(("keys", "flags")):
            keys, ends = batch.lists("keys")
            held.add(keys, batch.lists("flags")[0], ends, numbers, *given, story_of)
        enough = held.held - 1 >= self._settings.match_attach_share * sizes[np.clip(held.most, 0, None)]
        telling = (held.singles == 1) & (held.held > 1) & (held.least == held.most) & (held.most >= 0) & enough
        found: dict[str, set[int]] = {}
        if not telling.any():
            return found
        # The term -1 stands for no list.
        of_term = np.append(self._scale.list_of, -1)
        telling = np.append(telling, False)
        for batch, numbers in self._batches(("keys", "flags")):
            keys, ends = batch.lists("keys")
            special = np.flatnonzero(batch.lists("flags")[0] & SPECIFIC)
            lists = of_term[self._terms.find(keys[special])]
            owners = numbers[np.searchsorted(ends, special, side="right")]
            kept = telling[lists] & (owners >= 0)
            for which, owner in zip(lists[kept].tolist(), owners[kept].tolist()):
                found.setdefault(str(which), set()).add(owner)
        return found

    def _near(self, story_of: Array, sizes: Array, pairs: _Pairs, found: Parts) -> dict[tuple[int, int], Alike]:
        """What single reports have in common with those of large stories that they may belong to but for their dates."""
        left, right = story_of[pairs.left], story_of[pairs.right]
        beside = np.flatnonzero(((left == -2) & (right >= 0)) | ((right == -2) & (left >= 0)))
        columns: dict[str, list[Array]] = {"specific": [], "near_miss": [], "undated": []}
        start = 0
        for part in found(tuple(columns)):
            low, high = np.searchsorted(beside, [start, start + part.num_rows])
            for name, held in columns.items():
                held.append(part.column(name).take(pa.array(beside[low:high] - start)).to_numpy())
            start += part.num_rows
        if not len(beside):
            return {}
        specific, near_miss, undated = (np.concatenate(held) for held in columns.values())
        single = np.where(left[beside] == -2, pairs.left[beside], pairs.right[beside]).astype(np.int64)
        story = np.where(left[beside] == -2, right[beside], left[beside])
        _, which = np.unique(single * len(story_of) + story, return_inverse=True)
        # What `stories.attach` asks of a story, but for the order of a sum.
        named = np.bincount(which, specific >= PLENTY)[which]
        alike = np.bincount(which, undated)[which]
        size = sizes[story]
        may = (2 * named >= size) & (alike >= self._settings.match_same_story * size - ROUNDING)
        columns_of = (pairs.left[beside], pairs.right[beside], specific, near_miss, undated)
        return {
            (a, b): Alike(
                score=0.0,
                cosine=0.0,
                containment=0.0,
                shared_ngrams=0,
                names=0.0,
                figures=0,
                specific=specific,
                near_miss=near_miss,
                undated=undated,
                why="",
            )
            for a, b, specific, near_miss, undated in zip(*(column[may].tolist() for column in columns_of))
        }


class _Batch:
    """Some rows of `SIGNED`."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch

    def lists(self, column: str) -> tuple[Array, Array]:
        """(the values of a column of lists, one row after another; where those of each row end)."""
        held = self._batch.column(column)
        starts = np.frombuffer(held.buffers()[1], np.int32, len(held) + 1, 4 * held.offset) if len(held) else None
        if starts is None:
            return held.values.to_numpy()[:0], np.empty(0, np.int64)
        values = held.values.slice(int(starts[0]), int(starts[-1] - starts[0]))
        return values.to_numpy(), starts[1:].astype(np.int64) - starts[0]


class _Pairs(NamedTuple):
    """Pairs as numbers, with their scores in ten-thousandths."""

    left: Array
    right: Array
    scores: Array


class _Rows(NamedTuple):
    """Rows of `kinds.Pair`, with the places of both sides in the order of all ids."""

    pairs: pa.Table
    left: Array
    right: Array

    def between(self, low: int, high: int) -> _Rows:
        """Those whose left side is at [low, high)."""
        held = (self.left >= low) & (self.left < high)
        return self if held.all() else _Rows(self.pairs.filter(pa.array(held)), self.left[held], self.right[held])


def _as_pairs(alike: pa.Table, same: Array) -> pa.Table:
    """Rows of `ALIKE` as `kinds.Pair`; `same` says which end in one story."""
    form = schema(kinds.Pair)
    return pa.table([pa.array(same) if n == "same_story" else alike.column(n) for n in form.names], schema=form)


def _cut(reports: int, ranges: int) -> list[tuple[int, int]]:
    step = max(1, -(-reports // ranges))
    return [(n, min(n + step, reports)) for n in range(0, reports, step)]


def _look(
    rows: kernels.Rows,
    ranks: Array,
    lists: kernels.Lists,
    lengths: Array,
    settings: Settings,
    out: Array,
    best: Array,
    order: Array,
) -> None:
    """`kernels.find_nearest` for a part of the reports."""
    least_bits = math.ceil(settings.match_candidate_bits * BITS_PARTS)
    least, most = settings.match_nearest_likeness, settings.match_nearest
    kernels.find_nearest(order, rows, ranks, lists, lengths, least_bits, least, most, out, best)


def _in_pairs(found: Array) -> Array:
    """The pairs (lesser, greater), sorted, that the rows of others make, each with the number of its row; -1 is nobody."""
    reports = max(1, len(found))
    held: list[Array] = []
    for start in range(0, len(found), 1 << 16):
        some = found[start : start + (1 << 16)]
        row, at = np.nonzero(some >= 0)
        others = some[row, at].astype(np.int64)
        row += start
        held.append(np.minimum(row, others) * reports + np.maximum(row, others))
    both = np.concatenate([np.empty(0, np.int64), *held])
    del held
    both.sort()
    both = both[np.diff(both, prepend=-1) > 0]
    pairs = np.empty((len(both), 2), np.int32)
    np.floor_divide(both, reports, out=pairs[:, 0], casting="unsafe")
    np.remainder(both, reports, out=pairs[:, 1], casting="unsafe")
    return pairs


def _are_among(wanted: Array, pairs: _Pairs) -> list[bool]:
    """Which of `wanted`, pairs of numbers, are among `pairs`."""
    left = np.unique(wanted[:, 0])
    held = np.isin(pairs.left, left)
    known = set(zip(pairs.left[held].tolist(), pairs.right[held].tolist()))
    return [(a, b) in known for a, b in wanted.tolist()]

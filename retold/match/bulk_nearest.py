"""Pairs and stories of very many reports by names, figures and rare words: the large form of `find_pairs`.

Reports are signed and compared by the functions that a trace signs and compares by, in batches that worker processes take;
here is what stands between: which reports are compared (a kernel over all rare terms) and what their pairs add up to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold import kinds
from retold.kernels import nearest as kernels
from retold.kernels.texts import Array
from retold.match.bulk_stories import unite
from retold.match.evidence import LEAD_FACTOR, NAME_FACTOR, PLENTY, ROUNDING, Alike
from retold.match.nearest import BITS_PARTS, FINE_WEIGHT, WEIGHT_PARTS, rarity, reach
from retold.match.pairs import Scale, copies, pair_of
from retold.match.signature import Signature
from retold.match.signing import LEAD, MARKED, SPECIFIC, bits_of_terms
from retold.match.stories import attach, link_piece, name_story
from retold.settings import Settings
from retold.tables import schema, to_table

_DAMPED = np.array([0.0] + [1 + math.log2(n) for n in range(1, 4096)])
_REPORTS_A_PART = 2048  # whose pairs are compared in one go


class Pile:
    """All signed reports as numbers: which are copies, how rare each term is, who is near whom.

    Reports are numbered by the order of their ids; of reports with the same words only the first is numbered.

    Args:
        parts: gives the parts of the table `SIGNED`, each time it is called.
    """

    def __init__(self, parts: Callable[[], Iterable[pa.Table]], settings: Settings) -> None:
        self._parts, self._settings = parts, settings
        names: list[pa.Array] = []
        folds: list[pa.Array] = []
        for part in parts():
            names += part.column("report_id").chunks
            folds += part.column("folded").chunks
        ids = pa.concat_arrays(names)
        order = pc.sort_indices(ids)
        # The order of ids, by which the first of equal words is the least.
        sorted_folds = pa.concat_arrays(folds).take(order).dictionary_encode()
        which = sorted_folds.indices.to_numpy(zero_copy_only=False)
        _, first = np.unique(which, return_index=True)
        first_of = np.empty(len(first), np.int64)
        first_of[which[first]] = first
        self.all_ids: pa.Array = ids.take(order)  # of all reports, sorted
        self.first: Array = first_of[which]  # of each the first with its words, by place in `all_ids`
        kept = self.first == np.arange(len(ids))
        self.ids: pa.Array = self.all_ids.filter(pa.array(kept))
        number_of = np.full(len(ids), -1, np.int64)
        number_of[kept] = np.arange(int(kept.sum()))
        # By place in the parts: the number of each report, -1 of a copy.
        place = np.empty(len(ids), np.int64)
        place[order.to_numpy()] = number_of
        self._number = place
        self._count_terms()

    def _numbered(self) -> Iterator[tuple[pa.Table, Array]]:
        start = 0
        for part in self._parts():
            yield part, self._number[start : start + part.num_rows]
            start += part.num_rows

    def _count_terms(self) -> None:
        """How many of the reports hold each term."""
        terms, times = np.empty(0, np.int64), np.empty(0, np.int64)
        background = np.empty(0, np.float32)
        for part, numbers in self._numbered():
            keys, _, kept = _flat(part, "keys", numbers)
            bits, _, _ = _flat(part, "bits", numbers)
            keys, bits = keys[kept], bits[kept]
            terms, at, which = np.unique(np.concatenate([terms, keys]), return_index=True, return_inverse=True)
            background = np.concatenate([background, bits])[at]
            times = np.bincount(which, np.concatenate([times, np.ones(len(keys), np.int64)]), minlength=len(terms))
        self.terms: Array = terms
        size, settings = len(self.ids), self._settings
        found = lru_cache(maxsize=None)(lambda bits, count: rarity(bits, count, size, settings))
        self.background: Array = background.astype(np.float64)
        self.rarity: Array = np.fromiter(
            (found(b, int(n)) for b, n in zip(self.background.tolist(), times.tolist())), np.float64, len(terms)
        )
        self.times: Array = times.astype(np.int64)

    def find_nearest(
        self, run: Callable[[Callable[[tuple[int, int]], Array], Sequence[tuple[int, int]]], list[Array]]
    ) -> Array:
        """The pairs to compare, as numbers (lesser, greater), sorted; `run` calls a function for parts of the reports."""
        settings = self._settings
        reports = len(self.ids)
        terms, owners, weights, flags_kept = [], [], [], []
        lengths = np.zeros(reports, np.float64)
        for part, numbers in self._numbered():
            which, rows, weighed, flags = self._weighed(part, numbers)
            whole = np.rint(WEIGHT_PARTS * weighed).astype(np.int64)
            here = numbers[rows]
            lengths += np.bincount(here, whole * whole, minlength=reports)
            rare = (self.background[which] >= settings.match_rare_bits) & (self.times[which] > 1)
            terms.append(which[rare].astype(np.int32))
            owners.append(here[rare].astype(np.int32))
            weights.append(whole[rare].astype(np.int32))
            flags_kept.append(flags[rare])
        lengths = np.sqrt(lengths)
        term, owner = np.concatenate(terms), np.concatenate(owners)
        order = np.lexsort((owner, term))
        term, members = term[order], owner[order]
        weight = np.concatenate(weights)[order]
        special = (np.concatenate(flags_kept)[order] & SPECIFIC) > 0
        self.specific: tuple[Array, Array] = term[special], members[special]
        starts = np.flatnonzero(np.diff(term, prepend=-1))
        ends = np.append(starts[1:], len(term)).astype(np.int64)
        far = np.fromiter((reach(n, settings.match_list_cap) for n in (ends - starts).tolist()), np.int64, len(starts))
        bits = np.rint(BITS_PARTS * self.rarity[term[starts]]).astype(np.int64)
        of_list = np.repeat(np.arange(len(starts)), ends - starts)
        by_report = np.argsort(members, kind="stable")
        lists = np.stack([by_report, of_list[by_report]], axis=1)
        report_ends = np.cumsum(np.bincount(members, minlength=reports))

        def near(part: tuple[int, int]) -> Array:
            out = np.empty((part[1] - part[0], settings.match_nearest), np.int32)
            kernels.find_nearest(
                *part,
                members,
                weight,
                bits,
                starts.astype(np.int64),
                ends,
                far,
                lists,
                report_ends,
                lengths,
                math.ceil(settings.match_candidate_bits * BITS_PARTS),
                settings.match_nearest_likeness,
                out,
            )
            return out

        parts = [(n, min(n + 4096, reports)) for n in range(0, reports, 4096)]
        found = np.concatenate(run(near, parts)) if parts else np.empty((0, 1), np.int32)
        row, at = np.nonzero(found >= 0)
        others = found[row, at].astype(np.int64)
        pairs = np.unique(np.minimum(row, others) * reports + np.maximum(row, others))
        return np.stack([pairs // max(1, reports), pairs % max(1, reports)], axis=1)

    def _weighed(self, part: pa.Table, numbers: Array) -> tuple[Array, Array, Array, Array]:
        """(term, row, weight, flags) of all terms of the reports of `part` that are numbered: weights as in `nearest.weight`."""
        keys, rows, kept = _flat(part, "keys", numbers)
        times, _, _ = _flat(part, "times", numbers)
        flags, _, _ = _flat(part, "flags", numbers)
        keys, rows, times, flags = keys[kept], rows[kept], times[kept], flags[kept]
        which = np.searchsorted(self.terms, keys)
        many = times >= len(_DAMPED)
        factor = _DAMPED[np.where(many, 1, times)]
        if many.any():
            factor[many] = [1 + math.log2(int(n)) for n in times[many]]
        # The same products in the same order, rounded alike.
        weighed = self.rarity[which] * factor
        weighed = weighed * np.where(flags & MARKED, NAME_FACTOR, 1)
        weighed = weighed * np.where(flags & LEAD, LEAD_FACTOR, 1)
        return which, rows, np.rint(FINE_WEIGHT * weighed) / FINE_WEIGHT, flags

    def worth_comparing(self, signed: pa.Table, pairs: Array) -> Array:
        """Which of `pairs`, by place in `signed`, may be alike enough to be a pair at all."""
        which, rows, weighed, flags = self._weighed(signed, np.zeros(signed.num_rows, np.int64))
        order = np.lexsort((which, rows))
        settings = self._settings
        out = np.empty(len(pairs), np.bool_)
        kernels.worth_comparing(
            pairs,
            np.cumsum(np.bincount(rows, minlength=signed.num_rows)),
            which[order],
            weighed[order],
            np.where(flags[order] & SPECIFIC, self.background[which[order]], 0.0),
            settings.match_specific_weight,
            PLENTY,
            settings.match_pair_floor - 2 * ROUNDING,
            out,
        )
        return out

    def rarities(self, signed: pa.Table) -> tuple[Array, Array]:
        """(the terms of some reports as numbers, sorted; the rarity of each)."""
        keys, _, _ = _flat(signed, "keys", np.zeros(signed.num_rows, np.int64))
        terms = np.unique(keys)
        return terms, self.rarity[np.searchsorted(self.terms, terms)]

    def part_work(self, pairs: Array) -> list[tuple[Array, Array]]:
        """`pairs` in parts, each the numbers of its reports and its pairs by place in these. Near reports fall into one part: few are read twice."""
        reports = len(self.ids)
        both = np.concatenate([pairs, pairs[:, ::-1]])
        both = both[np.argsort(both[:, 0], kind="stable")]
        order = np.empty(reports, np.int64)
        kernels.in_neighbourhoods(np.cumsum(np.bincount(both[:, 0], minlength=reports)), both[:, 1].copy(), order)
        rank = np.empty(reports, np.int64)
        rank[order] = np.arange(reports)
        part = np.minimum(rank[pairs[:, 0]], rank[pairs[:, 1]]) // _REPORTS_A_PART
        by_part = np.argsort(part, kind="stable")
        cuts = np.flatnonzero(np.diff(part[by_part])) + 1
        work = []
        for p in np.split(by_part, cuts) if len(pairs) else []:
            numbers, places = np.unique(pairs[p], return_inverse=True)
            work.append((numbers, places.reshape(-1, 2)))
        return work

    def places(self) -> Array:
        """For each number its place in the parts."""
        out = np.empty(len(self.ids), np.int64)
        held = np.flatnonzero(self._number >= 0)
        out[self._number[held]] = held
        return out

    def group(
        self, found: pa.Table, signature_at: Callable[[int], Signature], settings: Settings
    ) -> tuple[pa.Table, pa.Table]:
        """(the pairs as `kinds.Pair`, the story of each report) from the pairs that are alike enough, sorted by ids.

        `signature_at` gives the signature at a place in the parts; it is asked for few.
        """
        reports = len(self.ids)
        places = self.places()
        left, right = (
            pc.index_in(found.column(n), value_set=self.ids).to_numpy().astype(np.int64)
            for n in ("left_id", "right_id")
        )
        scores = found.column("score").to_numpy()
        strong = scores >= settings.match_same_story
        root = np.arange(reports)
        unite(left[strong], right[strong], root)
        order = np.argsort(root, kind="stable")
        cuts = np.flatnonzero(np.diff(root[order])) + 1
        names = self.ids.to_pylist()
        inside = np.flatnonzero(root[left] == root[right])
        inside = inside[np.argsort(root[left[inside]], kind="stable")]
        of_pair = root[left[inside]]
        groups: list[list[str]] = []
        for piece in np.split(order, cuts) if reports else []:
            ids = [names[n] for n in piece.tolist()]
            lo, hi = np.searchsorted(of_pair, [root[piece[0]], root[piece[0]] + 1])
            at = inside[lo:hi]
            given = {
                (names[a], names[b]): s for a, b, s in zip(left[at].tolist(), right[at].tolist(), scores[at].tolist())
            }
            groups += link_piece(ids, given, settings)
        number = {i: n for n, i in enumerate(names)}

        def signature_of(report_id: str) -> Signature:
            return signature_at(places[number[report_id]])

        groups, joining = self._attached(sorted(groups), number, found, left, right, signature_of, settings)
        story_of = np.empty(reports, np.int64)
        for n, members in enumerate(groups):
            for i in members:
                story_of[number[i]] = n
        # Copies are in the story of the first of their words.
        first = np.flatnonzero(self.first == np.arange(len(self.first)))
        of_all = np.empty(len(self.first), np.int64)
        of_all[first] = story_of
        of_all = of_all[self.first]
        members = self.all_ids.to_pylist()
        whole: list[list[str]] = [[] for _ in groups]
        for i, n in zip(members, of_all.tolist()):
            whole[n].append(i)
        story = [name_story(group) for group in whole]
        stories = pa.table(
            [self.all_ids, pa.array([story[n] for n in of_all.tolist()], pa.string())], schema=schema(kinds.StoryMember)
        )
        same = pa.array(story_of[left] == story_of[right])
        form = schema(kinds.Pair)
        pairs = pa.table([same if name == "same_story" else found.column(name) for name in form.names], schema=form)
        return pa.concat_tables([pairs, joining, self._copies(signature_of)]).sort_by(
            [("left_id", "ascending"), ("right_id", "ascending")]
        ), stories

    def _copies(self, signature_of: Callable[[str], Signature]) -> pa.Table:
        """The pairs of reports with the first one that has the same words."""
        again = np.flatnonzero(self.first != np.arange(len(self.first)))
        ids = self.all_ids.take(pa.array(again)).to_pylist()
        firsts = self.all_ids.take(pa.array(self.first[again])).to_pylist()
        read = lru_cache(maxsize=64)(signature_of)
        return to_table(
            kinds.Pair,
            [copies(f, msgspec.structs.replace(read(f), report_id=i)) for f, i in zip(firsts, ids)],
        )

    def _attached(
        self,
        groups: list[list[str]],
        number: Mapping[str, int],
        found: pa.Table,
        left: Array,
        right: Array,
        signature_of: Callable[[str], Signature],
        settings: Settings,
    ) -> tuple[list[list[str]], pa.Table]:
        """(`groups` with single reports joined to the story whose names they carry, by `attach`, given what can matter to it; the pairs that join them)."""
        names = self.ids.to_pylist()
        size = np.empty(len(names), np.int64)
        story = np.empty(len(names), np.int64)
        for n, group in enumerate(groups):
            for i in group:
                size[number[i]], story[number[i]] = len(group), n
        large = size >= settings.match_attach_reports
        # Names that one single report has, and else only reports of one large story.
        term, member = self.specific
        holders: dict[str, set[str]] = {}
        if len(term):
            cut = np.flatnonzero(np.diff(term, prepend=-1))
            singles = np.add.reduceat((size[member] == 1).astype(np.int64), cut)
            held = np.diff(np.append(cut, len(term)))
            of_story = np.where(size[member] == 1, np.int64(1) << 60, np.where(large[member], story[member], -1))
            least = np.minimum.reduceat(of_story, cut)
            most = np.maximum.reduceat(np.where(size[member] == 1, -1, of_story), cut)
            enough = held - 1 >= settings.match_attach_share * np.bincount(story)[np.clip(most, 0, None)]
            for n in np.flatnonzero((singles == 1) & (held > 1) & (least == most) & (most >= 0) & enough).tolist():
                members = member[cut[n] : cut[n] + held[n]].tolist()
                holders[str(n)] = {names[m] for m in members}
        beside = np.flatnonzero(((size[left] == 1) & large[right]) | ((size[right] == 1) & large[left]))
        near = {
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
            for a, b, specific, near_miss, undated in zip(
                *(
                    found.column(name).take(pa.array(beside)).to_pylist()
                    for name in ("left_id", "right_id", "specific", "near_miss", "undated")
                )
            )
        }

        def compare(one: Signature, other: Signature) -> Alike:
            return Scale(bits_of_terms([one, other], self.terms, self.rarity), settings).compare(one, other)

        read = lru_cache(maxsize=4096)(signature_of)
        grown, joining = attach(groups, near, holders, read, compare, settings)
        found_too = set(zip(left.tolist(), right.tolist())) if joining else set()
        rows = [
            pair_of(a, b, compare(read(a), read(b)), True)
            for a, b in joining
            if (number[a], number[b]) not in found_too
        ]
        return grown, to_table(kinds.Pair, rows)


def _flat(part: pa.Table, column: str, numbers: Array) -> tuple[Array, Array, Array]:
    """(the values of a column of lists, the row of each, which are of reports that are numbered)."""
    lists = part.column(column).combine_chunks()
    if isinstance(lists, pa.ChunkedArray):
        lists = pa.concat_arrays(lists.chunks)
    counts = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(len(counts)), counts)
    values: Array = lists.flatten().to_numpy(zero_copy_only=False)
    return values, rows, numbers[rows] >= 0

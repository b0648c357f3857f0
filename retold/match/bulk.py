"""Pairs among very many reports, by the runs of words that they share: the large form of candidate search.

`fingerprint` goes over each batch by itself; `find_candidates` takes all fingerprints together. What the small form also
knows, names and figures, is not looked at: two reports that share no words are no pair here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold import kinds
from retold.errors import UsageError
from retold.kernels import sharing, words
from retold.kernels.texts import Array, text_bytes
from retold.match.prints import Prints
from retold.settings import Settings
from retold.tables import schema

T = TypeVar("T")

# int64 in tables, as every engine takes them; kernels see the same bits as uint64.
PRINTS = pa.schema(
    [
        pa.field("word_sum", pa.int64()),  # equal where the words are the same, in the same order
        pa.field("distinct", pa.int64()),  # different n-grams
        pa.field("ngrams", pa.large_list(pa.int32())),  # half of each n-gram's hash, in order
        pa.field("marks", pa.large_list(pa.int64())),  # the n-grams that winnowing chose
    ]
)


class Capped(NamedTuple):
    """What was not compared all with all, to be said with the result."""

    long_lists: int  # marks in more reports than the cap, whose reports are paired with their neighbours only
    longest_list: int
    folded_reports: int  # copies in large families, paired with the first of their words only


def fingerprint(texts: pa.Table, *, settings: Settings) -> pa.Table:
    """The fingerprints of a batch of texts, a row each."""
    made = words.fingerprint(*text_bytes(texts), settings.match_window)
    distinct = np.empty(texts.num_rows, np.int32)
    sharing.count_distinct(np.arange(texts.num_rows), made.ngrams, made.ngram_ends, distinct)
    return pa.table(
        [
            pa.array(made.sums.view(np.int64)),
            pa.array(distinct.astype(np.int64)),
            _lists(made.ngram_ends, made.ngrams.view(np.int32)),
            _lists(made.mark_ends, made.marks.view(np.int64)),
        ],
        schema=PRINTS,
    )


def _lists(ends: Array, values: Array) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array(np.concatenate([np.zeros(1, np.int64), ends])), pa.array(values))


class Pairs:
    """Pairs in the order of their ids, as numbers: as a table of `kinds.Pair` they take six times the room."""

    def __init__(
        self,
        report_ids: pa.ChunkedArray,
        owners: Array,
        others: Array,
        shared: Array,
        least: Array,
        settings: Settings,
    ) -> None:
        self._ids = report_ids.combine_chunks() if isinstance(report_ids, pa.ChunkedArray) else report_ids
        # The place of each report in the order of ids: numbers are compared for strings.
        order = np.empty(len(self._ids), np.int32)
        order[pc.sort_indices(self._ids).to_numpy()] = np.arange(len(order), dtype=np.int32)
        first, second = order[owners], order[others]
        swap = first > second
        self._left, self._right = np.where(swap, others, owners), np.where(swap, owners, others)
        self._shared, self._least = shared, least
        self._order = np.argsort(np.minimum(first, second).astype(np.int64) * len(order) + np.maximum(first, second))
        self._settings = settings

    def __len__(self) -> int:
        return len(self._order)

    def table(self, start: int = 0, count: int | None = None) -> pa.Table:
        """`count` pairs from place `start`, all unless given, as `kinds.Pair`."""
        places = self._order[start : None if count is None else start + count]
        shared = self._shared[places]
        contained = np.round(shared / np.maximum(self._least[places], 1), 4)
        why = pa.DictionaryArray.from_arrays(
            pa.array((contained >= self._settings.match_copied_runs).astype(np.int32)),
            pa.array(["runs of five words in common", "copied"]),
        )
        columns = {
            "left_id": self._ids.take(pa.array(self._left[places])),
            "right_id": self._ids.take(pa.array(self._right[places])),
            "shared_ngrams": pa.array(shared.astype(np.int64)),
            "containment": pa.array(contained),
            "names": pa.array(np.zeros(len(places))),
            "figures": pa.array(np.zeros(len(places), np.int64)),
            "same_story": pa.array(contained >= self._settings.match_bulk_story),
            "why": why.cast(pa.string()),
        }
        form = schema(kinds.Pair)
        return pa.table([columns[name] for name in form.names], schema=form)


def find_candidates(
    report_ids: pa.ChunkedArray, prints: Prints, *, settings: Settings, workers: int = 1
) -> tuple[Pairs, Capped]:
    """The pairs of reports that share at least `match_shared_ngrams` n-grams, sorted by id, and what was capped.

    A pair is looked at where the marks that both hold are rare enough together. Reports are told apart by their place in
    `report_ids`; those must be in one order whatever the order of the input.
    """
    reports = len(report_ids)
    if reports == 0:
        none = np.empty(0, np.int32)
        return Pairs(report_ids, none, none, none, none, settings), Capped(0, 0, 0)
    ngram_ends = np.cumsum(np.concatenate(prints.ngram_counts))
    first_of, folded = _fold(np.concatenate(prints.sums), ngram_ends, settings)
    distinct = np.concatenate(prints.distinct)
    found, long_lists, longest = _share_marks(prints, folded, reports, settings, workers)
    held = np.diff(ngram_ends, prepend=0)
    left, right = found[:, 0], found[:, 1]
    swap = held[left] < held[right]
    # One number a pair sorts twice as quickly as the places of two.
    both = (np.where(swap, right, left).astype(np.uint64) << _U32) | np.where(swap, left, right).astype(np.uint64)
    del found, left, right, swap
    both.sort()
    owners, others = (both >> _U32).astype(np.int32), (both & _LOW).astype(np.int32)
    del both
    least = np.minimum(distinct[owners], distinct[others])
    # So many n-grams make a pair: a handful, or most of a report that has no more.
    needed = np.minimum(settings.match_shared_ngrams, np.ceil(least * settings.match_copied_runs)).astype(np.int32)
    needed = np.maximum(needed, 1)
    shared = _count_shared(owners, others, needed, prints, ngram_ends, workers)
    enough = shared >= needed
    copies = np.flatnonzero(folded & (distinct > 0))
    owners = np.concatenate([owners[enough], first_of[copies].astype(np.int32)])
    others = np.concatenate([others[enough], copies.astype(np.int32)])
    shared = np.concatenate([shared[enough], distinct[copies]])
    least = np.concatenate([least[enough], distinct[copies]])
    capped = Capped(long_lists, longest, len(copies))
    return Pairs(report_ids, owners, others, shared, least, settings), capped


def _share_marks(
    prints: Prints, folded: Array, reports: int, settings: Settings, workers: int
) -> tuple[Array, int, int]:
    """(the pairs of reports whose common marks are rare enough, how many marks are in too many reports, in how many one is)."""
    lists = _index(prints, folded, reports, workers)
    marked = np.concatenate(prints.mark_counts)
    sizes = np.diff(lists.ends, prepend=0)
    cap = settings.match_mark_cap
    # Past the cap a list costs what one at the cap does: its reports are paired with so many neighbours. To drop
    # it would hide what went everywhere.
    reach = np.where(sizes <= cap, sizes, cap * cap // (2 * np.maximum(sizes, 1)) + 1)
    rarity = np.maximum(1, np.rint(_PARTS * np.log2(reports / np.maximum(sizes, 1)))).astype(np.int32)
    floor = max(1, round(_PARTS * (math.log2(reports) - math.log2(settings.match_lone_mark))))
    reach_ends, weights = _spread(lists.ends, sizes, reach, rarity)
    long_lists, longest = int((sizes > cap).sum()), int(sizes.max(initial=0))
    del sizes, reach, rarity
    report_ends, standing = sharing.by_report(lists.members, reports)

    def share(part: tuple[int, int]) -> Array:
        return sharing.share_marks(*part, lists.members, reach_ends, report_ends, standing, weights, marked, floor)

    return np.concatenate(_each(share, _parts(reports, _REPORTS_A_PART), workers)), long_lists, longest


# Rarities are integers, logarithms in so many parts, so that sums do not depend on their order.
_PARTS = 16
_REPORTS_A_PART = 4096
_PAIRS_A_PART = 65536
_LISTS_A_PART = 65536
_U32, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


def _parts(count: int, size: int) -> list[tuple[int, int]]:
    return [(n, min(n + size, count)) for n in range(0, count, size)] or [(0, 0)]


def _each(work: Callable[[tuple[int, int]], T], parts: Sequence[tuple[int, int]], workers: int) -> list[T]:
    """`work` on each of `parts`, in threads (kernels let go of the interpreter), the results in order."""
    if workers == 1 or len(parts) == 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, parts))


def _fold(sums: Array, ngram_ends: Array, settings: Settings) -> tuple[Array, Array]:
    """(the first report with the same words, which reports are folded into that): the copies in large families.

    Ten thousand copies make fifty million pairs that all say one thing. In a small family every pair is kept.
    """
    _, first, which, times = np.unique(sums, return_index=True, return_inverse=True, return_counts=True)
    first_of = first[which]
    folded = (times[which] > settings.match_family_max) & (first_of != np.arange(len(sums)))
    return first_of, folded


class _Lists(NamedTuple):
    members: Array
    ends: Array


def _index(prints: Prints, folded: Array, reports: int, workers: int) -> _Lists:
    """The reports that hold each mark held by two or more, marks met once being dropped before anything is sorted."""
    low_bits = max(1, int(reports).bit_length())
    met = _note(prints, workers)
    members: list[Array] = []
    ends: list[Array] = []
    held = 0
    ranges = prints.mark_ranges()
    for part in range(ranges):
        some, some_ends = sharing.make_lists(_keys(prints, folded, met, low_bits, part, ranges, workers), low_bits)
        members.append(some if ranges == 1 else some.copy())
        ends.append(some_ends + held)
        held += len(some)
    prints.drop_marks()
    if held > np.iinfo(np.int32).max:
        raise UsageError(f"{held:,} places of marks in {reports:,} reports are more than one run takes: part the input")
    return _Lists(_joined(members), _joined(ends))


def _note(prints: Prints, workers: int) -> Array:
    """Which marks were met more than once, as `sharing.note_marks` notes it."""

    def note(share: tuple[int, int]) -> Array:
        met = np.zeros(prints.seen_bits() // 32, np.uint64)
        for n, marks in enumerate(prints.each_marks()):
            if n % share[1] == share[0]:
                sharing.note_marks(marks, met)
        return met

    # Two threads that wrote to one set would lose marks to one another: each has its own.
    noted = _each(note, [(0, 2), (1, 2)] if workers > 1 and prints.in_memory else [(0, 1)], workers)
    for other in noted[1:]:
        sharing.add_noted(noted[0], other)
    return noted[0]


def _keys(prints: Prints, folded: Array, met: Array, low_bits: int, part: int, ranges: int, workers: int) -> Array:
    """The sorted keys of the marks met more than once whose upper bits say `part` of `ranges`."""
    firsts = np.cumsum([0, *map(len, prints.mark_counts)]).tolist()

    def keep(marks: Array, n: int) -> Array:
        skip = folded[firsts[n] : firsts[n + 1]]
        keys = sharing.keep_repeated(marks, np.cumsum(prints.mark_counts[n]), skip, firsts[n], met, low_bits)
        return keys[keys >> np.uint64(65 - ranges.bit_length()) == part] if ranges > 1 else keys

    if prints.in_memory:
        batches = list(prints.each_marks())
        found = _joined(_each(lambda p: keep(batches[p[0]], p[0]), _parts(len(batches), 1), workers))
    else:
        found = _joined([keep(marks, n) for n, marks in enumerate(prints.each_marks())])
    found.sort()
    return found


def _joined(arrays: list[Array]) -> Array:
    """`arrays` as one; they are let go of."""
    whole = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    arrays.clear()
    return whole


def _spread(ends: Array, sizes: Array, reach: Array, rarity: Array) -> tuple[Array, Array]:
    """For each place in the lists the end of what it is paired with, and the weight of its list."""
    held = int(ends[-1]) if len(ends) else 0
    reach_ends, weights = np.empty(held, np.int32), np.empty(held, np.int32)
    start = 0
    # A part of the lists at a time: the steps between would take three times what comes of them.
    for first, until in _parts(len(ends), _LISTS_A_PART) if len(ends) else []:
        end, part = int(ends[until - 1]), slice(first, until)
        farthest = np.arange(start + 1, end + 1) + np.repeat(reach[part], sizes[part])
        np.minimum(np.repeat(ends[part], sizes[part]), farthest, out=reach_ends[start:end])
        weights[start:end] = np.repeat(rarity[part], sizes[part])
        start = end
    return reach_ends, weights


def _count_shared(
    owners: Array, others: Array, needed: Array, prints: Prints, ngram_ends: Array, workers: int
) -> Array:
    """How many different n-grams each pair has in common, 0 where fewer than needed; the pairs are sorted by owner."""
    blocks = prints.ngram_blocks(ngram_ends)
    if len(blocks) == 2:
        return _count_here(owners, others, needed, prints.take_ngrams(0, int(ngram_ends[-1])), ngram_ends, workers)
    # Where n-grams are on disk, those of two blocks of reports are held at once, and the pairs between these are counted.
    edges = np.concatenate([[0], ngram_ends])[blocks]
    here, there = (np.searchsorted(blocks, side, side="right") - 1 for side in (owners, others))
    meets = here * len(blocks) + there
    order = np.argsort(meets, kind="stable")
    starts = np.flatnonzero(np.diff(meets[order], prepend=-1)).tolist()
    shared = np.empty(len(owners), np.int32)
    for start, end in zip(starts, [*starts[1:], len(order)]):
        places = order[start:end]
        met = sorted({int(here[places[0]]), int(there[places[0]])})
        ngrams = [prints.take_ngrams(int(edges[n]), int(edges[n + 1])) for n in met]
        shift = {n: int(edges[n]) - sum(map(len, ngrams[:k])) for k, n in enumerate(met)}
        ends = np.concatenate([ngram_ends[blocks[n] : blocks[n + 1]] - shift[n] for n in met])
        # Reports are numbered anew: those of the first block, then those of the second.
        first = {n: int(blocks[n] - (k and blocks[met[0] + 1] - blocks[met[0]])) for k, n in enumerate(met)}
        numbered = owners[places] - first[int(here[places[0]])], others[places] - first[int(there[places[0]])]
        shared[places] = _count_here(*numbered, needed[places], _joined(ngrams), ends, workers)
    return shared


def _count_here(owners: Array, others: Array, needed: Array, ngrams: Array, ngram_ends: Array, workers: int) -> Array:
    """The same where the n-grams of both sides are in memory."""
    shared = np.empty(len(owners), np.int32)

    def count(part: tuple[int, int]) -> None:
        here = slice(*part)
        sides = owners[here].astype(np.int64), others[here].astype(np.int64)
        sharing.share_ngrams(*sides, needed[here], ngrams, ngram_ends, shared[here])

    _each(count, _parts(len(owners), _PAIRS_A_PART), workers)
    return shared

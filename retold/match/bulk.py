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
from retold.kernels import folding, sharing, words
from retold.kernels.texts import Array, text_bytes
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
    text, offsets = text_bytes(texts)
    reports = len(offsets) - 1
    # A word is at least a byte, and one to the next; of a script without blanks a character is three bytes.
    room = len(text) // 2 + reports + 1
    ngrams, marks = np.empty(room, np.uint32), np.empty(room, np.uint64)
    ngram_ends, mark_ends = np.zeros(reports + 1, np.int64), np.zeros(reports + 1, np.int64)
    sums, distinct = np.empty(reports, np.uint64), np.empty(reports, np.int32)
    count, chosen = words.fingerprint(
        text,
        offsets,
        *folding.load(),
        settings.match_window,
        ngrams,
        ngram_ends[1:],
        marks,
        mark_ends[1:],
        sums,
        distinct,
    )
    return pa.table(
        [
            pa.array(sums.view(np.int64)),
            pa.array(distinct.astype(np.int64)),
            _lists(ngram_ends, ngrams[:count].copy().view(np.int32)),
            _lists(mark_ends, marks[:chosen].copy().view(np.int64)),
        ],
        schema=PRINTS,
    )


def _lists(ends: Array, values: Array) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array(ends), pa.array(values))


class Prints:
    """The fingerprints of all reports, batch by batch, as the arrays that kernels take."""

    def __init__(self) -> None:
        self.sums: list[Array] = []
        self.distinct: list[Array] = []
        self.ngrams: list[Array] = []
        self.ngram_counts: list[Array] = []
        self.marks: list[Array] = []
        self.mark_counts: list[Array] = []

    def add(self, prints: pa.Table) -> None:
        for batch in prints.to_batches():
            self.sums.append(batch.column("word_sum").to_numpy().view(np.uint64))
            self.distinct.append(batch.column("distinct").to_numpy().astype(np.int32))
            for name, values, counts, kind in (
                ("ngrams", self.ngrams, self.ngram_counts, np.uint32),
                ("marks", self.marks, self.mark_counts, np.uint64),
            ):
                column = batch.column(name)
                values.append(column.flatten().to_numpy().view(kind))
                counts.append(np.diff(column.offsets.to_numpy()))


def find_candidates(
    report_ids: pa.ChunkedArray, prints: Prints, *, settings: Settings, workers: int = 1
) -> tuple[pa.Table, Capped]:
    """The pairs of reports that share at least `match_shared_ngrams` n-grams, sorted by id, and what was capped.

    A pair is looked at where the marks that both hold are rare enough together. Reports are told apart by their place in
    `report_ids`; those must be in one order whatever the order of the input.
    """
    reports = len(report_ids)
    if reports == 0:
        return schema(kinds.Pair).empty_table(), Capped(0, 0, 0)
    ngrams = np.concatenate(prints.ngrams)
    ngram_ends = np.cumsum(np.concatenate(prints.ngram_counts))
    prints.ngrams.clear()
    marked = np.concatenate(prints.mark_counts)
    first_of, folded = _fold(np.concatenate(prints.sums), ngram_ends, settings)
    lists = _index(prints, folded, reports)
    distinct = np.concatenate(prints.distinct)
    sizes = np.diff(lists.ends, prepend=0)
    cap = settings.match_mark_cap
    # Past the cap a list costs what one at the cap does: its reports are paired with so many neighbours. To drop
    # it would hide what went everywhere.
    reach = np.where(sizes <= cap, sizes, cap * cap // (2 * np.maximum(sizes, 1)) + 1)
    rarity = np.maximum(1, np.rint(_PARTS * np.log2(reports / np.maximum(sizes, 1)))).astype(np.int32)
    floor = max(1, round(_PARTS * (math.log2(reports) - math.log2(settings.match_lone_mark))))
    places = np.arange(len(lists.members))
    reach_ends = np.minimum(np.repeat(lists.ends, sizes), places + 1 + np.repeat(reach, sizes))
    weights = np.repeat(rarity, sizes)
    del places
    report_ends = np.empty(reports, np.int64)
    standing = np.empty(len(lists.members), np.int64)
    sharing.by_report(lists.members, lists.ends, len(lists.ends), report_ends, standing)

    def share(part: tuple[int, int]) -> Array:
        room = 4 * (part[1] - part[0]) + 1024
        while True:
            found = np.empty((room, 2), np.int64)
            count = sharing.share_marks(
                *part, lists.members, reach_ends, report_ends, standing, weights, marked, floor, found
            )
            if count <= room:
                return found[:count].copy()
            room = count

    found = np.concatenate(_each(share, _parts(reports, _REPORTS_A_PART), workers))
    held = np.diff(ngram_ends, prepend=0)
    left, right = found[:, 0], found[:, 1]
    swap = held[left] < held[right]
    owners, others = np.where(swap, right, left), np.where(swap, left, right)
    order = np.argsort(owners, kind="stable")
    owners, others = owners[order], others[order]
    shared = np.empty(len(owners), np.int32)

    def verify(part: tuple[int, int]) -> None:
        here = slice(*part)
        sharing.share_ngrams(owners[here], others[here], ngrams, ngram_ends, shared[here])

    _each(verify, _parts(len(owners), _PAIRS_A_PART), workers)
    least = np.minimum(distinct[owners], distinct[others])
    enough = (shared >= settings.match_shared_ngrams) | (shared >= least * settings.match_copied_runs)
    enough &= shared > 0
    copies = np.flatnonzero(folded & (distinct > 0))
    owners = np.concatenate([owners[enough], first_of[copies]])
    others = np.concatenate([others[enough], copies])
    shared = np.concatenate([shared[enough], distinct[copies]])
    least = np.concatenate([least[enough], distinct[copies]])
    capped = Capped(int((sizes > cap).sum()), int(sizes.max(initial=0)), len(copies))
    return _pairs_table(report_ids, owners, others, shared, least, settings), capped


# Rarities are integers, logarithms in so many parts, so that sums do not depend on their order.
_PARTS = 16
_REPORTS_A_PART = 4096
_PAIRS_A_PART = 65536


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


def _index(prints: Prints, folded: Array, reports: int) -> _Lists:
    """The reports that hold each mark held by two or more, marks met once being dropped before anything is sorted."""
    marks_in_all = sum(map(len, prints.marks))
    bits = 1 << min(31, max(12, int(8 * marks_in_all).bit_length()))
    once, twice = np.zeros(bits // 64, np.uint64), np.zeros(bits // 64, np.uint64)
    for marks in prints.marks:
        sharing.note_marks(marks, once, twice)
    del once
    low_bits = max(1, int(reports).bit_length())
    kept = []
    first = 0
    for marks, counts in zip(prints.marks, prints.mark_counts):
        keys = np.empty(len(marks), np.uint64)
        skip = folded[first : first + len(counts)]
        count = sharing.keep_repeated(marks, np.cumsum(counts), skip, first, twice, low_bits, keys)
        kept.append(keys[:count].copy())
        first += len(counts)
    prints.marks.clear()
    keys = np.concatenate(kept)
    del kept, twice
    keys.sort()
    members, ends = np.empty(len(keys), np.int32), np.empty(len(keys) // 2 + 1, np.int64)
    lists, held = sharing.make_lists(keys, low_bits, members, ends)
    return _Lists(members[:held], ends[:lists])


def _pairs_table(
    report_ids: pa.ChunkedArray,
    owners: Array,
    others: Array,
    shared: Array,
    least: Array,
    settings: Settings,
) -> pa.Table:
    """The pairs as a table of `kinds.Pair`, sorted by left and right id."""
    form = schema(kinds.Pair)
    ids = report_ids.combine_chunks() if isinstance(report_ids, pa.ChunkedArray) else report_ids
    # The place of each report in the order of ids: numbers are compared for strings.
    order = np.empty(len(ids), np.int64)
    by_id = pc.sort_indices(ids).to_numpy()
    order[by_id] = np.arange(len(ids))
    swap = order[owners] > order[others]
    left, right = np.where(swap, others, owners), np.where(swap, owners, others)
    places = np.lexsort((order[right], order[left]))
    left, right = left[places], right[places]
    shared, least = shared[places], least[places]
    contained = np.round(shared / np.maximum(least, 1), 4)
    count = len(left)
    same = contained >= settings.match_bulk_story
    why = pa.DictionaryArray.from_arrays(
        pa.array((contained >= settings.match_copied_runs).astype(np.int32)),
        pa.array(["runs of five words in common", "copied"]),
    )
    columns = {
        "left_id": ids.take(pa.array(left)),
        "right_id": ids.take(pa.array(right)),
        "shared_ngrams": pa.array(shared.astype(np.int64)),
        "containment": pa.array(contained),
        "names": pa.array(np.zeros(count)),
        "figures": pa.array(np.zeros(count, np.int64)),
        "same_story": pa.array(same),
        "why": why.cast(pa.string()),
    }
    return pa.table([columns[name] for name in form.names], schema=form)

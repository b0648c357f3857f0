"""Pairs among very many reports, by the runs of words that they share: the large form of candidate search.

`fingerprint` goes over each batch by itself; `find_candidates` takes all fingerprints together. What the small form also
knows, names and figures, is not looked at: two reports that share no words are no pair here.
"""

from __future__ import annotations

import math
import os
import shutil
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
    """The fingerprints of all reports, batch by batch, as the arrays that kernels take.

    Args:
        spill: a folder to keep n-grams and marks in, where there are too many for memory; what was there is written anew.
        memory: bytes that sorting the marks may take then.
    """

    def __init__(self, spill: str | None = None, memory: int = 0) -> None:
        self.sums: list[Array] = []
        self.distinct: list[Array] = []
        self.ngrams: list[Array] = []
        self.ngram_counts: list[Array] = []
        self.marks: list[Array] = []
        self.mark_counts: list[Array] = []
        self._spill, self._memory = spill, memory
        self._reports = 0
        if spill is not None:
            shutil.rmtree(spill, ignore_errors=True)
            os.makedirs(spill)

    def add(self, prints: pa.Table) -> None:
        """Takes the fingerprints of the reports that come next."""
        for batch in prints.to_batches():
            self.sums.append(batch.column("word_sum").to_numpy().view(np.uint64))
            self.distinct.append(batch.column("distinct").to_numpy().astype(np.int32))
            counts = {name: np.diff(batch.column(name).offsets.to_numpy()) for name in ("ngrams", "marks")}
            ngrams = batch.column("ngrams").flatten().to_numpy().view(np.uint32)
            marks = batch.column("marks").flatten().to_numpy()
            self.ngram_counts.append(counts["ngrams"])
            self.mark_counts.append(counts["marks"])
            if self._spill is None:
                self.ngrams.append(ngrams)
                self.marks.append(marks.view(np.uint64))
            else:
                with open(os.path.join(self._spill, "ngrams"), "ab") as file:
                    ngrams.tofile(file)
                self._write_marks(marks, counts["marks"])
            self._reports += batch.num_rows

    def _write_marks(self, marks: Array, counts: Array) -> None:
        from pyarrow import parquet

        assert self._spill is not None
        numbers = np.repeat(np.arange(self._reports, self._reports + len(counts)), counts)
        target = os.path.join(self._spill, f"marks-{len(self.mark_counts):06d}.parquet")
        rows = pa.table({"mark": pa.array(marks), "report": pa.array(numbers)})
        parquet.write_table(rows, target, use_dictionary=False, compression="none")

    def all_ngrams(self) -> Array:
        """The n-grams of all reports; spilled ones stay where they are and are read as they are asked for."""
        if self._spill is None:
            ngrams = np.concatenate(self.ngrams)
            self.ngrams.clear()
            return ngrams
        path = os.path.join(self._spill, "ngrams")
        return np.memmap(path, np.uint32, "r") if os.path.getsize(path) else np.empty(0, np.uint32)

    def repeated_keys(self, folded: Array, low_bits: int) -> Array | None:
        """The sorted keys of spilled marks that two reports hold; None where marks are in memory.

        DuckDB sorts on disk what does not fit. A key is as in `sharing.keep_repeated`.
        """
        if self._spill is None:
            return None
        import duckdb

        folder = self._spill.replace("'", "''")
        query = f"""
            WITH held AS (
                SELECT DISTINCT mark >> {low_bits} AS key, report FROM read_parquet('{folder}/marks-*.parquet')
                WHERE report NOT IN (SELECT report FROM folded)
            ),
            repeated AS (SELECT key FROM held GROUP BY key HAVING count(*) > 1)
            SELECT key * {1 << low_bits} + report AS key FROM held SEMI JOIN repeated USING (key) ORDER BY 1
        """
        with duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = '{max(100, self._memory // 1_000_000)}MB'")
            connection.execute(f"SET temp_directory = '{folder}/sorting'")
            connection.execute("SET preserve_insertion_order = false")
            connection.register("folded", pa.table({"report": pa.array(np.flatnonzero(folded))}))
            keys = connection.sql(query).to_arrow_table().column("key").to_numpy()
        return np.ascontiguousarray(keys).view(np.uint64)


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
    ngrams = prints.all_ngrams()
    ngram_ends = np.cumsum(np.concatenate(prints.ngram_counts))
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
    low_bits = max(1, int(reports).bit_length())
    keys = prints.repeated_keys(folded, low_bits)
    if keys is None:
        keys = _keys_in_memory(prints, folded, low_bits)
    members, ends = np.empty(len(keys), np.int32), np.empty(len(keys) // 2 + 1, np.int64)
    lists, held = sharing.make_lists(keys, low_bits, members, ends)
    return _Lists(members[:held], ends[:lists])


def _keys_in_memory(prints: Prints, folded: Array, low_bits: int) -> Array:
    marks_in_all = sum(map(len, prints.marks))
    bits = 1 << min(31, max(12, int(8 * marks_in_all).bit_length()))
    once, twice = np.zeros(bits // 64, np.uint64), np.zeros(bits // 64, np.uint64)
    for marks in prints.marks:
        sharing.note_marks(marks, once, twice)
    del once
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
    keys.sort()
    return keys


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

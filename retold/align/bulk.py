"""Passages of very many pairs: the spans that two reports share word for word or nearly, by kernels."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold import kinds
from retold.kernels import folding, passages
from retold.kernels.ids import Places
from retold.kernels.texts import Array, text_bytes
from retold.settings import Settings
from retold.spans import OffsetMap

PASSAGES = pa.schema(
    [
        pa.field("left_id", pa.string()),
        pa.field("right_id", pa.string()),
        pa.field("left_start", pa.int64()),
        pa.field("left_end", pa.int64()),
        pa.field("right_start", pa.int64()),
        pa.field("right_end", pa.int64()),
        pa.field("score", pa.float64()),
        pa.field("same_words", pa.int64()),
        pa.field("left_words", pa.int64()),  # of the whole report
        pa.field("right_words", pa.int64()),
        pa.field("words_key", pa.int64()),  # the same where the same words are shared by others
    ]
)

# So many pairs are given to a thread at once.
_PAIRS_A_PART = 4096


def find_passages(texts: pa.Table, pairs: pa.Table, *, settings: Settings, workers: int = 1) -> pa.Table:
    """The passages of `pairs`, from a table of texts that holds both sides of each, sorted by ids and place.

    Spans are half-open, in code points of the decoded source.
    """
    if not pairs.num_rows:
        return PASSAGES.empty_table()
    places = Places(texts.column("report_id"))
    lefts, rights = (places.of(pairs.column(name)) for name in ("left_id", "right_id"))
    text, offsets = text_bytes(texts)
    sizes = np.diff(offsets)
    swap = sizes[lefts] < sizes[rights]
    owners, others = np.where(swap, rights, lefts), np.where(swap, lefts, rights)
    order = np.lexsort((others, owners))
    owners, others, swap = owners[order], others[order], swap[order]

    def work(start: int) -> tuple[Array, Array, Array]:
        part = slice(start, start + _PAIRS_A_PART)
        room = 4 * _PAIRS_A_PART
        while True:
            of, key = np.empty(room, np.int64), np.empty(room, np.uint64)
            out = np.empty((room, 8), np.int32)
            count = passages.find_stretches(
                text,
                offsets,
                *folding.load(),
                owners[part],
                others[part],
                settings.align_bulk_seed,
                settings.align_bulk_places,
                round(100 * settings.align_bulk_miss),
                round(100 * settings.align_bulk_slack),
                settings.align_passage_gap_words,
                settings.align_bulk_drift,
                settings.align_bulk_words,
                round(100 * settings.align_bulk_density),
                of,
                key,
                out,
            )
            if count <= room:
                return of[:count] + start, key[:count].copy(), out[:count].copy()
            room = count

    starts = range(0, len(owners), _PAIRS_A_PART)
    if workers == 1 or len(starts) == 1:
        results = [work(start) for start in starts]
    else:
        with ThreadPoolExecutor(workers) as pool:
            results = list(pool.map(work, starts))
    of = np.concatenate([r[0] for r in results])
    keys = np.concatenate([r[1] for r in results]).view(np.int64)
    out = np.concatenate([r[2] for r in results]).astype(np.int64)
    turned = swap[of]
    here, there = out[:, [0, 1, 6]], out[:, [2, 3, 7]]
    left = np.where(turned[:, None], there, here)
    right = np.where(turned[:, None], here, there)
    where = order[of]
    # Pairs are sorted by id, so a pair's place sorts its passages; then their place in the left report.
    sorting = np.lexsort((right[:, 0], left[:, 0], where))
    where, left, right, out, keys = where[sorting], left[sorting], right[sorting], out[sorting], keys[sorting]
    score = np.round(np.minimum(1.0, out[:, 4] / np.maximum(1, out[:, 5])), 4)
    table = pa.table(
        [
            pairs.column("left_id").take(pa.array(where)),
            pairs.column("right_id").take(pa.array(where)),
            *(pa.array(c.copy()) for c in (left[:, 0], left[:, 1], right[:, 0], right[:, 1])),
            pa.array(score),
            pa.array(out[:, 4].copy()),
            pa.array(left[:, 2].copy()),
            pa.array(right[:, 2].copy()),
            pa.array(keys),
        ],
        schema=PASSAGES,
    )
    return _in_source(table, texts)


def mark_boilerplate(parts: Iterable[pa.Table], outlets: pa.Table, *, settings: Settings) -> pa.Array:
    """For each passage whether it is boilerplate: the same words in many reports of one outlet that share little else.

    Args:
        parts: the passages of all pairs, a table after another; those of a pair stand together in one table.
        outlets: `report_id` and `outlet` of all reports; reports without an outlet are of one, the pile.
    """
    outlet = pc.fill_null(outlets.column("outlet"), "").combine_chunks().dictionary_encode().indices.to_numpy()
    places = Places(outlets.column("report_id"))
    kept = [_alike(part, outlet, places, settings) for part in parts]
    if not kept:
        return pa.array([], pa.bool_())
    keys, left, right, alone = (np.concatenate(columns) for columns in zip(*kept))
    kept.clear()
    flags = np.zeros(len(keys), bool)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    del keys
    times = np.diff(starts, append=len(order))
    # So few passages cannot have so many reports: most words are shared by one pair, and are done with here.
    many = 2 * times >= settings.match_boilerplate_reports
    order = order[np.repeat(many, times)]
    times = times[many]
    group = np.repeat(np.arange(len(times)), times)
    held = np.concatenate([group * (len(outlet) + 1) + side[order] for side in (left, right)])
    reports = np.bincount(np.unique(held) // (len(outlet) + 1), minlength=len(times))
    del held
    apart = np.bincount(group, alone[order], minlength=len(times)) / times
    often = (reports >= settings.match_boilerplate_reports) & (apart >= settings.match_boilerplate_apart)
    flags[order] = often[group] & alone[order]
    return pa.array(flags)


def _alike(passages: pa.Table, outlet: Array, places: Places, settings: Settings) -> tuple[Array, Array, Array, Array]:
    """(key of the words, place of the left report, of the right one, whether of one outlet and sharing little else)."""
    same = passages.column("same_words").to_numpy()
    least = np.minimum(passages.column("left_words").to_numpy(), passages.column("right_words").to_numpy())
    left, right = (places.of(passages.column(name)).astype(np.int32) for name in ("left_id", "right_id"))
    # Pairs stand together: the words that a pair shares in all its passages, at each of these.
    first = np.ones(len(left), bool)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    pair = np.cumsum(first) - 1
    in_all = np.bincount(pair, same, minlength=int(pair[-1]) + 1 if len(pair) else 0)[pair]
    little = (in_all - same) < settings.match_bulk_story * least
    little &= same < settings.match_copied_runs * least
    return passages.column("words_key").to_numpy(), left, right, little & (outlet[left] == outlet[right])


def _in_source(table: pa.Table, texts: pa.Table) -> pa.Table:
    """`table` with the spans of reports whose running text is not their source taken there."""
    counts = pc.list_value_length(texts.column("segments"))
    apart = texts.filter(pc.greater(counts, 0))
    if not apart.num_rows:
        return table
    maps = {
        report_id: OffsetMap([kinds.Segment(**s) for s in segments])
        for report_id, segments in zip(apart.column("report_id").to_pylist(), apart.column("segments").to_pylist())
    }
    columns = {name: table.column(name).to_pylist() for name in PASSAGES.names}
    kept = []
    for n in range(table.num_rows):
        keep = True
        for side in ("left", "right"):
            found = maps.get(columns[f"{side}_id"][n])
            if found is not None:
                span = found.hull(columns[f"{side}_start"][n], columns[f"{side}_end"][n])
                if span is None:
                    keep = False
                else:
                    columns[f"{side}_start"][n], columns[f"{side}_end"][n] = span.start, span.end
        kept.append(keep)
    return pa.table({n: pa.array(columns[n], PASSAGES.field(n).type) for n in PASSAGES.names}).filter(pa.array(kept))

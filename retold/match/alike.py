"""Pairs of reports compared by a kernel: what `pairs.Scale.compare_near` says of each, from the table of signatures."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from retold.kernels import alike as kernels
from retold.kernels.nearest import damp
from retold.kernels.texts import Array
from retold.match import evidence
from retold.match.nearest import FINE_WEIGHT
from retold.match.signature import SHORT_SENTENCE
from retold.match.signed import LEAD, MARKED
from retold.settings import Settings

ALIKE = pa.schema(
    [
        pa.field("left_id", pa.string()),
        pa.field("right_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("shared_ngrams", pa.int64()),
        pa.field("containment", pa.float64()),
        pa.field("names", pa.float64()),
        pa.field("figures", pa.int64()),
        pa.field("specific", pa.int64()),
        pa.field("near_miss", pa.bool_()),
        pa.field("undated", pa.float64()),
        pa.field("why", pa.string()),
    ]
)


def weigh(rarities: Array, times: Array, flags: Array) -> Array:
    """The weight of each term in its report, `nearest.weight` of many."""
    places, damped = damp(times)
    # The same products in the same order, rounded alike.
    weighed = rarities * damped[places]
    weighed = weighed * np.where(flags & MARKED, evidence.NAME_FACTOR, 1)
    weighed = weighed * np.where(flags & LEAD, evidence.LEAD_FACTOR, 1)
    whole: Array = np.rint(FINE_WEIGHT * weighed) / FINE_WEIGHT
    return whole


def compare_pairs(
    signed: pa.Table, rarities: Array, pairs: Array, settings: Settings, least: float | None = None
) -> pa.Table:
    """The pairs that are alike enough, as rows of `ALIKE` in the order of `pairs`.

    Args:
        signed: rows of `SIGNED`.
        rarities: of each term of these in the pile, float64, in the order of their flattened `keys`.
        pairs: the two sides of each by place in `signed`, int64, shape (n, 2), the one with the lesser id first.
        least: the score that counts, instead of the floor for pairs; with 0 every pair is told.
    """
    floor = settings.match_pair_floor if least is None else least
    sides = _read(signed, rarities, settings, floor)
    kept, counts, shares = kernels.compare(sides, np.ascontiguousarray(pairs, np.int64))
    score = round_all(np.minimum(shares[:, 0], 1.0))
    enough = score >= floor
    if not enough.all():
        kept, counts, shares, score = kept[enough], counts[enough], shares[enough], score[enough]
    runs, figures, specific, verdict, days = (counts[:, n].astype(np.int64) for n in range(5))
    containment, names, undated = (round_all(np.minimum(shares[:, n], 1.0)) for n in (1, 2, 3))
    ids = _whole(signed, "report_id")
    columns = [
        *(ids.take(pa.array(pairs[kept, n])) for n in (0, 1)),
        *(pa.array(c) for c in (score, runs, containment, names, figures, specific)),
        *(pa.array(verdict != kernels.SAME_EVENT), pa.array(undated), _reasons(verdict, specific, runs, days)),
    ]
    return pa.table(columns, schema=ALIKE)


def _read(signed: pa.Table, rarities: Array, settings: Settings, least: float) -> kernels.Sides:
    keys, ends = _flat(signed, "keys")
    bits, times, flags = (_flat(signed, name)[0] for name in ("bits", "times", "flags"))
    sentence_keys, sentence_ends = _flat(signed, "sentence_keys")
    places, report_places = _flat(signed, "places")
    rows = np.repeat(np.arange(signed.num_rows), np.diff(sentence_ends, prepend=0))
    return kernels.make_sides(
        kernels.Terms(keys, bits, rarities, weigh(rarities, times, flags), times, flags, ends),
        kernels.Reports(
            _numbers(signed, "day", kernels.NO_DAY),
            _numbers(signed, "outlet", 0),
            pc.cast(_whole(signed, "noted"), pa.uint8()).to_numpy(zero_copy_only=False),
        ),
        kernels.Sentences(
            sentence_keys,
            _flat(signed, "sentence_words")[0],
            np.lexsort((sentence_keys, rows)),
            _flat(signed, "sentence_ends")[0],
            sentence_ends,
            places,
            report_places,
        ),
        kernels.Ngrams(*_flat(signed, "ngrams")),
        _limits(settings, least),
    )


def _limits(settings: Settings, least: float) -> kernels.Limits:
    return kernels.Limits(
        least=least,
        rounding=evidence.ROUNDING,
        plenty=evidence.PLENTY,
        few=evidence.FEW,
        specific_weight=settings.match_specific_weight,
        specific_share=settings.match_specific_share,
        many_specific=settings.match_many_specific,
        copied_runs=settings.match_copied_runs,
        template_runs=settings.match_template_runs,
        figure_share=settings.match_figure_share,
        short_sentence=SHORT_SENTENCE,
        subject_bits=evidence.SUBJECT_BITS,
        subject_share=evidence.SUBJECT_SHARE,
        update_days=settings.match_update_days,
        window_days=settings.match_window_days,
        forms=settings.match_forms,
        frame_bits=evidence.FRAME_BITS,
        frame_cover=evidence.FRAME_COVER,
        refilled_share=settings.match_refilled,
        near_miss_factor=settings.match_near_miss,
        apart_factor=settings.match_apart,
    )


def _whole(signed: pa.Table, column: str) -> pa.Array:
    chunks = signed.column(column).chunks
    return (
        chunks[0]
        if len(chunks) == 1
        else pa.concat_arrays(chunks)
        if chunks
        else pa.array([], signed.schema.field(column).type)
    )


def _numbers(signed: pa.Table, column: str, missing: int) -> Array:
    found: Array = _whole(signed, column).fill_null(missing).to_numpy(zero_copy_only=False)
    return np.ascontiguousarray(found)


def _flat(signed: pa.Table, column: str) -> tuple[Array, Array]:
    """(the values of a column of lists in one piece, where those of each row end)."""
    chunks = signed.column(column).chunks
    kind = signed.schema.field(column).type.value_type.to_pandas_dtype()
    # Of all rows together there may be more than a list of 32 bits can say.
    values = [chunk.flatten().to_numpy(zero_copy_only=False) for chunk in chunks]
    counts = [pc.list_value_length(chunk).to_numpy(zero_copy_only=False) for chunk in chunks]
    whole = values[0] if len(values) == 1 else np.concatenate([np.empty(0, kind), *values])
    return whole, np.cumsum(np.concatenate([np.empty(0, np.int64), *counts]))


def round_all(values: Array) -> Array:
    """`round(value, 4)` of each, as Python rounds: by its decimal figures, not by those of ten thousand times as much."""
    large = values * 1e4
    found = np.rint(large) / 1e4
    near = np.abs(large - np.floor(large) - 0.5) < 1e-6
    if near.any():
        found[near] = [round(value, 4) for value in values[near].tolist()]
    return found


def _reasons(verdict: Array, specific: Array, runs: Array, days: Array) -> pa.Array:
    """Why each pair is one, or is none."""

    def written(numbers: Array) -> pa.Array:
        return pc.cast(pa.array(numbers), pa.string())

    names, words = evidence.IN_COMMON
    found = pc.binary_join_element_wise(written(specific), names, written(runs), words, " ")
    for number, said in (
        (kernels.OTHER_NAMES, evidence.OTHER_NAMES),
        (kernels.NONE_OF_THE_FIGURES, evidence.NONE_OF_THE_FIGURES),
        (kernels.REFILLED, evidence.REFILLED),
        (kernels.APART, pc.binary_join_element_wise(written(days), evidence.DAYS_APART, " ")),
    ):
        found = pc.if_else(pa.array(verdict == number), said, found)
    return found

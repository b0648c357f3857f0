"""Signatures and comparisons of a batch of reports as tables: what the worker processes of a corpus run do.

They are the functions that a trace signs and compares by; nothing here knows the other reports.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np
import pyarrow as pa

from retold import kinds
from retold.match.pairs import Scale, sign_all
from retold.match.signature import Signature, specifics
from retold.settings import Settings

# A report's terms as numbers, and all that a comparison needs of it as bytes.
SIGNED = pa.schema(
    [
        pa.field("report_id", pa.string()),
        pa.field("folded", pa.string()),
        pa.field("keys", pa.list_(pa.int64())),
        pa.field("bits", pa.list_(pa.float32())),
        pa.field("times", pa.list_(pa.int32())),
        pa.field("flags", pa.list_(pa.int8())),
        pa.field("signature", pa.large_binary()),
    ]
)
MARKED, LEAD, SPECIFIC = 1, 2, 4  # flags

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


@lru_cache(maxsize=131072)
def term_number(key: str) -> int:
    """A number for a term's key, the same in every process."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def sign_many(reports: Sequence[kinds.Report]) -> pa.Table:
    """The signatures of `reports`, a row of `SIGNED` each."""
    encode = msgspec.msgpack.Encoder().encode
    named: list[tuple[str, str]] = []
    packed: list[bytes] = []
    ends = array("i", [0])
    keys, bits, times, flags = array("q"), array("f"), array("i"), array("b")
    for signature in sign_all(reports):
        named.append((signature.report_id, signature.folded))
        packed.append(encode(signature))
        special = specifics(signature, set())
        keys.extend(map(term_number, signature.weights))
        for key, (rarity, count, marked, lead) in signature.weights.items():
            bits.append(rarity)
            times.append(count)
            flags.append(MARKED * marked + LEAD * lead + SPECIFIC * (key in special))
        ends.append(len(keys))
    offsets = pa.array(np.frombuffer(ends, np.int32))
    lists = [
        pa.ListArray.from_arrays(offsets, pa.array(np.frombuffer(values, kind)))
        for values, kind in ((keys, np.int64), (bits, np.float32), (times, np.int32), (flags, np.int8))
    ]
    ids, folds = ([row[n] for row in named] for n in (0, 1))
    return pa.table(
        [pa.array(ids, pa.string()), pa.array(folds, pa.string()), *lists, pa.array(packed, pa.large_binary())],
        schema=SIGNED,
    )


def compare_part(
    signatures: Sequence[bytes], terms: np.ndarray, bits: np.ndarray, pairs: np.ndarray, settings: Settings
) -> pa.Table:
    """The pairs that are alike enough, as rows of `ALIKE`.

    Args:
        signatures: of the reports of the part.
        terms, bits: the numbers of all their terms, sorted, and the rarities of these.
        pairs: the two sides of each pair by place in `signatures`, the one with the lesser id first.
    """
    decode = msgspec.msgpack.Decoder(Signature).decode
    read = [decode(s) for s in signatures]
    scale = Scale(bits_of_terms(read, terms, bits), settings)
    columns: dict[str, list[object]] = {name: [] for name in ALIKE.names}
    for one, other in pairs.tolist():
        left, right = read[one], read[other]
        alike = scale.compare_near(left, right)
        if alike is None:
            continue
        columns["left_id"].append(left.report_id)
        columns["right_id"].append(right.report_id)
        for name in ALIKE.names[2:]:
            columns[name].append(getattr(alike, name))
    return pa.table([pa.array(columns[f.name], f.type) for f in ALIKE], schema=ALIKE)


def bits_of_terms(signatures: Sequence[Signature], terms: np.ndarray, bits: np.ndarray) -> dict[str, float]:
    """The rarities of the terms of `signatures`, from those of the numbers of terms."""
    keys = sorted({key for s in signatures for key in s.weights})
    places = np.searchsorted(terms, np.fromiter(map(term_number, keys), np.int64, len(keys)))
    return dict(zip(keys, bits[places].tolist()))

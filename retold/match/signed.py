"""The signatures of many reports as one table of numbers, as kernels take them.

What `signature.Signature` keeps of a report is here in lists: its terms in the order of their numbers, and its sentences as
places among these. A name or figure that only a report of this event would carry is told by a flag.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

import pyarrow as pa

from retold.kernels import flags

# Flags of a term in a report: a name or figure; in the lead; of this event alone (`signature.specifics`); a figure.
MARKED, LEAD, SPECIFIC, FIGURE = flags.MARKED, flags.LEAD, flags.SPECIFIC, flags.FIGURE

SIGNED = pa.schema(
    [
        pa.field("report_id", pa.string()),
        pa.field("folded", pa.int64()),  # equal for reports whose words are the same
        pa.field("outlet", pa.int64()),  # a number for its name; null where it has none
        pa.field("day", pa.int32()),  # of publication, counted from the year 1; null where it has none
        pa.field("noted", pa.bool_()),
        # Of each term, in the order of `keys`: its number, its background bits, how often it is met, its flags.
        pa.field("keys", pa.list_(pa.int64())),
        pa.field("bits", pa.list_(pa.float32())),
        pa.field("times", pa.list_(pa.int32())),
        pa.field("flags", pa.list_(pa.int8())),
        # Of each sentence: a key that equals where its words are the same, its words counted, and where in `places` it ends.
        pa.field("sentence_keys", pa.list_(pa.int64())),
        pa.field("sentence_words", pa.list_(pa.int32())),
        pa.field("sentence_ends", pa.list_(pa.int32())),
        pa.field("places", pa.list_(pa.int32())),  # the terms of each sentence, as places in `keys`, each once, rising
        pa.field("ngrams", pa.list_(pa.int64())),  # the runs of words of `signature.NGRAM`, each once, rising
    ]
)


def number_of(key: str) -> int:
    """A number for a term's key, or any name, the same in every process."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


# The same for those who ask again and again.
term_number = lru_cache(maxsize=131072)(number_of)


@lru_cache(maxsize=16384)
def day_number(day: str | None) -> int | None:
    """The day that an ISO date names, counted from the year 1; None for what is no date."""
    if day is None:
        return None
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None

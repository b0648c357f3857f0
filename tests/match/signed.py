"""The table of signatures, made slowly from `Signature` objects: the twin of `signing.sign_many`."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from retold.match.signature import Signature, specifics
from retold.match.signed import FIGURE, LEAD, MARKED, SIGNED, SPECIFIC, day_number, term_number


def to_signed(signatures: Sequence[Signature]) -> pa.Table:
    rows = []
    for s in signatures:
        special = specifics(s, set())
        keys = sorted(s.weights, key=term_number)
        place = {key: n for n, key in enumerate(keys)}
        ends, places = [], []
        for sentence in s.sentences:
            places += sorted(place[k] for k in {*sentence.frame, *sentence.figures})
            ends.append(len(places))
        rows.append(
            {
                "report_id": s.report_id,
                "folded": int.from_bytes(bytes.fromhex(s.folded), "little", signed=True),
                "outlet": None if s.outlet is None else term_number(s.outlet),
                "day": day_number(s.day),
                "noted": s.noted,
                "keys": [term_number(k) for k in keys],
                "bits": [s.weights[k][0] for k in keys],
                "times": [s.weights[k][1] for k in keys],
                "flags": [
                    MARKED * s.weights[k][2]
                    + LEAD * s.weights[k][3]
                    + SPECIFIC * (k in special)
                    + FIGURE * k[0].isdigit()
                    for k in keys
                ],
                "sentence_keys": [sentence.key for sentence in s.sentences],
                "sentence_words": [sentence.words for sentence in s.sentences],
                "sentence_ends": ends,
                "places": places,
                "ngrams": sorted(s.ngrams),
            }
        )
    return pa.Table.from_pylist(rows, schema=SIGNED)

"""The learnt weights of the comparer of claims: what each feature adds to the odds that a claim is supported.

A line of retold/data/record/claims.txt is a feature and its weight, in log-odds. lab/claims/fit_claims.py fits them; a
feature that can only speak one way has a weight of that sign, whatever the examples say: a new name never speaks for a claim.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from retold.data import read_lines
from retold.record.claim_evidence import Told

SHORTEST_TEXT, LONGEST_TEXT = 10, 60  # content words: few shorter and longer ones were there to learn from


class Weights(msgspec.Struct, frozen=True, gc=False, order=True):
    """A weighted sum of features, in log-odds."""

    base: float
    weights: tuple[tuple[str, float], ...]

    def odds(self, features: Mapping[str, float]) -> float:
        """The log-odds; a feature that is not given counts as 0."""
        return round(math.fsum([self.base, *(w * features.get(name, 0.0) for name, w in self.weights)]), 6)


@cache
def read_weights(name: str) -> Weights:
    """The weights in the data file record/`name`."""
    found = {feature: float(weight) for feature, weight in map(str.split, read_lines(f"record/{name}"))}
    return Weights(found.pop("base", 0.0), tuple(sorted(found.items())))


def chance(odds: float) -> float:
    """Log-odds as a chance, 0..1."""
    return round(1 / (1 + math.exp(-max(-40.0, min(40.0, odds)))), 4)


def of_text(sentences: Sequence[Sequence[Told]]) -> dict[str, float]:
    """What a retelling's length adds: of many words some always look wrong, so one of them weighs less."""
    size = sum(bool(t.bits) for words in sentences for t in words)
    return {"text_words": round(math.log1p(max(SHORTEST_TEXT, min(size, LONGEST_TEXT))), 6)}

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


def of_text(features: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """What all sentences of a claim say together: how freely it tells its source. A new word in a free summary is no sign."""
    if not features:
        return {}
    return {"text_new_share": math.fsum(f["new_share"] for f in features) / len(features)}

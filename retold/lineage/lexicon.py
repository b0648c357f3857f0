"""The word lists and weights of this room, as the files under data/lineage/ give them."""

from __future__ import annotations

from functools import cache

import msgspec

from retold.data import read_data


class Weight(msgspec.Struct, frozen=True, gc=False, order=True):
    """What one instance of a kind of evidence weighs, in log-odds, and the most that a pair may collect of it."""

    one: float
    most: float


def _lines(name: str) -> list[str]:
    text = read_data(f"lineage/{name}")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a list, by the name of its file without its ending."""
    return frozenset(word for line in _lines(f"{name}.txt") for word in line.split())


@cache
def weights() -> dict[str, Weight]:
    """The weight of each kind of evidence."""
    found = {}
    for line in _lines("weights.txt"):
        kind, one, most, _reason = (part.strip() for part in line.split("|", 3))
        found[kind] = Weight(float(one), float(most))
    return found

"""Agreements: what was signed, how many, by whom, over which fields."""

from __future__ import annotations

from retold import kinds
from retold.facts.names import Names
from retold.facts.reading import Reading


def find_agreements(
    reading: Reading, names: Names, quantities: list[kinds.Quantity], lists: list[kinds.ListFact]
) -> list[kinds.Agreement]:
    """What the report says was signed or agreed, spans in text."""
    return []

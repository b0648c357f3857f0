"""Quantities: value, unit, bound, what of, and who asserts them."""

from __future__ import annotations

from retold import kinds
from retold.facts.reading import Reading


def find_quantities(reading: Reading, dates: list[kinds.DateMention]) -> list[kinds.Quantity]:
    """The figures in the report's text, those of `dates` left out; spans in text."""
    return []


def with_asserters(quantities: list[kinds.Quantity], statements: list[kinds.Statement]) -> list[kinds.Quantity]:
    """`quantities`, each with the speaker of the statement it stands in; the narrator's have None."""
    return quantities

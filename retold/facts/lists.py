"""Lists: members named after "covering", "including", "principles:" and the like, with the stated count."""

from __future__ import annotations

from retold import kinds
from retold.facts.reading import Reading


def find_lists(reading: Reading) -> list[kinds.ListFact]:
    """The lists that the report gives, spans in text."""
    return []

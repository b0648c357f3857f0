"""Initiatives: named plans and programmes, with acronym, rank, author and members."""

from __future__ import annotations

from retold import kinds
from retold.facts.names import Names
from retold.facts.reading import Reading


def find_initiatives(reading: Reading, names: Names, lists: list[kinds.ListFact]) -> list[kinds.Initiative]:
    """The named initiatives of the report, each once, spans in text."""
    return []

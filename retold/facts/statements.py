"""Statements: speaker, cue and content; the narrator's own sentences are none."""

from __future__ import annotations

from retold import kinds
from retold.facts.names import Names
from retold.facts.reading import Reading


def find_statements(reading: Reading, names: Names) -> list[kinds.Statement]:
    """Who said what in the report, spans in text, in text order."""
    return []

"""Events, typed by PLOVER's names plus STATE and SIGN."""

from __future__ import annotations

from retold import kinds
from retold.facts.names import Names
from retold.facts.reading import Reading


def find_events(
    reading: Reading, names: Names, dates: list[kinds.DateMention], agreements: list[kinds.Agreement]
) -> list[kinds.Event]:
    """What the report says happened, spans in text."""
    return []

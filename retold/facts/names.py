"""Names: people with titles, organisations with acronyms, places by role, and who "he" is."""

from __future__ import annotations

from typing import NamedTuple

from retold import kinds
from retold.facts.reading import Reading


class Names(NamedTuple):
    """The names of a report, spans in text."""

    people: list[kinds.Person]
    organisations: list[kinds.Organisation]
    places: list[kinds.Place]

    def canonical(self, surface: str) -> str | None:
        """The fullest name the report gives for `surface` ("Xi", "the SCO"); None for no name known."""
        return None


def find_names(reading: Reading) -> Names:
    """People, organisations and places named in the report."""
    return Names([], [], [])

"""The words by which every rendering names things."""

from __future__ import annotations

import pytest

from retold.show.labels import say_time


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2026-05-19T17:42:00+02:00", "2026-05-19 17:42 +02:00"),
        ("2026-05-19T14:18:00.250Z", "2026-05-19 14:18 UTC"),
        ("2026-05-19T14:18+00:00", "2026-05-19 14:18 UTC"),
        ("2026-05-19T20:15", "2026-05-19 20:15"),
        ("2026-05-19", "2026-05-19"),
        ("2026-05", "2026-05"),
        (None, ""),
    ],
)
def test_a_time_is_shown_with_its_zone(published: str | None, said: str) -> None:
    assert say_time(published) == said

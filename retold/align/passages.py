"""Passages: spans that two reports share, wherever they stand."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table


def find_passages(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The passages of each pair, from the reports and pairs of one story."""
    return to_table(kinds.Passage, [])

"""Discrepancies: rows of a collation whose two sides do not say the same."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table


def find_discrepancies(
    edge: pa.Table, reports: pa.Table, facts: pa.Table, collations: pa.Table, *, settings: Settings
) -> pa.Table:
    """The discrepancies of one edge, from its two reports, their facts and their collation."""
    return to_table(kinds.Discrepancy, [])

"""Links: which sentence of one report says what which sentence of another says; no direction."""

from __future__ import annotations

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.tables import to_table


def link_sentences(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The links of each pair, from the reports and pairs of one story."""
    return to_table(kinds.Link, [])

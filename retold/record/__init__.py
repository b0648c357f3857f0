"""Collations and facts -> the story's record, ledgers, ancestry and discrepancies."""

from retold.record.discrepancies import find_discrepancies
from retold.record.keep import keep_record

__all__ = ["find_discrepancies", "keep_record"]

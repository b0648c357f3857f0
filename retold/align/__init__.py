"""Pair -> Passage, Link; Derivation and Link -> Collation."""

from retold.align.collation import collate, edges
from retold.align.links import link_sentences
from retold.align.passages import find_passages

__all__ = ["collate", "edges", "find_passages", "link_sentences"]

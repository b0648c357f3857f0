"""A report as the room facts reads it: text, sentences, words and quoted stretches, all in text offsets.

Inside this room the spans of every fact count in `Report.text`; `in_source` turns them at the door.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

import msgspec

from retold import kinds
from retold.facts.numerals import Token, tokens_of
from retold.kinds import Span
from retold.spans import OffsetMap
from retold.words import Word, split_words

T = TypeVar("T", bound=msgspec.Struct)


class Reading:
    """One report, opened for reading; the finders of this room take it and keep nothing of it."""

    def __init__(self, report: kinds.Report) -> None:
        self.report = report
        self.text = report.text
        self.sentences = report.sentences

    @cached_property
    def words(self) -> list[Word]:
        """The words of the whole text, in order."""
        return split_words(self.text)

    @cached_property
    def tokens(self) -> list[list[Token]]:
        """The tokens of each sentence; what reads them leaves them as they are."""
        return [tokens_of(self.text, s.start, s.end) for s in self.sentences]

    def cut(self, span: Span) -> str:
        """The text at `span`."""
        return self.text[span.start : span.end]

    def sentence_at(self, place: int) -> kinds.Sentence | None:
        """The sentence that holds the text offset `place`."""
        from bisect import bisect_right

        at = bisect_right(self.sentences, place, key=lambda s: s.start) - 1
        if at < 0 or self.sentences[at].end <= place:
            return None
        return self.sentences[at]


def in_source(fact: T, places: OffsetMap) -> T | None:
    """`fact` with every span turned from text to source; None where a span that it needs has no source.

    A single span becomes the hull of its pieces, a list of spans all the pieces, and a span of which
    nothing stands in the source is left out of lists and becomes None elsewhere.
    """
    changes: dict[str, Any] = {}
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if not value or isinstance(value, (str, float)):
            continue
        if isinstance(value, Span):
            changes[name] = places.hull(value.start, value.end)
            if changes[name] is None and name in ("span", "name_span"):
                return None
        elif isinstance(value, list) and value and isinstance(value[0], Span):
            exact = name == "content_spans"
            pieces = [places.pieces(s.start, s.end) if exact else [places.hull(s.start, s.end)] for s in value]
            changes[name] = [p for some in pieces for p in some if p is not None]
            if not changes[name]:
                return None
        elif isinstance(value, list) and value and isinstance(value[0], msgspec.Struct):
            changes[name] = [f for f in (in_source(v, places) for v in value) if f is not None]
    return msgspec.structs.replace(fact, **changes) if changes else fact

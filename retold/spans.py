"""Spans and offset maps: what rooms share about places in a text.

Half-open, in code points. An `OffsetMap` goes between a derived text (`Report.text`, `Source.running`)
and the source it was made from, by way of `Segment`s.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from retold.kinds import Segment, Span


def overlap(left: Span, right: Span) -> int:
    """How many code points the two share."""
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def hull(spans: Sequence[Span]) -> Span:
    """The smallest span that holds all of `spans`, of which there is at least one."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same code points as sorted spans that neither touch nor overlap; empty ones left out."""
    out: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def length(spans: Iterable[Span]) -> int:
    """The code points that `spans`, which do not overlap, hold together."""
    return sum(s.end - s.start for s in spans)


class OffsetMap:
    """Places in a derived text to places in its source, and back.

    Args:
        segments: sorted by `text_start`, covering the derived text without overlap. Source order
            is usually the same, but need not be (a web page may be read out of order).
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [s.text_start for s in segments]

    def pieces(self, start: int, end: int) -> list[Span]:
        """The source spans behind text [start, end), in text order; touching ones joined.

        Inside a `copy` segment the piece is exact; of any other segment the piece is the whole
        source side, since its characters do not stand one for one. A `gap` gives none.
        """
        out: list[Span] = []
        at = max(0, bisect_right(self._starts, start) - 1)
        for n in range(at, len(self._segments)):
            segment = self._segments[n]
            if segment.text_start >= end:
                break
            lo, hi = max(start, segment.text_start), min(end, segment.text_end)
            if lo >= hi or segment.op == "gap":
                continue
            if segment.op == "copy":
                shift = segment.source_start - segment.text_start
                piece = Span(lo + shift, hi + shift)
            else:
                piece = Span(segment.source_start, segment.source_end)
            if piece.start >= piece.end:
                continue
            if out and out[-1].end == piece.start:
                out[-1] = Span(out[-1].start, piece.end)
            else:
                out.append(piece)
        return out

    def hull(self, start: int, end: int) -> Span | None:
        """The smallest source span behind text [start, end); None where nothing of the source is."""
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and start < end:
            segment = self._segments[at]
            if segment.op == "copy" and end <= segment.text_end:  # nearly always: all of it in one stretch
                shift = segment.source_start - segment.text_start
                return Span(start + shift, end + shift)
        found = self.pieces(start, end)
        return hull(found) if found else None

    def to_text(self, span: Span) -> tuple[int, int] | None:
        """The text behind a source span, as the hull of what is there; None where none of it was kept."""
        lo: int | None = None
        hi = 0
        for segment in self._segments:
            if segment.source_end <= span.start or segment.source_start >= span.end or segment.op == "gap":
                continue
            if segment.op == "copy":
                shift = segment.text_start - segment.source_start
                start = max(span.start, segment.source_start) + shift
                end = min(span.end, segment.source_end) + shift
            else:
                start, end = segment.text_start, segment.text_end
            lo = start if lo is None else min(lo, start)
            hi = max(hi, end)
        return None if lo is None else (lo, hi)

"""A text under repair, with the map from every character of it to the source it came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from retold import kinds
from retold.kinds import Segment, Span
from retold.spans import OffsetMap

Op = Literal["copy", "unescape", "recode", "unwrap", "strip", "join", "gap"]


class Edit(msgspec.Struct, frozen=True, gc=False, order=True):
    """Text [start, end) becomes `after`."""

    start: int
    end: int
    after: str
    op: Op


class Change(msgspec.Struct, frozen=True, gc=False, order=True):
    """What a fixer found at text [start, end), and the edits that mend it.

    `kind` is None for marks of the form itself (a Markdown heading's #): stripping them is no repair.
    `defect` says that something is, or may be, lost for good; such a change may have no edits at all.
    """

    kind: kinds.DefectKind | None
    start: int
    end: int
    edits: Sequence[Edit] = ()
    defect: bool = False
    kept: tuple[int, int] | None = None
    lost: str = "none"
    note: str = ""


class _Record:
    """A change that was made: its span in the source, and where it stands in the draft now."""

    def __init__(self, change: Change, span: Span, kept: Span | None) -> None:
        self.change = change
        self.span = span
        self.kept = kept
        self.start = change.start
        self.end = change.end


class Draft:
    """A text, its segments, and the record of what was changed; `apply` moves all of them on together."""

    def __init__(self, source: str, text: str, segments: Sequence[Segment]) -> None:
        self.source = source
        self.text = text
        self.segments = list(segments)
        self._records: list[_Record] = []
        self._marks: list[int] = []
        self._places: OffsetMap | None = None

    @property
    def places(self) -> OffsetMap:
        """The map of the text as it is now."""
        if self._places is None:
            self._places = OffsetMap(self.segments)
        return self._places

    def span(self, start: int, end: int) -> Span | None:
        """The source behind text [start, end)."""
        return self.places.hull(start, end)

    def outer(self, start: int, end: int) -> Span | None:
        """The source behind text [start, end), with what was stripped at both ends."""
        pieces = [(s, e) for _, s, e, _ in self.cut(start, end) if s < e]
        return Span(min(s for s, _ in pieces), max(e for _, e in pieces)) if pieces else None

    def cut(self, start: int, end: int) -> list[tuple[int, int, int, Op]]:
        """What text [start, end) is made of, in order: length, source start, source end, op.

        Marks that were stripped at either end are among it, with length 0.
        """
        out: list[tuple[int, int, int, Op]] = []
        for n in range(bisect_left(self.segments, start, key=lambda s: s.text_end), len(self.segments)):
            s = self.segments[n]
            if s.text_start > end:
                break
            lo, hi = max(start, s.text_start), min(end, s.text_end)
            empty = s.text_start == s.text_end
            if lo > hi or (lo == hi and not empty):
                continue
            if s.op == "copy":
                shift = s.source_start - s.text_start
                out.append((hi - lo, lo + shift, hi + shift, s.op))
            else:
                out.append((hi - lo, s.source_start if lo == s.text_start else s.source_end, s.source_end, s.op))
        return out

    def mark(self, places: Sequence[int]) -> None:
        """Text offsets to carry along through later changes; `marks` gives them back."""
        self._marks = list(places)

    @property
    def marks(self) -> list[int]:
        """The marked offsets, as they stand now."""
        return self._marks

    def headings(self) -> dict[int, int]:
        """Where a heading's marks were stripped: offset in the text now -> level."""
        return {
            r.end: int(r.change.note[7:])
            for r in self._records
            if r.change.kind is None and r.change.note.startswith("heading")
        }

    def apply(self, changes: Sequence[Change]) -> None:
        """Make `changes`, whose offsets count in the text as it is now; of two that overlap the first is made."""
        if not changes:
            return
        made: list[Edit] = []
        end = 0
        for change in sorted(changes, key=lambda c: (c.start, c.end)):
            edits = sorted(change.edits)
            if edits and edits[0].start < end:
                continue
            span = self.span(change.start, change.end)
            if span is None:
                continue
            kept = self.span(*change.kept) if change.kept else None
            self._records.append(_Record(change, span, kept))
            made += edits
            end = edits[-1].end if edits else end
        if made:
            self._rebuild(made)
            self._move(made)

    def repairs(self) -> list[kinds.Repair]:
        """The changes that recovered text, in source order; `after` is what now stands there."""
        return [
            kinds.Repair(
                fixer=r.change.kind,
                span=r.span,
                before=self.source[r.span.start : r.span.end],
                after=self.text[r.start : r.end],
            )
            for r in sorted(self._records, key=lambda r: (r.span, r.change.kind or ""))
            if r.change.kind is not None and r.change.edits
        ]

    def defects(self) -> list[kinds.Defect]:
        """The damage that could only be marked, in source order."""
        return [
            kinds.Defect(kind=r.change.kind, span=r.span, kept_span=r.kept, lost=r.change.lost, note=r.change.note)
            for r in sorted(self._records, key=lambda r: (r.span, r.change.kind or ""))
            if r.change.kind is not None and r.change.defect
        ]

    def _rebuild(self, edits: Sequence[Edit]) -> None:
        old, text = self.segments, self.text
        segments: list[Segment] = []
        pieces: list[str] = []
        at, text_at = 0, 0  # length of the new text; how far the old one was copied
        index, done = 0, 0  # the segment to be taken from, and the text offset taken so far
        source_at = old[0].source_start if old else 0

        def add(length: int, start: int, end: int, op: Op) -> None:
            nonlocal at
            last = segments[-1] if segments else None
            if last and op == "copy" == last.op and last.source_end == start and last.text_end == at:
                segments[-1] = Segment(last.text_start, at + length, last.source_start, end, op)
            elif length or start < end:
                segments.append(Segment(at, at + length, start, end, op))
            at += length

        def take(until: int, final: bool = False) -> list[tuple[int, int, int, Op]]:
            """The segments' pieces from `done` to `until`: length, source start, source end, op."""
            nonlocal index, done, source_at
            out: list[tuple[int, int, int, Op]] = []
            while index < len(old):
                s = old[index]
                if s.text_start >= until and not (final and s.text_start == until):
                    break
                lo, hi = max(done, s.text_start), min(until, s.text_end)
                if s.op == "copy":
                    shift = s.source_start - s.text_start
                    piece: tuple[int, int, int, Op] = (hi - lo, lo + shift, hi + shift, s.op)
                else:
                    # Of a segment that is no copy the first piece carries the whole source side.
                    start = s.source_start if lo == s.text_start else s.source_end
                    piece = (hi - lo, start, s.source_end, s.op)
                out.append(piece)
                source_at = piece[2]
                if s.text_end > until:
                    break
                index += 1
            done = until
            return out

        for edit in edits:
            for piece in take(edit.start):
                add(*piece)
            taken = take(edit.end)
            lo = min((p[1] for p in taken), default=source_at)
            hi = max((p[2] for p in taken), default=lo)
            pieces += [text[text_at : edit.start], edit.after]
            text_at = edit.end
            add(len(edit.after), lo, hi, edit.op)
        for piece in take(len(text), final=True):
            add(*piece)
        pieces.append(text[text_at:])
        self.text = "".join(pieces)
        self.segments = segments
        self._places = None

    def _move(self, edits: Sequence[Edit]) -> None:
        """Carry marks and records over `edits`."""
        ends = [e.end for e in edits]
        shifts = [0]
        for e in edits:
            shifts.append(shifts[-1] + len(e.after) - (e.end - e.start))
        starts = [e.start for e in edits]

        def moved(place: int, is_end: bool) -> int:
            # An insertion at the place itself lies inside what ends there and before what starts there.
            n = bisect_right(ends, place) if is_end else bisect_left(ends, place)
            if not is_end:
                while n < len(edits) and ends[n] == place and starts[n] < place:
                    n += 1
            if n < len(edits) and starts[n] < place:  # inside an edit
                e = edits[n]
                return e.start + shifts[n] + (len(e.after) if is_end else 0)
            return place + shifts[n]

        self._marks = [moved(m, bool(n % 2)) for n, m in enumerate(self._marks)]
        for r in self._records:
            r.start, r.end = moved(r.start, False), moved(r.end, True)

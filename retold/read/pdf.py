"""A PDF -> its text layer in reading order, each column of a page a block with its place.

The decoded source is the text layer as the file's own order gives it, a form feed between pages. What runs is
set in columns, top to bottom, one line a line, a blank line between paragraphs where the page shows one; that
lines are wrapped and words hyphenated is left for the room clean to mend.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

from retold.kinds import Block, Box, Defect, Dropped, Segment, Span, Witness
from retold.read.found import Found, Nothing
from retold.settings import Settings

_PAGE_NUMBER_RE = re.compile(
    r"[\[(\-–—\s]*(?:(?:page|p\.|seite|página|стр\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|из)\s*\d{1,4})?[\])\-–—\s]*",
    re.IGNORECASE,
)
_ENDS_SENTENCE_RE = re.compile(r"""[.!?:…。！？؟۔।]["'”’»)\]]*$""")
# pdfium's own sign for a hyphen that a line ends with.
_LINE_HYPHEN = 2
# A page with more pieces than this is a map or a table; it is read in the file's own order.
_MAX_PIECES = 3000
# Of a page's height, where running heads and feet stand.
_MARGIN = 0.14


class _Piece(NamedTuple):
    """A stretch of the source on one line of one column, and where it stands on its page, in points."""

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


class _Row(NamedTuple):
    """The pieces on one line, from left to right."""

    pieces: list[_Piece]
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


class _Page(NamedTuple):
    number: int
    height: float
    pieces: list[_Piece]


def read_pdf(data: bytes, settings: Settings) -> Found | Nothing:
    """The text of a PDF, or why there is none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
        return Nothing("encrypted PDF" if locked or "password" in str(error).lower() else "broken PDF")
    try:
        count = len(document)
        if count > settings.read_pdf_pages:
            return Nothing(f"PDF of more than {settings.read_pdf_pages} pages (read_pdf_pages)")
        layer = _Layer()
        for number in range(count):
            layer.add(document, number)
        stamped = document.get_metadata_value("CreationDate")
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return Nothing("broken PDF")
    finally:
        document.close()
    text = "".join(layer.parts)
    if not text.strip("\ufffd \t\r\n\f"):
        return Nothing("no text layer: run OCR first")
    return _Setting(text, layer, _stamp(stamped)).found()


class _Layer:
    """The text layer as it is taken from the file, page by page."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pages: list[_Page] = []
        self.lost: list[Span] = []

    def add(self, document: Any, number: int) -> None:
        """Take page `number`; a page that is broken has no text."""
        import pypdfium2

        if number:
            self.put("\f")
        try:
            page = document[number]
            height = page.get_height()
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            self.pages.append(_Page(number + 1, 0.0, []))
            return
        try:
            self.pages.append(_Page(number + 1, height, self.pieces(text)))
        finally:
            text.close()
            page.close()

    def put(self, char: str) -> None:
        self.parts.append(char)
        self.length += 1

    def pieces(self, page: Any) -> list[_Piece]:
        """The pieces of a page: lines, cut where a gap is wider than between words."""
        import pypdfium2.raw as pdfium

        rect = pdfium.FS_RECTF()
        place = ctypes.byref(rect)
        found: list[_Piece] = []
        piece: _Piece | None = None
        pending: int | None = None  # where a character without a place opened a piece

        def close() -> None:
            nonlocal piece
            if piece is not None:
                found.append(piece)
            piece = None

        for index in range(pdfium.FPDFText_CountChars(page)):
            code = pdfium.FPDFText_GetUnicode(page, index)
            at = self.length
            char = "-" if code == _LINE_HYPHEN else _shown(code)
            if char == "\ufffd":
                self.lost.append(Span(at, at + 1))
            self.put(char)
            if char in "\r\n":
                close()
                pending = None
                continue
            if char.isspace():
                continue
            if not pdfium.FPDFText_GetLooseCharBox(page, index, place) or rect.right <= rect.left:
                if piece is not None:
                    piece = piece._replace(end=at + 1)
                elif pending is None:
                    pending = at
                continue
            left, bottom, right, top = rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)
            if piece is not None:
                height = max(piece.height, 1.0)
                middle = (bottom + top) / 2
                if not piece.bottom <= middle <= piece.top or not -height <= left - piece.right <= 1.2 * height:
                    close()
            if piece is None:
                piece = _Piece(at if pending is None else pending, at + 1, left, bottom, right, top)
                pending = None
            else:
                piece = _Piece(
                    piece.start,
                    at + 1,
                    min(piece.left, left),
                    min(piece.bottom, bottom),
                    max(piece.right, right),
                    max(piece.top, top),
                )
        close()
        return found


def _shown(code: int) -> str:
    if (
        (code < 32 and code not in (9, 10, 13))
        or 0xD800 <= code <= 0xDFFF
        or code in (0xFFFE, 0xFFFF)
        or code > 0x10FFFF
    ):
        return "\ufffd"
    return chr(code)


def _stamp(shown: str | None) -> str | None:
    """ "D:20260304050607+01'00'" as an ISO day."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", shown or "")
    return f"{match[1]}-{match[2]}-{match[3]}" if match else None


# ---------------------------------------------------------------- reading order


def _columns(pieces: list[_Piece]) -> list[list[_Piece]]:
    """The pieces in reading order, column by column.

    What crosses the gutter (a headline over two columns) parts the page into bands, each of which is read
    column by column.
    """
    split = _find_gutter(pieces)
    if split is None:
        return [pieces]
    out: list[list[_Piece]] = []
    band: list[_Piece] = []
    across: list[_Piece] = []

    def flush() -> None:
        left = [p for p in band if p.right <= split]
        right = [p for p in band if p.right > split]
        for side in (left, right):
            if side:
                out.extend(_columns(side))
        band.clear()

    for piece in sorted(pieces, key=lambda p: (-(p.top + p.bottom), p.left)):
        if piece.left < split < piece.right:
            flush()
            across.append(piece)
        else:
            if across:
                out.append(list(across))
                across.clear()
            band.append(piece)
    if across:
        out.append(across)
    flush()
    return out


def _find_gutter(pieces: list[_Piece]) -> float | None:
    """The place between two columns: at least three lines stand on each side of it, side by side."""
    if not 6 <= len(pieces) <= _MAX_PIECES:
        return None
    height = median(p.height for p in pieces)
    best: tuple[int, float, float] | None = None
    for edge in sorted({round(p.left) for p in pieces}):
        right = [p for p in pieces if p.left >= edge - 1]
        if len(right) < 3:
            break
        rest = [p for p in pieces if p.left < edge - 1]
        left = [p for p in rest if p.right <= edge - 0.5 * height]
        across = len(rest) - len(left)
        if len(left) < 3 or across > len(pieces) * 0.34:
            continue
        # They must stand beside each other: a column that only begins where the other ends is no column.
        overlap = min(max(p.top for p in left), max(p.top for p in right)) - max(
            min(p.bottom for p in left), min(p.bottom for p in right)
        )
        # A column is wide: what is narrow is the numbers of a list, or the dots before them.
        wide = min(_width(left), _width(right)) >= 8 * height
        if overlap < 3 * height or not wide:
            continue
        gap = edge - max(p.right for p in left)
        if best is None or (across, -gap) < (best[0], -best[1]):
            best = (across, gap, edge - min(gap, height) / 2)
    return best[2] if best else None


def _width(pieces: list[_Piece]) -> float:
    return max(p.right for p in pieces) - min(p.left for p in pieces)


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """The pieces of a column as lines, from top to bottom."""
    groups: list[list[_Piece]] = []
    middle = 0.0
    for piece in sorted(pieces, key=lambda p: (-(p.top + p.bottom), p.left)):
        if groups and abs(middle - (piece.top + piece.bottom) / 2) <= 0.4 * max(piece.height, 1.0):
            groups[-1].append(piece)
        else:
            groups.append([piece])
            middle = (piece.top + piece.bottom) / 2
    return [_row(sorted(group, key=lambda p: (p.left, p.start))) for group in groups]


def _row(pieces: list[_Piece]) -> _Row:
    return _Row(
        pieces,
        min(p.left for p in pieces),
        min(p.bottom for p in pieces),
        max(p.right for p in pieces),
        max(p.top for p in pieces),
    )


# ---------------------------------------------------------------- setting the text


class _Setting:
    """The running text as it grows, column by column."""

    def __init__(self, text: str, layer: _Layer, stamp: str | None) -> None:
        self.text = text
        self.layer = layer
        self.stamp = stamp
        self.parts: list[str] = []
        self.length = 0
        self.segments: list[Segment] = []
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []
        self.last: tuple[_Row, float] | None = None  # the last line set, and where its column ends

    def found(self) -> Found:
        furniture = self.find_furniture()
        heights = Counter[int]()
        for page in self.layer.pages:
            for piece in page.pieces:
                heights[round(piece.height)] += piece.end - piece.start
        body = max(heights, key=lambda h: (heights[h], -h), default=1)
        for page in self.layer.pages:
            kept = [p for p in page.pieces if p not in furniture]
            for column in _columns(kept):
                self.add(page.number, _rows(column), body)
        witnesses = []
        if self.stamp:
            witnesses.append(Witness(field="printed", value=self.stamp, where="meta", why="when the PDF was made"))
        return Found(
            text=self.text,
            running="".join(self.parts),
            segments=self.segments,
            blocks=self.blocks,
            media_type="application/pdf",
            charset="pdf",
            witnesses=witnesses,
            dropped=self.dropped + self.unplaced(),
            defects=[
                Defect(
                    kind="replacement_character", span=span, lost="unknown", note="the PDF does not say which letter"
                )
                for span in self.layer.lost
            ],
        )

    def find_furniture(self) -> set[_Piece]:
        """Running heads, feet and page numbers, which are dropped with the reason."""
        edges: list[tuple[_Row, str, str]] = []
        pages_of: dict[str, set[int]] = {}
        for page in self.layer.pages:
            rows = _rows(page.pieces)
            top = [r for r in rows[:3] if r.bottom > page.height * (1 - _MARGIN)]
            foot = [r for r in rows[-3:] if r.top < page.height * _MARGIN and r not in top]
            for place, rows in (("head", top), ("foot", foot)):
                for row in rows:
                    shown = " ".join(self.text[p.start : p.end] for p in row.pieces)
                    key = place + re.sub(r"\d+", "0", " ".join(shown.casefold().split()))
                    pages_of.setdefault(key, set()).add(page.number)
                    edges.append((row, key, shown))
        needed = max(2, len(self.layer.pages) * 0.3)
        found: set[_Piece] = set()
        for row, key, shown in edges:
            if _PAGE_NUMBER_RE.fullmatch(shown.strip()) and any(c.isdigit() for c in shown):
                reason = "page number"
            elif len(pages_of[key]) >= needed:
                reason = f"running {key[:4]}"
            else:
                continue
            for piece in row.pieces:
                found.add(piece)
                self.dropped.append(Dropped(span=Span(piece.start, piece.end), reason=reason))
        return found

    def add(self, page: int, rows: list[_Row], body: int) -> None:
        """Append a column as a block."""
        if not rows:
            return
        left, right = min(r.left for r in rows), max(r.right for r in rows)
        pitches = [a.bottom - b.bottom for a, b in itertools.pairwise(rows)]
        pitch = median(pitches) if pitches else 0.0
        start: int | None = None
        before: _Row | None = None
        for row in rows:
            if before is None:
                if self.last is not None:
                    if _is_title(self.last[0], body) and _is_title(row, body) and _alike(self.last[0], row):
                        self.wrap(row.pieces[0].start)
                    else:
                        self.join("\n" if self.goes_on(row, left) else "\n\n")
                start = self.length
            elif _is_title(before, body) and _is_title(row, body) and _alike(before, row) and self.close(before, row):
                self.wrap(row.pieces[0].start)
            else:
                new = (
                    before.bottom - row.bottom > 1.35 * pitch
                    or not _alike(before, row)
                    or (row.left > left + 0.7 * row.height and before.left < left + 0.4 * row.height)
                )
                self.join("\n\n" if new else "\n")
            self.put(row)
            before = row
        assert before is not None and start is not None
        self.last = (before, right)
        box = Box(round(left), round(min(r.bottom for r in rows)), round(right), round(max(r.top for r in rows)))
        self.blocks.append(Block(start=start, end=self.length, kind="text", page=page, box=box))

    def close(self, before: _Row, row: _Row) -> bool:
        return before.bottom - row.top < 0.8 * row.height

    def goes_on(self, row: _Row, left: float) -> bool:
        """True where a column's first line goes on with the sentence that the last one broke off."""
        assert self.last is not None
        before, right = self.last
        ended = self.text[before.pieces[0].start : before.pieces[-1].end].rstrip()
        opening = self.text[row.pieces[0].start : row.pieces[0].end].lstrip("\"'“‘«([ ")
        if not _alike(before, row) or _ENDS_SENTENCE_RE.search(ended):
            return False
        full = before.right > right - 2 * before.height and row.left < left + 0.7 * row.height
        return opening[:1].islower() or (full and before.right - before.left > 8 * before.height)

    def put(self, row: _Row) -> None:
        for number, piece in enumerate(row.pieces):
            if number:
                self.join(" ")
            at = self.length
            self.parts.append(self.text[piece.start : piece.end])
            self.length += piece.end - piece.start
            self.segments.append(Segment(at, self.length, piece.start, piece.end, "copy"))

    def join(self, between: str) -> None:
        stands = self.segments[-1].source_end
        self.parts.append(between)
        self.segments.append(Segment(self.length, self.length + len(between), stands, stands, "join"))
        self.length += len(between)

    def wrap(self, until: int) -> None:
        """A title set in two lines is one line."""
        stands = self.segments[-1].source_end
        if stands <= until and not self.text[stands:until].strip():
            self.parts.append(" ")
            self.segments.append(Segment(self.length, self.length + 1, stands, until, "unwrap"))
            self.length += 1
        else:
            self.join(" ")

    def unplaced(self) -> list[Dropped]:
        """What of the text layer has no place on a page."""
        taken = sorted(
            [(s.source_start, s.source_end) for s in self.segments if s.source_start < s.source_end]
            + [(d.span.start, d.span.end) for d in self.dropped]
        )
        out = []
        at = 0
        for start, end in [*taken, (len(self.text), len(self.text))]:
            gap = self.text[at:start]
            if gap.strip():
                lead = at + len(gap) - len(gap.lstrip())
                out.append(Dropped(span=Span(lead, at + len(gap.rstrip())), reason="text without a place on the page"))
            at = max(at, end)
        return out


def _is_title(row: _Row, body: int) -> bool:
    return row.height > 1.2 * body


def _alike(one: _Row, other: _Row) -> bool:
    return abs(one.height - other.height) <= 0.15 * max(one.height, other.height)

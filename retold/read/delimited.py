"""CSV and TSV, a report a row; the columns are those of rows of JSON, whatever their case."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from retold.read.found import Found, Nothing
from retold.read.rows import ID_COLUMNS, TEXT_COLUMNS, WITNESS_COLUMNS, read_row

_DELIMITERS = ("\t", ",", ";", "|")
KNOWN_COLUMNS = {
    name.casefold(): name for names in (TEXT_COLUMNS, ID_COLUMNS, *WITNESS_COLUMNS.values()) for name in names
}
_TEXTS = {name.casefold() for name in TEXT_COLUMNS}
_HEADER_CHARS = 5000
_NAME_CHARS = 60
# A quote that is never closed swallows the rest; each one costs another pass over it.
_MAX_RESTARTS = 50
_CELL_CHARS = 100_000_000


def find_delimiter(text: str, name: str = "") -> str | None:
    """What parts the columns of a table with a header we know; None where the text is no such table.

    The first line must be names of columns throughout, and two of them ones we know: prose that begins
    "Text, date" is not taken for a table unless all else fits. One known name is enough in a file
    that is called .csv or .tsv.
    """
    lines = text[:_HEADER_CHARS].lstrip("\ufeff\r\n").splitlines()
    if len(lines) < 2:
        return None
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    for delimiter in _DELIMITERS:
        names = _names(lines[0], delimiter)
        known = [n for n in names if n in KNOWN_COLUMNS]
        # "Date, Text" alone could open prose; a table goes on in the same number of cells.
        goes_on = named or delimiter in lines[1] or lines[1].startswith('"')
        if goes_on and len(names) >= 2 and len(known) >= (1 if named else 2) and all(map(_is_name, names)):
            return delimiter
    return None


def read_delimited(text: str, delimiter: str) -> Iterator[Found | Nothing]:
    """Each row's report, or why there is none, by its line number; a broken row does not stop the others."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    names: list[str] = []
    for line, cells in _rows(lines, delimiter):
        place = f"line {line}"
        if isinstance(cells, str):
            yield Nothing(cells, place)
        elif not names:
            if any(cell.strip() for cell in cells):
                names = [cell.strip().casefold() for cell in cells]
                if not _TEXTS & set(names):
                    yield Nothing(f"table without a text column (one of {', '.join(TEXT_COLUMNS)})")
                    return
        elif not any(cell.strip() for cell in cells):
            continue
        elif len(cells) > len(names):
            yield Nothing(f"broken row: {len(cells)} cells where the header has {len(names)}", place)
        else:
            row = {KNOWN_COLUMNS[n]: cell for n, cell in zip(names, cells) if n in KNOWN_COLUMNS and cell.strip()}
            yield read_row(row, place)


def _is_name(cell: str) -> bool:
    return len(cell) <= _NAME_CHARS and len(cell.split()) <= 5 and not cell.endswith((".", "?", "!"))


def _names(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip().casefold() for cell in cells]


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with the number of their first line; for one that is broken the reason."""
    csv.field_size_limit(_CELL_CHARS)
    at, restarts = 0, 0
    while at < len(lines):
        reader = csv.reader(iter(lines[at:]), delimiter=delimiter, strict=True)
        begun = at
        while True:
            first = begun + reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield first + 1, f"broken row: {error}"
                restarts += 1
                if restarts > _MAX_RESTARTS:
                    yield first + 2, f"more than {_MAX_RESTARTS} broken rows: the rest is not read"
                    return
                at = first + 1
                break
            yield first + 1, cells

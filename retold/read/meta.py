"""A table that the user gives beside the reports: of each file the outlet, the date, the address.

What it says is a witness of where="user", which is believed before what a file says of itself.
"""

from __future__ import annotations

import csv
import os

from retold.errors import UsageError
from retold.kinds import Skipped, Witness
from retold.read.decoding import decode
from retold.read.rows import WITNESS_COLUMNS

_PATH_COLUMNS = ("path", "file", "filename", "file_name")
_FIELD_OF = {column.casefold(): field for field, columns in WITNESS_COLUMNS.items() for column in columns}


class Meta:
    """What the user says of the files, by path; of a part of one, by path and locator."""

    def __init__(self, path: str, rows: dict[tuple[str, str], tuple[int, list[Witness]]]) -> None:
        self._path = path
        self._rows = rows
        self._used: set[tuple[str, str]] = set()
        self._lines = {line for line, _ in rows.values()}

    def witnesses(self, path: str, locator: str) -> list[Witness]:
        """What is said of the report at `locator` in `path`, and of all in `path`."""
        place = _place(path)
        found: list[Witness] = []
        for key in ((place, locator), (place, "")) if locator else ((place, ""),):
            if key in self._rows:
                self._used.add(key)
                found += self._rows[key][1]
        return found

    def unused(self) -> list[Skipped]:
        """A skipped row for each line that named no report."""
        missed = self._lines - {self._rows[key][0] for key in self._used}
        return [
            Skipped(path=self._path, locator=f"line {line}", reason="names no report that was read")
            for line in sorted(missed)
        ]


def read_meta(path: str) -> Meta:
    """The table at `path`: CSV with a column `path`; paths count from here, or else from where the table stands.

    Raises:
        UsageError: the file cannot be opened, or is no such table.
    """
    try:
        with open(path, "rb") as file:
            text = decode(file.read()).text.lstrip("\ufeff")
    except OSError as error:
        raise UsageError(f"--meta: cannot open {path}: {(error.strerror or '').lower()}") from error
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows: dict[tuple[str, str], tuple[int, list[Witness]]] = {}
    names: list[str] = []
    folder = os.path.dirname(os.path.abspath(path))
    try:
        for cells in reader:
            if not names:
                names = [c.strip() for c in cells]
                named = next((n for n in _PATH_COLUMNS if n in [m.casefold() for m in names]), None)
                if named is None:
                    raise UsageError(f"--meta: {path} has no column path; it has {', '.join(names) or 'none'}")
                continue
            row = {n: c.strip() for n, c in zip(names, cells) if c.strip()}
            lower = {n.casefold(): c for n, c in row.items()}
            if named is None or named not in lower:
                continue
            witnesses = [
                Witness(
                    field=_FIELD_OF.get(n.casefold(), n.casefold()),
                    value=c,
                    where="user",
                    why=f'column "{n}" of --meta',
                )
                for n, c in row.items()
                if n.casefold() not in (named, "locator")
            ]
            locator = lower.get("locator", "")
            for place in {_place(lower[named]), _place(os.path.join(folder, lower[named]))}:
                rows.setdefault((place, locator), (reader.line_num, witnesses))
    except csv.Error as error:
        raise UsageError(f"--meta: {path}, line {reader.line_num}: {error}") from error
    return Meta(path, rows)


def _place(path: str) -> str:
    return path if "://" in path or path == "-" else os.path.abspath(path)

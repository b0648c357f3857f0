"""Parquet, a report a row; the columns are those of rows of JSON, whatever their case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from retold.read.delimited import KNOWN_COLUMNS
from retold.read.found import Found, Nothing
from retold.read.rows import ID_COLUMNS, TEXT_COLUMNS, read_row
from retold.settings import Settings

# Few enough that a batch of the longest reports stays small, enough that a batch costs little.
_BATCH_ROWS = 64


def read_parquet(file: BinaryIO, settings: Settings) -> Iterator[Found | Nothing]:
    """Each row's report, or why there is none; the locator is the row's id, or "row 12"."""
    import pyarrow as pa
    from pyarrow import parquet

    row = 0
    try:
        table = parquet.ParquetFile(file)
        names = {n: KNOWN_COLUMNS[n.casefold()] for n in table.schema_arrow.names if n.casefold() in KNOWN_COLUMNS}
        texts = [n for n, known in names.items() if known in TEXT_COLUMNS]
        if not texts:
            yield Nothing(f"table without a text column (one of {', '.join(TEXT_COLUMNS)})")
            return
        # Kept as a dictionary, a column that names one long text a million times stays as small as its file.
        table = parquet.ParquetFile(file, read_dictionary=texts)
        for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=list(names), use_threads=False):
            columns = [(names[n], batch.column(i)) for i, n in enumerate(batch.schema.names) if n in names]
            for at in range(batch.num_rows):
                row += 1
                yield _row({n: column[at] for n, column in columns}, f"row {row}", settings)
        if row == 0:
            yield Nothing("table without a row")
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError, MemoryError) as error:
        said = str(error).strip().split("\n")[0][:200]
        yield Nothing(f"broken Parquet file: {said or type(error).__name__}", f"row {row + 1}" if row else "")


def _row(cells: dict[str, Any], place: str, settings: Settings) -> Found | Nothing:
    values = {}
    for name, cell in cells.items():
        try:
            value = cell.as_py()
        except (ValueError, OverflowError):  # a date in the year 99999, bytes that are no UTF-8
            continue
        if isinstance(value, (datetime, date)):
            value = value.isoformat()
        elif isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(value, str) and len(value) > settings.read_max_bytes:
            return Nothing(f"larger than {settings.read_max_bytes} bytes (read_max_bytes)", place)
        if value is not None and (name not in ID_COLUMNS or value != ""):
            values[name] = value
    return read_row(values, place)

"""Many reports as tables, a batch at a time: JSON lines at the speed of Arrow's parser, every other form by its own reader.

The ids are those that `stream_sources` gives. What differs: a report here is its running text, not yet repaired or taken
apart, which at this size nobody could wait for.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa

from retold import kinds
from retold.errors import UsageError
from retold.kernels import digests
from retold.kernels.texts import Array
from retold.read import Intake, shown_path, stream_sources
from retold.read.found import Found, Nothing
from retold.read.paths import find_files
from retold.read.rows import ID_COLUMNS, TEXT_COLUMNS, WITNESS_COLUMNS, read_row
from retold.settings import Settings
from retold.tables import schema, to_table

LINES_ENDINGS = (".jsonl", ".ndjson", ".jl")

# What of the columns beside the text a corpus run keeps.
_FIELDS = {
    "headline": WITNESS_COLUMNS["headline"],
    "published": WITNESS_COLUMNS["published"],
    "outlet": WITNESS_COLUMNS["publisher"],
    "url": WITNESS_COLUMNS["url"],
}
_COLUMNS = tuple(dict.fromkeys((*TEXT_COLUMNS, *ID_COLUMNS, *(c for names in _FIELDS.values() for c in names))))
_WITNESS_FIELDS = {"headline": "headline", "published": "published", "publisher": "outlet", "url": "url"}


class Batch(NamedTuple):
    """Reports, their running texts in the same order, what was skipped, and how far the input is read, in bytes."""

    reports: pa.Table  # of kinds.CorpusReport
    texts: pa.Table  # of kinds.CorpusText
    skipped: list[kinds.Skipped]
    done_bytes: int


def input_files(paths: Sequence[str]) -> list[tuple[str, int]]:
    """The files behind `paths` with their sizes, in the order that they are read.

    Raises:
        UsageError: nothing of what was given exists, or it is standard input, which cannot be read again after a kill.
    """
    files, _ = find_files(paths)
    if "-" in files:
        raise UsageError("a corpus run reads files, that it can read again when it was killed: not standard input")
    return [(path, os.path.getsize(path)) for path in files if os.path.isfile(path)]


def stream_batches(paths: Sequence[str], settings: Settings, batch_bytes: int) -> Iterator[Batch]:
    """The reports of `paths` in the order of path and place, about `batch_bytes` of input a batch."""
    files, skipped = find_files(paths)
    ids = _Ids()
    done = 0
    waiting: list[str] = []
    if skipped:
        yield _batch([], [], [], skipped, 0)
    for path in files:
        if path.lower().endswith(LINES_ENDINGS):
            if waiting:
                yield from _any_batches(waiting, settings, batch_bytes, ids, done)
                done += sum(map(os.path.getsize, waiting))
                waiting = []
            for batch in _line_batches(path, settings, batch_bytes, ids):
                yield batch._replace(done_bytes=done + batch.done_bytes)
            done += os.path.getsize(path)
        else:
            waiting.append(path)
    if waiting:
        yield from _any_batches(waiting, settings, batch_bytes, ids, done)


class _Ids:
    """Gives each report its id, which no other has, and names the first of those whose bytes are the same."""

    def __init__(self) -> None:
        # Numbers are eight bytes, the first of a hash, as whole numbers.
        self._first_of: dict[int, int] = {}  # a payload's hash -> the id of its first report
        self._times: dict[int, int] = {}  # an id -> how often its bytes were met at its place

    def give(self, payload: Any, locator: str) -> tuple[str, str | None]:
        """(report_id, copy_of) of the report with these bytes at this place."""
        digest = hashlib.sha256(payload).digest()
        named = digest.hex().encode() + b"\0" + locator.encode("utf-8", "surrogatepass")
        number = self._number(int.from_bytes(hashlib.sha256(named).digest()[:8]), named)
        first = self._first_of.setdefault(int.from_bytes(digest[:8]), number)
        return f"{number:016x}", None if first == number else f"{first:016x}"

    def give_all(
        self, digests: Array, named: Array, locators: Callable[[int], bytes]
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """(the number of each report, (place, number of the first with its bytes) of each copy), from `kernels.digests`."""
        numbers = _numbers(named).tolist()
        copies = []
        times, first_of = self._times, self._first_of
        for n, (payload, number) in enumerate(zip(_numbers(digests).tolist(), numbers)):
            if number in times:
                number = numbers[n] = self._number(number, digests[n].tobytes().hex().encode() + b"\0" + locators(n))
            else:
                times[number] = 1
            first = first_of.setdefault(payload, number)
            if first != number:
                copies.append((n, first))
        return numbers, copies

    def _number(self, number: int, named: bytes) -> int:
        if number not in self._times:
            self._times[number] = 1
            return number
        times = self._times[number] = self._times[number] + 1
        return int.from_bytes(hashlib.sha256(b"%b\0%d" % (named, times)).digest()[:8])


def _numbers(digests: Array) -> Array:
    return np.ascontiguousarray(digests[:, :8]).view(">u8").ravel()


def _as_hex(numbers: list[int]) -> pa.Array:
    """The sixteen hexadecimal digits of each number."""
    pairs = np.frombuffer("".join(f"{n:02x}" for n in range(256)).encode(), np.uint16)
    digits = pairs[np.array(numbers, ">u8").view(np.uint8)]
    ends = np.arange(0, 16 * len(numbers) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(digits))


def _batch(
    reports: list[kinds.CorpusReport],
    texts: list[str],
    segments: list[list[kinds.Segment]],
    skipped: list[kinds.Skipped],
    done: int,
) -> Batch:
    rows = [
        kinds.CorpusText(report_id=r.report_id, text=text, segments=parts)
        for r, text, parts in zip(reports, texts, segments, strict=True)
    ]
    return Batch(to_table(kinds.CorpusReport, reports), to_table(kinds.CorpusText, rows), skipped, done)


# ---------------------------------------------------------------- JSON lines


def _line_batches(path: str, settings: Settings, batch_bytes: int, ids: _Ids) -> Iterator[Batch]:
    """The reports of a file of JSON lines."""
    shown = shown_path(path)
    try:
        with open(path, "rb") as file:
            line = 1
            done = 0
            for chunk, lines, rows in _read_ahead(_chunks(file, batch_bytes, settings.read_max_bytes), line):
                batch = None if rows is None else _number_rows(rows, shown, ids)
                batch = batch or _parse_slow(chunk, shown, line, settings, ids)
                line += lines
                done += len(chunk)
                yield batch._replace(done_bytes=done)
    except OSError as error:
        reason = f"cannot be opened: {(error.strerror or type(error).__name__).lower()}"
        yield _batch([], [], [], [kinds.Skipped(path=shown, reason=reason)], 0)


def _read_ahead(chunks: Iterator[bytes], line: int) -> Iterator[tuple[bytes, int, _Rows | None]]:
    """Each chunk with its lines and its rows, parsed in a thread while the one before is numbered."""
    with ThreadPoolExecutor(1) as pool:
        waiting: tuple[bytes, int, Future[_Rows | None]] | None = None
        for chunk in chunks:
            lines = chunk.count(b"\n")
            parsed = pool.submit(_parse_quick, chunk, line, lines)
            if waiting is not None:
                yield waiting[0], waiting[1], waiting[2].result()
            waiting = chunk, lines, parsed
            line += lines
            del chunk
        if waiting is not None:
            yield waiting[0], waiting[1], waiting[2].result()


def _chunks(file: BinaryIO, size: int, longest: int) -> Iterator[bytes]:
    """`file` in pieces of whole lines, of about `size` bytes; a line longer than `longest` is cut there and broken JSON."""
    rest = b""
    while True:
        data = file.read(size)
        if not data:
            if rest:
                yield rest
            return
        cut = data.rfind(b"\n") + 1
        if cut:
            yield rest + data[:cut]
            rest = data[cut:]
        else:
            rest += data
            if len(rest) > longest:
                yield rest
                rest = b""


class _Rows(NamedTuple):
    """The rows of a chunk: what its columns say, and the hashes that their ids are made of."""

    table: pa.Table
    texts: pa.Array
    row_ids: pa.Array
    locators: pa.Array
    empty: list[str]  # the locators of rows without text, which are in none of the others
    digests: Array
    named: Array


def _parse_quick(chunk: bytes, first_line: int, lines: int) -> _Rows | None:
    """What Arrow's parser reads, in one go; None where a row is not as the first one, and each must be read by itself."""
    from pyarrow import json as arrow_json

    try:
        first = json.loads(chunk[: chunk.find(b"\n") + 1 or len(chunk)])
        if not chunk.isascii():
            chunk.decode("utf-8")
    except (ValueError, RecursionError):
        return None
    if not isinstance(first, dict):
        return None
    known = [n for n in _COLUMNS if n in first]
    whole_numbers = {n for n in known if isinstance(first[n], int) and not isinstance(first[n], bool)}
    if any(not isinstance(first[n], (str, int, type(None))) or isinstance(first[n], bool) for n in known):
        return None
    # All columns are asked for, since a later row may have one that the first lacks.
    columns = pa.schema([pa.field(n, pa.int64() if n in whole_numbers else pa.string()) for n in _COLUMNS])
    try:
        table = arrow_json.read_json(
            pa.BufferReader(chunk),
            read_options=arrow_json.ReadOptions(block_size=max(1 << 20, len(chunk) // 4 + 1)),
            parse_options=arrow_json.ParseOptions(explicit_schema=columns, unexpected_field_behavior="ignore"),
        )
    except (pa.ArrowException, ValueError):
        return None
    if table.num_rows != lines + (not chunk.endswith(b"\n")):
        return None  # blank lines, or two objects on one: a row's number would not be its line's
    texts = _first_of(table, TEXT_COLUMNS)
    if texts.null_count:
        return None
    row_ids = _first_of(table, ID_COLUMNS)
    locators = _locators(row_ids, first_line)
    starts, letters = _buffers(texts)
    empty = _empty_rows(starts, letters)
    without = [locators[n].as_py() for n in empty]
    if empty:
        kept = pa.array(np.delete(np.arange(len(texts)), empty))
        table, texts, row_ids, locators = (held.take(kept) for held in (table, texts, row_ids, locators))
        starts, letters = _buffers(texts)
    hashes = digests.digest_rows(letters, starts[:-1], starts[1:], *reversed(_buffers(locators)))
    return _Rows(table, texts, row_ids, locators, without, *hashes)


def _locators(row_ids: pa.Array, first_line: int) -> pa.Array:
    """What names each row in its file: its id, or its line."""
    import pyarrow.compute as pc

    if not row_ids.null_count and pc.all(pc.greater(pc.binary_length(row_ids), 0)).as_py():
        return row_ids
    return pa.array([one or f"line {first_line + n}" for n, one in enumerate(row_ids.to_pylist())], pa.string())


def _empty_rows(starts: Array, letters: Array) -> list[int]:
    """The places of the texts that are nothing but white space."""
    held = starts[1:] > starts[:-1]
    first = letters[np.where(held, starts[:-1], 0)] if len(letters) else np.zeros(len(held), np.uint8)
    # Most texts begin with a letter; of the others it is asked whether there is more than white space.
    odd = np.flatnonzero(~held | (first <= 32) | (first >= 128)).tolist()
    return [n for n in odd if not letters[starts[n] : starts[n + 1]].tobytes().decode("utf-8").strip()]


def _number_rows(rows: _Rows, path: str, ids: _Ids) -> Batch:
    """The batch of rows that were parsed, each with its id."""
    skipped = [kinds.Skipped(path=path, locator=locator, reason="empty text") for locator in rows.empty]
    numbers, copies = ids.give_all(rows.digests, rows.named, lambda n: rows.locators[n].as_py().encode())
    count = len(numbers)
    copy_of = np.full(count, None, object)
    for place, first in copies:
        copy_of[place] = f"{first:016x}"
    blank = pa.nulls(count, pa.string())
    shown = pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), [path]).cast(pa.string())
    fields = {
        "report_id": _as_hex(numbers),
        "source_id": rows.row_ids,
        "path": shown,
        "locator": rows.locators,
        "copy_of": pa.array(copy_of, pa.string()),
        **{name: _first_of(rows.table, names) for name, names in _FIELDS.items()},
    }
    form = schema(kinds.CorpusReport)
    reports = pa.table([fields.get(name, blank) for name in form.names], schema=form)
    segments = pa.ListArray.from_arrays(
        pa.array(np.zeros(count + 1, np.int32)),
        pa.array([], schema(kinds.CorpusText).field("segments").type.value_type),
    )
    texts = pa.table([fields["report_id"], rows.texts, segments], schema=schema(kinds.CorpusText))
    return Batch(reports, texts, skipped, 0)


def _first_of(table: pa.Table, names: Sequence[str]) -> pa.Array:
    """For each row the first of the columns `names` that it has, as text."""
    import pyarrow.compute as pc

    columns = [table.column(n) for n in names if table.column(n).null_count < table.num_rows]
    if not columns:
        return pa.nulls(table.num_rows, pa.string())
    columns = [c if c.type == pa.string() else c.cast(pa.string()) for c in columns]
    found = columns[0] if len(columns) == 1 else pc.coalesce(*columns)
    return pa.concat_arrays(found.chunks) if found.num_chunks != 1 else found.chunk(0)


def _buffers(texts: pa.Array) -> tuple[Array, Array]:
    """(where each text begins, and at last where the last ends; their bytes), the latter without a copy."""
    _, starts, letters = texts.buffers()
    held = np.frombuffer(starts, np.int32, len(texts) + 1, 4 * texts.offset) if len(texts) else np.zeros(1, np.int32)
    return held.astype(np.int64), np.frombuffer(letters or b"", np.uint8)


def _parse_slow(chunk: bytes, path: str, first_line: int, settings: Settings, ids: _Ids) -> Batch:
    """What each line holds, read by itself, with the reason where it holds no report."""
    reports: list[kinds.CorpusReport] = []
    texts: list[str] = []
    segments: list[list[kinds.Segment]] = []
    skipped: list[kinds.Skipped] = []
    for number, raw in enumerate(chunk.split(b"\n"), first_line):
        line = raw.decode("utf-8", "replace").strip("\ufeff \t\r")
        if not line:
            continue
        found: Found | Nothing
        if len(raw) > settings.read_max_bytes:
            found = Nothing(f"larger than {settings.read_max_bytes} bytes (read_max_bytes)", f"line {number}")
        else:
            value: Any
            try:
                value = json.loads(line)
            except RecursionError:
                value = ValueError("nested too deeply")
            except ValueError as error:
                value = error
            found = read_row(value, f"line {number}")
        if isinstance(found, Nothing):
            skipped.append(kinds.Skipped(path=path, locator=found.locator, reason=found.reason))
            continue
        _take(found.text.encode("utf-8", "replace"), found.row_id, found.locator, path, found.witnesses, reports, ids)
        texts.append(found.running)
        segments.append([] if found.running == found.text else found.segments)
    return _batch(reports, texts, segments, skipped, 0)


def _take(
    payload: bytes,
    row_id: str | None,
    locator: str,
    path: str,
    witnesses: Sequence[kinds.Witness],
    reports: list[kinds.CorpusReport],
    ids: _Ids,
) -> None:
    report_id, copy_of = ids.give(payload, locator)
    reports.append(_report(report_id, copy_of, row_id, locator, path, witnesses))


def _report(
    report_id: str, copy_of: str | None, row_id: str | None, locator: str, path: str, witnesses: Sequence[kinds.Witness]
) -> kinds.CorpusReport:
    stated: dict[str, str] = {}
    for witness in witnesses:
        name = _WITNESS_FIELDS.get(witness.field)
        if name is not None:
            stated.setdefault(name, witness.value)
    return kinds.CorpusReport(
        report_id=report_id, source_id=row_id, path=path, locator=locator, copy_of=copy_of, **stated
    )


# ---------------------------------------------------------------- every other form


def _any_batches(paths: Sequence[str], settings: Settings, batch_bytes: int, ids: _Ids, done: int) -> Iterator[Batch]:
    """The reports of files of any form, as `stream_sources` finds them."""
    reports: list[kinds.CorpusReport] = []
    texts: list[str] = []
    segments: list[list[kinds.Segment]] = []
    skipped: list[kinds.Skipped] = []
    size = 0
    for found in stream_sources(paths, settings, intake=Intake()):
        if isinstance(found, kinds.Skipped):
            skipped.append(kinds.Skipped(path=shown_path(found.path), locator=found.locator, reason=found.reason))
            continue
        reports.append(
            _report(
                found.source_id, found.copy_of, found.row_id, found.locator, shown_path(found.path), found.witnesses
            )
        )
        texts.append(found.running)
        segments.append([] if found.running == found.text else found.segments)
        size += len(found.running)
        if size >= batch_bytes:
            done += size
            yield _batch(reports, texts, segments, skipped, done)
            reports, texts, segments, skipped, size = [], [], [], [], 0
    yield _batch(reports, texts, segments, skipped, done + size)

"""The folder of a run: tables as parts of Parquet, and a manifest that says what is done.

A part is written beside its place and moved there, so that a part that is there is whole; the manifest names a
stage when all of its parts are. A run that was killed goes on at the first part that is missing. A machine that lost its
power may leave parts cut short all the same: when a run is gone on with, each is looked at, and made anew where it is not whole.
"""

from __future__ import annotations

import functools
import itertools
import json
import mmap
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import pyarrow as pa

from retold.errors import FolderError, UsageError

MANIFEST = "manifest.json"
_WORK = "work"
# Tables that a stage writes beside its own, with their rows in what the manifest says of it.
_BESIDE = {"reports": ("skipped",), "stories": ("kin",)}
_ARROW_MARK = b"ARROW1"

P = ParamSpec("P")
T = TypeVar("T")


def say_what_failed(run: Callable[P, T]) -> Callable[P, T]:
    """`run`, whose errors of the file system say what is to be done."""

    @functools.wraps(run)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return run(*args, **kwargs)
        except OSError as error:
            where = f'"{error.filename}"' if error.filename else "the folder of the run"
            reason = os.strerror(error.errno).lower() if error.errno else str(error)
            raise FolderError(
                f"{where} cannot be read or written: {reason}: mend that, and the same command goes on where it was"
            ) from error

    return told


class RunFolder:
    """A folder that holds one run, new or to be gone on with."""

    def __init__(self, path: str, identity: Mapping[str, Any], stages: tuple[str, ...]) -> None:
        """Opens the folder.

        Args:
            path: of the folder; made where it is not there.
            identity: what makes two runs the same one: the input, the settings, the version.
            stages: the tables that a run may have.

        Raises:
            UsageError: the folder holds something else, or a run of something else.
        """
        self.path = path
        self._identity = dict(identity)
        self._stages = stages
        if os.path.exists(path) and not os.path.isdir(path):
            raise UsageError(f'"{path}" is a file: a corpus run is written to a folder')
        os.makedirs(path, exist_ok=True)
        self.done: dict[str, Any] = {}
        if os.path.exists(os.path.join(path, MANIFEST)):
            self._go_on()
        elif any(not name.endswith(".tmp") for name in os.listdir(path)):
            raise UsageError(f'"{path}" is not empty and holds no run: give another folder')
        else:
            self._save()
        os.makedirs(self._work(), exist_ok=True)
        for folder, _, names in os.walk(path):
            for name in names:
                if name.endswith(".tmp"):
                    os.remove(os.path.join(folder, name))

    def _go_on(self) -> None:
        try:
            with open(os.path.join(self.path, MANIFEST), encoding="utf-8") as file:
                held = json.load(file)
            self.done = held.pop("stages")
        except (ValueError, KeyError, OSError) as error:
            raise UsageError(
                f'"{self.path}" has a manifest that cannot be read ({error}): give another folder'
            ) from error
        if not isinstance(self.done, dict) or not isinstance(held, dict):
            raise UsageError(f'"{self.path}" has a manifest that is none of ours: give another folder')
        changed = sorted(name for name, value in self._identity.items() if held.get(name) != value)
        if changed:
            raise UsageError(
                f'"{self.path}" holds a run with other {", ".join(changed)}: give another folder, or remove it to start anew'
            )
        self._drop_broken()

    def _drop_broken(self) -> None:
        """Removes the files that are not whole, and takes back that a stage is done where one of its parts is missing."""
        rows: dict[str, int] = {}
        for folder, _, names in os.walk(self.path):
            for name in names:
                path = os.path.join(folder, name)
                held = _rows_of(path)
                if held is None:
                    os.remove(path)
                else:
                    table = os.path.basename(folder)
                    rows[table] = rows.get(table, 0) + held
        whole: dict[str, Any] = {}
        for stage in self._stages:
            facts = self.done.get(stage)
            if facts is None or rows.get(stage) != facts["rows"]:
                break
            if any(rows.get(table) != facts[table] for table in _BESIDE.get(stage, ()) if table in facts):
                break
            whole[stage] = facts
        if whole != self.done:
            self.done = whole
            self._save()

    def _save(self) -> None:
        data = json.dumps({**self._identity, "stages": self.done}, indent=1, sort_keys=True) + "\n"
        target = os.path.join(self.path, MANIFEST)
        with open(target + ".tmp", "w", encoding="utf-8") as file:
            file.write(data)
        os.replace(target + ".tmp", target)

    def _work(self, *names: str) -> str:
        return os.path.join(self.path, _WORK, *names)

    def work(self, *names: str) -> str:
        """A path below the folder for what is not part of the result, which is there until the run is finished."""
        os.makedirs(self._work(*names[:-1]), exist_ok=True)
        return self._work(*names)

    def _part(self, stage: str, part: int) -> str:
        return os.path.join(self.path, stage, f"part-{part:05d}.parquet")

    def has(self, stage: str, part: int) -> bool:
        """Whether the part was written."""
        return os.path.exists(self._part(stage, part))

    def write(self, stage: str, part: int, table: pa.Table) -> None:
        """Writes a part; the same table gives the same bytes."""
        from pyarrow import parquet

        target = self._part(stage, part)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        # Ids do not repeat enough for a dictionary to be worth its making; paths and reasons do.
        repeated = [n for n in table.column_names if n in ("path", "why", "outlet", "relation", "reason", "verdict")]
        parquet.write_table(table, target + ".tmp", use_dictionary=repeated, store_schema=True, row_group_size=1 << 17)
        os.replace(target + ".tmp", target)

    def finish(self, stage: str, **facts: Any) -> None:
        """Marks a stage as done, with what is to be known of it."""
        self.done[stage] = facts
        self._save()

    def parts(self, stage: str) -> list[str]:
        """The paths of a stage's parts, in order."""
        folder = os.path.join(self.path, stage)
        names = sorted(n for n in os.listdir(folder) if n.endswith(".parquet")) if os.path.isdir(folder) else []
        return [os.path.join(folder, n) for n in names]

    def read(self, stage: str, columns: list[str] | None = None) -> pa.Table:
        """A stage's table, of all parts."""
        from pyarrow import parquet

        return pa.concat_tables([parquet.read_table(p, columns=columns, partitioning=None) for p in self.parts(stage)])

    def stream(self, stage: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """A stage's parts, one after another."""
        from pyarrow import parquet

        for path in self.parts(stage):
            yield parquet.read_table(path, columns=columns, partitioning=None)

    def clean_up(self) -> None:
        """Removes what is not part of the result."""
        shutil.rmtree(self._work(), ignore_errors=True)


def _rows_of(path: str) -> int | None:
    """How many rows a table has, by its end; 0 of what is no table; None where it is not whole."""
    from pyarrow import parquet

    if path.endswith(".parquet"):
        try:
            return int(parquet.read_metadata(path).num_rows)
        except (pa.ArrowException, OSError):
            return None
    if path.endswith(".arrow"):
        with open(path, "rb") as file:
            head, end = file.read(len(_ARROW_MARK)), file.seek(0, os.SEEK_END)
            file.seek(max(0, end - len(_ARROW_MARK)))
            return 0 if head == _ARROW_MARK == file.read() and end > 2 * len(_ARROW_MARK) else None
    return 0


class Spool:
    """Tables kept in a file one after another, and read from there without being loaded."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._writer: Any = None
        self._sink: Any = None

    def add(self, table: pa.Table) -> None:
        """Writes a table after those before it."""
        if self._writer is None:
            self._sink = pa.OSFile(self._path + ".tmp", "wb")
            self._writer = pa.ipc.new_file(self._sink, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        """Ends writing; from here on the file is there under its name."""
        if self._writer is not None:
            self._writer.close()
            self._sink.close()
            os.replace(self._path + ".tmp", self._path)
            self._writer = None

    def read(self) -> pa.Table | None:
        """All tables as one, from the file; None where nothing was written."""
        if not os.path.exists(self._path):
            return None
        return pa.ipc.open_file(pa.memory_map(self._path)).read_all()


class Kept:
    """The tables that a `Spool` left, read a part at a time: what of the file was read is not held in memory."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._reader = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._map)))
        sizes = [self._reader.get_batch(n).num_rows for n in range(self._reader.num_record_batches)]
        self._starts: list[int] = [0, *itertools.accumulate(sizes)]
        self._let_go()

    def __len__(self) -> int:
        return self._starts[-1]

    def take(self, rows: Any, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows with these numbers (int64, sorted), copied from the file; of `columns` only, where they are given."""
        names = self._reader.schema.names if columns is None else list(columns)
        schema = pa.schema([self._reader.schema.field(name) for name in names])
        taken = []
        for n, (start, end) in enumerate(itertools.pairwise(self._starts)):
            first, until = rows.searchsorted([start, end])
            if first < until:
                taken.append(self._reader.get_batch(n).select(names).take(pa.array(rows[first:until] - start)))
                self._let_go()
        return pa.Table.from_batches(taken, schema=schema)

    def _let_go(self) -> None:
        # Pages that were read count as the process's own until the system wants them back.
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

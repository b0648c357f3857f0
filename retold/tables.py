"""Rows as structs, tables as Arrow: each shape declared once, in `kinds`.

`to_table(kinds.Link, rows)` and `rows(kinds.Link, table)` are each other's inverse. A table may
carry columns that the struct does not know (`story_id` joined on for grouping): `rows` passes over them.
Types are those that every engine takes: int64, float64, bool, string, lists and structs of these.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import msgspec
import pyarrow as pa
from msgspec.structs import asdict

T = TypeVar("T", bound=msgspec.Struct)

_SCALARS: dict[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@cache
def _read_annotation(text: str, module: str) -> Any:
    return eval(text, vars(sys.modules[module]))


def _annotation_of(kind: type, name: str) -> Any:
    """What the field `name` of `kind` was declared as.

    Each spelling is read once: there are forty for four hundred fields, and typing.get_type_hints, which
    compiles every one of them, costs a trace of two files 15 ms.
    """
    for base in kind.__mro__:
        declared = vars(base).get("__annotations__", {}).get(name)
        if declared is not None:
            return _read_annotation(declared, base.__module__) if isinstance(declared, str) else declared
    raise TypeError(f"{kind.__name__} has no field {name}")


def _unwrap(annotation: Any) -> Any:
    """The annotation without `| None`; a Literal becomes the type of its values."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        rest = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(rest) != 1:
            raise TypeError(f"no Arrow type for {annotation}: a field has one type, or that type or None")
        return _unwrap(rest[0])
    if origin is typing.Literal:
        return type(typing.get_args(annotation)[0])
    return annotation


@cache
def _arrow_type(annotation: Any) -> pa.DataType:
    annotation = _unwrap(annotation)
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if typing.get_origin(annotation) is list:
        return pa.list_(_arrow_type(typing.get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return pa.struct([pa.field(name, _arrow_type(hint)) for name, hint in _fields(annotation)])
    raise TypeError(f"no Arrow type for {annotation}")


@cache
def _fields(kind: type[msgspec.Struct]) -> list[tuple[str, Any]]:
    return [(name, _annotation_of(kind, name)) for name in kind.__struct_fields__]


@cache
def schema(kind: type[msgspec.Struct]) -> pa.Schema:
    """The Arrow schema of a table of `kind`, a column per field."""
    return pa.schema([pa.field(name, _arrow_type(hint)) for name, hint in _fields(kind)])


@cache
def _encoder(annotation: Any) -> Callable[[Any], Any] | None:
    """How a field's value becomes what Arrow takes; None where it is taken as it is."""
    annotation = _unwrap(annotation)
    if annotation in _SCALARS:
        return None
    if typing.get_origin(annotation) is list:
        inner = _encoder(typing.get_args(annotation)[0])
        return None if inner is None else lambda values: None if values is None else [inner(v) for v in values]
    fields = [(name, _encoder(hint)) for name, hint in _fields(annotation)]
    if not any(inner for _, inner in fields):
        return lambda row: None if row is None else asdict(row)

    def encode(row: Any) -> Any:
        if row is None:
            return None
        return {name: getattr(row, name) if inner is None else inner(getattr(row, name)) for name, inner in fields}

    return encode


@cache
def _decoder(annotation: Any) -> Callable[[Any], Any] | None:
    """How what Arrow gives becomes a field's value; None where it is that already."""
    annotation = _unwrap(annotation)
    if annotation in _SCALARS:
        return None
    if typing.get_origin(annotation) is list:
        inner = _decoder(typing.get_args(annotation)[0])
        return None if inner is None else lambda values: None if values is None else [inner(v) for v in values]
    fields = [(name, _decoder(hint)) for name, hint in _fields(annotation)]
    if not any(inner for _, inner in fields):  # spans and segments by the thousand: worth their own way
        if annotation.__struct_config__.array_like:
            return lambda row: None if row is None else annotation(*row.values())
        return lambda row: None if row is None else annotation(**row)

    def decode(row: Any) -> Any:
        if row is None:
            return None
        return annotation(**{name: row[name] if inner is None else inner(row[name]) for name, inner in fields})

    return decode


def to_table(kind: type[T], items: Iterable[T]) -> pa.Table:
    """A table of `kind`, a row an item, in the order given."""
    items = list(items)
    columns = []
    for (name, hint), field in zip(_fields(kind), schema(kind)):
        encode = _encoder(hint)
        values = [getattr(item, name) for item in items]
        columns.append(pa.array(values if encode is None else [encode(v) for v in values], field.type))
    return pa.Table.from_arrays(columns, schema=schema(kind))


def rows(kind: type[T], table: pa.Table) -> list[T]:
    """The rows of `table` as structs of `kind`, in the table's order; columns that `kind` lacks are passed over."""
    names = kind.__struct_fields__
    columns = []
    for name, hint in _fields(kind):
        values = table.column(name).to_pylist()
        decode = _decoder(hint)
        columns.append(values if decode is None else [decode(v) for v in values])
    return [kind(**dict(zip(names, values))) for values in zip(*columns)]


def pick(table: pa.Table, places: list[int]) -> pa.Table:
    """The rows of `table` at `places`, in that order.

    By slices and not `Table.take`, which loads pyarrow.compute: 55 ms that a trace of two files would pay.
    """
    if not places:
        return table.slice(0, 0)
    runs = []
    start = end = places[0]
    for place in [*places[1:], -1]:
        end += 1
        if place != end:
            runs.append(table.slice(start, end - start))
            start = end = place
    return pa.concat_tables(runs).combine_chunks()


def lengths(table: pa.Table, column: str) -> list[int]:
    """How many items each row of `table` has in `column`, a column of lists."""
    return [b - a for chunk in table.column(column).chunks for a, b in pairwise(chunk.offsets.to_pylist())]


def keyed(table: pa.Table, name: str, key: str, values: Mapping[str, str]) -> pa.Table:
    """`table` with a column `name` in front, looked up in `values` by the column `key`."""
    column = pa.array([values[k] for k in table.column(key).to_pylist()], pa.string())
    return table.add_column(0, pa.field(name, pa.string()), column)


def paired(table: pa.Table) -> pa.Table:
    """`table` with a column `pair` in front that names its `left_id` and `right_id` together."""
    both = zip(table.column("left_id").to_pylist(), table.column("right_id").to_pylist())
    return table.add_column(0, pa.field("pair", pa.string()), pa.array([f"{a} {b}" for a, b in both], pa.string()))


def only(table: pa.Table, others: pa.Table, column: str) -> pa.Table:
    """The rows of `table` whose value in `column` stands in that column of `others` too."""
    wanted = set(others.column(column).to_pylist())
    return pick(table, [n for n, value in enumerate(table.column(column).to_pylist()) if value in wanted])


def both_sides(edges: pa.Table, table: pa.Table) -> pa.Table:
    """The rows of `table` (by `report_id`) for the two reports of each row of `edges`, with the column `pair`."""
    row_of = {report: row for row, report in enumerate(table.column("report_id").to_pylist())}
    names = ("pair", "left_id", "right_id")
    taken: list[tuple[str, int]] = []
    for pair, left, right in zip(*(edges.column(name).to_pylist() for name in names)):
        taken += [(pair, row_of[left]), (pair, row_of[right])]
    sides = pick(table, [row for _, row in taken])
    return sides.add_column(0, pa.field("pair", pa.string()), pa.array([pair for pair, _ in taken], pa.string()))

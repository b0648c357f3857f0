from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from retold.read.delimited import find_delimiter, read_delimited
from retold.read.forms import read_bytes
from retold.read.found import Found
from retold.settings import DEFAULTS
from tests.read.conftest import Read, stated


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_row_is_a_report_and_its_columns_are_witnesses(read: Read, delimiter: str) -> None:
    header = delimiter.join(["ID", "Title", "Outlet", "Date", "Text", "Mood"])
    row = delimiter.join(["7", "Ferry back", "Sandholm Post", "2026-03-04", '"Ferries sail.\nAgain, they say."', "x"])
    sources, skipped = read(f"{header}\r\n{row}\r\n", "pile.txt")
    assert [(s.locator, s.row_id, s.text) for s in sources] == [("7", "7", "Ferries sail.\nAgain, they say.")]
    assert not skipped
    assert stated(sources[0], "headline") == ["Ferry back"] and stated(sources[0], "publisher") == ["Sandholm Post"]
    assert stated(sources[0], "published") == ["2026-03-04"]


def test_broken_rows_are_skipped_by_line_and_the_others_are_read(read: Read) -> None:
    content = (
        "title,text\n"
        "One,First report.\n"
        "Two,Second,with a comma too many\n"
        "Three,\n"
        "\n"
        'Four,"a quote" that goes on\n'
        "Five,Fifth report.\n"
        'Six,"never closed\n'
        "Seven,Seventh report.\n"
    )
    sources, skipped = read(content, "pile.csv")
    assert [(s.locator, s.text) for s in sources] == [
        ("line 2", "First report."),
        ("line 7", "Fifth report."),
        ("line 9", "Seventh report."),
    ]
    assert [(s.locator, s.reason.split(":")[0].split(" (")[0]) for s in skipped] == [
        ("line 3", "broken row"),
        ("line 4", "no text column"),
        ("line 6", "broken row"),
        ("line 8", "broken row"),
    ]


def test_a_long_cell_is_read_whole(read: Read) -> None:
    assert len(read("id,text\n1," + "word " * 100_000 + "\n", "a.csv")[0][0].text) == 500_000


def test_a_table_without_text_is_skipped(read: Read) -> None:
    sources, skipped = read("url,title,date\nhttps://x.example/1,Ferry,2026-01-02\n", "list.csv")
    assert not sources and skipped[0].reason.startswith("table without a text column")


@pytest.mark.parametrize(
    "prose",
    [
        "Text, date, title: all of it was missing when the ferry came.\nNobody knew, he said.",
        "Title, text\nand nothing else in the file.",
        "The ferry, the harbour\nand, of course, the sea",
    ],
)
def test_prose_with_commas_is_prose(prose: str) -> None:
    assert find_delimiter(prose, "report.txt") is None


def _parquet(**columns: list[Any]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_rows_are_reports(read: Read) -> None:
    sources, skipped = read(
        _parquet(
            id=[7, 8, 9],
            Text=["Ferries sail.", None, "They sail again."],
            title=["Ferry back", "x", None],
            date=[datetime(2026, 3, 4, 5, 6, tzinfo=UTC), None, None],
            noise=[1.5, 2.5, 3.5],
        )
    )
    assert [(s.locator, s.text) for s in sources] == [("7", "Ferries sail."), ("9", "They sail again.")]
    assert stated(sources[0], "published") == ["2026-03-04T05:06:00+00:00"]
    assert [(s.locator, s.reason.split(" (")[0]) for s in skipped] == [("row 2", "no text column")]


def test_parquet_of_odd_columns_is_skipped_with_a_reason(read: Read) -> None:
    assert "without a text column" in read(_parquet(a=[1]))[1][0].reason
    assert (
        read(_parquet(text=pa.array([], pa.string()), id=pa.array([], pa.int64())))[1][0].reason
        == "table without a row"
    )
    whole = _parquet(text=["Ferries sail."], date=[date(2026, 1, 1)])
    assert "broken Parquet file" in read(whole[: len(whole) // 2])[1][0].reason


def test_parquet_of_one_long_text_a_million_times_stays_small() -> None:
    text = "The ferry sailed and " * 5_000
    data = _parquet(text=pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), [text]))
    found = read_bytes(data, "x.parquet", DEFAULTS)
    assert isinstance(next(found), Found) and len(data) < 200_000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["text", ",", '"', "\n", "\r", "a b", "\0", "title", ";", "\u2028"]), max_size=30))
def test_any_table_gives_reports_or_reasons(parts: list[str]) -> None:
    text = "title,text\n" + "".join(parts)
    for found in read_delimited(text, ","):
        assert not isinstance(found, Found) or found.text.strip()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=5))
def test_damaged_parquet_never_raises(changes: list[tuple[float, int]]) -> None:
    data = bytearray(_parquet(text=["Ferries sail.", "Again."], id=[1, 2]))
    for place, byte in changes:
        data[int(place * len(data))] = byte
    list(read_bytes(bytes(data), "x", DEFAULTS))

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.read.found import Found, Nothing
from retold.read.rows import read_rows
from tests.read.conftest import Read, stated


def _lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_row_is_a_report_whose_text_is_the_decoded_source(read: Read) -> None:
    sources, skipped = read(_lines({"id": "sz-17", "text": "Ferries sail.\nThey sail again."}), "pile.jsonl")
    assert [(s.row_id, s.locator, s.text, s.running) for s in sources] == [
        ("sz-17", "sz-17", "Ferries sail.\nThey sail again.", "Ferries sail.\nThey sail again.")
    ]
    assert skipped == []


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("series", "publisher"), ("outlet", "publisher"), ("source", "publisher"), ("publisher", "publisher"),
        ("date", "published"), ("published", "published"), ("published_at", "published"), ("time", "published"),
        ("url", "url"), ("title", "headline"), ("headline", "headline"),
    ],
)  # fmt: skip
def test_columns_by_the_names_of_passim_and_hugging_face_are_witnesses(read: Read, column: str, field: str) -> None:
    sources, _ = read(_lines({"id": 1, "text": "Ferries sail.", column: "as the row says"}), "pile.jsonl")
    assert stated(sources[0], field) == ["as the row says"]
    assert sources[0].witnesses[0].where == "file" and sources[0].witnesses[0].span is None


def test_broken_lines_are_skipped_by_number_and_the_others_are_read(read: Read) -> None:
    content = (
        _lines({"id": "a", "text": "One."})
        + '{"id": "b", "text": "Tw\n'
        + "\n"
        + "[1, 2]\n"
        + _lines({"id": "c", "body": ""}, {"id": "d"}, {"id": "e", "text": "Five."})
    )
    sources, skipped = read(content, "pile.jsonl")
    assert [s.row_id for s in sources] == ["a", "e"]
    assert [(s.locator, s.reason.split(":")[0].split(" (")[0]) for s in skipped] == [
        ("line 2", "broken JSON"), ("line 4", "not a JSON object"), ("c", "empty text"), ("line 6", "no text column"),
    ]  # fmt: skip


def test_a_row_without_an_id_is_found_by_its_line(read: Read) -> None:
    sources, _ = read(_lines({"text": "One."}, {"text": "Two."}), "pile.jsonl")
    assert [(s.row_id, s.locator) for s in sources] == [(None, "line 1"), (None, "line 2")]


def test_one_array_and_one_object_are_rows_too(read: Read) -> None:
    rows = [{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}]
    assert [s.row_id for s in read(json.dumps(rows, indent=2), "pile.json")[0]] == ["a", "b"]
    assert [s.row_id for s in read(json.dumps(rows[0], indent=2), "one.json")[0]] == ["a"]


def test_lone_surrogates_are_replaced_and_noted(read: Read) -> None:
    sources, _ = read(
        '{"id": "x\\udfff", "text": "He said \\ud800\\ud800 and \\ud83d\\ude00.", "title": "A \\udc00"}\n', "pile.jsonl"
    )
    source = sources[0]
    assert source.text == "He said \ufffd\ufffd and \U0001f600."
    assert [(d.kind, d.span.start, d.span.end) for d in source.defects] == [("replacement_character", 8, 10)]
    assert stated(source, "headline") == ["A \ufffd"]
    assert f"{source.locator}{source.path}".encode()


def test_prose_in_braces_is_prose(read: Read) -> None:
    sources, _ = read('{"Nobody asked us," he said.}\nThat was all.', "odd.txt")
    assert sources[0].media_type == "text/plain"


def test_json_nested_without_end_is_a_broken_line(read: Read) -> None:
    sources, skipped = read(_lines({"id": "a", "text": "One."}) + '{"text": ' + "[" * 100_000 + "\n", "pile.jsonl")
    assert [s.row_id for s in sources] == ["a"]
    assert [s.locator for s in skipped] == ["line 2"]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "text", "title", "date", "url", "authors"]),
            st.sampled_from(
                [
                    None,
                    True,
                    7,
                    1e300,
                    "",
                    " ",
                    "A ferry.",
                    "\u2028 \x00",
                    "\ud800",
                    [],
                    ["A.", None],
                    {"name": "B"},
                    {},
                ]
            ),
        ),
        max_size=4,
    )
)
def test_any_rows_give_a_report_or_a_reason_each(rows: list[dict[str, Any]]) -> None:
    results = list(read_rows(_lines(*rows)) or ()) if rows else []
    assert len(results) == len(rows)
    for result in results:
        assert isinstance(result, Nothing) or (isinstance(result, Found) and result.text.strip())


def test_an_array_is_parsed_once_and_prose_in_braces_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    loads = json.loads

    def count(text: str) -> Any:
        parsed.append(len(text))
        return loads(text)

    monkeypatch.setattr(json, "loads", count)
    text = json.dumps([{"id": str(n), "text": f"Ferry {n} is back."} for n in range(5)])
    assert len(list(read_rows(text) or ())) == 5
    assert parsed == [len(text)]
    assert read_rows('{"Back": so they said}\n["a", 3]') is None


@pytest.mark.parametrize("indent", [None, 1])
def test_of_an_array_that_breaks_off_the_whole_rows_are_read(read: Read, indent: int | None) -> None:
    rows = json.dumps([{"id": f"r{n}", "text": f"Ferry {n} sails. " * 20} for n in range(4)], indent=indent)
    sources, skipped = read(rows[:-100], "pile.json")
    assert [s.row_id for s in sources] == ["r0", "r1", "r2"]
    assert [s.locator for s in skipped] == ["row 4"] and skipped[0].reason.startswith("broken JSON")


@pytest.mark.parametrize("opening", ['{"id": "r1", "text": "', '[{"date": "2026-03-09", "body": "'])
def test_the_only_row_that_breaks_off_is_no_prose(read: Read, opening: str) -> None:
    sources, skipped = read(opening + "Ferries sail again. " * 20, "pile.json")
    assert not sources and skipped[0].reason.startswith("broken JSON")


def test_prose_that_opens_with_a_brace_is_text(read: Read) -> None:
    sources, skipped = read('{"Ferry", "text": what they said}. Ferries sail again on Monday.', "note.txt")
    assert len(sources) == 1 and not skipped

"""Marks of a corpus run: what is read of a report there, a batch at a time."""

from __future__ import annotations

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.corpus_reports import MARKS, STATED, mark_part
from retold.match.signed import SIGNED
from retold.settings import DEFAULTS

BODY = "The council of Kestrin will close 12 schools, the mayor, Dana Orlow, told teachers on Monday evening.\n\nNobody came."


def read(*texts, how="running"):
    stated = pa.table(
        {name: pa.array([f"r{n}" if name == "report_id" else None for n in range(len(texts))]) for name in STATED}
    )
    marks, signed = mark_part(
        pa.table({"text": list(texts)}), stated, msgspec.structs.replace(DEFAULTS, corpus_text=how)
    )
    assert marks.schema.equals(MARKS) and signed.schema.equals(SIGNED)
    return marks.to_pylist(), signed


@pytest.mark.parametrize("how", ["running", "repaired"])
@pytest.mark.parametrize(
    "text",
    [
        f"KESTRIN, March 3 (Reuters) - {BODY}",
        f"Schools to close\n\nKESTRIN, March 3 (Reuters) - {BODY}",
        f"{BODY}\n\n(With inputs from Reuters)",
        f"{BODY}\n\nSource: Reuters",
    ],
)
def test_who_a_report_names_as_its_source_is_marked(text, how):
    (row,), _ = read(text, how=how)
    assert row["credits"] == ["Reuters"]
    assert "Kestrin" in row["names"]
    assert "12 school" in row["figures"]


def test_a_report_without_a_source_names_none():
    (row,), _ = read(BODY)
    assert row["credits"] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_texts_give_a_row_each(texts):
    marks, signed = read(*texts)
    assert len(marks) == signed.num_rows == len(texts)

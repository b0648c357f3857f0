"""Rows as structs, tables as Arrow: out equals in."""

import typing

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold import kinds
from retold.tables import both_sides, keyed, paired, pick, rows, schema, to_table

NOUNS = [
    k for k in vars(kinds).values() if isinstance(k, type) and issubclass(k, msgspec.Struct) and k is not kinds.Noun
]


@pytest.mark.parametrize("kind", NOUNS, ids=lambda k: k.__name__)
def test_every_noun_has_an_arrow_schema_of_types_that_all_engines_take(kind):
    def leaves(t):
        if pa.types.is_struct(t):
            return [leaf for field in t for leaf in leaves(field.type)]
        return leaves(t.value_type) if pa.types.is_list(t) else [t]

    plain = {pa.int64(), pa.float64(), pa.bool_(), pa.string()}
    assert {leaf for field in schema(kind) for leaf in leaves(field.type)} <= plain


@pytest.mark.parametrize("kind", NOUNS, ids=lambda k: k.__name__)
def test_an_empty_table_keeps_its_schema(kind):
    table = to_table(kind, [])
    assert table.schema == schema(kind)
    assert rows(kind, table) == []


SPAN = st.builds(kinds.Span, st.integers(0, 99), st.integers(0, 99))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
STATEMENT = st.builds(
    kinds.Statement,
    speaker=st.lists(TEXT, max_size=2),
    speaker_span=st.none() | SPAN,
    cue=st.none() | TEXT,
    cue_span=st.none() | SPAN,
    content_spans=st.lists(SPAN, max_size=3),
    form=st.sampled_from(typing.get_args(kinds.StatementForm)),
)
INITIATIVE = st.builds(
    kinds.Initiative,
    name=TEXT,
    name_span=SPAN,
    rank=st.none() | st.integers(0, 9),
    members=st.lists(st.builds(kinds.Labelled, label=TEXT, span=SPAN), max_size=3),
)
FACTS = st.builds(kinds.Facts, statements=st.lists(STATEMENT, max_size=2), initiatives=st.lists(INITIATIVE, max_size=2))


@given(st.lists(st.builds(kinds.ReportFacts, report_id=TEXT, facts=FACTS), max_size=3))
def test_nested_rows_come_back_as_they_went_in(found):
    assert rows(kinds.ReportFacts, to_table(kinds.ReportFacts, found)) == found


def test_columns_that_a_noun_lacks_are_passed_over():
    table = keyed(
        to_table(kinds.StoryMember, [kinds.StoryMember(report_id="a", story_id="s")]), "more", "report_id", {"a": "x"}
    )
    assert table.column("more").to_pylist() == ["x"]
    assert rows(kinds.StoryMember, table) == [kinds.StoryMember(report_id="a", story_id="s")]


@given(st.lists(st.integers(0, 9), max_size=20))
def test_picked_rows_come_in_the_order_asked_for(places):
    table = pa.table({"n": list(range(10))})
    assert pick(table, places).column("n").to_pylist() == places


def test_both_reports_of_an_edge_are_found():
    edge = kinds.Edge(story_id="s", left_id="a", right_id="b", parent_id="b", child_id="a", directed=True)
    edges = paired(to_table(kinds.Edge, [edge]))
    reports = pa.table({"report_id": ["b", "c", "a"], "n": [1, 2, 3]})
    sides = both_sides(edges, reports)
    assert sides.column("n").to_pylist() == [3, 1]
    assert sides.column("pair").to_pylist() == ["a b", "a b"]


def test_a_field_of_two_types_is_refused():
    class Odd(msgspec.Struct):
        x: int | str

    with pytest.raises(TypeError, match="one type"):
        schema(Odd)

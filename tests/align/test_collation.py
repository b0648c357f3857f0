"""The rows of a collation."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from retold import align, kinds
from retold.settings import DEFAULTS
from retold.tables import rows, to_table
from tests.align.stories import REWRITE, WIRE, collate, link, report


def cut(source: kinds.Report, span: kinds.Span | None, ahead: int = 0) -> str:
    return "" if span is None else source.text[span.start - ahead : span.end - ahead]


def test_every_sentence_of_the_child_has_a_row_and_what_is_left_out_has_one():
    found = collate(report("p", WIRE), report("c", REWRITE))
    assert [r.child for r in found if r.child] == [[f"c{n}"] for n in range(len(REWRITE))]
    assert [r.parent for r in found if r.relation == "dropped"] == [["p6"]]
    assert [r.child for r in found if r.relation == "added"] == [["c5"]]


def test_a_copy_is_verbatim_and_a_sentence_with_one_word_changed_nearly():
    child = [WIRE[1], WIRE[2].replace("thick", "dense")]
    assert [r.relation for r in collate(report("p", WIRE), report("c", child)) if r.child] == [
        "verbatim",
        "near-verbatim",
    ]


def test_a_rewording_is_no_near_copy():
    found = collate(report("p", WIRE), report("c", REWRITE))
    assert {r.relation for r in found if r.child in (["c1"], ["c3"], ["c4"])} <= {"reworded", "condensed"}


def test_the_sentence_that_left_its_place_is_moved():
    child = [WIRE[4], WIRE[1], WIRE[2], WIRE[3]]
    assert [r.child for r in collate(report("p", WIRE), report("c", child)) if r.moved] == [["c0"]]


def test_two_sentences_of_one_source_are_in_order():
    wire = ["The council voted to build a library, and it named Ada Berg as architect.", "Work starts in May."]
    child = ["The council named Ada Berg as architect.", "It voted to build a library.", "Work starts in May."]
    assert not [r for r in collate(report("p", wire), report("c", child)) if r.moved]


def test_edits_are_the_words_that_changed():
    parent = report("p", ["The company may open its market to cherries next season if inspections are completed."])
    child = report("c", ["The company will open its market to cherries next season."])
    (row,) = [r for r in collate(parent, child) if r.child]
    said = [(e.op, cut(parent, e.parent_span), cut(child, e.child_span)) for e in row.edits]
    assert said == [
        ("keep", "The company", "The company"),
        ("replace", "may", "will"),
        ("keep", "open its market to cherries next season", "open its market to cherries next season"),
        ("drop", "if inspections are completed", ""),
    ]


def test_a_figure_is_replaced_as_a_whole():
    parent = report("p", ["Trade rose to 2.74 billion U.S. dollars in 2025."])
    child = report("c", ["Trade rose to $2.47 billion in 2025."])
    (row,) = [r for r in collate(parent, child) if r.child]
    pairs = [(cut(parent, e.parent_span), cut(child, e.child_span)) for e in row.edits if e.op == "replace"]
    assert any("2.74 billion" in a and "2.47 billion" in b for a, b in pairs)


def test_spans_count_in_the_source():
    parent, child = report("p", WIRE, ahead=100), report("c", REWRITE, ahead=7)
    for row in collate(parent, child):
        for e in row.edits:
            if e.op == "keep":
                mine, theirs = cut(child, e.child_span, 7), cut(parent, e.parent_span, 100)
                assert mine.split()[0].strip(".,").casefold() == theirs.split()[0].strip(".,").casefold()


def test_an_undecided_pair_that_shares_sentences_is_set_side_by_side_without_direction():
    a, b = report("a", WIRE), report("b", WIRE[1:])
    undecided = kinds.Undecided(left_id="a", right_id="b", verdict="undecided", reason="")
    origins = kinds.Origins(count=2, roots=["a", "b"], explanation="")
    tree = kinds.Lineage(story_id="s", derivations=[], undecided=[undecided], origins=origins)
    found = align.edges(to_table(kinds.Lineage, [tree]), to_table(kinds.Link, link(a, b)), settings=DEFAULTS)
    assert [(e.parent_id, e.child_id, e.directed) for e in rows(kinds.Edge, found)] == [("a", "b", False)]


PIECES = st.sampled_from([*WIRE, *REWRITE, "", "...", "42", "\u202eabc", "日本語の文。", "a\x00b", "“No,” he said."])


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=7), st.lists(PIECES, max_size=7))
def test_rows_cover_both_sides_and_edits_lie_in_their_sentences(one: list[str], other: list[str]):
    parent, child = report("p", one), report("c", other)
    found = collate(parent, child)
    assert [s for r in found for s in r.child] == [s.sentence_id for s in child.sentences]
    body = {s.sentence_id for s in parent.sentences if s.role == "body"}
    assert body <= {s for r in found for s in r.parent}
    assert len([r for r in found if r.relation == "dropped"]) == len(
        body - {s for r in found if r.child for s in r.parent}
    )
    for row in found:
        for e in row.edits:
            for span, source in ((e.child_span, child), (e.parent_span, parent)):
                assert span is None or 0 <= span.start < span.end <= len(source.text)

"""Which sentence says what which says."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.align.stories import REWRITE, WIRE, link, report


def linked(left_lines: list[str], right_lines: list[str]) -> set[tuple[int, int]]:
    """(right sentence, left sentence) that the right side chose."""
    found = link(report("a", left_lines), report("b", right_lines))
    return {(int(x.right_sentence[1:]), int(x.left_sentence[1:])) for x in found if x.right_rank}


def test_a_rewrite_is_linked_to_what_it_rewrites():
    found = linked(WIRE, REWRITE)
    assert {(1, 1), (2, 4), (3, 2), (4, 5)} <= found


def test_a_merged_sentence_has_a_link_to_each_of_its_sources():
    assert {source for child, source in linked(WIRE, REWRITE) if child == 3} == {2, 3}


def test_background_that_only_shares_the_topic_is_not_linked():
    assert not [child for child, _ in linked(WIRE, REWRITE) if child == 5]


def test_figures_are_the_same_however_they_are_written():
    wire = ["Exports fell 8.6 percent to 2.74 billion U.S. dollars.", "The mayor opened a bakery."]
    assert linked(wire, ["Shipments abroad slid by 8.6% to $2.74bn."]) == {(0, 0)}


def test_an_acronym_is_linked_to_the_name_that_another_report_spells_out():
    wire = ["The Northern Grain Council (NGC) will meet on Monday.", "Rain is forecast for the coast."]
    assert (0, 0) in linked(wire, ["NGC meets Monday."])


def test_a_spelling_variant_is_rescued():
    wire = ["Tremors were felt in Karamazova.", "Schools stay open."]
    assert (0, 0) in linked(wire, ["In Karamasova the quake was felt."])


def test_a_caption_does_not_displace_a_body_sentence():
    wire = [
        "^ The Lady Brandt lies on a sandbank off Marrow Island.",
        "The Lady Brandt lies on a sandbank off Marrow Island and may break up, divers said.",
    ]
    found = link(report("a", wire), report("b", ["The Lady Brandt lies on a sandbank off Marrow Island."]))
    assert {x.left_sentence for x in found if x.right_rank == 1} == {"a1"}


def test_a_sentence_cut_off_a_long_one_is_linked_to_it():
    wire = [
        "Harbour Rovers have signed goalkeeper Ivo Lindqvist from Danish club Vesterby for an initial fee of "
        "three million euros on a four-year contract, the club announced on Friday after weeks of talks.",
        "He is 24.",
    ]
    child = [
        "Harbour Rovers have signed Ivo Lindqvist from Vesterby for three million euros.",
        "The contract runs four years.",
    ]
    assert linked(wire, child) == {(0, 0), (1, 0)}


def test_the_order_of_reports_does_not_matter():
    a, b, c = report("a", WIRE), report("b", REWRITE), report("c", WIRE[2:5])
    assert link(a, b, c) == link(c, b, a)


def test_reports_without_words_have_no_links():
    assert link(report("a", []), report("b", ["... !"]), report("c", ["\u202e\x00"])) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_links_name_sentences_and_shares_are_shares(seed: int):
    rng = random.Random(seed)
    words = " ".join(WIRE + REWRITE).split()

    def lines(n: int) -> list[str]:
        return [" ".join(rng.choices(words, k=rng.randint(1, 14))) for _ in range(n)]

    left, right = report("a", lines(6)), report("b", lines(6))
    for x in link(left, right):
        assert x.left_sentence in {s.sentence_id for s in left.sentences}
        assert x.right_sentence in {s.sentence_id for s in right.sentences}
        assert x.left_rank or x.right_rank
        assert 0 <= x.left_cover <= 1 and 0 <= x.right_cover <= 1 and 0 <= x.score <= 1

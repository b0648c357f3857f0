"""Spans and offset maps."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retold.kinds import Segment, Span
from retold.spans import OffsetMap, hull, length, merged, overlap

# "He said [[so]]." with the brackets stripped, and a gap before the end.
SEGMENTS = [
    Segment(0, 8, 0, 8, "copy"),
    Segment(8, 10, 10, 12, "copy"),
    Segment(10, 13, 14, 30, "gap"),
    Segment(13, 14, 30, 36, "unescape"),
    Segment(14, 15, 36, 37, "copy"),
]


def test_a_copy_is_mapped_to_the_character():
    assert OffsetMap(SEGMENTS).pieces(3, 7) == [Span(3, 7)]


def test_what_markup_breaks_comes_back_in_pieces():
    assert OffsetMap(SEGMENTS).pieces(3, 10) == [Span(3, 8), Span(10, 12)]
    assert OffsetMap(SEGMENTS).hull(3, 10) == Span(3, 12)


def test_a_gap_has_no_place_in_the_source():
    assert OffsetMap(SEGMENTS).pieces(10, 13) == []
    assert OffsetMap(SEGMENTS).hull(10, 13) is None


def test_a_character_that_was_an_entity_is_mapped_to_all_of_it():
    assert OffsetMap(SEGMENTS).pieces(13, 15) == [Span(30, 37)]


def test_the_way_back_finds_what_was_kept():
    places = OffsetMap(SEGMENTS)
    assert places.to_text(Span(10, 12)) == (8, 10)
    assert places.to_text(Span(8, 10)) is None
    assert places.to_text(Span(2, 12)) == (2, 10)


def test_an_empty_map_maps_nothing():
    assert OffsetMap([]).pieces(0, 5) == []
    assert OffsetMap([]).to_text(Span(0, 5)) is None


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda t: Span(t[0], t[0] + t[1])), max_size=12)


@given(SPANS)
def test_merged_spans_hold_the_same_characters_once(spans):
    held = {n for s in spans for n in range(s.start, s.end)}
    found = merged(spans)
    assert length(found) == len(held)
    assert {n for s in found for n in range(s.start, s.end)} == held
    assert all(a.end < b.start for a, b in pairwise(found))
    if found:
        assert hull(found) == Span(min(held), max(held) + 1)


@given(SPANS)
def test_overlap_is_what_two_spans_both_hold(spans):
    for a, b in pairwise(spans):
        assert overlap(a, b) == len(set(range(a.start, a.end)) & set(range(b.start, b.end)))

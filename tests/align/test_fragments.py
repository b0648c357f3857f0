"""Stretches that two reports tell in other words."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from retold.align.fragments import Fragments, cosine, cut, find_patches, find_seeds, rarity
from retold.settings import DEFAULTS
from tests.align.stories import passages, report

BRIDGE = [
    "The old bridge over the Tarn at Velmont was closed on Monday after divers found cracks in two of its stone piers.",
    "Engineers will examine the piers for six weeks before deciding whether the bridge can carry lorries again, the mayor said.",
    "Some 9,000 vehicles cross the bridge each day, and drivers will have to go round by the dam at Castelnau.",
]
RETOLD = [
    "On Monday the old Velmont bridge over the Tarn was shut, because cracks were found by divers in two stone piers.",
    "The mayor said that for six weeks engineers would be examining the piers; then they decide whether lorries can use the bridge again.",
    "Drivers must go round by the Castelnau dam: each day the bridge is crossed by some 9,000 vehicles.",
]
OTHER = [
    "A bakery in Oslo has sold bread from the same oven since 1911, and its owner sees no reason to replace it.",
    "Her grandfather bought the oven from a ship's cook who had no more use for it on land.",
    "Rain is expected in the west of the country until Thursday, with snow above eight hundred metres.",
    "The national choir begins its tour of the northern islands in May, singing in eleven churches.",
    "A chess player of fourteen won the junior title in Bergen without losing a single game.",
    "The museum of fishing will stay open on Sundays through the winter, thanks to forty volunteers.",
    "Tickets for the tram cost as much as last year, although the price of electricity doubled.",
    "Wild geese were counted on the lake for the first time since the reeds were cut.",
]


def test_a_rewritten_paragraph_is_one_passage():
    left, right = report("a", [*OTHER[:4], *BRIDGE, *OTHER[4:]]), report("b", RETOLD)
    (found,) = passages(left, right)
    assert left.text[found.left_span.start : found.left_span.end] == "\n".join(BRIDGE)
    assert right.text[found.right_span.start : found.right_span.end] == "\n".join(RETOLD)


def test_a_rewritten_paragraph_may_tell_its_sentences_in_another_order():
    (found,) = passages(report("a", [*OTHER, *BRIDGE]), report("b", [RETOLD[2], RETOLD[0], RETOLD[1]]))
    assert found.right_span.start == 0


def test_paragraphs_rewritten_in_two_places_are_two_passages():
    ferry = [
        "The ferry to the Marrow islands sails twice a day again since its engine was repaired in the yard at Leith.",
        "Passengers had waited five weeks on the quay for a replacement boat that the company never sent.",
    ]
    retold = [
        "Twice a day the Marrow islands ferry is sailing again, its engine having been repaired at the Leith yard.",
        "For five weeks passengers waited on the quay; the replacement boat was never sent by the company.",
    ]
    found = passages(report("a", [*BRIDGE, *OTHER, *ferry]), report("b", [*retold, *RETOLD]))
    assert len(found) == 2


def test_a_phrase_in_two_reports_is_no_passage():
    phrase = "according to the ministry of the interior"
    assert passages(report("a", [f"Geese fly {phrase}."]), report("b", [f"The tram is late {phrase}, and full."])) == []


def test_a_short_report_found_whole_in_another_is_a_passage():
    flash = "Bridge at Velmont closed, mayor says."
    (found,) = passages(report("a", [flash]), report("b", [OTHER[0], flash, OTHER[1]]))
    assert found.score == 1.0


def test_the_same_sentence_over_and_over_is_read_in_good_time():
    left = report("a", BRIDGE * 700)
    right = report("b", [*RETOLD, *OTHER] * 200)
    start = time.process_time()
    passages(left, right)
    assert time.process_time() - start < 5


KEYS = st.lists(st.lists(st.sampled_from("abcdefghij"), max_size=50), max_size=12)


@given(KEYS)
def test_fragments_hold_every_word_once_in_order(sentences: list[list[str]]):
    fragments = cut(sentences, DEFAULTS)
    words = [w for s in sentences for w in s]
    assert all(a.end == b.start for a, b in pairwise(fragments))
    assert sum(f.end - f.start for f in fragments) == len(words)
    assert all(
        sorted(words[f.start : f.end]) == sorted(k for k, n in f.keys.items() for _ in range(n)) for f in fragments
    )


def naive_seeds(left: Fragments, right: Fragments, floor: float, dice_floor: float) -> set[tuple[int, int]]:
    """The fragments alike, by comparing all with all."""
    weight = rarity(left, right)
    return {
        (i, j)
        for i, a in enumerate(left.all)
        for j, b in enumerate(right.all)
        if 2 * len(a.keys.keys() & b.keys.keys()) / (len(a.keys) + len(b.keys)) >= dice_floor
        and cosine(a.keys, b.keys, weight) >= floor > 0
    }


@settings(max_examples=200, deadline=None)
@given(KEYS, KEYS, st.sampled_from([0.1, 0.33, 0.6]))
def test_seeds_are_those_of_comparing_all_with_all(a: list[list[str]], b: list[list[str]], floor: float):
    left, right = Fragments(cut(a, DEFAULTS)), Fragments(cut(b, DEFAULTS))
    found = find_seeds(left, right, rarity(left, right), floor, 0.33)
    assert {(s.left, s.right) for s in found} == naive_seeds(left, right, floor, 0.33)
    assert found == sorted(found)


@settings(max_examples=150, deadline=None)
@given(KEYS, KEYS)
def test_patches_lie_in_both_reports(a: list[list[str]], b: list[list[str]]):
    left, right = Fragments(cut(a, DEFAULTS)), Fragments(cut(b, DEFAULTS))
    for patch in find_patches(left, right, DEFAULTS):
        assert 0 <= patch.left_first <= patch.left_last < len(left.all)
        assert 0 <= patch.right_first <= patch.right_last < len(right.all)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*BRIDGE, *RETOLD, *OTHER, "", "外交部发言人周五在北京表示欢迎。", "\u202e\x00 …"]), max_size=9
    ),
    st.data(),
)
def test_passages_lie_in_the_text_and_tell_no_more_than_is_the_same(lines: list[str], data: st.DataObject):
    left, right = report("a", lines), report("b", data.draw(st.permutations([*RETOLD, *OTHER[:3]])))
    for found in passages(left, right):
        assert 0 <= found.left_span.start < found.left_span.end <= len(left.text)
        assert 0 <= found.right_span.start < found.right_span.end <= len(right.text)
        assert 0 < found.score <= 1

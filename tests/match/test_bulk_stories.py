"""Pairs of a run: what their passages cover."""

from __future__ import annotations

import pyarrow as pa

from retold.match.bulk_stories import cover_pairs

NAMES = ["left_id", "right_id", "same_words", "left_words", "right_words", "boilerplate"]


def part(*rows):
    return pa.table([pa.array(column) for column in zip(*rows)], names=NAMES)


def test_words_are_summed_over_the_passages_of_a_pair_wherever_parts_are_cut():
    rows = [
        ("a", "b", 7, 90, 80, False),
        ("a", "b", 20, 90, 80, False),
        ("a", "c", 5, 90, 40, False),
        ("a", "c", 3, 90, 40, False),
    ]
    whole = cover_pairs([part(*rows)])
    assert whole.to_pylist() == [
        {"left_id": "a", "right_id": "b", "same_words": 27, "left_words": 90, "right_words": 80},
        {"left_id": "a", "right_id": "c", "same_words": 8, "left_words": 90, "right_words": 40},
    ]
    for cut in range(1, len(rows)):
        assert cover_pairs([part(*rows[:cut]), part(*rows[cut:])]).equals(whole)


def test_boilerplate_covers_nothing():
    rows = [("a", "b", 7, 90, 80, True), ("a", "c", 5, 90, 40, True), ("a", "c", 9, 90, 40, False)]
    assert cover_pairs([part(*rows)]).column("same_words").to_pylist() == [9]

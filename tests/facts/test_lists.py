"""Lists and where they end; all texts are invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.facts.lists import find_lists
from tests.facts.prose import reading_of


def lists(text: str) -> list[tuple[str | None, int | None, list[str]]]:
    return [(f.of, f.stated_count, [m.label for m in f.members]) for f in find_lists(reading_of(text))]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # The last "and" parts only the final item.
        (
            "They signed 12 accords covering ports, inspection and quarantine, health, and media sectors.",
            ("accords", None, ["ports", "inspection and quarantine", "health", "media"]),
        ),
        ("The pact covers fisheries, ports and customs, and jointly build a road.", ("pact", None, ["fisheries", "ports", "customs"])),
        (
            "Ministers named four principles of the pact -- upholding fair trade, abiding by rulings, and sharing costs.",
            ("principles of the pact", 4, ["fair trade", "rulings", "costs"]),
        ),
        ("The plan has three pillars: clean rivers, safe roads and good schools.", ("pillars", 3, ["clean rivers", "safe roads", "good schools"])),
        ("It works with bodies including the RBA, the WTU, BRICS and G20, and helps poor states.", ("bodies", None, ["RBA", "WTU", "BRICS", "G20"])),
        ("Crops such as maize, beans and sorghum were washed away.", ("Crops", None, ["maize", "beans", "sorghum"])),
        ("The bill, which covers housing and water, passed.", ("bill", None, ["housing", "water"])),
        ("Several suppliers, including Orbit Steel, Nadir Lines and Vale & Sons, declined to comment.", ("suppliers", None, ["Orbit Steel", "Nadir Lines", "Vale & Sons"])),
        ("Police seized three rifles, 40 rounds of ammunition and two cars in Gulu on Monday.", (None, None, ["three rifles", "40 rounds of ammunition", "two cars"])),
        ("The storm hit the regions of Tarvo, Minel and Oster and moved on.", (None, None, ["Tarvo", "Minel", "Oster"])),
        ("It has two goals: cheaper trains and an end to night flights.", ("goals", 2, ["cheaper trains", "end to night flights"])),
        ("It is active in three states, namely Chad, Mali and Togo, officials said.", ("states", 3, ["Chad", "Mali", "Togo"])),
    ],
)  # fmt: skip
def test_lists_are_read_to_their_end_and_no_further(text, want):
    assert lists(text) == [want]


@pytest.mark.parametrize(
    "text",
    [
        "He said the following: we will win, we will march and we will stay.",
        "On Monday, Tuesday and Wednesday schools were closed.",
        "Among the dead were five people, including a child.",
        "The minister, who arrived late, said nothing.",
        "The score was 3-2: Oduya scored, Lunes was sent off and Pryce cheered.",
        "",
    ],
)
def test_what_is_no_list_gives_none(text):
    assert lists(text) == []


def test_the_span_of_a_member_keeps_what_the_label_leaves_out(text):
    """
    The blocs include the Nile Union, the Lake League and the Horn Pact.
    """
    (found,) = find_lists(reading_of(text))
    assert [text[m.span.start : m.span.end] for m in found.members] == [
        "the Nile Union",
        "the Lake League",
        "the Horn Pact",
    ]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.text(alphabet='ab A,;:.—- \n("2', max_size=120))
def test_members_lie_in_the_text_in_order(one, other):
    for text in (one, f"covering {one}, a and {other}", f"five things: {other}, and {one}"):
        for fact in find_lists(reading_of(text)):
            ends = 0
            for member in fact.members:
                assert ends <= member.span.start < member.span.end <= len(text)
                ends = member.span.end


@pytest.mark.parametrize("unit", ["Alpha, ", "including a, ", "2 x, ", " -- a b", "a: b, "])
def test_a_sentence_that_never_ends_takes_time_by_its_length(unit):
    def seconds(size: int) -> float:
        reading = reading_of((unit * (size // len(unit) + 1))[:size], whole=True)
        start = time.process_time()
        find_lists(reading)
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.01)


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        (
            "Contracts went to Marlow & Sons, Brightstone Group and Tarn Construction.",
            ["Marlow & Sons", "Brightstone Group", "Tarn Construction"],
        ),
        (
            "It is shared between three groups: fishing crews, hotel owners and the valley's people.",
            ["fishing crews", "hotel owners", "valley's people"],
        ),
        (
            "The plan, which also promises smaller classes, 300 extra tutors and free breakfasts, begins in May.",
            ["smaller classes", "300 extra tutors", "free breakfasts"],
        ),
        (
            "The aims are to cut flights, create 4,000 jobs and halve prices.",
            ["cut flights", "create 4,000 jobs", "halve prices"],
        ),
        (
            "It tore through the coast, killing nine people, snapping power lines and leaving homes dark.",
            ["killing nine people", "snapping power lines", "leaving homes dark"],
        ),
        (
            "Staff of the University of Orvane, the Keller Institute in Brandt and Solis Polytechnic took part.",
            ["University of Orvane", "Keller Institute in Brandt", "Solis Polytechnic"],
        ),
        ("The mayor, a lawyer and father, resigned.", []),
        ("Ann Lee, the mayor, and her deputy resigned.", []),
    ],
)
def test_what_nothing_announces_is_a_list_where_its_members_are_alike(sentence: str, members: list[str]) -> None:
    assert [m.label for found in find_lists(reading_of(sentence)) for m in found.members] == members

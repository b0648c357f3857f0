"""Whole paragraphs of news: who and what is named, listed, agreed and counted; all texts are invented."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.facts.agreements import find_agreements
from retold.facts.coordinations import find_coordinations
from retold.facts.dates import find_dates
from retold.facts.discovery import find_names
from retold.facts.lists import find_lists
from retold.facts.quantities import find_quantities
from tests.facts.prose import reading_of

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "names_and_lists.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", [c for c in CASES if not c.get("blind")], ids=lambda c: c["label"])
def test_a_paragraph_is_read_as_an_annotator_reads_it(case):
    reading = reading_of(case["text"])
    names, lists = find_names(reading), find_lists(reading)
    quantities = find_quantities(reading, find_dates(reading))
    agreements = find_agreements(reading, names, quantities, lists)
    assert sorted(p.name for p in names.people) == sorted(case["people"])
    assert sorted(p.name for p in names.places) == sorted(case["places"])
    assert len(names.organisations) == len(case["organisations"])
    assert [(q.value, q.bound) for q in quantities] == [tuple(f) for f in case["figures"]]
    assert len(lists) == len(case["lists"])
    for found, want in zip(lists, case["lists"]):
        assert len(found.members) == len(want)
    told = [case["text"][a.span.start : a.span.end] for a in agreements]
    assert len(told) == len(case["agreements"])
    assert all(any(words in sentence for sentence in told) for words in case["agreements"])


@pytest.mark.parametrize(
    "text",
    [
        "Prices fell, demand rose and shops closed.",
        "In Lisbon, teachers and drivers marched.",
        "It was a small, cheap and easy fix.",
        "The new line was faster, cheaper and safer.",
        "The mayor, a lawyer and father, resigned.",
        "He stood up, waved and left.",
        "On Monday, Tuesday and Friday the port was shut.",
        "The toll was 11 by drowning, five by lightning and three by landslides.",
    ],
)
def test_clauses_adjectives_and_appositions_are_no_coordination(text):
    assert find_coordinations(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Bilateral trade rose to 244.8 billion yuan last year.", "bilateral trade"),
        ("The project will cost about 186 million euros.", "project"),
        ("Trade between Ghana and Togo reached $4 billion.", "trade"),
        ("The merger, worth $1.3bn, was signed.", "merger"),
        ("The bank promised loans of $240 million.", "loans"),
        ("The cost of the project is 5 million euros.", "cost of the project"),
        ("He paid $40.", None),
        ("Aldmoor hit 2 billion euros.", None),
    ],
)
def test_a_sum_of_money_says_what_it_is_a_sum_of(text, want):
    assert [q.of for q in find_quantities(reading_of(text), [])] == [want]


@given(st.text(alphabet="ab ,.;and\n“”'’Theof12 ", max_size=120))
def test_members_of_a_coordination_lie_in_the_text_in_order(text):
    for members in find_coordinations(text, 0, len(text)):
        ends = [place for span in members for place in span]
        assert ends == sorted(ends)
        assert ends[0] >= 0
        assert ends[-1] <= len(text)

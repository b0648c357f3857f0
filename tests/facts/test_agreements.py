"""What was signed, and what was not; all texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.agreements import find_agreements
from retold.facts.discovery import find_names
from retold.facts.lists import find_lists
from tests.facts.prose import reading_of


def agreements(text: str) -> list[kinds.Agreement]:
    reading = reading_of(text)
    return find_agreements(reading, find_names(reading), [], find_lists(reading))


def test_documents_signed_have_number_bound_parties_and_fields(text):
    """
    Ghana and Togo held talks in Accra. The two sides signed more than 15 cooperation documents covering energy, ports, and media sectors.
    """
    (found,) = agreements(text)
    assert (found.what, found.count, found.bound) == ("cooperation documents", 15, "more_than")
    assert (found.parties, found.signatories) == (["Ghana", "Togo"], ["the two sides"])
    assert [f.label for f in found.fields] == ["energy", "ports", "media"]


def test_a_memorandum_that_was_signed_is_read_in_the_passive(text):
    """
    Chile and Peru met. A memorandum of understanding signed at the meeting covers fisheries and plant health.
    """
    (found,) = agreements(text)
    assert (found.what, found.count, found.parties) == ("memorandum of understanding", 1, ["Chile", "Peru"])
    assert [f.label for f in found.fields] == ["fisheries", "plant health"]


def test_a_union_and_a_company_reach_a_deal(text):
    """
    The Dockers Union and Northern Ports Ltd reached a tentative agreement on pay and pensions late on Sunday.
    """
    (found,) = agreements(text)
    assert found.signatories == ["Dockers Union", "Northern Ports Ltd"]
    assert [f.label for f in found.fields] == ["pay", "pensions"]


def test_one_agreement_told_in_three_sentences_is_one(text):
    """
    Veldania and Ostrava signed an agreement on Monday. Veldanian Minister Per Holm and his counterpart, Ada Roe, signed the agreement in Oslo. It covers towage, tides and pilots.
    """
    (found,) = agreements(text)
    assert found.signatories == ["Veldania", "Ostrava", "Per Holm", "Ada Roe"]
    assert [f.label for f in found.fields] == ["towage", "tides", "pilots"]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Ethiopia will sign a power deal next month.",
        "The union refused to sign the agreement.",
        "The club signed striker Deji Alabi on a five-year contract.",
        "The two countries concluded a third round of talks on a trade agreement.",
        "The minister signed autographs.",
        "",
    ],
)
def test_what_was_not_signed_is_no_agreement(text):
    assert agreements(text) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(alphabet="ab, .dealsignpctwo1\n", max_size=80))
def test_any_text_is_read(one, other):
    text = f"{one} signed {other} agreements on {one}"
    for found in agreements(text):
        assert 0 <= found.span.start < found.span.end <= len(text)


def test_the_signing_of_documents_that_somebody_witnessed_is_an_agreement() -> None:
    (found,) = agreements(
        "The two presidents witnessed the signing of 12 documents covering energy, aviation and customs."
    )
    assert found.count == 12 and [f.label for f in found.fields] == ["energy", "aviation", "customs"]
    assert not agreements("They will meet before the signing of the treaty.")


def test_the_accord_is_the_truce_told_just_before() -> None:
    found = agreements(
        "The army and the rebels signed a ceasefire on Saturday. "
        "The six-point accord, brokered by a neighbour, takes effect at midnight.",
    )
    assert [a.what for a in found] == ["ceasefire"]

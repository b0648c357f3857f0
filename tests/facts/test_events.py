"""What happened, by type; all texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.agreements import find_agreements
from retold.facts.discovery import find_names
from retold.facts.events import find_events, main_event
from retold.facts.lists import find_lists
from retold.facts.statements import find_statements
from tests.facts.prose import reading_of


def events(text: str) -> list[kinds.Event]:
    reading = reading_of(text)
    names = find_names(reading)
    agreements = find_agreements(reading, names, [], find_lists(reading))
    return find_events(reading, names, [], agreements, find_statements(reading, names, "core"))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ghana's president held talks with the Togolese leader in Lome.", "CONSULT"),
        ("The rebels shelled the northern town for six hours.", "FIGHT"),
        ("Police arrested eleven students on Friday.", "COERCE"),
        ("Nurses went on strike over pay.", "PROTEST"),
        ("The senate rejected the bill.", "REJECT"),
        ("Peru donated tents to flood victims.", "AID"),
        ("The two countries signed an agreement on fishing.", "AGREE"),
        ("The army withdrew its troops from the border.", "RETREAT"),
        ("The opposition demanded fresh elections.", "DEMAND"),
        ("Brussels imposed sanctions on the shipping firm.", "SANCTION"),
        ("The ministry accused the firm of fraud.", "DISAPPROVE"),
        ("A prosecutor opened an investigation into the fire.", "INVESTIGATE"),
        ("The sky was blue.", None),
    ],
)
def test_a_sentence_has_one_chief_event(text, want):
    assert main_event(text) == want


def test_participants_and_place_are_those_of_the_clause(text):
    """
    Ghanaian President Ama Owusu met Togolese President Koffi Mensah in Lome, while Benin closed its ports.
    """
    (found,) = [e for e in events(text) if e.type == "CONSULT"]
    assert (found.participants, found.place) == (["Ama Owusu", "Koffi Mensah"], "Lome")
    assert text[found.span.start : found.span.end].endswith("in Lome")


def test_a_signing_is_an_event_of_its_own(text):
    """
    Ghana and Togo signed two accords on ports and fishing.
    """
    (found,) = [e for e in events(text) if e.type == "SIGN"]
    assert (found.plover, found.participants) == ("AGREE", ["Ghana", "Togo"])


@pytest.mark.parametrize(
    "text",
    [
        "Kenya did not reject the offer.",
        "The army may attack the town.",
        "Ines Roth wrote a letter: \"They attacked us\".",
        "Cooperation in many fields is good.",
    ],
)  # fmt: skip
def test_what_is_denied_possible_or_quoted_did_not_happen(text):
    assert [e for e in events(text) if e.type != "STATE"] == []


def test_a_quake_that_kills_assaults_nobody(text):
    """
    The earthquake killed nine people in Peru.
    """
    assert [e.type for e in events(text)] == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["attacked", "met", "hold talks", "imposed"]))
def test_any_text_is_read(text, verb):
    whole = f"{text} {verb} {text}"
    main_event(whole)
    for found in events(whole):
        assert 0 <= found.span.start < found.span.end <= len(whole)

"""Words, and the keys under which two count as the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rose", "risen"),
        ("quake", "earthquakes"),
        ("rail", "railways"),
        ("metres", "meters"),
        ("labour", "labor"),
        ("organisation", "organization"),
        ("centre", "center"),
        ("defence", "defense"),
        ("travelled", "traveling"),
        ("called", "calls"),
        ("pulled", "pull"),
        ("fuelled", "fuels"),
        ("Peru’s", "Peruvian"),
        ("U.S.", "US"),
        ("per", "per"),
        ("Sept", "September"),
        ("firm", "companies"),
    ],
)
def test_words_that_a_sub_editor_would_not_tell_apart_have_one_key(one: str, other: str):
    assert words.key(one) == words.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("said", "stressed"),
        ("may", "will"),
        ("us", "US"),
        ("rose", "fell"),
        ("nearly", "over"),
        ("killed", "injured"),
        ("filled", "filed"),
    ],
)
def test_words_whose_difference_matters_keep_their_keys_apart(one: str, other: str):
    assert words.key(one) != words.key(other)


def keys(text: str) -> list[str]:
    return [t.key for t in words.read_tokens(text) if t.kind != "function"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8.6 percent", "8.6%"),
        ("seven", "7"),
        ("twenty-five", "25"),
        ("two hundred", "200"),
        ("1,200", "1200"),
        ("18.5 mln", "18.5 million"),
        ("3:52 a.m.", "03:52"),
        ("(0852 GMT)", "(08:52 GMT)"),
        ("a dozen", "12"),
        ("fourth", "4th"),
    ],
)
def test_figures_are_one_however_they_are_written(one: str, other: str):
    assert keys(one) == keys(other)


def test_a_sum_of_money_has_a_key_for_the_figure_and_one_for_the_unit():
    assert sorted(keys("$2.74 billion")) == sorted(keys("2.74 billion U.S. dollars"))


def every_key(text: str) -> set[str]:
    return {k for t in words.read_tokens(text) for k in (t.key, *t.others)}


def test_a_phrase_has_the_key_of_its_group():
    assert every_key("They were forced from their homes.") & every_key("They were displaced.") - {"they", "were"}


def test_a_compound_has_a_key_that_its_unhyphenated_form_has():
    assert words.key("goodneighborly") in every_key("good-neighborly ties")


def test_kindred_words_share_a_marked_key_only():
    said, stressed = every_key("said"), every_key("stressed")
    assert {k[:1] for k in said & stressed} == {"~"}


def test_an_acronym_is_learnt_where_the_text_explains_it():
    text = "the Northern Grain Council (NGC), the Ministry of Trade (MoT) and rain (heavy) in the Third Lake War III (TLWIII)"
    assert words.learn_acronyms(text) == {
        "NGC": "Northern Grain Council",
        "MoT": "Ministry of Trade",
        "TLWIII": "Third Lake War III",
    }


def test_the_lexicons_hold_hundreds_of_groups():
    for lexicon in (words.equivalents(), words.kindred()):
        assert len({g for groups in lexicon.words.values() for g in groups}) > 200


@given(st.text(max_size=200))
def test_tokens_stand_in_the_text_in_order(text: str):
    found = words.read_tokens(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    words.learn_acronyms(text)

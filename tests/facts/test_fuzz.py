"""Facts of what nobody wrote; `make soak` checks ten thousand sentences."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts import fuzz


@pytest.mark.parametrize("seed", range(3))
def test_facts_of_spliced_sentences_lie_in_the_text_and_nothing_is_raised(seed: int) -> None:
    assert fuzz.run(100, seed) >= 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=4), st.integers(0, 99))
def test_facts_of_any_text_lie_in_it(sentences: list[str], seed: int) -> None:
    fuzz.check(fuzz.made(sentences, random.Random(seed)))

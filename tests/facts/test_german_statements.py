"""Who said what in German: cases in tests/cases/statements_de.toml, and what holds for any text."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.facts.german_cues import forms_of, german_lexicon
from retold.facts.german_statements import find_german_statements
from retold.facts.statements import language_of
from tests.facts.test_statements import case_id, reading_of, told

PATH = Path(__file__).parent.parent / "cases" / "statements_de.toml"
CASES = tomllib.loads(PATH.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, id=case_id(c), marks=[pytest.mark.xfail(strict=True)] if c.get("expect") == "fail" else [])
        for c in CASES
    ],
)
def test_german_statements_are_read_as_a_sub_editor_reads_them(case):
    assert sorted(told(case["text"])) == sorted(case["want"])


def test_a_text_that_states_no_language_is_read_in_the_language_of_its_small_words():
    assert language_of(reading_of("Die Polizei sagte, der Weg sei frei.")) == "de"
    assert language_of(reading_of("The police said that the road was free.")) == "en"
    assert language_of(reading_of("")) == "en"


def test_parted_verbs_are_known_whole_and_in_parts():
    assert forms_of("mit+teilen") == ("teilen", "mit", ["teilt", "teilte", "teilten", "teilen", "teile"], "mitgeteilt")
    assert [c.lemma for c in german_lexicon().cues["mitteilte"]] == ["mitteilen"]
    assert [c.prefix for c in german_lexicon().cues["teilte"]] == ["mit"]


def test_quotations_inside_told_words_count_by_themselves_only_where_breadth_is_wide():
    reading = reading_of("Minister Carl Weber sagte, die Lage sei „leider völlig außer Kontrolle“ und ernst.")
    assert len(find_german_statements(reading)) == 1
    assert len(find_german_statements(reading, "wide")) == 2


PIECES = st.sampled_from(
    [
        "Carl Weber", "der Minister", "sagte", "teilte", "mit", ",", "„", "“", "„Nein.“", ".", "die Straße", "sei gesperrt", "er",
        "dass", "laut Polizei", "nach Angaben", "der", "zufolge", "so", "wie", "mitteilte", ":", "(SPD)", "–", "hat", "erklärt", "zu",
        "kündigen", "heißt es", "am 14.", "November", "bezeichnete", "als", "demnach", "der Ansicht", "\n\n", "!", "\u200f", "中",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=80, deadline=None)
def test_spans_lie_in_the_text_and_content_never_holds_its_cue(pieces):
    text = " ".join(pieces)
    reading = reading_of(text)
    for breadth in ("core", "wide"):
        for s in find_german_statements(reading, breadth):
            assert s.content_spans
            for span in [*s.content_spans, *filter(None, [s.cue_span, s.speaker_span])]:
                assert 0 <= span.start < span.end <= len(text)
            if s.cue_span:
                assert all(x.end <= s.cue_span.start or x.start >= s.cue_span.end for x in s.content_spans)


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_without_an_exception(text):
    find_german_statements(reading_of(text), "wide")


@pytest.mark.parametrize(
    "unit", ["Weber sagte, es sei zu, ", "laut Polizei ", "so Weber, ", "„nein“, sagte er. ", "a: ", "„ja“ "]
)
def test_a_long_sentence_is_read_in_linear_time(unit):
    times = []
    for size in (10_000, 80_000):
        reading = reading_of((unit * (size // len(unit) + 1))[:size], split=False)
        best = 1e9
        for _ in range(2):
            started = time.process_time()
            find_german_statements(reading, "wide")
            best = min(best, time.process_time() - started)
        times.append(best)
    assert times[1] < 8 * 3.5 * max(times[0], 0.003)

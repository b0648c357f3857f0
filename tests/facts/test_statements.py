"""Who said what: cases in tests/cases/statements.toml, and what holds for any text."""

from __future__ import annotations

import itertools
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.cues import lexicon
from retold.facts.discovery import find_names
from retold.facts.quoted import quoted_stretches
from retold.facts.reading import Reading
from retold.facts.statements import find_statements
from retold.sentences import split_sentences

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "statements.toml").read_text(encoding="utf-8"))["case"]


def reading_of(text: str, role: str = "body", split: bool = True) -> Reading:
    sentences = []
    at = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        spans = split_sentences(text, at, at + len(paragraph)) if split else [(at, at + len(paragraph))]
        for start, end in spans:
            name = f"s{len(sentences)}"
            sentence = kinds.Sentence(
                sentence_id=name,
                role=role,
                start=start,
                end=end,
                spans=[],
                paragraph=number,  # type: ignore[arg-type]
            )
            sentences.append(sentence)
        at += len(paragraph) + 2
    report = kinds.Report(
        report_id="r",
        path="r.txt",
        source_sha256="",
        media_type="text/plain",
        text=text,
        sentences=sentences,
        segments=[],
    )
    return Reading(report)


def told(text: str, role: str = "body") -> list[list[str]]:
    reading = reading_of(text, role)
    return [
        [" + ".join(s.speaker), s.cue or "", " // ".join(reading.cut(c) for c in s.content_spans)]
        for s in find_statements(reading, find_names(reading))
    ]


def case_id(case: dict[str, object]) -> str:
    return str(case["label"])


@pytest.mark.parametrize("case", [c for c in CASES if c.get("expect") != "fail"], ids=case_id)
def test_statements_are_read_as_a_sub_editor_reads_them(case):
    assert sorted(told(case["text"], case.get("role", "body"))) == sorted(case["want"])


@pytest.mark.parametrize("case", [c for c in CASES if c.get("expect") == "fail"], ids=case_id)
@pytest.mark.xfail(strict=True, reason="known failure, kept until it passes")
def test_statements_that_we_know_we_misread(case):
    assert sorted(told(case["text"], case.get("role", "body"))) == sorted(case["want"])


def forms(text: str) -> list[str]:
    reading = reading_of(text)
    return [s.form for s in find_statements(reading, find_names(reading))]


def test_the_form_tells_quoted_words_from_reported_ones():
    assert forms('"It is over," Ida Crane said.') == ["direct"]
    assert forms('Ida Crane said it was "all over" now.') == ["mixed"]
    assert forms("Ida Crane said it was over.") == ["indirect"]
    assert forms("It was over, according to Ida Crane.") == ["according_to"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ida Crane said it was over.", "neutral"),
        ("Ida Crane noted that it was over.", "factive"),
        ("Ida Crane stressed that it was over.", "emphatic"),
        ("Ida Crane pledged to end it.", "performative"),
    ],
)
def test_the_class_of_a_cue_says_how_strong_it_is(text, expected):
    reading = reading_of(text)
    assert [s.cue_class for s in find_statements(reading, find_names(reading))] == [expected]


def test_attitudes_count_only_where_they_are_asked_for():
    reading = reading_of("Ida Crane supports the plan for the harbour.")
    names = find_names(reading)
    assert find_statements(reading, names) == []
    assert len(find_statements(reading, names, "wide")) == 1


def test_an_unknown_language_has_no_statements_rather_than_wrong_ones():
    reading = reading_of("Ida Crane said it was over.")
    import msgspec

    foreign = Reading(msgspec.structs.replace(reading.report, language="xx"))
    assert find_statements(foreign, find_names(reading)) == []
    assert lexicon("xx") is None


PIECES = st.sampled_from(
    [
        "Ida Crane", "said", "says", "that", ",", '"', "“", "”", "'", "''", ".", "the road", "was closed", "he", "and", "pledged",
        "to", "according to", "noting", "(", ")", "--", ":", "who", "while", "police", "told", "reporters", "\n\n", "in a statement",
        "on Tuesday", "called for", "It", "Mr.", "U.S.", "A:", "OSTROM:", "44", "data show", "\u200f", "é", "中", "\x00",
    ]
)  # fmt: skip


def check(text: str) -> None:
    reading = reading_of(text)
    for breadth in ("core", "wide"):
        found = find_statements(reading, find_names(reading), breadth)
        assert found == sorted(found, key=lambda s: s.content_spans[0])
        for statement in found:
            assert statement.content_spans
            for span in [*statement.content_spans, *filter(None, [statement.cue_span, statement.speaker_span])]:
                assert 0 <= span.start < span.end <= len(text)
            if statement.cue_span:
                assert statement.cue == reading.cut(statement.cue_span)
                for span in statement.content_spans:
                    assert span.end <= statement.cue_span.start or span.start >= statement.cue_span.end


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=80, deadline=None)
def test_spans_lie_in_the_text_and_content_never_holds_its_cue(pieces):
    check(" ".join(pieces))


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_without_an_exception(text):
    check(text)


@given(st.text(alphabet="\"'“”‘’`«» ab.,", max_size=60))
@settings(max_examples=60, deadline=None)
def test_quoted_stretches_lie_in_the_text_and_do_not_overlap(text):
    spans = quoted_stretches(text, 0, len(text))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "unit",
    [
        "the road was closed and ",
        "Ida Crane said the road was closed, ",
        'he said "no" and she pledged to stay, ',
        "according to Ida Crane, ",
        "said ",
        "a, ",
        '" ',
        "noting that ",
        "the plan and ",
    ],
)
def test_a_sentence_of_a_megabyte_is_read_in_linear_time(unit):
    times = []
    for size in (10_000, 80_000):
        text = (unit * (size // len(unit) + 1))[:size]
        reading = reading_of(text, split=False)
        names = find_names(reading_of("Ida Crane is here."))
        best = 1e9
        for _ in range(2):
            started = time.process_time()
            find_statements(reading, names)
            best = min(best, time.process_time() - started)
        times.append(best)
    assert times[1] < 8 * 3.5 * max(times[0], 0.003)

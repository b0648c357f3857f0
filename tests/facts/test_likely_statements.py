"""The learnt reader, with weights made for the test: what it asks, keeps, moves and drops, and what it costs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.data import read_data
from retold.facts.attribution import Found
from retold.facts.clauses import Clause
from retold.facts.cues import lexicon
from retold.facts.discovery import find_names
from retold.facts.likely_cues import cue_texts, may_head
from retold.facts.likely_marks import Marks, hashed, size_of
from retold.facts.likely_sources import sources
from retold.facts.likely_spans import FAR, left_side, right_side
from retold.facts.likely_statements import LONGEST, LikelyReader, alike, asked, likely_reader
from retold.facts.quoted import quoted_stretches
from retold.facts.speakers import Speakers
from retold.facts.statements import find_statements
from tests.facts.prose import reading_of


def clause_of(text: str) -> Clause:
    words = lexicon("en", wide=True)
    assert words is not None
    return Clause(text, 0, len(text), quoted_stretches(text, 0, len(text)), words)


def marks_of(text: str) -> Marks:
    clause = clause_of(text)
    return Marks(clause, clause.lexicon, headline=False)


def wide(text: str) -> list[kinds.Statement]:
    reading = reading_of(text)
    return find_statements(reading, find_names(reading), "wide")


def told(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each statement of the breadth wide."""

    def cut(spans: list[kinds.Span]) -> str:
        return " | ".join(text[s.start : s.end] for s in spans)

    return [(cut([s.speaker_span] if s.speaker_span else []), s.cue or "", cut(s.content_spans)) for s in wide(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Quill said the quay would reopen in May.",
            ("Marta Quill", "said", "the quay would reopen in May"),
        ),
        (
            "The quay would reopen in May, according to Marta Quill.",
            ("Marta Quill", "according to", "The quay would reopen in May"),
        ),
        (
            "Ferry owners have long feared that the new bridge would ruin them.",
            ("Ferry owners", "feared", "that the new bridge would ruin them"),
        ),
        (
            "“The quay will reopen in May,” Marta Quill told reporters.",
            ("Marta Quill", "told", "“The quay will reopen in May,”"),
        ),
    ],
)  # fmt: skip
def test_words_and_attitudes_are_read_with_their_source(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(text)


def test_what_the_narrator_tells_of_the_world_is_no_statement() -> None:
    for text in (
        "The ferry left the quay at noon and reached the island an hour later.",
        "Rain fell on the valley for three days and the river rose by two metres.",
    ):
        assert told(text) == []


def test_a_name_is_the_same_to_the_reader_whatever_it_is() -> None:
    """No name may weigh anything: the weights would know the people of the texts they come from."""
    one, other = "Marta Quill said the quay of Ostrom was shut.", "Bo Lundgren said the quay of Wexby was shut."
    for left, right in zip(every_text(one), every_text(other), strict=True):
        assert left == right


def every_text(text: str) -> Iterator[list[str]]:
    m = marks_of(text)
    for k in range(m.size):
        yield cue_texts(m, k, {}, False)


def test_a_feature_has_one_number_everywhere_and_lengths_few_sizes() -> None:
    assert hashed("s say") == 3689580363
    assert hashed("\ud800") == hashed("\ud800")
    assert len({size_of(n) for n in range(10_000)}) == 16
    assert size_of(-4) == "-4"


def test_a_side_offers_stretches_on_that_side_alone() -> None:
    m = marks_of("In May, “the quay,” Marta Quill said on Monday, will reopen.")
    head = m.form.index("said")
    left, right = left_side(m, head, None), right_side(m, head, None)
    assert all(0 <= s < head for s in left.starts)
    assert all(0 < e <= head for e in left.ends)
    assert all(head < s < m.size for s in right.starts)
    assert all(head < e <= m.size for e in right.ends)


def test_no_source_stands_in_what_is_told() -> None:
    m = marks_of("Marta Quill, who runs the port, said Bo Lundgren had left.")
    head = m.form.index("said")
    content = [(head + 1, m.size - 1)]
    found = sources(m, head, content, None)
    assert (0, 2) in found
    assert all(e <= head for _, e in found)


def test_spans_are_alike_that_share_half() -> None:
    assert alike((0, 10), (5, 10))
    assert not alike((0, 10), (6, 10))
    assert not alike((0, 4), (5, 9))


def test_without_weights_nothing_is_sure_and_with_a_high_cut_off_nothing_is_kept() -> None:
    clause = clause_of("Marta Quill said the quay would reopen.")
    reading = reading_of(clause.text)
    speakers = Speakers(reading, find_names(reading), clause.lexicon)
    assert LikelyReader({}, 0.99).reread(clause, [], clause.lexicon, speakers, False) == []


def test_where_the_rules_found_a_statement_is_told_to_the_weights() -> None:
    clause = clause_of("Marta Quill said the quay would reopen.")
    marks = Marks(clause, clause.lexicon, headline=False)
    rule = Found((2, 3), "neutral", ("Marta Quill",), (0, 2), [(3, 7)], "before")
    texts = dict(asked(marks, [rule]))
    assert "r before" in texts[2]
    assert "i True o" in texts[5]
    assert all(may_head(marks, k) for k in texts)


def test_weights_are_a_small_text_file_without_words() -> None:
    text = read_data("statements/en_weights.txt")
    assert len(text) < 5_000_000
    lines = text.splitlines()
    assert lines[1].startswith("# Made by lab/statements/fit_statements.py")
    for line in lines[3:2000]:
        feature, weight = line.split()
        assert 0 <= int(feature, 36) < 2**32
        assert int(weight)


def test_the_record_of_a_plain_trace_loads_no_weights() -> None:
    code = (
        "import sys; from retold.facts import extract_one; from tests.facts.prose import reading_of; "
        "extract_one(reading_of('Ida Crane said it was over.').report); "
        "sys.exit(any('likely' in m for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_quotation_that_goes_on_belongs_to_the_statement_before_though_it_tells_of_thoughts() -> None:
    text = "“The quay is lost,” Marta Quill said. “I think the council knew, and I fear it did not care.”"
    assert any(content.startswith("“The quay is lost,” | “I think") for _, _, content in told(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("said that , . “ ” Marta Quill the quay who according to : not he ( ) — fears 7 \ud800".split()), max_size=60))  # fmt: skip
def test_whatever_the_words_spans_lie_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for s in wide(text):
        for span in [*s.content_spans, *filter(None, [s.cue_span, s.speaker_span])]:
            assert 0 <= span.start < span.end <= len(text)


def test_a_sentence_without_end_is_left_to_the_rules() -> None:
    piece = "Marta Quill said that the quay, which fears the tide, would reopen and "
    text = piece * 400 + "close."
    reading = reading_of(text, whole=True)
    names = find_names(reading)
    likely_reader(0.2)
    began = time.process_time()
    found = find_statements(reading, names, "wide")
    assert found
    assert time.process_time() - began < 5
    assert clause_of(text).size > LONGEST > 4 * FAR

"""Lines set for a terminal: no wider than it, nothing lost, colours only where they are wanted."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.show.ink import Hanging, Screen, SideBySide, Text, cells

STYLES = st.sampled_from(["", "bold", "bold red", "dim"])
WORDS = st.text(st.sampled_from("ab é語́-\u200b \n"), max_size=60)


def printed(*settings, width=40, colour=False) -> str:
    out = io.StringIO()
    Screen(out, width, colour).print(*settings)
    return out.getvalue()


@given(st.lists(st.tuples(WORDS, STYLES), max_size=5), st.integers(10, 40))
def test_lines_fit_and_lose_nothing_but_white_space(parts, width):
    text = Text.assemble(*parts)
    lines = [line.plain for line in text.lines(width)]
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.plain.split())


def test_a_line_is_broken_between_words():
    assert [t.plain for t in Text("the dam held on Monday").lines(12)] == ["the dam held", "on Monday"]


def test_a_word_wider_than_the_line_is_cut():
    assert [t.plain for t in Text("an unbreakableword").lines(10)] == ["an", "unbreakabl", "eword"]


def test_wide_characters_take_two_columns():
    assert cells("大壩") == 4
    assert [t.plain for t in Text("大壩沒有潰決").lines(10)] == ["大壩沒有潰", "決"]


def test_further_lines_hang_below_the_first():
    assert printed(Hanging("- ", Text("the dam held on Monday morning")), width=24) == (
        "- the dam held on Monday\n  morning\n"
    )


def test_two_columns_stand_side_by_side():
    found = printed(SideBySide("~", Text("the dam held"), Text("the dam has held")), width=28).splitlines()
    assert found == [" ~ the dam held the dam has", "                held"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False), ({"FORCE_COLOR": "1"}, True), ({}, False)],
)
def test_colours_follow_the_environment(monkeypatch, environment, expected):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Screen(io.StringIO(), 40).colour is expected


def test_a_stream_that_cannot_hold_a_character_gets_a_question_mark():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Screen(stream, 40, False).print(Text("“dam”"))
    stream.flush()
    assert raw.getvalue() == b"?dam?\n"

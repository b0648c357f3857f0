from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold import kinds
from retold.read.sniff import sniff
from retold.read.text import read_text
from tests.read.conftest import Read


@given(st.text())
def test_what_runs_is_the_source_itself(text: str) -> None:
    found = read_text(text, "report.txt")
    assert found.running == text
    assert found.segments == [kinds.Segment(0, len(text), 0, len(text), "copy")]
    assert found.blocks == [kinds.Block(start=0, end=len(text), kind="text")]


def test_markdown_is_left_as_it_stands(read: Read) -> None:
    content = "# A ferry\n\n*Wednesday*\n\n$The \\, talks$ took **40**th place.\r\n"
    sources, _ = read(content, "brief.md")
    assert (sources[0].running, sources[0].media_type) == (content, "text/markdown")


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("<!DOCTYPE html><html><body><p>x</p></body></html>", "html"),
        ("\ufeff\n <!-- saved --> <HTML lang=en>", "html"),
        ("<div class='story'><p>A fragment.</p></div>", "html"),
        ("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><body><p>x</p></body></html>", "html"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "html"),
        ('<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        ('{"id": 1, "text": "x"}\n{"id": 2}', "rows"),
        ('[\n  {"text": "x"}]', "rows"),
        ("MPA0412 4 1418Z\n\nA ferry returns", "text"),
        ("<b>Breaking:</b> a ferry returns", "text"),
        ("Prices < 5 and > 3, he said. <p", "text"),
        ("## Heading\n\nText with <br> in it and <p>one paragraph</p>.", "text"),
        ("[Photo] A ferry", "text"),
        ("", "text"),
    ],
)
def test_the_form_is_told_by_content(content: str, form: str) -> None:
    assert sniff(content) == form


def test_a_page_named_txt_is_a_page(read: Read) -> None:
    sources, _ = read(
        "<html><body><article><p>" + "The ferry sailed on Tuesday at noon. " * 5 + "</p></article></body></html>",
        "x.txt",
    )
    assert sources[0].media_type == "text/html"

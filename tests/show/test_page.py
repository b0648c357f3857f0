"""The page: whole without a network, safe whatever a report holds, every link inside it found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import retold
from retold.library import trace_with_sources
from retold.show.page import render_page
from retold.show.source import visible

EVIL = """<script>alert(1)</script> --> </style><img src=x onerror=alert(2)>

PORTSMERE, May 4 (Tidewater News) -- The <b>mayor</b> said on Monday "javascript:alert(3)" & left. ]]> <!-- unclosed

Nobody saw the \u202e mayor \x1b[2J again, police said on Tuesday, [click](javascript:alert(4)).
"""


def page_of(paths) -> str:
    return render_page(*trace_with_sources(paths))


@pytest.fixture(scope="module")
def example_page(example_paths) -> str:
    return page_of(example_paths)


def test_a_report_is_shown_as_text_whatever_it_holds(tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(EVIL, encoding="utf-8")
    html = page_of([tmp_path / "one.txt", tmp_path / "two.txt"])
    assert html.count("<script>") == 1 and html.count("</style>") == 1  # ours
    assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert", "")
    assert not re.search(r'href="(?!#)[^"]*javascript', html)
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html and "\u202e" not in html


def test_a_web_address_that_is_none_is_no_link(tmp_path):
    row = '{"id": "a", "text": "Dam holds\\n\\nThe dam at Orrin held on Monday, engineers said.", "url": "javascript:alert(1)"}'
    (tmp_path / "rows.jsonl").write_text(row + "\n")
    assert 'href="javascript' not in page_of([tmp_path / "rows.jsonl"])


def test_nothing_is_loaded_from_anywhere(example_page):
    assert not re.search(r'<(?:link|img|iframe|object|embed)\b|@import|url\(|\bsrc="', example_page)
    assert "default-src 'none'" in example_page
    assert "unsafe-inline" not in example_page
    assert not re.search(r'\sstyle="|\son\w+="', re.sub(r"<script>.*?</script>", "", example_page, flags=re.S))


def test_links_out_of_the_page_tell_nobody(example_page):
    for link in re.findall(r'<a href="http[^>]*>', example_page):
        assert 'rel="noopener nofollow noreferrer"' in link


def test_every_link_inside_the_page_has_its_place(example_page):
    ids = re.findall(r'\bid="([^"]+)"', example_page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', example_page)) <= set(ids)


def test_the_page_has_all_its_parts(example_page):
    for part in (
        "Who took it from whom",
        "What does not say the same",
        "Side by side",
        "On record",
        "Damage log",
        "Sources as found",
    ):
        assert part in example_page
    assert "<svg" in example_page and "<del>" in example_page and "<ins>" in example_page


def test_forty_reports_make_a_page_under_two_megabytes(tmp_path, example_paths):
    texts = [Path(p).read_text(encoding="utf-8") for p in example_paths if p.endswith(".txt")]
    paths = []
    for n in range(40):
        path = tmp_path / f"{n:02d}.txt"
        path.write_text(texts[n % len(texts)].replace("ferry", f"ferry {n}", 2), encoding="utf-8")
        paths.append(path)
    assert len(page_of(paths).encode()) < 2_000_000


def test_a_page_of_one_report_and_of_none_is_a_page(tmp_path):
    (tmp_path / "one.txt").write_text("Dam holds\n\nThe dam at Orrin held on Monday, engineers said.\n")
    (tmp_path / "empty.txt").write_text("")
    assert "Dam holds" in page_of([tmp_path / "one.txt"])
    assert "Skipped" in page_of([tmp_path / "empty.txt"])


def test_controls_are_made_visible():
    assert visible("a\x07<b>\u202e\n") == "a\ufffd&lt;b&gt;\ufffd\n"


def test_the_same_reports_give_the_same_page(example_paths, example_page):
    def without_clock(html: str) -> str:
        return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "", html)

    assert without_clock(page_of(list(reversed(example_paths)))) == without_clock(example_page)
    assert retold.__version__ in example_page

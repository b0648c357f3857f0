"""The day of publication that a page states outside its fields."""

from __future__ import annotations

import pytest

from retold.read.found import Found
from retold.read.html import read_html
from retold.read.lines import is_date_line
from retold.settings import DEFAULTS

BODY = (
    "<p>The ferry between the two towns sailed again on Tuesday for the first time in 14 years, the minister said.</p>"
    "<p>Some 400 people watched from the quay as the ship left at noon with 212 passengers, the harbour master said.</p>"
)


def _published(body: str, head: str = "") -> list[tuple[str, str]]:
    page = f'<html><head><link rel="canonical" href="https://lantern.example/news/ferry">{head}</head><body>{body}</body></html>'
    found = read_html(page, DEFAULTS)
    assert isinstance(found, Found)
    return [(w.value, w.why) for w in found.witnesses if w.field == "published"]


def _list(href: str, day: str = "19.05.2026") -> str:
    others = "<div><a href='/news/tram'><i>18.05.2026</i><h3>Tram sold</h3></a></div>"
    return f"<div class='latest'>{others}<div><a href='{href}'><i>{day}</i><h3>Ferry sails again</h3></a></div>{others}</div>"


@pytest.mark.parametrize("href", ["/news/ferry", "https://lantern.example/news/ferry/", "/news/ferry?from=list#top"])
def test_a_list_that_links_to_the_page_says_its_day(href: str) -> None:
    body = f"<article><h1>Ferry sails again</h1>{BODY}</article>{_list(href)}"
    assert _published(body) == [("2026-05-19", "beside a link to this page")]


@pytest.mark.parametrize("href", ["/news/boat", "/", "", "javascript:0"])
def test_a_list_that_links_elsewhere_does_not(href: str) -> None:
    assert _published(f"<article><h1>Ferry sails again</h1>{BODY}</article>{_list(href)}") == []


def test_a_day_that_can_be_read_two_ways_is_not_taken_from_a_list() -> None:
    assert _published(f"<article><h1>Ferry sails again</h1>{BODY}</article>{_list('/news/ferry', '5/6/2026')}") == []


def test_the_pages_own_line_comes_before_a_list() -> None:
    body = f"<article><h1>Ferry sails again</h1><p>20 May 2026</p>{BODY}</article>{_list('/news/ferry')}"
    assert _published(body) == [("20 May 2026", "date line")]


def test_a_birthday_in_a_list_of_facts_is_no_day_of_publication() -> None:
    facts = "<dl><dt>Born</dt><dd><ul><li>28 January 1975</li><li>Aldmouth</li></ul></dd></dl>"
    assert _published(f"<article><h1>Lena Quist</h1>{facts}{BODY}</article>") == []


def test_a_date_below_a_menu_between_headline_and_text_is_the_articles() -> None:
    menu = "<p>All about the quay</p><p><a href=/a>Trams of the town</a></p><p><a href=/b>Boats of the town</a></p>"
    body = f"<h1>Ferry sails again</h1>{menu}<ul><li><time>25 May 2026</time></li></ul><main>{BODY}</main>"
    assert _published(body) == [("25 May 2026", "date line")]


@pytest.mark.parametrize(
    ("line", "dated"),
    [("2026年2月14日 星期六", True), ("2017年7月18日，正式加盟唱片公司并在首都举行亚洲签约记者会", False)],
)
def test_a_sentence_without_spaces_is_no_date_line(line: str, dated: bool) -> None:
    assert is_date_line(line) is dated

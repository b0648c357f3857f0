"""Which heading of a page is the headline, and what the page's head calls it."""

from __future__ import annotations

import pytest

from retold.kinds import Witness
from retold.read.found import Found
from retold.read.html import read_html
from retold.read.titles import Titles, headlines, names
from retold.settings import DEFAULTS

BODY = (
    "<p>The ferry between the two towns sailed again on Tuesday for the first time in 14 years, the minister said.</p>"
    "<p>Some 400 people watched from the quay as the ship left at noon with 212 passengers, the harbour master said.</p>"
)


def _read(head: str, body: str) -> Found:
    found = read_html(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", DEFAULTS)
    assert isinstance(found, Found)
    return found


def _headline(found: Found) -> str | None:
    return next((found.running[b.start : b.end] for b in found.blocks if b.kind == "heading" and b.level == 1), None)


def _stated(found: Found, field: str) -> list[tuple[str, str]]:
    return [(w.value, found.text[w.span.start : w.span.end]) for w in found.witnesses if w.field == field and w.span]


def test_the_heading_for_readers_is_the_one_that_og_title_says() -> None:
    """A trail of links ends in a heading for search engines; the story's own stands below it."""
    found = _read(
        '<title>Ferry Aldmouth: minister reopens line | The Lantern</title><meta property="og:title" content="A ship comes home">',
        f"<article><ul><li><a href=/>Home</a></li><li><h1>Ferry Aldmouth: minister reopens line</h1></li></ul><h2>A ship comes home</h2>{BODY}</article>",
    )
    assert _headline(found) == "A ship comes home"


def test_what_the_page_shows_is_the_headline_whatever_its_head_says() -> None:
    """Four titles in the head come from one field that an editor fills in for search engines."""
    other = "Ferry Aldmouth reopens: what you need to know"
    found = _read(
        f'<title>{other}</title><meta property="og:title" content="{other}"><meta name="twitter:title" content="{other}">',
        f"<article><h1>A ship comes home to Aldmouth</h1>{BODY}</article>",
    )
    assert _headline(found) == "A ship comes home to Aldmouth"


def test_a_subheading_does_not_become_the_headline() -> None:
    found = _read(
        '<title>Ferry sails again</title><meta property="og:title" content="Ferry sails again">',
        f"<article><h1>Ferry sails again</h1><h2>First crossing in 14 years</h2>{BODY}</article>",
    )
    assert _headline(found) == "Ferry sails again"


def test_a_teaser_that_says_the_same_in_a_link_is_not_the_headline() -> None:
    found = _read(
        '<title>Ferry sails again</title><meta property="og:title" content="A ship comes home">',
        f"<article><h1>Ferry sails again</h1><div><h3><a href=/x>A ship comes home</a></h3></div>{BODY}</article>",
    )
    assert _headline(found) == "Ferry sails again"


@pytest.mark.parametrize(
    ("heading", "kicker"),
    [
        ("<span>Shipping</span> <span>Ferry sails again today</span>", "Shipping"),
        ("<span>Aldmouth, shipping</span><span>: Ferry sails again today</span>", "Aldmouth, shipping:"),
        ('"It is time"<b>Ferry sails again today</b>', '"It is time"'),
    ],
)
def test_a_kicker_that_og_title_leaves_out_is_no_part_of_the_headline(heading: str, kicker: str) -> None:
    found = _read(
        '<title>Shipping: Ferry sails again today</title><meta property="og:title" content="Ferry sails again today - The Lantern">',
        f"<article><h1>{heading}</h1>{BODY}</article>",
    )
    assert _headline(found) == "Ferry sails again today"
    assert [value for value, _ in _stated(found, "section")] == [kicker]


def test_a_kicker_that_og_title_has_stays_in_the_headline() -> None:
    found = _read(
        '<meta property="og:title" content="Aldmouth: Ferry sails again today"><title>Ferry sails again today</title>',
        f"<article><h1><span>Aldmouth:</span> <span>Ferry sails again today</span></h1>{BODY}</article>",
    )
    assert _headline(found) == "Aldmouth: Ferry sails again today"


def test_a_kicker_is_told_by_its_name_where_no_title_tells_it() -> None:
    found = _read(
        "<title>Trouble over</title>",
        f'<article><h1><span class="kicker">After the storm</span> <span class="headline">Ferry sails again today</span></h1>{BODY}</article>',
    )
    assert _headline(found) == "Ferry sails again today"


@pytest.mark.parametrize(
    ("title", "headline", "publisher"),
    [
        ("Ferry sails again | The Lantern", "Ferry sails again", ["The Lantern"]),
        ("Ferry sails again - Shipping - The Lantern", "Ferry sails again", ["The Lantern"]),
        ("Ferry sails again｜The Lantern", "Ferry sails again", ["The Lantern"]),
        ("Ferry sails again | Shipping | Aldmouth", "Ferry sails again", []),
        ("Ferry &amp; quay | The Lantern", "Ferry & quay | The Lantern", []),
    ],
)
def test_a_title_is_headline_and_outlet_where_the_page_says_the_headline(
    title: str, headline: str, publisher: list[str]
) -> None:
    found = _read(
        f'<title>{title}</title><meta name="application-name" content="The Lantern">',
        f"<article><h1>Ferry sails again</h1>{BODY}</article>",
    )
    assert [value for value, _ in _stated(found, "headline")] == [headline]
    assert [w.value for w in found.witnesses if w.why == "end of the title"] == publisher


def test_a_page_that_shows_no_headline_is_called_what_two_titles_agree_on() -> None:
    found = _read(
        '<title>Ferry sails again - The Lantern</title><meta property="og:title" content="Ferry sails again">', BODY
    )
    assert _stated(found, "headline") == [("Ferry sails again", "Ferry sails again")] * 2


def test_titles_are_ranked_by_how_far_they_are_believed() -> None:
    titles = Titles(
        [
            Witness(field="headline", value="One thing | Lantern", where="meta", why="title"),
            Witness(field="headline", value="Another thing", where="json-ld", why="NewsArticle headline"),
            Witness(field="headline", value="A third - Lantern", where="meta", why="meta og:title"),
        ]
    )
    assert titles.values == ["A third - Lantern", "Another thing", "One thing | Lantern"]
    assert [titles.rank(t) for t in ("a third", "Another THING", "One thing", "none")] == [0, 2, 3, None]


def test_a_title_ends_before_a_name_and_not_before_a_sentence() -> None:
    assert [t for t, _ in headlines("Ferry - at last | The Lantern")] == [
        "Ferry - at last | The Lantern",
        "Ferry - at last",
        "Ferry",
    ]
    long = "Ferry - " + "and so on " * 10
    assert [t for t, _ in headlines(long)] == [long]
    title = "Ferry | Shipping | The Lantern"
    assert [title[s.start : s.end] for s in names(title, 8)] == ["Shipping", "The Lantern"]

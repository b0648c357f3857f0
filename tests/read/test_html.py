from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from retold import kinds
from retold.read.found import Found, Nothing
from retold.read.html import read_html
from retold.settings import DEFAULTS, with_changes
from tests.read.conftest import Read, blocks, check_accounts, stated

LEAD = "The ferry between the two towns sailed again on Tuesday for the first time in 14 years, the minister said."
MORE = "Some 400 people watched from the quay as the ship left at noon with 212 passengers, the harbour master said."
LAST = "The line had been closed after its operator lost a third of its passengers in two years, officials said."


def _page(body: str, head: str = "<title>Ferry sails again | The Lantern</title>") -> str:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def _article(inside: str = "", before: str = "", after: str = "") -> str:
    return _page(
        f"<article>{before}<h1>Ferry sails again</h1>{inside}<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>{after}</article>"
    )


def _read(read: Read, page: str) -> kinds.Source:
    sources, skipped = read(page, "page.html")
    assert skipped == []
    check_accounts(sources[0])
    return sources[0]


def test_running_text_is_headline_and_paragraphs_with_their_places(read: Read) -> None:
    source = _read(read, _article())
    assert blocks(source) == [
        ("heading", "Ferry sails again"),
        ("paragraph", LEAD),
        ("paragraph", MORE),
        ("paragraph", LAST),
    ]
    assert source.running == "\n\n".join(["Ferry sails again", LEAD, MORE, LAST])


def test_entities_inline_markup_and_line_breaks_lead_back_to_the_page(read: Read) -> None:
    shown = f"{LEAD} &ldquo;We&nbsp;sail&rdquo;, <b>said</b>\n   the <i>mate</i>&amp;cook.<br>And left."
    source = _read(read, _page(f"<article><h1>Ferry sails again</h1><p>{shown}</p><p>{MORE}</p></article>"))
    text = blocks(source)[1][1]
    assert text == f"{LEAD} “We\xa0sail”, said the mate&cook.\nAnd left."
    assert {s.op for s in source.segments} == {"copy", "unescape", "unwrap", "join"}
    for segment in source.segments:
        if segment.op == "unescape":
            assert source.text[segment.source_start : segment.source_end].startswith("&")


def test_chrome_is_dropped_with_its_reason(read: Read) -> None:
    page = _page(
        '<div class="cookie-notice">We use cookies. <button>Accept</button></div><nav><a href="/">Home</a> <a href="/s">Shipping</a></nav>'
        f'<main><article><h1>Ferry sails again</h1><p>{LEAD}</p><div class="ad">Advertisement</div><p>{MORE}</p><p>{LAST}</p></article>'
        '<aside><h3>Most read</h3><ul><li><a href="/a">Who names the storms?</a></li></ul></aside></main>'
        "<footer><p>Copyright The Lantern</p></footer><script>var a = '<p>not text</p>';</script><!-- served -->"
    )
    source = _read(read, page)
    assert [kind for kind, _ in blocks(source)] == ["heading", "paragraph", "paragraph", "paragraph"]
    reason = {source.text[d.span.start : d.span.end]: d.reason for d in source.dropped}

    def why(words: str) -> str:
        return next(r for shown, r in reason.items() if words in shown)

    assert why("We use cookies") == "consent"
    assert why("Shipping") == "navigation"
    assert why("Advertisement") == "advertisement"
    assert why("Who names the storms") == "aside"
    assert why("Copyright") == "footer"
    assert why("not text") == "script"
    assert why("served") == "comment"


def test_a_headline_that_stands_again_in_a_list_of_links_is_the_one_above_the_body(read: Read) -> None:
    links = '<div class="box"><a href="/1">Ferry sails again</a></div>'
    source = _read(
        read, _page(links + f"<div><h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p></div>" + links)
    )
    at = source.segments[0].source_start
    assert source.text[at - 4 : at] == "<h1>"


def test_a_phrase_that_stands_twice_goes_where_its_neighbours_are(read: Read) -> None:
    teaser = f'<div class="box"><p><a href="/1">{LEAD}</a></p></div>'
    source = _read(
        read,
        _page(
            teaser + f"<article><h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p></article>" + teaser
        ),
    )
    starts = [s.source_start for s in source.segments if s.op == "copy"]
    assert starts == sorted(starts)
    assert source.text.index("<article>") < starts[0] and starts[-1] < source.text.index("</article>")


@pytest.mark.parametrize(
    "line",
    [
        "Sat 14 Feb 2026 19.12 GMT", "14. 2. 2026, 16.05", "Feb. 14, 2026 7:02 pm", "Published: 14 Feb 2026 10:22", "10.06.2026", "6 hours ago",
        "5 de mayo de 2026, 18:20", "2026-02-14", "Posted on February 14th, 2026",
    ],
)  # fmt: skip
def test_a_date_line_under_the_headline_is_a_witness_with_its_place(read: Read, line: str) -> None:
    source = _read(read, _article(inside=f"<p>{line}</p>"))
    witness = next(w for w in source.witnesses if w.field == "published")
    assert (witness.value, witness.where) == (line, "visible")
    assert witness.span is not None and source.text[witness.span.start : witness.span.end] == line
    assert line not in source.running


def test_a_line_of_several_fields_is_taken_apart(read: Read) -> None:
    source = _read(
        read,
        _article(
            inside='<div class="meta"><span class="date">Updated: 14 Feb 2026 10:22</span> <span class="share"><a href="#">Share</a></span></div>'
        ),
    )
    assert stated(source, "modified") == ["Updated: 14 Feb 2026 10:22"]
    assert "Share" not in source.running
    source = _read(read, _article(inside="<p>Lantern bureau | 14 February 2026, 09:01</p>"))
    assert stated(source, "published") == ["14 February 2026, 09:01"]


def test_a_byline_with_a_date_in_it_is_two_witnesses(read: Read) -> None:
    source = _read(read, _article(inside="<p>By Lena Quist on 19 May 2026</p>"))
    assert stated(source, "author") == ["Lena Quist"]
    assert stated(source, "published") == ["19 May 2026"]


def test_the_date_that_a_time_element_states_for_machines_is_a_witness_of_its_own(read: Read) -> None:
    source = _read(read, _article(inside='<time datetime="2026-05-19T17:42:00+02:00">Tuesday at tea-time</time>'))
    assert stated(source, "published") == ["2026-05-19T17:42:00+02:00", "Tuesday at tea-time"]
    assert [w.where for w in source.witnesses if w.field == "published"] == ["meta", "visible"]


def test_the_label_of_a_date_is_no_part_of_it(read: Read) -> None:
    source = _read(read, _article(inside='<p>Published: <time datetime="2026-05-19">19 May 2026</time></p>'))
    assert stated(source, "published") == ["2026-05-19", "19 May 2026"]


def test_dates_in_lists_of_other_reports_are_no_witnesses(read: Read) -> None:
    others = (
        '<div class="related"><ul><li><time>3 May 2026</time> <a href="/a">Who names the storms?</a></li></ul></div>'
    )
    source = _read(read, _article(inside="<p>19 May 2026</p>", after=others))
    assert stated(source, "published") == ["19 May 2026"]


@pytest.mark.parametrize(
    "line",
    [
        '<div class="byline">Nina Oak, Port Selwyn</div>',
        "<p>By Lena Quist and Ivo Tarn</p>",
        '<p><a rel="author" href="/x">Lena Quist</a></p>',
    ],
)
def test_a_byline_is_a_witness(read: Read, line: str) -> None:
    source = _read(read, _article(inside=line))
    assert len(stated(source, "author")) == 1
    assert "Quist" not in source.running and "Oak" not in source.running


def test_a_date_inside_a_paragraph_stays_in_it(read: Read) -> None:
    sentence = 'The ship is to sail on <time datetime="2026-10-01">1 October 2026</time> if the breakwater passes its inspection, he said.'
    source = _read(
        read, _page(f"<article><h1>Ferry sails again</h1><p>{LEAD}</p><p>{sentence}</p><p>{LAST}</p></article>")
    )
    assert "to sail on 1 October 2026 if" in source.running


def test_standfirst_caption_credit_and_correction_are_kept(read: Read) -> None:
    source = _read(
        read,
        _article(
            inside='<p class="standfirst">A line comes back, and not all are pleased.</p>'
            "<figure><figcaption>The Sula leaves the quay.</figcaption></figure>",
            after="<p><em>(Source: MPA)</em></p><p>Correction: an earlier version of this story gave 74 crossings.</p>",
        ),
    )
    assert ("heading", "A line comes back, and not all are pleased.") in blocks(source)
    assert ("caption", "The Sula leaves the quay.") in blocks(source)
    assert blocks(source)[-2:] == [
        ("paragraph", "(Source: MPA)"),
        ("paragraph", "Correction: an earlier version of this story gave 74 crossings."),
    ]


def test_a_page_laid_out_by_tables_gives_its_middle(read: Read) -> None:
    page = _page(
        '<table width="100%"><tr><td colspan="2"><font size="5">The Lantern</font><br><small>Town &middot; Sea &middot; Sport</small></td></tr>'
        f'<tr><td valign="top"><small>19. 5. 2026, 16.05</small><h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}<p>{LAST}</td>'
        '<td width="180"><b>Most read</b><br><a href="a.php?id=1">Who names the storms</a><br><a href="a.php?id=2">A lighthouse for sale</a></td></tr></table>'
    )
    source = _read(read, page)
    assert [text for _, text in blocks(source)] == ["Ferry sails again", LEAD, MORE, LAST]
    assert stated(source, "published") == ["19. 5. 2026, 16.05"]
    assert stated(source, "publisher") == ["The Lantern"]


def test_quotes_lists_and_tables_are_told_apart(read: Read) -> None:
    source = _read(
        read,
        _article(
            after=f"<h2>What it covers</h2><ul><li>Customs checks at both ends of the line</li><li>Search and rescue on the strait</li></ul><blockquote>{MORE}</blockquote>"
            f"<p>{LEAD}</p>"
        ),
    )
    kinds_of = {text: kind for kind, text in blocks(source)}
    assert kinds_of["What it covers"] == "heading"
    assert kinds_of["Customs checks at both ends of the line"] == "item"
    assert ("quote", MORE) in blocks(source)


def test_json_ld_meta_and_title_are_witnesses_and_two_that_disagree_are_both_kept(read: Read) -> None:
    head = """<title>Ferry sails again | The Lantern</title><meta property="og:site_name" content="Lantern &amp; Co">
    <meta content="2026-05-19T10:00:00Z" name="article:published_time"><link rel="canonical" href="https://lantern.example/a?b=1&amp;c=2">
    <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Not a report"},
    {"@type": ["NewsArticle"], "headline": "The \\"ferry\\" sails", "datePublished": "2026-05-20", "author": [{"name": "Lena Quist"}, "Ivo Tarn"],
     "publisher": {"@type": "Organization", "name": "Lantern Ltd"}, "image": {"@type": "ImageObject", "name": "Quay"},}]}</script>"""
    source = _read(read, _page(f"<article><h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}</p></article>", head))
    assert stated(source, "published") == ["2026-05-19T10:00:00Z", "2026-05-20"]
    assert stated(source, "headline") == ["Ferry sails again", 'The "ferry" sails']
    assert stated(source, "author") == ["Lena Quist", "Ivo Tarn"]
    assert stated(source, "publisher") == ["The Lantern", "Lantern & Co", "Lantern Ltd"]
    assert stated(source, "url") == ["https://lantern.example/a?b=1&c=2"]
    for witness in source.witnesses:
        assert witness.span is not None


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        '{"@type": "NewsArticle", "headline": ',
        "[" * 5000,
        '{"@type":"NewsArticle","headline":"\\ud800"}',
        '"x"',
        "nonsense",
        '{"a":' * 500,
    ],
)
def test_broken_json_ld_is_no_reason_to_fail(read: Read, script: str) -> None:
    page = _page(
        f"<article><h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}</p></article>",
        f'<script type="application/ld+json">{script}</script>',
    )
    assert LEAD in _read(read, page).running
    "".join(w.value for w in _read(read, page).witnesses).encode()


@pytest.mark.parametrize(
    "page", [_page(""), _page("<nav><a href='/'>Home</a></nav>"), _page("<p>Not found.</p>"), "<html>"]
)
def test_a_page_without_an_article_is_skipped(read: Read, page: str) -> None:
    sources, skipped = read(page, "page.html")
    assert sources == [] and [s.reason for s in skipped] == ["page without article text"]


def test_a_page_without_headline_or_tags_around_it_is_read(read: Read) -> None:
    source = _read(read, f"<div>{LEAD}<br><br>{MORE}</div>")
    assert LEAD in source.running and MORE in source.running


# ------------------------------------------------------------------------ pages made to hurt


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 30_000 + LEAD + "</div>" * 30_000,
        "<p><b><i>" * 20_000 + LEAD,
        "<" * 300_000,
        "<a " * 100_000,
        '<a b="' * 50_000,
        "<!--" * 100_000,
        "<script>" * 50_000,
        "</b>" * 100_000,
        "<table><tr><td>" * 5_000 + LEAD,
        "&" * 200_000 + "&amp;" * 50_000,
        "</script" * 50_000,
        "<p>" + "a a a a " * 60_000,
        "<x " + "y=z " * 100_000 + ">",
    ],
    ids=lambda bomb: bomb[:12],
)
def test_a_bomb_costs_little_and_loses_no_character(bomb: str) -> None:
    page = _page(f"<article><h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}</p></article>" + bomb)
    began = time.process_time()
    found = read_html(page, DEFAULTS)
    assert time.process_time() - began < 8
    assert isinstance(found, (Found, Nothing))


def test_pages_above_the_limits_are_skipped_with_the_limit_named() -> None:
    few = with_changes(DEFAULTS, ["read_html_max_tags=10"])
    assert read_html("<p>" * 11, few) == Nothing("page of more than 10 tags (read_html_max_tags)")
    short = with_changes(DEFAULTS, ["read_html_max_chars=10"])
    assert read_html("<p>" * 11, short) == Nothing("page of more than 10 characters (read_html_max_chars)")


def test_a_deep_page_is_read_without_the_c_parser(read: Read) -> None:
    page = _page("<div>" * 3000 + f"<h1>Ferry sails again</h1><p>{LEAD}</p><p>{MORE}</p>" + "</div>" * 3000)
    assert LEAD in _read(read, page).running


_PARTS = st.sampled_from(
    ["<p>", "</p>", "<div class='byline'>", "</div>", "<h1>", "</h1>", "<td>", "<table>", "</table>", "<br>", "<a href=x>", "</a>", "<li>", "<nav>",
     "</nav>", "<!-- ", " -->", "<script>", "</script>", "<time>", "</time>", "&amp;", "&bad;", "&#0;", "&#xD800;", "<", ">", '"', "=", " ", "\n", "\x00", LEAD,
     MORE, "By Lena Quist", "14 Feb 2026", " | ", "Share", "\u202e", "<title>", "</title>", "<b", "<meta name=author content='A &amp; B'>"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=25))
@hypothesis_settings(max_examples=80, deadline=None)
def test_whatever_a_page_is_made_of_each_character_is_accounted_for_once(parts: list[str]) -> None:
    text = "<html>" + "".join(parts) + f"<p>{LEAD}</p>"
    found = read_html(text, DEFAULTS)
    if isinstance(found, Found):
        fields = {
            name: getattr(found, name)
            for name in ("text", "running", "segments", "blocks", "media_type", "witnesses", "dropped")
        }
        source = kinds.Source(source_id="0" * 16, path="x", sha256="", **fields)
        check_accounts(source)
        source.running.encode("utf-8")


def test_the_day_in_the_address_speaks_where_no_field_does(read: Read) -> None:
    link = '<head><link rel="canonical" href="https://vale.example/2026/05/19/one-boat/">'
    source = _read(read, _article().replace("<head>", link, 1))
    found = [w for w in source.witnesses if w.field == "published"]
    assert [(w.value, w.why) for w in found] == [("2026-05-19", "address of the page")]
    assert found[0].span and source.text[found[0].span.start : found[0].span.end] == "2026/05/19"


def test_an_update_after_a_date_is_a_date_of_its_own(read: Read) -> None:
    source = _read(read, _article(inside="<p>Published 19 May 2026, updated 21 May 2026</p>"))
    assert stated(source, "published") == ["Published 19 May 2026,"]
    assert stated(source, "modified") == ["updated 21 May 2026"]


def test_a_kicker_in_the_heading_is_no_part_of_the_headline(read: Read) -> None:
    head = '<title>Ferry sails again</title><meta property="og:title" content="Ferry sails again">'
    body = f"<article><h1><span>Harbour</span> <span>Ferry sails again</span></h1><p>{LEAD}</p><p>{MORE}</p></article>"
    source = _read(read, _page(body, head))
    assert blocks(source)[0] == ("heading", "Ferry sails again")


def test_a_custom_element_does_not_cut_its_paragraph(read: Read) -> None:
    source = _read(read, _article(inside=f"<p>{MORE[:-1]} (<x-note><a href='/n'>1</a></x-note>), and left.</p>"))
    assert f"{MORE[:-1]} (1), and left." in source.running


def test_microdata_names_the_publisher_and_the_author(read: Read) -> None:
    page = """<html><body><div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Ferries sail again</h1>
    <div itemprop="publisher" itemscope><meta itemprop="name" content="Vale Post"></div>
    <div itemprop="author" itemscope><meta itemprop="name" content="Dana Orlow"></div>
    <div itemprop="image" itemscope><meta itemprop="name" content="The pier"></div>
    <p>Ferries sailed again on Tuesday after a week of storms, the harbour office said in the morning.</p></div></body></html>"""
    source = _read(read, page)
    assert stated(source, "publisher") == ["Vale Post"] and stated(source, "author") == ["Dana Orlow"]

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.clean import recover_one
from retold.read.forms import read_bytes
from retold.settings import DEFAULTS
from tests.read.conftest import Read, stated

pytest.importorskip("feedparser")

FERRY = "<p>Ferries will sail again between Sandholm and the mainland from Monday, the island council said.</p><p>The first boat leaves at 6 a.m., the operator said on Friday.</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Sandholm Post</title><link>http://post.example/</link><language>en-gb</language>
<item><title>Ferry &amp; boat back</title><link>http://post.example/a</link><guid>tag:1</guid>
<pubDate>Wed, 04 Mar 2026 05:06:07 +0100</pubDate><dc:creator>Lena Quist</dc:creator><description>Short.</description>
<content:encoded><![CDATA[{FERRY}<script>x()</script>]]></content:encoded></item>
<item><title>Harbour</title><link>http://post.example/b</link><description>The harbour opens.</description></item>
<item><title>Brief</title><guid>tag:3</guid><description>{"Boats sail at noon and at six. " * 15}</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Gazette</title><entry><id>urn:7</id><title>Ferry back</title>
<updated>2026-03-05T10:00:00Z</updated><author><name>Ada Moor</name></author><link href="http://gazette.example/7"/>
<content type="text">The ferry is back, harbour officials said on Thursday.</content></entry></feed>"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://post.example/a</loc><news:news><news:title>Ferry back</news:title></news:news></url>
<url><loc>http://post.example/b</loc></url></urlset>"""


def test_an_entry_with_its_text_is_a_report(read: Read) -> None:
    sources, skipped = read(RSS, "feed.xml")
    assert [s.locator for s in sources] == ["tag:1", "tag:3"]
    first = sources[0]
    assert first.text.startswith("<p>Ferries") and "x()" not in first.running
    assert stated(first, "headline") == ["Ferry & boat back"] and stated(first, "author") == ["Lena Quist"]
    assert stated(first, "published") == ["2026-03-04T05:06:07+01:00"] and stated(first, "url") == [
        "http://post.example/a"
    ]
    assert [(s.locator, s.reason) for s in skipped] == [
        ("http://post.example/b", "feed entry with a summary of 3 words only; the page: http://post.example/b")
    ]
    report = recover_one(first, DEFAULTS)
    assert (report.outlet, report.headline, report.language) == ("The Sandholm Post", "Ferry & boat back", "en")


def test_atom_is_read_in_any_charset(read: Read) -> None:
    for charset in ("utf-8", "utf-16", "latin-1"):
        head = f'<?xml version="1.0" encoding="{charset}"?>'
        source = read((head + ATOM.replace("Moor", "Möör")).encode(charset), "feed")[0][0]
        assert source.text == "The ferry is back, harbour officials said on Thursday."
        assert stated(source, "author") == ["Ada Möör"] and stated(source, "publisher") == ["Harbour Gazette"]


def test_a_sitemap_names_pages_and_holds_none(read: Read) -> None:
    sources, skipped = read(SITEMAP, "news.xml")
    assert not sources and [s.locator for s in skipped] == ["http://post.example/a", "http://post.example/b"]
    assert all("no text" in s.reason for s in skipped)


def test_a_broken_feed_gives_what_is_left_and_says_so(read: Read) -> None:
    sources, skipped = read(RSS[: RSS.index("<item><title>Harbour")] + "<item><title>Un", "feed.xml")
    assert [s.locator for s in sources] == ["tag:1"]
    assert any(s.reason.startswith("broken feed") for s in skipped)


def test_entities_without_end_and_from_files_stay_out(read: Read) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    body = (
        "<rss version='2.0'><channel><item><title>x</title><description>&l11; &f;</description></item></channel></rss>"
    )
    sources, skipped = read(bomb + body, "feed.xml")
    assert not sources and skipped and "root:" not in str(skipped)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([RSS, ATOM, SITEMAP]),
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["<", "&", "]]>", "\0", "é", "<item>", "</", '"'])), max_size=6
    ),
    st.floats(0, 2),
)
def test_damaged_feeds_never_raise(text: str, changes: list[tuple[float, str]], cut: float) -> None:
    for place, new in changes:
        at = int(place * len(text))
        text = text[:at] + new + text[at + len(new) :]
    if cut < 1:
        text = text[: int(cut * len(text))]
    list(read_bytes(text.encode(), "x", DEFAULTS))
    list(read_bytes(b"<rss>" + text.encode()[::-1], "x", DEFAULTS))

"""Feeds (RSS, Atom) and news sitemaps: an entry that carries its text is a report. Nothing is fetched.

The decoded source of an entry is its content as the feed gives it. An entry with a summary alone is a report
where that is as long as a brief: many feeds put the whole text there. A shorter one only announces a page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from retold.kinds import Witness
from retold.read.found import Found, Nothing
from retold.read.html import read_html
from retold.read.text import whole
from retold.settings import Settings

_ENCODING_RE = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_SITEMAP_RE = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_TAG_RE = re.compile(r"</?[a-zA-Z][^<>]*>")


def read_feed(text: str, settings: Settings) -> Iterator[Found | Nothing]:
    """Each entry's report, or why there is none; the locator is the entry's id, its link, or "entry 3"."""
    import feedparser

    data = _ENCODING_RE.sub(r"\1", text.lstrip("\ufeff \t\r\n"), count=1).encode("utf-8", "replace")
    # From a stream: given a string, feedparser would fetch what looks like an address.
    feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        broken = feed.get("bozo_exception")
        yield Nothing(f"broken feed: {str(broken)[:200]}" if broken else "feed without an entry")
        return
    outlet, language = _text(feed.feed.get("title")), _text(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, 1):
        locator = _text(entry.get("id")) or _text(entry.get("link")) or f"entry {number}"
        yield _read_entry(entry, locator, outlet, language, settings)
    if feed.bozo and "CharacterEncoding" not in type(feed.get("bozo_exception")).__name__:
        yield Nothing(f"broken feed: {str(feed.get('bozo_exception'))[:200]}; what follows may be lost", "end")


def is_sitemap(text: str) -> bool:
    """True for a sitemap, which names pages and holds none."""
    return bool(_SITEMAP_RE.search(text[:4096]))


def read_sitemap(text: str) -> Iterator[Nothing]:
    """A skipped row for each page that a sitemap names."""
    found = False
    for match in re.finditer(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?([^<\]]{1,2000})", text):
        found = True
        yield Nothing("a sitemap gives no text, only the address: fetch it or give the page", match[1].strip())
    if not found:
        yield Nothing("sitemap without an address")


def _read_entry(entry: Any, locator: str, outlet: str, language: str, settings: Settings) -> Found | Nothing:
    contents = [_text(c.get("value")) for c in entry.get("content", [])]
    value = max(contents, key=len, default="")
    if not value.strip():
        value = _text(entry.get("summary"))
        words = len(_TAG_RE.sub(" ", value).split())
        if words < settings.read_feed_words:
            link = _text(entry.get("link"))
            return Nothing(
                f"feed entry with a summary of {words} words only{'; the page: ' + link if link else ''}", locator
            )
    found: Found | Nothing
    found = read_html(value, settings) if len(_TAG_RE.findall(value)) > 0 else whole(value, "text/plain")
    if isinstance(found, Nothing):
        return Nothing(f"feed entry: {found.reason}", locator)
    return msgspec.structs.replace(
        found,
        locator=locator,
        payload=value.encode("utf-8", "replace"),
        witnesses=[*found.witnesses, *_witnesses(entry, outlet, language)],
    )


def _witnesses(entry: Any, outlet: str, language: str) -> list[Witness]:
    source = entry.get("source")
    stated = [
        ("headline", _text(entry.get("title")), "title"),
        ("published", _when(entry, "published"), "published"),
        ("modified", _when(entry, "updated"), "updated"),
        *(("author", _text(a.get("name")), "author") for a in entry.get("authors", [])),
        # An aggregator's entry says whose it is; else the feed is the outlet's own.
        ("publisher", _text(source.get("title")) if isinstance(source, dict) else "", "source"),
        ("publisher", outlet, "title of the feed"),
        ("language", _text(entry.get("language")) or language, "language"),
        ("url", _text(entry.get("link")), "link"),
    ]
    return [Witness(field=f, value=v, where="file", why=f"feed: {why}") for f, v, why in stated if v.strip()]


def _when(entry: Any, name: str) -> str:
    from email.utils import parsedate_to_datetime

    # Asked for one that is missing, feedparser gives the other.
    shown = _text(entry[name]) if dict.__contains__(entry, name) else ""
    try:
        return (
            parsedate_to_datetime(shown).isoformat()
            if shown[:3].isalpha() or (shown[:1].isdigit() and "," in shown[:5])
            else shown
        )
    except (ValueError, IndexError, TypeError, OverflowError):
        return shown


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "replace").decode("utf-8")

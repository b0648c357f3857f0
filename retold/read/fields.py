"""What a page says about itself: witnesses from JSON-LD, meta elements and the page's head, with their places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Literal

from retold.kinds import Span, Witness
from retold.read.page import Page
from retold.read.places import Placed, load

# Names of meta elements (name, property, itemprop or http-equiv), lower-case, by what they state.
_META = {
    "headline": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
        "publish_date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued",
        "parsely-pub-date", "sailthru.date", "article.published", "datecreated", "cxenseparse:recs:publishtime", "originalpublicationdate",
        "article_date_original", "og:article:published_time", "article:publicationdate", "publicationdate", "pub_date", "date.created", "dc.date.created", "dc.terms.created", "dc.terms.issued", "article:post_date", "publish_time", "published_at", "published_time", "published-date", "datepublished", "sailthru.date", "vr:published_time", "shareaholic:article_published_time", "uploaddate", "release_date", "firstpublished", "citation_publication_date", "ptime", "displaydate", "bt:pubdate",
    ),
    "modified": (
        "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified", "updated_time",
        "dc.date.modified", "revised", "dateupdate", "date.modified", "og:article:modified_time", "last_updated", "lastmodified", "dcterms.available", "article.updated", "utime",
    ),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "article:author_name"),
    "publisher": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "article:publisher_name", "copyright", "source", "news_source"),
    "section": ("article:section", "section", "parsely-section", "dc.subject", "category"),
    "language": ("og:locale", "content-language", "dc.language", "dcterms.language"),
    "url": ("og:url", "parsely-link", "dc.identifier.uri"),
    "description": ("description", "og:description", "twitter:description", "dc.description", "dcterms.description"),
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _META.items() for name in names}

_ARTICLE_TYPE_RE = re.compile(r"article|report|posting|newsarticle|story|review|critique", re.IGNORECASE)
_MAX_NESTED = 4  # graphs in graphs; guess
_PAGE_TYPE_RE = re.compile(r"webpage|itempage", re.IGNORECASE)

Where = Literal["json-ld", "meta"]


def read_fields(page: Page) -> list[Witness]:
    """The witnesses in the page's head and JSON-LD, in page order; those of one place are one."""
    found = [*_json_ld(page), *_meta(page), *_head(page)]
    placed: dict[Span, Witness] = {}
    for witness in sorted(found, key=lambda w: (w.span or Span(-1, -1), w.field)):
        if witness.span is not None and witness.value.strip():
            placed.setdefault(witness.span, witness)
    return list(placed.values())


def _meta(page: Page) -> Iterator[Witness]:
    for element in page.metas:
        if element.tag == "link":
            href = element.attribute("href")
            if href is not None and "canonical" in element.get("rel").lower().split():
                yield Witness(field="url", value=href.value, span=href.span, where="meta", why="link canonical")
            continue
        content = element.attribute("content")
        if content is None:
            continue
        # Microdata: the name of the thing that the element around it is, a publisher or an author.
        if element.get("itemprop").strip().lower() == "name" and (field := _thing_around(page, element.parent)):
            yield Witness(
                field=field, value=content.value, span=content.span, where="meta", why="meta name in microdata"
            )
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute).strip().lower()
            field = _FIELD_OF.get(name)
            # article:author and its like often hold the address of a profile.
            if field and not (field in ("author", "publisher") and content.value.startswith("http")):
                yield Witness(field=field, value=content.value, span=content.span, where="meta", why=f"meta {name}")
                break


def _thing_around(page: Page, number: int) -> str | None:
    """Which field the nearest element with a microdata property states; None where it is none of ours."""
    for element in page.ancestors(number, most=3) if number >= 0 else ():
        if named := element.get("itemprop").strip().lower():
            return {"publisher": "publisher", "author": "author", "creator": "author"}.get(named)
    return None


def _head(page: Page) -> Iterator[Witness]:
    if page.title:
        raw = page.text[page.title.start : page.title.end]
        shift = len(raw) - len(raw.lstrip())
        span = Span(page.title.start + shift, page.title.start + len(raw.rstrip()))
        yield Witness(field="headline", value=html.unescape(raw.strip()), span=span, where="meta", why="title")
    for element in page.elements[:8]:
        lang = element.attribute("lang") if element.tag == "html" else None
        if lang is not None and lang.value:
            yield Witness(field="language", value=lang.value, span=lang.span, where="meta", why="html lang")


def _json_ld(page: Page) -> Iterator[Witness]:
    for element, span in page.scripts:
        if "ld+json" in element.get("type").lower():
            for thing in _things(load(page.text, span.start, span.end)):
                yield from _statements(thing)


def _things(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects that the JSON-LD is about: at the top, in @graph, or as main entity; no related articles."""
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        yield item
        # A graph may be one thing, a list, or a list of graphs; a page may name its article as what it is about.
        if depth < _MAX_NESTED:
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                inner = item.get(key)
                if isinstance(inner, dict | list):
                    yield from _things(inner, depth + 1)


def _statements(thing: dict[str, Any]) -> Iterator[Witness]:
    kinds = " ".join(_texts(thing.get("@type")))
    is_article = bool(_ARTICLE_TYPE_RE.search(kinds))
    if not is_article and not _PAGE_TYPE_RE.search(kinds):
        return
    named: dict[str, list[Any]] = {
        "published": [thing.get("datePublished") or thing.get("dateCreated")],
        "modified": [thing.get("dateModified")],
        "language": [thing.get("inLanguage")],
        "url": [thing.get("url")],
    }
    if is_article:
        named["headline"] = [thing.get("headline"), thing.get("name"), thing.get("alternativeHeadline")]
        named["author"] = [thing.get("author"), thing.get("creator")]
        named["publisher"] = [thing.get("publisher"), thing.get("sourceOrganization")]
        named["section"] = [thing.get("articleSection")]
        named["description"] = [thing.get("description")]
        named["credit"] = [thing.get("creditText")]
        named["based_on"] = [thing.get("isBasedOn")]
        named["url"].append(thing.get("mainEntityOfPage"))
    for field, values in named.items():
        for value in values:
            for text in _texts(value, ("@id", "url") if field in ("url", "based_on") else ("name",)):
                shown = html.unescape(text)
                yield Witness(field=field, value=shown, span=text.span, where="json-ld", why=_why(kinds, field))


def _why(kinds: str, field: str) -> str:
    return f"{kinds} {field}".strip()


def _texts(value: Any, keys: tuple[str, ...] = ("name",)) -> Iterator[Placed]:
    if isinstance(value, Placed):
        yield value
    elif isinstance(value, dict):
        for key in keys:
            if isinstance(value.get(key), Placed):
                yield value[key]
                break
            if isinstance(value.get(key), list):
                yield from _texts(value[key], keys)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, keys)

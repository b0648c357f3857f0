from __future__ import annotations

import pytest

from retold.read import extracting
from retold.read.extracting import Extractor
from retold.read.found import Found
from retold.read.html import read_html
from retold.read.page import Page, scan
from retold.settings import DEFAULTS

PARAGRAPHS = [
    "The ferry between the two towns sailed again on Tuesday for the first time in 14 years, the minister said.",
    "Some 400 people watched from the quay as the ship left at noon with 212 passengers, the harbour master said.",
    "The line had been closed after its operator lost a third of its passengers in two years, officials said.",
]


def _page(body: str) -> Page:
    return scan(f"<!DOCTYPE html><html><head><title>Ferry</title></head><body>{body}</body></html>", 100_000)


def test_what_is_kept_from_trafilatura_is_what_it_throws_away_itself() -> None:
    trafilatura = pytest.importorskip("trafilatura.settings")
    void = {"meta", "use"}  # hold no text
    assert set(trafilatura.MANUALLY_CLEANED) >= extracting._DISCARDED - void


def test_menus_scripts_and_pictures_are_not_handed_over() -> None:
    page = _page(
        "<nav><a>Home</a></nav><script>var a = '</p>'</script><article><p>Text.</p></article><svg><path/></svg>"
    )
    assert extracting._lean(page) == (
        "<!DOCTYPE html><html><head><title>Ferry</title></head><body><article><p>Text.</p></article></body></html>"
    )


def test_what_holds_most_of_the_page_is_no_menu() -> None:
    body = "<nav>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</nav>"
    assert PARAGRAPHS[0] in extracting._lean(_page(body))


def test_an_unclosed_element_does_not_swallow_the_article() -> None:
    body = "<div><label>Search <input></div><article>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"
    lean = extracting._lean(_page(body))
    assert "Search" not in lean and all(p in lean for p in PARAGRAPHS)


def test_second_opinions_are_asked_only_where_the_first_gives_less_than_half(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    said: dict[str, str | None] = {"quick": PARAGRAPHS[0], "thorough": "\n".join(PARAGRAPHS)}
    for name in said:
        monkeypatch.setattr(Extractor, name, lambda self, name=name: (asked.append(name), said[name])[1])
    page = (
        "<html><body><article><h1>Ferry</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article></body></html>"
    )
    assert isinstance(read_html(page, DEFAULTS), Found)
    assert asked == ["quick", "thorough"]
    said["quick"] = "\n".join(PARAGRAPHS[:2])
    asked.clear()
    assert isinstance(read_html(page, DEFAULTS), Found)
    assert asked == ["quick"]

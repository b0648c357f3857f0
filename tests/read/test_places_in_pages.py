"""Each sentence is led back to its own place in the page, though all of it stands elsewhere on the page as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from retold import pipeline
from retold.kinds import Report
from retold.tables import rows
from tests.read.made_pages import MadePage, made_page

PAGES = 300


@pytest.fixture(scope="module")
def read_pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[MadePage, Report]]:
    folder: Path = tmp_path_factory.mktemp("pages")
    made = [made_page(seed) for seed in range(PAGES)]
    for number, page in enumerate(made):
        (folder / f"{number:04}.html").write_text(page.text, encoding="utf-8", newline="")
    reports = {Path(r.path).name: r for r in rows(Report, pipeline.recover([str(folder)]).reports)}
    return [(page, reports[f"{number:04}.html"]) for number, page in enumerate(made)]


def test_made_pages_say_most_things_twice() -> None:
    """What makes the pages below a test: of ten sentences at least four stand on the page again, word for word."""
    again = total = 0
    for page in (made_page(seed) for seed in range(40)):
        for sentence, _ in page.sentences:
            tail = sentence[-12:]  # "47 people heard." has a figure of its own
            again += page.text.count(tail) > 1
            total += 1
    assert again > 0.4 * total


def test_the_headline_is_the_heading_and_no_teaser(read_pages: list[tuple[MadePage, Report]]) -> None:
    for page, report in read_pages:
        said, place = page.headline
        (headline,) = [s for s in report.sentences if s.role == "headline"]
        assert report.headline == said
        assert place.start <= headline.spans[0].start and headline.spans[-1].end <= place.end


def test_no_sentence_is_placed_where_it_is_only_repeated(read_pages: list[tuple[MadePage, Report]]) -> None:
    for page, report in read_pages:
        for s in report.sentences:
            if s.role in ("lead", "body"):
                said, start, end = report.text[s.start : s.end], s.spans[0].start, s.spans[-1].end
                assert any(said == own and at.start <= start and end <= at.end for own, at in page.sentences), said


def test_the_sentences_of_the_body_are_found_in_their_order(read_pages: list[tuple[MadePage, Report]]) -> None:
    lost = 0
    for page, report in read_pages:
        found = [report.text[s.start : s.end] for s in report.sentences if s.role in ("lead", "body")]
        own = [said for said, _ in page.sentences]
        lost += len(own) - len(found)
        left = iter(own)
        assert all(said in left for said in found), page.text[:60]
    # Of 3,404 sentences trafilatura leaves out a paragraph of two; what is not extracted has no place.
    assert lost <= 2

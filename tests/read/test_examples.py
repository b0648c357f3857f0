from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from retold.read import read_sources
from retold.settings import DEFAULTS
from tests.conftest import EXAMPLES
from tests.read.conftest import check_accounts, stated


def test_each_example_is_read_and_no_character_of_it_is_lost(example_paths: Sequence[str]) -> None:
    sources, skipped = read_sources(example_paths, DEFAULTS)
    assert skipped == [] and len(sources) == 7
    for source in sources:
        check_accounts(source)


def test_the_folder_holds_the_reports_and_nothing_else(example_paths: Sequence[str]) -> None:
    folders = {str(Path(p).parent) for p in example_paths}
    sources, skipped = read_sources(sorted(folders), DEFAULTS)
    assert [s.path for s in sources] == list(example_paths) and skipped == []


def test_the_page_of_the_example_gives_its_article_and_fields(example_paths: Sequence[str]) -> None:
    page = next(p for p in example_paths if p.endswith(".html"))
    source = read_sources([page], DEFAULTS)[0][0]
    for chrome in ("cookies", "Related", "Most read", "Advertisement", "Sign up", "Tide tables", "dataLayer"):
        assert chrome not in source.running
    assert source.running.startswith(
        "A road across the water: Dunmar ferry returns in October\n\nMarenia and Oskavia bring back"
    )
    assert source.running.endswith("With inputs from MPA")
    assert set(stated(source, "published")) >= {"2026-05-19T17:42:00+02:00", "19 May 2026, 17:42"}
    assert stated(source, "modified") == ["2026-05-19T18:05:00+02:00"]
    assert set(stated(source, "author")) == {"Lena Quist"}
    assert set(stated(source, "publisher")) == {"The Harbour Post"}


def test_the_readme_says_of_each_example_what_it_is(example_paths: Sequence[str]) -> None:
    said = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for path in example_paths:
        assert f"| `{Path(path).name}` |" in said

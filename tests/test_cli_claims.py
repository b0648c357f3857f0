"""`retold compare A B --claims` in the terminal, as JSON and as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from retold.cli import main

A = "The ministry bought 40 buses for the city of Arlen on Monday. The mayor thanked the minister for his help."
B = "The ministry bought 14 buses for the city of Arlen on Monday. Penguins slept on a glacier while whales sang."


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    # B's file sorts before A's: the order given counts, not that of the names.
    one, other = tmp_path / "z.txt", tmp_path / "a.txt"
    one.write_text(A, encoding="utf-8")
    other.write_text(B, encoding="utf-8")
    return [str(one), str(other)]


def test_claims_are_the_sentences_of_the_second_report(paths: list[str]) -> None:
    result = CliRunner().invoke(main, ["compare", *paths, "--claims", "--json", "-"])
    assert result.exit_code == 0, result.output
    trace = json.loads(result.stdout)
    (story,) = trace["stories"]
    report = next(r for r in trace["reports"] if r["path"] == paths[1])
    assert {c["report_id"] for c in story["claims"]} == {report["report_id"]}
    assert [c["verdict"] for c in story["claims"]] == ["changed", "not_in_other"]


def test_the_terminal_says_what_became_of_each_sentence(paths: list[str]) -> None:
    out = CliRunner().invoke(main, ["compare", *paths, "--claims"]).stdout
    assert "1 changed, 1 not there" in out
    assert "number changed" in out


def test_the_page_shows_the_claims(paths: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    CliRunner().invoke(main, ["compare", *paths, "--claims", "--html", str(page)])
    assert "Is each sentence supported?" in page.read_text(encoding="utf-8")


def test_without_the_option_no_claims_are_made(paths: list[str]) -> None:
    trace = json.loads(CliRunner().invoke(main, ["compare", *paths, "--json", "-"]).stdout)
    assert trace["stories"][0]["claims"] == []

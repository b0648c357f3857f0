from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from retold.cli import main

FERRY = "Ferry back\n\nBy Lena Quist\n\nFerries sail again be-\ntween Sandholm and the mainland, the council said on Friday.\n"


def _run(*args: str) -> str:
    result = CliRunner().invoke(main, ["read", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_read_shows_what_was_taken_as_what(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FERRY)
    (tmp_path / "empty.txt").write_text("")
    said = _run(str(tmp_path), "--text")
    assert "headline   Ferry back" in said and "byline     Lena Quist" in said
    assert "# Ferry back" in said and "Ferries sail again" in said
    assert "empty" in said


def test_read_shows_what_was_changed_and_dropped(tmp_path: Path) -> None:
    page = "<html><body><nav>Home</nav><article><h1>Ferry back</h1><p>Ferries sail again to Sandholm and back, said the council.</p></article></body></html>"
    (tmp_path / "a.html").write_text(page)
    said = _run(str(tmp_path / "a.html"), "--diff")
    assert "dropped: " in said and "Home" in said


def test_meta_is_believed_first(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FERRY)
    (tmp_path / "meta.csv").write_text("path,outlet,date\na.txt,Sandholm Post,2026-03-04\n")
    said = _run(str(tmp_path / "a.txt"), "--text", "--meta", str(tmp_path / "meta.csv"))
    assert "Sandholm Post" in said and "2026-03-04" in said


def test_an_address_that_is_not_public_is_skipped_with_the_reason() -> None:
    result = CliRunner().invoke(main, ["read", "http://127.0.0.1:9/x"])
    assert result.exit_code == 1 and "not public" in result.output
    result = CliRunner().invoke(main, ["read", "gopher://127.0.0.1/x"])
    assert result.exit_code == 1 and "only http and https" in result.output

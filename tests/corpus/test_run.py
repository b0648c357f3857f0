"""A corpus run from files to tables: what it finds, that it goes on where it was, and that it always writes the same bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import pyarrow as pa
from pyarrow import parquet

import retold.library as library
from retold import corpus, kinds, read
from retold.engines import run as run_module
from retold.errors import InputError, UsageError
from retold.settings import DEFAULTS
from retold.tables import schema
from tests.corpus import made


@pytest.fixture(scope="module")
def pile(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pile")
    return made.write(folder / "pile.jsonl", made.make(400))


@pytest.fixture(scope="module")
def finished(pile, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "whole"
    corpus.run([str(pile)], str(out))
    return out


def table(out: Path, name: str) -> pa.Table:
    return parquet.read_table(out / name, partitioning=None)


def files(out: Path) -> dict[str, str]:
    return {
        str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.rglob("*"))
        if p.is_file()
    }


def test_the_tables_have_the_columns_that_are_promised(finished):
    assert table(finished, "reports").schema.equals(schema(kinds.CorpusReport))
    assert table(finished, "pairs").schema.equals(schema(kinds.Pair))
    assert table(finished, "kin").schema.equals(schema(kinds.Pair))
    assert table(finished, "marks").column_names == ["report_id", "names", "figures", "credits"]
    assert table(finished, "stories").schema.equals(schema(kinds.StoryMember))
    assert table(finished, "derivations").schema.equals(schema(kinds.Derivation))
    assert table(finished, "skipped").schema.equals(schema(kinds.Skipped))
    promised = {"left_id", "right_id", "left_start", "left_end", "right_start", "right_end", "score", "same_words"}
    assert promised <= set(table(finished, "passages").column_names)
    assert not (finished / "work").exists()


def test_ids_and_copies_are_those_of_a_trace(pile, finished):
    sources, _ = read.read_sources([str(pile)], DEFAULTS)
    rows = table(finished, "reports").to_pylist()
    assert [(s.source_id, s.row_id, s.locator, s.copy_of) for s in sources] == [
        (r["report_id"], r["source_id"], r["locator"], r["copy_of"]) for r in rows
    ]


def test_reports_that_were_taken_from_others_are_found_with_their_parent(pile, finished):
    rows = {r["id"]: r for r in map(json.loads, pile.read_text().splitlines())}
    name = {r["report_id"]: r["source_id"] for r in table(finished, "reports").to_pylist()}
    pairs = {frozenset((name[p["left_id"]], name[p["right_id"]])) for p in table(finished, "pairs").to_pylist()}
    planted = {frozenset((r["id"], r["parent"])) for r in rows.values() if r["parent"]}
    assert len(planted & pairs) >= 0.98 * len(planted)
    edges = [(name[d["child_id"]], name[d["parent_id"]]) for d in table(finished, "derivations").to_pylist()]
    right = sum(rows[child]["parent"] == parent for child, parent in edges)
    assert right >= 0.8 * len(edges) > 0


def test_passages_say_the_same_at_both_places(pile, finished):
    rows = [json.loads(line) for line in pile.read_text().splitlines()]
    ids = table(finished, "reports").column("report_id").to_pylist()
    text = dict(zip(ids, (r["text"] for r in rows)))
    for p in table(finished, "passages").to_pylist():
        left = text[p["left_id"]][p["left_start"] : p["left_end"]]
        right = text[p["right_id"]][p["right_start"] : p["right_end"]]
        if p["score"] == 1.0:
            assert left.casefold().split() == right.casefold().split()
        assert left and right and left.strip() == left


def test_every_report_is_in_exactly_one_story(finished):
    stories = table(finished, "stories").column("report_id").to_pylist()
    assert sorted(stories) == sorted(table(finished, "reports").column("report_id").to_pylist())


@pytest.mark.parametrize(("workers", "memory"), [(1, "2GB"), (3, "2GB"), (2, "100kB")])
def test_threads_and_memory_do_not_change_a_byte(pile, finished, tmp_path, workers, memory):
    """With 100 kB the fingerprints are kept on disk and sorted by DuckDB."""
    said: list[str] = []
    corpus.run([str(pile)], str(tmp_path / "other"), workers=workers, memory=memory, say=said.append)
    assert any("to disk" in line for line in said) == (memory == "100kB")
    assert files(tmp_path / "other") == files(finished)


class Killed(BaseException):
    """Ends a run where a kill would, with nothing tidied up."""


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13])
def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(pile, finished, tmp_path, monkeypatch, nth):
    """Killed at the nth file that is moved to its place."""
    moved = 0
    replace = run_module.os.replace

    def dying(source, target):
        nonlocal moved
        moved += 1
        if moved == nth:
            raise Killed
        replace(source, target)

    out = str(tmp_path / "out")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(run_module.os, "replace", dying)
        corpus.run([str(pile)], out)
    corpus.run([str(pile)], out)
    assert files(tmp_path / "out") == files(finished)


def test_a_run_that_stopped_early_is_gone_on_with(pile, finished, tmp_path):
    for until in ("reports", "pairs", "passages", "marks", "derivations"):
        corpus.run([str(pile)], str(tmp_path / "out"), until=until)
    assert files(tmp_path / "out") == files(finished)


def test_another_run_or_another_thing_in_the_folder_is_left_alone(pile, finished, tmp_path):
    other = made.write(tmp_path / "other.jsonl", made.make(3))
    with pytest.raises(UsageError, match="other inputs"):
        corpus.run([str(other)], str(finished))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear ...")
    with pytest.raises(UsageError, match="not empty"):
        corpus.run([str(other)], str(tmp_path / "mine"))
    with pytest.raises(UsageError, match="is a file"):
        corpus.run([str(other)], str(other))
    with pytest.raises(UsageError, match="no stage"):
        corpus.run([str(other)], str(tmp_path / "new"), until="verdicts")
    with pytest.raises(UsageError, match="--memory"):
        library.corpus([other], tmp_path / "new", memory="plenty")


def test_broken_lines_are_skipped_with_their_number_and_the_others_are_read(tmp_path):
    good = made.make(4)
    lines = [json.dumps(r) for r in good]
    lines[1:1] = [
        "{broken",
        "",
        "[1]",
        '{"id": "x"}',
        '{"id": "y", "text": "  "}',
        '{"id": "s", "text": "half \\ud800 a letter"}',
    ]
    path = tmp_path / "odd.jsonl"
    path.write_bytes("\n".join(lines).encode() + b'\n{"id": "z", "text": "not \xff UTF-8"}')
    summary = corpus.run([str(path)], str(tmp_path / "out"))
    assert summary.rows["reports"] == 6
    skipped = {(s["locator"], s["reason"]) for s in table(tmp_path / "out", "skipped").to_pylist()}
    assert {place for place, _ in skipped} == {"line 2", "line 4", "line 5", "y"}


def test_parquet_files_folders_and_single_texts_are_read_too(tmp_path):
    rows = made.make(30)
    folder = tmp_path / "in"
    folder.mkdir()
    parquet.write_table(pa.Table.from_pylist(rows[:10]), folder / "a.parquet")
    made.write(folder / "b.jsonl", rows[10:20])
    (folder / "c.txt").write_text(rows[20]["text"], encoding="utf-8")
    page = f"<html><head><title>News</title></head><body><article><p>{rows[20]['text']}</p></article></body></html>"
    (folder / "d.html").write_text(page, encoding="utf-8")
    corpus.run([str(folder)], str(tmp_path / "out"))
    found = table(tmp_path / "out", "reports").to_pylist()
    assert len(found) == 22
    sources, _ = read.read_sources([str(folder)], DEFAULTS)
    assert sorted(s.source_id for s in sources) == sorted(r["report_id"] for r in found)
    ids = {Path(r["path"]).name: r["report_id"] for r in found}
    shared = [
        p
        for p in table(tmp_path / "out", "passages").to_pylist()
        if {p["left_id"], p["right_id"]} == {ids["c.txt"], ids["d.html"]}
    ]
    assert shared
    side = "left" if shared[0]["left_id"] == ids["d.html"] else "right"
    assert page[shared[0][f"{side}_start"] :].startswith(rows[20]["text"][:20])


def test_input_without_a_report_is_an_error(tmp_path):
    (tmp_path / "none.jsonl").write_text('{"id": "x"}\n')
    with pytest.raises(InputError):
        corpus.run([str(tmp_path / "none.jsonl")], str(tmp_path / "out"))
    with pytest.raises(UsageError):
        corpus.run([str(tmp_path / "missing.jsonl")], str(tmp_path / "out2"))


def test_copies_in_a_large_family_are_paired_with_their_first(tmp_path):
    text = " ".join(made.make(1)[0]["text"].split())
    path = made.write(tmp_path / "viral.jsonl", [{"id": str(n), "text": text} for n in range(300)])
    summary = corpus.run([str(path)], str(tmp_path / "out"))
    assert summary.rows["pairs"] == 299
    assert summary.capped["folded_reports"] == 299
    assert len(set(table(tmp_path / "out", "stories").column("story_id").to_pylist())) == 1


def test_an_outlets_standing_background_joins_no_stories(tmp_path):
    background = (
        "The Northern Wire has reported from the valleys since the first railway came and is owned by its readers. "
    )
    rows = [row for row in made.make(60, seed=3) if row["kind"] == "original"]
    for row in rows:
        row["outlet"], row["text"] = "Northern Wire", row["text"] + "\n\n" + background
    corpus.run([str(made.write(tmp_path / "in.jsonl", rows))], str(tmp_path / "out"))
    flags = table(tmp_path / "out", "passages").column("boilerplate").to_pylist()
    assert flags and sum(flags) >= 0.9 * len(flags)
    assert len(set(table(tmp_path / "out", "stories").column("story_id").to_pylist())) == len(rows)


def test_the_command_prints_what_it_found_and_keeps_progress_apart(pile, tmp_path):
    from click.testing import CliRunner

    from retold.cli import main

    arguments = ["corpus", str(pile), str(tmp_path / "out"), "--until", "pairs", "--memory", "500 MB", "--json"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["rows"]["reports"] == 400
    assert CliRunner().invoke(main, [*arguments[:-1], "--memory", "lots"]).exit_code == 2
    assert "reports: 400" in CliRunner().invoke(main, arguments[:-1]).stdout


def test_duckdb_reads_the_tables_as_they_are(finished):
    duckdb = pytest.importorskip("duckdb")
    query = f"""
        SELECT count(*) FROM '{finished}/passages/*.parquet' p
        JOIN '{finished}/reports/*.parquet' l ON p.left_id = l.report_id
        JOIN '{finished}/stories/*.parquet' s ON s.report_id = l.report_id
    """
    assert duckdb.sql(query).fetchall()[0][0] == table(finished, "passages").num_rows

"""docs/corpus.md names the tables and columns that a run leaves, and what it asks by SQL is answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import duckdb
from pyarrow import parquet

from retold import corpus
from tests.corpus import made

PAGE = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    made.write(folder / "reports.jsonl", made.make(120, seed=3))
    corpus.run([str(folder / "reports.jsonl")], str(folder / "run"), workers=1)
    return folder


def test_the_page_has_every_table_and_column_of_a_run_and_no_other(run):
    told: dict[str, set[str]] = {}
    table = ""
    for line in PAGE.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == 4 and "`" in cells[2]:
            table = cells[0].strip("`") or table
            told.setdefault(table, set()).update(re.findall(r"`(\w+)`", cells[2]))
    left = {
        folder.name: set(parquet.read_schema(sorted(folder.glob("*.parquet"))[0]).names)
        for folder in (run / "run").iterdir()
        if folder.is_dir()
    }
    assert told == left


@pytest.mark.parametrize("asked", re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL))
def test_what_the_page_asks_by_sql_is_answered(asked, run, monkeypatch):
    monkeypatch.chdir(run)
    with duckdb.connect() as database:
        story = database.execute("SELECT story_id FROM 'run/stories/*.parquet' LIMIT 1").fetchall()[0][0]
        rows = database.execute(asked.replace("'...'", f"'{story}'")).fetchall()
    assert rows
    if "COPY" in asked:
        assert (run / "story.jsonl").read_text(encoding="utf-8").startswith("{")

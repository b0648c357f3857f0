from __future__ import annotations

import json
from pathlib import Path

import pytest

from retold.clean import recover_one
from retold.errors import UsageError
from retold.read import Intake, read_sources
from retold.settings import DEFAULTS


def _files(folder: Path) -> list[str]:
    (folder / "a.txt").write_text("Ferry back\n\nThe ferry is back, harbour officials said on Thursday.\n")
    rows = [{"id": "r1", "text": "The ferry sails."}, {"id": "r2", "text": "The ferry rests."}]
    (folder / "pile.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return [str(folder / "a.txt"), str(folder / "pile.jsonl")]


def test_what_the_user_says_is_believed_first(tmp_path: Path) -> None:
    paths = _files(tmp_path)
    meta = tmp_path / "meta.csv"
    meta.write_text('Path,Outlet,Date,URL,Desk\na.txt,Sandholm Post,2026-03-04,http://post.example/a,"night, late"\n')
    sources, skipped = read_sources(paths[:1], DEFAULTS, intake=Intake(meta=str(meta)))
    assert not skipped
    said = {w.field: w.value for w in sources[0].witnesses if w.where == "user"}
    assert said == {
        "publisher": "Sandholm Post", "published": "2026-03-04", "url": "http://post.example/a", "desk": "night, late",
    }  # fmt: skip
    report = recover_one(sources[0], DEFAULTS)
    assert (report.outlet, report.published, report.url) == ("Sandholm Post", "2026-03-04", "http://post.example/a")


def test_a_part_of_a_file_is_named_by_its_locator(tmp_path: Path) -> None:
    paths = _files(tmp_path)
    meta = tmp_path / "meta.tsv"
    meta.write_text(f"path\tlocator\toutlet\n{paths[1]}\tr2\tHarbour Gazette\nnone.txt\t\tNobody\n")
    sources, skipped = read_sources(paths, DEFAULTS, intake=Intake(meta=str(meta)))
    assert [[w.value for w in s.witnesses if w.where == "user"] for s in sources] == [[], [], ["Harbour Gazette"]]
    assert [(s.locator, s.reason) for s in skipped] == [("line 3", "names no report that was read")]


@pytest.mark.parametrize("content", ["outlet,date\nx,y\n", "", None])
def test_a_table_without_paths_is_a_wrong_call(tmp_path: Path, content: str | None) -> None:
    meta = tmp_path / "meta.csv"
    if content is not None:
        meta.write_text(content)
    if content == "":
        assert read_sources(_files(tmp_path), DEFAULTS, intake=Intake(meta=str(meta)))[0]
        return
    with pytest.raises(UsageError, match="--meta"):
        read_sources(_files(tmp_path), DEFAULTS, intake=Intake(meta=str(meta)))

"""Papers that print one agency's copy have it from the agency, each of them, and not from one another."""

from __future__ import annotations

from pathlib import Path

import retold

STORY = """KESTRIN ({tag}) — Crews of the Kestrin ferries stayed ashore for an eighth day on Monday as talks with the harbour board broke down again over crew numbers.
The board said it had offered one more deckhand a boat from May. The union asked for two, and for a pilot on every night crossing.
"We will not sail at night with four hands," said Ines Tollan, who leads the union in the port.
About 3,100 travellers a day take the boats in March, a tenth of them schoolchildren from Lower Vale.
No further meeting was planned, both sides said, and the board advised travellers to take the road over the Lower Vale pass.
"""
HEADS = {
    "observer.txt": "Ferry strike enters second week\nDana Orlow, Associated Press\nMarch 16, 2026 — 3:55am\n",
    "herald.txt": "Ferry strike enters second week\nThe Associated Press | Monday, March 16, 2026, 9:06 a.m.\n",
    "globe.txt": "Crews stay ashore in Kestrin\nBy DANA ORLOW Associated Press\nMarch 16, 2026\n",
    "bulletin.txt": "Ferry strike enters second week\nMarch 16, 2026\n",
}
BULLETIN_FOOT = "Copyright 2026 The Associated Press. All rights reserved.\n"


def written(tmp_path: Path, tag: str = "AP") -> list[Path]:
    paths = []
    for name, head in HEADS.items():
        path = tmp_path / name
        path.write_text(
            f"The Kestrin {path.stem.title()}\n{head}"
            + STORY.format(tag=tag)
            + (BULLETIN_FOOT if name == "bulletin.txt" else ""),
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def test_four_papers_with_one_agencys_copy_share_a_text_that_is_not_here(tmp_path):
    (story,) = retold.trace(written(tmp_path)).stories
    (lost,) = story.lost_parents
    assert lost.name == "Associated Press"
    assert len(lost.child_ids) == 4
    assert lost.existed_by == "2026-03-16T03:55"
    assert [d.parent_id for d in story.derivations] == [None] * 4
    assert story.origins.count == 1
    assert "share a text by Associated Press that is not here" in story.origins.explanation


def test_who_says_where_he_took_it_took_it_there(tmp_path):
    paths = written(tmp_path)
    blog = tmp_path / "blog.txt"
    blog.write_text(
        "Strike: week two\nThis article was originally published by The Kestrin Observer\n" + STORY.format(tag="AP"),
        encoding="utf-8",
    )
    trace = retold.trace([*paths, blog])
    (story,) = trace.stories
    names = {r.report_id: r.path.rpartition("/")[2] for r in trace.reports}
    edges = {names[d.child_id]: names.get(d.parent_id or "") for d in story.derivations}
    assert edges["blog.txt"] == "observer.txt"


def test_the_agencys_own_report_is_the_parent_where_it_is_here(tmp_path):
    wire = tmp_path / "wire.txt"
    wire.write_text("Ferry strike enters second week\n" + STORY.format(tag="AP"), encoding="utf-8")
    trace = retold.trace([*written(tmp_path), wire])
    (story,) = trace.stories
    assert not story.lost_parents
    names = {r.report_id: r.path.rpartition("/")[2] for r in trace.reports}
    assert {names[d.parent_id or ""] for d in story.derivations} == {"wire.txt"}

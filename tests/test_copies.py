"""Many copies of one text: each is told of, and none costs what the first one cost."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

import retold
from retold import facts, kinds
from retold.settings import DEFAULTS
from retold.tables import rows, to_table
from tests.lineage.stories import REWRITE, WIRE, tell


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> kinds.Trace:
    """Thirty papers with one text, the first of them in the middle by its name, and a rewrite."""
    path: Path = tmp_path_factory.mktemp("copies") / "rows.jsonl"
    text = "\n\n".join(line.strip() for line in WIRE.strip().splitlines())
    with path.open("w") as file:
        for n in range(30):
            hour = 5 if n == 17 else 9 + n % 12
            row = {"id": f"c{n:02}", "text": text, "outlet": f"Paper {n}", "date": f"2026-05-02T{hour:02}:00:00Z"}
            file.write(json.dumps(row) + "\n")
        again = "\n\n".join(line.strip() for line in REWRITE.strip().splitlines())
        file.write(json.dumps({"id": "r", "text": again, "outlet": "Morning Post", "date": "2026-05-03"}) + "\n")
    return retold.trace([str(path)])


def test_every_copy_comes_from_the_earliest_one(copies: kinds.Trace):
    (story,) = copies.stories
    assert len(story.report_ids) == 31 and story.origins.count == 1
    outlet = {r.report_id: r.outlet for r in copies.reports}
    assert {outlet[d.parent_id] for d in story.derivations if d.relation == "republication"} == {"Paper 17"}


def test_a_copy_is_collated_word_for_word_whichever_copy_is_the_first(copies: kinds.Trace):
    (story,) = copies.stories
    copied = {d.child_id for d in story.derivations if d.relation == "republication"}
    assert len(copied) == 29
    of_copies = [row for a in story.alignments if a.child_id in copied for row in a.rows]
    assert {row.relation for row in of_copies} == {"verbatim"}
    assert not [d for d in story.discrepancies if d.child_id in copied]


def test_every_copy_has_the_facts_of_the_text(copies: kinds.Trace):
    known = [r.facts for r in copies.reports if r.outlet and r.outlet.startswith("Paper")]
    assert known[0].statements and all(f == known[0] for f in known)


def test_facts_of_copies_are_read_once_a_day():
    wire = [tell(f"c{n:03}", WIRE, published="2026-05-02", outlet=f"Paper {n}") for n in range(300)]
    other = tell("d", WIRE, published="2026-06-30")
    began = time.process_time()
    found = rows(kinds.ReportFacts, facts.extract(to_table(kinds.Report, [*wire, other]), settings=DEFAULTS))
    assert time.process_time() - began < 5
    assert [f.report_id for f in found] == [r.report_id for r in [*wire, other]]
    assert found[0].facts == found[299].facts
    assert found[0].facts.dates != found[300].facts.dates  # "on Friday" is another day

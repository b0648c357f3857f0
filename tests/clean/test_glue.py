"""Fields and words that extraction set behind each other without a space."""

from __future__ import annotations

import pytest

from retold import kinds
from retold.clean.characters import fix_run_together
from retold.clean.glue import joints


@pytest.mark.parametrize(
    "line",
    [
        "Published: 2 May 2026|Author: Lena Holt|Section: World",
        "World|Published 2 May 2026|Updated 3 May 2026",
        "Lena Holt (Reuters)|Published on May 2, 2026",
        "Tags: ports, ferries|Share: Facebook|Views: 120",
        "Category: ,World - ,Briefs|Show on website: Click Here|Document Date: Sat, May 2 2026",
        "Veröffentlicht am 3. Mai 2026|Autor: Lena Holt",
        "Опубликовано: 3 мая 2026|Автор: Иван Петров",
    ],
)
def test_a_label_right_behind_a_field_begins_a_line(line: str) -> None:
    fields = line.split("|")
    places = [sum(map(len, fields[:n])) for n in range(1, len(fields))]
    assert joints("".join(fields), 0, len(line) - len(places)) == places


@pytest.mark.parametrize(
    "line",
    [
        "said the YouTube channel Published on May 2",
        "McDonald on Friday said nothing",
        "eBay on Monday raised its fees",
        "They said so.By noon the port was open",
        "The iPhone of the mayor: a long story",
    ],
)
def test_a_capital_inside_a_word_is_no_joint(line: str) -> None:
    assert joints(line, 0, len(line)) == []


def test_glued_fields_are_read_and_marked(report: kinds.Report) -> None:
    """
    Vale Review Online

    Category: ,Ports - ,BriefsShow on website: Click HerePublished on August 21, 2026Document Date: Sat, Aug 22 2026 09:14:07 am

    Two ports share a boat from spring on

    The ports of Kestrin and Lower Vale agreed to share a boat, and theKestrin council paid for it, officials said.
    """
    assert (report.headline, report.outlet, report.published) == (
        "Two ports share a boat from spring on",
        "Vale Review Online",
        "2026-08-21",
    )
    assert [d.value[:10] for d in report.dates if d.role == "printed"] == ["2026-08-22"]
    assert sum(d.kind == "metadata_glue" for d in report.defects) == 3
    assert "and the Kestrin council" in report.text
    assert ("glued_words", "theKestrin", "the Kestrin") in [(r.fixer, r.before, r.after) for r in report.repairs]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Suva is far. He said theSuva road was shut.", [("theSuva", True)]),
        ("He said theMarrow road was shut.", [("theMarrow", False)]),
        ("A minister came. ministerHolt and Holt left.", [("ministerHolt", True)]),
        ("He owns an iPhone, an eReader and shares in theGrio and theGrio again.", []),
        ("Read more at https://vale.example/theSuva of Suva", []),
        ("The McHale and deBoer families met at LaGuardia.", []),
    ],
)
def test_words_run_together_come_apart_only_on_evidence(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(text[c.start : c.end], bool(c.edits)) for c in fix_run_together(text)] == found

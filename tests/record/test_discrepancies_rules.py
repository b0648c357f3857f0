"""What holds for every discrepancy: places, sides, direction, words of explanation, damage."""

from __future__ import annotations

import re
from typing import get_args

import msgspec
import pytest

from retold import facts, kinds
from retold.kinds import Segment, Span
from retold.record import find_discrepancies
from retold.record.comparing import MOST_CHARACTERS, Sheet, Side
from retold.record.discrepancies import compare_sheet
from retold.record.severity import DIRECTED, SEVERITY
from retold.settings import DEFAULTS, with_changes
from retold.tables import rows, to_table
from tests.record.test_discrepancies_cases import CASES
from tests.record.two_reports import compare, report, sheet

WIRE = """\
# Two dead as ferry hits pier in Port Anselm
At least two people died and about 40 were hurt when a ferry hit a pier in Port Anselm on Monday, police said.
The ferry may have lost power, harbour master Ida Moe said.
"We heard no warning at all before it struck," passenger Karl Wied said.
Moe said the pier would reopen if divers found no damage.
Mechanic Ole Strand and cook Mia Rehn were on board.
"""
RETELLING = """\
# Ferry lost power before fatal crash
Two people died and some 40 were injured when a ferry struck a pier in Port Anselm on Monday.
The ferry lost power, harbour master Ida Moe said.
"We heard no warning before it struck," passenger Karl Wied said.
The pier will reopen, Moe said.
"""


def test_every_type_has_a_severity() -> None:
    assert set(SEVERITY) == set(get_args(kinds.DiscrepancyType))


def test_no_explanation_judges() -> None:
    for case in CASES:
        for d in compare(case["parent"], case["child"]):
            outside_quotes = re.sub(r"“[^”]*”", "", d.explanation)
            assert not re.search(r"\b(false|wrong|error|mistake|incorrect|lie)\b", outside_quotes, re.I)


def test_spans_point_at_places_of_the_source() -> None:
    for d in compare(WIRE, RETELLING):
        for spans, text in ((d.child_spans, RETELLING), (d.parent_spans, WIRE)):
            assert sum(s.end - s.start for s in spans) <= MOST_CHARACTERS
            assert all(0 <= s.start < s.end <= len(text) for s in spans)


def test_a_retelling_shows_what_a_sub_editor_would_mark() -> None:
    found = {d.type for d in compare(WIRE, RETELLING)}
    assert found >= {
        "hedge_dropped",
        "attribution_lost",
        "modality_strengthened",
        "quote_altered",
        "condition_dropped",
        "participant_dropped",
    }


def test_the_gravest_come_first() -> None:
    order = [("high", "medium", "low").index(d.severity) for d in compare(WIRE, RETELLING)]
    assert order == sorted(order)


def test_without_direction_no_type_says_which_came_first() -> None:
    one = sheet(WIRE, RETELLING)
    links = [kinds.Row(child=[f"c{n}"], parent=[f"p{n}"], relation="reworded") for n in range(5)]
    found = compare_sheet(Sheet(one.child, one.parent, links, directed=False))
    assert found
    assert not {d.type for d in found} & DIRECTED
    assert all(d.parent_id is None and d.other_id == "p" for d in found)


def test_the_step_takes_tables_and_gives_one() -> None:
    parent, child = report("p", WIRE), report("c", RETELLING)
    edge = kinds.Edge(story_id="s", left_id="c", right_id="p", parent_id="p", child_id="c", directed=True)
    links = [kinds.Row(child=[f"c{n}"], parent=[f"p{n}"], relation="reworded") for n in range(5)]
    collation = kinds.Collation(
        story_id="s", left_id="c", right_id="p", parent_id="p", child_id="c", directed=True, rows=links
    )
    tables = (
        to_table(kinds.Edge, [edge]),
        to_table(kinds.Report, [parent, child]),
        to_table(kinds.ReportFacts, [facts.extract_one(parent), facts.extract_one(child)]),
        to_table(kinds.Collation, [collation]),
    )
    found = rows(kinds.Discrepancy, find_discrepancies(*tables, settings=DEFAULTS))
    assert {d.child_id for d in found} == {"c"}
    assert {d.parent_id for d in found} == {"p"}


def test_nothing_is_called_missing_that_may_stand_in_a_gap() -> None:
    parent = "The mill burned on Monday. Owner Ada Lind said it was insured. The roof fell at noon."
    text = "The mill burned on Monday.  The roof fell at noon."
    whole = report("c", text)
    damaged = msgspec.structs.replace(
        whole,
        segments=[Segment(0, 26, 0, 26, "copy"), Segment(26, 27, 26, 90, "gap"), Segment(27, 50, 90, 113, "copy")],
        sentences=[msgspec.structs.replace(s, spans=[Span(s.start, s.end)]) for s in whole.sentences],
    )
    links = [
        kinds.Row(child=["c0"], parent=["p0"], relation="verbatim"),
        kinds.Row(child=[], parent=["p1"], relation="dropped"),
        kinds.Row(child=["c1"], parent=["p2"], relation="verbatim"),
    ]
    other = report("p", parent)
    sides = [Side(r, facts.extract_one(r).facts) for r in (whole, other)]
    assert "statement_dropped" in [d.type for d in compare_sheet(Sheet(*sides, links, directed=True))]
    sides[0] = Side(damaged, kinds.Facts())
    assert compare_sheet(Sheet(*sides, links, directed=True)) == []


@pytest.mark.parametrize("text", ["", "Word", "\n\n", "...", '"', "٣ ١٢", "(((", "1 2 3 4"])
def test_odd_reports_give_no_exception(text: str) -> None:
    compare(WIRE, text)
    compare(text, RETELLING)
    compare(text, text)


def test_a_desk_weighs_types_its_own_way() -> None:
    as_given = compare(WIRE, RETELLING)
    types = {d.type for d in as_given}
    grave, off = "hedge_dropped", "attribution_lost"
    assert {grave, off} <= types
    settings = with_changes(DEFAULTS, [f"record_severities={grave}=high; {off}=off; condition_dropped=low"])
    weighed = sheet(WIRE, RETELLING)
    weighed.settings = settings
    found = compare_sheet(weighed)
    assert {d.type for d in found} == types - {off}
    assert {d.severity for d in found if d.type == "condition_dropped"} == {"low"}
    full = [d.severity for d in as_given if d.type == grave]  # medium, or low where it counts for less
    assert sorted(d.severity for d in found if d.type == grave) == sorted(
        {"medium": "high", "low": "medium"}[s] for s in full
    )
    order = [("high", "medium", "low").index(d.severity) for d in found]
    assert order == sorted(order)

"""Derivations of a corpus run: what times, words, credits and marks let it claim."""

from __future__ import annotations

import pyarrow as pa
import pytest

from retold import kinds
from retold.lineage.bulk import derive
from retold.settings import DEFAULTS
from retold.tables import rows

MORNING, NOON, NIGHT = "2024-03-01T07:00:00", "2024-03-01T12:00:00", "2024-03-01T23:00:00"


def find(reports, pairs, marks=()):
    """Derivations among (id, story, published, outlet), of (left, right, same, left words, right words) and marks by id."""
    told = pa.table(dict(zip(("report_id", "story_id", "published", "outlet"), map(pa.array, zip(*reports)))))
    names = ("left_id", "right_id", "same_words", "left_words", "right_words")
    shared = pa.table({n: pa.array([p[k] for p in pairs]) for k, n in enumerate(names)})
    given = dict(marks)
    texts = pa.list_(pa.string())
    columns = [pa.array([given.get(r[0], ([], [], []))[k] for r in reports], texts) for k in range(3)]
    table = pa.table([told.column("report_id"), *columns], names=["report_id", "names", "figures", "credits"])
    return rows(kinds.Derivation, derive(told, shared, table, settings=DEFAULTS))


def test_the_later_report_comes_from_the_earlier_and_little_is_claimed():
    (edge,) = find([("a", "s", NOON, "X"), ("b", "s", MORNING, "Y")], [("a", "b", 80, 100, 300)])
    assert (edge.child_id, edge.parent_id, edge.relation) == ("a", "b", "wholly")
    assert edge.confidence <= 0.6


@pytest.mark.parametrize("times", [(None, NOON), (NOON, NOON), ("2024-03-01", NOON)])
def test_nothing_is_claimed_where_the_times_do_not_part_two_reports(times):
    assert not find([("a", "s", times[0], "X"), ("b", "s", times[1], "Y")], [("a", "b", 80, 100, 300)])


def test_who_names_his_source_is_believed_whatever_the_clocks_say():
    reports = [("a", "s", MORNING, "Hill Post"), ("b", "s", NOON, "Vale Wire")]
    for shown in (reports, [(i, s, None, o) for i, s, _, o in reports]):
        (edge,) = find(shown, [("a", "b", 80, 100, 300)], {"a": ([], [], ["the Vale Wire"])}.items())
        assert (edge.child_id, edge.parent_id) == ("a", "b")
        assert edge.confidence > 0.6
        assert "credit_line" in {e.kind for e in edge.evidence}


def test_two_that_name_each_other_are_told_apart_by_their_times():
    both = {"a": ([], [], ["Vale Wire"]), "b": ([], [], ["Hill Post"])}
    reports = [("a", "s", MORNING, "Hill Post"), ("b", "s", NOON, "Vale Wire")]
    (edge,) = find(reports, [("a", "b", 80, 100, 300)], both.items())
    assert edge.parent_id == "a"
    assert edge.confidence <= 0.6


def test_names_and_figures_say_what_was_carried_and_what_each_side_has_alone():
    marks = {"a": (["Orlow", "Kestrin"], ["12 person"], []), "b": (["Orlow"], ["12 person", "4 house"], [])}
    reports = [("a", "s", MORNING, "X"), ("b", "s", NOON, "Y")]
    (edge,) = find(reports, [("a", "b", 80, 100, 100)], marks.items())
    told = {e.kind: e.detail for e in edge.evidence}
    assert told["figure_carried"] == "1 of 1 names and 1 of 2 figures of the child stand in the parent"
    assert told["private_facts_on_both_sides"] == "0 names and 1 figures stand only in the child, 1 only in the parent"


def test_a_background_from_another_story_is_derived_a_phrase_is_not():
    reports = [("a", "s", MORNING, "X"), ("b", "t", NOON, "Y")]
    assert find(reports, [("a", "b", 60, 200, 200)])
    assert not find(reports, [("a", "b", 21, 900, 900)])


def test_the_runner_up_is_told_with_its_share():
    reports = [("a", "s", MORNING, "X"), ("b", "s", NOON, "Y"), ("c", "s", NIGHT, "Z")]
    edges = find(reports, [("a", "c", 90, 100, 100), ("b", "c", 60, 100, 100)])
    (edge,) = [e for e in edges if e.child_id == "c"]
    assert edge.parent_id == "a"
    assert edge.runner_up is not None
    assert edge.runner_up.parent_id == "b"
    assert edge.confidence < 0.6

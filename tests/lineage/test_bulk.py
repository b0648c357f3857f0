"""Derivations of a corpus run: what times, words, credits and marks let it claim."""

from __future__ import annotations

from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.lineage.bulk import derive, read_time
from retold.settings import DEFAULTS
from retold.tables import rows
from retold.words import fold

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
    return rows(kinds.Derivation, derive(told, shared, [table], settings=DEFAULTS))


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


def plainly(reports, pairs, marks):
    """(child, parent, rivals, marks of both) of each edge: what `derive` does on columns, a pair at a time."""
    told = {i: (story, read_time(shown), outlet) for i, story, shown, outlet in reports}
    shares = {}
    for left, right, same, *words in pairs:
        least = DEFAULTS.match_bulk_story * max(1, min(words)) if told[left][0] != told[right][0] else 0
        if same < max(least, DEFAULTS.match_bulk_words):
            continue
        times = [told[i][1] for i in (left, right)]
        days = [t and (t.date(), (t.hour, t.minute, t.second) != (0, 0, 0)) for t in times]
        parted = None not in times and times[0] != times[1]
        parted = parted and (days[0][0] != days[1][0] or (days[0][1] and days[1][1]))
        named = [is_named(told[a][2], marks[b][2]) for a, b in ((left, right), (right, left))]
        if named[0] == named[1] and not parted:
            continue
        first = 0 if (named[0] if named[0] != named[1] else times[0] < times[1]) else 1
        parent, child = (left, right)[first], (left, right)[1 - first]
        share = min(1.0, same / max(1, words[1 - first]))
        shares.setdefault(child, []).append((named[0] == named[1], -share, parent))
    for child in sorted(shares):
        (named, share, parent), *others = sorted(shares[child])
        names, figures = (
            [set(map(fold, marks[i][k])) if k == 0 else set(marks[i][k]) for i in (child, parent)] for k in (0, 1)
        )
        kept = len(names[0] & names[1]), len(figures[0] & figures[1])
        yield child, parent, not named, round(-share, 4), min(others)[2] if others else None, kept


def is_named(outlet, credits):
    return outlet is not None and bare(outlet) in map(bare, credits)


def bare(name):
    return fold(name).removeprefix("the ").strip()


OUTLETS = st.sampled_from([None, "Hill Post", "the HILL post", "Écho", "Vale Wire"])
TIMES = st.sampled_from(
    [None, MORNING, NOON, "2024-03-01", "2024-03-02", "2024-03-01T12:00:00+05:00", "soon", "0001-01-01T00:00:00+10:00"]
)
SAID = st.lists(st.sampled_from(["Orlow", "ORLOW", "Orlów", "St. Ann's", "Lake-Side 7", "L’Aquila"]), max_size=4)
CREDITS = st.lists(st.sampled_from(["Hill Post", "Echo", "the Vale Wire", "Nobody"]), max_size=2)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_columns_give_the_edges_that_are_found_a_pair_at_a_time(data):
    ids = [f"{n:016x}" for n in data.draw(st.permutations(range(6)))]
    reports = [(i, data.draw(st.sampled_from("st")), data.draw(TIMES), data.draw(OUTLETS)) for i in ids]
    marks = {i: (data.draw(SAID), data.draw(SAID), data.draw(CREDITS)) for i in ids}
    numbers = st.tuples(
        st.sampled_from([10, 60, 80, 100]), st.sampled_from([80, 100, 400]), st.sampled_from([80, 100, 400])
    )
    chosen = data.draw(st.lists(st.sampled_from(list(combinations(sorted(ids), 2))), min_size=1, unique=True))
    pairs = [(*pair, *data.draw(numbers)) for pair in chosen]
    found = [
        (e.child_id, e.parent_id, told, e.evidence[0].weight, e.runner_up and e.runner_up.parent_id, said(e.evidence))
        for e in find(reports, pairs, marks.items())
        for told in ["credit_line" in {one.kind for one in e.evidence}]
    ]
    expected = [
        (child, parent, named, share, runner_up, kept if any(kept) else None)
        for child, parent, named, share, runner_up, kept in plainly(reports, pairs, marks)
    ]
    assert found == expected


def said(evidence):
    """How many names and figures were carried; None where none was."""
    for one in evidence:
        if one.kind == "figure_carried":
            numbers = [int(word) for word in one.detail.split() if word.isdigit()]
            return numbers[0], numbers[2]
    return None

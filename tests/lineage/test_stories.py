from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold import kinds
from tests.lineage.stories import INDEPENDENT, REWRITE, SIBLINGS, WIRE, edges, lineage_of, tell


def test_a_rewrite_comes_from_the_fuller_report_without_any_credit_or_date():
    found = lineage_of([tell("a", REWRITE), tell("b", WIRE)])
    assert edges(found) == {("b", "a")}
    kinds_found = {e.kind for e in found.derivations[0].evidence}
    assert {"quote_trimmed", "hedge_lost", "residue"} <= kinds_found
    assert found.origins.count == 1 and found.origins.roots == ["b"]


def test_a_credit_line_is_the_first_evidence():
    wire = tell("w", WIRE, outlet="Northern Press Agency", agency="NPA")
    found = lineage_of([wire, tell("r", REWRITE, outlet="The Morning Post", credit="NPA")])
    (derivation,) = found.derivations
    first = derivation.evidence[0]
    assert (derivation.parent_id, first.kind) == ("w", "credit_line")
    assert first.child_spans and derivation.confidence > 0.8


def test_an_independent_report_with_the_same_quotation_is_no_child():
    found = lineage_of([tell("w", WIRE), tell("r", REWRITE), tell("i", INDEPENDENT)])
    assert edges(found) == {("w", "r")}
    assert found.origins.count == 2
    verdicts = {(u.left_id, u.right_id): u.verdict for u in found.undecided}
    assert verdicts[("i", "w")] == "independent"


def test_versions_of_one_outlet_follow_their_notes():
    first = tell("v9", WIRE, outlet="Northern Press Agency")
    noted = re.sub(r"\n", "\n    (Updates with toll, adds minister)\n", WIRE.strip("\n"), count=1)
    update = tell("v5", noted.replace("Nine people", "Eleven people"), outlet="Northern Press Agency")
    slug = WIRE.replace("Ferry runs", "CORRECTED - Ferry runs").replace("212", "221").strip("\n")
    correction = re.sub(r"\n", "\n    (Corrects number of passengers to 221, not 212)\n", slug, count=1)
    correction = correction.replace("Nine people", "Eleven people")
    found = lineage_of([first, update, tell("v1", correction, outlet="Northern Press Agency")])
    relations = {(d.parent_id, d.child_id): d.relation for d in found.derivations}
    assert relations == {("v9", "v5"): "update", ("v5", "v1"): "correction"}
    assert found.origins.count == 1


def test_a_republication_with_cuts_comes_from_the_whole():
    paragraphs = WIRE.strip("\n").split("\n")
    cut = "\n".join(["    Ferry drama in the fog", *paragraphs[1:4], *paragraphs[5:7]])
    found = lineage_of([tell("a", cut), tell("b", WIRE)])
    (derivation,) = found.derivations
    assert (derivation.parent_id, derivation.relation) == ("b", "republication")


def test_a_lying_clock_does_not_turn_an_edge():
    wire = tell("w", WIRE, outlet="Northern Press Agency", agency="NPA", published="2026-03-06T09:10:00+00:00")
    rewrite = tell("r", REWRITE, outlet="The Morning Post", credit="NPA", published="2026-03-05T22:00:00+00:00")
    assert edges(lineage_of([wire, rewrite])) == {("w", "r")}


def test_siblings_that_each_lack_what_the_others_share_have_a_lost_parent():
    found = lineage_of([tell(i, text) for i, text in SIBLINGS.items()])
    (lost,) = found.lost_parents
    assert lost.child_ids == ["x", "y", "z"] and lost.must_contain
    assert edges(found) == {(None, "x"), (None, "y"), (None, "z")}
    assert found.origins.count == 1 and found.origins.lost == [lost.lost_parent_id]
    assert {u.verdict for u in found.undecided} == {"common_source"}


def test_reports_that_credit_an_absent_agency_share_a_lost_parent():
    found = lineage_of([tell("x", SIBLINGS["x"], credit="Danube News"), tell("y", SIBLINGS["y"], credit="Danube News")])
    (lost,) = found.lost_parents
    assert lost.child_ids == ["x", "y"]
    assert "Danube News" in found.origins.explanation


def test_a_report_may_have_two_parents():
    other = """
        Tug captain: the wind decides
        Captain Anneli Kettunen of the tug Jytky has pulled eleven ships off the Karvala reef in thirty years.
        "A ferry is not heavy, it is only stubborn," Kettunen said in the harbour office of Vaasmo.
        Her towline is 68 millimetres thick and was made in Rauma.
        Saaristo Lines pays 30,000 euros a day for the tug, whether it pulls or waits.
        """
    both = """
        Ferry waits for the wind
        The ferry Merikotka ran aground on a reef off Karvala early on Friday with 212 passengers on board.
        The 98-metre vessel had left Lumisaari at 4:50 a.m. and struck the reef in thick fog.
        Captain Anneli Kettunen of the tug Jytky has pulled eleven ships off the Karvala reef in thirty years.
        Her towline is 68 millimetres thick, and Saaristo Lines pays 30,000 euros a day for the tug, whether it pulls or waits.
        Nine people were treated for bruises.
        """
    found = lineage_of([tell("w", WIRE), tell("t", other), tell("c", both)])
    assert edges(found) == {("w", "c"), ("t", "c")}
    assert {d.relation for d in found.derivations} == {"partially"}


def test_nothing_in_common_claims_nothing():
    found = lineage_of([tell("w", WIRE), tell("x", SIBLINGS["x"])])
    assert not found.derivations and not found.undecided and found.origins.count == 2


def test_where_nothing_decides_the_pair_is_undecided_or_of_low_confidence():
    """Two texts that differ by a word here and there, without anything that could tell who was first."""
    one = tell("a", WIRE)
    other = tell("b", WIRE.replace("brought", "carried").replace("vessel", "ship").replace("quay", "pier"))
    found = lineage_of([one, other])
    assert all(d.confidence < 0.75 for d in found.derivations)


def test_exact_copies_are_folded_onto_the_one_with_a_dateline():
    copies = [tell(f"c{n}", WIRE) for n in range(30)]
    source = tell("m", WIRE, outlet="Northern Press Agency", agency="NPA")
    found = lineage_of([*copies, source, tell("r", REWRITE)])
    assert {(d.parent_id, d.relation) for d in found.derivations if d.child_id != "r"} == {("m", "republication")}
    assert ("m", "r") in edges(found)
    assert found.origins.count == 1


def test_the_order_of_reports_decides_nothing():
    reports = [tell("w", WIRE), tell("r", REWRITE), tell("i", INDEPENDENT), *(tell(i, t) for i, t in SIBLINGS.items())]
    expected = lineage_of(reports)
    for seed in range(3):
        shuffled = reports[:]
        random.Random(seed).shuffle(shuffled)
        assert lineage_of(shuffled) == expected


def test_no_word_accuses():
    found = lineage_of([tell("w", WIRE), tell("r", REWRITE), *(tell(i, t) for i, t in SIBLINGS.items())])
    shown = repr(found).casefold()
    assert not re.search(r"plagiar|theft of|fake|\bfalse\b|copied without", shown.replace("moved=false", ""))


@pytest.mark.parametrize("text", ["", "One", "\u202eabc\u202c", "...\n\n!!", "x" * 5000, "(note)\n(note)"])
def test_odd_reports_raise_nothing(text: str):
    found = lineage_of([tell("a", text), tell("b", WIRE), tell("c", text + " ")])
    assert found.origins.count >= 1


WORDS = st.lists(st.sampled_from(re.findall(r"\S+|\n", WIRE + REWRITE + INDEPENDENT)), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_span_lies_in_its_report_and_nobody_is_their_own_ancestor(texts: list[list[str]]):
    reports = [tell(f"r{n}", " ".join(words)) for n, words in enumerate(texts)]
    found = lineage_of(reports)
    size = {r.report_id: len(r.text) for r in reports}

    def lies_in(spans: list[kinds.Span], report_id: str) -> bool:
        return all(0 <= s.start < s.end <= size[report_id] for s in spans)

    above: dict[str, set[str]] = {}
    for d in found.derivations:
        assert 0 <= d.confidence <= 1
        if d.parent_id is not None:
            above.setdefault(d.child_id, set()).add(d.parent_id)
        for e in d.evidence:
            assert lies_in(e.child_spans, d.child_id)
            assert d.parent_id is None or lies_in(e.parent_spans, d.parent_id)
    for start in above:
        seen: set[str] = set()
        rest = list(above[start])
        while rest:
            parent = rest.pop()
            assert parent != start
            if parent not in seen:
                seen.add(parent)
                rest += above.get(parent, ())


def test_a_post_that_two_reports_show_whole_makes_neither_the_others_source():
    post = (
        "The harbour of Karvala was robbed of its ferry by people in Lumisaari who never paid a single mark for the pier. "
        "We will build our own pier, our own ferry and our own coffee machine, and they will beg to sail on it!"
    )
    signed = f"{post}\n— Ilona Raitio (@iraitio) July 16, 2018"
    one = tell(
        "a",
        f"Mayor rages\nThe mayor wrote before breakfast, on the day of the vote.\n{signed}\nThe council meets at noon.",
    )
    other = tell("b", f"What is in the plan\nThree routes are proposed.\n{signed}\nFares are to rise by 4 percent.")
    found = lineage_of([one, other])
    assert edges(found) == set()
    assert {u.verdict for u in found.undecided} <= {"independent"}
    assert found.origins.count == 2

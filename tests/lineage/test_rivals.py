from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from retold.lineage.rivals import chances
from retold.lineage.shown import ROWS
from tests.lineage.stories import REWRITE, WIRE, edges, lineage_of, tell

CUT = "\n".join(WIRE.strip("\n").split("\n")[:6])


def test_the_nearer_of_parent_and_grandparent_is_the_parent():
    """The middle report changed words and lost sentences that the last one lacks in the same places."""
    middle = CUT.replace("struck the reef", "hit the reef").replace("in thick fog", "in fog")
    last = re.sub(r'\n.*"We heard.*', "", middle).replace("early on Friday ", "")
    found = lineage_of([tell("a", last), tell("b", WIRE), tell("c", middle)])
    assert edges(found) == {("b", "c"), ("c", "a")}


def test_two_texts_that_are_as_good_as_each_other_are_even():
    found = chances({("a", "c"): 4.0, ("b", "c"): 4.0})
    assert abs(found["a", "c"] - found["b", "c"]) < 1e-9 and found["a", "c"] < 0.5


def test_an_edge_is_no_likelier_than_beside_its_other_direction():
    assert chances({("a", "b"): 5.0, ("b", "a"): 5.0})["a", "b"] < 0.5


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("efgh")), st.floats(-400, 400), max_size=12))
def test_the_chances_of_rivals_never_add_up_to_more_than_one(scores: dict[tuple[str, str], float]):
    found = chances(scores)
    for child in "efgh":
        assert sum(chance for (_, c), chance in found.items() if c == child) <= 1 + 1e-4


def test_evidence_is_few_rows_in_words_and_explicit_first():
    wire = tell("w", WIRE, outlet="Northern Press Agency", agency="NPA", published="2026-03-06T09:10:00+00:00")
    rewrite = tell("r", REWRITE, outlet="The Morning Post", credit="NPA", published="2026-03-05T22:00:00+00:00")
    (derivation,) = lineage_of([wire, rewrite]).derivations
    shown = derivation.evidence
    assert len(shown) <= ROWS and shown[0].kind == "credit_line"
    assert not any(re.search(r"\bbits?\b", e.detail) for e in shown)
    assert [e.weight < 0 for e in shown if e.kind == "timestamp_contradicted"] == [True]
    residue = next(e for e in shown if e.kind == "residue")
    assert "for example “" in residue.detail and residue.parent_spans and residue.child_spans


def test_a_lost_qualifier_names_the_phrase():
    wire = WIRE.replace("with 212 passengers on board", "with up to 212 passengers on board")
    plain = WIRE.split("\n")[:5]
    found = lineage_of([tell("a", "\n".join(plain)), tell("b", wire)])
    details = [e.detail for d in found.derivations for e in d.evidence if e.kind == "qualifier_lost"]
    assert any("“up to 212”" in detail for detail in details)

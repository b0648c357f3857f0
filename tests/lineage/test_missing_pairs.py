"""Of a large story not every pair is aligned: lineage takes what is missing for nothing known."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import align, kinds, lineage
from retold.settings import DEFAULTS
from retold.tables import keyed, rows, to_table
from tests.lineage.stories import INDEPENDENT, REWRITE, SIBLINGS, WIRE, pairs_of, tell

# So few are weighed for each report that what is not linked is not weighed at all, as in a story of hundreds.
LARGE = msgspec.structs.replace(DEFAULTS, lineage_candidates=3)

REPORTS = [
    tell("a", WIRE, agency="Kestrin", outlet="Kestrin"),
    tell("b", REWRITE, outlet="Morning Post", credit="Kestrin"),
    tell("c", INDEPENDENT, outlet="Lumisaari Times"),
    tell("d", WIRE + "    More was expected in the evening.\n", outlet="Harbour News", credit="Vaasmo Wire"),
    tell("e", REWRITE + "    More was expected in the evening.\n", outlet="Evening Echo", credit="Vaasmo Wire"),
    *(tell(f"s{n}", text, outlet=f"Paper {n}", credit="Vaasmo Wire") for n, text in enumerate(SIBLINGS.values())),
]
TABLE = to_table(kinds.Report, REPORTS)
LINKS = rows(kinds.Link, align.link_sentences(TABLE, to_table(kinds.Pair, pairs_of(REPORTS)), settings=DEFAULTS))


def traced(links: list[kinds.Link]) -> kinds.Lineage:
    story = keyed(TABLE, "story_id", "report_id", {r.report_id: "story" for r in REPORTS})
    none, passages = to_table(kinds.ReportFacts, []), to_table(kinds.Passage, [])
    found = lineage.find_lineage(story, none, passages, to_table(kinds.Link, links), settings=LARGE)
    return rows(kinds.Lineage, found)[0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.1, 0.4, 0.8]))
def test_whatever_pairs_are_missing_each_report_has_a_place(seed, share):
    r = random.Random(seed)
    pairs = sorted({(k.left_id, k.right_id) for k in LINKS})
    there = {p for p in pairs if r.random() < share}
    found = traced([k for k in LINKS if (k.left_id, k.right_id) in there])
    assert {r.report_id for r in REPORTS} == {d.child_id for d in found.derivations} | set(found.origins.roots) | {
        i for u in found.undecided for i in (u.left_id, u.right_id)
    }


def test_a_pair_that_was_not_aligned_is_no_derivation():
    assert ("a", "b") in {(d.parent_id, d.child_id) for d in traced(LINKS).derivations}
    without = [k for k in LINKS if {k.left_id, k.right_id} != {"a", "b"}]
    assert not {("a", "b"), ("b", "a")} & {(d.parent_id, d.child_id) for d in traced(without).derivations}


def test_a_story_of_which_no_pair_was_aligned_has_no_derivations():
    assert not [d for d in traced([]).derivations if d.parent_id]

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold import align, kinds
from retold.lineage import judge_wording
from retold.lineage.following import in_order
from retold.pipeline import forced_pair
from retold.settings import DEFAULTS
from retold.tables import to_table
from tests.lineage.stories import REWRITE, WIRE, lineage_of, tell

SOURCE = """
    How a lighthouse lens works
    A Fresnel lens is a lens made of rings of glass, each of which bends the light of the lamp into one flat beam.
    It was invented in 1822 for the lighthouse of Cordouan, whose keepers had burned whale oil behind plain mirrors.
    Because each ring is thin, the lens weighs a fraction of what a solid piece of glass of the same strength would weigh.
    The largest lenses stand three metres high and were floated on a bath of mercury so that a child could turn them.
    Most were taken down when electric lamps became strong enough to do without them.
    """
EDITED = """
    Lenses
    A Fresnel lens is made of rings of glass, each of which bends the light of the lamp into a flat beam.
    It was invented in 1822 for the lighthouse of Cordouan, where keepers had burned whale oil behind mirrors.
    As each ring is thin, the lens weighs a fraction of what a solid piece of glass of the same strength would.
    The largest stand three metres high and were floated on a bath of mercury so a child could turn them.
    """
TURNED = """
    Lenses
    Rings of glass make up the Fresnel lens, and the lamp's light leaves them as a beam that is flat.
    Keepers at Cordouan, a lighthouse where whale oil used to burn in front of mirrors, saw the first one in 1822.
    Compared with solid glass of equal strength its weight is small, thanks to the thinness of every ring.
    A mercury bath carried the biggest of them, three metres tall: to turn one took no more than a child.
    """
RETOLD = """
    Lenses
    Fresnel lenses are built from rings of glass, and every ring bends the lamp's light so that a flat beam leaves it.
    In 1822 the first one went up at Cordouan, a lighthouse with plain mirrors whose keepers had used whale oil until then.
    The rings are thin, so such a lens weighs much less than solid glass that is as strong.
    Floating on mercury, even lenses of three metres could be turned by the hand of a child.
    """
OWN = """
    Lenses
    When we visited the museum our guide explained that sailors once steered by fires on the cliffs.
    Later somebody understood that glass could throw a lamp's glow much farther out to sea than any bonfire.
    I think the idea is clever since you save both fuel and material, and ships are warned in time.
    """


def judged(parent: str, child: str) -> tuple[str, float]:
    """What an edge from the first text to the second would say of its wording."""
    reports = to_table(kinds.Report, [tell("p", parent), tell("c", child)])
    links = align.link_sentences(reports, to_table(kinds.Pair, [forced_pair("p", "c")]), settings=DEFAULTS)
    return judge_wording(reports, links, parent_id="p", child_id="c", settings=DEFAULTS)


@pytest.mark.parametrize(
    ("child", "wording"),
    [(SOURCE, "close"), (EDITED, "close"), (RETOLD, "loose"), (OWN, "own"), ("One\nword", "own")],
)
def test_a_text_keeps_close_to_its_source_or_tells_it_in_other_words_or_is_its_own(child: str, wording: str):
    assert judged(SOURCE, child)[0] == wording


@pytest.mark.xfail(strict=True, reason="every sentence is turned round: nothing stands in the source's order")
def test_a_text_turned_round_sentence_by_sentence_is_still_told_in_other_words():
    assert judged(SOURCE, TURNED)[0] == "loose"


def test_a_copy_follows_wholly_and_a_stranger_not_at_all():
    assert judged(SOURCE, SOURCE)[1] == 1.0
    assert judged(SOURCE, WIRE)[1] == 0.0


def test_every_edge_says_how_far_its_child_follows():
    (derivation,) = lineage_of([tell("w", WIRE), tell("r", REWRITE)]).derivations
    assert derivation.wording in ("close", "loose")
    assert derivation.follows is not None and 0 < derivation.follows < 1


def slow_in_order(one: list[str], other: list[str]) -> int:
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_items_in_order_are_counted_as_the_table_counts_them(one: list[str], other: list[str]):
    assert in_order(one, other) == slow_in_order(one, other) == in_order(other, one)


def test_a_sentence_without_an_end_is_no_matter():
    words = [str(random.Random(1).random()) for _ in range(5)] * 40_000
    assert in_order(words, words) == 4000

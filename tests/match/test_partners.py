from __future__ import annotations

import random
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds, match
from retold.settings import DEFAULTS
from retold.tables import rows, to_table

MOST = DEFAULTS.match_partners


def report(report_id: str, outlet: str = "Harrowick Post", credit: str | None = None) -> kinds.Report:
    return kinds.Report(
        report_id=report_id,
        path=f"{report_id}.txt",
        source_sha256=report_id,
        media_type="text/plain",
        outlet=outlet,
        credits=[kinds.Credit(agency=credit, kind="agency")] if credit else [],
        text="",
        sentences=[],
        segments=[],
    )


def pair(left: str, right: str, ngrams: int = 0, containment: float = 0.0, why: str = "") -> kinds.Pair:
    return kinds.Pair(
        left_id=left,
        right_id=right,
        shared_ngrams=ngrams,
        containment=containment,
        names=0.0,
        figures=0,
        same_story=True,
        why=why,
    )


def kept(reports: list[kinds.Report], pairs: list[kinds.Pair]) -> list[tuple[str, str]]:
    table = match.choose_partners(to_table(kinds.Report, reports), to_table(kinds.Pair, pairs), settings=DEFAULTS)
    return [(p.left_id, p.right_id) for p in rows(kinds.Pair, table)]


def ids(count: int) -> list[str]:
    return [f"{n:04d}" for n in range(count)]


def nearest_in_a_row(names: list[str]) -> list[kinds.Pair]:
    """All pairs of reports that stand in a row: the nearer the more they share."""
    return [pair(a, b, 1000 - (int(b) - int(a)), 0.5 / (int(b) - int(a))) for a, b in combinations(names, 2)]


def test_of_a_small_story_every_pair_is_kept():
    names = ids(MOST + 1)
    pairs = nearest_in_a_row(names)
    assert kept([report(i) for i in names], pairs) == [(p.left_id, p.right_id) for p in pairs]


def test_the_pairs_of_a_large_story_grow_with_its_reports_and_not_with_their_square():
    for size in (60, 120, 240):
        names = ids(size)
        found = kept([report(i) for i in names], nearest_in_a_row(names))
        assert len(found) <= MOST * size
        assert {(a, b) for a, b in pairwise(names)} <= set(found)


def test_the_likest_by_wording_and_the_likest_by_words_are_both_partners():
    names = ids(80)
    pairs = nearest_in_a_row(names)
    verbatim, reworded = pair("0000", "0079", 5000, 0.001), pair("0001", "0078", 0, 0.99)
    pairs = [p for p in pairs if (p.left_id, p.right_id) not in {("0000", "0079"), ("0001", "0078")}]
    found = kept([report(i) for i in names], [*pairs, verbatim, reworded])
    assert {("0000", "0079"), ("0001", "0078")} <= set(found)


def test_a_report_is_aligned_with_the_agency_it_credits_however_little_they_share():
    names = ids(80)
    pairs = nearest_in_a_row(names)
    reports = [report(i) for i in names]
    assert ("0000", "0079") not in kept(reports, pairs)
    for credit in ("Kestrin Press Agency", "The Kestrin Press Agency", "KPA"):
        credited = [report("0000", credit=credit), *reports[1:-1], report("0079", outlet="Kestrin Press Agency")]
        assert ("0000", "0079") in kept(credited, pairs)


def test_copies_take_no_other_partners_place():
    names = ids(60)
    copies = [f"c{n:03d}" for n in range(100)]
    pairs = nearest_in_a_row(names)
    of_first = [pair("0000", c, 9000, 1.0, "the same words") for c in copies]
    reports = [report(i) for i in (*names, *copies)]
    assert kept(reports, [*pairs, *of_first]) == [
        *kept(reports, pairs),
        *((p.left_id, p.right_id) for p in of_first),
    ]


def test_two_halves_of_a_story_that_one_weak_pair_joins_stay_one_story():
    one, other = ids(160)[:80], ids(160)[80:]
    weak = pair("0000", "0159")
    reports = [report(i) for i in (*one, *other)]
    pairs = [*nearest_in_a_row(one), *nearest_in_a_row(other), weak]
    assert ("0000", "0159") in kept(reports, pairs)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(30, 60))
def test_a_story_stays_in_one_piece_and_the_order_of_its_pairs_does_not_matter(seed, size):
    r = random.Random(seed)
    names = ids(size)
    reports = [report(i) for i in names]
    pairs = [pair(a, b, r.randrange(40), r.random()) for a, b in combinations(names, 2) if r.random() < 0.8]
    table = to_table(kinds.Report, reports)

    def stories(chosen: list[kinds.Pair]) -> dict[str, str]:
        members = match.group_stories(table, to_table(kinds.Pair, chosen), settings=DEFAULTS)
        return {m.report_id: m.story_id for m in rows(kinds.StoryMember, members)}

    found = set(kept(reports, pairs))
    assert stories([p for p in pairs if (p.left_id, p.right_id) in found]) == stories(pairs)
    shuffled = r.sample(pairs, len(pairs))
    assert set(kept(reports, shuffled)) == found

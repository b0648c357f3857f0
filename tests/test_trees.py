"""Made story trees: the same for the same seed, and measured as they should be."""

from __future__ import annotations

from eval.trees import calibration_error, make_tree, parse, text_of


def test_a_seed_makes_the_same_tree_again():
    one, other = make_tree(7, "test"), make_tree(7, "test")
    assert one.reports == other.reports and one.edges == other.edges


def test_edges_join_reports_that_are_there_and_nobody_is_their_own_ancestor():
    for seed in range(8):
        tree = make_tree(seed)
        ids = {r.report_id for r in tree.reports}
        assert {i for edge in tree.edges for i in edge} <= ids
        left = set(tree.edges)
        while left:
            leaves = {c for _, c in left} - {p for p, _ in left}
            assert leaves
            left = {e for e in left if e[1] not in leaves}


def test_no_mark_of_the_skeletons_stays_in_a_report():
    for seed in range(8):
        for report in make_tree(seed).reports:
            assert not set("[]{}<>|$") & set(report.text)


def test_the_first_wording_is_the_present_one():
    assert text_of(parse("A <b|c> d[ e] {f=>g}.")) == "A b d e f."


def test_calibration_error_is_none_where_confidence_is_the_share_that_is_right():
    assert calibration_error([(0.5, True), (0.5, False)]) == 0
    assert calibration_error([(1.0, False)]) == 1

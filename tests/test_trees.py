"""Made story trees: the same for the same seed, and measured as they should be."""

from __future__ import annotations

from eval.calibration import calibration_error, calibration_table
from eval.trees import make_tree, measure_trees, parse, text_of


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


def test_the_table_has_a_row_for_each_band_that_holds_edges():
    table = list(calibration_table({"all": [(0.95, True), (0.97, False), (0.41, True)], "none": []}))
    assert table[2:] == ["| 0.4 to 0.5 | 1 of 1, 1.00 |  |", "| 0.9 to 1.0 | 1 of 2, 0.50 |  |", "| error | 0.503 |  |"]


def test_trees_shared_by_processes_score_as_trees_one_after_another():
    assert measure_trees(4, "test", jobs=1).figures() == measure_trees(4, "test", jobs=2).figures()

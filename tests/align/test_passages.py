"""Spans that two reports share."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from retold.align.runs import ngram_places, shared_runs
from retold.settings import DEFAULTS
from tests.align.stories import WIRE, passages, report

N = DEFAULTS.align_passage_ngram


def test_a_copy_is_one_passage_from_its_first_character():
    (found,) = passages(report("a", WIRE), report("b", WIRE))
    assert found.left_span.start == found.right_span.start == 0
    assert found.score == 1.0


def test_a_copy_of_one_word_over_and_over_is_found():
    text = ["well " * 500]
    (found,) = passages(report("a", text), report("b", text))
    assert found.same_words == 500


def test_a_moved_paragraph_is_kept():
    found = passages(report("a", [*WIRE[1:4], WIRE[5]]), report("b", [WIRE[5], *WIRE[1:4]]))
    assert len(found) == 2


def test_a_changed_word_does_not_end_a_passage():
    (found,) = passages(report("a", [WIRE[2]]), report("b", [WIRE[2].replace("thick fog", "heavy weather")]))
    assert found.score < 1 and found.left_span.end - found.left_span.start >= len(WIRE[2]) - 1


def test_scripts_without_blanks_are_compared_by_character():
    (found,) = passages(
        report("a", ["外交部发言人周五在北京表示欢迎。"]), report("b", ["据悉,外交部发言人周五在北京表示欢迎"])
    )
    assert found.same_words == 15


def test_texts_with_nothing_in_common_share_nothing():
    assert passages(report("a", WIRE), report("b", ["Snow fell.", ""]), report("c", [])) == []


def naive_reach(left: list[str], right: list[str]) -> set[int]:
    """The words of `left` that lie in an n-gram of `right`."""
    grams = {tuple(right[n : n + N]) for n in range(len(right) - N + 1)}
    return {m for n in range(len(left) - N + 1) if tuple(left[n : n + N]) in grams for m in range(n, n + N)}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=40), st.lists(st.sampled_from("abc"), max_size=40))
def test_runs_reach_every_shared_ngram_or_what_lies_around_it(left: list[str], right: list[str]):
    runs = shared_runs(left, right, ngram_places(left, N), ngram_places(right, N), DEFAULTS)
    for run in runs:
        assert 0 <= run.left_start < run.left_end <= len(left)
        assert 0 <= run.right_start < run.right_end <= len(right)
        assert N <= run.same <= min(run.left_end - run.left_start, run.right_end - run.right_start)
    if naive_reach(left, right):
        assert runs


def _pieces_together(words: int, other_first: bool = False) -> list[tuple[int, int]]:
    from retold.align.passages import _gathered, _Shared

    pieces = [_Shared(100, 130, 0, 30, 28), _Shared(134, 170, 90, 126, 30)]
    if other_first:
        pieces = [p._replace(right_start=126 - p.right_end, right_end=126 - p.right_start) for p in pieces]
    return [(p.left_start, p.left_end) for p in _gathered(pieces, 0, words, DEFAULTS)]


def test_pieces_close_together_here_and_scattered_there_are_one_digest():
    assert _pieces_together(words=600) == [(100, 170)]


def test_pieces_stay_apart_where_they_are_most_of_their_report_or_in_another_order():
    assert _pieces_together(words=170) == [(100, 130), (134, 170)]
    assert _pieces_together(words=600, other_first=True) == [(100, 130), (134, 170)]

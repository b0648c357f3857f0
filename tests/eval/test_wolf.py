"""No wolf: faithful rewordings are left alone."""

from __future__ import annotations

from eval.wolf import FRAMES, PAIRS, find_flags, make_pairs

MOST = 0.03  # of the pairs; a tenth of them is enough here, the gate takes all


def test_there_are_enough_different_pairs() -> None:
    pairs = make_pairs()
    assert len(set(pairs)) == len(pairs) == PAIRS
    assert all(p.parent != p.child for p in pairs)


def test_hardly_a_faithful_rewording_is_flagged() -> None:
    pairs = make_pairs(len(FRAMES))
    flagged = [(p.parent, p.child, f.type) for p in pairs for f in find_flags(p)]
    assert len({(parent, child) for parent, child, _ in flagged}) <= MOST * len(pairs), flagged

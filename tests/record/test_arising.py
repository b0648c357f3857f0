"""A discrepancy is told once, where it arose."""

from __future__ import annotations

from retold import kinds
from retold.kinds import Span
from retold.record.arising import keep_arising
from retold.record.telling import Telling
from retold.settings import DEFAULTS
from tests.record.two_reports import report

WIRE = "The bridge was built in 1986."
SLIP = "The bridge was built in 1968."


def _telling(relation: str = "wholly", *, taken: bool = True) -> Telling:
    """A wire, a paper that took it over with a slip, and a cousin that stands alone."""
    reports = [report("wire", WIRE), report("paper", SLIP), report("cousin", WIRE)]
    derivation = kinds.Derivation(
        child_id="paper",
        parent_id="wire",
        relation=relation,  # type: ignore[arg-type]
        confidence=1.0,
        evidence=[],
    )
    tree = kinds.Lineage(
        story_id="s",
        derivations=[derivation],
        origins=kinds.Origins(count=2, roots=["wire", "cousin"], explanation=""),
    )
    row = kinds.Row(child=["paper0"], parent=["wire0"] if taken else [], relation="reworded" if taken else "added")
    collation = kinds.Collation(
        story_id="s", left_id="paper", right_id="wire", parent_id="wire", child_id="paper", directed=True, rows=[row]
    )
    return Telling(reports, tree, [collation], DEFAULTS)


def _flag(child: str, other: str, *, directed: bool) -> kinds.Discrepancy:
    return kinds.Discrepancy(
        type="number_changed",
        severity="high",
        child_id=child,
        other_id=other,
        parent_id=other if directed else None,
        child_spans=[Span(24, 28)],
        parent_spans=[Span(24, 28)],
        explanation="Another date.",
    )


def test_a_slip_is_told_against_the_parent_and_not_against_a_cousin() -> None:
    flags = [_flag("paper", "wire", directed=True), _flag("cousin", "paper", directed=False)]
    assert keep_arising(flags, _telling()) == flags[:1]


def test_a_sentence_of_ones_own_is_compared_with_a_cousin_and_is_not_high() -> None:
    (kept,) = keep_arising([_flag("cousin", "paper", directed=False)], _telling(taken=False))
    assert kept.severity == "medium"


def test_a_correction_by_the_desk_itself_is_meant() -> None:
    (kept,) = keep_arising([_flag("paper", "wire", directed=True)], _telling("correction"))
    assert kept.severity == "low"

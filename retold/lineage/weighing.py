"""Pairs weighed: how well each report accounts for each other one, and which way the evidence points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from retold import kinds
from retold.kinds import Evidence
from retold.lineage.evidence import explicit, find_residue, gather
from retold.lineage.kinship import Kin, kinship, partners_of
from retold.lineage.naming import are_versions
from retold.lineage.told import Told
from retold.settings import Settings


class Weighed(msgspec.Struct, frozen=True, gc=False, order=True):
    """One direction of a pair: its kinship, the evidence for it, and the log-odds that it is the right one."""

    parent_id: str
    child_id: str
    kin: Kin
    evidence: list[Evidence]
    odds: float
    akin: bool


def weigh_pairs(
    reports: Mapping[str, Told], links: Sequence[kinds.Link], settings: Settings
) -> dict[tuple[str, str], Weighed]:
    """Both directions of every pair worth weighing, by (parent, child)."""
    partners = partners_of(links, reports)
    found: dict[tuple[str, str], Weighed] = {}
    for left, right in _candidates(reports, partners, settings):
        a, b = reports[left], reports[right]
        there = kinship(a, b, partners.get((left, right), {}))
        back = kinship(b, a, partners.get((right, left), {}))
        found[left, right], found[right, left] = _both_ways(a, b, there, back, settings)
    return found


def _candidates(
    reports: Mapping[str, Told], partners: Mapping[tuple[str, str], dict[int, list[int]]], settings: Settings
) -> list[tuple[str, str]]:
    """The pairs to weigh: all in a small story, for each report its most linked ones in a large one."""
    linked: dict[str, list[tuple[int, str]]] = {}
    for (parent, child), by_sentence in partners.items():
        linked.setdefault(child, []).append((-len(by_sentence), parent))
    chosen: set[tuple[str, str]] = set()
    for child, others in linked.items():
        for _, other in sorted(others)[: settings.lineage_candidates]:
            chosen.add((min(child, other), max(child, other)))
    if len(reports) <= settings.lineage_candidates:
        chosen |= set(combinations(sorted(reports), 2))
    return sorted(chosen)


def _both_ways(a: Told, b: Told, there: Kin, back: Kin, settings: Settings) -> tuple[Weighed, Weighed]:
    akin = _akin(there, b, settings) or _akin(back, a, settings)
    forward: list[Evidence] = []
    backward: list[Evidence] = []
    odds = 0.0
    if akin or max(there.explains, back.explains) >= settings.lineage_look:
        forward, backward = gather(a, b, there), gather(b, a, back)
        odds = math.fsum(e.weight for e in forward) - math.fsum(e.weight for e in backward)
        # A later version adds: that the earlier one is contained in it is no sign of an abridgement.
        if not are_versions(a, b):
            balance, residue = find_residue(a, b, there, back)
            other_balance, other_residue = find_residue(b, a, back, there)
            odds += (balance - other_balance) / 2
            forward += [residue] if residue else []
            backward += [other_residue] if other_residue else []
        odds += _cut_down(a, b, there, back)
    return _weighed(a, b, there, forward, odds, akin), _weighed(b, a, back, backward, -odds, akin)


def _weighed(p: Told, c: Told, kin: Kin, evidence: list[Evidence], odds: float, akin: bool) -> Weighed:
    ordered = sorted(evidence, key=lambda e: (not explicit([e]), -e.weight, e.kind, e.child_spans, e.detail))
    return Weighed(p.report_id, c.report_id, kin, ordered, round(odds, 4), akin)


def _akin(kin: Kin, child: Told, settings: Settings) -> bool:
    """Whether the two have more in common than two reporters at one event.

    Either enough of the child's information stands in linked sentences, or its sentences follow the other
    report's one by one, though hardly a word is the same (a text translated and back).
    """
    if kin.explains >= settings.lineage_akin:
        return True
    body = sum(1 for s in child.body if s.role != "headline")
    in_step = kin.order >= 0.9 and kin.linked >= max(5, settings.lineage_in_step * body)
    return in_step and kin.cover >= settings.lineage_in_step_cover


def _cut_down(a: Told, b: Told, there: Kin, back: Kin) -> float:
    """Log-odds from what near-copies leave out: a copy is cut, seldom longer."""
    if max(there.runs, back.runs) < 0.6:
        return 0.0
    left = sum(s.plain_bits for s in a.body if s.number not in back.partners and len(s.folded) > 4)
    right = sum(s.plain_bits for s in b.body if s.number not in there.partners and len(s.folded) > 4)
    return 1.5 * (left - right) / (left + right + 20.0)

"""Kinship: how much of one report another can account for, sentence by sentence, before asking who was first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from retold import kinds
from retold.lineage.told import RUN, Said, Told

DEVIATION_BITS = 16.0  # what a figure given otherwise costs: twice what a rare figure is worth, for it is seldom chance


class Kin(msgspec.Struct, frozen=True, gc=False, order=True):
    """What `child` could have from `parent`.

    `cover` is the share of the child's information (outside quotations) that linked sentences of the parent
    hold, `runs` the share of its words that stand in runs common with the parent. `by_sentence` is the
    bits explained of each sentence of the child, runs counted beside terms; `partners` are linked sentences.
    """

    cover: float
    runs: float
    shared_runs: int
    linked: int
    order: float
    quotes: int
    by_sentence: dict[int, float]
    partners: dict[int, list[int]]
    deviations: float

    @property
    def explains(self) -> float:
        """How well the parent accounts for the child: terms, with wording counted again, less contradictions."""
        return self.cover + 0.5 * self.runs - self.deviations


def partners_of(
    links: Sequence[kinds.Link], reports: Mapping[str, Told]
) -> dict[tuple[str, str], dict[int, list[int]]]:
    """(parent, child) -> sentence of the child -> linked sentences of the parent, by number."""
    found: dict[tuple[str, str], dict[int, list[int]]] = {}
    for link in links:
        left, right = reports.get(link.left_id), reports.get(link.right_id)
        if left is None or right is None:
            continue
        a, b = left.by_id.get(link.left_sentence), right.by_id.get(link.right_sentence)
        if a is None or b is None:
            continue
        found.setdefault((link.left_id, link.right_id), {}).setdefault(b.number, []).append(a.number)
        found.setdefault((link.right_id, link.left_id), {}).setdefault(a.number, []).append(b.number)
    return found


def kinship(parent: Told, child: Told, partners: dict[int, list[int]]) -> Kin:
    """What `child` could have from `parent`."""
    by_sentence: dict[int, float] = {}
    explained = run_words = words = deviations = 0.0
    linked = 0
    shared = 0
    for s in child.body:
        same = s.plain_bits and " ".join(s.folded) in parent.sentence_texts
        in_runs = child.open_runs(s) if same else _in_runs(s, parent)
        words += len(s.folded)
        run_words += len(in_runs)
        shared += max(0, len(in_runs) - RUN + 1)
        others = [parent.said[n] for n in partners.get(s.number, [])]
        keys = frozenset().union(*(o.keys for o in others)) if others else frozenset()
        mine = 0.0
        run_bits = 0.0
        for t in s.plain:
            if same or t.key in keys:
                mine += t.bits
            if t.start in in_runs:
                run_bits += t.bits
        explained += max(mine, run_bits)
        linked += bool(others) or bool(same)
        by_sentence[s.number] = max(mine, run_bits) + 0.5 * run_bits
        deviations += _deviation(s, others, parent, child)
    quotes = _quotes_in_common(parent, child)
    total = max(child.bits, 1.0)
    return Kin(
        cover=round(min(1.0, explained / total), 6),
        runs=round(run_words / max(words, 1.0), 6),
        shared_runs=shared,
        linked=linked,
        order=_order(partners),
        quotes=quotes,
        by_sentence=by_sentence,
        partners=partners,
        deviations=round(deviations / total, 6),
    )


def _in_runs(said: Said, other: Told) -> dict[int, int]:
    """The words of a sentence, by their start, that stand in a run which `other` has too, outside quotations."""
    found: dict[int, int] = {}
    for n in range(len(said.folded) - RUN + 1):
        if tuple(said.folded[n : n + RUN]) in other.runs and said.opens[n]:
            for w in said.words[n : n + RUN]:
                found[w.start] = w.end
    return found


def _deviation(said: Said, others: Sequence[Said], parent: Told, child: Told) -> float:
    """Bits of figures in a linked sentence that the parent gives otherwise.

    Only where both sentences hold a figure which the other report has nowhere: a figure that is added or
    left out contradicts nothing.
    """
    if not others:
        return 0.0
    mine = {t.key: t.bits for t in said.plain if t.figure}
    odd = {k: b for k, b in mine.items() if k not in parent.figures}
    theirs = {t.key for o in others for t in o.terms if t.figure} - child.figures
    bits = 0.5 * DEVIATION_BITS * min(len(odd), len(theirs))
    # A score or a vote is two figures in one: 9-5 is not 9-6, though a 5 stands somewhere else.
    couples = {c for o in others for c in o.couples}
    for first, second in said.couples - couples:
        if any(a == first and b != second for a, b in couples):
            bits += DEVIATION_BITS
    return bits


def _order(partners: Mapping[int, list[int]]) -> float:
    """The share of linked sentences that follow one another as in the other report (longest such chain)."""
    from bisect import bisect_left

    places = [min(partners[n]) for n in sorted(partners)]
    if not places:
        return 0.0
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return round(len(tails) / len(places), 6)


def _quotes_in_common(parent: Told, child: Told) -> int:
    theirs = [" ".join(q[3]) for q in parent.quotations]
    return sum(1 for q in child.quotations if any(" ".join(q[3]) in t or t in " ".join(q[3]) for t in theirs))

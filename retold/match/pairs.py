"""Pairs: which reports are worth comparing, and which of them tell the same story.

Each report is compared with the few that are nearest to it; reports whose words are the same are folded first, so
that ten thousand copies cost what one costs. A corpus run finds the same pairs (`bulk_nearest`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from retold import kinds
from retold.match.evidence import Alike, Side, compare, make_side
from retold.match.nearest import find_nearest, pile_bits, vector, weight
from retold.match.signature import Signature, sign
from retold.match.stories import attach, belongs_to, find_holders, link, specific_keys
from retold.settings import Settings
from retold.tables import rows, to_table

SAME_WORDS = "the same words"


def find_pairs(reports: pa.Table, facts: pa.Table, *, settings: Settings) -> pa.Table:
    """The pairs of reports worth comparing, from all reports and their facts.

    `same_story` holds where both ended in one story: a pair may be joined by what a third report shares
    with each. Of reports whose words are the same, the copies are paired with the first one only.
    """
    signatures = sorted(sign_all(rows(kinds.Report, reports)), key=lambda s: s.report_id)
    firsts: dict[str, str] = {}
    for signature in signatures:
        firsts.setdefault(signature.folded, signature.report_id)
    first_of = {s.report_id: firsts[s.folded] for s in signatures}
    kept = {s.report_id: s for s in signatures if first_of[s.report_id] == s.report_id}
    scale = Scale(pile_bits(kept.values(), len(kept), settings), settings)
    vectors = {i: vector(s, scale.bits_of, settings) for i, s in kept.items()}
    found = {}
    for left, right in find_nearest(vectors, settings):
        alike = scale.compare_near(kept[left], kept[right])
        if alike is not None:
            found[left, right] = alike
    groups = link(sorted(kept), found, settings)
    holders = find_holders({i: specific_keys(s) for i, s in kept.items()})

    def belongs(single: str, story: Sequence[str]) -> bool:
        return belongs_to(kept[single], [kept[i] for i in story], scale.compare)

    groups, joining = attach(groups, found, holders, belongs, settings)
    found |= {(left, right): scale.compare(kept[left], kept[right]) for left, right in joining}
    story = {member: group[0] for group in groups for member in group}
    pairs = [pair_of(left, right, a, story[left] == story[right]) for (left, right), a in sorted(found.items())]
    for signature in signatures:
        first = first_of[signature.report_id]
        if first != signature.report_id:
            pairs.append(copies(first, signature))
    return to_table(kinds.Pair, sorted(pairs, key=lambda p: (p.left_id, p.right_id)))


def sign_all(reports: Sequence[kinds.Report]) -> Iterator[Signature]:
    """The signature of each report; of reports with one text the text is read once."""
    # The sentences of one text may still be taken for other parts of it.
    read = ["\n".join([f"{s.role} {s.start} {s.end}" for s in r.sentences]) + "\n" + r.text for r in reports]
    left = Counter(read)
    known: dict[str, Signature] = {}
    for text, report in zip(read, reports):
        left[text] -= 1
        signature = known[text].of(report) if text in known else sign(report)
        yield signature
        # Only what is met again is held: signatures are many times their texts.
        if left[text]:
            known[text] = signature


class Scale:
    """The rarities of a pile, by which its reports are compared."""

    def __init__(self, bits_of: Mapping[str, float], settings: Settings) -> None:
        self.bits_of, self._settings = bits_of, settings
        self._sides: dict[str, Side] = {}

    def compare(self, left: Signature, right: Signature) -> Alike:
        """What two reports have in common."""
        alike = compare(self._side(left), self._side(right), self.bits_of, self._settings)
        assert alike is not None
        return alike

    def compare_near(self, left: Signature, right: Signature) -> Alike | None:
        """The same; None where it is too little for a pair."""
        least = self._settings.match_pair_floor
        alike = compare(self._side(left), self._side(right), self.bits_of, self._settings, least)
        return alike if alike is not None and alike.score >= least else None

    def _side(self, signature: Signature) -> Side:
        found = self._sides.get(signature.report_id)
        if found is None:
            bits_of = self.bits_of
            weights = {
                key: weight(bits_of[key], times, marked, lead)
                for key, (_, times, marked, lead) in signature.weights.items()
            }
            found = self._sides[signature.report_id] = make_side(signature, weights, bits_of, self._settings)
        return found


def pair_of(left: str, right: str, alike: Alike, same_story: bool) -> kinds.Pair:
    """The row of a pair that was compared."""
    return kinds.Pair(
        left_id=left,
        right_id=right,
        shared_ngrams=alike.shared_ngrams,
        containment=alike.containment,
        names=alike.names,
        figures=alike.figures,
        same_story=same_story,
        why=alike.why,
    )


def copies(first: str, copy: Signature) -> kinds.Pair:
    """The row of a report and the first one with its words."""
    left, right = sorted((first, copy.report_id))
    return kinds.Pair(
        left_id=left,
        right_id=right,
        shared_ngrams=len(copy.ngrams),
        containment=1.0,
        names=1.0,
        figures=sum(1 for key in copy.weights if key[0].isdigit()),
        same_story=True,
        why=SAME_WORDS,
    )

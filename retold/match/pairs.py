"""Pairs: which reports are worth comparing, and which of them tell the same story.

Everything here is for piles that one step can hold, all against all through an inverted index; reports
whose words are the same are folded first, so that ten thousand copies cost what one costs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from retold import kinds
from retold.match.evidence import Alike, compare, norm, weigh
from retold.match.signature import Signature, sign
from retold.match.stories import cluster
from retold.settings import Settings
from retold.tables import rows, to_table

SAME_WORDS = "the same words"


def find_pairs(reports: pa.Table, facts: pa.Table, *, settings: Settings) -> pa.Table:
    """The pairs of reports worth comparing, from all reports and their facts.

    `same_story` holds where both ended in one story: a pair may be joined by what a third report shares
    with each. Of reports whose words are the same, the copies are paired with the first one only.
    """
    signatures = sorted(_sign_all(rows(kinds.Report, reports)), key=lambda s: s.report_id)
    firsts: dict[str, str] = {}
    for signature in signatures:
        firsts.setdefault(signature.folded, signature.report_id)
    first_of = {s.report_id: firsts[s.folded] for s in signatures}
    kept = {s.report_id: s for s in signatures if first_of[s.report_id] == s.report_id}
    found, whole = compare_all(kept, settings)
    story = cluster(sorted(kept), found, kept, whole, settings)
    pairs = [
        _pair(left, right, alike, story[left] == story[right])
        for (left, right), alike in sorted(found.items())
        if story[left] == story[right] or alike.score >= settings.match_pair_floor
    ]
    for signature in signatures:
        first = first_of[signature.report_id]
        if first != signature.report_id:
            pairs.append(_copies(first, signature))
    return to_table(kinds.Pair, sorted(pairs, key=lambda p: (p.left_id, p.right_id)))


def _sign_all(reports: Sequence[kinds.Report]) -> Iterator[Signature]:
    """The signature of each report; of reports with one text the text is read once."""
    known: dict[str, Signature] = {}
    for report in reports:
        # The sentences of one text may still be taken for other parts of it.
        text = "\n".join(f"{s.role} {s.start} {s.end}" for s in report.sentences) + "\n" + report.text
        if text in known:
            yield known[text].of(report)
        else:
            known[text] = sign(report)
            yield known[text]


def compare_all(kept: Mapping[str, Signature], settings: Settings) -> tuple[dict[tuple[str, str], Alike], bool]:
    """What each pair of reports that shares a rare term has in common, by (left_id, right_id).

    The second value tells whether all such pairs were compared, or (a large story) only some.
    """
    bits_of = pile_bits(kept, settings)
    holders: dict[str, list[str]] = {}
    for report_id in sorted(kept):
        for key, (bits, _, _, _) in kept[report_id].weights.items():
            if bits >= settings.match_rare_bits:
                holders.setdefault(key, []).append(report_id)
    candidates: dict[tuple[str, str], float] = {}
    for key, ids in holders.items():
        # A story of hundreds fills the lists of its own names. Such a list is not dropped, which would hide
        # the story: its reports are paired with their next neighbours, as many as its cost allows.
        reach = len(ids) if len(ids) <= settings.match_list_cap else settings.match_list_cap**2 // (2 * len(ids)) + 1
        for n, left in enumerate(ids):
            for right in ids[n + 1 : n + 1 + reach]:
                candidates[left, right] = candidates.get((left, right), 0.0) + bits_of[key]
    weights = {report_id: weigh(signature, bits_of) for report_id, signature in kept.items()}
    norms = {report_id: norm(w) for report_id, w in weights.items()}
    found = {
        (a, b): compare(kept[a], kept[b], (weights[a], weights[b]), (norms[a], norms[b]), bits_of, settings)
        for (a, b), shared in sorted(candidates.items())
        if shared >= settings.match_candidate_bits
    }
    return found, all(len(ids) <= settings.match_list_cap for ids in holders.values())


def pile_bits(kept: Mapping[str, Signature], settings: Settings) -> dict[str, float]:
    """The rarity of each term, in bits: its background, lowered where this pile is full of it.

    The background counts as so many reports beside the pile's own: in a pile of two it decides alone, in
    a pile of thousands the pile does.
    """
    times: dict[str, int] = {}
    background: dict[str, float] = {}
    for signature in kept.values():
        for key, (bits, _, _, _) in signature.weights.items():
            times[key] = times.get(key, 0) + 1
            background[key] = bits
    size = settings.match_background_reports
    return {
        # Never below half: that a pile is full of a name may be the reason it was piled up.
        key: max(bits / 2, min(bits, -math.log2((times[key] + size * 2.0**-bits) / (len(kept) + size))))
        for key, bits in background.items()
    }


def _pair(left: str, right: str, alike: Alike, same_story: bool) -> kinds.Pair:
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


def _copies(first: str, copy: Signature) -> kinds.Pair:
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

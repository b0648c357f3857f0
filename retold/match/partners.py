"""Partners: which reports of a large story are laid side by side, so that it costs by its reports and not by their square."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

import pyarrow as pa

from retold import kinds
from retold.match.pairs import SAME_WORDS
from retold.settings import Settings
from retold.tables import rows, to_table
from retold.words import fold, split_words

Key = tuple[str, str]


def choose_partners(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The pairs of one story to be aligned: all of a small one; of a large one those of each report's best partners.

    A report's partners are those with most wording and those with most words in common with it, and of the
    reports it credits the likest. A copy keeps its pair, and what was one story stays in one piece. Of made
    stories of a hundred 98 edges in a hundred are among the pairs kept, a fourth of all.
    """
    most = settings.match_partners
    found = rows(kinds.Pair, pairs)
    if len(found) <= most * (most + 1) // 2:
        return to_table(kinds.Pair, found)
    # Ten thousand copies of a report would leave it no other partner: they do not count.
    kept = {(p.left_id, p.right_id) for p in found if p.why == SAME_WORDS}
    rest = [p for p in found if (p.left_id, p.right_id) not in kept]
    by_wording, by_words = sorted(rest, key=_by_wording), sorted(rest, key=_by_words)
    kept |= _firsts(by_wording, (most + 1) // 2)
    kept |= _firsts(by_words, most // 2)
    kept |= _firsts(by_wording, most, _credited(rows(kinds.Report, reports)))
    kept |= _bridges(by_wording, kept)
    return to_table(kinds.Pair, [p for p in found if (p.left_id, p.right_id) in kept])


def _by_wording(pair: kinds.Pair) -> tuple[float, float, str, str]:
    return -pair.shared_ngrams, -pair.containment, pair.left_id, pair.right_id


def _by_words(pair: kinds.Pair) -> tuple[float, float, str, str]:
    return -pair.containment, -pair.shared_ngrams, pair.left_id, pair.right_id


def _firsts(
    pairs: Iterable[kinds.Pair], most: int, among: Callable[[str, str], bool] = lambda one, other: True
) -> set[Key]:
    """The first `most` of each report's pairs whose other side is `among` those that count for it."""
    times: dict[str, int] = {}
    kept = set()
    for pair in pairs:
        for one, other in ((pair.left_id, pair.right_id), (pair.right_id, pair.left_id)):
            if times.get(one, 0) < most and among(one, other):
                times[one] = times.get(one, 0) + 1
                kept.add((pair.left_id, pair.right_id))
    return kept


def _credited(reports: Sequence[kinds.Report]) -> Callable[[str, str], bool]:
    """Whether the first report names the outlet or agency of the second as a source.

    Lineage has finer rules for that; here a name goes for itself, with or without its article, and for its initials.
    """
    own = {r.report_id: _forms(r.from_whom) for r in reports if r.from_whom}
    named: Mapping[str, set[str]] = {
        r.report_id: set(chain.from_iterable(_forms(c.agency) for c in r.credits if c.kind != "photo")) for r in reports
    }
    return lambda one, other: not named.get(one, set()).isdisjoint(own.get(other, ()))


def _forms(name: str) -> set[str]:
    """The ways to write a name: whole, and its initials."""
    words = [fold(w.text) for w in split_words(name)]
    words = words[words[:1] == ["the"] :]
    if not words:
        return set()
    return {" ".join(words), "".join(w[0] for w in words) if len(words) > 1 else words[0]}


def _bridges(pairs: Iterable[kinds.Pair], kept: Iterable[Key]) -> set[Key]:
    """Of `pairs` in their order those that join what `kept` leaves apart (Kruskal)."""
    group: dict[str, str] = {}

    def of(report: str) -> str:
        while (above := group.setdefault(report, report)) != report:
            group[report] = report = group.setdefault(above, above)
        return report

    for left, right in kept:
        group[of(left)] = of(right)
    found = set()
    for pair in pairs:
        left, right = of(pair.left_id), of(pair.right_id)
        if left != right:
            group[left] = right
            found.add((pair.left_id, pair.right_id))
    return found

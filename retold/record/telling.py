"""Telling: a story's reports in the order they were told, its sentences in families, its words weighed."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

from retold import kinds
from retold.settings import Settings
from retold.spans import OffsetMap, hull
from retold.words import Token, common_words, read_tokens

BODY = frozenset({"lead", "body"})

# A story of two reports has too few sentences to tell common words from rare ones.
_BACKGROUND_SENTENCES = 200

_LATE = "9999"


class Place(NamedTuple):
    """A sentence of a report, by number."""

    report_id: str
    number: int


class Telling:
    """One story as the record needs it."""

    def __init__(
        self,
        reports: Sequence[kinds.Report],
        tree: kinds.Lineage,
        collations: Sequence[kinds.Collation],
        settings: Settings,
    ) -> None:
        self._least = settings.record_carried
        self.reports = {r.report_id: r for r in sorted(reports, key=lambda r: r.report_id)}
        self.tree = tree
        self.collations = sorted(collations, key=lambda c: (c.parent_id, c.child_id))
        self.parents: dict[str, list[str]] = defaultdict(list)
        for d in tree.derivations:
            if d.parent_id in self.reports and d.child_id in self.reports and d.parent_id != d.child_id:
                self.parents[d.child_id].append(d.parent_id or "")
        self._offsets = {r.report_id: OffsetMap(r.segments) for r in self.reports.values()}
        self._pieces = {r.report_id: _pieces(r) for r in self.reports.values()}
        self._tokens: dict[Place, list[Token]] = {}
        self._worths: dict[Place, dict[str, float]] = {}
        self.number = {
            r.report_id: {s.sentence_id: n for n, s in enumerate(r.sentences)} for r in self.reports.values()
        }

    @cached_property
    def order(self) -> dict[str, int]:
        """Report -> its place in the telling: an ancestor before its descendants, then by time published, then id."""
        waiting = {r: len(set(self.parents.get(r, ()))) for r in self.reports}
        children: dict[str, set[str]] = defaultdict(set)
        for child, parents in self.parents.items():
            for parent in parents:
                children[parent].add(child)
        ready = [(self.published(r), r) for r, n in waiting.items() if n == 0]
        heapq.heapify(ready)
        out: dict[str, int] = {}
        while ready:
            _, report = heapq.heappop(ready)
            out[report] = len(out)
            for child in sorted(children[report]):
                waiting[child] -= 1
                if waiting[child] == 0:
                    heapq.heappush(ready, (self.published(child), child))
        for report in sorted(self.reports):  # a ring of derivations cannot be ordered: told last
            out.setdefault(report, len(out))
        return out

    def published(self, report_id: str) -> str:
        """When the report was published, to be compared as text; unknown is latest."""
        return self._times[report_id]

    @cached_property
    def _times(self) -> dict[str, str]:
        """Times as text. In UTC where every report that shows a time shows its zone.

        Where one does not, clocks are compared as they are shown: outlets of one story mostly share a zone, and a
        guess of the zone would be worse. A day without a time counts as its end: nothing says that the
        report was earlier than one with a time.
        """
        times: dict[str, datetime] = {}
        for report in self.reports.values():
            with suppress(ValueError):
                times[report.report_id] = datetime.fromisoformat(report.published or "")
        days = {r for r in times if len(self.reports[r].published or "") <= 10}
        zoned = all(t.tzinfo is not None for r, t in times.items() if r not in days)
        out = dict.fromkeys(self.reports, _LATE)
        for r, time in times.items():
            if r in days:
                out[r] = f"{time.date().isoformat()}T23:59:59"
            elif zoned:
                with suppress(OverflowError):
                    out[r] = time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
            else:
                out[r] = time.replace(tzinfo=None).isoformat(timespec="seconds")
        return out

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """Report -> every report it derives from."""
        out: dict[str, frozenset[str]] = {}
        for report in sorted(self.reports, key=lambda r: self.order[r]):
            found: set[str] = set()
            for parent in self.parents.get(report, ()):
                found |= {parent} | out.get(parent, frozenset())
            out[report] = frozenset(found - {report})
        return out

    def origins(self, reports: Iterable[str]) -> int:
        """How many first-hand reporting efforts the carriers `reports` of one thing trace to.

        A carrier whose parent carries the thing too has it from there; one that has it from nowhere
        counts as its own origin, unless a lost parent stands behind it.
        """
        carriers = set(reports)
        lost: dict[str, str] = {}
        for d in self.tree.derivations:
            if d.lost_parent_id is not None:
                lost.setdefault(d.child_id, d.lost_parent_id)
        found = set()
        for report in carriers:
            if not carriers & self.ancestors.get(report, frozenset()):
                found.add(lost.get(report, report))
        return len(found)

    def place(self, report_id: str, span: kinds.Span) -> Place | None:
        """The sentence that holds the beginning of `span`; None where none does."""
        starts, pieces = self._pieces[report_id]
        at = bisect_right(starts, span.start) - 1
        for start, end, number in pieces[max(0, at) : at + 2]:
            if start < span.end and span.start < end:
                return Place(report_id, number)
        return None

    def sentence(self, place: Place) -> kinds.Sentence:
        """The sentence at `place`."""
        return self.reports[place.report_id].sentences[place.number]

    def sentence_span(self, place: Place) -> kinds.Span:
        """The source span of the sentence at `place`."""
        return hull(self.sentence(place).spans)

    def tokens(self, place: Place) -> list[Token]:
        """The sentence's tokens, places in text."""
        if place not in self._tokens:
            s = self.sentence(place)
            self._tokens[place] = read_tokens(self.reports[place.report_id].text, s.start, s.end)
        return self._tokens[place]

    def text_at(self, report_id: str, span: kinds.Span) -> tuple[int, int] | None:
        """Where `span` stands in the report's text."""
        return self._offsets[report_id].to_text(span)

    def words(self, report_id: str, spans: Sequence[kinds.Span]) -> str:
        """The report's text behind `spans`, white space made one blank."""
        found = [self.text_at(report_id, s) for s in spans]
        return " ".join(" ".join(self.reports[report_id].text[p[0] : p[1]] for p in found if p).split())

    @cached_property
    def _holders(self) -> tuple[Counter[str], int]:
        holders: Counter[str] = Counter()
        total = 0
        for report in self.reports.values():
            for n in range(len(report.sentences)):
                holders.update({t.key for t in self.tokens(Place(report.report_id, n)) if t.kind != "function"})
                total += 1
        return holders, total

    def rarity(self, token: Token) -> float:
        """What a token is worth: more, the fewer sentences hold it; a function word nothing."""
        if token.kind == "function":
            return 0.0
        holders, total = self._holders
        common = common_words().get(token.key, 0.0) * _BACKGROUND_SENTENCES
        return math.log((total + _BACKGROUND_SENTENCES + 1) / (holders[token.key] + common + 0.5))

    @cached_property
    def sources(self) -> dict[Place, list[tuple[Place, str]]]:
        """Sentence -> the sentences it was made from, each with the relation of the row.

        Two reports that are only set side by side count as told one after the other; what links them
        is then no descent, and the relation says "independent".
        """
        out: dict[Place, list[tuple[Place, str]]] = defaultdict(list)
        for c in self.collations:
            if c.parent_id not in self.reports or c.child_id not in self.reports:
                continue
            turned = not c.directed and self.order[c.parent_id] > self.order[c.child_id]
            for row in c.rows:
                for child in row.child:
                    for parent in row.parent:
                        a = Place(c.child_id, self.number[c.child_id][child])
                        b = Place(c.parent_id, self.number[c.parent_id][parent])
                        if turned:
                            a, b = b, a
                        out[a].append((b, _form(row) if c.directed else "independent"))
        return out

    @cached_property
    def families(self) -> dict[Place, list[tuple[Place, str]]]:
        """First appearance of a sentence -> those that carry it, with the form, in the order of the telling."""
        return self._descend(self._least)

    def _descend(self, least: float) -> dict[Place, list[tuple[Place, str]]]:
        firsts: dict[Place, dict[Place, str]] = {}
        found: dict[Place, dict[Place, str]] = defaultdict(dict)
        for place in self.told:
            mine: dict[Place, str] = {}
            for source, relation in sorted(self.sources.get(place, ())):
                for first in firsts.get(source, {}) or {source: ""}:
                    if least and not self._carries(place, first, least):
                        continue
                    if first != place and mine.get(first, "independent") == "independent":
                        mine[first] = relation
            firsts[place] = mine
            for first, relation in mine.items():
                found[first][place] = relation
        return {first: list(found[first].items()) for first in self.told if first in found}

    def _worth(self, place: Place) -> dict[str, float]:
        """The sentence's keys, each with what it is worth."""
        if place not in self._worths:
            self._worths[place] = {t.key: self.rarity(t) for t in self.tokens(place)}
        return self._worths[place]

    def _carries(self, place: Place, first: Place, least: float) -> bool:
        """Whether enough of a first appearance is left in a sentence some retellings away, or all of it is from there.

        Each retelling may merge and cut: what is linked step by step can end up with nothing in common.
        """
        mine, theirs = self._worth(place), self._worth(first)
        smaller = min(math.fsum(mine.values()), math.fsum(theirs.values()))
        return math.fsum(w for k, w in mine.items() if k in theirs) >= least * smaller

    @cached_property
    def told(self) -> list[Place]:
        """Every sentence of the story, in the order of the telling."""
        return [
            Place(report, n)
            for report in sorted(self.reports, key=lambda r: self.order[r])
            for n in range(len(self.reports[report].sentences))
        ]

    @cached_property
    def kin(self) -> dict[Place, frozenset[Place]]:
        """Sentence -> the first appearances it descends from, however little is left of them; itself where it is one."""
        out: dict[Place, set[Place]] = defaultdict(set)
        for first, carriers in self._descend(0.0).items():
            out[first].add(first)
            for place, _ in carriers:
                out[place].add(first)
        return {place: frozenset(found) for place, found in out.items()}

    def are_kin(self, left: Place | None, right: Place | None) -> bool:
        """Whether two sentences carry the same first appearance."""
        if left is None or right is None:
            return False
        if left == right:
            return True
        return bool(self.kin.get(left, frozenset()) & self.kin.get(right, frozenset()))


def _form(row: kinds.Row) -> str:
    """How a row's child carries its parents: the relation, or "merged" where it carries several."""
    if len(row.parent) > 1 and row.relation == "condensed":
        return "merged"
    return "near_verbatim" if row.relation == "near-verbatim" else row.relation


def _pieces(report: kinds.Report) -> tuple[list[int], list[tuple[int, int, int]]]:
    found = sorted((s.start, s.end, n) for n, sentence in enumerate(report.sentences) for s in sentence.spans)
    return [start for start, _, _ in found], found

"""Collation: links directed by lineage, row by row, with the words that changed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import msgspec
import pyarrow as pa

from retold import kinds
from retold.align.differ import common, increasing
from retold.align.links import link_sentences
from retold.align.weighing import shown
from retold.settings import Settings
from retold.spans import OffsetMap
from retold.tables import rows, to_table
from retold.words import Token, fold, read_tokens

# What a reader misses when it is left out. A caption or headline that the child has no room for is no loss.
_BODY = frozenset({"lead", "body"})


def edges(trees: pa.Table, links: pa.Table, *, settings: Settings) -> pa.Table:
    """The pairs of one story to be set side by side: its derivations, and undecided pairs that share sentences."""
    substantial: dict[tuple[str, str], int] = {}
    for link in rows(kinds.Link, links):
        if link.score >= settings.align_aside_score and (link.left_rank == 1 or link.right_rank == 1):
            pair = link.left_id, link.right_id
            substantial[pair] = substantial.get(pair, 0) + 1
    found: dict[tuple[str, str], kinds.Edge] = {}
    for tree in rows(kinds.Lineage, trees):
        for d in tree.derivations:
            if d.parent_id is not None and d.parent_id != d.child_id:
                left, right = sorted((d.parent_id, d.child_id))
                found.setdefault((left, right), _edge(tree.story_id, d.parent_id, d.child_id, directed=True))
        pairs = (sorted((u.left_id, u.right_id)) for u in tree.undecided)
        aside = {
            (left, right): n
            for left, right in pairs
            if (n := substantial.get((left, right), 0)) >= settings.align_aside_links
        }
        for left, right in _spanning(aside) if len(aside) > settings.align_aside_most else sorted(aside):
            found.setdefault((left, right), _edge(tree.story_id, left, right, directed=False))
    return to_table(kinds.Edge, [found[pair] for pair in sorted(found)])


def _spanning(aside: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Of pairs with so many links each, those that hold together what all of them do: a maximum spanning forest (Kruskal).

    A hundred papers with one agency's copy are five thousand pairs; ninety-nine show every reading.
    """
    group: dict[str, str] = {}

    def of(report: str) -> str:
        while (above := group.setdefault(report, report)) != report:
            group[report] = report = group[above]
        return report

    kept = []
    for pair in sorted(aside, key=lambda p: (-aside[p], p)):
        left, right = map(of, pair)
        if left != right:
            group[right] = left
            kept.append(pair)
    return sorted(kept)


def _edge(story_id: str, parent_id: str, child_id: str, *, directed: bool) -> kinds.Edge:
    left, right = sorted((parent_id, child_id))
    return kinds.Edge(
        story_id=story_id, left_id=left, right_id=right, parent_id=parent_id, child_id=child_id, directed=directed
    )


def collate(edge: pa.Table, reports: pa.Table, links: pa.Table, *, settings: Settings) -> pa.Table:
    """The collation of one edge, from its two reports and their links."""
    by_id = {r.report_id: r for r in rows(kinds.Report, reports)}
    known = rows(kinds.Link, links)
    out = []
    for e in rows(kinds.Edge, edge):
        here = [k for k in known if (k.left_id, k.right_id) == (e.left_id, e.right_id)]
        here = here or _links_of_copies(by_id[e.left_id], by_id[e.right_id], settings)
        found = _rows(by_id[e.parent_id], by_id[e.child_id], here, settings)
        out.append(
            kinds.Collation(
                story_id=e.story_id,
                left_id=e.left_id,
                right_id=e.right_id,
                parent_id=e.parent_id,
                child_id=e.child_id,
                directed=e.directed,
                rows=found,
            )
        )
    return to_table(kinds.Collation, out)


def _links_of_copies(left: kinds.Report, right: kinds.Report, settings: Settings) -> list[kinds.Link]:
    """The links of a pair that matching did not propose: of many copies each is paired with one, lineage may choose another."""
    if [shown(left, s) for s in left.sentences] == [shown(right, s) for s in right.sentences]:
        return [_same(left.report_id, right.report_id, a, b) for a, b in zip(left.sentences, right.sentences)]
    pair = kinds.Pair(
        left_id=left.report_id,
        right_id=right.report_id,
        shared_ngrams=0,
        containment=0.0,
        names=0.0,
        figures=0,
        same_story=True,
    )
    table = link_sentences(to_table(kinds.Report, [left, right]), to_table(kinds.Pair, [pair]), settings=settings)
    return rows(kinds.Link, table)


def _same(left_id: str, right_id: str, a: kinds.Sentence, b: kinds.Sentence) -> kinds.Link:
    return kinds.Link(
        left_id=left_id,
        right_id=right_id,
        left_sentence=a.sentence_id,
        right_sentence=b.sentence_id,
        left_rank=1,
        right_rank=1,
        left_cover=1.0,
        right_cover=1.0,
        score=1.0,
    )


class _Toward(msgspec.Struct, frozen=True, gc=False, order=True):
    """A link seen from the child."""

    parent: int
    rank: int


def _rows(
    parent: kinds.Report, child: kinds.Report, links: Sequence[kinds.Link], settings: Settings
) -> list[kinds.Row]:
    parent_place = {s.sentence_id: n for n, s in enumerate(parent.sentences)}
    child_place = {s.sentence_id: n for n, s in enumerate(child.sentences)}
    toward: dict[int, list[_Toward]] = {}
    for link in links:
        if link.left_id == child.report_id:
            mine, theirs, rank = link.left_sentence, link.right_sentence, link.left_rank
        else:
            mine, theirs, rank = link.right_sentence, link.left_sentence, link.right_rank
        if rank >= 1 and mine in child_place and theirs in parent_place:
            toward.setdefault(child_place[mine], []).append(_Toward(parent_place[theirs], rank))
    moved = _moved(child, toward)
    child_side, parent_side = _Side(child), _Side(parent)
    out: list[kinds.Row] = []
    for n, sentence in enumerate(child.sentences):
        parents = sorted({t.parent for t in toward.get(n, ())})
        first = min(toward[n], key=lambda t: (t.rank, t.parent)).parent if parents else -1
        relation, edits = _compare(child_side, n, parent_side, parents, first, settings)
        out.append(
            kinds.Row(
                child=[sentence.sentence_id],
                parent=[parent.sentences[p].sentence_id for p in parents],
                relation=relation,
                moved=n in moved,
                edits=edits,
            )
        )
    carried = {t.parent for found in toward.values() for t in found}
    dropped = [n for n, s in enumerate(parent.sentences) if n not in carried and s.role in _BODY]
    return _in_place(out, dropped, parent, parent_place)


def _in_place(
    found: list[kinds.Row], dropped: Sequence[int], parent: kinds.Report, place: dict[str, int]
) -> list[kinds.Row]:
    """The child's rows in its own order, each dropped sentence before the first row that comes later in the parent."""
    out: list[kinds.Row] = []
    waiting = list(dropped)
    for row in found:
        first = min((place[p] for p in row.parent), default=-1)
        while waiting and not row.moved and waiting[0] < first:
            out.append(_dropped(parent, waiting.pop(0)))
        out.append(row)
    return out + [_dropped(parent, n) for n in waiting]


def _dropped(parent: kinds.Report, n: int) -> kinds.Row:
    return kinds.Row(child=[], parent=[parent.sentences[n].sentence_id], relation="dropped")


def _moved(child: kinds.Report, toward: dict[int, list[_Toward]]) -> set[int]:
    """The body sentences whose first counterpart stands out of the order of the others'."""
    places = [n for n, s in enumerate(child.sentences) if s.role in _BODY and n in toward]
    first = [min(toward[n], key=lambda t: (t.rank, t.parent)).parent for n in places]
    # Two child sentences of one parent sentence are in order: the order asked for is "not falling".
    steady = [f * (len(first) + 1) + n for n, f in enumerate(first)]
    kept = set(increasing(steady))
    return {n for at, n in enumerate(places) if at not in kept}


class _Side:
    """One report's sentences as tokens, with the way back to the source."""

    def __init__(self, report: kinds.Report) -> None:
        self._report = report
        self._offsets = OffsetMap(report.segments)
        self._tokens: dict[int, list[Token]] = {}

    def tokens(self, n: int) -> list[Token]:
        """The tokens of sentence `n`, places in text."""
        if n not in self._tokens:
            s = self._report.sentences[n]
            self._tokens[n] = _with_sums(read_tokens(self._report.text, s.start, s.end))
        return self._tokens[n]

    def surface(self, token: Token) -> str:
        """The token as written, but for case, accents, hyphens and white space."""
        return " ".join(fold(part) for part in self._report.text[token.start : token.end].replace("-", "").split())

    def fused(self, tokens: list[Token], other: _Side, theirs: list[Token]) -> list[Token]:
        """`tokens` with each hyphened pair as one where the other side writes it as one: good-neighborly, goodneighborly.

        A hyphen set or lost, often by extraction, is no change of words.
        """
        solid = {other.surface(t): t.key for t in theirs if t.kind in ("word", "name")}
        out: list[Token] = []
        for t in tokens:
            last = out[-1] if out else None
            if last and t.start - last.end == 1 and self._report.text[last.end] == "-":
                whole = self.surface(Token(last.start, t.end, "", "word"))
                if whole in solid:
                    out[-1] = Token(last.start, t.end, solid[whole], "word")
                    continue
            out.append(t)
        return out

    def span(self, first: Token, last: Token) -> kinds.Span | None:
        """Where the run from `first` to `last` stands in the source."""
        return self._offsets.hull(first.start, last.end)


_CURRENCIES = frozenset({"usd", "euro", "pound", "yen", "yuan", "rupee"})


def _with_sums(tokens: list[Token]) -> list[Token]:
    """`tokens` with each sum of money as one: "$2.74 billion" has its unit before, "2.74 billion dollars" after.

    Left as two, the unit would be kept and the changed figure would be an addition here and an omission there.
    """
    out: list[Token] = []
    for t in tokens:
        last = out[-1] if out else None
        for unit, figure in ((last, t), (t, last)):
            if unit and figure and unit.key in _CURRENCIES and figure.kind == "number" and t.start - out[-1].end <= 1:
                out[-1] = Token(out[-1].start, t.end, f"{figure.key} {unit.key}", "number")
                break
        else:
            out.append(t)
    return out


_WORTH = {"number": 3, "name": 3, "word": 3, "function": 1}


def _compare(
    child: _Side, n: int, parent: _Side, parents: Sequence[int], first: int, settings: Settings
) -> tuple[kinds.RowRelation, list[kinds.Edit]]:
    """The relation of child sentence `n` to the parent sentences, and the edits between them."""
    if not parents:
        return "added", []
    raw = child.tokens(n)
    told = [parent.fused(parent.tokens(p), child, raw) for p in parents]
    theirs = [t for tokens in told for t in tokens]
    mine = child.fused(raw, parent, theirs)
    ends = set(itertools.accumulate(map(len, told)))  # places in `theirs` after which another parent sentence begins
    pairs, same = _kept(child, mine, parent, theirs)
    edits = _edits(child, mine, parent, theirs, pairs, same, ends)
    if len(parents) > 1:
        theirs = told[parents.index(first)]
        pairs, same = _kept(child, mine, parent, theirs)
    return _relation(mine, theirs, pairs, same, len(parents), settings), edits


def _kept(
    child: _Side, mine: Sequence[Token], parent: _Side, theirs: Sequence[Token]
) -> tuple[list[tuple[int, int]], list[bool]]:
    """The tokens of one key on both sides, in order, and for each whether it is written the same."""
    pairs = common([t.key for t in mine], [t.key for t in theirs], [_WORTH[t.kind] for t in mine])
    return pairs, [child.surface(mine[i]) == parent.surface(theirs[j]) for i, j in pairs]


def _relation(
    mine: Sequence[Token],
    theirs: Sequence[Token],
    pairs: Sequence[tuple[int, int]],
    same: Sequence[bool],
    parents: int,
    settings: Settings,
) -> kinds.RowRelation:
    """What was done to the child's first counterpart, of which `theirs` are the tokens.

    Two editors give one of verbatim and near-verbatim against one of reworded and condensed in 34 of 39
    rows, the finer label in 22: so the borders inside each half are a matter of taste.
    """
    kept = sum(same)
    if kept == len(mine) == len(theirs):
        return "verbatim"
    content = sum(t.kind != "function" for t in mine)
    kept_content = sum(s and mine[i].kind != "function" for (i, _), s in zip(pairs, same))
    if mine and kept_content >= settings.align_near_content * content and kept >= settings.align_near_kept * len(mine):
        return "near-verbatim"
    if parents > 1 or len(mine) < settings.align_condensed_length * len(theirs):
        return "condensed"
    return "reworded"


def _edits(
    child: _Side,
    mine: Sequence[Token],
    parent: _Side,
    theirs: Sequence[Token],
    pairs: Sequence[tuple[int, int]],
    same: Sequence[bool],
    ends: set[int],
) -> list[kinds.Edit]:
    """The way from the parent's words to the child's, run by run, in the order of both."""
    # Steps: (op, child from, to, parent from, to) in tokens, half-open.
    steps: list[tuple[str, int, int, int, int]] = []
    i = j = 0
    for (a, b), unchanged in zip([*pairs, (len(mine), len(theirs))], [*same, False]):
        if a > i or b > j:
            steps += _gap(i, a, j, b, ends)
        if a < len(mine) and b < len(theirs):
            op = "keep" if unchanged else "replace"
            last = steps[-1] if steps else None
            if last and op == "keep" == last[0] and last[2] == a and last[4] == b and b not in ends:
                steps[-1] = ("keep", last[1], a + 1, last[3], b + 1)
            else:
                steps.append((op, a, a + 1, b, b + 1))
        i, j = a + 1, b + 1
    out = []
    for op, i0, i1, j0, j1 in steps:
        there = child.span(mine[i0], mine[i1 - 1]) if i1 > i0 else None
        here = parent.span(theirs[j0], theirs[j1 - 1]) if j1 > j0 else None
        if there is None and here is None:
            continue
        out.append(kinds.Edit(op=op, child_span=there, parent_span=here))  # type: ignore[arg-type]
    return out


def _gap(i0: int, i1: int, j0: int, j1: int, ends: set[int]) -> list[tuple[str, int, int, int, int]]:
    """What lies between two kept words: a replacement, and what is left of a parent sentence that ends there."""
    cuts = [j0, *sorted(e for e in ends if j0 < e < j1), j1]
    parts = [(a, b) for a, b in itertools.pairwise(cuts) if b > a]
    if i1 == i0:
        return [("drop", i0, i0, a, b) for a, b in parts]
    if not parts:
        return [("add", i0, i1, j0, j0)]
    # The child's words stand against the last part: what ended before it was left out.
    return [*(("drop", i0, i0, a, b) for a, b in parts[:-1]), ("replace", i0, i1, *parts[-1])]

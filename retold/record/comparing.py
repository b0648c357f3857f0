"""Two reports opened side by side: words with keys, which word answers which, and what a comparer hands back.

Inside this room places count in `Report.text`; `Side.source` turns them at the door.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from retold import kinds
from retold.kinds import Span
from retold.record import lexicon
from retold.record.lexicon import word_set
from retold.settings import DEFAULTS, Settings
from retold.spans import OffsetMap
from retold.words import fold, learn_acronyms, read_tokens, split_words, stem

Place = tuple[int, int]
Severity = Literal["low", "medium", "high"]

# A sentence longer than this is no sentence: only its first words are compared. In words.
LONGEST_SENTENCE = 600
# How many places of the other side are weighed for one word.
CANDIDATES = 8
MOST_CHARACTERS = 500  # a side of a flag: it points at a place, not at a page


class Finding(msgspec.Struct, frozen=True, gc=False, order=True):
    """What a comparer found: type, both places (in text), a plain sentence; None: severity by type."""

    type: kinds.DiscrepancyType
    child: list[Place]
    parent: list[Place]
    why: str
    severity: Severity | None = None


class W(msgspec.Struct, frozen=True, gc=False, order=True):
    """A word of a sentence as the comparers see it."""

    start: int
    end: int
    text: str
    folded: str
    stem: str
    keys: frozenset[str]  # keys under which it counts as the same word: equivalents, phrases, compounds
    loose: frozenset[str]  # groups of loose synonyms
    signs: frozenset[str]  # stem, keys and loose groups: by any of them it may be met
    kind: str  # word | name | number | function
    content: bool
    clause: int
    sentence: int


_CLAUSE_WORDS = word_set(
    "but while because if unless who which that after before when although though whereas until since whose where"
)
_BARRIERS = frozenset(',;:—–()"“”!?.…')


class Said(msgspec.Struct, frozen=True, gc=False, order=True):
    """A statement with its places in text."""

    speaker: list[str]
    cue: str
    cue_class: str
    form: str
    content: list[Place]
    frame: list[Place]  # speaker and cue
    sentence: int


class Side:
    """One report of the two."""

    def __init__(self, report: kinds.Report, facts: kinds.Facts) -> None:
        self.report = report
        self.text = report.text
        self.facts = facts
        self.sentences = report.sentences
        self._starts = [s.start for s in report.sentences]
        self._map = OffsetMap(report.segments)
        self._words: dict[int, list[W]] = {}
        kept = sorted((s for s in report.segments if s.op != "gap"), key=lambda s: (s.source_start, s.source_end))
        self._by_source = kept
        self._source_starts = [s.source_start for s in kept]

    # ------------------------------------------------ places

    def source(self, places: Iterable[Place]) -> list[Span]:
        """The spans in the source behind `places`, together no longer than `MOST_CHARACTERS`."""
        found: list[Span] = []
        left = MOST_CHARACTERS
        for start, end in places:
            span = self._map.hull(start, end)
            if span is None:
                continue
            pieces = [span] if span.end - span.start <= left else self._map.pieces(start, end)
            for piece in pieces:
                cut = Span(piece.start, min(piece.end, piece.start + left))
                if cut.start < cut.end:
                    found.append(cut)
                    left -= cut.end - cut.start
        return found

    def place(self, span: Span) -> Place | None:
        """The text behind a source span; None where none of it was kept."""
        at = bisect_right(self._source_starts, span.start) - 1
        at = max(0, at)
        lo: int | None = None
        hi = 0
        for segment in self._by_source[at:]:
            if segment.source_start >= span.end:
                break
            if segment.source_end <= span.start:
                continue
            start, end = segment.text_start, segment.text_end
            if segment.op == "copy":
                shift = segment.text_start - segment.source_start
                start = max(span.start, segment.source_start) + shift
                end = min(span.end, segment.source_end) + shift
            lo = start if lo is None else min(lo, start)
            hi = max(hi, end)
        return None if lo is None else (lo, hi)

    def sentence_at(self, offset: int) -> int | None:
        """The index of the sentence that holds a text offset."""
        at = bisect_right(self._starts, offset) - 1
        return at if at >= 0 and offset < self.sentences[at].end else None

    def cut(self, place: Place) -> str:
        """The text at `place`, white space evened."""
        return " ".join(self.text[place[0] : place[1]].split())

    # ------------------------------------------------ words

    def words(self, index: int) -> list[W]:
        """The words of one sentence."""
        if index not in self._words:
            self._words[index] = self._read(index)
        return self._words[index]

    def _read(self, index: int) -> list[W]:
        sentence = self.sentences[index]
        text = self.text
        tokens = read_tokens(text, sentence.start, sentence.end)[:LONGEST_SENTENCE]
        stems = [stem(fold(text[t.start : t.end])) for t in tokens]
        loose: list[set[str]] = []
        for token in tokens:
            loose.append(set(lexicon.groups(text[token.start : token.end])))
        for n in range(len(tokens)):
            for length, group in lexicon.phrase_groups(stems, n):
                for at in range(n, min(n + length, len(tokens))):
                    loose[at].add(group)
        found: list[W] = []
        clause = 0
        for n, token in enumerate(tokens):
            word = text[token.start : token.end]
            folded = fold(word)
            if word == "May" and (found or (n + 1 < len(tokens) and tokens[n + 1].kind == "number")):
                folded = "may (month)"
            between = text[found[-1].end : token.start] if found else ""
            if any(c in _BARRIERS for c in between) or folded in _CLAUSE_WORDS:
                clause += 1
            content = token.kind != "function"
            keys = frozenset((token.key, *token.others)) if content else frozenset((folded,))
            groups = frozenset(loose[n]) if content else frozenset()
            found.append(
                W(
                    start=token.start,
                    end=token.end,
                    text=word,
                    folded=folded,
                    stem=stems[n],
                    keys=keys,
                    loose=groups,
                    signs=frozenset((stems[n], *keys, *groups)),
                    kind=token.kind,
                    content=content,
                    clause=clause,
                    sentence=index,
                )
            )
        return found

    @cached_property
    def all_words(self) -> list[W]:
        """The words of the whole report, sentence after sentence."""
        return [w for n in range(len(self.sentences)) for w in self.words(n)]

    @cached_property
    def _known(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        keys: set[str] = set()
        groups: set[str] = set()
        beginnings: set[str] = set()
        for w in self.all_words:
            keys |= w.keys
            keys.add(w.stem)
            groups |= w.loose
            if len(w.stem) >= 5:
                beginnings.add(w.stem[:5])
        for field in self._fields:
            for token in read_tokens(field):
                keys |= {token.key, *token.others}
        for acronym, name in learn_acronyms(self.text).items():
            keys |= {stem(fold(acronym)), "=" + acronym}
            for token in read_tokens(name):
                keys |= {token.key, *token.others}
        return frozenset(keys), frozenset(groups), frozenset(beginnings)

    @property
    def _fields(self) -> list[str]:
        line = self.report.dateline
        found = [self.report.headline or "", self.report.outlet or ""]
        if line is not None:
            found += [line.place or "", line.agency or ""]
        return found + [b.name for b in self.report.bylines] + [c.agency for c in self.report.credits]

    @cached_property
    def _initials(self) -> frozenset[str]:
        """First letters of runs of capitalised words: what an acronym in the other report may stand for."""
        found: set[str] = set()
        run = ""
        for w in self.all_words:
            if w.text[:1].isupper():
                run = (run + w.text[0])[-6:]
                found.update(run[n:] for n in range(len(run) - 1))
            elif w.content or w.folded not in ("of", "the", "and", "for"):
                run = ""
        return frozenset(found)

    @cached_property
    def _holders(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for w in self.all_words:
            found.setdefault(w.stem, set()).add(w.sentence)
        return found

    def sentences_with(self, stem: str) -> set[int]:
        """The sentences that have a word with this stem."""
        return self._holders.get(stem, set())

    def has_word(self, w: W) -> bool:
        """Whether the report has the word itself, in any form."""
        return w.stem in self._known[0]

    def has(self, w: W) -> bool:
        """Whether the report has the word, or one that stands for it, anywhere."""
        keys, groups, beginnings = self._known
        if w.keys & keys or w.stem in keys or w.loose & groups:
            return True
        if w.text.isupper() and 1 < len(w.text) <= 6 and w.text in self._initials:
            return True
        # "negotiate" for "negotiations": what two stems that begin alike mean is near enough to keep silent.
        return len(w.stem) >= 5 and w.stem[:5] in beginnings

    @cached_property
    def statements(self) -> list[Said]:
        """The statements, places in text, in text order."""
        found = []
        for s in self.facts.statements:
            content = [p for p in map(self.place, s.content_spans) if p is not None]
            if not content:
                continue
            frame = [self.place(x) for x in (s.speaker_span, s.cue_span) if x is not None]
            at = self.sentence_at(content[0][0])
            if at is None:
                continue
            found.append(
                Said(s.speaker, s.cue or "", s.cue_class, s.form, content, [p for p in frame if p is not None], at)
            )
        return sorted(found, key=lambda s: (s.content, s.speaker))

    def words_in(self, places: Sequence[Place]) -> list[W]:
        """The words inside `places`."""
        found = []
        for start, end in places:
            first, last = self.sentence_at(start), self.sentence_at(max(start, end - 1))
            if first is None:
                continue
            for n in range(first, (first if last is None else last) + 1):
                found += [w for w in self.words(n) if start <= w.start and w.end <= end]
        return found

    @cached_property
    def quoted(self) -> list[Place]:
        """Stretches inside quotation marks, marks left out, in text order."""
        found: list[Place] = []
        opened: int | None = None
        for at, c in enumerate(self.text):
            if c in "“«„" or (c == '"' and opened is None):
                opened = at + 1
            elif c in '”»"' and opened is not None:
                if opened < at:
                    found.append((opened, at))
                opened = None
            elif c == "\n" and opened is not None and at - opened > 1500:
                opened = None
        return found

    @cached_property
    def quantities(self) -> dict[int, list[tuple[Place, kinds.Quantity]]]:
        """The quantities by sentence, places in text."""
        found: dict[int, list[tuple[Place, kinds.Quantity]]] = {}
        for q in self.facts.quantities:
            place = self.place(q.span)
            at = self.sentence_at(place[0]) if place is not None else None
            if place is not None and at is not None:
                found.setdefault(at, []).append((place, q))
        return found

    @cached_property
    def values(self) -> frozenset[float]:
        """The values of all figures, rounded so that equal ones are equal."""
        known = [q for group in self.quantities.values() for _, q in group if q.bound not in ("label", "vague")]
        return frozenset(round(float(q.value), 6) for q in known if q.value is not None)

    @cached_property
    def dates(self) -> dict[int, list[tuple[Place, str]]]:
        """The dates by sentence, as (place in text, TIMEX3 value), sorted."""
        found: dict[int, set[tuple[Place, str]]] = {}
        for d in self.facts.dates:
            place = self.place(d.span)
            at = self.sentence_at(place[0]) if place is not None else None
            if place is not None and at is not None:
                found.setdefault(at, set()).add((place, d.value))
        return {at: sorted(mentions) for at, mentions in found.items()}

    @cached_property
    def date_values(self) -> list[str]:
        """The different values of all dates, sorted."""
        return sorted({v for mentions in self.dates.values() for _, v in mentions})

    @cached_property
    def last_names(self) -> frozenset[str]:
        """Folded last names of the people."""
        parts = [split_words(p.name) for p in self.facts.people]
        return frozenset(fold(words[-1].text) for words in parts if words)

    @cached_property
    def place_words(self) -> frozenset[str]:
        """Folded words of the names of places."""
        return frozenset(fold(w.text) for p in self.facts.places for w in split_words(p.name))

    @cached_property
    def folded(self) -> frozenset[str]:
        """All words, folded."""
        return frozenset(w.folded for w in self.all_words)

    @cached_property
    def _figures(self) -> list[Place]:
        return sorted(p for p in (self.place(q.span) for q in self.facts.quantities) if p is not None)

    def in_figure(self, word: W) -> bool:
        """Whether a word stands inside a quantity, its bound counted in."""
        at = bisect_left(self._figures, (word.end, 0)) - 1
        return at >= 0 and self._figures[at][1] > word.start

    def parts(self, left: W, right: W) -> bool:
        """Whether a stop stands between two neighbours."""
        return any(c in _BARRIERS for c in self.text[left.end : right.start])

    def in_quotes(self, place: Place) -> bool:
        """Whether `place` touches a quoted stretch."""
        at = bisect_left(self.quoted, (place[1], 0)) - 1
        return at >= 0 and self.quoted[at][1] > place[0]


def content(words: Iterable[W]) -> list[W]:
    """The words that carry content."""
    return [w for w in words if w.content]


def same(left: W, right: W) -> int:
    """How much two words are one: 3 the same stem, 2 equivalent, 1 loosely or kindred, 0 not."""
    if left.stem == right.stem and left.kind != "number":
        return 3
    if left.keys.isdisjoint(right.keys):
        return 0 if left.loose.isdisjoint(right.loose) else 1
    if any(k[:1] != "~" for k in left.keys & right.keys):
        return 3 if left.kind == "number" else 2
    return 1


def is_kin(left: W, right: W) -> bool:
    """Whether two words only stand in the same place of two retellings: kindred, and no synonyms."""
    return same(left, right) == 1 and not left.loose & right.loose


APART = 3  # words: two nouns nearer than this may name one thing, the one beside the other


def are_apart(sheet: Sheet, child: W, parent: W) -> bool:
    """Whether two nouns name two things: the parent has both, and in one sentence, too far apart to name one thing."""
    if not sheet.parent.has_word(child) or child.stem == parent.stem:
        return False
    for n in sheet.parent.sentences_with(child.stem) & sheet.parent.sentences_with(parent.stem):
        words = sheet.parent.words(n)
        mine = [k for k, w in enumerate(words) if w.stem == child.stem]
        theirs = [k for k, w in enumerate(words) if w.stem == parent.stem]
        if min(abs(a - b) for a in mine for b in theirs) >= APART:
            return True
    return False


def pair_words(child: Sequence[W], parent: Sequence[W]) -> dict[int, int]:
    """Which content word of the parent answers which of the child, as indices; one to one.

    Same words first, neighbours in common before those that have none, then by place.
    """
    index: dict[str, list[int]] = {}
    for j, w in enumerate(parent):
        if w.content:
            for k in w.signs:
                index.setdefault(k, []).append(j)
    scored: list[tuple[float, int, int]] = []
    size = max(1, len(child)), max(1, len(parent))
    for i, w in enumerate(child):
        if not w.content:
            continue
        places: set[int] = set()
        for k in w.signs:
            at = index.get(k, [])
            if len(at) > CANDIDATES:
                middle = bisect_left(at, i * size[1] // size[0])
                at = at[max(0, middle - CANDIDATES // 2) : middle + CANDIDATES // 2]
            places.update(at)
        for j in places:
            strength = same(w, parent[j])
            if not strength:
                continue
            score = 3.0 * strength
            for d in (-2, -1, 1, 2):
                if 0 <= i + d < len(child) and 0 <= j + d < len(parent) and same(child[i + d], parent[j + d]) >= 2:
                    score += 1.5 if abs(d) == 1 else 0.75
            score -= abs(i / size[0] - j / size[1])
            scored.append((-round(score, 6), i, j))
    taken: set[int] = set()
    found: dict[int, int] = {}
    for _, i, j in sorted(scored):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


class Unit:
    """Sentences of the child with the sentences of the parent that they retell."""

    def __init__(self, child: Side, parent: Side, child_at: list[int], parent_at: list[int], relation: str) -> None:
        self.child, self.parent = child, parent
        # A caption often says what the body says: the body answers first.
        self.child_at = child_at
        self.parent_at = sorted(parent_at, key=lambda n: (parent.sentences[n].role == "caption", n))
        self.relation = relation
        self.headline = any(child.sentences[n].role == "headline" for n in child_at)

    @cached_property
    def cw(self) -> list[W]:
        """The child's words."""
        return [w for n in self.child_at for w in self.child.words(n)]

    @cached_property
    def pw(self) -> list[W]:
        """The parent's words."""
        return [w for n in self.parent_at for w in self.parent.words(n)]

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Child word -> parent word, as indices of `cw` and `pw`."""
        return pair_words(self.cw, self.pw)

    @cached_property
    def likeness(self) -> float:
        """Share of the content words of the shorter side that the other side answers: whether both tell one thing."""
        shorter = min(sum(w.content for w in words) for words in (self.cw, self.pw))
        met = sum(same(self.cw[i], self.pw[j]) >= 2 for i, j in self.pairs.items())
        return round(met / shorter, 4) if shorter else 0.0

    @cached_property
    def child_keys(self) -> frozenset[str]:
        """All keys of the child's words: a word none of whose keys is here has no answer."""
        return frozenset(k for w in self.cw for k in w.signs)

    @cached_property
    def parent_keys(self) -> frozenset[str]:
        """All keys of the parent's words."""
        return frozenset(k for w in self.pw for k in w.signs)

    @cached_property
    def back(self) -> dict[int, int]:
        """Parent word -> child word."""
        return {j: i for i, j in self.pairs.items()}


class Sheet:
    """Two reports with their units: all that the comparers read."""

    def __init__(
        self, child: Side, parent: Side, rows: Sequence[kinds.Row], directed: bool, settings: Settings = DEFAULTS
    ) -> None:
        self.child, self.parent, self.directed, self.settings = child, parent, directed, settings
        child_index = {s.sentence_id: n for n, s in enumerate(child.sentences)}
        parent_index = {s.sentence_id: n for n, s in enumerate(parent.sentences)}
        merged: dict[tuple[int, ...], tuple[set[int], str]] = {}
        self.alone: list[tuple[list[int], list[int]]] = []
        for row in rows:
            c = sorted({child_index[x] for x in row.child if x in child_index})
            p = sorted({parent_index[x] for x in row.parent if x in parent_index})
            if c and p:
                known = merged.setdefault(tuple(c), (set(), row.relation))
                known[0].update(p)
            else:
                self.alone.append((c, p))
        self.units = [Unit(child, parent, list(c), sorted(p), relation) for c, (p, relation) in sorted(merged.items())]
        self.units_of: dict[int, list[Unit]] = {}  # sentence of the parent -> units
        self.child_of: dict[int, set[int]] = {}
        self.parent_of: dict[int, set[int]] = {}
        for unit in self.units:
            for n in unit.parent_at:
                self.units_of.setdefault(n, []).append(unit)
                self.child_of.setdefault(n, set()).update(unit.child_at)
            for n in unit.child_at:
                self.parent_of.setdefault(n, set()).update(unit.parent_at)


def shown(text: str, most: int = 90) -> str:
    """`text` in quotation marks, cut to `most` characters."""
    text = text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"
    return f"“{text}”"


def became(sheet: Sheet, parent: Place, child: Place, what: str) -> str:
    """A plain sentence with both readings quoted."""
    one, other = shown(sheet.parent.cut(parent)), shown(sheet.child.cut(child))
    if sheet.directed:
        return f"{what}: {one} in the parent, {other} here."
    return f"{what}: {one} in the one, {other} in the other."

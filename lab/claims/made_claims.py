"""Made claims with known truth: sentences of news texts, reworded faithfully or changed in one place.

The texts are read from folders of JSON lines given on the command line of fit_claims.py and never written anywhere.
Faithful operations: synonyms, a trailing or leading clause left out, an adverb left out, two sentences joined. Changes:
a figure, day, name, noun, verb or adjective exchanged for another of its kind, from the text or from elsewhere; an
opposite; a negation put in or taken out; two names exchanged; a preposition turned; a clause put in from another text;
the subject of one sentence with the predicate of another; a pronoun of the other gender.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from retold import kinds
from retold.data import read_lines
from retold.kinds import Span
from retold.record.claim_words import part_of
from retold.record.comparing import Side
from retold.sentences import split_sentences
from retold.words import fold


class Made(NamedTuple):
    """A made claim of the text at `source` (a place in the list given), and whether the text supports it."""

    source: int
    text: str
    label: int
    how: str


class Spot(NamedTuple):
    """A content word of a sentence: its place there, its letters and its part of speech."""

    start: int
    end: int
    text: str
    part: str


def as_report(text: str, name: str = "made") -> kinds.Report:
    """A report with nothing but `text`, split into sentences."""
    sentences = [
        kinds.Sentence(sentence_id=f"s{n}", role="body", start=a, end=b, spans=[Span(a, b)])
        for n, (a, b) in enumerate(split_sentences(text))
    ]
    whole = [kinds.Segment(0, len(text), 0, len(text), "copy")] if text else []
    return kinds.Report(
        report_id=name,
        path=name,
        source_sha256="",
        media_type="text/plain",
        text=text,
        sentences=sentences,
        segments=whole,
    )


def read_texts(paths: Sequence[str]) -> list[str]:
    """The news texts of JSON lines files (`text` of each row) that have five sentences and a hundred words at least."""
    found = []
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            text = re.sub(r"\s+", " ", json.loads(line).get("text") or "")
            if len(text) > 600:
                found.append(text[:6000])
    return sorted(set(found))


def spots(side: Side, n: int) -> list[Spot]:
    """The content words of sentence `n` of a report, places counted in the sentence."""
    words = side.words(n)
    at = side.sentences[n].start
    return [Spot(w.start - at, w.end - at, w.text, part_of(words, i)) for i, w in enumerate(words) if w.content]


def _put(text: str, spot: Spot, word: str) -> str:
    if spot.text[:1].isupper() and spot.start == 0:
        word = word[:1].upper() + word[1:]
    return text[: spot.start] + word + text[spot.end :]


# ---------------------------------------------------------------- synonyms and opposites, inflected


def _forms(base: str) -> list[str]:
    """A regular word's forms: base, -s, -ed, -ing."""
    if not base.isalpha() or len(base) < 3:
        return [base]
    if base.endswith("e"):
        return [base, base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2] not in "aeiou":
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    if base.endswith(("s", "x", "ch", "sh")):
        return [base, base + "es", base + "ed", base + "ing"]
    return [base, base + "s", base + "ed", base + "ing"]


def exchange_table() -> dict[str, list[str]]:
    """Form -> forms of its near synonyms."""
    table: dict[str, set[str]] = {}
    for line in read_lines("record/claim_synonyms.txt"):
        members = [m.strip() for m in line.split(",")]
        single = [m for m in members if m.isalpha() and m.islower()]
        for one in single:
            for other in single:
                if one != other:
                    for a, b in zip(_forms(one), _forms(other)):
                        table.setdefault(a, set()).add(b)
    return {k: sorted(v) for k, v in table.items()}


def opposite_table() -> dict[str, list[str]]:
    """Form -> forms of its opposites."""
    table: dict[str, set[str]] = {}
    for line in read_lines("record/opposites.txt"):
        _, _, sides = line.partition(":")
        left, _, right = sides.partition("|")
        for one, other in ((left, right), (right, left)):
            for a in one.split():
                for b in other.split():
                    for x, y in zip(_forms(a), _forms(b)):
                        table.setdefault(x, set()).add(y)
    return {k: sorted(v) for k, v in table.items()}


# ---------------------------------------------------------------- what may be done to a sentence


class Maker:
    """All texts, the words of each by part of speech, and the dice."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self.dice = random.Random(seed)
        self.sides = [Side(as_report(t, f"t{n}"), kinds.Facts()) for n, t in enumerate(texts)]
        self.synonyms = exchange_table()
        self.opposites = opposite_table()
        self.pools: list[dict[str, list[str]]] = []
        for side in self.sides:
            pool: dict[str, list[str]] = {}
            for n in range(len(side.sentences)):
                for spot in spots(side, n):
                    pool.setdefault(spot.part, []).append(spot.text)
            self.pools.append(pool)

    def sentence(self, source: int) -> int | None:
        side = self.sides[source]
        good = [n for n, s in enumerate(side.sentences) if 50 <= s.end - s.start <= 320]
        return self.dice.choice(good) if good else None

    def text(self, source: int, n: int) -> str:
        side = self.sides[source]
        return side.text[side.sentences[n].start : side.sentences[n].end]

    def spots_of(self, text: str) -> list[Spot]:
        side = Side(as_report(text), kinds.Facts())
        found = []
        for n in range(len(side.sentences)):
            at = side.sentences[n].start
            found += [Spot(s.start + at, s.end + at, s.text, s.part) for s in spots(side, n)]
        return found

    # ---- faithful

    def reworded(self, text: str) -> str:
        """`text` after some faithful operations."""
        for _ in range(self.dice.choice((0, 1, 1, 2, 3))):
            text = self.dice.choice((self.synonym, self.synonym, self.synonym, self.shorter, self.no_adverb))(text)
        return text

    def synonym(self, text: str) -> str:
        able = [s for s in self.spots_of(text) if s.text.lower() in self.synonyms]
        if not able:
            return text
        spot = self.dice.choice(able)
        return _put(text, spot, self.dice.choice(self.synonyms[spot.text.lower()]))

    def shorter(self, text: str) -> str:
        parts = text.split(", ")
        if len(parts) < 2 or '"' in text or "“" in text:
            return text
        if self.dice.random() < 0.5 and len(parts[0].split()) >= 6:
            return ", ".join(parts[:-1]).rstrip(".") + "."
        if 0 < len(parts[0].split()) <= 8 and parts[0].split()[0].lower() in (
            "in",
            "on",
            "after",
            "as",
            "while",
            "during",
        ):
            rest = ", ".join(parts[1:])
            return rest[:1].upper() + rest[1:]
        return text

    def no_adverb(self, text: str) -> str:
        able = [s for s in self.spots_of(text) if s.part == "adverb" and s.text.endswith("ly")]
        if not able:
            return text
        spot = self.dice.choice(able)
        return re.sub(r"\s+", " ", text[: spot.start] + text[spot.end :])

    # ---- changes; each gives None where the sentence does not allow it

    def other_word(self, text: str, source: int, parts: Sequence[str], inside: bool) -> str | None:
        able = [s for s in self.spots_of(text) if s.part in parts and s.text.isalpha()]
        if not able:
            return None
        spot = self.dice.choice(able)
        pool = self.pools[source if inside else self.dice.randrange(len(self.pools))].get(spot.part, [])
        known = fold(text)
        tail = spot.text[-2:]
        near = self.synonyms.get(spot.text.lower(), [])
        pool = [w for w in pool if fold(w) not in known and w.isalpha() and w.lower() not in near]
        alike = [w for w in pool if w[-2:] == tail] if spot.part in ("verb", "adverb") else pool
        return _put(text, spot, self.dice.choice(alike)) if alike else None

    def number(self, text: str, source: int) -> str | None:
        able = list(re.finditer(r"\d+(?:[.,]\d+)*", text))
        if not able:
            return None
        m = self.dice.choice(able)
        shown = m.group()
        if self.dice.random() < 0.3:
            pool = [w for w in self.pools[source].get("number", []) if w != shown and w[:1].isdigit() and w not in text]
            if pool:
                return text[: m.start()] + self.dice.choice(pool) + text[m.end() :]
        digits = list(shown)
        at = self.dice.choice([n for n, c in enumerate(digits) if c.isdigit()])
        digits[at] = self.dice.choice([c for c in "123456789" if c != digits[at]])
        return text[: m.start()] + "".join(digits) + text[m.end() :]

    def day(self, text: str, source: int) -> str | None:
        days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
        months = "January February March April June July August September October November December".split()
        for names in (days, months):
            able = [n for n in names if n in text]
            if able:
                return text.replace(self.dice.choice(able), self.dice.choice([n for n in names if n not in able]), 1)
        return None

    def opposite(self, text: str, source: int) -> str | None:
        able = [s for s in self.spots_of(text) if s.text.lower() in self.opposites]
        if not able:
            return None
        spot = self.dice.choice(able)
        return _put(text, spot, self.dice.choice(self.opposites[spot.text.lower()]))

    def negation(self, text: str, source: int) -> str | None:
        gone = re.sub(r"\b(?:not |never |n't\b|no )", "", text, count=1)
        if gone != text and self.dice.random() < 0.7:
            return gone
        m = re.search(r"\b(?:is|was|are|were|will|would|could|can|has|had|have|should|may|might)\b(?! not)", text)
        return text[: m.end()] + " not" + text[m.end() :] if m else None

    def roles(self, text: str, source: int) -> str | None:
        able = [s for s in self.spots_of(text) if s.part in ("name", "number") and s.start]
        able = [s for s in able if text[s.start].isupper() or s.part == "number"]
        pairs = [(a, b) for a in able for b in able if a.start < b.start and a.part == b.part and a.text != b.text]
        pairs = [(a, b) for a, b in pairs if b.start - a.end > 4]
        if not pairs:
            return None
        a, b = self.dice.choice(pairs)
        return text[: a.start] + b.text + text[a.end : b.start] + a.text + text[b.end :]

    def preposition(self, text: str, source: int) -> str | None:
        pairs = "before after|after before|to from|from to|with without|over under|against for|into out of|above below"
        able = [p.split(" ", 1) for p in pairs.split("|")]
        able = [p for p in able if f" {p[0]} " in text]
        if not able:
            return None
        old, new = self.dice.choice(able)
        return text.replace(f" {old} ", f" {new} ", 1)

    def put_in(self, text: str, source: int) -> str | None:
        other = self.dice.randrange(len(self.sides))
        n = self.sentence(other)
        if other == source or n is None:
            return None
        parts = [p for p in self.text(other, n).rstrip(".").split(", ") if 3 <= len(p.split()) <= 12]
        if not parts:
            return None
        part = self.dice.choice(parts)
        return text.rstrip(".") + ", " + part[:1].lower() + part[1:] + "."

    def adjective(self, text: str, source: int) -> str | None:
        able = [s for s in self.spots_of(text) if s.part == "noun" and s.start]
        pool = self.pools[self.dice.randrange(len(self.pools))].get("adjective", [])
        pool = [w for w in pool if w.islower() and w not in text]
        if not able or not pool:
            return None
        spot = self.dice.choice(able)
        return text[: spot.start] + self.dice.choice(pool) + " " + text[spot.start :]

    def spliced(self, text: str, source: int) -> str | None:
        n = self.sentence(source)
        if n is None:
            return None
        other = self.text(source, n)
        cue = re.compile(r"\b(?:said|was|is|were|has|have|had|will|would|told|are)\b")
        here, there = cue.search(text), cue.search(other)
        if (
            other == text
            or not here
            or not there
            or not 8 < here.start() < 60
            or other[: there.start()] == text[: here.start()]
        ):
            return None
        return text[: here.start()] + other[there.start() :]

    def pronoun(self, text: str, source: int) -> str | None:
        turned = {"he": "she", "she": "he", "his": "her", "her": "his", "him": "her"}
        able = list(re.finditer(r"\b(?:he|she|his|her|him)\b", text))
        if not able:
            return None
        m = self.dice.choice(able)
        return text[: m.start()] + turned[m.group()] + text[m.end() :]

    def changes(self) -> list[tuple[str, Callable[[str, int], str | None]]]:
        """What may be done, commoner changes more than once."""

        def word(parts: str, inside: bool) -> Callable[[str, int], str | None]:
            return lambda text, source: self.other_word(text, source, parts.split(), inside)

        return [
            ("name from the text", word("name", True)),
            ("name from elsewhere", word("name", False)),
            ("noun from the text", word("noun", True)),
            ("noun from elsewhere", word("noun", False)),
            ("noun from elsewhere", word("noun", False)),
            ("verb", word("verb", True)),
            ("verb", word("verb", False)),
            ("adjective", word("adjective", False)),
            ("number", self.number),
            ("number", self.number),
            ("day", self.day),
            ("opposite", self.opposite),
            ("opposite", self.opposite),
            ("negation", self.negation),
            ("negation", self.negation),
            ("roles", self.roles),
            ("roles", self.roles),
            ("preposition", self.preposition),
            ("clause put in", self.put_in),
            ("adjective put in", self.adjective),
            ("spliced", self.spliced),
            ("spliced", self.spliced),
            ("pronoun", self.pronoun),
        ]


def make_claims(maker: Maker, each: int) -> Iterator[Made]:
    """`each` faithful and `each` changed claims of every text."""
    changes = maker.changes()
    for source in range(len(maker.sides)):
        for _ in range(each):
            n = maker.sentence(source)
            if n is None:
                break
            yield Made(source, maker.reworded(maker.text(source, n)), 1, "reworded")
            n = maker.sentence(source) or n
            text = maker.text(source, n)
            for _ in range(6):
                how, change = maker.dice.choice(changes)
                changed = change(text, source)
                if changed is not None and changed != text:
                    yield Made(source, maker.reworded(changed), 0, how)
                    break

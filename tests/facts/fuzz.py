"""Reports that nobody wrote: sentences spliced from pieces of the project's own reports, and random Unicode.

What must hold of the facts of any of them: every span lies in the source and holds something, what is said does not
overlap the word that says it was said, and nothing is raised.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from retold import kinds
from retold.facts import extract_one
from retold.facts.marks import mark_one
from retold.kinds import Span

OWN = Path(__file__).parents[2] / "eval" / "own"
SEAMS = [
    " ",
    ", ",
    "; ",
    " -- ",
    " “",
    "” ",
    '"',
    "\n",
    "\n\n",
    ". ",
    " (",
    ") ",
    ": ",
    " and ",
    " said ",
    " according to ",
    "",
]
ODD = "\u0000\u200b\u202e\u2028\ufeff\ud7ff\U0001f600İßſΩאبनか中\u0301½²①٣३％،。"


@cache
def pieces() -> list[str]:
    """The sentences of the own reports, as their files have them."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(OWN.glob("*/*/*")) if p.suffix in (".txt", ".md")]
    return [line.strip() for text in texts for line in text.replace(". ", ".\n").split("\n") if line.strip()]


def spliced(chance: random.Random) -> str:
    """A sentence of pieces of sentences, cut anywhere, with odd characters here and there."""
    parts = []
    for _ in range(chance.choice((1, 2, 3, 5, 12))):
        piece = chance.choice(pieces())
        low = chance.randrange(len(piece))
        parts.append(piece[low : low + chance.choice((3, 10, 40, 200))])
        if chance.random() < 0.1:
            parts.append("".join(chance.choice(ODD) for _ in range(chance.randint(1, 4))))
        parts.append(chance.choice(SEAMS))
    return "".join(parts)


def noise(chance: random.Random) -> str:
    """Random Unicode without surrogates."""
    return "".join(
        chr(n)
        for n in (
            chance.choice((chance.randrange(0x250), chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)))
            for _ in range(chance.randint(0, 120))
        )
    )


def made(sentences: list[str], chance: random.Random) -> kinds.Report:
    """A report of `sentences` that stands some way into its source."""
    shift = chance.choice((0, 0, 7))
    text, rows = "", []
    for number, sentence in enumerate(sentences):
        start = len(text)
        text += sentence
        role: Any = chance.choice(("headline", "caption")) if number == 0 and chance.random() < 0.3 else "body"
        if start < len(text):
            rows.append(
                kinds.Sentence(
                    sentence_id=f"s{number}",
                    role=role,
                    start=start,
                    end=len(text),
                    spans=[Span(start + shift, len(text) + shift)],
                    paragraph=number // 3,
                )
            )
        text += chance.choice((" ", "\n", "\n\n"))
    return kinds.Report(
        report_id="fuzz",
        path="fuzz.txt",
        source_sha256="",
        media_type="text/plain",
        language=chance.choice((None, "en", "en", "de")),
        published=chance.choice((None, "2026-03-12")),
        text=text,
        sentences=rows,
        segments=[kinds.Segment(0, len(text), shift, len(text) + shift, "copy")],
    )


def spans_of(fact: Any) -> Iterator[Span]:
    """Every span of a fact and of what it holds."""
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Span):
                yield part
            elif isinstance(part, msgspec.Struct):
                yield from spans_of(part)


def check(report: kinds.Report) -> None:
    """Raises AssertionError where a fact of `report` breaks what must hold of all."""
    shift = report.segments[0].source_start
    for facts in (extract_one(report).facts, mark_one(report).facts):
        for fact in (fact for name in facts.__struct_fields__ for fact in getattr(facts, name)):
            for span in spans_of(fact):
                assert shift <= span.start < span.end <= shift + len(report.text), (fact, report.text)
        for statement in facts.statements:
            cue = statement.cue_span
            assert cue is None or not any(c.start < cue.end and cue.start < c.end for c in statement.content_spans), (
                statement,
                report.text,
            )


def run(count: int, seed: int = 0) -> int:
    """Checks `count` sentences, nine of ten spliced; how many were checked."""
    done = 0
    while done < count:
        chance = random.Random(f"{seed}/{done}")
        sentences = [noise(chance) if chance.random() < 0.1 else spliced(chance) for _ in range(chance.randint(1, 8))]
        check(made(sentences, chance))
        done += len(sentences)
    return done

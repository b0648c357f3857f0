"""A made corpus: reports of invented events, some of them taken from earlier ones, by a seed and nothing else."""

from __future__ import annotations

import json
import random
from pathlib import Path

FIRST, SECOND = "br ch d f gl h k l m n p r s t v w".split(), "a e i o u ea ou".split()
FILLERS = "the of and to in a that for was on with by from at its".split()
OUTLETS = ("Calder Post", "Eskvale Courier", "Northern Wire")


def word(chance: random.Random) -> str:
    """A word of a language that has some ten thousand."""
    return "".join(chance.choice(FIRST) + chance.choice(SECOND) for _ in range(chance.choice((1, 2, 2, 2, 3))))


def sentence(chance: random.Random) -> str:
    """A sentence that hardly another report has."""
    count = chance.randrange(8, 26)
    words = [chance.choice(FILLERS) if chance.random() < 0.4 else word(chance) for _ in range(count)]
    return " ".join(words).capitalize() + "."


def report(chance: random.Random, number: int, earlier: list[dict[str, str]]) -> dict[str, str]:
    """A report: its own, a copy cut short, a rewriting, or one that quotes."""
    kind = (
        chance.choice(("original", "original", "original", "copy", "rewriting", "quotation")) if earlier else "original"
    )
    own = [sentence(chance) for _ in range(chance.randrange(4, 12))]
    day = number % 28 + 1
    parent = chance.choice(earlier) if kind != "original" else None
    if parent is not None:
        theirs = parent["text"].split("\n\n")
        if kind == "copy":
            own = theirs[: max(1, len(theirs) - chance.randrange(2))]
        elif kind == "rewriting":
            kept = [s for s in theirs if chance.random() < 0.6] or theirs
            own = [" ".join("some" if chance.random() < 0.1 else w for w in s.split()) for s in kept] + own[:2]
        else:
            start = chance.randrange(len(theirs))
            own[2:2] = theirs[start : start + 2]
        day = min(28, int(parent["date"][8:10]) + 1)
    return {
        "id": f"r{number:06d}",
        "text": "\n\n".join(own),
        "date": f"2024-03-{day:02d}T{chance.randrange(24):02d}:{chance.randrange(60):02d}:00",
        "title": own[0][:40],
        "outlet": chance.choice(OUTLETS),
        "parent": parent["id"] if parent else "",
        "kind": kind,
    }


def make(count: int, seed: int = 0) -> list[dict[str, str]]:
    """`count` reports; a prefix of a larger corpus of the same seed."""
    chance = random.Random(seed)
    out: list[dict[str, str]] = []
    for number in range(count):
        out.append(report(chance, number, out))
    return out


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path

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


# ---------------------------------------------------------------- events told by several, in each one's words

_TELLINGS = (
    "{count} people were brought to safety near {place} after the {thing}, {person} said on {day}.",
    "Officials at {body} put the losses at {sum} million dollars and called the {thing} a warning.",
    "{person}, who leads {body}, visited {place} and spoke with families about the {thing}.",
    "According to {body}, at least {count} homes close to {place} lost power for {hours} hours.",
    "The {thing} near {place} was the largest since {year}, figures from {body} show.",
    "Nobody at {body} would say on {day} how long repairs worth {sum} million dollars may take.",
)
_THINGS = ("flood", "rockslide", "warehouse fire", "ferry accident", "dam breach", "train derailment")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def event(chance: random.Random) -> dict[str, str]:
    """The names and figures of an invented event."""
    return {
        "place": word(chance).capitalize() + "vik",
        "person": f"{word(chance).capitalize()}n {word(chance).capitalize()}sen",
        "body": f"the {word(chance).capitalize()}t Agency",
        "thing": chance.choice(_THINGS),
        "count": str(chance.randrange(101, 999)),
        "sum": str(round(chance.uniform(1.1, 99.9), 1)),
        "hours": str(chance.randrange(13, 80)),
        "year": str(chance.randrange(1950, 2010)),
        "day": chance.choice(_DAYS),
    }


def told(count: int, seed: int = 0, framed: bool = False) -> list[dict[str, str]]:
    """`count` reports of events that several tell, each in its own words and with its own sentences between, some copied.

    `framed` ones carry what cleaning takes off: a dateline, an agency's credit, lines broken hard.
    """
    chance = random.Random(seed)
    out: list[dict[str, str]] = []
    events: list[dict[str, str]] = []
    for number in range(count):
        if not events or chance.random() < 0.35:
            events.append(event(chance))
        about = chance.choice(events[-40:])
        lines = [t.format(**about) for t in chance.sample(_TELLINGS, chance.randrange(2, 5))]
        lines = [line[0].upper() + line[1:] for line in lines]
        for _ in range(chance.randrange(2, 6)):
            lines.insert(chance.randrange(len(lines) + 1), sentence(chance))
        if out and chance.random() < 0.15:
            theirs = chance.choice(out[-60:])["text"].split("\n\n")
            lines = [*theirs[: max(1, len(theirs) - 1)], *lines[:1]]
        elif out and chance.random() < 0.03:
            lines = out[-1]["text"].split("\n\n")
        if framed and chance.random() < 0.5:
            lines[0] = f"{about['place'].upper()}, March {number % 28 + 1} (Reuters) - {lines[0]}"
        if framed and chance.random() < 0.3:
            lines = [line.replace(" the ", " the\n") for line in lines] + ["(With inputs from Reuters)"]
        stamp = f"2024-03-{number % 28 + 1:02d}T{chance.randrange(24):02d}:{chance.randrange(60):02d}:00"
        out.append(
            {"id": f"t{number:06d}", "text": "\n\n".join(lines), "date": stamp, "outlet": chance.choice(OUTLETS)}
        )
    return out


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path

"""Scores short retellings with one change each: `python -m eval.own.short [--misses]`.

`changes/short*.toml` and `changes/sealed_short*.toml` hold pairs of two to four sentences in which one thing was changed; the rest
is told in other words. `change` is the type (or types between which careful people waver), how grave it is, and its words in the
parent and in the child, parted by `|`. The parent is given as the parent. Anything else of medium or high severity is a
false alarm. The sealed half is not read by those who write rules: only its totals are looked at.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import NamedTuple

from eval.own.score import FIGURES, Count, Item, Readings, add, alike, print_line, read_figures, touches
from eval.own.side_by_side import DAY, Sides, compare_sides, write_side
from retold import kinds

HERE = Path(__file__).parent / "changes"
FRONT = len(write_side("", DAY, 8))  # what stands before the text in its file
HALVES = {"short": "short*.toml", "short, sealed": "sealed_short*.toml"}
READINGS: Readings = {
    "must_recall": FIGURES["must_recall"],
    "must_typed": FIGURES["must_typed"],
    "must_loud": ("must_loud", lambda c: c.recall),  # found, and of medium or high severity
    "flag_prec": FIGURES["flag_prec"],
}


class Change(NamedTuple):
    """What was changed: the types it may bear, and its words in either text."""

    types: tuple[str, ...]
    parent: str
    child: str


class Judged(NamedTuple):
    """A pair, and the flags that touch its change, rightly named or not, and those that are false alarms."""

    name: str
    change: Change
    near: list[kinds.Discrepancy]
    right: list[kinds.Discrepancy]
    wrong: list[kinds.Discrepancy]


def read_change(line: str) -> Change:
    types, _, parent, child = (field.strip() for field in line.split("|"))
    return Change(tuple(types.split("/")), parent, child)


def judge(pair: Item) -> Judged:
    """What was found of the pair's one change."""
    change = read_change(pair["change"])
    reports, flags = compare_sides(Sides(pair["parent"], pair["child"]))
    places = {"a": _place(pair["parent"], change.parent), "b": _place(pair["child"], change.child)}

    def near_change(flag: kinds.Discrepancy) -> bool:
        sides = [[(s.start, s.end) for s in spans] for spans in (flag.parent_spans, flag.child_spans)]
        if flag.child_id != reports["child"].report_id:
            sides.reverse()
        return touches(dict(zip("ab", sides)), places)

    near = [flag for flag in flags if near_change(flag)]
    right = [flag for flag in near if any(alike(flag.type, kind) for kind in change.types)]
    wrong = [flag for flag in flags if flag.severity != "low" and flag not in right]
    return Judged(pair["name"], change, near, right, wrong)


def _place(text: str, words: str) -> list[Item]:
    """Where the words (several, parted by `//`) stand in the file that is written of the text."""
    starts = [(FRONT + text.index(part), part) for part in words.split(" // ") if part != "-"]
    return [{"start": start, "end": start + len(part)} for start, part in starts]


def count(judged: Judged) -> dict[str, Count]:
    typed = any(flag.type in judged.change.types for flag in judged.right)
    loud = [flag for flag in judged.right if flag.severity != "low"]
    return {
        "must": Count(bool(judged.right), 0, 1),
        "must_typed": Count(typed, 0, 1),
        "must_loud": Count(bool(loud), 0, 1),
        "flags": Count(len(loud), len(loud) + len(judged.wrong), 0),
    }


def measure_short(misses: bool = False) -> dict[str, float]:
    """The figures of the open and of the sealed half, of which a line is printed each.

    `misses`: what was missed or wrongly flagged in the open half is printed as well.
    """
    found: dict[str, float] = {}
    for half, files in HALVES.items():
        counts: dict[str, Count] = {}
        for file in sorted(HERE.glob(files)):
            for pair in tomllib.loads(file.read_text(encoding="utf-8"))["pair"]:
                judged = judge(pair)
                counts = add(counts, count(judged))
                if misses and half == "short":
                    _describe(judged)
        print_line(half, counts, READINGS)
        found |= {f"{half}/{name}": value for name, value in read_figures(counts, READINGS).items()}
    return found


def _describe(judged: Judged) -> None:
    if not judged.right:
        seen = ", ".join(f"{flag.type} ({flag.severity})" for flag in judged.near) or "nothing"
        change = judged.change
        print(
            f"{judged.name}: MISSED {'/'.join(change.types)}: {change.parent} > {change.child} (flagged there: {seen})"
        )
    for flag in judged.wrong:
        print(f"{judged.name}: WRONG {flag.type} ({flag.severity}): {flag.explanation}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--misses", action="store_true", help="list what was missed and wrongly flagged in the open half"
    )
    measure_short(parser.parse_args().misses)


if __name__ == "__main__":
    main()

"""Scores what changed in the pairs of eval/own/changes: `python -m eval.own.changes [NAME ...] [--misses]`.

A folder holds `parent`, `child` and `changes.txt`. The last is what a person writes, in the notation of the notes
(see eval/own/build.py), but a phrase is looked up in the whole report: a line a discrepancy (`D1! | type | severity |
parent | child | why`; `!`: it must be found), and a line a thing that only looks like one (`N1 | looks like | parent |
child | why`). Nothing but the discrepancies is annotated, so nothing else is scored. They were written before
Retold was run on them; the commit says what it found at first sight.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from eval.own.build import Marked
from eval.own.misses import discrepancies, false_flags
from eval.own.score import FIGURES, Count, Item, PairTrace, Spans, add, count_flags, print_line, trace_files

HERE = Path(__file__).parent / "changes"
FLAG_FIGURES = {name: FIGURES[name] for name in ("must_recall", "must_typed", "flag_prec", "-traps")}
# These pairs, and all whose name begins with `sealed_`, are not looked at while rules are written: only their totals are.
BLIND = ("orchestra", "spacewalk")


def read_changes(folder: Path) -> Item:
    """The gold of one pair: what score.count_flags reads."""
    report = {key: Marked(key, next(folder.glob(f"{name}.*")), []) for key, name in (("A", "parent"), ("B", "child"))}

    def side(key: str, field: str) -> list[Item]:
        if field == "-":
            return []
        made = []
        for phrase in field.split(" // "):
            start, end = report[key].locate(phrase, 0, len(report[key].source), folder.name)
            made.append({"start": start, "end": end, "text": report[key].source[start:end]})
        return made

    changes, traps = [], []
    for line in (folder / "changes.txt").read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.split("|")]
        if line.startswith("D"):
            name, kind, severity, a, b, why = fields
            sides = {"a": side("A", a), "b": side("B", b)}
            must = name.endswith("!")
            changes.append({"id": name, "type": kind, "severity": severity, **sides, "must": must, "explanation": why})
        elif line.startswith("N"):
            name, looks_like, a, b, why = fields
            sides = {"a": side("A", a), "b": side("B", b)}
            traps.append({"id": name, "looks_like": looks_like, **sides, "explanation": why})
    return {
        "pair_id": folder.name,
        "documents": {key: {"file": report[key].path.name, "sentences": []} for key in "AB"},
        "sources": {key: report[key].source for key in "AB"},
        "discrepancies": changes,
        "non_discrepancies": traps,
    }


def measure_changes(names: list[str] | None = None, misses: bool = False) -> dict[str, float]:
    """The figures of the pairs, and those of the blind half; a line is printed for each seen pair, for both halves and for all."""
    folders = sorted(path.parent for path in HERE.glob("*/changes.txt"))
    halves: dict[str, dict[str, Count]] = {"SEEN": {}, "BLIND": {}}
    for folder in folders:
        if names and folder.name not in names:
            continue
        gold = read_changes(folder)
        view = PairTrace(gold, trace_files(sorted(folder / gold["documents"][key]["file"] for key in "AB")))
        counts = count_flags(view)
        half = "BLIND" if folder.name in BLIND or folder.name.startswith("sealed_") else "SEEN"
        halves[half] = add(halves[half], counts)
        if half == "SEEN" or names:
            print_line(folder.name, counts, FLAG_FIGURES)
            if misses:
                print(*described(view), sep="\n")
    totals = add(halves["SEEN"], halves["BLIND"])
    for name, counts in [*halves.items(), ("TOTAL", totals)]:
        if counts:
            print_line(name, counts, FLAG_FIGURES)
    blind = halves["BLIND"]
    return {name: reading(totals[kind]) for name, (kind, reading) in FLAG_FIGURES.items()} | {
        f"blind/{name}": reading(blind[kind]) for name, (kind, reading) in FLAG_FIGURES.items() if blind
    }


def described(view: PairTrace) -> Iterator[str]:
    """What was missed and what was flagged wrongly, a line each."""

    def cut(key: str, spans: Spans) -> str:
        return " … ".join(" ".join(view.gold["sources"][key][s:e].split())[:160] for s, e in spans) or "-"

    yield from (line.replace("- ", "  MISSED ", 1) for line in discrepancies(view, cut))
    yield from (line.replace("- ", "  WRONG ", 1) for line in false_flags(view, cut))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only these pairs")
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was flagged wrongly")
    args = parser.parse_args()
    measure_changes(args.names, args.misses)


if __name__ == "__main__":
    main()

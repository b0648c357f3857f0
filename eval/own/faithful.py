"""How often a faithful retelling, written by hand, is flagged: `python -m eval.own.faithful [--flags]`.

`faithful/open*.toml` and `faithful/sealed.toml` hold pairs of a source and a retelling that changes nothing in it.
Each is written to two files, which are read and set side by side as the pipeline does it, the source given as the parent.
A pair counts as flagged where anything of medium or high severity is found. The sealed half is not read by those who
write rules: only its totals are looked at.
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.own.score import Item
from retold import facts, kinds, pipeline
from retold.tables import rows, to_table

HERE = Path(__file__).parent / "faithful"
HALVES = ("open", "sealed")
DAY = "2026-05-15"  # of both reports of a pair that does not say its own
PARENT, CHILD = "parent", "child"


def read_pairs(half: str) -> list[Item]:
    """The pairs of one half, as written."""
    return [p for file in sorted(HERE.glob(f"{half}*.toml")) for p in tomllib.loads(file.read_text("utf-8"))["pair"]]


def find_flags(pair: Item) -> list[kinds.Discrepancy]:
    """What is flagged loudly between the source and its retelling."""
    day = pair.get("published", DAY)
    sides = {
        PARENT: f"---\ndate: {day}T08:00:00Z\n---\n\n{pair['source']}",
        CHILD: f"---\ndate: {pair.get('retold', day)}T12:00:00Z\n---\n\n{pair['retelling']}",
    }
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.md" for name in sides}
        for name, path in paths.items():
            path.write_text(sides[name], encoding="utf-8")
        reports = pipeline.recover([str(path) for path in paths.values()]).reports
    found = rows(kinds.Report, reports)
    known = to_table(kinds.ReportFacts, [facts.extract_one(report) for report in found])
    name_of = {Path(report.path).stem: report.report_id for report in found}
    made = pipeline.compare(reports, known, name_of[PARENT], name_of[CHILD])
    return [flag for flag in made.discrepancies if flag.severity != "low"]


def measure_faithful(flags: bool = False) -> dict[str, float]:
    """The share of pairs flagged, of the open half and of the sealed; a line is printed for each.

    `flags`: what is flagged in the open half is printed as well, never that of the sealed.
    """
    shares: dict[str, float] = {}
    for half in HALVES:
        judged = [(pair, find_flags(pair)) for pair in read_pairs(half)]
        shares[half] = sum(bool(found) for _, found in judged) / len(judged)
        each = sum(len(found) for _, found in judged) / len(judged)
        if flags and half == "open":
            print(*described(judged), sep="\n")
        print(f"{half:8s} pairs={len(judged)} flagged_share={shares[half]:.3f} flags_a_pair={each:.3f}", flush=True)
    return {"-flagged_share": round(shares["open"], 4), "-sealed_flagged_share": round(shares["sealed"], 4)}


def described(judged: list[tuple[Item, list[kinds.Discrepancy]]]) -> Iterator[str]:
    """Each flag in a line, and how many there are of each type."""
    for pair, found in judged:
        yield from (f"{pair['name']}: {flag.type} ({flag.severity}): {flag.explanation}" for flag in found)
    types: Counter[str] = Counter(flag.type for _, found in judged for flag in found)
    yield "types: " + (", ".join(f"{kind} {count}" for kind, count in types.most_common()) or "none")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flags", action="store_true", help="list what is flagged in the open half")
    measure_faithful(parser.parse_args().flags)


if __name__ == "__main__":
    main()

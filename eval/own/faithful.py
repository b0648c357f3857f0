"""How often a faithful retelling, written by hand, is flagged: `python -m eval.own.faithful [--flags]`.

`faithful/open*.toml` and `faithful/sealed*.toml` hold pairs of a source and a retelling that changes nothing in it.
Each is written to two files, which are read and set side by side as the pipeline does it, the source given as the parent.
A pair counts as flagged where anything of medium or high severity is found. The sealed half is not read by those who
write rules: only its totals are looked at.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.own.score import Item
from eval.own.side_by_side import DAY, Sides, compare_sides
from retold import kinds

HERE = Path(__file__).parent / "faithful"
HALVES = ("open", "sealed")


def read_pairs(half: str) -> dict[str, list[Item]]:
    """The pairs of one half as written, by the name of their file."""
    return {file.stem: tomllib.loads(file.read_text("utf-8"))["pair"] for file in sorted(HERE.glob(f"{half}*.toml"))}


def find_flags(pair: Item) -> list[kinds.Discrepancy]:
    """What is flagged loudly between the source and its retelling."""
    day = str(pair.get("published", DAY))
    sides = Sides(pair["source"], pair["retelling"], day, str(pair.get("retold", day)))
    return [flag for flag in compare_sides(sides)[1] if flag.severity != "low"]


def measure_faithful(flags: bool = False) -> dict[str, float]:
    """The share of pairs flagged, of the open half and of the sealed; a line is printed for each and for its files.

    `flags`: what is flagged in the open half is printed as well, never that of the sealed.
    """
    shares: dict[str, float] = {}
    for half in HALVES:
        judged: list[tuple[Item, list[kinds.Discrepancy]]] = []
        for name, pairs in read_pairs(half).items():
            of_file = [(pair, find_flags(pair)) for pair in pairs]
            if flags and half == "open":
                print(*described(of_file), sep="\n")
            shares[name] = print_share(f"  {name}", of_file)
            judged += of_file
        shares[half] = print_share(half, judged)
    return {"-flagged_share": round(shares["open"], 4), "-sealed_flagged_share": round(shares["sealed"], 4)}


def print_share(name: str, judged: list[tuple[Item, list[kinds.Discrepancy]]]) -> float:
    """The share of pairs flagged, which is printed."""
    share = sum(bool(found) for _, found in judged) / len(judged)
    each = sum(len(found) for _, found in judged) / len(judged)
    print(f"{name:14s} pairs={len(judged)} flagged_share={share:.3f} flags_a_pair={each:.3f}", flush=True)
    return share


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

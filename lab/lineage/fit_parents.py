"""Writes retold/data/lineage/parents.txt: the weights with which lineage tells a child's parent from its rivals.

    python -m lab.lineage.fit_parents --trees 60 --half tune --gold ../shared/gold/stories ... > parents.txt

For each child of made trees the candidates and none compete in a softmax; with two parents either is right. The
chances it gives are calibrated as they are (python -m eval.trees prints the table). The gold folders were the annotated
stories, and what ../shared/score/hide_clues.py makes of them without dates and credits, and with jittered dates.
numpy is needed, in the lab alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from eval.trees import make_tree
from retold import align, kinds, match, pipeline
from retold.lineage.rivals import Shares, weigh_rivals
from retold.lineage.story import _fold, _onto_firsts
from retold.lineage.weighing import weigh_pairs
from retold.settings import DEFAULTS
from retold.tables import rows, to_table

Example = tuple[list[dict[str, float]], list[bool], float]


def examples(reports: list[kinds.Report], edges: set[tuple[str, str]], weight: float) -> Iterator[Example]:
    """For each child: the features of its candidates, which of them are right, and what the child counts."""
    table = to_table(kinds.Report, reports)
    pairs = match.find_pairs(table, to_table(kinds.ReportFacts, []), settings=DEFAULTS)
    links = rows(kinds.Link, align.link_sentences(table, pairs, settings=DEFAULTS))
    told, copies = _fold(sorted(reports, key=lambda r: r.report_id))
    weighed = weigh_pairs(told, _onto_firsts(links, reports, copies), DEFAULTS)
    edges = {(copies.get(p, p), copies.get(c, c)) for p, c in edges}
    for keys, given in weigh_rivals(told, weighed, Shares(told)):
        yield given, [k in edges for k in keys], weight


def gold_examples(folder: Path, weight: float) -> Iterator[Example]:
    """The examples of annotated stories."""
    for gold in sorted(folder.glob("*/gold.json")):
        answers = json.loads(gold.read_text(encoding="utf-8"))
        paths = [str(p) for p in sorted(gold.parent.iterdir()) if p.name != "gold.json"]
        inside = {r["file"] for r in answers["reports"] if r["in_story"]}
        found = [r for r in rows(kinds.Report, pipeline.recover(paths).reports) if Path(r.path).name in inside]
        by_file = {Path(r.path).name: r.report_id for r in found}
        edges = {(by_file[p], by_file[d["child"]]) for d in answers["derivations"] for p in d["parents"]}
        yield from examples(found, edges, weight)


def fit(data: list[Example], ridge: float) -> dict[str, float]:
    """The weights of a softmax of candidates against none, by gradient descent on penalised likelihood."""
    names = sorted(data[0][0][0])
    sizes = [len(given) for given, _, _ in data]
    matrix = np.array([[g[n] for n in names] for given, _, _ in data for g in given])
    right = np.array([ok for _, oks, _ in data for ok in oks], dtype=float)
    child = np.repeat(np.arange(len(data)), sizes)
    counts = np.array([weight for _, _, weight in data])
    scale = np.maximum(matrix.std(axis=0), 0.05)
    scale[names.index("none")] = 1.0
    scaled = matrix / scale
    rooted = 1.0 - np.minimum(1.0, np.bincount(child, right, len(data)))
    w = np.zeros(len(names))
    step, memory, square = 0.05, np.zeros_like(w), np.zeros_like(w)
    for turn in range(1, 1201):
        raw = np.exp(np.clip(scaled @ w, -40, 40))
        whole = 1.0 + np.bincount(child, raw, len(data))
        chance = raw / whole[child]
        good = rooted + np.bincount(child, raw * right, len(data))
        target = np.where(right > 0, raw / good[child], 0.0)
        gradient = scaled.T @ ((chance - target) * counts[child]) / counts.sum() + ridge * w
        memory = 0.9 * memory + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        w -= step * (memory / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.999**turn)) + 1e-8)
    return {n: float(round(v, 4)) for n, v in zip(names, w / scale)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trees", type=int, default=60)
    parser.add_argument("--half", default="tune")
    parser.add_argument("--first", type=int, default=0, help="seed of the first tree")
    parser.add_argument("--gold", nargs="*", default=[], help="folders of annotated stories")
    parser.add_argument("--gold-weight", type=float, default=8.0)
    parser.add_argument("--ridge", type=float, default=1e-3)
    options = parser.parse_args()
    data: list[Example] = []
    for seed in range(options.first, options.first + options.trees):
        tree = make_tree(seed, options.half)
        data += examples(tree.reports, tree.edges, 1.0)
    for folder in options.gold:
        data += gold_examples(Path(folder), options.gold_weight)
    lines = [
        "# What tells a child's parent from its rivals, in log-odds against no parent at all; each is told in rivals.py.",
        f"# Made by lab/lineage/fit_parents.py from {len(data)} children of made trees and annotated stories.",
        *(f"{name} {value}" for name, value in fit(data, options.ridge).items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How the two thresholds of `wording` were chosen: settings `lineage_wording_loose` and `lineage_wording_close`.

    python -m lab.lineage.fit_wording ../shared/data/derivation_clough

Two thresholds on one share (retold/lineage/following.py) are all that is fitted. Each task is told with the thresholds
of the other tasks; then the thresholds of all. What lost, each by task: 3-gram containment, longest run, longest common subsequence of the whole texts, our cover, and logistic
regressions over two or three of them (.62 to .80): a subsequence over whole texts is fed by function words.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.predict import read_lines, recover_rows, wording_between

SLOPES = (6, 8, 10, 12, 15, 20, 30)
CLASSES = ("non-derived", "partially-derived", "wholly-derived")
Judged = tuple[str, float, int]  # task, share that follows, class


def judged(data: Path) -> list[Judged]:
    """Each answer's task, how far it follows its source, and what its writer was told to do."""
    sources, items = recover_rows(read_lines(data / "sources.jsonl")), read_lines(data / "input.jsonl")
    answers = recover_rows(items)
    lines = (data / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    label = {row["id"]: CLASSES.index(row["label3"]) for row in map(json.loads, lines)}
    return [
        (i["source"], wording_between(sources[i["source"]], answers[i["id"]])[1], label[i["id"]])
        for i in items
        if i["id"] in answers
    ]


def tell(follows: float, thresholds: tuple[float, float]) -> int:
    """The class of a share."""
    return sum(follows >= t for t in thresholds)


def macro_f1(told: Sequence[int], right: Sequence[int]) -> float:
    """The mean F1 of the classes."""
    scores = []
    for c in range(len(CLASSES)):
        hits = sum(a == b == c for a, b in zip(told, right, strict=True))
        whole = told.count(c) + right.count(c)
        scores.append(2 * hits / whole if whole else 0.0)
    return sum(scores) / len(scores)


def fit(rows: Sequence[Judged]) -> tuple[float, float]:
    """The two thresholds: where a logistic curve, the likeliest of a grid, gives either class the same chance.

    Thresholds that give the best macro-F1 itself follow one answer of twenty, and fail on the next task.
    """
    found = []
    for c in (1, 2):
        curves = [(round(_likelihood(rows, c, t / 200, slope), 9), -t) for t in range(10, 190) for slope in SLOPES]
        found.append(-max(curves)[1] / 200)
    return found[0], found[1]


def _likelihood(rows: Sequence[Judged], least: int, threshold: float, slope: float) -> float:
    return -math.fsum(
        math.log1p(math.exp((-1 if label >= least else 1) * slope * (share - threshold))) for _, share, label in rows
    )


def main() -> int:
    say = sys.stdout.write
    rows = judged(Path(sys.argv[1]))
    told: list[int] = []
    right: list[int] = []
    for task in sorted({t for t, _, _ in rows}):
        loose, close = fit([r for r in rows if r[0] != task])
        say(f"without {task}: loose from {loose:.3f}, close from {close:.3f}\n")
        told += [tell(f, (loose, close)) for t, f, _ in rows if t == task]
        right += [c for t, _, c in rows if t == task]
    say(f"each task told by the others: macro-F1 {macro_f1(told, right):.3f}\n")
    loose, close = fit(rows)
    score = macro_f1([tell(f, (loose, close)) for _, f, _ in rows], [c for _, _, c in rows])
    say(f"all: loose from {loose:.3f}, close from {close:.3f}, macro-F1 {score:.3f}\n")
    for c, name in enumerate(CLASSES):
        shares = sorted(f for _, f, k in rows if k == c)
        say(f"{name:18} {' '.join(f'{f:.2f}' for f in shares)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

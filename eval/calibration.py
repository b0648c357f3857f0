"""Whether a confidence means what it says: of the edges given .9, nine in ten should be right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Judged = tuple[float, bool]  # the confidence of an edge, and whether it is right


def calibration_error(judged: Sequence[Judged]) -> float:
    """How far confidence is from the share that is right, in ten bands, weighed by their size."""
    bands: dict[int, list[Judged]] = {}
    for confidence, right in judged:
        bands.setdefault(band_of(confidence), []).append((confidence, right))
    off = sum(abs(sum(c for c, _ in band) - sum(ok for _, ok in band)) for band in bands.values())
    return off / max(1, len(judged))


def band_of(confidence: float) -> int:
    """Which of ten bands a confidence falls in; the last one holds 1 too."""
    return min(9, int(confidence * 10))


def calibration_table(columns: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """A Markdown table, a row a band of confidence: how many edges were given it, and how many of them are right."""
    yield f"| confidence | {' | '.join(columns)} |"
    yield f"| --- |{' --- |' * len(columns)}"
    for low in range(10):
        cells = []
        for judged in columns.values():
            band = [ok for confidence, ok in judged if band_of(confidence) == low]
            cells.append(f"{sum(band)} of {len(band)}, {sum(band) / len(band):.2f}" if band else "")
        if any(cells):
            yield f"| {low / 10:.1f} to {low / 10 + 0.1:.1f} | {' | '.join(cells)} |"
    yield f"| error | {' | '.join(f'{calibration_error(j):.3f}' if j else '' for j in columns.values())} |"


def judge_story_edges(trace: Mapping[str, Any], gold: Path) -> list[Judged]:
    """The edges of a trace of annotated stories, each with whether it is right; a copy of the parent is as good as it."""
    right: set[tuple[str, str]] = set()
    for path in sorted(gold.glob("*/gold.json")):
        answers = json.loads(path.read_text(encoding="utf-8"))
        right |= {(p, d["child"]) for d in answers["derivations"] for p in d["parents"]}
        right |= {(also, e["child"]) for e in answers.get("equivalent_parents", []) for also in e["also"]}
    name = {r["report_id"]: Path(r["path"]).name for r in trace["reports"]}
    edges = [d for story in trace["stories"] for d in story["derivations"] if d["parent_id"]]
    return [(d["confidence"], (name[d["parent_id"]], name[d["child_id"]]) in right) for d in edges]

"""The gate: Retold's figures on labelled data against the floors of eval/floors.json.

`python -m eval.gate [--only NAME ...] [--write]`. The project's own annotated reports (eval/own) are scored always;
the labelled sets and scorers of ../shared where they are, and their absence is said loudly. `--write` sets
the floors to what is measured, rounded down: for a commit of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from eval.calibration import calibration_table, judge_story_edges

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("RETOLD_SHARED", ROOT.parent / "shared"))
FLOORS = ROOT / "eval" / "floors.json"
GOALS = ROOT / "eval" / "goals.json"
REPORT = ROOT / "docs" / "quality.md"
RETOLD = [sys.executable, "-m", "retold", "trace", "--json", "-"]

# How each labelled set is scored, and which figures are held; "-" before a name: lower is better.
SETS: dict[str, tuple[list[str], list[str]]] = {
    "align_pan13": (["score_align.py", "--by", "subset"], ["plagdet"]),
    "cluster_5w1h": (["score_clusters.py"], ["pair_f1"]),
    "cluster_ecbplus": (["score_clusters.py"], ["pair_f1"]),
    "damage_bln600": (["score_repair.py", "INPUT"], ["-made_worse", "-clean_harmed"]),
    "damage_ftfy": (["score_repair.py", "INPUT"], ["exact", "-clean_harmed"]),
    "damage_loops": (["score_repair.py", "INPUT"], ["-cer_after"]),
    "dates_htmldate": (["score_dates.py"], ["accuracy"]),
    "dates_tbaq": (["score_dates.py", "--timex"], ["value_f1"]),
    "derivation_clough": (["score_labels.py", "--field", "label3"], ["macro_f1"]),
    "events_plover": (["score_labels.py", "--field", "event"], ["macro_f1"]),
    "extract_aeb": (["score_extract.py"], ["f1"]),
    "extract_fundus": (["score_extract.py"], ["title_acc", "date_acc"]),
    "extract_trafilatura": (["score_extract.py", "--segments"], ["f1"]),
    "fact_bump": (["score_claims.py", "--types"], ["auc"]),
    "fact_qags": (["score_claims.py"], ["balanced_accuracy"]),
    "fact_summedits_news": (["score_claims.py"], ["balanced_accuracy"]),
    "figures_newsquant": (["score_figures.py"], ["value_f1", "value_unit_f1"]),
    "para_msrp": (["score_labels.py"], ["accuracy"]),
    "quotes_de_wikinews": (["score_quotes.py"], ["content_f1"]),
    "quotes_polnear": (["score_quotes.py"], ["content_f1", "source_acc_given_content"]),
}
PAIR_FIGURES = [
    "align_f1",
    "relation",
    "direction",
    "must_recall",
    "must_typed",
    "flag_prec",
    "-traps",
    "stmt_f1",
    "stmt_speaker_f1",
    "qty_recall",
    "qty_bound",
    "date_recall",
    "defect_recall",
]


PARTS = ("own", "changes", "faithful", "wolf", "trees", "pairs", "stories", "hidden")


def figures(line: str) -> dict[str, float]:
    """The name=number pairs of a scorer's line."""
    return {k: float(v) for k, v in re.findall(r"(\w+)=(-?[\d.]+)", line)}


def run(*command: str | Path) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"gate: {' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def measure_set(name: str, data: Path, folder: Path) -> dict[str, float]:
    """The figures of one labelled set; of one scored by part, each part's under `name/part`."""
    scorer, held = SETS[name]
    out = folder / f"{name}.jsonl"
    run(sys.executable, "-m", "eval.predict", name, data, out)
    extra = [str(data / "input.jsonl") if a == "INPUT" else a for a in scorer[1:]]
    printed = run(sys.executable, SHARED / "score" / scorer[0], out, data / "truth.jsonl", *extra)
    print(printed.rstrip())
    found: dict[str, float] = {}
    for line in printed.splitlines():
        part = re.search(r"\bsubset=(\S+)", line)
        got = figures(line)
        for figure in held:
            plain = figure.lstrip("-")
            if plain in got:
                found.setdefault(f"{part.group(1)}/{figure}" if part else figure, got[plain])
    return found


def measure_pairs(gold: Path) -> dict[str, float]:
    """The totals of score_pairs.py, through the command line."""
    printed = run(sys.executable, SHARED / "score" / "score_pairs.py", gold, "--", *RETOLD)
    print(printed.rstrip())
    got = figures(printed.splitlines()[-1])
    return {name: got[name.lstrip("-")] for name in PAIR_FIGURES}


def measure_stories(gold: Path, folder: Path) -> dict[str, float]:
    """Grouping, edges, lost parents and origins over the stories in one pile; their records."""
    piles = [p for s in sorted(gold.glob("s*")) for p in sorted(s.iterdir()) if p.name != "gold.json"]
    trace, predictions = folder / "stories.json", folder / "stories.pred.json"
    trace.write_text(run(*RETOLD, *piles), encoding="utf-8")
    predictions.write_text(
        run(sys.executable, SHARED / "score" / "story_predictions.py", trace, gold), encoding="utf-8"
    )
    printed = run(sys.executable, SHARED / "score" / "score_story.py", gold, predictions, "--json")
    scores = json.loads(printed)
    record = run(sys.executable, SHARED / "score" / "score_story_record.py", trace, gold)
    print(record.rstrip())
    numbers = flat(scores)
    found = {f"story/{ours}": numbers[theirs] for ours, theirs in STORY_FIGURES.items()}
    totals = {line.split()[1]: figures(line) for line in record.splitlines() if line.startswith("TOTAL")}
    for part, held in RECORD_FIGURES.items():
        found.update({f"{part}/{name}": totals[part][name.lstrip("-")] for name in held})
    return found


# How the clues of the annotated stories are hidden; jitter by three seeds, since one is kind or unkind by chance.
HIDDEN = {
    "dates_hidden": [["--dates", "remove"]],
    "dates_jittered": [["--dates", "jitter", "--hours", "12", "--seed", str(seed)] for seed in (1, 2, 3)],
    "dates_credits_hidden": [["--dates", "remove", "--credits", "remove"]],
}


def measure_hidden(gold: Path, folder: Path) -> tuple[dict[str, float], list[str]]:
    """Edges of the stories, and directions of the pairs, without dates and credits; and the calibration of all."""
    judged = {"dates shown": judge_story_edges(trace_stories(gold / "stories", folder), gold / "stories")}
    found: dict[str, float] = {}
    for name, ways in HIDDEN.items():
        f1: list[float] = []
        for number, way in enumerate(ways):
            copy = folder / f"{name}{number}"
            run(sys.executable, SHARED / "score" / "hide_clues.py", gold / "stories", copy, *way)
            trace = trace_stories(copy, folder)
            f1.append(score_edges(trace, copy, folder))
            judged.setdefault(name.replace("_", " "), []).extend(judge_story_edges(trace, copy))
        found[f"{name}/edge_f1"] = min(f1)
    pairs = folder / "pairs_hidden"
    run(sys.executable, SHARED / "score" / "hide_clues.py", gold / "pairs", pairs, *HIDDEN["dates_credits_hidden"][0])
    printed = run(sys.executable, SHARED / "score" / "score_pairs.py", pairs, "--", *RETOLD)
    found["dates_credits_hidden/direction"] = figures(printed.splitlines()[-1])["direction"]
    return found, list(calibration_table(judged))


def trace_stories(gold: Path, folder: Path) -> dict[str, Any]:
    """The trace of all stories of a folder in one pile."""
    piles = [p for s in sorted(gold.glob("s*")) for p in sorted(s.iterdir()) if p.name != "gold.json"]
    traced: dict[str, Any] = json.loads(run(*RETOLD, *piles))
    return traced


def score_edges(trace: dict[str, Any], gold: Path, folder: Path) -> float:
    """The F1 of parent edges, by the scorer of stories."""
    traced, predictions = folder / "hidden.json", folder / "hidden.pred.json"
    traced.write_text(json.dumps(trace), encoding="utf-8")
    predictions.write_text(
        run(sys.executable, SHARED / "score" / "story_predictions.py", traced, gold), encoding="utf-8"
    )
    printed = run(sys.executable, SHARED / "score" / "score_story.py", gold, predictions, "--json")
    return flat(json.loads(printed))["edges.f1"]


RECORD_FIGURES = {
    "figures": ["slot_f1_listed", "verdict_macro_f1"],
    "quotes": ["slot_f1"],
    "discrepancies": ["must_recall", "flag_prec", "-traps"],
    "key_sentences": ["first_acc", "carrier_f1"],
}
STORY_FIGURES = {
    "grouping_f1": "grouping.f1",
    "-distractors": "distractors.merged",
    "edge_f1": "edges.f1",
    "ancestor_f1": "ancestors.f1",
    "lost_parent_f1": "lost_parent.f1",
    "origins_exact": "origins.exact",
}


def flat(value: object, lead: str = "") -> dict[str, float]:
    """The numbers of nested dictionaries, by dotted name."""
    if isinstance(value, dict):
        return {k: v for name, inner in value.items() for k, v in flat(inner, f"{lead}{name}.").items()}
    return {lead.rstrip("."): float(value)} if isinstance(value, int | float) else {}


def below(measured: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What fell below its floor, or rose above it where lower is better, or was not measured."""
    fallen = []
    for name, floor in floors.items():
        value = measured.get(name)
        lower = name.rpartition("/")[2].startswith("-")
        if value is None:
            fallen.append(f"{name} was not measured (floor {floor})")
        elif (value > floor + 1e-9) if lower else (value < floor - 1e-9):
            fallen.append(f"{name} is {value:.4f}, floor {floor}")
    return fallen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only",
        nargs="+",
        choices=[*PARTS, *SETS],
        metavar="NAME",
        help=f"these parts alone: {', '.join(PARTS)}, or names of sets",
    )
    parser.add_argument("--write", action="store_true", help="set the floors of what is measured")
    parser.add_argument("--report", action="store_true", help="write docs/quality.md from what is measured")
    arguments = parser.parse_args()
    wanted = set(arguments.only or [])
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    measured: dict[str, dict[str, float]] = {}

    def want(name: str) -> bool:
        return not wanted or name in wanted

    def note(name: str, found: dict[str, float], began: float) -> None:
        measured[name] = found
        print(
            f"{name}: {', '.join(f'{k} {v:.4f}' for k, v in found.items())}  ({time.monotonic() - began:.0f} s)\n",
            flush=True,
        )

    if want("own"):
        from eval.own import measure_own

        began = time.monotonic()
        note("own", measure_own(), began)
    if want("changes"):
        from eval.own.changes import measure_changes

        began = time.monotonic()
        note("changes", measure_changes(), began)
    if want("faithful"):
        from eval.own.faithful import measure_faithful

        began = time.monotonic()
        note("faithful", measure_faithful(), began)
    if want("wolf"):
        from eval.wolf import measure_wolf

        began = time.monotonic()
        note("wolf", measure_wolf(), began)
    tables: dict[str, list[str]] = {}
    if want("trees"):
        from eval.trees import measure_trees

        began = time.monotonic()
        trees = measure_trees()
        tables["500 made trees of 3 to 40 reports"] = list(calibration_table(trees.columns()))
        print("\n".join(tables["500 made trees of 3 to 40 reports"]))
        note("trees", trees.figures(), began)
    if SHARED.is_dir():
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            if want("pairs"):
                began = time.monotonic()
                note("pairs", measure_pairs(SHARED / "gold" / "pairs"), began)
            if want("stories"):
                began = time.monotonic()
                note("stories", measure_stories(SHARED / "gold" / "stories", folder), began)
            if want("hidden"):
                began = time.monotonic()
                found, table = measure_hidden(SHARED / "gold", folder)
                tables["four story sets, as they are and with dates hidden or jittered by up to 12 hours"] = table
                print("\n".join(table))
                note("hidden", found, began)
            for name in SETS:
                if want(name) and (SHARED / "data" / name).is_dir():
                    began = time.monotonic()
                    note(name, measure_set(name, SHARED / "data" / name, folder), began)
    else:
        print("gate: SKIPPED all but eval/own: the shared labelled data is not here", file=sys.stderr)
    if arguments.report:
        REPORT.write_text(report(measured, tables), encoding="utf-8")
    if arguments.write:
        for name, found in measured.items():
            floors[name] = {k: round_to_floor(k, v) for k, v in found.items()}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
        return 0
    fallen = [f"{name}: {what}" for name, found in measured.items() for what in below(found, floors.get(name, {}))]
    for what in fallen:
        print(f"gate: {what}", file=sys.stderr)
    print(f"gate: {'FAILED' if fallen else 'passed'}, {sum(map(len, measured.values()))} figures")
    return 1 if fallen else 0


def report(measured: dict[str, dict[str, float]], tables: dict[str, list[str]]) -> str:
    """The page that says how good Retold is: ours against the trivial answer, the best known, and the goal."""
    lines = [
        "# How good it is",
        "",
        "Written by `python -m eval.gate --report`. The sets are labelled by people, or made by hand for this project; what",
        'each is, and who made it, stands in its own README, outside this repository. "Trivial" is what a line of code',
        'reaches, "best known" the best published or measured figure that we know of. Where a figure falls short of its goal',
        "it is shown all the same. The pairs and stories were looked at while the rules were written: expect less on others;",
        "`own` below was annotated by somebody who had not read the rules.",
        "",
        "| what | set | figure | trivial | best known | goal | Retold |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    goals = json.loads(GOALS.read_text(encoding="utf-8"))
    for name in [*goals, *(n for n in measured if n not in goals)]:
        goal = goals.get(name, {"what": "", "figures": {}})
        for figure, value in measured.get(name, {}).items():
            known = goal["figures"].get(figure, [None, None, None])
            said = ["" if v is None else f"{v:g}" for v in known]
            lines.append(f"| {goal['what']} | {name} | {figure.lstrip('-')} | {' | '.join(said)} | {value:.3f} |")
    if tables:
        lines += ["", "## What a confidence means", ""]
        lines.append("Of the edges that were given a confidence, so many are right: the parent named is the parent.")
        lines.append(
            "`error` is how far confidence and share lie apart on average (expected calibration error, ten bands)."
        )
    for what, table in tables.items():
        lines += ["", f"{what[:1].upper()}{what[1:]}:", "", *table]
    return "\n".join(lines) + "\n"


def round_to_floor(name: str, value: float) -> float:
    """A floor a little on the safe side of what was measured."""
    if name.rpartition("/")[2].startswith("-"):
        return math.ceil(value * 1000) / 1000
    return math.floor(value * 1000) / 1000


if __name__ == "__main__":
    sys.exit(main())

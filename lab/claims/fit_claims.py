"""Writes retold/data/record/claims.txt and rewordings.txt: the weights of the comparer of claims.

    python -m lab.claims.fit_claims claims ../shared/data/fact_* --made ../shared/data/wire_unlabelled/docs.jsonl > ...
    python -m lab.claims.fit_claims rewordings ../shared/data/para_msrp --ridge 0.1 > ...
    ... --folds 8      prints figures cross-validated by source document instead of weights

The weights are those of two logistic regressions with a ridge, added up: one on the labelled sets, one on made claims
(its share: --made-share), brought to one scale and calibrated on the labelled sets. A feature may only have a weight of
the sign that GOOD and FREE allow it. Each labelled set and class counts the same. A set that gives the unchanged claim
(`reference`, `original`) tells which sentence of a changed text is the changed one. numpy is needed, in the lab alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from eval.predict import read_facts, read_lines, recover_rows
from lab.claims.made_claims import Maker, as_report, make_claims, read_texts
from retold import kinds, pipeline
from retold.record.claim_evidence import SourceIndex
from retold.record.claim_weights import Weights, of_text
from retold.record.claims import answers_of, flag_features, flags_of, reworded_features, sentence_features
from retold.record.comparing import Side
from retold.settings import DEFAULTS
from retold.tables import to_table

# What only ever speaks for a claim, and what may speak either way; all else only speaks against it.
GOOD = frozenset("cover cover_first verbatim verbatim_all longest in_step lead".split())
FREE = frozenset("length close".split())
# Left out. Synonyms in place of words: in sets of edited summaries they mark the faithful edits, and a claim is not the
# truer for them. The others told the sets apart, not the claims.
UNUSED = frozenset("synonym_in_place breaks turned pronoun lead verbatim_all blame_opposite_loose".split())
# Of the whole text, fitted by itself after the others, on the least likely sentence of each text.
OF_TEXT = frozenset({"text_words"})


class Example(NamedTuple):
    """A text held against a source: the features of its sentences, and which of them are supported."""

    group: str  # the labelled set
    source: str  # what must not stand on both sides of a cross-validation
    sentences: list[dict[str, float]]
    labels: list[int]
    label: int


def direction(name: str) -> int:
    plain = name.removeprefix("low_").removeprefix("high_")
    if plain in GOOD:
        return 1
    return 0 if plain in FREE else -1


def _plain(text: str) -> str:
    return " ".join(text.replace(" .", ".").split()).rstrip(" .")


def claim_examples(folder: Path) -> Iterator[Example]:
    """The examples of a labelled set of claims."""
    items = read_lines(folder / "input.jsonl")
    truth = {t["id"]: t for t in map(json.loads, (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines())}
    sources = {
        k: SourceIndex(Side(r, kinds.Facts())) for k, r in recover_rows(read_lines(folder / "sources.jsonl")).items()
    }
    claims = recover_rows(items)
    facts = read_facts([s.side.report for s in sources.values()])
    facts.update(read_facts(claims.values()))
    for item in items:
        if item["id"] not in claims or item["source"] not in sources:
            continue
        side = Side(claims[item["id"]], kinds.Facts())
        report = sources[item["source"]].side.report
        known = [
            kinds.ReportFacts(report_id=report.report_id, facts=facts[item["source"]]),
            kinds.ReportFacts(report_id=side.report.report_id, facts=facts[item["id"]]),
        ]
        tables = to_table(kinds.Report, [report, side.report]), to_table(kinds.ReportFacts, known)
        flags = pipeline.compare(*tables, parent_id=report.report_id, child_id=side.report.report_id).discrepancies
        answer = truth[item["id"]]
        whole = _plain(answer.get("reference") or answer.get("original") or "")
        features, labels = [], []
        source = sources[item["source"]]
        answers = answers_of(source, side)
        over = of_text([found.words for found in answers.values()])
        for n, found in answers.items():
            s = side.sentences[n]
            kept = whole and len(side.sentences) > 1 and _plain(side.text[s.start : s.end]) in whole
            features.append(
                {**sentence_features(source, found), **flag_features(flags_of(source, side, n, found, flags)), **over}
            )
            labels.append(1 if kept else int(answer["label"]))
        if features:
            yield Example(folder.name, item["source"], features, labels, int(answer["label"]))


def made_examples(paths: Sequence[str], each: int, seed: int) -> Iterator[Example]:
    """The examples of made claims; a quarter of them without capitals, as some data sets have them."""
    maker = Maker(read_texts(paths), seed)
    dice = random.Random(seed)
    known: dict[tuple[int, bool], SourceIndex] = {}
    for made in make_claims(maker, each):
        low = dice.random() < 0.25
        if (made.source, low) not in known:
            text = maker.sides[made.source].text
            known[made.source, low] = SourceIndex(Side(as_report(text.lower() if low else text), kinds.Facts()))
        source = known[made.source, low]
        side = Side(as_report(made.text.lower() if low else made.text), kinds.Facts())
        answers = list(answers_of(source, side).values())
        if len(answers) == 1:
            features = {
                **sentence_features(source, answers[0]),
                **flag_features([]),
                **of_text([answers[0].words]),
            }
            yield Example("made", f"made{made.source}", [features], [made.label], made.label)


def reworded_examples(folder: Path) -> Iterator[Example]:
    """The examples of a set of sentence pairs that mean the same or not."""
    items = read_lines(folder / "input.jsonl")
    truth = {t["id"]: t for t in map(json.loads, (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines())}
    left = recover_rows({"id": i["id"], "text": i["a"]} for i in items)
    right = recover_rows({"id": i["id"], "text": i["b"]} for i in items)
    for item in items:
        if item["id"] in left and item["id"] in right:
            sides = (Side(r, kinds.Facts()) for r in (left[item["id"]], right[item["id"]]))
            features = reworded_features(*sides)
            label = int(truth[item["id"]]["label"])
            if features:
                yield Example(folder.name, item["id"], [features], [label], label)


# ---------------------------------------------------------------- fitting

NAMED = 3.0  # what a named change takes before the weights are brought to the odds of texts


def is_named(features: dict[str, float]) -> bool:
    """Whether `hold_against` names a change in a sentence; there are no flags in made claims."""
    exchanged = features.get("close_for_number", 0.0) + features.get("close_for_day", 0.0)
    opposite = features.get("close", 0.0) * features.get("opposite_in_place", 0.0)
    return exchanged + opposite + features.get("flag_fact", 0.0) + features.get("blame_for_rival", 0.0) > 0


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> tuple[Any, Any, Any]:
    """The sentences as rows, whether each is supported, and its weight; an unchanged sentence counts once."""
    seen: set[tuple[str, int, tuple[float, ...]]] = set()
    table, labels, groups = [], [], []
    for e in examples:
        for features, label in zip(e.sentences, e.labels):
            values = tuple(features.get(n, 0.0) for n in names)
            if (e.source, label, values) not in seen:
                seen.add((e.source, label, values))
                table.append(values)
                labels.append(label)
                groups.append(e.group)
    right = np.array(labels, dtype=float)
    weight = np.ones(len(right))
    for group in sorted(set(groups)):
        for label in (0, 1):
            mine = (np.array(groups) == group) & (right == label)
            if mine.any():
                weight[mine] = 1.0 / mine.sum()
    return np.array(table), right, weight / weight.sum()


def _regress(matrix: Any, right: Any, weight: Any, signs: Any, ridge: float) -> Any:
    """Weights of the features as they are, each of its sign: logistic regression by projected gradient descent."""
    middle, width = matrix.mean(axis=0), matrix.std(axis=0) + 0.02
    scaled = (matrix - middle) / width
    w, base = np.zeros(len(signs)), 0.0
    for _ in range(500):
        error = weight * (1 / (1 + np.exp(-np.clip(scaled @ w + base, -40, 40))) - right)
        w -= 0.4 * (scaled.T @ error + ridge * w)
        base -= 0.4 * error.sum()
        w[((signs > 0) & (w < 0)) | ((signs < 0) & (w > 0))] = 0.0
    return w / width


def fit(examples: Sequence[Example], options: argparse.Namespace) -> Weights:
    """The weights that tell supported sentences from others."""
    names = sorted(
        n
        for n in {n for e in examples for features in e.sentences for n in features}
        if n.removeprefix("low_").removeprefix("high_") not in UNUSED | OF_TEXT
    )
    signs = np.array([direction(n) for n in names])
    matrix, right, weight = _matrix([e for e in examples if e.group != "made"], names)
    if options.what == "rewordings":
        weight = np.full(len(right), 1 / len(right))
    w = _regress(matrix, right, weight, signs, options.ridge)
    made = [e for e in examples if e.group == "made"]
    if made:
        other = _regress(*_matrix(made, names), signs, options.ridge)
        w = w / (matrix @ w).std() + options.made_share * other / (matrix @ other).std()
    score = matrix @ w
    slope, base = 1.0, 0.0
    for _ in range(3000):
        error = weight * (1 / (1 + np.exp(-(slope * (score - score.mean()) + base))) - right)
        slope -= 0.5 * (error * (score - score.mean())).sum()
        base -= 0.5 * error.sum()
    found = Weights(float(base - slope * score.mean()), tuple((n, float(v)) for n, v in zip(names, slope * w)))
    return _rounded(found if options.what == "rewordings" else _of_texts(found, examples))


def _of_texts(weights: Weights, examples: Sequence[Example]) -> Weights:
    """The weights once more, with what the length of a text adds, so that one bar serves short and long retellings."""
    real = [e for e in examples if e.group != "made"]
    count: dict[tuple[str, int], int] = defaultdict(int)
    for e in real:
        count[e.group, e.label] += 1
    weight = np.array([1 / count[e.group, e.label] for e in real])
    weight /= weight.sum()
    least = np.array([min(weights.odds(f) - NAMED * is_named(f) for f in e.sentences) for e in real])
    length = np.array([e.sentences[0]["text_words"] for e in real])
    right = np.array([e.label for e in real], dtype=float)
    # Far below the bar it does not matter how far.
    table = np.column_stack([8 * np.tanh(least / 8), length - length.mean(), np.ones(len(real))])
    w = np.array([0.5, 0.0, 0.0])
    for _ in range(3000):
        w -= 0.3 * (table.T @ (weight * (1 / (1 + np.exp(-table @ w)) - right)))
    base = w[0] * weights.base + w[2] - w[1] * length.mean()
    found = [(n, w[0] * v) for n, v in weights.weights]
    return Weights(float(base), (*found, ("text_words", float(w[1]))))


def _rounded(weights: Weights) -> Weights:
    found = tuple((n, float(round(v, 4))) for n, v in sorted(weights.weights) if round(v, 4))
    return Weights(float(round(weights.base, 4)), found)


# ---------------------------------------------------------------- figures


def auc(scored: Sequence[tuple[float, int]]) -> float:
    good = [s for s, label in scored if label]
    bad = [s for s, label in scored if not label]
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / max(1, len(good) * len(bad))


def balanced(scored: Sequence[tuple[float, int]], bar: float) -> tuple[float, float]:
    """Balanced accuracy and false alarms where all below `bar` is called unsupported."""
    kept = [s >= bar for s, label in scored if label]
    found = [s < bar for s, label in scored if not label]
    return (sum(kept) / max(1, len(kept)) + sum(found) / max(1, len(found))) / 2, 1 - sum(kept) / max(1, len(kept))


def at_alarms(scored: Sequence[tuple[float, int]], most: float) -> tuple[float, float]:
    """The best balanced accuracy with at most `most` false alarms, and the bar that gives it."""
    bars = sorted({s for s, _ in scored})
    tried = [(balanced(scored, bar), bar) for bar in bars]
    return max(((round(b, 4), bar) for (b, alarms), bar in tried if alarms <= most), default=(0.5, bars[0]))


def cross_validate(examples: Sequence[Example], options: argparse.Namespace) -> None:
    """Prints the figures of each set, every example judged by weights that never saw its source."""
    real = [e for e in examples if e.group != "made"]
    made = [e for e in examples if e.group == "made"]
    dice = random.Random(options.seed)
    fold: dict[str, int] = {}
    for group in sorted({e.group for e in real}):
        names = sorted({e.source for e in real if e.group == group})
        dice.shuffle(names)
        fold.update({name: n % options.folds for n, name in enumerate(names)})
    scored: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for k in range(options.folds):
        weights = fit([e for e in real if fold[e.source] != k] + made, options)
        for e in real:
            if fold[e.source] == k:
                scored[e.group].append(
                    (min(weights.odds(f) - DEFAULTS.record_claim_named * is_named(f) for f in e.sentences), e.label)
                )
    for group, found in sorted(scored.items()):
        share = sum((s >= 0) == bool(label) for s, label in found) / len(found)
        best, bar = at_alarms(found, options.alarms)
        here, alarms = balanced(found, options.bar)
        sys.stdout.write(
            f"{group} n={len(found)} auc={auc(found):.3f} accuracy={share:.3f} balanced={best:.3f} at bar {bar:.2f}; "
            f"at bar {options.bar}: balanced={here:.3f} alarms={alarms:.3f}\n"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["claims", "rewordings"])
    parser.add_argument("folders", nargs="*", help="labelled sets")
    parser.add_argument("--made", nargs="*", default=[], help="JSON lines of news texts to make claims from")
    parser.add_argument("--each", type=int, default=2, help="faithful and changed claims made from each text")
    parser.add_argument("--made-share", type=float, default=0.7, help="what made claims count beside the labelled sets")
    parser.add_argument("--ridge", type=float, default=0.4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", help="a file that the examples are kept in between runs")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--alarms", type=float, default=0.15)
    parser.add_argument(
        "--bar", type=float, default=0.0, help="log-odds below which the figures count a claim unsupported"
    )
    options = parser.parse_args()
    examples: list[Example] = []
    if options.keep and Path(options.keep).exists():
        rows = json.loads(Path(options.keep).read_text(encoding="utf-8"))
        examples = [Example(*row) for row in rows]
        return _finish(examples, options)
    for folder in options.folders:
        examples += claim_examples(Path(folder)) if options.what == "claims" else reworded_examples(Path(folder))
    if options.made:
        examples += made_examples(options.made, options.each, options.seed)
    if options.keep:
        Path(options.keep).write_text(json.dumps(examples), encoding="utf-8")
    return _finish(examples, options)


def _finish(examples: Sequence[Example], options: argparse.Namespace) -> int:
    if options.folds:
        cross_validate(examples, options)
        return 0
    weights = fit(examples, options)
    what = "that a claim is supported" if options.what == "claims" else "that two sentences say the same"
    sets = ", ".join(sorted({e.group for e in examples}))
    lines = [
        f"# Log-odds {what}: a feature and its weight; what each is: claim_features.py, claim_blame.py.",
        f"# Made by lab/claims/fit_claims.py (seed {options.seed}) from {len(examples)} examples: {sets}.",
        f"base {weights.base}",
        *(f"{name} {weight}" for name, weight in weights.weights),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

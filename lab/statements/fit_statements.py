"""Writes retold/data/statements/en_weights.txt: the weights of the learnt reader of English statements.

    python -m lab.statements.fit_statements ../shared/data/quotes_polnear > en_weights.txt
    python -m lab.statements.fit_statements ../shared/data/quotes_polnear --folds 5

Reads the train part alone. Four softmaxes are fitted, each by penalised likelihood: whether a token heads a cue, which
stretch on its left and on its right is told (or none), and which names the source. The features are hashed strings
of general words, kinds and shapes, never a capitalised name; one that is met less than six times is left out.
With --folds documents are held out in turn, each fold read by the program itself with the weights of the others, and
the figures of ../shared/score/score_quotes.py are printed for several cut-offs. numpy is needed, in the lab alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import numpy as np

from eval.predict import recover_rows
from retold import kinds
from retold.facts.attribution import Found
from retold.facts.clauses import Clause
from retold.facts.cues import Lexicon
from retold.facts.discovery import find_names
from retold.facts.likely_cues import may_head
from retold.facts.likely_marks import Marks, hashed
from retold.facts.likely_sources import none_texts, source_texts, sources
from retold.facts.likely_spans import (
    FAR,
    Side,
    end_texts,
    left_side,
    nothing_texts,
    pair_texts,
    right_side,
    start_texts,
)
from retold.facts.likely_statements import LikelyReader, asked, sides
from retold.facts.reading import Reading
from retold.facts.speakers import Speakers
from retold.facts.statements import find_statements
from retold.kinds import Span
from retold.spans import OffsetMap

SEED = 20
BATCHES = 24
# Smaller weights are left out of the file.
LEAST = 0.03
Stretch = tuple[int, int]


class Gold(NamedTuple):
    """One annotated attribution, spans in the text."""

    cue: list[Stretch]
    content: list[Stretch]
    source: list[Stretch]


class Rows:
    """Softmax problems, one after the other: options made of shared parts, each part a list of features."""

    def __init__(self) -> None:
        self.features = array("I")
        self.part_at = array("I", [0])  # where the features of each part begin
        self.option_parts = array("I")  # three parts an option
        self.option_at = array("I", [0])  # where the options of each problem begin
        self.right = array("I")  # the option that is right
        self.document = array("I")

    def part(self, texts: Iterable[str]) -> int:
        """Adds the features of a part; its number."""
        self.features.extend([hashed(t) for t in texts])
        self.part_at.append(len(self.features))
        return len(self.part_at) - 2

    def problem(self, options: list[tuple[int, int, int]], right: int, document: int) -> None:
        """Adds a problem: its options, each three parts."""
        for option in options:
            self.option_parts.extend(option)
        self.right.append(right)
        self.option_at.append(len(self.option_parts) // 3)
        self.document.append(document)


def iou(left: list[Stretch], right: list[Stretch]) -> float:
    """What two sets of spans share of what either has."""
    both = sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)
    whole = sum(b - a for a, b in left) + sum(d - c for c, d in right) - both
    return both / whole if whole else 0.0


class Recorder:
    """Stands in for the reader and notes what each clause of a report would have been asked."""

    def __init__(self, gold: list[Gold], document: int, cues: Rows, left: Rows, right: Rows, source: Rows) -> None:
        self.gold, self.document = gold, document
        self.cues, self.left, self.right, self.source = cues, left, right, source

    def reread(
        self, clause: Clause, found: list[Found], words: Lexicon, speakers: Speakers, headline: bool
    ) -> list[Found]:
        marks = Marks(clause, words, headline)
        rules = {k: f for f in reversed(found) for k in range(*f.cue)}
        heads = self.heads(marks)
        empty = self.cues.part([]) if len(self.cues.part_at) == 1 else 0
        for k, texts in asked(marks, found):
            part = self.cues.part(texts)
            self.cues.problem([(empty, empty, empty), (part, empty, empty)], int(k in heads), self.document)
        for k, item in heads.items():
            self.spans(marks, k, item, rules.get(k))
        return found

    def heads(self, m: Marks) -> dict[int, Gold]:
        """The head of each annotated cue of the clause."""
        c = m.c
        out: dict[int, Gold] = {}
        for item in self.gold:
            tokens = [
                k
                for lo, hi in item.cue
                if lo < c.end and hi > c.start
                for k in range(c.token_at(lo), min(c.size, c.token_at(hi - 1) + 1))
                if c.starts[k] < hi and c.ends[k] > lo
            ]
            able = [k for k in tokens if may_head(m, k)]
            full = [k for k in able if m.kind[k] not in ("A", "ly", "P") and c.low[k] not in c.auxiliaries]
            head = next(iter(full or able), None)
            if head is not None and head not in out:
                out[head] = item
        return out

    def spans(self, m: Marks, head: int, gold: Gold, rule: Found | None) -> None:
        """Notes the choices of content and source of one annotated attribution."""
        c = m.c
        told = tokens_of(c, gold.content)
        if any(lo <= head < hi for lo, hi in told):
            return
        left = [s for s in told if s[1] <= head]
        right = [s for s in told if s[0] > head]
        if not left and not right:
            return
        on_left, on_right = sides(rule, head)
        self.side(self.left, m, left_side(m, head, on_left), left, False)
        self.side(self.right, m, right_side(m, head, on_right), right, bool(left))
        given = rule.source if rule else None
        content = ([(left[0][0], left[-1][1])] if left else []) + ([(right[0][0], right[-1][1])] if right else [])
        named = tokens_of(c, gold.source)
        if gold.source and not named:
            return
        rows = self.source
        empty = rows.part([]) if len(rows.part_at) == 1 else 0
        options = [(rows.part(none_texts(m, head, content, given)), empty, empty)]
        spans = sources(m, head, content, given)
        for s in spans:
            options.append((rows.part(source_texts(m, head, content, s, given)), empty, empty))
        best = best_of(spans, named)
        if named and best is None:
            return
        rows.problem(options, 0 if best is None else best + 1, self.document)

    def side(self, rows: Rows, m: Marks, side: Side, told: list[Stretch], left: bool) -> None:
        """Notes the choice among the stretches of one side."""
        empty = rows.part([]) if len(rows.part_at) == 1 else 0
        pairs = [(s, e) for s in side.starts for e in side.ends if s < e <= s + FAR]
        best = best_of(pairs, told)
        if told and best is None:
            return
        starts = {s: rows.part(start_texts(m, side, s)) for s in side.starts}
        ends = {e: rows.part(end_texts(m, side, e)) for e in side.ends}
        options = [(rows.part(nothing_texts(m, side, left)), empty, empty)]
        options += [(starts[s], ends[e], rows.part(pair_texts(m, side, s, e))) for s, e in pairs]
        rows.problem(options, 0 if best is None else best + 1, self.document)


def tokens_of(c: Clause, spans: list[Stretch]) -> list[Stretch]:
    """`spans` in tokens of the clause, what is outside left out."""
    out = []
    for lo, hi in sorted(spans):
        if lo < c.end and hi > c.start:
            a, b = c.token_at(max(lo, c.start)), c.token_at(min(hi, c.end) - 1) + 1
            if a < min(b, c.size):
                out.append((a, min(b, c.size)))
    return out


def best_of(spans: list[Stretch], told: list[Stretch]) -> int | None:
    """Which of `spans` is most like `told`; None where none shares half."""
    best, value = None, 0.5
    whole = sum(hi - lo for lo, hi in told)
    for n, (lo, hi) in enumerate(spans):
        both = sum(max(0, min(hi, b) - max(lo, a)) for a, b in told)
        share = both / max(1, whole + hi - lo - both)
        if share > value or (best is None and share >= value):
            best, value = n, share
    return best


Four = tuple[Rows, Rows, Rows, Rows]
Documents = np.ndarray[Any, np.dtype[np.int64]]


# ------------------------------------------------------------ the fit


def fit(rows: Rows, documents: Documents, ridge: float, turns: int, least: int) -> dict[int, float]:
    """The weights of a softmax over the problems of `documents`, by Adam on penalised likelihood."""
    features = np.frombuffer(rows.features, dtype=np.uint32)
    part_at = np.frombuffer(rows.part_at, dtype=np.uint32).astype(np.int64)
    options = np.frombuffer(rows.option_parts, dtype=np.uint32).reshape(-1, 3).astype(np.int64)
    option_at = np.frombuffer(rows.option_at, dtype=np.uint32).astype(np.int64)
    right = np.frombuffer(rows.right, dtype=np.uint32).astype(np.int64)
    document = np.frombuffer(rows.document, dtype=np.uint32).astype(np.int64)
    used = np.flatnonzero(np.isin(document, documents))
    known, counts = np.unique(features, return_counts=True)
    known = known[counts >= least]
    column = np.searchsorted(known, features)
    column[column == len(known)] = 0
    column = np.where(known[column] == features, column, len(known)).astype(np.int32)
    size = len(known) + 1
    rng = np.random.default_rng(SEED)
    weights = np.zeros(size)
    memory, square = np.zeros(size), np.zeros(size)
    step = 0
    order = rng.permutation(used)
    prepared = []
    for some in np.array_split(order, BATCHES):
        sizes = option_at[some + 1] - option_at[some]
        picked = np.repeat(option_at[some] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(
            sizes.sum()
        )
        group = np.repeat(np.arange(len(some)), sizes)
        parts, place = np.unique(options[picked], return_inverse=True)
        place = place.reshape(-1, 3)
        lengths = part_at[parts + 1] - part_at[parts]
        rowed = np.repeat(part_at[parts] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(
            lengths.sum()
        )
        target = np.zeros(len(picked))
        target[np.concatenate([[0], np.cumsum(sizes)[:-1]]) + right[some]] = 1.0
        prepared.append(
            (
                column[rowed],
                np.repeat(np.arange(len(parts)), lengths).astype(np.int32),
                place.astype(np.int32),
                group.astype(np.int32),
                np.concatenate([[0], np.cumsum(sizes)[:-1]]),
                target,
            )
        )
    for turn in range(turns):
        rate = 0.06 * (1.0 - turn / turns) + 0.004
        for columns, part, place, group, first, target in prepared:
            step += 1
            of_part = np.bincount(part, weights[columns], place.max() + 1)
            score = of_part[place].sum(axis=1)
            score -= np.maximum.reduceat(score, first)[group]
            raw = np.exp(score)
            chance = raw / np.add.reduceat(raw, first)[group]
            delta = chance - target
            back = np.bincount(place.ravel(), np.repeat(delta, 3), place.max() + 1)
            gradient = np.bincount(columns, back[part], size) / len(first) + ridge * weights
            gradient[-1] = 0.0
            memory = 0.9 * memory + 0.1 * gradient
            square = 0.99 * square + 0.01 * gradient**2
            weights -= rate * (memory / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
    return {int(f): float(w) for f, w in zip(known, weights) if abs(w) >= LEAST}


# ------------------------------------------------------------ the data


def load(folder: Path) -> tuple[list[kinds.Report], list[list[Gold]]]:
    """The reports of the train part, and what is annotated in each."""
    items = [json.loads(line) for line in (folder / "train_input.jsonl").read_text(encoding="utf-8").splitlines()]
    truth = [json.loads(line) for line in (folder / "train_truth.jsonl").read_text(encoding="utf-8").splitlines()]
    answers = {t["id"]: t["attributions"] for t in truth}
    known = recover_rows(items)
    reports = [known[item["id"]] for item in items if item["id"] in known]
    return reports, [list(in_text(r, answers[r.source_id or ""])) for r in reports]


def in_text(report: kinds.Report, attributions: list[dict[str, Any]]) -> Iterator[Gold]:
    """What is annotated, spans turned from the source to the text."""
    places = OffsetMap(report.segments)
    for item in attributions:
        turned = [
            [t for s in item.get(key) or [] if (t := places.to_text(Span(*s))) is not None]
            for key in ("cue", "content", "source")
        ]
        if turned[0] and turned[1]:
            yield Gold(*turned)


def record(reports: list[kinds.Report], golds: list[list[Gold]]) -> Four:
    """The problems that the reports put: cues, left, right, source."""
    four = (Rows(), Rows(), Rows(), Rows())
    for n, (report, gold) in enumerate(zip(reports, golds, strict=True)):
        reading = Reading(report)
        find_statements(reading, find_names(reading), "wide", likely=Recorder(gold, n, *four))
    return four


# For cues, left, right and source: the ridge, the turns over the data, and how often a feature must be met.
RECIPE = ((5e-5, 8, 6), (1e-4, 7, 6), (1e-4, 8, 6), (1e-4, 8, 6))


def fit_all(four: Four, documents: Documents) -> dict[int, float]:
    """The weights of cues, contents and sources in one; their features are told apart by their names."""
    weights: dict[int, float] = {}
    for rows, (ridge, turns, least) in zip(four, RECIPE, strict=True):
        weights.update(fit(rows, documents, ridge, turns, least))
    return weights


# ------------------------------------------------------------ what it is worth


class Scored(LikelyReader):
    """The reader without a cut-off, noting how sure each of its statements is."""

    def __init__(self, weights: dict[int, float]) -> None:
        super().__init__(weights, 0.0)
        self.sure: dict[int, float] = {}

    def reread(
        self, clause: Clause, found: list[Found], words: Lexicon, speakers: Speakers, headline: bool
    ) -> list[Found]:
        ranked = sorted(self.rank(clause, found, words, speakers, headline), key=lambda item: item[1])
        self.sure.update({clause.starts[f.cue[0]]: sure for sure, _, f in ranked})
        return [f for _, _, f in ranked]


Read = tuple[list[Stretch], list[Stretch], float]


def read_held(report: kinds.Report, weights: dict[int, float]) -> list[Read]:
    """Content, source and sureness of the statements of a report that the weights have not seen."""
    reading, reader = Reading(report), Scored(weights)
    out = []
    for s in find_statements(reading, find_names(reading), "wide", likely=reader):
        sure = reader.sure.get(s.cue_span.start, 1.0) if s.cue_span else 1.0
        source = [(s.speaker_span.start, s.speaker_span.end)] if s.speaker_span else []
        out.append(([(c.start, c.end) for c in s.content_spans], source, sure))
    return out


def matched(found: list[Read], gold: list[Gold]) -> tuple[int, int]:
    """How many annotated statements are found, one to one, half of the content shared; and with the right source."""
    shares = [(iou(f[0], g.content), -i, -j) for i, f in enumerate(found) for j, g in enumerate(gold)]
    used: set[int] = set()
    told: set[int] = set()
    named = 0
    for share, i, j in sorted(shares, reverse=True):
        if share < 0.5 or i in used or j in told:
            continue
        used.add(i)
        told.add(j)
        mine, theirs = found[-i][1], gold[-j].source
        named += iou(mine, theirs) >= 0.5 if mine and theirs else not mine and not theirs
    return len(used), named


def cross_validate(reports: list[kinds.Report], golds: list[list[Gold]], four: Four, folds: int, out: TextIO) -> None:
    """Prints for several cut-offs what weights are worth on documents that they have not seen."""
    everything = np.arange(len(reports))
    read: dict[int, list[Read]] = {}
    for fold in range(folds):
        held = everything[fold::folds]
        weights = fit_all(four, np.setdiff1d(everything, held))
        read.update({int(n): read_held(reports[n], weights) for n in held})
        out.write(f"after fold {fold + 1} of {folds}, {len(read)} documents\n")
        for cut_off in (0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
            found = right = named = gold = 0
            for n, statements in read.items():
                kept = [s for s in statements if s[2] >= cut_off]
                ok, ok_named = matched(kept, golds[n])
                found, right, named, gold = found + len(kept), right + ok, named + ok_named, gold + len(golds[n])
            out.write(
                f"  cut-off {cut_off:.2f}: content_f1 {2 * right / (found + gold):.4f} precision {right / found:.4f} "
                f"recall {right / gold:.4f} source_acc_given_content {named / right:.4f}\n"
            )
        out.flush()


def written(weights: dict[int, float], documents: int) -> Iterator[str]:
    """The lines of the file of weights."""
    yield "# What speaks for a cue, a content and a source in English, in log-odds; the features: retold/facts/likely_*.py."
    yield f"# Made by lab/statements/fit_statements.py, seed {SEED}, from {documents} annotated documents: PolNeAR, train part."
    yield "# Each line: the CRC-32 of a feature in base 36, and its weight in hundredths."
    for feature, weight in sorted(weights.items()):
        yield f"{base36(feature)} {round(weight * 100)}"


def base36(number: int) -> str:
    """`number` in the digits 0-9a-z, as int(text, 36) reads it."""
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate instead of writing weights")
    options = parser.parse_args()
    reports, golds = load(options.folder)
    four = record(reports, golds)
    if options.folds:
        cross_validate(reports, golds, four, options.folds, sys.stdout)
        return 0
    sys.stdout.write("\n".join(written(fit_all(four, np.arange(len(reports))), len(reports))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

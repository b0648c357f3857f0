"""Rivals: how likely each report is a child's parent, beside all the others and beside none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from retold.data import read_data
from retold.lineage.clocks import shown_time
from retold.lineage.evidence import explicit
from retold.lineage.naming import are_versions, credits_of, is_agency_of, same_name
from retold.lineage.told import Told
from retold.lineage.weighing import Weighed

Pairs = Mapping[tuple[str, str], Weighed]
Key = tuple[str, str]
Rivals = tuple[list[Key], list[dict[str, float]]]  # a child's candidates, and the features of each

# Evidence by what it rests on: each group has a weight of its own, learnt on made trees.
_GROUPS = {
    "timestamp_veto": "clock",
    "residue": "residue",
    "credit_line": "said",
    "update_note": "said",
    "correction_note": "said",
}

# Runs of common words from here on make two reports close. Of two that say the same in other words throughout, what
# is missing in one is as often reworded as lost: there the text tells a direction only faintly, and in few sentences
# hardly at all.
CLOSE_RUNS = 0.5
FAINT = 1.0  # share of what the text says for a direction that is taken back where there are no common runs
FEW = 6  # linked sentences up to which all of that is taken back; of twice as many half


# What reports say of themselves and of each other, whatever their wording.
_STATED = ("said", "said_for", "clock", "lag", "lag_near", "versions", "versions_lag", "named", "same_credit", "roots")


class Common(NamedTuple):
    """Words in common: in both, in the child and elsewhere but not in the parent, and the other way about.

    `rare` weighs those in both by how few reports have them.
    """

    both: int
    missed: int
    left: int
    rare: float


class Shares:
    """What a story's reports share, counted by words and by pairs of words."""

    def __init__(self, told: Mapping[str, Told]) -> None:
        self.grams = {i: t.grams for i, t in told.items()}
        holders: Counter[str] = Counter()
        for grams in self.grams.values():
            holders.update(grams)
        # What nobody else has says nothing about who is nearer.
        self.common = {i: frozenset(g for g in grams if holders[g] > 1) for i, grams in self.grams.items()}
        self.rare = {g: math.log(len(told) / n) for g, n in holders.items()}

    def between(self, parent: str, child: str) -> Common:
        """What child and parent have in common of all that either shares with any report."""
        mine, theirs = self.common[child], self.common[parent]
        both = mine & theirs
        return Common(len(both), len(mine) - len(both), len(theirs) - len(both), math.fsum(self.rare[g] for g in both))


def features(parent: Told, child: Told, there: Weighed, back: Weighed, shares: Shares) -> dict[str, float]:
    """What speaks for and against `parent` as the source of `child`, as numbers around one."""
    common = shares.between(parent.report_id, child.report_id)
    both, missed, left, rare = common
    kept = both / max(1, both + left)
    whole = max(1, len(shares.grams[child.report_id]))
    kin, other = there.kin, back.kin
    sums: dict[str, float] = {"said": 0.0, "clock": 0.0, "residue": 0.0, "losses": 0.0}
    for sign, evidence in ((1, there.evidence), (-1, back.evidence)):
        for e in evidence:
            sums[_GROUPS.get(e.kind, "losses")] += sign * e.weight
    versions = are_versions(parent, child)
    lag = _lag_hours(parent, child)
    credited = [n.name for n in credits_of(child) if n.kind == "credit"]
    named = any(is_agency_of(parent, name) for name in credited)
    same = credited and any(same_name(a.name, b) for a in credits_of(parent) for b in credited)
    found = {
        "none": 1.0,
        "cover": kin.cover,
        "runs": kin.runs,
        "deviations": 10 * kin.deviations,
        "cover_back": other.cover,
        "runs_back": other.runs,
        "has": both / max(1, both + missed),
        "has_odds": math.log((both + 1) / (missed + 1)),
        "kept": kept,
        "chosen": -_surprise(kept) * (both + left) / 50,
        "rare": rare / whole,
        "missed_count": -min(missed, 200) / 10,
        "left_count": -min(left, 400) / 20,
        "missed": -math.log1p(missed),
        "missed_share": -missed / whole,
        "left": -math.log1p(left),
        "shared": (len(shares.grams[child.report_id] & shares.grams[parent.report_id])) / whole,
        "order": kin.order * both / max(1, both + missed),
        "in_step": kin.order,
        "said": sums["said"] / 4,
        "said_for": float(explicit(there.evidence)),
        "clock": max(-1.0, min(1.0, sums["clock"])),
        "residue": 0.0 if versions else math.tanh(sums["residue"] / 2),
        "losses": 0.0 if versions else math.tanh(sums["losses"] / 3),
        "versions": float(versions),
        "versions_lag": 0.0 if lag is None or not versions else math.tanh(lag / 6),
        "longer": math.tanh(math.log((len(parent.body) + 1) / (len(child.body) + 1))),
        "lag": 0.0 if lag is None else math.tanh(lag / 12),
        "lag_near": 0.0 if lag is None or lag <= 0 else -math.log1p(lag) / 4,
        "lag_known": float(lag is not None),
        "named": float(named),
        "same_credit": float(bool(same)),
        "roots": float(bool(parent.report.dateline)) - float(bool(child.report.dateline)),
    }
    return {name: round(value, 6) for name, value in found.items()}


def _surprise(share: float) -> float:
    """Nats that it takes to say of each of many words whether it was kept, when this share was."""
    return 0.0 if share in (0.0, 1.0) else -share * math.log(share) - (1 - share) * math.log(1 - share)


# Each of these is also given as its distance from the best rival's: what counts is who has more, not how much.
_RELATIVE = ("has_odds", "losses", "missed_count", "left_count", "rare", "order", "has", "kept", "chosen", "cover")


def compare_rivals(given: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The features of a child's candidates, with how far each falls behind the best of them."""
    best = {name: max(g[name] for g in given) for name in _RELATIVE}
    behind = [{f"behind_{n}": round(-math.log1p(10 * (best[n] - g[n])), 6) for n in _RELATIVE} for g in given]
    return [g | b for g, b in zip(given, behind)]


def _lag_hours(parent: Told, child: Told) -> float | None:
    """Hours from the parent's shown time to the child's, by the middle of what each can mean."""
    mine, theirs = shown_time(parent.report), shown_time(child.report)
    if mine is None or theirs is None:
        return None
    middles = [s.earliest + (s.latest - s.earliest) / 2 for s in (mine, theirs)]
    return (middles[1] - middles[0]).total_seconds() / 3600


def score_rivals(weighed: Iterable[Rivals]) -> dict[Key, float]:
    """(parent, child) -> log-odds of that parent against none, for all pairs that are kin."""
    weights = learnt()
    found = {}
    for keys, given in weighed:
        for key, one in zip(keys, given):
            found[key] = round(math.fsum(weights.get(k, 0.0) * v for k, v in one.items()), 6)
    return found


def faint_directions(weighed: Iterable[Rivals], pairs: Pairs) -> dict[Key, float]:
    """(parent, child) -> what is too much in the log-odds of this direction against the other, for pairs that are kin.

    It is half of the difference that the texts alone make, as far as they share few runs of words in few sentences.
    """
    weights = learnt()
    text: dict[Key, float] = {}
    for keys, given in weighed:
        for key, one in zip(keys, given):
            text[key] = math.fsum(weights.get(k, 0.0) * v for k, v in one.items() if k not in _STATED)
    found = {}
    for (parent, child), mine in text.items():
        kins = pairs[parent, child].kin, pairs[child, parent].kin
        close = min(1.0, max(k.runs for k in kins) / CLOSE_RUNS)
        short = min(1.0, FEW / max(1, *(k.linked for k in kins)))
        found[parent, child] = round(FAINT * (1.0 - close) * short * (mine - text.get((child, parent), mine)) / 2, 6)
    return found


def weigh_rivals(told: Mapping[str, Told], pairs: Pairs, shares: Shares) -> Iterator[Rivals]:
    """For each child that has any: its candidates, and the features of each."""
    by_child: dict[str, list[Key]] = {}
    for key in sorted(pairs):
        if pairs[key].akin:
            by_child.setdefault(key[1], []).append(key)
    for _, keys in sorted(by_child.items()):
        given = [features(told[p], told[c], pairs[p, c], pairs[c, p], shares) for p, c in keys]
        yield keys, compare_rivals(given)


def chances(scores: Mapping[Key, float], faint: Mapping[Key, float] | None = None) -> dict[Key, float]:
    """(parent, child) -> the chance that this is the parent: its odds beside those of all rivals and of none.

    Nor is it likelier than beside the other direction: of two that differ by a word here and there, either
    may be the first. `faint` is what `faint_directions` takes back there.
    """
    faint = faint or {}
    by_child: dict[str, list[Key]] = {}
    for key in sorted(scores):
        by_child.setdefault(key[1], []).append(key)
    found = {}
    for keys in by_child.values():
        whole = _odds_sum([scores[k] for k in keys])
        for parent, child in keys:
            mine, back = scores[parent, child], scores.get((child, parent))
            sober = mine - faint.get((parent, child), 0.0)
            other = None if back is None else back - faint.get((child, parent), 0.0)
            turned = _odds_sum([sober] if other is None else [sober, other])
            found[parent, child] = round(min(math.exp(mine - whole), math.exp(sober - turned)), 6)
    return found


def even_directions(scores: Mapping[Key, float], faint: Mapping[Key, float], least: float) -> frozenset[Key]:
    """The pairs, both ways, of which neither direction reaches the chance `least` against the other."""
    found = set()
    for (parent, child), mine in scores.items():
        back = scores.get((child, parent))
        if back is None or not faint.get((parent, child)):
            continue
        ahead = abs(mine - faint[parent, child] - back + faint.get((child, parent), 0.0))
        if 1.0 / (1.0 + math.exp(-ahead)) < least:
            found.add((parent, child))
    return frozenset(found)


def _odds_sum(scores: Sequence[float]) -> float:
    """The logarithm of the sum of these odds and of those of none."""
    most = max([0.0, *scores])
    return most + math.log(math.exp(-most) + math.fsum(math.exp(s - most) for s in scores))


@cache
def learnt() -> dict[str, float]:
    """The weight of each feature, as lab/lineage/fit_parents.py writes them."""
    text = read_data("lineage/parents.txt")
    lines: Sequence[list[str]] = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {line[0]: float(line[1]) for line in lines if line[0] != "calibration"}

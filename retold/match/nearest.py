"""Nearest: of all reports those that each one is compared with, the few that share most of its rare terms with it.

So a pile costs by its reports and not by their square, and a corpus of any size is compared as a trace is: the kernel
for many (`bulk_nearest`) says the same, and a property test holds the two equal. All sums are exact: of whole numbers here, and
rarities and weights are multiples of small powers of two, so that what is added first decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from retold.match.evidence import LEAD_FACTOR, NAME_FACTOR
from retold.match.signature import Signature
from retold.settings import Settings

WEIGHT_PARTS = 4  # weights in whole quarters of a bit,
BITS_PARTS = 16  # rarities in sixteenths
FINE = 4096  # of a bit: rarities as they are compared,
FINE_WEIGHT = 1024  # and weights, whose products are added

Ids = tuple[str, str]


class Vector(NamedTuple):
    """A report's rare terms, with their weights and rarities in parts, and the length of its vector of all terms."""

    rare: Mapping[str, tuple[int, int]]
    length: float


def rarity(bits: float, times: int, reports: int, settings: Settings) -> float:
    """The rarity of a term that `times` of `reports` have, in bits: its background, lowered where the pile is full of it.

    The background counts as so many reports beside the pile's own: in a pile of two it decides alone, in
    a pile of thousands the pile does.
    """
    size = settings.match_background_reports
    # In a small pile never below half: that it is full of a name may be the reason it was piled up.
    floor = bits / 2 * size / (size + reports)
    found = max(floor, min(bits, -math.log2((times + size * 2.0**-bits) / (reports + size))))
    return round(FINE * found) / FINE


def weight(bits: float, times: int, marked: bool, lead: bool) -> float:
    """The weight of a term in a report: its rarity in this pile, times met damped, names and the lead raised."""
    found = bits * (1 + math.log2(times)) * (NAME_FACTOR if marked else 1) * (LEAD_FACTOR if lead else 1)
    return round(FINE_WEIGHT * found) / FINE_WEIGHT


def vector(signature: Signature, bits_of: Mapping[str, float], settings: Settings) -> Vector:
    """The vector of a report in the light of the pile's rarities."""
    rare = {}
    total = 0
    for key, (background, times, marked, lead) in signature.weights.items():
        parts = round(WEIGHT_PARTS * weight(bits_of[key], times, marked, lead))
        total += parts * parts
        if background >= settings.match_rare_bits:
            rare[key] = (parts, round(BITS_PARTS * bits_of[key]))
    return Vector(rare, math.sqrt(total))


def find_nearest(vectors: Mapping[str, Vector], settings: Settings) -> list[Ids]:
    """The pairs (left id < right id) of which one side is among the nearest of the other, sorted."""
    holders: dict[str, list[str]] = {}
    for report_id in sorted(vectors):
        for key in vectors[report_id].rare:
            holders.setdefault(key, []).append(report_id)
    near: dict[str, list[tuple[float, str]]] = {}
    for (left, right), likeness in _likenesses(vectors, holders, settings):
        near.setdefault(left, []).append((-likeness, right))
        near.setdefault(right, []).append((-likeness, left))
    found = set()
    for report_id, others in near.items():
        for _, other in sorted(others)[: settings.match_nearest]:
            found.add((report_id, other) if report_id < other else (other, report_id))
    return sorted(found)


def reach(holders: int, cap: int) -> int:
    """How many of its next neighbours in a term's list a report is paired with: all of a list up to `cap` reports.

    A story of hundreds fills the lists of its own names. Such a list is not dropped, which would hide the story: it
    costs what a list at the cap does.
    """
    return holders if holders <= cap else cap * cap // (2 * holders) + 1


def _likenesses(
    vectors: Mapping[str, Vector], holders: Mapping[str, list[str]], settings: Settings
) -> Iterator[tuple[Ids, float]]:
    shared: dict[Ids, list[int]] = {}
    for key, ids in holders.items():
        far = reach(len(ids), settings.match_list_cap)
        for n, left in enumerate(ids):
            parts, bits = vectors[left].rare[key]
            for right in ids[n + 1 : n + 1 + far]:
                held = shared.setdefault((left, right), [0, 0])
                held[0] += parts * vectors[right].rare[key][0]
                held[1] += bits
    least = settings.match_candidate_bits * BITS_PARTS
    for (left, right), (dot, bits) in shared.items():
        if bits >= least:
            likeness = dot / (vectors[left].length * vectors[right].length)
            if likeness >= settings.match_nearest_likeness:
                yield (left, right), likeness


def pile_bits(signatures: Iterable[Signature], reports: int, settings: Settings) -> dict[str, float]:
    """The rarity of each term in a pile of so many reports, in bits."""
    times: dict[str, int] = {}
    background: dict[str, float] = {}
    for signature in signatures:
        for key, (bits, _, _, _) in signature.weights.items():
            times[key] = times.get(key, 0) + 1
            background[key] = bits
    return {key: rarity(bits, times[key], reports, settings) for key, bits in background.items()}

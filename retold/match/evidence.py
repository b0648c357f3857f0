"""How surely two reports tell the same story, as a figure from 0 to 1 that rests on what they have in common.

All that is added is a multiple of a small power of two (`nearest`), so sums are exact and the order of a set does not decide.
A kernel says the same for many (`kernels/alike`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache

import msgspec

from retold.match.signature import SHORT_SENTENCE, SentenceTerms, Signature, specifics
from retold.settings import Settings

NAME_FACTOR = 1.3  # a name or figure in common says more than a common noun of the same rarity
LEAD_FACTOR = 1.3  # what the headline and the first sentences say is what the report is about
FRAME_BITS = 8.0  # bits of plain words that a sentence needs before it counts as a frame
FRAME_COVER = 0.4  # share of plain words in common from which two sentences are one frame, filled anew
FEW = 3  # names and figures in common up to which, less one, two reports may name the same things by chance
SUBJECT_BITS = 4.0  # a word that every sixteenth report has is no subject
SUBJECT_SHARE = 0.6  # by rarity, of what the shorter report repeats; updates have nearly all of it
ROUNDING = 1e-4  # scores have four places
PLENTY = 4  # names and figures from which their absence on the other side says something

# Why a pair is one, or is none.
IN_COMMON = ("rare names and figures and", "runs of five words in common")
OTHER_NAMES = "other names and figures"
NONE_OF_THE_FIGURES = "the same wording, and none of the telling figures in common"
REFILLED = "the same sentences filled with other figures"
DAYS_APART = "days apart"


class Alike(msgspec.Struct, frozen=True, gc=False, order=True):
    """What two reports have in common, and the score that follows."""

    score: float
    cosine: float
    containment: float
    shared_ngrams: int
    names: float
    figures: int
    specific: int
    near_miss: bool
    undated: float  # the score that it would have if nobody had looked at the dates
    why: str


class Side(msgspec.Struct, frozen=True, gc=False):
    """A report as it is compared, in the light of its pile's rarities: what of it no other report changes."""

    signature: Signature
    weights: Mapping[str, float]
    length: float  # of the vector of weights
    mass: float  # bits of all its terms
    specific: Mapping[str, float]
    specific_mass: float
    figures: int  # of what is specific
    long: frozenset[int]  # keys of its longer sentences
    forms: list[SentenceTerms]  # its first sentences with plain words and figures, which may be a form filled in
    subjects: Mapping[str, float]  # what it says again and again
    subject_mass: float


def make_side(
    signature: Signature, weights: Mapping[str, float], bits_of: Mapping[str, float], settings: Settings
) -> Side:
    """The report of `signature`, ready to be compared."""
    specific = specifics(signature, set())
    subjects = {
        key: bits
        for key, (bits, times, marked, _) in signature.weights.items()
        if times > 1 and not marked and bits >= SUBJECT_BITS
    }
    return Side(
        signature,
        weights,
        math.sqrt(sum([w * w for w in weights.values()])),
        sum([bits_of[k] for k in signature.weights]),
        specific,
        sum(specific.values()),
        _count_figures(specific),
        frozenset([s.key for s in signature.sentences if s.words >= SHORT_SENTENCE]),
        [s for s in signature.sentences if s.frame and s.figures][: settings.match_forms],
        subjects,
        sum(subjects.values()),
    )


def _count_figures(keys: Iterable[str]) -> int:
    return sum([k[0].isdigit() for k in keys])


def compare(
    one: Side, other: Side, bits_of: Mapping[str, float], settings: Settings, least: float = 0.0
) -> Alike | None:
    """What two reports have in common, in the light of this pile's rarities; None where its score is surely below `least`."""
    left, right = one.signature, other.signature
    shared = one.weights.keys() & other.weights.keys()
    dot = sum([one.weights[k] * other.weights[k] for k in shared])
    cosine = dot / (one.length * other.length) if dot else 0.0
    alike = one.specific.keys() & other.specific.keys()
    held = sum([one.specific[k] for k in alike]) / (min(one.specific_mass, other.specific_mass) or 1.0)
    if cosine + settings.match_specific_weight * held * min(1.0, len(alike) / PLENTY) < least - ROUNDING:
        return None
    ngrams = len(left.ngrams & right.ngrams)
    smaller = min(len(left.ngrams), len(right.ngrams))
    run_share = ngrams / smaller if smaller else 0.0
    contained = sum([bits_of[k] for k in shared]) / max(min(one.mass, other.mass), 1.0)
    # The longer sentences that stand word for word in both: in two reports that are no copies of each other
    # they are an outlet's standing background, and say nothing about the event.
    left_out = one.long & other.long if run_share < settings.match_copied_runs else frozenset()
    if left_out:
        mine: Mapping[str, float] = specifics(left, left_out)
        theirs: Mapping[str, float] = specifics(right, left_out)
        both = mine.keys() & theirs.keys()
        least = min(sum(mine.values()), sum(theirs.values()))
        least_figures = min(_count_figures(mine), _count_figures(theirs))
    else:
        mine, theirs, both = one.specific, other.specific, alike
        least = min(one.specific_mass, other.specific_mass)
        least_figures = min(one.figures, other.figures)
    figures = {k for k in both if k[0].isdigit()}
    share = sum([mine[k] for k in both]) / least if least else 0.0
    verdict = ""
    days = _days_apart(left.day, right.day)
    if run_share < settings.match_copied_runs and len(figures) <= settings.match_figure_share * least_figures:
        few = len(both) < FEW and share < settings.match_specific_share
        if few and min(len(mine), len(theirs)) >= PLENTY:
            verdict = OTHER_NAMES
        elif len(both) >= settings.match_many_specific or _may_be_versions(
            one, other, len(both) - len(figures), days, settings
        ):
            pass  # figures that differ are figures that have changed
        elif not figures and least_figures >= 1 and run_share >= settings.match_template_runs:
            verdict = NONE_OF_THE_FIGURES
        elif _refilled(one.forms, other.forms, left_out, settings):
            verdict = REFILLED
    score = cosine + settings.match_specific_weight * share * min(1.0, len(both) / PLENTY)
    if run_share >= settings.match_copied_runs:
        score = 1.0
    if verdict:
        score *= settings.match_near_miss
    undated = score
    if days is not None and days > settings.match_window_days and run_share < settings.match_copied_runs:
        score *= settings.match_apart
        verdict = verdict or f"{days} {DAYS_APART}"
    why = verdict or f"{len(both)} {IN_COMMON[0]} {ngrams} {IN_COMMON[1]}"
    return Alike(
        score=round(min(score, 1.0), 4),
        cosine=round(cosine, 4),
        containment=round(min(contained, 1.0), 4),
        shared_ngrams=ngrams,
        names=round(min(share, 1.0), 4),
        figures=sum(1 for k in shared if k[0].isdigit()),
        specific=len(both),
        near_miss=bool(verdict),
        undated=round(min(undated, 1.0), 4),
        why=why,
    )


def _may_be_versions(one: Side, other: Side, names: int, days: int | None, settings: Settings) -> bool:
    """Whether two reports with so many people and places in common may give an earlier and a later state of one event.

    The toll of a fire is another one in the evening, and so is every other figure. What tells such an update from
    the next event of its kind, told in the same words by the same desk, is that it says so or comes within a day.
    """
    if names < FEW:
        return False
    left, right = one.signature, other.signature
    if left.noted != right.noted and left.outlet is not None and left.outlet == right.outlet:
        return True
    return days is not None and days <= settings.match_update_days and _one_subject(one, other)


def _one_subject(left: Side, right: Side) -> bool:
    """Whether what the shorter of two reports says again and again is said in the other: fire, hills, homes.

    The next vote of the same council has its names, its frame and its evening, but another hall to build.
    """
    one, other = (left, right) if left.subject_mass <= right.subject_mass else (right, left)
    shared = sum([one.subjects[k] for k in one.subjects.keys() & other.weights.keys()])
    return shared >= SUBJECT_SHARE * one.subject_mass


def _refilled(left: list[SentenceTerms], right: list[SentenceTerms], left_out: Set[int], settings: Settings) -> bool:
    """Whether the two share sentence frames whose figures disagree: one template, two events."""
    agree = total = 0.0
    rows = 0
    frames = [(s.mass, s.frame.keys(), s.figures) for s in right if s.key not in left_out]
    for sentence in left:
        frame, figures, mass = sentence.frame, sentence.figures, sentence.mass
        if mass < FRAME_BITS or sentence.key in left_out:
            continue
        best, fill = 0.0, figures
        words = frame.keys()
        for other_mass, others, other_figures in frames:
            # What two frames cover of each other is no more than the shorter is of the longer.
            shorter, longer = (mass, other_mass) if mass < other_mass else (other_mass, mass)
            if shorter < (best if best > FRAME_COVER else FRAME_COVER) * longer:
                continue
            both = words & others
            if both:
                cover = sum([frame[k] for k in both]) / longer
                if cover > best:
                    best, fill = cover, other_figures
        if best >= FRAME_COVER:
            agree += sum(figures[k] for k in sorted(figures.keys() & fill.keys()))
            total += sum({**figures, **fill}.values())
            rows += 1
    # Two frames may agree by accident of trade ("police said the ..."); three hardly do.
    return (rows > 2 and agree <= settings.match_refilled * total) or (
        rows == 2 and agree <= settings.match_refilled / 2 * total
    )


@lru_cache(maxsize=16384)
def _days_apart(left: str | None, right: str | None) -> int | None:
    from datetime import date

    if left is None or right is None:
        return None
    try:
        return abs((date.fromisoformat(left) - date.fromisoformat(right)).days)
    except ValueError:
        return None

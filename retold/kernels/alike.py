"""What pairs of reports have in common, and how surely they tell the same story: `loops.alike` with the room that it works in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from retold.kernels import machine
from retold.kernels.texts import Array

# The verdicts of `compare`.
SAME_EVENT, OTHER_NAMES, NONE_OF_THE_FIGURES, REFILLED, APART = range(5)
NO_DAY = -1


class Limits(NamedTuple):
    """What decides, in the order of the kernel."""

    least: float
    rounding: float
    plenty: float
    few: float
    specific_weight: float
    specific_share: float
    many_specific: float
    copied_runs: float
    template_runs: float
    figure_share: float
    short_sentence: float
    subject_bits: float
    subject_share: float
    update_days: float
    window_days: float
    forms: float
    frame_bits: float
    frame_cover: float
    refilled_share: float
    near_miss_factor: float
    apart_factor: float


class Terms(NamedTuple):
    """The terms of all reports one after another; of each report they rise."""

    keys: Array  # int64
    bits: Array  # float32: their background
    rarities: Array  # float64: in this pile
    weights: Array  # float64: in their report
    times: Array  # int32
    flags: Array  # int8, of match/signed
    ends: Array  # int64: where each report's end


class Reports(NamedTuple):
    """What is known of each report."""

    days: Array  # int32, `NO_DAY` where there is none
    outlets: Array  # int64, 0 where there is none
    noted: Array  # uint8


class Sentences(NamedTuple):
    """The sentences of all reports one after another."""

    keys: Array  # int64
    words: Array  # int32
    by_key: Array  # int64: the sentences of each report in the order of their keys
    place_ends: Array  # int32: where each one's end in its report's `places`
    ends: Array  # int64: where each report's end
    places: Array  # int32: their terms, by place in the report
    report_places: Array  # int64: where each report's end


class Ngrams(NamedTuple):
    """The runs of words of all reports one after another; of each report they rise."""

    values: Array  # int64
    ends: Array  # int64


class Sides(NamedTuple):
    """Many reports as they are compared."""

    terms: Terms
    reports: Reports
    sentences: Sentences
    ngrams: Ngrams
    limits: Array
    measures: Array
    forms: tuple[Array, Array, Array]


def make_sides(terms: Terms, reports: Reports, sentences: Sentences, ngrams: Ngrams, limits: Limits) -> Sides:
    """Reports, ready to be compared: what of each no other one changes is measured once."""
    given = np.array(limits, np.float64)
    count = len(terms.ends)
    measures = np.empty((count, 6), np.float64)
    forms = np.empty(len(sentences.keys), np.int32)
    masses = np.empty(len(sentences.keys), np.float64)
    ends = np.empty(count, np.int64)
    filled = machine.run(
        "alike",
        "measure",
        *(terms.ends, terms.bits, terms.rarities, terms.weights, terms.times, terms.flags),
        *(sentences.ends, sentences.place_ends, sentences.report_places, sentences.places),
        *(given, measures, forms, masses, ends),
    )
    measures[:, 0] = np.sqrt(measures[:, 0])
    held = (forms[:filled].copy(), masses[:filled].copy(), ends)
    return Sides(terms, reports, sentences, ngrams, given, measures, held)


def compare(sides: Sides, pairs: Array) -> tuple[Array, Array, Array]:
    """(which of `pairs` may score as much as the least that counts, int64; counts and shares of these).

    Counts, int32, are runs of words, figures, and names and figures of the event in common, the verdict, and days apart.
    Shares, float64 and not rounded, are the score, the containment, the share of names, and the score but for the dates.
    Threads may do parts of the pairs at a time.
    """
    terms, sentences = sides.terms, sides.sentences
    most_terms, most_sentences = (
        int(np.diff(ends, prepend=0).max(initial=0)) + 1 for ends in (terms.ends, sentences.ends)
    )
    room = (
        *(np.empty(most_terms, np.int64) for _ in range(2)),
        *(np.zeros(most_terms, np.uint8) for _ in range(2)),
        *(np.zeros(most_sentences, np.uint8) for _ in range(2)),
        np.empty(most_terms, np.int32),
        np.zeros(most_terms, np.float64),
    )
    kept, counts, shares = (
        np.empty(len(pairs), np.int64),
        np.empty((len(pairs), 5), np.int32),
        np.empty((len(pairs), 4), np.float64),
    )
    written = machine.run(
        "alike",
        "compare",
        *(pairs, sides.limits),
        *(terms.keys, terms.bits, terms.rarities, terms.weights, terms.times, terms.flags, terms.ends),
        *sides.reports,
        *(sentences.keys, sentences.words, sentences.by_key, sentences.place_ends, sentences.ends),
        *(sentences.places, sentences.report_places),
        *sides.ngrams,
        *(sides.measures, *sides.forms),
        *room,
        *(kept, counts, shares),
    )
    return kept[:written], counts[:written], shares[:written]

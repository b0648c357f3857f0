"""A kernel that compares pairs of reports: what each has in common, and how surely they tell the same story.

It says what `match/evidence.compare` says, of tables of numbers. All that is added is a multiple of a small power of two,
so sums are exact and may be made in any order.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.kernels.flags import FIGURE, MARKED, SPECIFIC

# Verdicts, in the order of kernels/alike.
SAME_EVENT, OTHER_NAMES, NONE_OF_THE_FIGURES, REFILLED, APART = range(5)
# What is measured of a report.
LENGTH, MASS, SPECIFIC_MASS, SPECIFIC_COUNT, SPECIFIC_FIGURES, SUBJECT_MASS = range(6)
# Where each limit stands, in the order of kernels/alike.
(
    LEAST,
    ROUNDING,
    PLENTY,
    FEW,
    SPECIFIC_WEIGHT,
    SPECIFIC_SHARE,
    MANY_SPECIFIC,
    COPIED_RUNS,
    TEMPLATE_RUNS,
    FIGURE_SHARE,
    SHORT_SENTENCE,
    SUBJECT_BITS,
    SUBJECT_SHARE,
    UPDATE_DAYS,
    WINDOW_DAYS,
    FORMS,
    FRAME_BITS,
    FRAME_COVER,
    REFILLED_SHARE,
    NEAR_MISS_FACTOR,
    APART_FACTOR,
) = range(21)
NO_DAY = np.int32(-1)
_U1 = np.uint64(1)


@njit(nogil=True)
def _start(ends, n):
    return ends[n - 1] if n else np.int64(0)


@njit(nogil=True)
def _is_subject(n, bits, times, flags, limits):
    """Whether a report says a plain word again and again."""
    return times[n] > 1 and not flags[n] & MARKED and bits[n] >= limits[SUBJECT_BITS]


@njit(nogil=True)
def measure(
    term_ends,
    bits,
    rarities,
    weights,
    times,
    flags,
    report_sentences,
    sentence_ends,
    report_places,
    places,
    limits,
    measures,
    forms,
    form_masses,
    report_forms,
):
    """How many sentences of all reports may be a form filled in; fills what `compare` needs to know of one report alone.

    Args:
        term_ends: where the terms of each report end.
        report_sentences, report_places: where its sentences end, and their places.
        sentence_ends: of each sentence in its report's `places`.
        places: the terms of each sentence by place in the report.
        measures: a row a report; of the length the square, whose root the caller takes: a kernel calls nothing.
        forms, form_masses: sentences with plain words and figures, by number in their report, and the bits of their plain
            words; of each report the first few; `report_forms` is where they end.
    """
    filled = 0
    for report in range(len(term_ends)):
        start = _start(term_ends, report)
        length = mass = specific = subject = 0.0
        count = figures = 0
        for n in range(start, term_ends[report]):
            length += weights[n] * weights[n]
            mass += rarities[n]
            if flags[n] & SPECIFIC:
                specific += bits[n]
                count += 1
                figures += flags[n] & FIGURE != 0
            if _is_subject(n, bits, times, flags, limits):
                subject += bits[n]
        measures[report, LENGTH] = length
        measures[report, MASS] = mass
        measures[report, SPECIFIC_MASS] = specific
        measures[report, SPECIFIC_COUNT] = count
        measures[report, SPECIFIC_FIGURES] = figures
        measures[report, SUBJECT_MASS] = subject
        first_sentence = _start(report_sentences, report)
        first_place = _start(report_places, report)
        at = first_place
        began = filled
        for s in range(first_sentence, report_sentences[report]):
            frame = 0.0
            has_frame = has_figure = False
            until = first_place + sentence_ends[s]
            while at < until:
                n = start + places[at]
                if flags[n] & FIGURE:
                    has_figure = True
                else:
                    has_frame = True
                    frame += bits[n]
                at += 1
            if has_frame and has_figure and filled - began < limits[FORMS]:
                forms[filled] = s - first_sentence
                form_masses[filled] = frame
                filled += 1
        report_forms[report] = filled
    return filled


@njit(nogil=True)
def _match(keys, i, until_i, j, until_j, mine, theirs):
    """How many terms two reports share; where each stands goes to `mine` and `theirs`."""
    # Which of the two is lesser is a coin that falls anew each time: nothing here waits for it.
    i, until_i, j, until_j = np.uint64(i), np.uint64(until_i), np.uint64(j), np.uint64(until_j)
    met = np.uint64(0)
    while i < until_i and j < until_j:
        one, other = keys[i], keys[j]
        mine[met] = i
        theirs[met] = j
        met += np.uint64(one == other)
        i += np.uint64(one <= other)
        j += np.uint64(other <= one)
    return np.int64(met)


@njit(nogil=True)
def _count_shared(values, i, until_i, j, until_j):
    """How many numbers two rising runs share."""
    i, until_i, j, until_j = np.uint64(i), np.uint64(until_i), np.uint64(j), np.uint64(until_j)
    met = np.uint64(0)
    while i < until_i and j < until_j:
        one, other = values[i], values[j]
        met += np.uint64(one == other)
        i += np.uint64(one <= other)
        j += np.uint64(other <= one)
    return np.int64(met)


@njit(nogil=True)
def _leave_out(left, right, report_sentences, sentence_keys, sentence_words, by_key, limits, left_out, right_out):
    """How many longer sentences stand word for word in both reports; sentences with their keys are flagged in `left_out` and `right_out`."""
    i, j = _start(report_sentences, left), _start(report_sentences, right)
    first_i, first_j = i, j
    until_i, until_j = report_sentences[left], report_sentences[right]
    found = 0
    while i < until_i and j < until_j:
        key = sentence_keys[by_key[i]]
        other = sentence_keys[by_key[j]]
        if key < other:
            i += 1
        elif other < key:
            j += 1
        else:
            # The same words in both: as long in one as in the other.
            long = sentence_words[by_key[i]] >= limits[SHORT_SENTENCE]
            found += long
            while i < until_i and sentence_keys[by_key[i]] == key:
                left_out[by_key[i] - first_i] = long
                i += 1
            while j < until_j and sentence_keys[by_key[j]] == key:
                right_out[by_key[j] - first_j] = long
                j += 1
    return found


@njit(nogil=True)
def _note_kept(report, report_sentences, sentence_ends, report_places, places, out, kept):
    """Flags in `kept` the terms of the report's sentences that are not left `out`."""
    first = _start(report_sentences, report)
    first_place = _start(report_places, report)
    at = first_place
    for s in range(first, report_sentences[report]):
        until = first_place + sentence_ends[s]
        if not out[s - first]:
            for n in range(at, until):
                kept[places[n]] = 1
        at = until


@njit(nogil=True)
def _sum_kept(start, until, bits, flags, kept):
    """(bits, how many, how many figures) of the names and figures of the event among the terms that are flagged in `kept`."""
    mass, count, figures = 0.0, 0, 0
    for n in range(start, until):
        if kept[n - start] and flags[n] & SPECIFIC:
            mass += bits[n]
            count += 1
            figures += flags[n] & FIGURE != 0
    return mass, count, figures


@njit(nogil=True)
def _is_refilled(
    left,
    right,
    met,
    mine,
    theirs,
    term_ends,
    bits,
    flags,
    report_sentences,
    sentence_ends,
    report_places,
    places,
    forms,
    form_masses,
    report_forms,
    left_out,
    right_out,
    limits,
    partner,
    stamp,
):
    """Whether the two share sentence frames whose figures disagree: one template, two events."""
    start_i, start_j = _start(term_ends, left), _start(term_ends, right)
    for n in range(term_ends[left] - start_i):
        partner[n] = -1
    for n in range(met):
        partner[mine[n] - start_i] = theirs[n] - start_j
    sentences_i, sentences_j = _start(report_sentences, left), _start(report_sentences, right)
    places_i, places_j = _start(report_places, left), _start(report_places, right)
    least_cover = limits[FRAME_COVER]
    agree = total = 0.0
    rows = 0
    for f in range(_start(report_forms, left), report_forms[left]):
        mass = form_masses[f]
        if mass < limits[FRAME_BITS] or left_out[forms[f]]:
            continue
        s = sentences_i + forms[f]
        begin, end = places_i + (sentence_ends[s - 1] if forms[f] else 0), places_i + sentence_ends[s]
        shared = 0.0
        for n in range(begin, end):
            term = places[n]
            if partner[term] >= 0 and not flags[start_i + term] & FIGURE:
                stamp[partner[term]] = bits[start_i + term]
                shared += bits[start_i + term]
        best, best_form = 0.0, np.int64(-1)
        # No frame of the other covers more than has been stamped, nor is the longer one shorter than this.
        if shared / mass >= least_cover:
            for g in range(_start(report_forms, right), report_forms[right]):
                if right_out[forms[g]]:
                    continue
                other = form_masses[g]
                shorter, longer = min(mass, other), max(mass, other)
                if shorter < max(best, least_cover) * longer:
                    continue
                o = sentences_j + forms[g]
                covered = 0.0
                for n in range(places_j + (sentence_ends[o - 1] if forms[g] else 0), places_j + sentence_ends[o]):
                    covered += stamp[places[n]]
                if covered / longer > best:
                    best, best_form = covered / longer, g
        for n in range(begin, end):
            if partner[places[n]] >= 0:
                stamp[partner[places[n]]] = 0.0
        if best >= least_cover:
            rows += 1
            for n in range(begin, end):
                term = places[n]
                if flags[start_i + term] & FIGURE:
                    total += bits[start_i + term]
                    if partner[term] >= 0:
                        stamp[partner[term]] = bits[start_i + term]
            o = sentences_j + forms[best_form]
            for n in range(places_j + (sentence_ends[o - 1] if forms[best_form] else 0), places_j + sentence_ends[o]):
                if flags[start_j + places[n]] & FIGURE:
                    # In both it is counted once.
                    agree += stamp[places[n]]
                    total += bits[start_j + places[n]] - stamp[places[n]]
            for n in range(begin, end):
                if partner[places[n]] >= 0:
                    stamp[partner[places[n]]] = 0.0
    return (rows > 2 and agree <= limits[REFILLED_SHARE] * total) or (
        rows == 2 and agree <= limits[REFILLED_SHARE] / 2 * total
    )


@njit(nogil=True)
def compare(
    pairs,
    limits,
    keys,
    bits,
    rarities,
    weights,
    times,
    flags,
    term_ends,
    days,
    outlets,
    noted,
    sentence_keys,
    sentence_words,
    by_key,
    sentence_ends,
    report_sentences,
    places,
    report_places,
    ngrams,
    report_ngrams,
    measures,
    forms,
    form_masses,
    report_forms,
    mine,
    theirs,
    left_kept,
    right_kept,
    left_out,
    right_out,
    partner,
    stamp,
    kept,
    counts,
    shares,
):
    """How many of the pairs may score `limits[LEAST]`; a row of each goes to `kept`, `counts` and `shares`.

    Args:
        pairs: two reports by number.
        days: `NO_DAY` where a report has none; outlets: 0 where it has none.
        by_key: the sentences of each report in the order of their keys.
        mine, theirs, partner, stamp: room for the terms of the longest report and one more; `stamp` all zeros, as it is left.
        left_kept, right_kept, left_out, right_out: flags of its terms and sentences, all zeros, as they are left.
        kept: the pair of the row.
        counts: runs of words, figures, and names and figures of the event in common; the verdict; days apart.
        shares: score, containment, names, score but for the dates.
    """
    written = 0
    for pair in range(len(pairs)):
        left, right = pairs[pair, 0], pairs[pair, 1]
        start_i, start_j = _start(term_ends, left), _start(term_ends, right)
        met = _match(keys, start_i, term_ends[left], start_j, term_ends[right], mine, theirs)
        dot = shared_mass = held = 0.0
        shared_figures = both = figures = 0
        for n in range(np.uint64(0), np.uint64(met)):
            i, j = np.uint64(mine[n]), np.uint64(theirs[n])
            dot += weights[i] * weights[j]
            shared_mass += rarities[i]
            alike = flags[i] & flags[j]
            shared_figures += alike & FIGURE != 0
            if alike & SPECIFIC:
                both += 1
                held += bits[i]
                figures += alike & FIGURE != 0
        cosine = dot / (measures[left, LENGTH] * measures[right, LENGTH]) if dot else 0.0
        least_mass = min(measures[left, SPECIFIC_MASS], measures[right, SPECIFIC_MASS])
        share = held / least_mass if least_mass else held
        if (
            cosine + limits[SPECIFIC_WEIGHT] * share * min(1.0, both / limits[PLENTY])
            < limits[LEAST] - limits[ROUNDING]
        ):
            continue
        ngrams_i, ngrams_j = _start(report_ngrams, left), _start(report_ngrams, right)
        runs = _count_shared(ngrams, ngrams_i, report_ngrams[left], ngrams_j, report_ngrams[right])
        smaller = min(report_ngrams[left] - ngrams_i, report_ngrams[right] - ngrams_j)
        run_share = runs / smaller if smaller else 0.0
        copied = run_share >= limits[COPIED_RUNS]
        contained = shared_mass / max(min(measures[left, MASS], measures[right, MASS]), 1.0)
        least_count = min(measures[left, SPECIFIC_COUNT], measures[right, SPECIFIC_COUNT])
        least_figures = min(measures[left, SPECIFIC_FIGURES], measures[right, SPECIFIC_FIGURES])
        standing = 0
        if not copied:
            standing = _leave_out(
                left, right, report_sentences, sentence_keys, sentence_words, by_key, limits, left_out, right_out
            )
        if standing:
            _note_kept(left, report_sentences, sentence_ends, report_places, places, left_out, left_kept)
            _note_kept(right, report_sentences, sentence_ends, report_places, places, right_out, right_kept)
            mass_i, count_i, figures_i = _sum_kept(start_i, term_ends[left], bits, flags, left_kept)
            mass_j, count_j, figures_j = _sum_kept(start_j, term_ends[right], bits, flags, right_kept)
            least_mass = min(mass_i, mass_j)
            least_count = np.float64(min(count_i, count_j))
            least_figures = np.float64(min(figures_i, figures_j))
            held = 0.0
            both = figures = 0
            for n in range(met):
                i, j = mine[n], theirs[n]
                alike = flags[i] & flags[j]
                if alike & SPECIFIC and left_kept[i - start_i] and right_kept[j - start_j]:
                    both += 1
                    held += bits[i]
                    figures += alike & FIGURE != 0
            left_kept[: term_ends[left] - start_i] = 0
            right_kept[: term_ends[right] - start_j] = 0
        share = held / least_mass if least_mass else 0.0
        apart = np.int64(-1)
        if days[left] != NO_DAY and days[right] != NO_DAY:
            apart = abs(np.int64(days[left]) - np.int64(days[right]))
        verdict = SAME_EVENT
        if not copied and figures <= limits[FIGURE_SHARE] * least_figures:
            if both < limits[FEW] and share < limits[SPECIFIC_SHARE] and least_count >= limits[PLENTY]:
                verdict = OTHER_NAMES
            else:
                # Figures that differ may be figures that have changed.
                versions = both >= limits[MANY_SPECIFIC]
                if not versions and both - figures >= limits[FEW]:
                    versions = noted[left] != noted[right] and outlets[left] != 0 and outlets[left] == outlets[right]
                    if not versions and apart >= 0 and apart <= limits[UPDATE_DAYS]:
                        subject = 0.0
                        on_left = measures[left, SUBJECT_MASS] <= measures[right, SUBJECT_MASS]
                        for n in range(met):
                            at = mine[n] if on_left else theirs[n]
                            if _is_subject(at, bits, times, flags, limits):
                                subject += bits[at]
                        mass = min(measures[left, SUBJECT_MASS], measures[right, SUBJECT_MASS])
                        versions = subject >= limits[SUBJECT_SHARE] * mass
                if versions:
                    pass
                elif not figures and least_figures >= 1 and run_share >= limits[TEMPLATE_RUNS]:
                    verdict = NONE_OF_THE_FIGURES
                elif _is_refilled(
                    left,
                    right,
                    met,
                    mine,
                    theirs,
                    term_ends,
                    bits,
                    flags,
                    report_sentences,
                    sentence_ends,
                    report_places,
                    places,
                    forms,
                    form_masses,
                    report_forms,
                    left_out,
                    right_out,
                    limits,
                    partner,
                    stamp,
                ):
                    verdict = REFILLED
        if standing:
            left_out[: report_sentences[left] - _start(report_sentences, left)] = 0
            right_out[: report_sentences[right] - _start(report_sentences, right)] = 0
        score = cosine + limits[SPECIFIC_WEIGHT] * share * min(1.0, both / limits[PLENTY])
        if copied:
            score = 1.0
        if verdict:
            score *= limits[NEAR_MISS_FACTOR]
        undated = score
        if apart > limits[WINDOW_DAYS] and not copied:
            score *= limits[APART_FACTOR]
            verdict = verdict or APART
        if score < limits[LEAST] - limits[ROUNDING]:
            continue
        kept[written] = pair
        counts[written, 0] = runs
        counts[written, 1] = shared_figures
        counts[written, 2] = both
        counts[written, 3] = verdict
        counts[written, 4] = apart
        shares[written, 0] = score
        shares[written, 1] = contained
        shares[written, 2] = share
        shares[written, 3] = undated
        written += 1
    return written

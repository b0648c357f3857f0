"""A kernel that finds, for each report, the few others that share most of its rare terms."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def find_nearest(
    first,
    until,
    members,
    weights,
    bits,
    list_starts,
    list_ends,
    reaches,
    lists,
    report_ends,
    lengths,
    least_bits,
    least_likeness,
    out,
):
    """Fills `out`, int32 of shape (until - first, most): the nearest of each report, best first, -1 where there are no more.

    Args:
        first, until: the reports looked at, by number.
        members, weights: the lists of terms one after another: the reports that hold a term, in order, and its weight there.
        bits: of each list, the rarity of its term.
        list_starts, list_ends, reaches: where each list stands, and how many neighbours a report is paired with in it.
        lists: for each report, one after another, its places in `members`; `report_ends` tells where each report's end.
        lengths: of each report's vector.
        least_bits, least_likeness: below which two reports are not near.
    """
    reports = len(report_ends)
    most = out.shape[1]
    one = np.int64(1) << 40  # above it rarities are summed, below it products of weights
    total = np.zeros(reports, np.int64)
    touched = np.empty(reports, np.int32)
    best = np.empty(most, np.float64)
    for report in range(first, until):
        met = 0
        for n in range(report_ends[report - 1] if report else 0, report_ends[report]):
            place = lists[n, 0]
            which = lists[n, 1]
            weight = np.int64(weights[place])
            add = one * bits[which]
            for k in range(
                max(list_starts[which], place - reaches[which]), min(list_ends[which], place + 1 + reaches[which])
            ):
                other = members[k]
                if other == report:
                    continue
                if total[other] == 0:
                    touched[met] = other
                    met += 1
                total[other] += add + weight * weights[k]
        held = 0
        row = out[report - first]
        row[:] = -1
        for n in range(met):
            other = touched[n]
            value = total[other]
            total[other] = 0
            if (value >> 40) < least_bits:
                continue
            likeness = np.float64(value & (one - 1)) / (lengths[report] * lengths[other])
            if likeness < least_likeness:
                continue
            # Of equals the one that comes first.
            if held == most and (likeness < best[held - 1] or (likeness == best[held - 1] and other > row[held - 1])):
                continue
            at = held if held < most else most - 1
            while at > 0 and (best[at - 1] < likeness or (best[at - 1] == likeness and row[at - 1] > other)):
                best[at] = best[at - 1]
                row[at] = row[at - 1]
                at -= 1
            best[at] = likeness
            row[at] = other
            held = min(most, held + 1)


@njit(cache=True, nogil=True)
def worth_comparing(pairs, ends, terms, weights, special, names_weight, plenty, least, out):
    """Fills `out` with whether the score of each pair may be `least`: by their words, and by how many names both have.

    Args:
        pairs: two places of reports each.
        ends: where the terms of each report end; `terms` of a report are sorted.
        weights, special: of each term its weight in the report, and its bits where it is a name or figure of the event, else 0.
        names_weight, plenty: what names add to the score at most, and how many it takes.
    """
    lengths, masses = np.zeros(len(ends), np.float64), np.zeros(len(ends), np.float64)
    start = 0
    for report in range(len(ends)):
        for n in range(start, ends[report]):
            lengths[report] += weights[n] * weights[n]
            masses[report] += special[n]
        start = ends[report]
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        i, until_i = (ends[one - 1] if one else 0), ends[one]
        j, until_j = (ends[other - 1] if other else 0), ends[other]
        dot, held, names = 0.0, 0.0, 0
        while i < until_i and j < until_j:
            if terms[i] < terms[j]:
                i += 1
            elif terms[i] > terms[j]:
                j += 1
            else:
                dot += weights[i] * weights[j]
                if special[i] > 0.0 and special[j] > 0.0:
                    held += special[i]
                    names += 1
                i += 1
                j += 1
        length = np.sqrt(lengths[one]) * np.sqrt(lengths[other])
        score = dot / length if length else 0.0
        mass = min(masses[one], masses[other])
        share = held / mass if mass > 0.0 else 0.0
        out[pair] = score + names_weight * share * min(1.0, names / plenty) >= least


@njit(cache=True, nogil=True)
def in_neighbourhoods(ends, others, order):
    """Fills `order` with all reports, those near one another together: breadth first over the pairs.

    Args:
        ends, others: for each report, one after another, those it is paired with.
    """
    seen = np.zeros(len(ends), np.uint8)
    done = filled = 0
    for start in range(len(ends)):
        if seen[start]:
            continue
        seen[start] = 1
        order[filled] = start
        filled += 1
        while done < filled:
            report = order[done]
            done += 1
            for n in range(ends[report - 1] if report else 0, ends[report]):
                other = others[n]
                if not seen[other]:
                    seen[other] = 1
                    order[filled] = other
                    filled += 1

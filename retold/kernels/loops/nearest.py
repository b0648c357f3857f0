"""Kernels that find, for each report, the few others that share most of its rare terms, and the groups that pairs add up to.

Terms are numbered in the order in which they are met, by a table of open addressing. A report's row holds the lists of its
rare terms; a list holds the reports that have one term, in order.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.kernels.flags import LEAD, MARKED, SPECIFIC

# Added and taken away again it leaves a number rounded to a whole one, halves to even.
_ROUNDING = 6755399441055744.0


@njit(nogil=True)
def _slot_of(key, slots, term_keys):
    """Where in `slots` the term of `key` is, or would be."""
    mask = len(slots) - 1
    slot = key & mask
    while slots[slot] >= 0 and term_keys[slots[slot]] != key:
        slot = (slot + 1) & mask
    return slot


@njit(nogil=True)
def place_terms(term_keys, count, slots):
    """How many terms there are in `slots`, a power of two of empty ones (-1), once those of `term_keys` are there."""
    for term in range(count):
        slots[_slot_of(term_keys[term], slots, term_keys)] = term
    return count


@njit(nogil=True)
def count_terms(keys, bits, ends, numbers, slots, term_keys, term_bits, times, count):
    """How many terms are known once those of some reports are; `times` is raised by the reports that hold each.

    Args:
        keys, bits: of the terms of all reports, which end at `ends`.
        numbers: of the reports; one of -1 is passed over.
        slots, term_keys, term_bits, times: the terms known, with room for all of `keys`.
    """
    start = 0
    for row in range(len(ends)):
        if numbers[row] >= 0:
            for n in range(start, ends[row]):
                slot = _slot_of(keys[n], slots, term_keys)
                term = np.int64(slots[slot])
                if term < 0:
                    term = count
                    count += 1
                    slots[slot] = term
                    term_keys[term] = keys[n]
                    term_bits[term] = bits[n]
                    times[term] = 0
                times[term] += 1
        start = ends[row]
    return count


@njit(nogil=True)
def find_terms(keys, slots, term_keys, found):
    """Fills `found` with the term of each key, -1 where it has none."""
    for n in range(len(keys)):
        found[n] = slots[_slot_of(keys[n], slots, term_keys)]
    return len(keys)


@njit(nogil=True)
def _weight(rarity, damped, flags, factors):
    """The weight of a term in its report: the same products in the same order as in `nearest.weight`, rounded alike."""
    weight = rarity / factors[3] * damped
    if flags & MARKED:
        weight = weight * factors[0]
    if flags & LEAD:
        weight = weight * factors[1]
    return ((weight * factors[2] + _ROUNDING) - _ROUNDING) / factors[2]


@njit(nogil=True)
def weigh_rows(
    keys, times, flags, ends, numbers, first, until, slots, term_keys, rarity, damped, factors, list_of, at,
    row_starts, row_ends, lists, weights, squares,
):  # fmt: skip
    """Where the rows end once those of some reports are written from `at` on.

    Args:
        keys, times, flags: of the terms of all reports, which end at `ends`; all keys are known.
        numbers: of the reports; those outside [first, until) are passed over.
        rarity: of each term, in parts of `factors[3]`.
        damped: what a term counts that is met so many times.
        factors: of names, of the lead; parts of a bit of weights, of rarities; parts of a bit in rows.
        list_of: of each term its list, or -1.
        row_starts, row_ends: of each report, from `first` on.
        lists, weights: the rows.
        squares: of each report from `first` on those of its weights, in parts, added.
    """
    start = 0
    for row in range(len(ends)):
        report = numbers[row]
        if first <= report < until:
            row_starts[report - first] = at
            length = np.int64(0)
            for n in range(start, ends[row]):
                term = slots[_slot_of(keys[n], slots, term_keys)]
                weight = _weight(rarity[term], damped[times[n]], flags[n], factors)
                parts = np.int64((weight * factors[4] + _ROUNDING) - _ROUNDING)
                length += parts * parts
                if list_of[term] >= 0:
                    lists[at] = list_of[term]
                    weights[at] = parts
                    at += 1
            row_ends[report - first] = at
            squares[report - first] = length
        start = ends[row]
    return at


@njit(nogil=True)
def count_lists(lists, counts):
    """Raises `counts` by how often each list is in `lists`."""
    for n in range(len(lists)):
        counts[lists[n]] += 1
    return len(lists)


@njit(nogil=True)
def rank_rows(row_starts, row_ends, lists, cursors, ranks):
    """Fills `ranks` with which of all reports of its list each is; `cursors` has those before, and is moved on."""
    for report in range(len(row_starts)):
        for n in range(row_starts[report], row_ends[report]):
            ranks[n] = cursors[lists[n]]
            cursors[lists[n]] += 1
    return len(row_starts)


@njit(nogil=True)
def fill_lists(first, row_starts, row_ends, lists, weights, cursors, members, member_weights):
    """Fills `members` with the reports of each list, in order, and their weights; `cursors` has where lists begin, and is moved on."""
    for report in range(len(row_starts)):
        for n in range(row_starts[report], row_ends[report]):
            place = cursors[lists[n]]
            members[place] = first + report
            member_weights[place] = weights[n]
            cursors[lists[n]] = place + 1
    return len(row_starts)


@njit(nogil=True)
def find_nearest(
    order, first_report, row_starts, row_ends, lists, ranks, weights, told, members, member_weights, lengths, least_bits,
    least, most, others, totals, met, out, best,
):  # fmt: skip
    """Moves the nearest members of each report of `order` into `out`, best first, -1 where there are no more.

    Args:
        order: the reports; best those met together, whose lists are in the processor's memory still.
        first_report: the one whose row is the first of `row_starts`.
        lists, ranks, weights: the rows: lists, which of a list's reports this one is, its weight there.
        told: of each list where in `members` it begins and ends, how many of its reports come before these, with how many
            neighbours on each side a report is paired in it, and its rarity in parts.
        lengths: of the vectors of all reports.
        least_bits, least: in parts and as a likeness, below which two reports are not near; `least` is an array of one.
        most: of each report so many are kept.
        others, totals, met: room, a power of two, twice the reports or more.
        out, best: `most` places for each report from `first_report` on, with what was found among other members.
    """
    one = np.int64(1) << 40  # above it rarities are summed, below it products of weights
    for at_report in range(len(order)):
        report = np.int64(order[at_report])
        row = report - first_report
        # In how many places others are met: twice as many hold a table that stays in the processor's memory, which one
        # with a place for each report would not.
        reached = 0
        for n in range(row_starts[row], row_ends[row]):
            which = np.int64(lists[n])
            reached += min(told[which, 1] - told[which, 0], 2 * told[which, 3] + 1)
        size = 64
        while size < 2 * reached and size < len(others):
            size *= 2
        mask = size - 1
        others[:size] = -1
        count = 0
        for n in range(row_starts[row], row_ends[row]):
            which = np.int64(lists[n])
            weight = np.int64(weights[n])
            begin, end, reach, add = told[which, 0], told[which, 1], told[which, 3], one * told[which, 4]
            # The place of the report in `members`, were all of the list there.
            place = begin + ranks[n] - told[which, 2]
            for k in range(max(begin, place - reach), min(end, place + 1 + reach)):
                other = members[k]
                slot = other & mask
                while others[slot] != other and others[slot] >= 0:
                    slot = (slot + 1) & mask
                if others[slot] < 0:
                    others[slot] = other
                    totals[slot] = 0
                    met[count] = slot
                    count += 1
                totals[slot] += add + weight * np.int64(member_weights[k])
        start = row * most
        held = 0
        while held < most and out[start + held] >= 0:
            held += 1
        # No branch: whether it is enough no processor guesses.
        kept = 0
        for n in range(count):
            slot = met[n]
            met[kept] = slot
            kept += (totals[slot] >> 40) >= least_bits
        # Of what is surely too little the likeness is not reckoned.
        floor = least[0] * lengths[report] * (1 - 1e-9)
        if held == most:
            floor = max(floor, best[start + most - 1] * lengths[report] * (1 - 1e-9))
        for n in range(kept):
            other = others[met[n]]
            dot = np.float64(totals[met[n]] & (one - 1))
            if dot < floor * lengths[other] or other == report:
                continue
            likeness = dot / (lengths[report] * lengths[other])
            if likeness < least[0]:
                continue
            last = start + most - 1
            # Of equals the one that comes first.
            if held == most and (likeness < best[last] or (likeness == best[last] and other > out[last])):
                continue
            if held < most:
                held += 1
            at = start + held - 1
            while at > start and (best[at - 1] < likeness or (best[at - 1] == likeness and out[at - 1] > other)):
                best[at] = best[at - 1]
                out[at] = out[at - 1]
                at -= 1
            best[at] = likeness
            out[at] = other
            if held == most:
                floor = max(floor, best[last] * lengths[report] * (1 - 1e-9))
    return len(order)


@njit(nogil=True)
def sketch_rows(
    keys, times, flags, ends, numbers, first, until, slots, term_keys, term_bits, rarity, damped, factors, at,
    row_starts, row_ends, heads, weights, bits, squares, masses,
):  # fmt: skip
    """Where the sketches end once those of some reports are written from `at` on: never less than a report has.

    Args:
        keys, ..., factors: as for `weigh_rows`; `term_bits` are the backgrounds of terms.
        row_starts, row_ends: of each report, from `first` on.
        heads, weights, bits: of each term the upper half of its key, its weight in 32nds of a bit, and the bits of a name or
            figure of the event alone in eighths, 0 of any other; these two rounded up.
        squares, masses: of each report, from `first` on: its weights squared and added; the bits of its names and figures.
            -1 where a sketch cannot say how much it is.
    """
    start = 0
    for row in range(len(ends)):
        report = numbers[row]
        if first <= report < until:
            row_starts[report - first] = at
            length, mass, sure = 0.0, 0.0, True
            for n in range(start, ends[row]):
                term = slots[_slot_of(keys[n], slots, term_keys)]
                weight = _weight(rarity[term], damped[times[n]], flags[n], factors)
                length += weight * weight
                heads[at] = keys[n] >> 32
                weights[at] = min(np.int64(weight * 32.0) + 1, 65535)
                bits[at] = 0
                if flags[n] & SPECIFIC:
                    mass += term_bits[term]
                    bits[at] = min(np.int64(term_bits[term] * 8.0) + 1, 255)
                sure &= weights[at] < 65535 and bits[at] < 255
                sure &= n == start or heads[at] > heads[at - 1]
                at += 1
            row_ends[report - first] = at
            squares[report - first] = length if sure else -1.0
            masses[report - first] = mass
        start = ends[row]
    return at


@njit(nogil=True)
def worth_comparing(
    left, right, left_first, left_starts, left_ends, left_heads, left_weights, left_bits, right_first, right_starts,
    right_ends, right_heads, right_weights, right_bits, lengths, masses, limits, out,
):  # fmt: skip
    """Fills `out` with whether the score of each pair may reach the least: by their words, and by how many names both have.

    Args:
        left_first, ..., right_bits: the sketches of both sides, of `sketch_rows`.
        lengths, masses: of all reports; the length is -1 of one whose sketch cannot say.
        limits: what names add to the score at most, how many it takes, the least score.
    """
    for pair in range(len(left)):
        one, other = np.int64(left[pair]), np.int64(right[pair])
        if lengths[one] < 0.0 or lengths[other] < 0.0:
            out[pair] = 1
            continue
        i, until_i = left_starts[one - left_first], left_ends[one - left_first]
        j, until_j = right_starts[other - right_first], right_ends[other - right_first]
        dot = held = names = np.int64(0)
        while i < until_i and j < until_j:
            a, b = left_heads[i], right_heads[j]
            if a == b:
                dot += np.int64(left_weights[i]) * np.int64(right_weights[j])
                if left_bits[i] > 0 and right_bits[j] > 0:
                    held += np.int64(left_bits[i])
                    names += 1
            # No branch: which of two is less no processor guesses.
            i += a <= b
            j += b <= a
        length = lengths[one] * lengths[other]
        score = dot / 1024.0 / length if length > 0.0 else 0.0
        mass = min(masses[one], masses[other])
        share = min(1.0, held / 8.0 / mass) if mass > 0.0 else 0.0
        out[pair] = score + limits[0] * share * min(1.0, names / limits[1]) >= limits[2]
    return len(left)


@njit(nogil=True)
def in_neighbourhoods(ends, others, seen, order):
    """Fills `order` with all reports, those near one another together: breadth first over the pairs.

    Args:
        ends, others: for each report, one after another, those it is paired with.
        seen: room, zeros.
    """
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
    return filled


@njit(nogil=True)
def unite(left, right, root):
    """Makes `root` name, for each place, the least place that the pairs connect it with."""
    for n in range(len(left)):
        a, b = np.int64(left[n]), np.int64(right[n])
        while root[a] != a:
            root[a] = root[root[a]]
            a = np.int64(root[a])
        while root[b] != b:
            root[b] = root[root[b]]
            b = np.int64(root[b])
        if a < b:
            root[b] = a
        else:
            root[a] = b
    for n in range(len(root)):
        root[n] = root[root[n]]
    return len(root)


@njit(nogil=True)
def pair_up(left, right, ends, others):
    """Fills `others` with those that each report is paired with, first as the left one; `ends` has where they begin, and end then."""
    for n in range(len(left)):
        others[ends[left[n]]] = right[n]
        ends[left[n]] += 1
    for n in range(len(right)):
        others[ends[right[n]]] = left[n]
        ends[right[n]] += 1
    return len(left)


@njit(nogil=True)
def hold_names(keys, flags, ends, numbers, slots, term_keys, list_of, story_of, held, singles, least, most):
    """Notes of each list who has its term as a name or figure of the event alone.

    Args:
        keys, flags: of the terms of all reports, which end at `ends`; `numbers` are theirs, -1 of one passed over.
        list_of: of each term its list, or -1.
        story_of: of each number its large story, -1 in a small one, -2 of a report alone.
        held, singles: of each list how many reports have it so, and how many of them are alone.
        least, most: of each list the least and greatest story of the others; at first above and below all.
    """
    start = 0
    for row in range(len(ends)):
        if numbers[row] >= 0:
            story = story_of[numbers[row]]
            for n in range(start, ends[row]):
                if flags[n] & SPECIFIC:
                    which = list_of[slots[_slot_of(keys[n], slots, term_keys)]]
                    if which >= 0:
                        held[which] += 1
                        if story == -2:
                            singles[which] += 1
                        else:
                            least[which] = min(least[which], story)
                            most[which] = max(most[which], story)
        start = ends[row]
    return len(ends)


@njit(nogil=True)
def _is_sooner(one, other, ranks, to, labels):
    """Whether pair `one` is joined before `other`: the one more alike, of equals the one of the earlier groups."""
    if ranks[one] != ranks[other]:
        return ranks[one] > ranks[other]
    a, b = labels[to[2 * one]], labels[to[2 * one + 1]]
    c, d = labels[to[2 * other]], labels[to[2 * other + 1]]
    if min(a, b) != min(c, d):
        return min(a, b) < min(c, d)
    return max(a, b) < max(c, d)


@njit(nogil=True)
def _settle(place, count, heap, places, ranks, to, labels):
    """Moves the pair at `place` of the heap up or down to where it belongs."""
    pair = heap[place]
    while place > 0 and _is_sooner(pair, heap[(place - 1) // 2], ranks, to, labels):
        heap[place] = heap[(place - 1) // 2]
        places[heap[place]] = place
        place = (place - 1) // 2
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        if below + 1 < count and _is_sooner(heap[below + 1], heap[below], ranks, to, labels):
            below += 1
        if not _is_sooner(heap[below], pair, ranks, to, labels):
            break
        heap[place] = heap[below]
        places[heap[place]] = place
        place = below
    heap[place] = pair
    places[pair] = place


@njit(nogil=True)
def _leave(pair, count, heap, places, ranks, to, labels):
    """How many pairs the heap has once `pair` is in it no longer."""
    place = places[pair]
    if place < 0:
        return count
    places[pair] = -1
    count -= 1
    if place < count:
        heap[place] = heap[count]
        places[heap[place]] = place
        _settle(place, count, heap, places, ranks, to, labels)
    return count


@njit(nogil=True)
def _unhook(half, group, heads, following, before):
    """Takes one side of a pair out of the list of the group that it stands in."""
    if before[half] >= 0:
        following[before[half]] = following[half]
    else:
        heads[group] = following[half]
    if following[half] >= 0:
        before[following[half]] = before[half]


@njit(nogil=True)
def _hook(half, group, heads, following, before):
    following[half] = heads[group]
    before[half] = -1
    if heads[group] >= 0:
        before[heads[group]] = half
    heads[group] = half


@njit(nogil=True)
def _rank(total, one, other, nearest):
    """The likeness of two groups in billionths: all scores between them over the pairs that were asked for."""
    pairs = min(one, other) * min(max(one, other), nearest)
    return (2 * total * 100_000 + pairs) // (2 * pairs)


@njit(nogil=True)
def link_pieces(
    piece_ends, pair_ends, left, right, scores, least, nearest, group_of,
    heads, labels, sizes, marks, to, following, before, totals, ranks, heap, places,
):  # fmt: skip
    """Fills `group_of` with the first report of each one's group: `stories.link_piece` for many pieces.

    Args:
        piece_ends: where the reports of each piece end; pieces are one after another, and reports are told by their place in them.
        pair_ends, left, right, scores: the pairs of each piece, places in the piece, and their scores in ten-thousandths.
        least: the likeness, in billionths, from which two groups are one.
        nearest: how many others a report was compared with.
        heads, labels, sizes, marks: room for the reports of the largest piece.
        to, following, before: twice the pairs of the piece that has most; totals, ranks, heap, places: as many.
    """
    start = first = 0
    for piece in range(len(piece_ends)):
        size, pairs = piece_ends[piece] - start, pair_ends[piece] - first
        # A group has the slot of one of its reports; `heads` begins the list of its sides of pairs. Side 2n of pair n is
        # that of its left group, and leads `to` the right one.
        for n in range(size):
            group_of[start + n] = n
            heads[n] = -1
            labels[n] = n
            sizes[n] = 1
            marks[n] = -1
        count = 0
        for pair in range(pairs):
            a, b = np.int64(left[first + pair]), np.int64(right[first + pair])
            to[2 * pair] = b
            to[2 * pair + 1] = a
            _hook(2 * pair, a, heads, following, before)
            _hook(2 * pair + 1, b, heads, following, before)
            totals[pair] = scores[first + pair]
            ranks[pair] = _rank(totals[pair], 1, 1, nearest)
            places[pair] = -1
            if ranks[pair] >= least:
                heap[count] = pair
                places[pair] = count
                count += 1
                _settle(count - 1, count, heap, places, ranks, to, labels)
        label = size
        while count > 0:
            joined = np.int64(heap[0])
            count = _leave(joined, count, heap, places, ranks, to, labels)
            a, b = np.int64(to[2 * joined + 1]), np.int64(to[2 * joined])
            _unhook(2 * joined, a, heads, following, before)
            _unhook(2 * joined + 1, b, heads, following, before)
            # All pairs of the two leave the heap before anything of theirs changes, so that it is in order at every step.
            side = np.int64(heads[a])
            while side >= 0:
                marks[to[side]] = side
                count = _leave(side // 2, count, heap, places, ranks, to, labels)
                side = np.int64(following[side])
            # What the second group is paired with the first one is paired with from now on.
            side = np.int64(heads[b])
            while side >= 0:
                behind = np.int64(following[side])
                other = np.int64(to[side])
                count = _leave(side // 2, count, heap, places, ranks, to, labels)
                if marks[other] >= 0:
                    totals[marks[other] // 2] += totals[side // 2]
                    _unhook(side ^ 1, other, heads, following, before)
                else:
                    to[side ^ 1] = a
                    _hook(side, a, heads, following, before)
                side = behind
            sizes[a] += sizes[b]
            group_of[start + b] = a
            labels[a] = label
            label += 1
            side = np.int64(heads[a])
            while side >= 0:
                other, pair = np.int64(to[side]), side // 2
                marks[other] = -1
                ranks[pair] = _rank(totals[pair], np.int64(sizes[a]), np.int64(sizes[other]), nearest)
                if ranks[pair] >= least:
                    heap[count] = pair
                    places[pair] = count
                    count += 1
                    _settle(count - 1, count, heap, places, ranks, to, labels)
                side = np.int64(following[side])
        # The slots of groups become the first of their reports.
        for n in range(size):
            group = n
            while group_of[start + group] != group:
                group_of[start + group] = group_of[start + group_of[start + group]]
                group = np.int64(group_of[start + group])
            if marks[group] < 0:
                marks[group] = n
            labels[n] = marks[group]
        for n in range(size):
            group_of[start + n] = labels[n]
        start, first = piece_ends[piece], pair_ends[piece]
    return len(piece_ends)

"""A kernel that finds the stretches of words that two reports share, wherever they stand, for many pairs at once.

Short runs of equal words are seeds; a seed grows both ways along its diagonal over words that differ, while enough are the
same; stretches near one another on both sides are joined. tests/naive.py says the same slowly.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.kernels.loops.words import read_words

_U0, _U1 = np.uint64(0), np.uint64(1)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_LAST = np.uint64(0xBF58476D1CE4E5B9)
_U32 = np.uint64(32)


@njit(nogil=True)
def _seed_hash(hashes, at, seed):
    value = _U0
    for n in range(at, at + seed):
        value = value * _STEP + hashes[n]
    value = (value ^ (value >> _U32)) * _LAST
    return value ^ (value >> _U32)


@njit(nogil=True)
def _grow(left, left_count, right, right_count, i, j, step, miss, slack):
    """(words, same words) that a stretch goes on from before or after (i, j), in the direction `step`.

    A word that is the same is worth 1, one that differs costs `miss` hundredths; growth ends where the worth has fallen
    `slack` hundredths below the best, and the stretch at the best.
    """
    best = worth = 0
    far = same = best_same = 0
    n = 0
    while 0 <= i < left_count and 0 <= j < right_count:
        n += 1
        if left[i] == right[j]:
            worth += 100
            same += 1
            if worth >= best:
                best, far, best_same = worth, n, same
        else:
            worth -= miss
            if worth < best - slack:
                break
        i += step
        j += step
    return far, best_same


@njit(nogil=True)
def find_stretches(
    text,
    offsets,
    kinds,
    forms,
    longer,
    owners,
    others,
    seed,
    places_max,
    miss,
    slack,
    gap,
    drift,
    least,
    density,
    out_pair,
    out_key,
    out,
    left,
    right,
    left_starts,
    left_ends,
    right_starts,
    right_ends,
    head,
    held,
    following,
    grams,
    reached,
    stamp,
    found,
    order,
    keys,
):
    """How many stretches were found; those past the room of `out` are counted only. -1 where `found` has no room for a pair's.

    The arguments are those of `kernels.passages.find_stretches`, and the room that it brings along:

    Args:
        left, right, their starts and ends, following, grams: room for the words of the longest report and one more.
        head, held: a power of two, twice as many or more.
        reached, stamp: twice as many and two; `stamp` all zeros.
        found: int32, shape (room, 6): stretches of a pair, left start, end, right start, end, same words, alive; `keys`,
            int64, as many; `order`, int64, twice as many.
    """
    room = len(found)
    last = np.int64(-1)
    left_count = grams_count = 0
    mask = np.uint64(63)
    count = 0
    for pair in range(len(owners)):
        owner, other = owners[pair], others[pair]
        if owner != last:
            last = owner
            left_count = read_words(
                text, offsets[owner], offsets[owner + 1], kinds, forms, longer, left, left_starts, left_ends
            )
            grams_count = left_count - seed + 1
            small = 64
            while small < 2 * left_count:
                small *= 2
            mask = np.uint64(small - 1)
            head[:small] = -1
            held[:small] = 0
            for n in range(grams_count - 1, -1, -1):
                grams[n] = _seed_hash(left, n, seed)
                slot = grams[n] & mask
                while head[slot] >= 0 and grams[head[slot]] != grams[n]:
                    slot = (slot + _U1) & mask
                following[n] = head[slot]
                head[slot] = n
                held[slot] += 1
        right_count = read_words(
            text, offsets[other], offsets[other + 1], kinds, forms, longer, right, right_starts, right_ends
        )
        if left_count == 0 or right_count == 0:
            continue
        shift = right_count  # a diagonal is left - right + shift
        total = 0
        whole_least = min(least, left_count, right_count)
        # Two diagonals are looked at whatever repeats: copies share their beginning and their end.
        for k in range(-2, max(0, right_count - seed + 1)):
            if k == -2:
                chain = 0 if left[0] == right[0] else -1
                j = 0
            elif k == -1:
                chain = left_count - 1 if left[left_count - 1] == right[right_count - 1] else -1
                j = right_count - 1
            else:
                j = k
                gram = _seed_hash(right, j, seed)
                slot = gram & mask
                while head[slot] >= 0 and grams[head[slot]] != gram:
                    slot = (slot + _U1) & mask
                chain = head[slot] if held[slot] <= places_max else -1
            while chain >= 0:
                i = np.int64(chain)
                chain = -1 if k < 0 else following[i]
                diagonal = i - j + shift
                if stamp[diagonal] == pair + 1 and reached[diagonal] > j:
                    continue
                after, same_after = _grow(left, left_count, right, right_count, i, j, 1, miss, slack)
                before, same_before = _grow(left, left_count, right, right_count, i - 1, j - 1, -1, miss, slack)
                stamp[diagonal] = pair + 1
                reached[diagonal] = j + max(after, 1)
                same = same_after + same_before
                if same < seed and same < whole_least:
                    continue
                if total == room:
                    return -1
                found[total, 0] = i - before
                found[total, 1] = i + after
                found[total, 2] = j - before
                found[total, 3] = j + after
                found[total, 4] = same
                found[total, 5] = 1
                total += 1
        if total == 0:
            continue
        _join(found, total, gap, drift, order, keys)
        _unnest(found, total, order, keys)
        for n in range(total):
            if found[n, 5] == 0 or found[n, 4] < whole_least:
                continue
            if 100 * found[n, 4] < density * max(found[n, 1] - found[n, 0], found[n, 3] - found[n, 2]):
                continue
            if count < len(out):
                out_pair[count] = pair
                key = ~_U0
                for k in range(found[n, 0], max(found[n, 0] + 1, found[n, 1] - seed + 1)):
                    if k < grams_count and grams[k] < key:
                        key = grams[k]
                out_key[count] = key
                out[count, 0] = left_starts[found[n, 0]]
                out[count, 1] = left_ends[found[n, 1] - 1]
                out[count, 2] = right_starts[found[n, 2]]
                out[count, 3] = right_ends[found[n, 3] - 1]
                out[count, 4] = found[n, 4]
                out[count, 5] = max(found[n, 1] - found[n, 0], found[n, 3] - found[n, 2])
                out[count, 6] = left_count
                out[count, 7] = right_count
            count += 1
    return count


@njit(nogil=True)
def _in_order(found, total, column, order, keys):
    """Fills `order` with the places of the stretches by start (`column` 0 or 2), the longer first, and then as they stand."""
    for n in range(total):
        keys[n] = (np.int64(found[n, column]) << 32) | (np.int64(0x7FFFFFFF) - found[n, column + 1])
        order[n] = n
    # Merging runs of growing size keeps equals as they stand; most pairs have a handful of stretches.
    width = np.int64(1)
    source, target = np.int64(0), np.int64(total)  # halves of `order`
    while width < total:
        start = np.int64(0)
        while start < total:
            one, two = start, min(start + width, total)
            one_end, two_end = two, min(start + 2 * width, total)
            for at in range(start, two_end):
                take_one = two >= two_end or (one < one_end and keys[order[source + one]] <= keys[order[source + two]])
                if take_one:
                    order[target + at] = order[source + one]
                    one += 1
                else:
                    order[target + at] = order[source + two]
                    two += 1
            start += 2 * width
        source, target = target, source
        width *= 2
    if source:
        for n in range(total):
            order[n] = order[source + n]


@njit(nogil=True)
def _join(found, total, gap, drift, order, keys):
    """Puts together stretches that follow one another on both sides; the later one goes into the earlier."""
    _in_order(found, total, 0, order, keys)
    for n in range(total):
        one = order[n]
        if found[one, 5] == 0:
            continue
        grown = True
        while grown:
            grown = False
            for k in range(n + 1, min(total, n + 33)):
                two = order[k]
                if found[two, 5] == 0:
                    continue
                across = found[two, 0] - found[one, 1]
                down = found[two, 2] - found[one, 3]
                if across > gap:
                    break
                if -gap <= across and -gap <= down <= gap and abs(across - down) <= drift:
                    # Where the two lap over one another the words of the lap count once.
                    lap = max(0, -across, -down)
                    if found[two, 1] <= found[one, 1] or found[two, 3] <= found[one, 3]:
                        continue
                    found[one, 1] = found[two, 1]
                    found[one, 3] = found[two, 3]
                    found[one, 4] += max(0, found[two, 4] - lap)
                    found[two, 5] = 0
                    grown = True


@njit(nogil=True)
def _unnest(found, total, order, keys):
    """Takes out the stretches that lie inside another on either side: a phrase of it found again."""
    for column in (0, 2):
        _in_order(found, total, column, order, keys)
        end = -1
        for n in range(total):
            one = order[n]
            if found[one, 5] == 0:
                continue
            if found[one, column + 1] <= end:
                found[one, 5] = 0
            else:
                end = found[one, column + 1]

"""How much of each block of a page an extractor took, its words being found again in the page."""

from __future__ import annotations

from collections.abc import Sequence

from retold.read.blocks import WORD_RE, Block

_NGRAM_WORDS = 4
_MAX_CANDIDATES = 16


def mark_shares(lines: Sequence[str], blocks: list[Block]) -> None:
    """Set for each block the share of its words that is in `lines`, which follow the page's order.

    A line that is exactly a block goes to that block, the next one down where several are the same (a
    headline stands again in lists of links). The others are found by runs of words, the longest run first
    and on a tie the next one down: so a phrase that stands twice on the page goes where its neighbours are.
    """
    covered = [0] * len(blocks)
    exact: dict[tuple[str, ...], list[int]] = {}
    for number, block in enumerate(blocks):
        if block.keys:
            exact.setdefault(block.keys, []).append(number)
    rest: list[tuple[tuple[str, ...], int]] = []
    taken: set[int] = set()
    pointer = 0
    for line in lines:
        keys = tuple(WORD_RE.findall(line.casefold()))
        if not keys:
            continue
        places = [n for n in exact.get(keys, ()) if n not in taken]
        if not places:
            rest.append((keys, pointer))
            continue
        number = min(places, key=lambda n: (blocks[n].reason is not None, n < pointer, abs(n - pointer)))
        taken.add(number)
        covered[number] = len(blocks[number].keys)
        pointer = number
    if rest:
        _cover_runs(rest, blocks, covered)
    for number, block in enumerate(blocks):
        block.share = round(covered[number] / len(block.keys), 3) if block.keys else 0.0


def _cover_runs(rest: list[tuple[tuple[str, ...], int]], blocks: list[Block], covered: list[int]) -> None:
    words = [(key, number) for number, block in enumerate(blocks) for key in block.keys]
    first_of: dict[int, int] = {}
    index: dict[tuple[str, ...], list[int]] = {}
    keys_only = [key for key, _ in words]
    for at, (_, number) in enumerate(words):
        first_of.setdefault(number, at)
        gram = tuple(keys_only[at : at + _NGRAM_WORDS])
        places = index.setdefault(gram, [])
        if len(places) < 256:
            places.append(at)
    used = [covered[number] > 0 for _, number in words]
    for keys, block_pointer in rest:
        pointer = first_of.get(block_pointer, 0)
        at = 0
        while at < len(keys):
            places = index.get(keys[at : at + _NGRAM_WORDS], [])
            near = sorted(places, key=lambda p: (p < pointer, abs(p - pointer)))[:_MAX_CANDIDATES]
            best, length = -1, 0
            for place in near:
                run = 0
                limit = min(len(keys) - at, len(words) - place)
                while run < limit and keys_only[place + run] == keys[at + run] and not used[place + run]:
                    run += 1
                if run > length:
                    best, length = place, run
            if length == 0:
                at += 1
                continue
            for place in range(best, best + length):
                used[place] = True
                covered[words[place][1]] += 1
            pointer = best + length
            at += length

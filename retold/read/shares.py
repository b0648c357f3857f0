"""How much of each block of a page an extractor took, its words being found again in the page."""

from __future__ import annotations

from collections.abc import Sequence

from retold.read.blocks import WORD_RE, Block

_NGRAM_WORDS = 4
_MAX_CANDIDATES = 16


def mark_shares(lines: Sequence[str], blocks: list[Block]) -> None:
    """Set for each block the share of its words that is in `lines`, which follow the page's order.

    A line that is exactly a block goes to that block; where several are the same (a teaser has the article's first
    paragraph, a headline stands again in lists of links) to the one nearest to where its neighbours went, of the
    lines before and after it that have one place only. The others are found by runs of words, the longest run first
    and on a tie the next one down: so a phrase that stands twice on the page goes where its neighbours are.
    """
    covered = [0] * len(blocks)
    exact: dict[tuple[str, ...], list[int]] = {}
    for number, block in enumerate(blocks):
        if block.keys:
            exact.setdefault(block.keys, []).append(number)
    said = [keys for line in lines if (keys := tuple(WORD_RE.findall(line.casefold())))]
    sure = [exact[keys][0] if len(exact.get(keys, ())) == 1 else None for keys in said]
    below = _next_sure(sure)
    rest: list[tuple[tuple[str, ...], int]] = []
    taken: set[int] = set()
    pointer = 0
    above: int | None = None
    for at, keys in enumerate(said):
        places = [n for n in exact.get(keys, ()) if n not in taken]
        if not places:
            rest.append((keys, pointer))
            continue
        number = places[0]
        if len(places) > 1:
            number = min(places, key=lambda n: _strangeness(n, blocks[n], above, below[at], pointer))
        taken.add(number)
        covered[number] = len(blocks[number].keys)
        pointer = number
        above = number if sure[at] is not None else above
    if rest:
        _cover_runs(rest, blocks, covered)
    for number, block in enumerate(blocks):
        block.share = round(covered[number] / len(block.keys), 3) if block.keys else 0.0


def _next_sure(sure: Sequence[int | None]) -> list[int | None]:
    """For each line the place of the next one below it that has one place only."""
    below: list[int | None] = []
    known: int | None = None
    for place in reversed(sure):
        below.append(known)
        known = place if place is not None else known
    return below[::-1]


def _strangeness(
    number: int, block: Block, above: int | None, below: int | None, pointer: int
) -> tuple[bool, bool, int, bool, int]:
    """How little a block fits a line that stands between those at `above` and `below`, in an order of reasons."""
    between = (above is None or above < number) and (below is None or number < below)
    near = min((abs(number - n) for n in (above, below) if n is not None), default=0)
    return block.reason is not None, not between, near, number < pointer, abs(number - pointer)


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

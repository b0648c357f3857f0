"""Two figures that have changed places, seen from what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from retold.record.comparing import Finding, Place, Sheet, Side, W, became
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.record.slots import Figure, hull


def find_crossed(
    sheet: Sheet, child: list[Figure], parent: list[Figure], matched: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Two figures that have changed places: "12 goals and seven assists" -> "seven goals and 12 assists"."""
    for x, (i, j) in enumerate(matched):
        for k, m in matched[x + 1 :]:
            c, d, p, q = child[i], child[k], parent[j], parent[m]
            if c.value == d.value:
                continue
            if _crossed(c.head, d.head, p.head, q.head) or _crossed(c.before, d.before, p.before, q.before):
                why = became(sheet, p.place, c.place, "Two figures changed places")
                yield Finding("number_changed", [c.place, d.place], [p.place, q.place], why)
            elif _crossed(c.after, d.after, p.after, q.after):
                # "3.1 percent in May and 2.9 in June" -> "3.1 in June and 2.9 in May": the figures stand, the months moved.
                here, there = _with_time(sheet.child, c), _with_time(sheet.parent, p)
                why = became(sheet, there, here, "The figures of two times changed places")
                yield Finding(
                    "time_changed", [here, _with_time(sheet.child, d)], [there, _with_time(sheet.parent, q)], why
                )
            elif _takers_crossed(sheet, (c, d), (p, q)) or _deeds_crossed(sheet, (c, d), (p, q)):
                one, other = hull(p.place, q.place), hull(c.place, d.place)
                why = became(sheet, one, other, "Two figures changed places")
                yield Finding("number_changed", [other], [one], why)


REGION_WORDS = 9  # how far behind a figure what is told of it may stand


def _region(side: Side, figure: Figure, other: Figure) -> list[W]:
    """The content words told of a figure: up to the next stop, "and" or other figure."""
    found: list[W] = []
    words = [w for w in side.words(figure.sentence) if w.start >= figure.place[0]]
    for n, w in enumerate(words[: REGION_WORDS + 3]):
        if n and side.parts(words[n - 1], w) and found:
            break
        if w.start >= figure.place[1] and (
            w.folded in ("and", "or", "but", "while") or w.start >= other.place[0] > figure.place[0]
        ):
            break
        if w.content and w.kind != "number":
            found.append(w)
    # "A fire on a ferry with 318 people killed seven": the verb before the other figure is the other's.
    if found and is_past(found[-1]) and other.place[0] > figure.place[0]:
        between = [w for w in words if found[-1].end <= w.start and w.end <= other.place[0]]
        if not between and found[-1].end <= other.place[0]:
            found.pop()
    # "Killed 20 and injured nine": the verb right before a figure is its own.
    before = next((w for w in reversed(side.words(figure.sentence)) if w.end <= figure.place[0]), None)
    if before is not None and before.kind == "word" and is_past(before):
        found.append(before)
    return found


def _deeds_crossed(sheet: Sheet, child: tuple[Figure, Figure], parent: tuple[Figure, Figure]) -> bool:
    """Whether what is told of two figures changed places: "nine abstained and two voted against" and the reverse."""
    (c, d), (p, q) = child, parent
    if c.sentence != d.sentence or p.sentence != q.sentence or "ordinal" in (c.bound, d.bound):
        return False
    regions = [
        _region(sheet.child, c, d), _region(sheet.child, d, c), _region(sheet.parent, p, q), _region(sheet.parent, q, p),
    ]  # fmt: skip

    def crossed(keep: Callable[[W], bool]) -> bool:
        keys = [{k for w in r if keep(w) for k in w.keys if k[:1] != "~"} for r in regions]
        a, b, x, y = keys[0] - keys[1], keys[1] - keys[0], keys[2] - keys[3], keys[3] - keys[2]
        return bool(a & y and b & x) and not a & x and not b & y

    # Names go before or behind their figures as it pleases: they cross without anything being exchanged.
    return crossed(lambda w: w.kind == "word") or crossed(is_past)


_TOWARDS = word_set("to in from for at by of into on against")


def _takers_crossed(sheet: Sheet, child: tuple[Figure, Figure], parent: tuple[Figure, Figure]) -> bool:
    """Whether the names that follow two figures changed places: "5,300 tonnes to Japan and 8,100 to Korea"."""
    (c, d), (p, q) = child, parent
    if c.sentence != d.sentence or p.sentence != q.sentence or "ordinal" in (c.bound, d.bound):
        return False

    def takers(side: Side, figure: Figure, other: Figure) -> frozenset[str]:
        words = side.words(figure.sentence)
        before = {w.start: words[n - 1].folded for n, w in enumerate(words) if n}
        named = [w for w in _region(side, figure, other) if w.kind == "name" and before.get(w.start) in _TOWARDS]
        return frozenset(k for w in named for k in w.keys)

    sides = takers(sheet.child, c, d), takers(sheet.child, d, c), takers(sheet.parent, p, q), takers(sheet.parent, q, p)
    return _crossed(*sides)


def _with_time(side: Side, figure: Figure) -> Place:
    """A figure with the name or year that follows it."""
    end = next(
        (w.end for w in side.words(figure.sentence) if w.start >= figure.place[1] and w.keys & figure.after),
        figure.place[1],
    )
    return figure.place[0], end


def _crossed(c: frozenset[str], d: frozenset[str], p: frozenset[str], q: frozenset[str]) -> bool:
    return bool(c & q and d & p) and not c & p and not d & q

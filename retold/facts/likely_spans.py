"""Which stretches of a clause may be what a cue tells, or who it belongs to, and what speaks for each.

A side of a cue is scored by its starts, its ends and the pairs of them; "nothing on this side" competes with all.
"""

from __future__ import annotations

from typing import NamedTuple

from retold.facts.clauses import BREAKS
from retold.facts.likely_marks import Marks, size_of

# How far from the cue, in tokens, content may begin on the right or end on the left; ends are looked for at every
# break up to the other bound. Farther ones are 1 in 100 of the labelled.
NEAR = 25
FAR = 160
# The most starts and ends that are weighed, the nearest first: what keeps a sentence without end linear.
STARTS = 24
ENDS = 24
# Before these words content may end, behind the comma of others.
_EDGES = frozenset(
    "and but or while as after before when although though because if since with in at on during who which where to "
    "following amid adding saying noting calling for from about of by than so despite according".split()
)


Stretch = tuple[int, int]
# What content never starts with.
NO_START = frozenset(",.;:")


class Side(NamedTuple):
    """The stretches on one side of the cue at `head`: where they may start, and where end."""

    name: str  # "L" or "R"
    head: int
    rule: Stretch | None  # what the rules took, if anything
    starts: list[int]
    ends: list[int]


def breaks_before(m: Marks, k: int) -> bool:
    """Whether a stretch may end before token `k`."""
    c = m.c
    if k >= m.size:
        return True
    return (
        c.raw[k] in BREAKS
        or c.raw[k] in "()[]"
        or c.low[k] in _EDGES
        or m.quotes(k) == "("
        or m.quotes(k - 1) == ")"
        or c.verbs[k]
    )


def right_side(m: Marks, head: int, rule: Stretch | None) -> Side:
    """The stretches to the right of the cue."""
    c = m.c
    first = head + 1
    starts = list(range(first, min(m.size, first + 14)))
    starts += [
        n
        for n in range(first + 14, min(m.size, first + NEAR))
        if m.quotes(n) == "(" or c.low[n - 1] in (",", ":", "that")
    ]
    ends = [n for n in range(first + 1, min(m.size, first + FAR) + 1) if breaks_before(m, n)]
    if len(ends) > ENDS:
        ends = [*ends[: ENDS - 1], ends[-1]]
    if rule is not None:
        starts, ends = sorted({*starts, max(rule[0], first)}), sorted({*ends, rule[1]})
    return Side("R", head, rule, [s for s in starts if c.raw[s] not in NO_START], ends)


def left_side(m: Marks, head: int, rule: Stretch | None) -> Side:
    """The stretches to the left of the cue."""
    c = m.c
    starts = [n for n in range(head - 1, max(0, head - FAR) - 1, -1) if _begins(m, n)]
    if len(starts) > STARTS:
        starts = [*starts[: STARTS - 1], starts[-1]]
    ends = [n for n in range(head, max(0, head - NEAR), -1) if n == head or breaks_before(m, n)][:ENDS]
    if rule is not None:
        starts, ends = list({*starts, rule[0]}), list({*ends, min(rule[1], head)})
    return Side("L", head, rule, sorted(s for s in starts if c.raw[s] not in NO_START), sorted(ends))


def _begins(m: Marks, n: int) -> bool:
    """Whether content on the left may begin with token `n`."""
    c = m.c
    return (
        n == 0
        or c.raw[n - 1] in BREAKS
        or m.quotes(n) == "("
        or m.quotes(n - 1) == ")"
        or c.low[n - 1] in ("that", "and", "but")
    )


def nothing_texts(m: Marks, side: Side, left: bool) -> list[str]:
    """What speaks for nothing being told on this side, `left` telling whether something is on the left."""
    head = side.head
    last = head + 1
    stem = m.stems[head]
    x = ("R1" if left else "R0") + "0 " if side.name == "R" else "L0 "
    return [
        x + "b",
        x + f"s {stem}",
        x + f"k {m.sort(head - 1)} {m.sort(last)}",
        x + f"r {side.rule is not None}",
        x + f"+ {m.word(last)}",
        x + f"- {m.word(head - 1)}",
        x + f"q {m.quotes(head - 1)}{m.quotes(head - 2)}{m.quotes(last)}{m.quotes(last + 1)}",
        x + f"n {size_of(head)}",
        x + f"m {size_of(m.size - last)}",
        x + f"km {m.sort(last)} {size_of(m.size - last)}",
        x + f"sk {stem} {m.sort(last)}",
        x + f"ak {m.actor_left(head)} {m.sort(last)}",
        x + f"v {m.verbs[head] > 0} {m.verbs[m.size] - m.verbs[last] > 0}",
    ]


def start_texts(m: Marks, side: Side, s: int) -> list[str]:
    """What speaks for content that starts with token `s`."""
    head, rule = side.head, side.rule
    last = head + 1
    stem = m.stems[head]
    x = side.name + "s "
    between = " ".join(m.form[last:s]) if side.name == "R" and s - last <= 3 else "-"
    gap = size_of(s - last) if side.name == "R" else size_of(head - s)
    before, sort, after = m.sort(s - 1), m.sort(s), m.sort(s + 1)
    lo, hi = (last, s) if side.name == "R" else (s, head)
    return [
        x + "w " + m.form[s],
        x + "-1 " + m.word(s - 1),
        x + f"-1w {m.word(s - 1)} {m.form[s]}",
        x + "+1 " + m.word(s + 1),
        x + f"k {before} {sort} {after}",
        x + f"k- {before} {sort}",
        x + f"g {gap}",
        x + f"gs {gap} {stem}",
        x + f"gw {gap} {m.word(s - 1)}",
        x + f"b {between}",
        x + f"bs {between} {stem}",
        x + f"bk {between} {sort}",
        x + f"s {stem} {sort}",
        x + f"s- {stem} {before}",
        x + f"q {m.quotes(s - 1)}{m.quotes(s)}",
        x + f"qh {m.quotes(s - 1)}{m.quotes(s)}{m.quotes(head)}",
        x + f"v {min(2, m.verbs[hi] - m.verbs[lo])} {sort}",
        x + f"c {min(3, m.commas[hi] - m.commas[lo])} {min(1, m.breaks[hi] - m.breaks[lo])} {before}",
        x + f"0 {s == 0}",
        x + (f"r {rule is not None and rule[0] == s}" if rule else "r -"),
    ]


def end_texts(m: Marks, side: Side, e: int) -> list[str]:
    """What speaks for content that ends before token `e`."""
    c = m.c
    head, rule = side.head, side.rule
    last = head + 1
    stem = m.stems[head]
    x = side.name + "e "
    lo, hi = (last, e) if side.name == "R" else (e, head)
    before, sort, after = m.sort(e - 1), m.sort(e), m.sort(e + 1)
    ended = e >= m.size or (e == m.size - 1 and c.raw[e] in ".?!")
    nearby = (
        f"{min(2, m.commas[hi] - m.commas[lo])}{min(1, m.breaks[hi] - m.breaks[lo])}{min(2, m.verbs[hi] - m.verbs[lo])}"
    )
    return [
        x + "w " + m.word(e),
        x + "-1 " + m.word(e - 1),
        x + f"w+ {m.word(e)} {m.word(e + 1)}",
        x + f"w++ {m.word(e)} {after} {m.sort(e + 2)}",
        x + f"k {before} {sort} {after}",
        x + f"k+ {sort} {after}",
        x + f"e {ended}",
        x + f"es {ended} {stem}",
        x + f"g {size_of(hi - lo)}",
        x + f"gk {size_of(hi - lo)} {sort}",
        x + f"q {m.quotes(e - 1)}{m.quotes(e)}{m.quotes(head)}",
        x + f"qk {m.quotes(e - 1)} {before} {sort}",
        x + f"n {nearby} {sort}",
        x + f"ns {nearby} {stem}",
        x + f"s {stem} {sort}",
        x + f"V {sort} {after} {m.verbs[min(m.size, e + 8)] - m.verbs[min(e, m.size)] > 0}",
        x + (f"r {rule[1] == e}" if rule else "r -"),
    ]


def pair_texts(m: Marks, side: Side, s: int, e: int) -> list[str]:
    """What speaks for content that starts with token `s` and ends before token `e`, beside start and end."""
    c = m.c
    rule = side.rule
    stem = m.stems[side.head]
    verbs = min(2, m.verbs[e] - m.verbs[s])
    quoted, ending = c.quoted[s], c.quoted[e - 1]
    inside = (
        "-"
        if quoted < 0 and ending < 0
        else "a"
        if quoted == ending
        else "l"
        if ending < 0
        else "r"
        if quoted < 0
        else "x"
    )
    whole = m.quotes(s) == "(" and m.quotes(e - 1) == ")" and quoted == ending
    commas = min(2, m.commas[e] - m.commas[s])
    x = side.name + "p "
    return [
        x + f"n {size_of(e - s)}",
        x + f"v {verbs} {m.sort(s)}",
        x + f"vs {verbs} {stem}",
        x + f"q {inside}{whole}",
        x + f"qs {inside}{whole} {m.sort(e)}",
        x + f"vb {verbs} {m.word(s - 1)} {m.sort(e)}",
        x + f"c {commas} {verbs} {min(1, m.breaks[e] - m.breaks[s])} {m.sort(e)}",
        x + (f"r {rule == (s, e)}" if rule else "r -"),
    ]

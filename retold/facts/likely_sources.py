"""Which stretches of a clause may name the source of a cue, and what speaks for each."""

from __future__ import annotations

from retold.facts.clauses import BREAKS
from retold.facts.likely_marks import Marks, size_of

# How far from the cue, in tokens, its source may end on the left or begin on the right, and how long it may be.
NEAR = 30
NEAR_RIGHT = 12
LONGEST = 24
# The most ends and, for each, starts that are weighed, nearest first.
ENDS = 7
STARTS = 6

Stretch = tuple[int, int]


def sources(m: Marks, head: int, content: list[Stretch], rule: Stretch | None) -> list[Stretch]:
    """The stretches that may name who speaks, outside `content`."""
    c = m.c

    def taken(n: int) -> bool:
        return any(lo <= n < hi for lo, hi in content)

    found: list[Stretch] = [] if rule is None else [rule]
    ends = [
        e
        for e in range(head, max(0, head - NEAR), -1)
        if not taken(e - 1) and m.sort(e - 1) not in (",", "V", ".", "“", ":") and (e == head or _ends_at(m, e))
    ][:ENDS]
    for e in ends:
        count = 0
        for s in range(e - 1, max(-1, e - 1 - LONGEST), -1):
            if taken(s) or c.raw[s] in (";", ".", "?", "!") or (c.quoted[s] != c.quoted[e - 1]):
                break
            if _starts_at(m, s):
                found.append((s, e))
                count += 1
                if count >= STARTS:
                    break
    stop = head + 1
    while stop < min(m.size, head + NEAR_RIGHT) and (taken(stop) or not _starts_at(m, stop) or c.raw[stop] in BREAKS):
        stop += 1
    if stop < min(m.size, head + NEAR_RIGHT):
        count = 0
        for e in range(stop + 1, min(m.size, stop + LONGEST) + 1):
            if taken(e - 1):
                break
            if e == m.size or _ends_at(m, e):
                found.append((stop, e))
                count += 1
                if count >= STARTS:
                    break
    return sorted(set(found))


def _ends_at(m: Marks, e: int) -> bool:
    c = m.c
    if e >= m.size:
        return True
    return (
        c.verbs[e]
        or c.raw[e] in BREAKS
        or c.raw[e] in "()"
        or m.kind[e] in ("A", "P", "C", "ing", "ed", "ly", "V")
        or c.low[e] in c.auxiliaries
        or c.low[e] in c.subordinators
        or m.quotes(e) == "("
        or c.low[e - 1].endswith(("'s", "’s"))
        or c.is_time(e)
    )


def _starts_at(m: Marks, s: int) -> bool:
    c = m.c
    if s == 0:
        return True
    before = m.sort(s - 1)
    return (
        before
        in ("P", ",", "V", ":", ";", ".", "“", "(", ")", "and", "but", "that", "C", "ing", "ly", "A", "—", "–", "-")
        or c.low[s - 1] in c.subordinators
        or c.low[s - 1] in ("and", "but", "or")
        or (m.kind[s] == "D" and before != "D")
        or (m.form[s] == "X" and before != "X")
        or c.low[s] in c.pronouns
    )


def source_texts(m: Marks, head: int, content: list[Stretch], span: Stretch, rule: Stretch | None) -> list[str]:
    """What speaks for `span` as the source, as strings."""
    c = m.c
    s, e = span
    left = e <= head
    x = "SL " if left else "SR "
    stem = m.stems[head]
    lo, hi = (e, head) if left else (head + 1, s)
    between = " ".join(m.kind[lo:hi]) if hi - lo <= 3 else f"n{size_of(hi - lo)}"
    names = sum(m.form[n] == "X" for n in range(s, e))
    roles = any(c.low[n] in c.roles for n in range(s, e))
    side = "-" if not content else "l" if content[0][0] < head else "r"
    near = f"{min(2, m.verbs[hi] - m.verbs[lo])}{min(2, m.commas[hi] - m.commas[lo])}"
    agrees = "-" if rule is None else f"{rule[0] == s}{rule[1] == e}"
    return [
        x + "b",
        x + f"r {agrees}",
        x + f"g {between}",
        x + f"gs {between} {stem}",
        x + f"gd {between} {side}",
        x + f"n {near} {m.sort(e)}",
        x + f"s {m.sort(s - 1)} {m.kind[s]}",
        x + f"sw {m.word(s - 1)} {m.kind[s]}",
        x + f"w {m.form[s]}",
        x + f"w1 {m.form[s] if e - s == 1 else '-'}",
        x + f"e {m.kind[e - 1]} {m.sort(e)}",
        x + f"ew {m.kind[e - 1]} {m.word(e)}",
        x + f"e1 {m.form[e - 1]}",
        x + f"l {size_of(e - s)}",
        x + f"lk {size_of(e - s)} {m.kind[s]}",
        x + f"N {min(3, names)} {roles}",
        x + f"Ns {min(2, names)} {roles} {stem}",
        x + f"v {min(1, m.verbs[e] - m.verbs[s])} {min(2, m.commas[e] - m.commas[s])}",
        x + f"0 {s == 0} {side}",
        x + f"q {m.quotes(s)}{m.quotes(head)}",
        x + f"t {m.sort(e)} {m.sort(e + 1)}",
    ]


def none_texts(m: Marks, head: int, content: list[Stretch], rule: Stretch | None) -> list[str]:
    """What speaks for no source at all."""
    stem, side = m.stems[head], "-" if not content else "l" if content[0][0] < head else "r"
    return [
        "S0 b",
        f"S0 {stem}",
        f"S0 r{rule is not None} {side}",
        f"S0 {m.sort(head - 1)} {m.sort(head + 1)}",
        f"S0 {m.actor_left(head)}",
        f"S0 {m.word(head - 1)}",
        f"S0 {m.quotes(head)}",
        f"S0 0{head == 0}",
    ]

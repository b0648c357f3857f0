"""How likely each token of a clause is the head of a cue."""

from __future__ import annotations

from retold.facts.likely_marks import Marks, size_of

# Kinds of words that are never the head of a cue; looked up before anything is weighed.
NO_HEADS = frozenset("D 0 X , . ; ? ! ( ) [ ] “ - – — … ' ’ * / & he she they it we i you who which".split())


def may_head(marks: Marks, k: int) -> bool:
    """Whether token `k` may be the head of a cue at all."""
    return marks.kind[k] not in NO_HEADS


def cue_texts(m: Marks, k: int, by_rule: dict[int, str], told: bool) -> list[str]:
    """What speaks for token `k` as the head of a cue, as strings.

    Args:
        by_rule: for each token that the rules took for a cue, where they found its content.
        told: whether the token stands in what the rules took for content.
    """
    c = m.c
    word, stem, sort = m.form[k], m.stems[k], m.kind[k]
    back, on = m.word(k - 1), m.word(k + 1)
    before, after = m.sort(k - 1), m.sort(k + 1)
    actor = m.actor_left(k)
    where = m.quotes(k)
    rule = by_rule.get(k, "-")
    cues = m.words.cues.get(c.low[k])
    frames = "".join(sorted(f[0] for f in cues[-1].frames)) if cues else "-"
    follows = next(
        (
            m.form[n]
            for n in range(k + 1, min(m.size, k + 7))
            if m.form[n] in ("that", "to", ":", "by") or m.quotes(n) == "("
        ),
        "-",
    )
    first = c.skip_back(k)
    group = " ".join(c.low[max(first, k - 3) : k])
    subject, beyond = m.word(first - 1), m.sort(first - 2)
    begin, last = _object(m, k + 1)
    opening, thing = m.sort(begin), m.word(last)
    return [
        "b",
        "w " + word,
        "s " + stem,
        "k " + sort,
        "e " + word[-3:],
        "e4 " + word[-4:],
        "p " + word[:4],
        f"-1 {back}",
        f"+1 {on}",
        f"-2 {m.word(k - 2)}",
        f"+2 {m.word(k + 2)}",
        f"-3 {m.word(k - 3)}",
        f"+3 {m.word(k + 3)}",
        f"k-1 {before}",
        f"k+1 {after}",
        f"k-2 {m.sort(k - 2)} {before}",
        f"k+2 {after} {m.sort(k + 2)}",
        f"k3 {before} {sort} {after}",
        f"s-1 {back} {stem}",
        f"s+1 {stem} {on}",
        f"s+k {stem} {after}",
        f"s-k {stem} {before}",
        f"sa {stem} {actor}",
        f"ea {word[-3:]} {actor} {after}",
        f"a {actor}",
        f"w-+ {back} {on}",
        f"q {where}",
        f"qs {where} {stem}",
        f"r {rule}",
        f"rs {rule} {stem}",
        f"rw {rule} {where} {sort}",
        f"f {frames} {after}",
        f"f {frames} {actor}",
        f"t {follows} {sort}",
        f"ts {follows} {stem}",
        f"h {m.headline} {sort}",
        f"hs {m.headline} {rule}",
        f"v {c.verbs[k]} {sort}",
        f"n {size_of(k)} {sort}",
        f"n+ {size_of(m.size - k)} {sort}",
        f"l {size_of(m.size)}",
        f"z {bool(c.quotes)} {stem}",
        f"z {m.quotes(k - 1)} {m.quotes(k + 1)} {where}",
        f"z2 {m.quotes(k - 2)} {before} {stem}",
        f"ro {back if k and c.low[k - 1] in c.roles else '-'}",
        f"g {group}",
        f"gs {group} {stem}",
        f"ge {group} {word[-2:]}",
        f"u {subject}",
        f"us {subject} {stem}",
        f"uk {subject} {beyond} {after}",
        f"o {opening} {stem}",
        f"ow {m.word(begin)} {sort}",
        f"oh {thing}",
        f"ok {thing} {sort} {on}",
        f"os {thing} {stem}",
        f"k-3 {m.sort(k - 3)} {m.sort(k - 2)} {before} {sort}",
        f"k+3 {sort} {after} {m.sort(k + 2)} {m.sort(k + 3)}",
        f"k5 {m.sort(k - 2)} {before} {sort} {after} {m.sort(k + 2)}",
        f"s+2 {stem} {m.word(k + 2)}",
        f"s-2 {stem} {m.word(k - 2)}",
        f"e2 {word[-2:]} {before}",
        f"e5 {word[-5:]}",
        f"p6 {word[:6]}",
        f"i {told} {where}",
        f"is {told} {stem}",
        f"R {bool(by_rule)} {sort}",
        f"w-2 {m.word(k - 2)} {back} {sort}",
        f"w+2 {sort} {on} {m.word(k + 2)}",
    ]


def _object(m: Marks, k: int) -> tuple[int, int]:
    """Where the noun phrase at token `k` has its first word behind articles, and its last."""
    begin = k
    while begin < min(m.size, k + 6) and m.kind[begin] in ("D", "A", "ly"):
        begin += 1
    last = begin
    while last + 1 < min(m.size, k + 12) and m.kind[last + 1] in ("n", "s", "X", "R", "N"):
        last += 1
    return begin, last

"""What of a statement's content is shown: its span without outer marks, and whether it is quoted."""

from __future__ import annotations

from bisect import bisect_right

from retold import kinds
from retold.facts.clauses import BREAKS, Clause
from retold.kinds import Span

# What is cut off before and after a content, outside quotations.
_OUTER = BREAKS | {"(", ")", "[", "]"}
_BEFORE = _OUTER - {"(", "["}
_AFTER = _OUTER - {"?", "!", ")", "]", "…"}


def form_of(clause: Clause, spans: list[Span], place: str) -> kinds.StatementForm:
    """Direct where all is quoted, mixed where some is, else indirect or according_to."""
    size = sum(s.end - s.start for s in spans)
    quoted = 0
    for s in spans:
        at = max(0, bisect_right(clause.quotes, s.start, key=lambda q: q.start) - 1)
        for q in clause.quotes[at : at + 50]:
            quoted += max(0, min(s.end, q.end) - max(s.start, q.start))
    if quoted >= size - 3 * len(spans) and quoted:
        return "direct"
    if quoted:
        return "mixed"
    return "according_to" if place == "source" else "indirect"


def trimmed(clause: Clause, lo: int, hi: int) -> Span | None:
    """The text span of tokens [lo, hi) without outer commas, dashes and the full stop (kept inside quotations)."""
    lo, hi = max(lo, 0), min(hi, clause.size)
    while lo < hi and clause.quoted[lo] < 0 and clause.raw[lo] in _BEFORE:
        lo += 1
    while hi > lo and clause.quoted[hi - 1] < 0 and clause.raw[hi - 1] in _AFTER:
        if (
            clause.raw[hi - 1] == "."
            and hi - 1 > lo
            and hi < clause.size
            and clause.ends[hi - 2] == clause.starts[hi - 1]
            and clause.raw[hi] == ","
        ):
            break  # the stop of "Ltd.,"
        hi -= 1
    while hi > lo and clause.quoted[hi - 1] < 0 and clause.low[hi - 1] in ("and", "but", "while", "as", "though"):
        hi -= 1
        while hi > lo and clause.raw[hi - 1] == ",":
            hi -= 1
    if lo >= hi or not any(clause.raw[k][0].isalnum() for k in range(lo, min(hi, lo + 50))):
        return None
    start, end = clause.starts[lo], clause.ends[hi - 1]
    quote = clause.quoted[hi - 1]
    if quote >= 0 and clause.closes_quote(hi - 1):
        end = max(end, min(clause.quotes[quote].end, clause.end))
    return Span(start, end)

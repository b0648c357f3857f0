"""Quoted stretches of a text: where quotation marks open and close, and the sentences that they hold together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from retold import kinds
from retold.kinds import Span

_MARK_RE = re.compile(r"''|``|[\"“”„«»]|(?:(?<=[\s(\[—–-])|^)['‘](?=\w)|(?<=[\w.,?!…])['’](?=[\s.,;:?!)\]—–-]|$)")
_CLOSER = {"''": "''", "``": "''", "“": "”", "„": "“”", "«": "»", '"': '"”', "'": "'’", "‘": "’'", "”": "”"}
# An apostrophe after a plural ("the farmers' claim") closes a single-quoted stretch only after punctuation or where
# the stretch is short; a stretch longer than this has lost its closing mark.
LONGEST_SINGLE = 600


def quoted_stretches(text: str, start: int, end: int) -> list[Span]:
    """The quoted stretches of text[start:end], marks included, outermost only, in order.

    A stretch that is opened and not closed runs to `end`: agency copy opens every paragraph of a long
    quotation and closes the last one only.
    """
    out: list[Span] = []
    opened = -1
    mark = ""
    for match in _MARK_RE.finditer(text, start, end):
        place, char = match.start(), match.group()
        if opened < 0:
            if char in ("’", "»") or (
                char == "'" and place > start and not text[place - 1].isspace() and text[place - 1] not in "([—–-"
            ):
                continue
            if char == "”" and place > start and not text[place - 1].isspace():
                continue
            if char in ("'", "‘") and not _closes(text, place, end):
                continue
            opened, mark = place, char
        elif char in _CLOSER[mark]:
            if (
                mark in ("'", "‘")
                and text[place - 1] == "s"
                and place - opened > 60
                and text[place + 1 : place + 2] == " "
            ):
                continue
            stop = match.end()
            while mark == "''" and text[stop : stop + 1] == "'":
                stop += 1  # a single mark closed together with the double one
            out.append(Span(opened, stop))
            opened = -1
    if opened >= 0 and mark not in ("'", "‘"):
        out.append(Span(opened, end))
    return out


def _closes(text: str, place: int, end: int) -> bool:
    """Whether a single quotation mark at `place` has a closing one within reach."""
    found = re.compile(r"[\w.,?!…]['’](?=[\s.,;:?!)\]—–-]|$)").search(text, place + 1, min(end, place + LONGEST_SINGLE))
    return found is not None


class Stretch(NamedTuple):
    """A sentence, or several that are one for whoever looks for statements, and the quotations inside."""

    start: int
    end: int
    quotes: list[Span]


def stretches(
    group: list[kinds.Sentence], quotes: list[Span], goes_on: Callable[[int, int, int], bool] | None = None
) -> Iterator[Stretch]:
    """The sentences `group` of a paragraph, in order, those that one of `quotes` runs across as one.

    Args:
        goes_on: whether a sentence from one offset to a second belongs to what begins at a third, for a reason
            other than a quotation.
    """
    at = which = 0
    while at < len(group):
        lo, hi = group[at].start, group[at].end
        at += 1
        while goes_on is not None and at < len(group) and goes_on(lo, hi, group[at].start):
            hi = group[at].end
            at += 1
        while which < len(quotes) and quotes[which].end <= lo:
            which += 1
        inside = which
        while inside < len(quotes) and quotes[inside].start < hi:
            while quotes[inside].end > hi and at < len(group):
                hi = max(hi, group[at].end)
                at += 1
            inside += 1
        yield Stretch(lo, hi, [Span(max(q.start, lo), min(q.end, hi)) for q in quotes[which:inside]])

"""Quoted stretches of a text: where quotation marks open and close."""

from __future__ import annotations

import re

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

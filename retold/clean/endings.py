"""What shows at the end of all: a paragraph that stands there twice, a text that breaks off."""

from __future__ import annotations

import re

from retold.clean.lines import ends_sentence
from retold.clean.parts import Unit, Work

_NEVER_LAST = frozenset("The A An He She It They His Her Its Their And But Both No About In Who".split())
_TRUNCATED_CHARS = 40  # a last paragraph shorter than this is a signature or a button


def mark_truncated(work: Work) -> None:
    """Mark the end of a text that stops in mid-sentence, as all its other paragraphs do not."""
    body = [u for u in work.parts.units if u.role == "body"]
    if len(body) < 3 or work.parts.units[-1] is not body[-1]:
        return
    start, end = body[-1].pieces[-1]
    last = work.text[start:end].rstrip()
    if len(last) < _TRUNCATED_CHARS or ends_sentence(last) or last[-1] in ")]":
        return
    # A list's items and a poem's lines end without stops; a name or a capital at the end closes a signature.
    if not all(ends_sentence(work.text[slice(*u.pieces[-1])]) for u in body[:-1]):
        return
    word = re.search(r"[^\W\d_]+[,-]?$", last)
    # "The" and its like close nothing; another capital may be a name that closes a signature.
    if word and (word.group()[0].islower() or word.group() in _NEVER_LAST):
        work.parts.truncated = (start + max(0, len(last) - 60), start + len(last))


def mark_doubled(work: Work) -> None:
    """Leave out a paragraph that stands in the text a second time, and say so."""
    seen: dict[str, tuple[int, int]] = {}
    kept: list[Unit] = []
    for unit in work.parts.units:
        start, end = unit.pieces[0][0], unit.pieces[-1][1]
        if unit.role in ("body", "caption") and end - start >= 80:
            key = work.text[start:end] if len(unit.pieces) == 1 else ""
            key = " ".join(key.split()).casefold()
            if key and key in seen:
                work.parts.doubled.append(((start, end), seen[key]))
                work.parts.dropped.append((start, end, "the same paragraph again"))
                continue
            seen.setdefault(key, (start, end))
        kept.append(unit)
    work.parts.units = kept

"""What extraction breaks in a text, and how it is mended: small functions text -> changes, in the order they run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from retold.clean.draft import Change, Edit
from retold.clean.lines import Line, column_width, find_furniture, goes_on, split_lines

Fixer = Callable[[str], list[Change]]


def fix_hard_wraps(text: str) -> list[Change]:
    """Line breaks inside paragraphs become spaces; a word that a break cut in two becomes whole.

    Only where lines are set to a width: a block of short lines that all end sentences stays as it is.
    """
    if "\n" not in text:
        return []
    every = split_lines(text)
    furniture = find_furniture(text, every)
    changes: list[Change] = []
    blocks: list[list[Line]] = []
    for n, line in enumerate(every):
        if n in furniture:
            continue
        if blocks and n and n - 1 not in furniture and line.number == blocks[-1][-1].number + 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    widths = [column_width(text, block) if len(block) > 1 else None for block in blocks]
    found = sorted(w for w in widths if w)
    usual = found[len(found) // 2] if found else None
    for block, width in zip(blocks, widths):
        width = width or usual
        for line, following in zip(block, block[1:]):
            if goes_on(text, line, following, width):
                changes.append(_unwrap(text, line, following))
    return changes


def _unwrap(text: str, line: Line, following: Line) -> Change:
    end = line.end
    cut = (
        text[end - 1] in "-‐\u00ad"
        and end - line.start > 2
        and text[end - 2].isalpha()
        and text[following.start].islower()
    )
    if not cut:
        if text[end - 1] in "-‐" and text[end - 2].isalnum():
            # "Slovenian-\nCroatian", "2025-\n26": the hyphen stays and nothing is set after it.
            return Change("hard_wrap", end - 1, following.start, [Edit(end, following.start, "", "unwrap")])
        return Change("hard_wrap", end, following.start, [Edit(end, following.start, " ", "unwrap")])
    head, tail = _word_before(text, end - 1), _word_after(text, following.start)
    edits = [Edit(end - 1, following.start, "", "unwrap")]
    if _keeps_hyphen(text, head, tail):
        edits = [Edit(end, following.start, "", "unwrap")]
    return Change("dehyphenation", end - 1 - len(head), following.start + len(tail), edits)


def _keeps_hyphen(text: str, head: str, tail: str) -> bool:
    """Whether "good-\\nneighborly" is the compound and not one word cut in two: what the text itself says decides.

    Where it says nothing the word is taken as cut, since a narrow column cuts words far oftener than it
    happens to end on a compound's own hyphen.
    """
    whole, compound = head + tail, f"{head}-{tail}"
    if re.search(rf"\b{re.escape(compound)}\b", text, re.IGNORECASE):
        return True
    if re.search(rf"\b{re.escape(whole)}\b", text, re.IGNORECASE):
        return False
    return bool(
        len(head) > 2
        and len(tail) > 3
        and re.search(rf"(?<![\w-]){re.escape(head)}(?![\w-])", text, re.IGNORECASE)
        and re.search(rf"(?<![\w-]){re.escape(tail)}\b(?!\n)", text.replace(f"-\n{tail}", ""), re.IGNORECASE)
    )


def _word_before(text: str, end: int) -> str:
    start = end
    while start and text[start - 1].isalpha() and end - start < 40:
        start -= 1
    return text[start:end]


def _word_after(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end].isalpha() and end - start < 40:
        end += 1
    return text[start:end]


# The order they run in, and what each may rely on: characters are right before words are looked at, marks are
# gone before lines are measured, and a loop is cut before paragraphs are joined around it.
FIXERS: Sequence[Fixer] = (fix_hard_wraps,)

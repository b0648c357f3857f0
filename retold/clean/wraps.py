"""Line breaks that a page's width put into paragraphs and words, and hyphens lost with them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import cache, lru_cache

from retold.clean.draft import Change, Edit
from retold.clean.lines import Line, column_width, find_furniture, front_matter_end, goes_on, split_lines
from retold.data import read_lines
from retold.settings import DEFAULTS, Settings

_COMPOUND_RE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])")


def fix_hard_wraps(text: str, settings: Settings = DEFAULTS) -> list[Change]:
    """Line breaks inside paragraphs become spaces; a word that a break cut in two becomes whole.

    Only where lines are set to a width: a block of short lines that all end sentences stays as it is.
    """
    every, furniture = _lines_of(text)
    if not every:
        return []
    changes: list[Change] = []
    known = _words_of(text)
    blocks: list[list[Line]] = []
    matter = front_matter_end([text[line.start : line.end] for line in every[:41]])
    for n, line in enumerate(every):
        if n in furniture or n < matter:
            continue
        if blocks and n and n - 1 not in furniture and line.number == blocks[-1][-1].number + 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    widths = [column_width(text, block, settings) if len(block) > 1 else None for block in blocks]
    found = sorted(w for w in widths if w)
    usual = found[len(found) // 2] if found else None
    for block, width in zip(blocks, widths):
        width = width or usual
        for line, following in itertools.pairwise(block):
            if goes_on(text, line, following, width, settings):
                changes.append(_unwrap(text, line, following, known))
    return changes


@lru_cache(maxsize=1)
def _lines_of(text: str) -> tuple[list[Line], dict[int, str]]:
    """The lines of `text` and which are furniture; none where blank lines part all of them, for then none is wrapped.

    The last text is remembered, since two fixers ask of the same one in turn.
    """
    every = split_lines(text) if "\n" in text else []
    if not any(a.number + 1 == b.number for a, b in itertools.pairwise(every)):
        return [], {}
    return every, find_furniture(text, every)


def _unwrap(text: str, line: Line, following: Line, known: Callable[[], frozenset[str]]) -> Change:
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
    if _keeps_hyphen(known, head, tail):
        edits = [Edit(end, following.start, "", "unwrap")]
    return Change("dehyphenation", end - 1 - len(head), following.start + len(tail), edits)


def _keeps_hyphen(known: Callable[[], frozenset[str]], head: str, tail: str) -> bool:
    """Whether "good-\\nneighborly" is the compound and not one word cut in two: what the text itself says decides.

    Where it says nothing the word is taken as cut, since a narrow column cuts words far oftener than it
    happens to end on a compound's own hyphen.
    """
    head, tail = head.casefold(), tail.casefold()
    if f"{head}-{tail}" in known():
        return True
    if head + tail in known():
        return False
    return len(head) > 2 and len(tail) > 3 and head in known() and tail in known()


def _words_of(text: str) -> Callable[[], frozenset[str]]:
    """The words and hyphened compounds that stand whole in a line of `text`, looked up once and only if asked."""

    @cache
    def found() -> frozenset[str]:
        words: set[str] = set()
        for line in text.casefold().split("\n"):
            inside = _COMPOUND_RE.findall(line)
            words.update(inside[1:] if inside and line[:1].isalpha() else inside)
        return frozenset(words)

    return found


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


# A page reader that joins lines drops the hyphen where a line broke at it: "good-" + "neighborly" ->
# "goodneighborly". One report alone cannot prove the loss, so the text stays and the place is marked: only in a
# paragraph that is set in lines, only a word whose halves are those of a compound (data/clean/compound_*.txt) and which
# no ordinary English word is (one_word.txt).
@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(w for line in read_lines(f"clean/{name}") for w in line.split())


def mark_lost_hyphens(text: str, settings: Settings = DEFAULTS) -> list[Change]:
    """Words in a hard-wrapped paragraph that seem to have lost a hyphen at an earlier line's end: marked, not changed."""
    every, furniture = _lines_of(text)
    if not every:
        return []
    set_lines: dict[int, Line] = {}
    block: list[Line] = []
    for n, line in enumerate([*every, None]):
        if line is not None and n not in furniture and (not block or line.number == block[-1].number + 1):
            block.append(line)
            continue
        if len(block) > 1 and (width := column_width(text, block, settings)):
            for here, following in itertools.pairwise(block):
                if goes_on(text, here, following, width, settings):
                    set_lines[here.start], set_lines[following.start] = here, following
        block = [line] if line is not None and n not in furniture else []
    out = []
    for _, line in sorted(set_lines.items()):
        for m in re.finditer(r"(?<![\w-])[a-z]{9,}(?![\w-])", text[line.start : line.end]):
            halves = _halves(m.group(), text)
            if halves:
                start, end = line.start + m.start(), line.start + m.end()
                note = f"reads like {halves[0]}-{halves[1]}: a hyphen at an earlier line's end may be lost"
                out.append(Change("dehyphenation", start, end, defect=True, lost="1", note=note))
    return out


def _halves(word: str, text: str) -> tuple[str, str] | None:
    """The two halves of a compound that lost its hyphen; None where `word` may be one word.

    Either general English says so, or this report does: it has the compound with its hyphen elsewhere.
    """
    if word in _listed("one_word.txt"):
        return None
    for cut in range(3, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        if head in _listed("compound_heads.txt") and (
            tail in _listed("compound_tails.txt") or f"{head}-{tail}" in text
        ):
            return head, tail
    return None


_GUTTER_RE = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
_LETTERS_RE = re.compile(r"[^\W\d_]{2,}")


def mark_columns(text: str, settings: Settings = DEFAULTS) -> list[Change]:
    """Lines of two columns side by side, which a page reader read across: marked, since only the page knows the order."""
    if "   " not in text and "\t" not in text:
        return []
    out: list[Change] = []
    block: list[Line] = []
    for line in [*split_lines(text), None]:
        if line is not None and _is_across(text[line.start : line.end], settings):
            block.append(line)
            continue
        if len(block) >= settings.clean_column_lines:
            note = f"{len(block)} lines of two columns, read across"
            out.append(Change("columns_mixed", block[0].start, block[-1].end, defect=True, note=note))
        block = []
    return out


def _is_across(line: str, settings: Settings) -> bool:
    """Whether a line is prose on both sides of one gap; the cells of a table are shorter, or figures."""
    sides = _GUTTER_RE.split(line)
    return len(sides) == 2 and all(len(_LETTERS_RE.findall(side)) >= settings.clean_column_words for side in sides)

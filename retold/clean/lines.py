"""The lines of a text form: where they stand, which are page furniture, which go on in the next one."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec

from retold.data import read_data, read_lines
from retold.settings import Settings
from retold.words import fold

_LINE_RE = re.compile(r"[^\n]+")
# [11] | A6 | Page 1/1 | - 3 - | p. 12 | 12
_PAGE_NUMBER_RE = re.compile(
    r"\[\s*\d{1,4}\s*\]|[-–—]\s*\d{1,4}\s*[-–—]|(?:[A-Z]{1,2}-?)?\d{1,3}|(?:page|p\.|pg\.?|seite)\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?|"
    r"(?:(?:image|photo|picture|slide)\s*)?\d{1,3}\s*(?:/|of)\s*\d{1,3}",
    re.IGNORECASE,
)
_NOTICE_RE = re.compile(
    r"(?:upgrade|update|change)\s+your\s+browser|your\s+browser\s+(?:does\s+not|is\s+(?:not|no\s+longer|out))|"
    r"(?:enable|turn\s+on)\s+JavaScript|JavaScript\s+(?:is|must\s+be|to\s+be)\s+(?:enabled|disabled)",
    re.IGNORECASE,
)
_STAMP_RE = re.compile(r"/[\w ]{2,20}/")
_RULE_RE = re.compile(r"([-*_=~#+•.])(?:\s*\1){2,}")
_TABLE_RULE_RE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?")  # |---|:--:|
_CELL_GAP_RE = re.compile(r"\s{3,}|\t+")
_ENDS = ".!?…:;。！？؟۔।॥"
_CLOSERS = "\"'”’»)]*_"


class Line(msgspec.Struct, frozen=True, gc=False, order=True):
    """A line of text, white space outside; `indent` is what was left of it, `number` its place among all lines."""

    start: int
    end: int
    indent: int
    number: int


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank. A blank line shows as a gap of one in `number`."""
    out = []
    number = -1
    last = 0
    for m in _LINE_RE.finditer(text):
        number += text.count("\n", last, m.start())
        last = m.start()
        line = m.group()
        start = m.end() - len(line.lstrip())
        end = m.start() + len(line.rstrip())
        if start < end:
            # A form feed begins a page and indents nothing.
            out.append(Line(start, end, len(text[m.start() : start].replace("\f", "").replace("\r", "")), number + 1))
    return out


def ends_sentence(text: str) -> bool:
    """Whether `text` closes with a mark that ends a sentence."""
    return text.rstrip().rstrip(_CLOSERS)[-1:] in _ENDS and bool(text.strip())


def starts_lower(text: str) -> bool:
    """Whether the first letter of `text` is small, quotation marks and brackets passed over."""
    bare = text.lstrip("\"'“‘«([* ")
    return bool(bare) and bare[0].islower()


def find_furniture(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """The lines that belong to the page and not to the report: index in `lines` -> reason."""
    found: dict[int, str] = {}
    short = [(n, text[line.start : line.end]) for n, line in enumerate(lines) if line.end - line.start <= 120]
    in_cells = {n: _CELL_GAP_RE.split(t) for n, t in short if _CELL_GAP_RE.search(t)}
    masked = Counter(_mask(t) for n, t in short if n in in_cells)
    heads = Counter(cells[0] for cells in in_cells.values())
    for n, t in short:
        if (t[-1].isdigit() or t[-1] in "]-–—") and _PAGE_NUMBER_RE.fullmatch(t):
            found[n] = "page number"
        elif (t[0] == t[-1] and _RULE_RE.fullmatch(t)) or (t[0] in "|:-" and _TABLE_RULE_RE.fullmatch(t)):
            found[n] = "rule"
        elif cells := in_cells.get(n):
            numbered = any(_PAGE_NUMBER_RE.fullmatch(c) for c in cells[1:])
            repeated = masked[_mask(t)] > 1 or heads[cells[0]] > 1
            if n and (numbered or repeated) and len(cells) <= 4:
                found[n] = "running head"
        elif reason := _phrase_reason(t):
            found[n] = reason
        elif len(t) <= _LONGEST_BAR and _is_share_bar(t):
            found[n] = "share buttons"
        elif "rowser" in t or "avaScript" in t:
            if _NOTICE_RE.search(t):
                found[n] = "notice of the page"
        elif t[0] == "/" and _STAMP_RE.fullmatch(t):
            found[n] = "stamp"
    for n, line in enumerate(lines):
        # Copyright 2026 Harbour News. All rights reserved. This material may not be published ...
        if n not in found and line.end - line.start < 500 and text[line.start] in "Cc©(":
            t = text[line.start : line.end].casefold()
            if t.startswith(("copyright", "©", "(c)")) and "rights reserved" in t:
                found[n] = "copyright"
        if n not in found and text[line.end - 1] in ";})" and _SCRIPT_RE.search(text, line.start, line.end):
            found[n] = "script"
    return found


# window._ads = window._ads || []; | googletag.cmd.push(function() { ... }); | var x = 1;
_SCRIPT_RE = re.compile(
    r"\b(?:window|document|jQuery)\.[\w$.]+\s*[=(]|\bfunction\s*\w*\([\w\s,]*\)\s*\{|\.push\(\s*[{\[(f]|\b(?:var|let|const)\s+[\w$]+\s*=|=>\s*\{"
)
_LONGEST_BAR = 80
# Lines are looked at before they are repaired and after; most are the same.
_SAME_LINES = 256
_CAMEL_RE = re.compile(r"[A-Z]?[a-z]+\+?|[A-Z]+(?![a-z])|[^\W_]+")


@cache
def _share_words() -> tuple[frozenset[str], frozenset[str]]:
    rows = [line.split() for line in read_lines("clean/share_words.txt")]
    service = frozenset(w for row in rows if row[0] == "service" for w in row[1:])
    return service, service | {w for row in rows for w in row[1:]}


@lru_cache(maxsize=_SAME_LINES)
def _is_share_bar(text: str) -> bool:
    """Whether a line is nothing but buttons that pass the page on, glued or not: "FacebookEmail Twitter Google+"."""
    service, every = _share_words()
    words: list[str] = []
    for word in text.split():
        whole = word.casefold().strip(".,:;|•·()[]")
        if whole not in every:
            parts = [w.casefold() for w in _CAMEL_RE.findall(word)]
            if not every.issuperset(parts):
                return False
            words += parts
        else:
            words.append(whole)
    return len(words) > 1 and any(w in service for w in words)


KEY_RE = re.compile(r"(?P<key>[A-Za-z][\w-]{1,20})\s*:\s*(?P<value>.*)")


def front_matter_end(cuts: Sequence[str]) -> int:
    """Where Markdown's front matter closes: the index of its second "---"; 0 where there is none."""
    if not cuts or cuts[0] != "---":
        return 0
    end = next((n for n, t in enumerate(cuts[1:40], 1) if t in ("---", "...")), 0)
    return end if end and all(KEY_RE.match(t) or t[0] in "-[#" for t in cuts[1:end]) else 0


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))


_AFTER_PHRASE = ":.,|»>!"


@cache
def _phrases() -> dict[str, tuple[str, bool]]:
    text = read_data("clean/furniture.txt")
    rows = [line.split("\t") for line in text.splitlines() if "\t" in line and not line.startswith("#")]
    return {phrase.rstrip("*"): (reason, phrase.endswith("*")) for phrase, reason in rows}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(None, 1)[0] for phrase in _phrases())


@lru_cache(maxsize=_SAME_LINES)
def _phrase_reason(text: str) -> str | None:
    if len(text) > 100:
        return None
    words = text.casefold().strip("-–—*_[](){}#|>•· ").split()
    if not words or not (words[0] in _first_words() or words[0].rstrip(_AFTER_PHRASE) in _first_words()):
        return None
    line = " ".join(words)
    for count in range(min(5, len(words)), 0, -1):
        head = " ".join(words[:count])
        known = _phrases().get(head) or _phrases().get(head.rstrip(_AFTER_PHRASE))
        if not known:
            continue
        reason, any_tail = known
        rest = line[len(head) :].strip()
        if not rest.strip(" .:|»>!"):
            return reason
        if reason == "label":
            return None
        closed = head[-1] in ":.|»" or rest[0] in ":|»>"
        if closed or any_tail:
            return reason
        # Two words and more may be followed by what they lead to: "Show on website Click Here", not by a sentence.
        if count > 1 and len(words) - count <= 6 and not (ends_sentence(text) and len(words) - count > 2):
            return reason
        return None
    return None


def column_width(text: str, block: Sequence[Line], settings: Settings) -> int | None:
    """How wide the lines of `block` are set, in characters; None where nothing shows that they are set at all.

    What shows it are lines that stop in mid-sentence, near the right edge, before one that goes on in lower case.
    """
    lengths = [line.indent + line.end - line.start for line in block[:-1]]
    if not any(c.isupper() or c.islower() for c in text[block[0].start : block[0].end]):
        # Scripts without capitals: full lines of one length, none of which ends a sentence.
        width = max(lengths)
        even = len(lengths) >= 2 and min(lengths) >= 0.85 * width
        return width if even and 15 <= width <= settings.clean_wrap_widest else None
    broken = [
        (used, len(text[b.start : b.end].split(None, 1)[0]))
        for (a, b), used in zip(itertools.pairwise(block), lengths)
        if text[b.start].isalpha() and starts_lower(text[b.start : b.end]) and text[a.end - 1] not in ".!?…"
    ]
    enough = settings.clean_wrap_mid_sentence * len(lengths)
    if not broken or len(broken) < enough:
        return None
    # The middle one: a line that was not broken where it should be ("permanent goodneighborly ...") does not widen the page.
    width = sorted(used for used, _ in broken)[len(broken) // 2]
    near = sum(used >= 0.6 * width and used + 1 + first > 0.75 * width for used, first in broken)
    if width > settings.clean_wrap_widest or near < enough or width < 12:
        return None
    return max([width, *(used for used in lengths if used <= 1.25 * width)])


def goes_on(text: str, line: Line, following: Line, width: int | None, settings: Settings) -> bool:
    """Whether a paragraph set `width` wide runs on from `line` into `following`."""
    if width is None:
        return False
    here, there = text[line.start : line.end], text[following.start : following.end]
    used = line.indent + len(here)
    if len(here) > 3 and here[-1] in "-‐\u00ad" and here[-2].isalpha() and there[0].islower():
        return True  # a word cut in two
    if used < width * 0.5 or used > settings.clean_wrap_longest * width:
        return False
    if starts_lower(there) and there[0].isalpha() and here[-1] not in ".!?…":
        return True
    if following.indent > line.indent and following.indent - line.indent >= 2:
        return False
    first = there.split(None, 1)[0]
    # A line ends where its next word did not fit. Proportional type makes that inexact, so a line that stops
    # in mid-sentence is given some room.
    slack = 0.8 if here[-1].isalnum() or here[-1] in ",-–—" else 0.93
    return used + 1 + len(first) > width * slack


def folded(text: str) -> str:
    """`text` as a key: words folded, all else left out."""
    return " ".join(fold(w) for w in re.findall(r"\w+", text))

"""Lines of tasks and names, each under its word: "（记者：王明 责编：李红）" | "(إعداد X - تحرير Y)" | "Editor: Wang Ming"."""

from __future__ import annotations

import itertools
import re
from functools import cache

from retold.clean.credits import Named, trimmed
from retold.clean.outlets import by_name
from retold.data import read_data

_LONGEST = 120  # characters of such a line
_NAME_WORDS = 4


@cache
def _between_tasks_re() -> re.Pattern[str]:
    # Between two tasks: a slash, a semicolon, a dash, a stop, wide space; in Chinese any space before the next word.
    return re.compile(r"\s*[/;；|。]\s*|\s+[-–—]\s+|[.،，,]\s+|\s{2,}|\s+(?=[\u4e00-\u9fff]{2,4}[:：])")


@cache
def _between_names_re() -> re.Pattern[str]:
    return re.compile(
        r"\s*[、,，،]\s*|\s+(?:и|та|and|und|et|y|e)\s+|\s+و\s?(?=\S)|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
    )


_OPEN = "([（【［"
# A quick look before: a colon, or anything but Latin letters, Greek ones and punctuation.
_OUTSIDE_RE = re.compile(r":|[^\x00-\u03ff\u2000-\u206f]")
_STAMP_RE = re.compile(r"(?<=[)）])\s*\d{6,8}$")  # （譯者：王明）1150304


@cache
def _desk_re() -> re.Pattern[str]:
    # Which desk of an agency it is for: "إعداد محمد علي للنشرة العربية".
    return re.compile(r"\s+(?:لل|في ال)نشرة العربية$")


@cache
def _may_be_re() -> re.Pattern[str]:
    # Latin lines have a colon; those of other scripts may have a word of the table alone.
    return re.compile(r"[:：\u0400-\u04ff\u0600-\u06ff\u3040-\u9fff\uac00-\ud7a3]")


@cache
def _glued_re() -> re.Pattern[str]:
    return re.compile(r"(记者|記者)(?=[\u4e00-\u9fff]{2,3}(?:[ 、]|$))")


@cache
def _han_name_re() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}")


@cache
def _words() -> dict[str, tuple[str, bool]]:
    """A word -> the role that it gives, and whether a colon must follow."""
    out = {}
    for line in read_data("clean/task_words.txt").splitlines():
        if line[:1] not in ("#", ""):
            role, words = line.split("\t")
            for word in words.split(","):
                out[word] = (role.removeprefix("colon "), role.startswith("colon "))
    return out


def find_tasks(text: str) -> list[Named]:
    """The people of a line that says nothing but who did what, offsets in `text`; empty where it is any other line."""
    if len(text) > 2 * _LONGEST or not (
        ":" in text[:40] if text.isascii() else (_OUTSIDE_RE.search(text) and _may_be_re().search(text))
    ):
        return []
    start, end = trimmed(text, 0, len(text))
    if stamp := _STAMP_RE.search(text, start, end):
        end = stamp.start()
    bracketed = text[start:end][:1] in _OPEN or text[start - 1 : start] == "("
    while start < end and text[start] in _OPEN:
        start += 1
    while end > start and text[end - 1] in ")]）】］。.":
        end -= 1
    if not 4 <= end - start <= _LONGEST:
        return []
    line = text[start:end]
    bounds = [(0, 0), *(m.span() for m in _between_tasks_re().finditer(line)), (len(line), len(line))]
    out: list[Named] = []
    role: str | None = None
    for (_, lo), (hi, _) in itertools.pairwise(bounds):
        if lo >= hi:
            continue
        label = _label(line[lo:hi])
        if label:
            role, skip = label
            lo += skip
        elif role is None and not (out or _is_cyrillic_name(line[lo:hi])):
            return []
        named = _named(line, lo, hi, role or "reporter", start)
        if not named:
            return []
        out += named
    if (
        role
        and line[:1] >= "\u0600"
        and line[:1] <= "\u06ff"
        and not bracketed
        and ":" not in line
        and line.count(" - ") == 0
    ):
        return []  # "تحرير المدينة ..." is a heading as well: the freeing of a town
    return out if role else []


def _label(part: str) -> tuple[str, int] | None:
    """The role that a task's word gives, and how much of the part is the word; None where there is none."""
    colon = re.match(r"\s*([^:：]{1,24}?)\s*[:：]\s*", part)
    if colon and (found := _words().get(colon[1].casefold())):
        return found[0], colon.end()
    # 记者王明 : no space between
    if (
        part.startswith(("记者", "記者"))
        and (at := _glued_re().match(part))
        and (found := _words().get(at[1]))
        and found[0] == "reporter"
    ):
        return found[0], at.end()
    words = list(re.finditer(r"\S+", part))[:4]
    for count in range(min(3, len(words) - 1), 0, -1):
        found = _words().get(part[: words[count - 1].end()].casefold().strip())
        if found and not found[1]:
            return found[0], words[count].start()
    return None


def _named(line: str, lo: int, hi: int, role: str, offset: int) -> list[Named]:
    out = []
    at = lo
    desk = _desk_re().search(line, lo, hi)
    stop = desk.start() if desk else hi
    for m in [*_between_names_re().finditer(line, lo, stop), None]:
        start, end = trimmed(line, at, m.start() if m else stop)
        at = m.end() if m else stop
        name = line[start:end]
        if name and (known := by_name(name)) and known.agency:
            out.append(Named(offset + start, offset + end, name, "agency"))
        elif _is_name(name):
            out.append(Named(offset + start, offset + end, name, "by", role))
        else:
            return []
    return out


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > _NAME_WORDS or any(c.isdigit() for c in name):
        return False
    if "\u4e00" <= name[0] <= "\u9fff":
        return _han_name_re().fullmatch(name) is not None
    # A script without capitals shows a name only by its place; one word of it may be anything.
    return name[0].isupper() or (len(words) >= 2 and not name[0].islower() and name[0].isalpha())


def _is_cyrillic_name(part: str) -> bool:
    return re.fullmatch(r"\s*[А-ЯЁІЇЄҐ][\w'’-]+(?:\s[А-ЯЁІЇЄҐ][\w'’-]+){1,2}\s*", part) is not None

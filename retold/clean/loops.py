"""Degenerate repetition: where a failing model wrote the same words over and over.

A loop is a stretch written almost without a word of its own: a chain of copies (LZ77's) of what stands
shortly before. So neither a tail cut off nor a period that changes midway hides it. The first period is kept, the
copies become a gap that holds no words; whether anything is lost in it nobody knows. What stands in
quotation marks (a chant) and what stands in rows of its own (a table) is marked and left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from retold.clean.draft import Change, Edit
from retold.settings import DEFAULTS, Settings

GAP = "[…]"
_GRAM = 3  # words: the shortest copy; shorter ones are in all prose
_CANDIDATES = 8  # places looked at for the next copy in a chain, latest first
_NUMBER_RE = re.compile(r"\d{1,9}")


@cache
def _word_re() -> re.Pattern[str]:
    return re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")


class Loop(msgspec.Struct, frozen=True, gc=False, order=True):
    """A loop, in words: the period kept is [kept, start), the copies are [start, end)."""

    kept: int
    start: int
    end: int
    period: int


def fix_loops(text: str, settings: Settings = DEFAULTS) -> list[Change]:
    """Loops become gaps, the first period stays."""
    if not _seems_looped(text, settings):
        return []
    # Folding a letter beyond ASCII can make two of it, and the words must stay one for one with their places.
    keys = _word_re().findall(text.lower()) if text.isascii() else [w.casefold() for w in _word_re().findall(text)]
    if len(keys) < settings.clean_loop_words + _GRAM:
        return []
    repeats = _may_loop(keys)
    if not repeats and not _may_count(keys, settings):
        return []
    words = list(_word_re().finditer(text))
    out = []
    loops = find_loops(keys, text, words, settings) if repeats else []
    loops += [
        c for c in _counting(keys, text, words, settings) if all(c.end <= x.kept or x.end <= c.kept for x in loops)
    ]
    for loop in sorted(loops):
        start, end = words[loop.start].start(), words[loop.end - 1].end()
        kept = (words[loop.kept].start(), words[max(loop.kept, loop.start - 1)].end())
        copies = (loop.end - loop.kept) / loop.period
        note = f"{loop.period} words, {copies:.1f} times"
        while end < len(text) and text[end] in ",;:":
            end += 1
        quoted, rows = _is_quoted(text, kept[0], end), _in_rows(text, kept[0], end, loop.period)
        if quoted or rows:
            note += (
                "; inside quotation marks, left as it stands" if quoted else "; rows of their own, left as they stand"
            )
            out.append(Change("generation_loop", start, end, defect=True, kept=kept, lost="none", note=note))
            continue
        # What is kept was written by a model that was failing already, and is marked too.
        suspect = "the first period of a loop, kept once"
        out.append(Change("generation_loop", *kept, defect=True, kept=kept, note=suspect))
        edit = Edit(start, end, GAP, "gap")
        out.append(Change("generation_loop", start, end, [edit], defect=True, kept=kept, lost="unknown", note=note))
    return out


# Bytes of UTF-8 as a quick look sees them: small letters, digits, and everything beyond ASCII; the rest is space.
_QUICK = bytes(
    b if b >= 0x80 or chr(b).isdigit() or chr(b).islower() else b + 32 if chr(b).isupper() else 32 for b in range(256)
)
_UNSPACED_LEADS = bytes(range(0xE3, 0xEA))
_QUICK_NUMBER_RE = re.compile(rb"(?<![a-z0-9])\d{1,9}")


@cache
def _unspaced_re() -> re.Pattern[str]:
    return re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def _seems_looped(text: str, settings: Settings) -> bool:
    """False where a quick look, ten times faster than the search, rules out loops and counters.

    Its words are the search's or pieces of them, so what loops for the one loops for the other. It cannot see words
    in a script without spaces.
    """
    raw = text.encode("utf-8", "replace")
    # The bytes that such a script's characters begin with, before the pattern is asked, which takes 3 ms to load.
    if len(raw) > len(text) and len(raw.translate(None, _UNSPACED_LEADS)) < len(raw) and _unspaced_re().search(text):
        return True
    quick = raw.translate(_QUICK)
    words = quick.split()
    if len(words) < settings.clean_loop_words + _GRAM:
        return False
    if _may_loop(words):
        return True
    digits = len(quick) - len(quick.translate(None, b"0123456789"))
    return digits >= settings.clean_loop_counted - 1 and _counts(_QUICK_NUMBER_RE.findall(quick), settings)


def _may_loop(keys: Sequence[Any]) -> bool:
    """Whether any copy reaches back over itself, which is how every loop begins: nearly no text has one."""
    grams = list(zip(keys, keys[1:], keys[2:]))
    latest = dict(zip(grams, range(len(grams))))
    if len(latest) == len(grams):
        return False
    # Few grams come again, and only they are looked at one by one: all their places but the last, and the last.
    early = [n for n, gram in enumerate(grams) if latest[gram] != n]
    last: dict[tuple[Any, Any, Any], int] = {}
    passed = 0
    for i in sorted({*early, *(latest[grams[n]] for n in early)}):
        gram = grams[i]
        before = last.get(gram)
        last[gram] = i
        # A copy of what stands far above is passed over whole.
        if i < passed or before is None:
            continue
        lag, run_end = i - before, i + _GRAM
        while run_end < len(keys) and keys[run_end] == keys[run_end - lag]:
            run_end += 1
        if run_end - i > lag:
            return True
        passed = run_end - _GRAM + 1
    return False


def find_loops(
    keys: Sequence[str], text: str, words: Sequence[re.Match[str]], settings: Settings = DEFAULTS
) -> list[Loop]:
    """The loops among `keys`, the folded words of `text`; `words` are their places."""
    found: list[Loop] = []
    places: dict[tuple[str, ...], list[int]] = {}
    n = len(keys)
    i = 0
    floor = 0
    lag = run_end = 0
    while i <= n - _GRAM:
        gram = (keys[i], keys[i + 1], keys[i + 2])
        before = places.setdefault(gram, [])
        if before and before[-1] >= floor:
            this = i - before[-1]
            if this != lag or i >= run_end:
                lag, run_end = this, i + _GRAM
                while run_end < n and keys[run_end] == keys[run_end - lag]:
                    run_end += 1
            # True adjacency: the copy reaches back over itself. A quotation used twice does not.
            if run_end - i > lag and (loop := _chain(keys, text, words, places, i, lag, run_end, floor, settings)):
                found.append(loop)
                i = floor = loop.end
                continue
        before.append(i)
        i += 1
    return found


def _may_count(keys: Sequence[str], settings: Settings) -> bool:
    """Whether numbers count on by one for long enough somewhere: nearly no text has such."""
    return _counts([m[0] for k in keys if k[0].isdigit() and (m := _NUMBER_RE.match(k))], settings)


def _counts(shown: Sequence[str] | Sequence[bytes], settings: Settings) -> bool:
    """Whether numbers, as they are shown, count on by one for long enough."""
    numbers = [int(n) for n in shown]
    steps = [b - a == 1 for a, b in pairwise(numbers)]
    few = settings.clean_loop_counted - 2
    return any(sum(steps[at : at + few]) >= 0.6 * few for at in range(len(steps) - few + 1) if steps[at])


def _counting(keys: Sequence[str], text: str, words: Sequence[re.Match[str]], settings: Settings) -> list[Loop]:
    """Loops with a running counter: "the 4th time, the 5th time, the 6th time". The numbers must count on one by one."""
    if not _may_count(keys, settings):
        return []
    blurred = ["#" if k[0].isdigit() else k for k in keys]
    out = []
    for loop in find_loops(blurred, text, words, settings) if _may_loop(blurred) else ():
        numbers = [int(m[0]) for k in keys[loop.kept : loop.end] if (m := _NUMBER_RE.match(k))]
        steps = [b - a for a, b in pairwise(numbers)]
        counted = sum(1 for s in steps if s == 1)
        if (
            loop.end - loop.kept
        ) / loop.period >= settings.clean_loop_counted and counted >= settings.clean_loop_counted_share * len(
            steps
        ) > 0:
            out.append(loop)
    return out


def _chain(
    keys: Sequence[str],
    text: str,
    words: Sequence[re.Match[str]],
    places: dict[tuple[str, ...], list[int]],
    start: int,
    lag: int,
    end: int,
    floor: int,
    settings: Settings,
) -> Loop | None:
    """The loop that begins with the copy [start, end) at `lag`, with the copies that go on from it."""
    n = len(keys)
    kept = start - lag
    local: dict[tuple[str, ...], list[int]] = {}
    filled = kept
    while end < n:
        while filled + _GRAM <= end:
            local.setdefault((keys[filled], keys[filled + 1], keys[filled + 2]), []).append(filled)
            filled += 1
        best = 0
        if end + _GRAM <= n:
            for place in reversed(local.get((keys[end], keys[end + 1], keys[end + 2]), ())[-_CANDIDATES:]):
                length = 0
                while end + length < n and keys[end + length] == keys[place + length]:
                    length += 1
                best = max(best, length)
        if best < _GRAM:
            break
        end += best
    end = _tail(keys, text, words, kept, end, lag)
    copied = end - start
    copies = (end - kept) / lag
    sure = copies >= settings.clean_loop_sure_copies or copied >= settings.clean_loop_sure_words
    if copied < settings.clean_loop_words or copies < settings.clean_loop_copies or not sure:
        return None
    # The period that is kept may itself be patched from copies of what stands just before it.
    patched = _patched(keys, places, kept, start, max(floor, kept - 4 * lag - 20))
    if patched and not _breaks(text, words, kept - 1, kept):
        return Loop(max(floor, kept - lag), kept, end, lag)
    return Loop(kept, start, end, lag)


def _tail(keys: Sequence[str], text: str, words: Sequence[re.Match[str]], kept: int, end: int, lag: int) -> int:
    """`end` moved over a last copy of one or two words, or of part of one, where the text breaks right after it."""
    n = len(keys)
    region = set(keys[max(kept, end - 4 * lag - 8) : end])
    for length in (2, 1):
        last = end + length
        if last > n or _breaks(text, words, end - 1, end):
            continue
        closed = last == n or _breaks(text, words, last - 1, last)
        if closed and all(k in region for k in keys[end:last]):
            return last
        partial = keys[last - 1]
        if (
            closed
            and last == n
            and all(k in region for k in keys[end : last - 1])
            and any(k.startswith(partial) for k in region)
        ):
            return last
    return end


def _breaks(text: str, words: Sequence[re.Match[str]], left: int, right: int) -> bool:
    """Whether the text breaks between two neighbouring words: a formula's or a line's end."""
    if left < 0 or right >= len(words):
        return True
    between = text[words[left].end() : words[right].start()]
    return "\n" in between or "$" in between


def _patched(keys: Sequence[str], places: dict[tuple[str, ...], list[int]], start: int, end: int, floor: int) -> bool:
    """Whether keys[start:end] is nothing but copies, of three words at least, of what stands in [floor, start)."""
    if end - start < 2 * _GRAM:
        return False
    at = start
    while at < end:
        if at + _GRAM > end:
            return False
        best = 0
        for place in reversed(places.get((keys[at], keys[at + 1], keys[at + 2]), ())[-_CANDIDATES:]):
            if not floor <= place <= start - _GRAM:
                continue
            length = 0
            while at + length < end and place + length < start and keys[at + length] == keys[place + length]:
                length += 1
            best = max(best, length)
        if best < _GRAM:
            return False
        at += best
    return True


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] lies inside one pair of quotation marks."""
    head = text[max(0, start - 300) : start].rpartition("\n")[2]
    tail = text[end : end + 300].partition("\n")[0]
    inside = text[start:end]
    if "\n\n" in inside:
        return False
    for opener, closer in ("“”", "«»", "„“", '""'):
        if opener == closer:
            if head.count(opener) % 2 == 1 and closer in tail and inside.count(opener) % 2 == 0:
                return True
        elif head.rfind(opener) > head.rfind(closer) and closer in tail:
            return True
    return False


def _in_rows(text: str, start: int, end: int, period: int) -> bool:
    """Whether the copies stand one to a line, as the rows of a table or the lines of a song do."""
    rows = text[start:end].count("\n")
    return rows >= 2 and period <= 12 and rows >= (end - start) / 80

"""Characters that a wrong decoding, a half-done unescaping or an invisible mark put in the place of the right ones."""

from __future__ import annotations

import re
from functools import cache

from retold.clean.draft import Change, Edit
from retold.data import read_data
from retold.sentences import is_abbreviation


# A line may be mojibake where a character that UTF-8 bytes turn into stands beside another character beyond ASCII
# (or a space, which a byte may have become). Letters of one script beside each other, and typographic marks beside
# each other, are ordinary.
@cache
def _suspect_re() -> re.Pattern[str]:
    lead = "\u00c0-\u00df\u00e0-\u00ff\u0102-\u017f\u0393-\u03ce\u0402-\u045f\u05d0-\u05ea\u0621-\u064a\u2500-\u256c\u2206\u221a\u2248\u00b5-\u00b7\u0192"
    trail = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02c7\u02d8-\u02dd\u2013-\u203a\u20ac\u2122\u2190-\u25ff\ufffd\u0300-\u036f\u2260-\u2265\u03a9\u220f\u222b\u25ca\ufb01\ufb02\uf8ff"
    pairs = rf"[{lead}][{trail}]|[\u00c2\u00c3\u00e2\u0102\u0420\u0421][\s\u00c0-\u02ff\u0400-\u045f\u2000-\u2122]|[\u0080-\u009f]|[\u0430-\u044f][\u0402-\u040f]"
    return re.compile(
        rf"{pairs}|[\u2500-\u256c](?:[\u2500-\u256c]|[^\W\d_])|[\u2206\u221a\u00c3\u00c2\ufffd]\S|[\u00e0-\u00ff][\u00e0-\u00ff\u0101-\u02ff]|\S[\u0100-\u024f][\u00c0-\u02ff\u2010-\u2122]"
    )


# A line whose only characters beyond ASCII are these typographic marks cannot match it.
_BEYOND_MARKS_RE = re.compile("[^\x00-\x7f‘’“”–—…•]")
_LINE_RE = re.compile(r"[^\n]+")
_MOST_TOKENS = 1000  # of a line, from the first difference to the last
_TOKEN_RE = re.compile(r"\s+|[^\s\x00-\x7f]+|[\x21-\x7e]+|\S")


def fix_mojibake(text: str) -> list[Change]:
    """Text that was decoded as something it was not becomes what it was, line by line."""
    if text.isascii() or not _BEYOND_MARKS_RE.search(text):
        return []
    changes: list[Change] = []
    for line in _LINE_RE.finditer(text):
        if line.group().isascii() or not _BEYOND_MARKS_RE.search(line.group()):
            continue
        if not _suspect_re().search(line.group()):
            continue
        fixed = _fixed(line.group())
        if fixed != line.group() and "\n" not in fixed:
            changes += _recoded(line.group(), fixed, line.start())
    return changes


def _fixed(line: str) -> str:
    """`line` as ftfy reads it, nothing touched for its looks."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=True,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    for _ in range(3):  # doubled mojibake, and so that a second run finds nothing
        fixed = str(ftfy.fix_text(line, config))
        if fixed == line:
            break
        line = fixed
    return line


def _shared(left: str, right: str) -> int:
    """How many characters the two begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))


def _recoded(before: str, after: str, at: int) -> list[Change]:
    """The stretches in which two readings of a line differ, as changes."""
    from difflib import SequenceMatcher

    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    before, after, at = before[head : len(before) - tail], after[head : len(after) - tail], at + head
    left, right = _TOKEN_RE.findall(before), _TOKEN_RE.findall(after)
    if len(left) > _MOST_TOKENS:  # one change, since matching takes the square of it
        start = at if before else max(0, at - 1)
        return [Change("mojibake", start, at + len(before), [Edit(at, at + len(before), after, "recode")])]
    left_at, right_at = [0], [0]
    for token in left:
        left_at.append(left_at[-1] + len(token))
    for token in right:
        right_at.append(right_at[-1] + len(token))
    out = []
    # Spaces are half of all tokens; as anchors they would make the search quadratic.
    for op, i, j, k, m in SequenceMatcher(str.isspace, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        start, end = at + left_at[i], at + left_at[j]
        edit = Edit(start, end, after[right_at[k] : right_at[m]], "recode")
        # An insertion alone has no place in the source; it is shown with the character before it.
        out.append(Change("mojibake", start if end > start else max(at, start - 1), end, [edit]))
    return out


_ENTITY_RE = re.compile(r"&(?:amp;)*(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,31}\d{0,2});")


def fix_entities(text: str) -> list[Change]:
    """Character references left in the text become the characters: &amp;#8217; | &nbsp;"""
    if "&" not in text or ";" not in text:
        return []
    import html

    out = []
    for m in _ENTITY_RE.finditer(text):
        after = m.group()
        while (plain := html.unescape(after)) != after:
            after = plain
        if after != m.group() and "\n" not in after and "\x00" not in after:
            out.append(Change("entity", m.start(), m.end(), [Edit(m.start(), m.end(), after, "unescape")]))
    return out


# Joiners mean something in Persian, Hindi and emoji; between Latin letters they are left over from a page's layout.
_INVISIBLE = "\u200b\u2060\ufeff\u200c\u200d\u00ad"
_INVISIBLE_RE = re.compile(r"[\u200b\u2060\ufeff]+|(?<=[A-Za-z0-9.,;:'\"’”])[\u200c\u200d]+(?=[A-Za-z0-9\s])|\u00ad+")


def fix_invisible(text: str) -> list[Change]:
    """Zero-width characters go; soft hyphens go where they stand inside a word."""
    if text.isascii() or not any(c in text for c in _INVISIBLE):
        return []
    out = []
    for m in _INVISIBLE_RE.finditer(text):
        if m.group()[0] == "\u00ad" and (m.end() == len(text) or not text[m.end()].isalpha()):
            continue  # at a line's end it is a hyphen, and the line break's business
        kind = "dehyphenation" if m.group()[0] == "\u00ad" else "entity"
        out.append(Change(kind, m.start(), m.end(), [Edit(m.start(), m.end(), "", "strip")]))  # type: ignore[arg-type]
    return out


def mark_replacements(text: str) -> list[Change]:
    """Where a character could not be decoded, and is lost."""
    if "\ufffd" not in text:
        return []
    return [
        Change(
            "replacement_character",
            m.start(),
            m.end(),
            defect=True,
            lost=str(m.end() - m.start()),
            note="could not be decoded",
        )
        for m in re.finditer("\ufffd+", text)
    ]


# A typesetter's joined letters, which a page reader passed on as one character: signi\ufb01cant.
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "ſt", "\ufb06": "st",
}  # fmt: skip
_LIGATURE_RE = re.compile("[\ufb00-\ufb06]")


def fix_ligatures(text: str) -> list[Change]:
    """Joined letters become the letters that they stand for."""
    if text.isascii():
        return []
    return [
        Change("entity", m.start(), m.end(), [Edit(m.start(), m.end(), _LIGATURES[m.group()], "recode")])
        for m in _LIGATURE_RE.finditer(text)
    ]


# said.The | yesterday.He: a small letter, a stop, a capitalised word. Not Booking.com, St.Petersburg, Node.js.
# The stop is looked for first, for it is rarer than words.
_GLUED_RE = re.compile(r"(?P<stop>[.!?][”\"’]?)(?P<right>[A-Z][a-z]+(?=[\s,'’])|A\s)")


@cache
def _openers() -> frozenset[str]:
    text = read_data("sentence_starters.txt")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def fix_glued_words(text: str) -> list[Change]:
    """A sentence that starts right after the last one's stop gets its space back."""
    out = []
    for m in _GLUED_RE.finditer(text):
        start = m.start()
        while start and text[start - 1].isalpha():
            start -= 1
        left = text[start : m.start()]
        before = text[start - 1 : start]
        if before and (before.isalnum() or before in "/@_."):
            continue
        if len(left) < 3 or is_abbreviation(left):
            continue
        # After a name ("in Kestrin.The") only a word that opens sentences: "Node.Js", "St.Petersburg" are one name.
        if not left.islower() and not (
            len(left) > 3 and left[1:].islower() and m["right"].strip().casefold() in _openers()
        ):
            continue
        at = m.end("stop")
        out.append(Change("glued_words", start, m.end("right"), [Edit(at, at, " ", "join")]))
    return out


# theSuva | ofKestrin: a small word and a capitalised one with no space between. A brand ("theGrio", "iPhone") looks the
# same, so the space comes back only where both words stand elsewhere in the report and the two together do not;
# after a word that hardly any brand begins with the place is marked.
_RUN_TOGETHER_RE = re.compile(r"[a-zà-ÿ](?=[A-ZÀ-Þ][a-zà-ÿ]{2})")
_SMALL_WORDS = frozenset(
    "the of and that with from for to by as at in on was were has had have said which when where who".split()
)


def fix_run_together(text: str) -> list[Change]:
    """A capitalised word set right behind a small one gets its space back where the report shows that they are two."""
    out = []
    for m in _RUN_TOGETHER_RE.finditer(text):
        start, end = m.start(), m.end() + 1
        while start and text[start - 1].isalpha():
            start -= 1
        while end < len(text) and text[end].isalpha():
            end += 1
        left, right = text[start : m.end()], text[m.end() : end]
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        if len(left) < 2 or not left.islower() or not right[1:].islower() or not _CLOSED_RE.fullmatch(beside):
            continue
        if text.count(left + right) > 1:
            continue
        if (left in _SMALL_WORDS or _stands(text, left)) and _stands(text, right):
            out.append(Change("glued_words", start, end, [Edit(m.end(), m.end(), " ", "join")]))
        elif left in _SMALL_WORDS and len(left) > 2:
            note = f"reads like {left} {right}: a space may be lost"
            out.append(Change("glued_words", start, end, defect=True, lost="1", note=note))
    return out


# What stands around a word of prose: nothing that makes it part of an address, a name in code or a hashtag.
_CLOSED_RE = re.compile(r"[^\w/@#.\\&=-]?[^\w/@\\&=-]?")


def _stands(text: str, word: str) -> bool:
    """Whether `word` stands in `text` by itself."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None

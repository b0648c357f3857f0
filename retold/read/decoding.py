"""Bytes -> the decoded source, and how it was decoded.

`bytes.decode(charset, "replace")`: no newline is translated, and a byte order mark stays as a character.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from retold.kinds import Defect, Span

# What a page may say about its charset stands this early (the HTML standard asks for the first 1024 bytes;
# pages with a long comment in front miss that).
_DECLARED_BYTES = 4096
_DECLARED_RE = re.compile(
    rb"""
    <meta [^>]*? charset \s* = \s* ["']? \s* (?P<meta> [A-Za-z0-9_.:-]+)
    | \A [^<]{0,16} <\?xml [^>]*? encoding \s* = \s* ["'] (?P<xml> [A-Za-z0-9_.:-]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Browsers read these names as Windows-1252, and pages are made for browsers.
_LATIN_1 = {"iso8859-1", "ascii", "latin-1"}

# What a guess may say: the charsets that browsers know. With all of Python's on offer, Russian from
# Windows comes out as Russian from a Macintosh, wrong in every capital M.
_ON_THE_WEB = [
    *(f"cp125{n}" for n in range(9)),
    *("koi8_r", "koi8_u", "cp866", "cp874", "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "iso2022_jp"),
]

_CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_REPLACED_RE = re.compile("\N{REPLACEMENT CHARACTER}+")
_HIGH_RE = re.compile(rb"[\x80-\xff]")
_RUN_RE = re.compile(rb"[\x80-\xff]+")
_ROW_RE = re.compile(rb"[\x80-\xff]{3,}")
# Japanese that names its characters by pairs of ASCII between these: mail and old pages.
_ESCAPED_RE = re.compile(rb"\x1b\$[@B](?:[!-~]{2})+\x1b\([BJ]")
_LEAST_LETTERS = 6  # different ones in rows of high bytes: dashes and dots are set in rows too
_MARKUP_BYTES = 1_000_000
_MARKUP_RE = re.compile(rb"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>|&#?\w{2,10};")


class Decoded(NamedTuple):
    """The text, the charset it was decoded with, and the defects that decoding left."""

    text: str
    charset: str
    how: str  # bom | declared | utf-8 | guessed
    defects: list[Defect]


def decode(data: bytes, sent_as: str | None = None) -> Decoded:
    """The decoded source: by byte order mark, UTF-8, declaration, or a guess, in that order.

    `sent_as` is the charset that a server gave; it counts as a declaration, and before the page's own.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _decoded(data, charset, "bom")
    wide = _unmarked_utf16(data)
    if wide:
        return _decoded(data, wide, "guessed")
    if _ESCAPED_RE.search(data, 0, _MARKUP_BYTES) and data.isascii() and _is_clean(data, "iso2022_jp"):
        return _decoded(data, "iso2022_jp", "guessed")
    declared = (_charset(sent_as) if sent_as else None) or _declared(data)
    # What is UTF-8 beyond ASCII is so by no accident, and pages declare a charset that they no longer have.
    if _HIGH_RE.search(data) and _is_clean(data, "utf-8"):
        return _decoded(data, "utf-8", "declared" if declared == "utf-8" else "utf-8")
    if declared and _is_clean(data, declared):
        return _decoded(data, declared, "declared")
    if _is_clean(data, "utf-8"):
        return _decoded(data, "utf-8", "utf-8")
    charset, rival = _guess(data)
    return _decoded(data, charset, "guessed", rival)


def control_share(text: str) -> float:
    """The share of characters that no text has: NUL and its like. Escape and form feed do occur in old wire copy."""
    return len(_CONTROL_RE.findall(text)) / len(text) if text else 0.0


def undecodable_share(decoded: Decoded) -> float:
    """The share of characters that the bytes did not give."""
    lost = sum(d.span.end - d.span.start for d in decoded.defects)
    return lost / len(decoded.text) if decoded.text else 0.0


def _decoded(data: bytes, charset: str, how: str, rival: str | None = None) -> Decoded:
    text = data.decode(charset, "replace")
    defects = []
    if rival is not None and (unsure := _differs(data, text, rival)) is not None:
        note = f"no charset is declared, and the bytes may be {rival} as well as {charset}: letters may be other ones"
        defects.append(Defect(kind="mojibake", span=unsure, lost="unknown", note=note))
    # Only those that this decoding made: a U+FFFD that stands in the file is its own affair.
    if "\ufffd" in text and not _is_clean(data, charset):
        defects += [
            Defect(
                kind="replacement_character",
                span=Span(m.start(), m.end()),
                lost="unknown",
                note=f"bytes that are no {charset}",
            )
            for m in _REPLACED_RE.finditer(text)
        ]
    return Decoded(text, charset, how, defects)


def _differs(data: bytes, text: str, rival: str) -> Span | None:
    """The first character of `text` that another charset reads otherwise."""
    other = data.decode(rival, "replace")
    place = next((n for n, (a, b) in enumerate(zip(text, other)) if a != b), None)
    return None if place is None else Span(place, place + 1)


def _is_clean(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes) -> str | None:
    found = _DECLARED_RE.search(data, 0, _DECLARED_BYTES) if b"<" in data[:_DECLARED_BYTES] else None
    if not found:
        return None
    return _charset((found["meta"] or found["xml"]).decode("ascii"))


def _charset(name: str) -> str | None:
    try:
        charset = codecs.lookup(name).name
        # Names such as "base64" are codecs too, but no charsets.
        "".encode(charset)
    except (LookupError, TypeError, ValueError):
        return None
    if charset.startswith(("utf-16", "utf-32")):
        return "utf-8"  # or we could not have read the declaration
    return "cp1252" if charset in _LATIN_1 else charset


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, told by the NULs of Latin letters on one side."""
    head = data[:4096]
    half = len(head) // 2
    if half < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _guess(data: bytes) -> tuple[str, str | None]:
    """The likeliest charset of bytes that are no UTF-8, and another that is about as likely, where there is one."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 10 <= sum(1 for c in text if c > "\x7f"):
        return "utf-8", None  # damaged, or cut in the middle of a character
    bare = _without_markup(data)
    high = len(_HIGH_RE.findall(bare))
    # Other scripts, and writing of more than a byte a character, have high bytes in a row.
    rows = _ROW_RE.findall(bare)
    in_rows = sum(map(len, rows))
    if in_rows * 2 < high or len(set(b"".join(rows))) < _LEAST_LETTERS:
        runs = [len(run) for run in _RUN_RE.findall(bare)]
        if len(runs) > 2 and not any(n % 2 for n in runs) and _is_clean(data, "gb18030") and _is_clean(data, "cp1252"):
            return "cp1252", "gb18030"  # a few signs of two bytes each among Latin letters
        from retold.read.latin import guess_latin

        guess = guess_latin(bare)
        if guess is not None and _is_clean(data, guess.charset):
            # Western text is the commonest that comes undeclared.
            if guess.rival == "cp1252" and _is_clean(data, "cp1252"):
                return "cp1252", guess.charset
            return guess.charset, guess.rival
        # A few high bytes among ASCII are the quotes, dashes and accents of Western text. Detectors are at
        # their worst there, with three letters to go by, so they are asked only about the rest.
        if high * 10 < len(bare) and _is_clean(data, "cp1252"):
            return "cp1252", None
    import charset_normalizer

    best = charset_normalizer.from_bytes(bare[:200_000], cp_isolation=_ON_THE_WEB).best()
    return (codecs.lookup(best.encoding).name if best else "cp1252"), None


def _without_markup(data: bytes) -> bytes:
    """The words of a page, or `data` where it is none: what is not ASCII is in the words, what is ASCII in the markup."""
    if data.count(b"<", 0, _DECLARED_BYTES) < 3:
        return data
    return _MARKUP_RE.sub(b" ", data[:_MARKUP_BYTES])

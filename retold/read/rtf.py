"""An RTF document -> its text. Fonts, colours, pictures, fields' codes and notes of the program are passed over."""

from __future__ import annotations

import codecs
import re

from retold.read.found import Nothing

_TOKEN_RE = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|.",
    re.DOTALL,
)
# Groups whose words are none of the text.
_ASIDE = frozenset(
    b"""fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore listtable
    listoverridetable rsidtbl generator header headerl headerr headerf footer footerl footerr footerf fldinst xmlnstbl mmathPr
    filetbl revtbl bkmkstart bkmkend atnid atnauthor annotation nonshppict pgptbl wgrffmtfilter operator author title
    company doccomm private""".split()
)
_SIGNS = {
    b"par": "\n\n", b"line": "\n", b"tab": "\t", b"sect": "\n\n", b"page": "\n\n", b"cell": " ", b"row": "\n\n",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_CODE_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850", b"ansi": "cp1252"}
_DEPTH = 10_000


def read_rtf(data: bytes) -> str | Nothing:
    """The text, a blank line between paragraphs; or why there is none."""
    charset = "cp1252"
    out: list[str] = []
    raw = bytearray()  # bytes of one charset, decoded together: Chinese and Japanese take two for a letter
    stack: list[tuple[bool, int]] = []
    aside, skip = False, 1  # skip: how many characters stand in for a letter that was named by its number
    pending = 0
    opened = False

    def flush() -> None:
        if raw:
            out.append(raw.decode(charset, "replace"))
            raw.clear()

    for token in _TOKEN_RE.finditer(data):
        if token["brace"]:
            flush()
            if token["brace"] == b"{":
                if len(stack) >= _DEPTH:
                    return Nothing("RTF document nested too deeply")
                stack.append((aside, skip))
                opened = True
            elif stack:
                aside, skip = stack.pop()
                opened = False
            pending = 0
            continue
        first, opened = opened, False
        if token["sign"]:
            sign = token["sign"]
            if sign == b"*" and first:
                aside = True
            elif not aside:
                flush()
                out.append(
                    {b"~": "\xa0", b"_": "-", b"-": "", b"\r": "\n\n", b"\n": "\n\n"}.get(sign)
                    or (sign.decode("latin-1") if sign in b"\\{}" else "")
                )
        elif token["word"]:
            word, number = token["word"], token["number"]
            if first and word in _ASIDE:
                aside = True
            if word == b"ansicpg" and number:
                charset = _code_page(int(number), charset)
            elif word in _CODE_PAGES:
                charset = _CODE_PAGES[word]
            elif word == b"uc" and number:
                skip = max(0, min(int(number), 16))
            elif word == b"bin" and number:
                return Nothing("RTF document with raw bytes in it")
            elif aside:
                continue
            elif word == b"u" and number:
                flush()
                out.append(_letter(int(number)))
                pending = skip
                continue
            elif word in _SIGNS:
                flush()
                out.append(_SIGNS[word])
        elif aside:
            continue
        elif token["hex"]:
            if pending:
                pending -= 1
            else:
                raw += bytes.fromhex(token["hex"].decode())
        elif token["text"]:
            text = token["text"]
            used = min(pending, len(text))
            pending -= used
            raw += text[used:]
    flush()
    # Letters beyond the first plane are named as two halves.
    text = "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", text.replace("\0", "")).strip()


def _letter(number: int) -> str:
    code = number + 65536 if number < 0 else number
    return chr(code) if 0 < code < 65536 else "\ufffd"


def _code_page(number: int, otherwise: str) -> str:
    try:
        return codecs.lookup("utf-8" if number == 65001 else f"cp{number}").name
    except LookupError:
        return otherwise

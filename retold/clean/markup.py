"""Marks around and inside text that say how it looks: Markdown's, a few tags, and prose misread as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from retold.clean.draft import Change, Edit

# $The \, talks \, took \, place$ : prose that a page reader took for mathematics, with thin spaces between its words.
_FORMULA_RE = re.compile(r"\$\$?(?P<inside>[^$\n]{12,200000}?)\$\$?")
_THIN_RE = re.compile(r"[ \t]*(?:\\[,;:! ]|\\q?quad\b|\\\\|~)[ \t]*")
_COMMAND_RE = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mathsf|operatorname|emph|mbox)\s*\{([^{}$]*)\}"
)
_WORD_RE = re.compile(r"[^\W\d_]{2,}")
_ESCAPED_RE = re.compile(r"\\(?=[%&#$_{}])")


def fix_latex(text: str) -> list[Change]:
    r"""Prose wrapped as a formula becomes prose: the dollars, thin spaces and \text{} go."""
    if "$" not in text or "\\" not in text:
        return []
    out = []
    for m in _FORMULA_RE.finditer(text):
        inside = m["inside"]
        spaces = len(_THIN_RE.findall(inside))
        commands = len(_COMMAND_RE.findall(inside))
        words = _WORD_RE.findall(inside)
        if (
            len(words) < 4
            or spaces + 3 * commands < 3
            or sum(map(len, words)) < 0.4 * len(inside.replace(" ", "")) - 2 * spaces
        ):
            continue
        edits = [Edit(m.start(), m.start("inside"), "", "strip"), Edit(m.end("inside"), m.end(), "", "strip")]
        shift = m.start("inside")
        pieces: list[Edit] = []
        for c in _COMMAND_RE.finditer(inside):
            pieces.append(Edit(shift + c.start(), shift + c.start(1), "", "strip"))
            pieces.append(Edit(shift + c.end(1), shift + c.end(), "", "strip"))
        for t in _THIN_RE.finditer(inside):
            edge = t.start() == 0 or t.end() == len(inside)
            pieces.append(Edit(shift + t.start(), shift + t.end(), "" if edge else " ", "strip"))
        for e in _ESCAPED_RE.finditer(inside):
            pieces.append(Edit(shift + e.start(), shift + e.end(), "", "strip"))
        end = shift
        for edit in sorted(pieces):
            if edit.start >= end:
                edits.append(edit)
                end = edit.end
        out.append(
            Change("latex_math_text", m.start(), m.end(), sorted(edits), defect=True, note="prose read as a formula")
        )
    return out


# **80**th | *2*nd | **Xi**'s : emphasis that opens or closes inside a word. Runs of stars that hide letters stay.
@cache
def _inside_re() -> re.Pattern[str]:
    return re.compile(
        r"(?<![*\\])(?P<mark>\*\*\*|\*\*|__|(?<!\w)\*(?=\d+\*(?:st|nd|rd|th)\b))(?=[^\s*])(?P<inside>[^*\n]{1,80}?)(?<=[^\s*\\])(?P=mark)(?!\*)"
    )


def fix_emphasis(text: str) -> list[Change]:
    """Emphasis inside a word goes, so that the word is one again."""
    if "**" not in text and "__" not in text and "*" not in text:
        return []
    out = []
    for m in _inside_re().finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if not (before.isalnum() or after.isalnum()):
            continue
        if m["mark"] == "__" and not any(c.isspace() for c in m["inside"]) and before.isalnum() and after.isalnum():
            continue  # some__variable__name
        start, end = m.start(), m.end()
        while start and text[start - 1].isalnum() and m.start() - start < 40:
            start -= 1
        while end < len(text) and text[end].isalnum() and end - m.end() < 40:
            end += 1
        edits = [
            Edit(m.start(), m.start("inside"), "", "strip"),
            Edit(m.end("inside"), m.end(), "", "strip"),
        ]
        out.append(Change("emphasis_in_token", start, end, edits))
    return out


_TAGS = "b|i|em|strong|u|s|span|p|div|br|a|sup|sub|font|small|big|blockquote|center|h[1-6]|ul|ol|li|hr|cite|mark|q"


@cache
def _marks_re() -> re.Pattern[str]:
    return re.compile(
        rf"""
          ^[ \t]{{0,3}}(?P<heading>\#{{1,6}})[ \t]+(?=\S)
        | ^[ \t]{{0,3}}(?P<quote>(?:>[ \t]?)+)(?=\S)
        | ^[ \t]*(?P<bullet>[*+•‣▪●])[ \t]+(?=\S)
        | (?P<closing>[ \t]+\#{{1,6}})[ \t]*$
        | !?\[(?P<link>[^\[\]\n]{{1,500}})\](?P<target>\((?:https?://|mailto:|www\.|[/\#.])[^()\s]{{0,2000}}(?:\([^()\s]*\))?(?:\s+"[^"\n]{{0,300}}")?\))
        | (?P<strong>(?<![*_\\\w])(?:\*\*\*|\*\*|__))(?=[^\s*_])(?P<bold>[^*\n]{{1,2000}}?)(?<=[^\s*_\\])(?P=strong)(?![*_\w])
        | (?P<weak>(?<![*_\\\w])[*_])(?=[^\s*_])(?P<slant>[^*_\n]{{1,2000}}?)(?<=[^\s*_\\])(?P=weak)(?![*_\w])
        | (?P<tag></?(?:{_TAGS})(?:\s[^<>\n]{{0,500}})?/?>)
        | (?P<escape>\\)(?=[*_\#\[\]()>`~!.+-])
        """,
        re.VERBOSE | re.MULTILINE | re.IGNORECASE,
    )


# A mark lies in one line, but for a link's target and a tag that white space breaks.
_SIGN_RE = re.compile(r"[#*_\[<>+•‣▪●\\]")
_OPEN_END_RE = re.compile(r"<[^<>\n]*$|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?$", re.MULTILINE)


def _find_marks(text: str) -> Iterator[re.Match[str]]:
    """Every mark of `text`, looked for only in the lines that have a sign of one."""
    pattern = _marks_re()
    if ("<" in text or "](" in text) and _OPEN_END_RE.search(text):
        yield from pattern.finditer(text)
        return
    at = 0
    while sign := _SIGN_RE.search(text, at):
        start = text.rfind("\n", at, sign.start()) + 1 or at
        end = text.find("\n", sign.start())
        end = len(text) if end < 0 else end
        yield from pattern.finditer(text, start, end)
        at = end


def strip_marks(text: str) -> list[Change]:
    """Markdown's marks and stray tags go; what they mark stays. A heading's level is kept in the change's note."""
    if not any(c in text for c in "#*_[>•‣▪●\\"):
        return []
    out: list[Change] = []

    def strip(start: int, end: int, note: str = "", after: str = "") -> None:
        out.append(Change(None, start, end, [Edit(start, end, after, "strip")], note=note))

    # From left to right; what stands inside a link or emphasis is looked at again on the next round.
    for m in _find_marks(text):
        if m["heading"]:
            strip(m.start(), m.end(), f"heading{len(m['heading'])}")
        elif m["quote"] or m["bullet"] or m["closing"] or m["escape"]:
            strip(m.start(), m.end() if not m["closing"] else m.end("closing"))
        elif m["link"]:
            strip(m.start(), m.start("link"))
            strip(m.end("link"), m.end())
        elif m["tag"]:
            broken = re.match(r"</?(?:br|p|div|li|h\d|hr|ul|ol|blockquote)\b", m["tag"], re.IGNORECASE)
            strip(m.start(), m.end(), after="\n" if broken else "")
        else:
            inner = "bold" if m["bold"] else "slant"
            strip(m.start(), m.start(inner))
            strip(m.end(inner), m.end())
    return out

"""Lines that frame a report on a page, told by their wording: dates, bylines, credits, buttons, pointers elsewhere."""

from __future__ import annotations

import re

from retold.read.regions import vocabulary

_MONTH = (
    r"jan\w*|feb\w*|mar\w{0,5}|apr\w*|may|mai|mayo|maio|jun\w*|jul\w*|aug\w*|ago\w*|sep\w*|set\w*|oct\w*|okt\w*|out\w*"
    r"|nov\w*|dec\w*|dez\w*|dic\w*|avril|août|févr\w*|déc\w*|märz|gen\w*|mag\w*|giu\w*|lug\w*|ott\w*|ene\w*|abr\w*"
)
DATE_RE = re.compile(
    rf"""
    \b(?:19|20)\d\d-\d\d-\d\d\b                                  # 2026-02-14
    | \b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d\d)\b    # 14. 2. 2026 | 14/02/26
    | \b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?(?:{_MONTH})\.?,?\s(?:de\s)?(?:19|20)\d\d\b     # 14 Feb 2026
    | \b(?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b        # Feb. 14, 2026
    | \b(?:19|20)\d\d\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日
    | \b(?:\d{{1,3}}|an?|one|two|three)\s(?:sec|min|hour|hr|day|week|month|year)\w*\sago\b
    | \b(?:yesterday|today)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
MODIFIED_RE = re.compile(
    r"\b(?:updated?|modified|revised|aktualisiert|modifié|actualizado|aggiornato)\b", re.IGNORECASE
)
# A name in capitals after "by" is what tells a byline from "By noon the quay was full".
BYLINE_RE = re.compile(
    r"(?i:by|words by|written by|reporting by|von|par|por|di)\s+(?:the\s+)?[A-ZÀ-ÞĀ-Ž][^.!?]{2,}|(?i:from (?:our|a)) [\w\s-]{3,60}",
    re.UNICODE,
)
BY_RE = re.compile(r"(?:by|words by|written by|reporting by|von|par|por)\s+(?=\S)", re.IGNORECASE)
# What leads over from a name to a date, and the place where the date begins.
_ON_RE = re.compile(r"[\s,|·]+(?:on|am|le|el|il|at)?\s*$")
DATE_START_RE = re.compile(rf"(?<=\s)(?={DATE_RE.pattern})", re.VERBOSE | re.IGNORECASE)
ISO_RE = re.compile(r"\s*(?:19|20)\d\d-\d\d-\d\d")
# A line that says where the report came from, or what was mended in it.
CREDIT_RE = re.compile(
    r"""
    ^ [(\[—–-]* \s* (?: sources? \b | with \s (?:inputs|material|files|reporting|additional|agenc) | reporting \s by
      | additional \s reporting | compiled \s (?:by|from) | edited \s by | editing \s by | written \s by | agenc(?:y|ies) \b | via \b
      | partner \s content | republished | reproduced | originally \s published | first \s (?:published|appeared)
      | this \s (?:article|story|report|piece|version|post|page) | an \s earlier \s version | correct(?:ion|ed|s) \b | clarification
      | editor[’']?s? \s note | updated? \b | note \s to | copyright \s \(c\) | courtesy \b | credit | photo | translated | quelle | fuente | fonte
      | (?-i: \( \s* [A-Z]{2,} ) )
    | \b (?: contributed \s to \s this | for \s this \s (?:article|story|report) | syndicated )
    | (?-i: [(\[/] \s* (?:Sources?:? \s)? [A-Z][\w .&-]{1,30} [)\]/] \.? $ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What stands on buttons.
CONTROLS_RE = re.compile(
    r"""
    (?: \d+ \s (?: shares? | comments? | views? | min(?:ute)?s? \s read ) | share | tweet | e?mail | print | save | listen | copy \s link | follow | comments?
      | advertisement | ad | read \s more | more | whatsapp | facebook | twitter | x | linkedin | telegram | reddit | pinterest | bookmark
      | subscribe | sign \s (?:in|up) | log \s in | back \s to \s top | scroll \s to \s continue | story \s continues \s below .* | continue \s reading
      | loading | close | menu | search | play | pause | mute | next | previous | gallery | video | watch | photos? | image | resize \s text | font \s size | a\+ | a- | skip .* ) [\s·|,./•:-]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What leads to another report.
POINTER_RE = re.compile(
    r"(?:read|see|watch|listen)\s+(?:also|more|next|too)\b|also\s+read\b|related(?:\s+\w+)?:|more\s+(?:on|from)\b|recommended|don[’']t miss|most read|trending|you (?:may|might) also",
    re.IGNORECASE,
)

# Between two fields on one line.
SEPARATOR_RE = re.compile(r"(?:\s|&nbsp;)(?:[|•·]|&middot;|&bull;|&#124;)(?=\s|&nbsp;)")


def is_date_line(text: str) -> bool:
    """True where a line is a date and what stands beside one."""
    if len(text) > 120 or not DATE_RE.search(text):
        return False
    rest = DATE_RE.sub(" ", text)
    words = [w for w in re.findall(r"[^\W\d_]+", rest.casefold()) if w not in vocabulary("beside_dates.txt")]
    return len(words) <= 1


def without_by(text: str) -> str:
    return _ON_RE.sub("", BY_RE.sub("", text)) or text


def is_byline(text: str) -> bool:
    """True where the whole of a short line names an author."""
    return len(text.split()) <= 15 and BYLINE_RE.fullmatch(text) is not None


def is_controls(text: str) -> bool:
    at = 0
    while at < len(text):
        match = CONTROLS_RE.match(text, at)
        if match is None or match.end() == at:
            return False
        at = match.end()
    return True

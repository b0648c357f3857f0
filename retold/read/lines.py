"""Lines that frame a report on a page, told by their wording: dates, bylines, credits, buttons, pointers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from retold.data import read_data
from retold.read.blocks import count_words
from retold.read.regions import vocabulary
from retold.words import fold

# A date as a page shows it. A name of a month is looked up, in the languages of data/clean/months.txt.
_DATE_RE = re.compile(
    r"""
    \b(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)\b                                  # 2026-02-14
    | (?<![\d.])(?P<d2>\d{1,2})\s?[./-]\s?(?P<m2>\d{1,2})\s?[./-]\s?(?P<y2>\d{4}|\d\d)\b(?![./-]\d)    # 14. 2. 2026 | 14/02/26
    | (?<!\d)(?P<d3>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s{1,3}(?:de\s|of\s)?(?P<name3>[^\W\d_]{3,12})\.?,?\s(?:del?\s)?(?P<y3>(?:19|20)\d\d)\b
    | (?<![^\W\d_])(?P<name4>[^\W\d_]{3,12})\.?\s(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y4>(?:19|20)\d\d)\b        # Feb. 14, 2026
    | (?<![\d.])(?P<y6>(?:19|20)\d\d)(?P<sep6>[./])(?P<m6>0?[1-9]|1[0-2])(?P=sep6)(?P<d6>\d{1,2})(?![\d./])          # 2026.02.14
    | (?P<y5>(?:19|20)\d\d)\s?[年년]\s?(?P<m5>\d{1,2})\s?[月월]\s?(?P<d5>\d{1,2})\s?[日일]
    | (?P<ago>\b(?:\d{1,3}|an?|one|two|three)\s(?:sec|min|hour|hr|day|week|month|year)\w*\sago\b | \b(?:yesterday|today)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MODIFIED_RE = re.compile(
    r"""\b(?:updated?|modified|revised|aktualisiert|geändert|stand|modifiée?|mis\sà\sjour|mise\sà\sjour|actualizad[oa]|modificad[oa]
    |aggiornat[oa]|atualizad[oa]|bijgewerkt|gewijzigd|oppdatert|opdateret|uppdaterad|zaktualizowano|güncelleme|обновлено)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# A name in capitals after "by" is what tells a byline from "By noon the quay was full".
BYLINE_RE = re.compile(
    r"(?i:by|words by|written by|reporting by|von|par|por|di)\s+(?:the\s+)?[A-ZÀ-ÞĀ-Ž][^.!?]{2,}|(?i:from (?:our|a)) [\w\s-]{3,60}",
    re.UNICODE,
)
BY_RE = re.compile(r"(?:by|words by|written by|reporting by|von|par|por)\s+(?=\S)", re.IGNORECASE)
# What leads over from a name to a date, and the place where the date begins.
_ON_RE = re.compile(r"[\s,|·]+(?:on|am|le|el|il|at)?\s*$")
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
# What asks the reader for something of his own, at an article's end: "Follow us on ...", "Subscribe to our newsletter".
PLEA_RE = re.compile(
    r"""
    (?: follow | like | join | find ) \s (?: us | \w+ (?:\s \w+)? ) \s (?: on | at ) \s .*? (?: twitter | facebook | instagram | youtube | telegram | whatsapp | x | linkedin | tiktok | threads | bluesky ) \b
    | (?: please \s )? (?: subscribe | sign \s up | register ) \s (?: to | for | here | now | today | with ) \b
    | get \s (?: the \s latest | our | all \s the \s latest | more ) \b .* \b (?: inbox | newsletter | app | updates | alerts ) \b
    | (?: download | install ) \s (?: the | our ) \b .* \b app \b
    | (?: do \s you \s )? have \s (?: a \s (?: tip | story ) | you ) \b .* \b (?: reach | contact | e-?mail | tips? | tell ) \w* \b
    | (?: click | tap ) \s here \s (?: to | for ) \b
    | (?: listen \s to | watch ) \s \w+ \s (?: live | on ) \b
    | (?: support | donate \s to ) \s (?: us | our ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Between two fields on one line.
SEPARATOR_RE = re.compile(r"(?:\s|&nbsp;)(?:[|•·]|&middot;|&bull;|&#124;)(?=\s|&nbsp;)")


@cache
def _months() -> dict[str, int]:
    text = read_data("clean/months.txt")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: number for number, line in enumerate(lines, 1) for name in line.split()}


def shown_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, date | None]]:
    """Where text[start:end] shows a date, and its day; None of "3 hours ago" and of 5/6/2026, which do not say it."""
    for m in _DATE_RE.finditer(text, start, len(text) if end is None else end):
        if m["ago"]:
            yield m.start(), m.end(), None
            continue
        which = next(n for n in "123456" if m["y" + n])
        name = m["name" + which] if which in "34" else None
        month = _months().get(fold(name), 0) if name else int(m["m" + which])
        if name and not month:
            continue
        year, day = int(m["y" + which]), int(m["d" + which])
        year += 2000 if year < 100 else 0
        if which == "2" and month > 12:
            day, month = month, day
        unsure = which == "2" and day <= 12 and day != month and "." not in m.group()
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        yield m.start(), m.end(), None if unsure else found


# Only what holds one of these is looked at: most blocks of a page do not.
_MAY_DATE_RE = re.compile(r"(?:19|20)\d\d|\d\s?[./-]\s?\d|\bago\b|yesterday|today", re.IGNORECASE)


def has_date(text: str) -> bool:
    return _MAY_DATE_RE.search(text) is not None and any(True for _ in shown_dates(text))


def is_date_line(text: str, beside: int = 1) -> bool:
    """True where a line is a date and what stands beside one, with up to `beside` words more."""
    if len(text) > 120 or _MAY_DATE_RE.search(text) is None:
        return False
    places = list(shown_dates(text))
    if not places:
        return False
    rest, at = [], 0
    for start, end, _ in places:
        rest.append(text[at:start])
        at = end
    left = " ".join([*rest, text[at:]]).casefold()
    words = [w for w in re.findall(r"[^\W\d_]+", left) if w not in vocabulary("beside_dates.txt")]
    # Where no spaces part the words, a run of more letters than a name has is a sentence.
    return sum(1 if w.isascii() else max(1, count_words(w) // 4) for w in words) <= beside


def is_modified(text: str) -> bool:
    """True where a label of a change stands in `text` before its first date."""
    label = _MODIFIED_RE.search(text)
    return label is not None and all(label.start() < start for start, _, _ in shown_dates(text))


def label_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where in text[start:end] a label of a change follows a date: "3 May 2026, updated 5 May 2026"."""
    first = next((until for _, until, _ in shown_dates(text, start, end)), None)
    if first is not None:
        for m in _MODIFIED_RE.finditer(text, first, end):
            if text[m.start() - 1] in " \t\n,;(/-–—":
                yield m.start()


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

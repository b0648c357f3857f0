"""Clean reports that we make up, and sixteen ways of breaking them with the place of the break known."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from random import Random
from typing import NamedTuple

_WHO = [
    "Harbour master Ilse Brandt", "The Lower Vale council", "Dr. P. Holm of the port office", "A spokesman for the ferry line",
    "Mayor Jonas Äkerlund", "The Kestrin fire service", "Prime Minister Renée Faß", "Officials in both towns", "The U.N. envoy, Ada Vinter,",
    "The central bank of Velmora", "Capt. J. R. Holm", "The agriculture ministry", "Prosecutor Zoë Marchetti", "Three members of the inquiry",
]  # fmt: skip
_DID = [
    "said on Tuesday that", "told reporters that", "wrote in a four-page letter that", "confirmed late on Friday that", "denied that",
    "warned the assembly that", "announced at a press conference that", "said in a statement that",
]  # fmt: skip
_WHAT = [
    "the two ports would share one pilot boat from spring", "about 1.2 million euros a year could be saved", "the 80th anniversary of the lock would be marked without fireworks",
    "nearly 40 people had been taken off the ferry before dawn", "grain exports fell by 7.5 percent in the first quarter", "a long-standing quarrel over fees was finally over",
    "no significant difference had been found between the two offers", "the office would file its final report within six weeks",
    "the bridge at Saint-Aubin would stay closed until 14 March", "inflation had slowed for the third month in a row", "the trial would resume after the holidays",
    "a good-neighborly treaty was “within reach”", "the café owners’ appeal had been rejected", "the rules affected 3,000 households in the old town",
]  # fmt: skip
_MORE = [
    "“We have waited for this for years,” she said.", "He called the plan “a raft with a flag” and asked for a study.", "The opposition walked out before the vote.",
    "Nobody was hurt, and the road was open again by noon.", "It is the second such case since 2019.", "The figures will be published next week – after a review.",
    "Critics doubt it: “Who pays for the fuel?” asked one of them.", "The ministry did not answer a request for comment.", "Both sides will meet again on Sept. 14 in Kestrin.",
    "The company’s shares rose 2.4 percent in early trading.", "About 60 percent of those asked were in favor, according to a poll of 1,004 adults.",
]  # fmt: skip
_HEADS = [
    "Two ports share a boat",
    "Council votes on fees",
    "Ferry runs aground off Kestrin",
    "Bank holds its rate again",
    "Bridge stays closed until March",
]


def make_report(number: int) -> str:
    """A clean report: a headline and five paragraphs, the same for the same number."""
    random = Random(number)
    return "\n\n".join([random.choice(_HEADS), *(make_paragraph(random) for _ in range(5))]) + "\n"


def make_paragraph(random: Random) -> str:
    """A paragraph of two to four sentences, as news English writes them."""
    first = f"{random.choice(_WHO)} {random.choice(_DID)} {random.choice(_WHAT)}, and that {random.choice(_WHAT)}."
    return " ".join([first, *random.sample(_MORE, random.randint(1, 3))])


class Broken(NamedTuple):
    """A damaged text; what was damaged stands in one of `places` of it; `restorable` to the clean text or to be marked."""

    text: str
    places: list[tuple[int, int]]


def _paragraphs(text: str) -> list[str]:
    return text.rstrip("\n").split("\n\n")


def _joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _replaced(text: str, at: int, end: int, new: str) -> Broken:
    return Broken(text[:at] + new + text[end:], [(max(0, at - 1), at + max(1, len(new)) + 1)])


def _pick(text: str, pattern: str, random: Random) -> re.Match[str] | None:
    body = text.index("\n\n")
    found = list(re.compile(pattern).finditer(text, body))
    return random.choice(found) if found else None


def hard_wrap(text: str, random: Random) -> Broken | None:
    width = random.randint(48, 90)
    head, *rest = _paragraphs(text)
    wrapped = [textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in rest]
    broken = _joined([head, *wrapped])
    return Broken(broken, [m.span() for m in re.finditer(r"(?<!\n)\n(?!\n)", broken)])


def hyphenated(text: str, random: Random) -> Broken | None:
    made = hard_wrap(text, random)
    m = _pick(made.text, r"(?<=\s)[a-z]{4,5}(?=[a-z]{4,}\s[a-z])", random) if made else None
    if made is None or m is None:
        return None
    at = m.end()
    return Broken(made.text[:at] + "-\n" + made.text[at:], [(m.start(), at + 4)])


def mojibake(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"(?<=\n)[^\n]*[^\x00-\x7f][^\n]*", random)
    if m is None:
        return None
    charset = random.choice(["cp1252", "latin-1", "cp1251"])
    wrong = m.group().encode("utf-8").decode(charset, "replace")
    return None if "\ufffd" in wrong else _replaced(text, m.start(), m.end(), wrong)


def double_mojibake(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"“[^\n”]+”", random)
    if m is None:
        return None
    wrong = m.group().encode("utf-8").decode("latin-1").encode("utf-8").decode("latin-1")
    return _replaced(text, m.start(), m.end(), wrong)


def entities(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"[“”’–]", random)
    names = {
        "“": ["&ldquo;", "&#8220;", "&amp;ldquo;"],
        "”": ["&rdquo;", "&#x201d;"],
        "’": ["&rsquo;", "&amp;#8217;"],
        "–": ["&ndash;", "&#8211;"],
    }
    return _replaced(text, m.start(), m.end(), random.choice(names[m.group()])) if m else None


def emphasis(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"\d+(?=th\b)|(?<=four)-|(?<=\s)[A-Z][a-z]+(?=’s)", random)
    return _replaced(text, m.start(), m.end(), f"**{m.group()}**") if m and m.group() != "-" else None


def formula(text: str, random: Random) -> Broken | None:
    parts = _paragraphs(text)
    if len(parts) < 2:
        return None
    n = random.randrange(1, len(parts))
    m = re.match(r"[^.“”$]{40,}", parts[n])
    if m is None:
        return None
    wrong = "$" + m.group().rstrip().replace(" ", r" \, ") + "$" + (" " if m.group().endswith(" ") else "")
    at = sum(len(p) + 2 for p in parts[:n])
    parts[n] = wrong + parts[n][m.end() :]
    return Broken(_joined(parts), [(at, at + len(wrong))])


def loop(text: str, random: Random) -> Broken | None:
    parts = _paragraphs(text)
    if len(parts) < 2:
        return None
    n = random.randrange(1, len(parts))
    words = parts[n].split()
    period = random.randint(4, 12)
    start = random.randrange(0, max(1, len(words) - period - 2))
    again = words[start : start + period] * random.randint(4, 9)
    cut = again[: len(again) - random.randint(0, period - 1)]
    lead = " ".join(words[: start + period])
    at = sum(len(p) + 2 for p in parts[:n]) + len(lead)
    wrong = " ".join(cut)
    parts[n] = " ".join([lead, wrong, *words[start + period :]])
    return Broken(_joined(parts), [(at, at + len(wrong))])


def split_sentence(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"(?<=[a-z]{3}) (?=(?:the|that|would|had|been|before|after|from|for)\b[^.\n]{30,}\.)", random)
    return _replaced(text, m.start(), m.end(), "\n\n") if m else None


def glued(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"(?<=[a-z]{4}\.) (?=(?:The|He|It|Both|Nobody)\s)", random)
    return _replaced(text, m.start(), m.end(), "") if m else None


def soft_hyphen(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"(?<=[a-z]{4})(?=[a-z]{4})", random)
    return _replaced(text, m.start(), m.end(), "\u00ad") if m else None


def ligature(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"ffi|ffl|fi|fl|ff", random)
    letters = {"ffi": "\ufb03", "ffl": "\ufb04", "fi": "\ufb01", "fl": "\ufb02", "ff": "\ufb00"}
    return _replaced(text, m.start(), m.end(), letters[m.group()]) if m else None


def doubled(text: str, random: Random) -> Broken | None:
    parts = _paragraphs(text)
    if len(parts) < 2:
        return None
    n = random.randrange(1, len(parts))
    at = sum(len(p) + 2 for p in parts[: n + 1])
    length = len(parts[n])
    return Broken(_joined([*parts[: n + 1], parts[n], *parts[n + 1 :]]), [(at, at + length)])


def truncated(text: str, random: Random) -> Broken | None:
    start = text.rstrip("\n").rfind("\n\n") + 2
    spaces = [m.start() for m in re.finditer(r"(?<=[a-z]{2}) (?=[a-z])", text[start:]) if m.start() > 50]
    if not spaces:
        return None
    at = start + random.choice(spaces)
    return Broken(text[:at] + "\n", [(at - 20, at)])


def lost_character(text: str, random: Random) -> Broken | None:
    m = _pick(text, r"[^\x00-\x7f]", random)
    return _replaced(text, m.start(), m.end(), "\ufffd") if m else None


def columns(text: str, random: Random) -> Broken | None:
    head, *rest = _paragraphs(text)
    if len(rest) < 5:
        return None
    left, right = (textwrap.wrap(" ".join(part), 38, break_on_hyphens=False) for part in (rest[:2], rest[2:4]))
    rows = [f"{a:<38}    {b}".rstrip() for a, b in zip(left, right)]
    mixed = "\n".join(rows)
    return Broken(_joined([head, mixed, rest[4]]), [(len(head) + 2, len(head) + 2 + len(mixed))])


Break = Callable[[str, Random], Broken | None]
WAYS: dict[str, Break] = {
    f.__name__: f
    for f in (
        hard_wrap, hyphenated, mojibake, double_mojibake, entities, emphasis, formula, loop, split_sentence, glued, soft_hyphen, ligature,
        doubled, truncated, lost_character, columns,
    )
}  # fmt: skip

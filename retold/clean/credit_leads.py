"""Credit lines of the press beside English: how they begin (data/clean/credit_leads.txt), and agencies standing alone.

Con información de EFE | Mit Material der dpa | (avec AFP) | По материалам ТАСС | المصدر: رويترز | dpa/AFP
"""

from __future__ import annotations

import re
from functools import cache

from retold.clean.outlets import by_name, is_agency
from retold.data import read_data
from retold.words import fold

_LONGEST = 100  # characters of a line that is a credit and nothing else
_LEAD_WORDS = 5
# What stands for agencies that are not named.
ANY_AGENCY = frozenset(
    (
        "agencies agences agencias agências agenturen agenzie агентства агентств وكالات الوكالات agentschappen wires nachrichtenagenturen"
    ).split()
) | {"news agencies", "wire services", "wire agencies", "newswires", "agencias de noticias", "agences de presse"}
_NAME_WORDS = 5
BETWEEN_RE = re.compile(r"\s*(?:[,،、]\s*(?:and\s+)?|;|\s(?:and|und|y|e|et|и|و)\s+|\s+&\s+|/|\+)\s*")
_COLON_RE = re.compile(r"\s?[:：]\s*")
# Le Courrier avec AFP | By Post staff with Reuters
_BESIDE = frozenset("avec mit con com with met".split())
_BESIDE_RE = re.compile(rf"\s(?:{'|'.join(sorted(_BESIDE))})\s")
_WORD_RE = re.compile(r"\S+")


@cache
def _leads() -> dict[str, str]:
    rows = (line.split("\t") for line in read_data("clean/credit_leads.txt").splitlines() if line[:1] not in ("#", ""))
    return {_key(lead): kind for kind, lead in rows}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(lead.split(None, 1)[0] for lead in _leads())


def find_led_credit(line: str) -> tuple[int, int, str] | None:
    """Where in `line` the names of a credit stand and its kind; None where the line is none."""
    if len(line) > _LONGEST:
        return None
    colon = _COLON_RE.search(line, 0, 24) if ":" in line or "：" in line else None
    if colon and _leads().get(_key(line[: colon.start()])) == "colon":
        return (colon.end(), len(line), "agency") if _are_names(line[colon.end() :]) else None
    words = line.split()
    if not words or len(words) > 14:
        return None
    if fold(words[0]) in _first_words():
        starts = [m.start() for m in _WORD_RE.finditer(line)]
        for count in range(min(_LEAD_WORDS, len(words) - 1), 0, -1):
            kind = _leads().get(_key(line[: starts[count]]))
            names = line[starts[count] :]
            if kind in ("compiled", "republished") and _are_names(names):
                return starts[count], len(line), kind
            if kind == "named" and are_agencies(names):
                return starts[count], len(line), "compiled"
    if line[:1].isupper() and not _BESIDE.isdisjoint(words):
        beside = _BESIDE_RE.search(line)
        if beside and are_agencies(line[beside.end() :]):
            return beside.end(), len(line), "compiled"
    if len(words) <= _NAME_WORDS and BETWEEN_RE.search(line) and "Images" not in line and are_agencies(line):
        return 0, len(line), "agency"
    return None


def _key(text: str) -> str:
    return " ".join(fold(w) for w in text.split())


def _split(text: str) -> list[str]:
    return [name.strip(' .«»"“”') for name in BETWEEN_RE.split(text)]


def _are_names(text: str) -> bool:
    """Whether `text` is a list of names: each short, none beginning with a small letter unless it is an agency's."""
    names = _split(text)
    return all(
        n and len(n.split()) <= _NAME_WORDS and (not n[0].islower() or is_agency(n) or n in ANY_AGENCY) for n in names
    )


def are_agencies(text: str) -> bool:
    """Whether `text` is a list of agencies that are known."""
    return all(
        name.casefold() in ANY_AGENCY or ((known := by_name(re.sub("^l['’]", "", name))) and known.agency)
        for name in _split(text)
    )

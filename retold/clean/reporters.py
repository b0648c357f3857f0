"""The line that says who did what: "(Reporting by X; editing by Y)", "X contributed to this report"."""

from __future__ import annotations

import re
from functools import cache

from retold.clean.credits import PERSON, Named, find_credits, trimmed
from retold.clean.outlets import by_name, is_agency
from retold.clean.task_lines import find_tasks

# Who did what, in the languages of the press: Reporting by | Reportage de | Editado en español por | Bericht von
_TASK_WORDS = (
    r"reporting|reported|writing|written|compiled|translation|translated|edited|editing|research|graphics?|"
    r"reportage|version\s+fran[çc]aise|rapport[ée]+|r[ée]dig[ée]+|[ée]dit[ée]+|traduit|"
    r"reporte|reportero|informaci[óo]n|escrito|editad[oa]|edici[óo]n|traducid[oa]|reportagem|edi[çc][ãa]o|traduzid[oa]|"
    r"bericht|redigiert|geschrieben|bearbeitet|[üu]bersetzt"
)
# French names follow the noun alone: "(Reportage X, version française Y, édité par Z)".
_TASK_BY = (
    r"(?:\s+(?:en|em|in|pour|version)\s+(?:l['’])?[^\W\d_]+)?\s*"
    r"(?:\s(?:by|in|de|par|por|von|da|do)\b\s*:?|:|(?<=reportage)(?=\s+(?-i:[A-ZÀ-Þ]))|(?<=fran[çc]aise)(?=\s+(?-i:[A-ZÀ-Þ])))"
)
# Reuters' page sets no stop between the tasks: "Reporting by X in Kestrin Editing by Y".
_TASK = rf"(?:additional\s+|further\s+|with\s+)?(?P<task>{_TASK_WORDS}){_TASK_BY}"
_ROLE_OF = {
    "edi": "editor", "édi": "editor", "red": "editor", "bea": "editor", "tra": "translator", "übe": "translator", "ube": "translator",
    "ver": "translator", "wri": "author", "esc": "author", "ges": "author", "réd": "author",
}  # fmt: skip
# Small words inside a name, and what is no name but may follow one: "Kestrin newsroom".
_PARTICLES = frozenset(
    "de del della da di do dos van von der den bin ibn al el la le of the and for y e et und newsroom staff desk bureau team".split()
)


# Associated Press writer Jane Doe in Kestrin and AP video journalist John Roe contributed to this report.
@cache
def _contributed_re() -> re.Pattern[str]:
    to_what = r"(?:reporting|research|to\s+(?:this|the)\s+(?:report|story|article|piece|dispatch))"
    return re.compile(
        rf"[(\[–—-]*\s*(?P<who>[^\W\d_].{{0,250}}?)\s+(?:also\s+)?contributed(?P<what>(?:\s+{to_what})*)"
        r"(?:\s+from\s+[A-ZÀ-Þ][^.]{1,60})?\s*\.?[)\]]?"
    )


@cache
def _staff_re() -> re.Pattern[str]:
    return re.compile(
        r"(?P<agency>[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3}\s)?(?:\w+\s){0,2}"
        r"(?:writers?|reporters?|journalists?|correspondents?|researchers?|staffers?|producers?)\s+(?=[A-ZÀ-Þ])"
    )


# (Reporting by Jane Doe and John Roe; Editing by Ann Lee)
@cache
def _reporting_re() -> re.Pattern[str]:
    return re.compile(rf"[(\[]?\s*{_TASK}\s*[^()]{{3,400}}[)\]]?\.?", re.IGNORECASE)


@cache
def _tasks_re() -> re.Pattern[str]:
    # A stop parts the tasks of Spanish and French lines: "(Reporte de A. Editado por B)".
    return re.compile(
        rf"{_TASK}\s*(?P<names>(?:(?!,?\s+(?:additional\s+|further\s+)?(?:{_TASK_WORDS}){_TASK_BY})[^;().]|\.(?!\s+[^\W\d_]+\s+(?:en|por|par|de|by|von)\b))+)",
        re.IGNORECASE,
    )


def find_reporting(text: str) -> list[Named]:
    """The people of "(Reporting by X and Y; editing by Z)", offsets in `text`; empty where the line is none."""
    line = text.strip()
    if len(line) > 500:
        return []
    if " contributed" in line[-120:]:
        return _find_contributed(text)
    if tasks := find_tasks(text):
        return tasks
    if not _reporting_re().fullmatch(line) or (" from " in line and find_credits(line)):
        return []  # "Compiled by our desk from Reuters and AFP reports" names agencies, not people
    out = []
    for part in _tasks_re().finditer(text):
        role = _ROLE_OF.get(part["task"].casefold()[:3], "reporter")
        names, at = part["names"], part.start("names")
        for m in re.finditer(r"(?:(?!\s+(?:and|et|y|e|und)\s+|,|\s+(?:in|à|en|em)\s+[A-ZÀ-Þ]).)+", names):
            lo, hi = trimmed(names, m.start(), m.end())
            if names.startswith(("in ", "à ", "en ", "em "), lo):
                continue  # where they reported from: "Ann Lee in Kestrin"
            name = re.sub(r"^(?:and|et|y|e|und)\s+", "", names[lo:hi])
            if not name or not name[0].isupper():
                continue
            if not _is_name(name):
                return []
            if (known := by_name(name)) and known.agency:  # With reporting by Reuters
                out.append(Named(at + hi - len(name), at + hi, name, "compiled"))
            else:
                out.append(Named(at + hi - len(name), at + hi, name, "by", role))
    return out


_WHERE_RE = re.compile(
    r"\s+in\s+[A-ZÀ-Þ][\w.'’-]+(?:\s[A-ZÀ-Þ][\w.'’-]+){0,3}(?:,\s+[A-ZÀ-Þ][\w.'’-]+(?:\s[A-ZÀ-Þ][\w.'’-]+)?(?=,|$))?"
)


def _find_contributed(text: str) -> list[Named]:
    """Those who "contributed to this report", and the agency whose staff they are."""
    m = _contributed_re().fullmatch(text.strip())
    if not m:
        return []
    out = []
    staffed = False
    at = text.find(m["who"])
    # "in Johnstown, Pennsylvania," is where somebody was, and takes up its place only.
    who = _WHERE_RE.sub(lambda m: " " * len(m.group()), m["who"])
    text = text[:at] + who + text[at + len(who) :]
    for part in re.finditer(r"(?:(?!\s+and\s+|,\s|\s+in\s+[A-ZÀ-Þ]).)+", who):
        if not part.group().strip(" ,"):
            continue
        lo, hi = trimmed(text, at + part.start(), at + part.end())
        lo += 4 * text.startswith("and ", lo)
        if text.startswith("in ", lo):
            continue
        if staff := _staff_re().match(text, lo, hi):
            name = (staff["agency"] or "").strip()
            if name and (is_agency(name) or by_name(name)):
                out.append(Named(lo, lo + len(name), name, "agency"))
            lo, staffed = staff.end(), True
        lo += 4 * text[lo:].lower().startswith("the ")
        name = text[lo:hi]
        if by_name(name):
            out.append(Named(lo, hi, name, "agency"))
        elif re.fullmatch(PERSON, name):
            out.append(Named(lo, hi, name, "by", "reporter"))
        else:
            return []
    return out if m["what"] or staffed or " in " in m["who"] else []  # "X in Kestrin contributed."


def _is_name(text: str) -> bool:
    """Whether `text` could be a name: "Oxford University found that" is none."""
    words = text.split()
    return len(words) <= 7 and not any(w[0].islower() and w not in _PARTICLES for w in words)

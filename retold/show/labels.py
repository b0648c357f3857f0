"""The words by which every rendering names a report, a relation, a verdict."""

from __future__ import annotations

import os.path
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from retold import kinds

RELATIONS = {
    "wholly": "wholly from",
    "partially": "partially from",
    "republication": "republication of",
    "update": "update of",
    "correction": "correction of",
}
SEVERITIES = ("high", "medium", "low")
_TIME_RE = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d|)")


def printable(text: str) -> str:
    """`text` on one line, with nothing in it that a terminal or a reader's eye could be led astray by.

    Control characters (a report may hold terminal escapes) and direction overrides become U+FFFD;
    white space becomes single spaces.
    """
    out = []
    for char in " ".join(text.split()):
        category = unicodedata.category(char)
        out.append(
            "\ufffd"
            if category in ("Cc", "Cs") or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
            else char
        )
    return "".join(out)


def clipped(text: str, size: int) -> str:
    """`text` on one line of at most `size` characters, cut between words where it can be."""
    text = printable(text)
    if len(text) <= size:
        return text
    cut = text.rfind(" ", 0, size - 1)
    return text[: cut if cut > size // 2 else size - 1].rstrip(" ,;:") + "…"


def label_reports(reports: Sequence[kinds.Report]) -> dict[str, str]:
    """A short name for each report_id, no two alike: whom it is from, else the file; twins by their file."""
    plain = {r.report_id: printable(r.from_whom or os.path.basename(r.path)) or r.report_id for r in reports}
    seen = Counter(plain.values())
    named = {}
    for r in reports:
        name = plain[r.report_id]
        if seen[name] > 1:
            file = printable(os.path.basename(r.path) + (f":{r.locator}" if r.locator else ""))
            name = f"{name} ({file})" if file != name else file
        named[r.report_id] = name
    again = Counter(named.values())
    return {i: n if again[n] == 1 else f"{n} [{i[:6]}]" for i, n in named.items()}


def name_lost(lost: kinds.LostParent) -> str:
    """What a text is called that several reports share and none has: whose it is, where they credit one for it."""
    return f"a text by {printable(lost.name)}, not in the set" if lost.name else "a text not in the set"


def label_trace(trace: kinds.Trace) -> dict[str, str]:
    """A short name for each report and each lost parent of `trace`, by its id."""
    lost = (one for story in trace.stories for one in story.lost_parents)
    return label_reports(trace.reports) | {one.lost_parent_id: name_lost(one) for one in lost}


def percent(share: float) -> str:
    """A confidence as a reader says it; never a certainty that was not measured."""
    return f"{min(99, round(share * 100))} %"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`number` with its noun: "1 report", "2 reports"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def not_joined(story: kinds.Story) -> list[kinds.Undecided]:
    """The pairs that a reader must be told of: what the tree shows as siblings already is left out."""
    return [u for u in story.undecided if u.verdict != "common_source"]


def say_time(published: str | None) -> str:
    """A date or time as it was published, with its zone: "2026-05-19 17:42 +02:00"; empty where there is none."""
    found = _TIME_RE.fullmatch(published or "")
    if found is None:
        return (published or "")[:16].replace("T", " ")
    zone = {"Z": " UTC", "+00:00": " UTC", "": ""}.get(found[3], f" {found[3]}")
    return f"{found[1]} {found[2]}{zone}"


def say_correction(correction: kinds.Correction, labels: Mapping[str, str]) -> str:
    """Who fixed a figure and who carried the old one after: "fixed by MPA; still carried by The Post, 0.8 h later"."""
    late = []
    for one in correction.still_carried_by:
        hours = one.hours
        lag = "" if hours is None else f", {hours:g} h later" if hours < 48 else f", {hours / 24:.0f} days later"
        late.append(labels[one.report_id] + lag)
    return f"fixed by {labels[correction.fixed_by]}; still carried by {'; '.join(late)}"

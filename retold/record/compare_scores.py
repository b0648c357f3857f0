"""Results of matches and votes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retold.record.comparing import Finding, Place, Sheet, Side, Unit, became
from retold.record.lexicon import word_set

_SCORE = re.compile(r"(?<![\w.,:/-])(\d{1,3}) ?[-–] ?(\d{1,3})(?![\w%]|[.,]\d|[-–/]\d)")


def _scores(sheet_side: Side, at: list[int]) -> list[tuple[tuple[int, int], Place]]:
    """The results ("3-1") of sentences, the greater figure first: a report may tell them from either end."""
    found = []
    for n in at:
        start, end = sheet_side.sentences[n].start, sheet_side.sentences[n].end
        for m in _SCORE.finditer(sheet_side.text, start, min(end, start + LONGEST_READ)):
            one, other = int(m[1]), int(m[2])
            # "15-17 degrees" is a range, and so is what rises by little and has a plural behind it.
            found.append(((max(one, other), min(one, other)), m.span()))
    return found


LONGEST_READ = 2000  # characters of a sentence
_RESULT = word_set(
    "win wins won winning beat beats beaten beating defeat defeats defeated defeating draw draws drew drawn lose loses lost losing "
    "loss victory lead leads led leading trail trailed trailing score scored scoreline vote votes voted voting approved rejected "
    "passed pass ruled ruling tie tied edged edge thrashed overcame held down ahead up behind triumph series result margin"
)


def compare_scores(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another result of the same match or vote: "won 3-1" -> "won 3-2"."""
    child, parent = _scores(sheet.child, unit.child_at), _scores(sheet.parent, unit.parent_at)
    if not child or not parent or not any(w.folded in _RESULT for w in unit.pw):
        return
    everywhere = {v for v, _ in _scores(sheet.parent, list(range(len(sheet.parent.sentences))))}
    kept = {v for v, _ in _scores(sheet.child, list(range(len(sheet.child.sentences))))}
    mine = [x for x in child if x[0] not in everywhere]
    theirs = [x for x in parent if x[0] not in kept]
    if len(mine) == 1 and len(theirs) == 1:
        why = became(sheet, theirs[0][1], mine[0][1], "Another result")
        yield Finding("number_changed", [mine[0][1]], [theirs[0][1]], why)

"""Who names whom: credits, agency tags and mentions of an outlet, matched to the reports of a story."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from retold import kinds
from retold.kinds import Span
from retold.lineage.lexicon import words_of
from retold.lineage.told import Said, Told
from retold.words import fold, split_words

UNNAMED = frozenset({"agencies", "wire services", "wires", "news agencies", "wire reports", "staff and agencies"})


class Naming(msgspec.Struct, frozen=True, gc=False, order=True):
    """Somebody named in a report as where it has something from."""

    name: str
    span: Span | None
    kind: str  # credit | unnamed | text
    shown: str  # the line that says so


def own_names(told: Told) -> set[str]:
    """The name by which a report would be credited, if it has one."""
    name = told.report.from_whom
    return {name} if name else set()


def credits_of(told: Told) -> list[Naming]:
    """The credits of a report that are not for a picture and not its own name."""
    own = own_names(told)
    found = []
    for credit in told.report.credits:
        if credit.kind == "photo":
            continue
        if fold(credit.agency) in UNNAMED:
            found.append(Naming(credit.agency, credit.span, "unnamed", credit.shown or credit.agency))
        elif not any(same_name(credit.agency, name) for name in own):
            found.append(Naming(credit.agency, credit.span, "credit", credit.shown or credit.agency))
    return found


def carried_agency(told: Told) -> set[str]:
    """Agencies that a report shows as its own source: in its dateline, or credited."""
    report = told.report
    names = {c.agency for c in report.credits if c.kind != "photo" and fold(c.agency) not in UNNAMED}
    if report.dateline and report.dateline.agency:
        names.add(report.dateline.agency)
    return names


def is_agency_of(told: Told, name: str) -> bool:
    """Whether `name` is the outlet or the agency of this report."""
    return any(same_name(name, own) for own in own_names(told))


@lru_cache(maxsize=4096)
def same_name(one: str, other: str) -> bool:
    """Whether two names of outlets are one: the same telling words, an acronym, or the tail of a longer name."""
    a, b = _telling(one), _telling(other)
    if not a or not b:
        return _plain(one) == _plain(other) != []
    if a == b:
        return True
    for short, long, whole in ((a, b, _plain(other)), (b, a, _plain(one))):
        whole = whole[whole[:1] == ["the"] :]
        if len(short) == 1 and len(short[0]) >= 2 and short[0] == "".join(w[0] for w in whole) and len(whole) > 1:
            return True
        inside = any(long[n : n + len(short)] == short for n in range(len(long) - len(short) + 1))
        # One word of a longer name is not enough: "Post", "Courier". Two are; so is a word of an agency's name
        # when it stands first ("Xinhua" for "Xinhua News Agency (English)").
        if inside and (len(short) > 1 or (long[0] == short[0] and len(short[0]) > 4)):
            return True
    return False


def mentions(child: Told, parent: Told) -> list[tuple[Said, int, int, bool]]:
    """Places in the child's sentences that name the parent's outlet: sentence, offsets, is a word of saying near."""
    found = []
    own = own_names(child)
    for name in sorted(own_names(parent)):
        if any(same_name(name, mine) for mine in own):
            continue
        for wanted in _forms(name):
            for s in child.said:
                for at in range(len(s.folded) - len(wanted) + 1):
                    if s.folded[at : at + len(wanted)] != wanted or not s.words[at].text[:1].isupper():
                        continue
                    lo, hi = s.words[at].start, s.words[at + len(wanted) - 1].end
                    near = set(s.folded[max(0, at - 4) : at] + s.folded[at + len(wanted) : at + len(wanted) + 4])
                    found.append((s, lo, hi, bool(near & words_of("cues"))))
            if found:
                return found
    return found


def _forms(name: str) -> list[list[str]]:
    """The ways a text may write the name of an outlet, longest first: whole, and its telling tail."""
    whole = _plain(name)
    forms = [whole] if len(whole) > 1 or (whole and len(whole[0]) > 5) else []
    if len(whole) > 2:
        forms.append(whole[-2:])
    article = {"the", "a", "an", "o", "el", "la", "le", "der", "die", "das"}
    return [f for f in forms if f and not set(f) <= article and _telling(" ".join(f))]


@lru_cache(maxsize=4096)
def _plain(name: str) -> list[str]:
    name = re.sub(r"\([^()]*\)", " ", name)
    return [fold(w.text) for w in split_words(name)]


def _telling(name: str) -> list[str]:
    fillers = words_of("name_fillers")
    return [w for w in _plain(name) if w not in fillers]


def same_outlet(one: kinds.Report, other: kinds.Report) -> bool:
    """Whether two reports come from one outlet or agency."""
    mine, theirs = one.from_whom, other.from_whom
    return bool(mine and theirs and same_name(mine, theirs))


_SLUG_RE = re.compile(r"^\W*(?:UPDATE\s*\d*|CORRECTED|CORRECTION|REFILE|WRAPUP\s*\d*|RECASTS|CLARIFIED)\b\W*", re.I)
_STAFF = frozenset({"editor", "editors", "staff", "desk", "team", "newsroom", "reporter", "reporters", "admin", "web"})


def are_versions(one: Told, other: Told) -> bool:
    """Whether two reports are versions of one: of one outlet, or under one headline frame.

    A frame is the headline without its figures and its slug: "Two killed, 12 hurt in ..." and "CORRECTED - Three
    killed, 21 hurt in ...". The very same headline is no sign: whoever republishes a report keeps it.
    """
    if same_outlet(one.report, other.report):
        return True
    mine, theirs = _headline(one), _headline(other)
    if mine is None or theirs is None or mine.text == theirs.text:
        return False
    frames = [{t.key for t in s.terms if not t.figure and t.start >= _slug_end(s.text)} for s in (mine, theirs)]
    both = frames[0] & frames[1]
    if len(both) < 4 or len(both) < 0.8 * max(len(f) for f in frames):
        return False
    runs = one.runs.keys() & other.runs.keys()
    return len(runs) >= 0.3 * min(len(one.runs), len(other.runs))


def _headline(told: Told) -> Said | None:
    return next((s for s in told.said if s.role == "headline"), None)


def _slug_end(text: str) -> int:
    match = _SLUG_RE.match(text)
    return match.end() if match else 0


def first_hand_marks(report: kinds.Report) -> int:
    """How much a report shows of having been there: a dateline counts two, a named author one."""
    own = [n for n in (report.outlet, report.dateline.agency if report.dateline else None) if n]
    marks = 2 if report.dateline else 0
    for byline in report.bylines:
        words = _plain(byline.name)
        house = any(set(_telling(n)) & set(words) for n in own)
        if len(words) >= 2 and byline.role == "author" and not house and not set(words) & _STAFF:
            return marks + 1
    return marks


def bylined_agency(told: Told, agencies: set[str]) -> Naming | None:
    """A byline that is the name of an agency which other reports of the story credit or carry."""
    own = own_names(told)
    for byline in told.report.bylines:
        known = any(same_name(byline.name, agency) for agency in agencies)
        if known and not any(same_name(byline.name, name) for name in own):
            return Naming(byline.name, byline.span, "credit", byline.name)
    return None

"""Names of the frame: the agency of a dateline or credit, the outlet and the author, which stand around the text."""

from __future__ import annotations

import re

import msgspec

from retold import kinds
from retold.facts.gazetteer import acronyms
from retold.kinds import Span
from retold.words import fold

# A name as a masthead shows it; a line of labels ("Category: ,Pacific,News") is none.
_MASTHEAD_RE = re.compile(r"[^\W_][\w .&'’-]{1,60}")


def with_agencies(known: list[kinds.Organisation], report: kinds.Report) -> list[kinds.Organisation]:
    """`known`, spans in the source, with the agencies and outlets that the frame of the report names."""
    shown = [(credit.agency, credit.span) for credit in report.credits if credit.span is not None]
    shown += [
        (witness.value, witness.span)
        for witness in report.witnesses
        if witness.field == "outlet"
        and witness.where == "text"
        and witness.span is not None
        and _MASTHEAD_RE.fullmatch(witness.value)
    ]
    found = list(known)
    for name, span in shown:
        agency = acronyms().get(name)
        names = {fold(name), fold(agency.name)} if agency else {fold(name)}
        at = next((n for n, o in enumerate(found) if names & {fold(o.name), fold(o.acronym or "")}), None)
        if at is None:
            letters = name if agency and agency.name != name else None
            full = agency.name if agency else name.title() if name.isupper() and " " in name else name
            entry = kinds.Organisation(name=full, acronym=letters, type="news agency", mentions=[span])
            found.append(entry)
        else:
            found[at] = msgspec.structs.replace(found[at], mentions=_with(found[at].mentions, span))
    return sorted(found, key=_place)


def with_authors(known: list[kinds.Person], report: kinds.Report) -> list[kinds.Person]:
    """`known`, spans in the source, with those whom the byline names."""
    found = list(known)
    for byline in report.bylines:
        if byline.span is None or " " not in byline.name.strip():
            continue
        at = next((n for n, p in enumerate(found) if fold(p.name) == fold(byline.name)), None)
        if at is None:
            found.append(kinds.Person(name=byline.name, titles=[], mentions=[byline.span]))
        else:
            found[at] = msgspec.structs.replace(found[at], mentions=_with(found[at].mentions, byline.span))
    return sorted(found, key=_place)


def _place(named: kinds.Organisation | kinds.Person) -> tuple[int, int, str]:
    first = named.mentions[0]
    return first.start, first.end, named.name


def _with(mentions: list[Span], span: Span) -> list[Span]:
    """`mentions` with `span`, unless it lies in one of them."""
    if any(m.start <= span.start and span.end <= m.end for m in mentions):
        return mentions
    return sorted({span, *mentions})

"""Descent: where each sentence of a story first appears, who carries it, and what each child left out."""

from __future__ import annotations

import math

from retold import kinds
from retold.record.telling import BODY, Place, Telling


def find_ancestry(telling: Telling) -> list[kinds.Ancestry]:
    """The first appearance of every body sentence that another carries, with its carriers."""
    out = []
    for first, carriers in telling.families.items():
        if telling.sentence(first).role not in BODY:
            continue
        carried = [
            kinds.Carrier(report_id=place.report_id, span=telling.sentence_span(place), form=form)
            for place, form in carriers
            if telling.sentence(place).role in BODY
        ]
        if carried:
            out.append(
                kinds.Ancestry(
                    first=kinds.ReportSpan(report_id=first.report_id, span=telling.sentence_span(first)),
                    carriers=carried,
                )
            )
    return out


def find_missing(telling: Telling) -> list[kinds.Missing]:
    """The body sentences of each parent that its child left out, with their share of the parent's information."""
    out = []
    masses: dict[str, list[float]] = {}
    for c in telling.collations:
        if not c.directed or c.parent_id not in telling.reports:
            continue
        if c.parent_id not in masses:
            report = telling.reports[c.parent_id]
            masses[c.parent_id] = [
                math.fsum(telling.rarity(t) for t in telling.tokens(Place(c.parent_id, n))) if s.role in BODY else 0.0
                for n, s in enumerate(report.sentences)
            ]
        mass = masses[c.parent_id]
        whole = math.fsum(mass)
        for row in c.rows:
            if row.relation == "dropped":
                for sentence_id in row.parent:
                    share = mass[telling.number[c.parent_id][sentence_id]] / whole if whole else 0.0
                    out.append(
                        kinds.Missing(
                            child_id=c.child_id,
                            parent_id=c.parent_id,
                            sentence_id=sentence_id,
                            weight=round(min(share, 1.0), 4),
                        )
                    )
    return out

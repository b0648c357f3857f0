"""Where a discrepancy arose: of all the places in a story where two readings meet, the one where they parted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from retold import kinds
from retold.record.telling import Telling


def keep_arising(flags: Sequence[kinds.Discrepancy], telling: Telling) -> list[kinds.Discrepancy]:
    """`flags` without those that are told elsewhere in the story, and less loud where a change is meant.

    Two reports of which neither came from the other are set side by side too. What one of them took from its own
    parent is compared with that parent: the same two readings are not told again between cousins. What is left
    differs between two who owe each other nothing: worth showing, and no fault of either, so never high. Where many
    stand beside each other, the same two readings are told once; who else has which, the ledgers say.

    A desk that updates or corrects its own report means the change: it is on the ledger, and low here.
    """
    meant = {(d.child_id, d.parent_id) for d in telling.tree.derivations if d.relation in ("update", "correction")}
    taken = _taken(telling)
    told: set[tuple[str, str]] = set()
    kept = []
    for flag in flags:
        if flag.parent_id is not None:
            if (flag.child_id, flag.parent_id) in meant:
                flag = msgspec.structs.replace(flag, severity="low")
            kept.append(flag)
        elif (flag.type, flag.explanation) not in told and not any(
            n in taken.get(report, ()) for report, n in _sentences(flag, telling)
        ):
            told.add((flag.type, flag.explanation))
            kept.append(msgspec.structs.replace(flag, severity="medium") if flag.severity == "high" else flag)
    return kept


def keep_uncorrected(
    figures: Sequence[kinds.FigureSlot], flags: Sequence[kinds.Discrepancy], telling: Telling
) -> list[kinds.Discrepancy]:
    """A flag for each report that still carries a figure which another one had corrected before it was published.

    It did not change the figure, so no comparison with its parent shows it; `flags` that point at it already win.
    Who has it from another that is late only hands it on: the ledger says so, and here it is told once.
    """
    out = []
    for slot in figures:
        if slot.correction is None:
            continue
        fixed = next(
            (m for m in slot.mentions if m.report_id == slot.correction.fixed_by and m.value == slot.correction.new),
            None,
        )
        behind = {late.report_id for late in slot.correction.still_carried_by}
        for late in slot.correction.still_carried_by:
            if behind.intersection(telling.parents.get(late.report_id, ())):
                continue
            old = next(
                (m for m in slot.mentions if m.report_id == late.report_id and m.value == slot.correction.old), None
            )
            if fixed is None or old is None or any(_points_at(f, old) for f in flags):
                continue
            hours = "" if late.hours is None else f", {late.hours:g} hours before"
            out.append(
                kinds.Discrepancy(
                    type="number_changed",
                    severity="high",
                    child_id=old.report_id,
                    other_id=fixed.report_id,
                    child_spans=[old.span],
                    parent_spans=[fixed.span],
                    explanation=f"A figure that had been corrected{hours}: {slot.correction.new:g} in the correction, "
                    f"{slot.correction.old:g} here.",
                )
            )
    return out


def _points_at(flag: kinds.Discrepancy, mention: kinds.FigureMention) -> bool:
    return (
        flag.type == "number_changed"
        and flag.child_id == mention.report_id
        and any(a.start < mention.span.end and mention.span.start < a.end for a in flag.child_spans)
    )


def _taken(telling: Telling) -> dict[str, set[int]]:
    """Report -> the sentences that it took from a parent, by number."""
    found: dict[str, set[int]] = {}
    for c in telling.collations:
        if c.directed and c.child_id in telling.reports:
            number = telling.number[c.child_id]
            found.setdefault(c.child_id, set()).update(
                number[s] for row in c.rows if row.parent for s in row.child if s in number
            )
    return found


def _sentences(flag: kinds.Discrepancy, telling: Telling) -> Iterator[tuple[str, int]]:
    """The sentences on both sides that a flag touches, by report and number."""
    for report_id, spans in ((flag.child_id, flag.child_spans), (flag.other_id or "", flag.parent_spans)):
        report = telling.reports.get(report_id)
        for n, sentence in enumerate(report.sentences if report is not None and spans else ()):
            if any(a.start < b.end and b.start < a.end for a in sentence.spans for b in spans):
                yield report_id, n

"""Discrepancies: rows of a collation whose two sides do not say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import msgspec
import pyarrow as pa

from retold import kinds
from retold.record.additions import compare_additions
from retold.record.company import compare_company
from retold.record.compare_attribution import compare_attribution
from retold.record.compare_exchanges import compare_exchanges
from retold.record.compare_lists import compare_lists
from retold.record.compare_modality import compare_modality
from retold.record.compare_names import compare_names
from retold.record.compare_numbers import compare_numbers
from retold.record.compare_polarity import compare_polarity
from retold.record.compare_quotes import compare_quotes
from retold.record.compare_sources import compare_sources
from retold.record.compare_times import compare_times
from retold.record.compare_wording import compare_wording
from retold.record.comparing import Finding, Severity, Sheet, Side, shown
from retold.record.denials import compare_denials
from retold.record.headlines import compare_headlines
from retold.record.omissions import compare_omissions
from retold.record.severity import DIRECTED, ORDER, SEVERITY
from retold.settings import Settings, own_severities
from retold.tables import rows, to_table

# In the order in which they may claim words: a changed figure is no changed term.
COMPARERS = (
    compare_quotes,
    compare_numbers,
    compare_polarity,
    compare_exchanges,
    compare_modality,
    compare_attribution,
    compare_sources,
    compare_lists,
    compare_times,
    compare_names,
    compare_wording,
    compare_additions,
    compare_headlines,
    compare_company,
    compare_denials,
    compare_omissions,
)


def find_discrepancies(
    edge: pa.Table, reports: pa.Table, facts: pa.Table, collations: pa.Table, *, settings: Settings
) -> pa.Table:
    """The discrepancies of one edge, from its two reports, their facts and their collation."""
    found: list[kinds.Discrepancy] = []
    report_of = {r.report_id: r for r in rows(kinds.Report, reports)}
    facts_of = {f.report_id: f.facts for f in rows(kinds.ReportFacts, facts)}
    for collation in rows(kinds.Collation, collations):
        child, parent = report_of.get(collation.child_id), report_of.get(collation.parent_id)
        if child is None or parent is None or _same_words(parent, child):
            continue
        sheet = Sheet(
            Side(child, facts_of.get(child.report_id, kinds.Facts())),
            Side(parent, facts_of.get(parent.report_id, kinds.Facts())),
            collation.rows,
            collation.directed,
            settings,
        )
        found += compare_sheet(sheet)
    return to_table(kinds.Discrepancy, found)


def _same_words(one: kinds.Report, other: kinds.Report) -> bool:
    """Whether two reports are copies: ten thousand of them are told apart by nothing, and need not be read for it."""
    sentences = [[r.text[s.start : s.end] for s in r.sentences] for r in (one, other)]
    return sentences[0] == sentences[1]


# Two reports that owe each other nothing choose their own words: only facts of theirs can differ.
_OF_RETELLING = frozenset({"term_changed", "predicate_changed"})


def compare_sheet(sheet: Sheet) -> list[kinds.Discrepancy]:
    """All discrepancies of two reports, gravest first, then in the child's order."""
    findings: list[Finding] = []
    for compare in COMPARERS:
        findings += compare(sheet)
    if not sheet.directed:
        findings = [f for f in findings if f.type not in DIRECTED and f.type not in _OF_RETELLING]
    found = [
        d
        for d in (_discrepancy(sheet, _quieted(sheet, f)) for f in _folded(sheet, _settled(findings)))
        if d is not None
    ]
    found = _as_the_desk_weighs(found, own_severities(sheet.settings))
    return sorted(found, key=lambda d: (_RANK[d.severity], d.child_spans, d.parent_spans, d.type))


_RANK: dict[Severity, int] = {"high": 0, "medium": 1, "low": 2}


def _as_the_desk_weighs(found: list[kinds.Discrepancy], own: Mapping[str, str]) -> list[kinds.Discrepancy]:
    """`found` by the user's severities; what a comparer gave less than its type keeps the distance, down to low."""
    if not own:
        return found
    severities = tuple(_RANK)
    kept = []
    for d in found:
        severity = own.get(d.type)
        if severity is None:
            kept.append(d)
        elif severity != "off":
            less = max(0, _RANK[d.severity] - _RANK[SEVERITY[d.type]])
            given = severities[min(severities.index(cast(Severity, severity)) + less, 2)]
            kept.append(msgspec.structs.replace(d, severity=given))
    return kept


# Told by digits, names and quotation marks: another one is seen however freely the rest is told. A headline is never alike.
_HARD = frozenset(
    {
        "number_changed",
        "unit_changed",
        "quote_altered",
        "quote_truncated",
        "name_changed",
        "location_changed",
        "time_changed",
        "headline_reframed",
    }
)


def _quieted(sheet: Sheet, finding: Finding) -> Finding:
    """`finding`, low where it rests on a row whose two sides have little in common: they may tell two things, or one
    in other words throughout, where a word that is missing or opposed says little."""
    child = {sheet.child.sentence_at(start) for start, _ in finding.child}
    parent = {sheet.parent.sentence_at(start) for start, _ in finding.parent}
    rows = [u.likeness for u in sheet.units if child & set(u.child_at) and parent & set(u.parent_at)]
    settings = sheet.settings
    if not sheet.directed:
        least = settings.record_row_likeness_aside
    else:
        least = settings.record_row_likeness if finding.type in _HARD else settings.record_row_likeness_sense
    return msgspec.structs.replace(finding, severity="low") if rows and max(rows) < least else finding


def _touch(left: Iterable[tuple[int, int]], right: Iterable[tuple[int, int]]) -> bool:
    right = list(right)
    return any(a < d and c < b for a, b in left for c, d in right)


def _settled(findings: list[Finding]) -> list[Finding]:
    """`findings` without those that an earlier, graver one explains: both touch it on the sides that both have."""
    rank = {t: n for n, t in enumerate(ORDER)}
    kept: list[Finding] = []
    for f in sorted(
        findings, key=lambda f: (rank[f.type], _RANK[f.severity or SEVERITY[f.type]], f.child, f.parent, f.why)
    ):
        if not any(_explains(k, f) for k in kept):
            kept.append(f)
    return kept


def _folded(sheet: Sheet, findings: list[Finding]) -> list[Finding]:
    """`findings` with the new words of one sentence that weigh little as one finding: a list of words is one remark."""
    kept: list[Finding] = []
    small: dict[int, list[Finding]] = {}
    for f in findings:
        at = sheet.child.sentence_at(f.child[0][0]) if f.child else None
        whole = at is not None and f.child[0] == (sheet.child.sentences[at].start, sheet.child.sentences[at].end)
        if f.type == "unsupported_addition" and f.severity == "low" and at is not None and not whole:
            small.setdefault(at, []).append(f)
        else:
            kept.append(f)
    for group in small.values():
        group.sort(key=lambda f: (f.child, f.parent))
        if len(group) == 1:
            kept += group
            continue
        words = [shown(sheet.child.cut(place)) for f in group for place in f.child]
        why = f"Nothing in the parent supports {', '.join(words[:-1])} and {words[-1]}."
        places = [p for f in group for p in f.child], sorted({p for f in group for p in f.parent})
        kept.append(Finding("unsupported_addition", *places, why, "low"))
    return kept


# Types that stand for a whole sentence or clause: they neither hide nor are hidden by a word in it.
_BROAD = frozenset(
    {"attribution_lost", "attribution_gained", "attribution_shifted", "statement_dropped", "headline_reframed"}
)
_OWN_GROUND = frozenset({"cue_strengthened", "cue_weakened", "presupposition_added", "conflation", "condition_dropped"})


def _explains(one: Finding, other: Finding) -> bool:
    if other.type == "detail_dropped":
        size = sum(b - a for a, b in other.parent)
        shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one.parent for c, d in other.parent)
        return 2 * shared >= size
    if one.type in _BROAD or other.type in _BROAD or other.type in _OWN_GROUND or one.type in _OWN_GROUND:
        return one.type == other.type and one.child == other.child and one.parent == other.parent
    if one.child and other.child and not _touch(one.child, other.child):
        return False
    if one.parent and other.parent and not _touch(one.parent, other.parent):
        return False
    return bool(one.child and other.child) or bool(one.parent and other.parent)


def _one_stop(sentence: str) -> str:
    """`sentence` without its own stop where a quotation at its end has one: ‘... all day.”’, not ‘... all day.”.’"""
    return sentence[:-1] if sentence.endswith((".”.", "!”.", "?”.", "…”.")) else sentence


def _discrepancy(sheet: Sheet, finding: Finding) -> kinds.Discrepancy | None:
    child_spans, parent_spans = sheet.child.source(finding.child), sheet.parent.source(finding.parent)
    if not child_spans and not parent_spans:
        return None
    other = sheet.parent.report.report_id
    return kinds.Discrepancy(
        type=finding.type,
        severity=finding.severity or SEVERITY[finding.type],
        child_id=sheet.child.report.report_id,
        other_id=other,
        parent_id=other if sheet.directed else None,
        child_spans=child_spans,
        parent_spans=parent_spans,
        explanation=_one_stop(finding.why),
    )

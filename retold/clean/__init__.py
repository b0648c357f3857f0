"""Source -> Report: repaired, taken apart, every character accounted for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
import pyarrow as pa

from retold import kinds
from retold.clean import credits
from retold.clean.apart import take_apart
from retold.clean.draft import Draft
from retold.clean.fixers import FOR_ANY_TEXT, fixers_for
from retold.clean.frame import HEADLINE_FIELDS, resolve_dates, resolve_outlet
from retold.clean.language import guess_language
from retold.clean.lines import split_lines
from retold.clean.outlets import is_agency, use_more
from retold.clean.parts import Part, Parts, Unit
from retold.kinds import Segment, Span
from retold.sentences import split_sentences
from retold.settings import Settings
from retold.spans import OffsetMap, merged
from retold.tables import rows, to_table


def recover(sources: pa.Table, *, settings: Settings, as_of: date | None) -> pa.Table:
    """A table of reports from a table of sources, a row each."""
    return to_table(kinds.Report, [recover_one(s, settings, as_of) for s in rows(kinds.Source, sources)])


def recover_one(source: kinds.Source, settings: Settings, as_of: date | None = None) -> kinds.Report:
    """The report that `source` holds: repaired, its frame read, its sentences found."""
    use_more(settings.clean_outlets)
    draft = Draft(source.text, source.running, source.segments)
    plain = all(b.kind == "text" for b in source.blocks)
    draft.mark([place for b in source.blocks for place in (b.start, b.end)])
    for fix in fixers_for(plain, settings):
        draft.apply(fix(draft.text))
    parts = take_apart(
        draft.text,
        _parts_of(draft, source, plain),
        plain,
        [w.value for w in source.witnesses if w.field in HEADLINE_FIELDS],
        as_of,
    )
    text, segments, placed = _assemble(draft, parts.units)
    stated = [*source.witnesses, *_front_matter(draft, parts)]
    dates, published, filed = resolve_dates(parts, draft, stated)
    outlet, url, outlet_witnesses = resolve_outlet(parts, draft, stated)
    headline, witnesses = _headline(draft, parts, stated)
    dropped = [*source.dropped, *_dropped(draft, parts)]
    language = next((w.value for w in stated if w.field == "language" and w.value), None)
    found = parts.dateline
    span = draft.outer(found.start, found.end) if found else None
    report = kinds.Report(
        report_id=source.source_id,
        path=source.path,
        locator=source.locator,
        source_id=source.row_id,
        source_sha256=source.sha256,
        media_type=source.media_type,
        copy_of=source.copy_of,
        outlet=outlet,
        url=url,
        language=(language or "").split("-")[0].lower() or guess_language(text),
        headline=headline,
        published=published,
        dates=dates,
        dateline=kinds.Dateline(place=found.place, date=filed, agency=found.agency, span=span)
        if found and span
        else None,
        bylines=_bylines(draft, parts, stated),
        credits=_credits(draft, parts, stated, outlet),
        witnesses=[*witnesses, *outlet_witnesses, *_undated(draft, parts)],
        text=text,
        sentences=_sentences(source.source_id, text, segments, placed),
        segments=segments,
        repairs=sorted([*draft.repairs(), *_joins(draft, parts)], key=lambda r: r.span),
        defects=sorted([*source.defects, *draft.defects(), *_defects(draft, parts)], key=lambda d: (d.span, d.kind)),
        dropped=sorted(dropped, key=lambda d: d.span),
        pages=_pages(source),
    )
    if not plain:
        return report
    dropped += _left_over(source, report, draft, parts)
    return msgspec.structs.replace(report, dropped=sorted(dropped, key=lambda d: d.span))


def repair_text(text: str) -> str:
    """`text` with the damage mended that can be, its lines and marks otherwise as they were."""
    draft = Draft(text, text, [Segment(0, len(text), 0, len(text), "copy")])
    for fix in FOR_ANY_TEXT:
        draft.apply(fix(draft.text))
    return draft.text


def _parts_of(draft: Draft, source: kinds.Source, plain: bool) -> list[Part]:
    """The lines of a text form, or the blocks that the form itself marks off."""
    if plain:
        levels = draft.headings()
        return [
            Part(line.start, line.end, "heading" if line.start in levels else "text", levels.get(line.start, 0))
            for line in split_lines(draft.text)
        ]
    out = []
    for block, start, end in zip(source.blocks, draft.marks[::2], draft.marks[1::2]):
        while start < end and draft.text[start].isspace():
            start += 1
        while end > start and draft.text[end - 1].isspace():
            end -= 1
        if start < end:
            out.append(Part(start, end, block.kind, block.level))
    return out


def _assemble(draft: Draft, units: Sequence[Unit]) -> tuple[str, list[Segment], list[tuple[Unit, int, int]]]:
    """Report.text with its segments, and where each unit stands in it."""
    pieces: list[str] = []
    segments: list[Segment] = []
    placed: list[tuple[Unit, int, int]] = []
    at = 0

    def add(text: str, made_of: Iterable[tuple[int, int, int, str]]) -> None:
        nonlocal at
        pieces.append(text)
        for length, start, end, op in made_of:
            last = segments[-1] if segments else None
            if last and op == "copy" == last.op and last.source_end == start and last.text_end == at:
                segments[-1] = Segment(last.text_start, at + length, last.source_start, end, "copy")
            else:
                segments.append(Segment(at, at + length, start, end, op))  # type: ignore[arg-type]
            at += length

    def join(text: str) -> None:
        stands = segments[-1].source_end if segments else 0
        add(text, [(len(text), stands, stands, "join")])

    for unit in units:
        if at:
            join("\n\n")
        start = at
        for n, (lo, hi) in enumerate(unit.pieces):
            if n and unit.joins[n - 1]:
                join(unit.joins[n - 1])
            add(draft.text[lo:hi], draft.cut(lo, hi))
        placed.append((unit, start, at))
    return "".join(pieces), segments, placed


def _sentences(
    report_id: str, text: str, segments: Sequence[Segment], placed: Sequence[tuple[Unit, int, int]]
) -> list[kinds.Sentence]:
    places = OffsetMap(segments)
    out: list[kinds.Sentence] = []
    lead = False
    for paragraph, (unit, lo, hi) in enumerate(placed):
        whole = unit.role in ("headline", "subhead")
        for start, end in [(lo, hi)] if whole else split_sentences(text, lo, hi):
            role = unit.role
            if role == "body" and not lead:
                role, lead = "lead", True
            spans = places.pieces(start, end)
            if not spans or not any(c.isalnum() for c in text[start:end]):
                continue  # a gap, a row of stars: nothing that is said
            out.append(
                kinds.Sentence(
                    sentence_id=f"{report_id}.{len(out)}",
                    role=role,
                    start=start,
                    end=end,
                    spans=spans,
                    paragraph=paragraph,
                )
            )
    return out


def _front_matter(draft: Draft, parts: Parts) -> list[kinds.Witness]:
    return [
        kinds.Witness(
            field=field, value=draft.text[start:end], span=draft.span(start, end), where="text", why="front matter"
        )
        for start, end, field in parts.stated
    ]


def _undated(draft: Draft, parts: Parts) -> list[kinds.Witness]:
    """ "6 hours ago" where nobody says from when: a witness that could not be believed, with the reason."""
    ago = parts.ago
    if ago is None or ago.day:
        return []
    why = "counts from a day that is not known: give --as-of"
    return [
        kinds.Witness(
            field="published",
            value=draft.text[ago.start : ago.end],
            span=draft.span(ago.start, ago.end),
            where="text",
            why=why,
        )
    ]


def _headline(draft: Draft, parts: Parts, stated: Sequence[kinds.Witness]) -> tuple[str | None, list[kinds.Witness]]:
    """The headline that is believed, and every witness of the source with those the text adds."""
    witnesses = list(stated)
    if parts.headline:
        value = draft.text[slice(*parts.headline)]
        shown = kinds.Witness(
            field="headline",
            value=value,
            span=draft.span(*parts.headline),
            where="text",
            chosen=True,
            why="first line that is no frame",
        )
        return value, [*witnesses, shown]
    values = [w.value.strip() for w in witnesses if w.field in HEADLINE_FIELDS and w.value.strip()]
    return (values[0] if values else None), witnesses


def _stated_authors(stated: Sequence[kinds.Witness]) -> list[tuple[credits.Named, kinds.Witness]]:
    """The people and agencies of the author witnesses: "By X Y and agencies" is a byline, "X Y" a bare name."""
    out = []
    for w in stated:
        value = w.value.strip(" |·•–—-\t\n")
        if w.field not in ("author", "byline", "authors") or not value:
            continue
        if value[0].isdigit() or (":" in value and not credits.find_byline(value)):
            # "03:07 Min.", "Quelle: dpa": no name, but it may be a credit.
            out += [(n, w) for n in credits.find_credits(value)]
            continue
        named = credits.find_byline(value) or credits.split_people(value)
        if not named and len(value) <= 80:
            kind = "agency" if is_agency(value) else "by"
            named = [credits.Named(0, len(value), value, kind)]
        out += [(n, w) for n in named]
    return out


def _bylines(draft: Draft, parts: Parts, stated: Sequence[kinds.Witness]) -> list[kinds.Byline]:
    found = [
        kinds.Byline(name=n.name, role=n.role, span=draft.outer(n.start, n.end)) for n in parts.named if n.kind == "by"
    ]
    have = {b.name.casefold() for b in found}
    for n, w in _stated_authors(stated):
        if n.kind == "by" and n.name.casefold() not in have:
            have.add(n.name.casefold())
            found.append(kinds.Byline(name=n.name, role=n.role, span=w.span))
    return found


# A credit inside a paragraph is shown by itself; a line of its own is short.
_LONGEST_CREDIT_LINE = 120


def _line_at(text: str, start: int, end: int) -> str:
    """The line of `text` that holds [start, end), or only that where the line is long."""
    lo, hi = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = " ".join(text[lo : hi if hi >= 0 else len(text)].split())
    return line if len(line) <= _LONGEST_CREDIT_LINE else text[start:end]


def _credits(draft: Draft, parts: Parts, stated: Sequence[kinds.Witness], outlet: str | None) -> list[kinds.Credit]:
    """Whom the report names as where it came from; its own outlet, beside an author's name, is no such place."""
    own = outlet.casefold() if outlet else None
    found = [
        kinds.Credit(
            agency=n.name,
            kind=n.kind,  # type: ignore[arg-type]
            span=draft.outer(n.start, n.end),
            shown=_line_at(draft.text, n.start, n.end),
        )
        for n in parts.named
        if n.kind != "by" and not (n.kind == "republished" and n.name.casefold() == own)
    ]
    have = {c.agency.casefold() for c in found}
    for n, w in _stated_authors(stated):
        if n.kind != "by" and n.name.casefold() not in have:
            have.add(n.name.casefold())
            found.append(kinds.Credit(agency=n.name, kind=n.kind, span=w.span))  # type: ignore[arg-type]
    return sorted(found, key=lambda c: (c.span or Span(0, 0), c.agency))


def _dropped(draft: Draft, parts: Parts) -> list[kinds.Dropped]:
    found = ((draft.outer(start, end), reason) for start, end, reason in parts.dropped)
    return [kinds.Dropped(span=span, reason=reason) for span, reason in found if span]


def _joins(draft: Draft, parts: Parts) -> list[kinds.Repair]:
    """A repair for each sentence joined across white space alone; where a page's furniture stood between, only the defect says it."""
    out = []
    for unit in parts.units:
        for (lo, hi), (start, end), join in zip(unit.pieces, unit.pieces[1:], unit.joins):
            left, right = draft.outer(lo, hi), draft.outer(start, end)
            if (
                left
                and right
                and left.end < right.start
                and not (between := draft.source[left.end : right.start]).strip()
            ):
                span = Span(left.end, right.start)
                out.append(kinds.Repair(fixer="split_sentence", span=span, before=between, after=join))
    return out


def _defects(draft: Draft, parts: Parts) -> list[kinds.Defect]:
    out = []
    for start, end in parts.split:
        if span := draft.span(start, end):
            note = "joined to the paragraph before by inference: that stops in mid-sentence, this begins in lower case"
            out.append(kinds.Defect(kind="split_sentence", span=span, note=note))
    for start, end in parts.glued:
        if span := draft.span(start, end):
            out.append(kinds.Defect(kind="metadata_glue", span=span, note="metadata set on one line with the text"))
    if parts.truncated and (span := draft.span(*parts.truncated)):
        note = "the text stops in mid-sentence: what followed is not here"
        out.append(kinds.Defect(kind="truncated", span=span, lost="unknown", note=note))
    for again, first in parts.doubled:
        if span := draft.span(*again):
            out.append(kinds.Defect(kind="doubled_block", span=span, kept_span=draft.span(*first), note="read once"))
    return out


def _pages(source: kinds.Source) -> list[kinds.PagePlace]:
    """Where the blocks of a PDF stand on its pages."""
    if not source.blocks or source.blocks[0].page is None:
        return []
    places = OffsetMap(source.segments)
    return [
        kinds.PagePlace(span=span, page=b.page, box=b.box)
        for b in source.blocks
        if b.page is not None and b.box is not None and (span := places.hull(b.start, b.end))
    ]


def _left_over(source: kinds.Source, report: kinds.Report, draft: Draft, parts: Parts) -> list[kinds.Dropped]:
    """What stands in no segment, field or dropped stretch and is no white space, so that nothing is lost silently."""
    taken = [Span(s.source_start, s.source_end) for s in report.segments] + [d.span for d in report.dropped]
    spans = [d.span for d in report.dates] + [b.span for b in report.bylines] + [c.span for c in report.credits]
    spans += [w.span for w in report.witnesses] + [report.dateline.span if report.dateline else None]
    taken += [span for span in spans if span]
    fields = merged([span for start, end in parts.fields if (span := draft.outer(start, end))])
    out = []
    at = 0
    for span in [*merged(taken), Span(len(source.text), len(source.text))]:
        for start, end, beside in _divided(at, span.start, fields):
            gap = source.text[start:end]
            if gap.strip():
                start, end = start + len(gap) - len(gap.lstrip()), start + len(gap.rstrip())
                reason = "label of a field" if beside else "marks between the parts"
                out.append(kinds.Dropped(span=Span(start, end), reason=reason))
        at = max(at, span.end)
    return out


def _divided(start: int, end: int, fields: Sequence[Span]) -> list[tuple[int, int, bool]]:
    """[start, end) in its stretches, each with whether it lies in one of `fields`, which are sorted and apart."""
    out = []
    for field in fields[bisect_right(fields, start, key=lambda f: f.end) :]:
        if field.start >= end:
            break
        out += [(start, field.start, False), (max(start, field.start), min(end, field.end), True)]
        start = min(end, field.end)
    return [(a, b, beside) for a, b, beside in [*out, (start, end, False)] if a < b]

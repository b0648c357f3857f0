"""A trace as one self-contained HTML page that works offline and without JavaScript."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from retold import kinds
from retold.kinds import Span
from retold.show.apparatus import most_carried, readings
from retold.show.drawing import Drawn, draw_tree, time_key
from retold.show.labels import (
    RELATIONS,
    SEVERITIES,
    counted,
    label_trace,
    not_joined,
    percent,
    printable,
    say_correction,
    say_time,
)
from retold.show.source import render_source, visible
from retold.spans import OffsetMap
from retold.words import say_figure

# With more edges than this the collations start closed: the tree and the discrepancies come first.
_OPEN_COLLATIONS = 2
_EVIDENCE_SHOWN = 5
_REFS_SHOWN = 8
_SENTENCES_SHOWN = 200


def render_page(trace: kinds.Trace, sources: Mapping[str, str]) -> str:
    """The page of `trace`. `sources` has the decoded source of each report_id."""
    style, script = _part("page.css"), _part("page.js")
    page = _Page(trace, sources)
    stories = [page.story(number, story) for number, story in enumerate(trace.stories, 1)]
    html: str = _template().render(
        title=f"{stories[0]['title']} – retold" if stories else "Retold",
        run=trace.run,
        summary=", ".join(page.summary()),
        stories=stories,
        skipped=[
            {"path": printable(s.path + (f":{s.locator}" if s.locator else "")), "reason": printable(s.reason)}
            for s in trace.skipped
        ],
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return html


def _part(name: str) -> str:
    return resources.files("retold").joinpath("show", "templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(_part("page.html.j2"))


class _Page:
    """A trace with what every part of the page looks up; it collects the places that are linked to."""

    def __init__(self, trace: kinds.Trace, sources: Mapping[str, str]) -> None:
        self.trace = trace
        self.sources = sources
        self.reports = {r.report_id: r for r in trace.reports}
        self.number = self._numbers()
        self.labels = label_trace(trace)
        self.maps = {r.report_id: OffsetMap(r.segments) for r in trace.reports}
        self.sentences = {s.sentence_id: s for r in trace.reports for s in r.sentences}
        self.wanted: dict[str, set[tuple[int, int]]] = {r.report_id: set() for r in trace.reports}

    def _numbers(self) -> dict[str, int]:
        """The number each report goes by on the page: story by story, earliest first."""
        order = [
            i
            for story in self.trace.stories
            for i in sorted(story.report_ids, key=lambda i: (time_key(self.reports[i].published), i))
        ]
        return {i: n for n, i in enumerate(order, 1)}

    def summary(self) -> list[str]:
        stories = sum(len(s.report_ids) > 1 for s in self.trace.stories)
        parts = [
            counted(len(self.trace.reports), "report"),
            counted(stories, "story told more than once", "stories told more than once"),
        ]
        if self.trace.skipped:
            parts.append(f"{len(self.trace.skipped)} skipped")
        return parts

    def ref(self, report_id: str, span: Span, label: str | None = None) -> dict[str, str]:
        """A link to `span` in the source of the report."""
        self.wanted[report_id].add((span.start, span.end))
        cut = printable(self.sources.get(report_id, "")[span.start : span.end])
        return {
            "href": f"p{self.number[report_id]}-{span.start}-{span.end}",
            "label": label or str(self.number[report_id]),
            "title": f"{self.labels[report_id]}: {cut[:200]}",
        }

    def refs(self, report_id: str, spans: list[Span]) -> list[dict[str, str]]:
        return [self.ref(report_id, s) for s in spans[:_REFS_SHOWN]]

    def cut(self, report_id: str, span: Span) -> str:
        """The words at a source span, as the report's text has them; of a field, as the source has it."""
        place = self.maps[report_id].to_text(span)
        if place:
            return printable(self.reports[report_id].text[place[0] : place[1]])
        return printable(self.sources.get(report_id, "")[span.start : span.end])

    # ------------------------------------------------------------ a story

    def story(self, number: int, story: kinds.Story) -> dict[str, Any]:
        key = f"story{number}"
        edge_ids = {
            (d.parent_id or d.lost_parent_id or "", d.child_id): f"{key}-e{n}"
            for n, d in enumerate(story.derivations, 1)
        }
        side_ids = {(a.parent_id, a.child_id): f"{key}-c{n}" for n, a in enumerate(story.alignments, 1)}
        flags = self.flags(story)
        view = {
            "id": key,
            "title": printable(story.title) or "(no headline)",
            "explanation": printable(story.origins.explanation),
            "svg": self.svg(story, edge_ids) if len(story.report_ids) > 1 else None,
            "edges": [
                self.edge(d, edge_ids, side_ids)
                for d in sorted(story.derivations, key=lambda d: (self.number[d.child_id], -d.confidence))
            ],
            "undecided": [
                {
                    "names": f"{self.labels[u.left_id]} and {self.labels[u.right_id]}",
                    "verdict": u.verdict.replace("_", " "),
                    "reason": printable(u.reason),
                }
                for u in not_joined(story)
            ],
            "claims": self.claims(story),
            "flags": flags,
            "loud": [f for f in flags if f["severity"] != "low"],
            "quiet": [f for f in flags if f["severity"] == "low"],
            "collations": [self.collation(a, side_ids, len(story.alignments)) for a in story.alignments],
            "figures": self.figures(story),
            "quotes": [
                [
                    {
                        "text": self.cut(m.report_id, m.span),
                        "form": m.form.replace("_", " "),
                        "refs": self.refs(m.report_id, [m.span]),
                    }
                    for m in q.mentions
                ]
                for q in story.ledgers.quotes
                if len(q.mentions) > 1
            ],
            "record": self.record(story),
            "missing": self.missing(story),
            "apparatus": self.apparatus(story),
            "damage": self.damage(story),
        }
        in_order = sorted(story.report_ids, key=self.number.__getitem__)
        view["reports"] = [self.report(i, story) for i in in_order]  # last: it renders the places linked to
        return view

    def svg(self, story: kinds.Story, edge_ids: Mapping[tuple[str, str], str]) -> Markup:
        drawn = {}
        for i in sorted(story.report_ids, key=self.number.__getitem__):
            r = self.reports[i]
            title = f"{self.labels[i]}: {printable(r.headline or '')}"
            lane = printable(r.from_whom or self.labels[i])
            drawn[i] = Drawn(self.number[i], lane, r.published, title, f"r{self.number[i]}")
        for lost in story.lost_parents:
            title = f"{self.labels[lost.lost_parent_id]}, shared by {counted(len(lost.child_ids), 'report')}"
            drawn[lost.lost_parent_id] = Drawn(
                0,
                f"{printable(lost.name)}, not here" if lost.name else "not in the set",
                None,
                title,
                edge_ids.get((lost.lost_parent_id, lost.child_ids[0]), ""),
            )
        return Markup(draw_tree(story, drawn, edge_ids))

    def edge(
        self, d: kinds.Derivation, edge_ids: Mapping[tuple[str, str], str], side_ids: Mapping[tuple[str, str], str]
    ) -> dict[str, Any]:
        parent = d.parent_id or d.lost_parent_id or ""
        shown = []
        for e in d.evidence[:_EVIDENCE_SHOWN]:
            places = self.refs(d.child_id, e.child_spans[:2])
            if d.parent_id:
                places += self.refs(d.parent_id, e.parent_spans[:2])
            shown.append(
                {
                    "kind": e.kind.replace("_", " "),
                    "detail": printable(e.detail),
                    "against": e.weight < 0,
                    "refs": places,
                }
            )
        rival = None
        if d.runner_up:
            name = self.labels.get(d.runner_up.parent_id, "another text")
            rival = f"{name} ({percent(d.runner_up.confidence)}): {printable(d.runner_up.why_not)}"
        return {
            "id": edge_ids[(parent, d.child_id)],
            "parent": self.labels[parent],
            "child": self.labels[d.child_id],
            "relation": RELATIONS[d.relation],
            "confidence": percent(d.confidence),
            "evidence": shown,
            "more": max(0, len(d.evidence) - _EVIDENCE_SHOWN),
            "runner_up": rival,
            "side": side_ids.get((parent, d.child_id)),
        }

    def flags(self, story: kinds.Story) -> list[dict[str, Any]]:
        order = {severity: n for n, severity in enumerate(SEVERITIES)}
        found = sorted(story.discrepancies, key=lambda d: (order[d.severity], self.number[d.child_id]))
        views = []
        for d in found:
            places = self.refs(d.child_id, d.child_spans)
            who = self.labels[d.child_id]
            if d.other_id:
                places += self.refs(d.other_id, d.parent_spans)
                who = f"{self.labels[d.other_id]} {'→' if d.parent_id else '–'} {who}"
            views.append(
                {
                    "severity": d.severity,
                    "type": d.type.replace("_", " "),
                    "who": who,
                    "explanation": printable(d.explanation),
                    "refs": places,
                }
            )
        return views

    def claims(self, story: kinds.Story) -> list[dict[str, Any]]:
        """Each sentence that was held against another report, with the places that speak for it there."""
        tones = {"changed": "high", "not_in_other": "medium", "undecided": "low", "supported": "quiet"}
        views = []
        for c in story.claims:
            s = self.sentences[c.sentence_id]
            there = [self.sentences[x.sentence_id] for x in c.support]
            views.append(
                {
                    "who": f"{self.labels[c.report_id]}, held against {self.labels[c.other_id]}",
                    "tone": tones[c.verdict],
                    "verdict": c.verdict.replace("_in_other", " there").replace("_", " "),
                    "text": printable(self.reports[c.report_id].text[s.start : s.end]),
                    "why": f"{percent(c.score)}: {printable(c.why)}.",
                    "refs": self.refs(c.report_id, s.spans[:1])
                    + [place for t in there for place in self.refs(c.other_id, t.spans[:1])],
                    "changes": [
                        {
                            "type": x.type.replace("_", " "),
                            "explanation": printable(x.explanation),
                            "refs": self.refs(c.report_id, x.claim_spans) + self.refs(c.other_id, x.other_spans),
                        }
                        for x in c.changes
                    ],
                }
            )
        return views

    # ------------------------------------------------------------ side by side

    def collation(
        self, a: kinds.TracedAlignment, side_ids: Mapping[tuple[str, str], str], edges: int
    ) -> dict[str, Any]:
        key = side_ids[(a.parent_id, a.child_id)]
        order = {s.sentence_id: n for n, s in enumerate(self.reports[a.parent_id].sentences)}
        rows: list[dict[str, Any]] = []
        pointers: list[tuple[int, dict[str, Any]]] = []
        places: list[int] = []  # each row's place in the parent, for the pointers to find theirs
        last = -1
        for n, row in enumerate(a.rows, 1):
            at = min((order[s] for s in row.parent if s in order), default=last)
            view = {
                "id": f"{key}-{n}",
                "number": n,
                "relation": row.relation,
                "moved": row.moved,
                "kept": row.relation == "verbatim" and not row.moved,
                "pointer": None,
                "parent": self.side(a.parent_id, row, child=False),
                "child": self.side(a.child_id, row, child=True),
            }
            if row.moved and row.parent:
                pointers.append((at, {"pointer": f"{key}-{n}", "at": n}))
                at = last
            rows.append(view)
            places.append(at)
            last = at
        for at, view in reversed(pointers):
            before = next((i for i, p in enumerate(places) if p > at), len(rows))
            rows.insert(before, view)
            places.insert(before, at)
        tally: dict[str, int] = {}
        for row in a.rows:
            tally[row.relation] = tally.get(row.relation, 0) + 1
        return {
            "id": key,
            "open": edges <= _OPEN_COLLATIONS,
            "arrow": "→" if a.directed else "beside",
            "parent": self.labels[a.parent_id],
            "child": self.labels[a.child_id],
            "counts": ", ".join(f"{count} {relation}" for relation, count in tally.items()),
            "rows": rows,
        }

    def side(self, report_id: str, row: kinds.Row, *, child: bool) -> Markup:
        """One side of a row as markup, its changed words marked."""
        report = self.reports[report_id]
        tag = "ins" if child else "del"
        marks = []
        if row.relation not in ("added", "dropped"):
            for edit in row.edits:
                span = edit.child_span if child else edit.parent_span
                place = self.maps[report_id].to_text(span) if edit.op != "keep" and span is not None else None
                if place:
                    marks.append(place)
        out = []
        for sentence_id in row.child if child else row.parent:
            s = self.sentences[sentence_id]
            role = f'<span class="role">{s.role}</span> ' if s.role not in ("lead", "body") else ""
            parts, at = [role], s.start
            for lo, hi in sorted(marks):
                lo, hi = max(lo, at), min(hi, s.end)
                if lo < hi:
                    parts += [visible(report.text[at:lo]), f"<{tag}>{visible(report.text[lo:hi])}</{tag}>"]
                    at = hi
            parts.append(visible(report.text[at : s.end]))
            out.append("".join(parts))
        return Markup(" ".join(out))

    # ------------------------------------------------------------ ledgers, record, damage

    def figures(self, story: kinds.Story) -> list[dict[str, Any]]:
        views = []
        for slot in story.ledgers.figures:
            if len({m.report_id for m in slot.mentions}) < 2:
                continue
            readings: dict[str, list[dict[str, str]]] = {}
            for m in slot.mentions:
                said = say_figure(m.value, m.bound) + ("" if m.status == "current" else f" ({m.status})")
                readings.setdefault(said, []).append(self.ref(m.report_id, m.span))
            views.append(
                {
                    "slot": printable(slot.slot),
                    "verdict": slot.verdict.replace("_", " "),
                    "tone": {"discrepancy": "high", "correction_not_propagated": "high", "update": "medium"}.get(
                        slot.verdict, "quiet"
                    ),
                    "correction": say_correction(slot.correction, self.labels) if slot.correction else "",
                    "readings": [{"value": value, "refs": places} for value, places in readings.items()],
                }
            )
        tones = ("high", "medium", "quiet")
        return sorted(views, key=lambda v: tones.index(v["tone"]))

    def record(self, story: kinds.Story) -> list[dict[str, Any]]:
        views = []
        for name in story.record.__struct_fields__:
            items: list[kinds.RecordItem] = getattr(story.record, name)
            if items:
                shown = [
                    {
                        "item": printable(i.item),
                        "carried": f"{counted(i.reports, 'report')}, {counted(i.origins, 'origin')}",
                        "refs": [self.ref(m.report_id, m.span) for m in i.mentions[:_REFS_SHOWN]],
                    }
                    for i in items
                ]
                views.append(
                    {"name": name.capitalize(), "entries": shown, "open": name in ("statements", "agreements")}
                )
        return views

    def missing(self, story: kinds.Story) -> list[dict[str, Any]]:
        groups: dict[tuple[str, str], list[kinds.Missing]] = {}
        for m in story.missing:
            groups.setdefault((m.child_id, m.parent_id), []).append(m)
        views = []
        for (child_id, parent_id), found in groups.items():
            sentences = []
            for m in sorted(found, key=lambda m: (-m.weight, m.sentence_id)):
                s = self.sentences[m.sentence_id]
                text = printable(self.reports[parent_id].text[s.start : s.end])
                sentences.append({"text": text, "weight": percent(m.weight), "refs": self.refs(parent_id, s.spans[:1])})
            views.append({"child": self.labels[child_id], "parent": self.labels[parent_id], "sentences": sentences})
        return views

    def apparatus(self, story: kinds.Story) -> dict[str, Any]:
        """Each sentence that somebody carries on with its readings, those that most carry first."""
        found = most_carried(story.ancestry)
        tags = {"drop": "del", "add": "ins"}
        views = []
        for a in found[:_SENTENCES_SHOWN]:
            shown = []
            for reading in readings(a, self.cut):
                parts = [
                    f"<{tags[op]}>{visible(text)}</{tags[op]}>" if op in tags else visible(text)
                    for op, text in reading.parts
                ]
                carriers: dict[tuple[str, str], list[dict[str, str]]] = {}
                for report_id, span, form in reading.places:
                    carriers.setdefault((self.labels[report_id], form), []).append(self.ref(report_id, span))
                shown.append(
                    {
                        "text": None if reading.same else Markup(" ".join(parts)),
                        "carriers": [{"label": i, "form": form, "refs": refs} for (i, form), refs in carriers.items()],
                    }
                )
            views.append(
                {
                    "text": self.cut(a.first.report_id, a.first.span),
                    "first": self.labels[a.first.report_id],
                    "refs": self.refs(a.first.report_id, [a.first.span]),
                    "readings": shown,
                }
            )
        return {"sentences": views, "all": len(found)}

    def damage(self, story: kinds.Story) -> list[dict[str, Any]]:
        views = []
        for i in story.report_ids:
            r = self.reports[i]
            for d in r.defects:
                kept = f" Kept: “{self.cut(i, d.kept_span)}”." if d.kept_span else ""
                views.append(
                    {
                        "report": self.labels[i],
                        "kind": d.kind.replace("_", " "),
                        "note": printable(d.note) + kept,
                        "lost": printable(d.lost),
                        "refs": self.refs(i, [d.span]),
                    }
                )
            for p in r.repairs:
                note = f"“{printable(p.before)[:120]}” read as “{printable(p.after)[:120]}”"
                views.append(
                    {
                        "report": self.labels[i],
                        "kind": p.fixer.replace("_", " "),
                        "note": note,
                        "lost": "none",
                        "refs": self.refs(i, [p.span]),
                    }
                )
        return views

    def report(self, report_id: str, story: kinds.Story) -> dict[str, Any]:
        r = self.reports[report_id]
        number = self.number[report_id]
        parents = [d for d in story.derivations if d.child_id == report_id]
        said = "; ".join(
            f"{RELATIONS[d.relation]} {self.labels[d.parent_id or d.lost_parent_id or '']}" for d in parents
        )
        facts = [
            r.media_type,
            f"language {r.language}" if r.language else "",
            f"filed from {r.dateline.place}" if r.dateline and r.dateline.place else "",
        ]
        facts += [f"by {b.name}" for b in r.bylines] + [f"credit {c.agency} ({c.kind})" for c in r.credits]
        facts += [f"{d.role} {d.value}" for d in r.dates]
        web = r.url if r.url and r.url.lower().startswith(("http://", "https://")) else None
        source = self.sources.get(report_id, r.text)
        return {
            "id": f"r{number}",
            "number": number,
            "label": self.labels[report_id],
            "published": say_time(r.published),
            "headline": printable(r.headline or ""),
            "from": printable(said),
            "source_id": f"src{number}",
            "path": printable(r.path + (f":{r.locator}" if r.locator else "")),
            "facts_line": printable(" · ".join(f for f in facts if f)),
            "url": web,
            "url_text": printable(r.url or "") if not web else None,
            "lang": r.language,
            "source": Markup(render_source(r, source, f"p{number}", self.wanted[report_id])),
        }

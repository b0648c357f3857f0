"""A trace as text for a terminal: the tree, the collations, the discrepancies, the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold import kinds
from retold.show.apparatus import most_carried, readings
from retold.show.ink import Hanging, Screen, Setting, SideBySide, Text
from retold.show.labels import (
    RELATIONS,
    SEVERITIES,
    clipped,
    counted,
    label_trace,
    not_joined,
    percent,
    printable,
    say_correction,
    say_time,
)
from retold.show.tree import Node, grow_tree
from retold.spans import OffsetMap
from retold.words import say_figure

_SEVERITY_STYLE = {"high": "bold red", "medium": "yellow", "low": "dim"}
_ROW_MARK = {
    "verbatim": "=",
    "near-verbatim": "≈",
    "reworded": "~",
    "condensed": "<",
    "added": "+",
    "dropped": "-",
}
# More edges than this and the collations are left to --collation: the tree and the discrepancies come first.
_EDGES_SHOWN = 2


class _Shown:
    """A trace with what every part of the rendering looks up in it."""

    def __init__(self, trace: kinds.Trace) -> None:
        self.trace = trace
        self.reports = {r.report_id: r for r in trace.reports}
        self.labels = label_trace(trace)
        self.sentences = {s.sentence_id: s for r in trace.reports for s in r.sentences}
        self._maps: dict[str, OffsetMap] = {}

    def map_of(self, report_id: str) -> OffsetMap:
        """The map of a report's text onto its source, made when first asked for."""
        if report_id not in self._maps:
            self._maps[report_id] = OffsetMap(self.reports[report_id].segments)
        return self._maps[report_id]

    def cut(self, report_id: str, span: kinds.Span) -> str:
        """The words at a span of a report's source, as its text has them."""
        place = self.map_of(report_id).to_text(span)
        return printable(self.reports[report_id].text[slice(*place)]) if place else ""

    def sentence(self, report_id: str, sentence_id: str) -> str:
        s = self.sentences[sentence_id]
        return printable(self.reports[report_id].text[s.start : s.end])


def show_trace(trace: kinds.Trace, screen: Screen, *, collation: bool | None = None, every: bool = False) -> None:
    """Print `trace` on `screen`.

    Args:
        collation: whether each edge's two columns are printed; None prints them where a story has few edges.
        every: also print what is of low severity, and the whole record.
    """
    shown = _Shown(trace)
    screen.print(_headline(trace))
    for number, story in enumerate(trace.stories, 1):
        screen.print()
        screen.print(_title(shown, story, number))
        screen.print_all(_tree(shown, story))
        screen.print(Hanging("  ", Text(printable(story.origins.explanation))))
        if story.claims:
            screen.print()
            screen.print(*_claims(shown, story))
        few = len(story.alignments) <= _EDGES_SHOWN
        if collation or (collation is None and few):
            for alignment in story.alignments:
                screen.print()
                screen.print(*_collation(shown, alignment, plain=not screen.colour))
        for part in (
            _discrepancies(shown, story, every),
            _undecided(shown, story),
            _figures(shown, story, every),
            _quotes(shown, story, every),
            _sentences(shown, story, not screen.colour) if every else [],
            _record(shown, story, every),
            _damage(shown, story),
        ):
            if part:
                screen.print()
                screen.print(*part)
        if collation is None and not few:
            screen.print()
            screen.print(Text(f"  {counted(len(story.alignments), 'collation')} not shown: add --collation", "dim"))
    if trace.skipped:
        screen.print()
        screen.print(*show_skipped(trace.skipped))


def show_trees(trace: kinds.Trace, screen: Screen) -> None:
    """Print only each story's tree, a line a report."""
    shown = _Shown(trace)
    for story in trace.stories:
        screen.print_all(_tree(shown, story, brief=True))
        screen.print(Hanging("  ", Text(printable(story.origins.explanation))))


def show_skipped(skipped: Sequence[kinds.Skipped]) -> list[Setting]:
    """The files and parts that no report could be made from, with the reason."""
    lines: list[Setting] = [Text("Skipped", "bold")]
    for s in skipped:
        place = printable(s.path + (f":{s.locator}" if s.locator else ""))
        lines.append(Hanging("  ", Text.assemble((place, "cyan"), ": ", printable(s.reason))))
    return lines


def _headline(trace: kinds.Trace) -> Text:
    stories = sum(len(s.report_ids) > 1 for s in trace.stories)
    alone = len(trace.stories) - stories
    parts = [counted(len(trace.reports), "report"), counted(stories, "story", "stories")]
    if alone:
        parts.append(f"{alone} alone in theirs" if stories else f"{alone} with no other report of the same story")
    if trace.skipped:
        parts.append(f"{len(trace.skipped)} skipped")
    return Text(", ".join(parts), "bold")


def _title(shown: _Shown, story: kinds.Story, number: int) -> Text:
    lead = f"Story {number}: " if len(shown.trace.stories) > 1 else ""
    return Text.assemble((lead, "bold"), (printable(story.title) or "(no headline)", "bold underline"))


# ---------------------------------------------------------------- tree


def _tree(shown: _Shown, story: kinds.Story, brief: bool = False) -> Iterator[Setting]:
    when = {i: shown.reports[i].published or "" for i in story.report_ids}
    for root in grow_tree(story, when):
        yield from _branch(shown, root, brief, "  ", "  ")


def _branch(shown: _Shown, node: Node, brief: bool, lead: str, below: str) -> Iterator[Setting]:
    """The node after `lead`, what hangs from it below, each line after `below`."""
    for indent, text in _node(shown, node, brief):
        margin = " " * indent
        yield Hanging(lead + margin, text, "dim", f"{below}{margin}  " if indent else below)
        lead = below
    for child in node.children:
        last = child is node.children[-1]
        yield from _branch(
            shown, child, brief, below + ("└── " if last else "├── "), below + ("    " if last else "│   ")
        )


def _node(shown: _Shown, node: Node, brief: bool) -> Iterator[tuple[int, Text]]:
    """What is said of a report in the tree, a paragraph at a time, each with its indent."""
    if node.lost is not None:
        text = Text(f"({shown.labels[node.node_id]})", "italic magenta")
        if node.lost.existed_by:
            text.append(f"  by {printable(node.lost.existed_by)}", "dim")
        yield 0, text
        return
    report = shown.reports[node.node_id]
    text = Text(shown.labels[node.node_id], "bold cyan")
    if report.published:
        text.append(f"  {say_time(report.published)}", "dim")
    derivation = node.hangs_by
    if brief:
        if derivation is not None:
            text.append(f"  {derivation.relation}, {percent(derivation.confidence)}", "green")
        yield 0, text
        return
    yield 0, text.append(f"  {clipped(report.path, 40)}", "dim")
    if report.headline:
        yield 0, Text(f"“{clipped(report.headline, 70)}”")
    if derivation is not None:
        yield 0, Text(f"{RELATIONS[derivation.relation]} the report above, {percent(derivation.confidence)}", "green")
        for evidence in [e for e in derivation.evidence if e.weight > 0][:3]:
            kind = evidence.kind.replace("_", " ")
            yield 2, Text.assemble((f"{kind}: ", "dim"), clipped(evidence.detail, 160))
        if derivation.runner_up:
            rival = shown.labels.get(derivation.runner_up.parent_id, derivation.runner_up.parent_id)
            yield 2, Text(f"rather than {rival}: {clipped(derivation.runner_up.why_not, 140)}", "dim")
    for other in node.also_from:
        name = shown.labels[other.parent_id or other.lost_parent_id or ""]
        yield 0, Text(f"also from {name}, {percent(other.confidence)}", "green")


# ---------------------------------------------------------------- collation


def _collation(shown: _Shown, alignment: kinds.TracedAlignment, plain: bool) -> list[Setting]:
    arrow = "→" if alignment.directed else "beside"
    head = f"{shown.labels[alignment.parent_id]}  {arrow}  {shown.labels[alignment.child_id]}"
    names = [Text(shown.labels[i], "dim") for i in (alignment.parent_id, alignment.child_id)]
    rows = [SideBySide("", *names)]
    for row in alignment.rows:
        parent = _side(shown, alignment.parent_id, row, child=False, plain=plain)
        child = _side(shown, alignment.child_id, row, child=True, plain=plain)
        if row.moved:
            child = Text.assemble(("(moved) ", "magenta"), child)
        rows += [SideBySide(_ROW_MARK[row.relation], parent, child), SideBySide("", Text(), Text())]
    legend = "= verbatim   ≈ near-verbatim   ~ reworded   < condensed   + added   - dropped"
    return [Text(head, "bold"), Text(legend, "dim"), *rows]


def _side(shown: _Shown, report_id: str, row: kinds.Row, *, child: bool, plain: bool) -> Text:
    """The sentences of one side of a row, changed words marked: by colour, or where there is none as wdiff does."""
    report = shown.reports[report_id]
    whole = row.relation in ("added", "dropped")
    marks: list[tuple[int, int]] = []
    for edit in [] if whole else row.edits:
        span = edit.child_span if child else edit.parent_span
        place = shown.map_of(report_id).to_text(span) if edit.op != "keep" and span is not None else None
        if place:
            marks.append(place)
    style = "green" if child else "red"
    before, after = (("{+", "+}") if child else ("[-", "-]")) if plain else ("", "")
    out = Text()
    for sentence_id in row.child if child else row.parent:
        sentence = shown.sentences[sentence_id]
        if out:
            out.append(" ")
        at = sentence.start
        for lo, hi in sorted(marks):
            lo, hi = max(lo, at), min(hi, sentence.end)
            if lo >= hi:
                continue
            out.append(_flat(report.text[at:lo]))
            out.append(before + _flat(report.text[lo:hi]) + after, style)
            at = hi
        out.append(_flat(report.text[at : sentence.end]))
    return out.styled(style) if whole else out


def _flat(text: str) -> str:
    """`text` with line breaks as spaces, outer spaces kept."""
    if not text.strip():
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + printable(text) + after


# ---------------------------------------------------------------- claims

_VERDICTS = {
    "supported": ("supported", "green"),
    "changed": ("changed", "bold red"),
    "not_in_other": ("not there", "yellow"),
    "undecided": ("undecided", "dim"),
}


def _claims(shown: _Shown, story: kinds.Story) -> list[Setting]:
    """Each sentence of one report with what the other says to it, in order."""
    claims = story.claims
    names = f"{shown.labels[claims[0].report_id]}, held against {shown.labels[claims[0].other_id]}"
    tally = [(sum(c.verdict == v for c in claims), said) for v, (said, _) in _VERDICTS.items()]
    lines: list[Setting] = [
        Text(f"Claims ({len(claims)})", "bold"),
        Text(f"  {names}: " + ", ".join(f"{count} {said}" for count, said in tally if count), "dim"),
    ]
    for c in claims:
        said, style = _VERDICTS[c.verdict]
        line = Text.assemble(shown.sentence(c.report_id, c.sentence_id), (f"  {percent(c.score)}", "dim"))
        lines.append(Hanging(f"  {said:<10}", line, style))
        below = " " * 12
        if c.verdict != "supported":
            lines.append(Hanging(below, Text(printable(c.why), "dim")))
        lines += [
            Hanging(below, Text.assemble((f"{x.type.replace('_', ' ')}: ", "yellow"), printable(x.explanation)))
            for x in c.changes
        ]
        if c.verdict != "supported":
            lines += [
                Hanging(f"{below}there: ", Text(f"“{shown.sentence(c.other_id, s.sentence_id)}”", "dim"))
                for s in c.support[:2]
            ]
    return lines


# ---------------------------------------------------------------- discrepancies, record


def _discrepancies(shown: _Shown, story: kinds.Story, every: bool) -> list[Setting]:
    if not story.discrepancies:
        return []
    order = {severity: n for n, severity in enumerate(SEVERITIES)}
    wanted = [d for d in story.discrepancies if every or d.severity != "low"]
    hidden = len(story.discrepancies) - len(wanted)
    lines: list[Setting] = [Text(f"Discrepancies ({len(story.discrepancies)})", "bold")]
    many = len({d.child_id for d in wanted}) > 1
    for d in sorted(wanted, key=lambda d: (order[d.severity], shown.labels[d.child_id])):
        line = Text.assemble(
            (f"{d.type.replace('_', ' ')}", _SEVERITY_STYLE[d.severity]), ": ", printable(d.explanation)
        )
        if many:
            line = Text.assemble((f"{shown.labels[d.child_id]}  ", "cyan"), line)
        lines.append(Hanging(f"  {d.severity:<7}", line, _SEVERITY_STYLE[d.severity]))
    if hidden:
        lines.append(Text(f"  {hidden} of low severity: add --all", "dim"))
    return lines


def _undecided(shown: _Shown, story: kinds.Story) -> list[Setting]:
    found = not_joined(story)
    if not found:
        return []
    lines: list[Setting] = [Text("Not joined", "bold")]
    for u in found[:10]:
        names = f"{shown.labels[u.left_id]} and {shown.labels[u.right_id]}"
        lines.append(
            Hanging("  ", Text.assemble((names, "cyan"), f"  {u.verdict.replace('_', ' ')}: ", printable(u.reason)))
        )
    if len(found) > 10:
        lines.append(Text(f"  {len(found) - 10} more in the JSON", "dim"))
    return lines


def _figures(shown: _Shown, story: kinds.Story, every: bool) -> list[Setting]:
    slots = [s for s in story.ledgers.figures if len(s.mentions) > 1 and (every or s.verdict != "agree")]
    if not slots:
        return []
    lines: list[Setting] = [Text("Figures", "bold")]
    for slot in slots:
        readings: dict[str, list[str]] = {}
        for m in slot.mentions:
            value = say_figure(m.value, m.bound)
            value += "" if m.status == "current" else f" ({m.status})"
            names = readings.setdefault(value, [])
            if shown.labels[m.report_id] not in names:
                names.append(shown.labels[m.report_id])
        said = "; ".join(f"{value}: {', '.join(names)}" for value, names in readings.items())
        style = "red" if slot.verdict in ("discrepancy", "correction_not_propagated") else ""
        verdict = slot.verdict.replace("_", " ")
        lines.append(Hanging("  ", Text.assemble((printable(slot.slot), "bold"), "  ", (verdict, style), "  ", said)))
        if slot.correction is not None:
            lines.append(Hanging("    ", Text(say_correction(slot.correction, shown.labels))))
    return lines


def _quotes(shown: _Shown, story: kinds.Story, every: bool) -> list[Setting]:
    """The utterances that somebody renders otherwise than another, form by form; with `every` all that two carry."""
    lines: list[Setting] = []
    for slot in story.ledgers.quotes:
        forms: dict[str, list[str]] = {}
        for m in slot.mentions:
            names = forms.setdefault(m.form.replace("_", " "), [])
            if shown.labels[m.report_id] not in names:
                names.append(shown.labels[m.report_id])
        told = any(form not in ("verbatim", "indirect") for form in forms)
        if len({m.report_id for m in slot.mentions}) < 2 or not (every or told):
            continue
        first = slot.mentions[0]
        said = shown.cut(first.report_id, first.span)
        lines.append(Hanging("  ", Text(clipped(said, 10_000 if every else 150))))
        lines += [
            Hanging("    ", Text.assemble((f"{form}: ", "dim"), ", ".join(names))) for form, names in forms.items()
        ]
    return [Text("Quotations", "bold"), *lines] if lines else []


def _sentences(shown: _Shown, story: kinds.Story, plain: bool) -> list[Setting]:
    """Each sentence that somebody carries on as it first stands, and its other readings, with who has them."""
    lines: list[Setting] = []
    for a in most_carried(story.ancestry):
        lines.append(Hanging("  ", Text(shown.cut(a.first.report_id, a.first.span))))
        first = [f"{shown.labels[a.first.report_id]} (first)"]
        for reading in readings(a, shown.cut):
            forms = dict.fromkeys((shown.labels[report_id], form) for report_id, _, form in reading.places)
            names = [f"{name} ({form})" for name, form in forms]
            if reading.same:
                first += names
                continue
            if first:
                lines.append(Hanging("    ", Text("; ".join(first), "dim")))
                first = []
            text = Text()
            for op, words in reading.parts:
                before, after = _MARKS[op] if plain else ("", "")
                text.append(" " if text else "").append(before + words + after, _PART_STYLE[op])
            lines += [Hanging("    ", text), Hanging("      ", Text("; ".join(names), "dim"))]
        if first:
            lines.append(Hanging("    ", Text("; ".join(first), "dim")))
    return [Text("Sentences and their readings", "bold"), *lines] if lines else []


_MARKS = {"keep": ("", ""), "drop": ("[-", "-]"), "add": ("{+", "+}")}
_PART_STYLE = {"keep": "", "drop": "red", "add": "green"}
_RECORD_SHOWN = 6


def _record(shown: _Shown, story: kinds.Story, every: bool) -> list[Setting]:
    lines: list[Setting] = []
    for kind in (
        "statements",
        "quantities",
        "agreements",
        "initiatives",
        "people",
        "organisations",
        "places",
        "events",
    ):
        items: list[kinds.RecordItem] = getattr(story.record, kind)
        if not items:
            continue
        lines.append(Text(f"  {kind} ({len(items)})", "bold"))
        ranked = items if every else items[:_RECORD_SHOWN]
        for item in ranked:
            carried = counted(item.reports, "report") + f", {counted(item.origins, 'origin')}"
            size = 10_000 if every else 150
            lines.append(Hanging("    ", Text.assemble(clipped(item.item, size), (f"  {carried}", "dim"))))
        if len(items) > len(ranked):
            lines.append(Text(f"    {len(items) - len(ranked)} more: add --all", "dim"))
    return [Text("Record", "bold"), *lines] if lines else []


def _damage(shown: _Shown, story: kinds.Story) -> list[Setting]:
    lines: list[Setting] = []
    for report_id in story.report_ids:
        for d in shown.reports[report_id].defects:
            note = f": {printable(d.note)}" if d.note else ""
            place = f" at {d.span.start}-{d.span.end}"
            lost = "" if d.lost == "none" else f" (lost: {printable(d.lost)})"
            line = Text.assemble((shown.labels[report_id], "cyan"), f"  {d.kind.replace('_', ' ')}{place}{note}{lost}")
            lines.append(Hanging("  ", line))
    return [Text("Damage found", "bold"), *lines] if lines else []

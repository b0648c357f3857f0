"""A trace as text for a terminal: the tree, the collations, the discrepancies, the record."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from retold import kinds
from retold.show.columns import Hanging, SideBySide
from retold.show.labels import (
    RELATIONS,
    SEVERITIES,
    clipped,
    counted,
    label_reports,
    not_joined,
    percent,
    printable,
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
        self.labels = label_reports(trace.reports)
        self.sentences = {s.sentence_id: s for r in trace.reports for s in r.sentences}

    def sentence(self, report_id: str, sentence_id: str) -> str:
        s = self.sentences[sentence_id]
        return printable(self.reports[report_id].text[s.start : s.end])


def show_trace(trace: kinds.Trace, console: Console, *, collation: bool | None = None, every: bool = False) -> None:
    """Print `trace` on `console`.

    Args:
        collation: whether each edge's two columns are printed; None prints them where a story has few edges.
        every: also print what is of low severity, and the whole record.
    """
    shown = _Shown(trace)
    console.print(_headline(trace))
    for number, story in enumerate(trace.stories, 1):
        console.print()
        console.print(_title(shown, story, number))
        console.print(_tree(shown, story))
        console.print(Padding(Text(printable(story.origins.explanation)), (0, 0, 0, 2)))
        few = sum(a.directed for a in story.alignments) <= _EDGES_SHOWN
        if collation or (collation is None and few):
            for alignment in story.alignments:
                console.print()
                console.print(_collation(shown, alignment, plain=console.color_system is None or console.no_color))
        for part in (
            _discrepancies(shown, story, every),
            _undecided(shown, story),
            _figures(shown, story, every),
            _record(shown, story, every),
            _damage(shown, story),
        ):
            if part is not None:
                console.print()
                console.print(part)
        if collation is None and not few:
            console.print()
            console.print(Text(f"  {counted(len(story.alignments), 'collation')} not shown: add --collation", "dim"))
    if trace.skipped:
        console.print()
        console.print(show_skipped(trace.skipped))


def show_trees(trace: kinds.Trace, console: Console) -> None:
    """Print only each story's tree, a line a report."""
    shown = _Shown(trace)
    for story in trace.stories:
        console.print(_tree(shown, story, brief=True))
        console.print(Padding(Text(printable(story.origins.explanation)), (0, 0, 0, 2)))


def show_skipped(skipped: Sequence[kinds.Skipped]) -> RenderableType:
    """The files and parts that no report could be made from, with the reason."""
    lines: list[RenderableType] = [Text("Skipped", "bold")]
    for s in skipped:
        place = printable(s.path + (f":{s.locator}" if s.locator else ""))
        lines.append(Hanging("  ", Text.assemble((place, "cyan"), ": ", printable(s.reason))))
    return Group(*lines)


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


def _tree(shown: _Shown, story: kinds.Story, brief: bool = False) -> RenderableType:
    when = {i: shown.reports[i].published or "" for i in story.report_ids}
    trees: list[RenderableType] = []
    for root in grow_tree(story, when):
        tree = Tree(_node(shown, root, brief), guide_style="dim")
        _hang(shown, root, tree, brief)
        trees.append(Padding(tree, (0, 0, 0, 2)))
    return Group(*trees)


def _hang(shown: _Shown, node: Node, tree: Tree, brief: bool) -> None:
    for child in node.children:
        _hang(shown, child, tree.add(_node(shown, child, brief)), brief)


def _node(shown: _Shown, node: Node, brief: bool) -> Text:
    text = Text()
    if node.lost is not None:
        text.append("(a text not in the set)", "italic magenta")
        if node.lost.existed_by:
            text.append(f"  by {printable(node.lost.existed_by)}", "dim")
        return text
    report = shown.reports[node.node_id]
    text.append(shown.labels[node.node_id], "bold cyan")
    if report.published:
        text.append(f"  {report.published[:16].replace('T', ' ')}", "dim")
    derivation = node.hangs_by
    if brief:
        if derivation is not None:
            text.append(f"  {derivation.relation}, {percent(derivation.confidence)}", "green")
        return text
    text.append(f"  {clipped(report.path, 40)}", "dim")
    if report.headline:
        text.append(f"\n“{clipped(report.headline, 70)}”")
    if derivation is not None:
        text.append(f"\n{RELATIONS[derivation.relation]} the report above, {percent(derivation.confidence)}", "green")
        for evidence in [e for e in derivation.evidence if e.weight > 0][:3]:
            text.append(f"\n  {evidence.kind.replace('_', ' ')}: ", "dim")
            text.append(clipped(evidence.detail, 160))
        if derivation.runner_up:
            rival = shown.labels.get(derivation.runner_up.parent_id, derivation.runner_up.parent_id)
            text.append("\n  rather than ", "dim")
            text.append(f"{rival}: {clipped(derivation.runner_up.why_not, 140)}", "dim")
    for other in node.also_from:
        name = shown.labels.get(other.parent_id or "", "a text not in the set")
        text.append(f"\nalso from {name}, {percent(other.confidence)}", "green")
    return text


# ---------------------------------------------------------------- collation


def _collation(shown: _Shown, alignment: kinds.TracedAlignment, plain: bool) -> RenderableType:
    arrow = "→" if alignment.directed else "beside"
    head = f"{shown.labels[alignment.parent_id]}  {arrow}  {shown.labels[alignment.child_id]}"
    names = [Text(shown.labels[i], "dim") for i in (alignment.parent_id, alignment.child_id)]
    rows = [SideBySide("", *names)]
    maps = {i: OffsetMap(shown.reports[i].segments) for i in (alignment.parent_id, alignment.child_id)}
    for row in alignment.rows:
        parent = _side(shown, alignment.parent_id, row, maps, child=False, plain=plain)
        child = _side(shown, alignment.child_id, row, maps, child=True, plain=plain)
        if row.moved:
            child = Text.assemble(("(moved) ", "magenta"), child)
        rows += [SideBySide(_ROW_MARK[row.relation], parent, child), SideBySide("", Text(), Text())]
    legend = "= verbatim   ≈ near-verbatim   ~ reworded   < condensed   + added   - dropped"
    return Group(Text(head, "bold"), Text(legend, "dim"), *rows)


def _side(
    shown: _Shown, report_id: str, row: kinds.Row, maps: dict[str, OffsetMap], *, child: bool, plain: bool
) -> Text:
    """The sentences of one side of a row, changed words marked: by colour, or where there is none as wdiff does."""
    report = shown.reports[report_id]
    whole = row.relation in ("added", "dropped")
    marks: list[tuple[int, int]] = []
    for edit in [] if whole else row.edits:
        span = edit.child_span if child else edit.parent_span
        place = maps[report_id].to_text(span) if edit.op != "keep" and span is not None else None
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
    if whole:
        out.stylize(style)
    return out


def _flat(text: str) -> str:
    """`text` with line breaks as spaces, outer spaces kept."""
    if not text.strip():
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + printable(text) + after


# ---------------------------------------------------------------- discrepancies, record


def _discrepancies(shown: _Shown, story: kinds.Story, every: bool) -> RenderableType | None:
    if not story.discrepancies:
        return None
    order = {severity: n for n, severity in enumerate(SEVERITIES)}
    wanted = [d for d in story.discrepancies if every or d.severity != "low"]
    hidden = len(story.discrepancies) - len(wanted)
    lines: list[RenderableType] = [Text(f"Discrepancies ({len(story.discrepancies)})", "bold")]
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
    return Group(*lines)


def _undecided(shown: _Shown, story: kinds.Story) -> RenderableType | None:
    found = not_joined(story)
    if not found:
        return None
    lines: list[RenderableType] = [Text("Not joined", "bold")]
    for u in found[:10]:
        names = f"{shown.labels[u.left_id]} and {shown.labels[u.right_id]}"
        lines.append(
            Hanging("  ", Text.assemble((names, "cyan"), f"  {u.verdict.replace('_', ' ')}: ", printable(u.reason)))
        )
    if len(found) > 10:
        lines.append(Text(f"  {len(found) - 10} more in the JSON", "dim"))
    return Group(*lines)


def _figures(shown: _Shown, story: kinds.Story, every: bool) -> RenderableType | None:
    slots = [s for s in story.ledgers.figures if len(s.mentions) > 1 and (every or s.verdict != "agree")]
    if not slots:
        return None
    lines: list[RenderableType] = [Text("Figures", "bold")]
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
    return Group(*lines)


_RECORD_SHOWN = 6


def _record(shown: _Shown, story: kinds.Story, every: bool) -> RenderableType | None:
    lines: list[RenderableType] = []
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
    return Group(Text("Record", "bold"), *lines) if lines else None


def _damage(shown: _Shown, story: kinds.Story) -> RenderableType | None:
    lines: list[RenderableType] = []
    for report_id in story.report_ids:
        for d in shown.reports[report_id].defects:
            note = f": {printable(d.note)}" if d.note else ""
            place = f" at {d.span.start}-{d.span.end}"
            lost = "" if d.lost == "none" else f" (lost: {printable(d.lost)})"
            line = Text.assemble((shown.labels[report_id], "cyan"), f"  {d.kind.replace('_', ' ')}{place}{note}{lost}")
            lines.append(Hanging("  ", line))
    return Group(Text("Damage found", "bold"), *lines) if lines else None

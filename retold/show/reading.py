"""What reading found, as text: what was taken as what, what was dropped and why, what was repaired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retold import kinds
from retold.show.ink import Hanging, Screen, Text
from retold.show.labels import clipped, printable

_ROLE_MARK = {"headline": "#", "subhead": "##", "caption": "[caption]", "note": "[note]"}
_SHOWN_CHARS = 160


def show_reading(
    reports: Sequence[kinds.Report],
    sources: Mapping[str, str],
    screen: Screen,
    *,
    diff: bool = False,
    number: int = 0,
) -> None:
    """Print each report on `screen`: fields, then the text; with `diff` what was changed and dropped, instead of the text.

    Args:
        sources: the decoded source of each report, by report_id.
        number: how many were shown before these.
    """
    for n, report in enumerate(reports, number):
        if n:
            screen.print()
        place = f"{report.path}:{report.locator}" if report.locator else report.path
        screen.print(Text(printable(f"{place}  ({report.media_type})"), "bold"))
        for name, value in _fields(report):
            screen.print(Text(f"  {name:<10} {printable(value)}"))
        screen.print()
        if diff:
            _show_changes(report, sources[report.report_id], screen)
        else:
            _show_text(report, screen)


def _fields(report: kinds.Report) -> list[tuple[str, str]]:
    found = [
        ("headline", report.headline or ""),
        ("outlet", report.outlet or ""),
        ("url", report.url or ""),
        ("language", report.language or ""),
        *((d.role, f"{d.value}  {d.why}{'  *' if d.chosen else ''}") for d in report.dates),
        *(("byline", f"{b.name} ({b.role})") for b in report.bylines),
        *(("credit", f"{c.agency} ({c.kind})") for c in report.credits),
    ]
    if report.dateline:
        parts = (report.dateline.place, report.dateline.date, report.dateline.agency)
        found.append(("dateline", ", ".join(p for p in parts if p)))
    if report.copy_of:
        found.append(("copy of", report.copy_of))
    return [(name, value) for name, value in found if value]


def _show_text(report: kinds.Report, screen: Screen) -> None:
    paragraph = -1
    line = ""
    for sentence in report.sentences:
        if sentence.paragraph != paragraph:
            if line:
                screen.print(Text(line + "\n"))
            paragraph = sentence.paragraph
            line = _ROLE_MARK.get(sentence.role, "")
        shown = printable(report.text[sentence.start : sentence.end])
        line = f"{line} {shown}" if line else shown
    if line:
        screen.print(Text(line))


def _show_changes(report: kinds.Report, source: str, screen: Screen) -> None:
    """In the order of the source: repairs as before and after, damage, and what was left out."""
    changes: list[tuple[kinds.Span, int, Text]] = []
    for r in report.repairs:
        shown = Text.assemble(
            (f"  {r.fixer}  ", "cyan"), (f"[-{_clip(r.before)}-]", "red"), " ", (f"{{+{_clip(r.after)}+}}", "green")
        )
        changes.append((r.span, 0, shown))
    for d in report.defects:
        note = f"  {d.kind}  {d.note}" + (f"  lost: {d.lost}" if d.lost != "none" else "")
        changes.append((d.span, 1, Text.assemble((note, "yellow"), f"  {_clip(source[d.span.start : d.span.end])}")))
    for left in report.dropped:
        shown = Text.assemble((f"  dropped: {left.reason}  ", "dim"), _clip(source[left.span.start : left.span.end]))
        changes.append((left.span, 2, shown))
    for span, _, shown in sorted(changes, key=lambda c: (c[0], c[1], c[2].plain)):
        screen.print(Hanging(f"{span.start:>8}-{span.end:<8}", shown))
    if not changes:
        screen.print(Text("  nothing changed, nothing dropped"))


def _clip(text: str) -> str:
    return clipped(printable(" ".join(text.split())), _SHOWN_CHARS) if text.strip() else repr(text)[1:-1][:_SHOWN_CHARS]

"""A figure corrected upstream: who fixed it, who still carries the old one, and how long after."""

from __future__ import annotations

from pathlib import Path

import retold

BODY = """\
The ferry line between Halm and Osk will reopen in October with {n} crossings a week, the two ports agreed on Tuesday.

Port director Mara Lind said the boats would carry up to 400 passengers each and cost 31 million crowns.

"We have waited nine years for this," Lind told reporters in Halm.
"""


def page(head: str, when: str, text: str, credit: str = "") -> str:
    meta = f'<meta property="article:published_time" content="{when}">'
    body = "".join(f"<p>{p}</p>" for p in text.strip().split("\n\n"))
    return f"<html><head><title>{head}</title>{meta}</head><body><article><h1>{head}</h1>{body}{credit}</article></body></html>"


def test_who_still_carries_a_corrected_figure_is_told_with_the_lag(tmp_path: Path) -> None:
    note = "<p>(Corrects the number of crossings in the first paragraph to 47, not 74.)</p>"
    files = {
        "wire.html": page("Ports to reopen Halm ferry", "2031-05-06T10:00:00Z", BODY.format(n=74)),
        "fixed.html": page("CORRECTED - Ports to reopen Halm ferry", "2031-05-06T12:30:00Z", BODY.format(n=47), note),
        "late.html": page("Halm ferry is back in October", "2031-05-06T15:30:00Z", BODY.format(n=74)),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    trace = retold.trace([str(tmp_path / name) for name in sorted(files)])
    name_of = {r.report_id: Path(r.path).name for r in trace.reports}
    slots = [s for story in trace.stories for s in story.ledgers.figures if s.correction is not None]
    assert [s.verdict for s in slots] == ["correction_not_propagated"]
    found = slots[0].correction
    assert found is not None
    assert (found.old, found.new, name_of[found.fixed_by]) == (74, 47, "fixed.html")
    assert [(name_of[x.report_id], x.hours) for x in found.still_carried_by] == [("late.html", 3.0)]


def test_figures_that_agree_have_no_correction(tmp_path: Path) -> None:
    for name, hour in (("a.html", 10), ("b.html", 12)):
        text = page("Ports to reopen Halm ferry", f"2031-05-06T{hour}:00:00Z", BODY.format(n=74))
        (tmp_path / name).write_text(text, encoding="utf-8")
    trace = retold.trace([str(tmp_path / "a.html"), str(tmp_path / "b.html")])
    assert all(s.correction is None for story in trace.stories for s in story.ledgers.figures)

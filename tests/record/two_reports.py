"""Two reports given as plain text, set side by side sentence by sentence: what the tests of this room compare."""

from __future__ import annotations

from retold import facts, kinds, pipeline
from retold.kinds import Segment, Span
from retold.record.comparing import Sheet, Side
from retold.record.discrepancies import compare_sheet
from retold.sentences import split_sentences
from retold.tables import to_table


def report(name: str, text: str) -> kinds.Report:
    """A report of `text` alone, its source equal to its text; "# " opens a headline."""
    sentences = []
    for n, (start, end) in enumerate(x for line in _lines(text) for x in split_sentences(text, *line)):
        role: kinds.SentenceRole = "headline" if text.startswith("# ", start) else "body"
        if role == "headline":
            start += 2
        sentences.append(
            kinds.Sentence(sentence_id=f"{name}{n}", role=role, start=start, end=end, spans=[Span(start, end)])
        )
    return kinds.Report(
        report_id=name,
        path=f"{name}.txt",
        source_sha256="",
        media_type="text/plain",
        published="2031-05-14",
        language="en",
        text=text,
        sentences=sentences,
        segments=[Segment(0, len(text), 0, len(text), "copy")] if text else [],
    )


def _lines(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        found.append((at, at + len(line)))
        at += len(line)
    return found


def sheet(parent_text: str, child_text: str, rows: list[tuple[list[int], list[int]]] | None = None) -> Sheet:
    """The two set side by side; `rows` are (child sentences, parent sentences), else each with the one in its place."""
    parent, child = report("p", parent_text), report("c", child_text)
    mine, theirs = len(child.sentences), len(parent.sentences)
    if rows is None:
        rows = [([n], [n]) for n in range(min(mine, theirs))]
    rows = rows + [([n], []) for n in range(mine) if not any(n in c for c, _ in rows)]
    rows = rows + [([], [n]) for n in range(theirs) if not any(n in p for _, p in rows)]
    table = [
        kinds.Row(
            child=[f"c{n}" for n in c],
            parent=[f"p{n}" for n in p],
            relation="reworded" if c and p else "added" if c else "dropped",
        )
        for c, p in rows
    ]
    sides = [Side(r, facts.extract_one(r).facts) for r in (child, parent)]
    return Sheet(*sides, table, directed=True)


def compare(parent: str, child: str, rows: list[tuple[list[int], list[int]]] | None = None) -> list[kinds.Discrepancy]:
    """The discrepancies of `child` against `parent`."""
    return compare_sheet(sheet(parent, child, rows))


def loud(parent: str, child: str, rows: list[tuple[list[int], list[int]]] | None = None) -> list[str]:
    """The types of what is flagged medium or high."""
    return [d.type for d in compare(parent, child, rows) if d.severity != "low"]


def aligned(parent: str, child: str) -> list[kinds.Discrepancy]:
    """The discrepancies of `child` against `parent`, their sentences set side by side as in a trace."""
    both = [report("p", parent), report("c", child)]
    known = to_table(kinds.ReportFacts, [facts.extract_one(r) for r in both])
    return pipeline.compare(to_table(kinds.Report, both), known, "p", "c").discrepancies

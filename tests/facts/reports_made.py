"""Reports made from plain sentences, for the tests of this room."""

from __future__ import annotations

from retold import kinds
from retold.facts.reading import Reading
from retold.kinds import Span


def reading_of(
    *sentences: str, published: str | None = "2026-03-12", dateline: str | None = None, role: str = "body"
) -> Reading:
    """A reading of a report that holds `sentences`, filed on Thursday 12 March 2026 unless told otherwise."""
    text, rows = "", []
    for number, sentence in enumerate(sentences):
        start = len(text)
        text += sentence
        rows.append(
            kinds.Sentence(
                sentence_id=f"s{number}",
                role=role,
                start=start,
                end=len(text),
                spans=[Span(start, len(text))],  # type: ignore[arg-type]
            )
        )
        text += "\n"
    line = kinds.Dateline(date=dateline, span=Span(0, 0)) if dateline else None
    return Reading(
        kinds.Report(
            report_id="r", path="r.txt", source_sha256="", media_type="text/plain", published=published, dateline=line,
            text=text, sentences=rows, segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
        )
    )  # fmt: skip

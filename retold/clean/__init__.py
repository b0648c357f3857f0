"""Source -> Report: repaired, taken apart, every character accounted for."""

from __future__ import annotations

import re
from datetime import date

import pyarrow as pa

from retold import kinds
from retold.sentences import split_sentences
from retold.settings import Settings
from retold.tables import rows, to_table


def recover(sources: pa.Table, *, settings: Settings, as_of: date | None) -> pa.Table:
    """A table of reports from a table of sources, a row each."""
    return to_table(kinds.Report, [_recover(s) for s in rows(kinds.Source, sources)])


def _recover(source: kinds.Source) -> kinds.Report:
    sentences: list[kinds.Sentence] = []
    for number, match in enumerate(re.finditer(r"\S(?:.|\n(?!\s*\n))*", source.text)):
        for start, end in split_sentences(source.text, match.start(), match.end()):
            sentences.append(
                kinds.Sentence(
                    sentence_id=f"{source.source_id}.{len(sentences)}",
                    role="body" if number else "headline",
                    start=start,
                    end=end,
                    spans=[kinds.Span(start, end)],
                    paragraph=number,
                )
            )
    return kinds.Report(
        report_id=source.source_id,
        path=source.path,
        locator=source.locator,
        source_id=source.row_id,
        source_sha256=source.sha256,
        media_type=source.media_type,
        text=source.text,
        sentences=sentences,
        segments=source.segments,
    )

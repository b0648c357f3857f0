"""Running text as a report, for the tests of this room."""

from __future__ import annotations

from retold import kinds
from retold.facts.reading import Reading
from retold.sentences import split_sentences


def reading_of(text: str, headline: str | None = None, whole: bool = False) -> Reading:
    """`text` as the body of a report, below `headline`; as one sentence where `whole`."""
    full = f"{headline}\n\n{text}" if headline else text
    start = len(headline) + 2 if headline else 0
    spans = [(start, len(full))] if whole else split_sentences(full, start)
    sentences = [
        kinds.Sentence(sentence_id=f"s{n}", role="body", start=lo, end=hi, spans=[]) for n, (lo, hi) in enumerate(spans)
    ]
    if headline:
        sentences.insert(0, kinds.Sentence(sentence_id="h", role="headline", start=0, end=len(headline), spans=[]))
    report = kinds.Report(
        report_id="r",
        path="r.txt",
        source_sha256="",
        media_type="text/plain",
        text=full,
        sentences=sentences,
        segments=[],
    )
    return Reading(report)

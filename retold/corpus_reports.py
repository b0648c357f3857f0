"""Reports of a corpus run -> their marks and signatures, a batch at a time: what its worker processes do."""

from __future__ import annotations

import re

import pyarrow as pa

from retold import kinds
from retold.facts.marks import mark_one
from retold.match.signing import sign_many
from retold.sentences import split_sentences
from retold.settings import Settings
from retold.words import fold

# Names and figures in the order of the text, each once; what a report says of its own source.
MARKS = pa.schema(
    [
        pa.field("report_id", pa.string()),
        pa.field("names", pa.list_(pa.string())),
        pa.field("figures", pa.list_(pa.string())),  # value and unit: "64 percent"
        pa.field("credits", pa.list_(pa.string())),
    ]
)

# What of the table of reports a trace would be told by its columns.
STATED = ("report_id", "outlet", "url", "headline", "published")


def mark_part(texts: pa.Table, stated: pa.Table, settings: Settings) -> tuple[pa.Table, pa.Table]:
    """(`MARKS`, `SIGNED`) of the reports of `texts`; `stated` has the columns `STATED` of the same reports."""
    make = _repaired if settings.corpus_text == "repaired" else _running
    reports = [
        make(report_id, text, outlet, url, headline, published, settings)
        for text, report_id, outlet, url, headline, published in zip(
            texts.column("text").to_pylist(), *(stated.column(name).to_pylist() for name in STATED)
        )
    ]
    return pa.Table.from_pylist([_marks(r) for r in reports], schema=MARKS), sign_many(reports)


def _marks(report: kinds.Report) -> dict[str, object]:
    facts = mark_one(report).facts
    found = sorted(
        (mention, named.name)
        for named in (*facts.people, *facts.organisations, *facts.places)
        for mention in named.mentions[:1]
    )
    figures = [f"{q.value:g} {q.unit or ''}".strip() for q in facts.quantities]
    return {
        "report_id": report.report_id,
        "names": list(dict.fromkeys(name for _, name in found)),
        "figures": list(dict.fromkeys(figures)),
        "credits": list(dict.fromkeys(c.agency for c in report.credits if c.kind != "photo")),
    }


def _running(
    report_id: str,
    text: str,
    outlet: str | None,
    url: str | None,
    headline: str | None,
    published: str | None,
    settings: Settings,
) -> kinds.Report:
    """The report as its running text is: sentences and a headline, nothing repaired or taken apart."""
    sentences = []
    for n, (start, end) in enumerate(split_sentences(text)):
        role: kinds.SentenceRole = "body"
        if n == 0 and (_is_heading(text, start, end) or (headline and fold(headline) == fold(text[start:end]))):
            role = "headline"
        sentences.append(kinds.Sentence(sentence_id=str(n), role=role, start=start, end=end, spans=[]))
    return kinds.Report(
        report_id=report_id,
        path="",
        source_sha256="",
        media_type="",
        outlet=outlet,
        url=url,
        headline=headline,
        published=published,
        text=text,
        sentences=sentences,
        segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
    )


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] stands alone, without a stop at its end."""
    return text[end - 1] not in ".!?:;,\"'”’" and re.match(r"[^\S\n]*\n[^\S\n]*\n", text[end : end + 80]) is not None


def _repaired(
    report_id: str,
    text: str,
    outlet: str | None,
    url: str | None,
    headline: str | None,
    published: str | None,
    settings: Settings,
) -> kinds.Report:
    """The report as a trace recovers it."""
    from retold import clean

    stated = {"publisher": outlet, "url": url, "headline": headline, "published": published}
    source = kinds.Source(
        source_id=report_id,
        path="",
        sha256="",
        media_type="",
        text=text,
        running=text,
        segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
        blocks=[kinds.Block(start=0, end=len(text), kind="text")],
        witnesses=[kinds.Witness(field=f, value=v, where="file") for f, v in stated.items() if v],
    )
    return clean.recover_one(source, settings)

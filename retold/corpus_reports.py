"""Reports of a corpus run -> their marks and signatures, a batch at a time: what its worker processes do."""

from __future__ import annotations

import re

import pyarrow as pa

from retold import kinds
from retold.facts.marks import list_marks, mark_one, say_figure
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
    marks = zip(*(_marks(report, settings) for report in reports))
    columns = [[r.report_id for r in reports], *marks] if reports else [[] for _ in MARKS]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, MARKS)], schema=MARKS), sign_many(reports)


def _marks(report: kinds.Report, settings: Settings) -> tuple[list[str], list[str], list[str]]:
    """(names, figures, credits) of a report."""
    agencies = [c.agency for c in report.credits if c.kind != "photo"]
    if report.dateline and report.dateline.agency:
        agencies.append(report.dateline.agency)
    names, figures = list_marks(report.text) if settings.corpus_text == "running" else _framed(report)
    return names, figures, list(dict.fromkeys(agencies))


def _framed(report: kinds.Report) -> tuple[list[str], list[str]]:
    """(names, figures) of a report and of its frame, each once, in the order of the source."""
    facts = mark_one(report).facts
    named = [(p.name, p.mentions) for p in facts.people]
    named += [(o.name, o.mentions) for o in facts.organisations]
    named += [(p.name, p.mentions) for p in facts.places]
    found = sorted((mention, name) for name, mentions in named for mention in mentions[:1])
    figures = [say_figure(q.value, q.unit) for q in facts.quantities]
    return list(dict.fromkeys(name for _, name in found)), list(dict.fromkeys(figures))


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
    role: kinds.SentenceRole = "body"
    places = split_sentences(text)
    if places:
        first = text[slice(*places[0])]
        if _is_heading(text, *places[0]) or (headline and (headline == first or fold(headline) == fold(first))):
            role = "headline"
    sentences = [
        kinds.Sentence(sentence_id=str(n), role="body" if n else role, start=start, end=end, spans=[])
        for n, (start, end) in enumerate(places)
    ]
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
        credits=_credits(text),
    )


_BLANK_LINE_RE = re.compile(r"[^\S\n]*\n[^\S\n]*\n")
_PARAGRAPH_RE = re.compile(r"[^\n]+")
_CREDIT_CHARS = 160  # a credit line is shorter


def _credits(text: str) -> list[kinds.Credit]:
    """The sources that a text names where they are nearly always named: a dateline near its top, a line of its own at an end."""
    from retold.clean.credits import find_credits
    from retold.clean.datelines import find_dateline

    places = [m.span() for m in _PARAGRAPH_RE.finditer(text)]
    found: list[kinds.Credit] = []
    for start, end in places[:3]:
        dateline = find_dateline(text, start, end)
        if dateline is not None:
            if dateline.agency:
                found.append(kinds.Credit(agency=dateline.agency, kind="agency"))
            break
    for start, end in dict.fromkeys(places[:3] + places[-2:]):
        if end - start <= _CREDIT_CHARS:
            for named in find_credits(text[start:end]):
                if named.kind in ("agency", "republished", "compiled"):
                    found.append(kinds.Credit(agency=named.name, kind="agency"))
    return found


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] stands alone, without a stop at its end."""
    return text[end - 1] not in ".!?:;,\"'”’" and _BLANK_LINE_RE.match(text, end, end + 80) is not None


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

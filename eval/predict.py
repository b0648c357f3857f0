"""Predictions for a labelled set, in the form its scorer reads: `python -m eval.predict SET DATA_DIR OUT`.

Reads the inputs of DATA_DIR and never a file named truth*, gold* or *silver*. What it does to a text is
what the program does to it: texts go in as rows or files, and out come reports, facts, stories, links.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from retold import kinds, pipeline
from retold.kinds import Report
from retold.settings import DEFAULTS, Settings
from retold.tables import rows, to_table

Prediction = dict[str, Any]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file that is an input, never the answers."""
    if path.name.startswith(("truth", "gold")) or "silver" in path.name:
        raise ValueError(f"{path.name} holds answers: predictions are made without it")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def recover_rows(items: Iterable[dict[str, Any]], **columns: str) -> dict[str, Report]:
    """The report of each row, by its id; `columns` names our column for one of theirs (date="dct")."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for item in items:
                row = {"id": item["id"], "text": item["text"]}
                row.update({ours: item[theirs] for ours, theirs in columns.items() if item.get(theirs)})
                file.write(json.dumps(row) + "\n")
        found = rows(Report, pipeline.recover([str(path)]).reports)
    return {r.source_id or r.report_id: r for r in found}


def read_facts(reports: Iterable[Report], settings: Settings = DEFAULTS) -> dict[str, kinds.Facts]:
    """The facts of each report, by the id of its row."""
    from retold import facts

    return {r.source_id or r.report_id: facts.extract_one(r, settings).facts for r in reports}


def recover_pages(data: Path) -> Iterator[tuple[dict[str, Any], Report | None]]:
    """Each page of a set and the report recovered from it."""
    with tempfile.TemporaryDirectory() as folder:
        for item in read_lines(data / "input.jsonl"):
            page = Path(folder) / "page.html"
            page.write_bytes(gzip.decompress((data / item["html"]).read_bytes()))
            found = rows(Report, pipeline.recover([str(page)]).reports)
            yield item, found[0] if found else None


def body_text(report: Report) -> str:
    """The report's body with its headings, as an extraction benchmark wants it: a line a paragraph."""
    paragraphs: dict[int, list[str]] = {}
    begun = False
    for s in report.sentences:
        begun = begun or s.role in ("lead", "body")
        if s.role in ("lead", "body") or (s.role == "subhead" and begun):
            paragraphs.setdefault(s.paragraph, []).append(report.text[s.start : s.end])
    return "\n".join(" ".join(p) for p in paragraphs.values())


# ---------------------------------------------------------------- a function a form of set


def predict_passages(data: Path) -> Iterator[Prediction]:
    """Reused passages of each pair of documents."""
    from retold.align import find_passages

    reports = recover_rows(read_lines(data / "docs.jsonl"))
    for item in read_lines(data / "pairs.jsonl"):
        susp, src = reports.get(item["susp"]), reports.get(item["src"])
        cases = []
        if susp and src:
            pair = as_pair(susp, src)
            table = find_passages(to_table(Report, [susp, src]), to_table(kinds.Pair, [pair]), settings=DEFAULTS)
            for p in rows(kinds.Passage, table):
                mine, other = (
                    (p.left_span, p.right_span) if p.left_id == susp.report_id else (p.right_span, p.left_span)
                )
                cases.append(
                    {"susp": [mine.start, mine.end - mine.start], "src": [other.start, other.end - other.start]}
                )
        yield {"id": item["id"], "cases": cases}


def predict_stories(data: Path) -> Iterator[Prediction]:
    """The story of each report, all in one pile."""
    from retold import match

    items = read_lines(data / "input.jsonl")
    reports = recover_rows(items, date="date", title="title", outlet="publisher", url="url")
    table = to_table(Report, reports.values())
    pairs = match.find_pairs(table, to_table(kinds.ReportFacts, []), settings=DEFAULTS)  # facts are not looked at
    story = {
        m.report_id: m.story_id for m in rows(kinds.StoryMember, match.group_stories(table, pairs, settings=DEFAULTS))
    }
    for item in items:
        report = reports.get(item["id"])
        yield {"id": item["id"], "cluster": story[report.report_id] if report else item["id"]}


def predict_repairs(data: Path) -> Iterator[Prediction]:
    """The repaired text of each damaged one."""
    for item in read_lines(data / "input.jsonl"):
        yield {"id": item["id"], "text": repaired(item["text"])}


def predict_mojibake(data: Path) -> Iterator[Prediction]:
    """The repaired text of each damaged one, with what ftfy does for looks as well: its answers have straight quotes."""
    import ftfy

    looks = ftfy.TextFixerConfig(fix_encoding=False, unescape_html=False)
    for item in read_lines(data / "input.jsonl"):
        yield {"id": item["id"], "text": ftfy.fix_text(repaired(item["text"]), looks)}


def repaired(text: str) -> str:
    """`text` with the repairs that clean makes, and otherwise as it was."""
    from retold.clean import repair_text

    return repair_text(text)


def predict_bodies(data: Path) -> Iterator[Prediction]:
    """Article body, headline, date and authors of each page."""
    for item, report in recover_pages(data):
        if report is None:
            yield {"id": item["id"], "text": ""}
            continue
        yield {
            "id": item["id"],
            "text": body_text(report),
            "title": report.headline,
            "date": report.published,
            "authors": [b.name for b in report.bylines if b.role != "photographer"],
        }


def predict_publication(data: Path) -> Iterator[Prediction]:
    """The publication date of each page."""
    for item, report in recover_pages(data):
        yield {"id": item["id"], "date": report.published[:10] if report and report.published else None}


def predict_timex(data: Path) -> Iterator[Prediction]:
    """The dates in each text, anchored on the day the document was made."""
    reports = recover_rows(read_lines(data / "input.jsonl"), date="dct")
    for name, known in read_facts(reports.values()).items():
        yield {
            "id": name,
            "timex": [
                {"span": [d.span.start, d.span.end], "type": d.kind.upper(), "value": d.value} for d in known.dates
            ],
        }


def predict_figures(data: Path) -> Iterator[Prediction]:
    """The figures of each sentence, in the benchmark's names for units and bounds."""
    from eval.newsquant import newsquant

    for name, report in recover_rows(read_lines(data / "input.jsonl")).items():
        yield {"id": name, "quantities": newsquant(report)}


def predict_statements(data: Path) -> Iterator[Prediction]:
    """Who said what in each text, attitudes included, as these sets count them."""
    reports = recover_rows(read_lines(data / "input.jsonl"))
    wide = msgspec.structs.replace(DEFAULTS, facts_statement_breadth="wide")
    for name, known in read_facts(reports.values(), wide).items():
        found = []
        for s in known.statements:
            source = [[s.speaker_span.start, s.speaker_span.end]] if s.speaker_span else []
            found.append({"content": [[c.start, c.end] for c in s.content_spans], "source": source})
        yield {"id": name, "attributions": found}


def predict_events(data: Path) -> Iterator[Prediction]:
    """The event type of each sentence."""
    from retold.facts.events import main_event

    for item in read_lines(data / "input.jsonl"):
        yield {"id": item["id"], "event": main_event(item["text"])}


def predict_support(data: Path) -> Iterator[Prediction]:
    """Whether each claim is supported by its source: 1 yes, 0 no, and a score."""
    sources = recover_rows(read_lines(data / "sources.jsonl"))
    items = read_lines(data / "input.jsonl")
    claims = recover_rows(items)
    known = read_facts([*sources.values(), *claims.values()])
    for item in items:
        source, claim = sources.get(item["source"]), claims.get(item["id"])
        if source is None or claim is None:
            yield {"id": item["id"], "label": 1, "score": 0.5}
            continue
        score = support(source, claim, known[item["source"]], known[item["id"]])
        yield {"id": item["id"], "label": int(score > DEFAULTS.record_claim_changed), "score": score}


def support(source: Report, claim: Report, source_facts: kinds.Facts, claim_facts: kinds.Facts) -> float:
    """How likely `source` supports all of `claim`, 0..1: as likely as the sentence of it that is least so."""
    known = [
        kinds.ReportFacts(report_id=source.report_id, facts=source_facts),
        kinds.ReportFacts(report_id=claim.report_id, facts=claim_facts),
    ]
    tables = to_table(Report, [source, claim]), to_table(kinds.ReportFacts, known)
    return min((c.score for c in pipeline.find_claims(*tables, claim.report_id, source.report_id)), default=0.5)


def predict_derivation(data: Path) -> Iterator[Prediction]:
    """Whether each text keeps close to its source, tells it in other words, or is its own."""
    sources = recover_rows(read_lines(data / "sources.jsonl"))
    items = read_lines(data / "input.jsonl")
    answers = recover_rows(items)
    names = {"close": "wholly-derived", "loose": "partially-derived", "own": "non-derived"}
    for item in items:
        source, answer = sources.get(item["source"]), answers.get(item["id"])
        wording = wording_between(source, answer)[0] if source and answer else "own"
        yield {"id": item["id"], "label3": names[wording]}


def wording_between(source: Report, answer: Report) -> tuple[str, float]:
    """What an edge from `source` to `answer` would say of the wording, and the share that follows."""
    from retold import align, lineage

    reports = to_table(Report, [source, answer])
    links = align.link_sentences(reports, to_table(kinds.Pair, [as_pair(source, answer)]), settings=DEFAULTS)
    return lineage.judge_wording(
        reports, links, parent_id=source.report_id, child_id=answer.report_id, settings=DEFAULTS
    )


def predict_paraphrase(data: Path) -> Iterator[Prediction]:
    """Whether two sentences mean the same."""
    from retold.record.claims import reworded_odds
    from retold.record.comparing import Side

    items = read_lines(data / "input.jsonl")
    left = recover_rows({"id": i["id"], "text": i["a"]} for i in items)
    right = recover_rows({"id": i["id"], "text": i["b"]} for i in items)
    for item in items:
        a, b = left.get(item["id"]), right.get(item["id"])
        if a is None or b is None:
            yield {"id": item["id"], "label": 0}
            continue
        if a.text == b.text:
            yield {"id": item["id"], "label": 1}
            continue
        odds = reworded_odds(Side(a, kinds.Facts()), Side(b, kinds.Facts()))
        yield {"id": item["id"], "label": int(odds >= 0)}


def as_pair(one: Report, other: Report) -> kinds.Pair:
    """The two as a pair to be compared, whatever matching would say of them."""
    return pipeline.forced_pair(one.report_id, other.report_id)


SETS: dict[str, Callable[[Path], Iterator[Prediction]]] = {
    "align_pan13": predict_passages,
    "cluster_5w1h": predict_stories,
    "cluster_ecbplus": predict_stories,
    "damage_bln600": predict_repairs,
    "damage_ftfy": predict_mojibake,
    "damage_loops": predict_repairs,
    "dates_htmldate": predict_publication,
    "dates_tbaq": predict_timex,
    "derivation_clough": predict_derivation,
    "events_plover": predict_events,
    "extract_aeb": predict_bodies,
    "extract_fundus": predict_bodies,
    "extract_trafilatura": predict_bodies,
    "fact_bump": predict_support,
    "fact_qags": predict_support,
    "fact_summedits_news": predict_support,
    "figures_newsquant": predict_figures,
    "para_msrp": predict_paraphrase,
    "quotes_de_wikinews": predict_statements,
    "quotes_polnear": predict_statements,
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 3 or arguments[0] not in SETS:
        print(f"usage: python -m eval.predict SET DATA_DIR OUT, SET one of {' '.join(SETS)}", file=sys.stderr)
        return 2
    name, data, out = arguments
    with open(out, "w", encoding="utf-8") as file:
        for prediction in SETS[name](Path(data)):
            file.write(json.dumps(prediction, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The whole way through: shape, order, promises of the contract."""

from __future__ import annotations

import json
import random
from pathlib import Path

import jsonschema
import msgspec
import pytest

import retold
from tests.conftest import ROOT


def as_json(trace) -> dict:
    return json.loads(msgspec.json.encode(trace))


def without_clock(trace) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(trace, run=msgspec.structs.replace(trace.run, started="")))


@pytest.fixture(scope="module")
def example(example_paths):
    return retold.trace(example_paths)


SCHEMA = json.loads((ROOT / "docs" / "schema.json").read_text(encoding="utf-8"))


def test_the_example_has_the_promised_shape(example):
    jsonschema.validate(as_json(example), SCHEMA)


def test_every_gold_trace_has_the_promised_shape(shared):
    for folder in sorted((shared / "gold" / "stories").glob("s*")):
        paths = [p for p in sorted(folder.iterdir()) if p.name != "gold.json"]
        jsonschema.validate(as_json(retold.trace(paths)), SCHEMA)


def test_no_list_and_no_span_list_is_null(example):
    def walk(value, where):
        if isinstance(value, dict):
            for key, inner in value.items():
                assert not (key.endswith("spans") and inner is None), where
                walk(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for inner in value:
                walk(inner, where)

    walk(as_json(example), "trace")


def test_every_report_is_in_exactly_one_story(example):
    held = [i for s in example.stories for i in s.report_ids]
    assert sorted(held) == sorted(r.report_id for r in example.reports)


def test_the_order_of_files_changes_nothing(example, example_paths):
    shuffled = list(example_paths)
    random.Random(1).shuffle(shuffled)
    assert without_clock(retold.trace(shuffled)) == without_clock(example)
    assert without_clock(retold.trace(example_paths)) == without_clock(example)


def test_every_span_lies_in_its_source_and_copies_are_equal(example):
    for report in example.reports:
        source = Path(report.path).read_bytes().decode("utf-8")
        for s in report.segments:
            assert 0 <= s.source_start <= s.source_end <= len(source)
            if s.op == "copy":
                assert report.text[s.text_start : s.text_end] == source[s.source_start : s.source_end]
        facts = report.facts
        for span in [x for f in facts.statements for x in f.content_spans] + [
            f.span for f in facts.quantities + facts.dates
        ]:
            assert 0 <= span.start < span.end <= len(source)


def test_edges_join_reports_of_their_story(example):
    for story in example.stories:
        inside = set(story.report_ids)
        lost = {p.lost_parent_id for p in story.lost_parents}
        for d in story.derivations:
            assert d.child_id in inside
            assert (d.parent_id in inside) != (d.lost_parent_id in lost)
            assert 0 <= d.confidence <= 1
            assert d.evidence


def test_flags_point_at_places_not_at_pages(example):
    for story in example.stories:
        for d in story.discrepancies:
            for spans in (d.child_spans, d.parent_spans):
                assert sum(s.end - s.start for s in spans) <= 500
            assert d.child_spans or d.parent_spans
            assert d.explanation.endswith((".", "”", '"'))


def test_nothing_accuses(example):
    said = msgspec.json.encode([s.discrepancies for s in example.stories] + [s.derivations for s in example.stories])
    words = set(said.decode().lower().replace('"', " ").split())
    assert not words & {"plagiarism", "plagiarised", "theft", "stolen", "fake", "false", "lie", "lied"}


def test_the_seeds_come_out_as_an_editor_reads_them(shared):
    trace = retold.trace(sorted((shared / "seeds").glob("*.txt")))
    (story,) = trace.stories
    wire, copy = trace.reports
    (edge,) = story.derivations
    assert (edge.child_id, edge.parent_id) == (copy.report_id, wire.report_id)
    assert edge.evidence[0].kind == "credit_line"
    assert "Sources Xinhua" in edge.evidence[0].detail
    assert [r.published[:10] for r in trace.reports] == ["2025-09-02"] * 2
    assert {d.value[:10] for d in copy.dates if d.role == "printed"} == {"2025-11-11"}
    assert "generation_loop" in {d.kind for d in copy.defects}
    assert copy.text.count("took place during") == 1
    for report, fields in ((wire, 9), (copy, 8)):
        (trade,) = [q for q in report.facts.quantities if q.unit == "USD"]
        assert (trade.value, trade.asserted_by) == (244.8e9, None)
        (signed,) = [a for a in report.facts.agreements if a.fields]
        assert (signed.count, signed.bound, len(signed.fields)) == (20, "more_than", fields)
        assert [len(x.members) for x in report.facts.initiatives if x.members] == [5]
        assert len(report.facts.initiatives) == 4
    named = {x for o in wire.facts.organisations for x in (o.name, o.acronym)}
    assert {"UN", "SCO", "BRICS", "G20"} <= named
    dropped = " ".join(
        d.explanation for d in story.discrepancies if d.type in ("participant_dropped", "list_item_dropped")
    )
    for what in ("Cai Qi", "Wang Yi", "inspection and quarantine"):
        assert what in dropped

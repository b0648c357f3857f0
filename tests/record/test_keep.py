"""The record of a story."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import facts, kinds
from retold.record import keep_record
from retold.settings import DEFAULTS
from retold.tables import keyed, rows, to_table
from tests.record.two_reports import report

Rows = list[tuple[list[int], list[int]]]


@dataclass
class Told:
    """A story as a test tells it: reports by name, with who was taken from whom."""

    texts: dict[str, str]
    published: dict[str, str]
    edges: list[tuple[str, str, Rows]] = field(default_factory=list)  # child, parent, (child, parent sentences)
    relation: dict[str, str] = field(default_factory=dict)
    facts: dict[str, kinds.Facts] = field(default_factory=dict)

    def record(self, *, turned: bool = False) -> kinds.StoryRecord:
        """What is kept of it."""
        reports = [
            msgspec.structs.replace(report(n, t), published=self.published.get(n), headline=_headline(t))
            for n, t in self.texts.items()
        ]
        known = [
            kinds.ReportFacts(report_id=r.report_id, facts=self.facts[r.report_id])
            if r.report_id in self.facts
            else facts.extract_one(r)
            for r in reports
        ]
        sentences = {r.report_id: r.sentences for r in reports}
        derivations = [
            kinds.Derivation(
                child_id=child,
                parent_id=parent,
                relation=self.relation.get(child, "wholly"),  # type: ignore[arg-type]
                confidence=1.0,
                evidence=[],
            )
            for child, parent, _ in self.edges
        ]
        tree = kinds.Lineage(
            story_id="s", derivations=derivations, origins=kinds.Origins(count=1, roots=[], explanation="")
        )
        collations = [_collation(c, p, r, sentences) for c, p, r in self.edges]
        if turned:
            reports, known, collations = reports[::-1], known[::-1], collations[::-1]
        story = dict.fromkeys(self.texts, "s")

        def in_story(table: pa.Table) -> pa.Table:
            return keyed(table, "story_id", "report_id", story)

        (found,) = rows(
            kinds.StoryRecord,
            keep_record(
                in_story(to_table(kinds.Report, reports)),
                in_story(to_table(kinds.ReportFacts, known)),
                to_table(kinds.Lineage, [tree]),
                to_table(kinds.Collation, collations),
                to_table(kinds.Discrepancy, []),
                settings=DEFAULTS,
            ),
        )
        return found


def _headline(text: str) -> str | None:
    first = text.partition("\n")[0]
    return first[2:] if first.startswith("# ") else None


def _collation(child: str, parent: str, linked: Rows, sentences: dict[str, list[kinds.Sentence]]) -> kinds.Collation:
    found = [
        kinds.Row(child=[f"{child}{n}" for n in c], parent=[f"{parent}{n}" for n in p], relation="reworded")
        for c, p in linked
    ]
    carried = {n for _, p in linked for n in p}
    found += [
        kinds.Row(child=[], parent=[s.sentence_id], relation="dropped")
        for n, s in enumerate(sentences[parent])
        if n not in carried and s.role == "body"
    ]
    left, right = sorted((child, parent))
    return kinds.Collation(
        story_id="s", left_id=left, right_id=right, parent_id=parent, child_id=child, directed=True, rows=found
    )


FIRST = (
    "# Ferry runs aground off Marrow\n"
    "Two people were killed and 12 injured when a ferry ran aground off Marrow Island, the coastguard said.\n"
    '"We were blind and we knew it, and nobody on the bridge said a word," said captain Ingrid Tveit.\n'
    "The hull will be inspected by divers on Monday."
)
UPDATE = (
    "# Third death in ferry accident\n"
    "Three people were killed and 12 injured when a ferry ran aground off Marrow Island, the coastguard said.\n"
    '"We were blind and we knew it, and nobody on the bridge said a word," said captain Ingrid Tveit.'
)
CORRECTION = (
    "# Corrected: 21 injured in ferry accident\n"
    "Three people were killed and 21 injured when a ferry ran aground off Marrow Island, the coastguard said.\n"
    "The coastguard had earlier put the number of injured at 12, an error."
)
REWRITE = (
    "# Three dead in ferry accident\n"
    "Three people died and 12 were injured as a ferry ran aground near Marrow Island.\n"
    '"We were blind and we knew it," captain Ingrid Tveit said.'
)
STORY = Told(
    texts={"a": FIRST, "b": UPDATE, "c": CORRECTION, "d": REWRITE},
    published={n: f"2031-05-14T1{k}:00Z" for k, n in enumerate("abcd")},
    edges=[
        ("b", "a", [([1], [1]), ([2], [2])]),
        ("c", "b", [([1], [1])]),
        ("d", "b", [([1], [1]), ([2], [2])]),
    ],
    relation={"b": "update", "c": "correction"},
)


def verdicts(record: kinds.StoryRecord) -> dict[tuple[float | None, ...], str]:
    return {tuple(sorted({m.value or 0 for m in s.mentions})): s.verdict for s in record.ledgers.figures}


def test_a_figure_that_grows_with_time_is_an_update():
    assert verdicts(STORY.record())[2.0, 3.0] == "update"


def test_a_corrected_figure_that_a_later_report_still_carries_is_not_propagated():
    assert verdicts(STORY.record())[12.0, 21.0] == "correction_not_propagated"


def test_the_figure_that_a_correction_takes_back_is_superseded():
    (slot,) = [s for s in STORY.record().ledgers.figures if s.verdict == "correction_not_propagated"]
    assert [(m.value, m.status) for m in slot.mentions if m.report_id == "c"] == [
        (21.0, "current"),
        (12.0, "superseded"),
    ]


def test_figures_that_no_time_and_no_correction_explain_are_a_discrepancy():
    texts = {
        "a": "The line was overhauled at a cost of 40 million euros.",
        "b": "The line was overhauled at a cost of 48 million euros.",
    }
    told = Told(texts, {"a": "2031-05-14", "b": "2031-05-15"}, [("b", "a", [([0], [0])])])
    assert verdicts(told.record()) == {(40e6, 48e6): "discrepancy"}


def test_a_rounded_figure_agrees():
    texts = {"a": "The firm is recalling 48,600 batteries.", "b": "The firm is recalling nearly 49,000 batteries."}
    told = Told(texts, {}, [("b", "a", [([0], [0])])])
    assert verdicts(told.record()) == {(48600.0, 49000.0): "agree"}


def test_a_quotation_has_each_report_that_gives_it_and_how():
    (quote,) = STORY.record().ledgers.quotes
    assert [(m.report_id, m.form) for m in quote.mentions] == [("a", "verbatim"), ("b", "verbatim"), ("d", "trimmed")]


def test_a_sentence_has_its_first_appearance_and_its_carriers():
    found = {
        (x.first.report_id, FIRST[x.first.span.start : x.first.span.start + 3]): x for x in STORY.record().ancestry
    }
    assert [c.report_id for c in found["a", "Two"].carriers] == ["b", "c", "d"]


def test_what_the_child_left_out_weighs_its_share():
    missing = {(m.parent_id, m.child_id, m.sentence_id): m.weight for m in STORY.record().missing}
    assert 0.1 < missing["a", "b", "a3"] < 0.5
    assert ("b", "c", "b2") in missing


def test_an_ancestor_comes_first_whatever_its_clock_says():
    told = Told(STORY.texts, {**STORY.published, "a": "2031-05-20T10:00Z"}, STORY.edges, STORY.relation)
    record = told.record()
    assert record.title == "Ferry runs aground off Marrow"
    assert {x.first for x in record.record.people if "Tveit" in x.item} == {"a"}


def test_a_thing_is_on_record_once_with_its_reports_and_origins():
    (captain,) = [x for x in STORY.record().record.people if "Tveit" in x.item]
    assert (captain.reports, captain.origins) == (3, 1)


def test_independent_reports_are_origins_of_their_own():
    told = Told({"a": FIRST, "b": UPDATE}, STORY.published)
    (captain,) = [x for x in told.record().record.people if "Tveit" in x.item]
    assert captain.origins == 2


def test_a_name_and_its_acronym_are_one_organisation():
    def known(name: str, acronym: str | None, start: int) -> kinds.Facts:
        span = kinds.Span(start, start + len(name))
        return kinds.Facts(organisations=[kinds.Organisation(name=name, acronym=acronym, mentions=[span])])

    texts = {"a": "Northern Grain Council (NGC) met.", "b": "NGC met."}
    facts_ = {"a": known("Northern Grain Council", "NGC", 0), "b": known("NGC", None, 0)}
    (item,) = Told(texts, {}, facts=facts_).record().record.organisations
    assert (item.item, item.reports) == ("Northern Grain Council", 2)


def test_the_order_of_rows_does_not_matter():
    assert STORY.record() == STORY.record(turned=True)


PIECES = st.sampled_from(
    [*FIRST.splitlines(), *CORRECTION.splitlines(), *REWRITE.splitlines(), "…", "12", "\u202e", "“", "Er sagte nichts."]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, max_size=5), st.lists(PIECES, max_size=5), st.data())
def test_every_span_lies_in_its_report(one: list[str], other: list[str], data: st.DataObject):
    texts = {"a": "\n".join(one), "b": "\n".join(other)}
    counts = {n: len(report(n, t).sentences) for n, t in texts.items()}
    linked: Rows = []
    if all(counts.values()):
        place = st.tuples(st.integers(0, counts["b"] - 1), st.integers(0, counts["a"] - 1))
        linked = [([b], [a]) for b, a in data.draw(st.lists(place, max_size=4))]
    record = Told(texts, {}, [("b", "a", linked)]).record()
    mentions = [m for kind in msgspec.structs.astuple(record.record) for item in kind for m in item.mentions]
    mentions += [m for s in (*record.ledgers.figures, *record.ledgers.quotes) for m in s.mentions]
    mentions += [m for x in record.ancestry for m in (x.first, *x.carriers)]
    for m in mentions:
        assert 0 <= m.span.start < m.span.end <= len(texts[m.report_id])
    assert all(0 <= m.weight <= 1 for m in record.missing)

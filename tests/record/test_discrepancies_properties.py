"""Whatever the reports, facts and rows: no exception, places inside the source, the same answer twice."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.kinds import Span
from retold.record.comparing import MOST_CHARACTERS, Sheet, Side
from retold.record.discrepancies import compare_sheet
from tests.record.two_reports import report

WORDS = [
    "the",
    "a",
    "of",
    "in",
    "to",
    "and",
    "not",
    "no",
    "will",
    "may",
    "would",
    "said",
    "says",
    "according",
    "if",
    "because",
    "earlier",
    "during",
    "about",
    "more",
    "than",
    "12",
    "7",
    "3.5",
    "percent",
    "million",
    "km",
    "miles",
    "Lima",
    "Oslo",
    "Anna",
    "Berg",
    "minister",
    "president",
    "leaders",
    "sides",
    "signed",
    "rejected",
    "approved",
    "rose",
    "fell",
    "visit",
    "plan",
    "tax",
    "bridge",
    '"',
    ",",
    ".",
    ",",
    ".",
    ":",
    "(",
    ")",
    "May",
    "2031",
    "€",
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=60)


def _arbitrary_facts(text: str, seed: int) -> kinds.Facts:
    """Facts with places anywhere, beyond the text too: what a faulty room might hand over."""
    chance = random.Random(seed)

    def span() -> Span:
        start = chance.randrange(len(text) + 3)
        return Span(start, start + chance.randrange(1, 30))

    return kinds.Facts(
        statements=[
            kinds.Statement(
                speaker=["Anna Berg"][: chance.randrange(2)],
                speaker_span=span(),
                cue="said",
                cue_span=span(),
                content_spans=[span()],
                form="indirect",
            )
            for _ in range(chance.randrange(4))
        ],
        quantities=[
            kinds.Quantity(span=span(), value=chance.choice([None, 7.0, 12.0, 0.0, float("inf")]), unit="km")
            for _ in range(chance.randrange(4))
        ],
        dates=[kinds.DateMention(span=span(), value=chance.choice(["2031-05-12", "P3D", "?"])) for _ in range(3)],
        people=[kinds.Person(name=chance.choice(["", "Anna Berg", "Berg"]), titles=["President"], mentions=[span()])],
        lists=[kinds.ListFact(of=None, members=[kinds.Labelled(label="x", span=span()) for _ in range(3)])],
    )


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.integers(0, 10_000))
def test_arbitrary_reports_give_places_inside_them(parent_text: str, child_text: str, seed: int) -> None:
    parent, child = report("p", parent_text), report("c", child_text)
    chance = random.Random(seed)
    links = [
        kinds.Row(
            child=[s.sentence_id for s in child.sentences if chance.random() < 0.4],
            parent=[s.sentence_id for s in parent.sentences if chance.random() < 0.4],
            relation="reworded",
        )
        for _ in range(3)
    ]

    def run() -> list[kinds.Discrepancy]:
        sides = (
            Side(child, _arbitrary_facts(child_text, seed)),
            Side(parent, _arbitrary_facts(parent_text, seed + 1)),
        )
        return compare_sheet(Sheet(*sides, links, directed=bool(seed % 2)))

    found = run()
    assert found == run()
    for d in found:
        for spans, text in ((d.child_spans, child_text), (d.parent_spans, parent_text)):
            assert sum(s.end - s.start for s in spans) <= MOST_CHARACTERS
            assert all(0 <= s.start < s.end <= len(text) for s in spans)

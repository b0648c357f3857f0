"""The apparatus: every reading of a sentence once, with who has it, whatever the order of the reports."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from retold.kinds import Ancestry, Carrier, ReportSpan, Span
from retold.show.apparatus import readings
from retold.show.labels import printable

TEXTS = {
    "wire": "The dam at Orrin held on Monday, engineers said.",
    "copy": "The dam at Orrin HELD on Monday,  engineers said.",
    "post": "Engineers said the dam at Orrin held.",
    "lantern": "The dam held on Monday, engineers said.",
}


def cut(report_id: str, span: Span) -> str:
    return TEXTS[report_id][span.start : span.end]


def whole(report_id: str, form: str = "near_verbatim") -> Carrier:
    return Carrier(report_id=report_id, span=Span(0, len(TEXTS[report_id])), form=form)


def of(*carriers: Carrier) -> Ancestry:
    first = ReportSpan(report_id="wire", span=Span(0, len(TEXTS["wire"])))
    return Ancestry(first=first, carriers=list(carriers))


def test_the_same_words_are_the_same_reading_however_they_are_set():
    (reading,) = readings(of(whole("copy", "verbatim")), cut)
    assert reading.same and [form for _, _, form in reading.places] == ["verbatim"]


def test_another_reading_says_what_it_drops_and_adds():
    (reading,) = readings(of(whole("lantern")), cut)
    assert reading.parts == [("keep", "The dam"), ("drop", "at Orrin"), ("keep", "held on Monday, engineers said.")]


def test_a_sentence_told_in_two_is_one_reading():
    carriers = [
        Carrier(report_id="post", span=Span(15, len(TEXTS["post"])), form="condensed"),
        Carrier(report_id="post", span=Span(0, 14), form="merged"),
    ]
    (reading,) = readings(of(*carriers), cut)
    assert [form for _, _, form in reading.places] == ["merged", "condensed"]
    assert " ".join(text for op, text in reading.parts if op != "drop") == TEXTS["post"]


def test_the_order_of_reports_decides_nothing_but_the_names():
    carriers = [whole("copy"), whole("post"), whole("lantern")]
    found = [
        sorted((tuple(r.parts), tuple(sorted(r.places))) for r in readings(of(*order), cut))
        for order in itertools.permutations(carriers)
    ]
    assert all(f == found[0] for f in found)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_of_either_is_lost(first: str, other: str):
    def texts(report_id: str, span: Span) -> str:
        return first if report_id == "a" else other

    ancestry = Ancestry(
        first=ReportSpan(report_id="a", span=Span(0, 1)), carriers=[Carrier(report_id="b", span=Span(0, 1), form="x")]
    )
    (reading,) = readings(ancestry, texts)
    assert " ".join(text for op, text in reading.parts if op != "drop") == printable(other)
    left_out = [word for op, text in reading.parts if op == "drop" for word in text.split()]
    assert not Counter(left_out) - Counter(printable(first).split())

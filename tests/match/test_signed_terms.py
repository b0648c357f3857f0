"""Signing reads words without an object for each; its terms are those of `find_terms` all the same."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.match.signature import sign
from retold.terms import find_terms

PIECES = (
    *(
        "Mayor",
        "The",
        "the",
        "U.S.",
        "Zorvath",
        "zorvath",
        "Ünal",
        "ß",
        "²",
        "Peru's",
        "中文",
        "hills",
        "Fire",
        "fire",
        "½",
        "ﾞ",
    ),
    *("twenty", "five", "hundred", "and", "dozen", "one", "4:25", "4.25 a.m.", "1,200", "64", "1999", "12:30", "3:"),
    *(" ", " ", " ", "-", "“", "(", ".", "!", "\n", "_", "\u0301"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_a_signature_has_the_terms_that_are_found_in_its_sentences(text: str) -> None:
    report = kinds.Report(
        report_id="r",
        path="",
        source_sha256="",
        media_type="",
        text=text,
        sentences=[kinds.Sentence(sentence_id="0", role="body", start=0, end=len(text), spans=[])],
        segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
    )
    terms = find_terms(text)
    signature = sign(report)
    assert {k: times for k, (_, times, _, _) in signature.weights.items()} == Counter(t.key for t in terms)
    assert {k for k in signature.weights if k[0].isdigit()} == {t.key for t in terms if t.figure}
    assert signature.sentences[0].frame == {t.key: t.bits for t in terms if not t.figure}
    assert signature.sentences[0].figures == {t.key: t.bits for t in terms if t.figure}
    written = [t for t in terms if not t.figure and t.end - t.start > 3]
    titled = len(written) > 2 and sum(text[t.start].isupper() for t in written) > 0.7 * len(written)
    small = {t.key for t in terms if not t.figure and not text[t.start].isupper()}
    names = {t.key for t in terms if t.name and t.start > 0 and not titled}
    assert signature.names == names - small

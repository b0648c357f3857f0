"""Claims: is each sentence of one report supported by another?"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import facts, kinds, pipeline
from retold.data import read_lines
from retold.tables import to_table
from tests.record.two_reports import report

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "claims.toml").read_text(encoding="utf-8"))["report"]


@cache
def _source(text: str) -> tuple[kinds.Report, kinds.ReportFacts]:
    told = report("a", text)
    return told, facts.extract_one(told)


def hold(text: str, claim: str) -> list[kinds.Claim]:
    """The sentences of `claim` held against `text`."""
    one, known = _source(text)
    other = report("b", claim)
    tables = to_table(kinds.Report, [one, other]), to_table(kinds.ReportFacts, [known, facts.extract_one(other)])
    return pipeline.find_claims(*tables, "b", "a")


def _cases(kind: str) -> list[object]:
    found = []
    for case in CASES:
        for entry in case[kind]:
            claim = entry if isinstance(entry, str) else entry["claim"]
            what = "" if isinstance(entry, str) else f"{entry['what']}: "
            marks = [pytest.mark.xfail(strict=True)] if claim in case["known"] else []
            found.append(pytest.param(case["text"], claim, id=f"{case['label']}: {what}{claim[:40]}", marks=marks))
    return found


@pytest.mark.parametrize(("text", "claim"), _cases("faithful"))
def test_a_faithful_rewording_is_not_called_changed(text: str, claim: str) -> None:
    assert all(c.verdict in ("supported", "undecided") for c in hold(text, claim))


@pytest.mark.parametrize(("text", "claim"), _cases("changed"))
def test_a_changed_claim_is_called_changed_or_not_there(text: str, claim: str) -> None:
    assert any(c.verdict in ("changed", "not_in_other") for c in hold(text, claim))


def test_there_are_as_many_changed_claims_as_faithful_ones() -> None:
    counts = [sum(len(c[kind]) for c in CASES) for kind in ("faithful", "changed")]
    assert min(counts) >= 30
    known = {claim for c in CASES for claim in c["known"]}
    told = {e if isinstance(e, str) else e["claim"] for c in CASES for k in ("faithful", "changed") for e in c[k]}
    assert known <= told


def test_every_sentence_of_the_source_supports_itself() -> None:
    for case in CASES:
        claims = hold(case["text"], case["text"])
        assert [c.verdict for c in claims] == ["supported"] * len(claims)


def test_a_changed_figure_is_named_with_both_readings() -> None:
    text = "The ministry bought 40 buses for the city of Arlen on Monday. The mayor thanked the minister."
    (claim,) = hold(text, "The ministry bought 14 buses for the city of Arlen on Monday.")
    assert claim.verdict == "changed"
    assert claim.support[0].sentence_id == "a0"
    change = next(c for c in claim.changes if c.type == "number_changed")
    assert "14" in change.explanation
    assert "40" in change.explanation


def test_words_of_the_support_are_paired_in_both_texts() -> None:
    text = "The ministry bought 40 buses for the city of Arlen on Monday."
    claim_text = "The city of Arlen has 40 buses."
    (claim,) = hold(text, claim_text)
    pairs = {
        (claim_text[p.claim_span.start : p.claim_span.end], text[p.other_span.start : p.other_span.end])
        for s in claim.support
        for p in s.words
    }
    assert {("city", "city"), ("Arlen", "Arlen"), ("40", "40")} <= pairs


def test_what_the_other_report_does_not_tell_is_not_there() -> None:
    (claim,) = hold(CASES[0]["text"], "Penguins slept on the glacier while whales sang.")
    assert claim.verdict == "not_in_other"


def test_clauses_have_verdicts_of_their_own() -> None:
    text = "Police closed the old market in Dorwick on Monday. Traders moved their stalls to the harbour."
    (claim,) = hold(text, "Police closed the old market in Dorwick, while penguins slept on distant glaciers.")
    assert len(claim.clauses) == 2
    first, second = claim.clauses
    assert first.score > second.score
    assert second.verdict == "not_in_other"


def test_a_broader_word_supports_and_another_of_the_kind_does_not() -> None:
    text = "The robbers fled in a white van with two bags of coins. Police searched the harbour until dawn."
    (broader,) = hold(text, "The robbers fled in a white vehicle with two bags of coins.")
    (narrower,) = hold(text.replace("van", "vehicle"), "The robbers fled in a white van with two bags of coins.")
    (other,) = hold(text, "The robbers fled in a white bus with two bags of coins.")
    assert broader.verdict == "supported"
    assert narrower.score < broader.score
    assert other.verdict == "changed"
    assert any("bus" in c.explanation and "van" in c.explanation for c in other.changes)


def test_a_phrase_supports_the_word_it_stands_for() -> None:
    text = "The minister made a decision to call off the talks in Arlen on Monday."
    (claim,) = hold(text, "The minister decided to cancel the talks in Arlen on Monday.")
    assert claim.verdict == "supported"


def test_a_figure_torn_at_its_comma_is_the_figure() -> None:
    text = "The clip has been viewed more than 235, 000 times since Monday."
    (same,) = hold(text, "The clip has been viewed more than 235,000 times since Monday.")
    (other,) = hold(text, "The clip has been viewed more than 253,000 times since Monday.")
    assert same.verdict == "supported"
    assert other.verdict == "changed"


def test_an_ordinal_is_answered_by_its_count() -> None:
    (claim,) = hold("She needed 90 games to score 300 goals for Arlen.", "She scored her 300th goal for Arlen.")
    assert claim.verdict == "supported"


@pytest.mark.parametrize("name", ["claim_synonyms", "claim_lexicon"])
def test_a_group_of_the_lexicon_has_two_members_at_least(name: str) -> None:
    for line in read_lines(f"record/{name}.txt"):
        assert len({m.strip() for m in line.split(",")}) >= 2, line


def test_a_kind_has_a_broader_word_and_two_members_at_least() -> None:
    for line in read_lines("record/claim_classes.txt"):
        broader, colon, members = line.partition(":")
        assert broader.strip(), line
        assert colon, line
        assert len(members.split(",")) >= 2, line


def test_trace_does_not_read_the_lexicon_of_claims() -> None:
    code = (
        "import retold.record, retold.record.claims, retold.data as d; from retold.record import claim_words as w; "
        "assert w._near.cache_info().currsize == w._kinds.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


WORDS = st.lists(
    st.sampled_from(
        'The mayor of Arlen did not say 40 buses 3.5 percent, who; "quoted" (he) — but until Monday. Never! Éa ١٢ 中文 '
        "\u202e \x00 U.S. he's unable able rose fell".split(" ")
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_spans_lie_in_their_texts_and_nothing_raises(left: list[str], right: list[str]) -> None:
    text, claim_text = " ".join(left), " ".join(right)
    for claim in hold(text, claim_text):
        assert 0 <= claim.score <= 1
        mine = [s for c in claim.changes for s in c.claim_spans] + [c.span for c in claim.clauses]
        mine += [p.claim_span for s in claim.support for p in s.words]
        theirs = [s for c in claim.changes for s in c.other_spans] + [
            p.other_span for s in claim.support for p in s.words
        ]
        assert all(0 <= s.start < s.end <= len(claim_text) for s in mine)
        assert all(0 <= s.start < s.end <= len(text) for s in theirs)


def test_a_claim_of_many_words_is_held_in_good_time() -> None:
    long = "The mayor of Arlen closed the bridge over the river on Monday and " * 400
    assert hold(long, long)

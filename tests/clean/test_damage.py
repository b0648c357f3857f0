"""Damage made on purpose is mended or marked; what was not damaged is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.clean.fixers import FOR_PLAIN_TEXT
from tests.clean.conftest import recovered

BODY = [
    "The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring, officials said.",
    "Harbour master Ilse Brandt said the boat would save 1.2 million euros a year. “We have waited for this since the "
    "80th anniversary of the lock,” she said, adding that a long-standing quarrel was over.",
    "Dr. P. Holm of the Lower Vale council voted against. He called the plan “a raft with a flag,” and asked for a study.",
]
CLEAN = "One boat for two ports\n\n" + "\n\n".join(BODY) + "\n"


def wrap(text: str, width: int = 60) -> str:
    import textwrap

    return "\n\n".join(
        "\n".join(textwrap.wrap(p, width, break_long_words=False, break_on_hyphens=False)) for p in text.split("\n\n")
    )


def hyphenate(text: str) -> str:
    return wrap(text).replace("anniversary", "anniver-\nsary", 1)


def as_formula(text: str) -> str:
    first, second, *rest = text.split("\n\n")
    return "\n\n".join([first, "$" + second.replace(" ", r" \, ") + "$", *rest])


MENDED: dict[str, Callable[[str], str]] = {
    "hard_wrap": wrap,
    "dehyphenation": hyphenate,
    "latex_math_text": as_formula,
    "mojibake": lambda t: t.replace("“", "â€œ").replace("”", "â€\x9d"),
    "entity": lambda t: t.replace("“", "&ldquo;").replace("”", "&#8221;"),
    "emphasis_in_token": lambda t: t.replace("80th", "**80**th"),
    "split_sentence": lambda t: t.replace("save 1.2 million", "save\n\none point two million").replace(
        "one point two million", "about 1.2 million"
    ),
    "glued_words": lambda t: t.replace("council voted against. He", "council voted against.He"),
}


@pytest.mark.parametrize("kind", sorted(MENDED))
def test_damage_is_mended(kind: str) -> None:
    damaged = MENDED[kind](CLEAN)
    assert damaged != CLEAN
    report = recovered(damaged)
    wanted = recovered(CLEAN).text
    if kind == "split_sentence":
        wanted = wanted.replace("save 1.2", "save about 1.2")
    assert report.text == wanted
    assert kind in {r.fixer for r in report.repairs} | {d.kind for d in report.defects}


def test_a_loop_is_read_once_and_the_gap_holds_no_words() -> None:
    period = "to share one pilot boat from spring in both ports, "
    damaged = CLEAN.replace("to share one pilot boat from spring, ", period * 6 + "to share one pilot ")
    report = recovered(damaged)
    assert report.text.count("pilot boat") == 1
    gaps = [s for s in report.segments if s.op == "gap"]
    assert [report.text[s.text_start : s.text_end] for s in gaps] == ["[…]"]
    marked = [d for d in report.defects if d.kind == "generation_loop"]
    assert {d.lost for d in marked} == {"none", "unknown"}


def test_a_chant_is_marked_and_left() -> None:
    chant = "“" + "Two ports, one boat, " * 8 + "two ports!” the crowd sang."
    report = recovered(CLEAN + "\n" + chant + "\n")
    assert report.text.count("one boat") == 8
    assert ["quotation marks" in d.note for d in report.defects] == [True]


def test_a_lost_hyphen_is_marked_and_the_text_stays() -> None:
    damaged = wrap(CLEAN.replace("long-standing quarrel", "goodneighborly quarrel"))
    report = recovered(damaged)
    assert "goodneighborly" in report.text
    assert [(d.kind, damaged[d.span.start : d.span.end]) for d in report.defects] == [
        ("dehyphenation", "goodneighborly")
    ]


def test_a_lost_character_is_marked() -> None:
    report = recovered(CLEAN.replace("Brandt", "Br\ufffdndt"))
    assert [(d.kind, d.lost) for d in report.defects] == [("replacement_character", "1")]


def test_clean_text_is_left_alone() -> None:
    report = recovered(CLEAN)
    assert report.text == CLEAN.strip()
    assert not report.repairs
    assert not report.defects
    assert not report.dropped


FRAGMENTS = st.sampled_from(
    [
        *BODY, "**", "*", "_", "$", r"\, ", "\n", "\n\n", "# ", " ", "- ", "The ", "said ", "(Reuters)", "KESTRIN, Sept. 2 (NPW) -- ",
        "2 May 2025", "Published on ", "By Jane Doe", '"', "“", "”", "&amp;", "&#8217;", "â€™", "\u200b", "\ufffd", "<b>", "</b>",
        "[a](http://x)", "---", ".", "?", "Mr. ", "[…]", "in the city today by the river ", "\x00", "\r\n", "\f", "مرحبا ", "你好。",
        "🙂", "\u202e", "good-\nneighborly ", "| ", "1234 ", "date 2025-09-02 Kestrin is here now", "(Updates with x)", "said.The ",
    ]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join)


def check(text: str) -> kinds.Report:
    """The report of `text`, after every promise about its places was looked at."""
    report = recovered(text)
    owner: dict[int, str] = {}
    at = 0
    for s in report.segments:
        assert s.text_start == at
        at = s.text_end
        if s.op == "copy":
            assert report.text[s.text_start : s.text_end] == text[s.source_start : s.source_end]
        for place in range(s.source_start, s.source_end):
            assert place not in owner
            owner[place] = "segment"
    assert at == len(report.text)
    for d in report.dropped:
        for place in range(d.span.start, d.span.end):
            assert place not in owner or text[place].isspace()
            owner[place] = "dropped"
    frame = [d.span for d in report.dates] + [b.span for b in report.bylines] + [c.span for c in report.credits]
    for span in [*frame, *(w.span for w in report.witnesses), report.dateline.span if report.dateline else None]:
        if span:
            assert 0 <= span.start < span.end <= len(text)
            owner.update((place, owner.get(place, "field")) for place in range(span.start, span.end))
    left = [place for place, c in enumerate(text) if place not in owner and not c.isspace()]
    assert not left, [text[max(0, p - 5) : p + 5] for p in left[:5]]
    for sentence in report.sentences:
        assert 0 <= sentence.start < sentence.end <= len(report.text)
        assert sentence.spans
        assert all(0 <= p.start < p.end <= len(text) for p in sentence.spans)
    for repair in report.repairs:
        assert text[repair.span.start : repair.span.end] == repair.before
    return report


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_promise_holds_for_any_text(text: str) -> None:
    assert check(text) == check(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_fixers_find_nothing_in_what_they_have_mended(text: str) -> None:
    from retold.clean.draft import Draft
    from retold.kinds import Segment

    for fix in FOR_PLAIN_TEXT:
        draft = Draft(text, text, [Segment(0, len(text), 0, len(text), "copy")])
        for _ in range(6):  # marks inside marks come off one layer at a time
            draft.apply(fix(draft.text))
        before = draft.text
        draft.apply(fix(draft.text))
        assert draft.text == before, fix.__name__


@pytest.mark.parametrize(
    "piece",
    ["a\n", "** ", "[a](", r"$\, ", "the cat sat on the mat ", "&amp;", "foo-\nbar ", "é", "2 May 2025 ", "(", "a. "],
)
def test_long_lines_take_linear_time(piece: str) -> None:
    import time

    start = time.process_time()  # of the processor: a shared machine may starve the test
    recovered(piece * (40_000 // len(piece)))
    assert time.process_time() - start < 5


def test_the_thresholds_of_loops_and_wraps_can_be_moved() -> None:
    from retold.settings import DEFAULTS, with_changes

    period = "to share one pilot boat from spring in both ports, "
    looped = CLEAN.replace("to share one pilot boat from spring, ", period * 4)
    wrapped = wrap(CLEAN)

    def kinds_of(text: str, *changes: str) -> set[str]:
        report = recovered(text, settings=with_changes(DEFAULTS, list(changes)))
        return {d.kind for d in report.defects} | {r.fixer for r in report.repairs}

    assert kinds_of(looped) == {"generation_loop"} and not kinds_of(looped, "clean_loop_copies=9")
    assert kinds_of(wrapped) == {"hard_wrap"} and "hard_wrap" not in kinds_of(wrapped, "clean_wrap_widest=30")

"""Reports signed by kernels have the signatures of `signature.sign`, whatever their text."""

from __future__ import annotations

import json
import os
import random
import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason='kernels need the extra "scale"')


from retold import kinds
from retold.match import signing
from retold.match.signature import sign
from retold.match.signed import SIGNED
from retold.match.signing import sign_many
from retold.match.vocabulary import Vocabulary
from retold.sentences import split_sentences
from tests.match.signed import to_signed
from tests.match.test_signed_terms import PIECES

CASES = int(os.environ.get("RETOLD_KERNEL_CASES", "120"))

ODD_PIECES = (
    *(
        "½",
        "㉑",
        "21",
        "ﾞ",
        "Five's",
        "zero",
        "12",
        "8.",
        "4.25",
        "a.m.",
        "p",
        "٣٤",
        "٣:٠٥",
        "’s",
        "'",
        "’",
        "a.b.",
        "U.S",
    ),
    *("x.y.z.1", "1.2.3,4", "ǅ", " ", " ", "\ud800", "😀", "𝔘", "\x00", "\t"),
)
TEXTS = st.lists(st.sampled_from(PIECES + ODD_PIECES), max_size=60).map("".join) | st.text(max_size=80)
ROLES: Sequence[kinds.SentenceRole] = ("headline", "lead", "body", "note")


def report_of(
    sentences: Sequence[tuple[kinds.SentenceRole, str]], name: str = "r", **fields: str | None
) -> kinds.Report:
    placed, at = [], 0
    for n, (role, text) in enumerate(sentences):
        placed.append(kinds.Sentence(sentence_id=str(n), role=role, start=at, end=at + len(text), spans=[]))
        at += len(text) + 1
    return kinds.Report(
        report_id=name,
        path="",
        source_sha256="",
        media_type="",
        text="\n".join(text for _, text in sentences),
        sentences=placed,
        segments=[],
        **fields,
    )


REPORTS = st.builds(
    report_of,
    st.lists(st.tuples(st.sampled_from(ROLES), TEXTS), max_size=6),
    outlet=st.sampled_from([None, "", "Harbour Post", "Coast Wire"]),
    published=st.sampled_from([None, "", "2026-03-01", "2026-03-01T10:00:00Z", "0000-00-00", "soon"]),
)


def assert_equal(reports: Sequence[kinds.Report]) -> None:
    """Both forms of the signatures are one table; what is only compared with its like is equal where that is."""
    made, twin = sign_many(reports), to_signed([sign(r) for r in reports])
    assert made.schema == SIGNED
    for name in SIGNED.names:
        mine, theirs = made.column(name).to_pylist(), twin.column(name).to_pylist()
        if name == "ngrams":
            assert all(rising == sorted(set(rising)) for rising in mine)
            assert len({n for rising in mine for n in rising}) == len({n for rising in theirs for n in rising})
            for one, other in zip(range(len(mine)), range(1, len(mine))):
                assert len({*mine[one]} & {*mine[other]}) == len({*theirs[one]} & {*theirs[other]})
        if name in ("ngrams", "sentence_keys"):
            assert [len(keys) for keys in mine] == [len(keys) for keys in theirs]
        if name == "sentence_keys":
            mine, theirs = ([key for keys in column for key in keys] for column in (mine, theirs))
        if name in ("folded", "sentence_keys"):
            assert len(set(zip(mine, theirs))) == len(set(mine)) == len(set(theirs))
        elif name != "ngrams":
            assert mine == theirs, name


@settings(max_examples=CASES, deadline=None)
@given(st.lists(REPORTS, max_size=4))
@example([])
@example([report_of([])])
@example([report_of([("body", "")]), report_of([("body", "Two hundred and")]), report_of([("body", "twenty five")])])
@example([report_of([("headline", "UPDATE 1-Toll Rises Near Harbour Wall"), ("note", "Corrects spelling of name")])])
@example([report_of([("body", "㉑ ships, then 21 boats")]), report_of([("body", "21 boats, then ㉑ ships")])])
def test_a_table_of_signatures_is_that_of_the_slow_twin(reports: list[kinds.Report]) -> None:
    assert_equal(reports)


WORDS = (
    *"the The of and in ferry Ferry harbour Harbour pilot pilots council Council Marlow Ostrava twelve".split(),
    *"twenty five hundred dozen 12 1,250 1998 4:25 6.30 a.m. said Said Mayor's mayor’s storm night U.S. ﬁve Été été".split(),
)


def made_report(seed: int) -> kinds.Report:
    draw = random.Random(seed)
    sentences = []
    for _ in range(draw.randrange(40)):
        words = draw.choices(WORDS, k=draw.randrange(1, 40))
        role = draw.choices(ROLES, (1, 2, 9, 1))[0]
        sentences.append((role, draw.choice(("", "“", " ")) + draw.choice((" ", " ", "-", ", ")).join(words) + "."))
    outlet = draw.choice((None, "Harbour Post", "Coast Wire"))
    return report_of(sentences, f"r{seed}", outlet=outlet, published=draw.choice((None, "2026-03-01", "2026-04-31")))


def test_longer_reports_and_copies_are_signed_as_the_slow_twin_signs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    # Several batches, and a vocabulary that is begun anew between them.
    monkeypatch.setattr(signing, "_CODES_AT_ONCE", 3000)
    monkeypatch.setattr(signing, "_WORDS_HELD", 60)
    assert_equal([made_report(seed % 70) for seed in range(100)])
    assert len(signing._vocabulary) < 140


def test_signing_goes_on_after_it_was_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of([("body", "Quillon Harbour closed at 4:25 after twenty two storms.")])
    with monkeypatch.context() as patch:
        patch.setattr(Vocabulary, "_read_form", lambda self, folded: 1 / 0)
        signing._vocabulary.clear()
        with pytest.raises(ZeroDivisionError):
            sign_many([report])
    assert_equal([report])


@pytest.mark.parametrize(
    "text",
    [
        "Ferry pilots strike. " * 50_000,
        " ".join(f"{n}th-{n} w{n:x}" for n in range(15_000)),
        "one hundred and twenty " * 20_000,
        "one hundred " + "and zero " * 40_000,
        "4:25 p.m. or 4.25 " * 30_000,
        "a" * 1_000_000,
        "é's" * 300_000,
        "1" * 5000 + " " + "0" * 5000,
    ],
    ids=lambda text: text[:12],
)
def test_a_sentence_of_a_megabyte_is_signed(text: str) -> None:
    assert_equal([report_of([("body", text)])])


def test_ten_thousand_sentences_are_signed() -> None:
    assert_equal([report_of([("body", f"Pilot {n} of 12 left Marlow at 4:{n % 60:02d}.") for n in range(10_000)])])


def test_sentences_past_the_end_of_the_text_are_cut_there() -> None:
    report = report_of([("body", "Marlow closed.")])
    sentences = [
        kinds.Sentence(sentence_id=str(n), role="body", start=s, end=99, spans=[]) for n, s in ((0, 0), (1, 50))
    ]
    cut = kinds.Report(
        report_id="r", path="", source_sha256="", media_type="", text=report.text, sentences=sentences, segments=[]
    )
    assert_equal([cut, made_report(3)])


def test_reports_as_they_were_published_are_signed_as_the_slow_twin_signs_them() -> None:
    shared = Path(__file__).parents[3] / "shared" / "data"
    if not shared.is_dir():
        warnings.warn("SKIPPED: the shared labelled sets are not here", stacklevel=1)
        pytest.skip("the shared labelled sets are not here")
    texts = []
    for name in ("cluster_5w1h/input.jsonl", "extract_fundus/truth.jsonl"):
        rows = map(json.loads, (shared / name).read_text(encoding="utf-8").strip().split("\n"))
        texts += [row["text"] for row in rows if row.get("text")][:120]
    assert len(texts) >= 180
    reports = []
    for n, text in enumerate(texts):
        places = split_sentences(text)
        sentences = [
            kinds.Sentence(sentence_id=str(k), role="body" if k else "headline", start=start, end=end, spans=[])
            for k, (start, end) in enumerate(places)
        ]
        reports.append(
            kinds.Report(
                report_id=str(n), path="", source_sha256="", media_type="", text=text, sentences=sentences, segments=[]
            )
        )
    assert_equal(reports)

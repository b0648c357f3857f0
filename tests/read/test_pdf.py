from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.clean import recover_one
from retold.read.forms import read_bytes
from retold.settings import DEFAULTS, with_changes
from tests.read.conftest import Read, check_accounts, stated
from tests.read.make_pdf import Line, make_pdf

pytest.importorskip("pypdfium2")

LEFT = [
    "Ferries will sail again between Sandholm and",
    "the mainland from Monday, the island coun-",
    "cil said on Friday, after a year without a good-",
    "neighborly link that people had asked for.",
    "   The first boat leaves at 6 a.m. and carries",
    "up to 240 people, the operator said, and the",
]
RIGHT = [
    "second follows at noon.",
    "   The line closed in March last year when",
    "its only ship ran aground off the northern",
    "point of the island.",
    "   Repairs cost 4.2 million euros, according to",
    "the council's own figures.",
]
SET = "\n\n".join(
    [
        "Ferry comes back to the island after a year",
        "By Lena Quist",
        "\n".join(LEFT[:4]),
        "\n".join([LEFT[4].strip(), LEFT[5], RIGHT[0]]),
        "\n".join([RIGHT[1].strip(), *RIGHT[2:4]]),
        "\n".join([RIGHT[4].strip(), RIGHT[5]]),
    ]
)


def _column(lines: list[str], left: float, top: float = 650) -> list[Line]:
    return [(left + (12 if t[0] == " " else 0), top - 13 * n, 10, t.strip()) for n, t in enumerate(lines)]


def front_page(across: bool = False) -> list[Line]:
    """A page of two columns; `across` writes it line by line over both, as some programs do."""
    left, right = _column(LEFT, 60), _column(RIGHT, 310)
    body = [line for pair in zip(left, right) for line in pair] if across else left + right
    head: list[Line] = [(60, 740, 24, "Ferry comes back to the"), (60, 712, 24, "island after a year")]
    return [*head, (60, 690, 10, "By Lena Quist"), *body]


@pytest.mark.parametrize("across", [False, True])
def test_columns_are_read_one_after_the_other(read: Read, across: bool) -> None:
    sources, skipped = read(make_pdf([front_page(across)], info="/CreationDate (D:20260304050607)"), "x.pdf")
    assert sources[0].running == SET and not skipped
    check_accounts(sources[0])
    assert sources[0].media_type == "application/pdf" and {b.kind for b in sources[0].blocks} == {"text"}
    assert stated(sources[0], "printed") == ["2026-03-04"]


def test_a_block_has_its_page_and_its_place(read: Read) -> None:
    source = read(make_pdf([front_page(), front_page()]))[0][0]
    left, right = [b for b in source.blocks if b.page == 2][-2:]
    assert left.box is not None and right.box is not None
    assert left.box.right < right.box.left and 640 < right.box.top < 670 and 570 < right.box.bottom < 590


def test_running_heads_and_page_numbers_are_dropped_with_the_reason(read: Read) -> None:
    pages = [
        [
            (60, 810, 9, "The Sandholm Post"),
            *_column(LEFT, 60),
            (60, 30, 9, f"Page {n} of 3"),
            (300, 20, 8, "sandholm.example"),
        ]
        for n in (1, 2, 3)
    ]
    source = read(make_pdf(pages))[0][0]
    assert "Post" not in source.running and "Page" not in source.running and "example" not in source.running
    assert sorted({d.reason for d in source.dropped}) == ["page number", "running foot", "running head"]
    check_accounts(source)


def test_a_sentence_over_the_page_break_goes_on(read: Read) -> None:
    source = read(make_pdf([_column(LEFT, 60), _column(RIGHT, 60, 780)]))[0][0]
    assert "and the\nsecond follows at noon." in source.running
    report = recover_one(source, DEFAULTS)
    assert "the operator said, and the second follows at noon." in report.text


def test_a_report_says_where_on_the_pages_its_words_stand(read: Read) -> None:
    source = read(make_pdf([front_page(), front_page()]))[0][0]
    report = recover_one(source, DEFAULTS)
    assert {p.page for p in report.pages} == {1, 2}
    spans = [s for sentence in report.sentences for s in sentence.spans]
    assert all(any(p.span.start <= s.start and s.end <= p.span.end for p in report.pages) for s in spans)
    assert all(p.box.left < p.box.right and p.box.bottom < p.box.top for p in report.pages)


def test_a_pdf_is_recovered_like_any_report(read: Read) -> None:
    report = recover_one(read(make_pdf([front_page(True)]))[0][0], DEFAULTS)
    assert report.headline == "Ferry comes back to the island after a year"
    assert "Ferries will sail again between Sandholm and the mainland from Monday" in report.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf([front_page()], encrypted=True), "encrypted PDF"),
        (make_pdf([[]]), "no text layer: run OCR first"),
        (b"%PDF-1.7\n%\xe2\xe3", "broken PDF"),
        (make_pdf([front_page()])[:300], "broken PDF"),
    ],
)
def test_a_pdf_without_text_is_skipped_with_the_reason(read: Read, data: bytes, reason: str) -> None:
    sources, skipped = read(data)
    assert not sources and [s.reason for s in skipped] == [reason]


def test_a_pdf_of_too_many_pages_is_skipped(read: Read) -> None:
    _, skipped = read(make_pdf([front_page()] * 3), settings=with_changes(DEFAULTS, ["read_pdf_pages=2"]))
    assert "read_pdf_pages" in skipped[0].reason


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 30))
def test_damaged_pdfs_never_raise(seed: int, changes: int) -> None:
    chance = random.Random(seed)
    data = bytearray(make_pdf([front_page()], info="/CreationDate (D:2026)"))
    for _ in range(changes):
        data[chance.randrange(len(data))] = chance.randrange(256)
    list(read_bytes(bytes(data), "x", DEFAULTS))
    list(read_bytes(b"%PDF-1.4\n" + bytes(data[chance.randrange(len(data)) :]), "x", DEFAULTS))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-50, 700),
            st.integers(-50, 900),
            st.integers(1, 60),
            st.sampled_from(["A", "word word", "(", " ", "12", "é.", "-"]),
        ),
        max_size=25,
    )
)
def test_any_layout_accounts_for_every_character(lines: list[Line]) -> None:
    from retold.read.found import Found

    for found in read_bytes(make_pdf([lines, lines[:5]]), "x", DEFAULTS):
        if isinstance(found, Found):
            check_accounts(found)  # type: ignore[arg-type]

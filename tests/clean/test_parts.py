"""Headline, dateline, dates by role, bylines, credits, captions and furniture of reports that we made up."""

from __future__ import annotations

from datetime import date

import pytest

from retold import kinds
from retold.clean import recover_one
from retold.settings import DEFAULTS
from tests.clean.conftest import plain_source, recovered


def roles(report: kinds.Report) -> list[tuple[str, str]]:
    return [(s.role, report.text[s.start : s.end]) for s in report.sentences]


def test_agency_copy_is_taken_apart(report: kinds.Report) -> None:
    """
    NPW0131 4 1332Z 14FEB26 KL-FERRY/2NDLEAD

    Ferry runs aground off Kestrin, 40 rescued
    (Updates with number of rescued, captain's statement)

    KESTRIN, Feb. 14 (NPW) -- A ferry ran aground on Saturday and 40 people were taken off, the coast guard said.

    "We saw the lights too late," Capt. J. R. Holm said. The U.S. Navy offered help.

    (NPW) tv/mh 141332Z
    """
    assert report.headline == "Ferry runs aground off Kestrin, 40 rescued"
    assert report.published == "2026-02-14T13:32Z"
    assert report.dateline is not None
    assert (report.dateline.place, report.dateline.date, report.dateline.agency) == ("KESTRIN", "2026-02-14", "NPW")
    assert [role for role, _ in roles(report)] == ["headline", "note", "lead", "body", "body"]
    assert roles(report)[2][1].startswith("A ferry ran aground")
    assert {c.agency for c in report.credits} == {"NPW"}


def test_print_stamps_are_never_the_day_of_publication(report: kinds.Report) -> None:
    """
    ## Harbour Gazette

    Tuesday, November 11th 2025

    ## Two ports agree to share one pilot boat from spring

    Published on September 2, 2025

    Document Date: Tue, Nov 11 2025 04:13:29 pm

    Category: ,English,Local

    Show on website: Click Here

    Sources Reuters

    Kestrin, September 2 — The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring.
    """
    assert report.headline == "Two ports agree to share one pilot boat from spring"
    assert report.outlet == "Harbour Gazette"
    assert report.published == "2025-09-02"
    assert [(d.role, d.value[:10]) for d in report.dates] == [
        ("printed", "2025-11-11"),
        ("published", "2025-09-02"),
        ("printed", "2025-11-11"),
        ("dateline", "2025-09-02"),
    ]
    assert [(c.agency, c.kind) for c in report.credits] == [("Reuters", "agency")]
    assert {d.reason for d in report.dropped} == {"category", "label of a field", "link"}


def test_a_bare_date_is_the_day_of_publication(report: kinds.Report) -> None:
    """
    Old mill burns down

    20 August 2026

    A mill that had stood empty for thirty years burned down before dawn on Wednesday, the fire service said.
    """
    assert report.published == "2026-08-20"
    assert [role for role, _ in roles(report)] == ["headline", "lead"]


def test_a_paragraph_that_ends_in_a_photo_credit_is_a_caption(report: kinds.Report) -> None:
    """
    Mayor opens the new lock

    September 02, 2025

    Mayor Ilse Brandt opens the lock in Kestrin, Sept. 2, 2025. The lock took six years to build. (Reuters/Ada Vinter)

    KESTRIN, Sept. 2 (Reuters) -- Mayor Ilse Brandt opened the new lock on Tuesday before some 300 onlookers.
    """
    assert [role for role, _ in roles(report)] == ["headline", "caption", "caption", "lead"]
    assert ("Reuters", "photo") in [(c.agency, c.kind) for c in report.credits]
    assert ("Ada Vinter", "photographer") in [(b.name, b.role) for b in report.bylines]
    assert "Vinter" not in report.text
    assert ("caption", "2025-09-02") in [(d.role, d.value) for d in report.dates]


def test_metadata_glued_to_the_headline_is_a_date(report: kinds.Report) -> None:
    """
    date 2025-09-02 Mayor opens the new lock at Kestrin

    The mayor opened the new lock on Tuesday before some 300 onlookers and a brass band that played in the rain.
    """
    assert report.headline == "Mayor opens the new lock at Kestrin"
    assert [(d.role, d.value) for d in report.dates] == [("scraped", "2025-09-02")]
    assert [d.kind for d in report.defects] == ["metadata_glue"]


def test_running_heads_and_page_numbers_do_not_cut_a_sentence(report: kinds.Report) -> None:
    """
    The Evening Lantern                Thursday, May 7, 2026

    Thieves take the bell

    By our Vale correspondent

    Two men took the bell of the chapel down on
    Wednesday night and were gone in less than

                             [11]
    The Evening Lantern     LOCAL     p. 12

    four minutes, the verger said. Nobody in the
    village heard it ring.
    """
    assert report.outlet == "The Evening Lantern"
    assert report.published == "2026-05-07"
    assert roles(report) == [
        ("headline", "Thieves take the bell"),
        (
            "lead",
            "Two men took the bell of the chapel down on Wednesday night and were gone in less than four minutes, "
            "the verger said.",
        ),
        ("body", "Nobody in the village heard it ring."),
    ]
    left = sorted(d.reason for d in report.dropped)
    assert left == ["label of a field", "label of a field", "page number", "running head"]


@pytest.mark.parametrize(
    ("line", "agency", "kind"),
    [
        ("(Source: APS)", "APS", "agency"),
        ("With inputs from PTI", "PTI", "compiled"),
        ("This article was originally published by The Harbour Gazette.", "The Harbour Gazette", "republished"),
        ("(Reuters)", "Reuters", "agency"),
        ("Source: Xinhua", "Xinhua", "agency"),
    ],
)
def test_credit_lines(line: str, agency: str, kind: str) -> None:
    body = "The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring, officials said."
    report = recovered(f"Two ports share a boat\n\n{body}\n\n{body[::-1].capitalize()}.\n\n{line}\n")
    assert [(c.agency, c.kind) for c in report.credits] == [(agency, kind)]
    assert line not in report.text


def test_reporters_and_editors_are_bylines(report: kinds.Report) -> None:
    """
    Two ports share a boat

    By Jane Doe and John Roe

    The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring, officials said.

    (Reporting by Ann Lee; Editing by Bo Falk)
    """
    assert [(b.name, b.role) for b in report.bylines] == [
        ("Jane Doe", "author"),
        ("John Roe", "author"),
        ("Ann Lee", "reporter"),
        ("Bo Falk", "editor"),
    ]


def test_hours_ago_need_the_day_they_count_from() -> None:
    text = "Two ports share a boat\n\n6 hours ago\n\n" + "The ports agreed on Tuesday to share one pilot boat. " * 3
    assert recovered(text).published is None
    assert any(w.field == "published" and "--as-of" in w.why for w in recovered(text).witnesses)
    assert recovered(text, date(2026, 5, 6)).published == "2026-05-06"


def test_front_matter_is_a_witness_and_not_text(report: kinds.Report) -> None:
    """
    ---
    title: "The Vale Letter #4"
    date: 2026-02-15
    ---

    # One boat for two ports

    The ports of Kestrin and Lower Vale agreed on Tuesday to share **one** pilot boat, see [the plan](https://vale.example/plan).
    """
    assert report.headline == "One boat for two ports"
    assert report.published == "2026-02-15"
    assert report.text.endswith("to share one pilot boat, see the plan.")


def test_a_paragraph_printed_twice_is_read_once(report: kinds.Report) -> None:
    """
    Two ports share a boat

    The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring, officials said.

    It will be painted green.

    The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring, officials said.
    """
    assert [d.kind for d in report.defects] == ["doubled_block"]
    assert report.text.count("agreed on Tuesday") == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "word", "\x00", "\ufeff", "?", "2 May 2025", "(Reuters)"])
def test_what_holds_next_to_nothing_is_no_error(text: str) -> None:
    recovered(text)


@pytest.mark.parametrize(
    ("opening", "place", "shown"),
    [
        ("MOSCOW, September 2. /TASS/. Russia", "MOSCOW", "TASS"),
        ("NEW DELHI: The", "NEW DELHI", None),
        ("WASHINGTON (AP) — The", "WASHINGTON", "AP"),
        ("PARIS, 2 sept (AFP) - Le", "PARIS", "AFP"),
        ("BEIJING/MOSCOW, Sept 2 (Reuters) - Xi", "BEIJING/MOSCOW", "Reuters"),
        ("KYIV, Ukraine (AP) — Russia", "KYIV, Ukraine", "AP"),
        ("BREAKING: A", None, None),
        ("President Holm - who came in May - said", None, None),
        ("In May (2020) -- he", None, None),
    ],
)
def test_datelines(opening: str, place: str | None, shown: str | None) -> None:
    report = recovered(
        f"Two ports share a boat\n\n{opening} agreed on Tuesday to share one pilot boat, officials said.\n"
    )
    assert (report.dateline.place if report.dateline else None) == place
    assert (report.dateline.agency if report.dateline else None) == shown


def test_where_a_reporter_reported_from_is_no_name(report: kinds.Report) -> None:
    """
    Two ports share a boat

    From our own correspondent in Kestrin, Ada Vinter

    (NPW)

    The ports of Kestrin and Lower Vale agreed on Tuesday to share one pilot boat from spring, officials said.

    (Reporting by Ann Lee in Lower Vale; Editing by Bo Falk)
    """
    assert [(b.name, b.role) for b in report.bylines] == [
        ("Ada Vinter", "correspondent"),
        ("Ann Lee", "reporter"),
        ("Bo Falk", "editor"),
    ]
    assert [(c.agency, c.kind) for c in report.credits] == [("NPW", "agency")]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "9999-12-31T23:59:59+14:00"])
def test_a_date_at_the_end_of_the_calendar_is_no_error(day: str) -> None:
    text = "Two ports share a boat\n\nKESTRIN, Dec. 31 (Reuters) - Two ports agreed on Tuesday to share one boat, officials said.\n"
    source = plain_source(text, [kinds.Witness(field="published", value=day, where="meta")])
    assert recover_one(source, DEFAULTS).dateline is not None
    shown = text.replace("\n\nKEST", "\n\nPublished: 31 December 9999\n\nKEST")
    assert recovered(shown).dateline is not None


def test_a_sentence_below_a_stated_title_is_text_and_no_headline() -> None:
    """A row of a table has its headline in another column, and its text may be one sentence."""
    text = "Ferries sailed again on Tuesday, they say."
    stated = [kinds.Witness(field="headline", value="Ferry back", where="file")]
    report = recover_one(plain_source(text, stated), DEFAULTS)
    assert report.headline == "Ferry back"
    assert roles(report) == [("lead", text)]


def test_the_rule_of_a_table_in_markdown_is_no_text() -> None:
    text = "Ferry back\n\nFerries sailed again on Tuesday after a week of storms, the office said.\n\n| day | boats |\n|---|:---:|\n| 1 | 2 |\n"
    report = recovered(text)
    assert "---" not in report.text and "| day | boats |" in report.text


def test_a_chinese_story_of_short_paragraphs_has_a_body() -> None:
    text = "渡轮恢复通航\n\n港务局周二表示，渡轮恢复通航。\n\n首班渡轮于黎明出发，载有40名乘客。\n\n（记者：王明 责编：李红）\n"
    report = recovered(text)
    assert [role for role, _ in roles(report)] == ["headline", "lead", "body"]
    assert [(b.name, b.role) for b in report.bylines] == [("王明", "reporter"), ("李红", "editor")]


def test_the_reporters_in_a_chinese_opening_are_named() -> None:
    text = "渡轮恢复通航\n\n新华社凯斯特林3月4日电（记者王明 李红）凯斯特林港务局周二表示，渡轮在一周风暴后恢复通航。\n"
    report = recovered(text)
    assert [b.name for b in report.bylines] == ["王明", "李红"]
    assert report.dateline is not None and report.dateline.place == "凯斯特林"


def test_who_contributed_is_read_behind_the_last_sentence() -> None:
    text = (
        "Ferries sail again\n\nFerries sailed again on Tuesday after a week of storms, the harbour office said.\n\n"
        "A second boat followed at noon. Orlow reported from Lund. Associated Press writer Piet Vam in Kestrin contributed to this report.\n"
    )
    report = recovered(text)
    assert report.text.endswith("Orlow reported from Lund.")
    assert [c.agency for c in report.credits] == ["Associated Press"] and [b.name for b in report.bylines] == [
        "Piet Vam"
    ]


def test_an_author_field_of_several_people_names_each_once() -> None:
    authors = ["DANA ORLOW", "DANA ORLOW, PIET VAM and ANN LEST-ROE", "03:07 Min.", "Quelle: dpa", "|Roman Warsch"]
    stated = [kinds.Witness(field="author", value=a, where="json-ld") for a in authors]
    report = recover_one(plain_source("Ferry back\n\nFerries sailed again on Tuesday.\n", stated), DEFAULTS)
    assert [b.name for b in report.bylines] == ["DANA ORLOW", "PIET VAM", "ANN LEST-ROE", "Roman Warsch"]
    assert [c.agency for c in report.credits] == ["dpa"]


def test_of_two_names_nobody_knows_the_person_took_the_picture() -> None:
    text = "Ferry back\n\nFerries sailed again on Tuesday after a week of storms, they said.\n\nThe pier at night. (Fred Scheib/SIPX)\n"
    report = recovered(text)
    assert [(b.name, b.role) for b in report.bylines] == [("Fred Scheib", "photographer")]
    assert [(c.agency, c.kind) for c in report.credits] == [("SIPX", "photo")]

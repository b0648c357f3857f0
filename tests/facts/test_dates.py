"""Dates and times as TIMEX3 values, counted from the day a report was filed: Thursday 12 March 2026."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.dates import anchor_of, dated_near, find_dates, header_dates
from retold.kinds import Span
from tests.facts.reports_made import reading_of

CASES = """
Talks ended on Thursday. | 2026-03-12
Talks ended on Tuesday. | 2026-03-10
Talks ended on Friday. | 2026-03-06
He will visit on Saturday. | 2026-03-14
He said he would visit the area on Monday. | 2026-03-16
Work must end by Sunday. | 2026-03-15
The vote, due on Wednesday, is close. | 2026-03-18
The museum opens on Friday. | 2026-03-13
Officials on Tuesday pledged more aid. | 2026-03-10
They met last Thursday. | 2026-03-05
They will meet next Thursday. | 2026-03-19
Rain fell early Wednesday. | 2026-03-11
It struck on Wednesday morning. | 2026-03-11TMO
It struck on Friday evening. | 2026-03-06TEV
Every Monday they march. | XXXX-WXX-1
Tuesday's ruling stands. | 2026-03-10
Sept. 2, 2025 was warm. | 2025-09-02
It was 2 September 2025 then. | 2025-09-02
Tuesday, November 11th 2025 came. | 2025-11-11
It opened on the 3rd of March 2024. | 2024-03-03
The pact took force on Jan. 1, 2014. | 2014-01-01
He was born on 1.2.1956 there. | 1956-02-01
The file says 2025-09-02 twice. | 2025-09-02
The form says 25/12/2025 twice. | 2025-12-25
They met on March 3. | 2026-03-03
They will meet on June 8. | 2026-06-08
They met on Dec. 10. | 2025-12-10
The round is set for June 8-11. | 2026-06-08/2026-06-11
The round runs from June 8 to 11. | 2026-06-08/2026-06-11
The fair is planned for 8-11 June. | 2026-06-08/2026-06-11
The fair will run from June 30 to July 2. | 2026-06-30/2026-07-02
In May he paid a visit. | 2025-05
The summit will be in May. | 2026-05
It closed in March 2024. | 2024-03
It fell in February. | 2026-02
It began last November. | 2025-11
It will start in April next year. | 2027-04
Officials ruled out a pause in December. | 2026-12
Theresa May said so.
They may march in the June Carter parade.
In 2024 it grew. | 2024
It ran between 2016 and 2019. | 2016/2019
It ran from 2016 to 2019. | 2016/2019
The 2016-19 plan failed. | 2016/2019
Summit 2025 opened. | 2025
The 1990s were kinder. | 199X
The '90s were kinder. | 199X
It dates from 1887. | 1887
It has more than 2000 rooms.
The farm has 2000 acres.
The talks end by the end of 2026. | 2026
The talks end by the end of the year. | 2026
It is the third cut this year. | 2026
It grew last year. | 2025
It was sold early last year. | 2025
They will meet next year. | 2027
It rained last week. | 2026-W10
It will rain next week. | 2026-W12
It rose last month. | 2026-02
It fell in the third quarter. | 2025-Q3
It fell in the first quarter. | 2026-Q1
It fell in the second quarter of 2024. | 2024-Q2
It rained last summer. | 2025-SU
It reopens next season. | FUTURE_REF
He left two years ago. | 2024
He left three weeks ago. | 2026-W08
He left 11 days ago. | 2026-03-01
It opened today and closes tomorrow. | 2026-03-12 | 2026-03-13
It closed yesterday. | 2026-03-11
It closed last night. | 2026-03-11TNI
The strike has lasted three days. | P3D
A 60-day ban began. | P60D
The company has 28 days to appeal. | P28D
The shaking lasted about 40 seconds. | PT40S
It will take two and a half years. | P2.5Y
It took several years. | PXY
Over the past several years it grew. | PXY
It was the leader for 15 consecutive years. | P15Y
It will be over within five years. | P5Y
It took half an hour. | PT0.5H
It lasted decades of neglect. | PXDE
Ferries run daily. | P1D
It meets every two years. | P2Y
A 44-year-old won.
She is 30 years old.
It is in use now. | PRESENT_REF
It will change soon. | FUTURE_REF
It was quiet in the past. | PAST_REF
He has earlier praised it. | PAST_REF
It hit at 9 a.m. on Wednesday. | 2026-03-11T09:00 | 2026-03-11
It hit at 3:52 a.m. local time (0852 GMT) today. | 2026-03-12T08:52Z | 2026-03-12
It hit at 10.45pm. | 2026-03-12T22:45
It ended by noon. | 2026-03-12T12:00
He comes home for Christmas. | 2025-12-25
They shop on Black Friday.
The Sunday Times wrote it.
They paid 2,740,000 for it.
They lost 3-1 on 30 points.
"""
CASE_ROWS = [line.split(" | ") for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(("sentence", "wanted"), [(r[0], r[1:]) for r in CASE_ROWS], ids=[r[0] for r in CASE_ROWS])
def test_a_date_has_the_value_that_clause_and_day_of_filing_give(sentence: str, wanted: list[str]) -> None:
    assert [d.value for d in find_dates(reading_of(sentence))] == wanted


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("They met on Sept. 2.", "XXXX-09-02"),
        ("They met on Tuesday.", "XXXX-WXX-2"),
        ("They met in May.", "XXXX-05"),
        ("They met last year.", "PAST_REF"),
        ("They met at 9 a.m.", "XXXX-XX-XXT09:00"),
        ("They met on Sept. 2, 2025.", "2025-09-02"),
    ],
)
def test_without_a_day_of_filing_what_needs_one_stays_open(sentence: str, value: str) -> None:
    assert [d.value for d in find_dates(reading_of(sentence, published=None))] == [value]


def test_a_dateline_without_a_year_dates_the_weekdays_but_names_no_year() -> None:
    reading = reading_of(
        "A quake struck early Wednesday.", "He would visit on Thursday.", "It grew in 2024 and last year.",
        published=None, dateline="XXXX-08-19",
    )  # fmt: skip
    assert [d.value for d in find_dates(reading)] == ["XXXX-08-19", "XXXX-08-20", "2024", "PAST_REF"]


def test_a_story_gives_the_year_that_a_report_of_it_does_not_show() -> None:
    reading = reading_of(
        "It struck on Aug. 19.", "He left on Thursday and in May.", "Every Monday they met.", published=None
    )
    found = dated_near(find_dates(reading), date(2026, 8, 20), 14)
    assert [d.value for d in found] == ["2026-08-19", "2026-08-20", "2026-05", "XXXX-WXX-1"]


def test_the_dateline_goes_before_the_publication_and_takes_its_year_from_it() -> None:
    assert str(anchor_of(reading_of("x", published="2026-01-02", dateline="2025-12-31").report)) == "2025-12-31"
    assert str(anchor_of(reading_of("x", published="2026-01-02", dateline="XXXX-12-31").report)) == "2025-12-31"
    assert str(anchor_of(reading_of("x", published="2026-01-02T07:40").report)) == "2026-01-02"


def test_print_and_scrape_stamps_anchor_nothing_but_are_listed() -> None:
    report = reading_of("They met on Tuesday.", published=None).report
    dates = [
        kinds.ReportDate(
            role="printed", value="2025-11-11T16:13:29", shown="Tue, Nov 11 2025 04:13:29 pm", span=Span(30, 58)
        ),
        kinds.ReportDate(
            role="published", value="2025-09-02", shown="September 2, 2025", span=Span(8, 25), chosen=True
        ),
        kinds.ReportDate(role="caption", value="2025-09-02", shown="Sept. 2, 2025", span=Span(60, 70)),
    ]
    report = kinds.Report(**{**{n: getattr(report, n) for n in report.__struct_fields__}, "dates": dates})
    assert str(anchor_of(report)) == "2025-09-02"
    assert [(d.value, d.kind) for d in header_dates(report)] == [
        ("2025-09-02", "date"),
        ("2025-11-11T16:13:29", "time"),
    ]


def test_a_time_of_day_takes_the_day_last_told_of() -> None:
    reading = reading_of("The quake struck on Tuesday.", "The tremor came at 03:52.", "It will be felt at 9 p.m.")
    assert [d.value for d in find_dates(reading)] == ["2026-03-10", "2026-03-10T03:52", "2026-03-12T21:00"]


def test_a_headline_in_the_infinitive_tells_of_the_future() -> None:
    assert [d.value for d in find_dates(reading_of("Leaders to meet Monday", role="headline"))] == ["2026-03-16"]


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_survived(published: str) -> None:
    reading = reading_of(
        "They will meet next week, tomorrow, next month, next year, on Monday and in June.",
        "They met last week, yesterday, 90000 years ago, last quarter, last summer, last Monday and 500 weeks ago.",
        published=published,
    )
    assert len(find_dates(reading)) == 13


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from([None, "2026-03-12", "9999-12-31", "nonsense"]))
def test_any_text_gives_spans_inside_it(text: str, published: str | None) -> None:
    reading = reading_of(text, published=published)
    assert all(0 <= d.span.start < d.span.end <= len(reading.text) and d.value for d in find_dates(reading))


WORDS = st.sampled_from(
    "on Tuesday May 2 , 2025 the end of year last next this week 3 : 52 a.m. - - to from between and 11 Sept . 8 June 30 ' 90 "
    "s first quarter half ago in two days earlier early mid every ( 0852 GMT ) will met noon night summer Christmas 9999".split()
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=20), st.sampled_from(["", " "]), st.sampled_from([None, "2026-03-12"]))
def test_any_heap_of_date_words_is_read_without_harm(words: list[str], gap: str, published: str | None) -> None:
    reading = reading_of(gap.join(words), published=published)
    found = find_dates(reading)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["on Tuesday ", "end of ", "early ", "the end of ", "9 a.m. ", "2 to ", "June 8 to ", "Tuesday, "]
)
def test_a_long_sentence_is_read_in_linear_time(piece: str) -> None:
    reading = reading_of(piece * (100_000 // len(piece)))
    started = time.perf_counter()
    find_dates(reading)
    assert time.perf_counter() - started < 5


def test_a_weekday_of_a_dateless_retelling_is_the_day_that_its_wire_means_by_it() -> None:
    from retold import facts
    from retold.settings import DEFAULTS
    from retold.tables import rows, to_table

    wire = reading_of("The court ruled on Thursday.", published=None, dateline="XXXX-02-05").report
    rewrite = msgspec.structs.replace(reading_of("On Thursday a court ruled.", published=None).report, report_id="b")
    table = to_table(kinds.Report, [wire, rewrite])
    dated = facts.date_by_story(table, facts.extract(table, settings=DEFAULTS), settings=DEFAULTS)
    values = [[d.value for d in row.facts.dates] for row in rows(kinds.ReportFacts, dated)]
    assert values[1] == ["XXXX-02-05"]


@pytest.mark.parametrize(
    "opening",
    ["KOLVA (Arctic Press), 7 January 2026. A blast shook the mine.", "March 9, 2026 - A blast shook the mine."],
)
def test_a_day_that_opens_the_report_by_itself_anchors_its_weekdays(opening: str) -> None:
    found = find_dates(reading_of(opening, "It had been closed on Monday.", published=None))
    assert [d.value for d in found] in (["2026-01-07", "2026-01-05"], ["2026-03-09", "2026-03-09"])


def test_a_day_in_a_sentence_anchors_nothing() -> None:
    found = find_dates(
        reading_of("On March 9, 2026 a blast shook the mine.", "It was closed on Monday.", published=None)
    )
    assert found[1].value == "XXXX-WXX-1"

"""The day of publication is the outlet's own, where a page states the instant in UTC and shows the day."""

from __future__ import annotations

import pytest

from retold.clean import recover_one
from retold.kinds import Report, Span, Witness
from retold.settings import DEFAULTS
from tests.clean.conftest import plain_source

STATED = "2026-02-25T02:25:54Z"


def _report(shown: list[tuple[str, str]], stated: str = STATED, modified: str | None = None) -> Report:
    text = "The ferry between the two towns sailed again on Tuesday for the first time in 14 years, the minister said."
    witnesses = [Witness(field="published", value=stated, where="json-ld", why="NewsArticle published")]
    if modified:
        witnesses.append(Witness(field="modified", value=modified, where="json-ld", why="NewsArticle modified"))
    witnesses += [Witness(field=f, value=v, where="visible", span=Span(0, 3), why="date line") for f, v in shown]
    return recover_one(plain_source(text, witnesses), DEFAULTS)


@pytest.mark.parametrize(
    ("stated", "shown", "published"),
    [
        (STATED, "February 24, 2026 | 9:25pm", "2026-02-24T21:25:54-05:00"),
        (STATED, "February 24, 2026 / 9:25 PM", "2026-02-24T21:25:54-05:00"),
        (STATED, "24 February 2026", "2026-02-24T23:25:54-03:00"),
        ("2026-12-05T23:15:0Z", "6 December 2026", "2026-12-06T00:15:00+01:00"),
        ("2026-12-05T20:10:00Z", "6 Dec 2026, 01:40", "2026-12-06T01:40:00+05:30"),
    ],
)
def test_the_shown_day_tells_the_zone_and_the_instant_stays(stated: str, shown: str, published: str) -> None:
    assert _report([("published", shown)], stated).published == published


@pytest.mark.parametrize(
    "shown",
    [
        [("published", "25 February 2026")],
        [("published", "24 February 2026"), ("modified", "25 February 2026, 10:00")],
        [("published", "20 February 2026")],
        [("published", "24 February 2026, 04:11")],
        [("published", "25 February 2026 3:00 AM CET")],
        [],
    ],
    ids=["same day", "another line has the day", "far off", "no zone has the time", "line with a zone", "no line"],
)
def test_what_no_zone_explains_changes_nothing(shown: list[tuple[str, str]]) -> None:
    assert _report(shown).published == STATED


def test_a_day_alone_does_not_make_an_outlet_in_the_middle_of_the_ocean() -> None:
    assert _report([("published", "24 February 2026")], "2026-02-25T10:00:00Z").published == "2026-02-25T10:00:00Z"


def test_a_time_with_its_zone_is_believed_as_it_is() -> None:
    stated = "2026-02-25T02:25:54+01:00"
    assert _report([("published", "24 February 2026")], stated).published == stated


def test_a_time_of_publication_that_a_change_overwrote_gives_way_to_the_one_shown() -> None:
    """The page shows "January 19, 2020 / 12:25 PM", and states the time of its last change as both."""
    report = _report(
        [("published", "January 19, 2026 / 12:25 PM")], "2026-01-20T09:49:32+00:00", "2026-01-20T09:49:32Z"
    )
    assert report.published == "2026-01-19T12:25"
    assert "last change" in next(d.why for d in report.dates if d.chosen)
    kept = _report([("published", "January 19, 2026 / 12:25 PM")], "2026-01-20T09:49:32Z", "2026-01-21T09:49:32Z")
    assert kept.published == "2026-01-20T09:49:32Z"


def test_a_year_may_stand_first_with_points_and_spaces() -> None:
    assert _report([], "2026. 06. 04. 11:27").published == "2026-06-04T11:27"

from __future__ import annotations

import random
import time

import pytest

from tests.lineage.stories import INDEPENDENT, REWRITE, SIBLINGS, WIRE, pairs_of, stories_of, tell

COUNCIL = """
    Council backs swimming hall 8-5 after four-hour debate
    The council of Harrowick voted 8-5 on Tuesday night to build a swimming hall beside the station.
    The hall is to cost $36.4 million and to have 620 seats.
    Mayor Edna Pruitt told reporters on the stairs that she would be first in the water.
    Councillor Rolf Stang, who led the opposition, said the town was buying a puddle.
    Work is to begin in 2027 and to take 22 months.
    Harrowick's council has 13 members; the mayor chairs the meetings and votes only to break a tie.
    """

OTHER_COUNCIL = """
    Council backs tram depot 8-5 after six-hour debate
    The council of Harrowick voted 8-5 on Tuesday night to move the tram depot to the old brewery.
    The depot is to cost $112.9 million and to hold 48 trams.
    Mayor Edna Pruitt told reporters on the stairs that the brewery would smell better than before.
    Councillor Rolf Stang, who led the opposition, said the town was parking its future.
    Work is to begin in 2029 and to take 31 months.
    Harrowick's council has 13 members; the mayor chairs the meetings and votes only to break a tie.
    """

RETOLD_COUNCIL = """
    Harrowick to get pool for $36.4 million
    Harrowick is to build a swimming hall with 620 seats beside its station, after a vote of eight to five.
    Opposition councillor Rolf Stang called the plan a puddle.
    Building takes 22 months and starts in 2027.
    """


def test_a_rewrite_and_an_independent_report_of_one_event_are_one_story():
    assert stories_of([tell("w", WIRE), tell("r", REWRITE), tell("i", INDEPENDENT)]) == [["i", "r", "w"]]


def test_two_plainly_unrelated_files_are_two_stories():
    assert stories_of([tell("w", WIRE), tell("c", COUNCIL)]) == [["c"], ["w"]]


def test_two_files_of_one_event_are_one_story():
    assert stories_of([tell("c", COUNCIL), tell("d", RETOLD_COUNCIL)]) == [["c", "d"]]


def test_another_event_told_in_the_same_template_is_another_story():
    assert stories_of([tell("a", COUNCIL), tell("b", OTHER_COUNCIL)]) == [["a"], ["b"]]


@pytest.mark.xfail(strict=True, reason="a short retelling names the same people and outweighs the near miss")
def test_a_short_retelling_does_not_bridge_two_events_of_one_template():
    reports = [tell("a", COUNCIL), tell("b", OTHER_COUNCIL), tell("c", RETOLD_COUNCIL)]
    assert stories_of(reports) == [["a", "c"], ["b"]]


def test_copies_are_paired_with_the_first_one_only():
    reports = [tell(f"c{n:04d}", WIRE) for n in range(400)]
    began = time.process_time()
    pairs = pairs_of([*reports, tell("r", REWRITE)])
    assert len(pairs) == 400
    assert all(p.same_story for p in pairs)
    assert time.process_time() - began < 10


def test_every_report_is_in_exactly_one_story_whatever_the_order():
    reports = [tell("w", WIRE), tell("r", REWRITE), tell("c", COUNCIL), tell("o", OTHER_COUNCIL)]
    reports += [tell(i, text) for i, text in SIBLINGS.items()]
    expected = stories_of(reports)
    assert sorted(i for story in expected for i in story) == sorted(r.report_id for r in reports)
    for seed in range(3):
        random.Random(seed).shuffle(reports)
        assert stories_of(reports) == expected


def test_days_apart_keep_alike_reports_apart_unless_they_share_text():
    old = tell("a", COUNCIL, published="2025-01-10")
    new = tell("b", RETOLD_COUNCIL, published="2026-06-10")
    assert stories_of([old, tell("c", COUNCIL, published="2026-06-10")]) == [["a", "c"]]
    assert [p.why for p in pairs_of([old, new])] == ["516 days apart"]


@pytest.mark.parametrize("text", ["", "One", "\u202eabc\u202c", "...\n\n!!", "7 8 9", "x" * 5000])
def test_odd_reports_raise_nothing(text: str):
    assert stories_of([tell("a", text), tell("b", text + " more"), tell("c", WIRE)])


def test_an_empty_pile_has_no_stories():
    assert stories_of([]) == []


FIRE = """
    Brush fire near Oakhollow forces 300 from their homes
    A brush fire in the hills above Oakhollow forced 300 people from their homes on Sunday, the county said.
    The fire had burned 450 hectares by noon and was not contained, fire chief Lorna Beck told reporters.
    Some 60 firefighters and two helicopters were at work along Tanner Ridge.
    Route 12 was closed between Oakhollow and Pell.
    """

NOTED_FIRE = """
    UPDATE 1-Brush fire near Oakhollow forces 900 from their homes
    (Updates with new figures, school)
    A brush fire in the hills above Oakhollow had forced 900 people from their homes by Sunday night, the county said.
    It had burned 1,300 hectares and was 5 percent contained, fire chief Lorna Beck said.
    Some 210 firefighters and six helicopters were at work along Tanner Ridge, where a water tank gave way.
    The high school of Pell was opened for those who could not go home.
    """


def test_an_update_in_which_every_figure_has_changed_is_of_the_same_story():
    first, update = tell("a", FIRE, outlet="Hill Wire"), tell("b", NOTED_FIRE, outlet="Hill Wire")
    assert stories_of([first, update]) == [["a", "b"]]


def test_without_a_note_an_update_is_known_by_its_day_and_its_subject():
    later = NOTED_FIRE.replace("UPDATE 1-", "").replace("    (Updates with new figures, school)\n", "")
    first = tell("a", FIRE, published="2026-03-01T13:00")
    assert stories_of([first, tell("b", later, published="2026-03-01T21:30")]) == [["a", "b"]]
    assert stories_of([first, tell("b", later, published="2026-03-09")]) == [["a"], ["b"]]


def test_two_votes_of_one_evening_are_two_stories():
    day = "2026-03-03"
    assert stories_of([tell("a", COUNCIL, published=day), tell("b", OTHER_COUNCIL, published=day)]) == [["a"], ["b"]]


def test_a_report_that_shows_the_day_it_was_fetched_stays_in_its_story():
    reports = [tell("w", WIRE, published="2026-05-02"), tell("r", REWRITE, published="2026-05-02")]
    reports += [tell(i, text, published="2026-05-03") for i, text in {"i": INDEPENDENT}.items()]
    brief = REWRITE.replace("early on Friday ", "").replace("Passengers rescued as ferry hits reef", "Reef")
    words = "\n".join(
        line.replace("A ferry with 212 people", "A ship with 212 aboard") for line in brief.split("\n")[:5]
    )
    assert stories_of([*reports, tell("z", words, published="2028-01-30")]) == [["i", "r", "w", "z"]]

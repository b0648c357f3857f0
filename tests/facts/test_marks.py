"""Marks: figures, names and credits of a report, read in one scan."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from retold import facts, kinds
from retold.facts.marks import list_marks, mark_one, say_figure
from retold.settings import DEFAULTS, Settings
from retold.tables import rows, to_table
from tests.facts.reports_made import reading_of

PIECES = (
    "Maria Lopez of the Coastal Fishing Union",
    "Lopez.",
    "President Duarte",
    "Peru’s",
    "March 12",
    "8th Bank of Cassara",
    "two hundred boats",
    "$2.9 billion",
    "6 per cent",
    "the U.S.",
)


def marks(*sentences: str) -> kinds.Facts:
    return mark_one(reading_of(*sentences).report).facts


def figures(*sentences: str) -> list[tuple[float | None, str | None, str]]:
    return [(q.value, q.unit, q.bound) for q in marks(*sentences).quantities]


def test_a_figure_is_digits_with_the_word_after_them():
    found = figures("The firm cut 1,900 jobs and lost $2.9 billion, or 6% of sales.")
    assert found == [(1900.0, "job", "exact"), (2.9e9, "USD", "exact"), (6.0, "percent", "exact")]


def test_scales_and_currencies_after_a_figure_are_read():
    assert figures("Trade rose to 244.8 billion U.S. dollars.") == [(244.8e9, "USD", "exact")]
    assert figures("It cost £1.4m to build 90km of track.") == [(1.4e6, "GBP", "exact"), (90.0, "kilometre", "exact")]


def test_the_hedge_before_a_figure_is_its_bound():
    assert figures("Police held more than 40 people.") == [(40.0, "person", "more_than")]


def test_small_numbers_in_words_count_but_not_those_spoken_of():
    assert figures("He built three bridges.") == [(3.0, "bridge", "exact")]
    assert figures("He met the two sides.") == []


def test_years_days_and_hours_are_no_figures():
    assert figures("It was built in 1998 and opened on March 12 at 10:30.") == []


def test_names_are_sorted_by_what_word_lists_know():
    found = marks("Officials in Peru said Maria Lopez of the Coastal Fishing Union met President Duarte.")
    assert [p.name for p in found.places] == ["Peru"]
    assert [p.name for p in found.people] == ["Maria Lopez", "Duarte"]
    assert [o.name for o in found.organisations] == ["Coastal Fishing Union"]


def test_a_surname_alone_is_a_mention_of_the_full_name():
    (person,) = marks("The mayor is Maria Lopez.", "Critics of Lopez left.").people
    assert len(person.mentions) == 2


def test_a_capital_that_only_opens_a_sentence_is_no_name():
    assert marks("Nobody came.", "They’ll vote later.").organisations == []


def test_the_setting_says_how_deep_facts_are_read():
    table = to_table(kinds.Report, [reading_of("Maria Lopez said she had sold 40 boats.").report])
    (full,) = rows(kinds.ReportFacts, facts.extract(table, settings=DEFAULTS))
    (quick,) = rows(kinds.ReportFacts, facts.extract(table, settings=Settings(facts_depth="marks")))
    assert full.facts.statements and not quick.facts.statements
    assert [q.value for q in quick.facts.quantities] == [q.value for q in full.facts.quantities] == [40.0]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["", " $5 million", " “Ana Ruiz” 7 of", " 12 March 2020 The U.S. "]))
def test_marks_lie_in_the_text_whatever_it_holds(noise: str, words: str):
    found = marks(noise + words + noise)
    length = len(noise + words + noise) + 1
    spans = [q.span for q in found.quantities]
    spans += [m for named in (*found.people, *found.organisations, *found.places) for m in named.mentions]
    assert all(0 <= s.start < s.end <= length for s in spans)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=8))
def test_a_list_of_marks_is_what_the_marks_of_a_report_say_in_its_order(noise: str, pieces: list[str]):
    text = noise + " ".join(pieces) + noise
    facts = mark_one(
        kinds.Report(
            report_id="r",
            path="",
            source_sha256="",
            media_type="",
            text=text,
            sentences=[],
            segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
        )
    ).facts
    named = sorted(
        (one.mentions[0], one.name) for group in (facts.people, facts.organisations, facts.places) for one in group
    )
    said = [say_figure(q.value, q.unit) for q in facts.quantities]
    assert list_marks(text) == (list(dict.fromkeys(name for _, name in named)), list(dict.fromkeys(said)))

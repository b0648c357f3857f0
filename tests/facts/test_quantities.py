"""Figures as news writes them: value, unit, bound, and what is none."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.dates import find_dates
from retold.facts.quantities import find_quantities, with_asserters
from retold.kinds import Span
from tests.facts.reports_made import reading_of


def figures(sentence: str, role: str = "body") -> list[kinds.Quantity]:
    reading = reading_of(sentence, role=role)
    return find_quantities(reading, find_dates(reading))


# sentence | value unit bound, one group a figure
CASES = """
Exports rose to 18.5 million euros in 2025. | 18500000 EUR exact
The fine of 18.5 mln euros stands. | 18500000 EUR exact
The 640-million-euro bridge opened. | 640000000 EUR exact
Repairs cost £2.3bn. | 2300000000 GBP exact
The club paid €18.5m for him. | 18500000 EUR exact
Aid of US$5 million was promised. | 5000000 USD exact
Trade reached 244.8 billion U.S. dollars. | 244800000000 USD exact
Rs 20 crore was seized. | 200000000 INR exact
Rs. 4.5 lakh crore is owed. | 4500000000000 INR exact
The fare is A$4.50 now. | 4.5 AUD exact
They raised 3.5 million Australian dollars. | 3500000 AUD exact
It cost HK$300 to enter. | 300 HKD exact
The village raised EUR50m for it. | 50000000 EUR exact
A loan of 2 million pounds was agreed. | 2000000 GBP exact
The pumpkin weighed 300 pounds. | 300 pound exact
Prices rose 8.6 percent. | 8.6 percent exact
Prices rose 8.6%. | 8.6 percent exact
Turnout was 61 per cent. | 61 percent exact
The key rate is 4.25 pct now. | 4.25 percent exact
The bank cut rates by 25 basis points. | 0.25 percentage_point exact
The bank cut rates by a quarter of a percentage point. | 0.25 percentage_point exact
Support fell by 3 percentage points. | 3 percentage_point exact
The bank cut rates by half a percentage point. | 0.5 percentage_point exact
Output grew from 5 to 7 percent. | 5 percent exact | 7 percent exact
It will cost $10 to $15 billion. | 10000000000 USD exact | 15000000000 USD exact
Between 700 and 800 homes were lost. | 700 home exact | 800 home exact
Dinner is eight or nine euros there. | 8 EUR exact | 9 EUR exact
More than 320 product lines are listed. | 320 line more_than
Over 20 cooperation agreements were signed. | 20 agreement more_than
At least 37 people died. | 37 person at_least
No fewer than 12 bridges fell. | 12 bridge at_least
Up to 400 soldiers will go. | 400 person up_to
As many as 60 homes burned. | 60 home up_to
The fee could rise to 45 million euros. | 45000000 EUR up_to
Nearly 4,500 homes were damaged. | 4500 home nearly
Almost a dozen whales beached. | 12 whale nearly
About 62,000 hectares are under water. | 62000 hectare approximately
An estimated 300 supporters came. | 300 person approximately
Some 1,900 staff will leave. | 1900 person approximately
Roughly 40 shops closed. | 40 shop approximately
Fewer than 20 tickets are left. | 20 ticket less_than
The lake is under 3 metres deep. | 3 metre less_than
Twenty or more houses slid away. | 20 house at_least
A hundred or so pupils marched. | 100 person approximately
The 300+ delegates voted. | 300 person at_least
Twenty-one miners were trapped. | 21 person exact
One hundred and five boats sank. | 105 boat exact
Half a million bees escaped. | 500000 bee exact
Two and a half million trees were planted. | 2500000 tree exact
A dozen horses bolted. | 12 horse exact
About a third of villages were reached. | 0.333333333333 fraction approximately
Two-thirds of voters agreed. | 0.666666666667 fraction exact
Half of the harvest is lost. | 0.5 fraction exact
One in five pupils is absent. | 0.2 fraction exact
A recipe needs 1/16 of it. | 0.0625 fraction exact
They need 3½ kilometres of rope. | 3.5 kilometre exact
Seven of 12 chapters are closed. | 7 chapter exact
Seven of the nine members voted for it. | 7 person exact
Two of the council's nine members voted against. | 2 person exact
Two of Morel's deputies resigned. | 2 person exact
The fourth round of talks ended. | 4 round ordinal
They marked the 80th anniversary of the victory. | 80 anniversary ordinal
It is the third landmark initiative proposed by him. | 3 initiative ordinal
They finished third in the league. | 3 rank ordinal
He wears No. 8 there. | 8 - label
A magnitude-6.4 quake struck. | 6.4 magnitude exact
A 6.4-magnitude quake struck. | 6.4 magnitude exact
Aftershocks above magnitude 4 followed. | 4 magnitude more_than
Ines Duval, 44, a teacher, agreed. | 44 year exact
A 51-year-old man was found. | 51 year exact
The suspect, aged 23, was held. | 23 year exact
She was 90 when she fled. | 90 year exact
They won 3-1 at home. | 3 - exact | 1 - exact
The 96-page ruling is out. | 96 page exact
The tremor was 28 km underground. | 28 kilometre exact
Winds of 155mph hit the coast. | 155 mile_per_hour exact
A 62,000-hectare farm was sold. | 62000 hectare exact
The plot has 1520 sq m of floor. | 1520 square_metre exact
The river is 1.12m above the mark. | 1.12 metre exact
Nights fell to minus 14 degrees Celsius. | -14 celsius exact
The index moved -1.3% there. | -1.3 percent exact
Receipts were 1,76,000 rupees. | 176000 INR exact
Receipts were 1.200.000 euros. | 1200000 EUR exact
It paid 1.234,56 euros. | 1234.56 EUR exact
It employs 2 000 000 people. | 2000000 person exact
Nearly 4,500 homes were damaged and 612 destroyed. | 4500 home nearly | 612 home exact
Eleven people drowned, five were struck by lightning. | 11 person exact | 5 person exact
The blast killed at least 37. | 37 person at_least
Around 1,200 were hurt. | 1200 person approximately
It sold 2.7m digital and physical copies. | 2700000 copy exact
It held the title for 15 consecutive years. | 15 year exact
One fisherman drowned. | 1 person exact
One proposal asks for more. | 1 proposal exact
It helped one man to flee. | 1 person exact
It holds women aged 25 to 54 only. | 25 year exact | 54 year exact
The 37m (121ft)-long hull sank. | 37 metre exact | 121 foot exact
It goes from 0-to-60-mph in no time. | 0 mile_per_hour exact | 60 mile_per_hour exact
Two new 737 Max jets are grounded. | 2 jet exact
Five more villages were cut off. | 5 village exact
Hundreds of homes are gone. | None home vague
Tens of thousands marched. | None - vague
Several hundred protesters came. | None person vague
"""

CASE_ROWS = [line.split(" | ") for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(
    ("sentence", "wanted"), [(row[0], row[1:]) for row in CASE_ROWS], ids=[r[0] for r in CASE_ROWS]
)
def test_a_figure_has_the_value_unit_and_bound_that_the_text_gives(sentence: str, wanted: list[str]) -> None:
    found = [
        f"{q.value if q.value is None else format(q.value, '.12f').rstrip('0').rstrip('.')} {(q.unit or '-').replace(' ', '_')} {q.bound}"
        for q in figures(sentence)
    ]
    assert found == wanted


NO_FIGURES = """
In 2024 the two sides met.
The two countries agreed.
The 2019 election was close.
The G20 met near the A40.
Flight 370 left Gate 12.
Article 5 was invoked under Resolution 1701.
Call 555-0134 or 020-7946-0958.
One of the men fled.
No one came, and one might ask why.
They spoke at 9:15 a.m. on 12 March.
The three-day summit ended within 60 days.
It happened at one point in a one-on-one match.
He was first in line for the first time.
The Second World War ended there.
She lives at 358 El Brillo Way.
COVID-19 spread in the 21st century.
The iPhone 14's screen is larger than that of the 787 Dreamliner.
They meet 24/7 and remember 9/11.
The third quarter was weak.
Read it at example.com/2026/12345.
"""


@pytest.mark.parametrize("sentence", NO_FIGURES.strip().splitlines())
def test_years_times_names_and_pronouns_are_no_figures(sentence: str) -> None:
    assert figures(sentence) == []


def test_the_span_holds_hedge_currency_and_noun() -> None:
    sentence = "Officials signed more than 20 bilateral documents worth US$5 million."
    assert [sentence[q.span.start : q.span.end] for q in figures(sentence)] == [
        "more than 20 bilateral documents",
        "US$5 million",
    ]


def test_what_is_counted_is_a_phrase_of_the_text() -> None:
    assert [q.of for q in figures("It sent 20 field doctors and 90 tonnes of dried food.")] == [
        "field doctors",
        "dried food",
    ]


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("Trade rose 8.6 percent.", "up"),
        ("Sales fell sharply by 3 percent.", "down"),
        ("It cut its rate by 25 basis points.", "down"),
        ("It cut tariffs on 320 product lines.", None),
        ("It has 320 lines.", None),
        ("A 7% increase followed.", "up"),
    ],
)
def test_the_verb_that_governs_a_figure_says_which_way_it_went(sentence: str, change: str | None) -> None:
    assert [q.change for q in figures(sentence)] == [change]


def test_a_figure_in_a_statement_is_asserted_by_its_speaker_and_the_narrators_by_nobody() -> None:
    reading = reading_of("Trade grew 8 percent, and 40 ships left, Duval said. It has 12 ports.")
    found = find_quantities(reading, [])
    said = kinds.Statement(speaker=["Ines Duval", "Tomas Roth"], content_spans=[Span(0, 40)], form="indirect")
    inner = kinds.Statement(speaker=["Port office"], content_spans=[Span(22, 40)], form="indirect")
    assert [q.asserted_by for q in with_asserters(found, [said, inner])] == [
        "Ines Duval, Tomas Roth",
        "Port office",
        None,
    ]
    assert [q.asserted_by for q in with_asserters(found, [])] == [None, None, None]


def test_digits_beyond_any_figure_are_read_without_harm() -> None:
    assert all(
        math.isfinite(q.value or 0)
        for q in figures("It has 99999999999999999999999 grains and " + "9" * 5000 + " dots.")
    )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_spans_inside_it_and_finite_values(text: str) -> None:
    reading = reading_of(text)
    found = find_quantities(reading, find_dates(reading))
    assert all(0 <= q.span.start < q.span.end <= len(reading.text) for q in found)
    assert all(q.value is None or math.isfinite(q.value) for q in found)


WORDS = st.sampled_from(
    "more than at least two of the 12 - – $ € 3.5 million % percent one hundred and a half third No . , ( ) year old May 2026 "
    "to between 5 7 km -odd people rose killed Rs crore twenty - one dozens".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25), st.sampled_from(["", " "]))
def test_any_heap_of_number_words_is_read_without_harm(words: list[str], gap: str) -> None:
    reading = reading_of(gap.join(words))
    for quantity in find_quantities(reading, find_dates(reading)):
        assert 0 <= quantity.span.start < quantity.span.end <= len(reading.text)


@pytest.mark.parametrize(
    "piece", ["3 of the ", "about 12 people and ", "$5 to ", "one hundred thousand and ", "1-", "the third "]
)
def test_a_sentence_of_a_megabyte_is_read_in_seconds(piece: str) -> None:
    reading = reading_of(piece * (100_000 // len(piece)))
    started = time.perf_counter()
    find_quantities(reading, [])
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The index lost 162.31 points, or 2.14%, to fall to 7,425.81.", ["point", "percent", "point"]),
        ("The exchange closed at 16,369 up 58 points.", ["point", "point"]),
        ("It sells for 2,435,000 yen ($22,480) and 2,380,000 ($21,972).", ["JPY", "USD", "JPY", "USD"]),
        ("Exports rose 2 percent but imports fell by 1.", ["percent", "percent"]),
        ("The car goes from 0 to 80 km/h.", ["kilometre per hour", "kilometre per hour"]),
        ("They offer four-, five- and six-cylinder engines.", ["cylinder", "cylinder", "cylinder"]),
        ("A field of 10 kV/cm was measured.", ["kilovolt per centimetre"]),
        ("The neck is 25.5″ long.", ["inch"]),
        ("Half the flats have sold.", ["fraction"]),
    ],
)
def test_a_figure_takes_the_unit_that_the_sentence_says_once(sentence: str, expected: list[str]) -> None:
    assert [q.unit for q in figures(sentence)] == expected

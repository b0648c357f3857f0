from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retold.terms import FIGURE_BITS, find_terms


def keys(text: str) -> list[str]:
    return [t.key for t in find_terms(text)]


def test_figures_have_one_key_in_digits_and_in_words():
    assert keys("sixty-four") == keys("64")
    assert keys("four hundred and twelve") == keys("412")
    assert keys("a dozen") == keys("12")
    assert keys("1,200") == keys("1200")


def test_a_time_of_day_has_one_key_in_both_spellings():
    assert "4:25" in keys("at 4:25 a.m.") and "4:25" in keys("at 4.25 a.m.")


def test_names_are_rarer_than_common_words():
    bits = {t.key: t.bits for t in find_terms("The police of Vasmorsk said nothing.")}
    assert bits["vasmorsk"] > bits["polic"]


@given(st.text(max_size=300))
def test_terms_lie_in_the_text(text: str):
    for term in find_terms(text):
        assert 0 <= term.start < term.end <= len(text) and term.bits > 0


def test_a_figure_of_thousands_of_digits_is_read():
    for digits in ("9" * 5000, "0" * 5000, "٣" * 5000):
        assert [t.bits for t in find_terms(f"The number was {digits}.") if t.figure] == [FIGURE_BITS]

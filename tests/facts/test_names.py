"""Who, which organisation and where; all texts are invented."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.discovery import find_names, with_dateline
from tests.facts.prose import reading_of


def people(text: str, headline: str | None = None) -> dict[str, list[str]]:
    return {p.name: p.titles for p in find_names(reading_of(text, headline)).people}


def organisations(text: str) -> dict[str, str | None]:
    return {o.name: o.acronym for o in find_names(reading_of(text)).organisations}


def places(text: str) -> dict[str, str | None]:
    return {p.name: p.type for p in find_names(reading_of(text)).places}


def shown(text: str, name: str) -> list[str]:
    reading = reading_of(text)
    names = find_names(reading)
    return [
        reading.cut(s)
        for p in [*names.people, *names.organisations, *names.places]
        if p.name == name
        for s in p.mentions
    ]


def test_a_title_is_told_from_the_name_and_a_surname_is_a_mention(text):
    """
    Kenyan President Grace Otieno met Finnish Foreign Minister Aino Laine in Helsinki. Otieno thanked Laine.
    """
    assert people(text) == {"Grace Otieno": ["Kenyan President"], "Aino Laine": ["Finnish Foreign Minister"]}
    assert shown(text, "Grace Otieno") == ["Grace Otieno", "Otieno"]


def test_a_name_that_begins_with_the_surname_is_found_by_it(text):
    """
    Chinese Vice Premier Zhao Lin opened the fair. Zhao said trade had doubled.
    """
    assert shown(text, "Zhao Lin") == ["Zhao Lin", "Zhao"]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Marta Solis, 51, a nurse in Arlo, said the roof had gone.", "Marta Solis", "nurse in Arlo"),
        ("Ivo Brandt, head of the Dairy Farmers Council, agreed.", "Ivo Brandt", "head of the Dairy Farmers Council"),
        ("The club's captain, Deji Alabi, was sent off.", "Deji Alabi", "club's captain"),
        ("A local shopkeeper, Nora Finch, saw the fire.", "Nora Finch", "local shopkeeper"),
        ("Police spokeswoman Ines Roth declined to comment.", "Ines Roth", "Police spokeswoman"),
        ("Justice Hanna Weil adjourned the case.", "Hanna Weil", "Justice"),
        ("Finance Minister of Bavaria Jo Haas quit.", "Jo Haas", "Finance Minister of Bavaria"),
        ("She met U.S. Ambassador to Peru Lou Hart.", "Lou Hart", "U.S. Ambassador to Peru"),
        ("British Prime Minister Theresa May spoke.", "Theresa May", "British Prime Minister"),
        ("She thanked former President Ken Obara.", "Ken Obara", "former President"),
        ("U.S. Secretary of State Ward Ellis left Geneva.", "Ward Ellis", "U.S. Secretary of State"),
    ],
)
def test_offices_are_read_before_a_name_and_in_commas_beside_it(text, name, title):
    assert title in people(text)[name]


def test_a_plural_title_is_everybodys(text):
    """
    Senior Danish officials Per Holm and Lise Berg attended.
    """
    assert people(text) == {"Per Holm": ["Senior Danish official"], "Lise Berg": ["Senior Danish official"]}


def test_a_title_cased_headline_names_nobody_but_those_of_the_body():
    names = find_names(
        reading_of("Coach Dan Pryce praised his side on Saturday.", "Brave Rovers Stun Champions As Pryce Cheers")
    )
    assert [p.name for p in names.people] == ["Dan Pryce"]
    assert len(names.people[0].mentions) == 2
    assert names.organisations == []


def test_a_sentence_that_opens_with_an_ordinary_word_opens_with_no_name(text):
    """
    Floods cut the road. Prices rose. Meanwhile Governor Ruth Ames flew home.
    """
    names = find_names(reading_of(text))
    assert [p.name for p in names.people] == ["Ruth Ames"]
    assert not names.organisations
    assert not names.places


def test_letters_in_brackets_are_learnt_and_a_longer_name_around_them_is_another(text):
    """
    The River Basin Authority (RBA) warned of floods. The United Nations (UN) Security Council met. The RBA sent boats.
    """
    found = organisations(text)
    assert found["River Basin Authority"] == "RBA"
    assert "United Nations Security Council" in found
    assert shown(text, "River Basin Authority") == ["River Basin Authority (RBA)", "RBA"]


def test_letters_that_are_no_initials_are_learnt_beside_an_organisation(text):
    """
    The Lakes Children's Fund (LAKICEF) gave tents. LAKICEF asked for more.
    """
    assert organisations(text) == {"Lakes Children's Fund": "LAKICEF"}
    assert len(shown(text, "Lakes Children's Fund")) == 2


def test_public_bodies_in_lower_case_are_organisations(text):
    """
    The Peruvian customs service and the health department agreed.
    """
    assert list(organisations(text)) == ["Peruvian customs service", "health department"]


def test_a_club_takes_a_plural_verb_and_a_country_has_a_central_bank(text):
    """
    Norwood City have signed Jan Ode. Veldania's central bank cut rates.
    """
    assert organisations(text) == {"Norwood City": None}
    assert places(text) == {"Veldania": None}


def test_a_country_of_fiction_is_known_by_its_people(text):
    """
    Oskavia closed its ports. The Oskavian minister, Ola Rye, met the Halvik Fishers' Association.
    """
    assert places(text) == {"Oskavia": "country"}
    assert "Halvik Fishers' Association" in organisations(text)


def test_the_dateline_is_a_mention_of_its_place():
    reading = reading_of("Talks began in Oslo.")
    line = kinds.Dateline(place="OSLO", span=kinds.Span(100, 120))
    report = msgspec.structs.replace(reading.report, dateline=line)
    (found,) = with_dateline(find_names(reading).places, report)
    assert (found.name, found.mentions) == ("Oslo", [kinds.Span(15, 19), kinds.Span(100, 104)])
    (alone,) = with_dateline([], report)
    assert (alone.name, alone.type) == ("Oslo", "city")


def test_letters_of_what_is_no_organisation_name_none(text):
    """
    The Green Rivers Plan (GRP) was unveiled in Oslo. The GRP costs little.
    """
    assert organisations(text) == {}


def test_a_short_form_of_a_company_is_the_company(text):
    """
    Aldmoor Foods Ltd. lost the case. Aldmoor will appeal, Aldmoor Foods said.
    """
    assert list(organisations(text)) == ["Aldmoor Foods Ltd."]
    assert shown(text, "Aldmoor Foods Ltd.") == ["Aldmoor Foods Ltd.", "Aldmoor", "Aldmoor Foods"]


def test_a_city_in_an_organisations_name_is_no_place(text):
    """
    The Shanghai Shipping Company and the Bank of England met in Lisbon.
    """
    assert places(text) == {"Lisbon": "city"}
    assert {"Shanghai Shipping Company", "Bank of England"} <= set(organisations(text))


def test_places_unknown_to_us_are_known_by_their_slot(text):
    """
    The flood reached the town of Kasari and hit Lombe district. Shops in Tarvo, Minel and Oster closed.
    """
    assert places(text) == {"Kasari": "town", "Lombe": "district", "Tarvo": None, "Minel": None, "Oster": None}


def test_two_countries_with_a_hyphen_are_two_places(text):
    """
    The Chile-Peru border reopened.
    """
    assert places(text) == {"Chile": "country", "Peru": "country"}


def test_a_currency_names_no_country(text):
    """
    It cost 20 million U.S. dollars.
    """
    assert places(text) == {}


def test_later_mentions_resolve_to_the_fullest_name(text):
    """
    Ghanaian President Ama Owusu and Togolese President Koffi Mensah met the West Africa Trade Council (WATC) in Lome.
    """
    names = find_names(reading_of(text))
    assert names.canonical("Owusu") == "Ama Owusu"
    assert names.canonical("President Mensah") == "Koffi Mensah"
    assert names.canonical("the WATC") == "West Africa Trade Council"
    assert names.canonical("the council") == "West Africa Trade Council"
    assert names.canonical("Nobody") is None
    assert names.members("the two presidents") == ["Ama Owusu", "Koffi Mensah"]
    assert names.members("The two sides") == ["Ghana", "Togo"]
    assert names.kind("Ama Owusu") == "person"


def test_of_two_with_one_surname_the_one_named_last_is_meant(text):
    """
    Mrs Anna Falk sued her brother. Falk won. Mr Otto Falk will appeal. Falk is ill.
    """
    names = find_names(reading_of(text))
    assert names.canonical("Falk", text.index("Falk won")) == "Anna Falk"
    assert names.canonical("Falk", text.index("Falk is")) == "Otto Falk"
    assert [names.gender(n) for n in ("Anna Falk", "Otto Falk")] == ["woman", "man"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(alphabet="ABc dé.,'’-()\n\"“„XI", max_size=200))
def test_any_text_is_read_and_every_mention_lies_in_it(one, other):
    for text in (one, other, one + other):
        reading = reading_of(text, whole=not text.strip())
        names = find_names(reading)
        for mention in names.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
        names.canonical(one)
        names.members(other)


@pytest.mark.parametrize("unit", ["Alpha Beta ", "Alpha and ", "(AB) Alpha Beta ", "Ministry of Health of ", "x"])
def test_a_sentence_that_never_ends_takes_time_by_its_length(unit):
    def seconds(size: int) -> float:
        reading = reading_of((unit * (size // len(unit) + 1))[:size], whole=True)
        start = time.process_time()
        find_names(reading)
        return time.process_time() - start

    seconds(1000)
    assert seconds(60_000) < 12 * max(seconds(15_000), 0.01)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Interior Minister Bekele Storm warned of floods.", "Bekele Storm"),
        ("The head of the Parents' Forum, Victor Small, argued against it.", "Victor Small"),
        ("Elder Lily Flowers spoke for the town.", "Lily Flowers"),
        ("The visiting President of the Republic of Ostrava Stefan Horak left on Monday.", "Stefan Horak"),
    ],
)
def test_a_surname_may_be_any_word_where_an_office_or_given_name_vouches(text, name):
    assert name in people(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Its insurer, Pacific & Marlow, sued the builder.", "Pacific & Marlow"),
        ("Power company Gulf Light restored the lines.", "Gulf Light"),
        ("The mine's operator, Severkol, paid a fine.", "Severkol"),
        ("The head of the Parents' Forum, Victor Small, argued against it.", "Parents' Forum"),
        ("Alan Wise of the Royal Observatory Edinburgh was not involved.", "Royal Observatory Edinburgh"),
        ("A joint mission of Japan's JAXA was launched.", "JAXA"),
        ("She wrote for the Orvane Evening Post as a girl.", "Orvane Evening Post"),
    ],
)
def test_what_the_text_says_of_a_name_makes_it_an_organisation(text, name):
    assert name in organisations(text)


def test_a_surname_that_is_a_county_is_somebody_who_speaks(text):
    """
    Education Secretary Olive Kent will ban phones. Kent said money had been set aside.
    """
    assert "Kent" not in places(text)


def test_a_country_with_and_without_its_form_of_state_is_one(text):
    """
    Officials of the Republic of Ostrava met in Almira. They said farming in Ostrava had grown.
    """
    assert set(places(text)) == {"Almira", "Ostrava"}


def test_the_country_of_a_dateline_is_a_place_too():
    line = kinds.Dateline(place="LEEDS, England", span=kinds.Span(0, 14))
    report = msgspec.structs.replace(reading_of("A man was jailed.").report, dateline=line)
    assert {p.name for p in with_dateline([], report)} == {"Leeds", "England"}

"""Named plans: whose, which number, with what in them; all texts are invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.facts.discovery import find_names
from retold.facts.initiatives import find_initiatives
from retold.facts.lists import find_lists
from tests.facts.prose import reading_of


def initiatives(text: str, headline: str | None = None) -> dict[str, kinds.Initiative]:
    reading = reading_of(text, headline)
    return {i.name: i for i in find_initiatives(reading, find_names(reading), find_lists(reading))}


def test_rank_author_and_predecessors_are_read_from_one_sentence(text):
    """
    President Ama Owusu spoke in Accra. The Open Harbours Initiative (OHI) is the third of her trade initiatives, following the Fair Ports Initiative and the Safe Seas Initiative.
    """
    found = initiatives(text)
    assert (found["Open Harbours Initiative"].acronym, found["Open Harbours Initiative"].rank) == ("OHI", 3)
    assert {i.by for i in found.values()} == {"Ama Owusu"}
    assert len(found) == 3


def test_principles_stated_of_the_letters_are_its_members(text):
    """
    Speaking of the Clean Rivers Plan (CRP) he just unveiled, Mayor Jon Falk said the aim of the plan is to save fish. Falk listed three principles of the CRP -- cutting waste, planting trees, and sharing data.
    """
    plan = initiatives(text)["Clean Rivers Plan"]
    assert plan.by == "Jon Falk"
    assert plan.aim == "save fish"
    assert ([m.label for m in plan.members], plan.stated_count) == (["waste", "trees", "data"], 3)


def test_a_counted_list_in_the_next_sentence_is_the_plans(text):
    """
    Premier Lise Berg introduced her newly launched Night Rail Strategy, aimed at linking small towns. She named two goals: fewer cars and quieter roads.
    """
    plan = initiatives(text)["Night Rail Strategy"]
    assert (plan.by, plan.aim) == ("Lise Berg", "linking small towns")
    assert [m.label for m in plan.members] == ["fewer cars", "quieter roads"]


def test_a_genitive_and_proposed_by_name_the_author(text):
    """
    Critics mocked Berg's Blue Valley Scheme. Premier Lise Berg did not reply. The Hill Farms Programme proposed by Minister Per Holm failed.
    """
    found = initiatives(text)
    assert found["Blue Valley Scheme"].by == "Lise Berg"
    assert found["Hill Farms Programme"].by == "Per Holm"


def test_ordinary_plans_and_title_cased_headlines_name_none():
    assert initiatives("The plan failed. A new strategy is due.", "Council Drops Its Housing Plan") == {}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(alphabet="AB cd,()'\n", max_size=80))
def test_any_text_is_read(one, other):
    text = f"{one} the {other} Global {one} Initiative (GI) the third plan by {other}"
    for found in initiatives(text).values():
        assert 0 <= found.name_span.start < found.name_span.end <= len(text)

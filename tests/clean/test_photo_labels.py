from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold import kinds
from retold.clean import recover_one
from retold.clean.photo_labels import find_labelled, find_labelled_tail
from retold.read import _Numbers
from retold.read.forms import read_bytes
from retold.read.found import Found
from retold.settings import DEFAULTS

# A line, whom it names as photographers, and whose picture it is besides.
CREDITS = [
    ("Foto: Marta Kovač", ["Marta Kovač"], []),
    ("Foto: dpa", [], ["dpa"]),
    ("Bild: Jonas Weber/Nordpress", ["Jonas Weber"], ["Nordpress"]),
    ("Photograph by Dana Orlow", ["Dana Orlow"], []),
    ("Photo : Jean Morel / AFP", ["Jean Morel"], ["AFP"]),
    ("Crédit photo : Jean Morel", ["Jean Morel"], []),
    ("Photo Jean Morel/Ouest-Vallée", ["Jean Morel"], ["Ouest-Vallée"]),
    ("Fotografía: Ana Ruiz", ["Ana Ruiz"], []),
    ("Imagem: Câmara Municipal", [], ["Câmara Municipal"]),
    ("Foto: Divulgação", [], ["Divulgação"]),
    ("Фото: Иван Петров / ТАСС", ["Иван Петров"], ["ТАСС"]),
    ("图片来源：视觉中国", [], ["视觉中国"]),
    ("新华社记者 王明 摄", ["王明"], ["新华社"]),
    ("صورة: رويترز", [], ["رويترز"]),
    ("تصوير: محمد علي", ["محمد علي"], []),
    ("写真：共同通信", [], ["共同通信"]),
    ("Fot. Jan Kowal", ["Jan Kowal"], []),
    ("Zdjęcie: Ewa Nowak", ["Ewa Nowak"], []),
    ("Photos: Dana Orlow and Piet Vam", ["Dana Orlow", "Piet Vam"], []),
    ("Fotos: Jonas Weber (2), Anna Kern", ["Jonas Weber", "Anna Kern"], []),
    ("Symbolbild: © Jonas Weber", ["Jonas Weber"], []),
    ("Photo by Piet Vam on Unsplash", ["Piet Vam"], ["Unsplash"]),
    ("[Foto: Jonas Weber/dpa]", ["Jonas Weber"], ["dpa"]),
    ("Photograph: Dana Orlow/The Vale Post", ["Dana Orlow"], ["The Vale Post"]),
    ("Photo courtesy of Harbour Trust", [], ["Harbour Trust"]),
    ("Bild: Archiv", [], ["Archiv"]),
]
# Lines that say more than whose picture it is, or something else.
SENTENCES = [
    "Foto: Das Unternehmen hat die neue Fähre am Montag vorgestellt.",
    "Bild: Fähre am Kai",
    "Photo by photo, the archive is being put on line by the museum.",
    "Picture: a man stands on the quay as the ferry leaves.",
    "Photograph by the council shows the damage to the quay.",
    "Photo by Dana Orlow shows the ferry at the quay on Monday.",
    "Credit: Bank loans to shipping firms rose in the last quarter.",
    "Bild berichtete am Montag über die Fähre und die Kosten der Reparatur.",
    "Photos of the ferry were shown to the council on Monday evening.",
    "Фото: паром у причала в понедельник утром после ремонта.",
    "图：渡轮停靠",
    "Photo: Dana Orlow The ferry sailed on Monday.",
]
HEADLINE = "Ferry to the island returns"
BODY = (
    "Ferries will sail again between the old port and the island from October, the port authority said on Wednesday after a year.",
    "Repairs to the quay cost 47 million crowns and took six months longer than had been planned, according to the council.",
    "The union says the crew is too small and that the timetable was drawn up without talks with the staff.",
)
CAPTION = "The ferry at the quay on Monday."


def _recovered(data: str, name: str) -> kinds.Report:
    found = next(iter(read_bytes(data.encode(), name, DEFAULTS)))
    assert isinstance(found, Found)
    return recover_one(_Numbers().source(found, name, "0" * 64), DEFAULTS)


def _text(*lines: str) -> kinds.Report:
    return _recovered("\n\n".join((HEADLINE, *lines)) + "\n", "x.txt")


def _page(*elements: str) -> kinds.Report:
    return _recovered(f"<html><body><article><h1>{HEADLINE}</h1>{''.join(elements)}</article></body></html>", "x.html")


def _shown(report: kinds.Report) -> list[str]:
    return [report.text[s.start : s.end] for s in report.sentences]


def _named(report: kinds.Report) -> tuple[list[str], list[str]]:
    people = [b.name for b in report.bylines if b.role == "photographer"]
    return people, [c.agency for c in report.credits if c.kind == "photo"]


@pytest.mark.parametrize(("line", "people", "houses"), CREDITS)
def test_a_line_of_its_own_in_text_is_a_credit_wherever_it_stands(
    line: str, people: list[str], houses: list[str]
) -> None:
    for at in range(4):
        report = _text(*BODY[:at], line, *BODY[at:])
        assert sorted(_named(report)[0]) == sorted(people) and sorted(_named(report)[1]) == sorted(houses)
        assert _shown(report) == [HEADLINE, *BODY]


@pytest.mark.parametrize(("line", "people", "houses"), CREDITS)
def test_behind_a_caption_the_credit_is_taken_off_and_the_caption_stays(
    line: str, people: list[str], houses: list[str]
) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in BODY)
    for report in (
        _text(f"{CAPTION} {line}", *BODY),
        _page(f"<figure><img src=a.jpg><figcaption>{CAPTION} {line}</figcaption></figure>", paragraphs),
        _page(f"<figure><img src=a.jpg><figcaption>{CAPTION} <i>{line}</i></figcaption></figure>", paragraphs),
    ):
        assert sorted(_named(report)[0]) == sorted(people) and sorted(_named(report)[1]) == sorted(houses)
        assert _shown(report) == [HEADLINE, CAPTION, *BODY]
        assert [s.role for s in report.sentences[:3]] == ["headline", "caption", "lead"]


@pytest.mark.parametrize(("line", "people", "houses"), CREDITS)
def test_a_paragraph_of_its_own_in_a_page_is_a_credit(line: str, people: list[str], houses: list[str]) -> None:
    report = _page(f"<p>{BODY[0]}</p><p>{line}</p><p>{BODY[1]}</p><p>{BODY[2]}</p>")
    assert sorted(_named(report)[0]) == sorted(people) and sorted(_named(report)[1]) == sorted(houses)
    assert _shown(report) == [HEADLINE, *BODY]


@pytest.mark.parametrize("line", SENTENCES)
def test_what_says_anything_besides_stays_whole(line: str) -> None:
    assert not find_labelled(line)
    for report in (
        _text(BODY[0], line, *BODY[1:]),
        _page("".join(f"<p>{p}</p>" for p in (BODY[0], line, *BODY[1:]))),
    ):
        assert line in " ".join(_shown(report)) and _named(report) == ([], [])


def test_a_paragraph_that_a_credit_was_not_set_behind_is_no_caption() -> None:
    assert find_labelled_tail("The council spoke of the photo: Dana Orlow", caption=False) is None


@given(st.text(max_size=160), st.sampled_from(["", "Foto: ", "Photo by ", "图：", "(Фото: ", "王明 摄"]))
def test_names_lie_in_the_line(text: str, label: str) -> None:
    for line in (label + text, text + " " + label):
        found = [*find_labelled(line), *((find_labelled_tail(line, caption=True) or (0, []))[1])]
        assert all(line[n.start : n.end] == n.name for n in found)

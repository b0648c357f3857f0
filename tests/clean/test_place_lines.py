from __future__ import annotations

import pytest

from retold import kinds
from retold.clean import recover_one
from retold.read import _Numbers
from retold.read.forms import read_bytes
from retold.read.found import Found
from retold.settings import DEFAULTS

HEADLINE = "Ferry to the island returns"
REST = "Repairs to the quay cost 47 million crowns and took six months longer than had been planned, according to the council."


def _reports(line: str, story: str) -> list[kinds.Report]:
    """The report in text and in a page."""
    text = f"{HEADLINE}\n\n{line}\n\n{story}\n\n{REST}\n"
    page = f"<html><body><article><h1>{HEADLINE}</h1><p>{line}</p><p>{story}</p><p>{REST}</p></article></body></html>"
    out = []
    for name, data in (("x.txt", text), ("x.html", page)):
        found = next(iter(read_bytes(data.encode(), name, DEFAULTS)))
        assert isinstance(found, Found)
        out.append(recover_one(_Numbers().source(found, name, "0" * 64), DEFAULTS))
    return out


@pytest.mark.parametrize(
    ("line", "story"),
    [
        ("PORT SELWYN", "Ferries will sail again in Port Selwyn from October, the port authority said on Wednesday after a year without a boat."),
        ("Port Selwyn", "Fishermen in Port Selwyn blocked the quay on Monday, saying that the new quota leaves them without work for months."),
        ("Kestrin, Marenia", "Two ministers met in Kestrin on Monday to sign the pact on the river, which both parliaments must still approve."),
        ("Berlin", "Die Regierung hat in Berlin am Montag den Entwurf vorgestellt, über den die Parteien seit Monaten streiten und reden."),
        ("Marseille", "Les dockers ont repris le travail lundi à Marseille, où le trafic était interrompu depuis une semaine entière de grève."),
    ],
)  # fmt: skip
def test_a_place_alone_above_a_story_that_is_there_is_its_dateline(line: str, story: str) -> None:
    for report in _reports(line, story):
        assert report.dateline is not None and report.dateline.place == line
        assert [report.text[s.start : s.end] for s in report.sentences] == [HEADLINE, story, REST]


@pytest.mark.parametrize(
    ("line", "story"),
    [
        ("Europe", "Ministers in Europe met on Monday to discuss the fishing quota, which leaves many boats in the harbour for months."),
        ("CHINA", "Prices of homes in China fell again in March, the statistics office said on Monday, for the ninth month in a row now."),
        ("Dana Orlow", "The union said in a letter from Dana Orlow that the crew is too small and that the timetable was drawn up alone."),
        ("London", "Commuters in London Transport buses paid more on Monday after the council raised its fares by four percent at once."),
        ("Politics", "The council has taken no part in politics, its chair said on Monday after a meeting with the staff of the harbour."),
        ("Kestrin", "Two ministers met on Monday to sign the pact on the river, which both parliaments must still approve in the spring."),
        ("Kestrin", "ORRIN, March 9 (BNS) - Two ministers met in Kestrin on Monday to sign the pact on the river, which is not yet approved."),
    ],
)  # fmt: skip
def test_what_the_story_does_not_bear_out_is_no_dateline(line: str, story: str) -> None:
    for report in _reports(line, story):
        assert report.dateline is None or report.dateline.place == "ORRIN"

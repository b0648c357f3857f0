"""The script that makes the weights of the learnt reader: from annotated texts to a file that the reader opens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("numpy")

from lab.statements import fit_statements as fit
from retold.facts.likely_statements import LikelyReader
from retold.facts.statements import find_statements
from tests.facts.prose import reading_of

PEOPLE = [
    "Marta Quill",
    "Bo Lundgren",
    "Ida Crane",
    "Tomas Wend",
    "Edda Marwick",
    "Rivo Salt",
    "Ines Dahl",
    "Otto Lehm",
]
PLACES = ["quay", "bridge", "market", "tunnel", "school", "harbour", "station", "ferry"]
PADDING = "Rain fell on the town for most of the week, and the river rose by a hand. The shops stayed open."


def annotated(who: str, what: str) -> tuple[str, dict[str, list[list[int]]]]:
    """A text in which somebody grumbles, a verb no list of ours has, and what an annotator would mark."""
    sentence = f"{who} grumbled that the {what} would stay closed until May."
    text = f"{PADDING}\n\n{sentence}\n\n{PADDING}"
    at = text.index(sentence)
    content = text.index(f"the {what} would")
    return text, {
        "source": [[at, at + len(who)]],
        "cue": [[at + len(who) + 1, at + len(who) + 9]],
        "content": [[content, text.index(".", content)]],
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("annotated")
    made = [annotated(who, what) for who in PEOPLE for what in PLACES[:4]]
    for name, rows in (
        ("train_input", [{"id": str(n), "text": text} for n, (text, _) in enumerate(made)]),
        ("train_truth", [{"id": str(n), "attributions": [gold]} for n, (_, gold) in enumerate(made)]),
    ):
        (path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_a_verb_that_annotators_mark_is_learnt_with_what_it_tells(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["fit_statements", str(folder)])
    assert fit.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].endswith("from 32 annotated documents: PolNeAR, train part.")
    pairs = [line.split() for line in lines[3:]]
    reader = LikelyReader({int(feature, 36): int(weight) / 100 for feature, weight in pairs}, 0.5)
    reading = reading_of("Nils Orban grumbled that the library would stay closed until June. The shops stayed open.")
    from retold.facts.discovery import find_names

    (found,) = find_statements(reading, find_names(reading), "wide", likely=reader)
    assert found.speaker == ["Nils Orban"]
    assert reading.cut(found.content_spans[0]) == "the library would stay closed until June"


def test_the_same_texts_give_the_same_file(folder):
    reports, golds = fit.load(folder)
    made = []
    for _ in range(2):
        weights = fit.fit_all(fit.record(reports, golds), fit.np.arange(len(reports)))
        made.append(list(fit.written(weights, len(reports))))
    assert made[0] == made[1]


def test_numbers_in_base_36_are_read_back():
    for number in (0, 35, 36, 2**32 - 1):
        assert int(fit.base36(number), 36) == number


def test_each_annotated_statement_counts_once():
    gold = [fit.Gold([(0, 1)], [(10, 20)], [(0, 5)])]
    found = [([(10, 19)], [(0, 5)], 0.9), ([(11, 20)], [], 0.9), ([(30, 40)], [], 0.9)]
    assert fit.matched(found, gold) == (1, 1)
    assert fit.iou([(0, 10)], [(5, 15)]) == pytest.approx(1 / 3)

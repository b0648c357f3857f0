"""Damage made in sixteen ways is restored or marked in 19 of 20 cases; clean paragraphs stay as they are."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from retold import kinds
from tests.clean.conftest import recovered
from tests.clean.test_damage import check
from tests.damage import WAYS, Broken, make_paragraph, make_report

REPORTS = 125  # of five paragraphs each
SHARED = Path(__file__).parents[3] / "shared"


def _is_marked(report: kinds.Report, broken: Broken) -> bool:
    spans = [d.span for d in report.defects] + [r.span for r in report.repairs]
    return any(s.start < end and start < s.end for s in spans for start, end in broken.places)


@pytest.mark.parametrize("way", sorted(WAYS))
def test_damage_of_each_way_is_restored_or_marked(way: str) -> None:
    kept: Counter[bool] = Counter()
    lost: list[str] = []
    for number in range(REPORTS):
        text = make_report(number)
        broken = WAYS[way](text, Random(f"{way} {number}"))
        if broken is None:
            continue
        report = check(broken.text)
        well = report.text == recovered(text).text or _is_marked(report, broken)
        kept[well] += 1
        lost += [] if well else [broken.text[max(0, broken.places[0][0] - 40) : broken.places[0][1] + 40]]
    assert sum(kept.values()) >= 50
    assert kept[True] >= 0.95 * sum(kept.values()), (kept, lost[:3])


def test_two_thousand_clean_paragraphs_stay_as_they_are() -> None:
    random = Random(4)
    for number in range(200):
        paragraphs = list(dict.fromkeys(make_paragraph(random) for _ in range(10)))
        text = "\n\n".join([f"Report {number} from the two ports", *paragraphs])
        report = recovered(text)
        assert not report.repairs and not report.defects, (report.repairs[:2], report.defects[:2])
        assert report.text == text


def test_bodies_of_real_articles_are_not_harmed() -> None:
    """Words of a body are neither lost nor changed, where the labelled sets are there; their own damage may be."""
    if not SHARED.is_dir():
        warnings.warn("SKIPPED: the shared labelled sets are not here", stacklevel=1)
        pytest.skip("the shared labelled sets are not here")
    import json

    from retold.clean.fixers import FOR_PLAIN_TEXT

    bodies = []
    for name in ("extract_aeb", "extract_fundus"):
        lines = (SHARED / "data" / name / "truth.jsonl").read_text(encoding="utf-8").split("\n")
        bodies += [b for line in lines if line and (b := json.loads(line).get("text"))]
    paragraphs = [p for body in bodies for p in body.split("\n") if len(p) > 40]
    changed = [p for p in paragraphs if any(c.kind and c.edits for fix in FOR_PLAIN_TEXT for c in fix(p))]
    assert len(paragraphs) > 2000
    assert len(changed) <= 0.005 * len(paragraphs), changed[:5]


def test_every_character_of_the_given_texts_is_accounted_for() -> None:
    """The seeds and every text of the gold sets, where they are there."""
    if not SHARED.is_dir():
        warnings.warn("SKIPPED: the shared gold sets are not here", stacklevel=1)
        pytest.skip("the shared gold sets are not here")
    paths = [*SHARED.glob("seeds/*"), *SHARED.glob("gold/pairs/*/*.txt"), *SHARED.glob("gold/stories/*/*")]
    texts = [p for p in paths if p.is_file() and p.suffix in (".txt", ".md", ".ocr", "")]
    assert len(texts) >= 16
    for path in texts:
        check(path.read_text(encoding="utf-8"))


def test_every_character_of_two_thousand_damaged_texts_is_accounted_for() -> None:
    ways = sorted(WAYS)
    made = 0
    for number in range(2200):
        random = Random(number)
        text = make_report(number)[: random.randint(200, 900)]
        for way in random.sample(ways, 2):
            broken = WAYS[way](text, random) if "\n\n" in text else None
            text = broken.text if broken else text
        check(text)
        made += 1
    assert made >= 2000

"""The large form of `find_pairs` gives the pairs and stories of the small one, whatever memory it is given and however the table comes."""

from __future__ import annotations

import random
from functools import partial

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import msgspec  # noqa: E402
import pyarrow as pa  # noqa: E402

from retold import kinds, match  # noqa: E402
from retold.match import bulk_nearest  # noqa: E402
from retold.match.alike import ALIKE, compare_pairs  # noqa: E402
from retold.match.bulk_nearest import Pile  # noqa: E402
from retold.match.nearest import find_nearest, pile_bits, vector  # noqa: E402
from retold.match.pairs import Scale  # noqa: E402
from retold.match.signature import Signature, sign  # noqa: E402
from retold.match.stories import name_story  # noqa: E402
from retold.sentences import split_sentences  # noqa: E402
from retold.settings import DEFAULTS  # noqa: E402
from retold.tables import to_table  # noqa: E402
from tests.corpus import made  # noqa: E402
from tests.match.signed import to_signed  # noqa: E402

# Lists of more than a few are long, so that neighbours in a list decide.
SETTINGS = {
    "default": DEFAULTS,
    "short lists": msgspec.structs.replace(DEFAULTS, match_list_cap=6, match_nearest=5),
}


def reports_of(count: int, seed: int) -> list[kinds.Report]:
    chance = random.Random(seed)
    # A hospital's notice, that shares one name with a story, and copies.
    rows = made.told(count, seed=seed)
    for row in rows[: count // 8]:
        place = next((w for w in chance.choice(rows)["text"].split() if w.strip(".,").endswith("vik")), "Ostervik")
        row["text"] = f"The ward at {place} took in {chance.randrange(60, 90)} more people, {made.sentence(chance)}"
    for row in rows[count // 8 : count // 6]:
        row["text"] = chance.choice(rows)["text"]
    return [
        kinds.Report(
            report_id=f"{chance.getrandbits(64):016x}",
            path="",
            source_sha256="",
            media_type="",
            outlet=row["outlet"],
            published=chance.choice([row["date"], "2022-05-01T10:00:00", None]),
            text=row["text"],
            sentences=[
                kinds.Sentence(sentence_id=str(n), role="body", start=start, end=end, spans=[])
                for n, (start, end) in enumerate(split_sentences(row["text"]))
            ],
            segments=[kinds.Segment(0, len(row["text"]), 0, len(row["text"]), "copy")],
        )
        for row in rows
    ]


def pile_of(signatures: list[Signature], settings, batch: int, memory: int) -> Pile:
    signed = to_signed(signatures)
    tables = [signed.slice(n, batch) for n in range(0, max(1, signed.num_rows), batch)]
    return Pile(partial(in_parts, tables), settings, memory)


def in_parts(tables, columns):
    return [t.select(columns) for t in tables]


def in_turn(work, parts):
    return [work(part) for part in parts]


@pytest.fixture
def little(monkeypatch):
    """So little memory that reports are looked at in some ranges, and pairs put in order in as many."""
    monkeypatch.setattr(bulk_nearest, "_LEAST_MEMORY", 1 << 14)
    monkeypatch.setattr(bulk_nearest, "_REPORTS_A_CALL", 17)
    monkeypatch.setattr(bulk_nearest, "_PAIRS_A_CALL", 19)
    monkeypatch.setattr(bulk_nearest, "_REPORTS_A_PART", 50)
    monkeypatch.setattr(bulk_nearest, "_TERMS_A_PART", 3000)
    return 0


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("seed", range(3))
def test_the_same_reports_are_near_whatever_the_memory(name, seed, little):
    settings = SETTINGS[name]
    signatures = sorted(map(sign, reports_of(150, seed)), key=lambda s: s.report_id)
    kept: dict[str, Signature] = {}
    for signature in signatures:
        kept.setdefault(signature.folded, signature)
    bits = pile_bits(kept.values(), len(kept), settings)
    want = find_nearest({s.report_id: vector(s, bits, settings) for s in kept.values()}, settings)
    by_id = {s.report_id: s for s in kept.values()}
    scale = Scale(bits, settings)
    alike = {(a, b) for a, b in want if scale.compare_near(by_id[a], by_id[b]) is not None}
    random.Random(seed).shuffle(signatures)
    for batch, memory in ((150, 1 << 30), (13, 1 << 30), (29, little)):
        pile = pile_of(signatures, settings, batch, memory)
        pairs = pile._near_pairs(in_turn)
        ids = pile.ids.to_pylist()
        assert [(ids[a], ids[b]) for a, b in pairs.tolist()] == want
        # What goes before it is compared is no pair when it is; hardly anything else is compared.
        worth = {(ids[a], ids[b]) for a, b in pile.find_nearest(in_turn).tolist()}
        assert alike <= worth <= set(want)
        assert len(worth) < len(alike) + 0.6 * (len(want) - len(alike))
        assert (memory == little) == (len(pile._ranges(int(pile._terms.times[pile._listed].sum()))) > 3)
        # All work is done once.
        parts = list(pile.work(pairs))
        assert all(len(numbers) <= 70 for numbers, _ in parts)
        work = [numbers[places] for numbers, places in parts]
        assert sorted(map(tuple, np.concatenate(work).tolist())) == sorted(map(tuple, pairs.tolist()))
    assert len(work) > 1 and len(want) > 200


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("seed", range(3))
def test_pairs_and_stories_are_those_of_the_small_form(name, seed, little):
    settings = SETTINGS[name]
    reports = reports_of(150, seed)
    table = to_table(kinds.Report, reports)
    pairs = match.find_pairs(table, to_table(kinds.ReportFacts, []), settings=settings)
    stories = match.group_stories(table, pairs, settings=settings)
    signatures = list(map(sign, reports))
    signed = to_signed(signatures)
    for memory in (1 << 30, little):
        pile = pile_of(signatures, settings, 40, memory)
        places = pile.places()
        alike = []
        for numbers, some in pile.work(pile.find_nearest(in_turn)):
            rows = signed.take(pa.array(places[numbers]))
            alike.append(compare_pairs(rows, pile.rarities(rows), some, settings))
        kin, told = pile.group(partial(in_parts, alike), signed.take, 100)
        parts = list(kin)
        assert [t.num_rows for t in parts[:-1]] == [100] * (len(parts) - 1)
        assert pa.concat_tables(parts).equals(pairs)
        assert told.equals(stories)
    copied = pairs.filter(pa.compute.equal(pairs.column("why"), "the same words"))
    assert copied.num_rows > 2


def test_the_hospital_joins_the_story_whose_name_it_carries():
    """So that the test above says something of `attach`: in some pile a report is joined by a name alone."""
    joined = 0
    for seed in range(3):
        reports = reports_of(150, seed)
        pairs = match.find_pairs(to_table(kinds.Report, reports), to_table(kinds.ReportFacts, []), settings=DEFAULTS)
        bare = {r.report_id for r in reports if r.text.startswith("The ward at")}
        joined += sum(p["same_story"] for p in pairs.to_pylist() if (p["left_id"] in bare) != (p["right_id"] in bare))
    assert joined


@pytest.mark.parametrize("count", [1, 2])
def test_few_reports_are_a_pile_too(count):
    signatures = list(map(sign, reports_of(count, 1)))
    pile = pile_of(signatures, DEFAULTS, 5, 1 << 30)
    pairs = pile.find_nearest(in_turn)
    assert list(pile.work(pairs)) == [] or count == 2
    for alike in ([], [ALIKE.empty_table()]):
        kin, stories = pile.group(partial(in_parts, alike), to_signed(signatures).take)
        assert sum(t.num_rows for t in kin) == 0
    names = stories.column("story_id").to_pylist()
    assert names == [name_story([i]) for i in stories.column("report_id").to_pylist()]

"""Pairs compared by the kernel are those of `pairs.Scale`, to the last figure, whatever the reports."""

from __future__ import annotations

import json
import os
import random
import time

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import msgspec  # noqa: E402
import pyarrow as pa  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from retold import kinds  # noqa: E402
from retold.kernels import alike as kernels  # noqa: E402
from retold.kernels.loops import alike as loops  # noqa: E402
from retold.match import alike, evidence, signed  # noqa: E402
from retold.match.nearest import pile_bits, weight  # noqa: E402
from retold.match.pairs import Scale  # noqa: E402
from retold.match.signature import Signature, sign  # noqa: E402
from retold.sentences import split_sentences  # noqa: E402
from retold.settings import DEFAULTS  # noqa: E402
from tests.match.signed import to_signed  # noqa: E402

# Some thousands in `make soak`.
CASES = int(os.environ.get("RETOLD_KERNEL_CASES", "300"))

_NAMES = "Orrin Vasska Teldane Brouwick Anselm Kestrin Halvorsund Mirova Dunleath Pashkar".split()
_PLAIN = (
    "harbour ferry quay tide captain storm route minister fare island bridge winter vote hall fire hills home".split()
)
_FILLERS = "the of and to in a that for was on".split()
# What one desk writes of each event of a kind, with other figures.
_FORMS = (
    "Shr {a} cts vs {b} cts, with net income of {c} mln dollars for the quarter.",
    "Police said {a} people were hurt and {b} houses burned near the harbour on Monday.",
    "Turnover rose to {c} mln crowns from {b} mln, and exports to {a} tons.",
    "The council voted {a} to {b} after a debate of {c} minutes about the ferry terminal.",
)
_OUTLETS = (None, "Calder Post", "Eskvale Courier")
_DAYS = (None, "2024-03-01", "2024-03-02", "2024-03-09", "2024-06-30", "no date at all")


def sign_text(
    text: str, report_id: str, outlet: str | None = None, day: str | None = None, note: str = ""
) -> Signature:
    """The signature of a running text; `note` stands before its first sentence, which is then a headline."""
    sentences = []
    for n, (start, end) in enumerate(split_sentences(text)):
        head = note if n == 0 else ""
        sentences.append(
            kinds.Sentence(
                sentence_id=str(n),
                role="headline" if head else "body",
                start=start + len(note) - len(head),
                end=end + len(note),
                spans=[],
            )
        )
    text = note + text
    return sign(
        kinds.Report(
            report_id=report_id,
            path="",
            source_sha256="",
            media_type="",
            outlet=outlet,
            published=day,
            text=text,
            sentences=sentences,
            segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
        )
    )


def tell(chance: random.Random, event: dict[str, str], background: list[str], earlier: list[str]) -> str:
    """A report of `event`: forms filled in, names, words again and again, an outlet's background, lines of an earlier one."""
    lines: list[str] = []
    for _ in range(chance.choice((0, 1, 3, 6, 9))):
        kind = chance.randrange(8)
        figures = {k: (v if chance.random() < 0.5 else str(chance.randrange(2, 4000))) for k, v in event.items()}
        if kind < 3:
            line = chance.choice(_FORMS).format(**figures)
        elif kind == 3:
            line = chance.choice(background)
        elif kind == 4 and earlier:
            line = chance.choice(chance.choice(earlier).split("\n"))
        else:
            words = [
                chance.choice(_FILLERS if chance.random() < 0.3 else _PLAIN) for _ in range(chance.randrange(2, 18))
            ]
            for name in (event["one"], event["other"], chance.choice(_NAMES))[: chance.randrange(4)]:
                words.insert(chance.randrange(len(words) + 1), name)
            if chance.random() < 0.4:
                words.append(figures[chance.choice("abc")])
            line = " ".join(words) + "."
        lines.append(line)
    if chance.random() < 0.15 and earlier:
        lines = chance.choice(earlier).split("\n") + lines[:1]
    return "\n".join(lines)


def pile(chance: random.Random, reports: int) -> list[Signature]:
    events = [
        {"one": chance.choice(_NAMES), "other": chance.choice(_NAMES)}
        | {k: str(chance.choice((7, 64, 1999, chance.randrange(101, 5000)))) for k in "abc"}
        for _ in range(2)
    ]
    background = [
        "The island of Teldane lies an hour from Brouwick by the ferry that Orrin built in 1931.",
        chance.choice(_FORMS).format(a=3, b=208, c="17.25"),
    ]
    earlier: list[str] = []
    made = []
    for number in range(reports):
        text = tell(chance, chance.choice(events), background, earlier)
        earlier += [text] if text else []
        note = chance.choice(("UPDATE 1-", "CORRECTED: ")) if chance.random() < 0.2 else ""
        made.append(sign_text(text, f"r{number:04d}", chance.choice(_OUTLETS), chance.choice(_DAYS), note))
    return made


def both_forms(signatures: list[Signature], changed=DEFAULTS, pairs=None, least=None):
    """(the rows that the kernel makes, those of `Scale`)."""
    bits_of = pile_bits(signatures, len(signatures), changed)
    scale = Scale(bits_of, changed)
    if pairs is None:
        pairs = [(a, b) for a in range(len(signatures)) for b in range(a + 1, len(signatures))]
    table = to_signed(signatures)
    number = {signed.term_number(key): bits for key, bits in bits_of.items()}
    rarities = np.array([number[k] for keys in table.column("keys").to_pylist() for k in keys], np.float64)
    got = alike.compare_pairs(table, rarities, np.array(pairs, np.int64).reshape(-1, 2), changed, least)
    assert got.schema == alike.ALIKE
    want = []
    for a, b in pairs:
        left, right = signatures[a], signatures[b]
        found = scale.compare_near(left, right) if least is None else scale.compare(left, right)
        if found is not None:
            row = {name: getattr(found, name) for name in alike.ALIKE.names[2:]}
            want.append({"left_id": left.report_id, "right_id": right.report_id, **row})
    return got.to_pylist(), want


@settings(max_examples=CASES, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 9), st.booleans(), st.sampled_from([100, 2]))
def test_the_kernel_says_of_every_pair_what_plain_python_says(seed, reports, all_of_them, forms):
    changed = msgspec.structs.replace(DEFAULTS, match_forms=forms)
    got, want = both_forms(pile(random.Random(seed), reports), changed, least=0.0 if all_of_them else None)
    assert got == want


def test_every_verdict_is_met_in_what_the_property_test_makes():
    """Else it would hold nothing."""
    said = set()
    dropped = 0
    for seed in range(60):
        signatures = pile(random.Random(seed), 8)
        got, _ = both_forms(signatures, least=0.0)
        dropped += any(row["score"] < DEFAULTS.match_pair_floor for row in got)
        said |= {row["why"].lstrip("0123456789 ") for row in got}
    kinds_of = {why if "rare names" not in why else evidence.IN_COMMON[0] for why in said}
    assert (
        len([w for w in kinds_of if w in (evidence.OTHER_NAMES, evidence.NONE_OF_THE_FIGURES, evidence.REFILLED)]) == 3
    )
    assert evidence.DAYS_APART in kinds_of
    assert any(evidence.IN_COMMON[0] in w for w in kinds_of)
    assert dropped


@pytest.mark.parametrize("name", ["cluster_5w1h/input", "cluster_ecbplus/input", "wire_unlabelled/docs"])
def test_real_reports_are_compared_alike(name, shared):
    """Each with its neighbours in the file, which tell of the same, and with others."""
    chance = random.Random(3)
    lines = (shared / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    given_rows = map(json.loads, chance.sample(lines, min(len(lines), 150)))
    signatures = sorted(
        (sign_text(r["text"], r["id"], r.get("publisher"), r.get("date")) for r in given_rows if r.get("text")),
        key=lambda s: s.report_id,
    )
    ids = range(len(signatures))
    pairs = [(n, m) for n in ids for m in ids[n + 1 : n + 6]] + [tuple(sorted(chance.sample(ids, 2))) for _ in ids]
    assert len(pairs) > 500
    for least in (None, 0.0):
        got, want = both_forms(signatures, pairs=pairs, least=least)
        assert got == want


def test_of_two_very_long_tables_of_figures_only_the_first_rows_are_taken_for_forms():
    """Five thousand rows against as many took a minute; no figure is rare and hardly a run of words the same, so forms decide."""
    chance = random.Random(1)
    row = "Shr {} cts versus {} cts, net {} dollars, revenues {} crowns, exports {} tons, turnover {} terminal."
    signatures = [
        sign_text(
            " ".join(row.format(*(chance.randrange(13, 100) for _ in range(6))) for _ in range(5000)), f"r{number}"
        )
        for number in range(2)
    ]
    started = time.process_time()
    got, want = both_forms(signatures, least=0.0)
    assert got == want
    assert got[0]["why"] == evidence.REFILLED
    assert time.process_time() - started < 10


def test_of_two_frames_that_cover_as_much_the_first_is_taken():
    """Its figures are others; those of the second, which says the same in another order, are equal."""
    left = "Shr {} cts versus {} cts, dividend cut. Turnover {} crowns, exports {} tons, wool. Ferry fares {} pence, quay dues {}."
    turned = "Dividend cut, cts {} versus cts {} shr. Wool exports {} tons, crowns {} turnover. Dues quay {}, pence fares {} ferry."
    same, other = (13, 14, 15, 16, 17, 18), (63, 64, 65, 66, 67, 68)
    for figures, refilled in (((other, same), True), ((same, other), False)):
        second = " ".join(turned.format(*f) for f in figures)
        got, want = both_forms([sign_text(left.format(*same), "r0"), sign_text(second, "r1")], least=0.0)
        assert got == want
        assert (got[0]["why"] == evidence.REFILLED) == refilled


def test_a_term_met_ten_thousand_times_weighs_what_it_does_in_a_trace():
    times = np.array([1, 2, 3, 4095, 4096, 10000], np.int32)
    for flags in (0, signed.MARKED, signed.LEAD, signed.MARKED | signed.LEAD):
        got = alike.weigh(np.full(6, 7.34375), times, np.full(6, flags, np.int8)).tolist()
        assert got == [
            weight(7.34375, n, bool(flags & signed.MARKED), bool(flags & signed.LEAD)) for n in times.tolist()
        ]


@settings(max_examples=CASES, deadline=None)
@given(st.lists(st.integers(0, 100000).map(lambda n: n / 100000) | st.floats(0, 1)))
def test_figures_are_rounded_as_python_rounds_them(values):
    assert alike.round_all(np.array(values, np.float64)).tolist() == [round(v, 4) for v in values]


def test_a_table_in_pieces_or_without_rows_is_compared_too():
    signatures = pile(random.Random(4), 9)
    table = to_signed(signatures)
    rarities = np.ones(len(table.column("keys").combine_chunks().flatten()))
    pairs = np.array([(a, b) for a in range(9) for b in range(a + 1, 9)], np.int64)
    whole = alike.compare_pairs(table, rarities, pairs, DEFAULTS, 0.0)
    pieces = pa.concat_tables([table.slice(0, 4), table.slice(4, 1), table.slice(5)])
    assert alike.compare_pairs(pieces, rarities, pairs, DEFAULTS, 0.0) == whole
    assert whole.num_rows == 36
    assert alike.compare_pairs(table.slice(0, 0), rarities[:0], pairs[:0], DEFAULTS).num_rows == 0
    assert alike.compare_pairs(signed.SIGNED.empty_table(), rarities[:0], pairs[:0], DEFAULTS).num_rows == 0


def test_the_kernel_and_its_front_mean_the_same_by_each_number():
    assert {getattr(loops, name.upper()): name for name in kernels.Limits._fields} == dict(
        enumerate(kernels.Limits._fields)
    )
    names = ("SAME_EVENT", "OTHER_NAMES", "NONE_OF_THE_FIGURES", "REFILLED", "APART", "NO_DAY")
    assert [getattr(loops, n) for n in names] == [getattr(kernels, n) for n in names]

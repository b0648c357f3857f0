"""The faithful pairs written by hand, and how they are counted."""

from __future__ import annotations

import pytest

from eval.own import faithful
from eval.own.faithful import HALVES, find_flags, measure_faithful, read_pairs

SOURCE = "The mayor of Ghent opened a school for 300 pupils on Monday. It cost 4 million euros, the city council said."


def test_each_half_has_pairs_of_its_own() -> None:
    files = {half: read_pairs(half) for half in HALVES}
    pairs = [pair for found in files.values() for lot in found.values() for pair in lot]
    assert [sum(map(len, files[half].values())) for half in HALVES] == [259, 80]
    assert len({pair["name"] for pair in pairs}) == len({pair["source"] for pair in pairs}) == len(pairs)
    assert all(pair["beat"] and pair["source"].strip() != pair["retelling"].strip() for pair in pairs)
    assert 3 * sum(pair.get("trims", False) for pair in pairs) <= len(pairs)


def test_a_change_counts_and_a_repetition_does_not() -> None:
    assert find_flags({"source": SOURCE, "retelling": SOURCE}) == []
    (flag, *_) = find_flags({"source": SOURCE, "retelling": SOURCE.replace("300 pupils", "800 pupils")})
    assert flag.type == "number_changed"


def test_flags_of_the_sealed_half_are_never_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = SOURCE.replace("300 pupils", "800 pupils")
    both = {
        "open": {"open": [{"name": "seen", "source": SOURCE, "retelling": changed}]},
        "sealed": {
            "sealed": [{"name": "hidden", "source": SOURCE, "retelling": changed}],
            "sealed_more": [{"name": "hidden too", "source": SOURCE, "retelling": SOURCE}],
        },
    }
    monkeypatch.setattr(faithful, "read_pairs", both.__getitem__)
    assert measure_faithful(flags=True) == {"-flagged_share": 1.0, "-sealed_flagged_share": 0.5}
    printed = capsys.readouterr().out
    assert "seen: number_changed (high)" in printed and "hidden" not in printed

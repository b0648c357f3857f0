"""Thresholds: each has a unit and a reason, and a wrong one is a clear message."""

import typing

import pytest

from retold.errors import UsageError
from retold.settings import DEFAULTS, Settings, own_severities, settings_hash, with_changes


def test_every_setting_states_its_unit_and_reason():
    for name, hint in typing.get_type_hints(Settings, include_extras=True).items():
        meta = typing.get_args(hint)[1]
        assert meta.title and meta.description, name


def test_the_hash_differs_where_a_setting_does():
    changed = with_changes(DEFAULTS, ["align_second_cover=0.2"])
    assert changed.align_second_cover == 0.2
    assert settings_hash(changed) != settings_hash(DEFAULTS)
    assert settings_hash(with_changes(DEFAULTS, [])) == settings_hash(DEFAULTS)


@pytest.mark.parametrize("change", ["align_second_cover", "no_such=1", "align_second_cover=soon", "=", ""])
def test_a_wrong_setting_is_a_usage_error(change):
    with pytest.raises(UsageError):
        with_changes(DEFAULTS, [change])


@pytest.mark.parametrize("rows", ["number=low", "number_changed", "number_changed=grave", "detail_dropped=off; x=low"])
def test_a_wrong_severity_is_told_before_anything_is_read(rows):
    with pytest.raises(UsageError, match=r"severity|type of discrepancy"):
        with_changes(DEFAULTS, [f"record_severities={rows}"])


def test_severities_stand_in_rows_or_between_semicolons(tmp_path):
    desk = tmp_path / "desk.txt"
    desk.write_text("# ours\nnumber_changed = medium\ndetail_dropped=off\n", encoding="utf-8")
    expected = {"number_changed": "medium", "detail_dropped": "off"}
    assert own_severities(with_changes(DEFAULTS, [f"record_severities=@{desk}"])) == expected
    assert (
        own_severities(with_changes(DEFAULTS, ["record_severities=number_changed=medium;detail_dropped=off"]))
        == expected
    )

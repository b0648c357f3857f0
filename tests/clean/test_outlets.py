"""The table of outlets and agencies, and what the user adds to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from retold.clean import recover_one
from retold.clean.outlets import by_domain, by_name
from retold.errors import UsageError
from retold.settings import DEFAULTS, with_changes
from tests.clean.conftest import plain_source, recovered

STORY = """One boat for two ports

vale.example

Sources Harrow Dispatch

KESTRIN, Sept 2 (vnx) - Two ports agreed on Tuesday to share one pilot boat from spring, officials said.
"""


def test_a_domain_below_a_known_one_is_that_outlet() -> None:
    assert by_domain("uk.reuters.com") == by_name("Reuters")
    assert by_domain("nobody.example") is None


def test_the_users_rows_come_before_the_tables(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("domain,name,agency\nvale.example,Vale Post,no\n,Harrow Dispatch,yes\n,VNX,yes\n")
    settings = with_changes(DEFAULTS, [f"clean_outlets=@{table}"])
    report = recover_one(plain_source(STORY), settings)
    assert ("Harrow Dispatch", "agency") in [(c.agency, c.kind) for c in report.credits]
    assert report.outlet == "Vale Post"
    # The next report without them knows nothing of them.
    assert recovered(STORY).outlet != "Vale Post"


def test_rows_may_stand_in_the_setting_itself() -> None:
    settings = with_changes(DEFAULTS, ["clean_outlets=vale.example,Vale Post,no; ,VNX,yes"])
    assert recover_one(plain_source(STORY), settings).outlet == "Vale Post"


def test_a_table_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        with_changes(DEFAULTS, [f"clean_outlets=@{tmp_path / 'none.csv'}"])

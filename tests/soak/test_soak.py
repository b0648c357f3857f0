"""A few inputs of each form in the suite; `make soak` runs thousands, in processes that may die."""

from __future__ import annotations

from typing import Any

import pytest

for module in ("pypdfium2", "fastwarc", "feedparser"):
    pytest.importorskip(module)

FORMS = ["text", "html", "rows", "delimited", "parquet", "archive", "pdf", "warc", "feed", "export", "office"]


@pytest.mark.parametrize("form", FORMS)
def test_mutated_inputs_neither_raise_nor_hang(form: str) -> None:
    from tests.soak.run import work

    said: list[Any] = []

    class Pipe:
        send = staticmethod(said.append)

    work(form, 0, 5, 7, Pipe())
    # Memory is that of the whole suite here; only the soak's own processes can judge it.
    wrong = [line[2] for line in said if line and line[2] not in (None, "ok") and not line[2].endswith(" MB")]
    assert not wrong

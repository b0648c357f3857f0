"""No reader opens a socket on what is local."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from retold.clean import recover_one
from retold.read import read_sources
from retold.settings import DEFAULTS

for module in ("pypdfium2", "fastwarc", "feedparser"):
    pytest.importorskip(module)


def test_no_reader_opens_a_socket_on_local_input(
    tmp_path: Path, example_paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.soak.seeds import SEEDS

    for form, seeds in SEEDS.items():
        for number, seed in enumerate(seeds):
            (tmp_path / f"{form}{number}").write_bytes(seed)
    (tmp_path / "urls.txt").write_text("http://post.example/a\nhttp://post.example/b\n")
    # Loading urllib3, which comes with trafilatura, asks the system once whether it has IPv6.
    import trafilatura  # noqa: F401

    called: list[str] = []

    def blocked(*rest: Any, **more: Any) -> Any:
        called.append(str(rest))
        raise AssertionError("a socket was opened")

    class Blocked(socket.socket):
        def __init__(self, *rest: Any, **more: Any) -> None:
            blocked(*rest)

    monkeypatch.setattr(socket, "socket", Blocked)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, blocked)
    sources, skipped = read_sources([str(tmp_path), *example_paths], DEFAULTS)
    for source in sources:
        recover_one(source, DEFAULTS)
    assert not called
    read = {Path(s.path).name.rstrip("0123456789") for s in sources}
    assert set(SEEDS) <= read, [(s.path, s.reason) for s in skipped]
    assert any("addresses" in s.reason for s in skipped)

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from retold.read import Intake, read_sources
from retold.read.addresses import is_url, listed_urls
from retold.read.fetch import Fetched, Fetcher, is_public
from retold.read.found import Nothing
from retold.settings import DEFAULTS, with_changes
from tests.read.conftest import stated

pytest.importorskip("httpx")

FERRY = "Ferries sail again between Sandholm and the mainland after a year without a boat, the council said."
PAGE = f"<html><body><article><h1>Ferry back</h1><p>{FERRY}</p></article></body></html>"


class _Server(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []  # noqa: RUF012
    robots = ""
    robots_status = 200

    def do_GET(self) -> None:
        type(self).asked.append((self.path, self.headers["User-Agent"]))
        if self.path == "/robots.txt":
            self.answer(self.robots.encode(), "text/plain", status=self.robots_status)
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
        elif self.path == "/round":
            self.send_response(301)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/missing":
            self.answer(b"no", status=404)
        elif self.path == "/large":
            self.answer(b"A" * 300_000)
        elif self.path == "/bomb":
            self.answer(gzip.compress(b"A" * 3_000_000), more={"Content-Encoding": "gzip"})
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(20):
                threading.Event().wait(0.1)
                try:
                    self.wfile.write(b"A")
                except OSError:
                    return
        elif self.path == "/charset":
            self.answer(PAGE.replace("Ferries", "Fähren").encode("cp1252"), "text/html; charset=windows-1252")
        else:
            self.answer(PAGE.encode())

    def answer(
        self, body: bytes, kind: str = "text/html", status: int = 200, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *rest: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Any]:
    class Server(_Server):
        asked: list[tuple[str, str]] = []  # noqa: RUF012

    running = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    Server.base = f"http://127.0.0.1:{running.server_port}"  # type: ignore[attr-defined]
    yield Server
    running.shutdown()
    running.server_close()


def _fetcher(*changes: str, **more: Any) -> Fetcher:
    return Fetcher(
        with_changes(DEFAULTS, ["read_fetch_pause=0", *changes]),
        allow_private=more.pop("allow_private", True),
        now=lambda: datetime(2026, 3, 9, 5, 6, 7, tzinfo=UTC),
        **more,
    )


def test_a_page_is_fetched_under_our_name(server: Any) -> None:
    found = _fetcher().fetch(f"{server.base}/a")
    assert isinstance(found, Fetched) and found.data == PAGE.encode() and found.day == "2026-03-09T05:06:07Z"
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a"]
    assert all(agent.startswith("Retold/") for _, agent in server.asked)


def test_redirects_are_followed_so_far(server: Any) -> None:
    found = _fetcher().fetch(f"{server.base}/to//to//a")
    assert isinstance(found, Fetched) and found.url.endswith("/a")
    found = _fetcher().fetch(f"{server.base}/round")
    assert isinstance(found, Nothing) and "read_fetch_redirects" in found.reason


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/missing", "answered 404"), ("/large", "read_fetch_bytes"), ("/bomb", "read_fetch_bytes")],
)
def test_what_is_missing_or_too_large_is_given_up(server: Any, path: str, reason: str) -> None:
    found = _fetcher("read_fetch_bytes=200000").fetch(server.base + path)
    assert isinstance(found, Nothing) and reason in found.reason


def test_what_is_too_slow_is_given_up(server: Any) -> None:
    found = _fetcher("read_fetch_seconds=0.5").fetch(f"{server.base}/slow")
    assert isinstance(found, Nothing) and "read_fetch_seconds" in found.reason


def test_robots_are_respected_unless_told_otherwise(server: Any) -> None:
    server.robots = "User-agent: *\nDisallow: /private\n\nUser-agent: retold\nDisallow: /a\n"
    refused = _fetcher().fetch(f"{server.base}/a")
    assert isinstance(refused, Nothing) and "robots.txt" in refused.reason
    assert isinstance(_fetcher().fetch(f"{server.base}/to//a"), Nothing)
    assert isinstance(_fetcher(ignore_robots=True).fetch(f"{server.base}/a"), Fetched)
    server.robots_status = 503
    assert isinstance(_fetcher().fetch(f"{server.base}/b"), Nothing)
    server.robots_status = 404
    assert isinstance(_fetcher().fetch(f"{server.base}/b"), Fetched)


def test_a_host_is_given_time_between_two_requests(server: Any) -> None:
    slept: list[float] = []
    fetcher = Fetcher(DEFAULTS, allow_private=True, sleep=slept.append, clock=lambda: 100.0)
    fetcher.fetch(f"{server.base}/a")
    fetcher.fetch(f"{server.base}/b")
    assert slept == [DEFAULTS.read_fetch_pause]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(url: str) -> None:
    found = _fetcher(allow_private=False, ignore_robots=True).fetch(url)
    assert isinstance(found, Nothing) and "not public" in found.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://127.1/", "http://127.0.1/",
        "http://127.0.0.1./", "http://localhost./", "http://[::127.0.0.1]/", "http://[0:0:0:0:0:ffff:7f00:1]/", "http://①②⑦.0.0.1/",
        "http://public.example@127.0.0.1/", "http://127.0.0.1:80@public.example/", "http://127.0.0.1#@public.example/",
        "http://127.0.0.1?@public.example/", "http://public.example\\@127.0.0.1/", "http://127.0.0.1\\@public.example/",
        "http:// 127.0.0.1/", "http://127.0.0.1\t/", "http:127.0.0.1/", "HTTP://LOCALHOST/",
    ],
)  # fmt: skip
def test_no_other_way_of_writing_a_private_address_connects(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a way of writing stands for, nothing but a checked, public address is connected to: here there is none."""

    def connect(*rest: Any, **more: Any) -> Any:
        raise AssertionError(f"connected for {url}: {rest[:1]}")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket.socket, "connect", connect)

    def resolve(host: str, port: int) -> list[str]:
        if host.rstrip(".").casefold() in ("public.example", "localhost"):
            return ["127.0.0.1"]
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]

    found = _fetcher(allow_private=False, ignore_robots=True, resolve=resolve).fetch(url)
    assert isinstance(found, Nothing)
    assert any(w in found.reason for w in ("not public", "not known", "no address", "without a host")), found.reason


def test_a_name_that_is_bound_to_another_address_between_check_and_connection_gains_nothing(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retold.read import fetch

    # As if 127.0.0.1 were public: the name leads there when it is first asked for, and to a private address after.
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1" if len(asked) == 1 else "127.0.0.2"]

    connected: list[str] = []
    connect = socket.create_connection

    def note(address: tuple[str, int], *rest: Any, **more: Any) -> Any:
        connected.append(address[0])
        return connect(address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", note)
    url = server.base.replace("127.0.0.1", "news.example") + "/a"
    assert isinstance(_fetcher(allow_private=False, ignore_robots=True, resolve=resolve).fetch(url), Fetched)
    assert len(asked) == 1 and connected == ["127.0.0.1"]
    # With robots.txt there are two requests, each checked by itself: the second leads to the private address.
    asked.clear()
    connected.clear()
    found = _fetcher(allow_private=False, resolve=resolve).fetch(url)
    assert isinstance(found, Nothing) and "not public" in found.reason
    assert connected == ["127.0.0.1"]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.5", "169.254.1.1"])
def test_a_name_that_leads_to_a_private_address_is_refused(address: str) -> None:
    fetcher = _fetcher(allow_private=False, resolve=lambda host, port: ["93.184.215.14", address])
    found = fetcher.fetch("http://news.example/a")
    assert isinstance(found, Nothing) and "not public" in found.reason


def test_a_redirect_to_a_private_address_is_refused(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from retold.read import fetch

    # The first hop is let through as if it were public; the second names another loopback address.
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    for target in ("http://127.0.0.2:1/x", "http://[::1]/x", "file:///etc/passwd", "gopher://127.0.0.1/x"):
        found = _fetcher(allow_private=False).fetch(f"{server.base}/to/{target}")
        assert isinstance(found, Nothing) and ("not public" in found.reason or "only http" in found.reason)


def test_the_connection_goes_to_the_address_that_was_checked(server: Any) -> None:
    port = server.base.rsplit(":", 1)[1]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    found = _fetcher(resolve=resolve, ignore_robots=True).fetch(f"http://news.example:{port}/a")
    assert isinstance(found, Fetched) and asked == ["news.example"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x.example/", "ftp://x.example/a", "data://text"])
def test_only_http_is_fetched(url: str) -> None:
    assert is_url(url)
    sources, skipped = read_sources([url], DEFAULTS)
    assert not sources and skipped[0].reason.startswith("only http and https are fetched")


@pytest.mark.parametrize(
    "url", ["http://user:pass@x.example/", "http:///a", "http://[::1", "http://x.example:99999/", "http://\x00/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert isinstance(_fetcher(allow_private=False).fetch(url), Nothing)


def test_a_name_or_password_in_an_address_is_refused_whatever_its_host() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"looked up {host}")

    for url in (
        "http://user:pass@public.example/",
        "http://public.example@other.example/",
        "http://:pass@public.example/",
    ):
        found = _fetcher(allow_private=False, resolve=resolve).fetch(url)
        assert isinstance(found, Nothing) and "name or password" in found.reason


def test_addresses_that_are_public() -> None:
    assert (
        is_public("93.184.215.14") and is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c") and not is_public("nonsense")
    )


def test_a_url_among_the_paths_is_read_and_kept(server: Any, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    quick = with_changes(DEFAULTS, ["read_fetch_pause=0"])
    intake = Intake(allow_private=True, keep_warc=str(tmp_path / "kept"))
    url = f"{server.base}/charset"
    sources, skipped = read_sources([url], quick, intake=intake)
    assert not skipped and sources[0].path == url and "Fähren" in sources[0].running
    assert stated(sources[0], "url") == [url] and len(stated(sources[0], "scraped")) == 1
    again, _ = read_sources([str(tmp_path / "kept")], quick)
    assert again[0].text == sources[0].text and again[0].sha256 == sources[0].sha256


def test_a_list_of_addresses_is_fetched_only_when_asked(server: Any, tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text(f"# two pages\n{server.base}/a\n\n{server.base}/b\n{server.base}/a\n")
    sources, skipped = read_sources([str(path)], DEFAULTS)
    assert not sources and "--fetch" in skipped[0].reason and not server.asked
    quick = with_changes(DEFAULTS, ["read_fetch_pause=0"])
    sources, _ = read_sources([str(path)], quick, intake=Intake(fetch=True, allow_private=True))
    assert [s.path for s in sources] == [f"{server.base}/a", f"{server.base}/b"]


def test_prose_that_names_addresses_is_no_list() -> None:
    assert not listed_urls("See https://x.example/a\nfor more.") and not listed_urls("# nothing\n")


def test_a_host_that_nobody_knows_is_skipped() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    found = _fetcher(resolve=resolve).fetch("http://nowhere.example/")
    assert isinstance(found, Nothing) and "not known" in found.reason

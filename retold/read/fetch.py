"""A URL that the user gave -> its answer, fetched once, politely, and from the public web alone.

Only http and https. On every hop the host's addresses are looked up here, one that is not public is refused,
and the connection goes to the address that was checked: a second look-up could give another. robots.txt is
respected; an answer that is too large, too slow or led on too often is given up.
"""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import os
import re
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from retold.errors import UsageError
from retold.read.found import Nothing
from retold.settings import Settings
from retold.version import VERSION

AGENT = f"Retold/{VERSION} (reads one page at a user's request)"
_AGENT_NAME = "Retold"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ROBOTS_BYTES = 500_000

# host, port -> addresses
Resolve = Callable[[str, int], list[str]]


class Fetched(NamedTuple):
    """An answer of status 200."""

    url: str  # where the redirects ended
    data: bytes
    charset: str | None
    content_type: str
    day: str  # when it was fetched, ISO, UTC


def _look_up(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Fetches URLs; remembers each host's robots.txt and when it was last asked."""

    def __init__(
        self,
        settings: Settings,
        *,
        allow_private: bool = False,
        ignore_robots: bool = False,
        keep_warc: str | None = None,
        resolve: Resolve = _look_up,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._allow_private = allow_private
        self._ignore_robots = ignore_robots
        self._keep_warc = keep_warc
        self._resolve = resolve
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._robots: dict[str, Any] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, url: str) -> Fetched | Nothing:
        """The answer at `url`, or why there is none."""
        deadline = self._clock() + self._settings.read_fetch_seconds
        here = url
        for _ in range(self._settings.read_fetch_redirects + 1):
            parts = _parts_of(here)
            if isinstance(parts, Nothing):
                return parts
            if not self._ignore_robots:
                refused = self._refused(here, deadline)
                if refused is not None:
                    return refused
            answer = self._ask(here, deadline, self._settings.read_fetch_bytes)
            if isinstance(answer, Nothing):
                return answer
            status, headers, data = answer
            if status in (301, 302, 303, 307, 308):
                try:
                    here = urljoin(here, headers.get("location", ""))
                except ValueError:
                    return Nothing("redirected to what is no address")
                continue
            if status != 200:
                return Nothing(f"answered {status}")
            kind = headers.get("content-type", "")
            charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", kind, re.IGNORECASE)
            day = self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            fetched = Fetched(here, data, charset[1] if charset else None, kind, day)
            if self._keep_warc is not None:
                keep_as_warc(self._keep_warc, fetched)
            return fetched
        return Nothing(f"redirected more than {self._settings.read_fetch_redirects} times (read_fetch_redirects)")

    def _refused(self, url: str, deadline: float) -> Nothing | None:
        """Why robots.txt keeps us from `url`; None where it does not."""
        from urllib.robotparser import RobotFileParser

        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            here = f"{origin}/robots.txt"
            answer: Any = Nothing("")
            for _ in range(self._settings.read_fetch_redirects + 1):
                answer = self._ask(here, deadline, _ROBOTS_BYTES, pause=False)
                if isinstance(answer, Nothing) or answer[0] not in (301, 302, 303, 307, 308):
                    break
                try:
                    here = urljoin(here, answer[1].get("location", ""))
                except ValueError:
                    break
            if isinstance(answer, Nothing) or answer[0] >= 500 or answer[0] == 429:
                self._robots[origin] = (
                    answer
                    if isinstance(answer, Nothing)
                    else Nothing(f"robots.txt answered {answer[0]}, so nothing is fetched (--ignore-robots fetches)")
                )
            else:
                rules = RobotFileParser()
                rules.parse(answer[2].decode("utf-8", "replace").splitlines() if answer[0] == 200 else [])
                self._robots[origin] = rules
        rules = self._robots[origin]
        if isinstance(rules, Nothing):
            return rules
        if not rules.can_fetch(_AGENT_NAME, url):
            return Nothing("robots.txt forbids it (--ignore-robots fetches)")
        return None

    def _ask(
        self, url: str, deadline: float, limit: int, pause: bool = True
    ) -> tuple[int, dict[str, str], bytes] | Nothing:
        """Status, headers and body of one request, not followed; or why there are none."""
        import httpx

        target = self._target(url)
        if isinstance(target, Nothing):
            return target
        parts, address, host_header = target
        self._wait(parts.netloc, pause)
        left = deadline - self._clock()
        if left <= 0:
            return self._late()
        headers = {"Host": host_header, "User-Agent": AGENT, "Accept": "text/html,application/xhtml+xml,*/*;q=0.5"}
        port = f":{parts.port}" if parts.port else ""
        shown = f"[{address}]" if ":" in address else address
        path = parts.path or "/"
        asked = f"{parts.scheme}://{shown}{port}{path}{'?' + parts.query if parts.query else ''}"
        body = bytearray()
        try:
            with (
                httpx.Client(trust_env=False, timeout=min(10.0, left), follow_redirects=False) as client,
                client.stream("GET", asked, headers=headers, extensions={"sni_hostname": parts.hostname}) as answer,
            ):
                if int(answer.headers.get("content-length") or 0) > limit:
                    return Nothing(f"larger than {limit} bytes (read_fetch_bytes)")
                for chunk in answer.iter_bytes(1 << 16):
                    body += chunk
                    if len(body) > limit:
                        return Nothing(f"larger than {limit} bytes (read_fetch_bytes)")
                    if self._clock() > deadline:
                        return self._late()
                return answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, bytes(body)
        except httpx.TimeoutException:
            return self._late()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            return Nothing(f"cannot be fetched: {(str(error) or type(error).__name__)[:200]}")

    def _target(self, url: str) -> tuple[Any, str, str] | Nothing:
        """The parts of `url`, the checked address to connect to, and what the server is called."""
        parts = _parts_of(url)
        if isinstance(parts, Nothing):
            return parts
        host, port = parts.hostname, parts.port
        try:
            name = host if ":" in host else host.encode("idna").decode("ascii")
            addresses = self._resolve(name, port or (443 if parts.scheme == "https" else 80))
        except (OSError, UnicodeError):
            return Nothing(f"host {host} is not known")
        if not addresses:
            return Nothing(f"host {host} is not known")
        for address in addresses:
            if not self._allow_private and not is_public(address):
                return Nothing(f"{host} is {address}, an address that is not public (--allow-private fetches)")
        shown = f"[{name}]" if ":" in name else name
        return parts, addresses[0].split("%")[0], shown + (f":{port}" if port else "")

    def _wait(self, host: str, pause: bool) -> None:
        last = self._asked.get(host)
        if pause and last is not None:
            left = last + self._settings.read_fetch_pause - self._clock()
            if left > 0:
                self._sleep(left)
        if pause:
            self._asked[host] = self._clock()

    def _late(self) -> Nothing:
        return Nothing(f"no whole answer within {self._settings.read_fetch_seconds:g} seconds (read_fetch_seconds)")


def _parts_of(url: str) -> Any:
    """The parts of an address that may be fetched; Nothing with the reason otherwise."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Nothing("no address that can be fetched")
    if parts.scheme.lower() not in ("http", "https"):
        return Nothing(f"only http and https are fetched, not {parts.scheme or 'this'}:")
    if not host or parts.username or parts.password:
        return Nothing("an address without a host, or with a name or password, is not fetched")
    return parts


def is_public(address: str) -> bool:
    """True for an address on the public internet, also behind the ways of writing one address as another."""
    try:
        found: Any = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if found.version == 6:
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return bool(found.is_global) and not found.is_multicast and not found.is_reserved


def keep_as_warc(folder: str, fetched: Fetched) -> str:
    """The path of the WARC file that now holds `fetched`, its record a response as it was decoded.

    Raises:
        UsageError: it cannot be written.
    """
    kind = re.sub(r"[\r\n]", " ", fetched.content_type) or "application/octet-stream"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(fetched.data)}\r\n\r\n".encode()
    block += fetched.data
    digest = hashlib.sha256(fetched.url.encode("utf-8", "replace") + b"\0" + fetched.day.encode() + block).hexdigest()
    url = re.sub(r"[\s\x00-\x1f]", "", fetched.url)
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {fetched.day}\r\n"
        f"WARC-Record-ID: <urn:uuid:{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    host = re.sub(r"[^a-z0-9.-]", "_", (urlsplit(fetched.url).hostname or "page").lower())
    path = os.path.join(folder, f"{host}-{re.sub('[-:]', '', fetched.day)}-{digest[:8]}.warc.gz")
    try:
        os.makedirs(folder, exist_ok=True)
        with open(path, "wb") as file:
            file.write(gzip.compress(head.encode("utf-8", "replace") + block + b"\r\n\r\n", mtime=0))
    except OSError as error:
        raise UsageError(f"--keep-warc: cannot write {path}: {error.strerror}") from error
    return path

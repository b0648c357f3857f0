"""The page in a real browser, from a file, with the network off."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from retold.library import trace_with_sources
from retold.show.page import render_page

pytestmark = pytest.mark.services
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
]


@pytest.fixture(scope="session")
def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the service tests need Chromium: apt-get install chromium"
    return found


def open_page(browser: str, page: Path, folder: Path, *more: str) -> tuple[str, list[str]]:
    """The page's elements as the browser has them after its script ran, and its console messages."""
    done = subprocess.run(
        [
            browser,
            *QUIET,
            f"--user-data-dir={folder / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            *more,
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.fixture(scope="module")
def example(example_paths, tmp_path_factory) -> Path:
    page = tmp_path_factory.mktemp("page") / "story.html"
    page.write_text(render_page(*trace_with_sources(example_paths)), encoding="utf-8")
    return page


def test_the_page_opens_offline_without_a_console_message(browser, example, tmp_path):
    dom, console = open_page(browser, example, tmp_path)
    assert console == []
    assert "Who took it from whom" in dom
    assert 'hidden="" data-open' not in dom, "the script ran: its buttons are shown"


def test_hostile_text_runs_nothing(browser, tmp_path):
    evil = tmp_path / "evil.txt"
    evil.write_text(
        "Mayor <script>document.title='owned'</script> resigns\n\nThe mayor --> </style><img src=x "
        "onerror=\"document.title='owned'\"> resigned on Monday, <svg onload=\"document.title='owned'\"> police said.\n",
        encoding="utf-8",
    )
    page = tmp_path / "evil.html"
    page.write_text(render_page(*trace_with_sources([evil])), encoding="utf-8")
    dom, console = open_page(browser, page, tmp_path)
    assert console == []
    assert "<title>owned" not in dom and "<img" not in dom


@pytest.mark.parametrize("width", [360, 1400])
def test_a_screenshot_is_not_blank(browser, example, tmp_path, width):
    shot = tmp_path / "shot.png"
    subprocess.run(
        [
            browser,
            *QUIET,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},1200",
            f"--screenshot={shot}",
            example.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert shot.stat().st_size > 20_000

"""The command as a person runs it: exit codes, streams, messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

WIRE = """Bridge closed after barge strikes pier

HARROWAY, May 4 (Tidewater News) -- The Harroway road bridge was closed on Monday after a barge struck its second pier, police said.

"Nobody was hurt, and we want to keep it that way," harbour master Ilse Brandt said.
"""
COPY = """Harroway bridge shut after barge hits pier

HARROWAY, May 4 - The Harroway road bridge was shut on Monday after a barge struck its second pier, police said. (Tidewater News)

Nobody was hurt, harbour master Ilse Brandt said.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(COPY, encoding="utf-8")
    return tmp_path


def retold(*args: str, cwd: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "retold", *args], cwd=cwd, input=stdin, capture_output=True, env={**os.environ, **env}
    )


def test_trace_prints_the_tree(folder):
    run = retold("trace", "wire.txt", "copy.txt", cwd=folder)
    assert run.returncode == 0, run.stderr
    out = run.stdout.decode()
    assert "2 reports, 1 story" in out and "wire.txt" in out and "copy.txt" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_json_alone_goes_to_standard_output(folder):
    run = retold("trace", ".", "--json", "-", cwd=folder)
    assert run.returncode == 0 and run.stderr == b""
    assert json.loads(run.stdout)["format"] == "retold-trace/1"


def test_json_to_a_file_leaves_the_terminal_its_tree(folder):
    run = retold("trace", "wire.txt", "copy.txt", "--json", "trace.json", cwd=folder)
    assert b"2 reports" in run.stdout
    assert len(json.loads((folder / "trace.json").read_text())["reports"]) == 2


def test_no_colour_where_it_is_not_wanted(folder):
    forced = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    coloured = re.compile(rb"\x1b\[[0-9;]*3[0-7]")
    assert coloured.search(retold("trace", ".", cwd=folder, **forced).stdout)
    assert not coloured.search(retold("trace", ".", cwd=folder, **forced, NO_COLOR="1").stdout)


def test_read_prints_a_line_a_report(folder):
    run = retold("read", "wire.txt", "copy.txt", cwd=folder)
    assert [json.loads(line)["path"] for line in run.stdout.splitlines()] == ["copy.txt", "wire.txt"]


def test_standard_input_is_a_report(folder):
    run = retold("read", "-", cwd=folder, stdin=WIRE.encode())
    assert json.loads(run.stdout)["headline"] == "Bridge closed after barge strikes pier"


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["trace"], 2, "PATH"),
        (["trace", "none.txt"], 2, "none.txt"),
        (["trace", "wire.txt", "--set", "nonsense=1"], 2, "nonsense"),
        (["trace", "wire.txt", "--as-of", "soon"], 2, "soon"),
        (["trace", "wire.txt", "--json", "no/such/folder/x.json"], 2, "no/such/folder"),
        (["read", "none.txt"], 2, "none.txt"),
        (["tell", "wire.txt"], 2, "tell"),
    ],
)
def test_a_wrong_call_is_a_message_and_an_exit_code(folder, args, code, says):
    run = retold(*args, cwd=folder)
    assert run.returncode == code
    assert says in run.stderr.decode()
    assert "Traceback" not in run.stderr.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b"   \n\n  "),
        ("binary.txt", bytes(range(256)) * 40),
        ("nul.txt", b"\0" * 5000),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(2000)),
    ],
)
def test_a_file_without_text_is_skipped_with_its_reason(folder, name, data):
    (folder / name).write_bytes(data)
    run = retold("trace", name, "wire.txt", "--json", "-", cwd=folder)
    assert run.returncode == 0, run.stderr
    (skipped,) = json.loads(run.stdout)["skipped"]
    assert skipped["path"] == name and skipped["reason"]
    alone = retold("trace", name, cwd=folder)
    assert alone.returncode == 1
    assert "Traceback" not in alone.stderr.decode()


def test_a_file_name_need_be_no_utf8(folder):
    with open(bytes(folder) + b"/bad\xff.txt", "wb") as file:
        file.write(WIRE.encode())
    run = retold("trace", ".", "--json", "-", cwd=folder)
    assert run.returncode == 0, run.stderr
    assert any("\ufffd" in r["path"] for r in json.loads(run.stdout)["reports"])


def test_a_report_cannot_drive_the_terminal(folder):
    (folder / "odd.txt").write_text(
        "Mayor \x1b[2J\x1b]0;gone\x07resigns\n\nThe mayor \u202edengiser\u202c resigned on Monday, she said.\n"
    )
    out = retold("trace", "odd.txt", cwd=folder).stdout.decode()
    assert "\x1b" not in out and "\u202e" not in out


def test_help_of_each_command_shows_an_example(folder):
    for command in ("trace", "read"):
        out = retold(command, "--help", cwd=folder).stdout.decode()
        assert "Example: retold" in " ".join(out.split())

"""JSON with the place of every string, for the fields that a page states in JSON-LD."""

from __future__ import annotations

import json
import re
from typing import Any

from retold.kinds import Span

_TOKEN_RE = re.compile(r'\s*+(?:([{}\[\],:])|"((?:[^"\\]++|\\.)*+)"|([^\s{}\[\],:"]++))', re.DOTALL)
_MAX_DEPTH = 64


class Placed(str):
    """A string of a JSON text with the place of what stands between its quotes."""

    span: Span

    def __new__(cls, value: str, span: Span) -> Placed:
        made = super().__new__(cls, value)
        made.span = span
        return made


def load(text: str, start: int, end: int) -> Any:
    """The value of the JSON in text [start, end), its strings `Placed`; None where it is not to be read.

    Keys are plain strings; numbers come as `Placed` strings too, since only their look matters here.
    Pages hold JSON with line breaks in strings and stray commas, which browsers' readers forgive: so do we.
    """
    stack: list[Any] = []
    keys: list[str | None] = []
    root: Any = None
    expect_key = False
    at = start
    while True:
        match = _TOKEN_RE.match(text, at, end)
        if match is None:
            return root
        at = match.end()
        mark, quoted, bare = match.groups()
        if mark in ("{", "["):
            if len(stack) >= _MAX_DEPTH:
                return None
            value: Any = {} if mark == "{" else []
            if stack:
                _put(stack[-1], keys[-1], value)
            elif root is None:
                root = value
            else:
                return root
            stack.append(value)
            keys.append(None)
            expect_key = mark == "{"
        elif mark in ("}", "]"):
            if not stack:
                return root
            stack.pop()
            keys.pop()
        elif mark == ",":
            expect_key = bool(stack) and isinstance(stack[-1], dict)
        elif mark == ":":
            expect_key = False
        else:
            if not stack:
                return root
            if quoted is not None:
                placed = Placed(_unescaped(quoted), Span(match.start(2), match.end(2)))
                if expect_key and isinstance(stack[-1], dict):
                    keys[-1] = str(placed)
                    continue
                _put(stack[-1], keys[-1], placed)
            elif bare not in ("null", "true", "false"):
                _put(stack[-1], keys[-1], Placed(bare, Span(match.start(3), match.end(3))))


def _put(container: Any, key: str | None, value: Any) -> None:
    if isinstance(container, list):
        container.append(value)
    elif key is not None:
        container.setdefault(key, value)


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw
    try:
        value = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return raw
    return re.sub("[\ud800-\udfff]", "\ufffd", value)

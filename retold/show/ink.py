"""Styled text set into lines for a terminal: words, colours and widths, and nothing else.

A library for this (rich) took as long to load and to lay out two short reports as telling who took from whom,
and cold start is what a person at a prompt feels first: docs/decisions/0013.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

_CODES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
}
_WORD_RE = re.compile(r"\s*\S+\s*")
LEAST_WIDTH = 10  # columns; below it nothing can be set


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes: East Asian wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


class Text:
    """Text whose parts have a style each, such as "bold red"."""

    def __init__(self, plain: str = "", style: str = "") -> None:
        self._parts: list[tuple[str, str]] = [(plain, style)] if plain else []

    @classmethod
    def assemble(cls, *parts: str | tuple[str, str] | Text) -> Text:
        """One text of several: plain strings, strings with their style, texts."""
        whole = cls()
        for part in parts:
            if isinstance(part, tuple):
                whole.append(*part)
            else:
                whole.append(part)
        return whole

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self._parts)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def append(self, more: str | Text, style: str = "") -> Text:
        """This text, with `more` at its end."""
        if isinstance(more, Text):
            self._parts += more._parts
        elif more:
            self._parts.append((more, style))
        return self

    def styled(self, style: str) -> Text:
        """The text, all of it in `style`."""
        return Text(self.plain, style)

    def lines(self, width: int) -> Iterator[Text]:
        """The text in lines of at most `width` columns, broken between words; a word that is longer is cut."""
        start = 0
        whole = self.plain
        for line in whole.split("\n"):
            at = start
            for end in [*_breaks(line, width), len(line)]:
                yield self._between(at, start + end)
                at = start + end
            start += len(line) + 1

    def _between(self, start: int, end: int) -> Text:
        """The part from `start` to `end`, without the white space at its end."""
        found = Text()
        at = 0
        for text, style in self._parts:
            if at >= end:
                break
            found.append(text[max(0, start - at) : end - at], style)
            at += len(text)
        while found._parts and not found._parts[-1][0].rstrip():
            found._parts.pop()
        if found._parts:
            text, style = found._parts[-1]
            found._parts[-1] = text.rstrip(), style
        return found

    def render(self, colour: bool) -> str:
        """The text as a terminal takes it, with escape sequences if `colour`."""
        if not colour:
            return self.plain
        return "".join(
            f"\x1b[{';'.join(_CODES[word] for word in style.split())}m{text}\x1b[0m" if style else text
            for text, style in self._parts
        )


def _breaks(line: str, width: int) -> Iterator[int]:
    """Where `line` is broken so that no part is wider than `width`."""
    used = 0
    for match in _WORD_RE.finditer(line):
        word = match.group()
        wide = cells(word.rstrip())
        if used + wide <= width:
            used += cells(word)
            continue
        if used:
            yield match.start()
            used = 0
        if wide > width:
            for n, char in enumerate(word.rstrip(), match.start()):
                if used + cells(char) > width:
                    yield n
                    used = 0
                used += cells(char)
            used += cells(word) - wide
        else:
            used = cells(word)


class Hanging:
    """`body` after `lead`, its further lines after `below`, or indented as far."""

    def __init__(self, lead: str, body: Text, style: str = "", below: str | None = None) -> None:
        self.lead, self.body, self.style = lead, body, style
        self.below = " " * cells(lead) if below is None else below

    def lines(self, width: int) -> Iterator[Text]:
        """The lines, of at most `width` columns."""
        lead = Text(self.lead, self.style)
        for line in self.body.lines(max(LEAST_WIDTH, width - cells(self.lead))):
            yield lead.append(line)
            lead = Text(self.below, self.style)


class SideBySide:
    """`left` and `right` in two columns of one width, after a mark of one character."""

    def __init__(self, mark: str, left: Text, right: Text) -> None:
        self.mark, self.left, self.right = mark, left, right

    def lines(self, width: int) -> Iterator[Text]:
        """The lines, of at most `width` columns."""
        column = max(LEAST_WIDTH, (width - 4) // 2)
        left, right = list(self.left.lines(column)), list(self.right.lines(column))
        for n in range(max(len(left), len(right))):
            line = Text(f" {self.mark or ' '} ", "bold") if n == 0 else Text("   ")
            if n < len(left):
                line.append(left[n])
            if n < len(right) and right[n]:
                used = cells(left[n].plain) if n < len(left) else 0
                line.append(" " * (column - used + 1)).append(right[n])
            yield line


Setting = Text | Hanging | SideBySide


class Screen:
    """Where lines go: a stream, how wide it is, and whether it shows colours.

    `NO_COLOR` in the environment turns colours off, `FORCE_COLOR` on; otherwise a terminal has them and a file has none.
    """

    def __init__(self, stream: TextIO, width: int | None = None, colour: bool | None = None) -> None:
        self._stream = stream
        import shutil  # heavy for what it gives here; a trace as JSON never asks

        self.width = max(LEAST_WIDTH * 2 + 4, width or shutil.get_terminal_size((80, 24)).columns)
        self.colour = _has_colour(stream) if colour is None else colour

    def print(self, *settings: Setting) -> None:
        """Sets each of `settings` from a new line on; nothing at all makes an empty line."""
        lines = [line.render(self.colour).rstrip() for setting in settings for line in setting.lines(self.width)]
        text = "\n".join(lines) + "\n"
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))

    def print_all(self, settings: Iterable[Setting]) -> None:
        """Sets each of `settings`, where there are any."""
        settings = list(settings)
        if settings:
            self.print(*settings)


def _has_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")

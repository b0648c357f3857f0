"""Lines with a lead, and two columns of text: what the terminal needs of a table, at a tenth of a table's time."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.text import Text


class Hanging:
    """`body` after `lead`, its further lines indented as far."""

    def __init__(self, lead: str, body: Text, style: str = "") -> None:
        self.lead, self.body, self.style = lead, body, style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        lead = Text(self.lead, self.style, end="")
        for line in self.body.wrap(console, max(10, options.max_width - lead.cell_len)):
            line.end = ""
            yield from lead.render(console)
            yield from line.render(console)
            yield Segment.line()
            lead = Text(" " * lead.cell_len, end="")


class SideBySide:
    """`left` and `right` in two columns of one width, after a mark of one character."""

    def __init__(self, mark: str, left: Text, right: Text) -> None:
        self.mark, self.left, self.right = mark, left, right

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        width = max(10, (options.max_width - 4) // 2)
        left, right = (list(text.wrap(console, width)) for text in (self.left, self.right))
        for n in range(max(len(left), len(right), 1)):
            mark = Text(f" {self.mark or ' '} " if n == 0 else "   ", "bold" if n == 0 else "", end="")
            yield from mark.render(console)
            if n < len(left):
                line = left[n]
                line.end = ""
                line.pad_right(max(0, width - line.cell_len) + 1)
                yield from line.render(console)
            elif n < len(right):
                yield Segment(" " * (width + 1))
            if n < len(right):
                right[n].end = ""
                yield from right[n].render(console)
            yield Segment.line()

"""The apparatus: a sentence as it first stands, and each other reading of it with who has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from retold import kinds
from retold.kinds import Span
from retold.show.labels import printable
from retold.words import fold, read_words

# Readings of more words than these, multiplied, are shown unmarked: the comparison takes their product in steps.
_STEPS_MOST = 250_000

Part = tuple[Literal["keep", "drop", "add"], str]


class Reading(NamedTuple):
    """One reading of a sentence: its words as parts against the first appearance, and the places that have it."""

    parts: list[Part]
    places: list[tuple[str, Span, str]]  # report_id, span, form

    @property
    def same(self) -> bool:
        """Whether it has the words of the first appearance, however they are set."""
        return all(op == "keep" for op, _ in self.parts)


def most_carried(ancestry: Sequence[kinds.Ancestry]) -> list[kinds.Ancestry]:
    """The sentences that somebody carries on, those that most reports carry first."""
    return sorted(ancestry, key=lambda a: -len({c.report_id for c in a.carriers}))


def readings(ancestry: kinds.Ancestry, cut: Callable[[str, Span], str]) -> list[Reading]:
    """The readings of a sentence, those that agree with its first appearance at the head, then those that most have.

    What a report tells in several sentences is one reading. The order in which reports were given decides nothing.

    Args:
        cut: the text of a report at a span of its source.
    """
    first = cut(ancestry.first.report_id, ancestry.first.span)
    told: dict[str, list[kinds.Carrier]] = {}
    for carrier in ancestry.carriers:
        told.setdefault(carrier.report_id, []).append(carrier)
    groups: dict[tuple[str, ...], Reading] = {}
    for report_id, carriers in told.items():
        carriers.sort(key=lambda c: c.span)
        text = " ".join(cut(report_id, c.span) for c in carriers)
        key = tuple(map(fold, read_words(text)))
        if key not in groups:
            groups[key] = Reading(_compare(first, text), [])
        groups[key].places.extend((report_id, c.span, c.form.replace("_", " ")) for c in carriers)
    return sorted(groups.values(), key=lambda r: (not r.same, -len(r.places)))


def _compare(first: str, text: str) -> list[Part]:
    """`text` as what it keeps of `first`, drops and adds, whole words with the blanks behind them."""
    old, new = printable(first).split(), printable(text).split()
    left, right = [_key(w) for w in old], [_key(w) for w in new]
    if left == right or len(left) * len(right) > _STEPS_MOST:
        return [("keep", " ".join(new))]
    parts: list[Part] = []
    for op, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(("keep", " ".join(new[c:d])))
            continue
        if b > a:
            parts.append(("drop", " ".join(old[a:b])))
        if d > c:
            parts.append(("add", " ".join(new[c:d])))
    return parts


def _key(word: str) -> str:
    return " ".join(map(fold, read_words(word)))

"""Following: how closely a report keeps to the sentences of another, and the class of reuse that this makes it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Literal

from retold.lineage.told import Said, Told
from retold.settings import Settings

Wording = Literal["close", "loose", "own"]

HALF = 0.5  # share of a sentence's words from which it is that sentence again and no longer another on the subject
LONGEST_WORDS = 4000  # of a "sentence" longer than a book's chapter (no stop was ever written) the rest is not read


def follow(parent: Told, child: Told, partners: Mapping[int, list[int]]) -> float:
    """The share of `child` that follows `parent` sentence by sentence, 0..1.

    Two shares are averaged: of its words, those that stand in the same order in one linked sentence of the
    parent; and those in sentences of which that is half or more. The first tells a rewording from an
    independent text, the second a light rewording from one that was written anew: there nearly every sentence
    has shrunk below the half at once.
    """
    words = kept = near = 0
    for said in child.body:
        if said.role == "headline" or not said.folded:
            continue
        words += len(said.folded)
        others = [parent.said[n] for n in partners.get(said.number, ())]
        # Words of content decide whether it is the same sentence: "of the" and "in the" follow anything.
        kept += max((in_order(said.folded, other.folded) for other in others), default=0)
        telling = max((_telling(said, other) for other in others), default=0.0)
        near += len(said.folded) if telling >= HALF else 0
    return round((kept + near) / (2 * words), 6) if words else 0.0


def _telling(said: Said, other: Said) -> float:
    """The share of a sentence's terms that stand in the same order in the other."""
    if not said.terms:
        return 0.0
    return in_order([t.key for t in said.terms], [t.key for t in other.terms]) / len(said.terms)


def wording_of(follows: float, settings: Settings) -> Wording:
    """The class of reuse: close (copied or lightly edited), loose (told in other words) or own.

    On people who were told to copy, to edit lightly, to rewrite or to write their own, and who did not
    always obey, nine in ten are told right (lab/lineage/fit_wording.py).
    """
    if follows >= settings.lineage_wording_close:
        return "close"
    return "loose" if follows >= settings.lineage_wording_loose else "own"


def in_order(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many items of `one` stand in the same order in `other`: the longest common subsequence.

    Hyyrö (2004): a bit an item of `other`, so that a row of the table is a few operations on one integer.
    `slow_in_order` in the tests says the same slowly.
    """
    one, other = one[:LONGEST_WORDS], other[:LONGEST_WORDS]
    places: dict[Hashable, int] = {}
    for n, item in enumerate(other):
        places[item] = places.get(item, 0) | (1 << n)
    whole = (1 << len(other)) - 1
    row = whole
    for item in one:
        met = row & places.get(item, 0)
        if met:
            row = ((row + met) | (row - met)) & whole
    return len(other) - row.bit_count()

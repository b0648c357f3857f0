"""The hedge on a figure ("more than", "up to", "or so") and the way it went (rose, fell)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

from retold.facts.gazetteer import word_set
from retold.facts.numerals import Token, low, read_lines
from retold.kinds import Bound

# Verbs and adverbs before a figure that say it.
_UP = word_set(
    "rise rises rose risen rising grow grows grew grown growing climb climbs climbed climbing jump jumps jumped jumping "
    "increase increases increased increasing gain gains gained gaining up surge surges surged surging soar soars soared "
    "soaring advance advanced advances raise raises raised raising lift lifts lifted lifting boost boosts boosted hike "
    "hiked hikes leap leapt leaped spike spiked rally rallied expand expanded expands higher rebound rebounded edged-up "
    "double doubled swell swelled swollen rocketed skyrocketed ticked-up improve improved accelerated quickened strengthened"
)
_DOWN = word_set(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreases "
    "decreased decreasing lose loses lost losing down slide slides slid sliding slip slips slipped slipping sink sinks sank "
    "sunk tumble tumbles tumbled tumbling plunge plunges plunged plunging dip dips dipped cut cuts cutting reduce reduces "
    "reduced reducing lower lowers lowered lowering shrink shrinks shrank shrunk slump slumps slumped contract contracts "
    "contracted ease eased eases retreat retreated shed sheds slash slashed trim trimmed weaken weakened halve halved "
    "crash crashed plummet plummeted slow slowed slowing downgraded narrowed"
)
_CHANGED = word_set("change changed changes revise revised adjust adjusted move moved moves swing swung shift shifted")
_REACHING = word_set("rise increase grow climb go reach total amount come take bring push lift raise")
# Nouns after a figure that say which way it went: "a 7% price increase".
_RISES = word_set("higher rise increase gain jump hike growth surge")
_FALLS = word_set("lower fall drop decline decrease cut reduction slump")
# How far back the governing verb of a figure is looked for, in tokens.
_VERB_REACH = 7


@cache
def hedges() -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    """The phrases that hedge a figure with what they mean, longest first, by their last word (data/quantities/hedges.txt)."""
    found: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for line in read_lines("quantities", "hedges.txt"):
        bound, _, phrases = line.partition(":")
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            found.setdefault(words[-1], []).append((words, cast(Bound, bound)))
    for same_end in found.values():
        same_end.sort(key=lambda hedge: -len(hedge[0]))
    return found


def bound_before(tokens: Sequence[Token], at: int) -> tuple[int, Bound]:
    """Where the hedge before token `at` begins, and which it is; (`at`, exact) where there is none."""
    back = at - 1
    if (low(tokens, back) in ("a", "an") and at - 2 >= 0) or (
        low(tokens, back) == "." and low(tokens, back - 1) in ("approx", "ca", "c")
    ):
        back -= 1
    phrases = hedges().get(low(tokens, back))
    for words, bound in phrases or ():
        first = back - len(words) + 1
        if first >= 0 and all(low(tokens, first + n) == word for n, word in enumerate(words)):
            if words == ("top",) and low(tokens, first - 1) == "the":
                continue
            if words == ("past",) and low(tokens, first - 1) in ("the", "this"):
                continue
            if words == ("over",) and low(tokens, first - 1) in ("the", "win", "victory", "took", "handed", "taken"):
                continue
            if words == ("estimated",) and low(tokens, first - 1) == "an":
                first -= 1
            return first, bound
    if low(tokens, back) in ("to", "at", "reach", "reaching") and _could(tokens, back):
        return back, "up_to"
    return at, "exact"


def _could(tokens: Sequence[Token], at: int) -> bool:
    """could rise to | may reach | could take the fee to: the figure is the most it may come to."""
    for back in range(at, max(-1, at - 6), -1):
        if tokens[back].text in ",.;:":
            return False
        if low(tokens, back) in _REACHING and low(tokens, back - 1) in ("could", "may", "might", "can"):
            return True
    return False


def bound_after(tokens: Sequence[Token], end: int, bound: Bound) -> tuple[int, Bound]:
    """The end of the figure and its bound with a hedge that comes after: 20 or more, 300+, 20 or so, 40-odd."""
    if bound != "exact":
        return end, bound
    word, after = low(tokens, end), low(tokens, end + 1)
    if word == "or" and after in ("more", "higher", "greater", "over", "above"):
        return end + 2, "at_least"
    if word == "or" and after == "so":
        return end + 2, "approximately"
    if word == "or" and after in ("less", "fewer", "lower", "under", "below"):
        return end + 2, "up_to"
    if word == "at" and after in ("least", "most"):
        return end + 2, "at_least" if after == "least" else "up_to"
    if word == "+":
        return end + 1, "at_least"
    return end, bound


def way_it_went(tokens: Sequence[Token], start: int, end: int) -> str | None:
    """up | down | change where a verb before the figure, or a noun right after it, says which way it went."""
    at = start - 1
    while low(tokens, at).endswith("ly") or low(tokens, at) in ("a", "an", "the", "another", "further", "just"):
        at -= 1
    # A verb right before the figure, or further back where "by", "to", "from" or "at" joins the two:
    # "rose 8.6 percent", "cut its rate by 25 basis points", but not "cut tariffs on 320 product lines".
    reach = _VERB_REACH if low(tokens, at) in ("by", "to", "from", "at") else 1
    for back in range(at, max(-1, at - reach), -1):
        word = tokens[back].low
        if tokens[back].text in ".;:(" or word in ("which", "that", "who", "while", "but"):
            break
        found_way = _way(word)
        if found_way is not None:
            return found_way
    for at in range(end, min(len(tokens), end + 2)):
        word = low(tokens, at)
        if word in _RISES:
            return "up"
        if word in _FALLS:
            return "down"
    return None


def _way(word: str) -> str | None:
    if word in _UP:
        return "up"
    if word in _DOWN:
        return "down"
    return "change" if word in _CHANGED else None

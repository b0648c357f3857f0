"""Which way a figure went: the same one as a rise and as a fall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from retold.record.comparing import Finding, Sheet, Side, Unit, W, became, same
from retold.record.lexicon import word_set
from retold.record.slots import POINTS, Figure, figures, hull


def find_backwards(sheet: Sheet, unit: Unit, child: list[Figure]) -> Iterator[Finding]:
    """A rise to less or a fall to more, where the parent has both figures: "rose to 96 million from 131 million"."""
    for one, other in pairwise(child):
        if one.sentence != other.sentence or one.unit != other.unit or one.value == other.value:
            continue
        words = sheet.child.words(one.sentence)
        between = [w.folded for w in words if one.place[1] <= w.start and w.end <= other.place[0]]
        before = next((w.folded for w in reversed(words) if w.end <= one.place[0]), "")
        if between[-1:] not in (["from"], ["to"]) or len(between) > 3 or before not in ("to", "from"):
            continue
        start, goal = (other, one) if before == "to" else (one, other)
        way = _trend(sheet.child, one) or _trend_before(words, one)
        if way is None or before == between[-1] or (goal.value > start.value) == (way[0] > 0):
            continue
        told = figures(sheet.parent, list(range(len(sheet.parent.sentences))))
        met = [f for x in (one, other) for f in told if f.value == x.value and f.unit in (x.unit, "")][:2]
        if {f.value for f in met} != {one.value, other.value}:
            continue
        place = hull((way[1].start, way[1].end), hull(one.place, other.place))
        why = became(sheet, met[0].place, place, "A rise told as a fall, or a fall as a rise")
        yield Finding("trend_reversed", [place], [met[0].place, met[1].place], why)


def _trend_before(words: list[W], figure: Figure) -> tuple[int, W] | None:
    """The verb of rising or falling before "from 8 to 6" or "to 6 from 8"."""
    for w in reversed([w for w in words if w.end <= figure.place[0]][-TREND_WORDS:]):
        if w.folded in _UP | _DOWN and w.folded not in ("more", "less", "fewer", "added", "lost"):
            return (1 if w.folded in _UP else -1), w
    return None


_UP = word_set(
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown climb climbs climbed jump jumps "
    "jumped surge surges surged soar soared gain gains gained advance advanced up higher raised raise raises hike hiked lifted "
    "rallied expanded added more climbing widened quickened accelerated strengthened swelled ballooned rocketed"
)

_DOWN = word_set(
    "fall falls fell fallen falling drop drops dropped decline declines declined decrease decreases decreased dip dipped slip "
    "slips slipped slid plunge plunged tumble tumbled sank down lower cut cuts reduced reduce shrank contracted lost slumped less "
    "fewer shed ease eases eased easing narrowed narrows slowed slows weakened softened shrunk shrinks halved slashed trimmed "
    "plummeted tumbles plunges slumps dwindled dropping"
)

# Behind a figure: "3 percent fewer than".
_MORE = word_set("more higher larger greater longer up above taller faster older")
_LESS = word_set("fewer less lower smaller shorter down below slower younger")
TREND_WORDS = 6  # how far before a figure its trend may stand


def compare_trends(sheet: Sheet, c: Figure, p: Figure) -> Iterator[Finding]:
    """The same figure as a rise and as a fall: "fell 4.5 percent" -> "rose 4.5 percent"."""
    mine, theirs = _trend(sheet.child, c), _trend(sheet.parent, p)
    if mine is None or theirs is None or mine[0] == theirs[0] or c.unit != p.unit or c.bound == "ordinal":
        return
    # "Eased to 2.8 percent" is where it went, "up 2.8 percent" by how much.
    if _is_goal(sheet.child, c) != _is_goal(sheet.parent, p) or _is_of_another(sheet, (c, mine[1]), (p, theirs[1])):
        return
    child, parent = hull((mine[1].start, mine[1].end), c.place), hull((theirs[1].start, theirs[1].end), p.place)
    why = became(sheet, parent, child, "The other way round")
    yield Finding("trend_reversed", [child], [parent], why)


def _is_goal(side: Side, figure: Figure) -> bool:
    """Whether a figure is where something rose or fell to."""
    before = [w for w in side.words(figure.sentence) if w.end <= figure.place[0]][-2:]
    return any(w.folded in ("to", "at") for w in before)


def _is_of_another(sheet: Sheet, child: tuple[Figure, W], parent: tuple[Figure, W]) -> bool:
    """Whether what rises in the one is beside what falls in the other: "the crown gained against the euro", "the euro fell"."""
    (c, mine), (p, theirs) = child, parent
    subjects = []
    for side, figure, verb in ((sheet.child, c, mine), (sheet.parent, p, theirs)):
        before = [w for w in side.words(figure.sentence) if w.end <= verb.start and w.clause == verb.clause]
        subjects.append(next((w for w in reversed(before) if w.content and w.kind != "number"), None))
    one, other = subjects
    if one is None or other is None or same(one, other):
        return False
    return any(w.stem == one.stem for w in sheet.parent.words(p.sentence)) and any(
        w.stem == other.stem for w in sheet.child.words(c.sentence)
    )


def _trend(side: Side, figure: Figure) -> tuple[int, W] | None:
    """1 or -1 with its word, where a verb of rising or falling stands right before a figure and no negator does."""
    behind = [w for w in side.words(figure.sentence) if w.start >= figure.place[1]][:1]
    if behind and behind[0].folded in _MORE | _LESS and not side.text[figure.place[1] : behind[0].start].strip(" %"):
        return (1 if behind[0].folded in _MORE else -1), behind[0]
    words = [w for w in side.words(figure.sentence) if w.end <= figure.place[0]][-TREND_WORDS:]
    for n in range(len(words) - 1, -1, -1):
        w = words[n]
        if side.parts(w, words[n + 1]) if n + 1 < len(words) else "," in side.text[w.end : figure.place[0]]:
            return None
        way = 1 if w.folded in _UP else -1 if w.folded in _DOWN else 0
        # "Less than", "up to", "more than" are bounds; "from" makes it where the trend began.
        if w.folded in ("than", "from", "at", "and", "or") or (
            way and n + 1 < len(words) and words[n + 1].folded == "than"
        ):
            return None
        if way and not (
            w.folded in ("up", "down") and n and words[n - 1].folded in ("set", "made", "clean", "shut", "close")
        ):
            denied = any(x.folded in ("not", "no", "never", "without", "nt") for x in words[max(0, n - 3) : n])
            # "Lost 1.3 percent" fell; "lost 40 jobs" lost them.
            counted = w.folded in ("added", "lost") and figure.unit not in POINTS
            return None if denied or counted or w.folded in ("more", "less", "fewer") else (way, w)
    return None

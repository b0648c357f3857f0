"""Wording: words that nothing in the parent supports, or that replace others; what the other comparers of words find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.compare_agents import compare_agents
from retold.record.compare_causes import find_blamed, find_links
from retold.record.compare_qualifiers import find_adverbs_gone, find_ages_gone, find_qualifiers_gone
from retold.record.compare_scopes import compare_regions, compare_shares, find_parts_of
from retold.record.compare_superlatives import compare_fields, find_fields_gone, find_one_of
from retold.record.compare_terms import find_anchor, find_kindred, find_replaced, is_verb, shared_object
from retold.record.compare_verbs import compare_binding, compare_finality, find_declined
from retold.record.comparing import Finding, Place, Sheet, Unit, W, became, shown
from retold.record.frames import frame, is_past
from retold.record.lexicon import word_set

RUN_GAP = 1  # function words that may stand inside a run of new words
SLOT_WORDS = 7  # how wide the parent's side of a replacement may be


def compare_wording(sheet: Sheet) -> Iterator[Finding]:
    """Replaced and unsupported words inside aligned sentences."""
    for unit in sheet.units:
        if unit.headline:
            continue
        for run in _runs(sheet, unit):
            yield from _judge(sheet, unit, run)
        yield from compare_agents(sheet, unit)
        yield from find_kindred(sheet, unit)
        yield from find_qualifiers_gone(sheet, unit)
        yield from find_ages_gone(sheet, unit)
        yield from compare_shares(sheet, unit)
        yield from find_parts_of(sheet, unit)
        yield from compare_fields(sheet, unit)
        yield from find_fields_gone(sheet, unit)
        yield from find_one_of(sheet, unit)
        yield from compare_regions(sheet, unit)
        yield from find_adverbs_gone(sheet, unit)
        yield from find_replaced(sheet, unit)
        yield from compare_binding(sheet, unit)
        yield from compare_finality(sheet, unit)
        yield from find_declined(sheet, unit)
        yield from find_blamed(sheet, unit)
        yield from find_links(sheet, unit)


def _is_new(sheet: Sheet, unit: Unit, i: int) -> bool:
    w = unit.cw[i]
    if not w.content or i in unit.pairs or w.kind != "word" or len(w.folded) < 3:
        return False
    if any(lexicon.is_a(name, w.text) for name in ("cue", "hedge", "filler", "light", "negator", "generic_speaker")):
        return False
    return not sheet.parent.has(w)


def _runs(sheet: Sheet, unit: Unit) -> list[list[int]]:
    runs: list[list[int]] = []
    for i in range(len(unit.cw)):
        if not _is_new(sheet, unit, i):
            continue
        if runs and unit.cw[runs[-1][-1]].clause == unit.cw[i].clause and i - runs[-1][-1] <= RUN_GAP + 1:
            between = unit.cw[runs[-1][-1] + 1 : i]
            if (
                all(w.folded in ("and", "or") for w in between)
                and unit.cw[runs[-1][-1]].sentence == unit.cw[i].sentence
            ):
                runs[-1].append(i)
                continue
        runs.append([i])
    return runs


def _slot(unit: Unit, run: Sequence[int]) -> list[int]:
    """Unmatched content words of the parent that stand where the run stands."""
    left, right = find_anchor(unit, run[0], -1), find_anchor(unit, run[-1], 1)
    ends: list[range] = []
    if left is not None and right is not None:
        a, b = unit.pairs[left], unit.pairs[right]
        if 0 < b - a <= SLOT_WORDS:
            ends.append(range(a + 1, b))
    if not ends and left is not None:
        a = unit.pairs[left]
        ends.append(range(a + 1, min(len(unit.pw), a + 5)))
    if not ends and right is not None:
        b = unit.pairs[right]
        ends.append(range(max(0, b - 4), b))
    found: list[int] = []
    for places in ends:
        for j in places:
            w = unit.pw[j]
            anchor = unit.pairs[left] if left is not None else unit.pairs[right] if right is not None else j
            if w.content and j not in unit.back and w.sentence == unit.pw[anchor].sentence:
                found.append(j)
    return found


def _judge(sheet: Sheet, unit: Unit, run: list[int]) -> Iterator[Finding]:
    child = unit.cw[run[0]].start, unit.cw[run[-1]].end
    gone = _slot(unit, run)
    verb = is_verb(unit.cw, run[0], frame(sheet.child, unit.cw, run[0]).rung)
    if gone:
        parent = unit.pw[gone[0]].start, unit.pw[gone[-1]].end
        theirs = [j for j in gone if is_verb(unit.pw, j, frame(sheet.parent, unit.pw, j).rung)]
        if verb and theirs:
            kept = shared_object(unit, run[-1], theirs[0])
            if kept is None:
                yield Finding(
                    "predicate_changed", [child], [parent], became(sheet, parent, child, "Another verb"), "low"
                )
                return
            one = frame(sheet.parent, unit.pw, theirs[0]).start, unit.pw[kept[1]].end
            other = frame(sheet.child, unit.cw, run[0]).start, unit.cw[kept[0]].end
            yield Finding("predicate_changed", [other], [one], became(sheet, one, other, "Another verb"), "low")
            return
        # One word in the place of one: what stands in a wider gap is not one thing said in another way.
        if len(run) == len(gone) == 1 and unit.pw[gone[0]].kind == unit.cw[run[0]].kind:
            yield Finding("term_changed", [child], [parent], became(sheet, parent, child, "Another term"))
            return
    beside: list[Place] = []
    if gone:
        beside = [(unit.pw[gone[0]].start, unit.pw[gone[-1]].end)]
    why = f"Nothing in the parent supports {shown(sheet.child.cut(child))}."
    # Two new words right before a noun both have narrow it ("economic and technological cooperation"). One new
    # word, or new words anywhere else, may be another way to say what the parent says.
    after = run[-1] + 1
    narrows = after in unit.pairs and unit.cw[after].clause == unit.cw[run[-1]].clause and unit.cw[after].kind == "word"
    narrows = narrows and not is_past(unit.cw[after])  # "a pesticide that kills insects stays banned"
    # "A street bears somebody's name": a verb stands there, and no two adjectives.
    opened = not run[0] or not unit.cw[run[0] - 1].content
    particle = any(unit.cw[i].folded in _PARTICLES for i in run)
    sure = (
        len(run) > 1
        and narrows
        and opened
        and not particle
        and not any(is_past(unit.cw[i]) and not _is_adjective(unit.cw, i) for i in run)
    )
    charged = any(unit.cw[i].folded in _CHARGED for i in run) and not gone
    yield Finding("unsupported_addition", [child], beside, why, "medium" if sure or charged else "low")


_PARTICLES = word_set("out up off down away back over through along ahead once on in")

# Words that accuse: one of them alone is more than another way to say it.
_CHARGED = word_set(
    "stolen illegal illegally unlawful unlawfully corrupt fraudulent fraudulently disgraced secret secretly botched fake forged "
    "drunk drunken terrorist extremist reckless recklessly negligent deliberate deliberately intentional intentionally violent "
    "violently armed unprovoked bogus rigged looted smuggled dishonest notorious convicted"
)


def _is_adjective(words: Sequence[W], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].content and at > 0 and not words[at - 1].content

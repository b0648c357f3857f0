"""Wording: another verb for the same object, another term, a qualifier gone, words that nothing in the parent supports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.comparing import Finding, Place, Sheet, Unit, W, became, is_kin, same, shown
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
        yield from _kindred(sheet, unit)
        yield from _qualifiers(sheet, unit)
        yield from _scopes(sheet, unit)
        yield from _superlatives(sheet, unit)
        yield from _links(sheet, unit)


# Qualifiers that restrict what the noun means, whatever the noun is.
_RESTRICTING = word_set(
    "commercial military domestic foreign overseas private net gross interim acting former deputy provisional partial conditional temporary draft proposed core preliminary voluntary limited "
    "initial potential planned adjusted unaudited civilian unarmed eligible registered confirmed attempted suspected alleged "
    "non-fatal nonbinding binding first-round qualifying test pilot trial"
)


def _qualifiers(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A restricting word before a noun that the child keeps without it: "interim head coach" -> "head coach"."""
    for j, w in enumerate(unit.pw[:-1]):
        restricts = w.folded in _RESTRICTING
        if j in unit.back or sheet.child.has_word(w) or not (restricts or _modifies(unit, j)):
            continue
        noun = unit.back.get(j + 1)
        if noun is None or unit.pw[j + 1].kind == "number" or same(unit.pw[j + 1], unit.cw[noun]) < 2:
            continue
        # "A voluntary recall" -> "is recalling": the verb has no place for the word.
        if unit.cw[noun].folded != unit.pw[j + 1].folded and unit.cw[noun].folded.endswith(("ing", "ed")):
            continue
        first = noun
        while (
            first
            and unit.cw[first - 1].content
            and unit.cw[first - 1].clause == unit.cw[noun].clause
            and noun - first < 2
        ):
            first -= 1
        if first != noun and not all(n in unit.pairs for n in range(first, noun)):
            continue
        child, parent = (unit.cw[noun].start, unit.cw[noun].end), (w.start, unit.pw[j + 1].end)
        if w.folded in _BELOW and _before_name(unit.cw, noun):
            yield Finding("title_changed", [child], [parent], became(sheet, parent, child, "Another office"))
            continue
        yield Finding(
            "qualifier_dropped",
            [child],
            [parent],
            became(sheet, parent, child, "A qualifier is gone"),
            None if restricts else "low",
        )
    yield from _compounds(sheet, unit)


_BELOW = word_set("former deputy acting vice interim assistant")
_NUMBERED = word_set("year old month day week hour minute mile km meter metre story storey million billion")


def _before_name(words: Sequence[W], at: int) -> bool:
    return any(w.kind == "name" and w.sentence == words[at].sentence for w in words[at + 1 : at + 3])


def _compounds(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A hyphened word before a noun that the child keeps bare: "night-time deliveries" -> "deliveries"."""
    for j in range(len(unit.pw) - 2):
        first, second, noun = unit.pw[j : j + 3]
        if j in unit.back or j + 1 in unit.back or noun.kind != "word" or not noun.content:
            continue
        if sheet.parent.text[first.end : second.start] not in ("-", "‑") or sheet.parent.parts(second, noun):
            continue
        if first.kind == "number" or second.folded in _NUMBERED or second.folded.endswith(("ed", "ing")):
            continue
        at = j + 2
        while at not in unit.back and at + 1 < len(unit.pw) and at < j + 3 and unit.pw[at + 1].content:
            at += 1
        i = unit.back.get(at)
        if i is None or same(unit.pw[at], unit.cw[i]) < 2 or sheet.child.has(first) or sheet.child.has(second):
            continue
        if i and unit.cw[i - 1].content and i - 1 not in unit.pairs and unit.cw[i - 1].clause == unit.cw[i].clause:
            continue  # another word stands there
        child, parent = (unit.cw[i].start, unit.cw[i].end), (first.start, unit.pw[at].end)
        yield Finding(
            "qualifier_dropped", [child], [parent], became(sheet, parent, child, "A qualifier is gone"), "low"
        )


_SCOPE = {
    w: n
    for n, ws in enumerate(("no", "few", "some several", "many", "most", "all every entire whole"))
    for w in ws.split()
}


def _scopes(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another share of the same things: "most residents" -> "all residents"."""
    for i, j in sorted(unit.pairs.items()):
        if same(unit.cw[i], unit.pw[j]) < 2:
            continue
        mine, theirs = _scope(unit.cw, i), _scope(unit.pw, j)
        if mine is None or theirs is None:
            continue
        one, other = _SCOPE[unit.pw[theirs].folded], _SCOPE[unit.cw[mine].folded]
        if one == other or 0 in (one, other) or {one, other} <= {2, 3}:
            continue
        child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[theirs].start, unit.pw[j].end)
        yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "Another share"))


_REGIONS = word_set(
    "town city district province state region county country nation island continent world europe africa asia america globe "
    "history decade century year league"
)


def _superlatives(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another field in which something is the largest: "in the country" -> "in the world"."""
    found = []
    for words in (unit.cw, unit.pw):
        best = [
            n
            for n, w in enumerate(words)
            if (w.folded.endswith("est") and len(w.folded) > 5)
            or w.folded in ("best", "worst", "first", "only", "most")
        ]
        fields = [
            m
            for n in best
            for m in range(n + 1, min(len(words), n + 6))
            if words[m].folded in _REGIONS
            and words[m].sentence == words[n].sentence
            and any(x.folded in ("in", "of") for x in words[n:m])
        ]
        found.append((best, fields))
    (mine, here), (theirs, there) = found
    if len(here) != 1 or len(there) != 1 or not mine or not theirs:
        return
    c, p = unit.cw[here[0]], unit.pw[there[0]]
    if (
        unit.cw[mine[0]].stem != unit.pw[theirs[0]].stem
        or same(c, p)
        or sheet.parent.has_word(c)
        or sheet.child.has_word(p)
    ):
        return
    child, parent = (unit.cw[mine[0]].start, c.end), (unit.pw[theirs[0]].start, p.end)
    yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "Another field of comparison"))


def _scope(words: Sequence[W], at: int) -> int | None:
    """The word of share right before a noun, "of the" passed over."""
    n = at - 1
    while (
        n >= 0
        and at - n <= 3
        and words[n].folded in ("of", "the", "its", "their")
        and words[n].sentence == words[at].sentence
    ):
        n -= 1
    if n < 0 or words[n].folded not in _SCOPE or words[n].sentence != words[at].sentence:
        return None
    return None if n and words[n - 1].folded in ("at", "the", "not") else n


def _modifies(unit: Unit, j: int) -> bool:
    """Whether a word may narrow the noun after it: an article or preposition before, no name, no form of a verb."""
    w, before = unit.pw[j], unit.pw[j - 1] if j else None
    if not w.content or w.kind != "word" or w.folded.endswith(("ing", "ly")):
        return False
    if lexicon.is_a("filler", w.text) or before is None or before.sentence != w.sentence:
        return False
    return (
        before.folded
        in ("the", "a", "an", "its", "their", "his", "her", "of", "for", "in", "among", "with", "by", "from", "all")
        and unit.pw[j + 1].kind == "word"
    )


def _kindred(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Words that stand for each other here and are not the same: "scrap" for "cut", "order" for "system"."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if not is_kin(c, p) or "name" in (c.kind, p.kind) or "number" in (c.kind, p.kind):
            continue
        if lexicon.is_a("cue", c.text) or lexicon.is_a("cue", p.text) or sheet.parent.has_word(c):
            continue
        verb = _is_verb(unit.cw, i, frame(sheet.child, unit.cw, i).rung)
        theirs = _is_verb(unit.pw, j, frame(sheet.parent, unit.pw, j).rung)
        kept = _object(unit, i, j) if verb and theirs else None
        if kept is not None:
            one = frame(sheet.parent, unit.pw, j).start, unit.pw[kept[1]].end
            other = frame(sheet.child, unit.cw, i).start, unit.cw[kept[0]].end
            yield Finding("predicate_changed", [other], [one], became(sheet, one, other, "Another verb"), "low")
            continue
        beside = [(i + d, j + d) for d in (-1, 1) if (i + d, j + d) in unit.pairs.items()]
        if verb == theirs and (beside or _anchor(unit, i, -1) is not None):
            one, other = _noun_phrase(unit.pw, j), _noun_phrase(unit.cw, i)
            yield Finding("term_changed", [other], [one], became(sheet, one, other, "Another term"))


def _noun_phrase(words: Sequence[W], at: int) -> Place:
    """A word with up to two content words right before it."""
    first = at
    while first > max(0, at - 2) and words[first - 1].content and words[first - 1].clause == words[at].clause:
        first -= 1
    return words[first].start, words[at].end


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


def _anchor(unit: Unit, at: int, step: int) -> int | None:
    n = at + step
    while 0 <= n < len(unit.cw) and unit.cw[n].sentence == unit.cw[at].sentence and abs(n - at) <= 5:
        if n in unit.pairs:
            return n
        n += step
    return None


def _slot(unit: Unit, run: Sequence[int]) -> list[int]:
    """Unmatched content words of the parent that stand where the run stands."""
    left, right = _anchor(unit, run[0], -1), _anchor(unit, run[-1], 1)
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


def _is_verb(words: Sequence[W], at: int, rung: int | None) -> bool:
    if at and words[at - 1].folded in (
        "to",
        "will",
        "would",
        "may",
        "might",
        "could",
        "can",
        "should",
        "must",
        "shall",
    ):
        return True
    return rung is not None and is_past(words[at]) and at + 1 < len(words)


def _judge(sheet: Sheet, unit: Unit, run: list[int]) -> Iterator[Finding]:
    child = unit.cw[run[0]].start, unit.cw[run[-1]].end
    gone = _slot(unit, run)
    verb = _is_verb(unit.cw, run[0], frame(sheet.child, unit.cw, run[0]).rung)
    if gone:
        parent = unit.pw[gone[0]].start, unit.pw[gone[-1]].end
        theirs = [j for j in gone if _is_verb(unit.pw, j, frame(sheet.parent, unit.pw, j).rung)]
        if verb and theirs:
            kept = _object(unit, run[-1], theirs[0])
            if kept is None:
                yield Finding(
                    "predicate_changed", [child], [parent], became(sheet, parent, child, "Another verb"), "low"
                )
                return
            one = frame(sheet.parent, unit.pw, theirs[0]).start, unit.pw[kept[1]].end
            other = frame(sheet.child, unit.cw, run[0]).start, unit.cw[kept[0]].end
            yield Finding("predicate_changed", [other], [one], became(sheet, one, other, "Another verb"), "low")
            return
        if len(run) < 2:
            what = "Another term"
            yield Finding("term_changed", [child], [parent], became(sheet, parent, child, what))
            return
    beside: list[Place] = []
    if gone:
        beside = [(unit.pw[gone[0]].start, unit.pw[gone[-1]].end)]
    why = f"Nothing in the parent supports {shown(sheet.child.cut(child))}."
    # Two new words right before a noun both have narrow it ("economic and technological cooperation"). One new
    # word, or new words anywhere else, may be another way to say what the parent says.
    after = run[-1] + 1
    narrows = after in unit.pairs and unit.cw[after].clause == unit.cw[run[-1]].clause and unit.cw[after].kind == "word"
    sure = len(run) > 1 and narrows and not any(is_past(unit.cw[i]) and not _is_adjective(unit.cw, i) for i in run)
    yield Finding("unsupported_addition", [child], beside, why, None if sure else "low")


def _is_adjective(words: Sequence[W], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].content and at > 0 and not words[at - 1].content


def _object(unit: Unit, i: int, j: int) -> tuple[int, int] | None:
    """The next word after both verbs that answers the other's."""
    for n in range(i + 1, min(len(unit.cw), i + 5)):
        if n in unit.pairs and 0 < unit.pairs[n] - j <= 5:
            return n, unit.pairs[n]
    return None


# ---------------------------------------------------------------- links of cause

_CAUSES = word_set("because caused causing triggered triggering sparked sparking prompted prompting blamed therefore")
_DRIVING = word_set("strengthen strengthens strengthened fuel fuels fueled fuelled drive drives drove enable enables")


def _links(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    theirs = [w for w in unit.pw if lexicon.is_a("cause", w.text)]
    for i, w in enumerate(unit.cw):
        resulting = w.folded == "result" and i > 1 and unit.cw[i - 2].folded == "as"
        if (w.folded not in _CAUSES | _DRIVING and not resulting) or any(same(w, x) for x in theirs):
            continue
        if i in unit.pairs and same(w, unit.pw[unit.pairs[i]]) > 1:
            continue
        strict = resulting or w.folded in _CAUSES
        if theirs and strict:
            continue
        left = [n for n in range(max(0, i - 8), i) if n in unit.pairs and unit.cw[n].sentence == w.sentence]
        right = [
            n for n in range(i + 1, min(len(unit.cw), i + 9)) if n in unit.pairs and unit.cw[n].sentence == w.sentence
        ]
        if not left or not right:
            continue
        a, b = sorted((unit.pairs[left[-1]], unit.pairs[right[-1]]))
        between = unit.pw[a : b + 1]
        joined = any(x.folded in ("and", "while", "as") for x in between)
        apart = abs(unit.pw[a].sentence - unit.pw[b].sentence)
        if b - a > 40 or apart > int(strict) or not (joined or apart):
            continue
        child = unit.cw[left[-1]].start, unit.cw[right[-1]].end
        parent = unit.pw[a].start, unit.pw[b].end
        why = became(sheet, parent, child, "One thing is now told as bringing about the other")
        yield Finding("link_added", [child], [parent], why, None if strict else "low")

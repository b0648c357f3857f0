"""Company: people whom the parent names together, or as doing something, and who are missing or another in the child."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Place, Sheet, Unit, became, same, shown
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.words import fold, split_words

# Words of being there: who stands beside one of them takes part.
_PRESENT = word_set(
    "presence present attend attends attended attending join joins joined accompany accompanied accompanies meet meets met "
    "sign signs signed signing witness witnessed represent represented represents delegation ceremony talks meeting host hosted "
    "hosts opened inaugurated alongside together including include includes included"
)


def compare_company(sheet: Sheet) -> Iterator[Finding]:
    """Participants dropped from a sentence that is retold, and one put in another's place."""
    people = _people(sheet)
    replaced = [f for unit in sheet.units if not unit.headline for f in _replaced(sheet, unit, people)]
    yield from replaced
    for at in sorted(sheet.child_of):
        here = people.get(at, [])
        if here and sheet.parent.sentences[at].role in ("lead", "body", "caption"):
            for found in _left_out(sheet, at, here):
                # Whoever has another in his place is not missed besides.
                if not any(f.parent[0][0] <= found.parent[0][0] < f.parent[0][1] for f in replaced):
                    yield found


def _people(sheet: Sheet) -> dict[int, list[tuple[Place, str, str]]]:
    """Sentence of the parent -> (place, name, folded last name) of the people named in it, in order."""
    found: dict[int, list[tuple[Place, str, str]]] = {}
    for person in sheet.parent.facts.people:
        parts = split_words(person.name)
        if not parts:
            continue
        for place in (p for p in map(sheet.parent.place, person.mentions) if p is not None):
            at = sheet.parent.sentence_at(place[0])
            if at is not None and not any(name == person.name for _, name, _ in found.get(at, ())):
                found.setdefault(at, []).append((place, person.name, fold(parts[-1].text)))
    return {at: sorted(mentions) for at, mentions in found.items()}


def _own_children(sheet: Sheet, at: int) -> list[int]:
    """The sentences of the child that retell this sentence of the parent more than any other."""
    found: set[int] = set()
    for unit in sheet.units_of.get(at, ()):
        counts: dict[int, dict[int, int]] = {}
        for i, j in unit.pairs.items():
            row = counts.setdefault(unit.cw[i].sentence, {})
            row[unit.pw[j].sentence] = row.get(unit.pw[j].sentence, 0) + 1
        found.update(n for n, row in counts.items() if row.get(at, 0) == max(row.values()) and row.get(at, 0) > 1)
    return sorted(found)


def _is_retold(sheet: Sheet, at: int) -> bool:
    """Whether enough of a sentence is in its retelling."""
    words = [w for w in sheet.parent.words(at) if w.content]
    told: set[tuple[int, int]] = set()
    for unit in sheet.units_of.get(at, ()):
        told |= {(unit.pw[j].start, unit.pw[j].end) for j in unit.back if unit.pw[j].sentence == at}
    return len(told) >= LEAST_RETOLD * len(words)


def _left_out(sheet: Sheet, at: int, here: list[tuple[Place, str, str]]) -> Iterator[Finding]:
    if len(here) < 2 or not any(w.folded in _PRESENT for w in sheet.parent.words(at)):
        return
    own = [n for n in _own_children(sheet, at) if sheet.child.sentences[n].role != "headline"]
    if not own or not _is_retold(sheet, at):
        return
    told = {w.folded for n in own for w in sheet.child.words(n)}
    kept = [last for _, _, last in here if last in told]
    gone = [(place, name) for place, name, last in here if last not in told]
    if not kept or not gone:
        return
    # "The two ministers", "both leaders": told without their names.
    if told & _TOGETHER:
        return
    # Next to the sentence he may still be named as taking part.
    near = {
        w.folded
        for n in own
        for m in (n - 1, n + 1)
        if 0 <= m < len(sheet.child.sentences)
        for w in sheet.child.words(m)
    }
    for place, name in gone:
        if fold(split_words(name)[-1].text) in near or _is_aside(sheet, at, place):
            continue
        # The sentence that names who stands next to him in the parent is where he is missed.
        beside = min((abs(other[0] - place[0]), last) for other, _, last in here if last in kept and other != place)[1]
        home = next((n for n in own if any(w.folded == beside for w in sheet.child.words(n))), own[0])
        region = sheet.child.sentences[home].start, sheet.child.sentences[home].end
        why = (
            f"{shown(name)} is named as taking part in the parent, and not here: {shown(sheet.child.cut(region), 160)}."
        )
        # Named elsewhere in the child he is not gone from it.
        elsewhere = fold(split_words(name)[-1].text) in sheet.child.folded
        yield Finding("participant_dropped", [region], [place], why, "low" if elsewhere else None)


_SUBORDINATING = word_set(
    "before after when while until since as who whom which that where ahead because although though"
)
LEAST_RETOLD = 0.3  # share of the words of a sentence that its retelling must have for anybody to be missed in it


def _is_aside(sheet: Sheet, at: int, place: Place) -> bool:
    """Whether somebody is named in a clause beside the matter: "said so hours before he is to meet Mr Ruiz"."""
    before = [w for w in sheet.parent.words(at) if w.end <= place[0]]
    clause = before[-1].clause if before else 0
    return any(w.folded in _SUBORDINATING and w.clause == clause for w in before)


_TOGETHER = word_set(
    "two three four both all officials ministers leaders others colleagues delegations sides delegates"
)


def _replaced(sheet: Sheet, unit: Unit, people: dict[int, list[tuple[Place, str, str]]]) -> Iterator[Finding]:
    """ "Ferrand's predecessor, Hugo Marant, visited" -> "Ferrand visited": who did it is nowhere in the child."""
    known = sheet.child.folded
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.kind != "word" or same(c, p) < 2 or not (is_past(c) and is_past(p)) or not i or not j:
            continue
        doer = next(
            (
                (place, name)
                for place, name, last in people.get(p.sentence, ())
                if last not in known and 0 <= p.start - place[1] <= 3
            ),
            None,
        )
        mine = unit.cw[i - 1]
        if doer is None or mine.kind != "name" or mine.sentence != c.sentence or sheet.child.parts(mine, c):
            continue
        if mine.folded not in sheet.child.last_names or mine.folded not in sheet.parent.last_names:
            continue
        child, parent = (mine.start, c.end), (doer[0][0], p.end)
        yield Finding("participant_changed", [child], [parent], became(sheet, parent, child, "Somebody else does it"))

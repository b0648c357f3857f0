"""Lists: members that the child left out, reworded or added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record.comparing import Finding, Place, Sheet, Side, Unit, W, became, same, shown
from retold.record.frames import is_past
from retold.record.lexicon import word_set

LONGEST_MEMBER = 6  # words; a longer stretch between commas is a clause


def compare_lists(sheet: Sheet) -> Iterator[Finding]:
    """List members dropped, and terms changed inside a member."""
    for unit in sheet.units:
        if unit.headline:
            continue
        done: set[int] = set()
        for members in _lists(sheet.parent, unit.parent_at):
            start = min(m[0] for m in members)
            if start not in done:
                found = list(_compare(sheet, unit, members))
                if found:
                    done.update(m[0] for m in members)
                yield from found
        known = [(places[0][0], places[-1][1]) for places in _known_lists(sheet.parent, unit.parent_at)]
        for members in _plain_lists(sheet.parent, unit.parent_at):
            # A list that facts know has been compared member by member: "inspection and quarantine" is one of them.
            if not any(a < members[-1][1] and members[0][0] < b for a, b in known):
                yield from _shortened(sheet, unit, members)


_NO_NOUN = word_set("he she it they we i who which that to not has have had was were is are will would said also then")


def _plain_lists(side: Side, sentences: Sequence[int]) -> list[list[Place]]:
    """Runs "A, B and C" of three short members and more that nothing announces: "bans plastic straws, cups and cutlery"."""
    found = []
    for at in sentences:
        words = side.words(at)
        ands = [n for n, w in enumerate(words) if w.folded in ("and", "or") and n]
        for joint in ands:
            last = joint + 1
            while (
                last < len(words)
                and last - joint <= LONGEST_MEMBER
                and not (last > joint + 1 and side.parts(words[last - 1], words[last]))
            ):
                if not words[last].content and words[last].folded not in ("a", "an", "the", "about", "some", "over"):
                    break
                last += 1
            members = [(joint + 1, last)]
            end = joint
            while end > 0 and len(members) < 12:
                first = end - 1
                while first > 0 and end - first <= LONGEST_MEMBER and not side.parts(words[first - 1], words[first]):
                    if words[first - 1].folded in ("and", "or"):
                        break
                    first -= 1
                closed = first > 0 and "," in side.text[words[first - 1].end : words[first].start]
                members.insert(0, (first, end))
                if not closed or end - first > LONGEST_MEMBER:
                    break
                end = first
            # The first member begins somewhere after the verb: its last words are the member.
            first, end = members[0]
            size = max((b - a for a, b in members[1:]), default=1)
            members[0] = (max(first, end - max(1, size)), end)
            while len(members) > 3 and all(words[n].kind == "number" for n in range(*members[0])):
                members = members[1:]  # "to 1.9 from 1.4, citing fish, timber and oil"
            if len(members) < 3 or any(
                b <= a or all(words[n].kind == "number" for n in range(a, b)) for a, b in members
            ):
                continue
            inner = members[1:]
            if any(words[n].folded in _NO_NOUN or is_past(words[n]) for a, b in inner for n in range(a, b)):
                continue
            if all(any(words[n].content for n in range(a, b)) for a, b in members):
                found.append([(words[a].start, words[b - 1].end) for a, b in members])
    return found


def _shortened(sheet: Sheet, unit: Unit, members: list[Place]) -> Iterator[Finding]:
    """Members gone from a list of which at least two others still stand side by side, joined by "and"."""
    at = [[j for j, w in enumerate(unit.pw) if a <= w.start and w.end <= b and w.content] for a, b in members]
    if any(not x for x in at):
        return
    # A member is known by its last word, which is its noun.
    # "About 400 pounds" by its number: "£400".
    known = [next((j for j in x if unit.pw[j].kind == "number" and j in unit.back), x[-1]) for x in at]
    kept = [n for n, j in enumerate(known) if j in unit.back and same(unit.cw[unit.back[j]], unit.pw[j]) >= 2]
    gone = [n for n in range(len(at)) if n not in kept and not any(j in unit.back for j in at[n])]
    if len(kept) < 2 or len(kept) + len(gone) != len(at) or not gone:
        return
    places = sorted(i for n in kept for i in (unit.back.get(j) for j in at[n]) if i is not None)
    first, last = places[0], places[-1]
    between = unit.cw[first : last + 1]
    if (
        any(w.content and i not in places for i, w in enumerate(between, first))
        or len({w.sentence for w in between}) > 1
    ):
        return
    joints = sum(w.folded in ("and", "or") for w in between) + sheet.child.text.count(
        ",", between[0].start, between[-1].end
    )
    # What follows or precedes with a comma or "and" may be the member in other words.
    after = unit.cw[last + 1] if last + 1 < len(unit.cw) else None
    if joints != len(kept) - 1 or (after is not None and after.folded in ("and", "or", "as", "along", "plus", "among")):
        return
    if any(sheet.child.has(unit.pw[at[n][-1]]) for n in gone):
        return
    region = between[0].start, between[-1].end
    told = {_glued([w]) for w in between}
    for n in gone:
        if _glued([unit.pw[j] for j in at[n]]) in told:
            continue
        why = f"A member of the list is gone: {shown(sheet.parent.cut(members[n]))} is not among {shown(sheet.child.cut(region))}."
        yield Finding("list_item_dropped", [region], [members[n]], why)


def _lists(side: Side, sentences: Sequence[int]) -> list[list[Place]]:
    """Lists with two members or more in `sentences`: those that facts know, then those that commas show."""
    found = _known_lists(side, sentences)
    known = [(places[0][0], places[-1][1]) for places in found]
    for at in sentences:
        for listed in coordinations(side, at):
            if not any(a < listed[-1][1] and listed[0][0] < b for a, b in known):
                found.append(listed)
    return found


def _known_lists(side: Side, sentences: Sequence[int]) -> list[list[Place]]:
    """The lists of `sentences` that facts know, each as the places of its members."""
    wanted = set(sentences)
    facts = side.facts
    groups = (
        [x.members for x in facts.lists] + [x.fields for x in facts.agreements] + [x.members for x in facts.initiatives]
    )
    found: list[list[Place]] = []
    for group in groups:
        places = [p for p in (side.place(m.span) for m in group) if p is not None and side.sentence_at(p[0]) in wanted]
        if len(places) >= 2 and all(_is_member(side, p) for p in places):
            found.append(places)
    return found


def _is_member(side: Side, place: Place) -> bool:
    """Whether a stretch can be a member: a clause ("is listed in Oslo") is none."""
    words = side.words_in([place])
    return bool(words) and (words[0].content or words[0].folded in ("the", "a", "an", "their", "its", "his", "her"))


def coordinations(side: Side, at: int) -> list[list[Place]]:
    """The lists of three or more members ("A, B and C") in one sentence, by commas and the last "and"."""
    words = side.words(at)
    segments: list[tuple[int, int, str]] = []  # first word, last word + 1, what stands before
    first = 0
    before = ""
    for n in range(1, len(words) + 1):
        gap = side.text[words[n - 1].end : words[n].start] if n < len(words) else "."
        comma = "," in gap or ";" in gap
        joint = n < len(words) and words[n].folded in ("and", "or")
        hard = n == len(words) or any(c in ':—–()"“”' for c in gap)
        if comma or joint or hard:
            if n > first:
                segments.append((first, n, before))
            before = "" if hard and not comma else ("and" if joint else ",")
            first = n + 1 if joint else n
    found: list[list[Place]] = []
    run: list[tuple[int, int, str]] = []
    for segment in [*segments, (0, 0, "")]:
        short = segment[1] - segment[0] <= LONGEST_MEMBER
        if segment[2] == "," and len(run) > 1 and run[-1][2] == "and":
            # "..., inspection and quarantine, health ...": two words, one member; or the list ended before.
            run[-2:] = [(run[-2][0], run[-1][1], ",")]
        if segment[2] in (",", "and") and run:
            run.append(segment)
            if segment[2] == "," and not short:
                run = [segment]
        else:
            if run and run[-1][2] == "and":
                found += _as_list(words, run)
            run = [segment]
    return found


_LISTING = word_set(
    "covering covers cover covered including includes include included comprising comprise comprises namely spanning such among"
)
_OPENERS = _LISTING | word_set("them are as between across in of from to for with on by against into over at")


def _as_list(words: list[W], run: Sequence[tuple[int, int, str]]) -> list[list[Place]]:
    """The list of a run of stretches; none where it is no list of names and nothing opens a list.

    The first member ends what came before the list, the last one begins what comes after it: "the towns of
    Lida, Orsha and Brest on Monday". Names end with the capitals; other members need a word that opens
    a list ("covering", "including"), because clauses are joined by commas and "and" too.
    """
    # "The man, 31, was charged with fraud, forgery and theft": the list begins where its members do.
    start = len(run) - 2
    while start > 0 and _is_short(words[run[start][0] : run[start][1]]):
        start -= 1
    run = run[start:]
    if len(run) < 3:
        return []
    members: list[tuple[int, int]] = [(a, b) for a, b, _ in run]
    a, b = members[0]
    c, d = members[-1]
    first, last = b, c
    while first > a and words[first - 1].kind == "name":
        first -= 1
    while last < d and words[last].kind == "name":
        last += 1
    inner = members[1:-1]
    names = all(words[n].kind == "name" or not words[n].content for x, y in inner for n in range(x, y))
    if not names or first == b or last == c:
        if all(_opens_noun(words[x]) for x, _ in members) and all(y - x <= 4 for x, y in members[:-1]):
            last = c + 1
            while last < d and last - c < 3 and words[last].content:
                last += 1
            members[-1] = (c, last)
            return [[(words[x].start, words[y - 1].end) for x, y in members]]
        opener = next((n for n in range(b - 1, max(a - 1, b - 6), -1) if words[n].folded in _OPENERS), None)
        if opener is None or opener == b - 1:
            return []
        if words[opener].folded not in _LISTING and not all(
            _is_short(words[x:y]) for x, y in [(opener + 1, b), *inner]
        ):
            return []
        first, last = opener + 1, c
        while last < d and last - c < LONGEST_MEMBER and (words[last].content or last == c):
            last += 1
    members[0], members[-1] = (first, b), (c, last)
    if max(y - x for x, y in members) > LONGEST_MEMBER:
        return []
    return [[(words[x].start, words[y - 1].end) for x, y in members if y > x]]


def _is_short(words: Sequence[W]) -> bool:
    """Whether a stretch can be a member of a list that nothing announces: one to three words, all but "of" content."""
    articled = words[1:] if words and words[0].folded in ("a", "an", "the") else words
    told = all(w.content or w.folded in ("of", "the") for w in articled)
    return 0 < len(articled) <= 3 and articled[0].content and told


def _opens_noun(word: W) -> bool:
    return word.kind == "number" or word.folded in ("a", "an", "the", "one", "some", "several", "many")


def _compare(sheet: Sheet, unit: Unit, members: list[Place]) -> Iterator[Finding]:
    at: list[list[int]] = []
    for start, end in members:
        at.append([j for j, w in enumerate(unit.pw) if start <= w.start and w.end <= end and w.content])
    # "To 1.9 from 1.4, citing fish, timber and oil": a bare figure is no member.
    if any(not x or all(unit.pw[j].kind == "number" for j in x) for x in at):
        return
    kept = [[unit.back[j] for j in x if j in unit.back] for x in at]
    matched = [n for n, x in enumerate(kept) if any(unit.cw[i].kind != "number" for i in x)]
    if len(matched) < 2 or len({unit.cw[i].sentence for n in matched for i in kept[n]}) > 1:
        return
    places = sorted(i for n in matched for i in kept[n])
    first, last = places[0], places[-1]
    # What was matched must itself be a list: nothing but members, joints and a few words between.
    strange = [
        w
        for i, w in enumerate(unit.cw[first : last + 1], first)
        if w.content and i not in places and w.kind != "number"
    ]
    if len(strange) > max(2, len(matched)):
        return
    region = unit.cw[first].start, unit.cw[last].end
    joints = sum(w.folded in ("and", "or") for w in unit.cw[first : last + 1]) + sheet.child.text.count(",", *region)
    if joints < len(matched) - 1:
        return
    gone = [n for n, x in enumerate(kept) if not x]
    if len(gone) == 1 and gone[0] == len(at) - 1 and _ends_otherwise(sheet, unit, last):
        return  # "Estonia, Latvia and Poland": no member is gone, one is another
    # Strange words are other words for members: as many members are not gone but renamed.
    for n in gone:
        words = [unit.pw[j] for j in at[n]]
        if any(same(w, x) for w in words for x in unit.cw if x.content):
            continue
        if _glued(words) in {_glued([x]) for x in unit.cw if x.content}:
            continue
        if strange and not any(w.kind == "name" for w in words) and not all(sheet.parent.has(w) for w in strange):
            continue
        yield Finding(
            "list_item_dropped",
            [region],
            [members[n]],
            f"A member of the list is gone: {shown(sheet.parent.cut(members[n]))} is not among "
            f"{shown(sheet.child.cut(region))}.",
        )
    for n in matched:
        yield from _member(sheet, unit, at[n], kept[n])


def _ends_otherwise(sheet: Sheet, unit: Unit, last: int) -> bool:
    """Whether a list goes on behind its last matched word with an "and" and a name that the parent does not have."""
    follow = unit.cw[last + 1 : last + 3]
    return (
        len(follow) == 2
        and follow[0].folded in ("and", "or")
        and follow[1].kind == "name"
        and last + 2 not in unit.pairs
        and not sheet.parent.has_word(follow[1])
    )


def _member(sheet: Sheet, unit: Unit, theirs: list[int], mine: list[int]) -> Iterator[Finding]:
    """What changed inside a member that both lists have: the qualifier before it, or its head."""
    if not mine:
        return
    lost = [j for j in theirs if j not in unit.back]
    if not lost:
        return
    last = max(mine)
    parent = unit.pw[theirs[0]].start, unit.pw[theirs[-1]].end
    follow = unit.cw[last + 1] if last + 1 < len(unit.cw) else None
    glued = follow is not None and sheet.child.text[unit.cw[last].end : follow.start] in (" ", "-")
    new = follow is not None and glued and follow.content and last + 1 not in unit.pairs and follow.kind == "word"
    if new and follow is not None and lost[-1] == theirs[-1] and len(mine) >= 1 and len(theirs) >= 2:
        if any(same(unit.pw[j], follow) for j in lost):
            return
        child = unit.cw[min(mine)].start, follow.end
        why = became(sheet, parent, child, "A member of the list is named otherwise")
        yield Finding("term_changed", [child], [parent], why, "medium")
        return
    # "international rule of law": a qualifier before a term of two words or more that stays whole.
    rest = [j for j in theirs if j in unit.back]
    before = [j for j in lost if j < rest[0]]
    if len(rest) >= 2 and before and not _is_gerund(unit.pw[before[-1]]) and before[-1] + 1 == rest[0]:
        i = unit.back[rest[0]]
        boundary = (
            i == 0 or not unit.cw[i - 1].content or sheet.child.text[unit.cw[i - 1].end : unit.cw[i].start].strip()
        )
        if boundary and all(unit.back[j] - i == j - rest[0] for j in rest):
            child = unit.cw[min(mine)].start, unit.cw[last].end
            own = unit.pw[before[-1]].start, unit.pw[rest[-1]].end
            why = became(sheet, own, child, "A qualifier is gone from a member of the list")
            yield Finding("qualifier_dropped", [child], [own], why)


def _is_gerund(word: W) -> bool:
    return word.folded.endswith("ing")


def _glued(words: Sequence[W]) -> str:
    """The letters of words as one: "coast guards" and "coastguards"."""
    return "".join(w.folded for w in words)

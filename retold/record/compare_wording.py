"""Wording: another verb for the same object, another term, a qualifier gone, words that nothing in the parent supports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.compare_agents import compare_agents
from retold.record.comparing import Finding, Place, Severity, Sheet, Unit, W, are_apart, became, is_kin, same, shown
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
        yield from _kindred(sheet, unit)
        yield from _qualifiers(sheet, unit)
        yield from _scopes(sheet, unit)
        yield from _parts_of(sheet, unit)
        yield from _superlatives(sheet, unit)
        yield from _fields(sheet, unit)
        yield from _one_of(sheet, unit)
        yield from _regions(sheet, unit)
        yield from _adverbs(sheet, unit)
        yield from _replaced(sheet, unit)
        yield from _binding(sheet, unit)
        yield from _finality(sheet, unit)
        yield from _declined(sheet, unit)
        yield from _blamed(sheet, unit)
        yield from _links(sheet, unit)


# Qualifiers that restrict what the noun means, whatever the noun is.
_RESTRICTING = word_set(
    "commercial military domestic foreign overseas private net gross interim acting former deputy provisional partial conditional temporary draft proposed core preliminary voluntary limited "
    "initial potential planned adjusted unaudited civilian unarmed eligible registered confirmed attempted suspected alleged "
    "non-fatal nonbinding binding first-round qualifying test pilot trial"
)


# A restriction in other words: "the former head" and "who was once the head".
_OTHERWISE = {
    word: frozenset(others.split())
    for words, others in (
        ("former", "once ex formerly previously then used until predecessor past old"),
        ("interim acting temporary provisional", "interim acting temporary temporarily provisional provisionally caretaker stand-in now until"),
        ("preliminary initial provisional draft", "preliminary initial provisional early first draft so far tentative"),
        ("alleged suspected", "alleged allegedly suspected suspicion accused charged allegation allegations believed thought claims said"),
        ("foreign overseas", "foreign foreigners abroad overseas international other"),
        ("domestic", "home national internal own local inside within"),
        ("deputy vice assistant", "deputy vice assistant number two second"),
        ("planned proposed potential", "plan plans planned planning proposed proposal proposals intends wants potential possible may could would"),
        ("voluntary", "voluntarily volunteer volunteered volunteers accord choose chose"),
        ("attempted", "attempt tried try trying attempting"),
        ("partial conditional limited", "part partly partially condition conditions conditionally limit limits if provided"),
        ("confirmed registered", "confirmed confirm registered known tested recorded"),
        ("private", "privately privately-owned closed"),
    )
    for word in words.split()
}  # fmt: skip


def _restricted_otherwise(unit: Unit, word: W) -> bool:
    others = _OTHERWISE.get(word.folded)
    return others is not None and any(w.folded in others for m, w in enumerate(unit.cw) if m not in unit.pairs)


def _in_initials(unit: Unit, at: int) -> bool:
    """Whether the child has the initials of the words that begin at words[at]: "gross domestic product" is "GDP"."""
    content = [w.folded[:1] for w in unit.pw[max(0, at - 3) : at + 5] if w.content]
    initials = "".join(content)
    return any(w.text.isupper() and 2 < len(w.text) < 6 and w.text.lower() in initials for w in unit.cw)


def _qualifiers(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A restricting word before a noun that the child keeps without it: "interim head coach" -> "head coach"."""
    for j, w in enumerate(unit.pw[:-1]):
        restricts = w.folded in _RESTRICTING
        if j in unit.back or sheet.child.has_word(w) or not (restricts or _modifies(unit, j)):
            continue
        if _restricted_otherwise(unit, w) or _in_initials(unit, j):
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
        if mine is not None and theirs is None and unit.cw[mine].folded in ("all", "every", "entire", "whole"):
            yield from _made_whole(sheet, unit, (mine, i), j)
        if mine is None and theirs is not None:
            yield from _shareless(sheet, unit, i, (theirs, j))
        if mine is None or theirs is None:
            continue
        one, other = _SCOPE[unit.pw[theirs].folded], _SCOPE[unit.cw[mine].folded]
        if one == other == 5 and theirs and unit.pw[theirs - 1].folded in _NEARLY:
            before = unit.cw[mine - 1].folded if mine else ""
            if before not in _NEARLY and before not in ("not", "but"):
                child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[theirs - 1].start, unit.pw[j].end)
                why = became(sheet, parent, child, "A part is told as the whole")
                yield Finding("hedge_dropped", [child], [parent], why, "medium")
        if one == other or 0 in (one, other) or {one, other} <= {2, 3}:
            continue
        child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[theirs].start, unit.pw[j].end)
        yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "Another share"))


_NEARLY = word_set("nearly almost virtually practically")
_SHARING = word_set("few some several many most")


def _shareless(sheet: Sheet, unit: Unit, i: int, parent_at: tuple[int, int]) -> Iterator[Finding]:
    """A share of the parent's that the child does not give: "some of the wells" -> "the wells".

    "Some residents complained" -> "residents complained" is how news English goes on: only "the" makes it all of
    them. "Most" and "few" are missed without it.
    """
    theirs, j = parent_at
    share = unit.pw[theirs]
    if share.folded not in _SHARING or unit.cw[i].kind != "word" or theirs in unit.back or theirs + 1 == j == 0:
        return
    if any(unit.pw[n].kind == "number" for n in range(theirs + 1, j)):
        return
    # A number, another share, or "a group of" stands there.
    first = i
    while first and unit.cw[first - 1].clause == unit.cw[i].clause and unit.cw[first - 1].content:
        first -= 1
    before = unit.cw[first - 1].folded if first and unit.cw[first - 1].sentence == unit.cw[i].sentence else ""
    around = {w.folded for w in unit.cw[max(0, i - 5) : i + 4]}
    if any(w.kind == "number" for w in unit.cw[max(0, i - 4) : i]) or around & (_SHARES | set(_SCOPE)):
        return
    defined = before in ("the", "its", "their", "his", "her", "these", "those") and first >= i - 1
    speaks = any(w.folded in _SPEAKING for w in unit.cw[i + 1 : i + 3])
    if (
        not (unit.cw[i].folded.endswith("s") or unit.cw[i].folded in _PLURALS)
        or (share.folded not in ("most", "few") and not defined)
        or speaks
    ):
        return
    child, parent = (unit.cw[i].start, unit.cw[i].end), (share.start, unit.pw[j].end)
    why = became(sheet, parent, child, "A part is told as the whole")
    sure = defined or share.folded in ("most", "few")
    yield Finding("qualifier_dropped", [child], [parent], why, "medium" if sure else "low")


_PLURALS = word_set("people children men women police staff crew personnel teeth feet")
_SPEAKING = word_set(
    "say says said tell told believe believes believed think thinks thought complain complained want wanted warn warned report "
    "reported forecast predict predicted fear feared hope hoped agree agreed argue argued claim claimed"
)
_SHARES = word_set(
    "half part parts partly third quarter majority minority handful number portion fraction certain other others mostly mainly "
    "largely among many hundreds dozens thousands group percent both each none any"
)
# What is only a part or a kind of the thing after "of".
_PARTITIVE = word_set(
    "part parts section sections portion half third quarter form forms type types kind kinds stretch version versions variant "
    "minority majority fraction handful stage stages branch wing subset proportion"
)


def _parts_of(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A part or kind of a thing told as the thing: "the early form of the disease" -> "the disease"."""
    for n, w in enumerate(unit.pw[:-2]):
        if w.folded not in _PARTITIVE or n in unit.back or unit.pw[n + 1].folded != "of":
            continue
        thing = next((m for m in range(n + 2, min(len(unit.pw), n + 6)) if unit.pw[m].content), None)
        while thing is not None and thing + 1 < len(unit.pw) and _goes_on(sheet, unit.pw, thing):
            thing += 1
        if thing is None or thing not in unit.back or unit.pw[thing].sentence != w.sentence:
            continue
        i = unit.back[thing]
        if same(unit.pw[thing], unit.cw[i]) < 2 or unit.pw[thing].kind == "number":
            continue
        near = {x.folded for x in unit.cw[max(0, i - 6) : i + 5]}
        if near & (_PARTITIVE | _SHARES | set(_SCOPE) | {"in", "from"}) or any(
            x.kind == "number" for x in unit.cw[max(0, i - 3) : i]
        ):
            continue
        if i and unit.cw[i - 1].content and i - 1 not in unit.pairs and unit.cw[i - 1].clause == unit.cw[i].clause:
            continue  # "the eastern city", "early dementia": told in another word
        first = n
        while first and unit.pw[first - 1].content and unit.pw[first - 1].clause == w.clause:
            first -= 1
        child, parent = (unit.cw[i].start, unit.cw[i].end), (unit.pw[first].start, unit.pw[thing].end)
        why = became(sheet, parent, child, "A part is told as the whole")
        yield Finding("qualifier_dropped", [child], [parent], why, "medium")
        return


def _goes_on(sheet: Sheet, words: Sequence[W], at: int) -> bool:
    after = words[at + 1]
    return after.content and after.kind == "word" and after.clause == words[at].clause and not is_past(after)


def _made_whole(sheet: Sheet, unit: Unit, child_at: tuple[int, int], j: int) -> Iterator[Finding]:
    """ "86,000 bicycles" -> "all its bicycles": a share that the parent does not give."""
    mine, i = child_at
    whole = any(w.folded in _SCOPE and _SCOPE[w.folded] > 3 for w in unit.pw)
    counted = any(w.kind == "number" for w in unit.pw[max(0, j - 3) : j])
    if whole or not counted or unit.cw[i].kind != "word" or mine + 1 >= i or unit.cw[mine + 1].kind == "number":
        return
    child, parent = (unit.cw[mine].start, unit.cw[i].end), (unit.pw[max(0, j - 3)].start, unit.pw[j].end)
    yield Finding("scope_changed", [child], [parent], became(sheet, parent, child, "A part is told as the whole"))


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


FIELD_WORDS = 5  # how far behind a superlative the field it is the first of may stand


def _is_superlative(words: Sequence[W], n: int) -> bool:
    w = words[n]
    if (w.folded.endswith("est") and len(w.folded) > 5) or w.folded in ("best", "worst", "only", "sole"):
        return True
    return w.folded == "first" and n > 0 and words[n - 1].folded == "the"


def _fields(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A superlative without the field it held in: "second-largest partner in the region" -> "second-largest partner"."""
    for j in range(len(unit.pw)):
        i = unit.back.get(j)
        if i is None or not _is_superlative(unit.pw, j) or unit.cw[i].folded != unit.pw[j].folded:
            continue
        opened = next(
            (
                n
                for n in range(j + 1, min(len(unit.pw) - 1, j + FIELD_WORDS))
                if unit.pw[n].folded in ("in", "of", "among") and unit.pw[n].clause == unit.pw[j].clause
            ),
            None,
        )
        if opened is None:
            continue
        field: list[int] = []
        for n in range(opened + 1, min(len(unit.pw), opened + 5)):
            if unit.pw[n].clause != unit.pw[j].clause or (field and not unit.pw[n].content):
                break
            if unit.pw[n].content:
                field.append(n)
        noun = [n for n in range(j + 1, opened) if unit.pw[n].content]
        if (
            not field
            or any(w.kind == "number" for w in (unit.pw[n] for n in field))
            or not all(n in unit.back for n in noun)
        ):
            continue
        if any(n in unit.back or _child_has(unit, unit.pw[n]) for n in field):
            continue
        # Another field, or a genitive: "Tavaria's largest", "the country's first".
        rest = [w for w in unit.cw[i + 1 : i + 1 + FIELD_WORDS] if w.clause == unit.cw[i].clause]
        owned = [w for w in unit.cw[max(0, i - 3) : i] if w.folded == "s" or w.content]
        theirs = [w for w in unit.pw[max(0, j - 3) : j] if w.folded == "s" or w.content]
        if any(w.folded in ("in", "of", "among", "across") for w in rest) or len(owned) > len(theirs):
            continue
        parent, child = (
            (unit.pw[j].start, unit.pw[field[-1]].end),
            (unit.cw[i].start, (rest[0] if rest else unit.cw[i]).end),
        )
        yield Finding(
            "scope_changed", [child], [parent], became(sheet, parent, child, "The field of comparison is gone")
        )
        return


def _one_of(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """One of the largest told as the largest: "among its most visited works" -> "its most visited work"."""
    for j in range(len(unit.pw)):
        w = unit.pw[j]
        best = w.folded in ("most", "best", "worst") or (w.folded.endswith("est") and len(w.folded) > 5)
        if not best:
            continue
        opened = [x.folded for x in unit.pw[max(0, j - 3) : j] if x.sentence == w.sentence]
        if not ("among" in opened or (opened[:2] == ["one", "of"] or opened[1:3] == ["one", "of"])):
            continue
        after = next((n for n in range(j, min(len(unit.pw), j + 3)) if n in unit.back), None)
        if after is None:
            continue
        i = unit.back[after]
        near = [x.folded for x in unit.cw[max(0, i - 5) : i + 1] if x.sentence == unit.cw[i].sentence]
        if {"among", "one", "of"} & set(near[:-1]) or w.folded not in near:
            continue
        child, parent = (
            (unit.cw[max(0, i - 1)].start, unit.cw[i].end),
            (unit.pw[max(0, j - 2)].start, unit.pw[after].end),
        )
        why = became(sheet, parent, child, "One of several is told as the first of them")
        yield Finding("scope_changed", [child], [parent], why, "medium")
        return


def _child_has(unit: Unit, word: W) -> bool:
    """Whether the child's sentences have a word or one that stands for it."""
    return not unit.child_keys.isdisjoint((word.stem, *word.keys, *word.loose))


_COMPASS = word_set(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern upper lower inner outer"
)


def _regions(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A part of a region told as the region: "northern Europe" -> "Europe"."""
    for j, w in enumerate(unit.pw[:-1]):
        name = unit.pw[j + 1]
        i = unit.back.get(j + 1)
        if (
            w.folded not in _COMPASS
            or name.kind != "name"
            or i is None
            or j in unit.back
            or name.sentence != w.sentence
        ):
            continue
        if (
            sheet.parent.parts(w, name)
            or _child_has(unit, w)
            or (i and unit.cw[i - 1].content and not sheet.child.parts(unit.cw[i - 1], unit.cw[i]))
        ):
            continue
        child, parent = (unit.cw[i].start, unit.cw[i].end), (w.start, name.end)
        # It weighs where something is the first or the largest there; elsewhere the reader is only told less closely.
        ranked = any(_is_superlative(unit.pw, n) for n in range(max(0, j - FIELD_WORDS), j))
        why = became(sheet, parent, child, "A part is told as the whole")
        yield Finding("scope_changed", [child], [parent], why, None if ranked else "low")


# Adverbs that take something back. The first kind always does; the second before a verb or an adjective, and most where
# the sentence says that something did not happen ("not seriously hurt").
_PARTLY = word_set(
    "partly partially temporarily provisionally conditionally tentatively initially voluntarily only solely exclusively"
)
_GRADES = word_set(
    "seriously severely critically gravely badly fatally significantly substantially largely mainly mostly chiefly primarily "
    "publicly officially formally deliberately intentionally knowingly directly permanently immediately"
)


_ONLY = word_set("only solely exclusively")
_ALONE = _ONLY | word_set(
    "just alone limited restricted confined without other until before earliest nobody nothing none no except but merely purely sole single"
)


def _is_restricting(words: Sequence[W], at: int) -> bool:
    """Whether "only" restricts what follows and counts nothing: "only in adults", not "only three", "not only"."""
    before = words[at - 1].folded if at else ""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        before not in ("not", "the", "an", "if")
        and after is not None
        and after.folded in ("in", "for", "to", "by", "with", "on", "at", "after", "when", "if")
    ) or (
        # "Was tested on ferrets only."
        at > 1
        and words[at - 1].content
        and not words[at - 2].content
        and (after is None or after.clause != words[at].clause)
    )


def _adverbs(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """An adverb gone that took something back: "nobody was seriously hurt" -> "nobody was hurt"."""
    for j, w in enumerate(unit.pw):
        if w.folded not in _PARTLY | _GRADES or j in unit.back or (sheet.child.has(w) and w.folded not in _ONLY):
            continue
        if w.folded in _ONLY and ({x.folded for x in unit.cw} & _ALONE or not _is_restricting(unit.pw, j)):
            continue
        beside = [n for n in (j + 1, j + 2, j - 1) if 0 <= n < len(unit.pw) and n in unit.back and unit.pw[n].content]
        beside = [n for n in beside if unit.pw[n].clause == w.clause and same(unit.pw[n], unit.cw[unit.back[n]]) >= 2]
        if not beside:
            continue
        i = unit.back[beside[0]]
        if any(
            n not in unit.pairs and unit.cw[n].content and unit.cw[n].folded.endswith("ly")
            for n in range(max(0, i - 2), min(len(unit.cw), i + 3))
        ):
            continue
        denied = any(lexicon.is_a("negator", x.text) for x in unit.pw[max(0, j - 6) : j] if x.clause == w.clause)
        parent = min(w.start, unit.pw[beside[0]].start), max(w.end, unit.pw[beside[0]].end)
        child = unit.cw[i].start, unit.cw[i].end
        why = became(sheet, parent, child, "A qualifier is gone")
        yield Finding("qualifier_dropped", [child], [parent], why, None if denied or w.folded in _PARTLY else "low")


def _replaced(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """One word in the very place of another, whatever else the reports have: "called on all parties" -> "on the government"."""
    for i, c in enumerate(unit.cw[:-1]):
        if not c.content or c.kind != "word" or not i or len(c.folded) < 4 or is_past(c) or c.folded.endswith("ly"):
            continue
        left = next((n for n in range(i - 1, max(-1, i - 4), -1) if n in unit.pairs), None)
        if left is None or any(unit.cw[n].content for n in range(left + 1, i)) or unit.cw[left].sentence != c.sentence:
            continue
        j = next(
            (
                n
                for n in range(unit.pairs[left] + 1, min(len(unit.pw), unit.pairs[left] + 4))
                if unit.pw[n].content and unit.pw[n].folded not in _SCOPE
            ),
            None,
        )
        if (
            j is None
            or j in unit.back
            or (
                i in unit.pairs
                and unit.pw[unit.pairs[i]].sentence == unit.pw[j].sentence
                and abs(unit.pairs[i] - j) < FAR
            )
            or unit.pw[j].kind != "word"
            or unit.pw[j].sentence != unit.pw[unit.pairs[left]].sentence
        ):
            continue
        p = unit.pw[j]
        between = {w.folded for w in unit.cw[left + 1 : i]} & _PREPOSITIONS
        theirs = {w.folded for w in unit.pw[unit.pairs[left] + 1 : j]} & _PREPOSITIONS
        if (
            between != theirs
            or is_past(p)
            or (c.folded.endswith("ing") != p.folded.endswith("ing"))
            or p.folded.endswith("ly")
            or (not between and not (left == i - 1 and unit.cw[left].kind == "number") and not _governs(unit, left, i))
            or same(c, p)
            or lexicon.is_a("filler", c.text)
            or lexicon.is_a("filler", p.text)
        ):
            continue
        counted = unit.cw[left].kind == "number"
        if c.folded[:4] == p.folded[:4] or (not counted and (sheet.parent.in_figure(p) or sheet.child.in_figure(c))):
            continue
        # What follows must fit too: the same word, or the end of the clause on both sides.
        if not _ends_alike(unit, i, j):
            continue
        one, other = (unit.pw[unit.pairs[left]].start, p.end), (unit.cw[left].start, c.end)
        severity: Severity = "medium" if are_apart(sheet, c, p) else "low"
        yield Finding("term_changed", [other], [one], became(sheet, one, other, "Another term in its place"), severity)


def _governs(unit: Unit, verb: int, at: int) -> bool:
    """Whether a word is the object of the past verb before it, with nothing but an article between."""
    between = unit.cw[verb + 1 : at]
    return (
        is_past(unit.cw[verb])
        and is_past(unit.pw[unit.pairs[verb]])
        and len(between) < 3
        and not lexicon.is_a("cue", unit.cw[verb].text)
    )


FAR = 8  # words: a word of the child that answers one so far off in the sentence answers another mention


_PREPOSITIONS = word_set("of on in at to for from with by between among against about over under into through during")


def _ends_alike(unit: Unit, i: int, j: int) -> bool:
    last_c = i + 1 >= len(unit.cw) or unit.cw[i + 1].clause != unit.cw[i].clause
    last_p = j + 1 >= len(unit.pw) or unit.pw[j + 1].clause != unit.pw[j].clause
    if last_c and last_p:
        return True
    mine = next((n for n in range(i + 1, min(len(unit.cw), i + 6)) if unit.cw[n].content), None)
    theirs = next((n for n in range(j + 1, min(len(unit.pw), j + 6)) if unit.pw[n].content), None)
    if mine is not None and unit.pairs.get(mine) == theirs and theirs is not None:
        return True
    return not last_c and not last_p and unit.cw[i + 1].folded == unit.pw[j + 1].folded


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
    sure = len(run) > 1 and narrows and not any(is_past(unit.cw[i]) and not _is_adjective(unit.cw, i) for i in run)
    charged = any(unit.cw[i].folded in _CHARGED for i in run) and not gone
    yield Finding("unsupported_addition", [child], beside, why, "medium" if sure or charged else "low")


# Words that accuse: one of them alone is more than another way to say it.
_CHARGED = word_set(
    "stolen illegal illegally unlawful unlawfully corrupt fraudulent fraudulently disgraced secret secretly botched fake forged "
    "drunk drunken terrorist extremist reckless recklessly negligent deliberate deliberately intentional intentionally violent "
    "violently armed unprovoked bogus rigged looted smuggled dishonest notorious convicted"
)


def _is_adjective(words: Sequence[W], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].content and at > 0 and not words[at - 1].content


def _object(unit: Unit, i: int, j: int) -> tuple[int, int] | None:
    """The next word after both verbs that answers the other's."""
    for n in range(i + 1, min(len(unit.cw), i + 5)):
        if n in unit.pairs and 0 < unit.pairs[n] - j <= 5:
            return n, unit.pairs[n]
    return None


# How much a request binds, from asking to ordering.
_BINDS = {
    word: n
    for n, words in enumerate(
        (
            "ask asks asked asking request requests requested invite invites invited encourage encourages encouraged advise "
            "advises advised recommend recommends recommended suggest suggests suggested propose proposes proposed",
            "urge urges urged urging call calls called calling appeal appeals appealed press pressed plead pleaded",
            "demand demands demanded demanding insist insists insisted",
            "order orders ordered ordering command commands commanded compel compelled force forces forced",
        )
    )
    for word in words.split()
}


def _binding(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A request told as more or less binding than it was: "urged both sides" -> "demanded that both sides"."""
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        mine, theirs = _BINDS.get(c.folded), _BINDS.get(p.folded)
        if mine is None or theirs is None or mine == theirs or c.folded in ("called", "call", "calls", "force"):
            continue
        if p.folded in ("called", "call", "calls") and _after(unit.pw, j) not in ("on", "for", "upon"):
            continue
        what = "More binding than it was" if mine > theirs else "Less binding than it was"
        parent, child = (p.start, p.end), (c.start, c.end)
        severity = "medium" if abs(mine - theirs) > 1 and mine == 3 else "low"
        yield Finding("predicate_changed", [child], [parent], became(sheet, parent, child, what), severity)  # type: ignore[arg-type]


_FOR_NOW = word_set(
    "suspend suspends suspended suspending pause pauses paused pausing postpone postpones postponed postponing delay delays "
    "delayed freeze froze frozen shelve shelved interrupt interrupted adjourn adjourned"
)
_FOR_GOOD = word_set(
    "end ends ended ending cancel cancels cancelled canceled scrap scraps scrapped abandon abandons abandoned abolish abolished "
    "terminate terminated dropped axe axed quit close closed"
)


def _finality(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What was put off, told as over, or the reverse: "suspended a strike" -> "ended a strike"."""
    told = {w.folded for w in unit.cw}, {w.folded for w in unit.pw}
    for one, other, up in ((_FOR_NOW, _FOR_GOOD, True), (_FOR_GOOD, _FOR_NOW, False)):
        theirs = [n for n, w in enumerate(unit.pw) if w.folded in one]
        mine = [n for n, w in enumerate(unit.cw) if w.folded in other]
        if len(theirs) != 1 or len(mine) != 1 or told[0] & one or told[1] & other:
            continue
        i, j = mine[0], theirs[0]
        near = [n for n in range(i + 1, min(len(unit.cw), i + 5)) if unit.cw[n].content]
        kept = [n for n in near[:1] if n in unit.pairs and 0 < unit.pairs[n] - j <= 5]
        if not kept or any(
            lexicon.is_a("negator", w.text) for w in (*unit.cw[max(0, i - 4) : i], *unit.pw[max(0, j - 4) : j])
        ):
            continue
        child, parent = (unit.cw[i].start, unit.cw[kept[0]].end), (unit.pw[j].start, unit.pw[unit.pairs[kept[0]]].end)
        why = became(
            sheet, parent, child, "What was put off is told as over" if up else "What was over is told as put off"
        )
        yield Finding("predicate_changed", [child], [parent], why, "medium")


_DECLINING = word_set("declined declines refused refuses")
_SILENT = word_set("declined declines refused refuses comment silent unavailable not no without nothing")


def _declined(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Somebody who would not speak of a thing, told as having spoken of it: "declined to comment on" -> "criticised"."""
    if any(w.folded in _SILENT for w in unit.cw):
        return
    for j, w in enumerate(unit.pw[:-3]):
        if w.folded not in _DECLINING or not {x.folded for x in unit.pw[j + 1 : j + 3]} & {
            "comment",
            "discuss",
            "speak",
            "say",
        }:
            continue
        thing = next((n for n in range(j + 3, min(len(unit.pw), j + 7)) if n in unit.back and unit.pw[n].content), None)
        if thing is None or unit.pw[thing].sentence != w.sentence:
            continue
        i = unit.back[thing]
        verb = next((n for n in range(i - 1, max(-1, i - 4), -1) if unit.cw[n].content), None)
        if (
            verb is None
            or verb in unit.pairs
            or not is_past(unit.cw[verb])
            or unit.cw[verb].sentence != unit.cw[i].sentence
        ):
            continue
        child, parent = (unit.cw[verb].start, unit.cw[i].end), (w.start, unit.pw[thing].end)
        why = became(sheet, parent, child, "Who said nothing of it is told as having said something")
        yield Finding("polarity_changed", [child], [parent], why, "medium")
        return


def _after(words: Sequence[W], at: int) -> str:
    return words[at + 1].folded if at + 1 < len(words) else ""


_BLAMING = word_set("blamed blames blaming attributed attributes attributing cited cites citing")
_CAUSED = word_set("because due owing caused thanks result")


def _blamed(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A cause that somebody named, told as the cause: "a loss which it blamed on fuel costs" -> "a loss because of"."""
    if any(w.folded in _BLAMING or lexicon.is_a("cue", w.text) for w in unit.cw):
        return
    for i, w in enumerate(unit.cw):
        if w.folded not in _CAUSED:
            continue
        cause = [n for n in range(i + 1, min(len(unit.cw), i + 9)) if n in unit.pairs and unit.cw[n].content]
        if len(cause) < 2:
            continue
        first = min(unit.pairs[n] for n in cause)
        named = next((n for n in range(first - 1, max(-1, first - 7), -1) if unit.pw[n].folded in _BLAMING), None)
        if named is None or unit.pw[named].sentence != unit.pw[first].sentence:
            continue
        last = max(unit.pairs[n] for n in cause if unit.pw[unit.pairs[n]].sentence == unit.pw[named].sentence)
        child, parent = (
            (w.start, unit.cw[cause[-1]].end),
            (unit.pw[max(0, named - 1)].start, unit.pw[max(last, named)].end),
        )
        why = became(sheet, parent, child, "A cause that somebody named is told as the cause")
        yield Finding("attribution_lost", [child], [parent], why)
        return


# ---------------------------------------------------------------- links of cause

_CAUSES = word_set("because caused causing triggered triggering sparked sparking prompted prompting blamed therefore")
_DRIVING = word_set("strengthen strengthens strengthened fuel fuels fueled fuelled drive drives drove enable enables")


_LEADING = word_set("led leads leading resulted results resulting")
_PROTEST_OVER = word_set("over amid")


def _protests(unit: Unit, at: int) -> bool:
    """Whether "over" at cw[at] names what people quit or marched for."""
    return any(
        lexicon.is_a("protesting", w.text) for w in unit.cw[max(0, at - 6) : at] if w.sentence == unit.cw[at].sentence
    )


def _links(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    theirs = [w for w in unit.pw if lexicon.is_a("cause", w.text)]
    for i, w in enumerate(unit.cw):
        resulting = w.folded in ("result", "consequence") and i > 1 and unit.cw[i - 2].folded == "as"
        resulting = resulting or (
            w.folded in ("due", "owing", "thanks") and i + 1 < len(unit.cw) and unit.cw[i + 1].folded == "to"
        )
        leading = w.folded in _LEADING and i + 1 < len(unit.cw) and unit.cw[i + 1].folded in ("to", "in")
        leading = leading or (w.folded in _PROTEST_OVER and _protests(unit, i))
        resulting = resulting or (w.folded == "in" and [x.folded for x in unit.cw[i + 1 : i + 3]] == ["order", "to"])
        if (w.folded not in _CAUSES | _DRIVING and not resulting and not leading) or any(same(w, x) for x in theirs):
            continue
        if i in unit.pairs and same(w, unit.pw[unit.pairs[i]]) > 1:
            continue
        strict = resulting or leading or w.folded in _CAUSES
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
        # "Shortly after the blast" -> "as a result of the blast"; "because" for "after" is how news English goes on.
        followed = any(x.folded in ("after", "following", "when", "amid", "before") for x in between)
        joined = joined or (followed and strict)
        apart = abs(unit.pw[a].sentence - unit.pw[b].sentence)
        if b - a > 40 or apart > int(strict) or not (joined or apart):
            continue
        child = unit.cw[left[-1]].start, unit.cw[right[-1]].end
        parent = unit.pw[a].start, unit.pw[b].end
        why = became(sheet, parent, child, "One thing is now told as bringing about the other")
        # The reason often stands in a sentence of its own behind what it explains.
        sure = strict and not leading and not ((followed or apart) and w.folded == "because")
        yield Finding("link_added", [child], [parent], why, None if sure else "low")

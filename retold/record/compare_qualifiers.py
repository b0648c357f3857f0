"""Words that narrow or take something back, gone: "interim", "night-time", "seriously"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.comparing import Finding, Sheet, Unit, W, became, same
from retold.record.frames import is_past
from retold.record.lexicon import word_set

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
        ("former", "once ex formerly previously then used until predecessor past old been"),
        ("interim acting temporary provisional", "interim acting temporary temporarily provisional provisionally caretaker stand-in now until"),
        ("preliminary initial provisional draft", "preliminary initial provisional early first draft so far tentative"),
        ("alleged suspected", "may might could possible possibly maybe perhaps feared alleged allegedly suspected suspicion accused charged allegation allegations believed thought claims said"),
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


def find_qualifiers_gone(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A restricting word before a noun that the child keeps without it: "interim head coach" -> "head coach"."""
    for j, w in enumerate(unit.pw[:-1]):
        restricts = w.folded in _RESTRICTING
        if j in unit.back or sheet.child.has_word(w) or not (restricts or _modifies(unit, j)):
            continue
        if _restricted_otherwise(unit, w) or _in_initials(unit, j) or sheet.parent.parts(w, unit.pw[j + 1]):
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


def find_adverbs_gone(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
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


_LIMITING = word_set("under over aged below above older younger beyond earning")
_AGES = word_set(
    "young younger youth old older elderly age aged ages teenage teenagers teenager minors minor adult adults pensioners under over "
    "below above poor poorer rich richer small smaller large larger low lower high higher"
)


def find_ages_gone(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A figure that limits whom or what a noun means, gone: "in adults under 40" -> "in adults"."""
    for j, w in enumerate(unit.pw[:-2]):
        lead = unit.pw[j + 1]
        i = unit.back.get(j)
        if i is None or lead.folded not in _LIMITING or w.kind != "word" or not w.content or same(w, unit.cw[i]) < 2:
            continue
        figure = next((x for x in unit.pw[j + 2 : j + 5] if x.kind == "number" and x.sentence == w.sentence), None)
        if figure is None or is_past(w) or sheet.parent.parts(w, lead):
            continue
        told = any(same(figure, x) for x in sheet.child.all_words if x.kind == "number")
        # Another word of age or size, beside the noun's own, may be the limit in other words.
        near = (x.folded for n, x in enumerate(unit.cw) if n != i)
        if told or not _AGES.isdisjoint(near):
            continue
        child, parent = (unit.cw[i].start, unit.cw[i].end), (w.start, figure.end)
        why = became(sheet, parent, child, "What limits it is gone")
        yield Finding("qualifier_dropped", [child], [parent], why, "medium")
        return

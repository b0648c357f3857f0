"""Additions: whole sentences of the child that the parent does not have. News may be added; it is shown, low."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Sheet, content, shown

LEAST_WORDS = 4


def compare_additions(sheet: Sheet) -> Iterator[Finding]:
    """Sentences of the child that no sentence of the parent answers, and a headline turned otherwise."""
    for child, parent in sheet.alone:
        if parent:
            continue
        for at in child:
            sentence = sheet.child.sentences[at]
            if sentence.role in ("caption", "note"):
                continue
            words = content(sheet.child.words(at))
            new = [w for w in words if not sheet.parent.has(w)]
            if len(words) < LEAST_WORDS or len(new) < sheet.settings.record_new_sentence * len(words):
                continue
            place = sentence.start, sentence.end
            why = f"The parent has nothing of this: {shown(sheet.child.cut(place))}."
            yield Finding("unsupported_addition", [place], [], why, "low")
    yield from _headline(sheet)


def _headline(sheet: Sheet) -> Iterator[Finding]:
    for unit in sheet.units:
        mine = [n for n in unit.child_at if sheet.child.sentences[n].role == "headline"]
        theirs = [n for n in unit.parent_at if sheet.parent.sentences[n].role == "headline"]
        if not mine or not theirs:
            continue
        words, others = content(sheet.child.words(mine[0])), content(sheet.parent.words(theirs[0]))
        if len(words) < LEAST_WORDS or len(others) < LEAST_WORDS:
            continue
        kept = [i for i, w in enumerate(unit.cw) if w.content and w.sentence == mine[0] and i in unit.pairs]
        if len(kept) >= 0.5 * len(words):
            continue
        child = sheet.child.sentences[mine[0]]
        parent = sheet.parent.sentences[theirs[0]]
        places = (parent.start, parent.end), (child.start, child.end)
        why = (
            f"The headline turns to something else: {shown(sheet.parent.cut(places[0]))} in the parent, "
            f"{shown(sheet.child.cut(places[1]))} here."
        )
        yield Finding("headline_reframed", [places[1]], [places[0]], why)

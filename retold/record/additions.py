"""Additions: whole sentences of the child that the parent does not have. News may be added; it is shown, low."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Sheet, content, shown

LEAST_WORDS = 4


def compare_additions(sheet: Sheet) -> Iterator[Finding]:
    """Sentences of the child that no sentence of the parent answers."""
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

"""Sources run together: what two speakers said, told as the words of one."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Place, Said, Sheet, W, content, shown
from retold.record.speakers import is_speaker, same_name
from retold.words import fold, split_words, stem

LEAST_SHARED = (
    2  # content words of a statement that its retelling must have, and the other speaker's statement must not
)
LEAST_COVERED = 0.5  # share of them that it must have


def compare_sources(sheet: Sheet) -> Iterator[Finding]:
    """Statements of the child that hold what two speakers of the parent said, and name only one of them.

    Both of the parent's statements are rows of the child's sentence, each carries words that the other does not, and
    the second speaker is not in the sentence at all. "A ministry and its minister" are one source: `same_name`.
    """
    for said in sheet.child.statements:
        if not said.speaker or sheet.child.sentences[said.sentence].role == "headline":
            continue
        rows = sheet.parent_of.get(said.sentence, set())
        theirs = [x for x in sheet.parent.statements if x.sentence in rows and x.speaker]
        own = [x for x in theirs if _is_one(x, said)]
        others = [x for x in theirs if not _is_one(x, said) and not any(_is_one(x, o) for o in own)]
        if not own or not others:
            continue
        words = sheet.child.words_in(said.content)
        for other in others:
            if not _is_source(sheet, other) or _is_named(sheet, said.sentence, other):
                continue
            mine, foreign = _told(sheet, words, own, [other]), _told(sheet, words, [other], own)
            if not mine or not foreign:
                continue
            place: Place = min(w.start for w in foreign), max(w.end for w in foreign)
            hull = min(p[0] for p in other.content), max(p[1] for p in other.content)
            why = (
                f"Two speakers made one: in the parent {shown(', '.join(other.speaker))} says "
                f"{shown(sheet.parent.cut(hull))}; here {shown(', '.join(said.speaker))} says it all."
            )
            yield Finding("conflation", [place], [hull], why)
            break


def _is_one(left: Said, right: Said) -> bool:
    return any(same_name(a, b) for a in left.speaker for b in right.speaker)


def _is_source(sheet: Sheet, said: Said) -> bool:
    """Whether a speaker is somebody of his own: a pronoun may be the one before."""
    return all(is_speaker(sheet.parent, s) for s in said.speaker) and not said.cue.casefold().startswith("quot")


def _is_named(sheet: Sheet, at: int, said: Said) -> bool:
    have = {w.stem for w in sheet.child.words(at)}
    return any(stem(fold(w.text)) in have for s in said.speaker for w in split_words(s) if len(w.text) > 3)


def _told(sheet: Sheet, words: list[W], whose: list[Said], apart_from: list[Said]) -> list[W]:
    """The words of the child that come from some statements and from no others; none where too few do."""
    keys = frozenset(k for x in apart_from for w in content(sheet.parent.words_in(x.content)) for k in w.signs)
    only = [w for x in whose for w in content(sheet.parent.words_in(x.content)) if w.signs.isdisjoint(keys)]
    signs = frozenset(k for w in only for k in w.signs)
    met = [w for w in content(words) if not w.signs.isdisjoint(signs)]
    return met if len(met) >= LEAST_SHARED and len(met) >= LEAST_COVERED * len(only) else []

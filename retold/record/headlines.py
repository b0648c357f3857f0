"""Headlines: one that turns to something else, or tells as a fact what the parent only claims, hedges or denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.comparing import Finding, Place, Said, Sheet, W, content, is_kin, same, shown
from retold.record.denials import is_denial, names_denied
from retold.record.frames import frame
from retold.record.lexicon import word_set

LEAST_WORDS = 4  # content words of a headline that can turn to something else
CLAIM_WORDS = 3  # content words of a headline that can be told from a claim
CLAIM_SHARE = 0.6  # of a headline's words that a claim has; a guess, from invented headlines
NEGATED_WORDS = 3  # how far before a word its negator may stand: "not a peace", "no evidence of fraud"


def compare_headlines(sheet: Sheet) -> Iterator[Finding]:
    """Headlines reframed."""
    yield from _turned(sheet)
    for at, sentence in enumerate(sheet.child.sentences):
        if sentence.role == "headline":
            yield from _denied_words(sheet, at)
            yield from _claims(sheet, at)


def _turned(sheet: Sheet) -> Iterator[Finding]:
    """A headline that shares less than half of its words with the parent's."""
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


_DOUBTING = word_set(
    "could may might if unless fear fears feared claim claims claimed allege alleged allegedly accuse accused accuses suspect "
    "suspected suspects possible possibly perhaps whether rumor rumour rumors rumours believe believes believed risk"
)
_OPEN = word_set("say says said could may might would fear fears feared claim claims claimed alleged allegedly accused warn warns hope hopes urge urges "
    "seek seeks want wants call calls ask asks over amid deny denies denied after not no never if suspected plan plans")  # fmt: skip


def _denied_words(sheet: Sheet, at: int) -> Iterator[Finding]:
    """A noun of the headline that the parent has only under a negator: "This is a pause, not a peace" -> "agree peace"."""
    mine = sheet.child.words(at)
    if any(_denies(w) for w in mine):
        return
    for w in mine:
        if w.kind != "word" or not w.content or len(w.folded) < 4 or not _is_noun(w) or lexicon.is_a("filler", w.text):
            continue
        met = [x for x in sheet.parent.all_words if x.stem == w.stem]
        negators = [n for x in met if (n := _negator(sheet, x)) is not None]
        if not met or len(negators) < len(met):
            continue
        # Another word of the parent for the same thing would carry it.
        if any(x.content and x.stem != w.stem and same(w, x) and not is_kin(w, x) for x in sheet.parent.all_words):
            continue
        sentence = sheet.child.sentences[at]
        parent = negators[0].start, met[0].end
        why = (
            f"The headline tells what the parent denies: {shown(sheet.parent.cut(parent))} in the parent, "
            f"{shown(sheet.child.cut((sentence.start, sentence.end)))} here."
        )
        yield Finding("headline_reframed", [(sentence.start, sentence.end)], [parent], why, "medium")
        return


def _denies(w: W) -> bool:
    return lexicon.is_a("negator", w.text) or lexicon.is_a("negative", w.text)


def _is_noun(w: W) -> bool:
    return not w.folded.endswith(("ly", "ing", "ed"))


def _negator(sheet: Sheet, w: W) -> W | None:
    words = sheet.parent.words(w.sentence)
    at = words.index(w)
    before = [x for x in words[max(0, at - NEGATED_WORDS) : at] if x.clause == w.clause]
    return next((x for x in before if x.folded in ("no", "not", "without", "neither", "nor", "never")), None)


def _claims(sheet: Sheet, at: int) -> Iterator[Finding]:
    """A headline that tells as a fact what somebody claims and somebody denies, or says with a doubt."""
    mine = content(sheet.child.words(at))
    sentence = sheet.child.sentences[at]
    text = sheet.child.text[sentence.start : sentence.end]
    if (
        len(mine) < CLAIM_WORDS
        or any(c in text for c in '?"“”‘')
        or any(w.folded in _OPEN for w in sheet.child.words(at))
    ):
        return
    best: tuple[float, int, Said] | None = None
    for n, said in enumerate(sheet.parent.statements):
        share = _share(mine, content(sheet.parent.words_in(said.content)))
        if share >= CLAIM_SHARE and (best is None or share > best[0]) and not _names(sheet, said, mine):
            best = share, -n, said
    if best is None:
        return
    said = best[2]
    if _told_plainly(sheet, mine, said, best[0]):
        return
    doubt = _doubt(sheet, said)
    if doubt is None:
        return
    parents: list[Place] = sorted({*said.content[:1], doubt})
    why = (
        f"The headline tells as a fact what the parent puts in doubt: {shown(sheet.parent.cut(said.content[0]))} "
        f"({shown(sheet.parent.cut(doubt))}) in the parent, {shown(sheet.child.cut((sentence.start, sentence.end)))} here."
    )
    yield Finding("headline_reframed", [(sentence.start, sentence.end)], parents, why, "medium")


def _share(mine: Sequence[W], theirs: Sequence[W]) -> float:
    return sum(any(same(w, x) >= 1 for x in theirs) for w in mine) / len(mine)


def _names(sheet: Sheet, said: Said, mine: Sequence[W]) -> bool:
    """Whether the headline names the speaker: then it is told as his."""
    frame_words = [w for w in sheet.parent.words_in(said.frame[:1]) if w.content]
    return any(same(w, x) >= 2 for w in mine for x in frame_words)


def _told_plainly(sheet: Sheet, mine: Sequence[W], said: Said, share: float) -> bool:
    """Whether the parent's narrator tells it too, as much as the speaker does."""
    spoken = {s.sentence for s in sheet.parent.statements}
    for n in range(len(sheet.parent.sentences)):
        if n in spoken:
            continue
        words = content(sheet.parent.words(n))
        if _share(mine, words) >= share and not any(w.folded in _DOUBTING for w in sheet.parent.words(n)):
            return True
    return False


def _doubt(sheet: Sheet, said: Said) -> Place | None:
    """What puts a statement in doubt: a word in it or before it, or somebody who denies it right beside it."""
    for w in sheet.parent.words_in(said.content):
        if w.folded in _DOUBTING:
            return w.start, w.end
    words = sheet.parent.words(said.sentence)
    for n in range(len(words)):
        if is_denial(words, n):
            return names_denied(sheet.parent, words, n)
    for near in (said.sentence + 1, said.sentence + 2):
        if near >= len(sheet.parent.sentences):
            break
        others = sheet.parent.words(near)
        denied = next((n for n in range(min(len(others), 12)) if is_denial(others, n)), None)
        if denied is not None and not frame(sheet.parent, others, denied).negators:
            return sheet.parent.sentences[near].start, sheet.parent.sentences[near].end
    return None

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
    found = list(_turned(sheet))
    for at, sentence in enumerate(sheet.child.sentences):
        if sentence.role == "headline":
            mine = [*_denied_words(sheet, at), *_claims(sheet, at)]
            mine = mine or list(_unlimited(sheet, at))
            told = any(f.child == [(sentence.start, sentence.end)] for f in found)
            found += mine or ([] if told else list(_new_words(sheet, at)))
    yield from found


LIMITED_SHARE = 0.5  # of a headline's words that a sentence has which limits them
PLAINER = 0.1  # how much less of the headline a sentence without limits must have to count for nothing
LIMITED_WORDS = 6  # how far behind "may" or "rejects" what it limits may stand
_LIMITING = word_set(
    "may might could possible possibly perhaps alleged allegedly suspected feared reportedly claims claimed claim seeks seek considers "
    "considering weighs weighing mulls mulling urges urged proposes proposed hopes hope hints hint suggests suggest potential signs if "
    "unless until reject rejects rejected deny denies denied refuse refuses refused decline declines declined dismiss dismisses "
    "dismissed fail fails failed not no never avoid avoids avoided likely probably"
)


def _unlimited(sheet: Sheet, at: int) -> Iterator[Finding]:
    """A headline that tells as done what every sentence of the parent that has its words limits or denies."""
    words = sheet.child.words(at)
    mine = content(words)
    sentence = sheet.child.sentences[at]
    text = sheet.child.text[sentence.start : sentence.end]
    if len(mine) < CLAIM_WORDS or any(c in text for c in '?"“”‘'):
        return
    if any(w.folded in _LIMITING or w.folded in _OPEN or _denies(w) for w in words):
        return
    limits: list[tuple[float, int, Place]] = []
    plain = 0.0
    for n, theirs in enumerate(sheet.parent.sentences):
        if theirs.role not in ("headline", "lead", "body"):
            continue
        others = sheet.parent.words(n)
        share = _share(mine, content(others))
        if share < LIMITED_SHARE:
            continue
        place = _limit(sheet, mine, others)
        if place is None:
            plain = max(plain, share)
        else:
            limits.append((-share, n, place))
    if not limits or plain > -min(limits)[0] - PLAINER:
        return
    _, n, place = min(limits)
    child = sentence.start, sentence.end
    why = (
        f"The headline leaves out what limits it: {shown(sheet.parent.cut(place))} in the parent, "
        f"{shown(sheet.child.cut(child))} here."
    )
    yield Finding("headline_reframed", [child], [place], why, "medium")


def _limit(sheet: Sheet, mine: Sequence[W], others: Sequence[W]) -> Place | None:
    """Where a word that limits stands right before words of the headline."""
    for k, w in enumerate(others):
        if w.folded not in _LIMITING:
            continue
        behind = [x for x in others[k + 1 : k + 1 + LIMITED_WORDS] if x.content and x.clause == w.clause]
        met = [x for x in behind if any(same(x, y) >= 2 for y in mine)]
        if met and (len(met) > 1 or behind[0] is met[0]):
            return w.start, met[-1].end
    return None


def _new_words(sheet: Sheet, at: int) -> Iterator[Finding]:
    """A headline with a verb or a noun that nothing in the parent supports: "bows to", "poisoned"."""
    words = sheet.child.words(at)
    new = [
        w
        for w in words
        if w.content
        and w.kind == "word"
        and len(w.folded) > 3
        and not any(lexicon.is_a(name, w.text) for name in ("filler", "light", "cue", "generic_speaker", "negator"))
        and not sheet.parent.has(w)
    ]
    if not new or len(content(words)) < CLAIM_WORDS:
        return
    sentence = sheet.child.sentences[at]
    child = sentence.start, sentence.end
    why = (
        f"The headline has what nothing in the parent supports: {shown(sheet.child.cut((new[0].start, new[-1].end)))}."
    )
    yield Finding("headline_reframed", [child], [], why, "low")


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
_OPEN = word_set("threaten threatens threatened say says said could may might would fear fears feared claim claims claimed alleged allegedly accused warn warns hope hopes urge urges "
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

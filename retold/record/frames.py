"""The frame of a word: which modals, negators and auxiliaries stand before it, and how sure that makes it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from retold.record import lexicon
from retold.record.comparing import Side, W
from retold.record.lexicon import word_set
from retold.words import irregular

# The ladder, after what a report commits itself to: done > will > agreed > pledged > plans > would consider > may.
DONE, DOING, WILL, AGREED, PLEDGED, PLANNED, CONSIDERED, MAY = 8, 7, 6, 5, 4, 3, 2, 1

_RUNGS = {
    MAY: "may might could perhaps possibly possible maybe",
    CONSIDERED: "consider considers considered considering weigh weighs weighed weighing mull mulls mulled mulling study studies "
    "studied studying explore explores explored exploring examine examines examined examining contemplate contemplates "
    "contemplated contemplating ponder ponders pondered",
    PLANNED: "plan plans planned planning hope hopes hoped hoping intend intends intended intending intention aim aims aimed "
    "aiming want wants wanted wanting seek seeks sought seeking wish wishes wished expect expects expected expecting propose "
    "proposes proposed proposing try tries tried trying attempt attempts attempted attempting likely threaten threatens "
    "threatened threatening close near poised target targets targeted prepare prepares prepared preparing ready willing look looking hopeful",
    PLEDGED: "pledge pledges pledged pledging vow vows vowed vowing promise promises promised promising commit commits "
    "committed committing commitment undertake undertakes undertook offer offers offered offering swear swore",
    AGREED: "agree agrees agreed agreeing decide decides decided deciding resolve resolves resolved",
    WILL: "will shall would ll due set scheduled going",
}
RUNG = {word: rung for rung, words in _RUNGS.items() for word in words.split()}
# What obliges is on another ladder: "must pay" and "was ordered to pay" are left alone.
_OBLIGING = word_set(
    "must should ought need needs needed have-to require requires required urge urges urged call calls called calling ask "
    "asks asked demand demands demanded order orders ordered force forces forced can cannot able let help helps helped allow "
    "allows allowed tell tells told enable recommend recommends recommended suggest suggests suggested"
)
_AUX = word_set("has have had having is are was were be been being am do does did to s")
_NOW = word_set("is are am was were")
_PERFECT = word_set("has have had having was were been did")
_STEPS = word_set("a an the its his her their our that also it he she they we")
_NEGATORS = word_set(
    "not no never nobody none nothing without neither nor cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wouldnt "
    "couldnt shouldnt mustnt nt"
)
_REFUSING = word_set(
    "refuse refuses refused refusing decline declines declined declining fail fails failed failing deny denies denied denying "
    "reject rejects rejected rejecting avoid avoids avoided avoiding unable unwilling reluctant impossible"
)
# Words of the ladder that take a noun, or stand as adverbs: "plans a tax", "likely winner".
WITH_NOUN = word_set(
    "plan plans planned planning propose proposes proposed proposing seek seeks sought seeking want wants wanted likely target"
)
_NOUNS = word_set(
    "plan plans hope hopes aim aims target targets offer offers promise promises pledge pledges intention commitment bid attempt"
)
_PASSED = word_set("longer in at under on")
_MODALS = word_set("will would shall should may might could can must")
# "In talks to join", "an option to buy": nouns that weigh, where "to" follows.
_TALKS = word_set("talks negotiations discussions option chance bid proposal idea")
FRAME_WORDS = 7  # how far to the left of a word its frame may begin


class Frame(msgspec.Struct, frozen=True, gc=False, order=True):
    """The words before a word that say whether and how surely it happens."""

    rung: int | None
    negators: int
    refusing: int
    start: int  # text offset where the frame begins
    operators: tuple[str, ...]


_NOUN_ENDINGS = ("al", "ion", "ment", "ance", "ence", "or", "er", "ity", "ure", "ist")


# Irregular as verbs are, and none.
_PLURALS = word_set(
    "people men women children feet teeth mice geese lives wives knives wolves halves policemen policewomen firemen"
)


def is_past(word: W) -> bool:
    """Whether a word has the form of a simple past or a participle."""
    if word.folded.endswith("ed") and len(word.folded) > 3:
        return True
    base = irregular().get(word.folded) if word.folded not in _PLURALS else None
    if word.folded.endswith(_NOUN_ENDINGS):
        return False  # "proposal" is of the family of "propose", and no form of the verb
    return base is not None and not word.folded.endswith("s") and base != word.folded


def base(folded: str) -> str:
    """The base of a verb, where an irregular form or an ending shows it."""
    return irregular().get(folded, folded)


def is_present(words: Sequence[W], at: int, own: Frame) -> bool:
    """Whether a word is a bare present with its subject before it: "construction begins in 2033"."""
    word = words[at]
    if own.operators or own.rung is not None or not word.folded.endswith("s") or word.kind != "word" or not at:
        return False
    before, after = words[at - 1], words[at + 1] if at + 1 < len(words) else None
    told = after is not None and (not after.content or after.kind == "name")
    return before.content and before.sentence == word.sentence and told


def _is_bound(words: Sequence[W], at: int) -> bool:
    """Whether a negator opens a bound: "no earlier than", "not more than", "no fewer than"."""
    after = [w.folded for w in words[at + 1 : at + 3]]
    return len(after) == 2 and after[1] == "than" and (after[0].endswith("er") or after[0] in ("more", "less", "worse"))


def frame(side: Side, words: Sequence[W], at: int) -> Frame:
    """The frame of words[at]."""
    word = words[at]
    start = word.start
    operators: list[str] = []
    negators = refusing = 0
    steps = 0
    for n in range(at - 1, max(-1, at - 1 - FRAME_WORDS), -1):
        w = words[n]
        if w.sentence != word.sentence or any(c in ',;:—"“”()!?' for c in side.text[w.end : words[n + 1].start]):
            break
        f = w.folded
        if operators and operators[-1] in _MODALS and f not in _AUX and f not in _NEGATORS:
            break  # "the plans would offer": what stands before a modal is its subject
        if f == "considered" and n and words[n - 1].folded in ("is", "are", "was", "were", "be", "been"):
            break  # "is considered safe" weighs nothing
        if f in _NOUNS and operators and operators[-1] in _AUX and operators[-1] not in ("to", "be", "been"):
            break  # "the plan was approved": the noun is its subject
        governs = not operators or operators[-1] not in ("to", "be", "been")
        if f in RUNG and RUNG[f] in (PLANNED, PLEDGED, AGREED) and governs and f not in WITH_NOUN:
            break  # "threatens safety" threatens; it does not plan
        if "to" in operators and not any(o in RUNG for o in operators) and _is_dated(words, n):
            continue  # "agreed on Thursday to buy": when it was agreed stands between
        if f == "whether" and "to" in operators and not any(o in RUNG for o in operators):
            operators.append("considering")  # "looking into whether to lengthen", "is to decide whether to"
            start = w.start
            break
        if f in RUNG or f in _OBLIGING or f in _AUX:
            operators.append(f)
        elif f in _PASSED and n and (words[n - 1].folded in _NEGATORS or words[n - 1].folded == "longer"):
            continue  # "no longer in danger"
        elif f == "yet" and operators and operators[-1] == "to":
            negators += 1
        elif f in _TALKS and operators and operators[-1] == "to":
            operators.append("considering")
        elif f in _NEGATORS:
            if _is_bound(words, n):
                break  # "no earlier than January" says when, and denies nothing
            negators += 1
        elif operators and operators[-1] == "to" and n and words[n - 1].folded == "too":
            negators += 1  # "too early to speak of a breakthrough"
        elif f in _REFUSING:
            refusing += 1
            operators.append("refuse")
        elif f in _STEPS and f not in ("it", "he", "she", "they", "we"):
            steps += 1
            if steps > 2:
                break
            continue
        elif f.endswith("ly") and w.kind != "name":
            if f in ("likely", "possibly"):
                operators.append(f)
            continue
        elif lexicon.is_a("filler", w.text):
            continue
        else:
            break
        start = w.start
    return Frame(_rung(word, operators), negators, refusing, start, tuple(reversed(operators)))


_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year night morning"
)


def _is_dated(words: Sequence[W], at: int) -> bool:
    """Whether words[at] is of "on Thursday", "last week", "earlier today"."""
    w = words[at]
    if w.folded in _DAYS:
        return True
    follows = words[at + 1].folded if at + 1 < len(words) else ""
    return w.folded in ("on", "last", "this", "late", "early", "earlier", "in") and follows in _DAYS | {"last", "this"}


def _rung(word: W, operators: Sequence[str]) -> int | None:
    if any(o in _OBLIGING for o in operators):
        return None
    rungs = [RUNG[o] for o in operators if o in RUNG]
    if rungs:
        return min(rungs)
    if "to" in operators or operators[-1:] == ["be"]:
        return None  # "demanded that the border be opened"
    if word.folded.endswith("ing") and any(o in _NOW for o in operators):
        return DOING
    if any(o in _PERFECT for o in operators) and (is_past(word) or word.folded in SAME_FORM):
        return DONE
    if is_past(word):
        return DONE
    return None


# Verbs whose past is their base: only an auxiliary tells.
SAME_FORM = word_set("set cut put hit let shut cost hurt spread split quit read bet cast burst come become run")

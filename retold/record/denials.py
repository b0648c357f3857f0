"""Denials: that somebody disputes what the parent reports, and whether the child still says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record.comparing import Finding, Place, Sheet, Side, W, content, same, shown
from retold.record.lexicon import word_set

_DENYING = word_set(
    "deny denies denied denying denial denials dispute disputes disputed disputing refute refutes refuted refuting rebut "
    "rebuts rebutted contest contests contested"
)
_REJECTING = word_set("reject rejects rejected rejecting dismiss dismisses dismissed dismissing")
_CHARGES = word_set(
    "claim claims accusation accusations allegation allegations charge charges suggestion suggestions report reports criticism "
    "assertion assertions complaint complaints"
)
_BLAMING = word_set("blamed blame blames accused accuse accuses accusing blaming")
_EACH = word_set("each both other another")
# A child that has one of these beside the same names says itself that the matter is disputed.
_TOLD = (
    _DENYING | _REJECTING | word_set("insist insists insisted untrue false baseless unfounded groundless innocent innocence plead pleads pleaded defended disagree disagreed counter countered")
)  # fmt: skip
_COURTS = word_set(
    "court courts judge judges jury tribunal justice magistrate ruling verdict appeal appeals insurer insurers"
)
CHARGE_WORDS = 6  # how far from "rejects" the claim may stand


_UNTRUE = word_set(
    "untrue false baseless unfounded groundless nonsense absurd ridiculous misleading lie lies fabrication invented wrong"
)
_CALLING = word_set("call calls called calling describe describes described describing as")


def is_denial(words: Sequence[W], at: int) -> bool:
    """Whether words[at] is a verb or noun by which somebody disputes something."""
    w = words[at]
    if w.folded in _UNTRUE:
        return any(x.folded in _CALLING and x.sentence == w.sentence for x in words[max(0, at - 5) : at])
    if w.folded in _DENYING:
        return True
    near = [x for x in words[max(0, at - CHARGE_WORDS) : at + CHARGE_WORDS + 1] if x.sentence == w.sentence]
    if w.folded in _REJECTING:
        # A court that rejects a claim decides it.
        judged = any(x.folded in _COURTS for x in words if x.sentence == w.sentence)
        return not judged and any(
            x.folded in _CHARGES and not (n + 1 < len(near) and near[n + 1].folded in ("for", "to", "against"))
            for n, x in enumerate(near)
        )
    return w.folded in _BLAMING and sum(x.folded in _EACH for x in near) >= (
        2 if "both" not in [x.folded for x in near] else 1
    )


def names_denied(side: Side, words: Sequence[W], at: int) -> Place:
    """The clause of a denial: from the comma before it to the stop after it."""
    first = at
    while first and not side.parts(words[first - 1], words[first]) and at - first < 14:
        first -= 1
    last = at
    while last + 1 < len(words) and not side.parts(words[last], words[last + 1]) and last - at < 20:
        last += 1
    return words[first].start, words[last].end


def _pleads(words: Sequence[W], at: int) -> bool:
    """Whether words[at] is of "pleaded not guilty", "did nothing wrong", "had no part in", "made up", "there is nothing in it"."""
    w, before = words[at], words[at - 1].folded if at else ""
    return (
        (w.folded == "guilty" and before == "not")
        or (w.folded == "wrong" and before == "nothing")
        or (w.folded in _NO_PART and before in ("no", "any"))
        or (w.folded == "up" and before == "made")
        or (before == "nothing" and [x.folded for x in words[at : at + 2]] in (["in", "it"], ["to", "it"]))
    )


_NO_PART = word_set("part role knowledge wrongdoing involvement truth hand guilt link links connection")
_HE = word_set("he she they it")


def _answers(sheet: Sheet, told: int, denied: int, about: Sequence[W]) -> bool:
    """Whether a sentence of the child that denies something may deny what one of the parent denies.

    It has a word of what is denied, or says "he" for who denies it where the parent's sentence, or one beside it, is retold.
    """
    words = sheet.child.words(told)
    if not words:
        return False
    if any(same(w, x) >= 1 for x in content(words) for w in about):
        return True
    near = {m for n in (denied - 1, denied, denied + 1) for m in sheet.child_of.get(n, ())}
    # "It is all made up", "there is nothing in it".
    pointing = words[0].folded in _HE or any(w.folded == "it" and w.sentence == words[0].sentence for w in words[:6])
    return bool(near & {told - 1, told, told + 1}) and pointing


def find_denials(sheet: Sheet) -> dict[int, Place]:
    """Sentence of the parent -> the place of a denial that the child does not have, where it keeps what is denied."""
    told = [
        n
        for n in range(len(sheet.child.sentences))
        if any(
            w.folded in _TOLD or is_denial(words, k) or _pleads(words, k)
            for words in (sheet.child.words(n),)
            for k, w in enumerate(words)
        )
    ]
    found: dict[int, Place] = {}
    for n in range(len(sheet.parent.sentences)):
        if sheet.parent.sentences[n].role not in ("lead", "body"):
            continue
        words = sheet.parent.words(n)
        at = next((k for k in range(len(words)) if is_denial(words, k)), None)
        if at is None or (n not in sheet.child_of and not {n - 1, n + 1} & set(sheet.child_of)):
            continue
        clause = names_denied(sheet.parent, words, at)
        short = (clause[1] - clause[0]) < 0.6 * (sheet.parent.sentences[n].end - sheet.parent.sentences[n].start)
        if short and n not in sheet.child_of:
            continue
        place = clause if short else (sheet.parent.sentences[n].start, sheet.parent.sentences[n].end)
        about = [w for w in content(words) if place[0] <= w.start < place[1] and w.folded not in _DENYING]
        if any(_answers(sheet, m, n, about) for m in told) or (told and not about):
            continue
        # Told in other words where a sentence that answers it has a negator the parent's other sentences do not.
        if n in sheet.child_of and not short:
            continue
        found[n] = place
    return found


def compare_denials(sheet: Sheet) -> Iterator[Finding]:
    """Denials dropped."""
    for _, place in sorted(find_denials(sheet).items()):
        why = f"That it is disputed is not in this report: {shown(sheet.parent.cut(place), 160)}."
        yield Finding("statement_dropped", [], [place], why, "medium")

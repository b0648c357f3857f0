"""How surely something happens: the rung of the same word on the ladder of modality; hedges and conditions lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from retold.record import lexicon
from retold.record.comparing import Finding, Place, Sheet, Side, Unit, W, became, content, same, shown
from retold.record.frames import (
    AGREED,
    CONSIDERED,
    DONE,
    PLANNED,
    RUNG,
    SAME_FORM,
    WILL,
    WITH_NOUN,
    Frame,
    base,
    frame,
    is_past,
    is_present,
)
from retold.record.lexicon import word_set
from retold.words import stem


def compare_modality(sheet: Sheet) -> Iterator[Finding]:
    """Modality raised or lowered, conditions and hedging words dropped or added."""
    for unit in sheet.units:
        if not unit.headline:
            yield from _ladder(sheet, unit)
            yield from _nouns(sheet, unit)
            yield from _doubts(sheet, unit)
            yield from _conditions(sheet, unit)
            yield from _open_questions(sheet, unit)
            yield from _signs(sheet, unit)
            yield from _asked(sheet, unit)
            yield from _may_be(sheet, unit)
        yield from _hedges(sheet, unit)


def _ladder(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    best: dict[tuple[Place, Place], tuple[int, Finding]] = {}
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if c.kind == "number" or same(c, p) < 2 or c.folded.endswith(("er", "est")) != p.folded.endswith(("er", "est")):
            continue
        one, other = frame(sheet.parent, unit.pw, j), frame(sheet.child, unit.cw, i)
        own = one, other
        if (one.rung is None and other.rung is None) or (one.rung is None and other.operators) or one.operators == ():
            one, other = _of_object(sheet.parent, unit.pw, j, one), _of_object(sheet.child, unit.cw, i, other)
        planned = one.rung is not None and one.rung < WILL and is_present(unit.cw, i, other)
        if planned or (one.rung is not None and one.rung <= PLANNED and _is_told_plainly(unit, i, j, one, other)):
            other = msgspec.structs.replace(other, rung=WILL)
        if (
            one.rung is not None
            and one.rung <= AGREED
            and "to" in one.operators
            and other.rung is None
            and _is_done(sheet, unit.cw, i, other)
        ):
            other = msgspec.structs.replace(other, rung=DONE)
        if one.rung is not None and one.rung <= PLANNED and other.rung is None and _is_caused(unit.cw, i):
            other = msgspec.structs.replace(other, rung=DONE)
        if one.rung is not None and one.rung <= CONSIDERED and other.operators in _IS_TO:
            other = msgspec.structs.replace(other, rung=WILL)  # "is considering resigning" -> "is to resign"
        if one.rung is None or other.rung is None or one.rung == other.rung:
            continue
        # "As strong as", "something he could understand": how much, and what he is able to.
        if (i and unit.cw[i - 1].folded in _DEGREES) or base(c.folded) in _MENTAL:
            continue
        if min(one.rung, other.rung) >= DONE or one.negators or other.negators or one.refusing or other.refusing:
            continue
        # Direct speech made indirect shifts tenses; only the ladder below "will" still speaks.
        turned = sheet.child.in_quotes((c.start, c.end)) != sheet.parent.in_quotes((p.start, p.end))
        if turned and max(one.rung, other.rung) >= DONE and min(one.rung, other.rung) >= WILL:
            continue
        step = other.rung - one.rung
        places = (one.start, p.end), (other.start, c.end)
        up = step > 0
        what = "Surer than it was" if up else "Less sure than it was"
        # What is read off the verb before a noun is less sure where it lowers: "a proposal", "will examine the proposal".
        vague = not up and (own != (one, other) or sheet.child.text.startswith("whether", other.start))
        severity = "low" if abs(step) < 2 or vague else None
        finding = Finding(
            "modality_strengthened" if up else "modality_weakened",
            [places[1]],
            [places[0]],
            became(sheet, places[0], places[1], what),
            severity,  # type: ignore[arg-type]
        )
        key = (one.start, one.start), (other.start, other.start)
        if key not in best or best[key][0] < abs(step):
            best[key] = (abs(step), finding)
    for _, finding in best.values():
        yield finding


_IS_TO = tuple((be, "to") for be in ("is", "are", "was", "were"))
_DEGREES = word_set("as so very too how most more less rather quite")
_MENTAL = word_set("understand see hear feel remember believe know imagine afford")


def _is_done(sheet: Sheet, words: list[W], at: int, own: Frame) -> bool:
    """Whether a verb whose past is its base stands bare behind its subject: "the company cut bonuses"."""
    w = words[at]
    if w.folded not in SAME_FORM or own.operators or own.negators or not at or words[at - 1].sentence != w.sentence:
        return False
    before = words[at - 1]
    return (
        before.content
        and before.kind in ("word", "name")
        and not before.folded.endswith("s")
        and not sheet.child.parts(before, w)
    )


_CAUSATIVE = word_set("made caused let forced sent left")


def _is_caused(words: list[W], at: int) -> bool:
    """Whether something made it happen: "may have slipped" -> "a gust made the rope slip"."""
    w = words[at]
    return w.kind == "word" and any(
        x.folded in _CAUSATIVE and x.clause == w.clause and x.sentence == w.sentence for x in words[max(0, at - 4) : at]
    )


def _is_told_plainly(unit: Unit, i: int, j: int, one: Frame, other: Frame) -> bool:
    """Whether "may endanger" is "endanger" here: the same form of the verb with its subject right before it."""
    word = unit.cw[i]
    singular = word.folded in (unit.pw[j].folded + "s", unit.pw[j].folded + "es")
    if other.operators or other.rung is not None or other.negators or not i:
        return False
    if word.folded != unit.pw[j].folded and not singular:
        return False
    if not one.operators or one.operators[-1] not in ("may", "might", "could", "can") or word.kind != "word":
        return False
    if not j or (unit.pw[j - 1].content and not unit.pw[j - 1].folded.endswith("ly")):
        return False  # "could include music" makes no verb of "music"
    before = unit.cw[i - 1]
    follows = i + 1 < len(unit.cw) and unit.cw[i + 1].sentence == word.sentence
    plural = before.content and (before.folded.endswith("s") or singular) and before.sentence == word.sentence
    if singular and before.folded in ("he", "she", "it"):
        return follows
    return follows and (plural or before.folded in ("they", "we", "i", "you", "which", "that", "who"))


_ASKED = word_set(
    "application apply applied applies applying request requested requests proposal propose proposed proposes bid recommend "
    "recommended recommendation recommends plan planned plans call calls called seek sought seeking motion draft consider "
    "considering considered weigh weighing mulling push talks"
)
_NOMINAL = {
    "approval": "approve", "appointment": "appoint", "closure": "close", "merger": "merge", "sale": "sell",
    "purchase": "buy", "withdrawal": "withdraw", "extension": "extend", "expansion": "expand", "suspension": "suspend",
    "removal": "remove", "demolition": "demolish", "dismissal": "dismiss", "resignation": "resign", "abolition": "abolish",
    "introduction": "introduce", "construction": "build", "reduction": "reduce", "increase": "increase", "ban": "ban",
    "release": "release", "adoption": "adopt", "election": "elect", "takeover": "take", "acquisition": "acquire",
    "deployment": "deploy", "investigation": "investigate", "ratification": "ratify", "postponement": "postpone",
    "cancellation": "cancel", "relocation": "relocate", "evacuation": "evacuate", "extradition": "extradite",
}  # fmt: skip


def _nouns(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What was asked for or planned under the noun of a deed, told as the deed: "applied for approval" -> "approved"."""
    for j, w in enumerate(unit.pw):
        verb = _NOMINAL.get(w.folded)
        if verb is None:
            continue
        asked = [
            n for n in range(max(0, j - 5), j) if unit.pw[n].folded in _ASKED and unit.pw[n].sentence == w.sentence
        ]
        if not asked or any(x.folded in _ASKED or x.folded == w.folded for x in unit.cw):
            continue
        for i, c in enumerate(unit.cw):
            if stem(base(c.folded)) != stem(verb):
                continue
            told = frame(sheet.child, unit.cw, i)
            around = sum(n in unit.pairs for n in range(max(0, i - 5), min(len(unit.cw), i + 6)) if n != i)
            if told.rung is None or told.rung < WILL or told.negators or told.refusing or around < 2:
                continue
            parent, child = (unit.pw[asked[0]].start, w.end), (told.start, c.end)
            why = became(sheet, parent, child, "Surer than it was")
            yield Finding("modality_strengthened", [child], [parent], why)
            return


_CONDITIONS = word_set("if unless once provided providing assuming contingent conditional subject pending depending")
_HANGING = frozenset({"depends on", "depend on", "hinges on", "hinge on", "dependent on"})
_PHRASES = frozenset(
    {
        "as long as",
        "so long as",
        "in exchange for",
        "in return for",
        "on condition that",
        "in the event",
        "on the proviso",
        "with the proviso",
        "in case of",
    }
)
_AFTER_CUE = word_set(
    "ask asks asked know knows knew see sees saw wonder wondered check checked determine say says said"
)


def _of_object(side: Side, words: list[W], at: int, own: Frame) -> Frame:
    """The frame of the verb whose object words[at] is: "is considering a special tax", "will introduce a new tax"."""
    if own.rung is not None or words[at].kind == "name":
        return own
    n, stepped = at - 1, False
    while n >= 0 and at - n <= 4 and words[n].sentence == words[at].sentence and words[n].clause == words[at].clause:
        w = words[n]
        if w.folded in ("a", "an", "the", "its", "their", "his", "her"):
            stepped = True
        elif stepped:
            # The verb before the determiner: one that weighs or plans says so itself, any other by its frame.
            if RUNG.get(w.folded) == CONSIDERED or w.folded in WITH_NOUN:
                outer = frame(side, words, n)
                return msgspec.structs.replace(outer, rung=RUNG[w.folded], start=min(outer.start, w.start))
            return frame(side, words, n) if w.content else own
        elif not w.content:
            return own
        n -= 1
    return own


_DOUBTS = word_set(
    "hope hopes hoped hoping fear fears feared suspect suspects suspected suspecting doubt doubts doubted guess wonder wonders "
    "speculate speculates speculated believe believes believed believing think thinks thought assume assumes assumed presume "
    "presumes presumed reckon reckons reckoned appear appears appeared appearing seem seems seemed seeming reported rumored "
    "rumoured understood suggest suggests suggested suggesting indicate indicates indicated indicating"
)
_SHOWING = word_set("show shows showed shown find finds found reveal reveals revealed point points suggestion evidence")
# These doubt only where "to" or "that" follows: "is reported to have left", not "reported a loss" or "appeared in court".
_WITH_TO = word_set("appear appears appeared appearing seem seems seemed seeming reported rumored rumoured understood")


def _is_bare(unit: Unit, n: int) -> bool:
    """Whether "appear to support" is "e-mails that support": the same form, and nothing of a frame before it."""
    i = unit.back[n]
    before = unit.cw[i - 1].folded if i else ""
    return (
        n > 0
        and unit.pw[n - 1].folded == "to"
        and unit.cw[i].folded == unit.pw[n].folded
        and (before in ("that", "which", "who", "they") or (i > 0 and unit.cw[i - 1].content and before.endswith("s")))
    )


HOPED_WORDS = 10  # how far behind "hopes" the verb of what is hoped may stand


def _is_parted(side: Side, words: list[W], left: int, right: int) -> bool:
    return any(side.parts(words[n], words[n + 1]) for n in range(left, right))


def _is_sure(sheet: Sheet, words: list[W], at: int) -> bool:
    """Whether a verb is told as a fact: past, perfect, future, or a bare present behind its subject."""
    own = frame(sheet.child, words, at)
    if words[at].kind != "word" or own.negators or own.refusing or _is_attribute(words, at):
        return False
    return (own.rung or 0) >= WILL or own.operators in (("is",), ("are",), ("was",), ("were",))


def _is_attribute(words: list[W], at: int) -> bool:
    """Whether a word belongs to a noun: "a broken sewer", "400 jobs"."""
    before = words[at - 1] if at else None
    if before is None or before.sentence != words[at].sentence:
        return False
    return before.kind == "number" or before.folded in (
        "a",
        "an",
        "the",
        "its",
        "their",
        "his",
        "her",
        "of",
        "with",
        "by",
    )


def _is_believers(unit: Unit, at: int) -> bool:
    """Whether the child says that they who believe it say it: "analysts think prices will fall" -> "..., analysts said"."""
    who = next((n for n in range(at - 1, max(-1, at - 4), -1) if unit.pw[n].content), None)
    if who is None or who not in unit.back or unit.pw[who].sentence != unit.pw[at].sentence:
        return False
    mine = unit.back[who]
    return any(lexicon.is_a("cue", w.text) for w in unit.cw[max(0, mine - 3) : mine + 4])


def _doubts(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What somebody hoped, feared or suspected, told as a fact: "the council hopes the bridge will open"."""
    if any(w.folded in _DOUBTS | _HEDGING | _HEDGES for w in unit.cw):
        return
    for j, w in enumerate(unit.pw):
        if w.folded not in _DOUBTS or (j in unit.back and w.stem == unit.cw[unit.back[j]].stem):
            continue
        # "Suspected cases": a participle before a noun is a hedge, and told as one.
        if w.folded in ("suspected", "feared", "hoped") and j + 1 < len(unit.pw) and unit.pw[j + 1].content:
            continue
        if w.folded.startswith(("suggest", "indicat")) and any(x.folded in _SHOWING for x in unit.cw):
            continue  # "tests show" for "tests suggest" is how news English goes on
        if w.folded in _WITH_TO and not any(x.folded in ("to", "that") for x in unit.pw[j + 1 : j + 3]):
            continue
        inside = [n for n in range(j + 1, len(unit.pw)) if n in unit.back and unit.pw[n].sentence == w.sentence]
        sure = [
            n
            for n in inside[:6]
            if _is_sure(sheet, unit.cw, unit.back[n])
            or _is_bare(unit, n)
            or (
                n
                and unit.pw[n - 1].folded == "to"
                and unit.cw[unit.back[n]].folded in (unit.pw[n].folded + "s", unit.pw[n].folded + "es")
            )
        ]
        sure = [n for n in sure if n - j <= HOPED_WORDS and not _is_parted(sheet.parent, unit.pw, j, n)]
        if len(inside) < 2 or not sure or _is_believers(unit, j):
            continue
        verb = sure[0]
        other = frame(sheet.child, unit.cw, unit.back[verb])
        child, parent = (other.start, unit.cw[unit.back[verb]].end), (w.start, unit.pw[verb].end)
        why = became(sheet, parent, child, "Surer than it was")
        yield Finding("modality_strengthened", [child], [parent], why, "medium")
        return


_OPEN = word_set(
    "say saying said know known knows clear unclear unknown disclose disclosed comment decide decided determine determined confirm "
    "confirmed rule tell told seen sure certain consider considering discuss discussed study studying examine examining ask asked "
    "question asking examines investigate investigating debate debated"
)


def _open_questions(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What the parent leaves open, told as settled: "declined to say whether the mine would reopen" -> "will reopen"."""
    if any(w.folded in ("whether", "if") or w.folded in _HEDGING | _DOUBTS for w in unit.cw):
        return
    for j, w in enumerate(unit.pw):
        if w.folded not in ("whether", "if") or not j or (w.folded == "if" and unit.pw[j - 1].folded not in _OPEN):
            continue
        inside = [
            n
            for n in range(j + 1, min(len(unit.pw), j + 12))
            if n in unit.back and unit.pw[n].sentence == w.sentence and same(unit.pw[n], unit.cw[unit.back[n]]) > 1
        ]
        verbs = [n for n in inside if unit.pw[n].kind == "word" and _is_sure(sheet, unit.cw, unit.back[n])]
        if len(inside) < 2 or not verbs:
            continue
        at = unit.back[verbs[0]]
        other = frame(sheet.child, unit.cw, at)
        child, parent = (other.start, unit.cw[at].end), (unit.pw[j - 1].start, unit.pw[verbs[0]].end)
        why = became(sheet, parent, child, "What was left open is told as settled")
        yield Finding("modality_strengthened", [child], [parent], why)
        return


# Who asks for a thing has not got it: "urged members to vote", "asked the court to lift".
_ASKING = word_set(
    "call calls called calling urge urges urged urging ask asks asked asking tell tells told order orders ordered ordering "
    "invite invites invited advise advises advised encourage encourages encouraged demand demands demanded request requests "
    "requested want wants wanted instruct instructs instructed press presses pressed beg begged warn warns warned appeal appeals "
    "appealed plead pleaded require requires required expect expects expected"
)
ASKED_WORDS = 8  # how far before "to" the asking may stand: who is asked stands between


def _asked(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What somebody was asked to do, told as done: "called on its members to vote" -> "members have voted"."""
    if any(w.folded in _ASKING for w in unit.cw):
        return
    for j, w in enumerate(unit.pw):
        i = unit.back.get(j)
        if i is None or not j or unit.pw[j - 1].folded != "to" or w.kind != "word" or same(unit.cw[i], w) < 2:
            continue
        own = frame(sheet.child, unit.cw, i)
        if own.rung is None or own.rung < WILL or own.negators or own.refusing or "to" in own.operators:
            continue
        if i and unit.cw[i - 1].folded in _DEGREES:
            continue  # "as strong as"
        asked = None
        for n in range(j - 2, max(-1, j - 2 - ASKED_WORDS), -1):
            if unit.pw[n].sentence != w.sentence or sheet.parent.parts(unit.pw[n], unit.pw[n + 1]):
                break
            if unit.pw[n].folded in _ASKING:
                # "Pleaded guilty to stabbing" asks for nothing.
                asked = None if unit.pw[n + 1].folded in ("guilty", "not", "innocent") else n
                break
            if unit.pw[n].folded in ("to", "that", "by") or is_past(unit.pw[n]):
                break
        if asked is None or asked in unit.back:
            continue
        child, parent = (own.start, unit.cw[i].end), (unit.pw[asked].start, w.end)
        why = became(sheet, parent, child, "What was asked for is told as done")
        yield Finding("modality_strengthened", [child], [parent], why)
        return


_DOUBTFUL = word_set(
    "may might could possibly perhaps possible maybe can would likely probably appear appears suspected"
)


def _may_be(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """What may be a thing, told as the thing: "what may be water vapour" -> "water vapour"."""
    if any(w.folded in _DOUBTFUL | _HEDGES | _HEDGING | _DOUBTS for w in unit.cw):
        return
    for j, w in enumerate(unit.pw[:-2]):
        if w.folded not in ("may", "might", "could") or unit.pw[j + 1].folded != "be":
            continue
        noun = next((n for n in range(j + 2, min(len(unit.pw), j + 6)) if unit.pw[n].content), None)
        if noun is None or noun not in unit.back or unit.pw[noun].sentence != w.sentence:
            continue
        i = unit.back[noun]
        if same(unit.cw[i], unit.pw[noun]) < 2 or is_past(unit.pw[noun]) or unit.pw[noun].folded.endswith("ing"):
            continue
        child, parent = (unit.cw[i].start, unit.cw[i].end), (w.start, unit.pw[noun].end)
        why = became(sheet, parent, child, "Surer than it was")
        yield Finding("modality_strengthened", [child], [parent], why, "medium")
        return


_SIGNS = word_set("sign signs evidence indication indications proof hint hints suggestion reason suspicion")


def _signs(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """That there is no sign of a thing, told as that there is no such thing: "no evidence of a leak" -> "no leak"."""
    if any(w.folded in _SIGNS for w in unit.cw):
        return
    for j, w in enumerate(unit.pw):
        if w.folded not in _SIGNS or not any(x.folded in ("no", "not", "any") for x in unit.pw[max(0, j - 2) : j]):
            continue
        thing = next((n for n in range(j + 1, min(len(unit.pw), j + 9)) if n in unit.back and unit.pw[n].content), None)
        if thing is None or unit.pw[thing].sentence != w.sentence:
            continue
        i = unit.back[thing]
        negator = next(
            (n for n in range(max(0, i - 3), i) if unit.cw[n].folded in ("no", "not", "without", "never")), None
        )
        if negator is None or unit.cw[negator].sentence != unit.cw[i].sentence:
            continue
        child, parent = (unit.cw[negator].start, unit.cw[i].end), (unit.pw[max(0, j - 1)].start, unit.pw[thing].end)
        why = became(sheet, parent, child, "That there is no sign of it is told as that it is not so")
        yield Finding("modality_strengthened", [child], [parent], why, "medium")
        return


LONGEST_CONDITION = 20  # words


_ONLY_WITH = word_set("after when once if with where")
_AHEAD = word_set("will would can could may might shall must to")


def _after_only(words: list[W], at: int) -> str:
    return words[at + 1].folded if at + 1 < len(words) and words[at + 1].sentence == words[at].sentence else ""


def _is_clause(words: list[W], at: int) -> bool:
    """Whether a verb follows words[at]: "until a court has heard them", not "until Friday"."""
    return any(
        w.folded in ("has", "have", "is", "are", "can", "had", "was", "were") and w.sentence == words[at].sentence
        for w in words[at + 2 : at + 8]
    )


def _is_ahead(words: list[W], at: int) -> bool:
    """Whether the verb before words[at] is still to come: "would open only after", "may be used only with"."""
    return any(w.folded in _AHEAD for w in words[max(0, at - 6) : at] if w.sentence == words[at].sentence)


def _stop_after(side: Side, words: Sequence[W], at: int, end: int) -> int:
    """Where a condition that opens at words[at] and has its words up to `end` stops: at a stop, or where it is too long."""
    while (
        end < len(words)
        and end - at <= LONGEST_CONDITION
        and words[end].sentence == words[at].sentence
        and not side.parts(words[end - 1], words[end])
    ):
        end += 1
    return end


def _condition_starts(side: Side, unit_words: list[W]) -> Iterator[tuple[int, int]]:
    """Where clauses of condition begin and end, as word indices."""
    for n, w in enumerate(unit_words):
        told = " ".join(x.folded for x in unit_words[n : n + 3])
        if " ".join(told.split()[:2]) in _HANGING:
            end = n + 2
            while end < len(unit_words) and unit_words[end].clause == w.clause and end - n <= LONGEST_CONDITION:
                end += 1
            yield n, end
        if w.folded == "only" and _after_only(unit_words, n) in _ONLY_WITH and _is_ahead(unit_words, n):
            yield n, _stop_after(side, unit_words, n, n + 2)
            continue
        if told in _PHRASES and unit_words[min(len(unit_words), n + 3) - 1].sentence == w.sentence:
            end = n + 3
            while (
                end < len(unit_words)
                and end - n <= LONGEST_CONDITION
                and unit_words[end].clause == unit_words[n + 2].clause
            ):
                end += 1
            yield n, end
        if w.folded == "permitting" and n and unit_words[n - 1].folded == "weather":
            yield n - 1, n + 1
        if w.folded == "until" and _is_clause(unit_words, n) and _is_ahead(unit_words, n):
            yield n, _stop_after(side, unit_words, n, n + 1)
            continue
        if w.folded not in _CONDITIONS and not (
            w.folded == "condition" and n and unit_words[n - 1].folded in ("on", "the")
        ):
            continue
        if w.folded == "once" and not any(x.folded in ("has", "have", "is", "are") for x in unit_words[n + 1 : n + 5]):
            continue
        if w.folded in ("provided", "providing", "subject", "pending", "conditional", "contingent", "depending"):
            follow = unit_words[n + 1].folded if n + 1 < len(unit_words) else ""
            parted = not n or unit_words[n - 1].sentence != w.sentence or side.parts(unit_words[n - 1], w)
            if w.folded in ("provided", "providing") and follow != "that" and not parted:
                continue
            if w.folded in ("subject", "conditional", "contingent", "depending") and follow not in ("to", "on", "upon"):
                continue
        if (
            w.folded == "if"
            and n
            and (unit_words[n - 1].folded in _AFTER_CUE or unit_words[n - 1].folded in ("as", "even"))
        ):
            continue
        end = n + 1
        while end < len(unit_words) and end - n <= LONGEST_CONDITION and unit_words[end].sentence == w.sentence:
            # "provided that he passes": what opens the clause does not end it.
            if unit_words[end].clause > w.clause and (end > n + 1 or side.parts(unit_words[end - 1], unit_words[end])):
                break
            if unit_words[end].clause > w.clause:
                w = msgspec.structs.replace(w, clause=unit_words[end].clause)
            end += 1
        yield n, end


def _conditions(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    child_words = {w.folded for w in unit.cw}
    for n, end in _condition_starts(sheet.parent, unit.pw):
        if unit.pw[n].folded == "until" and child_words & {"until", "till", "while"}:
            continue
        if _told_otherwise(unit, n, end):
            continue
        told = _told_as_fact(unit, n, end)
        if told is not None and not child_words & _BINDING:
            parent = unit.pw[n].start, unit.pw[end - 1].end
            why = became(sheet, parent, told, "A condition is told as a fact")
            yield Finding("condition_dropped", [told], [parent], why)
            continue
        if _is_told(sheet, unit, n, end) or _best_unit(sheet, unit, n, end) is not unit:
            continue
        rest = _hanging(unit, n, end)
        parent = unit.pw[n].start, unit.pw[end - 1].end
        anchors = sorted(unit.back[j] for j in rest if j in unit.back)
        kept = [unit.back[j] for j in range(n, end) if j in unit.back and unit.pw[j].content]
        partly = bool(kept) and bool(child_words & _BINDING)
        if partly:
            anchors = sorted([*anchors, *kept])
        child = unit.cw[anchors[0]].start, unit.cw[anchors[-1]].end
        yield Finding(
            "condition_dropped",
            [child],
            [parent],
            f"{'Part of a' if partly else 'A'} condition is gone: {shown(sheet.parent.cut(parent))} is not in "
            f"{shown(sheet.child.cut(child))}.",
            "medium" if partly else None,
        )


# "Needs the approval of", "hinges on", "in return", "only": the condition in other words.
_BINDING = word_set(
    "need needs needed require requires required must only until hinge hinges depend depends return exchange should assuming "
    "requirement prerequisite case as were whether by first upon with"
)


def _told_as_fact(unit: Unit, first: int, end: int) -> Place | None:
    """Where the child tells the clause of an "if" beside what hung on it, joined by "and" or by nothing."""
    if unit.pw[first].folded not in ("if", "unless", "provided", "providing") or end - first < 4:
        return None
    clause = [j for j in range(first, end) if unit.pw[j].content and unit.pw[j].kind != "number"]
    told = [unit.back[j] for j in clause if j in unit.back and same(unit.cw[unit.back[j]], unit.pw[j]) > 1]
    main = [unit.back[j] for j in _hanging(unit, first, end) if j in unit.back]
    if len(told) < 2 or 2 * len(told) <= len(clause) or len(main) < 2:
        return None
    both = [*told, *main]
    places = unit.cw[min(both)].start, unit.cw[max(both)].end
    return places if len({unit.cw[i].sentence for i in both}) == 1 else None


_LIKE_CONDITIONS = _CONDITIONS | word_set("condition when after without before where")


def _told_otherwise(unit: Unit, first: int, end: int) -> bool:
    """Whether a clause of the child that opens like a condition may be the parent's condition in other words.

    One whose words answer other words of the parent ("after the vote", in both) is not.
    """
    for k, w in enumerate(unit.cw):
        if w.folded not in _LIKE_CONDITIONS:
            continue
        near = [
            n
            for n in range(k + 1, min(len(unit.cw), k + 9))
            if unit.cw[n].content and unit.cw[n].sentence == w.sentence
        ]
        elsewhere = sum(n in unit.pairs and not first <= unit.pairs[n] < end for n in near)
        if any(first <= unit.pairs.get(n, -1) < end for n in near) or 2 * elsewhere < len(near) or not near:
            return True
    return False


HANGING_WORDS = 12  # how far from a condition what hangs on it may stand


def _hanging(unit: Unit, first: int, end: int) -> list[int]:
    """The content words around a condition, in its sentence: what hangs on it."""
    near = range(max(0, first - HANGING_WORDS), min(len(unit.pw), end + HANGING_WORDS))
    return [
        j
        for j in near
        if unit.pw[j].content and not first <= j < end and unit.pw[j].sentence == unit.pw[first].sentence
    ]


def _is_told(sheet: Sheet, unit: Unit, first: int, end: int) -> bool:
    """Whether the child has the condition, in this sentence or, with a word of condition, in another."""
    clause = content(unit.pw[first:end])
    told = sum(j in unit.back and same(unit.cw[unit.back[j]], unit.pw[j]) > 1 for j in range(first, end))
    if len(clause) < 2 or told > 0.5 * len(clause):
        return True
    for n in range(len(sheet.child.sentences)):
        words = sheet.child.words(n)
        opened = any(w.folded in _CONDITIONS or w.folded in ("condition", "when", "without") for w in words)
        if opened and sum(any(same(w, x) for x in words) for w in clause) > 0.5 * len(clause):
            return True
    return False


def _best_unit(sheet: Sheet, unit: Unit, first: int, end: int) -> Unit | None:
    """Of the units that retell the sentence, the one that has most of what hangs on the condition; None below 0.4."""
    best: tuple[float, int] | None = None
    units = [u for u in sheet.units_of.get(unit.pw[first].sentence, ()) if not u.headline]
    starts = {unit.pw[j].start for j in _hanging(unit, first, end)}
    for n, other in enumerate(units):
        share = sum(other.pw[j].start in starts for j in other.back) / max(1, len(starts))
        # At a tie the later sentence: a lead sums up, and conditions come below it.
        if share >= 0.4 and (best is None or share >= best[0]):
            best = share, n
    return units[best[1]] if best is not None else None


_HEDGES = word_set(
    "likely probably possibly perhaps apparently reportedly allegedly alleged suspected presumably preliminary provisional "
    "purported seemingly believed unconfirmed supposed supposedly tentative tentatively estimated"
)


# Where one of these stands on the other side, the doubt is told in other words.
_HEDGING = word_set(
    "early initial first interim accused claimed thought believe expect expected appear appears appeared seem seems seemed "
    "suspect suspects suspicion allegation allegations claims chance risk could may might "
    "put some about around roughly approximately nearly almost estimate estimates"
)


def _hedges(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Words like "alleged" and "likely" that stood before a word which the child keeps."""
    for words, other, back, dropped in (
        (unit.pw, unit.cw, unit.back, True),
        (unit.cw, unit.pw, unit.pairs, False),
    ):
        answered = set(back.values())
        if any(w.folded in _HEDGES | _HEDGING and m not in answered for m, w in enumerate(other)):
            continue
        for n, w in enumerate(words[:-1]):
            if w.folded not in _HEDGES or n in back:
                continue
            nearby = [m for m in (n + 1, n + 2, n - 1) if 0 <= m < len(words) and m in back]
            if not nearby or any(f in ("may", "might", "could") for f in (x.folded for x in other)):
                continue
            m = nearby[0]
            kept = other[back[m]]
            mine = min(w.start, words[m].start), max(w.end, words[m].end)
            if dropped:
                why = became(sheet, mine, (kept.start, kept.end), "A hedge is gone")
                yield Finding("hedge_dropped", [(kept.start, kept.end)], [mine], why, "low" if unit.headline else None)
            else:
                why = became(sheet, (kept.start, kept.end), mine, "A hedge was added")
                yield Finding("hedge_added", [mine], [(kept.start, kept.end)], why)

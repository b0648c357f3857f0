"""Events, typed by PLOVER's names plus STATE and SIGN: what happened, between whom, where and when."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from retold import kinds
from retold.facts.gazetteer import lines, word_set
from retold.facts.names import Names
from retold.facts.reading import Reading
from retold.kinds import Span
from retold.words import fold, stem

MAX_GAP = 4  # words between two words of a pattern: "imposed [new and stricter] sanctions"
MAX_EVENTS = 3  # events of one sentence: a sentence that seems to hold more is a list

_WORD_RE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE_RE = re.compile(
    r"[;—–]|\s--\s|,\s+(?=(?:while|after|before|when|which|who|but|as|where|making|killing|noting|adding)\b)"
)
_NEGATION = word_set(
    "not never no without nor neither cannot didn't don't doesn't won't wouldn't isn't wasn't haven't hasn't"
)
_UNREAL = word_set(
    "will would could may might should must can if to unless until plan plans planned hope hopes expected wants"
)


# Deaths that nobody deals: a storm that kills is no assault.
_NATURE = word_set(
    "earthquake quake tremor flood floods flooding storm storms cyclone hurricane typhoon tornado landslide landslides mudslide "
    "crash accident collision fire blaze wildfire outbreak virus disease cholera malaria tsunami avalanche heatwave lightning "
    "drought collapse derailment eruption rain rains winds stampede famine explosion"
)
# Past forms that no ending shows, or that the stemmer spoils.
_IRREGULAR = dict(
    pair.split("=")
    for pair in re.findall(
        r"\S+",
        "met=meet held=hold gave=give given=give took=take taken=take sent=send struck=strike beat=beat beaten=beat shot=shoot "
        "fought=fight broke=break broken=break paid=pay sought=seek swore=swear sworn=swear withdrew=withdraw withdrawn=withdraw "
        "stood=stand told=tell led=lead left=leave made=make began=begin begun=begin drew=draw fled=flee overran=overrun "
        "retook=retake sank=sink sunk=sink threw=throw thrown=throw laid=lay lent=lend gone=go went=go wrote=write written=write "
        "bowed=bow backed=back spoke=speak broke=break forgave=forgive forgiven=forgive bore=bear hid=hide lost=lose won=win shelled=shell shelling=shell shells=shell",
    )
)
_FUNCTION = word_set("in on at to for with from over against into of off up down out about through behind")


class Trigger(msgspec.Struct, frozen=True, gc=False, order=True):
    """Words that tell an event: its type, place in the text, and how much they say."""

    type: str
    start: int
    end: int
    words: int
    verb: bool  # its first word is a form of the verb, not a noun of the same stem


@cache
def _patterns() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First stem -> patterns of stems with their type and the first word as the file has it."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for line in lines("events/verbs.txt"):
        kind, _, patterns = line.partition(":")
        for pattern in patterns.split(","):
            stems = tuple(stem(fold(w)) for w in pattern.split())
            if stems:
                found.setdefault(stems[0], []).append((stems, kind.strip(), pattern.split()[0]))
    return found


def find_triggers(text: str, start: int, end: int) -> list[Trigger]:
    """The triggers in text [start, end), in text order; where several begin at one word, the one that says most."""
    words = list(_WORD_RE.finditer(text, start, end))
    stems = [_base(m[0]) for m in words]
    patterns = _patterns()
    found: list[Trigger] = []
    opening = [at for at, first in enumerate(stems) if first in patterns]
    present = set(stems) if opening else set()
    for at in opening:
        best: Trigger | None = None
        word = words[at][0]
        for pattern, kind, base in patterns[stems[at]]:
            if len(pattern) > 1 and pattern[1] not in present:
                continue
            last = _match(stems, at, pattern) if len(pattern) > 1 else at
            if last is None or (word[:1].isupper() and at and len(pattern) == 1):
                continue
            # A pattern's last word near its first says more than the same word far away.
            trigger = Trigger(kind, words[at].start(), words[last].end(), len(pattern), _inflects(word.lower(), base))
            if best is None or (trigger.words, trigger.verb, -trigger.end) > (
                best.words,
                best.verb,
                -best.end,
            ):
                best = trigger
        if best is not None:
            found.append(best)
    return found


@lru_cache(maxsize=16384)
def _base(word: str) -> str:
    """The stem of a word, of its infinitive where no ending shows it.

    The stemmer takes some pasts for other words ("called", "sued", "banned"): what it does not find among the words of
    the patterns is tried without its ending.
    """
    low = _IRREGULAR.get(word.lower(), fold(word))
    found = stem(low) if low != "according" else low  # "reached ..., according to": no accord
    verbs = _first_words()
    if found in verbs or not low.endswith(("ed", "ing")):
        return found
    cut = low.removesuffix("ing") if low.endswith("ing") else low.removesuffix("ed")
    for base in (cut, cut + "e", cut[:-1]):
        if len(base) > 2 and base in verbs.values():
            return next(s for s, shown in verbs.items() if shown == base)
    return found


@cache
def _first_words() -> dict[str, str]:
    """The verbs that patterns begin with, by their stems."""
    return {
        found: kinds[0][2]
        for found, kinds in _patterns().items()
        if kinds[0][2] not in _NEGATION | _UNREAL | {"war", "car"}
    }


def _match(stems: list[str], at: int, pattern: tuple[str, ...]) -> int | None:
    place = at
    for word in pattern[1:]:
        for step in range(place + 1, min(len(stems), place + 2 + (1 if word in _FUNCTION else MAX_GAP))):
            if stems[step] == word:
                place = step
                break
        else:
            return None
    return place


def _inflects(word: str, base: str) -> bool:
    """Whether `word` is a form of the verb `base`: "demands", "demanded", but not "cooperation" of "cooperate"."""
    if word == base or _IRREGULAR.get(word) == base:
        return True
    cut = base[:-1] if base.endswith(("e", "y")) else base
    return word.startswith(cut) and word[len(cut) :].lstrip(base[-1]) in _ENDINGS


_ENDINGS = word_set("s es ed ing ies ied d") | {""}


def main_event(text: str) -> str | None:
    """The PLOVER type of what a sentence chiefly tells; None where no trigger is known.

    A longer pattern outweighs an earlier word, and an earlier word a later one: news puts first what matters.
    """
    triggers = [t for t in find_triggers(text, 0, len(text)) if not _nominal(text, t)]
    if not triggers:
        triggers = find_triggers(text, 0, len(text))
    if not triggers:
        return None
    best = max(
        triggers,
        key=lambda t: (
            t.words * 60 - t.start - (80 if _negated(text, t.start, 0) and t.type != "REJECT" else 0),
            -t.start,
        ),
    )
    if best.type == "ASSAULT" and _IN_BATTLE_RE.search(text, best.end):
        return "FIGHT"  # "killed three in a gun battle"
    return best.type


_IN_BATTLE_RE = re.compile(
    r"\bin (?:an? |the |fresh |heavy |fierce )*(?:gun ?battle|battle|firefight|shoot-?out|clash|clashes|fighting)\b"
)


def _nominal(text: str, trigger: Trigger) -> bool:
    """Whether a single word is a noun here: "the attack", "a visit", "their support"."""
    if trigger.words > 1:
        return False
    before = _WORD_RE.findall(text[max(0, trigger.start - 30) : trigger.start])
    word = text[trigger.start : trigger.end].lower()
    left = before[-1].lower() if before else ""
    return (
        left in _NOUN_BEFORE
        or (word.endswith("s") and left in _PLURAL_BEFORE)
        or (left.endswith("'s") and not word.endswith("ed"))
    )


_NOUN_BEFORE = word_set(
    "the a an its his her their our this that these those of for any some no new in on at by with from first second last military"
)
_PLURAL_BEFORE = word_set("of two three many several more air recent")


def _negated(text: str, start: int, floor: int) -> bool:
    before = _WORD_RE.findall(text[max(floor, start - 30) : start])
    return any(w.lower() in _NEGATION for w in before[-3:])


class Said(msgspec.Struct, frozen=True, gc=False):
    """A statement as events see it: where its cue stands, who speaks, and its stretches in one sentence."""

    cue: Span
    speaker: list[str]
    content: list[Span]
    whole: Span  # speaker, cue and content, as far as they stand in the cue's sentence


def find_events(
    reading: Reading,
    names: Names,
    dates: list[kinds.DateMention],
    agreements: list[kinds.Agreement],
    statements: list[kinds.Statement],
) -> list[kinds.Event]:
    """What the report says happened, spans in text, in text order; what is denied or only planned is left out."""
    found: list[kinds.Event] = []
    signed = {a.span.start: a for a in agreements}
    by_place = sorted(dates, key=lambda d: d.span)
    said = sorted((s for s in statements if s.cue_span is not None), key=lambda s: (s.cue_span, s.content_spans))
    at_date = at_said = 0
    for sentence in reading.sentences:
        told: list[Said] = []
        while at_said < len(said) and (cue := said[at_said].cue_span) is not None and cue.start < sentence.end:
            if cue.start >= sentence.start:
                told.append(_said(said[at_said], cue, sentence))
            at_said += 1
        while at_date < len(by_place) and by_place[at_date].span.end <= sentence.start:
            at_date += 1
        here = []
        for mention in by_place[at_date:]:
            if mention.span.start >= sentence.end:
                break
            here.append(mention)
        found += _read_sentence(reading, names, sentence, here, signed.get(sentence.start), told)
    return found


def _said(statement: kinds.Statement, cue: Span, sentence: kinds.Sentence) -> Said:
    spans = [cue, *statement.content_spans, *([statement.speaker_span] if statement.speaker_span else [])]
    inside = [s for s in spans if sentence.start <= s.start and s.end <= sentence.end]
    whole = Span(min(s.start for s in inside), max(s.end for s in inside)) if inside else cue
    return Said(cue, statement.speaker, statement.content_spans, whole)


def _read_sentence(
    reading: Reading,
    names: Names,
    sentence: kinds.Sentence,
    dates: list[kinds.DateMention],
    agreement: kinds.Agreement | None,
    told: list[Said],
) -> list[kinds.Event]:
    """The events of a sentence: what was signed, what was done, and who spoke where nothing more was done by it.

    What follows a cue ("said the men had been held") is told by somebody and left to the statements; what precedes it
    ("jets bombed a depot, the Red Crescent said") is what the sentence tells.
    """
    text = reading.text
    events: list[kinds.Event] = []
    seen: set[str] = set()
    cued: set[Span] = set()
    if agreement is not None:
        lo, hi = _clause(text, sentence, agreement.fields[0].span.start if agreement.fields else sentence.start)
        events.append(_event("SIGN", "AGREE", text, names, sentence, lo, hi, dates, agreement.parties))
        seen.add("AGREE")
        cued.update(
            s.cue for s in told if lo <= s.cue.start < hi and text[s.cue.start : s.cue.end].lower() in _CONCLUDES
        )
    limit = min(sentence.end, sentence.start + 4000)
    for trigger in find_triggers(text, sentence.start, limit):
        if (
            trigger.type in seen
            or len(events) >= MAX_EVENTS
            or _nominal(text, trigger)
            or _quoted(text, sentence, trigger)
            or _reported(told, trigger)
            or _timeless(text, sentence, trigger)
            or _IN_WHICH_RE.search(text, max(sentence.start, trigger.start - 60), trigger.start)
        ):
            continue
        # Words of a name deny nothing: "Doctors Without Borders called on donors".
        before = [
            w.lower() if w.islower() or w.isupper() else ""
            for w in _WORD_RE.findall(text[max(sentence.start, trigger.start - 40) : trigger.start])[-3:]
        ]
        if (
            any(w in _NEGATION for w in before)
            or any(w in _UNREAL and w != "to" for w in before[-2:])
            or before[-1:] == ["to"]
        ):
            continue
        word = _WORD_RE.match(text, trigger.start)
        shown = word.group().lower() if word else ""
        # Only a form of the verb tells what happened; an infinitive or a noun of the same stem does not.
        if not trigger.verb or (trigger.words == 1 and not shown.endswith(("ed", "ing", "s")) and shown not in _PAST):
            continue
        if (
            trigger.words == 1
            and shown.endswith("ing")
            and not (
                text[max(sentence.start, trigger.start - 3) : trigger.start].rstrip().endswith(",")
                or (before and before[-1] in _BEFORE_PARTICIPLE)
                or _WITH_RE.search(text, max(sentence.start, trigger.start - 60), trigger.start)
            )
        ):
            continue
        if trigger.type == "ASSAULT" and any(
            w.lower() in _NATURE
            for w in _WORD_RE.findall(text[max(sentence.start, trigger.start - 200) : trigger.start])
        ):
            continue
        seen.add(trigger.type)
        cued.update(s.cue for s in told if s.cue.start < trigger.end and trigger.start < s.cue.end)
        lo, hi = _clause(text, sentence, trigger.start)
        events.append(_event(trigger.type, trigger.type, text, names, sentence, lo, hi, dates, []))
    if "SIGN" not in seen and agreement is None and (match := _SIGNED_RE.search(text, sentence.start, limit)):
        lo, hi = _clause(text, sentence, match.start())
        events.append(_event("SIGN", "AGREE", text, names, sentence, lo, hi, dates, []))
    if sentence.role not in ("headline", "subhead", "caption"):
        speaking = {tuple(s.speaker) for s in told if s.cue in cued}
        plain = [
            s
            for s in told
            if s.cue not in cued
            and tuple(s.speaker) not in speaking
            and not any(_holds(s, e) for e in events)
            and not (events and text[s.cue.start : s.cue.end].endswith("ing"))
        ]
        if plain:
            first = plain[0]
            events.append(
                kinds.Event(type="STATE", participants=first.speaker, span=first.whole, date=_date(_near(dates, first)))
            )
    return sorted(events, key=lambda e: (e.span, e.type))


# An agreement told before: "It was signed in Doha by two generals."
_SIGNED_RE = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|[Tt]he\s+(?:[a-z-]+\s+){0,2}[a-z]+)\s+(?:was|were)\s+(?:also\s+)?(?:signed|inked|initialled)\b"
)
# "held talks, with the two leaders pledging to ..."
_WITH_RE = re.compile(r"\bwith\s+(?:[^\s,;]+\s+){1,5}$")
_IN_WHICH_RE = re.compile(r"\b(?:in|during|under|after|at)\s+which\b")


def _reported(told: list[Said], trigger: Trigger) -> bool:
    """Whether somebody's cue stands before the trigger, which is part of what he says."""
    return any(
        c.start <= trigger.start < c.end and s.cue.end <= c.start
        for s in told
        for c in s.content
        if s.cue.start < c.start
    )


def _holds(said: Said, event: kinds.Event) -> bool:
    """Whether what is said, and told before its cue, is the event."""
    return any(c.start < event.span.end and event.span.start < c.end and c.end <= said.cue.start for c in said.content)


def _near(dates: list[kinds.DateMention], said: Said) -> list[kinds.DateMention]:
    """The dates outside of what is said: when it was said."""
    return [d for d in dates if not any(c.start <= d.span.start < c.end for c in said.content)]


def _timeless(text: str, sentence: kinds.Sentence, trigger: Trigger) -> bool:
    """Whether one word in -s is a noun rather than what somebody does: news of the body is told in the past.

    "the largest pledges", "work permits", "need phones": a verb in -s has a name, "he", "it" or "which" before it.
    """
    word = text[trigger.start : trigger.end].lower()
    if trigger.words > 1 or not word.endswith("s") or word.endswith("ss") or sentence.role in ("headline", "subhead"):
        return False
    before = _WORD_RE.findall(text[max(sentence.start, trigger.start - 30) : trigger.start])
    left = before[-1] if before else ""
    return not (left[:1].isupper() or left.lower() in _SUBJECTS)


_CONCLUDES = word_set("agreed agree concluded signed pledged reached adopted")
_SUBJECTS = word_set("he she it who")
_BEFORE_PARTICIPLE = word_set("is are was were been be while by after before began started kept")
_PAST = word_set(
    "met held gave sent took struck beat shot fought broke won lost paid sought swore withdrew put stood led made left hit set "
    "told began shut cut drew fled overran retook sank stole threw sued saw signed agreed"
)


def _quoted(text: str, sentence: kinds.Sentence, trigger: Trigger) -> bool:
    """Whether the trigger stands inside quotation marks: somebody's words, not what happened."""
    before = text[sentence.start : trigger.start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _clause(text: str, sentence: kinds.Sentence, at: int) -> tuple[int, int]:
    """The clause of the sentence that holds the place `at`."""
    lo, hi = sentence.start, sentence.end
    for mark in _CLAUSE_RE.finditer(text, sentence.start, sentence.end):
        if mark.end() <= at:
            lo = mark.end()
        elif mark.start() > at:
            hi = mark.start()
            break
    while lo < hi and text[lo] in " ,;\n—–-":
        lo += 1
    while hi > lo and text[hi - 1].isspace():
        hi -= 1
    return (lo, hi) if lo < hi else (sentence.start, sentence.end)


def _event(
    kind: str,
    plover: str,
    text: str,
    names: Names,
    sentence: kinds.Sentence,
    lo: int,
    hi: int,
    dates: list[kinds.DateMention],
    parties: list[str],
) -> kinds.Event:
    inside = names.mentions_in(lo, hi)
    place = next((m for m in inside if m.kind == "place" and _locative(text, m.start)), None)
    actors = [m for m in inside if m.kind != "place" or (m.name in names.countries and not _locative(text, m.start))]
    if not actors and lo > sentence.start:
        # "X and Y reaffirmed ..., while pledging ...": the clause has its subject from the one before.
        before = [m for m in names.mentions_in(sentence.start, lo) if m.kind != "place"]
        actors = [m for m in before if m.start < before[0].end + 60 and m.kind == before[0].kind][:2]
    group = _GROUP_RE.search(text, lo, hi)
    if group and not parties and not any(m.kind == "person" for m in inside):
        parties = names.members(group.group(), lo)
    participants = list(dict.fromkeys([*parties, *(m.name for m in actors)]))
    near = [d for d in dates if lo <= d.span.start < hi] or dates
    return kinds.Event(
        type=kind,
        participants=participants,
        place=place.name if place else None,
        date=_date(near),
        span=Span(lo, hi),
        plover=plover,
    )


_GROUP_RE = re.compile(
    r"\b(?:the\s+two|both|the)\s+(?:sides|leaders|heads\s+of\s+state|presidents|prime\s+ministers|countries|nations|governments)\b",
    re.I,
)


def _date(dates: list[kinds.DateMention]) -> str | None:
    return next((d.value for d in dates if d.kind in ("date", "time")), None)


def _locative(text: str, start: int) -> bool:
    before = _WORD_RE.findall(text[max(0, start - 24) : start])
    words = [w.lower() for w in before[-2:] if w.lower() != "the"]
    return bool(words) and words[-1] in ("in", "at", "near", "outside", "to", "across", "inside")

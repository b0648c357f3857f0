"""Evidence that one report was made from another: one function a kind, each with its places in both texts.

Every function takes parent, child and their kinship and gives evidence *for* this direction. What speaks
against it is the evidence for the other direction; `direction` sets the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from retold.kinds import Evidence, EvidenceKind, Span
from retold.lineage.clocks import hours_before, hours_before_on_one_clock, shown_time
from retold.lineage.kinship import Kin
from retold.lineage.lexicon import weights
from retold.lineage.naming import (
    are_versions,
    carried_agency,
    credits_of,
    first_hand_marks,
    is_agency_of,
    mentions,
    same_name,
    same_outlet,
)
from retold.lineage.told import QUOTE_WORDS, RUN, Said, Told
from retold.terms import ROUND_FIGURE_BITS
from retold.words import Word

Finder = Callable[[Told, Told, Kin], Iterable[Evidence]]

FAIR_COVER = 0.4  # share of a sentence's terms from which a loss in its counterpart is a loss and no other matter
FAIR_OF_CHILD = 0.6  # the same of the child's sentence, which may be a small part of a long one
LINKED_COVER = 0.25  # share of a sentence's terms from which its link is taken for more than a shared name
NEAR_HOURS = 36.0  # shown times closer than this contradict each other too often to decide
SHOWN_MAX = 3  # pieces of evidence of one kind that are shown for a pair; more would bury the others


def _evidence(
    kind: EvidenceKind, weighed_as: str, detail: str, child: Sequence[Span] = (), parent: Sequence[Span] = ()
) -> Evidence:
    return Evidence(
        kind=kind,
        weight=weights()[weighed_as].one,
        detail=detail,
        child_spans=list(child),
        parent_spans=list(parent),
    )


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:87].rstrip() + "..."


# ---------------------------------------------------------------- what the reports say themselves


def find_credit(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """A credit line that names the parent's agency or outlet, or agencies without a name."""
    for naming in credits_of(child):
        spans = [naming.span] if naming.span else []
        if naming.kind == "credit" and is_agency_of(parent, naming.name):
            # A parent that credits the same agency is a retelling itself, and no surer than any other.
            if any(same_name(naming.name, c.name) for c in credits_of(parent)):
                continue
            shown = parent.report.dateline
            named = [shown.span] if shown and shown.agency and same_name(shown.agency, naming.name) else []
            text = f"“{_cut(naming.shown)}” credits {_cut(naming.name)}, where the parent is from"
            yield _evidence("credit_line", "credit_line", text, spans, named)
            return
        if naming.kind == "unnamed" and carried_agency(parent) and not credits_of(parent):
            shown = parent.report.dateline
            yield _evidence(
                "credit_line",
                "unnamed_credit",
                f"“{_cut(naming.shown)}” credits agencies without a name",
                spans,
                [shown.span] if shown else [],
            )
            return


def find_mention(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """The parent's outlet named in the child's text beside a word of saying: "the Beacon reported"."""
    for said, lo, hi, cued in mentions(child, parent):
        if cued:
            text = f"the child names “{_cut(said.text[lo:hi])}” as where it has it from"
            yield _evidence("credit_line", "named_in_text", text, child.span(said, lo, hi))
            return


_CORRECTS_RE = re.compile(r"\b(?:correct(?:s|ed|ing|ion)|clarifi(?:es|ed|cation)|refiled?)\b", re.I)
_UPDATES_RE = re.compile(r"\b(?:updat(?:es?|ed|ing)|recasts?|adds|writethru|(?:1st|2nd|3rd|\dth) lead)\b", re.I)
_SLUG_RE = re.compile(r"^(?:\W*)(?:UPDATE\s*\d|CORRECTED|CORRECTION|REFILE|WRAPUP|RECASTS|CLARIFIED)\b", re.I)


def find_notes(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """A note in the child, of the same outlet, that it updates or corrects an earlier report."""
    if not are_versions(parent, child):
        return
    for said in child.said:
        note = said.role == "note"
        slug = said.role == "headline" and _SLUG_RE.match(said.text)
        if not note and not slug:
            continue
        place = child.span(said, 0, len(said.text))
        if _CORRECTS_RE.search(said.text):
            yield _evidence("correction_note", "correction_note", _cut(said.text), place)
            return
        if _UPDATES_RE.search(said.text) or slug:
            yield _evidence("update_note", "update_note", _cut(said.text), place)
            return


_EARLIER_RE = re.compile(
    r"\b(?:from|not|instead of|rather than|revised|earlier|previously|initially|originally|up from|down from|had put)\b",
    re.I,
)


def find_superseded(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """A figure of the parent that the child gives as an earlier one: "raising the toll from two"."""
    for said in child.said:
        for term in said.terms:
            if not term.figure or not _EARLIER_RE.search(said.text[max(0, term.start - 40) : term.start]):
                continue
            others = {t.key for t in said.terms if t.figure and t.key != term.key}
            in_lead = [s for s in parent.body[:3] if any(t.figure and t.key == term.key for t in s.terms)]
            current = {t.key for s in child.body[:3] for t in s.terms if t.figure}
            superseded = term.key not in current and (others or current) and in_lead
            if superseded and any(s.number == n for s in in_lead for n in _linked(kin, child.body[:3])):
                place = in_lead[0]
                at = next(t for t in place.terms if t.figure and t.key == term.key)
                yield _evidence(
                    "figure_carried",
                    "superseded",
                    f"the child calls “{said.text[term.start : term.end]}” an earlier figure",
                    child.span(said, term.start, term.end),
                    parent.span(place, at.start, at.end),
                )


def _linked(kin: Kin, sentences: Sequence[Said]) -> set[int]:
    return {n for s in sentences for n in kin.partners.get(s.number, [])}


def find_clock(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """The parent was certainly published before the child, going by the times shown."""
    mine, theirs = shown_time(parent.report), shown_time(child.report)
    if mine is None or theirs is None:
        return
    hours = hours_before(mine, theirs)
    if same_outlet(parent.report, child.report):
        # One outlet, one clock: the zone that is missing is missing in both.
        hours = max(hours, hours_before_on_one_clock(parent.report, child.report))
    if hours <= 0:
        return
    far = hours >= NEAR_HOURS and not (mine.doubtful or theirs.doubtful)
    least = f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} minutes"
    text = f"the parent is shown as published at least {least} earlier"
    yield _evidence("timestamp_veto", "timestamp_far" if far else "timestamp_near", text)


def find_first_hand(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """Of two texts nearly the same, the parent alone has a dateline or a named author."""
    if kin.runs < 0.6 and kin.cover < 0.85:
        return
    mine, theirs = first_hand_marks(parent.report), first_hand_marks(child.report)
    if mine > theirs:
        place = parent.report.dateline.span if parent.report.dateline else parent.report.bylines[0].span
        yield _evidence(
            "own_reporting",
            "first_hand",
            "of two texts nearly the same, only the parent has a dateline or an author",
            (),
            [place] if place else [],
        )


# ---------------------------------------------------------------- what was lost on the way


def find_trimmed_quotes(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """A quotation of the parent that the child gives shortened."""
    for said, lo, hi, words in parent.quotations:
        for other, a, b, shorter in child.quotations:
            if QUOTE_WORDS <= len(shorter) <= 0.85 * len(words) and _inside(shorter, words):
                yield _evidence(
                    "quote_trimmed",
                    "quote_trimmed",
                    f"“{_cut(other.text[a:b])}” is part of a longer quotation in the parent",
                    child.span(other, a, b),
                    parent.span(said, lo, hi),
                )
                break


def find_indirect(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """A quotation of the parent that the child tells in its own words, without quotation marks."""
    quoted_in_child = {w for _, _, _, words in child.quotations for w in words}
    for said, lo, hi, _ in parent.quotations:
        telling = {t.key: t.bits for t in said.terms if lo <= t.start < hi}
        total = sum(telling.values())
        if total < 12:
            continue
        for n in sorted(kin.partners):
            if said.number not in kin.partners[n]:
                continue
            other = child.said[n]
            if any(w.casefold() in quoted_in_child for w in (said.text[lo:hi]).split()[:3]):
                continue
            plain = {t.key for t in other.terms if not other.in_quote(t.start)}
            shared = sum(bits for key, bits in telling.items() if key in plain)
            if shared >= 0.5 * total:
                yield _evidence(
                    "direct_to_indirect",
                    "direct_to_indirect",
                    f"“{_cut(said.text[lo:hi])}” is told here without quotation marks",
                    child.span(other, 0, len(other.text)),
                    parent.span(said, lo, hi),
                )
                break


def _inside(words: list[str], longer: list[str]) -> bool:
    return any(longer[n : n + len(words)] == words for n in range(len(longer) - len(words) + 1))


def find_lost_words(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """Hedges, conditions, bounds and attributions of the parent that the child's counterpart lacks."""
    kinds: tuple[tuple[str, EvidenceKind, str], ...] = (
        ("hedges", "hedge_lost", "hedge_lost"),
        ("conditions", "condition_lost", "condition_lost"),
        ("bounds", "qualifier_lost", "qualifier_lost"),
        ("cues", "qualifier_lost", "attribution_lost"),
    )
    for number, others in sorted(_by_parent(kin).items()):
        said = parent.said[number]
        if not any(parent.marks(said, name) for name, _, _ in kinds):
            continue
        counterparts = [child.said[n] for n in others]
        keys = frozenset().union(*(c.keys for c in counterparts))
        held = sum(t.bits for t in said.terms if t.key in keys)
        theirs_held = sum(t.bits for c in counterparts for t in c.terms if t.key in said.keys)
        theirs_all = sum(c.bits for c in counterparts)
        if held < FAIR_COVER * said.bits and theirs_held < FAIR_OF_CHILD * theirs_all:
            continue
        for name, kind, weighed in kinds:
            mine = [w for w in parent.marks(said, name) if _is_bare(said, w, name, keys)]
            if mine and not any(child.marks(c, name) for c in counterparts):
                start, end = _phrase(said, mine[0], before=2 if name == "cues" else 0, after=0 if name == "cues" else 3)
                yield _evidence(
                    kind,
                    weighed,
                    f"“{_cut(said.text[start:end])}” in the parent: the child says it without {_LOST_AS[name]}",
                    child.span(counterparts[0], 0, len(counterparts[0].text)),
                    parent.span(said, start, end),
                )


_LOST_AS = {
    "hedges": "the hedge",
    "conditions": "the condition",
    "bounds": "the qualifier",
    "cues": "saying who says so",
}


BESIDE = 3  # words behind a word of caution: there stands what it is said of


def _is_bare(said: Said, word: Word, name: str, keys: frozenset[str]) -> bool:
    """Whether the counterpart has what a word of caution is said of, so that it says it without the word.

    Where it tells that in other words, it may tell the caution in other words too. What is put in somebody's
    mouth may stand anywhere; a bound is one beside its figure alone: "over 85,000", not "over Denver".
    """
    if name == "cues":
        return True
    at = said.words.index(word)
    last = said.words[min(len(said.words) - 1, at + BESIDE)].end
    behind = [t for t in said.terms if word.end <= t.start and t.end <= last]
    if name == "bounds":
        behind = [t for t in behind if t.figure]
    return bool(behind) and behind[0].key in keys


def _phrase(said: Said, word: Word, before: int, after: int) -> tuple[int, int]:
    """The word with a few of its neighbours, up to a figure and never across a comma: "up to 900,000"."""
    at = said.words.index(word)
    first = last = at
    while first > max(0, at - before) and not _parted(said, first - 1):
        first -= 1
    while last < min(len(said.words) - 1, at + after) and not _parted(said, last):
        last += 1
        if said.words[last].text[0].isdigit():
            break
    end = said.words[last].end
    for term in said.terms:  # a figure ends where its term does: 4:50, 2.9
        if term.figure and term.start <= said.words[last].start < term.end:
            end = max(end, term.end)
    return said.words[first].start, end


def _parted(said: Said, at: int) -> bool:
    """Whether something other than a blank or a hyphen stands behind the word."""
    return bool(said.text[said.words[at].end : said.words[at + 1].start].strip(" -"))


def _by_parent(kin: Kin) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for n, others in kin.partners.items():
        for other in others:
            found.setdefault(other, []).append(n)
    return found


_ACRONYM_RE = re.compile(r"\(([A-Z][A-Za-z]?[A-Z]{1,5})\)")


def find_acronyms(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """An acronym that the parent spells out and the child only uses."""
    for said in parent.said:
        for match in _ACRONYM_RE.finditer(said.text):
            short = match.group(1)
            if any(f"({short})" in s.text for s in child.said):
                continue
            for s in child.said:
                used = re.search(rf"\b{re.escape(short)}\b", s.text)
                if used:
                    yield _evidence(
                        "acronym_expanded",
                        "acronym_expanded",
                        f"“{short}” is spelt out in the parent only",
                        child.span(s, used.start(), used.end()),
                        parent.span(said, match.start(), match.end()),
                    )
                    break


def find_merged(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """Sentences of the child that hold two of the parent, each for its own part."""
    for n, others in sorted(kin.partners.items()):
        said = child.said[n]
        if len(others) < 2 or said.role == "headline":
            continue
        parts = []
        for number in sorted(set(others)):
            rest = frozenset().union(*(parent.said[m].keys for m in others if m != number))
            own = sum(t.bits for t in said.terms if t.key in parent.said[number].keys and t.key not in rest)
            if own >= 12 and parent.said[number].role != "headline":
                parts.append(number)
        if len(parts) >= 2:
            spans = [p for m in parts for p in parent.span(parent.said[m], 0, len(parent.said[m].text))]
            yield _evidence(
                "merged_sentences",
                "merged_sentences",
                f"{len(parts)} sentences of the parent are one here",
                child.span(said, 0, len(said.text)),
                spans,
            )


def find_rounded(parent: Told, child: Told, kin: Kin) -> Iterable[Evidence]:
    """A figure of the parent that the child gives only roundly: 48,600 as nearly 49 thousand."""
    for n, others in sorted(kin.partners.items()):
        said = child.said[n]
        for term in said.terms:
            if not term.figure or term.key in parent.figures:
                continue
            value = _value(said, term.start, term.end, term.key)
            if value is None or value < 13:
                continue
            for number in others:
                for t in parent.said[number].terms:
                    exact = _value(parent.said[number], t.start, t.end, t.key) if t.figure else None
                    if exact is None or t.key in child.figures or exact == value or t.bits <= ROUND_FIGURE_BITS:
                        continue
                    if abs(exact - value) <= 0.02 * exact and _zeros(value) > _zeros(exact):
                        yield _evidence(
                            "figure_carried",
                            "rounded",
                            f"“{parent.said[number].text[t.start : t.end]}” of the parent is rounded here",
                            child.span(said, term.start, term.end),
                            parent.span(parent.said[number], t.start, t.end),
                        )


_SCALE = {"thousand": 1e3, "million": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


def _value(said: Said, start: int, end: int, key: str) -> float | None:
    try:
        value = float(key)
    except ValueError:
        return None
    following = said.text[end : end + 12].replace("-", " ").split()
    return value * _SCALE.get(following[0].casefold().strip(".,"), 1.0) if following else value


def _zeros(value: float) -> int:
    digits = str(int(value))
    return len(digits) - len(digits.rstrip("0"))


# ---------------------------------------------------------------- what both have


def find_residue(parent: Told, child: Told, kin: Kin, back: Kin) -> tuple[float, Evidence | None]:
    """How much more the parent's linked sentences hold that the child lacks than the other way about.

    Only linked sentences count: background that a rewriter adds says nothing about who was first.
    """
    mine = _residue(parent, child, back)
    theirs = _residue(child, parent, kin)
    balance = (mine - theirs) / (mine + theirs + 20.0)
    weight = weights()["residue"]
    score = round(weight.one * balance, 4)
    if score <= 0:
        return score, None
    share = f"{mine / (mine + theirs):.0%}" if mine + theirs else "most"
    text = f"of what sentences that match do not share, {share} stands only in the parent"
    spans: tuple[list[Span], list[Span]] = ([], [])
    example = _example(parent, child, back)
    if example is not None:
        said, start, end, other = example
        text += f": for example “{_cut(said.text[start:end])}”"
        spans = (child.span(other, 0, len(other.text)), parent.span(said, start, end))
    return score, Evidence(
        kind="residue",
        weight=round(min(score, weight.most), 3),
        detail=text,
        child_spans=spans[0],
        parent_spans=spans[1],
    )


def _example(parent: Told, child: Told, back: Kin) -> tuple[Said, int, int, Said] | None:
    """The parent's phrase, with its place, that says most of what a matching sentence of the child leaves out."""
    best: tuple[float, Said, int, int, Said] | None = None
    for n, others in sorted(back.partners.items()):
        said = parent.said[n]
        if said.role in ("headline", "note", "caption"):
            continue
        bits, start, run = 0.0, 0, 0
        for term in said.terms:
            alone = term.key not in child.keys
            bits, start, run = (bits + term.bits, start if run else term.start, run + 1) if alone else (0.0, 0, 0)
            if alone and run <= 8 and (best is None or bits > best[0]):
                best = (bits, said, start, term.end, child.said[others[0]])
    return best[1:] if best is not None else None


def _residue(one: Told, other: Told, kin: Kin) -> float:
    """Bits in the linked sentences of `one` that `other` has nowhere; `kin` is what `one` could have from `other`."""
    total = 0.0
    for n, others in sorted(kin.partners.items()):
        said = one.said[n]
        if said.role in ("headline", "note", "caption"):
            continue
        keys = frozenset().union(*(other.said[m].keys for m in others))
        # A link that rests on a name or two says nothing of what the rest of the sentence lost.
        if sum(t.bits for t in said.terms if t.key in keys) >= LINKED_COVER * said.bits:
            total += sum(t.bits for t in said.terms if t.key not in other.keys)
    return round(total, 4)


def find_wording(parent: Told, child: Told, kin: Kin, elsewhere: Sequence[Told]) -> list[Evidence]:
    """Sentences and runs of words that the two share; what no other report has first. It shows kinship, not direction."""
    found: list[tuple[int, Evidence]] = []
    for key, said in child.sentence_texts.items():
        other = parent.sentence_texts.get(key)
        if other is not None:
            evidence = Evidence(
                kind="verbatim_sentence",
                weight=0.0,
                detail=_cut(said.text),
                child_spans=list(said.spans),
                parent_spans=list(other.spans),
            )
            found.append((len(said.folded) + 100, evidence))
    verbatim = {c.start for _, e in found for c in e.child_spans}
    for said in child.body:
        if said.spans and said.spans[0].start in verbatim:
            continue
        for first, last in _longest_runs(said, parent):
            words = said.folded[first:last]
            alone = not any(tuple(words[:RUN]) in t.runs for t in elsewhere)
            number = parent.runs[tuple(words[:RUN])]
            there = parent.said[number]
            at = next(n for n in range(len(there.folded)) if there.folded[n : n + RUN] == words[:RUN])
            until = min(at + len(words), len(there.words)) - 1
            evidence = Evidence(
                kind="shared_wording",
                weight=0.0,
                detail=_cut(said.text[said.words[first].start : said.words[last - 1].end])
                + (" (in no other report)" if alone and elsewhere else ""),
                child_spans=child.span(said, said.words[first].start, said.words[last - 1].end),
                parent_spans=parent.span(there, there.words[at].start, there.words[until].end),
            )
            found.append((len(words) + (20 if alone else 0), evidence))
    found.sort(key=lambda f: (-f[0], f[1].child_spans))
    return [e for _, e in found[: 2 * SHOWN_MAX]]


def _longest_runs(said: Said, other: Told) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    n = 0
    while n <= len(said.folded) - RUN:
        if tuple(said.folded[n : n + RUN]) in other.runs and not said.in_quote(said.words[n].start):
            first = n
            while n <= len(said.folded) - RUN and tuple(said.folded[n : n + RUN]) in other.runs:
                n += 1
            runs.append((first, n + RUN - 1))
        n += 1
    return [r for r in runs if r[1] - r[0] > RUN]


def find_carried(parent: Told, child: Told, kin: Kin, elsewhere: Sequence[Told]) -> list[Evidence]:
    """Figures that child and parent share where other reports of the story give another in the same place."""
    found = []
    for n, others in sorted(kin.partners.items()):
        said = child.said[n]
        for term in said.terms:
            if not term.figure or said.in_quote(term.start):
                continue
            there = [(o, t) for o in others for t in parent.said[o].terms if t.figure and t.key == term.key]
            if not there or sum(term.key not in t.figures for t in elsewhere) == 0:
                continue
            if term.bits <= ROUND_FIGURE_BITS and sum(term.key in t.figures for t in elsewhere) > 0:
                continue
            o, t = there[0]
            found.append(
                Evidence(
                    kind="figure_carried" if term.bits > ROUND_FIGURE_BITS else "shared_deviation",
                    weight=0.0,
                    detail=f"“{said.text[term.start : term.end]}” stands in few other reports",
                    child_spans=child.span(said, term.start, term.end),
                    parent_spans=parent.span(parent.said[o], t.start, t.end),
                )
            )
    return found[:SHOWN_MAX]


FINDERS: tuple[Finder, ...] = (
    find_credit,
    find_mention,
    find_notes,
    find_superseded,
    find_clock,
    find_trimmed_quotes,
    find_indirect,
    find_lost_words,
    find_acronyms,
    find_merged,
    find_rounded,
    find_first_hand,
)

# What the finders' kinds are called among the weights, where it is not the kind itself.
_EXPLICIT = ("credit_line", "update_note", "correction_note")
_OF_VERSIONS = frozenset({"merged_sentences", "hedge_lost", "qualifier_lost", "condition_lost", "quote_trimmed"})


def gather(parent: Told, child: Told, kin: Kin) -> list[Evidence]:
    """All that speaks for parent -> child, each kind held to the most that it may weigh."""
    found = []
    versions = are_versions(parent, child)
    sums: dict[tuple[str, float], float] = {}
    most = {(name, w.one): w.most for name, w in weights().items()}
    for finder in FINDERS:
        for evidence in finder(parent, child, kin):
            if versions and evidence.kind in _OF_VERSIONS:
                continue  # a later version of one outlet adds what an abridgement would have lost
            key = (evidence.kind, evidence.weight)
            cap = next((m for (_, one), m in most.items() if one == evidence.weight), evidence.weight)
            if sums.get(key, 0.0) + evidence.weight > cap + 1e-9:
                continue
            sums[key] = sums.get(key, 0.0) + evidence.weight
            found.append(evidence)
    return found


def explicit(evidence: Sequence[Evidence]) -> bool:
    """Whether the reports say themselves who was first."""
    return any(e.kind in _EXPLICIT and e.weight > 1.0 for e in evidence)

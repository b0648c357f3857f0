"""Claims: is each sentence of one report supported by another, whatever their lineage?

For each sentence the best one to three sentences of the other report are found, their words answer the claim's, and
what is left over, exchanged or turned is weighed (claim_features.py, claim_blame.py; weights in data/record/claims.txt). The chance is
the comparer's; what changed is named with both readings, by the comparers of discrepancies and by place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from retold import kinds
from retold.kinds import Span
from retold.record.claim_blame import blame_features, rivals_in_place
from retold.record.claim_evidence import EQUAL, Answer, SourceIndex, Told, answer, told_words
from retold.record.claim_features import claim_features, states_of, stretches
from retold.record.claim_weights import chance, of_text, read_weights
from retold.record.comparing import Side, shown
from retold.record.lexicon import opposed
from retold.settings import Settings
from retold.spans import overlap
from retold.tables import rows, to_table

# What the comparers of discrepancies say of a claim only in passing: how it is told, not what.
_OF_TELLING = frozenset(
    {
        "statement_dropped",
        "list_item_dropped",
        "participant_dropped",
        "detail_dropped",
        "quote_truncated",
        "cue_strengthened",
        "cue_weakened",
        "headline_reframed",
        "unsupported_addition",
    }
)
_OF_MANNER = frozenset(
    {
        "modality_weakened",
        "modality_strengthened",
        "hedge_dropped",
        "hedge_added",
        "hedge_changed",
        "attribution_lost",
        "attribution_shifted",
        "attribution_gained",
        "condition_dropped",
        "qualifier_dropped",
    }
)
_CLAUSE_WORDS_LEAST = 3  # content words
_TYPE_OF_PART: Mapping[str, kinds.DiscrepancyType] = {
    "name": "name_changed",
    "number": "number_changed",
    "day": "time_changed",
    "noun": "term_changed",
    "verb": "predicate_changed",
    "adjective": "term_changed",
    "adverb": "term_changed",
}
# What is a change wherever the claim follows its evidence word by word: another figure, day or opposite in the same place.
_SURE = frozenset({"number_changed", "time_changed", "polarity_changed"})
_CHANGES_MOST = 6  # of one claim


def find_claims(
    edge: pa.Table, reports: pa.Table, facts: pa.Table, discrepancies: pa.Table, *, settings: Settings
) -> pa.Table:
    """The sentences of each edge's child held against its parent; `discrepancies` are those of the edge."""
    report_of = {r.report_id: r for r in rows(kinds.Report, reports)}
    facts_of = {f.report_id: f.facts for f in rows(kinds.ReportFacts, facts)}
    known = rows(kinds.Discrepancy, discrepancies)
    found: list[kinds.Claim] = []
    for e in rows(kinds.Edge, edge):
        child, parent = report_of.get(e.child_id), report_of.get(e.parent_id)
        if child is not None and parent is not None:
            here = [d for d in known if d.child_id == e.child_id and d.other_id == e.parent_id]
            mine = Side(child, facts_of.get(child.report_id, kinds.Facts()))
            theirs = Side(parent, facts_of.get(parent.report_id, kinds.Facts()))
            found += hold_against(mine, theirs, here, settings)
    return to_table(kinds.Claim, found)


def hold_against(
    claim: Side, other: Side, discrepancies: Sequence[kinds.Discrepancy], settings: Settings
) -> list[kinds.Claim]:
    """Each sentence of `claim` held against `other`, in order; sentences without a content word are passed over."""
    source = SourceIndex(other)
    answers = answers_of(source, claim)
    flags = {n: flags_of(source, claim, n, found, discrepancies) for n, found in answers.items()}
    features = {n: {**sentence_features(source, found), **flag_features(flags[n])} for n, found in answers.items()}
    whole = of_text([found.words for found in answers.values()])
    claims = []
    for n, found in answers.items():
        # How sure a freely told claim sounds often differs from its evidence; in one told word by word it is a change,
        # though readers who were asked let most of them pass: it tells the verdict and leaves the chance as it is.
        close = bool(features[n]["close"])
        named = [f for f in flags[n] if close or f.type not in _OF_MANNER]
        if close:
            named += [c for c in _in_place(source, claim, found) if c.type in _SURE and not _told_already(c, named)]
        rivals = [_change(source, claim, found.words[at], other) for at, other in rivals_in_place(source, found)]
        named += [c for c in rivals if not _told_already(c, named)]
        told = any(c.type not in _OF_MANNER for c in named)
        score = _score({**features[n], **whole}, told, settings)
        claims.append(_claim(source, claim, n, found, score, features[n], whole, named, settings))
    return claims


def _score(features: Mapping[str, float], named: bool, settings: Settings) -> float:
    """The chance that a claim is supported; less where a change is named, or where little of it is answered at all."""
    odds = read_weights("claims.txt").odds(features) - (settings.record_claim_named if named else 0.0)
    return round(chance(odds) * min(1.0, features["cover"] / settings.record_claim_answered), 4)


def sentence_features(source: SourceIndex, found: Answer) -> dict[str, float]:
    """What the sentence as a whole and each of its words say for and against it."""
    return {**claim_features(source, found), **blame_features(source, found)}


def flag_features(flags: Sequence[kinds.ClaimChange]) -> dict[str, float]:
    """What the comparers of discrepancies say of a sentence, as features: flags of what is told, of how, of a sense turned."""
    return {
        "flag_fact": float(min(2, sum(f.type not in _OF_MANNER for f in flags))),
        "flag_manner": float(min(2, sum(f.type in _OF_MANNER for f in flags))),
        "flag_turned": float(any(f.type in ("polarity_changed", "trend_reversed") for f in flags)),
    }


def answers_of(source: SourceIndex, claim: Side) -> dict[int, Answer]:
    """The answer to each sentence of `claim` that has a content word."""
    told = {n: told_words(claim, n, cased=source.cased) for n in range(len(claim.sentences))}
    return {n: answer(source, words) for n, words in told.items() if any(t.bits for t in words)}


def both_ways(left: Mapping[str, float], right: Mapping[str, float]) -> dict[str, float]:
    """The features of two sentences held against one another: of each the lesser and the greater of both directions."""
    out: dict[str, float] = {}
    for name in left:
        out[f"low_{name}"] = min(left[name], right[name])
        out[f"high_{name}"] = max(left[name], right[name])
    return out


def reworded_features(left: Side, right: Side) -> dict[str, float]:
    """What speaks for and against two short texts saying the same; empty where one of them has no content word."""
    sides = []
    for one, other in ((left, right), (right, left)):
        source = SourceIndex(other)
        words = [t for n in range(len(one.sentences)) for t in told_words(one, n, cased=source.cased)]
        if not any(t.bits for t in words):
            return {}
        sides.append(claim_features(source, answer(source, words)))
    return both_ways(*sides)


def reworded_odds(left: Side, right: Side) -> float:
    """The log-odds that two short texts say the same in other words: each supports the other."""
    features = reworded_features(left, right)
    return read_weights("rewordings.txt").odds(features) if features else 0.0


# ---------------------------------------------------------------- one claim


def _claim(
    source: SourceIndex,
    claim: Side,
    n: int,
    found: Answer,
    score: float,
    features: Mapping[str, float],
    whole: Mapping[str, float],
    named: Sequence[kinds.ClaimChange],
    settings: Settings,
) -> kinds.Claim:
    sentence = claim.sentences[n]
    changes = list(named)
    verdict, why = _verdict(score, features, bool(changes), settings)
    if verdict in ("changed", "undecided"):
        changes += [c for c in _in_place(source, claim, found) if not _told_already(c, changes)]
        changes = changes[:_CHANGES_MOST]
    if verdict == "changed" and not changes:
        why += "; no single word is to blame"
    return kinds.Claim(
        report_id=claim.report.report_id,
        other_id=source.side.report.report_id,
        sentence_id=sentence.sentence_id,
        verdict=verdict,
        score=score,
        why=why,
        support=_support(source, claim, found, settings),
        changes=changes,
        clauses=_clauses(source, claim, found, whole, settings),
    )


def _verdict(
    score: float, features: Mapping[str, float], flagged: bool, settings: Settings
) -> tuple[kinds.ClaimVerdict, str]:
    covered = round(100 * features["cover"])
    told = f"{covered} % of what it says is answered"
    if features["cover"] < settings.record_claim_answered:
        return "not_in_other", f"only {told}"
    if flagged:
        return "changed", f"{told}, and something there is told otherwise"
    if score >= settings.record_claim_supported:
        return "supported", told
    if score <= settings.record_claim_changed:
        return "changed", f"{told}, and the rest does not fit"
    return "undecided", f"{told}, and the rest may be another wording or a change"


def _support(source: SourceIndex, claim: Side, found: Answer, settings: Settings) -> list[kinds.Support]:
    mass = sum(t.bits for t in found.words) or 1.0
    out = []
    for s in found.evidence:
        pairs = [(n, p) for n, p in sorted(found.pairs.items()) if source.words[p].word.sentence == s]
        cover = sum(found.words[n].bits * found.sure[n] for n, _ in pairs) / mass
        if cover < settings.record_claim_support:
            continue
        words = []
        for n, p in pairs:
            mine = claim.source([_place(found.words[n])])
            theirs = source.side.source([_place(source.words[p])])
            if mine and theirs:
                words.append(kinds.WordPair(claim_span=mine[0], other_span=theirs[0]))
        name = source.side.sentences[s].sentence_id
        out.append(kinds.Support(sentence_id=name, cover=round(min(1.0, cover), 4), words=words))
    return out


def _place(t: Told) -> tuple[int, int]:
    return (t.word.start, t.word.end)


# ---------------------------------------------------------------- what changed


def flags_of(
    source: SourceIndex, claim: Side, n: int, found: Answer, discrepancies: Sequence[kinds.Discrepancy]
) -> list[kinds.ClaimChange]:
    """What the comparers of discrepancies found in sentence `n` and do not call low."""
    torn = _torn(source, claim, found)
    return [
        kinds.ClaimChange(type=d.type, claim_spans=d.child_spans, other_spans=d.parent_spans, explanation=d.explanation)
        for d in discrepancies
        if d.severity != "low"
        and d.type not in _OF_TELLING
        and _any_over(d.child_spans, claim.sentences[n].spans)
        and not _any_over(d.child_spans, torn)
    ]


def _torn(source: SourceIndex, claim: Side, found: Answer) -> list[Span]:
    """The figures that the other report has with a blank at their comma: what compares figures reads another one there."""
    places = []
    for n, place in sorted(found.pairs.items()):
        mine, theirs = found.words[n].word, source.words[place].word
        if (
            mine.kind == "number"
            and "," in mine.text
            and theirs.text in mine.text.split(",")
            and found.sure[n] >= EQUAL
        ):
            places.append((mine.start, mine.end))
    return claim.source(places)


def _any_over(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(overlap(s, o) for s in spans for o in others)


def _told_already(change: kinds.ClaimChange, known: Sequence[kinds.ClaimChange]) -> bool:
    return any(_any_over(k.claim_spans, change.claim_spans) for k in known)


def _in_place(source: SourceIndex, claim: Side, found: Answer) -> list[kinds.ClaimChange]:
    """Words that stand in the place of others of their kind, and words that nothing in the other report answers."""
    states = states_of(found)
    out: list[kinds.ClaimChange] = []
    for mine, theirs in stretches(source, found):
        for n in mine:
            word = found.words[n]
            if any(opposed(word.word.text, t.word.text) for t in theirs):
                out.append(
                    _change(source, claim, word, next(t for t in theirs if opposed(word.word.text, t.word.text)))
                )
                continue
            if states[n] == "near" or (states[n] == "met" and word.part not in ("number", "day", "name")):
                continue
            instead = [t for t in theirs if t.part == word.part]
            if not instead and states[n] not in ("new", "far"):
                continue
            other = instead[0] if instead else None
            if other is not None and other.keys & word.keys:
                continue
            out.append(_change(source, claim, word, other))
    return out


def _change(source: SourceIndex, claim: Side, word: Told, other: Told | None) -> kinds.ClaimChange:
    mine = shown(claim.cut(_place(word)))
    if other is None or not source.side.source([_place(other)]):
        return kinds.ClaimChange(
            type="unsupported_addition",
            claim_spans=claim.source([_place(word)]),
            explanation=f"Nothing there answers {mine}.",
        )
    kind = _TYPE_OF_PART[word.part]
    if opposed(word.word.text, other.word.text):
        kind = "polarity_changed"
    theirs = shown(source.side.cut(_place(other)))
    return kinds.ClaimChange(
        type=kind,
        claim_spans=claim.source([_place(word)]),
        other_spans=source.side.source([_place(other)]),
        explanation=f"{mine} stands where the other report has {theirs}.",
    )


# ---------------------------------------------------------------- clauses


def _clauses(
    source: SourceIndex, claim: Side, found: Answer, whole: Mapping[str, float], settings: Settings
) -> list[kinds.ClaimClause]:
    """The clauses of a sentence that has several, each with its own verdict."""
    groups: list[list[Told]] = []
    clause = -1
    for t in found.words:
        full = bool(groups) and sum(bool(w.bits) for w in groups[-1]) >= _CLAUSE_WORDS_LEAST
        if not groups or (t.word.clause != clause and full):
            groups.append([])
        groups[-1].append(t)
        clause = t.word.clause
    if len(groups) > 1 and sum(bool(w.bits) for w in groups[-1]) < _CLAUSE_WORDS_LEAST:
        tail = groups.pop()
        groups[-1] += tail
    if len(groups) < 2:
        return []
    out = []
    for words in groups:
        here = answer(source, words)
        features = sentence_features(source, here)
        score = _score({**features, **whole}, False, settings)
        spans = claim.source([(words[0].word.start, words[-1].word.end)])
        if spans:
            span = Span(min(s.start for s in spans), max(s.end for s in spans))
            verdict, _ = _verdict(score, features, False, settings)
            out.append(kinds.ClaimClause(span=span, verdict=verdict, score=score))
    return out

"""What speaks for and against a claim, in numbers: the features that the comparer of claims weighs.

Each counts something a reader could point at: words that no evidence answers, by part of speech; a figure or name that
the source has elsewhere; a word exchanged for its opposite; neighbours that the source never brings together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from retold.record.claim_evidence import ALIKE, EQUAL, NEAR, Answer, SourceIndex, Told
from retold.record.lexicon import is_a, opposed, word_set

_PARTS = ("name", "number", "day", "noun", "verb", "adjective", "adverb")
_MODALS = word_set("will would could may might should must can shall")
_HE = word_set("he him his himself")
_SHE = word_set("she her hers herself")
_THEY = word_set("they them their theirs themselves")
PREPOSITIONS = word_set(
    "in on at to from by with without for against before after during until since over under above below into out up "
    "down off between among through near behind despite amid towards"
)
OPPOSED_PREPOSITIONS = [
    frozenset(p.split("|"))
    for p in (
        "before|after to|from with|without for|against over|under above|below into|out up|down on|off in|out since|until"
    ).split()
]
_PREFIXES = ("un", "in", "im", "dis", "non", "il", "ir")
_MOST = 3.0
STEP_WORDS = 150  # of a sentence are set against the evidence word by word


def _cap(value: float) -> float:
    return min(_MOST, value)


def negative_forms(left: str, right: str) -> bool:
    """Whether one of two stems is the other with a negating prefix: able, unable."""
    short, long = sorted((left, right), key=len)
    return len(short) >= 3 and any(long == p + short for p in _PREFIXES)


def claim_features(source: SourceIndex, found: Answer) -> dict[str, float]:
    """The features of one sentence of a claim; most are counts, capped at three, or shares of its words."""
    words = found.words
    out: dict[str, float] = {}
    content = [n for n, t in enumerate(words) if t.bits]
    mass = sum(words[n].bits for n in content) or 1.0
    states = states_of(found)
    out.update(_unanswered(words, content, states, mass))
    out.update(_exchanged(source, found, states))
    out.update(_in_place(source, found, states))
    out.update(_wording(source, words))
    out.update(_neighbours(source, found, content))
    out.update(_order(source, found))
    out.update(_polarity(source, found))
    out.update(_small_words(source, found))
    out.update(_pronouns(source, found))
    out["cover"] = sum(words[n].bits * found.sure.get(n, 0.0) for n in content) / mass
    first = set(found.evidence[:1])
    out["cover_first"] = (
        sum(
            words[n].bits * found.sure[n]
            for n in content
            if n in found.pairs and source.words[found.pairs[n]].word.sentence in first
        )
        / mass
    )
    out["evidence"] = float(len(found.evidence))
    out["spread"] = math.log1p(max(found.evidence) - min(found.evidence)) if len(found.evidence) > 1 else 0.0
    out["length"] = math.log1p(len(content))
    out["lead"] = 1.0 / (1 + found.evidence[0]) if found.evidence else 0.0
    return out


def states_of(found: Answer) -> list[str]:
    """For each word: "met" in the evidence, "near" there by a synonym, "far": elsewhere only, "new": nowhere, "" no content."""
    states = []
    for n, t in enumerate(found.words):
        sure = found.sure.get(n, 0.0)
        if not t.bits:
            states.append("")
        elif sure >= EQUAL:
            states.append("met")
        elif sure >= NEAR:
            states.append("near")
        elif any(s >= EQUAL for s in found.places[n].values()):
            states.append("far")
        elif sure >= ALIKE or any(s >= NEAR for s in found.places[n].values()):
            states.append("akin")
        else:
            states.append("new")
    return states


def _unanswered(words: Sequence[Told], content: Sequence[int], states: Sequence[str], mass: float) -> dict[str, float]:
    out = {f"{state}_{part}": 0.0 for state in ("new", "far", "akin", "near") for part in _PARTS}
    shares = dict.fromkeys(("new", "far", "akin", "near"), 0.0)
    most = 0.0
    for n in content:
        if states[n] != "met":
            out[f"{states[n]}_{words[n].part}"] += 1
            shares[states[n]] += words[n].bits / mass
            if states[n] == "new":
                most = max(most, words[n].bits)
    out = {name: _cap(value) for name, value in out.items()}
    out.update({f"{state}_share": share for state, share in shares.items()})
    out["new_rarest"] = most
    out["any_new"] = float(any(states[n] == "new" for n in content))
    out["any_far"] = float(any(states[n] == "far" for n in content))
    return out


def gaps(source: SourceIndex, found: Answer, states: Sequence[str]) -> list[tuple[list[int], list[Told]]]:
    """The runs of the claim's words that evidence does not answer, each with the words that stand there instead.

    They stand instead where the words before and after the run have answers in one sentence of the source, close together.
    """
    words = found.words
    runs: list[list[int]] = []
    for n, state in enumerate(states):
        if state in ("new", "far", "akin"):
            if runs and all(not words[m].bits for m in range(runs[-1][-1] + 1, n)) and n - runs[-1][-1] <= 3:
                runs[-1].append(n)
            else:
                runs.append([n])
    taken = set(found.pairs.values())
    out = []
    for run in runs:
        before = next((n for n in range(run[0] - 1, -1, -1) if found.sure.get(n, 0) >= NEAR), None)
        after = next((n for n in range(run[-1] + 1, len(words)) if found.sure.get(n, 0) >= NEAR), None)
        there: list[Told] = []
        ends = [found.pairs[n] for n in (before, after) if n is not None]
        if len(ends) == 2 and source.words[ends[0]].word.sentence == source.words[ends[1]].word.sentence:
            if 0 < ends[1] - ends[0] <= len(run) + 8:
                there = source.words[ends[0] + 1 : ends[1]]
        elif len(ends) == 1 or (len(ends) == 2 and run[0] and run[-1] + 1 < len(words)):
            at = found.pairs[before] if before == run[0] - 1 and before is not None else None
            if at is not None:
                sentence = source.words[at].word.sentence
                there = [t for t in source.words[at + 1 : at + 4] if t.word.sentence == sentence]
            elif after is not None and after == run[-1] + 1:
                at = found.pairs[after]
                sentence = source.words[at].word.sentence
                there = [t for t in source.words[max(0, at - 3) : at] if t.word.sentence == sentence]
        out.append((run, [t for t in there if t.bits and t.place not in taken]))
    return out


def in_step(source: SourceIndex, found: Answer) -> dict[int, int]:
    """The words of the claim that stand in the order of its best evidence: index in `words` -> place in the source."""
    if not found.evidence:
        return {}
    mine = found.words[:STEP_WORDS]
    theirs = source.sentences[found.evidence[0]][:STEP_WORDS]
    worth = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    likeness: dict[tuple[int, int], float] = {}
    at = {t.place: j for j, t in enumerate(theirs)}
    for i, t in enumerate(mine):
        if t.bits:
            for place, sure in found.places[i].items():
                j = at.get(place)
                if j is not None and sure >= NEAR:
                    likeness[i, j] = sure * (t.bits + 2)
        else:
            for j, other in enumerate(theirs):
                if not other.bits and other.word.folded == t.word.folded:
                    likeness[i, j] = 0.5
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            best = max(worth[i + 1][j], worth[i][j + 1])
            like = likeness.get((i, j))
            if like is not None:
                best = max(best, worth[i + 1][j + 1] + like)
            worth[i][j] = best
    out: dict[int, int] = {}
    i = j = 0
    while i < len(mine) and j < len(theirs):
        like = likeness.get((i, j))
        if like is not None and worth[i][j] <= worth[i + 1][j + 1] + like + 1e-9:
            out[i] = theirs[j].place
            i, j = i + 1, j + 1
        elif worth[i][j] <= worth[i + 1][j] + 1e-9:
            i += 1
        else:
            j += 1
    return out


def stretches(source: SourceIndex, found: Answer) -> list[tuple[list[int], list[Told]]]:
    """Where claim and best evidence part between two words in step: the claim's content words there, and the source's."""
    step = sorted(in_step(source, found).items())
    if not step:
        return []
    sentence = source.sentences[found.evidence[0]]
    first, last = sentence[0].place, sentence[-1].place
    ends = [(-1, first - 1), *step, (len(found.words), last + 1)]
    out = []
    for (i, p), (k, q) in pairwise(ends):
        mine = [n for n in range(i + 1, k) if found.words[n].bits]
        # What the evidence says before the claim begins and after it ends is left out, not exchanged.
        lo = max(p + 1, q - 4) if i < 0 else p + 1
        hi = min(q, p + 5) if k == len(found.words) else q
        theirs = [source.words[n] for n in range(lo, hi) if source.words[n].bits]
        if mine or (theirs and i >= 0 and k < len(found.words)):
            out.append((mine, theirs))
    return out


def _in_place(source: SourceIndex, found: Answer, states: Sequence[str]) -> dict[str, float]:
    """Word by word against the best evidence: what stands in the place of what, what was put in, what left out."""
    words = found.words
    out = {f"{how}_{part}": 0.0 for how in ("for", "into", "misplaced") for part in _PARTS}
    out["opposite_in_place"] = out["synonym_in_place"] = 0.0
    step = in_step(source, found)
    content = [n for n, t in enumerate(words) if t.bits]
    for mine, theirs in stretches(source, found):
        parts = {t.part for t in theirs}
        for n in mine:
            part = words[n].part
            moved = states[n] in ("met", "near")
            if any(
                opposed(words[n].word.text, t.word.text) or negative_forms(words[n].word.stem, t.word.stem)
                for t in theirs
            ):
                out["opposite_in_place"] += 1
            if part in parts:
                out[f"{'misplaced' if moved else 'for'}_{part}"] += 1
            elif not theirs and not moved:
                out[f"into_{part}"] += 1
    for n, _place in step.items():
        if words[n].bits and states[n] == "near":
            out["synonym_in_place"] += 1
    out = {name: _cap(value) for name, value in out.items()}
    out["in_step"] = sum(words[n].bits for n in step) / (sum(words[n].bits for n in content) or 1.0)
    close = float(out["in_step"] >= 0.6)
    out["close"] = close
    for kind in _PARTS:
        out[f"close_for_{kind}"] = close * _cap(out[f"for_{kind}"] + out[f"misplaced_{kind}"])
    return out


def _exchanged(source: SourceIndex, found: Answer, states: Sequence[str]) -> dict[str, float]:
    words = found.words
    out = {f"{how}_{part}": 0.0 for how in ("instead", "put_in") for part in _PARTS}
    opposite = 0.0
    for run, there in gaps(source, found, states):
        parts = {t.part for t in there}
        for n in run:
            if words[n].part in parts:
                out[f"instead_{words[n].part}"] += 1
            elif not there:
                out[f"put_in_{words[n].part}"] += 1
        for n in run:
            for t in there:
                if opposed(words[n].word.text, t.word.text) or negative_forms(words[n].word.stem, t.word.stem):
                    opposite += 1
    evidence = [t for s in found.evidence[:2] for t in source.sentences[s] if t.bits]
    taken = set(found.pairs.values())
    loose = 0.0
    for n, t in enumerate(words):
        if states[n] in ("new", "far", "akin", "near"):
            against = [e for e in evidence if e.place not in taken or states[n] == "near"]
            loose += any(opposed(t.word.text, e.word.text) or negative_forms(t.word.stem, e.word.stem) for e in against)
    out = {name: _cap(value) for name, value in out.items()}
    out["opposite"] = _cap(opposite)
    out["opposite_loose"] = _cap(loose)
    return out


def _wording(source: SourceIndex, words: Sequence[Told]) -> dict[str, float]:
    folded = [t.word.folded for t in words]
    triples = [tuple(folded[n : n + 3]) for n in range(len(folded) - 2)]
    same = [t in source.runs for t in triples]
    longest = run = 0
    breaks = 0
    for n, s in enumerate(same):
        run = run + 1 if s else 0
        longest = max(longest, run)
        breaks += bool(n and same[n - 1] and not s)
    size = max(1, len(triples))
    return {
        "verbatim": sum(same) / size,
        "verbatim_all": float(bool(same) and all(same)),
        "longest": longest / size,
        "breaks": _cap(breaks),
    }


def _neighbours(source: SourceIndex, found: Answer, content: Sequence[int]) -> dict[str, float]:
    """How far apart in the source the claim's neighbours stand."""
    words = found.words
    apart = weight = 0.0
    parted = {"name_name": 0.0, "name_verb": 0.0, "number_noun": 0.0, "other": 0.0}
    seen = dict.fromkeys(parted, 0)
    reach: dict[int, dict[int, list[int]]] = {}
    for n in content:
        by_sentence: dict[int, list[int]] = {}
        for place, sure in found.places[n].items():
            if sure >= NEAR:
                by_sentence.setdefault(source.words[place].word.sentence, []).append(place)
        reach[n] = by_sentence
    for at, n in enumerate(content):
        for m in content[at + 1 : at + 4]:
            if not reach[n] or not reach[m]:
                continue
            step = m - n
            least = 99
            for sentence, places in reach[n].items():
                for other in reach[m].get(sentence, ()):
                    least = min(least, *(abs(abs(other - p) - step) for p in places))
            loss = 1.0 if least == 99 else min(1.0, least / 12)
            worth = (words[n].bits + words[m].bits) / (1 + content.index(m) - at)
            apart += loss * worth
            weight += worth
            kinds = {words[n].part, words[m].part}
            if kinds == {"name"}:
                slot = "name_name"
            elif "name" in kinds and "verb" in kinds:
                slot = "name_verb"
            elif "number" in kinds and content.index(m) == at + 1:
                slot = "number_noun"
            else:
                slot = "other"
            seen[slot] += 1
            parted[slot] += least == 99
    out = {"apart": apart / weight if weight else 0.0}
    for slot, count in parted.items():
        out[f"parted_{slot}"] = count / seen[slot] if seen[slot] else 0.0
    return out


def _order(source: SourceIndex, found: Answer) -> dict[str, float]:
    """Answers in another order: the marks of exchanged roles, and of a reordered sentence."""
    by_sentence: dict[int, list[tuple[int, int]]] = {}
    for n, place in sorted(found.pairs.items()):
        by_sentence.setdefault(source.words[place].word.sentence, []).append((n, place))
    turned = pairs = names = 0.0
    for group in by_sentence.values():
        for (_, p), (_, q) in pairwise(group):
            pairs += 1
            turned += q < p
        heads = [(n, p) for n, p in group if found.words[n].part in ("name", "number")]
        names += sum(q < p for (_, p), (_, q) in pairwise(heads))
    return {"turned": turned / pairs if pairs else 0.0, "names_turned": _cap(names)}


def _polarity(source: SourceIndex, found: Answer) -> dict[str, float]:
    """Negation and modality that only one side has."""
    words = found.words
    out = dict.fromkeys(("negated", "unnegated", "modal_new", "modal_gone", "hedge_new", "hedge_gone"), 0.0)
    mine = [n for n, t in enumerate(words) if is_a("negator", t.word.text)]
    around: list[Told] = []
    for s in found.evidence:
        places = [p for n, p in found.pairs.items() if source.words[p].word.sentence == s]
        if places:
            lo, hi = min(places), max(places)
            around += [t for t in source.sentences[s] if lo - 3 <= t.place <= hi + 1]
    theirs = [t for t in around if is_a("negator", t.word.text)]
    negative = any(is_a("negative", t.word.text) for t in around)
    out["negated"] = _cap(max(0, len(mine) - len(theirs))) * (0.5 if negative else 1.0)
    out["unnegated"] = _cap(max(0, len(theirs) - len(mine)))
    my_modals = {t.word.folded for t in words if t.word.folded in _MODALS}
    their_modals = {t.word.folded for t in around if t.word.folded in _MODALS}
    out["modal_new"] = float(bool(my_modals) and not their_modals)
    out["modal_gone"] = float(bool(their_modals) and not my_modals)
    my_hedges = sum(is_a("hedge", t.word.text) for t in words)
    their_hedges = sum(is_a("hedge", t.word.text) for t in around)
    out["hedge_new"] = float(my_hedges > their_hedges)
    out["hedge_gone"] = float(my_hedges < their_hedges)
    return out


def _small_words(source: SourceIndex, found: Answer) -> dict[str, float]:
    """Prepositions between answered neighbours that are others in the source."""
    words = found.words
    answered = sorted(n for n, s in found.sure.items() if s >= NEAR)
    flips = differ = 0.0
    for a, b in pairwise(answered):
        p, q = found.pairs[a], found.pairs[b]
        if b - a > 4 or not 0 < q - p <= 5 or any(words[n].bits for n in range(a + 1, b)):
            continue
        if source.words[p].word.sentence != source.words[q].word.sentence:
            continue
        mine = {words[n].word.folded for n in range(a + 1, b)} & PREPOSITIONS
        theirs = {source.words[n].word.folded for n in range(p + 1, q)} & PREPOSITIONS
        if mine and theirs and mine.isdisjoint(theirs):
            differ += 1
            flips += any(pair & mine and pair & theirs for pair in OPPOSED_PREPOSITIONS)
    return {"preposition": _cap(differ), "preposition_opposed": _cap(flips)}


def _pronouns(source: SourceIndex, found: Answer) -> dict[str, float]:
    around = {t.word.folded for s in found.evidence for k in (s - 1, s) if k >= 0 for t in source.sentences[k]}
    mine = {t.word.folded for t in found.words}
    out = {"pronoun_new": 0.0, "pronoun_nowhere": 0.0}
    for group in (_HE, _SHE, _THEY):
        if mine & group:
            out["pronoun_new"] += not around & group
            out["pronoun_nowhere"] += not source.folded & group
    out["pronoun"] = float(bool(mine & (_HE | _SHE)))
    return out

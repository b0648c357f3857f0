"""Which words of a claim are to blame: what stands in the source at their place, and in what company they are there.

Where claim_features.py holds a sentence against its best evidence as a whole, this looks at each word with its own
neighbours, in whatever sentence of the evidence they are met.
"""

from __future__ import annotations

from collections.abc import Sequence

from retold.record.claim_evidence import NEAR, Answer, SourceIndex, Told, rivals
from retold.record.claim_features import OPPOSED_PREPOSITIONS, PREPOSITIONS, negative_forms, states_of
from retold.record.lexicon import is_a, opposed

_AROUND = 6  # words before and after that are neighbours
_DRIFT = 3  # how far the order of neighbours may shift and still be the same wording, in words
_AROUND_MOST = 6  # neighbours that are asked
_FAR = 12  # words: neighbours that stand further apart in the source than this are not neighbours there
_MOST = 3.0  # a sentence may be blamed for one thing no oftener
# What belongs together: who did what, what there are so many of.
_LINKS = frozenset(
    p for a, b in (("name", "verb"), ("name", "name"), ("number", "noun"), ("noun", "verb")) for p in ((a, b), (b, a))
) - {("noun", "number")}
_LOOSE = ("new", "far", "akin")


def anchors(source: SourceIndex, found: Answer, n: int) -> tuple[list[int], list[int]]:
    """The content words around word `n`, and those of them that stand together in one sentence of the evidence."""
    words = found.words
    around = [m for m in range(max(0, n - _AROUND), min(len(words), n + _AROUND + 1)) if m != n and words[m].bits]
    around.sort(key=lambda m: (abs(m - n), m))
    around = around[:_AROUND_MOST]
    best: list[int] = []
    for a in around:
        if found.sure.get(a, 0.0) < NEAR:
            continue
        shift = found.pairs[a] - a
        sentence = source.words[found.pairs[a]].word.sentence
        group = [
            m
            for m in around
            if found.sure.get(m, 0.0) >= NEAR
            and source.words[found.pairs[m]].word.sentence == sentence
            and abs(found.pairs[m] - m - shift) <= _DRIFT
        ]
        if len(group) > len(best):
            best = group
    return around, sorted(best)


def standing_there(source: SourceIndex, found: Answer, n: int, together: Sequence[int], taken: set[int]) -> list[Told]:
    """The content words of the source at the place where the claim has word `n`, those that answer others left out."""
    before = [m for m in together if m < n]
    after = [m for m in together if m > n]
    if before and after:
        lo, hi = found.pairs[before[-1]] + 1, found.pairs[after[0]]
        if hi - lo > after[0] - before[-1] + 4:
            middle = found.pairs[before[-1]] + n - before[-1]
            lo, hi = max(lo, middle - 2), min(hi, middle + 3)
    elif before:
        at = found.pairs[before[-1]] + n - before[-1]
        lo, hi = max(found.pairs[before[-1]] + 1, at - 2), at + 3
    elif after:
        at = found.pairs[after[0]] - (after[0] - n)
        lo, hi = at - 2, min(found.pairs[after[0]], at + 3)
    else:
        return []
    sentence = source.words[found.pairs[together[0]]].word.sentence
    return [
        t
        for t in source.words[max(0, lo) : max(0, hi)]
        if t.bits and t.word.sentence == sentence and t.place not in taken
    ]


def rivals_in_place(source: SourceIndex, found: Answer) -> list[tuple[int, Told]]:
    """The words that the evidence has not, each with the other one of its kind that stands in its place: van, lorry."""
    return [(n, o) for n, there in _unanswered(source, found) for o in there if rivals(found.words[n], o)][
        :_AROUND_MOST
    ]


def _unanswered(source: SourceIndex, found: Answer) -> list[tuple[int, list[Told]]]:
    taken = _taken(found)
    out = []
    for n, state in enumerate(states_of(found)):
        if state in _LOOSE:
            _, together = anchors(source, found, n)
            there = standing_there(source, found, n, together, taken)
            out.append((n, [o for o in there if not o.keys & found.words[n].keys and o.place != found.pairs.get(n)]))
    return out


def _taken(found: Answer) -> set[int]:
    return {p for n, p in found.pairs.items() if found.sure[n] >= NEAR}


def blame_features(source: SourceIndex, found: Answer) -> dict[str, float]:
    """What speaks against the words of a sentence, summed over them; names begin with "blame_"."""
    states = states_of(found)
    content = [n for n, t in enumerate(found.words) if t.bits]
    taken = _taken(found)
    idle = [t for s in found.evidence for t in source.sentences[s] if t.bits and t.place not in taken]
    reach = {n: _reach(source, found, n) for n in content}
    total: dict[str, float] = {}
    for at, n in enumerate(content):
        for part in (
            _at_its_place(source, found, n, states[n], taken, idle),
            _company(found, content, at, reach) if states[n] in ("met", "near", "far") else {},
            _small_words(source, found, n),
        ):
            for name, value in part.items():
                total[name] = total.get(name, 0.0) + value
    return {f"blame_{name}": round(min(_MOST, value), 6) for name, value in total.items()}


def _at_its_place(
    source: SourceIndex, found: Answer, n: int, state: str, taken: set[int], idle: Sequence[Told]
) -> dict[str, float]:
    """What the source has where the claim has word `n`; `idle` are the words of the evidence that answer nothing."""
    t = found.words[n]
    around, together = anchors(source, found, n)
    close = len(together) / len(around) if around else 0.0
    mine = found.pairs.get(n)
    there = standing_there(source, found, n, together, taken)
    instead = [o for o in there if not o.keys & t.keys and o.place != mine]
    here = mine is not None and any(abs(mine - n - (found.pairs[m] - m)) <= 2 * _DRIFT for m in together)
    off = bool(together) and not here
    out: dict[str, float] = {}
    if state in _LOOSE:
        out[f"{state}_close"] = close
    if state in _LOOSE or off:
        kind = "for" if state in _LOOSE else "misplaced"
        if any(o.part == t.part and not o.near & t.near for o in instead):
            out[f"{kind}_{t.part}"] = close
        if any(rivals(t, o) for o in instead):
            out[f"{kind}_rival"] = 1.0
        if state != "met" and not instead and together and t.part in ("name", "number", "day"):
            out["put_in"] = close
    if any(_turned(t, o) for o in instead):
        out["opposite"] = 1.0
    if state == "met":
        if off:
            out[f"off_{t.part}"] = close
    else:
        if any(rivals(t, o) for o in idle):
            out["rival_loose"] = 1.0
        if any(_turned(t, o) for o in idle):
            out["opposite_loose"] = 1.0
    return out


def _turned(left: Told, right: Told) -> bool:
    return bool(opposed(left.word.text, right.word.text)) or negative_forms(left.word.stem, right.word.stem)


def _reach(source: SourceIndex, found: Answer, n: int) -> dict[int, list[int]]:
    """Sentence of the source -> where in it word `n` is met."""
    out: dict[int, list[int]] = {}
    for place, sure in found.places[n].items():
        if sure >= NEAR:
            out.setdefault(source.words[place].word.sentence, []).append(place)
    return out


def _company(
    found: Answer, content: Sequence[int], at: int, reach: dict[int, dict[int, list[int]]]
) -> dict[str, float]:
    """Whether the source brings a word together with the two content words before and after it, and how closely."""
    out: dict[str, float] = {}
    n = content[at]
    part = found.words[n].part
    for step in (-2, -1, 1, 2):
        if not 0 <= at + step < len(content) or not reach[content[at + step]]:
            continue
        m = content[at + step]
        other = found.words[m].part
        linked = (part, other) in _LINKS
        worth = 1.0 / abs(step)
        shared = reach[n].keys() & reach[m].keys()
        if not shared:
            name = f"link_{part}_{other}" if linked else f"link_{part}"
            out[name] = out.get(name, 0.0) + worth
        elif linked:
            least = min(abs(q - p - (m - n)) for s in shared for p in reach[n][s] for q in reach[m][s])
            out[f"apart_{part}"] = out.get(f"apart_{part}", 0.0) + worth * min(1.0, least / _FAR)
    return out


def _small_words(source: SourceIndex, found: Answer, n: int) -> dict[str, float]:
    """The preposition before a word, and a negation, against those before its answer."""
    if found.sure.get(n, 0.0) < NEAR:
        return {}
    place = found.pairs[n]
    here = source.words[place].word.sentence

    def before(words: Sequence[Told], at: int, least: int, most: int) -> list[Told]:
        return [t for t in words[max(0, at - least) : at + most] if words is found.words or t.word.sentence == here]

    mine, theirs = before(found.words, n, 3, 0), before(source.words, place, 3, 0)
    own, wide = before(found.words, n, 5, 2), before(source.words, place, 5, 2)
    out: dict[str, float] = {}
    left, right = ({t.word.folded for t in side} & PREPOSITIONS for side in (mine, theirs))
    if left and right and left.isdisjoint(right) and any(p & left and p & right for p in OPPOSED_PREPOSITIONS):
        out["preposition_opposed"] = 1.0
    for name, narrow, across in (("negated", mine, wide), ("unnegated", theirs, own)):
        negative = any(is_a("negator", t.word.text) or is_a("negative", t.word.text) for t in across)
        if any(is_a("negator", t.word.text) for t in narrow) and not negative:
            out[name] = 1.0
    return out

"""Omissions: what the parent says and the child leaves out, sentence by sentence and inside a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record.comparing import Finding, Place, Said, Sheet, Side, W, shown
from retold.record.denials import find_denials, is_denial
from retold.record.lexicon import word_set
from retold.record.speakers import same_name, speaks_for
from retold.words import fold, split_words, stem

LEAST_WORDS = 4  # content words in a stretch worth naming


def compare_omissions(sheet: Sheet) -> Iterator[Finding]:
    """Statements, participants and details dropped."""
    dropped = sorted({n for child, parent in sheet.alone if not child for n in parent} - set(sheet.child_of))
    near_gap = _near_gap(sheet) | set(find_denials(sheet)).intersection(dropped)
    spoken = sheet.parent.statements
    for at in dropped:
        if at in near_gap or sheet.parent.sentences[at].role in ("headline", "caption", "note", "subhead"):
            continue
        yield from _sentence(sheet, at, [s for s in spoken if s.sentence == at])
    for at in sorted(sheet.child_of):
        if at in near_gap or sheet.parent.sentences[at].role in ("headline", "caption"):
            continue
        mine = [s for s in spoken if s.sentence == at]
        if mine and _only_lends(sheet, at):
            yield from _sentence(sheet, at, mine)
        else:
            yield from _stretches(sheet, at, mine)
            yield from _contrasts(sheet, at)


def _only_lends(sheet: Sheet, at: int) -> bool:
    """Whether a sentence of the parent lent the child a phrase and no more.

    Every sentence of the child that it is linked to answers another sentence better, and less than half of its
    words are anywhere answered: what it says is gone.
    """
    words = sheet.parent.words(at)
    whole = sum(w.content for w in words)
    if len(_answered(sheet, at, words)) >= sheet.settings.record_lent_phrase * max(1, whole):
        return False
    for unit in sheet.units_of.get(at, ()):
        if not unit.headline:
            counts: dict[int, int] = {}
            for j in unit.back:
                counts[unit.pw[j].sentence] = counts.get(unit.pw[j].sentence, 0) + 1
            if all(n == at or counts[n] <= counts.get(at, 0) for n in counts):
                return False
    return True


def _near_gap(sheet: Sheet) -> set[int]:
    """Sentences of the parent that may have stood where the child has a gap: nothing is claimed of them."""
    gaps = [s.text_start for s in sheet.child.report.segments if s.op == "gap"]
    gaps += [
        place[1]
        for d in sheet.child.report.defects
        if d.lost not in ("none", "0") and (place := sheet.child.place(d.kept_span or d.span)) is not None
    ]
    found: set[int] = set()
    starts = [s.start for s in sheet.child.sentences]
    for gap in sorted(set(gaps)):
        before = [n for n, start in enumerate(starts) if start <= gap][-1:]
        after = [n for n, start in enumerate(starts) if start > gap][:1]
        linked = [sorted(sheet.parent_of.get(n, ())) for n in (*before, *after)]
        for side in linked:
            found.update(side)
        if len(linked) == 2 and all(linked):
            low, high = max(linked[0]), min(linked[1])
            if high - low <= 3:
                found.update(range(low, high + 1))
    return found


def _kept(sheet: Sheet, words: Sequence[W]) -> float:
    return sum(sheet.child.has(w) for w in words) / max(1, len(words))


def _sentence(sheet: Sheet, at: int, spoken: Sequence[Said]) -> Iterator[Finding]:
    sentence = sheet.parent.sentences[at]
    words = [w for w in sheet.parent.words(at) if w.content]
    place = sentence.start, sentence.end
    text = shown(sheet.parent.cut(place), 160)
    if spoken:
        who = ", ".join(spoken[0].speaker)
        why = f"A statement of {who or 'the parent'} is not in this report: {text}."
        said = [w for w in sheet.parent.words_in([p for s in spoken for p in s.content]) if w.content]
        # A denial that the child has no answer to is told by compare_denials.
        denied = any(is_denial(sheet.parent.words(at), k) for k in range(len(sheet.parent.words(at))))
        told = denied or (len(said) > 2 and _kept(sheet, said) > sheet.settings.record_restated)
        yield Finding(
            "statement_dropped", [], [place], why, None if _is_silenced(sheet, spoken) and not told else "low"
        )
        return
    if len(words) < 3:
        return
    absent = _absent_people(sheet, at)
    if absent:
        why = (
            f"{' and '.join(absent)}, in the parent, {'is' if len(absent) == 1 else 'are'} not in this report: {text}."
        )
        yield Finding("participant_dropped", [], [place], why, None if _retells_most(sheet) else "low")
    elif _kept(sheet, words) <= sheet.settings.record_restated:
        yield Finding("detail_dropped", [], [place], f"Not in this report: {text}.")


def _is_silenced(sheet: Sheet, spoken: Sequence[Said]) -> bool:
    """Whether a child that retells most of its parent does not let the speakers say anything.

    A brief drops most statements, and who is quoted on one thing need not be quoted on all: that is selection.
    """
    body = _body(sheet)
    if not _retells_most(sheet):
        return False
    # Reports are cut from the end: what nothing that was kept follows was not picked out.
    if all(n not in sheet.child_of for n in body if n > spoken[-1].sentence):
        return False
    voices = [v for s in sheet.child.statements for v in s.speaker]
    named = [name for s in spoken for name in s.speaker]
    if any(_is_told_of(sheet, s) for s in spoken):
        return False
    if any(speaks_for(sheet.parent, name, voice) for name in named for voice in voices):
        return False  # "ministry spokeswoman Alicia Paredes said" -> "the ministry said"
    return bool(named) and not any(same_name(name, voice) for name in named for voice in voices)


_TELLING = word_set(
    "say says said saying tell tells told telling according stressed stress stresses announced announce confirmed confirm clear "
    "want wants wanted ask asks asked demand demands demanded call calls called "
    "warned warns insisted insists stated noted added argued explained admitted reported view opinion eyes words condition"
)
TOLD_WORDS = 8  # how far from whom it names a word of saying may stand


def _is_told_of(sheet: Sheet, spoken: Said) -> bool:
    """Whether the child has who speaks beside a word of saying, or nothing was said: "Vance said nothing as he left"."""
    told = sheet.parent.words_in(spoken.content)
    if len([w for w in told if w.content]) < 2 or told[0].folded in ("nothing", "little"):
        return True
    heads = {stem(fold(named[-1].text)) for name in spoken.speaker if (named := split_words(name))}
    if spoken.frame:
        heads |= {w.stem for w in sheet.parent.words_in(spoken.frame[:1])[-1:] if w.content}
    for n in range(len(sheet.child.sentences)):
        words = sheet.child.words(n)
        at = [k for k, w in enumerate(words) if w.stem in heads]
        if any(w.folded in _TELLING for k in at for w in words[max(0, k - TOLD_WORDS) : k + TOLD_WORDS]):
            return True
    return False


def _body(sheet: Sheet) -> list[int]:
    return [n for n, s in enumerate(sheet.parent.sentences) if s.role in ("lead", "body")]


def _retells_most(sheet: Sheet) -> bool:
    """Whether the child retells so much of its parent that what it leaves out was chosen."""
    body = _body(sheet)
    return sum(n in sheet.child_of for n in body) >= sheet.settings.record_full_retelling * len(body)


def _absent_people(sheet: Sheet, at: int) -> list[str]:
    """People named in a sentence of the parent of whom the child has not even the last name."""
    known = sheet.child.folded
    found = []
    for person in sheet.parent.facts.people:
        parts = [fold(w.text) for w in split_words(person.name)]
        places = [p for p in map(sheet.parent.place, person.mentions) if p is not None]
        if parts and not known & set(parts) and any(sheet.parent.sentence_at(p[0]) == at for p in places):
            found.append(person.name)
    return found


def _stretches(sheet: Sheet, at: int, spoken: Sequence[Said]) -> Iterator[Finding]:
    """Stretches of an aligned sentence of which next to nothing is in the sentences that answer it."""
    words = sheet.parent.words(at)
    answered = _answered(sheet, at, words)
    framed = [p for s in spoken for p in s.frame]
    scores = []
    for n, w in enumerate(words):
        inside = any(a <= w.start < b for a, b in framed)
        scores.append(0.0 if not w.content else (-1.5 if n in answered or inside else 1.0))
    for first, last in _best_runs(scores):
        stretch = words[first : last + 1]
        gone = [w for w in stretch if w.content]
        place = stretch[0].start, stretch[-1].end
        if _kept(sheet, gone) > sheet.settings.record_restated and sum(not sheet.child.has(w) for w in gone) < 2:
            continue
        child = _answering(sheet, at)
        holder = next(
            (s for s in spoken if _share(sheet.parent, s, place) >= sheet.settings.record_gone_statement), None
        )
        text = shown(sheet.parent.cut(place), 160)
        if holder is not None and not _figure_kept(sheet, at, holder, answered):
            who = ", ".join(holder.speaker)
            why = f"Most of what {who or 'the parent'} says is not in this report: {text}."
            yield Finding("statement_dropped", child, [place], why, "low")
        else:
            yield Finding("detail_dropped", child, [place], f"Left out where this report retells the rest: {text}.")


_CONTRAST = frozenset({"but", "although", "though", "however", "despite", "yet", "still"})
LEAST_CONTRAST = 2  # content words of a clause of contrast


def _contrasts(sheet: Sheet, at: int) -> Iterator[Finding]:
    """A clause of contrast of which nothing is answered: "welcomed the deal but repeated that ..." -> "welcomed the deal"."""
    words = sheet.parent.words(at)
    answered = _answered(sheet, at, words)
    for n, w in enumerate(words):
        if w.folded not in _CONTRAST or n < 2:
            continue
        end = n + 1
        while (
            end < len(words) and end - n < 20 and not (end > n + 1 and sheet.parent.parts(words[end - 1], words[end]))
        ):
            end += 1
        clause = [m for m in range(n + 1, end) if words[m].content]
        if (
            len(clause) < LEAST_CONTRAST
            or any(m in answered for m in clause)
            or not any(m in answered for m in range(n))
        ):
            continue
        if all(sheet.child.has(words[m]) for m in clause):
            continue
        place = w.start, words[end - 1].end
        why = f"The other side of it is left out: {shown(sheet.parent.cut(place), 160)}."
        yield Finding("detail_dropped", _answering(sheet, at), [place], why)
        return


def _figure_kept(sheet: Sheet, at: int, said: Said, answered: set[int]) -> bool:
    """Whether the child has a figure of the statement: then the statement is told in other words."""
    return any(
        w.kind == "number" and n in answered and any(a <= w.start < b for a, b in said.content)
        for n, w in enumerate(sheet.parent.words(at))
    )


def _answering(sheet: Sheet, at: int) -> list[Place]:
    children = sorted(sheet.child_of.get(at, ()))
    return [(sheet.child.sentences[n].start, sheet.child.sentences[n].end) for n in children[:1]]


def _answered(sheet: Sheet, at: int, words: Sequence[W]) -> set[int]:
    """Which words of a parent's sentence some aligned sentence of the child answers."""
    starts = {w.start: n for n, w in enumerate(words)}
    found: set[int] = set()
    for unit in sheet.units_of.get(at, ()):
        if not unit.headline:
            found |= {starts[unit.pw[j].start] for j in unit.back if unit.pw[j].start in starts}
    return found


def _best_runs(scores: Sequence[float]) -> list[tuple[int, int]]:
    """Up to two stretches with the largest sums, of `LEAST_WORDS` at least, that do not overlap."""
    found: list[tuple[int, int]] = []
    rest = [(0, len(scores))]
    while rest and len(found) < 2:
        low, high = rest.pop(0)
        best, total, begin, place = 0.0, 0.0, low, None
        for n in range(low, high):
            if total <= 0:
                total, begin = 0.0, n
            total += scores[n]
            if total > best:
                best, place = total, (begin, n)
        if place is None or best < LEAST_WORDS:
            continue
        found.append(place)
        rest += [(low, place[0]), (place[1] + 1, high)]
    return sorted(found)


def _share(side: Side, said: Said, place: Place) -> float:
    words = [w for w in side.words_in(said.content) if w.content]
    return sum(place[0] <= w.start < place[1] for w in words) / max(1, len(words))

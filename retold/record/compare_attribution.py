"""Who said it: the same content under another speaker, under none, or under one where the narrator spoke."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.record import lexicon
from retold.record.comparing import Finding, Place, Said, Sheet, Side, W, became, content, same, shown
from retold.record.lexicon import word_set
from retold.record.speakers import compare_speakers, is_named, is_speaker, other_voices, same_name, voices
from retold.words import fold, split_words, stem

LEAST_WORDS = 3  # content words; a shorter statement is in every report

# Forms that only speech has: "state", "report" and "call" are nouns too.
_SAYING = word_set(
    "say says said saying tell tells told telling add adds added adding according stressed noted noting stated announced "
    "announcing argued insisted insists warned warns confirmed confirms quoted cited citing"
)


# Words that do what they say: who agreed or ordered is told as an actor, with or without them.
_ACTS = word_set(
    "agree agrees agreed agreeing pledge pledges pledged pledging vow vows vowed promise promises promised order orders "
    "ordered rule rules ruled ruling declare declares declared decide decides decided approve approved urge urges urged call "
    "calls called calling demand demands demanded reject rejects rejected"
)


def _keys(words: Sequence[W]) -> frozenset[str]:
    return frozenset(k for w in words if w.content for k in w.signs)


def _covered(words: Sequence[W], keys: frozenset[str]) -> float:
    carrying = content(words)
    if not carrying:
        return 0.0
    return sum(not w.signs.isdisjoint(keys) for w in carrying) / len(carrying)


def _met(words: Sequence[W], others: Sequence[W]) -> list[W]:
    """The carrying words of `words` that `others` have too."""
    keys = _keys(others)
    return [w for w in content(words) if not w.signs.isdisjoint(keys)]


def _hull(places: Sequence[Place]) -> Place:
    return min(p[0] for p in places), max(p[1] for p in places)


def compare_attribution(sheet: Sheet) -> Iterator[Finding]:
    """Attributions shifted, lost and gained; cues made stronger."""
    yield from _lost(sheet)
    yield from _lost_tags(sheet)
    yield from _shifted(sheet)
    yield from _taken_over(sheet)


def _inside(inner: Said, others: Sequence[Said]) -> bool:
    a = _hull(inner.content)
    return any(o is not inner and _hull(o.content)[0] <= a[0] and a[1] <= _hull(o.content)[1] for o in others)


def _lost(sheet: Sheet) -> Iterator[Finding]:
    for said in sheet.parent.statements:
        words = sheet.parent.words_in(said.content)
        acts = said.cue_class == "performative" or any(w in _ACTS for w in said.cue.casefold().split())
        if len(content(words)) < LEAST_WORDS or acts or not said.frame:
            continue
        spoken = any(w in _SAYING for w in said.cue.casefold().split())
        if not spoken and not any(is_speaker(sheet.parent, s) for s in said.speaker):
            continue
        if sheet.parent.sentences[said.sentence].role == "headline" or _inside(said, sheet.parent.statements):
            continue
        for at in sorted(sheet.child_of.get(said.sentence, ())):
            if sheet.child.sentences[at].role == "headline":
                continue
            mine = sheet.child.words(at)
            if _covered(words, _keys(mine)) < sheet.settings.record_same_statement:
                continue
            if _is_attributed(sheet.child, at):
                continue
            # Who says it of himself is named either way: "the charity said it had helped" -> "the charity helped".
            own = any(_is_in(s, mine) for s in said.speaker) or _names_speaker(mine, said)
            # "In the view of", "Their union said so": in other words somebody may still say it.
            own = own or any(_is_view(mine, n) for n in range(len(mine))) or _is_said_behind(sheet.child, at)
            own = own or _names_body(sheet.parent.words_in(said.frame[:1]), mine)
            told = _met(mine, words)
            child = told[0].start, told[-1].end
            frame = _hull(said.frame)
            how = shown(sheet.parent.cut(frame))
            named = any(map(is_named, said.speaker))
            who = shown(", ".join(said.speaker))
            told_by = f"In the parent {who} says it ({how})" if named else f"The parent says who says it ({how})"
            yield Finding(
                "attribution_lost",
                [child],
                said.frame,
                f"{told_by}; here the report itself does: {shown(sheet.child.cut(child))}.",
                "low"
                if own
                or _named_beside(sheet, said, at)
                or _last_words(said.speaker) & _ESTIMATES
                or _answers_elsewhere(sheet, said)
                or _answers_beside(sheet, said, at)
                or _covered(words, _keys(mine)) < SURE_SHARE
                else None,
            )
            break


def _names_body(frame: Sequence[W], mine: Sequence[W]) -> bool:
    """Whether a sentence has the name of the body that says it: "a survey by the institute Demos" -> "Demos has found"."""
    return any(w.kind == "name" and any(same(w, x) >= 2 for x in mine) for w in frame)


def _named_beside(sheet: Sheet, said: Said, at: int) -> bool:
    """Whether another sentence that retells the same sentence names the speaker: the lead says what, the next one who."""
    others = sheet.child_of.get(said.sentence, set()) - {at}
    frame = {w.stem for w in sheet.parent.words_in(said.frame[:1]) if w.content}
    return any(
        any(_is_in(s, sheet.child.words(n)) for s in said.speaker)
        or any(w.stem in frame for w in content(sheet.child.words(n)))
        for n in others
        if sheet.child.sentences[n].role != "headline"
    )


_ESTIMATES = word_set("figures data estimates results numbers statistics forecasts records")


def _answers_elsewhere(sheet: Sheet, said: Said) -> bool:
    """Whether the child quotes the speaker on something else.

    Then the reader knows that he was heard, and a lead or a sentence between may do without him:
    "Three people died ... The crash happened at 10:40, police said."
    """
    return any(
        any(same_name(mine, theirs) for mine in other.speaker for theirs in said.speaker)
        for other in sheet.child.statements
        if other.speaker and sheet.child.sentences[other.sentence].role != "headline"
    )


def _answers_beside(sheet: Sheet, said: Said, at: int) -> bool:
    """Whether a sentence beside it is told by a voice that may be the same: "officials said" goes for "the ministry said"."""
    frame_words = sheet.parent.cut(said.frame[0])
    theirs = voices(sheet.parent, said.speaker, frame_words)
    for other in sheet.child.statements:
        if abs(other.sentence - at) != 1 or not other.frame or sheet.child.sentences[other.sentence].role == "headline":
            continue
        mine = voices(sheet.child, other.speaker, sheet.child.cut(other.frame[0]))
        if mine is not None and theirs is not None and mine & theirs:
            return True
    return False


def _is_in(speaker: str, words: Sequence[W]) -> bool:
    have = {w.folded for w in words}
    return all(fold(w.text) in have for w in split_words(speaker) if fold(w.text) != "the")


def _lost_tags(sheet: Sheet) -> Iterator[Finding]:
    """Attributions that facts have no statement for: a sentence that ends ", the agency said" or "according to ..."."""
    known = {s.sentence for s in sheet.parent.statements}
    for at in sorted(set(sheet.child_of) - known):
        words = sheet.parent.words(at)
        if sheet.parent.sentences[at].role == "headline" or len(words) < 2 * LEAST_WORDS:
            continue
        opens = [n for n in range(1, len(words)) if words[n].folded == "according" or _is_tag(sheet.parent, words, n)]
        if not opens or len(words) - opens[-1] > 12:
            continue
        first = opens[-1]
        tag = words[first].start, words[-1].end
        told = words[:first]
        if len(content(told)) < LEAST_WORDS:
            continue
        for child in sorted(sheet.child_of[at]):
            mine = sheet.child.words(child)
            if (
                sheet.child.sentences[child].role == "headline"
                or _covered(told, _keys(mine)) < sheet.settings.record_same_statement
            ):
                continue
            if any(w.folded in _SAYING for w in mine) or any(s.sentence == child for s in sheet.child.statements):
                continue
            if _covered(words[first:], _keys(mine)) > 0.4:
                continue
            kept = _met(mine, told)
            place = kept[0].start, kept[-1].end
            who = frozenset(w.stem for w in words[first:] if w.content and w.folded not in _SAYING)
            heard = any(
                who & {stem(fold(x.text)) for v in s.speaker for x in split_words(v)} for s in sheet.child.statements
            )
            yield Finding(
                "attribution_lost",
                [place],
                [tag],
                f"The parent says who says it ({shown(sheet.parent.cut(tag))}); here the report itself does: "
                f"{shown(sheet.child.cut(place))}.",
                "low" if heard else None,
            )
            break


def _is_tag(side: Side, words: Sequence[W], at: int) -> bool:
    """Whether ", the agency said" begins at words[at]: a stop before it, a word of saying within five words."""
    before = side.text[words[at - 1].end : words[at].start]
    if "," not in before and '"' not in before and "”" not in before:
        return False
    return any(w.folded in ("said", "says", "added") for w in words[at + 1 : at + 9])


def _is_attributed(side: Side, at: int) -> bool:
    words = side.words(at)
    return any(w.folded in _SAYING for w in words) or any(
        s.sentence == at for s in side.statements if s.cue_class != "performative"
    )


_VIEWS = word_set("view opinion eyes judgment judgement words phrase estimation assessment account reckoning telling")


def _is_view(words: Sequence[W], at: int) -> bool:
    """Whether words[at] is of "in the view of the police", "in her opinion", "was how he put it"."""
    w = words[at]
    told = [x.folded for x in words[max(0, at - 5) : at + 3] if x.sentence == w.sentence]
    if w.folded in ("put", "puts"):
        return words[at + 1 : at + 2] != [] and words[at + 1].folded == "it" and {"how", "as"} & set(told) != set()
    return w.folded in _VIEWS and "in" in told


def _is_said_behind(side: Side, at: int) -> bool:
    """Whether the next sentence says who says it: "Their union said so after ...", "That is according to police"."""
    if at + 1 >= len(side.sentences):
        return False
    words = side.words(at + 1)
    opens = [w.folded for w in words[:3]]
    if opens[:1] in (["that"], ["this"], ["so"]) and any(w.folded in _SAYING for w in words[:6]):
        return True
    return any(
        a.folded in _SAYING and b.folded in ("so", "this", "that", "it")
        for a, b, c in zip(words[:10], words[1:11], words[2:12])
        if not c.content or side.parts(b, c)
    )


def _names_speaker(words: Sequence[W], said: Said) -> bool:
    """Whether the sentence names the speaker, or may mean him by "he": then he half answers for it."""
    if words and words[0].folded in ("he", "she", "they") and any(is_named(s) for s in said.speaker):
        return True
    names = [w.text for w in words if w.kind == "name" or w is words[0]]
    people = [split_words(s)[-1].text for s in said.speaker if is_named(s)]
    return any(fold(n) == fold(p) for n in names for p in people)


def _shifted(sheet: Sheet) -> Iterator[Finding]:
    theirs = [(s, _keys(sheet.parent.words_in(s.content))) for s in sheet.parent.statements]
    holding: dict[str, list[int]] = {}
    for n, (s, keys) in enumerate(theirs):
        if sheet.parent.sentences[s.sentence].role != "headline":
            for k in keys:
                holding.setdefault(k, []).append(n)
    for said in sheet.child.statements:
        if sheet.child.sentences[said.sentence].role == "headline":
            continue
        words = sheet.child.words_in(said.content)
        linked = sheet.parent_of.get(said.sentence, set())
        if len(content(words)) < (LEAST_WORDS - 1 if linked else LEAST_WORDS):
            continue
        ranked = sorted(
            (-round(_covered(words, theirs[n][1]) + (0.1 if theirs[n][0].sentence in linked else 0), 6), n)
            for n in _likely(words, holding)
        )
        told = max((_covered(words, _keys(_narrated(sheet.parent, at))) for at in linked), default=0.0)
        if ranked and -ranked[0][0] >= max(sheet.settings.record_same_statement, told):
            yield from _same_statement(sheet, said, [(-score, theirs[n][0]) for score, n in ranked[:6]])
        else:
            yield from _gained(sheet, said, words, sorted(linked))


MOST_LIKELY = 12  # statements of the parent that are weighed for one of the child


def _likely(words: Sequence[W], holding: dict[str, list[int]]) -> list[int]:
    """The statements that share the most words with `words`, rare words first: common ones name no statement."""
    counts: dict[int, int] = {}
    for w in content(words):
        found = {n for k in w.signs if len(holding.get(k, ())) <= 400 for n in holding.get(k, ())}
        for n in found:
            counts[n] = counts.get(n, 0) + 1
    return sorted(counts, key=lambda n: (-counts[n], n))[:MOST_LIKELY]


def _same_statement(sheet: Sheet, said: Said, ranked: Sequence[tuple[float, Said]]) -> Iterator[Finding]:
    score, best = ranked[0]
    verdicts = [
        (s, compare_speakers(sheet.child, sheet.parent, said.speaker, s.speaker))
        for x, s in ranked
        if x >= score - 0.15
    ]
    agreeing = [s for s, verdict in verdicts if verdict in ("same", "fewer")]
    if agreeing:
        if len(said.content) and verdicts[0][1] == "same":
            yield from _cue(sheet, said, best)
        return
    verdict = verdicts[0][1]
    if verdict is None and _is_document(best) and _is_person(sheet, said) and not _is_author(sheet, said, best):
        verdict = "other"
        verdicts = verdicts[:1]
        verdicts[0] = best, verdict
    otherwise = verdict is None and (
        (score >= SURE_SHARE and _speaks_otherwise(sheet, said, best))
        or (score >= VOICE_SHARE and _other_voice(sheet, said, best))
    )
    if otherwise:
        verdict, verdicts = "other", [(best, "other")]
    if verdict not in ("other", "more") or not said.frame or not best.frame:
        return
    # "Lund thinks the plan will fail" inside what Dahl says: he speaks of her.
    if any(_speaks_of(s, sheet.child.words_in(said.content)) for s in best.speaker) or any(
        _speaks_of(s, sheet.parent.words_in(best.content)) for s in said.speaker
    ):
        return
    if any(v is None for _, v in verdicts):
        return
    few = len(content(sheet.child.words_in(said.content))) <= LEAST_WORDS and said.form != "direct"
    if verdict == "other" and not otherwise and not _told_of(sheet.parent, said):
        return
    # "The trial of Lewis Dane ... Judge Pell discharged the jury and said": who stands nearer to "said" may well say it.
    if len(best.frame) > 1 and any(
        _speaks_of(s, sheet.parent.words_in([(best.frame[0][1], best.frame[1][0])])) for s in said.speaker
    ):
        return
    # "The company" in both: whom it means is read from what stands before, and was read otherwise in one of them.
    if said.frame and best.frame and _unnamed_frame(sheet, said, best):
        return
    child, parent = _hull(said.content), _hull(best.content)
    who, before = ", ".join(said.speaker), ", ".join(best.speaker)
    yield Finding(
        "attribution_shifted",
        [*said.frame[:1], child],
        [*best.frame[:1], parent],
        f"{shown(before)} says it in the {'parent' if sheet.directed else 'one'}, {shown(who)} "
        f"{'here' if sheet.directed else 'in the other'}: {shown(sheet.child.cut(child))}.",
        "low"
        if few or _by_pronoun(sheet, said, best) or _both_heard(sheet, said, best)
        else None
        if verdict == "other"
        else "medium",
    )


def _speaks_of(name: str, words: Sequence[W]) -> bool:
    """Whether a proper name, by its last word, stands among `words`."""
    last = split_words(name)[-1:]
    return is_named(name) and any(fold(last[0].text) == w.folded for w in words)


def _unnamed_frame(sheet: Sheet, said: Said, best: Said) -> bool:
    """Whether both reports name the speaker by the same common noun."""
    mine, theirs = (
        [w for w in s.words_in(x.frame[:1]) if w.content] for s, x in ((sheet.child, said), (sheet.parent, best))
    )
    return bool(mine) and [w.stem for w in mine] == [w.stem for w in theirs] and all(w.kind == "word" for w in mine)


def _taken_over(sheet: Sheet) -> Iterator[Finding]:
    """ "The Liberals want strikes banned" behind a sentence of the minister's -> "She wants strikes banned"."""
    if not sheet.directed:
        return
    for unit in sheet.units:
        if unit.headline or not unit.cw or unit.cw[0].folded not in ("he", "she") or len(unit.cw) < 2:
            continue
        verb = next((n for n in range(1, min(len(unit.cw), 4)) if unit.cw[n].content), None)
        if (
            verb is None
            or verb not in unit.pairs
            or not any(unit.cw[verb].folded in x for x in (_SAYING, _ACTS, _WANTING))
        ):
            continue
        j = unit.pairs[verb]
        subject = next((n for n in range(j - 1, max(-1, j - 4), -1) if unit.pw[n].content), None)
        if (
            subject is None
            or sheet.parent.parts(unit.pw[subject], unit.pw[j])
            or unit.pw[subject].sentence != unit.pw[j].sentence
        ):
            continue
        opener = next((w for w in sheet.parent.words(unit.pw[j].sentence)), None)
        who = _antecedent(sheet, unit.cw[0].sentence)
        head = unit.pw[subject]
        if (
            who is None
            or opener is None
            or opener.folded in _PRONOUNS
            or head.kind != "name"
            or head.folded in sheet.parent.last_names
        ):
            continue
        told = {w.stem for w in sheet.parent.words(head.sentence)}
        if stem(who) in told or not (head.folded.endswith("s") or _is_body(sheet, head)):
            continue
        first = subject
        while first and unit.pw[first - 1].content and unit.pw[first - 1].clause == head.clause:
            first -= 1
        child, parent = (unit.cw[0].start, unit.cw[verb].end), (unit.pw[first].start, unit.pw[j].end)
        why = became(sheet, parent, child, "Another speaker")
        yield Finding("attribution_shifted", [child], [parent], why, "medium")


_WANTING = word_set(
    "want wants wanted seek seeks sought propose proposes proposed hope hopes hoped fear fears feared believe believes believed expect expects expected"
)


def _antecedent(sheet: Sheet, at: int) -> str | None:
    """The folded last name of the last person named in the sentence before; None where there is none."""
    if not at:
        return None
    names = [w.folded for w in sheet.child.words(at - 1) if w.kind == "name" and w.folded in sheet.child.last_names]
    return names[-1] if names else None


def _is_body(sheet: Sheet, word: W) -> bool:
    return any(fold(w.text) == word.folded for o in sheet.parent.facts.organisations for w in split_words(o.name))


_PRONOUNS = word_set("he she they it we i who his her their its")


def _by_pronoun(sheet: Sheet, said: Said, best: Said) -> bool:
    """Whether either speaker is only a pronoun: whom it means is read from the order of sentences, and may be misread."""
    for side, one in ((sheet.child, said), (sheet.parent, best)):
        words = side.cut(one.frame[0]).casefold().split()
        if len(words) == 1 and words[0] in _PRONOUNS:
            return True
    return False


SURE_SHARE = 0.7  # of the words of a statement: then it is this one and no other
_FOR_OTHERS = word_set(
    "he she they it we i who spokesman spokeswoman spokesperson company firm group bank official officials authority "
    "man woman boy girl person suspect defendant accused victim survivor driver owner teenager pensioner "
    "authorities government ministry statement team club office agency party both sources source aide aides inquiry commission panel committee board report"
)


VOICE_SHARE = 0.75  # of the words of a statement that another voice says; the same words may be said by two


def _other_voice(sheet: Sheet, said: Said, best: Said) -> bool:
    """Whether the speakers, one or both of them unnamed, cannot be one: "employees say" -> "the company admitted"."""
    if not said.frame or not best.frame:
        return False
    if _by_pronoun(sheet, said, best) or _is_document(said) or _is_document(best):
        return False
    mine = voices(sheet.child, said.speaker, sheet.child.cut(said.frame[0]))
    theirs = voices(sheet.parent, best.speaker, sheet.parent.cut(best.frame[0]))
    named = any(map(is_named, said.speaker if mine is None else best.speaker))
    return other_voices(mine, theirs, named)


def _speaks_otherwise(sheet: Sheet, said: Said, best: Said) -> bool:
    """Whether the child's speaker says something else in the parent: "His lawyer said the driver was drunk" for the police."""
    mine, theirs = _last_words(said.speaker), _last_words(best.speaker)
    if any(fold(w.text) in _FOR_OTHERS for name in best.speaker for w in split_words(name)[:-1]):
        return False  # "a woman accused of killing relatives" may be she who is named
    if not mine or not theirs or (mine | theirs) & _FOR_OTHERS or mine & theirs or any(map(is_named, best.speaker)):
        return False
    others = [s for s in sheet.parent.statements if _last_words(s.speaker) & mine]
    return bool(others) and all(s.content != best.content for s in others)


def _last_words(speakers: Sequence[str]) -> set[str]:
    return {fold(words[-1].text) for name in speakers if (words := split_words(name))}


_PAPERS = word_set(
    "report communique statement study document survey minutes declaration letter paper audit filing indictment verdict data "
    "figures poll memo"
)


def _is_document(said: Said) -> bool:
    """Whether a text says it and no man: "according to the report"."""
    last = [split_words(name)[-1].text for name in said.speaker if split_words(name)]
    return bool(last) and all(fold(word) in _PAPERS for word in last)


def _is_person(sheet: Sheet, said: Said) -> bool:
    known = [p.name for p in sheet.child.facts.people]
    return bool(said.speaker) and all(any(same_name(name, k) for k in known) for name in said.speaker)


def _is_author(sheet: Sheet, said: Said, best: Said) -> bool:
    """Whether the parent names the man in the sentence of the document, which may be his."""
    words = {w.stem for w in sheet.parent.words(best.sentence)}
    return any(stem(fold(split_words(name)[-1].text)) in words for name in said.speaker if split_words(name))


def _both_heard(sheet: Sheet, said: Said, best: Said) -> bool:
    """Whether two reports that owe each other nothing may have asked two people: only a quotation is one man's."""
    return not sheet.directed and not (said.form == best.form == "direct")


def _told_of(side: Side, said: Said) -> bool:
    """Whether the other report knows the speaker by name: then it is another person and no better name."""
    return all(
        any(same_name(w.text, name.split()[-1]) for w in side.all_words if w.kind == "name") for name in said.speaker
    )


# Who says this of what he did admits it.
_FAULTS = word_set(
    "wrong mistake mistakes mistaken error errors fault faults failed failure failings failing sorry regret regrets regretted apologise "
    "apologised apologize apologized misjudged underestimated neglected overlooked responsible blame guilty lied oversight"
)


def _cue(sheet: Sheet, said: Said, best: Said) -> Iterator[Finding]:
    if len(said.frame) < 2 or len(best.frame) < 2:
        return
    order = {"neutral": 0, "performative": 0, "factive": 1, "emphatic": 2}
    mine, theirs = order.get(said.cue_class, 0), order.get(best.cue_class, 0)
    own, before = (x.cue.split()[-1] if x.cue else "" for x in (said, best))
    if lexicon.is_a("admitting", own) and not lexicon.is_a("admitting", before):
        why = became(sheet, best.frame[1], said.frame[1], "What was said is told as admitted")
        fault = any(w.folded in _FAULTS for w in sheet.parent.words_in(best.content))
        yield Finding("presupposition_added", [said.frame[1]], [best.frame[1]], why, "low" if fault else "medium")
        return
    if lexicon.is_a("presupposing", said.cue.split()[-1] if said.cue else "") and not any(
        lexicon.is_a("presupposing", w) for w in best.cue.split()
    ):
        why = became(sheet, best.frame[1], said.frame[1], "The word for saying takes more for granted")
        yield Finding("presupposition_added", [said.frame[1]], [best.frame[1]], why)
    elif mine > theirs:
        why = became(sheet, best.frame[1], said.frame[1], "A stronger word for saying")
        yield Finding("cue_strengthened", [said.frame[1]], [best.frame[1]], why)
    elif mine < theirs:
        why = became(sheet, best.frame[1], said.frame[1], "A weaker word for saying")
        yield Finding("cue_weakened", [said.frame[1]], [best.frame[1]], why)


def _narrated(side: Side, at: int) -> list[W]:
    """The words of a sentence that the narrator says."""
    spoken = [p for s in side.statements if s.sentence == at for p in (*s.content, *s.frame)]
    return [w for w in side.words(at) if not any(a <= w.start < b for a, b in spoken)]


_DOCUMENTS = word_set(
    "statement report document minutes note letter communique list lists listed cite cites cited name names named identify "
    "identified identifies mention mentions mentioned describe described see sees saw risk risks data figures survey"
)


def _acts_there(sheet: Sheet, said: Said, linked: Sequence[int]) -> bool:
    """Whether the parent has the speaker do it: "Arendt presented a plan. It has three goals" -> "Arendt unveiled ..."."""
    keys = frozenset(k for at in linked for k in _keys(sheet.parent.words(at)))
    spoken = [w for w in sheet.child.words_in(said.frame[:1]) if w.content]
    named = {stem(fold(x.text)) for name in said.speaker for x in split_words(name)[-1:]}
    return bool(named & keys) or any(not keys.isdisjoint((*w.keys, *w.loose)) for w in spoken[-1:])


def _speaks_beside(sheet: Sheet, said: Said, linked: Sequence[int]) -> bool:
    """Whether the parent quotes the speaker right before or after: an attribution often covers its neighbours."""
    return any(
        any(same_name(mine, theirs) for mine in said.speaker for theirs in other.speaker)
        and any(abs(other.sentence - at) <= 1 for at in linked)
        for other in sheet.parent.statements
    )


def _is_heard(sheet: Sheet, said: Said) -> bool:
    """Whether the parent quotes the speaker on anything: what it tells itself may well come from him."""
    return any(
        any(same_name(mine, theirs) for mine in said.speaker for theirs in o.speaker) for o in sheet.parent.statements
    )


def _gained(sheet: Sheet, said: Said, words: Sequence[W], linked: Sequence[int]) -> Iterator[Finding]:
    if not said.frame or said.cue_class == "performative" or not all(is_speaker(sheet.child, s) for s in said.speaker):
        return
    for at in linked:
        theirs = sheet.parent.words(at)
        if any(w.folded in _SAYING for w in theirs):
            continue
        narrated = _narrated(sheet.parent, at)
        keys = _keys(narrated)
        if _covered(words, keys) < 0.6:
            continue
        # "The minutes list four risks" -> "the bank sees four risks": the narrator was already reporting words.
        reported = any(w.folded in _DOCUMENTS for w in theirs)
        told = _met(narrated, words)
        parent = told[0].start, told[-1].end
        child = _hull(said.frame)
        yield Finding(
            "attribution_gained",
            [child, _hull(said.content)],
            [parent],
            f"The parent itself tells {shown(sheet.parent.cut(parent))}; here {shown(', '.join(said.speaker))} says it.",
            "low"
            if reported
            or _acts_there(sheet, said, linked)
            or _speaks_beside(sheet, said, linked)
            or (said.form != "direct" and _is_heard(sheet, said))
            or _covered(words, keys) < SURE_SHARE
            else None,
        )
        return

"""A sense turned round: a negator on one side only, an opposite in the same place, a trend the other way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from retold import kinds
from retold.record import lexicon
from retold.record.comparing import Finding, Sheet, Side, Unit, W, became, is_kin, same
from retold.record.frames import DONE, SAME_FORM, WILL, Frame, frame, is_past
from retold.record.lexicon import word_set

OBJECT_WORDS = 6  # how far on each side of a verb what it is about may stand
PREDICATE_WORDS = 10  # how far behind those it is told of a predicate may stand

_TYPE: dict[str, kinds.DiscrepancyType] = {
    "polarity": "polarity_changed",
    "trend": "trend_reversed",
    "place": "location_changed",
    "time": "time_changed",
}


def compare_polarity(sheet: Sheet) -> Iterator[Finding]:
    """Negation and opposites."""
    for unit in sheet.units:
        yield from _negation(sheet, unit)
        yield from _opposites(sheet, unit)
        yield from _none(sheet, unit)
        if not unit.headline:
            yield from _elsewhere(sheet, unit)


def _around(words: list[W], at: int, size: int) -> list[W]:
    return [w for w in words[max(0, at - size) : at + size + 1] if w.sentence == words[at].sentence]


def _near(words: list[W], at: int, size: int) -> list[tuple[int, W]]:
    low = max(0, at - size)
    return [(n, w) for n, w in enumerate(words[low : at + size + 1], low) if w.sentence == words[at].sentence]


def _negative_words(words: list[W]) -> int:
    return sum(
        lexicon.is_a("negator", w.text)
        or lexicon.is_a("negative", w.text)
        or w.folded in _WITHIN
        or (w.folded in ("rather", "instead") and n + 1 < len(words) and words[n + 1].folded in ("than", "of"))
        or (w.folded in ("gave", "give", "given", "giving") and n + 1 < len(words) and words[n + 1].folded == "up")
        for n, w in enumerate(words)
    )


# Words that deny within themselves: where one stands, a negator lost elsewhere need not be lost.
_WITHIN = word_set(
    "unable unlikely impossible absent absence lack few little only first last except against unless until zero none yet "
    "escape escaped escapes avoid avoided avoids avoiding spared exempt exempted exempts dodge dodged evade evaded free "
    "earliest latest unhurt unharmed uninjured unscathed safe safely excluded excludes barred banned prohibited prohibits"
)


def _negation(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        # "Did not accept responsibility" -> "admitted responsibility": near synonyms, where the object is the same.
        near = same(c, p) == 1 and not is_kin(c, p) and (_same_object(unit, i, j) or _same_subject(unit, i, j))
        if c.kind == "number" or c.kind == "name" or (same(c, p) < 2 and not near):
            continue
        one, other = frame(sheet.parent, unit.pw, j), frame(sheet.child, unit.cw, i)
        if one.refusing != other.refusing and not one.negators and not other.negators:
            yield from _refused(sheet, unit, (i, j), one, other)
            continue
        if bool(one.negators) == bool(other.negators) or one.refusing or other.refusing:
            continue
        if not _comparable(unit, i, j, c_denied=bool(other.negators)):
            continue
        denying, at, answers = (unit.cw, i, unit.pairs) if other.negators else (unit.pw, j, unit.back)
        if {c.folded, p.folded} & _NO_HEADS or _denied_both(unit, i, j):
            continue
        if _denies_noun(denying, at) and not _shares_predicate(unit, denying, at, answers):
            continue
        # "did not rule out" against "ruled out": only the place where the negator stands may count; any
        # other denying word near by on the quiet side means that the negation moved.
        quiet, words = (unit.cw, i) if one.negators else (unit.pw, j)
        loud_words, loud_at = (unit.pw, j) if one.negators else (unit.cw, i)
        paired = unit.pairs if one.negators else unit.back
        answer = unit.pw if quiet is unit.cw else unit.cw
        if _negative_words(
            [w for n, w in _near(quiet, words, 10) if n not in paired or not _negative_words([answer[paired[n]]])]
        ):
            continue
        both = {w.folded for w in quiet}
        loud = [w for n, w in _near(loud_words, loud_at, 5) if n not in (unit.back if one.negators else unit.pairs)]
        if _negative_words([w for w in loud if w.folded not in both]) > 1:
            continue
        if _is_existence(loud_words, loud_at) and any(w.folded in _ENDED for w in _around(quiet, words, 12)):
            continue
        if _counts_rest(unit, i, j) or _is_record(quiet, words):
            continue
        if lexicon.opposed(c.text, p.text) == "polarity" or _is_undone(c) != _is_undone(p):
            continue  # "nothing illegal about it" is "lawful"
        # "Without the fleet" is told in many ways; "without admitting" in one.
        bare = {w.folded for _, w in _near(loud_words, loud_at, 3)} & {"without", "nor"}
        quiet_word = quiet[words].folded
        if bare and (not loud_words[loud_at].folded.endswith("ing") or quiet_word.endswith("ing")):
            continue
        if (one.start, other.start) in seen:
            continue
        seen.add((one.start, other.start))
        a, b = (one.start, p.end), (other.start, _object_end(unit, i, p.sentence))
        yield Finding("polarity_changed", [b], [a], became(sheet, a, b, "The sense is turned round"))


_ENDED = word_set(
    "dropped drop drops scrapped scrap cancelled canceled abandoned shelved axed halted collapsed failed stopped removed ended gone "
    "off rejected buried"
)


def _is_existence(words: list[W], at: int) -> bool:
    """Whether a negator says that there is no such thing: "there will not be a cable car"."""
    near = [w.folded for w in words[max(0, at - 5) : at] if w.sentence == words[at].sentence]
    return "there" in near or near[-2:] in (["be", "a"], ["be", "an"], ["be", "any"])


def _is_undone(word: W) -> bool:
    """Whether a word denies within itself by its beginning: "illegal", "unlawful", "improper", "non-binding"."""
    return len(word.folded) > 6 and word.folded.startswith(("un", "il", "im", "ir", "non", "dis"))


def _is_record(words: list[W], at: int) -> bool:
    """Whether something is compared with all of its kind: "smaller than at any time" is "at no time as small"."""
    near = [w.folded for w in _around(words, at, 5)]
    return "than" in near and ("any" in near or "ever" in near)


_HELPING = word_set("is are was were be been has have had to will would can could may might must should do does did")
_NO_HEADS = word_set("since yet ever already still then now so far even only just also again once")


def _denied_both(unit: Unit, i: int, j: int) -> bool:
    """Whether a negator near the one word answers a negator near the other, however far from it each stands."""
    return any(
        n in unit.pairs
        and abs(unit.pairs[n] - j) <= 6
        and lexicon.is_a("negator", unit.cw[n].text)
        and lexicon.is_a("negator", unit.pw[unit.pairs[n]].text)
        for n in range(max(0, i - 6), min(len(unit.cw), i + 4))
    )


_NO = word_set("no none neither nothing nobody")
_EXCEPTING = word_set("else other others another apart except besides beyond further more")


def _denies_noun(words: list[W], at: int) -> bool:
    """Whether a negator denies the things and not the deed: "no candidate", "none of the tickets", "no longer champion"."""
    for n in range(at - 1, max(-1, at - 5), -1):
        w = words[n]
        if w.sentence != words[at].sentence:
            return False
        if w.folded in _NO:
            return True
        # "Books, not tablets"
        if w.folded == "not" and n == at - 1 and not is_past(words[at]) and not words[at].folded.endswith("ing"):
            return not n or words[n - 1].folded not in _HELPING
        if w.folded == "longer":
            between = words[n + 1 : at]
            plain = all(x.content or x.folded in ("a", "an", "the") for x in between)
            return plain and not (is_past(words[at]) or words[at].folded.endswith("ing"))
        if w.content and (is_past(w) or w.folded.endswith("ing")):
            return False
    return False


def _shares_predicate(unit: Unit, words: list[W], at: int, answers: dict[int, int]) -> bool:
    """Whether what is told of nobody on one side is told of somebody on the other: "no house was hit", "houses were hit"."""
    other = unit.pw if words is unit.cw else unit.cw
    near = range(max(0, at - 8), min(len(words), at + 9))
    if any(words[n].folded in _EXCEPTING and words[n].sentence == words[at].sentence for n in near):
        return False
    reach = (
        n for n in range(max(0, at - 5), min(len(words), at + 8)) if n != at and words[n].sentence == words[at].sentence
    )
    return _tell_the_same(words, other, answers, reach)


def _tell_the_same(
    words: list[W], other: list[W], answers: dict[int, int], reach: Iterable[int], behind: int | None = None
) -> bool:
    """Whether a verb or what stands to "is", at one of `reach` in `words`, is told on the other side too.

    `behind`: there it must stand up to `PREDICATE_WORDS` behind that word.
    """
    return any(
        n in answers
        and words[n].kind == "word"
        and _is_predicate(words, n)
        and (behind is None or 0 < answers[n] - behind <= PREDICATE_WORDS)
        and same(words[n], other[answers[n]]) >= 2
        for n in reach
    )


def _is_predicate(words: list[W], at: int) -> bool:
    """Whether a word is a verb, or what somebody is said to be: "is hurt", "are in a serious condition"."""
    if words[at].folded.endswith(("er", "est")):
        return False
    if is_past(words[at]) or words[at].folded.endswith("ing") or words[at - 1].folded in _HELPING:
        return True
    lead = at - 1
    while lead > max(0, at - 4) and not words[lead].content and words[lead].folded not in _BEING:
        lead -= 1
    return words[lead].folded in _BEING and words[lead].sentence == words[at].sentence


_EMPTY = word_set(
    "go goes going get gets getting got make makes making made take takes taking took do does doing have having come coming know "
    "knows knew see sees want wants think thinks put keep let"
)


def _comparable(unit: Unit, i: int, j: int, c_denied: bool) -> bool:
    """Whether two words tell the same thing, so that a negator turns it round: verbs both, with what they are about.

    "Did not expect much" does not deny "expectations", nor "did not meddle" the "meddling" that somebody speaks of.
    """
    c, p = unit.cw[i], unit.pw[j]
    quiet, denied = (p, c) if c_denied else (c, p)
    if quiet.folded != denied.folded:
        words, at = (unit.pw, j) if c_denied else (unit.cw, i)
        before = words[at - 1].folded if at else ""
        if quiet.folded.endswith(("ion", "ions", "ment", "ments")) or (
            quiet.folded.endswith("ing") and before not in ("is", "are", "was", "were", "been", "be", "m", "re")
        ):
            return False
    near = sum(
        n != i and abs(unit.pairs[n] - j) <= 10 and unit.cw[n].sentence == c.sentence
        for n in range(max(0, i - 6), min(len(unit.cw), i + 7))
        if n in unit.pairs
    )
    return near >= (2 if c.folded in _EMPTY else 1)


def _same_object(unit: Unit, i: int, j: int) -> bool:
    """Whether the next content words behind two verbs answer each other."""
    mine = next((n for n in range(i + 1, min(len(unit.cw), i + 4)) if unit.cw[n].content), None)
    theirs = next((n for n in range(j + 1, min(len(unit.pw), j + 4)) if unit.pw[n].content), None)
    return mine is not None and theirs is not None and unit.pairs.get(mine) == theirs


def _same_subject(unit: Unit, i: int, j: int) -> bool:
    """Whether the clauses that two words end begin with words that answer each other."""
    mine, theirs = _head_before(unit.cw, i), _head_before(unit.pw, j)
    return mine is not None and theirs is not None and unit.pairs.get(mine) == theirs


def _object_end(unit: Unit, at: int, sentence: int) -> int:
    """Where what a verb of the child is about ends: the last word behind it that answers the parent's sentence."""
    end = unit.cw[at].end
    for n in range(at + 1, min(len(unit.cw), at + 2 * OBJECT_WORDS)):
        if unit.cw[n].sentence != unit.cw[at].sentence or unit.cw[n].kind == "number":
            break
        if n in unit.pairs and unit.pw[unit.pairs[n]].sentence == sentence:
            end = unit.cw[n].end
    return end


_NONE = word_set("none no neither")
_SOME = word_set("some all several most many half both every two three four five six seven eight nine ten")


def _none(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """ "None of the passengers" -> "some of the passengers": the share of what both name."""
    for one, other, paired, from_child in ((unit.cw, unit.pw, unit.pairs, True), (unit.pw, unit.cw, unit.back, False)):
        for n, w in enumerate(one[:-3]):
            if w.folded not in ("none", "neither") or one[n + 1].folded != "of":
                continue
            reach = range(n + 2, min(len(one), n + 9))
            noun = next((m for m in reach if one[m].content and one[m].sentence == w.sentence), None)
            if noun is None or noun not in paired:
                continue
            m = paired[noun]
            before = range(max(0, m - (noun - n) - 1), m)
            shares = [
                x
                for x in before
                if (other[x].folded in _SOME or other[x].kind == "number") and other[x].sentence == other[m].sentence
            ]
            if not shares or _negative_words(list(other[m : m + 7])):
                continue  # "all 88 aboard were unhurt"
            told = (x for x in range(noun + 1, min(len(one), noun + 9)) if one[x].sentence == w.sentence)
            if not _tell_the_same(one, other, paired, told, m):
                continue  # "none of the jobs is to be cut" and "it plans to keep all the jobs"
            places = (w.start, one[noun].end), (other[shares[0]].start, other[m].end)
            child, parent = places if from_child else places[::-1]
            yield Finding(
                "polarity_changed", [child], [parent], became(sheet, parent, child, "The sense is turned round")
            )


def _counts_rest(unit: Unit, i: int, j: int) -> bool:
    """Whether one side counts those that did and the other those that did not: 2 of 5, 3 of 5."""
    mine, theirs = (
        {k for w in words if w.kind == "number" and w.sentence == words[at].sentence for k in w.keys if k[:1] == "#"}
        for words, at in ((unit.cw, i), (unit.pw, j))
    )
    values = [{_value(k) for k in keys - others} for keys, others in ((mine, theirs), (theirs, mine))]
    wholes = {_value(k) for k in mine & theirs}
    return any(a + b in wholes for a in values[0] for b in values[1])


def _value(key: str) -> float:
    try:
        return float(key[1:])
    except ValueError:
        return float("nan")


def _refused(sheet: Sheet, unit: Unit, at: tuple[int, int], one: Frame, other: Frame) -> Iterator[Finding]:
    """What failed or was refused on one side and was done on the other: "failed to meet" -> "met"."""
    i, j = at
    quiet, words, place = (other, unit.cw, i) if one.refusing else (one, unit.pw, j)
    if quiet.rung not in (DONE, WILL) or _negative_words(_around(words, place, 8)):
        return
    a, b = (one.start, unit.pw[j].end), (other.start, unit.cw[i].end)
    yield Finding("polarity_changed", [b], [a], became(sheet, a, b, "The sense is turned round"))


def _opposites(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    free = [j for j, w in enumerate(unit.pw) if j not in unit.back]
    for i, w in enumerate(unit.cw):
        if i in unit.pairs:
            # "Delayed" and "cancelled" stand in the same place, and are no synonyms.
            j = unit.pairs[i]
            if not is_kin(w, unit.pw[j]) or lexicon.opposed(unit.pw[j].text, w.text) not in _SCALES:
                continue
            places = [j]
        elif _has(unit.parent_keys, w):
            # "Demand eased while prices kept rising" -> "demand grew while prices kept rising": the very same place.
            places = [j for j in free if _between_same(unit, i, j)]
        else:
            places = free
        for j in places:
            p = unit.pw[j]
            kind = lexicon.opposed(p.text, w.text)
            if (
                kind is None
                or _bounds_figure(sheet, w, p)
                or (j in free and _has(unit.child_keys, p) and not _between_same(unit, i, j))
            ):
                continue
            if kind in ("act", "stage") and not (is_past(w) or w.folded in SAME_FORM):
                continue  # "a plan for a quarry" is no verb
            if kind in _SCALES and (not _alike(w, p) or (kind == "role" and not _same_role(unit, i, j))):
                continue
            # "4 percent more", "4 percent fewer": the trend of a figure is compare_numbers'.
            if _follows_figure(sheet.child, unit.cw, i) and _follows_figure(sheet.parent, unit.pw, j):
                continue
            # "At most" and "at least" are bounds: compare_numbers and compare_times look at those.
            if any(
                n and x[n].folded in ("most", "least") and x[n - 1].folded == "at"
                for x, n in ((unit.cw, i), (unit.pw, j))
            ):
                continue
            if not _same_slot(unit, i, j, kind) or _of_other_use(unit, i, j):
                continue
            # "Shortly before ten" and "shortly after the blast" are two times; "before the vote" and "after the vote" clash.
            if kind == "time" and w.folded in _SIDES_OF_TIME and not _same_object(unit, i, j):
                continue
            # "Is expected to weaken" and "to lose strength".
            if kind == "trend" and _loses(unit.cw, i) != _loses(unit.pw, j):
                continue
            # "Will not reopen before Easter" and "will stay closed until Easter": the negator makes up for it.
            if kind in ("polarity", *_SCALES) and _negated(unit.cw, i) != _negated(unit.pw, j):
                continue
            if (
                _negative_words(_around(unit.cw, i, 4)) != _negative_words(_around(unit.pw, j, 4))
                and kind == "polarity"
            ):
                own, theirs = _negative_words([p]), _negative_words([w])
                if _negative_words(_around(unit.cw, i, 4)) - theirs != _negative_words(_around(unit.pw, j, 4)) - own:
                    continue
            a, b = _with_object(unit.pw, j, unit.back), _with_object(unit.cw, i, unit.pairs)
            what = (
                "The other way round"
                if kind in ("polarity", "trend")
                else "Elsewhere"
                if kind == "place"
                else "Another time"
            )
            if kind in _SCALES:
                yield _on_scale(sheet, unit, i, j)
                break
            if kind == "bidding":
                turned = lexicon.is_a("bidding", p.text)
                why = became(sheet, a, b, "More binding than it was" if not turned else "Less binding than it was")
                yield Finding("predicate_changed", [b], [a], why, "medium")
                break
            if kind == "modality":
                asked = any(lexicon.is_a("requesting", x.text) or x.folded in _WISHING for x in _around(unit.cw, i, 6))
                if lexicon.is_a("requesting", p.text) and not asked:
                    why = became(sheet, a, b, "What was asked for is told as given")
                    yield Finding("modality_strengthened", [b], [a], why)
                break
            yield Finding(_TYPE[kind], [b], [a], became(sheet, a, b, what))
            break


_MOVING = word_set(
    "go goes going went gone come comes came coming move moves moved moving edge edged tick ticked push pushed pull pulled bring "
    "brought close closed finish finished trade traded open opened turn turned head headed heading drive drove driven drift drifted scale scaled is are was were be been being shut"
)
_WISHING = word_set(
    "want wants wanted wish wishes wished hope hopes hoped demand demands demanded propose proposed call calls called urge urged"
)
_STANCE = word_set(
    "vote votes voted voting argue argues argued arguing speak speaks spoke spoken speaking campaign campaigns campaigned campaigning rule rules ruled ruling "
    "decide decides decided deciding come came demonstrate demonstrated demonstrating rally rallied rallying lobby lobbied "
    "lobbying advise advised testify testified testifying protest protested ballot ballots case be is are was were all both"
)


def _of_other_use(unit: Unit, i: int, j: int) -> bool:
    """Whether two words that can be opposites are none as they are used here."""
    sides = (unit.cw, i), (unit.pw, j)
    told = {words[n].folded for words, n in sides}
    follow = [[w.folded for w in words[n + 1 : n + 6] if w.sentence == words[n].sentence] for words, n in sides]
    before = [[w.folded for w in words[max(0, n - 3) : n] if w.sentence == words[n].sentence] for words, n in sides]
    # "More than in the whole of last year" and "there were fewer last year": what is compared with what changed places.
    if told <= _COMPARATIVES and ("than" in follow[0]) != ("than" in follow[1]):
        return True
    # "Fined for a cartel" and "an appeal against the fine": only where somebody takes a side are the two opposites.
    if told == {"for", "against"}:
        return not all(_STANCE & set(b) for b in before)
    # "Sold it to the bank" and "the bank bought it": two sides of one deed, unless one and the same does both.
    if any(told <= pair for pair in _CONVERSES):
        passive = [bool(b) and b[-1] in _BEING for b in before]
        return not _same_subject(unit, i, j) or passive[0] != passive[1]
    # "None was injured" and "all were unhurt".
    if told & _NO and told & _ALL:
        return not _tell_the_same(unit.cw, unit.pw, unit.pairs, range(i + 1, min(len(unit.cw), i + 11)), j)
    # "For the first time in three years" and "was last below it three years before".
    if told == {"first", "last"}:
        return any(f[:1] == ["time"] for f in follow) or any(f[:1] and f[0] in _PERIODS for f in follow)
    # "Lifting its ban" allows, "out of jail" is released.
    if any(set(b) & _UNDOING for b in before) and told & _FORBIDDING:
        return True
    if any(b[-2:] in (["out", "of"], ["left", "the"]) for b in before):
        return True
    # "Step down" and "give up": up and down are a way only of what moves, beside a figure or behind the same verb.
    if told <= _WAYS and not all(_is_way(words, n) for words, n in sides):
        return True
    # "The ban was struck down": only what moves goes down.
    loose = [
        n > 0 and words[n].folded in ("up", "down") and is_past(words[n - 1]) and words[n - 1].folded not in _MOVING
        for words, n in sides
    ]
    return any(loose) and not told <= {"up", "down"}


_UNDOING = word_set(
    "lift lifts lifted lifting end ends ended ending scrap scraps scrapped scrapping abolish abolished abolishing repeal repealed "
    "overturn overturned overturning drop dropped dropping ease eased easing remove removed removing reverse reversed against"
)
_FORBIDDING = word_set("ban bans banned prohibition prohibited forbid forbidden bar barred outlawed outlaw")
_WAYS = word_set(
    "up down slid slide slides slip slipped fall falls fell fallen drop dropped drops sink sank climb climbed climbs rise rose rises"
)
WAY_WORDS = 4  # how far from its figure a word of going up or down may stand


def _is_way(words: list[W], at: int) -> bool:
    """Whether a word of going up or down is of something counted, and no part of "ended up" or "slid into a ditch"."""
    w = words[at]
    if w.folded not in ("up", "down") and not w.folded.startswith(("sli", "fall", "fell", "drop", "s", "clim")):
        return True
    near = _around(words, at, WAY_WORDS)
    if any(x.kind == "number" for x in near):
        return True
    before = words[at - 1].folded if at else ""
    return before in _MOVING if w.folded in ("up", "down") else True


_BEING = word_set("is are was were be been being")
_ALL = word_set("all every everyone everybody each both some several most many")
_CONVERSES = [
    word_set(line)
    for line in (
        "buy buys bought buying buyer buyers purchase purchased sell sells sold selling seller sellers",
        "give gives gave given giving grant granted award awarded hand handed receive receives received receiving get gets got",
        "lend lends lent lending borrow borrows borrowed borrowing",
        "win wins won winning beat beats beaten lose loses lost losing defeat defeated",
        "ahead behind front",
        "export exports exported import imports imported",
        "send sends sent receive receives received",
        "pay pays paid earn earns earned receive received get gets got",
        "teach taught learn learned learnt",
        "lead leads led leading trail trails trailed trailing follow followed",
        "arrive arrived arrival leave left departure",
        "older younger bigger smaller larger taller shorter",
        "open opens opened reopen reopens reopened shut shuts close closes closed",
    )
]
_COMPARATIVES = word_set(
    "more fewer less higher lower larger smaller bigger later earlier longer shorter better worse older younger faster slower "
    "stronger weaker richer poorer greater cheaper dearer warmer colder"
)
_PERIODS = word_set(
    "year month week night summer winter spring autumn season monday tuesday wednesday thursday friday saturday sunday been"
)

# Steps of one scale: what is told is more or less than was so. "Role" is who stands on the other side of it.
_SCALES = frozenset({"harm", "act", "stage", "final", "role"})


def _between_same(unit: Unit, i: int, j: int) -> bool:
    """Whether two words follow and precede words that answer each other, with nothing but function words between."""
    for step in (-1, 1):
        mine, theirs = i + step, j + step
        while 0 <= mine < len(unit.cw) and not unit.cw[mine].content:
            mine += step
        while 0 <= theirs < len(unit.pw) and not unit.pw[theirs].content:
            theirs += step
        if unit.pairs.get(mine) != theirs or unit.cw[mine].sentence != unit.cw[i].sentence:
            return False
    return True


def _same_role(unit: Unit, i: int, j: int) -> bool:
    """Whether two nouns stand to the same verb: the next carrying word is the same, or the one before with one preposition."""
    mine, theirs = i + 1, j + 1
    while mine < len(unit.cw) and not unit.cw[mine].content and mine - i < 4:
        mine += 1
    while theirs < len(unit.pw) and not unit.pw[theirs].content and theirs - j < 4:
        theirs += 1
    if unit.pairs.get(mine) == theirs and unit.cw[mine].kind == "word":
        return True
    mine, theirs = i - 1, j - 1
    while mine >= 0 and not unit.cw[mine].content:
        mine -= 1
    while theirs >= 0 and not unit.pw[theirs].content:
        theirs -= 1
    between = [
        [w.folded for w in words if w.folded not in ("the", "a", "an", "its", "their", "his", "her")]
        for words in (unit.cw[mine + 1 : i], unit.pw[theirs + 1 : j])
    ]
    return mine >= 0 and unit.pairs.get(mine) == theirs and between[0] == between[1]


def _alike(left: W, right: W) -> bool:
    """Whether two words can be the same part of a sentence: participles both, or neither."""
    forms = {is_past(w) for w in (left, right) if w.folded not in SAME_FORM and not w.folded.endswith("ing")}
    return len(forms) < 2


def _on_scale(sheet: Sheet, unit: Unit, i: int, j: int) -> Finding:
    """Another step of a scale, or another party, in the same place: "hurt" -> "killed", "the tenants" -> "the landlord"."""
    c, p = unit.cw[i], unit.pw[j]
    kind, up = lexicon.step(p.text, c.text) or ("", 0)
    parent, child = _with_object(unit.pw, j, unit.back), _with_object(unit.cw, i, unit.pairs)
    if kind == "role":
        places = (p.start, p.end), (c.start, c.end)
        acts = i + 1 < len(unit.cw) and (is_past(unit.cw[i + 1]) or unit.cw[i + 1].folded in _WILLING)
        what: kinds.DiscrepancyType = "agent_changed" if acts else "participant_changed"
        why = became(sheet, *places, "Another one does it" if acts else "Somebody else is meant")
        return Finding(what, [places[1]], [places[0]], why, "medium")
    if kind == "stage":
        why = became(sheet, parent, child, "Further than it was" if up > 0 else "Not so far as it was")
        return Finding("modality_strengthened" if up > 0 else "modality_weakened", [child], [parent], why, "medium")
    what_of = {"harm": "Graver than it was" if up > 0 else "Less grave than it was", "act": "Something else was done"}
    why = became(
        sheet, parent, child, what_of.get(kind, "More final than it was" if up > 0 else "Less final than it was")
    )
    return Finding("predicate_changed", [child], [parent], why, "high" if kind == "harm" else "medium")


_WILLING = word_set("will would has have had is are was were may might could can must should")


_SIDES_OF_TIME = word_set("before after ahead following prior")


def _elsewhere(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """An opposite with the same subject, though the report has the word of something else as well.

    "Schools remain open, markets are closed" -> "schools are closed, as are markets".
    """
    for j, p in enumerate(unit.pw):
        if j in unit.back or not p.content or p.kind != "word" or _negated(unit.pw, j) or sheet.parent.in_figure(p):
            continue
        for i, c in enumerate(unit.cw):
            if (
                not c.content
                or c.kind != "word"
                or lexicon.opposed(p.text, c.text) != "polarity"
                or _negated(unit.cw, i)
            ):
                continue
            a, b = _head_before(unit.cw, i), _head_before(unit.pw, j)
            if a is None or b is None or unit.pairs.get(a) != b or i not in unit.pairs:
                continue
            # The word that it answers belongs to another subject in the parent.
            other = _head_before(unit.pw, unit.pairs[i])
            if other is None or other == b or unit.pw[unit.pairs[i]].sentence != p.sentence:
                continue
            parent, child = (unit.pw[b].start, p.end), (unit.cw[a].start, c.end)
            yield Finding("polarity_changed", [child], [parent], became(sheet, parent, child, "The other way round"))
            return


_COPULAS = word_set(
    "is are was were be been remain remains remained stay stays stayed has have had will would still in the of"
)


def _head_before(words: list[W], at: int) -> int | None:
    """The first content word of the clause that words[at] ends: "schools in the delta remain open"."""
    first = None
    for n in range(at - 1, max(-1, at - 8), -1):
        w = words[n]
        if w.sentence != words[at].sentence or w.clause != words[at].clause:
            break
        if w.content and w.folded not in _COPULAS:
            first = n
        elif not w.content and w.folded not in _COPULAS | {"s", "and", "a", "an", "its", "their", "to"}:
            break
    return first


_LOSING = word_set("lose loses lost losing loss less regain regained")


def _loses(words: list[W], at: int) -> bool:
    return any(w.folded in _LOSING for w in words[max(0, at - 2) : at + 3] if w.sentence == words[at].sentence)


def _negated(words: list[W], at: int) -> bool:
    near = words[max(0, at - 4) : at]
    if any(lexicon.is_a("negator", w.text) for w in near if w.sentence == words[at].sentence):
        return True
    # "None of the 88 people on board was injured": whoever is meant stands between.
    return any(
        w.folded in ("none", "neither", "nobody") and w.sentence == words[at].sentence
        for w in words[max(0, at - 10) : at]
    )


def _has(keys: frozenset[str], word: W) -> bool:
    return not keys.isdisjoint(word.signs)


def _follows_figure(side: Side, words: list[W], at: int) -> bool:
    before = words[at - 1] if at else None
    counted = words[at].folded in ("more", "fewer", "less", "higher", "lower")
    return counted and before is not None and before.sentence == words[at].sentence and side.in_figure(before)


def _bounds_figure(sheet: Sheet, child: W, parent: W) -> bool:
    """Whether either word is the bound of a figure ("fewer than 200"): compare_numbers looks at those."""
    return sheet.child.in_figure(child) or sheet.parent.in_figure(parent)


_WIDE = frozenset({"polarity", "trend", "modality", "bidding", *_SCALES})


def _same_slot(unit: Unit, i: int, j: int, kind: str) -> bool:
    """Whether words around the one answer words around the other."""
    size = OBJECT_WORDS if kind in _WIDE else 3
    mine = [x for x in range(max(0, i - size), min(len(unit.cw), i + size + 1)) if x in unit.pairs]
    theirs = [unit.pairs[x] for x in mine if unit.cw[x].sentence == unit.cw[i].sentence]
    near = [y for y in theirs if abs(y - j) <= size and unit.pw[y].sentence == unit.pw[j].sentence]
    return len(near) >= (2 if kind in _WIDE else 1)


def _with_object(words: list[W], at: int, paired: dict[int, int]) -> tuple[int, int]:
    """A word with what it is about, up to the next matched word after it."""
    end = words[at].end
    for n in range(at + 1, min(len(words), at + 6)):
        if words[n].clause != words[at].clause or words[n].sentence != words[at].sentence:
            break
        if n in paired:
            end = words[n].end
    return words[at].start, end

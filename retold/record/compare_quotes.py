"""Quotations: whether what stands in the child's quotation marks stands in the parent, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from retold.record.comparing import Finding, Place, Sheet, Side, W, became, pair_words, shown
from retold.record.lexicon import word_set
from retold.words import stem

SHORTEST_QUOTE = 4  # words; shorter ones are titles, nicknames and scare quotes


def _plain(words: list[W]) -> list[str]:
    return [w.folded for w in words]


def compare_quotes(sheet: Sheet) -> Iterator[Finding]:
    """Quotations altered or cut."""
    parents = [(place, sheet.parent.words_in([place])) for place in _runs(sheet.parent)]
    everything = [w.folded for w in sheet.parent.all_words]
    whole = " " + " ".join(everything) + " "
    for place in _runs(sheet.child):
        words = sheet.child.words_in([place])
        if len(words) < SHORTEST_QUOTE:
            yield from _cut_at_contrast(sheet, place, words, parents)
            continue
        plain = " " + " ".join(_plain(words)) + " "
        if plain in whole:
            yield from _cut(sheet, place, words, parents)
            continue
        mine = {w.folded for w in words if w.content}
        best = max(
            (
                (len(pair_words(words, w)) / max(1, sum(x.content for x in words)), -n)
                for n, (_, w) in enumerate(parents)
                if 2 * len(mine & {x.folded for x in w}) >= len(mine)
            ),
            default=(0.0, 0),
        )
        if best[0] >= sheet.settings.record_same_quote:
            yield from _altered(sheet, place, words, *parents[-best[1]])
        else:
            yield from _made_direct(sheet, place, words)


def _runs(side: Side) -> list[Place]:
    return [p for p in side.quoted if p[1] - p[0] <= 1500]


def _altered(sheet: Sheet, place: Place, words: list[W], other: Place, theirs: list[W]) -> Iterator[Finding]:
    """The words inside the marks that differ."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, _plain(theirs), _plain(words), autojunk=False)
    edits = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    # Words left out at either end only shorten the quotation.
    inner = [
        (tag, a, b, c, d)
        for tag, a, b, c, d in edits
        if not (tag == "delete" and (a == 0 or b == len(theirs)))
        and not (tag == "insert" and (c == 0 or d == len(words)))
        and not (tag == "replace" and _letters(theirs[a:b]) == _letters(words[c:d]))
        and not _in_brackets(sheet.child, words[c:d] or words[max(0, c - 1) : c + 1])
        and not _in_brackets(sheet.parent, theirs[a:b] or theirs[max(0, a - 1) : a + 1])
    ]
    if not inner or matcher.ratio() < sheet.settings.record_same_quote:
        return
    for _, a, b, c, d in inner[:2]:
        mine = _stretch(words, c, d)
        parents = _stretch(theirs, a, b)
        yield Finding(
            "quote_altered", [mine], [parents], became(sheet, parents, mine, "Words inside quotation marks differ")
        )


def _in_brackets(side: Side, words: list[W]) -> bool:
    """Whether words stand in or beside square brackets: "[the boys] did" says whom "they" were."""
    if not words:
        return False
    stretch = side.text[max(0, words[0].start - 2) : words[-1].end + 2]
    return "[" in stretch or "]" in stretch


FROM_INDIRECT = 0.75  # of the content words of a quotation that the parent has, told in its own words


def _made_direct(sheet: Sheet, place: Place, words: list[W]) -> Iterator[Finding]:
    """What the parent tells in its own words, put into quotation marks: "said that it had been slow" -> "We were slow"."""
    at = sheet.child.sentence_at(place[0])
    carrying = [w for w in words if w.content]
    if at is None or len(carrying) < 3:
        return
    for n in sorted(sheet.parent_of.get(at, ())):
        for said in sheet.parent.statements:
            if said.sentence != n or said.form not in ("indirect", "according_to"):
                continue
            if any(sheet.parent.in_quotes(p) for p in said.content):
                continue
            theirs = sheet.parent.words_in(said.content)
            answered = pair_words(words, theirs)
            if len(answered) >= FROM_INDIRECT * len(carrying):
                parent = said.content[0][0], said.content[-1][1]
                why = became(sheet, parent, place, "What the report told in its own words stands in quotation marks")
                yield Finding("quote_altered", [place], [parent], why, "medium")
                return


_CONTRASTS = word_set("but though although yet however if unless except not")


def _cut_at_contrast(
    sheet: Sheet, place: Place, words: list[W], parents: list[tuple[Place, list[W]]]
) -> Iterator[Finding]:
    """A word or two quoted without the "but" that followed: "promising but far from conclusive" -> "promising"."""
    plain = _plain(words)
    at = sheet.child.sentence_at(place[0])
    linked = sheet.parent_of.get(at, set()) if at is not None and plain else set()
    for _, theirs in parents:
        whole = _plain(theirs)
        if (
            not theirs
            or theirs[0].sentence not in linked
            or whole[: len(plain)] != plain
            or len(whole) <= len(plain) + 1
        ):
            continue
        if whole[len(plain)] in _CONTRASTS and not all(sheet.child.has(w) for w in theirs[len(plain) :] if w.content):
            gone = theirs[len(plain)].start, theirs[-1].end
            why = f"The quotation {shown(sheet.child.cut(place))} leaves out {shown(sheet.parent.cut(gone))}."
            yield Finding("quote_truncated", [place], [gone], why)
            return


# What limits a sentence from its beginning: "Beyond that, nobody ..."
_LIMITING = word_set(
    "beyond if unless until without perhaps maybe but then otherwise sometimes before after except apart not"
)


def _letters(words: list[W]) -> str:
    """The letters of words without the spaces: "per cent" is "percent", "cyber assets" is "cyberassets"."""
    return "".join(stem(w.folded) if len(words) == 1 else w.folded for w in words)


def _stretch(words: list[W], first: int, last: int) -> Place:
    """The place of words[first:last] with the word after it (before it at the end), so that it is never empty."""
    end = min(len(words), max(last, first + 1) + 1)
    if last >= len(words):
        first = max(0, first - 1)
    return words[min(first, len(words) - 1)].start, words[end - 1].end


def _cut(sheet: Sheet, place: Place, words: list[W], parents: list[tuple[Place, list[W]]]) -> Iterator[Finding]:
    plain = _plain(words)
    for other, theirs in parents:
        whole = _plain(theirs)
        for at in range(len(whole) - len(plain) + 1):
            if whole[at : at + len(plain)] != plain:
                continue
            rest = whole[:at] + whole[at + len(plain) :]
            text = " ".join(whole)
            # A sentence more or less is selection; words of the same sentence are the quotation itself.
            first, last = theirs[at], theirs[at + len(plain) - 1]
            same_sentence = [
                w
                for n, w in enumerate(theirs)
                if not at <= n < at + len(plain) and w.sentence in (first.sentence, last.sentence) and w.content
            ]
            limits = [w for w in theirs[max(0, at - 4) : at] if w.folded in _LIMITING and w.sentence == first.sentence]
            if rest and text and len(same_sentence) < 2 and limits:
                gone = limits[0].start, theirs[at - 1].end
                why = (
                    f"The quotation {shown(sheet.child.cut(place))} begins behind {shown(sheet.parent.cut(gone))}, "
                    "which limits it."
                )
                yield Finding("quote_truncated", [place], [gone], why)
            elif rest and text and len(same_sentence) >= 2:
                gone = same_sentence[0].start, same_sentence[-1].end
                if any(sheet.child.has(w) for w in same_sentence) and all(sheet.child.has(w) for w in same_sentence):
                    return
                if gone[0] < first.start and gone[1] > last.end:
                    gone = other
                edges = (*theirs[max(0, at - 1) : at], *theirs[at + len(plain) : at + len(plain) + 1])
                opened = theirs[:at] if at and theirs[0].sentence == first.sentence else []
                turns = any(w.folded in _CONTRASTS for w in edges) or any(w.folded in _LIMITING for w in opened[:1])
                yield Finding(
                    "quote_truncated",
                    [place],
                    [gone],
                    f"The quotation {shown(sheet.child.cut(place))} is part of {shown(sheet.parent.cut(other))}.",
                    "medium" if turns else None,
                )
            return

"""What stands to the left of a speaker or cue: whether it is what was told, and where that begins.

`floor` is everywhere the first token that no statement before has used up.
"""

from __future__ import annotations

from retold.facts.adjuncts import REACH_ADJUNCT, Adjuncts
from retold.facts.clauses import BREAKS, DASHES, Clause, Phrase
from retold.facts.cues import Cue, Lexicon


class LeftContents:
    """The content to the left of the cues of one clause."""

    def __init__(self, clause: Clause, words: Lexicon, adjuncts: Adjuncts) -> None:
        self.c = clause
        self.words = words
        self.adjuncts = adjuncts

    def stands_before(self, floor: int, phrase: Phrase, last: int, cue: Cue) -> bool:
        """Whether the content stands before the speaker: "..., Xi said"."""
        c = self.c
        lo = phrase.whole[0]
        if lo <= floor:
            return False
        at = last
        if "person" in cue.frames:
            at = self.adjuncts.past_addressee(last)
        nxt = c.word(at)
        quote = c.closes_quote(lo - 1) or (c.raw[lo - 1] in (",", *DASHES) and c.closes_quote(lo - 2))
        if (
            nxt in ("that", ":")
            or c.opens_quote(at)
            or (not quote and nxt == "," and c.opens_quote(at + 1) and not self.is_unfinished(floor, lo))
        ):
            return False
        if quote:
            # 'On the "right to a home," Xi said the plan ...': the quotation is the opening's, what was said comes after.
            begins = c.subject_starts(at) or c.word(at) in c.subordinators
            return not (self.is_opening(floor) and begins and c.clause_starts(at))
        if not (
            c.raw[lo - 1] in (",", "?", "!", "…")
            or c.raw[lo - 1] in DASHES
            or (c.low[lo - 1] == "as" and c.word(lo - 2) == ",")
        ):
            return False
        beyond = at
        while c.is_time(beyond) or (c.word(beyond) in ("on", "late", "early") and c.is_time(beyond + 1)):
            beyond += 1
        # "The road, Xi said, was closed": the verb comes later, but then the cue is between commas.
        if not c.has_verb(floor, lo - 1) and not (beyond >= c.size or c.raw[beyond] in (".", ",")):
            return False
        ended = at >= c.size or c.raw[at] in (".", "?", "!", ";", ",", *DASHES, ")")
        if ended:
            return True
        if self.is_opening(floor) and not self.main_verb_before(floor, lo):
            return False
        nxt = c.word(at)
        if nxt in (
            "while",
            "after",
            "as",
            "before",
            "when",
            "following",
            "during",
            "amid",
            "citing",
            "adding",
            "if",
            "because",
        ):
            return True
        if (
            c.is_time(at)
            or nxt in self.words.lists["adjunct"]
            or nxt in self.words.lists["adverb"]
            or nxt.endswith("ly")
        ):
            stop = at
            while (
                stop < min(c.size, at + REACH_ADJUNCT) and c.raw[stop] not in (",", ";", ".") and c.low[stop] != "that"
            ):
                stop += 1
            return c.word(stop) != "that"
        return not c.has_verb(at, c.size) and not c.clause_starts(at)

    def left_start(self, floor: int, end: int) -> int:
        """Where content that ends before token `end` begins."""
        c = self.c
        lo = floor
        while (
            lo < end
            and c.quoted[lo] < 0
            and (c.raw[lo] in BREAKS or (c.low[lo] in ("and", "but") and lo and c.raw[lo - 1] in BREAKS))
        ):
            lo += 1
        if c.word(end) == "according" or c.word(end - 1) == ",":
            lo = self._past_bracket(lo, end)
        close = end - 1
        if close >= lo and c.raw[close] in (",", *DASHES):
            close -= 1
        if c.closes_quote(close) and quote_is_sentence(c, close):
            opened = close
            which = c.quoted[close]
            opened = c.token_at(c.quotes[which].start)
            if (opened > lo and not c.has_verb(lo, opened) and opened - lo <= 12) or (
                opened > lo and c.raw[opened - 1] in (".", "?", "!", ":")
            ):
                lo = opened
            elif opened > lo and c.word(opened - 1) == ",":
                lo = opened if close - opened >= opened - lo else lo
        return lo

    def _past_bracket(self, lo: int, end: int) -> int:
        """The token after a bracket that opens in [lo, end) and is not closed before: "fell (by 4 percent, ...)"."""
        c = self.c
        for k in range(end - 1, max(lo - 1, end - REACH_ADJUNCT), -1):
            if c.raw[k] == ")" and c.quoted[k] < 0:
                return lo
            if c.raw[k] == "(" and c.quoted[k] < 0:
                return k + 1
        return lo

    def is_opening(self, k: int) -> bool:
        """Whether what begins at token `k` is an opening phrase ("In 2024, ...", "While ..., ...")."""
        c = self.c
        while k < c.size and (c.raw[k] in BREAKS or c.low[k] in ("and", "but")):
            k += 1
        word = c.word(k)
        if word in c.prepositions or word in self.words.lists["opener"]:
            return True
        if not word.endswith("ing") or word in ("nothing", "everything", "something", "anything"):
            return False
        comma = k  # "Flooding has cut the road, ..." opens with its subject: the verb comes before the comma
        while comma < min(c.size, k + 40) and c.raw[comma] != ",":
            comma += 1
        return not c.has_verb(k, comma)

    def main_verb_before(self, floor: int, lo: int) -> bool:
        """Whether a clause of its own stands between an opening phrase and token `lo`."""
        c = self.c
        k = floor
        limit = min(lo, k + 200)
        while k < limit and c.raw[k] != ",":
            k += 1
        return k < lo - 1 and c.has_verb(k + 1, lo - 1)

    def is_unfinished(self, floor: int, lo: int) -> bool:
        """Whether what stands before token `lo` is a subject that waits for its verb ("The plan, he said, "is dead"")."""
        c = self.c
        return not self.is_opening(floor) and not c.has_verb(floor, lo - 1) and lo - floor > 2

    def has_comma(self, lo: int, hi: int) -> bool:
        return any(self.c.raw[k] == "," and self.c.quoted[k] < 0 for k in range(lo, min(hi, lo + 80)))

    def closes_sentence(self, floor: int, phrase: Phrase, first: int) -> bool:
        """Whether ", said Rita Moss, director of ...", the sentence's end, follows a clause whose verb is not known."""
        c = self.c
        name = c.is_capital(phrase.core[0]) and c.is_capital(phrase.core[1] - 1)
        ended = phrase.whole[1] >= c.size or c.raw[phrase.whole[1]] in ".;"
        return name and ended and first - floor > 6 and not self.is_opening(floor)

    def in_relative(self, comma: int) -> bool:
        """Whether the comma at token `comma` closes ", which had sold the bike,"."""
        c = self.c
        for n in range(comma - 1, max(0, comma - 40), -1):
            if c.raw[n] == "," and c.quoted[n] < 0:
                return c.word(n + 1) in ("who", "which", "whose", "where", "whom")
        return False


def quote_is_sentence(c: Clause, k: int) -> bool:
    """Whether the quotation that token `k` closes is a sentence of its own: it ends in , ? ! . or is long."""
    which = c.quoted[k]
    if which < 0:
        return False
    quote = c.quotes[which]
    inner = c.text[max(quote.start + 1, quote.end - 9) : quote.end].rstrip("\"“”'‘’„«» \n")
    return inner.endswith((",", "?", "!", ".", "—", "…", "-")) or quote.end - quote.start > 62

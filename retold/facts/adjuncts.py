"""What stands between a cue and what it tells: who is told, when and on what occasion."""

from __future__ import annotations

from retold.facts.clauses import BREAKS, Clause
from retold.facts.cues import Lexicon

# How far, in tokens, "in a statement to the news agency on Tuesday" may reach before what was said.
REACH_ADJUNCT = 25
LEADS = frozenset(["in", "on", "at", "during", "after", "of", "through", "via", "about"])


class Adjuncts:
    """The addressees and adjuncts after the cues of one clause."""

    def __init__(self, clause: Clause, words: Lexicon) -> None:
        self.c = clause
        self.words = words

    def past_addressee(self, k: int) -> int:
        """The token after the one who is told: "reporters", "a news conference in Lima", "CNN"."""
        c = self.c
        word = c.word(k)
        if word in self.words.lists["object"]:
            return k + 1
        if word in self.words.lists["addressee"] and not (c.verbs[k + 1] if k + 1 < c.size else False):
            return k + 1
        if word == "that" or not word or c.raw[k] in BREAKS or c.quoted[k] >= 0:
            return k
        if c.is_capital(k) or word in c.determiners:
            # "told the Guardian the deal was done": a name ends where small letters begin; another noun
            # phrase ends before the article, pronoun, "that" or mark that opens what was told.
            at = k + 1 if word in c.determiners else k
            limit = min(c.size, k + 12)
            named = c.is_capital(at)
            while at < limit:
                low = c.low[at]
                if c.raw[at] == "." and c.low[at - 1] in self.words.lists["title"]:
                    at += 1
                    continue
                if c.raw[at] in BREAKS or c.quoted[at] >= 0 or low == "that" or c.verbs[at]:
                    break
                if named and not c.is_capital(at) and low not in ("of", "and", "for"):
                    break
                if (
                    not named
                    and at > k + 1
                    and (low in c.determiners or low in c.pronouns or low in c.prepositions or c.is_capital(at))
                ):
                    break
                if c.is_time(at):
                    break
                at += 1
            if not named and not self._told_next(at):
                return k
            return at
        at = k
        while (
            at < min(c.size, k + 4)
            and c.low[at].isalpha()
            and c.low[at] not in c.prepositions
            and c.low[at] not in c.determiners
            and c.low[at] not in c.pronouns
            and not c.verbs[at]
            and c.low[at] != "that"
            and not c.is_capital(at)
            and c.low[at] != "to"
        ):
            at += 1
            if c.low[at - 1].endswith("s"):
                break
        return at

    def _told_next(self, k: int) -> bool:
        """Whether at token `k`, after one who may be an addressee, comes what was told."""
        c = self.c
        if k >= c.size:
            return False
        if c.raw[k] in (",", ":"):
            return c.raw[k] == ":" or c.opens_quote(k + 1) or c.word(k + 1) == "that"
        if c.low[k] == "that" or c.opens_quote(k) or c.low[k] in ("in", "on", "at", "after", "during"):
            return True
        return c.raw[k] == "." or self.c.clause_starts(k)

    def past_adjunct(self, k: int, frames: frozenset[str]) -> int:
        """The token after "on Tuesday", "in a statement", "at a news conference in Lima" before the content."""
        c = self.c
        at = k
        for _ in range(4):
            if at >= c.size or c.quoted[at] >= 0:
                break
            beyond = self._past_time(at)
            if beyond == at and self._is_adverb(at):
                beyond = at + 1
            if beyond > at:
                at = beyond
                continue
            word = c.word(at)
            if word not in LEADS and not (word in ("from", "to") and "to" not in frames):
                break
            told = self._told_after(at)
            if told is not None:
                return told
            end = self._adjunct_end(at)
            if end is None or not c.clause_starts(end):
                break
            at = end
        return at

    def _past_time(self, at: int) -> int:
        """The token after "Tuesday evening", "late on"; `at` where no time stands there."""
        c = self.c
        word = c.word(at)
        if not c.is_time(at) and not (
            word in ("late", "early") and (c.is_time(at + 1) or c.word(at + 1) in ("on", "in"))
        ):
            return at
        at += 1
        while c.word(at) in ("morning", "afternoon", "evening", "night") or c.word(at).isdigit() or c.is_time(at):
            at += 1
        return at + 1 if c.word(at) == "," and c.word(at + 1) == "that" else at

    def _is_adverb(self, at: int) -> bool:
        word = self.c.word(at)
        if word in ("both", "all", "each", "either", "only", "just", "no"):
            return False
        if word.endswith("ly") and self.c.is_capital(at):
            return False
        return word in self.words.lists["adverb"] or (word.endswith("ly") and len(word) > 4)

    def _told_after(self, at: int) -> int | None:
        """Where what was told begins after an adjunct of any kind: at its "that", its colon or its quotation."""
        c = self.c
        for stop in range(at + 1, min(c.size, at + REACH_ADJUNCT)):
            if c.low[stop] == "that" and c.quoted[stop] < 0:
                return stop
            if c.raw[stop] in (",", ":", ";", ".") and c.quoted[stop] < 0:
                if c.raw[stop] == "," and c.word(stop + 1) == "that":
                    return stop + 1
                quoted = c.raw[stop] == "," and c.opens_quote(stop + 1)
                return stop if c.raw[stop] == ":" or quoted else None
            if c.opens_quote(stop):
                return stop
            if c.verbs[stop]:
                return None
        return None

    def _adjunct_end(self, k: int) -> int | None:
        """Where "on Tuesday" or "in a statement" that begins at token `k` ends; None where it is not of that kind."""
        c = self.c
        at = k + 1
        if c.is_time(at) or c.word(at) in ("late", "early", "last"):
            while (
                c.is_time(at)
                or c.word(at).isdigit()
                or c.word(at)
                in ("late", "early", "last", "morning", "afternoon", "evening", "night", "week", "month", "year")
            ):
                at += 1
            return at
        if c.word(at) in ("a", "an", "the", "his", "her", "its", "their"):
            stop = at + 1
            while stop < min(c.size, at + 5):
                if c.word(stop) in self.words.lists["announcing"] or c.word(stop) in self.words.lists["event"]:
                    return stop + 1
                stop += 1
        if c.is_capital(at) and not c.is_time(at):
            stop = at
            while c.is_capital(stop):
                stop += 1
            return stop
        return None

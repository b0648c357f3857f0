"""Where what a cue tells begins and ends, to the right of the cue."""

from __future__ import annotations

from retold.facts.adjuncts import Adjuncts
from retold.facts.clauses import BREAKS, DASHES, Clause
from retold.facts.cues import Cue, Lexicon

# Last words of cues that take a noun phrase or an infinitive: "call for", "point out".
PARTICLES = frozenset(["for", "of", "against", "about", "to", "on", "upon", "out", "forward", "forth"])
# Words after a cue that begin something else than what was told.
NO_CONTENT = frozenset(["by", "and", "but", "or", "as", "of", "with", "while", "after", "before", "because"])
QUESTIONS = frozenset(["how", "why", "what", "whether", "where", "who", "when", "if"])


class Complements:
    """The content to the right of the cues of one clause."""

    def __init__(self, clause: Clause, words: Lexicon) -> None:
        self.c = clause
        self.words = words
        self.adjuncts = Adjuncts(clause, words)

    def complement(self, k: int, cue: Cue) -> tuple[int, int] | None:
        """The content that begins after the cue, whose last word is before token `k`; None where none fits its frames."""
        c = self.c
        frames = cue.frames
        if cue.follow and cue.follow[-1] in PARTICLES:
            if "pto" in frames:
                return self._urged(k)
            if not frames.isdisjoint(("for", "of")) or frames.isdisjoint(("clause", "quote")):
                return self._nominal(k)
        at = self.adjuncts.past_addressee(k) if "person" in frames else k
        at = self.adjuncts.past_adjunct(at, frames)
        word = c.word(at)
        if at >= c.size:
            return None
        if word == "that" and not frames.isdisjoint(("clause", "noun")):
            verb_next = at + 1 < c.size and c.verbs[at + 1]
            return at if verb_next else at + 1, self.right_end(at + 1, clause=True)
        if c.raw[at] == ":" or c.opens_quote(at) or (c.raw[at] == "," and c.opens_quote(at + 1)):
            return self._quotation(at, frames)
        if word == "to" and "pto" in frames and at > k:
            return self._urged(k)  # "told the crowd to go home"
        if word == "to":
            return (at, self.right_end(at + 1, clause=False)) if "to" in frames else None
        if "pto" in frames:
            found = self._urged(at)
            if found is not None:
                return found
        if c.raw[at] in BREAKS or word in NO_CONTENT or cue.lemma == "hold":
            return None
        if cue.lemma == "recall" and c.raw[at][0].isdigit():
            return None  # "is recalling 40,000 heaters sold since March"
        if self._is_clause(at, cue):
            return at, self.right_end(at, clause=True)
        if not frames.isdisjoint(("clause", "wh")) and word in QUESTIONS:
            return at, self.right_end(at + 1, clause=True)
        return self._noun_content(at, cue)

    def _quotation(self, at: int, frames: frozenset[str]) -> tuple[int, int] | None:
        """The content of "said: ..." and "said, "..."", whose mark is at token `at`."""
        c = self.c
        if frames.isdisjoint(("clause", "quote", "noun")):
            return None
        begin = at if c.quoted[at] >= 0 else at + 1
        if c.opens_quote(begin):
            return begin, self.quoted_end(begin)
        if c.raw[at] == ":" and "clause" in frames:
            return begin, self.right_end(begin, clause=True)
        return None

    def _is_clause(self, at: int, cue: Cue) -> bool:
        """Whether a clause without "that" begins at token `at` and the cue takes one."""
        if "clause" in cue.frames and self.c.clause_starts(at):
            return True
        if cue.lemma not in self.words.lists["clausal"] or self.c.size - at <= 2:
            return False
        gerund = self.c.word(at).endswith("ing") and self.c.has_verb(at + 1, at + 40)
        return self.c.subject_starts(at) or gerund

    def _noun_content(self, at: int, cue: Cue) -> tuple[int, int] | None:
        """The noun phrase at token `at`, where the cue takes one and it is of the cue's kind."""
        frames = cue.frames
        if "data" in frames and cue.lemma == "show":
            return self._nominal(at)
        if "noun" not in frames and "for" not in frames:
            return None
        if cue.lemma == "recall" and self.c.word(at) not in ("his", "her", "their"):
            return None  # a maker recalls its batteries; one's own visit is recalled in words
        if "label" in frames and "wide" not in frames and not self._quotes_within(at):
            return None
        if "speech" in frames and not self._is_plan(at):
            return None
        return self._nominal(at)

    def _quotes_within(self, k: int) -> bool:
        """Whether quoted words stand within a few tokens after token `k`: "called it "a sham""."""
        return any(self.c.quoted[n] >= 0 for n in range(k, min(self.c.size, k + 15)))

    def _is_plan(self, k: int) -> bool:
        c = self.c
        plans = self.words.lists["plans"]
        for n in range(k, min(c.size, k + 12)):
            if c.low[n] in plans:
                return True
            if c.raw[n] == ":" or c.raw[n] in DASHES:
                return n > k + 1  # "named four risks: energy prices, ..."
            if c.raw[n] in BREAKS:
                break
        return False

    def _urged(self, k: int) -> tuple[int, int] | None:
        """The content of "urged residents to leave": all after the verb; None where no infinitive comes."""
        c = self.c
        for n in range(k, min(c.size, k + 20)):
            if c.raw[n] in (";", ":", ".") or c.verbs[n]:
                return None
            if c.low[n] == "to" and n > k:
                return k, self.right_end(k, clause=False)
            if c.low[n] == "not" and c.word(n + 1) == "to" and n > k:
                return k, self.right_end(k, clause=False)
        return None

    def _nominal(self, k: int) -> tuple[int, int] | None:
        """The noun phrase that begins at token `k`, up to what no longer belongs to it."""
        c = self.c
        if k >= c.size or c.raw[k] in BREAKS or c.word(k) in ("and", "but", "by", "that"):
            return None
        if c.raw[k][0].isdigit() or c.raw[k] in "$€£¥":
            return None  # "pledged 3 million dollars": money given, not words
        end = k
        listed = False
        limit = min(c.size, k + 300)
        while end < limit:
            if c.quoted[end] >= 0:
                end += 1
                if c.closes_quote(end - 1) and c.raw[end - 2] == ",":
                    break
                continue
            if (end > k + 1 and c.low[end] in self.words.lists["weekday"]) or self._at_occasion(end):
                if c.word(end - 1) in ("on", "late", "early", "last", "this"):
                    end -= 1
                break
            raw, word = c.raw[end], c.low[end]
            if raw in (";",) or (raw == "." and end + 1 >= c.size):
                break
            if raw == ":" or raw in DASHES:
                listed = True
            elif raw == "," and not listed:
                nxt = c.word(end + 1)
                if (
                    nxt in ("which", "who", "while", "but", "as", "after", "when", "where", "with", "saying", "so")
                    or (nxt.endswith("ing") and len(nxt) > 5)
                    or (nxt.endswith("ed") and len(nxt) > 4)
                    or c.verbs[end + 1]
                    if end + 1 < c.size
                    else False
                ):
                    break
                if nxt == "and" and end + 2 < c.size and (c.verbs[end + 2] or c.low[end + 2].endswith("ed")):
                    break
                if nxt in ("he", "she", "they") or self._subject_of_cue(end + 1):
                    break
            elif (word in ("and", "but") and end + 1 < c.size and c.verbs[end + 1]) or (
                word in ("while", "after", "although", "though", "because") and end > k
            ):
                break
            end += 1
        return (k, end) if end > k else None

    def _at_occasion(self, k: int) -> bool:
        """Whether "in a statement" or "in an interview with ..." begins at token `k`."""
        c = self.c
        if c.low[k] not in ("in", "at", "during") or c.word(k + 1) not in ("a", "an", "the", "his", "her", "their"):
            return False
        return any(c.word(k + n) in self.words.lists["occasion"] for n in (2, 3, 4))

    def _subject_of_cue(self, k: int) -> bool:
        """Whether ", officials said" begins at token `k`."""
        c = self.c
        for n in range(k, min(c.size, k + 12)):
            if c.raw[n] in BREAKS:
                return False
            cue = self.words.cues.get(c.low[n])
            if (
                cue
                and n > k
                and "clause" in cue[0].frames
                and c.verbs[n]
                and (
                    n + 1 >= c.size or c.raw[n + 1] in BREAKS or c.is_time(n + 1) or c.word(n + 1) in ("in", "on", "at")
                )
            ):
                return True
        return False

    def right_end(self, k: int, *, clause: bool) -> int:
        """Where content that begins at token `k` ends, later cues not yet considered."""
        c = self.c
        end = c.size
        if not clause:
            for n in range(k, min(c.size, k + 200)):
                if c.quoted[n] >= 0:
                    continue
                if c.raw[n] == ";":
                    return n
                if c.raw[n] == "," and self._subject_of_cue(n + 1):
                    return n
                if c.raw[n] == "," and c.word(n + 1) in ("while", "but", "although", "though", "which"):
                    return n
            return end
        for n in range(k, min(c.size, k + 200)):
            if c.closes_quote(n) and n > k:
                nxt = c.word(n + 1)
                nn = n + 2 if c.word(n + 1) in ("and", "but") else -1
                if nn > 0 and nn < c.size and c.verbs[nn] and nxt in ("and", "but") and c.low[nn] not in c.auxiliaries:
                    return n + 1
        return end

    def quote_end(self, k: int) -> int:
        """The token after the quotation that opens at token `k`."""
        c = self.c
        which = c.quoted[k]
        return min(c.size, max(k + 1, c.token_at(c.quotes[which].end - 1) + 1))

    def quoted_end(self, k: int) -> int:
        """Where content that opens with a quotation ends: with it, or with the sentence where it reads on."""
        c = self.c
        end = self.quote_end(k)
        while c.opens_quote(end):
            end = self.quote_end(end)
        nxt = c.word(end)
        if (
            end >= c.size
            or nxt in (",", ".", ";", "and", "but", "in", "on", "at", "during", "while", "after", "when", "as", ":")
            or nxt in DASHES
        ):
            return end
        return self.right_end(end, clause=True)

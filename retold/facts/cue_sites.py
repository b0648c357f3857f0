"""Where in a clause a cue word stands, and whether it is a verb there."""

from __future__ import annotations

from retold.facts.clauses import QUOTES, Clause
from retold.facts.cues import Cue, Lexicon


class CueSites:
    """The places of one clause where a cue may stand."""

    def __init__(self, clause: Clause, words: Lexicon, headline: bool) -> None:
        self.c = clause
        self.words = words
        self.headline = headline

    def cue_at(self, k: int) -> tuple[Cue, int] | None:
        """The cue whose first word is token `k`, and the token after its last word."""
        c = self.c
        for cue in self.words.cues.get(c.low[k], ()):
            if not cue.follow:
                return cue, k + 1
            at = k + 1
            for want in cue.follow:
                for _ in range(3):
                    if c.word(at) != want and (
                        c.word(at) in self.words.lists["adverb"]
                        or c.is_time(at)
                        or (c.word(at) == "on" and c.is_time(at + 1))
                    ):
                        at += 1
                if c.word(at) != want or c.quoted[at] >= 0:
                    break
                at += 1
            else:
                return cue, at
        return None

    def base_is_finite(self, k: int, first: int) -> bool:
        c = self.c
        group = c.low[first:k]
        if any(w in c.auxiliaries for w in group):
            return not any(w in ("would", "should", "could", "must", "cannot") for w in group)
        before = c.word(first - 1)
        if before == ",":
            phrase = c.phrase_left(first)
            return phrase is not None and c.low[phrase.core[1] - 1].endswith("s")
        if before in ("both", "many", "some", "others", "several", "most", "few", "all"):
            return True
        if before in ("they", "we", "you", "i", "who"):
            return True
        if self.headline:
            return c.is_capital(first - 1) or before.endswith("s")
        if first == 0 or before in c.determiners or before in c.prepositions:
            return False
        if before.endswith("s") and not before.endswith(("ss", "'s", "’s")):
            return True
        phrase = c.phrase_left(first)
        if phrase is not None:
            words = c.low[phrase.core[0] : phrase.core[1]]
            if any(w in self.words.lists["announcing"] and (w == "data" or w.endswith("s")) for w in words):
                return True
        return before in ("data", "police", "people", "media") or (
            c.word(first - 2) in ("and",) and c.is_capital(first - 1)
        )

    def is_verb_here(self, k: int, first: int, last: int) -> bool:
        """Whether a finite form is a verb where it stands, and not a noun or a participle."""
        c = self.c
        before = c.word(k - 1)
        if first == k and (
            (
                before in c.determiners
                and before not in ("this", "that", "all", "some", "many", "others", "both")
                and not (c.low[k] in ("said", "says", "told", "added") and before in self.words.lists["alone"])
            )
            or before in c.prepositions
            or before.endswith(("'s", "’s"))
        ):
            return False
        if c.is_capital(k) and k and not self.headline and c.raw[k - 1] not in QUOTES:
            return False
        if c.word(last) == "by":
            return False
        if c.low[k].endswith("s") and first == k:
            # "reports", "claims", "projects" are verbs after a name, a pronoun or somebody, nouns elsewhere.
            lists = self.words.lists
            return (
                c.is_capital(k - 1)
                or before in ("he", "she", "it", "who", "which")
                or before in c.roles
                or before in lists["announcing"]
                or c.raw[k - 1] in ",)"
                or c.closes_quote(k - 1)
                or before == "and"
                or (c.low[k] in ("says", "tells", "adds") and self._somebody(first))
            )
        return True

    def _somebody(self, first: int) -> bool:
        """Whether a described person ends before token `first`: "a person familiar with the plans (says)"."""
        c = self.c
        phrase = c.phrase_left(first)
        return phrase is not None and any(word in c.roles for word in c.low[phrase.core[0] : phrase.core[1]])

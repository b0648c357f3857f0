"""A sentence in tokens, and what little of its grammar the statement finder needs: verbs, noun phrases, clause ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from retold.facts.cues import Lexicon
from retold.kinds import Span

# The first choice is only speed: a plain word, which the rest would read the same.
_TOKEN_RE = re.compile(
    r"[A-Za-z]++(?![\w'’&.-])|[A-Za-z][\w-]*(?:\.[a-z]{2,})+(?!\w)|[A-Za-z](?:\.[A-Za-z])+\.?|\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:[-'’&][^\W_]+)*|--+|\.{2,}|[^\s\w]|_",
    re.UNICODE,
)
# How far, in tokens, a subject or an adjunct is looked for. The longest subject of an attribution in the labelled
# news we tuned on has 41 tokens; the bound is what keeps a 1 MB sentence linear.
REACH = 60

QUOTES = frozenset('"“”„«»')
DASHES = frozenset(["--", "---", "—", "–"])
BREAKS = frozenset([",", ";", ":", ".", "?", "!", "…", *DASHES])
CONTRACTED = frozenset(
    f"{p}{a}{v}"
    for p in ("he", "she", "they", "we", "i", "you")
    for a in "'’"
    for v in ("s", "ve", "d", "ll", "re", "m")
)


# Participles that stand behind a noun with these prepositions, hardly ever finite.
PARTICIPLES = {"involved": "in", "based": "in", "accused": "of", "charged": "with", "concerned": "with"}
# Adjectives that "to" follows inside a noun phrase.
CLOSE = frozenset(["close", "loyal", "related", "opposed", "sympathetic", "answerable"])


COUNTS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "dozens"])


class Phrase(NamedTuple):
    """A noun phrase in tokens, half-open: its core, and all of it with appositives."""

    core: tuple[int, int]
    whole: tuple[int, int]


class Clause:
    """A sentence (or several that one quotation holds together) split into tokens, ready for questions."""

    def __init__(self, text: str, start: int, end: int, quotes: list[Span], lexicon: Lexicon) -> None:
        self.text = text
        self.start, self.end = start, end
        self.quotes = quotes
        self.lexicon = lexicon
        matches = list(_TOKEN_RE.finditer(text, start, end))
        self.starts = [m.start() for m in matches]
        self.ends = [m.end() for m in matches]
        self.raw = [m[0] for m in matches]
        self.low = [raw.lower() for raw in self.raw]
        self.size = len(matches)
        self.quoted = [-1] * self.size
        for which, quote in enumerate(quotes):
            for k in range(bisect_left(self.starts, quote.start), bisect_left(self.starts, quote.end)):
                self.quoted[k] = which
        lists = lexicon.lists
        self.determiners = lists["determiner"]
        self.prepositions = lists["preposition"]
        self.pronouns = lists["pronoun"]
        self.subordinators = lists["subordinator"]
        self.auxiliaries = lists["auxiliary"]
        self.roles = lists["role"]
        self.titles = lists["title"]
        verbal = lexicon.verbal
        self.verbs = [
            (word in verbal or word.endswith("ed") or "'" in word or "’" in word) and self._is_finite(k)
            for k, word in enumerate(self.low)
        ]
        self._verbs_before = [0, *accumulate(self.verbs)]

    def token_at(self, place: int) -> int:
        """The index of the first token that ends after text offset `place`."""
        return bisect_right(self.ends, place)

    def word(self, k: int) -> str:
        """The token `k` in lower case; empty outside the sentence."""
        return self.low[k] if 0 <= k < self.size else ""

    def _is_finite(self, k: int) -> bool:
        word = self.low[k]
        if self.quoted[k] >= 0 or not k or self.raw[k][:1].isupper():
            return False
        before = self.low[k - 1] if k else ""
        if "'" in word or "’" in word:
            stem = word.replace("’", "'").split("'")[0]
            if stem in self.pronouns or stem in ("there", "that", "here", "what", "who", "let"):
                return True
        if word in self.auxiliaries:
            return word not in ("be", "been", "being", "'s") and not (
                word in ("may", "will", "might") and self.raw[k][0].isupper()
            )
        if before in self.determiners and before not in (
            "that",
            "this",
            "those",
            "these",
            "some",
            "all",
            "both",
            "many",
            "others",
        ):
            return False
        if word in PARTICIPLES and PARTICIPLES[word] == self.word(k + 1):
            return False  # "one official involved in the talks"
        if word in self.lexicon.finite:
            return before not in self.prepositions and before != "to"
        if word.endswith("ed") and len(word) > 4:
            if self.word(k + 1) == "by":
                return False
            return before not in self.prepositions and not before.endswith("ly") and before != "be"
        if (
            word.endswith("s")
            and word in self.lexicon.cues
            and (before in ("he", "she", "it", "who") or (k and self.raw[k - 1][0].isupper() and k > 1))
        ):
            return True
        if word in self.lexicon.bases:
            return before in ("they", "we", "you", "i", "who") or (
                before.endswith("s") and not before.endswith("ss") and "'" not in before
            )
        return False

    def has_verb(self, lo: int, hi: int) -> bool:
        """Whether a finite verb stands in tokens [lo, hi)."""
        lo, hi = max(lo, 0), min(hi, self.size)
        return lo < hi and self._verbs_before[hi] > self._verbs_before[lo]

    def is_capital(self, k: int) -> bool:
        """Whether token `k` is written like a name."""
        return 0 <= k < self.size and (self.raw[k][0].isupper() or self.raw[k][0] in "@#")

    def closes_quote(self, k: int) -> bool:
        """Whether token `k` is the last of a quotation."""
        return (
            0 <= k < self.size and self.quoted[k] >= 0 and (k + 1 == self.size or self.quoted[k + 1] != self.quoted[k])
        )

    def opens_quote(self, k: int) -> bool:
        """Whether token `k` is the first of a quotation."""
        return 0 <= k < self.size and self.quoted[k] >= 0 and (k == 0 or self.quoted[k - 1] != self.quoted[k])

    def is_count(self, k: int) -> bool:
        """Whether token `k` is a number, in digits or a word up to ten."""
        word = self.word(k)
        return word[:1].isdigit() or word in COUNTS

    def is_time(self, k: int) -> bool:
        """Whether token `k` is a weekday, a month, "today" and the like."""
        word = self.word(k)
        lists = self.lexicon.lists
        if word in lists["weekday"] or word in ("today", "yesterday", "tomorrow", "tonight", "overnight"):
            return True
        return word in lists["month"] and self.is_capital(k)

    def clause_starts(self, k: int) -> bool:
        """Whether a clause with subject and verb begins at token `k`."""
        if self.word(k) == "to":
            return False
        if self.word(k) in ("if", "when", "while", "although", "under", "unless", "once", "because", "since"):
            return True
        inside = False  # a relative clause, whose verb is not the one we look for
        stop = k + 1
        while stop < min(self.size, k + 45):
            if self.raw[stop] == ";" or (self.raw[stop] == "." and stop + 1 >= self.size):
                break
            word = self.low[stop]
            if not inside and word in ("because", "while", "after", "before", "when", "if", "unless", "although"):
                return False
            if self.opens_quote(stop) and not inside:
                return True
            if word in ("who", "which", "that"):
                inside = True
            elif self.verbs[stop]:
                if inside:
                    inside = False
                return self.word(self.skip_back(stop) - 1) not in ("and", "but", "or")
            stop += 1
        return False

    def subject_starts(self, k: int) -> bool:
        """Whether a main clause can begin at token `k`: a name, a pronoun, an article or a role."""
        word = self.word(k).replace("’", "'").split("'")[0]
        if self.is_capital(k) or word in self.determiners or word in self.roles:
            return True
        return word in ("he", "she", "they", "it", "we", "you", "there", "i")

    # ------------------------------------------------------------ phrases

    def skip_back(self, k: int) -> int:
        """The first token of the verb group that ends at verb `k`: auxiliaries, adverbs and "on Tuesday" taken in."""
        lists = self.lexicon.lists
        at = k
        while at > 0 and k - at < 10:
            word = self.low[at - 1]
            if self.quoted[at - 1] >= 0:
                break
            if word in self.auxiliaries or word in lists["adverb"] or word in lists["negation"]:
                if (
                    self.is_capital(at - 1)
                    and self.word(at - 2) not in ("on", "late", "early", "last")
                    and not self.is_time(at - 1)
                ) and at - 1:
                    break
                at -= 1
            elif word.endswith("ly") and len(word) > 4 and not self.is_capital(at - 1):
                at -= 1
            elif self.is_time(at - 1):
                at -= 1
                if self.word(at - 1) in ("on", "late", "early", "last", "this", "next", "in"):
                    at -= 1
                    if self.word(at - 1) in ("late", "early"):
                        at -= 1
            elif word.isdigit() and self.word(at - 2) in lists["month"]:
                at -= 2
                if self.word(at - 1) == "on":
                    at -= 1
            elif word in ("morning", "afternoon", "evening", "night") and self.is_time(at - 2):
                at -= 1
            else:
                break
        return at

    def phrase_left(self, end: int) -> Phrase | None:
        """The noun phrase that ends before token `end`, appositives between commas taken in; None for none."""
        whole_end = end
        k = end - 1
        if k < 0:
            return None
        if self.raw[k] == "," or self.raw[k] in DASHES or self.raw[k] == ")":
            return self._with_appositives(k, whole_end)
        if self.raw[k] == ")":
            return None
        lo = self._start_left(k)
        if lo is None or (lo > 0 and self.verbs[lo - 1]):
            relative = self._past_relative(k if lo is None else lo - 1, end)
            if relative is not None:
                return relative
        if lo is None:
            return None
        # "Kestrel's lawyer, Edda Marwick, had ..." comes by the comma; "its president Elena Gardini" is one run.
        return Phrase((lo, end), (lo, end))

    def _past_relative(self, k: int, end: int) -> Phrase | None:
        """The phrase of "officials who spoke with reporters said", looked for leftwards from the verb at token `k`."""
        for at in range(k, max(0, k - 15), -1):
            word = self.low[at]
            if self.raw[at] in BREAKS or self.quoted[at] >= 0 or word in ("and", "but"):
                return None
            if word in ("who", "whose", "which"):
                start = self._start_left(at - 1)
                return None if start is None else Phrase((start, at), (start, end))
        return None

    def _with_appositives(self, comma: int, end: int) -> Phrase | None:
        """The phrase of "Mina Tolvan, 44, a teacher in M., said": what stands before the commas."""
        k = comma
        lowest = max(0, comma - REACH)
        pieces: list[tuple[int, int]] = []
        mark = self.raw[comma]
        if mark == ")":
            at = k - 1
            while at > lowest and self.raw[at] != "(":
                at -= 1
            return self.phrase_left(at) if at > lowest else None
        while k >= lowest:
            hi = k
            k -= 1
            while k >= lowest and not (self.raw[k] in (mark, ";", ":") or self.raw[k] in QUOTES or self.quoted[k] >= 0):
                k -= 1
            pieces.append((k + 1, hi))
            if k < 0 or self.raw[k] != mark or len(pieces) > 5:
                break
            if len(pieces) > 1 and self._is_head(*pieces[-1]):
                break
        if len(pieces) < 2:
            # "..., Xi said" has no comma before the verb; ", said" with one piece has no subject.
            return None
        for n, (lo, hi) in enumerate(pieces):
            if n and self._is_head(lo, hi):
                start = self._start_left(hi - 1)
                if start is None:
                    return None
                core = (start, hi)
                name = pieces[n - 1]
                if self._is_name(*name) and not self._is_name(*core) and name[1] - name[0] <= 6:
                    core = name
                elif n + 1 < len(pieces) and self._is_name(*core) and self._describes(*pieces[n + 1]):
                    start = pieces[n + 1][0]
                return Phrase(core, (start, pieces[0][1]))
        return None

    def _is_name(self, lo: int, hi: int) -> bool:
        """Whether tokens [lo, hi) are a name and nothing else."""
        if lo >= hi or not self.is_capital(lo) or self.low[lo] in self.determiners:
            return False
        return all(
            self.is_capital(k)
            or self.low[k] in ("de", "la", "van", "von", "al", "bin", "der", "den", "da", "dos", "of", ".", "el", "-")
            for k in range(lo, min(hi, lo + 12))
        )

    def _describes(self, lo: int, hi: int) -> bool:
        """Whether tokens [lo, hi) describe the name after them: "A local teacher, Mina Tolvan, said"."""
        return (
            hi - lo <= 8
            and self.low[lo] in ("a", "an", "the", "its", "his", "her", "their", "one")
            and any(self.low[k] in self.roles for k in range(lo, hi))
            and not self.has_verb(lo, hi)
        )

    def _is_head(self, lo: int, hi: int) -> bool:
        """Whether tokens [lo, hi) can be what appositives hang on: a name, or a described person or body."""
        if lo >= hi:
            return False
        if self.low[lo] in ("who", "whose", "which", "whom", "where", "of", "including", "like"):
            return False
        if self.raw[lo][0].isdigit():
            return False
        start = self._start_left(hi - 1)
        if start is None:
            return False
        span = range(start, hi)
        if any(self.is_capital(k) for k in span) or self.low[start] in ("he", "she"):
            return True
        return self.low[start] in self.determiners and any(self.low[k] in self.roles for k in span)

    def _start_left(self, k: int) -> int | None:
        """Where the noun phrase that ends with token `k` begins; None where `k` ends none."""
        if k < 0 or self.quoted[k] >= 0:
            return None
        word = self.low[k]
        if word in CONTRACTED:
            return k
        if word in self.pronouns and not (word == "i" and self.raw[k] == "i"):
            return k
        if not (word[0].isalnum() or word[0] in "@#$" or word in (".", ")")):
            return None
        if word in self.prepositions or word in ("and", "or", "but", "to", "that", "not"):
            return None
        lowest = max(0, k - REACH)
        at = k
        joins: list[int] = []  # places after "and" or a comma in a list
        while at > lowest:
            prev = self.low[at - 1]
            raw = self.raw[at - 1]
            if self.quoted[at - 1] >= 0:
                # A nickname in quotation marks stands inside a name.
                which = self.quoted[at - 1]
                lo = at - 1
                while lo > lowest and self.quoted[lo - 1] == which:
                    lo -= 1
                nickname = (
                    self.raw[at - 2] != "," and self.is_capital(lo - 1) and self.low[lo - 1] not in self.prepositions
                )
                if nickname and self.is_capital(at) and at - lo <= 5:
                    at = lo
                    continue
                break
            if raw == ".":
                if (
                    self.word(at - 2) in self.titles
                    or len(self.word(at - 2)) == 1
                    or self.ends[at - 1] == self.starts[at]
                    or not self.is_capital(at - 2)
                ):
                    at -= 1
                    continue
                if self.is_capital(at - 2) and len(self.word(at - 2)) <= 5:
                    at -= 1
                    continue
                break
            if raw == ")":
                lo = at - 2
                while lo > lowest and self.raw[lo] != "(":
                    lo -= 1
                at = lo
                continue
            if raw == ",":
                # "Justice, Energy and Trade ministers": a list before "and" goes on over its commas.
                if (
                    joins
                    and self.low[joins[-1] - 1] in ("and", "or", ",")
                    and self.is_capital(at)
                    and self.is_capital(at - 2)
                    and at - joins[-1] <= 5
                ):
                    joins.append(at)
                    at -= 1
                    continue
                break
            if raw in BREAKS or raw in QUOTES or raw in "(":
                break
            if prev in ("and", "or"):
                joins.append(at)
                at -= 1
                continue
            if prev == "to" and (self.word(at - 2) in self.roles or self.word(at - 2) in CLOSE):
                at -= 1  # "a source close to him", "the delegation to the forum"
                continue
            if prev in self.subordinators or prev in ("but", "yet", "nor", "said", "says", "to"):
                break
            if self.verbs[at - 1]:
                # A verb to the left: the phrase starts after it, or after the "and" that parts two clauses.
                if joins:
                    return joins[-1]
                break
            if prev in self.pronouns:
                break
            if self.is_time(at - 1) and not self.is_capital(at):
                break
            at -= 1
        if joins and at == joins[-1] - 1:
            at = joins[-1]
        return self._past_opening(at, k)

    def _past_opening(self, lo: int, k: int) -> int | None:
        """The start of the phrase [lo, k] once "In a statement" and the like before it are left off."""
        if self.low[lo] in self.lexicon.lists["adverb"] and lo < k:
            lo += 1
        if self.low[lo] in ("about", "around", "over", "under") and lo < k and self.is_count(lo + 1):
            return lo  # "About four out of 10 voters"
        if self.low[lo] in self.prepositions:
            start = None
            at = k
            while at > lo:
                if (self.low[at] in self.determiners or self.is_capital(at)) and not self.is_time(at):
                    start = at
                if start is not None and self.low[at - 1] in self.prepositions:
                    if self.low[at - 1] in ("of", "for", "from", "at") and at - 1 > lo:
                        start = None
                    else:
                        break
                at -= 1
            if self.low[k] in ("he", "she", "they"):
                return k
            if start is not None and start > lo + 1:
                return start
            return None
        return lo

    def phrase_right(self, start: int, limit: int | None = None) -> Phrase | None:
        """The noun phrase that begins at token `start`, with the appositive after it; None for none."""
        end = min(self.size, start + REACH if limit is None else limit)
        k = start
        if k >= end:
            return None
        word = self.low[k]
        if word in ("he", "she", "they", "it", "we", "i", "you"):
            return Phrase((k, k + 1), (k, k + 1))
        if not (self.is_capital(k) or word in self.determiners or word in self.roles or word.isalpha()):
            return None
        if word in self.prepositions or word in self.subordinators or self.quoted[k] >= 0 or self.is_time(k):
            return None
        while k < end:
            raw, word = self.raw[k], self.low[k]
            if self.quoted[k] >= 0:
                break
            if (
                raw == "."
                and k + 1 < self.size
                and (
                    self.low[k - 1] in self.titles
                    or len(self.raw[k - 1]) == 1
                    or (self.is_capital(k - 1) and len(self.raw[k - 1]) <= 4)
                )
                and self.is_capital(k + 1)
            ):
                k += 1
                continue
            if raw == "(":
                while k < end and self.raw[k] != ")":
                    k += 1
                k += 1
                continue
            if raw in BREAKS or raw in QUOTES or raw == ")":
                break
            if k > start and (word in self.subordinators or word == "but"):
                break
            if word in ("and", "or") and not (self.is_capital(k + 1) or self.word(k + 1) in self.roles):
                break
            if self.verbs[k] and k > start:
                break
            if k > start and (self.is_time(k) or (word in self.lexicon.lists["adverb"] and not self.is_capital(k))):
                break
            if word in self.prepositions and k > start:
                follows = self.word(k + 1)
                near = word in ("of", "for", "from", "at", "with") or (
                    word == "in"
                    and (
                        (self.is_capital(k + 1) and not self.is_time(k + 1))
                        or (follows == "the" and self.is_capital(k + 2))
                    )
                )
                if not near or follows in self.lexicon.lists["pronoun"]:
                    break
            k += 1
        k = min(k, end)  # a bracket that never closes
        while k > start and (self.low[k - 1] in self.prepositions or self.low[k - 1] in ("and", "the", "last")):
            k -= 1
        if k <= start:
            return None
        core = (start, k)
        whole = k
        if k < self.size and self.raw[k] == ",":
            stop = self._appositive_end(k + 1, end)
            if stop is not None:
                name = (k + 1, stop)
                if self._is_name(*name) and not self._is_name(*core):
                    core = name
                whole = stop
        return Phrase(core, (start, whole))

    def _appositive_end(self, start: int, end: int) -> int | None:
        """Where the appositive that begins at `start` ends; None where what stands there is none."""
        if start >= end:
            return None
        word = self.low[start]
        opens = (
            word
            in (
                "who",
                "whose",
                "which",
                "a",
                "an",
                "the",
                "its",
                "his",
                "her",
                "their",
                "of",
                "one",
                "president",
                "head",
                "chief",
                "director",
                "chairman",
            )
            or word.isdigit()
            or word in self.roles
            or self.is_capital(start)
            or word.endswith(("'s", "’s"))
        )
        if not opens or self.quoted[start] >= 0:
            return None
        relative = word in ("who", "whose", "which")
        k = start
        while k < end:
            if self.raw[k] == "," or self.raw[k] in (";", ":") or self.raw[k] in DASHES or self.quoted[k] >= 0:
                break
            if self.raw[k] in (".", "?", "!") and k + 1 >= self.size:
                break
            if self.verbs[k] and not relative:
                return None
            k += 1
        return k if start < k <= start + 25 else None

    def antecedent(self, k: int) -> Phrase | None:
        """The phrase that the relative pronoun at token `k` stands for."""
        end = k - 1 if self.word(k - 1) == "," else k
        start = self._start_left(end - 1)
        return None if start is None or start >= end else Phrase((start, end), (start, end))

    def first_subject(self, start: int = 0) -> Phrase | None:
        """The subject of the first main clause at or after token `start`: what stands before its verb."""
        k = start
        if k >= self.size:
            return None
        if self.word(k) in ("but", "and", "so", "yet"):
            k += 1
        for _ in range(3):
            word = self.word(k)
            opening = (
                word in self.prepositions
                or word in self.subordinators
                or (word.endswith("ing") and k == start)
                or word in self.lexicon.lists["adverb"]
            )
            if not opening:
                break
            comma = k
            while comma < min(self.size, k + REACH) and self.raw[comma] != ",":
                comma += 1
            if comma >= self.size or self.raw[comma] != ",":
                if word in self.lexicon.lists["adverb"]:
                    k += 1
                    continue
                return None
            k = comma + 1
        verb = k
        limit = min(self.size, k + REACH)
        depth = False
        while verb < limit:
            if self.verbs[verb] and not depth:
                break
            if self.raw[verb] == ",":
                # "The ministry, which runs the ports, ordered ...": the verb inside commas is not the clause's.
                depth = self.word(verb + 1) in ("who", "which", "whose", "where") and not depth
            verb += 1
        if verb >= limit or verb == k:
            return None
        found = self.phrase_left(self.skip_back(verb))
        if found is not None and found.whole[0] >= k:
            return found
        return None

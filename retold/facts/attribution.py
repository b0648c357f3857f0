"""Attribution: whose words a clause tells, cue by cue, left to right.

Each cue's place decides where its speaker and its content are:

    before    Xi said (that) the road was closed.          content to the right
    after     The road was closed, Xi said.  "...," said Xi.   content to the left
    inside    The road, Xi said, was closed.               content on both sides
    joined    ..., noting that ... | ... and pledged to ...    speaker of the cue before, or the clause's subject
    source    According to Xi, the road was closed.
"""

from __future__ import annotations

from typing import NamedTuple

from retold import kinds
from retold.facts.adjuncts import REACH_ADJUNCT
from retold.facts.clauses import BREAKS, DASHES, Clause, Phrase
from retold.facts.complements import Complements
from retold.facts.cue_sites import CueSites
from retold.facts.cues import Cue, Lexicon
from retold.facts.left_contents import LeftContents, quote_is_sentence
from retold.facts.speakers import Speakers


class Found(NamedTuple):
    """A statement in the making, in tokens of its clause."""

    cue: tuple[int, int]
    cue_class: kinds.CueClass
    speaker: tuple[str, ...]
    source: tuple[int, int] | None
    content: list[tuple[int, int]]
    place: str  # before | after | joined | source
    kind: str = "person"
    sex: str = ""


# Words that put a clause below the one after it.
SUBORDINATE = frozenset(["while", "although", "though", "when", "after", "if", "as", "because", "since", "before"])


class ClauseReader:
    """Reads the statements of one clause; kept small, one method a construction."""

    def __init__(self, clause: Clause, words: Lexicon, speakers: Speakers, headline: bool) -> None:
        self.c = clause
        self.words = words
        self.speakers = speakers
        self.headline = headline
        self.sites = CueSites(clause, words, headline)
        self.right = Complements(clause, words)
        self.adjuncts = self.right.adjuncts
        self.left = LeftContents(clause, words, self.adjuncts)
        self.wide = "support" in words.cues
        self.found: list[Found] = []
        self.floor = 0  # first token that no earlier statement after its content has used up
        self.subject: Phrase | None = None
        self.subject_known = False

    # ------------------------------------------------------------ the walk

    def read(self) -> list[Found]:
        """The statements, in the order of their cues."""
        c = self.c
        k = 0
        if self._colon() and self.headline:
            return self.found
        cues = self.words.cues
        while k < c.size:
            word = c.low[k]
            if c.quoted[k] >= 0 or (word not in cues and word != "according"):
                k += 1
                continue
            if word == "according" and c.word(k + 1) == "to":
                k = max(k + 2, self._according(k))
                continue
            cue = self.sites.cue_at(k)
            if cue is None:
                k += 1
                continue
            entry, last = cue
            k = max(last, self._verb(k, last, entry))
        return [f for f in self.found if f.content and not self._thought_within(f)]

    def _thought_within(self, item: Found) -> bool:
        """Whether a thought is told inside somebody's words: "Investigators believe ..., police said" is one statement."""
        if self.wide or self.c.low[item.cue[0]] not in self.words.lists["thought"]:
            return False
        place = item.cue[0]
        near = self.found if len(self.found) < 20 else []
        return any(f is not item and any(lo <= place < hi for lo, hi in f.content) for f in near)

    # ------------------------------------------------------------ constructions

    def _colon(self) -> bool:
        """Reads "Xi: 'The road is closed.'" and the headline's "Police: Road closed"; whether it was one of these."""
        c = self.c
        for k in range(1, min(c.size, 12)):
            if c.quoted[k] >= 0:
                return False
            if c.raw[k] != ":":
                continue
            if c.has_verb(0, k) or any(c.low[n] in self.words.cues and not c.is_capital(n) for n in range(k)):
                return False
            phrase = c.phrase_right(0, k)
            if phrase is None or phrase.whole[1] < k:
                return False
            if self.headline and self._is_known(0, k):
                self._add((k, k + 1), "neutral", phrase, [(k + 1, c.size)], "before")
                return True
            if c.opens_quote(k + 1) and not self.headline:
                self._add((k, k + 1), "neutral", phrase, [(k + 1, self.right.quote_end(k + 1))], "before")
                return True
            return False
        return False

    def _is_known(self, lo: int, hi: int) -> bool:
        """Whether the words before a headline's colon are a speaker and no topic ("Peru quake: 37 dead")."""
        c = self.c
        if hi - lo > 5:
            return False
        last = c.low[hi - 1]
        if last in ("poll", "report", "study", "survey") or (last in c.roles and last not in self.words.lists["topic"]):
            return True
        return self.speakers.is_person(c.text[c.starts[lo] : c.ends[hi - 1]])

    def _according(self, k: int) -> int:
        """ "According to Xi, ..." and "..., according to Xi"; the token to go on from."""
        c = self.c
        phrase = c.phrase_right(k + 2)
        if phrase is None:
            return k + 2
        opening = k == self.floor or all(c.raw[n] in BREAKS or c.low[n] in ("but", "and") for n in range(self.floor, k))
        # "...: according to Crane, ...", "because, according to Crane, ..."
        aside = not opening and (
            c.raw[k - 1] in (":", ";", "(") or (c.raw[k - 1] == "," and c.word(k - 2) in c.subordinators)
        )
        opening = opening or aside
        end = phrase.whole[1]
        if opening:
            if end != phrase.core[1] and (c.word(end) != "," or end + 2 >= c.size):
                phrase = Phrase(phrase.core, (phrase.whole[0], phrase.core[1]))
                end = phrase.core[1]
            if c.word(end) != ",":
                # "According to the bank, ..." needs its comma or colon; else the phrase was cut short.
                comma = end
                while comma < min(c.size, end + 30) and c.raw[comma] not in (",", ":"):
                    comma += 1
                if comma >= c.size or c.raw[comma] not in (",", ":"):
                    return k + 2
                phrase = Phrase(phrase.core, (phrase.whole[0], comma))
                end = comma
            if end >= c.size:
                return k + 2
            hi = self.right.right_end(end + 1, clause=True)
            self._add((k, k + 2), "neutral", phrase, [(end + 1, hi)], "source")
            return end + 1
        if c.raw[k - 1] in BREAKS or c.low[k - 1] == "and" or True:
            lo = self.left.left_start(self.floor, k)
            content = [(lo, k)]
            if (
                c.word(end) == ","
                and end + 1 < c.size
                and c.raw[k - 1] == ","
                and not c.word(end + 1).endswith("ing")
                and c.word(end + 1)
                not in ("which", "who", "but", "and", "while", "although", "though", "with", "after")
            ) and not c.has_verb(lo, k):
                content.append((end + 1, self.right.right_end(end + 1, clause=True)))
            self._add((k, k + 2), "neutral", phrase, content, "source")
            self.floor = end
        return end

    def _verb(self, k: int, last: int, cue: Cue) -> int:
        """Reads the cue verb at tokens [k, last); the token to go on from."""
        c = self.c
        first = c.skip_back(k)
        group = c.low[first:k]
        if (
            not self.wide
            and any(w in self.words.lists["negation"] for w in group)
            and "not only" not in " ".join(group)
        ):
            return last
        if (
            self.headline
            and not self.wide
            and (
                cue.frames.isdisjoint(("quote",))
                or cue.cue_class == "performative"
                or (not c.low[k].endswith("s") and c.low[k] not in ("said", "told"))
            )
        ):
            return last
        if k and c.low[k - 1] in ("declined", "refused", "failed", "unable", "able"):
            return last
        if cue.form == "ing" and not any(w in c.auxiliaries for w in group):
            return self._participle(k, last, cue)
        if c.word(k - 1) == "to" or c.word(first - 1) == "to":
            return self._infinitive(k, last, cue)
        if cue.form == "base" and not self.sites.base_is_finite(k, first):
            return last
        if cue.form == "finite" and not self.sites.is_verb_here(k, first, last):
            return last
        passive = cue.form == "finite" and any(w in ("is", "was", "were", "are", "been", "being", "be") for w in group)
        if passive:
            return last
        return self._finite(k, first, last, cue)

    def _participle(self, k: int, last: int, cue: Cue) -> int:
        """ ", noting that ...", "while pledging to ...", "Speaking warmly of ..., Arendt and Relk ..."."""
        c = self.c
        adverb = k - 1
        while adverb >= 0 and (c.low[adverb] in self.words.lists["adverb"] or c.low[adverb].endswith("ly")):
            adverb -= 1
        before = c.word(adverb)
        opening = adverb < 0
        if not opening and not (
            c.raw[adverb] in (",", *DASHES)
            or before in ("and", "while", "by", "as", "after", "before", "when", "but")
            or c.closes_quote(adverb)
        ):
            verb = self._issued(adverb)
            if verb is not None:
                return self._giving_out(verb, k, last, cue)
            return self._reduced(k, adverb + 1, last, cue) if self.wide else last
        content = self.right.complement(last, cue)
        if content is None:
            return last
        lo, hi = content
        if before == "as" and c.word(adverb - 1) in ("quoted", "cited"):
            quoted = c.phrase_left(c.skip_back(adverb - 1))
            if quoted is None:
                return last
            self._add((k, last), cue.cue_class, quoted, [content], "before")
            return lo
        if opening:
            comma = lo
            while comma < min(hi, lo + 80) and not (c.raw[comma] == "," and self.c.subject_starts(comma + 1)):
                comma += 1
            if comma >= hi or c.raw[comma] != ",":
                return last
            subject = c.first_subject(comma + 1)
            if subject is None:
                return last
            self._add((k, last), cue.cue_class, subject, [(lo, comma)], "joined")
            self.floor = comma + 1
            return comma + 1
        previous = self._previous(k)
        if previous is not None:
            self._close_before(adverb if before in ("and", "while", "by", "as", "but") else adverb + 1)
            self._inherit((k, last), cue, previous, (lo, hi))
            return lo
        subject = self._main_subject(k)
        if subject is None or not self._may_speak(subject, cue, lo):
            return last
        self._add((k, last), cue.cue_class, subject, [(lo, hi)], "joined")
        return lo

    def _issued(self, k: int) -> int | None:
        """Where the verb is with which somebody gave out the words at token `k`: "issued a statement saying"; no "received"."""
        c = self.c
        if c.low[k] not in self.words.lists["occasion"]:
            return None
        for n in range(k - 1, max(0, k - 6), -1):
            if c.low[n] in self.words.lists["issue"]:
                passive = c.word(n - 1) in ("was", "were", "is", "are", "been", "being", "be")
                return None if passive or not c.verbs[n] else n
            if c.verbs[n] or c.raw[n] in BREAKS:
                return None
        return None

    def _giving_out(self, verb: int, k: int, last: int, cue: Cue) -> int:
        """Reads "issued a statement saying ...", its verb at token `verb`, the participle at `k`."""
        c = self.c
        content = self.right.complement(last, cue)
        subject = c.phrase_left(c.skip_back(verb)) or self._main_subject(verb)
        if content is None or subject is None or not self._may_speak(subject, cue, content[0]):
            return last
        self.found = [f for f in self.found if not verb <= f.cue[0] < k]
        self._add((k, last), cue.cue_class, subject, [content], "before")
        return content[0]

    def _reduced(self, k: int, first: int, last: int, cue: Cue) -> int:
        """ "groups backing the senator": a participle right after the noun whose attitude it tells."""
        c = self.c
        phrase = c.phrase_left(first)
        content = self.right.complement(last, cue)
        if phrase is None or content is None or not self._may_speak(phrase, cue, content[0]):
            return last
        self._add((k, last), cue.cue_class, phrase, [content], "before")
        return content[0]

    def _infinitive(self, k: int, last: int, cue: Cue) -> int:
        """ "went on to say that ...": the only infinitives that tell of speech that took place."""
        c = self.c
        at = k - 2 if c.word(k - 1) == "to" else k - 3
        if c.word(at) not in ("on", "quick", "continued", "sought", "seemed", "appeared", "took", "proceeded"):
            return last
        if c.word(at) not in ("on", "continued", "proceeded") or "clause" not in cue.frames:
            return last
        verb = at - 1 if c.word(at) == "on" else at
        return self._finite(k, c.skip_back(verb), last, cue)

    def _finite(self, k: int, first: int, last: int, cue: Cue) -> int:
        c = self.c
        # 1. "..." said Xi | ..., said Xi
        inverted = self._inverted(k, first, last, cue)
        if inverted is not None:
            return inverted
        before = c.word(first - 1)
        # 2. "... and pledged to ...": the subject is further to the left.
        if before in ("and", "but", "or", "then") or (
            before == ","
            and c.word(first - 2) != ")"
            and c.raw[first - 1] == ","
            and self._previous(k) is not None
            and c.phrase_left(first) is None
        ):
            return self._joined(k, first, last, cue)
        # 3. Xi said ... | ..., Xi said
        phrase = c.phrase_left(first)
        if phrase is None and first == 0 and cue.form == "finite" and not self.headline:
            return self._fronted(k, last, cue)
        if phrase is None:
            return last
        relative = c.word(phrase.core[0]) in ("who", "which") and phrase.core[1] - phrase.core[0] == 1
        if relative:
            antecedent = c.antecedent(phrase.core[0])
            if antecedent is None:
                return last
            content = self.right.complement(last, cue)
            if content is None or not self._may_speak(antecedent, cue, content[0]):
                return last
            content = (content[0], self._until_main(content[0], content[1], relative=True))
            self._add((k, last), cue.cue_class, antecedent, [content], "before")
            return content[0]
        speech = not cue.frames.isdisjoint(("clause", "quote"))
        if speech and cue.lemma != "hold" and self.left.stands_before(self.floor, phrase, last, cue):
            return self._take_left(k, last, cue, phrase)
        if speech and self._as_said(phrase, k, last, cue):
            return last
        content = self.right.complement(last, cue)
        if content is None or not self._may_speak(phrase, cue, content[0]):
            return last
        if phrase.whole[0] and phrase.whole[0] <= 2 and c.low[phrase.whole[0] - 1] in SUBORDINATE:
            content = (content[0], self._until_main(content[0], content[1], relative=False))
        self._close_for(phrase.whole[0])
        self._add((k, last), cue.cue_class, phrase, [content], "before")
        return content[0]

    def _as_said(self, phrase: Phrase, k: int, last: int, cue: Cue) -> bool:
        """Reads "As Crane said, the ports are rivals."; whether it was that."""
        c = self.c
        begin = phrase.whole[0] - 1
        if c.word(begin) != "as" or begin > self.floor + 1 or c.quoted[begin] >= 0:
            return False
        comma = last
        while c.is_time(comma) or c.word(comma) in ("on", "late", "early"):
            comma += 1
        if c.word(comma) != "," or not self._may_speak(phrase, cue, comma + 1) or not c.has_verb(comma + 1, c.size):
            return False
        self._add(
            (k, last), cue.cue_class, phrase, [(comma + 1, self.right.right_end(comma + 1, clause=True))], "before"
        )
        return True

    def _until_main(self, lo: int, hi: int, *, relative: bool) -> int:
        """Where content told in a subordinate clause ends: "While X says it is safe, divers ..." | "X, who says ..., left"."""
        c = self.c
        for n in range(lo + 1, min(hi, lo + 80)):
            if c.raw[n] != "," or c.quoted[n] >= 0:
                continue
            nxt = n + 1
            while c.word(nxt) in self.words.lists["adverb"]:
                nxt += 1
            if nxt >= c.size:
                break
            if relative and c.verbs[nxt]:
                return n
            if (
                not relative
                and (self.c.subject_starts(nxt) or c.has_verb(nxt + 1, nxt + 2))
                and c.has_verb(nxt + 1, hi)
                and c.word(n + 1) not in ("and", "or")
            ):
                return n
        return hi

    def _fronted(self, k: int, last: int, cue: Cue) -> int:
        """ "Said Xi: ..." """
        c = self.c
        phrase = c.phrase_right(last)
        if phrase is None or "quote" not in cue.frames:
            return last
        end = phrase.whole[1]
        if c.word(end) == ":" or c.opens_quote(end) or (c.word(end) == "," and c.opens_quote(end + 1)):
            end += c.word(end) == ","
            self._add((k, last), cue.cue_class, phrase, [(end, self.right.right_end(end + 1, clause=True))], "before")
            return end + 1
        return last

    def _inverted(self, k: int, first: int, last: int, cue: Cue) -> int | None:
        """Reads "..., said Xi"; None where the verb does not stand so."""
        c = self.c
        if cue.frames.isdisjoint(("clause", "quote")) or first == 0 or first < k - 1 or cue.lemma in ("tell", "inform"):
            return None
        quote = c.closes_quote(first - 1) or (c.raw[first - 1] == "," and c.closes_quote(first - 2))
        if not quote and not (c.raw[first - 1] == "," or c.raw[first - 1] in DASHES or c.raw[first - 1] in "?!"):
            return None
        begins = c.is_capital(last) or c.word(last) in c.determiners or c.word(last) in c.pronouns
        if c.closes_quote(first - 1) and not quote_is_sentence(c, first - 1) and not begins:
            return None  # the closing mark of a nickname, or of words inside the subject
        phrase = c.phrase_right(last)
        if phrase is None or (c.word(last) in ("that", "this", "it", "there") and not quote):
            return None
        end = phrase.whole[1]
        if not quote:
            if self.left.in_relative(first - 1):
                return None
            if not c.has_verb(self.floor, first - 1) and not self.left.closes_sentence(self.floor, phrase, first):
                return None
            lo, hi = phrase.core
            if not any(c.is_capital(n) or c.low[n] in c.roles for n in range(lo, hi)) and c.low[lo] not in c.pronouns:
                return None
            tail = phrase.core[1]
            nxt = c.word(tail)
            if (tail < c.size and c.verbs[tail]) or nxt in ("that", ":"):
                return None
            if c.has_verb(tail, min(c.size, tail + 6)) and nxt not in (
                ",",
                ".",
                "who",
                "which",
                "while",
                "after",
                "as",
                "when",
                "in",
                "on",
                "at",
                "during",
            ):
                return None
        elif c.verbs[phrase.core[1]] if phrase.core[1] < c.size else False:
            # '..., who calls it "a sham," said he ...' : what follows has its own verb, so the quotation was within a subject.
            return None
        if c.word(phrase.core[1] + 1) == "who" and any(w in self.words.cues for w in c.low[phrase.core[1] : end]):
            phrase = Phrase(phrase.core, phrase.core)  # "..., said Moss, who said she knew"
            end = phrase.core[1]
        self._take_left(k, last, cue, phrase, resume=end)
        return end

    def _joined(self, k: int, first: int, last: int, cue: Cue) -> int:
        """ "X lowered rates and said ...": the subject of the verb before is the speaker."""
        content = self.right.complement(last, cue)
        if content is None:
            return last
        previous = self._previous(k)
        if previous is not None:
            c = self.c
            now = c.low[k].endswith("s") and cue.form == "finite" and first == k
            if now and not c.low[previous.cue[0]].endswith(("s", "ing")) and previous.place == "before":
                return last  # "said the group is small and supports ...": the tense is that of what was said
            self._close_before(first - 1)
            self._inherit((k, last), cue, previous, content)
            return content[0]
        subject = self._main_subject(k)
        if subject is None or not self._may_speak(subject, cue, content[0]):
            return last
        self._add((k, last), cue.cue_class, subject, [content], "joined")
        return content[0]

    # ------------------------------------------------------------ where the content is

    def _take_left(self, k: int, last: int, cue: Cue, phrase: Phrase, resume: int | None = None) -> int:
        """Adds a statement whose content stands before its speaker, and what of it goes on after."""
        c = self.c
        end = min(k, phrase.whole[0])
        lo = self.left.left_start(self.floor, end)
        content = [(lo, end)]
        after = max(last, resume or 0, phrase.whole[1] if phrase.whole[0] < k else 0)
        if "person" in cue.frames and resume is None:
            after = self.adjuncts.past_addressee(last)
        # the quotation goes on: "..." he said. "..." | "..., " he said, "..."
        nxt = after
        while nxt < min(c.size, after + REACH_ADJUNCT) and c.quoted[nxt] < 0 and c.raw[nxt] not in (",", ".", ":", ";"):
            nxt += 1
        left_quote = c.closes_quote(end - 1) or c.closes_quote(end - 2)
        if not left_quote and c.low[phrase.core[0]] in ("he", "she", "they"):
            content = [(self._after_colon(lo, end), end)]
            lo = content[0][0]
        if nxt < c.size and c.raw[nxt] in (",", ".", ":", ";") and c.opens_quote(nxt + 1) and left_quote:
            hi = self.right.quote_end(nxt + 1)
            content.append((nxt + 1, hi))
            self._close_for(phrase.whole[0])
            self._add((k, last), cue.cue_class, phrase, content, "after")
            self.floor = hi
            return hi
        while c.is_time(after) or (c.word(after) in ("on", "late", "early") and c.is_time(after + 1)):
            after += 1
        if not left_quote and c.word(after) == "," and after + 1 < c.size:
            follow = c.word(after + 1)
            main = (
                self.left.main_verb_before(self.floor, end)
                if self.left.is_opening(lo) and self.left.has_comma(lo, end - 1)
                else c.has_verb(lo, end - 1)
            )
            goes_on = not main and (c.has_verb(after + 1, c.size) or c.opens_quote(after + 1))
            if (goes_on or (self.left.is_opening(lo) and not main)) and follow not in (
                "adding",
                "and",
                "but",
                "who",
                "which",
            ):
                content.append((after + 1, self.right.right_end(after + 1, clause=True)))
        if phrase.whole[0] < k:
            self._close_before(phrase.whole[0])
        self._add((k, last), cue.cue_class, phrase, content, "after")
        self.floor = after
        return after

    def _after_colon(self, lo: int, end: int) -> int:
        """Where what "he said" tells begins in "Holm rejects this: the finding came in May, he said"; else `lo`."""
        c = self.c
        for n in range(lo + 2, min(end - 2, lo + 40)):
            if c.raw[n] == ":" and c.quoted[n] < 0:
                subject = c.first_subject(lo)
                if subject is None or subject.whole[1] >= n:
                    subject = c.phrase_right(lo, n)
                if subject is not None and subject.whole[1] < n and self._may_be_person(subject):
                    self.speakers.see(*self.speakers.resolve(c, subject))
                return n + 1
        return lo

    def _may_be_person(self, phrase: Phrase) -> bool:
        return self.speakers.resolve(self.c, phrase)[1] == "person"

    # ------------------------------------------------------------ who speaks

    def _previous(self, k: int) -> Found | None:
        """The last statement of this clause that a cue at token `k` may take its speaker from."""
        for item in reversed(self.found):
            if item.cue[0] < k and item.content:
                return item
        return None

    def _main_subject(self, k: int) -> Phrase | None:
        """The subject of the main clause before token `k`, or the nearest clause's after "and"."""
        if not self.subject_known:
            self.subject = self.c.first_subject()
            self.subject_known = True
        if self.subject is not None and self.subject.whole[1] <= k:
            return self.subject
        return None

    def _may_speak(self, phrase: Phrase, cue: Cue, content: int) -> bool:
        """Whether `phrase` can be the source of this cue."""
        c = self.c
        lo, hi = phrase.core
        words = c.low[lo:hi]
        if not words:
            return False
        if (
            words[0]
            in ("there", "this", "that", "these", "those", "what", "which", "nothing", "something", "everything", "you")
            and hi - lo == 1
        ):
            return False
        lists = self.words.lists
        capital = any(c.is_capital(k) for k in range(lo, hi)) and not (
            hi - lo == 1 and lo == 0 and words[0] in c.determiners
        )
        document = any(w in lists["announcing"] for w in words)
        person = words[0] in ("he", "she", "they", "we", "i", "who") or any(
            w.removesuffix("'s").removesuffix("’s") in c.roles for w in words
        )
        if words[0] == "it" and hi - lo == 1:
            return (
                not cue.frames.isdisjoint(("clause", "quote", "speech"))
                and "data" not in cue.frames
                and self.speakers.recall("it") is not None
            )
        if "data" in cue.frames and cue.lemma in ("show", "indicate", "suggest", "find", "reveal"):
            if document:
                return True
            if cue.lemma == "show":
                return False
            return (capital or person) and (
                c.word(content - 1) == "that" or (cue.lemma in ("suggest", "find") and self.c.clause_starts(content))
            )
        if document or person or capital or words[0] in self.words.lists["quantifier"]:
            return True
        if cue.lemma in ("say", "think", "believe", "tell") and (words[-1] in ("percent", "%") or c.is_count(lo)):
            return True  # "46 percent said", "six in 10 said"
        if cue.lemma in ("say", "tell", "add", "warn", "claim", "argue", "report", "state", "write") and hi - lo <= 4:
            return words[-1].endswith("s") or words[0] in ("one", "another", "some", "others", "many", "few", "most")
        return False

    def _close_before(self, k: int) -> None:
        """Ends contents that run on at token `k`, where a joined cue begins."""
        for n in range(max(0, len(self.found) - 8), len(self.found)):
            item = self.found[n]
            if item.place == "after":
                continue
            cut = [(lo, min(hi, k)) for lo, hi in item.content if lo < k]
            self.found[n] = item._replace(content=cut)

    def _close_for(self, k: int) -> None:
        """Ends contents that run on where a new main clause begins: "..., but officials said"."""
        c = self.c
        at = k - 1
        if (
            c.word(at) in ("but", "and", "though", "although", "while", "whereas", "however", "yet")
            and (
                c.word(at - 1) in (",", ";")
                or c.closes_quote(at - 1)
                or c.word(at) in ("but", "though", "although", "while")
            )
        ) or c.word(at) == ";":
            self._close_before(at)

    def _inherit(self, span: tuple[int, int], cue: Cue, item: Found, content: tuple[int, int]) -> None:
        self.found.append(
            Found(span, cue.cue_class, item.speaker, item.source, [content], "joined", item.kind, item.sex)
        )

    def _add(
        self,
        span: tuple[int, int],
        cue_class: kinds.CueClass,
        phrase: Phrase,
        content: list[tuple[int, int]],
        place: str,
    ) -> None:
        found, kind, sex = self.speakers.resolve(self.c, phrase)
        self.found.append(Found(span, cue_class, found, phrase.whole, content, place, kind, sex))
        if self.c.low[phrase.core[0]] not in ("who", "i", "we", "you"):
            self.speakers.see(found, kind, sex)

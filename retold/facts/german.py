"""Attribution in German: whose words a sentence tells.

German does with word order, commas and the subjunctive what English does with "that" and tense, so the reader goes
from comma to comma:

    verb      Die Polizei teilte mit, dass ... | ..., sagte Merz. | Kahn sagte: „...“ | wie die Polizei mitteilte
    source    Laut Polizei ... | Nach Angaben der Bahn ... | Experten zufolge ... | ..., so der Minister, ...
    mood      Die Strecke sei gesperrt.                 a sentence in the subjunctive goes on from the one before
"""

from __future__ import annotations

from typing import NamedTuple

from retold import kinds
from retold.facts.clauses import BREAKS, DASHES, Clause
from retold.facts.german_cues import GermanCue, GermanLexicon
from retold.facts.german_names import GermanSpeakers

# How far, in tokens, a noun phrase or a parted prefix is looked for; what keeps a 1 MB sentence linear.
REACH = 60
# Words of a quotation that is told for its own sake; shorter ones are names and titles more often than words said.
SPOKEN_WORDS = 5


class Told(NamedTuple):
    """A statement in the making, in tokens of its clause."""

    cue: tuple[int, int] | None
    cue_class: kinds.CueClass
    source: tuple[int, int] | None
    content: list[tuple[int, int]]
    according: bool = False


class Segment(NamedTuple):
    """What stands between two marks outside quotations; `before` is the mark to its left."""

    lo: int
    hi: int
    before: str


class GermanReader:
    """Reads the statements of one sentence, segment by segment."""

    def __init__(self, clause: Clause, words: GermanLexicon, speakers: GermanSpeakers) -> None:
        self.c = clause
        self.cues = words.cues
        self.lists = words.base.lists
        self.finite = words.base.finite
        self.speakers = speakers
        self.segments = segments_of(clause)
        self.told: list[Told] = []
        self.floor = 0  # the first token that no statement before has used up

    def read(self) -> list[Told]:
        """The statements, in the order of their cues."""
        at = 0
        while at < len(self.segments):
            at = max(at + 1, self._read_segment(at))
        return [t for t in self.told if t.content]

    # ------------------------------------------------------------ segment by segment

    def _read_segment(self, at: int) -> int:
        """Reads the segment `at`; the one to go on from."""
        c, seg = self.c, self.segments[at]
        if seg.lo >= seg.hi:
            return at + 1
        first = c.low[seg.lo]
        if first == "so" and at and self._so(at):
            return at + 1
        found = self._cue_in(seg)
        if found is None or not self._quotation_next(at):
            named = self._named_source(at)
            if named is not None:
                return named
        if first == "wie" and self._as_told(at):
            return at + 1
        if found is None:
            return self._noun_of_telling(at)
        cue, verb, span = found
        return self._verb(at, cue, verb, span)

    def _quotation_next(self, at: int) -> bool:
        """Whether a quotation comes after the colon that closes segment `at`."""
        if at + 1 >= len(self.segments):
            return False
        follow = self.segments[at + 1]
        return follow.before == ":" and follow.lo < follow.hi and self.c.opens_quote(follow.lo)

    def _noun_of_telling(self, at: int) -> int:
        """Reads "ist der Ansicht, dass ...", "die Ankündigung des Trainers, ... zu ..."; the segment to go on from."""
        c, seg = self.c, self.segments[at]
        if at + 1 >= len(self.segments) or self.segments[at + 1].lo >= self.segments[at + 1].hi:
            return at + 1
        follow = self.segments[at + 1]
        for k in range(seg.hi - 1, max(seg.lo, seg.hi - 10), -1):
            if c.quoted[k] >= 0 or c.low[k] not in self.lists["telling-noun"] or not c.is_capital(k):
                continue
            owner = self._phrase_end(k, seg.hi)
            if owner < seg.hi and not self._finite_within(owner - 1, seg.hi):
                return at + 1
            if not (self._infinitive_with_zu(follow) and c.low[follow.lo] not in ("um", "ohne")) and not (
                c.low[follow.lo] in ("dass", "daß") or self._has_mood(follow)
            ):
                return at + 1
            source: tuple[int, int] | None = None
            if owner > k + 1 and c.low[k + 1] in self.lists["genitive"]:
                source = (k + 1, owner)
            else:
                verb = next((n for n in range(seg.lo, seg.hi) if c.low[n] in self.finite and c.quoted[n] < 0), -1)
                if verb >= 0:
                    source = self._subject(seg, verb)
            if source is not None and source[0] <= k < source[1]:
                source = None
            lo, hi, upto = self._content_end(follow, at + 1)
            self.told.append(Told((k, k + 1), "neutral", source, [(lo, hi)]))
            return upto
        return at + 1

    def _cue_in(self, seg: Segment, start: int = 0) -> tuple[GermanCue, int, tuple[int, int]] | None:
        """The cue of a segment: which, the place of its finite verb, and the tokens it is shown by."""
        c = self.c
        last = seg.hi - 1
        while last > seg.lo and c.quoted[last] >= 0:
            last -= 1
        helper = -1
        for k in range(max(seg.lo, start), min(seg.hi, seg.lo + REACH)):
            if c.quoted[k] >= 0:
                continue
            word = c.low[k]
            if word in self.lists["auxiliary"] and word not in self.cues:
                helper = k
            if word not in self.cues or (c.is_capital(k) and k):
                continue
            for cue in self.cues[word]:
                if cue.lemma == "heißen" and "es" not in (c.word(k + 1), c.word(k - 1), c.word(k - 2)):
                    continue
                if cue.form == "participle":
                    # "hat ... erklärt" | "erklärt hat"; a passive tells of nobody's words that we could name
                    place = k + 1 if c.word(k + 1) in self.lists["auxiliary"] and k + 1 < seg.hi else helper
                    if place < 0 or not c.word(place).startswith(("ha", "hä")):
                        continue
                    return cue, place, (k, k + 1)
                if cue.prefix:
                    end = self._prefix_place(cue.prefix, k, seg)
                    if end is None:
                        continue
                    return cue, k, (k, k + 1)
                if self._is_infinitive(k, word, seg, helper):
                    continue
                return cue, k, (k, k + 1)
        return None

    def _prefix_place(self, prefix: str, k: int, seg: Segment) -> int | None:
        """Where the prefix of the parted verb at token `k` stands: last in its clause, or before a quotation."""
        c = self.c
        for n in range(k + 1, min(seg.hi, k + REACH)):
            if c.low[n] == prefix and (n + 1 >= seg.hi or c.opens_quote(n + 1) or c.low[n + 1] in ("und", "oder")):
                return n
        # "teilte die Sprecherin, Ina Holm, mit": an appositive stands between the verb and its prefix
        for other in self._following(seg, 3):
            if other.lo < other.hi and c.low[other.hi - 1] == prefix and other.hi - other.lo <= 8:
                return other.hi - 1
        return None

    def _following(self, seg: Segment, count: int) -> list[Segment]:
        low, high = 0, len(self.segments)
        while low < high:
            middle = (low + high) // 2
            if self.segments[middle].lo <= seg.lo:
                low = middle + 1
            else:
                high = middle
        return self.segments[low : low + count]

    def _is_infinitive(self, k: int, word: str, seg: Segment, helper: int) -> bool:
        """Whether the form at token `k` is no finite verb: "zu sagen", "will ... fordern", "die genannte Summe"."""
        c = self.c
        if c.word(k - 1) == "zu":
            return True
        if word.endswith("en") and helper >= 0 and not word.endswith("ten"):
            return True
        if word.endswith("e") and k > seg.lo and c.low[k - 1] in self.lists["determiner"] and c.is_capital(k + 1):
            return c.low[k - 1] not in self.lists["pronoun"] or k - 1 > seg.lo
        return False

    # ------------------------------------------------------------ verbs

    def _verb(self, at: int, cue: GermanCue, verb: int, span: tuple[int, int]) -> int:
        """Reads the verb in segment `at`; the segment to go on from."""
        c, seg = self.c, self.segments[at]
        if any(c.low[n] in self.lists["negation"] for n in range(verb, min(seg.hi, verb + 6))) and "noun" in cue.frames:
            return at + 1
        quotes_here = self._quotes_in(seg.lo, seg.hi)
        if "noun" in cue.frames:
            content = [q for q in quotes_here if q[0] > verb or verb >= seg.hi - 2]
            subject = self._subject(seg, verb)
            if content and subject is not None:
                self.told.append(Told(span, cue.cue_class, subject, content))
            again = self._cue_in(seg, verb + 1)
            return at + 1 if again is None or "noun" in again[0].frames else self._verb(at, *again)
        subject = self._written_in(seg) if cue.lemma == "heißen" else self._subject(seg, verb)
        if subject is None and cue.lemma != "heißen":
            subject = self._relative_subject(at, verb)
        after = self._content_after(at, verb, cue)
        leading = verb == seg.lo or (verb == seg.lo + 1 and c.low[seg.lo] == "so")
        if leading and at and after is None and self._content_before(at, cue, span, verb):
            return at + 1
        if after is None:
            if quotes_here and quotes_here[0][0] <= seg.lo and verb == quotes_here[0][1]:
                self.told.append(Told(span, cue.cue_class, self._phrase_from(verb + 1, seg.hi), [quotes_here[0]]))
            elif quotes_here and quotes_here[0][0] > verb and c.word(quotes_here[0][0] - 1) != "als":
                # Kahn sprach von einem „schwarzen Tag“
                words = sum(q[1] - q[0] for q in quotes_here)
                if words >= SPOKEN_WORDS or cue.lemma in ("sprechen", "sagen", "erklären", "schreiben"):
                    self.told.append(Told(span, cue.cue_class, subject, [q for q in quotes_here if q[0] > verb]))
            elif quotes_here and quotes_here[0][0] == seg.lo and quotes_here[0][1] - seg.lo > 3 and subject is not None:
                self.told.append(Told(span, cue.cue_class, subject, [quotes_here[0]]))  # „...“ sagte X
            return at + 1
        lo, hi, upto = after
        if subject is None and leading and at:
            subject = self._appositive_subject(at)
        self.told.append(Told(span, cue.cue_class, subject, [(lo, hi)]))
        self.floor = hi if c.quoted[min(lo, c.size - 1)] >= 0 else self.floor
        return upto

    def _content_after(self, at: int, verb: int, cue: GermanCue) -> tuple[int, int, int] | None:
        """The content right of the verb's segment: begin, end, and the segment to go on from; None for none."""
        c, seg = self.c, self.segments[at]
        # sagte „...“ within the segment
        for lo, hi in self._quotes_in(verb, seg.hi):
            if c.word(lo - 1) in self.lists["preposition"] or c.word(lo - 1) in self.lists["determiner"]:
                break
            if hi - lo > SPOKEN_WORDS + 2 and (c.is_capital(lo + 1) or c.is_capital(lo)):
                return lo, self._quotes_end(hi), at + 1
            break
        nxt = at + 1
        # appositives: "der Minister, Carl Weber, aus Kiel sagte, ..." ; the content comes after the last of them
        for _ in range(3):
            if nxt >= len(self.segments):
                return None
            follow = self.segments[nxt]
            if follow.lo >= follow.hi:
                if follow.before in BREAKS and nxt + 1 < len(self.segments):
                    nxt += 1
                    continue
                return None
            if self._opens_content(follow, cue):
                return self._content_end(follow, nxt)
            if self._has_finite(follow) and not (
                c.low[follow.lo] in self.lists["relative"] or c.low[follow.lo] in self.lists["subordinator"]
            ):
                return None
            nxt += 1
        return None

    def _opens_content(self, seg: Segment, cue: GermanCue) -> bool:
        """Whether what was said begins with `seg`."""
        c = self.c
        if c.quoted[seg.lo] >= 0 and c.opens_quote(seg.lo):
            return c.quotes[c.quoted[seg.lo]].end - c.quotes[c.quoted[seg.lo]].start > 12 or seg.before == ":"
        if seg.before == ":":
            return "quote" in cue.frames
        first = c.low[seg.lo]
        if first in self.lists["content-opener"]:
            return first not in ("der", "die", "das") and (first != "wie" or self._verb_is_last(seg))
        if self._infinitive_with_zu(seg) and first in ("um", "ohne", "statt", "anstatt", "außer"):
            return False
        if self._infinitive_with_zu(seg):
            return True
        if first in self.lists["subordinator"] or first in self.lists["conjunction"]:
            return False
        if first in ("als", "nicht", "wenn") and self._verb_is_last(seg):
            return False
        if first in self.lists["relative"] and self._verb_is_last(seg) and not self._mood_second(seg):
            return False
        # "sagte, er freue sich": a main clause; its verb is in the subjunctive or stands second
        return self._has_mood(seg) or (
            cue.lemma in ("sagen", "erklären", "mitteilen", "meinen", "behaupten", "glauben", "berichten", "betonen")
            and self._second_is_finite(seg)
        )

    def _content_end(self, seg: Segment, at: int) -> tuple[int, int, int]:
        """Where content that begins with `seg` ends."""
        c = self.c
        if c.opens_quote(seg.lo):
            return seg.lo, self._quotes_end(self._quote_end(seg.lo)), at + 1
        stop = len(self.segments)
        hi = self.segments[-1].hi
        for n in range(at + 1, min(len(self.segments), at + 12)):
            other = self.segments[n]
            if other.lo >= other.hi:
                continue
            first = c.low[other.lo]
            if other.before == ";" or (
                first in self.cues and n > at and any(x.form == "finite" and not x.prefix for x in self.cues[first])
            ):
                hi, stop = other.lo - 1, n
                break
            if first == "so" and not self._has_finite(other):
                hi, stop = other.lo - 1, n
                break
        return seg.lo, hi, min(stop, at + 1)

    def _content_before(self, at: int, cue: GermanCue, span: tuple[int, int], verb: int) -> bool:
        """Reads "..., sagte Merz" and „...“, sagte Merz: „...“; whether it was that."""
        c, seg = self.c, self.segments[at]
        subject = self._phrase_from(verb + 1, seg.hi)
        if subject is None and cue.lemma != "heißen":
            return False
        end = seg.lo - 1
        close = end - 1
        if c.closes_quote(close) or c.closes_quote(end):
            close = close if c.closes_quote(close) else end
            which = c.quoted[close]
            opened = c.token_at(c.quotes[which].start)
            content = [(opened, close + 1)]
            if opened > self.floor and close - opened < 8 and self._finite_within(self.floor, opened):
                content = [(self.floor, end)]
        else:
            if end - self.floor < 3 or not (self._finite_within(self.floor, end) or end - self.floor > 5):
                return False
            content = [(self.floor, end)]
        # the quotation goes on: „...“, sagte er. „...“
        if at + 1 < len(self.segments):
            nxt = self.segments[at + 1]
            if nxt.lo < nxt.hi and c.opens_quote(nxt.lo) and c.quoted[content[0][1] - 1] >= 0:
                content.append((nxt.lo, self._quotes_end(self._quote_end(nxt.lo))))
        self.told.append(Told(span, cue.cue_class, subject, content))
        self.floor = seg.hi
        return True

    # ------------------------------------------------------------ sources without a verb of their own

    def _so(self, at: int) -> bool:
        """Reads "..., so der Minister, ..."; whether it was that."""
        c, seg = self.c, self.segments[at]
        phrase = self._phrase_from(seg.lo + 1, seg.hi)
        if phrase is None or phrase[0] != seg.lo + 1 or self._has_finite(seg):
            if self._has_finite(seg) and c.word(seg.lo + 1) in self.cues:
                return False
            return False
        hi = seg.hi
        nxt = at + 1
        while nxt < len(self.segments) and self._is_appositive(self.segments[nxt]) and nxt <= at + 2:
            if nxt + 1 < len(self.segments) or self.segments[nxt].hi >= c.size - 1:
                hi = self.segments[nxt].hi
            nxt += 1
        end = seg.lo - 1
        content = [(self.floor, end)]
        if c.closes_quote(end - 1) or c.closes_quote(end):
            close = end - 1 if c.closes_quote(end - 1) else end
            opened = c.token_at(c.quotes[c.quoted[close]].start)
            if close - opened > 8 or not self._finite_within(self.floor, opened):
                content = [(opened, close + 1)]
        if nxt < len(self.segments) and hi < c.size - 1 and self.segments[nxt].lo < self.segments[nxt].hi:
            follow = self.segments[nxt]
            # "Die Fabrik wird, so Lanz, im Herbst geschlossen": what follows has no verb of its own
            open_ = c.word(end - 1) in self.finite or not self._has_finite(follow)
            inside = (
                open_ or not self._finite_within(self.floor, end) or c.low[follow.lo] in self.lists["content-opener"]
            )
            if inside or c.opens_quote(follow.lo):
                content.append((follow.lo, self.segments[-1].hi))
        if end - self.floor < 1 and len(content) < 2:
            return False
        self.told.append(Told((seg.lo, seg.lo + 1), "neutral", (phrase[0], max(phrase[1], hi)), content, True))
        self.floor = hi
        return True

    def _named_source(self, at: int) -> int | None:
        """Reads "Laut Polizei ...", "nach Angaben der Bahn", "Experten zufolge"; the segment to go on from, or None."""
        c, seg = self.c, self.segments[at]
        for k in range(seg.lo, min(seg.hi, seg.lo + REACH)):
            if c.quoted[k] >= 0:
                continue
            word = c.low[k]
            if (
                at
                and word in ("laut", "nach")
                and k <= seg.lo + 1
                and c.word(k + 1) in ("denen", "dem", "der")
                and (c.word(k + 1) == "denen" or self._verb_is_last(seg))
            ):
                hi = self._content_end(seg, at)[1]
                self.told.append(Told((k, k + 1), "neutral", self._last_phrase(seg.lo - 2), [(k + 2, hi)], True))
                return at + 1
            if word in ("laut", "gemäß") and (word == "laut" or self._announcing_near(k + 1)):
                if c.word(k - 1) in ("wurde", "wurden", "werden", "wird") and k + 1 >= seg.hi:
                    continue
                phrase = self._phrase_from(k + 1, seg.hi, anywhere=False)
                if phrase is None:
                    continue
                return self._tell_around(at, (k, k + 1), phrase, k)
            if word == "nach" and k - 1 > seg.lo and c.low[k - 1] in self.lists["nach-noun"]:
                start = k - 2 if c.low[k - 2] in self.lists["determiner"] else self._phrase_before(k, seg.lo)
                if start is not None:
                    return self._tell_around(at, (k, k + 1), (start, k), start)
            if word == "nach" and self._announcing_near(k + 1):
                phrase = self._phrase_from(k + 1, seg.hi, anywhere=False)
                if phrase is None:
                    continue
                return self._tell_around(at, (k, k + 1), phrase, k)
            if word == "zufolge" and k > seg.lo:
                start = self._phrase_before(k, seg.lo)
                if start is None:
                    continue
                return self._tell_around(at, (k, k + 1), (start, k), start)
            if word in ("demnach", "wonach") and (k == seg.lo or word == "demnach") and self._has_finite_near(seg):
                if word == "wonach":
                    hi = self._content_end(seg, at)[1]
                    self.told.append(Told((k, k + 1), "neutral", self._last_phrase(k - 1), [(k + 1, hi)], True))
                else:
                    content = [(self.floor, k), (k + 1, self.segments[-1].hi)]
                    content = [p for p in content if p[1] > p[0]]
                    self.told.append(Told((k, k + 1), "neutral", None, content, True))
                return at + 1
        return None

    def _tell_around(self, at: int, cue: tuple[int, int], phrase: tuple[int, int], lo: int) -> int:
        """Adds a statement whose content is all of the sentence but the source."""
        seg = self.segments[at]
        c = self.c
        hi = max(phrase[1], cue[1])
        begin = self.floor
        if at and c.low[seg.lo] in self.lists["relative"] | self.lists["subordinator"]:
            begin = seg.lo
        nxt = at
        if hi >= seg.hi:
            # "Laut Merz, dem Chef der Bank, ist ...": the appositive belongs to the source
            follow = self.segments[at + 1 : at + 3]
            if len(follow) == 2 and self._is_appositive(follow[0]) and follow[1].before == ",":
                hi = follow[0].hi
                nxt = at + 1
        end = self._content_end(Segment(hi, self.segments[nxt].hi, ""), nxt)[1]
        opening = [(begin, lo)] if lo > begin else []
        content = [*opening, *([(hi, end)] if end > hi else [])]
        self.told.append(
            Told(cue, "neutral", (phrase[0], max(hi if nxt > at else phrase[1], phrase[1])), content, True)
        )
        return nxt + 1

    def _as_told(self, at: int) -> bool:
        """Reads "Wie die Polizei mitteilte, ..." and "..., wie die Polizei mitteilte."; whether it was that."""
        c, seg = self.c, self.segments[at]
        found = self._cue_in(seg)
        if found is None and at + 1 < len(self.segments) and not self._has_finite(seg):
            seg = Segment(seg.lo, self.segments[at + 1].hi, seg.before)  # an appositive parts subject and verb
            at += 1
            found = self._cue_in(seg)
        if found is None:
            return False
        cue, verb, span = found
        if "noun" in cue.frames or seg.hi - verb > REACH // 2:
            return False
        subject = self._phrase_from(seg.lo + 1, seg.hi)
        if at == 0 or seg.lo <= self.floor + 1:
            nxt = at + 1
            if nxt >= len(self.segments) or self.segments[nxt].lo >= self.segments[nxt].hi:
                return False
            content = [(self.segments[nxt].lo, self.segments[-1].hi)]
        else:
            content = [(self.floor, seg.lo - 1)]
            if at + 1 < len(self.segments) and self.segments[at + 1].lo < self.segments[at + 1].hi:
                follow = self.segments[at + 1]
                if not self._finite_within(self.floor, seg.lo - 1) or c.low[follow.lo] not in self.lists["conjunction"]:
                    content.append((follow.lo, self.segments[-1].hi))
        self.told.append(Told(span, cue.cue_class, subject, content))
        return True

    # ------------------------------------------------------------ who speaks

    def _subject(self, seg: Segment, verb: int) -> tuple[int, int] | None:
        """The noun phrase that the finite verb at `verb` has for a subject: before it, or right after it."""
        c = self.c
        lo = seg.lo
        while lo < verb and (
            c.low[lo] in self.lists["conjunction"] or (c.low[lo] in self.lists["adverb"] and lo + 1 < verb)
        ):
            lo += 1
        if lo < verb and c.quoted[lo] < 0 and c.low[lo] in self.lists["subordinator"] | self.lists["relative"]:
            if verb >= seg.hi - 2 and c.low[lo] not in self.lists["determiner"]:
                return self._phrase_from(lo + 1, verb)
            if verb >= seg.hi - 2 and verb - lo <= 1:
                return None
        if lo < verb and c.low[lo] not in self.lists["preposition"]:
            end = self._phrase_end(lo, verb)
            if end > lo:
                return lo, (verb if verb - end <= 8 and c.word(end) in self.lists["preposition"] else end)
        return self._phrase_from(verb + 1, seg.hi)

    def _written_in(self, seg: Segment) -> tuple[int, int] | None:
        """Where it says so: "in einer Erklärung des Vereins heißt es"."""
        c = self.c
        for k in range(seg.lo, min(seg.hi, seg.lo + REACH)):
            if c.low[k] in ("in", "im", "aus") and c.quoted[k] < 0:
                end = self._phrase_end(k + 1, seg.hi)
                if any(c.low[n] in self.lists["announcing"] for n in range(k + 1, end)):
                    return k + 1, end
        return None

    def _relative_subject(self, at: int, verb: int) -> tuple[int, int] | None:
        seg = self.segments[at]
        if at and self.c.low[seg.lo] in self.lists["relative"] and verb >= seg.hi - 3:
            return self._last_phrase(seg.lo - 2)
        return None

    def _appositive_subject(self, at: int) -> tuple[int, int] | None:
        """The subject of "Jan Holm, der Leiter der Klinik, sagte": what stands before the commas."""
        first = max(0, at - 3)
        while first < at and self._has_finite(self.segments[first]):
            first += 1
        if first >= at:
            return None
        lo = self.segments[first].lo
        end = self._phrase_end(lo, self.segments[first].hi)
        return (lo, self.segments[at - 1].hi) if end > lo else None

    def _last_phrase(self, k: int) -> tuple[int, int] | None:
        """The noun phrase that ends with token `k`."""
        start = self._phrase_before(k + 1, max(0, k - REACH))
        return None if start is None else (start, k + 1)

    def _phrase_before(self, end: int, lowest: int) -> int | None:
        """Where the noun phrase that ends before token `end` begins."""
        c = self.c
        at = end
        lowest = max(lowest, end - 25)
        while at > lowest:
            word = c.low[at - 1]
            if c.quoted[at - 1] >= 0 or c.is_capital(at - 1) or c.raw[at - 1][0].isdigit() or c.raw[at - 1] in "().":
                at -= 1
                continue
            if word in self.lists["determiner"]:
                at -= 1
                if (
                    word not in self.lists["genitive"]
                    or at <= lowest
                    or not (c.is_capital(at - 1) or c.low[at - 1] in self.lists["phrase-preposition"])
                ):
                    return at
                continue
            if word in self.finite or word in self.lists["adverb"]:
                break
            if word in self.lists["phrase-preposition"] or word in ("und", "im", "in"):
                if at - 2 < lowest:
                    break
                at -= 1
                continue
            if word.endswith(("en", "er", "e", "es", "em")):
                at -= 1
                continue
            break
        while at < end and (c.low[at] in self.lists["preposition"] or c.low[at] in ("und", "(", ")", ".")):
            at += 1
        return at if at < end else None

    def _phrase_from(self, k: int, limit: int, *, anywhere: bool = True) -> tuple[int, int] | None:
        """The noun phrase that begins at token `k`, or after adverbs and "am Montag" behind it."""
        c = self.c
        at = k
        for _ in range(8):
            if at >= limit:
                return None
            word = c.low[at]
            if anywhere and c.quoted[at] < 0 and (word in self.lists["adverb"] or c.is_time(at)):
                at += 1
                continue
            if anywhere and word in self.lists["preposition"] and c.quoted[at] < 0:
                end = self._phrase_end(at + 1, limit)
                if end <= at + 1:
                    at += 1
                    continue
                at = end
                continue
            break
        end = self._phrase_end(at, limit)
        return (at, end) if end > at else None

    def _phrase_end(self, k: int, limit: int) -> int:
        """The token after the noun phrase that begins at token `k`; `k` where none begins."""
        c = self.c
        limit = min(limit, k + REACH)
        at = k
        noun = k
        open_ = True  # adjectives may stand here: after an article, a preposition, "und", or at the start
        while at < limit:
            raw, word = c.raw[at], c.low[at]
            if c.quoted[at] >= 0:
                end = self._quote_end(at)
                if end - at > 12:
                    break
                at = noun = end
                open_ = False
            elif raw == "(":
                close = at
                while close < limit and c.raw[close] != ")":
                    close += 1
                if close >= limit or at == k:
                    break
                at = noun = close + 1
            elif (
                raw == "."
                and at > k
                and (len(c.raw[at - 1]) <= 2 or c.low[at - 1] in ("dr", "prof", "str"))
                and at + 1 < limit
            ):
                at += 1
            elif raw in BREAKS:
                break
            elif (
                at == k
                and word in self.lists["pronoun"]
                and not (c.is_capital(at + 1) or (c.word(at + 1)[-1:] in "enrsm" and c.word(at + 1) not in self.finite))
            ):
                return at + 1 if word in ("er", "sie", "es", "man", "wir", "ich", "dieser", "diese", "beide") else k
            elif c.is_time(at) and not open_:
                break
            elif c.is_capital(at) and word not in self.lists["determiner"] | self.lists["preposition"]:
                at += 1
                noun = at
                open_ = False
            elif raw[0].isdigit():
                at += 1
            elif word in self.lists["determiner"]:
                if not (at == k or open_ or word in self.lists["genitive"]):
                    break
                at += 1
                open_ = True
            elif at > k and (
                word in self.lists["phrase-preposition"]
                or (
                    word in ("und", "sowie", "&")
                    and (c.is_capital(at + 1) or c.word(at + 1) in self.lists["determiner"])
                )
            ):
                at += 1
                open_ = True
            elif (
                open_
                and word not in self.finite
                and word not in self.lists["preposition"]
                and (word.endswith(("en", "er", "e", "es", "em")) or c.is_capital(at + 1))
            ):
                at += 1
            elif word == "sich" and at == k:
                at += 1
                k = noun = at
            else:
                break
        return noun

    def _is_appositive(self, seg: Segment) -> bool:
        """Whether a segment only says more of the one named before: "Leiter der Klinik", "Jan Holm", "44"."""
        if seg.lo >= seg.hi or seg.before not in (",", *DASHES) or self._has_finite(seg) or seg.hi - seg.lo > 20:
            return False
        return self._phrase_end(seg.lo, seg.hi) >= seg.hi

    # ------------------------------------------------------------ questions of grammar

    def _announcing_near(self, k: int) -> bool:
        """Whether a noun of telling comes within an article and two adjectives: "(nach) ersten Angaben"."""
        c = self.c
        for n in range(k, min(c.size, k + 4)):
            if c.low[n] in self.lists["nach-noun"]:
                return True
            if c.is_capital(n) or c.raw[n] in BREAKS:
                return False
        return False

    def _has_finite(self, seg: Segment) -> bool:
        return self._finite_within(seg.lo, min(seg.hi, seg.lo + 3 * REACH))

    def _has_finite_near(self, seg: Segment) -> bool:
        return self._has_finite(seg)

    def _finite_within(self, lo: int, hi: int) -> bool:
        """Whether a finite verb may stand in tokens [lo, hi): a known one, or a word in -te, -ten, -t, -en not before a noun."""
        c = self.c
        for k in range(max(lo, 0), min(hi, c.size, lo + 4 * REACH)):
            word = c.low[k]
            if c.quoted[k] >= 0 or (c.is_capital(k) and k):
                continue
            if word in self.finite:
                return True
            if (
                len(word) > 3
                and word.endswith(("te", "ten", "t"))
                and word not in self.lists["adverb"]
                and word not in self.lists["preposition"]
                and k > lo
                and c.low[k - 1] not in self.lists["determiner"]
                and not (
                    c.is_capital(k + 1) and word.endswith(("te", "ten")) and c.low[k - 1] in self.lists["preposition"]
                )
                and not word.startswith("ge")
            ):
                return True
        return False

    def _has_mood(self, seg: Segment) -> bool:
        """Whether the clause that begins with `seg` is in the subjunctive of reported speech."""
        c = self.c
        for k in range(seg.lo, min(seg.hi, seg.lo + REACH)):
            if (
                c.quoted[k] < 0
                and not c.is_capital(k)
                and (
                    c.low[k] in self.lists["subjunctive"]
                    or c.low[k] in ("würde", "würden", "könnte", "könnten", "müsste", "müssten", "sollte", "sollten")
                )
            ):
                return True
        return False

    def _second_is_finite(self, seg: Segment) -> bool:
        """Whether a main clause begins with `seg`: noun phrase, then a finite verb."""
        end = self._phrase_end(seg.lo, seg.hi)
        if not seg.lo < end < seg.hi or self.c.is_capital(end) or self.c.quoted[end] >= 0:
            return False
        word = self.c.low[end]
        return self._finite_within(end - 1, end + 2) or (
            word.endswith(("e", "t", "en")) and word not in self.lists["preposition"] | self.lists["adverb"]
        )

    def _mood_second(self, seg: Segment) -> bool:
        """Whether the subjunctive stands right after the first noun phrase: "dem Land bleibe keine Wahl"."""
        end = self._phrase_end(seg.lo, seg.hi)
        return end > seg.lo and any(self.c.word(n) in self.lists["subjunctive"] for n in (end, end + 1))

    def _verb_is_last(self, seg: Segment) -> bool:
        return seg.hi - 1 > seg.lo and (
            self.c.low[seg.hi - 1] in self.finite or self.c.low[seg.hi - 1].endswith(("t", "te", "en"))
        )

    def _infinitive_with_zu(self, seg: Segment) -> bool:
        c = self.c
        for k in range(max(seg.lo, seg.hi - 4), seg.hi - 1):
            if c.low[k] == "zu" and c.low[k + 1].endswith("n") and not c.is_capital(k + 1):
                return True
        last = c.low[seg.hi - 1]
        return "zu" in last[2:] and last.endswith("en") and len(last) > 7 and not c.is_capital(seg.hi - 1)

    # ------------------------------------------------------------ quotations

    def _quote_end(self, k: int) -> int:
        """The token after the quotation that token `k` is in."""
        c = self.c
        return min(c.size, max(k + 1, c.token_at(c.quotes[c.quoted[k]].end - 1) + 1))

    def _quotes_end(self, end: int) -> int:
        """`end`, moved past quotations that follow at once."""
        c = self.c
        while c.opens_quote(end):
            end = self._quote_end(end)
        return end

    def _quotes_in(self, lo: int, hi: int) -> list[tuple[int, int]]:
        """The quotations that lie in tokens [lo, hi), the first few."""
        found: list[tuple[int, int]] = []
        k = lo
        while k < hi and len(found) < 6 and k < lo + 6 * REACH:
            if self.c.quoted[k] >= 0:
                end = self._quote_end(k)
                found.append((k, end))
                k = end
            else:
                k += 1
        return found


def segments_of(c: Clause) -> list[Segment]:
    """The stretches of a clause between commas, colons, semicolons and dashes outside quotations."""
    out: list[Segment] = []
    lo = 0
    before = ""
    for k in range(c.size):
        if c.quoted[k] >= 0:
            continue
        raw = c.raw[k]
        final = raw in (".", "?", "!") and (k + 1 >= c.size or c.opens_quote(k + 1))
        if k and c.closes_quote(k - 1) and c.is_capital(k) and c.text[max(0, c.ends[k - 1] - 2)] in ".?!":
            out.append(Segment(lo, k, before))  # „Nein.“ Weber nannte ...
            lo, before = k, "."
        if raw in (",", ":", ";") or raw in DASHES or final:
            out.append(Segment(lo, k, before))
            lo, before = k + 1, raw
    if lo < c.size or not out:
        out.append(Segment(lo, c.size, before))
    return out

"""Discovery: people with titles, organisations with acronyms, places by role, and every mention of each.

A first pass asks of every capitalised run what it is; a second finds every mention of what was discovered,
surnames and short forms included. What has no evidence stays unnamed: a wrong name costs more than a missing one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property, lru_cache

import msgspec

from retold import kinds
from retold.facts.capitals import PARTICLES, find_runs, read_tokens
from retold.facts.gazetteer import (
    Known,
    acronyms,
    given_names,
    groups,
    no_names,
    ordinary,
    organisation_heads,
    peoples,
    places,
    titles,
    word_set,
)
from retold.facts.names import LEGAL_FORMS, SAY, Names, short_organisation, short_person, title_head
from retold.facts.reading import Reading
from retold.kinds import Span
from retold.words import fold, stop_words

LOCATIVE = word_set("in at near outside inside around across throughout toward towards")
DIRECTION = word_set("from to into via through between over off")
_COMPASS = word_set("north south east west northeast northwest southeast southwest northern southern")


class _Entity:
    """A name being gathered."""

    def __init__(self, kind: str, name: str, type: str | None = None) -> None:
        self.kind, self.name, self.type = kind, name, type
        self.acronym: str | None = None
        self.titles: list[str] = []
        self.aliases: list[str] = []
        self.mentions: list[Span] = []

    def entitle(self, title: str) -> None:
        if title and title not in self.titles:
            self.titles.append(title)


@cache
def _well_known() -> dict[tuple[str, ...], tuple[str, Known, str | None]]:
    """Folded words -> kind, name and acronym of what needs no introduction, where no name of the report has them.

    A country is a country wherever it stands; cities only where they were found in a place's slot.
    """
    found: dict[tuple[str, ...], tuple[str, Known, str | None]] = {}
    for letters, known in acronyms().items():
        if letters.isupper():
            found.setdefault((fold(letters),), ("organisation", known, letters if letters != known.name else None))
    for folded, known in places().items():
        if known.type == "country" and len(folded) > 2 and not folded.isdigit():
            found.setdefault(tuple(folded.split()), ("place", known, None))
    return found


@cache
def _well_known_openers() -> dict[str, int]:
    """The first words of what is well known, each with the words of the longest name that it opens."""
    longest: dict[str, int] = {}
    for key in _well_known():
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def _entity_of(key: tuple[str, ...]) -> _Entity:
    kind, known, acronym = _well_known()[key]
    entity = _Entity(kind, known.name, known.type)
    entity.acronym = acronym
    return entity


class Discovery:
    """Reads a report once for the names that it introduces, once for all their mentions."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self.reading = reading
        self.tokens = read_tokens(reading)
        self.runs = find_runs(self.tokens, self.text)
        self.entities: dict[tuple[str, str], _Entity] = {}
        self.claimed: dict[int, int] = {}  # first token of a settled run -> its end
        self.settled: list[tuple[int, int, _Entity]] = []  # token ranges and what they name
        self.others: list[tuple[int, int]] = []  # runs that name an event, a treaty, a work
        self.open: list[tuple[int, int]] = []  # runs that nothing decided
        self.unnamed: set[str] = set()  # letters that the report gives to an initiative, a war, a treaty
        self.replaced: dict[int, _Entity] = {}  # id of an entity folded into another -> that other
        self.dropped: list[_Entity] = []  # keeps what `replaced` knows by id alive
        self.shared: dict[int, str] = {}  # token end of a person -> the plural title that covers the next one too
        self.middle: set[str] = set()  # words with a capital where no sentence begins

    # -- helpers

    def words(self, lo: int, hi: int) -> str:
        return " ".join(self.text[self.tokens[lo].start : self.tokens[hi - 1].end].split())

    def before(self, lo: int) -> str:
        """The token before, in lower case, where only a space parts them; else empty."""
        if lo == 0:
            return ""
        left, right = self.tokens[lo - 1], self.tokens[lo]
        if left.sentence != right.sentence or self.text[left.end : right.start] not in (
            " ",
            "\n",
            "'s ",
            "’s ",
            " “",
            ' "',
        ):
            return ""
        return left.text.lower()

    def after(self, hi: int) -> str:
        """The token after, as written, where only a space parts them; else empty."""
        if hi >= len(self.tokens):
            return ""
        left, right = self.tokens[hi - 1], self.tokens[hi]
        if left.sentence != right.sentence or self.text[left.end : right.start] not in (" ", "\n"):
            return ""
        return right.text

    def entity(self, kind: str, name: str, type: str | None = None) -> _Entity:
        found = self.entities.setdefault((kind, name), _Entity(kind, name, type))
        found.type = found.type or type
        return found

    def settle(self, lo: int, hi: int, entity: _Entity) -> None:
        self.settled.append((lo, hi, entity))

    # -- first pass

    def discover(self) -> None:
        for lo, hi in self.runs:
            for at in range(lo, hi):
                if not self.tokens[at].first:
                    self.middle.add(self.tokens[at].text)
        self._bracketed()
        skip = 0
        for lo, hi in self.runs:
            if lo < skip:
                continue
            skip = max(skip, self._classify(lo, hi))
        self._by_context()
        self._coordinate()
        self._countries()
        self._ministries()

    def _bracketed(self) -> None:
        """Learns "Long Form (LF)" and "LF (Long Form)"."""
        self.learnt: dict[str, tuple[str, int, int, int]] = {}  # letters -> long form, its tokens, the letters' token
        starts = [t.start for t in self.tokens]
        for match in _LETTERS_RE.finditer(self.text):
            at = bisect_left(starts, match.start(1))
            if not 0 < at < len(starts) or starts[at] != match.start(1) or sum(c.isupper() for c in match[1]) < 2:
                continue
            token = self.tokens[at]
            lo = self._long_form(at)
            if lo is None:
                lo = self._headed_form(at)
            if lo is not None:
                self.learnt.setdefault(token.text, (self.words(lo, at), lo, at, at))

    def _long_form(self, at: int) -> int | None:
        """The token at which the long form of the letters at `at` begins."""
        letters = [c.lower() for c in self.tokens[at].text if c.isalnum()]
        lo = at
        for letter in reversed(letters):
            steps = 0
            while True:
                lo -= 1
                steps += 1
                if lo < 0 or steps > 3 or self.tokens[lo].sentence != self.tokens[at].sentence:
                    return None
                low = self.tokens[lo].text.lower()
                if low[0] == letter:
                    break
                if low not in ("of", "for", "and", "the", "on", "in", "to", "de", "la", "des", "du"):
                    return None
        return lo if self.tokens[lo].capital and self.tokens[at - 1].capital and at - lo <= 12 else None

    def _headed_form(self, at: int) -> int | None:
        """The token at which a name begins whose letters are no initials: "United Nations Children's Fund (UNICEF)"."""
        run = self.run_of.get(at - 1)
        if run is None or run[1] != at or at - run[0] < 2:
            return None
        lo = run[0] + (self.tokens[run[0]].text.lower() in stop_words())
        headed = organisation_heads().get(self.tokens[at - 1].text.lower(), "none") != "none"
        return lo if headed and self.tokens[lo].text[0] == self.tokens[at].text[0] else None

    def _classify(self, lo: int, hi: int) -> int:
        """Says what the run is, settles it, and returns the token up to which the report is read."""
        tokens = self.tokens
        # Articles and function words that only the sentence's start capitalised.
        while hi - lo > 1 and (
            tokens[lo].text.lower() in stop_words() or (tokens[lo].first and tokens[lo].text.lower() in _OPENERS)
        ):
            if tokens[lo].text == "The" and fold(self.words(lo, hi)) in places():
                break
            lo += 1
            while hi - lo > 1 and not tokens[lo].capital:
                lo += 1
        name = self.words(lo, hi)
        # "Long Form (LF)", "United Nations (UN) Security Council".
        if hi < len(tokens) and tokens[hi].text in self.learnt:
            _, start, end, _ = self.learnt[tokens[hi].text]
            if end == hi and lo <= start:
                return self._bracketed_name(max(lo, start), hi, tokens[hi].text)
        if hi - lo == 1:
            return self._single(lo, hi, name)
        known = acronyms().get(name)
        if known:
            self.settle(lo, hi, self.entity("organisation", known.name, known.type))
            return hi
        place = places().get(fold(name))
        if place:
            self.settle(lo, hi, self.entity("place", place.name, place.type))
            return hi
        parted = self._republic(lo, hi)
        if parted is not None:
            self._classify(lo, parted)
            return self._classify(parted, hi)
        if self._posted(lo, hi) or self._titled(lo, hi):
            return hi
        joined = " & " in name and hi - lo < 5 and self.tokens[hi - 1].text.lower() not in organisation_heads()
        if joined or self._of_a_kind(lo, hi):
            self.settle(lo, hi, self.entity("organisation", name, "company" if " & " in name else None))
            return hi
        if self._headed(lo, hi, name):
            return hi
        if self._person(lo, hi, name):
            return hi
        if self._located(lo, hi, name):
            return hi
        if self._collective(lo, hi):
            self.settle(lo, hi, self.entity("organisation", name))
            return hi
        self.open.append((lo, hi))
        return hi

    def _republic(self, lo: int, hi: int) -> int | None:
        """The token that parts "Republic of Ostrava Stefan Horak" into country and person; None for any other run."""
        words = [t.text.lower() for t in self.tokens[lo:hi]]
        if words[0] not in _STATES or "of" not in words or len(words) < 5:
            return None
        return next(
            (lo + n for n in range(words.index("of") + 2, len(words) - 1) if fold(words[n]) in given_names()), None
        )

    def _of_a_kind(self, lo: int, hi: int) -> bool:
        """Whether the text says or shows in another way that the run is an organisation's name.

        "power company Gulf Light", "the operator, Severkol", "head of the Parents' Forum", "University College London".
        """
        words = [t.text.lower() for t in self.tokens[lo:hi]]
        before = self.before(lo)
        if before in _BODIES and not self.tokens[lo - 1].possessive and before not in titles():
            return fold(words[0]) not in given_names()
        if words[-1] in ("forum", "network", "congress", "convention") and before == "the" and lo > 2:
            return self.before(lo - 1) in ("of", "for") and self.before(lo - 2) in titles()
        kind = organisation_heads().get(words[-2]) if len(words) > 2 else None
        return kind in _PLACED and fold(words[-1]) in places()

    def _collective(self, lo: int, hi: int) -> bool:
        """Whether one name takes a plural verb, as clubs and bands do in British English: "Norwood City have signed"."""
        if self.after(hi) not in ("have", "are", "were") or not self.tokens[lo].first or hi - lo > 3:
            return False
        return not any(t.text.lower() in ordinary() and t.text.endswith("s") for t in self.tokens[lo:hi])

    def _bracketed_name(self, lo: int, letters: int, acronym: str) -> int:
        """Settles "Long Form (LF)" and what follows it in the same name."""
        name = self.words(lo, letters)
        head = fold(self.tokens[letters - 1].text)
        kind = organisation_heads().get(head)
        known = acronyms().get(acronym)
        if head == "forum":
            kind = "intergovernmental"  # "Pacific Islands Forum (PIF)" signs and says; a forum without letters is a meeting
        if kind == "none" and known is not None and fold(known.name) == fold(name):
            kind = known.type  # World Food Programme (WFP)
        if kind == "none":
            self.others.append((lo, letters + 1))
            self.unnamed.add(acronym)
            return letters + 1
        if kind is None and known is None and acronym in no_names():
            return letters + 1
        entity = self.entity("organisation", name, known.type if known else kind)
        entity.acronym = acronym
        hi = letters + 1
        end = hi
        while (
            end < len(self.tokens)
            and self.tokens[end].capital
            and self.text[self.tokens[end - 1].end : self.tokens[end].start] in (" ", ") ")
        ):
            end += 1
        if end > hi and organisation_heads().get(self.tokens[end - 1].text.lower(), "none") != "none" and end - hi <= 4:
            tail = organisation_heads()[self.tokens[end - 1].text.lower()]
            whole = self.entity(
                "organisation",
                f"{name} {self.words(hi, end)}",
                "intergovernmental" if known and known.type == "intergovernmental" else tail,
            )
            self.settle(lo, end, whole)
            return end
        self.settle(lo, hi, entity)
        return hi

    def _single(self, lo: int, hi: int, name: str) -> int:
        token = self.tokens[lo]
        known = acronyms().get(name) if name not in self.learnt else None
        spoken = not token.first or self.after(hi).lower() in SAY
        if known and (known.type != "company" or (spoken and fold(name) not in places())):
            entity = self.entity("organisation", known.name, known.type)
            if known.name != name:
                entity.acronym = name
            self.settle(lo, hi, entity)
            return hi
        if (
            name in no_names()
            or name in self.learnt
            or name in self.unnamed
            or fold(name) in peoples()
            or (name.lower() in titles() and not self._prefix_title(lo))
        ):
            return hi
        title, _ = self._lower_title(lo)
        low = name.lower()
        opener = token.first and low in ordinary() and name not in self.middle
        place = places().get(fold(name))
        if place and not opener:
            sure = place.type in ("country", "region", "city", "water") and (
                low not in ordinary() and fold(name) not in given_names()
            )
            if place.type == "country" and self.after(hi) in ("dollars", "dollar"):
                return hi
            if place.type in ("water", "region") and self.after(hi) in _ADJECTIVAL:
                return hi
            before = self.before(lo - 1) if self.before(lo) == "the" else self.before(lo)
            if self.after(hi).lower() in SAY and self._surname(name) and before not in LOCATIVE:
                return hi
            if (sure or before in LOCATIVE or before in DIRECTION) and not title:
                self.settle(lo, hi, self.entity("place", place.name, place.type))
                return hi
        if opener or len(name) < 2:
            return hi
        if title and low not in ordinary() and name.isalpha() and not name.isupper():
            self.open.append((lo, hi))
            return hi
        if (
            name.isupper()
            and 3 <= len(name) <= 6
            and name.isalpha()
            and not token.first
            and (self.before(lo) in ("the", "said", "by") or self._country_owns(lo))
        ):
            self.settle(lo, hi, self.entity("organisation", name))
            return hi
        if not self._located(lo, hi, name):
            self.open.append((lo, hi))
        return hi

    def _surname(self, name: str) -> bool:
        """Whether somebody named in full so far has the surname."""
        return any(kind == "person" and " " in known and known.split()[-1] == name for kind, known in self.entities)

    def _country_owns(self, lo: int) -> bool:
        """Whether a country's genitive stands before token `lo`: "Japan's JAXA"."""
        owner = self.tokens[lo - 1] if lo else None
        place = places().get(fold(owner.text)) if owner is not None and owner.possessive else None
        return (
            place is not None and place.type == "country" and self.tokens[lo - 1].sentence == self.tokens[lo].sentence
        )

    def _prefix_title(self, lo: int) -> bool:
        return bool(self._lower_title(lo)[0])

    def _titled(self, lo: int, hi: int) -> bool:
        """Settles a run that begins with a title: "Chinese President Xi Jinping", "Secretary of State Warren Christopher"."""
        words = [t.text.lower() for t in self.tokens[lo:hi]]
        last = words[-1]
        head = next((words[n - 1] for n, w in enumerate(words) if n and w in ("of", "for")), last)
        if head != last and head in organisation_heads() and head not in titles():
            return False
        surname = len(words) > 2 and fold(words[-2]) in given_names() and organisation_heads().get(last) == "none"
        if (
            last in organisation_heads()
            and len(words) > 1
            and self.tokens[hi - 1].text.isalpha()
            and last not in titles()
            and not surname
        ):
            return False
        cut = 0
        for start, word in enumerate(words):
            for size in range(4, 0, -1) if word in _title_starts() else ():
                if start + size <= len(words) and " ".join(words[start : start + size]) in titles():
                    cut = max(cut, start + size)
                    break
        if not cut:
            return False
        if cut == len(words):
            return True  # an office alone: "the Foreign Minister", "Prime Minister"
        if words[cut] in ("of", "for"):
            # "Minister of Finance Jane Doe": the person begins at the given name, or is the last two words.
            least = cut + 2
            given = (n for n in range(least, len(words) - 1) if fold(words[n]) in given_names())
            cut = next(given, len(words) - 2 if len(words) - 2 >= least else len(words))
            if cut == len(words):
                return cut - 1 > 0 and not any(w in organisation_heads() and w not in titles() for w in words)
        rest = words[cut:]
        if rest[0] in stop_words() and rest[0] not in PARTICLES:
            return False
        if any(
            organisation_heads().get(w, "") not in ("", "none", "company", "newspaper", "team") and w not in titles()
            for w in rest
        ):
            return False
        if len(rest) > 4 or (rest[0] in PARTICLES | {"of", "and", "the"} and len(rest) == 1):
            return False
        if (
            len(rest) == 1
            and (rest[0] in ordinary() or fold(rest[0]) in peoples())
            and self.tokens[lo + cut].text not in self.middle
        ):
            return True
        if len(rest) == 1 and rest[0] in organisation_heads():
            return False
        if len(rest) == 1 and rest[0] in groups("names/place_words.txt")["last"] and lo + cut == lo + 1:
            return False  # Queen Street, King Square
        shown = self.words(lo, lo + cut)
        before = self.before(lo)
        entity = self.entity("person", self.words(lo + cut, hi))
        entity.entitle(f"{before} {shown}" if before in _FORMER else shown)
        self._appositive(lo, hi, entity)
        self.settle(lo + cut, hi, entity)
        return True

    def _posted(self, lo: int, hi: int) -> bool:
        """Settles "ambassador to Peru Jane Doe", where place and person touch."""
        if (
            hi - lo < 3
            or lo < 2
            or self.before(lo) != "to"
            or self.tokens[lo - 2].text.lower() not in ("ambassador", "envoy")
        ):
            return False
        place = places().get(fold(self.tokens[lo].text))
        if place is None:
            return False
        start = lo - 2
        while (
            start and self._close(start) and (self.tokens[start - 1].capital or self.tokens[start - 1].text in _FORMER)
        ):
            start -= 1
        self.settle(lo, lo + 1, self.entity("place", place.name, place.type))
        entity = self.entity("person", self.words(lo + 1, hi))
        entity.entitle(self.words(start, lo + 1))
        self.settle(lo + 1, hi, entity)
        return True

    def _lower_title(self, lo: int) -> tuple[str, bool]:
        """A title in lower case right before token `lo`, with the words that belong to it; and whether it is a plural."""
        tokens = self.tokens
        if lo == 0 or not _ends_a_title(tokens[lo - 1].text):
            return "", False
        at = lo
        plural = False
        for size in (3, 2, 1):
            if lo - size < 0 or not all(self._close(n) for n in range(lo - size + 1, lo + 1)):
                continue
            words = [t.text.lower() for t in tokens[lo - size : lo]]
            if any(t.possessive for t in tokens[lo - size : lo]):
                continue
            phrase = " ".join(words)
            single = phrase.removesuffix("s")
            if phrase in titles() or (size == 1 and phrase.endswith(("ist", "woman", "man")) and len(phrase) > 5):
                at = lo - size
                break
            if single != phrase and single in titles():
                at, plural = lo - size, True
                break
        if at == lo or (tokens[lo - 1].capital and tokens[lo - 1].text != tokens[lo - 1].text.lower()):
            return "", False
        start = at
        modifiers = groups("names/titles.txt")["modifier"]
        while start > 0 and at - start < 5 and self._close(start):
            left = tokens[start - 1]
            if left.possessive:
                break
            low = left.text.lower()
            if low in modifiers or fold(low) in peoples() or (left.capital and not left.first and low not in titles()):
                start -= 1
                continue
            if left.capital and left.first and low not in stop_words() and (low in modifiers or left.text.isupper()):
                start -= 1
                continue
            break
        title = self.words(start, lo)
        return (title[:-1] if plural and title.endswith("s") else title), plural

    def _close(self, at: int) -> bool:
        """Whether token `at` follows the one before it by a space."""
        left, right = self.tokens[at - 1], self.tokens[at]
        gap = self.text[left.end : right.start]
        return left.sentence == right.sentence and gap in (" ", "\n", "-", "'s ", "’s ")

    def _headed(self, lo: int, hi: int, name: str) -> bool:
        """Settles a run whose head says what it is: "Ministry of Health", "Kestrel Foods Ltd.", "Kagera River"."""
        words = [t.text.lower() for t in self.tokens[lo:hi]]
        cut = next((n for n, w in enumerate(words) if w in ("of", "for", "on", "against") and n), len(words))
        head, last, first = words[cut - 1], words[-1], words[0]
        heads, spots = organisation_heads(), groups("names/place_words.txt")
        if (
            first in ("hurricane", "typhoon", "cyclone", "storm", "operation")
            or heads.get(head) == "none"
            or (heads.get(last) == "none" and cut == len(words))
        ):
            self.others.append((lo, hi))
            return True
        locative = self.before(lo) in LOCATIVE or (
            self.before(lo) == "the" and lo > 1 and self.before(lo - 1) in LOCATIVE
        )
        kind = heads.get(head) or (heads.get(last) if cut < len(words) else None)
        if name.endswith("A/S"):
            kind = "company"
        if head in spots["last"] and (locative or kind is None):
            kind = "organisation" if self._collective(lo, hi) else "place"
            self.settle(lo, hi, self.entity(kind, name, "team" if kind == "organisation" else head))
            return True
        if kind and kind != "none":
            if (
                cut == len(words)
                and all(w in ordinary() or fold(w) in peoples() for w in words)
                and hi - lo == 2
                and self.tokens[lo].first
                and first in stop_words()
            ):
                return False
            end = self.tokens[hi - 1].end
            stop = self.text[end : end + 1] == "." and last in ("ltd", "inc", "corp", "co", "lda", "ltda", "pty")
            letters = self.tokens[lo].text
            known = acronyms().get(letters)
            long = self.learnt[letters][0] if letters in self.learnt else known.name if known else letters
            entity = self.entity("organisation", long + name.removeprefix(letters) + ("." if stop else ""), kind)
            if long != letters:
                entity.aliases.append(name)
            self.settle(lo, hi, entity)
            return True
        if kind is None and first in spots["first"] and hi - lo > 1:
            self.settle(lo, hi, self.entity("place", name, first.rstrip(".")))
            return True
        return False

    def _person(self, lo: int, hi: int, name: str) -> bool:
        """Settles a run that is a person: by given name, age, office, initial, or what speaks."""
        tokens = self.tokens
        words = [t.text.lower() for t in tokens[lo:hi]]
        plain = [w for w in words if w not in PARTICLES]
        if hi - lo > 5 or len(plain) < 2 or any(any(c.isdigit() for c in w) for w in words):
            return False
        if any(w in ("of", "for", "on", "the", "and", "against") for w in words):
            return False
        if self.before(lo) == "the" and not self._appositive_after(hi):
            return False
        title, plural = self._lower_title(lo)
        score = 0
        score += 3 if title or self.before(lo) == "late" else 0
        score += 2 if fold(words[0]) in given_names() else 0
        score += 1 if any(len(w) == 1 for w in words[1:-1]) else 0
        score += (
            3
            if self.text.startswith(",", tokens[hi - 1].end)
            and re.match(r",\s+(?:aged\s+)?\d{1,3}\s*[,.;]", self.text[tokens[hi - 1].end : tokens[hi - 1].end + 16])
            else 0
        )
        probe = _Entity("person", name)
        self._appositive(lo, hi, probe)
        score += 3 if probe.titles else 0
        score += 2 if self.after(hi) in SAY or self.before(lo) in SAY else 0
        score += 1 if self.after(hi) == "who" or self.text[tokens[hi - 1].end :][:5] == ", who" else 0
        score += 1 if any(t.lower() in PARTICLES for t in words[1:-1]) else 0
        score -= (
            2
            if any(fold(w) in peoples() or (fold(w) in places() and fold(w) not in given_names()) for w in words)
            else 0
        )
        score -= sum(w in ordinary() and fold(w) not in given_names() for w in words)
        score -= 1 if self.before(lo) in LOCATIVE else 0
        # Nobody vouches for it, but its words are nobody's ordinary words: "Le Minh Duc".
        score += 1 if all(w.isalpha() and w not in ordinary() for w in words) and len(words) <= 3 else 0
        if score < 2:
            return False
        entity = self.entity("person", name)
        entity.entitle(title)
        for found in probe.titles:
            entity.entitle(found)
        self.settle(lo, hi, entity)
        if plural:
            self.shared[hi] = title
        elif not entity.titles and (left := self.shared.get(self._joined_end(lo))):
            # A plural title is everybody's who is coordinated: "officials Cai Qi and Wang Yi".
            entity.entitle(left)
            self.shared[hi] = left
        return True

    def _joined_end(self, lo: int) -> int:
        """The token end of what is coordinated right before token `lo`; -1 where nothing is."""
        if lo and self.text[self.tokens[lo - 1].end : self.tokens[lo].start].strip() == ",":
            return lo
        return lo - 1 if lo > 1 and self.tokens[lo - 1].text == "and" else -1

    def _appositive_after(self, hi: int) -> bool:
        return bool(re.match(r",\s+\d{1,3}\s*,", self.text[self.tokens[hi - 1].end : self.tokens[hi - 1].end + 12]))

    def _appositive(self, lo: int, hi: int, entity: _Entity) -> None:
        """Takes the office that stands in commas after a name, or before it: "Jane Roe, 44, head of X," and "X's head, Jane Roe,"."""
        end = self.tokens[hi - 1].end
        tail = self.text[end : end + 160]
        match = _AFTER_RE.match(tail)
        if match:
            phrase = match["title"]
            head = title_head(phrase)
            if head and _is_role(head):
                entity.entitle(" ".join(phrase.split()))
                return
        if (
            lo
            and self.text[self.tokens[lo - 1].end : self.tokens[lo].start] in (", ", ",\n")
            and self.tokens[lo - 1].sentence == self.tokens[lo].sentence
        ):
            left = self.tokens[lo - 1]
            headed = _head_of_re().search(self.text, max(0, left.end - 90), left.end)
            if headed and _is_role(headed["role"].lower()) and self.text[end : end + 1] in (",", "."):
                entity.entitle(" ".join(headed["title"].split()))
                return
            follows = self.text[end : end + 1]
            if not left.capital and _is_role(left.text.lower()) and follows in (",", ".", ";", ""):
                start = lo - 1
                while start > 0 and lo - start < 7 and self._close(start):
                    before = self.tokens[start - 1].text.lower()
                    if self.tokens[start - 1].possessive:
                        start -= 1
                        break
                    if before in stop_words() or before in SAY:
                        break
                    start -= 1
                entity.entitle(self.words(start, lo))

    def _located(self, lo: int, hi: int, name: str) -> bool:
        """Settles a run in a place's slot: "in Kestrin", "the town of Kestrin", "Orrin district", "Velm, Uganda"."""
        words = [t.text.lower() for t in self.tokens[lo:hi]]
        if hi - lo > 3 or any(c.isdigit() for c in name) or name.isupper():
            return False
        spots = groups("names/place_words.txt")
        before, after = self.before(lo), self.after(hi)
        kind = None
        score = 0
        owned = self.tokens[hi].text if self.tokens[hi - 1].possessive and hi < len(self.tokens) else ""
        if hi - lo == 1 and owned in _OF_COUNTRIES and self.tokens[hi].sentence == self.tokens[lo].sentence:
            score += 3  # "Veldania's central bank", "Veldania's parliament"
        if before == "of" and lo > 1:
            noun = self.before(lo - 1)
            if noun in spots["of"]:
                score, kind = 3, None if noun in _COMPASS else noun.removesuffix("s")
        if before == "in" and lo > 1 and self.before(lo - 1) in _HELD:
            return False
        if before in LOCATIVE:
            score += 2
        elif before in ("neighboring", "neighbouring"):
            score += 3
        elif before in DIRECTION:
            score += 1
        if after in spots["last"] and after not in (
            "state",
            "centre",
            "center",
            "house",
            "building",
            "plant",
            "market",
        ):
            score, kind = score + 2, after
        tail = self.text[self.tokens[hi - 1].end : self.tokens[hi - 1].end + 40]
        match = re.match(r",\s+((?:[A-Z][\w.]+\s?){1,3})[,.;)]", tail) if tail.startswith(",") else None
        if match and fold(match[1].strip(" .")) in places():
            score += 2
        if all(w in ordinary() or w in titles() for w in words):
            score -= 2
        if any(t.possessive for t in self.tokens[lo:hi]) or (fold(words[0]) in given_names() and hi - lo > 1):
            score -= 1
        if any(organisation_heads().get(w) for w in words):
            score -= 1
        if score < 2:
            return False
        self.settle(lo, hi, self.entity("place", name, kind))
        return True

    def _by_context(self) -> None:
        """Settles names that only their company tells: "the bookmaker Oddsmark", "the train from Hexley to Carrowby"."""
        ends = {hi: (lo, entity) for lo, hi, entity in self.settled}
        kept = []
        for lo, hi in self.open:
            kind = self._kind_in_context(lo, hi, ends)
            if kind is None:
                kept.append((lo, hi))
            else:
                entity = self.entity(kind, self.words(lo, hi))
                self.settle(lo, hi, entity)
                ends[hi] = (lo, entity)
        self.open = kept

    def _kind_in_context(self, lo: int, hi: int, ends: dict[int, tuple[int, _Entity]]) -> str | None:
        name = self.words(lo, hi)
        low = name.lower()
        if hi - lo > 3 or low in ordinary() or fold(low) in peoples() or name in no_names() or low in titles():
            return None
        if all(t.text.lower() in ordinary() and t.first for t in self.tokens[lo:hi]):
            return None
        if self._bodied(lo, hi):
            return "organisation"
        return "place" if hi - lo < 3 and (self._on_a_route(lo, hi, ends) or self._before_spots(lo, hi)) else None

    def _before_spots(self, lo: int, hi: int) -> bool:
        """Whether a plural of places covers the name and those coordinated with it: "at the Havbris, Tora and Skarv fields"."""
        start = lo
        while start > 1 and lo - start < 12 and self._coordinated(start):
            start -= 2 if self.tokens[start - 1].text == "and" else 1
        if self.before(start) != "the":
            return False
        end = hi
        while end < len(self.tokens) and end - hi < 12 and self.tokens[end].sentence == self.tokens[lo].sentence:
            if self.tokens[end].text in _SPOTS:
                return self.tokens[end - 1].capital and end > hi
            if not self.tokens[end].capital and self.tokens[end].text != "and":
                return False
            end += 1
        return False

    def _coordinated(self, at: int) -> bool:
        """Whether a comma or "and" joins the capitalised token `at` to a capitalised one before it."""
        if self.tokens[at - 1].text == "and":
            return at > 1 and self.tokens[at - 2].capital
        return self.tokens[at - 1].capital and self.text[self.tokens[at - 1].end : self.tokens[at].start] == ", "

    def _bodied(self, lo: int, hi: int) -> bool:
        """Whether what stands around says that the name is an organisation's."""
        before, after = self.before(lo), self.after(hi)
        spoken_for = self.tokens[lo - 1].possessive if lo else False
        if before in _BODIES and not spoken_for:
            return True
        if self._named_after_comma(lo):
            return True
        if before == "group" and lo > 1 and self.before(lo - 1) in _GROUPS:
            return True
        if before == "the" and after in _KINDS_OF_BODIES and fold(self.tokens[lo].text) not in given_names():
            return True  # "the IG Technik union"
        if before == "by" and lo > 1 and self.before(lo - 1) in _MADE and hi - lo == 1:
            return fold(self.tokens[lo].text) not in given_names()
        if before == "in" and lo > 1 and self.before(lo - 1) in _HELD:
            return True
        if after in _OWNED_BY_BODIES or (self.tokens[hi - 1].possessive and self._next(hi) in _OWNED_BY_BODIES):
            return hi - lo > 1 or fold(self.tokens[lo].text) not in given_names()
        # "Vistaire said it had hired": people say "he" or "she". "It would be", "it was" may mean nothing at all.
        tail = self.text[self.tokens[hi - 1].end : self.tokens[hi - 1].end + 40]
        if any(verb in tail for verb in _TELLING) and _says_it_re().match(tail) and not self._somebody(lo, hi):
            return True
        return (
            tail.startswith(",")
            and any(word in tail for word in _BODY_WORDS)
            and _of_a_body_re().match(tail) is not None
        )

    def _named_after_comma(self, lo: int) -> bool:
        """Whether "the operator, " or "its insurer, " stands before the name."""
        if lo < 2 or self.text[self.tokens[lo - 1].end : self.tokens[lo].start] != ", ":
            return False
        noun, article = self.tokens[lo - 1], self.before(lo - 1)
        owned = lo > 1 and self.tokens[lo - 2].possessive and noun.sentence == self.tokens[lo - 2].sentence
        return (
            noun.text in _BODIES
            and (owned or article in ("the", "its", "their", "a", "an"))
            and fold(self.tokens[lo].text) not in given_names()
        )

    def _somebody(self, lo: int, hi: int) -> bool:
        """Whether the name is part of a person's."""
        name = {fold(t.text) for t in self.tokens[lo:hi]}
        return any(kind == "person" and name & set(fold(known).split()) for kind, known in self.entities)

    def _next(self, hi: int) -> str:
        """The token at `hi`, in lower case, where it stands in the same sentence."""
        same = hi < len(self.tokens) and self.tokens[hi].sentence == self.tokens[hi - 1].sentence
        return self.tokens[hi].text.lower() if same else ""

    def _on_a_route(self, lo: int, hi: int, ends: dict[int, tuple[int, _Entity]]) -> bool:
        """Whether the name is an end of a way: "the ferry from A to B", "trains between A and B", "routes through A"."""
        before = self.before(lo)
        if before == "from" and lo > 1:
            role = self.before(lo - 1)
            if role in _COMERS or role in _BE_FROM:
                return True
        if before in ("from", "between", "through", "via"):
            stop = max(0, lo - 8)
            return any(t.text.lower() in _WAYS and t.sentence == self.tokens[lo].sentence for t in self.tokens[stop:lo])
        if before in ("to", "and") and lo - 1 in ends:
            left, entity = ends[lo - 1]
            opened = self.before(left)
            if entity.kind == "place" and opened == ("from" if before == "to" else "between"):
                return True
        if before == "to" and self.after(hi).lower() in _WAYS and hi - lo == 1:
            return True
        if self.after(hi) == "to" and hi + 2 < len(self.tokens) and self.tokens[hi + 1].capital:
            return self.tokens[lo].sentence == self.tokens[hi + 2].sentence and self._next(hi + 2) in _WAYS
        return before == "of" and lo > 1 and self.before(lo - 1) in _OF_A_COUNTRY

    def _coordinate(self) -> None:
        """Gives what a coordination says to its undecided members: places of "in Cork, Limerick and Waterford", shared titles."""
        ranges = {lo: (hi, entity) for lo, hi, entity in self.settled}
        ends = {hi: entity for _, hi, entity in self.settled}
        kept = []
        for lo, hi in self.open:
            entity = self._left_member(lo, ends)
            name = self.words(lo, hi)
            words = [t.text.lower() for t in self.tokens[lo:hi]]
            plain = hi - lo <= 3 and not any(w in organisation_heads() for w in words) and name.isascii() | True
            if (
                entity is not None
                and entity.kind == "place"
                and plain
                and not all(w in ordinary() for w in words)
                and not any(t.possessive for t in self.tokens[lo:hi])
                and self.after(hi).lower() not in SAY
            ):
                new = self.entity("place", name, entity.type if entity.type not in ("country",) else None)
                self.settle(lo, hi, new)
                ends[hi] = new
            elif (
                entity is not None
                and entity.kind == "person"
                and plain
                and 2 <= hi - lo <= 4
                and not any(w in ordinary() for w in words)
            ):
                new = self.entity("person", name)
                if not new.titles and (title := self.shared.get(self._joined_end(lo))):
                    new.entitle(title)
                self.settle(lo, hi, new)
                ends[hi] = new
            else:
                kept.append((lo, hi))
        self.open = kept
        del ranges

    def _left_member(self, lo: int, ends: dict[int, _Entity]) -> _Entity | None:
        """What stands before token `lo` with only a comma or "and" between."""
        if lo in ends:
            gap = self.text[self.tokens[lo - 1].end : self.tokens[lo].start]
            return ends[lo] if gap.strip() == "," and self.tokens[lo - 1].sentence == self.tokens[lo].sentence else None
        if lo - 1 in ends and self.tokens[lo - 1].text in ("and", "or"):
            return ends[lo - 1]
        return None

    def _countries(self) -> None:
        """Settles an unknown name whose people the report also names: "Veldania" where "Veldanian" stands."""
        capitals = {t.text for t in self.tokens if t.capital}
        kept = []
        for lo, hi in self.open:
            name = self.tokens[lo].text
            forms = (
                name + "n",
                name + "an",
                name[:-1] + "an",
                name[:-1] + "ian",
                name + "ese",
                name[:-1] + "ese",
                name + "i",
            )
            if hi - lo == 1 and len(name) > 4 and fold(name) not in given_names() and any(f in capitals for f in forms):
                self.settle(lo, hi, self.entity("place", name, "country"))
            else:
                kept.append((lo, hi))
        self.open = kept

    def _ministries(self) -> None:
        """Names ministries that the report writes in lower case: "the defense ministry"."""
        if not any(head in self.text for head in _MINISTRY_HEADS):
            return
        for match in _ministry_re().finditer(self.text):
            start = match.start("name")
            if match["people"] and fold(match["people"]) not in peoples():
                start = match.end("people") + 1
            name = " ".join(self.text[start : match.end("name")].split())
            kind = organisation_heads().get(match["head"], "government agency")
            entity = self.entity("organisation", name, kind)
            entity.mentions.append(Span(start, match.end("name")))

    # -- second pass

    def gather(self) -> Names:
        """All mentions of what was discovered, as facts."""
        self._merge_people()
        self._merge_organisations()
        self._merge_countries()
        self._unplace_bodies()
        self._unplace_people()
        self.settled = [(lo, hi, self._final(e)) for lo, hi, e in self.settled]
        taken = [False] * len(self.tokens)
        for lo, hi, entity in self.settled:
            self._mention(lo, hi, entity)
            for at in range(lo, min(hi, len(taken))):
                taken[at] = True
        index = self._surfaces()
        reach = {**_well_known_openers()}  # first word -> the longest name that it opens
        for key in index:
            reach[key[0]] = max(reach.get(key[0], 0), len(key))
        folded = [fold(t.text) for t in self.tokens]
        other = [False] * len(self.tokens)
        for lo, hi in self.others:
            for at in range(lo, min(hi, len(other))):
                other[at] = True
        free = 0
        for at in [at for at, word in enumerate(folded) if word in reach]:
            if at >= free and not taken[at] and self._may_begin(at):
                for size in range(min(reach[folded[at]], len(self.tokens) - at), 0, -1):
                    key = tuple(folded[at : at + size])
                    found = index.get(key)
                    if found is None and key in _well_known():
                        found = index[key] = [_entity_of(key)]
                    if found and not any(taken[at : at + size]) and self._fits(at, size, found, other):
                        entity = self._choose(at, found)
                        self._mention(at, at + size, entity)
                        free = at + size
                        break
        return self._facts()

    def _may_begin(self, at: int) -> bool:
        return self.tokens[at].capital or self.tokens[at].text in PARTICLES

    def _choose(self, at: int, found: list[_Entity]) -> _Entity:
        """Of several with one short form, the one named last before."""
        if len(found) == 1:
            return found[0]
        place = self.tokens[at].start
        before = [e for e in found if e.mentions and e.mentions[0].start < place]
        return (
            max(before, key=lambda e: max((s.start for s in e.mentions[-3:] if s.start < place), default=0))
            if before
            else found[0]
        )

    def _fits(self, at: int, size: int, found: list[_Entity], other: list[bool]) -> bool:
        token, last = self.tokens[at], self.tokens[at + size - 1]
        if token.sentence != last.sentence:
            return False
        entity = found[0]
        surface = " ".join(t.text for t in self.tokens[at : at + size])
        low = surface.lower()
        if (
            other[at]
            and entity.kind != "organisation"
            and not (entity.type == "country" and at and self.tokens[at - 1].text in ("of", "the", "in"))
        ):
            return False
        if size == 1:
            if surface == low or surface in self.unnamed:
                return False
            if entity.type == "country" and self.after(at + 1) in ("dollars", "dollar"):
                return False
            if entity.acronym and fold(entity.acronym) == fold(surface) and not surface.isupper():
                return False
            if (
                token.shouting
                and (low in ordinary() or (len(low) < 3 and surface.isupper() and not entity.acronym))
                and entity.name.lower() != low
            ):
                return False
            if (
                token.first
                and low in ordinary()
                and surface != entity.name
                and (follows := self.after(at + 1).lower()) not in SAY
                and follows not in _AUXILIARY
                and not token.possessive
            ):
                return False
            # A surname inside somebody else's name, or a first word of another name, is not this one.
            if not token.shouting:
                nxt, prv = at + 1, at - 1
                if (
                    nxt < len(self.tokens)
                    and self.tokens[nxt].capital
                    and self.text[token.end : self.tokens[nxt].start] == " "
                    and entity.kind == "person"
                    and not other[at]
                ) and self.tokens[nxt].text not in no_names():
                    return False
                if (
                    prv >= 0
                    and entity.kind == "person"
                    and self.tokens[prv].capital
                    and self.text[self.tokens[prv].end : token.start] in (" ", "-")
                ):
                    left = self.tokens[prv]
                    if (
                        left.sentence == token.sentence
                        and left.text.lower() not in titles()
                        and not (left.first and left.text.lower() in ordinary())
                        and left.text not in no_names()
                        and fold(left.text) not in peoples()
                    ):
                        return False
            if entity.kind == "place" and entity.type != "country" and not token.shouting and self._in_run(at):
                return False
        return True

    def _in_run(self, at: int) -> bool:
        """Whether the token stands in a longer capitalised run that is no place."""
        run = self.run_of.get(at)
        return (
            run is not None
            and run[1] - run[0] > 1
            and any(n != at and self.tokens[n].text.lower() not in titles() for n in range(*run))
        )

    @cached_property
    def run_of(self) -> dict[int, tuple[int, int]]:
        return {n: run for run in self.runs for n in range(*run)}

    def _merge_people(self) -> None:
        """Makes one of "Sergei V. Lavrov" and "Sergei Lavrov"; gives titled surnames to the full name."""
        people = [e for (kind, _), e in self.entities.items() if kind == "person"]
        full: dict[tuple[str, str], _Entity] = {}
        for entity in people:
            words = [fold(w) for w in entity.name.split()]
            if len(words) < 2:
                continue
            key = (words[0], words[-1])
            kept = full.get(key)
            if kept is None:
                full[key] = entity
            else:
                keep, drop = (entity, kept) if len(entity.name) > len(kept.name) else (kept, entity)
                full[key] = keep
                self._fold_into(keep, drop)
        by_short: dict[str, list[_Entity]] = {}
        for entity in full.values():
            for short in short_person(entity.name):
                by_short.setdefault(fold(short), []).append(entity)
        for entity in people:
            if len(entity.name.split()) == 1 and ("person", entity.name) in self.entities:
                owners = by_short.get(fold(entity.name), [])
                if len(owners) >= 1:
                    self._fold_into(owners[0], entity)

    def _replace(self, drop: _Entity, keep: _Entity) -> None:
        self.dropped.append(drop)
        self.replaced[id(drop)] = keep

    def _final(self, entity: _Entity) -> _Entity:
        """The entity that `entity` was folded into, in the end."""
        for _ in range(4):
            entity = self.replaced.get(id(entity), entity)
        return entity

    def _unplace_people(self) -> None:
        """Drops places that are somebody's surname: "In Helsinki, Falk" makes no place of a Mr Falk."""
        surnames = {fold(e.name.split()[-1]): e for (kind, _), e in self.entities.items() if kind == "person"}
        for key, entity in [(k, e) for k, e in self.entities.items() if k[0] == "place"]:
            person = surnames.get(fold(entity.name))
            if person is not None and fold(entity.name) not in places():
                del self.entities[key]
                self._replace(entity, person)

    def _unplace_bodies(self) -> None:
        """Drops places that are a company's short name: "Telnova" of Telnova Inc. A university's town stays a town."""
        shorts = {
            fold(short): e
            for (kind, _), e in self.entities.items()
            if kind == "organisation" and e.name.split()[-1].lower().rstrip(".") in LEGAL_FORMS
            for short in short_organisation(e.name, e.type)
        }
        for key, entity in [(k, e) for k, e in self.entities.items() if k[0] == "place"]:
            body = shorts.get(fold(entity.name))
            if body is not None and fold(entity.name) not in places():
                del self.entities[key]
                self._replace(entity, body)

    def _merge_countries(self) -> None:
        """Makes one of "Republic of Ostrava" and "Ostrava"."""
        for (kind, name), entity in [(k, e) for k, e in self.entities.items() if k[0] == "place" and " of " in k[1]]:
            first, _, rest = name.partition(" of ")
            short = rest.removeprefix("the ")
            if first.lower() not in _STATES or fold(name) in places():
                continue
            other = self.entities.get((kind, short))
            if other is None:
                continue
            del self.entities[(kind, name)]
            self._replace(entity, other)

    def _fold_into(self, keep: _Entity, drop: _Entity) -> None:
        for title in drop.titles:
            keep.entitle(title)
        if keep.name != drop.name:
            self.entities.pop(("person", drop.name), None)
            self._replace(drop, keep)

    def _merge_organisations(self) -> None:
        """Makes one of "Kestrel Foods Ltd." and "Kestrel Foods", under the longer name."""
        for entity in [e for (kind, _), e in self.entities.items() if kind == "organisation"]:
            for short in short_organisation(entity.name, entity.type):
                other = self.entities.get(("organisation", short))
                if other is not None and other is not entity:
                    del self.entities[("organisation", short)]
                    entity.acronym = entity.acronym or other.acronym
                    self._replace(other, entity)

    def _surfaces(self) -> dict[tuple[str, ...], list[_Entity]]:
        index: dict[tuple[str, ...], list[_Entity]] = {}

        def add(surface: str, entity: _Entity) -> None:
            key = tuple(fold(t.group()) for t in _PIECE_RE.finditer(surface))
            if key and entity not in index.setdefault(key, []):
                index[key].append(entity)

        entities = list(self.entities.values())
        for entity in entities:
            add(entity.name, entity)
        for entity in entities:
            if entity.kind == "organisation":
                for short in [entity.acronym or "", *entity.aliases]:
                    add(short, entity)
                for short in short_organisation(entity.name, entity.type):
                    add(short, entity)
            if entity.kind == "person":
                for short in short_person(entity.name):
                    if fold(short) not in places() or short == entity.name.split()[-1]:
                        add(short, entity)
        for letters, (long, _, _, _) in sorted(self.learnt.items()):
            if ("organisation", long) in self.entities:
                add(letters, self.entities[("organisation", long)])
        return index

    def _mention(self, lo: int, hi: int, entity: _Entity) -> None:
        if (entity.kind, entity.name) not in self.entities:
            self.entities[(entity.kind, entity.name)] = entity
        entity = self.entities[(entity.kind, entity.name)]
        end = self.tokens[hi - 1].end
        if entity.name.endswith(".") and self.text[end : end + 1] == ".":
            end += 1
        if (
            self.text[self.tokens[hi - 1].start - 1 : self.tokens[hi - 1].start] == "("
            and self.text[end : end + 1] == ")"
            and hi - lo > 1
        ):
            end += 1
        entity.mentions.append(Span(self.tokens[lo].start, end))

    def _facts(self) -> Names:
        people, organisations, spots = [], [], []
        found = [e for e in self.entities.values() if e.mentions]
        for entity in found:
            entity.mentions = sorted(set(entity.mentions))
        for entity in sorted(found, key=lambda e: (e.mentions[0], e.kind, e.name)):
            if entity.kind == "person":
                people.append(kinds.Person(name=entity.name, titles=entity.titles, mentions=entity.mentions))
            elif entity.kind == "organisation":
                organisations.append(
                    kinds.Organisation(
                        name=entity.name, acronym=entity.acronym, type=entity.type, mentions=entity.mentions
                    )
                )
            else:
                spots.append(kinds.Place(name=entity.name, type=entity.type, mentions=entity.mentions))
        return Names(people, organisations, spots)


# What stands before a name and says that an organisation has it: "the bookmaker Oddsmark".
_BODIES = word_set(
    "company firm carrier airline bookmaker brewer carmaker automaker chipmaker drugmaker retailer supermarket operator maker "
    "manufacturer supplier builder shipbuilder developer rival lender insurer startup start-up charity nonprofit watchdog union "
    "party club broadcaster publisher newspaper magazine journal website agency consultancy contractor subsidiary unit firms "
    "companies airlines carriers charities unions clubs banks brands retailers suppliers conglomerate giant producer producers "
    "lobby charity thinktank outlet operator-owner distributor utility shipper platform label studio sponsor body"
)
_GROUPS = word_set(
    "passenger passengers patients patient parents taxpayers tenants residents youth women's men's human civil business lobbying "
    "employers' employers industry trade lobby rights environmental advocacy campaign pressure media energy mining retail hotel "
    "insurance banking conservation consumer farmers' farmers aid research rebel armed militant tech food shipping steel luxury"
)
_MADE = word_set(
    "polled surveyed commissioned published compiled built made manufactured supplied produced operated owned run developed sold marketed insured"
)
_STATES = word_set("republic kingdom state commonwealth emirate sultanate federation union")
_PLACED = frozenset(("university", "hospital", "research body", "court", "team", "newspaper", "fund"))
_KINDS_OF_BODIES = word_set(
    "union alliance party federation movement foundation charity coalition consortium network club"
)
_HELD = word_set("shares stake stakes share shareholding interest investment investors shareholders")
_OWNED_BY_BODIES = word_set(
    "shares spokesman spokeswoman spokesperson employees shareholders customers subscribers headquarters profits revenue "
    "factories factory"
)
# What goes from one place to another, and those who come from one.
_WAYS = word_set(
    "train trains ferry ferries flight flights bus buses boat boats ship ships service services line lines route routes road "
    "roads railway motorway highway motorways journey journeys trip voyage crossing crossings path tunnel pipeline pipelines "
    "passengers convoy march drive travelled traveled travelling traveling sailing sailed flying flew driving drove passes "
    "passing runs running express lorry lorries coach tram trams track"
)
_SPOTS = word_set(
    "fields ports plants stations mines districts towns provinces regions villages airports valleys islands rivers lakes "
    "refineries platforms reservoirs dams terminals counties suburbs oilfields pits quarries neighbourhoods neighborhoods"
)
_COMERS = word_set(
    "ministers leaders diplomats envoys delegates troops soldiers refugees migrants tourists climbers fishermen villagers "
    "residents families"
)
_BE_FROM = word_set("are were came come comes")
_OF_A_COUNTRY = word_set("government governments people republic kingdom parliament rulers citizens")
# After the name of a sea or a region they make an adjective of it: "nine Pacific nations".
_ADJECTIVAL = word_set("nations states islands countries leaders islanders neighbours neighbors")
# Words that open a sentence with a capital and are no part of the name after them; stop words are known besides.
_OPENERS = word_set(
    "senior former meanwhile yesterday today earlier later late early both according speaking following despite although while "
    "when after before since until under over once then also however still only even just now here there local veteran "
    "outgoing rival fellow young like unlike"
)
# What only a country, or a region that is like one, has.
_OF_COUNTRIES = word_set(
    "central parliament government capital army navy economy president prime constitution constitutional supreme currency "
    "foreign finance interior defence defense ambassador embassy border borders coast airspace ruling opposition military "
    "presidential parliamentary national independence population gdp exports imports neighbours neighbors northern southern eastern western"
)
_FORMER = word_set("former then acting interim outgoing incoming deputy vice late retired ex")
_AUXILIARY = word_set("is was has had will would could can may might should does did are were and also")
_PIECE_RE = re.compile(r"[A-Za-z]{2,}+(?![\w'’&])|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W\d_]+|&[^\W\d_]+)*")
_LETTERS_RE = re.compile(r"\(([^\W_]{2,10})\)")
_AFTER_RE = re.compile(
    r",\s+(?:aged\s+)?(?:\d{1,3},\s+)?(?:(?:an?|the|its|their|his|her)\s+)?(?P<title>[^,.;:()\"“”\n]{3,80}?)\s*[,.;]"
)
# Public bodies that news English writes in lower case: "the defense ministry", "Peruvian customs service".
_MINISTRY_HEADS = ("ministry", "department", "service", "agency", "authority", "bureau", "guard")


@cache
def _ministry_re() -> re.Pattern[str]:
    return re.compile(
        r"\b(?P<name>(?:(?P<people>[A-Z][a-z]+)\s+)?(?:defen[cs]e|foreign|interior|finance|health|justice|education|agriculture|trade|labou?r|economy|"
        r"energy|environment|transport|culture|home|information|tourism|industry|commerce|science|customs|immigration|police|fire|"
        r"forestry|meteorological|weather|statistics|intelligence|prison|coast|border|tax|revenue|disaster)\s+"
        r"(?P<head>ministry|department|service|agency|authority|bureau|guard))\b"
    )


# "the head of the Parents' Forum, Victor Small, argued": the office of the name after the comma.
@cache
def _head_of_re() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:[Tt]he|[Ii]ts)\s+(?P<title>(?:[a-z-]+\s+){0,2}(?P<role>[a-z-]+)\s+(?:of|at|for)\s+[^,;:.\"“”]{2,60})$"
    )


# Letters without which the two patterns below need not be tried, nor even made.
_BODY_WORDS = (
    *("coalition", "alliance", "federation", "charity", "union", "think", "start", "consortium", "nonprofit"),
    *("which", "based"),
)
_TELLING = ("said", "says", "added", "announced", "confirmed")


@cache
def _of_a_body_re() -> re.Pattern[str]:
    return re.compile(
        r",\s+an?\s+(?:[\w-]+\s+){0,3}?(?:coalition|alliance|federation|charity|union|think\s+tank|start-?up|consortium|nonprofit)\b|"
        r",\s+(?:which\s+(?:makes|sells|owns|runs|operates|employs|represents|supplies)|based\s+in)\b"
    )


@cache
def _says_it_re() -> re.Pattern[str]:
    return re.compile(
        r"\s+(?:said|says|added|announced|confirmed)\s+(?:that\s+)?it\s+(?:also\s+|now\s+)?(?:had|has|plans|planned|expects|expected|aims|"
        r"hopes|hoped|intends|intended|agreed|accepted|regretted|employs|welcomed|rejected|would\s+(?!be\b|have\b|take\b|cost\b))"
    )


@lru_cache(maxsize=8192)
def _ends_a_title(word: str) -> bool:
    """Whether a title can end with `word`; most words before a name are none, and need no further look."""
    low = word.lower()
    return low in _title_ends() or low.removesuffix("s") in _title_ends() or low.endswith(("ist", "woman", "man"))


@cache
def _title_starts() -> frozenset[str]:
    return frozenset(title.split(" ", 1)[0] for title in titles())


@cache
def _title_ends() -> frozenset[str]:
    return frozenset(title.rsplit(" ", 1)[-1] for title in titles())


def _is_role(word: str) -> bool:
    return word in titles() or (len(word) > 5 and word.endswith(("ist", "woman", "man", "ologist")))


def with_dateline(known: list[kinds.Place], report: kinds.Report) -> list[kinds.Place]:
    """`known`, spans in the source, with the place that the dateline opens with."""
    line = report.dateline
    if line is None or not line.place:
        return known
    shown = line.place.split(",")[0].strip()
    place = places().get(fold(shown))
    name = place.name if place else shown.title() if shown.isupper() else shown
    span = Span(line.span.start, min(line.span.end, line.span.start + len(shown)))
    known = _with_region(known, line)
    found = [p for p in known if fold(p.name) == fold(name)]
    if not found:
        return [kinds.Place(name=name, type=place.type if place else "city", mentions=[span]), *known]
    mentions = sorted({span, *found[0].mentions})
    return [msgspec.structs.replace(p, mentions=mentions) if p is found[0] else p for p in known]


def _with_region(known: list[kinds.Place], line: kinds.Dateline) -> list[kinds.Place]:
    """`known` with the country or state that a dateline shows after its town: "LEEDS, England"."""
    town, _, rest = (line.place or "").partition(",")
    place = places().get(fold(rest.strip()))
    if place is None:
        return known
    start = line.span.start + len(town) + 1 + (len(rest) - len(rest.lstrip()))
    span = Span(start, min(line.span.end, start + len(rest.strip())))
    if any(p.name == place.name for p in known) or span.start >= span.end:
        return known
    return [kinds.Place(name=place.name, type=place.type, mentions=[span]), *known]


def find_names(reading: Reading) -> Names:
    """People, organisations and places named in the report."""
    discovery = Discovery(reading)
    discovery.discover()
    return discovery.gather()

"""Lists: members named after "covering", "including", "five principles:" and the like, with the stated count.

Commas part first and the last "and" only before the final item, so that "agriculture, inspection and
quarantine, health" has three members. A list ends where a part no longer looks like those before it.
"""

from __future__ import annotations

import re
from functools import cache

from retold import kinds
from retold.facts.coordinations import MAX_WORDS, find_coordinations, opens_a_deed, takes
from retold.facts.gazetteer import calendar, word_set
from retold.facts.reading import Reading
from retold.kinds import Span

MAX_MEMBERS = 40
MAX_LENGTH = 1500  # code points of a list; longer ones are no lists but prose that never ends

COUNTS = {
    word: number
    for number, word in enumerate(
        re.findall(
            r"\w+",
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
            "nineteen twenty",
        ),
        2,
    )
}
_COUNT = r"(?:\d{1,3}|" + "|".join(COUNTS) + ")"

# What leads a list. `tells` says that the number before it counts the members ("five principles:"),
# which "20 documents covering" does not. Last the letters without which the pattern need not be tried.
_TRIGGERS = (
    (
        r",?\s+(?:including|such as|among them|covering|covers|cover|covered|comprising|comprises|consisting of|spanning|"
        r"includes?|included|in (?:the )?(?:fields|areas|sectors) of)\s+",
        False,
        ("inclu", "such as", "among them", "cover", "compris", "consisting of", "spanning", " of "),
    ),
    (r",?\s+namely,?\s+", True, ("namely",)),
    (r"(?<=\w):\s+", True, (":",)),
    (r"\s+(?:--|—|–)\s+", True, ("--", "—", "–")),
)

# Words that no member of a list holds: with them a clause begins.
_CLAUSE = word_set(
    "is are was were be been has have had will would can could may might shall should must do does did said says say "
    "told added noted which who whom whose that while whereas when where because although though but if unless since "
    "after before until he she they it we i you there this these those not"
)
# A final member is cut before these where no earlier member has them: "... and G20 in Rio on Monday".
_TAIL = word_set(
    "in on at by from to during as with under following amid via despite according through into over late early"
)
_NEVER_LAST = _TAIL | {"of", "for", "and", "the"}
_GERUND_PREPOSITIONS = word_set("to by on in with for of at into against from upon")
# The noun that all members share, said once at the end: "education, and media sectors".
_SHARED_HEADS = word_set("sectors fields areas industries domains sector field area industry")
_VERBS = word_set(
    "make build take promote advance strengthen enhance deepen expand support keep hold work continue jointly seek help "
    "create develop ensure safeguard oppose uphold maintain provide bring give urge call pledge agree sign made took held"
)
_OPENERS = word_set("the a an")
_ALSO_ADJECTIVES = word_set(
    "free open clean clear close calm cool secure separate complete correct direct lower further welcome fit slow shut cut set present"
)
_ARTICLES = word_set("the a an its their his her our")
_WORD_RE = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_JOIN_RE = re.compile(r"\s+(?:and|or)\s+")
_PART_END_RE = re.compile(r",\s+|;\s*|:\s|\s--\s|\s[—–]\s|\)|\(|[.!?](?=\s|$|[\"”’])|\n\n|[\"“”]")


@cache
def _triggers() -> list[tuple[re.Pattern[str], bool, tuple[str, ...]]]:
    return [(re.compile(pattern), tells, leads) for pattern, tells, leads in _TRIGGERS]


@cache
def _bare(which: int) -> re.Pattern[str]:
    """Lists that nothing leads: three or more names (0), three or more counted things (1)."""
    name = r"(?:the\s+)?[A-ZÀ-Þ][\w'’.-]{0,30}(?:\s+(?:of\s+|de\s+|the\s+)?[A-ZÀ-Þ0-9][\w'’-]{0,30}){0,5}"
    counted = rf"\b(?:\d[\d,.]*|{'|'.join(COUNTS)})(?:\s+[^\W\d_][\w'’-]*){{1,5}}"
    one = counted if which else name
    return re.compile(
        rf"(?:{one},\s+){{2,{MAX_MEMBERS}}}(?:and|or)\s+{one}|(?:{one},\s+){{1,{MAX_MEMBERS}}}{one}\s+(?:and|or)\s+{one}"
    )


@cache
def _bare_signs() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """How a second and the last member of such lists begin: without both, the pattern need not be tried, nor even made."""
    begins = (r"(?:the\s+)?[A-ZÀ-Þ]", rf"(?:\d|{'|'.join(COUNTS)})")
    return [(re.compile(rf",\s+{begin}"), re.compile(rf"\s(?:and|or)\s+{begin}")) for begin in begins]


def find_lists(reading: Reading) -> list[kinds.ListFact]:
    """The lists that the report gives, spans in text, in text order; a list inside another is left out."""
    found: list[tuple[int, int, kinds.ListFact]] = []
    for sentence in reading.sentences:
        shown = reading.text[sentence.start : sentence.end]
        if not _may_hold(shown):
            continue
        taken: list[tuple[int, int]] = []
        for pattern, tells, leads in _triggers():
            if not any(lead in shown for lead in leads):
                continue
            for match in pattern.finditer(reading.text, sentence.start, sentence.end):
                if any(lo <= match.start() < hi for lo, hi in taken[-3:]):
                    continue
                made = _read_list(reading.text, match, sentence.start, sentence.end, tells)
                if made is not None:
                    lo, hi = made.members[0].span.start, made.members[-1].span.end
                    if not any(a < hi and lo < b for a, b in taken):
                        taken.append((lo, hi))
                        found.append((lo, hi, made))
        for spans in find_coordinations(reading.text, sentence.start, sentence.end):
            lo, hi = spans[0][0], spans[-1][1]
            if not any(a < hi and lo < b for a, b in taken) and _of_one_kind(reading.text, spans):
                taken.append((lo, hi))
                found.append((lo, hi, _listed(reading.text, sentence.start, spans)))
        for which, (next_member, last_member) in enumerate(_bare_signs()):
            second = next_member.search(shown)
            if second is None or last_member.search(shown, second.start() + 1) is None:
                continue
            for match in _bare(which).finditer(reading.text, sentence.start, sentence.end):
                made = _read_bare(reading.text, match.start(), sentence.end)
                if made is not None:
                    lo, hi = made.members[0].span.start, made.members[-1].span.end
                    if not any(a < hi and lo < b for a, b in taken):
                        taken.append((lo, hi))
                        found.append((lo, hi, made))
    return [made for _, _, made in sorted(found, key=lambda f: (f[0], f[1]))]


# "features permanent friendship, comprehensive coordination and mutually beneficial cooperation" is a sentence with
# commas; its first "member" still holds the verb.
_LONGEST_UNANNOUNCED = 5  # words


def _of_one_kind(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether what nothing announces is a list: short things throughout, or things to be done throughout."""
    members = [re.sub(r"^(?:\w+ing )?to ", "", text[lo:hi]).split() for lo, hi in spans]
    deeds = [len(words) > 1 and opens_a_deed(words[0]) for words in members]
    if all(deeds) or all(len(words) > 1 and _gerund(words[0]) for words in members):
        return True
    # Members that all begin alike, with a name or an article, may be long.
    alike = all(map(_named, members)) or all(words[0].lower() in _OPENERS for words in members)
    longest = MAX_WORDS if alike else _LONGEST_UNANNOUNCED
    things = [not deed or words[0].lower() in _ALSO_ADJECTIVES for deed, words in zip(deeds, members)]
    return all(things) and all(len(words) <= longest for words in members)


def _listed(text: str, start: int, spans: list[tuple[int, int]]) -> kinds.ListFact:
    """The list of a coordination; what it is a list of where "are" says it: "Side effects were fever, a rash ..."."""
    before = re.search(r"(?:^|\s)(?:are|were)\s+$", text[max(start, spans[0][0] - 8) : spans[0][0]])
    of = _subject(text, start, spans[0][0] - len(before.group().lstrip())) if before else None
    members = [kinds.Labelled(label=_label(text, lo, hi, False), span=Span(lo, hi)) for lo, hi in spans]
    return kinds.ListFact(of=of, members=members)


def _may_hold(sentence: str) -> bool:
    """A quick look for what every list has: a word that joins, and a comma or a word that leads."""
    if " and " not in sentence and " or " not in sentence and sentence.count(",") < 2:
        return False
    return "," in sentence or any(word in sentence for word in _LEADS)


_LEADS = ("inclu", "such as", "among", "cover", "compris", "consist", "spanning", "namely", ":", "--", "—", "–", " in ")


def _read_list(text: str, match: re.Match[str], start: int, end: int, tells: bool) -> kinds.ListFact | None:
    lead = match.group().strip(" ,")
    of, count = _counted_noun(text, start, match.start())
    if lead in ("covers", "cover", "covered"):
        of = _subject(text, start, match.start())
    elif lead.startswith("in "):
        of = lead.split()[-2]
    if lead in (":", "--", "—", "–") and (of is None or (count is None and not _plural(of))):
        return None
    members = read_members(text, match.end(), min(end, match.end() + MAX_LENGTH))
    least = 2 if count is not None or not tells else 3
    if len(members) < least:
        return None
    return kinds.ListFact(of=of, members=members, stated_count=count if tells else None)


def _plural(of: str) -> bool:
    head = of.split(" of ")[0].split()[-1].lower()
    return head.endswith("s") and not head.endswith("ss") and len(head) > 3


def _read_bare(text: str, start: int, end: int) -> kinds.ListFact | None:
    members = read_members(text, start, min(end, start + MAX_LENGTH))
    if len(members) < 3 or any(w in calendar() for m in members for w in m.label.split()):
        return None
    return kinds.ListFact(of=None, members=members)


def read_members(text: str, start: int, end: int) -> list[kinds.Labelled]:
    """The members of the coordination that begins at `start`; empty where there are not two."""
    parts = _parts(text, start, end)
    spans: list[tuple[int, int]] = []
    closed = False
    for number, (lo, hi) in enumerate(parts):
        words = _words(text, lo, hi)
        if not words:
            break
        final = words[0].lower() in ("and", "or") or (len(words) > 2 and text[lo:hi].lower().startswith("as well as "))
        if final:
            skipped = re.match(r"(?:and|or|as well as)\s+", text[lo:hi], re.I)
            lo += skipped.end() if skipped else 0
            piece = _cut_tail(text, lo, hi, spans)
            # "goods, digital trade and labour standards, and enters into force": the list was over before
            over = len(spans) > 1 and len(_words(text, *piece)) == 1 and _JOIN_RE.search(text[slice(*spans[-1])])
            if spans and not over and _alike(text, spans, piece):
                spans.append(piece)
                closed = True
            break
        if spans and not _alike(text, spans, _cut_tail(text, lo, hi, spans) if number == len(parts) - 1 else (lo, hi)):
            break
        if not spans and not _may_begin(text, lo, hi):
            break
        spans.append((lo, hi))
        if len(spans) >= MAX_MEMBERS:
            break
    if not closed and spans:
        joined = [bool(_JOIN_RE.search(text, lo, min(hi, lo + 400))) for lo, hi in spans]
        if any(joined):
            # "covers housing and water, passed": what follows the joined part is no member.
            spans = spans[: len(joined) - joined[::-1].index(True)]
        spans = _split_last(text, spans)
        if len(spans) == 2 and not re.search(r"\b(?:and|or)\b", text[spans[0][0] : spans[1][1]]):
            return []
    # A member that ends in a preposition was cut off by a quotation mark or the like.
    while spans and (_words(text, *spans[-1]) or ["of"])[-1].lower() in _NEVER_LAST:
        spans.pop()
    spans = _strip_heads(text, [s for s in spans if s[0] < s[1]])
    if len(spans) < 2:
        return []
    gerunds = sum(_gerund(_words(text, *s)[0]) for s in spans if _words(text, *s)) * 2 > len(spans)
    return [kinds.Labelled(label=_label(text, lo, hi, gerunds), span=Span(lo, hi)) for lo, hi in spans]


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What commas part, up to the first stronger mark."""
    parts: list[tuple[int, int]] = []
    at = start
    while at < end and len(parts) <= MAX_MEMBERS:
        match = _PART_END_RE.search(text, at, end)
        stop = match.start() if match else end
        # An initial or "Ltd." does not end a list: only the last full stop of the sentence does.
        while match and match.group() in ".!?" and stop < end - 1 and re.match(r"\.\s+\w", text[stop : stop + 3]):
            match = _PART_END_RE.search(text, match.end(), end)
            stop = match.start() if match else end
        lo, hi = at, stop
        while lo < hi and text[lo].isspace():
            lo += 1
        while hi > lo and text[hi - 1].isspace():
            hi -= 1
        if lo < hi:
            parts.append((lo, hi))
        if match is None or not match.group().startswith(","):
            break
        at = match.end()
    return parts


def _words(text: str, lo: int, hi: int) -> list[str]:
    return _WORD_RE.findall(text[lo : min(hi, lo + 400)])


def _gerund(word: str) -> bool:
    return len(word) > 5 and word.lower().endswith("ing")


def _may_begin(text: str, lo: int, hi: int) -> bool:
    words = _words(text, lo, hi)
    return 0 < len(words) <= 14 and not any(w.lower() in _CLAUSE for w in words)


def _alike(text: str, spans: list[tuple[int, int]], piece: tuple[int, int]) -> bool:
    """Whether `piece` can be one more member beside those at `spans`."""
    words = _words(text, *piece)
    if not words or any(w.lower() in _CLAUSE for w in words):
        return False
    before = [_words(text, *s) for s in spans]
    # "BRICS and G20" may be the last two members: each side must look like one, not both together.
    joins = [n for n, w in enumerate(words) if w.lower() in ("and", "or")]
    longest = max(joins[-1], len(words) - joins[-1] - 1) if joins else len(words)
    if longest > max(7, 2 * max(len(b) for b in before)):
        return False
    first = words[0].lower()
    gerunds = all(_gerund(b[0]) for b in before if b)
    parts = [words[0], *(words[n + 1] for n in joins if n + 1 < len(words))]
    if gerunds and len(before) == 1 and not any(map(_gerund, parts)) and len(before[0]) <= 2:
        gerunds = False  # "fishing crews, hotel owners and ...": the first is no deed
    if gerunds:
        return _gerund(words[0]) or len(words) < 4
    if (
        (_gerund(words[0]) and len(words) > 2)
        or (first.endswith("ly") and len(words) > 1)
        or (first in _VERBS and len(words) > 1)
    ):
        return False
    if all(_named(b) for b in before):
        return _named(words)
    counted = all(_is_count(b[0]) for b in before if b) and not all(
        b[0].lower() in ("a", "an", "some") for b in before if b
    )
    return not counted or len(spans) < 2 or _is_count(words[0])


def _named(words: list[str]) -> bool:
    rest = words[1:] if words and words[0].lower() in _ARTICLES else words
    return bool(rest) and rest[0][0].isupper()


def _is_count(word: str) -> bool:
    return word[0].isdigit() or word.lower() in COUNTS or word.lower() in ("one", "a", "an", "some")


def _cut_tail(text: str, lo: int, hi: int, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """A final member without the rest of the sentence that follows it."""
    earlier = {w.lower() for s in spans for w in _words(text, *s)}
    before = ""
    for number, match in enumerate(_WORD_RE.finditer(text, lo, min(hi, lo + 400))):
        word = match.group().lower()
        if number == 1 and _gerund(text[lo : lo + 30].split()[0]) and word in _GERUND_PREPOSITIONS:
            continue
        if word == "to" and not _infinitive(text, match.end()):
            continue
        if number and (word in _CLAUSE or (word in _TAIL and word not in earlier and not takes(before, word))):
            hi = match.start()
            break
        before = word
    while hi > lo and text[hi - 1] in " \n,.;":
        hi -= 1
    for word in (" and", " or"):
        if text[lo:hi].endswith(word):
            hi -= len(word)
    return lo, hi


def _infinitive(text: str, place: int) -> bool:
    """Whether "to" before `place` opens a clause ("and G20 to build peace") and no part of a noun ("an end to dumping")."""
    following = _WORD_RE.match(text, place + 1)
    return following is not None and following.group().lower() in _VERBS


def _split_last(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` with the last one parted at its last "and", where both sides look like members."""
    lo, hi = spans[-1]
    joins = list(_JOIN_RE.finditer(text[lo : min(hi, lo + 400)]))
    for number in range(len(joins) - 1, -1, -1):
        join = joins[number]
        stop = lo + joins[number + 1].start() if number + 1 < len(joins) else hi
        left, right = (lo, lo + join.start()), _cut_tail(text, lo + join.end(), stop, spans[:-1])
        before = [*spans[:-1], left]
        if left[0] < left[1] and right[0] < right[1] and _alike(text, before, right):
            return [*before, right]
    return [*spans[:-1], _cut_tail(text, lo, hi, spans[:-1])]


def _strip_heads(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` without the noun that the last member says for all: "education, and media sectors"."""
    if len(spans) < 2:
        return spans
    words = _words(text, *spans[-1])
    earlier = {w.lower() for s in spans[:-1] for w in _words(text, *s)}
    if len(words) > 1 and words[-1].lower() in _SHARED_HEADS and words[-1].lower() not in earlier:
        lo, hi = spans[-1]
        hi = lo + text[lo:hi].rindex(words[-1])
        while hi > lo and text[hi - 1].isspace():
            hi -= 1
        return [*spans[:-1], (lo, hi)]
    return spans


def _label(text: str, lo: int, hi: int, gerunds: bool) -> str:
    """The member without article and, in a list of gerunds, without them: "adhering to equality" -> "equality"."""
    words = text[lo:hi].split()
    while gerunds and len(words) > 1 and _gerund(words[0]):
        words = words[1:]
        if len(words) > 1 and words[0].lower() in _GERUND_PREPOSITIONS:
            words = words[1:]
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words).strip("\"“”'‘’")


def _subject(text: str, start: int, end: int) -> str | None:
    """The noun phrase that opens the sentence: "A memorandum signed at the meeting covers" -> "memorandum"."""
    words: list[str] = []
    start = max(start, end - 160)
    end = start + len(re.sub(r"[,\s]*(?:which|that)?\s*$", "", text[start:end]))
    clause = list(re.finditer(r",\s|;\s|\b(?:said|says|that|and|but|which)\s", text[start:end]))
    for match in _WORD_RE.finditer(text, start + (clause[-1].end() if clause else 0), end):
        low = match.group().lower()
        if not words and (low in _ARTICLES or low in ("this", "that", "these", "those") or low in COUNTS):
            continue
        if low in _CLAUSE or low in _TAIL or (low.endswith("ed") and len(low) > 4):
            break
        words.append(match.group())
    return " ".join(words) or None


def _counted_noun(text: str, start: int, end: int) -> tuple[str | None, int | None]:
    """What the words before a list say it is a list of, and how many they say there are."""
    matches = list(_WORD_RE.finditer(text, max(start, end - 160), end))
    if not matches or text[matches[-1].end() : end].strip(" ,"):
        return None, None
    at = len(matches)
    count = None
    passed_of = False
    while at > 0 and len(matches) - at < 9:
        word = matches[at - 1].group()
        low = word.lower()
        between = text[matches[at - 1].end() : matches[at].start()] if at < len(matches) else " "
        if between.strip():
            break
        if low in COUNTS or (low.isdecimal() and len(low) <= 3):
            count = COUNTS.get(low) or int(low)
            break
        if low == "of" and at < len(matches):
            passed_of = True
            at -= 1
            continue
        if low in _ARTICLES and at >= 2 and at < len(matches) and matches[at - 2].group().lower() == "of":
            at -= 1
            continue
        if (
            low in _ARTICLES
            or low in _CLAUSE
            or low in _TAIL
            or low in ("and", "or", "for", "more", "than", "several", "some", "all")
        ):
            break
        if low.endswith("ed") and len(low) > 4 and not passed_of:
            break
        at -= 1
    words = [m.group() for m in matches[at:]]
    while words and words[0].lower() in ("of", *_ARTICLES):
        words = words[1:]
    return (" ".join(words) or None), count

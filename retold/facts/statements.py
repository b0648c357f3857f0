"""Statements: speaker, cue and content; the narrator's own sentences are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from retold import kinds
from retold.facts.attribution import ClauseReader, Found
from retold.facts.clauses import Clause
from retold.facts.contents import form_of, trimmed
from retold.facts.cues import Lexicon, lexicon
from retold.facts.names import Names
from retold.facts.quoted import quoted_stretches, stretches
from retold.facts.reading import Reading
from retold.facts.speakers import Speakers
from retold.kinds import Span

_WORD_RE = re.compile(r"[^\W\d_]+")
_QUOTE_MARK_RE = re.compile(r"''|``|[\"“”„«»‘]|(?<=\s)'|^'")

_ANY_MARK_RE = re.compile("[\"“”„«»‘'`]")  # a set of signs is searched ten times faster than the choice above

_OPENERS = ('"', "“", "„", "«", "''", "``", "‘")

# How far into a narrator's sentence, in characters, its subject and verb are looked for.
SUBJECT_REACH = 200


class Rereader(Protocol):
    """Whoever says the last word on what the rules found in a clause."""

    def reread(
        self, clause: Clause, found: list[Found], words: Lexicon, speakers: Speakers, headline: bool
    ) -> list[Found]:
        """The statements of `clause`."""


def find_statements(
    reading: Reading, names: Names, breadth: str = "core", sure: float = 0.24, likely: Rereader | None = None
) -> list[kinds.Statement]:
    """Who said what in the report, spans in text, in text order.

    Args:
        breadth: "core" takes acts of speech; "wide" also takes attitudes told by the narrator (supports, wants,
            criticised), which annotators of attribution count and a sourced record does not.
        sure: the least chance of a statement of the learnt reader.
        likely: the learnt reader; where it is None, the one that comes with the program, for English and "wide" alone.
    """
    language = language_of(reading)
    if language == "de":
        from retold.facts.german_statements import find_german_statements  # its modules cost an English trace 10 ms

        return find_german_statements(reading, breadth)
    words = lexicon(language, breadth == "wide")
    if words is None:
        return []
    if likely is None and breadth == "wide" and language == "en":
        from retold.facts.likely_statements import likely_reader  # its weights cost 0.1 s

        likely = likely_reader(sure)
    speakers = Speakers(reading, names, words)
    out: list[kinds.Statement] = []
    for group in paragraphs(reading):
        read_paragraph(reading, group, words, speakers, likely, out)
    return sorted(out, key=lambda s: (s.content_spans[0], s.content_spans[-1].end, s.cue_span or Span(0, 0)))


# Articles and small words of the one language that are no words of the other; a text without a stated language is
# read as German where those outnumber the English ones.
_ENGLISH = frozenset("the of and to that for with said from by at are were has his it he".split())
_GERMAN = frozenset("der die das und den dem des ein eine mit von ist nicht auf sich für im zu auch nach".split())


def language_of(reading: Reading) -> str:
    """The language the statements are read in: the report's, else English or German by its small words."""
    stated = (reading.report.language or "")[:2].lower()
    if stated:
        return stated
    small = _WORD_RE.findall(reading.text[:2000].lower())
    return "de" if sum(w in _GERMAN for w in small) > sum(w in _ENGLISH for w in small) else "en"


def paragraphs(reading: Reading) -> Iterator[list[kinds.Sentence]]:
    """The sentences of the report, paragraph by paragraph; one that introduces a quotation together with it."""
    group: list[kinds.Sentence] = []
    for sentence in reading.sentences:
        if (
            group
            and (
                sentence.paragraph != group[-1].paragraph
                or sentence.role != group[-1].role
                or reading.text.count("\n", group[-1].end, sentence.start) > 1
            )
            and not introduces(reading.text, group[-1], sentence)
        ):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def introduces(text: str, before: kinds.Sentence, sentence: kinds.Sentence) -> bool:
    """Whether `before` ends in the colon of what `sentence` quotes.

    Marta Quill said in a statement:

    "The quay is closed until May."
    """
    return (
        text[before.end - 1 : before.end] == ":"
        and text.startswith(_OPENERS, sentence.start)
        and {before.role, sentence.role} <= {"lead", "body"}
    )


def read_paragraph(
    reading: Reading,
    group: list[kinds.Sentence],
    words: Lexicon,
    speakers: Speakers,
    likely: Rereader | None,
    out: list[kinds.Statement],
) -> None:
    """Adds the statements of one paragraph to `out` and tells `speakers` who acted in it."""
    text = reading.text
    start, end = group[0].start, group[-1].end
    quotes = (
        quoted_stretches(text, start, end)
        if _ANY_MARK_RE.search(text, start, end) and _QUOTE_MARK_RE.search(text, start, end)
        else []
    )
    headline = group[0].role in ("headline", "subhead")
    if read_turn(reading, group, words, speakers, out):
        return

    def goes_on(start: int, end: int, following: int) -> bool:
        return text[end - 1] == ":" and text.startswith(_OPENERS, following)

    for lo, hi, inner in stretches(group, quotes, goes_on):
        bare = not inner and not headline and likely is None
        if bare and words.marks.isdisjoint(_WORD_RE.findall(text[lo:hi].lower())):
            note_subject(text, lo, hi, words, speakers)
            continue
        clause = Clause(text, lo, hi, inner, words)
        reader = ClauseReader(clause, words, speakers, headline)
        found = reader.read()
        if likely is not None:
            found = likely.reread(clause, found, words, speakers, headline)
        told_within = all(clause.quoted[f.cue[0]] >= 0 for f in found)
        if inner and not headline and told_within:
            carry_quotation(clause, speakers, out)
        emit(clause, found, out)
        if not found:
            subject = clause.first_subject()
            if subject is not None and not inner:
                speakers.see(*speakers.resolve(clause, subject))


# A turn in a transcript opens with the name in capitals: "TAPPER: Do you think ...".
_TURN_RE = re.compile(r"(?:[A-Z][A-Z.'’-]+ ){0,3}[A-Z][A-Z.'’-]+(?: \([^()\n]{1,40}\))?:\s+(?=[\w\"“'(\[—-])")


def read_turn(
    reading: Reading, group: list[kinds.Sentence], words: Lexicon, speakers: Speakers, out: list[kinds.Statement]
) -> bool:
    """Adds the paragraph as one statement where it is a turn of a transcript; whether it was."""
    start, end = group[0].start, group[-1].end
    turn = _TURN_RE.match(reading.text, start, end)
    if turn is None or turn.end() >= end or group[0].role not in ("body", "lead") or end - turn.end() < 12:
        return False
    colon = reading.text.rindex(":", start, turn.end())
    surface = reading.text[start:colon].split(" (")[0]
    out.append(
        kinds.Statement(
            speaker=[speakers.names.canonical(surface.title()) or surface.title()],
            speaker_span=Span(start, start + len(surface)),
            cue=":",
            cue_span=Span(colon, colon + 1),
            content_spans=[Span(turn.end(), end)],
            form="direct",
        )
    )
    return True


def note_subject(text: str, lo: int, hi: int, words: Lexicon, speakers: Speakers) -> None:
    """Tells `speakers` who a narrator's sentence is about, so that "he" in the next one is known."""
    opening = _WORD_RE.search(text, lo, min(hi, lo + 40))
    first = opening.group().lower() if opening is not None else ""
    if not first or first in words.lists["determiner"] or first in words.lists["pronoun"]:
        return  # "The bridge ...", "It ...": nobody is named first
    clause = Clause(text, lo, min(hi, lo + SUBJECT_REACH), [], words)
    subject = clause.first_subject()
    if subject is None or subject.core[1] > clause.size:
        return
    first = clause.low[subject.core[0]]
    if first in ("it", "they", "there", "this", "that", "these", "those", "we", "i", "you", "he", "she"):
        return
    if clause.is_capital(subject.core[1] - 1):
        found, kind, sex = speakers.resolve(clause, subject)
        if kind == "person" and (not speakers.people or found[0] in speakers.people):
            speakers.see(found, kind, sex)


def emit(clause: Clause, found: list[Found], out: list[kinds.Statement]) -> None:
    """Adds `found` as statements with spans in text."""
    for item in found:
        spans = [span for lo, hi in item.content if (span := trimmed(clause, lo, hi)) is not None]
        cue = Span(clause.starts[item.cue[0]], clause.ends[item.cue[1] - 1])
        spans = [s for s in spans if s.end <= cue.start or s.start >= cue.end]
        if not spans:
            continue
        source = None
        if item.source is not None:
            source = Span(clause.starts[item.source[0]], clause.ends[item.source[1] - 1])
        out.append(
            kinds.Statement(
                speaker=list(item.speaker),
                speaker_span=source,
                cue=clause.text[cue.start : cue.end],
                cue_class=item.cue_class,
                cue_span=cue,
                content_spans=spans,
                form=form_of(clause, spans, item.place),
            )
        )


def carry_quotation(clause: Clause, speakers: Speakers, out: list[kinds.Statement]) -> None:
    """A sentence that is a quotation and nothing else goes on from the statement before it."""
    whole = Span(clause.start, clause.end)
    covered = sum(q.end - q.start for q in clause.quotes)
    if covered < (whole.end - whole.start) - 2 or not clause.size:
        return
    last = max(out[-6:], key=lambda s: (s.content_spans[-1].end, -s.content_spans[0].start), default=None)
    if last is None:
        return
    gap = clause.text[
        max(s.end for s in [*last.content_spans, *(x for x in (last.cue_span, last.speaker_span) if x)]) : clause.start
    ]
    span = Span(clause.quotes[0].start, clause.quotes[-1].end)
    if last.form in ("direct", "mixed") and len(gap) < 200 and "\n" not in gap:
        at = next(n for n in range(len(out) - 1, -1, -1) if out[n] is last)
        out[at] = kinds.Statement(
            **{n: getattr(last, n) for n in last.__struct_fields__ if n != "content_spans"},
            content_spans=[*last.content_spans, span],
        )
    elif len(gap) < 400 and span.end - span.start > 20:
        out.append(kinds.Statement(speaker=last.speaker, content_spans=[span], form="direct"))

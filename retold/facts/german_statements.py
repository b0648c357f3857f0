"""The statements of a German report, paragraph by paragraph."""

from __future__ import annotations

import itertools
import re

from retold import kinds
from retold.facts.clauses import Clause
from retold.facts.contents import form_of, trimmed
from retold.facts.german import SPOKEN_WORDS, GermanReader
from retold.facts.german_cues import GermanLexicon, german_lexicon
from retold.facts.german_names import GermanSpeakers
from retold.facts.quoted import quoted_stretches, stretches
from retold.facts.reading import Reading
from retold.kinds import Span

_ORDINAL_RE = re.compile(r"(?<!\d)\d{1,2}\.$")
_WORD_RE = re.compile(r"[^\W\d_]+")
# A sentence in the subjunctive carries on a statement that ended so near, in characters.
CARRY_REACH = 400


def find_german_statements(reading: Reading, breadth: str = "core") -> list[kinds.Statement]:
    """Who said what in a German report, spans in text, in text order.

    Args:
        breadth: "core" takes acts of speech; "wide" also quotations inside them and those nobody is named for, each
            by itself, and what "soll" tells as hearsay.
    """
    wide = breadth == "wide"
    words = german_lexicon(wide)
    speakers = GermanSpeakers(reading.text, words.base)
    out: list[kinds.Statement] = []
    for _, group in itertools.groupby(reading.sentences, key=lambda s: (s.paragraph, s.role)):
        read_paragraph(reading, list(group), words, speakers, wide, out)
    return sorted(out, key=lambda s: (s.content_spans[0], s.content_spans[-1].end, s.cue_span or Span(0, 0)))


def read_paragraph(
    reading: Reading,
    group: list[kinds.Sentence],
    words: GermanLexicon,
    speakers: GermanSpeakers,
    wide: bool,
    out: list[kinds.Statement],
) -> None:
    """Adds the statements of one paragraph to `out`."""
    text = reading.text
    quotes = quoted_stretches(text, group[0].start, group[-1].end)

    def goes_on(start: int, end: int, following: int) -> bool:
        return _ORDINAL_RE.search(text, max(start, end - 4), end) is not None and is_small(text, following, words)

    for lo, hi, inner in stretches(group, quotes, goes_on):
        clause = Clause(text, lo, hi, inner, words.base)
        found = emit(clause, GermanReader(clause, words, speakers), speakers)
        carried = carry(clause, words, found, out, wide)
        out.extend(found)
        if wide:
            add_quotations(clause, words, [*found, *carried], out)


def is_small(text: str, place: int, words: GermanLexicon) -> bool:
    """Whether what follows "am 14." at `place` belongs to it: a month, or a small letter."""
    word = _WORD_RE.match(text, place)
    return word is not None and (word.group()[:1].islower() or word.group().lower() in words.base.lists["month"])


def emit(clause: Clause, reader: GermanReader, speakers: GermanSpeakers) -> list[kinds.Statement]:
    """The statements of one sentence, spans in text."""
    out: list[kinds.Statement] = []
    for item in reader.read():
        cue = Span(clause.starts[item.cue[0]], clause.ends[item.cue[1] - 1]) if item.cue else None
        spans = [s for lo, hi in item.content if (s := trimmed(clause, lo, hi)) is not None]
        if cue is not None:
            spans = [s for s in spans if s.end <= cue.start or s.start >= cue.end]
        if not spans:
            continue
        source = None
        speaker: list[str] = []
        if item.source is not None:
            source = Span(clause.starts[item.source[0]], clause.ends[item.source[1] - 1])
            speaker = speakers.resolve(clause.text[source.start : source.end])
        elif item.according and speakers.stack:
            speaker = [speakers.stack[-1][0]]
        out.append(
            kinds.Statement(
                speaker=speaker,
                speaker_span=source,
                cue=clause.text[cue.start : cue.end] if cue else None,
                cue_class=item.cue_class,
                cue_span=cue,
                content_spans=spans,
                form=form_of(clause, spans, "source" if item.according else "before"),
            )
        )
    return out


def carry(
    clause: Clause, words: GermanLexicon, found: list[kinds.Statement], out: list[kinds.Statement], wide: bool
) -> list[kinds.Statement]:
    """The statement that a sentence in the subjunctive, or a quotation alone, goes on with; added to `out`."""
    if found or not clause.size or not out:
        return []
    last = max(out[-4:], key=lambda s: s.content_spans[-1].end)
    end = max(s.end for s in [*last.content_spans, *(x for x in (last.cue_span, last.speaker_span) if x)])
    if clause.start - end > CARRY_REACH:
        return []
    whole = Span(clause.start, clause.end)
    quoted = sum(q.end - q.start for q in clause.quotes)
    if clause.quotes and quoted >= whole.end - whole.start - 2:
        out.append(kinds.Statement(speaker=last.speaker, content_spans=[clause.quotes[0]], form="direct"))
        return [out[-1]]
    near = clause.start - end <= 3
    if not in_mood(clause, words, wide, near):
        return []
    if near and last.cue is None and last.form == "indirect":
        at = next(n for n in range(len(out) - 1, -1, -1) if out[n] is last)
        out[at] = kinds.Statement(
            speaker=last.speaker, content_spans=[*last.content_spans, whole], form="indirect", cue_class=last.cue_class
        )
        return [out[at]]
    out.append(kinds.Statement(speaker=last.speaker, content_spans=[whole], form="indirect"))
    return [out[-1]]


def in_mood(clause: Clause, words: GermanLexicon, wide: bool, near: bool) -> bool:
    """Whether the main clause stands in the subjunctive of reported speech; where `wide`, in "soll" too."""
    lists = words.base.lists
    if clause.raw[-1] in ("?", "!") and clause.quoted[-1] < 0:
        return False
    opening = clause.low[0]
    if opening in lists["subordinator"] and opening not in ("wer", "was"):
        return False
    for k in range(min(clause.size, 40)):
        word = clause.low[k]
        if clause.quoted[k] >= 0 or clause.is_capital(k):
            continue
        if word in lists["subjunctive-sure"]:
            return k > 0
        if near and word in lists["subjunctive-near"]:
            return k > 0
        if wide and word in lists["hearsay"]:
            # "soll ... getötet haben" is told by somebody, "soll gebaut werden" is a plan
            return any(clause.low[n] in ("haben", "sein") for n in range(max(0, clause.size - 2), clause.size))
        if word in words.base.finite and word not in lists["subjunctive"]:
            return False
    return False


def add_quotations(
    clause: Clause, words: GermanLexicon, found: list[kinds.Statement], out: list[kinds.Statement]
) -> None:
    """Adds each quotation inside the statements `found`, and each long one outside them, by itself."""
    spans = [(s, item) for item in found for s in item.content_spans]
    told = {(s.start, s.end) for s, _ in spans}
    for quote in clause.quotes:
        if (quote.start, quote.end) in told:
            continue
        size = len(clause.text[quote.start : quote.end].split())
        holder = next((item for s, item in spans[:20] if s.start <= quote.start and quote.end <= s.end), None)
        if (holder is None and size < SPOKEN_WORDS) or size < 2 or not is_spoken(clause, quote, words, holder is None):
            continue
        out.append(
            kinds.Statement(
                speaker=list(holder.speaker) if holder else [],
                speaker_span=holder.speaker_span if holder else None,
                content_spans=[quote],
                form="direct",
            )
        )


def is_spoken(clause: Clause, quote: Span, words: GermanLexicon, alone: bool) -> bool:
    """Whether a quotation is words said and no title of a work or a body: small words, a verb where it stands alone."""
    inner = [w.group() for w in _WORD_RE.finditer(clause.text, quote.start, min(quote.end, quote.start + 2000))]
    small = [w for w in inner if w[:1].islower()]
    if alone:
        return any(w in words.base.finite for w in small) or clause.text[quote.end - 2] in ".?!,"
    return any(len(w) > 3 for w in small)

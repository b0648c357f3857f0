"""Statements that a model of the user's own finds, kept only where every word of them stands in the report.

Off unless the setting `facts_model` names a model: nothing is loaded and nobody is asked. What a model says is
taken at its word nowhere: words it gives that are not in the report, letter for letter, drop its statement, and
what is kept bears its name (`by`). Where the rules found the same, theirs stays.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Any, NamedTuple

from retold import kinds
from retold.errors import ModelError, UsageError
from retold.facts.cues import lexicon
from retold.facts.names import Names
from retold.facts.reading import Reading
from retold.kinds import Span
from retold.settings import Settings

# The most statements that are looked at of one answer, and the longest words of one: more is no answer.
MOST = 1000
LONGEST = 20_000
# How far, in characters, cue and speaker may stand from what was told.
REACH = 600


class Answer(NamedTuple):
    """One statement as a model gives it: exact words of the text, or spans in it."""

    speaker: str | None
    source: str | Span | None
    cue: str | Span | None
    content: list[str | Span]


class Model(NamedTuple):
    """A model ready to be asked: its name, and text -> answers. Raises ModelError where it gives none."""

    name: str
    ask: Callable[[str], Iterable[Answer]]


class ModelWarning(UserWarning):
    """A model gave no answer that could be read for one report; the report keeps what the rules found."""


def with_model(
    found: list[kinds.Statement], reading: Reading, names: Names, settings: Settings
) -> list[kinds.Statement]:
    """`found` with the statements that the user's model adds; `found` itself where no model is named.

    Raises:
        ModelError: the model cannot be reached or loaded at all.
        UsageError: `facts_model` names none.
    """
    if not settings.facts_model:
        return found
    model = open_model(settings.facts_model, settings.facts_model_seconds, settings.facts_model_chars)
    try:
        answers = list(model.ask(reading.text))
    except ModelError as error:
        if error.fatal:
            raise
        where = reading.report.path or reading.report.report_id
        warnings.warn(f"{where}: {model.name} is left out: {error}", ModelWarning, stacklevel=2)
        return found
    return merged(found, kept(answers, reading, names, model.name))


def open_model(reference: str, seconds: float = 60.0, chars: int = 12_000) -> Model:
    """The model that `reference` names: an address with "#model", "spacy:pipeline" or "python:module:name"."""
    if reference.startswith(("http://", "https://")):
        from retold.facts.model_endpoint import endpoint

        return endpoint(reference, seconds, chars)
    form, _, rest = reference.partition(":")
    if form == "spacy" and rest:
        return _load_spacy(rest)
    if form == "python" and ":" in rest:
        return _load_object(rest)
    raise UsageError(f'facts_model is "{reference}": write http://host/v1#model, spacy:pipeline or python:module:name')


@lru_cache(maxsize=2)
def _load_spacy(name: str) -> Model:
    try:
        pipeline = import_module("spacy").load(name)
    except ImportError as error:
        raise ModelError(f'facts_model needs spaCy for "spacy:{name}": pip install spacy', fatal=True) from error
    except OSError as error:
        raise ModelError(f'spaCy has no pipeline "{name}": python -m spacy download {name}', fatal=True) from error
    return Model(name, _asking(pipeline, name))


@lru_cache(maxsize=8)
def _load_object(reference: str) -> Model:
    module, _, name = reference.partition(":")
    try:
        value = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ModelError(f'facts_model: there is no "{name}" in the module "{module}": {error}', fatal=True) from error
    return Model(reference, _asking(value, reference))


def _asking(value: Callable[[str], Any], name: str) -> Callable[[str], list[Answer]]:
    """How an object is asked: a spaCy pipeline gives a parsed text, any other callable gives answers as mappings."""

    def ask(text: str) -> list[Answer]:
        try:
            given = value(text)
        except (
            Exception
        ) as error:  # somebody else's code: whatever it raises is its fault, and no reason to lose a report
            raise ModelError(f"{name} failed: {type(error).__name__}: {error}") from error
        return from_parse(given) if hasattr(given, "sents") else from_mappings(given)

    return ask


# ---------------------------------------------------------------- forms of answers


def from_mappings(given: Any) -> list[Answer]:
    """The answers in decoded JSON: a list of statements, or a mapping that has one under "statements".

    Raises:
        ModelError: it is neither. A single statement of the wrong shape is left out.
    """
    if isinstance(given, dict):
        given = given.get("statements")
    if not isinstance(given, list):
        raise ModelError('the answer holds no list "statements"')
    out = []
    for item in given[:MOST]:
        if not isinstance(item, dict):
            continue
        content = item.get("content")
        content = [content] if isinstance(content, str) else content
        if not isinstance(content, list) or not all(isinstance(part, str) for part in content):
            continue
        words = [item.get(key) or None for key in ("speaker", "source", "cue")]
        if all(word is None or isinstance(word, str) for word in words):
            out.append(Answer(words[0], words[1], words[2], list(content)))
    return out


def from_parse(parse: Any) -> list[Answer]:
    """The answers in a text parsed by spaCy: clauses told by a cue verb that has a subject."""
    words = lexicon("en")
    lemmas = {cue.lemma for cues in words.cues.values() for cue in cues} if words else set()
    out = []
    for token in parse:
        verb = token.head
        if token.dep_ != "ccomp" or verb.lemma_ not in lemmas:
            continue
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is None:
            continue
        cue = Span(verb.idx, verb.idx + len(verb.text))
        out.append(Answer(None, _hull(subject), cue, [_hull(token)]))
    return out


def _hull(token: Any) -> Span:
    """The stretch of text under a token of a parse."""
    under = list(token.subtree)
    return Span(min(t.idx for t in under), max(t.idx + len(t.text) for t in under))


# ---------------------------------------------------------------- what is kept


def kept(answers: Iterable[Answer], reading: Reading, names: Names, by: str) -> list[kinds.Statement]:
    """The answers every word of which stands in the report, as statements marked with the model's name."""
    out = []
    for answer in answers:
        found = _placed(answer, reading.text)
        if found is None:
            continue
        content, cue, source = found
        speaker = answer.speaker or (reading.cut(source) if source else "")
        name = names.canonical(speaker, content[0].start) or " ".join(speaker.split())
        out.append(
            kinds.Statement(
                speaker=[name] if name else [],
                speaker_span=source,
                cue=reading.cut(cue) if cue else None,
                cue_span=cue,
                content_spans=content,
                form=_form(reading.text, content),
                by=by,
            )
        )
    return out


def _placed(answer: Answer, text: str) -> tuple[list[Span], Span | None, Span | None] | None:
    """Where content, cue and source of `answer` stand; None where anything it gives does not stand in the text.

    Content that stands in several places is taken where cue and source are near.
    """
    if not answer.content or (answer.speaker and answer.speaker not in text):
        return None
    for first in _occurrences(answer.content[0], text, 0, len(text)):
        content = [first]
        for part in answer.content[1:]:
            after = content[-1].end
            content += islice(_occurrences(part, text, after, min(len(text), after + LONGEST)), 1)
        if len(content) < len(answer.content):
            continue
        found: list[Span | None] = []
        for words in (answer.cue, answer.source):
            span = None if words is None else _beside(content, words, text)
            if words is not None and span is None:
                break
            found.append(span)
        else:
            return content, found[0], found[1]
    return None


def _beside(content: list[Span], words: str | Span, text: str) -> Span | None:
    """The stretch that is `words` nearest to where `content` begins, near it and outside of it."""
    size = 0 if isinstance(words, Span) else len(words)
    lo = max(0, content[0].start - REACH - size)
    hi = min(len(text), content[-1].end + REACH + size)
    near = [
        s for s in _occurrences(words, text, lo, hi) if not any(s.start < c.end and c.start < s.end for c in content)
    ]
    return min(near, key=lambda s: (abs(s.start - content[0].start), s), default=None)


def _occurrences(words: str | Span, text: str, lo: int, hi: int) -> Iterator[Span]:
    """The stretches of text[lo:hi] that are `words`, the first hundred; of a span itself alone."""
    if isinstance(words, Span):
        if lo <= words.start < words.end <= hi:
            yield words
        return
    if len(words) > LONGEST or not any(c.isalnum() for c in words):
        return
    at = text.find(words, lo, hi)
    for _ in range(100):
        if at < 0:
            return
        yield Span(at, at + len(words))
        at = text.find(words, at + 1, hi)


def _form(text: str, content: list[Span]) -> kinds.StatementForm:
    """Direct where quotation marks stand around all that was told, else indirect."""
    marks = '"“”„«»'
    around = [text[max(0, s.start - 1) : s.start + 1] + text[s.end - 1 : s.end + 1] for s in content]
    return (
        "direct"
        if all(any(c in marks for c in a[:2]) and any(c in marks for c in a[2:]) for a in around)
        else "indirect"
    )


def merged(found: list[kinds.Statement], added: list[kinds.Statement]) -> list[kinds.Statement]:
    """Both in text order, without those of `added` of which `found` or an earlier one has half of what was told."""
    out = sorted(found, key=_place)
    for item in added:
        size = sum(s.end - s.start for s in item.content_spans)
        at = bisect_left(out, _place(item), key=_place)
        near = out[max(0, at - 20) : at + 20]
        if not any(2 * _common(item.content_spans, other.content_spans) >= size for other in near):
            out.insert(at, item)
    return out


def _common(left: list[Span], right: list[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)


def _place(item: kinds.Statement) -> tuple[Span, int, Span]:
    return (item.content_spans[0], item.content_spans[-1].end, item.cue_span or Span(0, 0))

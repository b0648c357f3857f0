"""Utterances: which quotations of the reports render one utterance, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

import msgspec

from retold import kinds
from retold.record.telling import Place, Telling
from retold.settings import Settings
from retold.spans import hull
from retold.words import fold, read_tokens, split_words

Form = Literal["verbatim", "trimmed", "reworded", "reordered", "indirect", "speaker_changed"]


class Rendering(msgspec.Struct, frozen=True, gc=False, order=True):
    """A statement of a report, its words and keys."""

    report_id: str
    span: kinds.Span
    place: Place | None
    direct: bool
    words: tuple[str, ...]
    keys: frozenset[str]
    speaker: frozenset[str]


def keep_quotes(telling: Telling, facts: Mapping[str, kinds.Facts], settings: Settings) -> list[kinds.QuoteSlot]:
    """The ledger of quotations: utterances that two reports render, at least one of them in quotation marks."""
    found = [
        r
        for report_id in sorted(telling.reports, key=lambda r: telling.order[r])
        for r in _renderings(telling, report_id, facts.get(report_id, kinds.Facts()))
    ]
    slots: list[list[Rendering]] = []
    holding: dict[str, list[int]] = {}
    for direct in (True, False):  # what is only told of is set beside what is quoted, never the other way
        for r in found:
            if r.direct is not direct:
                continue
            near = Counter(n for k in sorted(r.keys) for n in holding.get(k, ()))
            best: tuple[float, int] | None = None
            for n, _ in near.most_common(40):
                likeness = max(_likeness(telling, r, other, settings) for other in slots[n][:8])
                if likeness > 0 and (best is None or (likeness, -n) > best):
                    best = (likeness, -n)
            if best is not None:
                slots[-best[1]].append(r)
            elif direct:
                slots.append([r])
                best = (1.0, 1 - len(slots))
            else:
                continue
            for k in r.keys:
                places = holding.setdefault(k, [])
                if -best[1] not in places:
                    places.append(-best[1])
    out = []
    for slot in slots:
        if len({r.report_id for r in slot}) < 2:
            continue
        fullest = max((r for r in slot if r.direct), key=lambda r: len(r.words))
        slot.sort(key=lambda r: (telling.order[r.report_id], r.span))
        out.append(
            kinds.QuoteSlot(
                mentions=[kinds.QuoteMention(report_id=r.report_id, span=r.span, form=_form(r, fullest)) for r in slot]
            )
        )
    return sorted(out, key=lambda s: (telling.order[s.mentions[0].report_id], s.mentions[0].span))


def _renderings(telling: Telling, report_id: str, facts: kinds.Facts) -> list[Rendering]:
    out = []
    for s in facts.statements:
        if not s.content_spans:
            continue
        words = telling.words(report_id, s.content_spans)
        keys = frozenset(t.key for t in read_tokens(words) if t.kind != "function")
        if not keys:
            continue
        span = hull(s.content_spans)
        out.append(
            Rendering(
                report_id=report_id,
                span=span,
                place=telling.place(report_id, span),
                direct=s.form in ("direct", "mixed"),
                words=tuple(fold(w.text) for w in split_words(words)),
                keys=keys,
                speaker=frozenset(fold(name.split()[-1]) for name in s.speaker if name.split()),
            )
        )
    return sorted(out, key=lambda r: (r.span, r.words))


def _likeness(telling: Telling, left: Rendering, right: Rendering, settings: Settings) -> float:
    """The share of the shorter one's words that the other has; 0 where that is not one utterance."""
    smaller, larger = sorted((left, right), key=lambda r: len(r.keys))
    share = len(smaller.keys & larger.keys) / len(smaller.keys)
    least = settings.record_quote_share
    if left.report_id == right.report_id and share < 0.99:
        return 0.0
    if not (left.direct and right.direct):
        if not telling.are_kin(left.place, right.place) or not left.speaker & right.speaker:
            return 0.0
        least = settings.record_quote_share_indirect
    if len(smaller.keys) < 2 and not telling.are_kin(left.place, right.place):
        return 0.0
    return share if share >= least else 0.0


def _form(rendering: Rendering, fullest: Rendering) -> Form:
    """How `rendering` gives what `fullest` gives in full."""
    if not rendering.direct:
        return "indirect"
    if rendering.speaker and fullest.speaker and not rendering.speaker & fullest.speaker:
        return "speaker_changed"
    if rendering.words == fullest.words:
        return "verbatim"
    rest = iter(fullest.words)
    if all(word in rest for word in rendering.words):
        return "trimmed"
    extra = Counter(rendering.words) - Counter(fullest.words)
    return "reworded" if sum(extra.values()) > 0.1 * len(rendering.words) else "reordered"

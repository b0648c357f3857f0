"""Items: each thing that a story's reports put on record, once, with every report that carries it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from retold import kinds
from retold.record.figures import Slot, name_slot, same_reading
from retold.record.telling import Place, Telling
from retold.settings import Settings
from retold.spans import hull
from retold.words import fold, key, read_tokens, say_figure, split_words, stop_words

# An item is a line to read, not a paragraph.
_ITEM_CHARACTERS = 300


class Mention(msgspec.Struct, frozen=True, gc=False, order=True):
    """One report's mention of a thing: how it names it, where, and the keys by which it is known."""

    report_id: str
    span: kinds.Span
    label: str
    keys: frozenset[str]
    place: Place | None
    mark: str = ""  # things of different marks are never one: a speaker, a type


Same = Callable[[Mention, Mention], bool]


def keep_items(
    telling: Telling, facts: Mapping[str, kinds.Facts], slots: Sequence[Slot], settings: Settings
) -> kinds.StoryItems:
    """The story's record, by kind, each list in the order of first appearance."""
    ids = sorted(telling.reports, key=lambda r: telling.order[r])
    known = [(r, facts.get(r, kinds.Facts())) for r in ids]

    def alike(left: Mention, right: Mention) -> bool:
        return _alike(telling, left, right, settings)

    def signed(left: Mention, right: Mention) -> bool:
        told_once = left.report_id != right.report_id and telling.are_kin(left.place, right.place)
        return (told_once and left.mark == right.mark) or _alike(telling, left, right, settings)

    def close(left: Mention, right: Mention) -> bool:
        return left.keys == right.keys or _alike(telling, left, right, settings)

    people = [m for r, f in known for p in f.people for m in _named(telling, r, p.name, p.mentions)]
    organisations = [
        m for r, f in known for o in f.organisations for m in _named(telling, r, o.name, o.mentions, o.acronym)
    ]
    places = [m for r, f in known for p in f.places for m in _named(telling, r, p.name, p.mentions)]
    statements = [_stated(telling, r, s) for r, f in known for s in f.statements if s.content_spans]
    agreements = [_agreed(telling, r, a) for r, f in known for a in f.agreements]
    initiatives = [
        _worded(telling, r, i.name, [i.name_span], acronym=i.acronym) for r, f in known for i in f.initiatives
    ]
    events = [_happened(telling, r, e) for r, f in known for e in f.events]
    return kinds.StoryItems(
        statements=_items(telling, _grouped(statements, alike), first_label=True),
        quantities=_quantities(telling, slots),
        agreements=_items(telling, _grouped(agreements, signed)),
        initiatives=_items(telling, _by_name(initiatives)),
        people=_items(telling, _by_name(people, whole=False)),
        organisations=_items(telling, _by_name(organisations)),
        places=_items(telling, _by_name(places)),
        events=_items(telling, _grouped(events, close), first_label=True),
    )


def _named(
    telling: Telling, report_id: str, name: str, mentions: Iterable[kinds.Span], acronym: str | None = None
) -> list[Mention]:
    keys = _name_keys(name)
    mark = fold(acronym) if acronym else ""
    return [Mention(report_id, span, name, keys, telling.place(report_id, span), mark) for span in sorted(mentions)]


def _name_keys(name: str) -> frozenset[str]:
    words = [w.text for w in split_words(name)]
    return frozenset(key(w) for w in words if fold(w) not in stop_words() or w.isupper()) or frozenset(
        fold(w) for w in words
    )


def _worded(
    telling: Telling,
    report_id: str,
    label: str,
    spans: Sequence[kinds.Span],
    fields: Sequence[kinds.Labelled] = (),
    acronym: str | None = None,
) -> Mention:
    span = hull(spans)
    keys = _name_keys(" ".join([label, *(f.label for f in fields)]))
    return Mention(report_id, span, label, keys, telling.place(report_id, span), fold(acronym) if acronym else "")


def _agreed(telling: Telling, report_id: str, agreement: kinds.Agreement) -> Mention:
    """An agreement by what it is, how many, between whom, over what; marked by its kind, the last word of what it is."""
    count = "" if agreement.count is None else say_figure(agreement.count, agreement.bound or "exact")
    parties = ", ".join(agreement.parties or agreement.signatories)
    fields = ", ".join(f.label for f in agreement.fields)
    label = (
        f"{count} {agreement.what}".strip() + (f" of {parties}" if parties else "") + (f": {fields}" if fields else "")
    )
    keys = _name_keys(" ".join([agreement.what, *(f.label for f in agreement.fields)]))
    kind = key(split_words(agreement.what)[-1].text) if split_words(agreement.what) else ""
    return Mention(report_id, agreement.span, label, keys, telling.place(report_id, agreement.span), kind)


def _stated(telling: Telling, report_id: str, statement: kinds.Statement) -> Mention:
    words = telling.words(report_id, statement.content_spans)
    keys = frozenset(t.key for t in read_tokens(words) if t.kind != "function")
    speaker = ", ".join(statement.speaker)
    span = hull(statement.content_spans)
    mark = " ".join(sorted(fold(name.split()[-1]) for name in statement.speaker if name.split()))
    label = f"{speaker}: {words}" if speaker else words
    return Mention(report_id, span, label, keys, telling.place(report_id, span), mark)


def _happened(telling: Telling, report_id: str, event: kinds.Event) -> Mention:
    what = ", ".join(event.participants)
    label = " ".join(p for p in (event.type, what, f"in {event.place}" if event.place else "", event.date or "") if p)
    keys = _name_keys(" ".join([*event.participants, event.place or "", event.date or ""]))
    return Mention(report_id, event.span, label, keys, telling.place(report_id, event.span), event.type)


def _alike(telling: Telling, left: Mention, right: Mention, settings: Settings) -> bool:
    """Whether two worded things are one: the words say it, or their sentences are linked and the words do not deny it."""
    if left.mark and right.mark and left.mark != right.mark:
        return False
    if left.report_id == right.report_id and left.place != right.place:
        return False
    smaller = min(len(left.keys), len(right.keys))
    share = len(left.keys & right.keys) / smaller if smaller else 0.0
    if left.place == right.place:
        return share >= settings.record_same_words
    least = (
        settings.record_same_words_linked if telling.are_kin(left.place, right.place) else settings.record_same_words
    )
    return smaller > 1 and share >= least


def _grouped(mentions: Sequence[Mention], same: Same) -> list[list[Mention]]:
    """Mentions in groups of one thing, by whether they are the same as any of a group; order decides nothing else."""
    groups: list[list[Mention]] = []
    holding: dict[str, set[int]] = defaultdict(set)
    for mention in mentions:
        near: Counter[int] = Counter(n for k in mention.keys for n in holding[k])
        ranked = sorted(near, key=lambda n: (-near[n], n))[:40]
        chosen = next((n for n in ranked if any(same(mention, other) for other in groups[n][:12])), -1)
        if chosen < 0:
            groups.append([])
            chosen = len(groups) - 1
        groups[chosen].append(mention)
        for k in mention.keys:
            holding[k].add(chosen)
    return groups


def _by_name(mentions: Sequence[Mention], *, whole: bool = True) -> list[list[Mention]]:
    """Mentions in groups of one name: equal keys, or one the other's acronym.

    Where not `whole`, a shorter name ("Xi") joins the one longer name that ends in it, and stays alone where two do.
    """
    groups: dict[frozenset[str], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.keys, []).append(mention)
    acronyms: dict[str, frozenset[str]] = {}
    for keys, found in groups.items():
        for mention in found:
            if mention.mark and len(keys) > 1:
                acronyms.setdefault(mention.mark, keys)
    into: dict[frozenset[str], frozenset[str]] = {}
    for keys, found in groups.items():
        if len(keys) == 1:
            (only,) = keys
            full = acronyms.get(fold(found[0].label)) or acronyms.get(only)
            if full and full != keys:
                into[keys] = full
                continue
        if not whole:
            last = _last(found[0].label)
            longer = [k for k, other in groups.items() if keys < k and _last(other[0].label) == last]
            longer = [k for k in longer if not any(k < other for other in longer)]
            if len(longer) == 1:
                into[keys] = longer[0]
    out: dict[frozenset[str], list[Mention]] = {}
    for keys, found in groups.items():
        target = into.get(keys, keys)
        out.setdefault(into.get(target, target), []).extend(found)
    return list(out.values())


def _last(name: str) -> str:
    words = name.split()
    return fold(words[-1]) if words else ""


def _quantities(telling: Telling, slots: Sequence[Slot]) -> list[kinds.RecordItem]:
    """A figure once for each value that cannot be a rounding of another."""
    groups: list[list[Mention]] = []
    for slot in slots:
        values: list[tuple[kinds.Quantity, list[Mention]]] = []
        what = name_slot(slot)
        for r in slot.readings:
            held = next((found for q, found in values if same_reading(q, r.quantity)), None)
            if held is None:
                held = []
                values.append((r.quantity, held))
            label = f"{say_figure(r.quantity.value, r.quantity.bound)} {what}".strip()
            held.append(Mention(r.report_id, r.quantity.span, label, frozenset(), r.place))
        groups += [found for _, found in values]
    return _items(telling, groups, first_label=True)


def _items(
    telling: Telling, groups: Sequence[Sequence[Mention]], *, first_label: bool = False
) -> list[kinds.RecordItem]:
    out = []
    for group in groups:
        ordered = sorted(set(group), key=lambda m: (telling.order[m.report_id], m.span, m.label))
        label = ordered[0].label if first_label else max(ordered, key=lambda m: len(m.label)).label
        reports = {m.report_id for m in ordered}
        seen = dict.fromkeys((m.report_id, m.span) for m in ordered)
        item = kinds.RecordItem(
            item=_short(label),
            mentions=[kinds.ReportSpan(report_id=r, span=s) for r, s in seen],
            first=ordered[0].report_id,
            reports=len(reports),
            origins=telling.origins(reports),
        )
        out.append((telling.order[ordered[0].report_id], ordered[0].span, item.item, item))
    return [item for *_, item in sorted(out, key=lambda o: o[:3])]


def _short(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= _ITEM_CHARACTERS else label[: _ITEM_CHARACTERS - 1].rstrip() + "…"

"""What Retold missed in eval/own and what it gave too much of, room by room: `python -m eval.own.misses OUT.md`.

For those who improve a rule: a miss here is a reason to look for the general case, never to write the case in.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from eval.own.score import (
    FACTS,
    Item,
    PairTrace,
    Spans,
    alike,
    asked_dates,
    body_events,
    gold_spans,
    links,
    marked,
    match_dates,
    match_events,
    measure_own,
    same_speakers,
    touches,
    traced,
)

Cut = Callable[[str, Spans], str]  # the text of spans in the report of a key


def describe(gold: Item, trace: Item, sources: dict[str, str]) -> list[str]:
    """Lines about one pair, under a heading for each room that has something."""
    view = PairTrace(gold, trace)

    def cut(key: str, spans: Spans) -> str:
        return " … ".join(" ".join(sources[key][s:e].split())[:160] for s, e in spans) or "—"

    out = [f"\n# {gold['pair_id']}"]
    for title, lines in [
        ("clean: damage not marked", damage(view)),
        ("lineage: the edge", direction(view)),
        ("align: links", alignment(view)),
        ("record: discrepancies that must be flagged and were not", discrepancies(view, cut)),
        ("record: flags of medium or high severity that gold does not have", false_flags(view, cut)),
        *(
            (f"facts: {kind} of {key}", facts(gold, key, view.report[key], kind, sources, cut))
            for key in "AB"
            for kind in KINDS
        ),
    ]:
        found = list(lines)
        out += [f"\n## {title}", *found] if found else []
    return out


def damage(view: PairTrace) -> Iterator[str]:
    for d in view.gold["damage"]:
        if not marked(view, d):
            yield f"- {d['kind']} «{d['span']['text'][:120]}»"


def direction(view: PairTrace) -> Iterator[str]:
    if view.edges() != {("A", "B")}:
        given = ", ".join(f"{parent} -> {child}" for parent, child in view.edges())
        yield f"- A -> B; given: {given or 'none'}"


def alignment(view: PairTrace) -> Iterator[str]:
    wanted, given = links(view)
    words = {s["id"]: " ".join(s["text"].split())[:120] for k in "AB" for s in view.gold["documents"][k]["sentences"]}
    for what, pairs in (("MISSED", wanted - given), ("TOO MUCH", given - wanted)):
        for b, a in sorted(pairs):
            yield f"- {what} {b} «{words[b]}» < {a} «{words[a]}»"


def discrepancies(view: PairTrace, cut: Cut) -> Iterator[str]:
    flags = view.flags()
    for d in view.gold["discrepancies"]:
        near = [f for f in flags if touches(f, d)]
        if d["must"] and not any(alike(f["type"], d["type"]) for f in near):
            seen = ", ".join(sorted({f["type"] for f in near})) or "nothing"
            yield (
                f"- {d['id']} {d['type']}: A «{cut('A', gold_spans(d['a']))}» B «{cut('B', gold_spans(d['b']))}»"
                f" ({d['explanation']} Flagged there: {seen}.)"
            )


def false_flags(view: PairTrace, cut: Cut) -> Iterator[str]:
    for f in view.flags():
        known = any(alike(f["type"], d["type"]) and touches(f, d) for d in view.gold["discrepancies"])
        if f["severity"] == "low" or known:
            continue
        traps = "".join(f" TRAP {t['id']}" for t in view.gold["non_discrepancies"] if touches(f, t))
        yield (
            f"- {f['type']} ({f['severity']}){traps}: A «{cut('A', f['a'])}» B «{cut('B', f['b'])}»"
            f" ({f['explanation'][:200]})"
        )


def describe_single(gold: Item, report: Item, sources: dict[str, str]) -> list[str]:
    """Lines about one report by itself."""

    def cut(key: str, spans: Spans) -> str:
        return " … ".join(" ".join(sources[key][s:e].split())[:160] for s, e in spans) or "—"

    out = [f"\n# {gold['report_id']} ({gold['half']})"]
    for kind in [*KINDS, "events"]:
        found = list(facts(gold, "A", report, kind, sources, cut))
        out += [f"\n## {kind}", *found] if found else []
    return out


KINDS = [*FACTS, "dates"]


def facts(gold: Item, key: str, report: Item, kind: str, sources: dict[str, str], cut: Cut) -> Iterator[str]:
    """Facts of one kind in one report: missed, too much, and right ones with a wrong speaker or bound."""
    given: list[Item] = (report.get("facts") or {}).get(kind) or []
    listed: list[Item] = gold["documents"][key]["facts"][kind]
    if kind == "dates":  # gold asks for calendar dates only, so others are not too many
        listed, pairs = asked_dates(listed), match_dates(listed, given, sources[key])
        given = []
    elif kind == "events":
        given = body_events(gold["documents"][key], report)
        pairs = match_events(listed, given)
    else:
        pairs = FACTS[kind](listed, given)
    for g in listed:
        if not any(g is x for x, _ in pairs):
            yield f"- MISSED {brief_gold(g)}"
    for p in given:
        if not any(p is x for _, x in pairs):
            yield f"- TOO MUCH {brief_traced(p, partial(cut, key))}"
    for g, p in pairs:
        if kind == "statements" and not same_speakers(g["speaker"], p.get("speaker") or []):
            yield f"- WRONG speaker {p.get('speaker')} for {g['speaker']}: «{cut(key, gold_spans(g['content']))}»"
        if kind == "quantities" and g["modifier"] != p.get("bound"):
            yield f"- WRONG bound {p.get('bound')} for {g['modifier']}: «{g['span']['text']}»"


def brief_gold(item: Item) -> str:
    """A fact of gold in a line."""
    if "content" in item:
        said = " … ".join(" ".join(c["text"].split()) for c in item["content"])
        return f"{item['speaker']}: «{said[:200]}»"
    if "name" in item:
        return f"{item['name']} ({len(item.get('mentions', []))} mentions)"
    if "members" in item:
        return f"list «{'; '.join(m['label'] for m in item['members'])}»"
    if "participants" in item:
        return f"{item['type']} «{item['span']['text'][:160]}»"
    if "what" in item:
        return f"agreement «{item['span']['text'][:160]}»"
    return f"«{item['span']['text']}» = {item.get('norm', item.get('value'))} {item.get('modifier', '')}".rstrip()


def brief_traced(item: Item, cut: Callable[[Spans], str]) -> str:
    """A fact of the trace in a line."""
    if "content_spans" in item:
        return f"{item['speaker']}: «{cut(traced(item['content_spans']))}»"
    if "name" in item:
        return f"{item['name']} «{cut(traced((item.get('mentions') or [item.get('name_span')])[:2]))}»"
    if "members" in item:
        return f"list «{'; '.join(m['label'] for m in item['members'])}»"
    if "participants" in item:
        return f"{item['type']} «{cut(traced([item['span']]))}»"
    return f"«{cut(traced([item['span']]))}» = {item.get('what', item.get('value'))} {item.get('bound') or ''}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    lines: list[str] = []
    out = parser.parse_args().out
    measure_own(
        lambda gold, trace, sources: lines.extend(describe(gold, trace, sources)),
        lambda gold, report, sources: lines.extend(describe_single(gold, report, sources)),
    )
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

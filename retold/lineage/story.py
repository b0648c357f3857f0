"""The lineage of one story: tree, further parents, lost parents, rivals, origins."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import msgspec

from retold import kinds
from retold.kinds import Evidence, Span
from retold.lineage.evidence import explicit, find_carried, find_wording
from retold.lineage.following import follow, wording_of
from retold.lineage.kinship import Kin
from retold.lineage.naming import (
    Naming,
    are_versions,
    bylined_agency,
    carried_agency,
    credits_of,
    is_agency_of,
    same_name,
    same_outlet,
)
from retold.lineage.rivals import Shares, chances, even_directions, faint_directions, score_rivals, weigh_rivals
from retold.lineage.shown import choose_shown
from retold.lineage.told import Told
from retold.lineage.tree import ancestors, best_tree
from retold.lineage.weighing import Weighed, weigh_pairs
from retold.settings import Settings

Relation = Literal["wholly", "partially", "republication", "update", "correction"]
Pairs = Mapping[tuple[str, str], Weighed]


# Of further parents on made trees this share was right. They are found by what they add, so the odds
# of being the one parent say nothing about them.
FURTHER_PARENT = 0.4


class Lost:
    """A lost parent in the making: its children, what they share, and whose credit names it."""

    def __init__(self, children: set[str], shared: dict[str, set[str]], name: str | None) -> None:
        self.children = children
        self.shared = shared
        self.name = name
        # Reports in the very words of a child, which credit the same agency themselves.
        self.copies: dict[str, Told] = {}

    @property
    def lost_parent_id(self) -> str:
        """A name that depends on its children only."""
        return "lost-" + hashlib.sha256(" ".join(sorted(self.children)).encode()).hexdigest()[:12]


def trace_story(
    story_id: str, reports: Sequence[kinds.Report], links: Sequence[kinds.Link], settings: Settings
) -> kinds.Lineage:
    """Who took it from whom in one story."""
    everyone = sorted(reports, key=lambda r: r.report_id)
    told, copies = _fold(everyone)
    pairs = weigh_pairs(told, _onto_firsts(links, everyone, copies), settings)
    shares = Shares(told)
    weighed = list(weigh_rivals(told, pairs, shares))
    scores = score_rivals(weighed)
    faint = faint_directions(weighed, pairs)
    likely = chances(scores, faint)
    parents = _choose(told, pairs, scores, shares, settings)
    lost = _find_lost(told, pairs, parents, settings)
    even = even_directions(scores, faint, settings.lineage_even)
    for child, chosen in parents.items():
        parents[child] = [p for p in chosen if (p, child) not in even]
    unsure = _leave_open(parents, likely, settings)
    derivations: list[kinds.Derivation] = []
    for child in sorted(told):
        chosen = parents[child]
        mine = [x for x in lost if child in x.children]
        for parent in chosen:
            derivations.append(_derivation(parent, child, parents, mine, told, pairs, likely, settings))
        for one in mine:
            derivations.append(_lost_derivation(one, child, parents, told, pairs))
    by_id = {r.report_id: r for r in everyone}
    for copy, first in sorted(copies.items()):
        above = _credited_too(by_id[copy], told[first], lost)
        if above is None:
            derivations.append(_copy(copy, told[first]))
        else:
            derivations.append(_lost_derivation(above, copy, parents, told | above.copies, pairs, first))
    undecided = _undecided(told, pairs, parents, lost, unsure, settings)
    own = {c for c in told if parents[c] or any(c in x.children for x in lost)}
    own = {c for c in own if _own_reporting(told[c], _sources(c, parents, lost, pairs), pairs, settings)}
    origins = _origins(everyone, told, parents, lost, own, unsure)
    return kinds.Lineage(
        story_id=story_id,
        derivations=derivations,
        lost_parents=[_lost_parent(x, told) for x in lost],
        undecided=undecided,
        origins=origins,
    )


# ---------------------------------------------------------------- copies


def _fold(reports: Sequence[kinds.Report]) -> tuple[dict[str, Told], dict[str, str]]:
    """The reports that differ in their words, and copy -> the one it is folded onto.

    Of reports with the same words the first is the agency's own, else the one that shows most of a source: a
    dateline, an author, the earliest time; then the least id. Ten thousand copies are read once.
    """
    groups: dict[tuple[str, ...], list[kinds.Report]] = {}
    for report in reports:
        groups.setdefault(tuple(report.text[s.start : s.end] for s in report.sentences), []).append(report)
    told: dict[str, Told] = {}
    copies: dict[str, str] = {}
    for group in groups.values():
        first = min(
            group,
            key=lambda r: (
                not _is_agencys_own(r),
                -(r.dateline is not None) - bool(r.bylines),
                any(c.kind != "photo" for c in r.credits),
                r.published or "9999",
                r.report_id,
            ),
        )
        told[first.report_id] = Told(first)
        copies.update({r.report_id: first.report_id for r in group if r.report_id != first.report_id})
    return dict(sorted(told.items())), copies


def _is_agencys_own(report: kinds.Report) -> bool:
    agency = report.dateline.agency if report.dateline else None
    return bool(agency and report.from_whom and same_name(agency, report.from_whom))


def _onto_firsts(
    links: Sequence[kinds.Link], reports: Sequence[kinds.Report], copies: Mapping[str, str]
) -> list[kinds.Link]:
    """The links, with those of a copy moved to the report it is folded onto: sentence by sentence they are the same."""
    if not copies:
        return list(links)
    by_id = {r.report_id: r for r in reports}
    same: dict[str, str] = {}
    for copy, first in copies.items():
        pairs = zip(by_id[copy].sentences, by_id[first].sentences, strict=True)
        same.update({s.sentence_id: t.sentence_id for s, t in pairs})
    moved: dict[tuple[str, str], kinds.Link] = {}
    for link in links:
        left, right = copies.get(link.left_id, link.left_id), copies.get(link.right_id, link.right_id)
        if left == right:
            continue
        link = msgspec.structs.replace(
            link,
            left_id=left,
            right_id=right,
            left_sentence=same.get(link.left_sentence, link.left_sentence),
            right_sentence=same.get(link.right_sentence, link.right_sentence),
        )
        moved.setdefault((link.left_sentence, link.right_sentence), link)
    return list(moved.values())


def _copy(copy_id: str, first: Told) -> kinds.Derivation:
    evidence = Evidence(kind="verbatim_sentence", weight=0.0, detail="every sentence is the same")
    return kinds.Derivation(
        child_id=copy_id,
        parent_id=first.report_id,
        relation="republication",
        confidence=0.6,
        evidence=[evidence],
        wording="close",
        follows=1.0,
    )


def _credited_too(copy: kinds.Report, first: Told, lost: Sequence[Lost]) -> Lost | None:
    """The lost text by an agency that both a report and its copy at another outlet credit, which then has the copy too.

    Neither had it from the other. A copy is read only where its words may have come from a lost text.
    """
    above = [one for one in lost if one.name and first.report_id in one.children]
    if not above or same_outlet(copy, first.report):
        return None
    told = Told(copy)
    for one in above:
        if one.name and _crediting(told, one.name):
            one.copies[copy.report_id] = told
            return one
    return None


# ---------------------------------------------------------------- parents


def _choose(
    told: Mapping[str, Told],
    pairs: Pairs,
    scores: Mapping[tuple[str, str], float],
    shares: Shares,
    settings: Settings,
) -> dict[str, list[str]]:
    """Each report's parents among the reports, the main one first."""
    # Rivals that are as good as each other must not make none the likeliest: a child's candidates stand together.
    together: dict[str, float] = {}
    by_child: dict[str, list[float]] = {}
    for key in sorted(scores):
        by_child.setdefault(key[1], []).append(scores[key])
    for child, mine in by_child.items():
        most = max(mine)
        together[child] = math.log(math.fsum(math.exp(x - most) for x in mine))
    allowed = {
        (p, c): round(score + together[c] - settings.lineage_score_floor, 6)
        for (p, c), score in scores.items()
        if pairs[p, c].odds > -settings.lineage_against
    }
    tree = best_tree(list(told), allowed)
    parents: dict[str, list[str]] = {child: [parent] if parent else [] for child, parent in tree.items()}
    _turn_mergers(told, pairs, parents, settings)
    for child in sorted(told):
        if parents[child]:
            _add_parents(child, told, pairs, parents, shares, settings)
    return parents


def _turn_mergers(told: Mapping[str, Told], pairs: Pairs, parents: dict[str, list[str]], settings: Settings) -> None:
    """Frees reports that were hung under a report which rather has merged them with its other source.

    What was made from a report takes from all its parts. Where it has to do only with those parts that this
    report's own parent does not account for, and evidence hardly speaks for it, the merger is the likelier tale.
    """
    for child in sorted(told):
        if len(parents[child]) != 1:
            continue
        middle = parents[child][0]
        weighed = pairs[middle, child]
        if not parents[middle] or explicit(weighed.evidence) or weighed.odds >= settings.lineage_merger_odds:
            continue
        above = pairs[parents[middle][0], middle].kin
        shared = pairs[child, middle].kin.by_sentence
        whole = own = 0.0
        for s in told[middle].body:
            bits = shared.get(s.number, 0.0)
            if bits >= 0.25 * s.plain_bits:
                whole += bits
                own += bits if above.by_sentence.get(s.number, 0.0) < 0.3 * s.plain_bits else 0.0
        if whole > 0 and own >= 0.75 * whole:
            parents[child] = []
            if child not in ancestors(parents, middle) and middle not in ancestors(parents, child):
                parents[middle].append(child)


def _add_parents(
    child: str,
    told: Mapping[str, Told],
    pairs: Pairs,
    parents: dict[str, list[str]],
    shares: Shares,
    settings: Settings,
) -> None:
    """Further parents: those whose linked sentences account for what the chosen ones leave open."""
    report = told[child]
    while len(parents[child]) < settings.lineage_parents:
        have: dict[int, float] = {}
        for parent in parents[child]:
            for n, bits in pairs[parent, child].kin.by_sentence.items():
                have[n] = max(have.get(n, 0.0), bits)
        best: tuple[float, str] | None = None
        for other in sorted(told):
            weighed = pairs.get((other, child))
            if weighed is None or other in parents[child] or not weighed.akin:
                continue
            if weighed.odds <= -settings.lineage_against or child in ancestors(parents, other):
                continue
            kept = set(parents[child])
            related = kept & ancestors(parents, other) or any(other in ancestors(parents, p) for p in kept)
            gain = 0.0
            for s in report.body:
                open_bits = max(0.0, s.plain_bits - have.get(s.number, 0.0))
                more = weighed.kin.by_sentence.get(s.number, 0.0) - have.get(s.number, 0.0)
                if have.get(s.number, 0.0) < 0.5 * s.plain_bits and more > 0.25 * s.plain_bits:
                    gain += min(more, open_bits)
            needed = max(settings.lineage_second_bits, settings.lineage_second_share * report.bits)
            enough = gain >= needed * (1.6 if related else 1.0)
            if (
                enough
                and _better_together(child, {*parents[child], other}, shares, pairs, settings)
                and (best is None or gain > best[0])
            ):
                best = (gain, other)
        if best is None:
            return
        parents[child].append(best[1])


def _better_together(child: str, together: set[str], shares: Shares, pairs: Pairs, settings: Settings) -> bool:
    """Whether several parents have clearly more of the child's words than any one report has.

    Otherwise that one is rather the parent, and a second was only needed because the first is wrong.
    """
    mine = shares.common[child]
    several = len(mine & frozenset().union(*(shares.common[p] for p in together)))
    one = max(len(mine & shares.common[p]) for p in shares.common if p != child and (p, child) in pairs)
    return several - one >= max(settings.lineage_together_words, settings.lineage_together_share * len(mine))


# ---------------------------------------------------------------- lost parents


def _find_lost(told: Mapping[str, Told], pairs: Pairs, parents: dict[str, list[str]], settings: Settings) -> list[Lost]:
    """The lost parents, and `parents` without the edges that they replace."""
    found = _by_triads(told, pairs, parents, settings)
    found = _by_credit(told, pairs, parents, found, settings)
    _take_in(told, pairs, parents, found, settings)
    lineage = {i: ancestors(parents, i) for i in told}
    for one in found:
        for child in one.children:
            # A sibling is no parent, nor is what was made from a sibling.
            parents[child] = [p for p in parents[child] if not ({p} | lineage[p]) & (one.children - {child})]
    return sorted(found, key=lambda x: x.lost_parent_id)


def _by_triads(told: Mapping[str, Told], pairs: Pairs, parents: dict[str, list[str]], settings: Settings) -> list[Lost]:
    """Lost parents behind three reports of which each two share what the third lacks.

    If one of the three were the source of the others, or two the sources of the third, one of these
    shares would be empty. A present report that is an ancestor of two of them explains the shares better.
    """
    lineage = {i: ancestors(parents, i) for i in told}
    free = [i for i in sorted(told) if not _nearly_copied(i, pairs, parents)]
    near: dict[str, set[str]] = {i: set() for i in free}
    for a, b in combinations(free, 2):
        weighed = pairs.get((a, b))
        if (
            weighed is not None
            and weighed.akin
            and max(weighed.kin.explains, pairs[b, a].kin.explains) >= (settings.lineage_akin)
        ):
            near[a].add(b)
            near[b].add(a)
    groups: list[Lost] = []
    for a in free:
        for b, c in combinations(sorted(x for x in near[a] if x > a), 2):
            if c not in near[b]:
                continue
            trio = {a, b, c}
            above = [lineage[i] - trio for i in (a, b, c)]
            if above[0] & above[1] or above[0] & above[2] or above[1] & above[2]:
                continue
            shares: dict[tuple[str, str], dict[str, float]] = {}
            for pair in ((a, b), (a, c), (b, c)):
                third = (trio - set(pair)).pop()
                share = _shared_without(pairs[pair].kin, told[pair[0]], told[pair[1]], told[third])
                if math.fsum(share.values()) < settings.lineage_triad_bits:
                    break
                shares[pair] = share
            if len(shares) < 3:
                continue
            if _held_by_one(shares, trio, told, settings):
                continue
            if any(explicit(pairs[p, q].evidence) for p in trio for q in trio if p != q):
                continue
            shared: dict[str, set[str]] = {i: set() for i in trio}
            for pair, terms in shares.items():
                for i in pair:
                    shared[i] |= terms.keys()
            _join(groups, Lost(trio, shared, None))
    return groups


def _held_by_one(
    shares: Mapping[tuple[str, str], dict[str, float]], trio: set[str], told: Mapping[str, Told], settings: Settings
) -> bool:
    """Whether one report that is here has nearly all that each two of the three share: then nothing is lost."""
    terms = {key: bits for share in shares.values() for key, bits in share.items()}
    whole = math.fsum(terms.values())
    return any(
        math.fsum(bits for key, bits in terms.items() if key in report.keys) >= settings.lineage_held * whole
        for i, report in told.items()
        if i not in trio
    )


def _join(groups: list[Lost], new: Lost) -> None:
    for group in groups:
        if len(group.children & new.children) >= 1:
            group.children |= new.children
            for i, terms in new.shared.items():
                group.shared.setdefault(i, set()).update(terms)
            group.name = group.name or new.name
            return
    groups.append(new)


def _nearly_copied(child: str, pairs: Pairs, parents: Mapping[str, list[str]]) -> bool:
    return any(pairs[p, child].kin.runs >= 0.6 for p in parents[child])


def _shared_without(kin: Kin, parent: Told, child: Told, *thirds: Told) -> dict[str, float]:
    """Terms, with their bits, that linked sentences of two reports share and the others have nowhere."""
    found: dict[str, float] = {}
    for n, others in kin.partners.items():
        said = child.said[n]
        keys = frozenset().union(*(parent.said[m].keys for m in others))
        for t in said.terms:
            if t.key in keys and not any(t.key in x.keys for x in thirds) and not said.in_quote(t.start):
                found[t.key] = t.bits
    return dict(sorted(found.items()))


def _by_credit(
    told: Mapping[str, Told], pairs: Pairs, parents: dict[str, list[str]], found: list[Lost], settings: Settings
) -> list[Lost]:
    """Lost parents that are named: an agency that several reports credit and none of the story's reports is from."""
    named: list[tuple[str, set[str]]] = []
    agencies = {n for t in told.values() for n in carried_agency(t)}
    for child in sorted(told):
        bylined = bylined_agency(told[child], agencies)
        for naming in [*credits_of(told[child]), *([bylined] if bylined else [])]:
            if naming.kind != "credit" or any(is_agency_of(t, naming.name) for t in told.values()):
                continue
            for name, children in named:
                if same_name(name, naming.name):
                    children.add(child)
                    break
            else:
                named.append((naming.name, {child}))
    for name, children in named:
        # Who took the credit over with the text of a report that is here has it from there.
        free = {
            c
            for c in children
            if not _settled(c, pairs, parents, settings) or _is_one_of_many(c, children, told, pairs, parents, settings)
        }
        touching = [x for x in found if x.children & free]
        if touching or len(free) >= 2:
            _join(found, Lost(free | (touching[0].children if touching else set()), {}, name))
    return found


LEAST_SUBSCRIBERS = 3  # reports that credit one agency: with fewer nothing shows what each could have from the others


def _is_one_of_many(
    child: str,
    children: set[str],
    told: Mapping[str, Told],
    pairs: Pairs,
    parents: Mapping[str, list[str]],
    settings: Settings,
) -> bool:
    """Whether a report that credits an agency has nothing of the report it seems made from which others that credit it lack.

    Papers that print one agency's copy are as near to each other as copies are; each has it from the agency all the same,
    unless one says where it took it, or has what was changed or added on the way.
    """
    if len(children) < LEAST_SUBSCRIBERS:
        return False
    for parent in parents[child]:
        if explicit(pairs[parent, child].evidence):
            return False
        others = [told[i] for i in sorted(children - {parent, child})]
        alone = _shared_without(pairs[parent, child].kin, told[parent], told[child], *others)
        if math.fsum(alone.values()) >= settings.lineage_alone_bits:
            return False
    return True


def _take_in(
    told: Mapping[str, Told], pairs: Pairs, parents: dict[str, list[str]], found: list[Lost], settings: Settings
) -> None:
    """Adds to a lost parent's children those that seemed to be made from one of them, but have nothing of it alone.

    What such a report shares with its supposed parent stands in the siblings as well: it came from above.
    """
    for one in found:
        for child in sorted(told):
            if child in one.children or len(parents[child]) != 1 or parents[child][0] not in one.children:
                continue
            parent = parents[child][0]
            weighed = pairs[parent, child]
            many = one.name is not None and len(one.children) >= LEAST_SUBSCRIBERS
            if explicit(weighed.evidence) or (weighed.kin.runs >= 0.15 and not many):
                continue
            alone = _shared_without(weighed.kin, told[parent], told[child], *(told[i] for i in one.children - {parent}))
            if math.fsum(alone.values()) < settings.lineage_alone_bits:
                one.children.add(child)


def _settled(child: str, pairs: Pairs, parents: Mapping[str, list[str]], settings: Settings) -> bool:
    """Whether the parents found account for the child's wording, so that no other text is needed."""
    return any(
        pairs[p, child].kin.runs >= 0.3 or pairs[p, child].kin.cover >= 0.8 or explicit(pairs[p, child].evidence)
        for p in parents[child]
    )


def _lost_parent(lost: Lost, told: Mapping[str, Told]) -> kinds.LostParent:
    contains = []
    for child in sorted(lost.children):
        terms = lost.shared.get(child, set())
        for s in told[child].body:
            hits = {t.key for t in s.terms if t.key in terms and not s.in_quote(t.start)}
            if len(hits) >= 2:
                contains += [kinds.ReportSpan(report_id=child, span=span) for span in s.spans]
    # A day without a clock may be its last minute.
    shown = sorted((t[:10], t[10:] or "T99") for t in (told[c].report.published for c in lost.children) if t)
    return kinds.LostParent(
        lost_parent_id=lost.lost_parent_id,
        name=lost.name,
        child_ids=sorted(lost.children | lost.copies.keys()),
        must_contain=contains,
        existed_by=shown[0][0] + shown[0][1].removesuffix("T99") if shown else None,
    )


# ---------------------------------------------------------------- derivations


def _derivation(
    parent: str,
    child: str,
    parents: Mapping[str, list[str]],
    lost: Sequence[Lost],
    told: Mapping[str, Told],
    pairs: Pairs,
    likely: Mapping[tuple[str, str], float],
    settings: Settings,
) -> kinds.Derivation:
    weighed = pairs[parent, child]
    others = [told[i] for i in sorted(told) if i not in (parent, child)][:40]
    wording = find_wording(told[parent], told[child], weighed.kin, others)
    carried = find_carried(told[parent], told[child], weighed.kin, others)
    runner = _runner_up(parent, child, parents, pairs, likely)
    follows = follow(told[parent], told[child], weighed.kin.partners)
    return kinds.Derivation(
        child_id=child,
        parent_id=parent,
        relation=_relation(parent, child, parents, lost, told, pairs, settings),
        confidence=_confidence(parent, child, parents[child], likely),
        evidence=choose_shown(weighed.evidence, pairs[child, parent].evidence, [*wording, *carried]),
        runner_up=runner,
        wording=wording_of(follows, settings),
        follows=round(follows, 3),
    )


def _leave_open(
    parents: dict[str, list[str]], likely: Mapping[tuple[str, str], float], settings: Settings
) -> dict[str, str]:
    """Child -> likeliest parent where that is too unlikely to be named; `parents` loses these edges."""
    unsure: dict[str, str] = {}
    for child in sorted(parents):
        chosen = parents[child]
        kept = [p for p in chosen if _confidence(p, child, chosen, likely) >= settings.lineage_sure]
        if chosen and not kept:
            unsure[child] = chosen[0]
        parents[child] = kept
    return unsure


def _confidence(parent: str, child: str, chosen: Sequence[str], likely: Mapping[tuple[str, str], float]) -> float:
    """The chance that this edge is right, of the first parent beside all its rivals."""
    return round(min(0.98, likely.get((parent, child), 0.0)), 3) if parent == chosen[0] else FURTHER_PARENT


def _runner_up(
    parent: str,
    child: str,
    parents: Mapping[str, list[str]],
    pairs: Pairs,
    likely: Mapping[tuple[str, str], float],
) -> kinds.RunnerUp | None:
    """The next likely parent, which may be the child's own child, with why it lost; None where there is none."""
    mine = pairs[parent, child]
    rivals = [p for p, c in likely if c == child and p not in parents[child]]
    if not rivals:
        return None
    best = pairs[max(rivals, key=lambda p: (likely[p, child], p)), child]
    if child in ancestors(parents, best.parent_id):
        why = "What was lost on the way points from the child to it."
    elif best.kin.deviations > mine.kin.deviations + 0.005:
        why = "It gives other figures in sentences that the child shares with both."
    elif mine.kin.explains - best.kin.explains > 0.02:
        why = f"It accounts for {best.kin.cover:.0%} of what the child says, the parent for {mine.kin.cover:.0%}."
    elif best.odds < mine.odds:
        why = "What was lost on the way points less clearly from it to the child."
    else:
        why = "It is nearly as good; the parent is nearer to the child in wording and in what it leaves out."
    return kinds.RunnerUp(parent_id=best.parent_id, confidence=round(likely[best.parent_id, child], 3), why_not=why)


def _relation(
    parent: str,
    child: str,
    parents: Mapping[str, list[str]],
    lost: Sequence[Lost],
    told: Mapping[str, Told],
    pairs: Pairs,
    settings: Settings,
) -> Relation:
    weighed = pairs[parent, child]
    noted = {e.kind for e in weighed.evidence}
    if are_versions(told[parent], told[child]):
        if "correction_note" in noted:
            return "correction"
        if "update_note" in noted or weighed.kin.runs >= 0.3:
            return "update"
    if len(parents[child]) + len(lost) > 1 or _own_reporting(
        told[child], _sources(child, parents, lost, pairs), pairs, settings
    ):
        return "partially"
    return "republication" if weighed.kin.runs >= settings.lineage_republished else "wholly"


def _sources(child: str, parents: Mapping[str, list[str]], lost: Sequence[Lost], pairs: Pairs) -> list[str]:
    """The reports that show what a child had before it: its parents, and its siblings under a lost parent."""
    siblings = {i for x in lost if child in x.children for i in x.children if (i, child) in pairs}
    return [*parents[child], *sorted(siblings - {child} - set(parents[child]))]


def _own_reporting(child: Told, parents: Sequence[str], pairs: Pairs, settings: Settings) -> bool:
    """Whether a derived report adds much that no report here accounts for, with voices of its own."""
    kin = [pairs[p, child.report_id].kin for p in parents]
    total = own = 0.0
    voices = 0
    for s in child.body:
        if s.role == "headline":
            continue
        total += s.bits
        known = max((k.by_sentence.get(s.number, 0.0) for k in kin), default=0.0)
        if known < 0.2 * s.plain_bits or not any(s.number in k.partners for k in kin):
            own += s.bits
            names = sum(1 for t in s.terms if t.name)
            voices += bool(s.quoted) or names > 0
    return own >= settings.lineage_own_share * max(total, 1.0) and voices >= 2


def _crediting(report: Told, name: str) -> list[Naming]:
    """Where a report credits the agency `name`, by a credit or as its byline."""
    bylined = bylined_agency(report, {name})
    named = [*credits_of(report), *([bylined] if bylined else [])]
    return [naming for naming in named if naming.kind == "credit" and same_name(naming.name, name)]


NEARLY_ALL = 0.6  # of a report's words: so much in a sibling shows what both had before them


def _longest_shared(sibling: Told, child: Told) -> list[Span]:
    """Where the child's longest sentence stands that a sibling has word by word."""
    shared = [said for key, said in child.sentence_texts.items() if key in sibling.sentence_texts]
    return list(max(shared, key=lambda s: (len(s.folded), -s.number)).spans) if shared else []


def _nearest(child: str, lost: Lost, pairs: Pairs) -> tuple[str | None, float]:
    """The sibling under a lost parent that has most of a report's words, where that is nearly all, and its share."""
    shares = [(-round(pairs[i, child].kin.runs, 6), i) for i in sorted(lost.children - {child}) if (i, child) in pairs]
    if not shares or -min(shares)[0] < NEARLY_ALL:
        return None, 0.0
    return min(shares)[1], -min(shares)[0]


def _lost_derivation(
    lost: Lost,
    child: str,
    parents: Mapping[str, list[str]],
    told: Mapping[str, Told],
    pairs: Pairs,
    same: str | None = None,
) -> kinds.Derivation:
    """The edge from a lost parent; `same` is the sibling in whose very words the child stands."""
    report = told[child]
    evidence = [
        Evidence(
            kind="credit_line",
            weight=4.0,
            detail=f'"{naming.name}" is credited, and no report here is from there',
            child_spans=[naming.span] if naming.span else [],
        )
        for naming in (_crediting(report, lost.name)[:1] if lost.name else [])
    ]
    credited = bool(evidence)
    near, share = (same, 1.0) if same else _nearest(child, lost, pairs)
    if near is not None:
        evidence.append(
            Evidence(
                kind="shared_wording",
                weight=1.0,
                detail=f"{round(100 * share)}% of its words stand in {_name(told[near])}, which has it from there too",
                child_spans=_longest_shared(told[near], report),
            )
        )
    terms = lost.shared.get(child, set())
    places = [s for s in report.body if len({t.key for t in s.terms if t.key in terms}) >= 2][:3]
    if places:
        siblings = [told[i] for i in sorted(lost.children) if i != child]
        there = (
            [
                span
                for s in places
                for sibling in siblings[:1]
                for m in pairs[sibling.report_id, child].kin.partners.get(s.number, [])
                for span in sibling.said[m].spans
            ]
            if all((sibling.report_id, child) in pairs for sibling in siblings[:1])
            else []
        )
        evidence.append(
            Evidence(
                kind="private_facts_on_both_sides",
                weight=2.0,
                detail="it shares with each sibling what another sibling lacks, so none is the others' source",
                child_spans=[span for s in places for span in s.spans],
                parent_spans=there,
            )
        )
    told_share = sum(1 for s in report.body if any(t.key in terms for t in s.terms)) / max(1, len(report.body))
    partial = bool(parents.get(child)) or (near is None and (told_share < 0.4 or not terms))
    return kinds.Derivation(
        child_id=child,
        lost_parent_id=lost.lost_parent_id,
        relation="partially" if partial else "wholly",
        # On made trees a third of those inferred from wording alone were right; a credit makes them likelier.
        confidence=0.8 if credited and (terms or near) else 0.6 if lost.name else 0.4,
        evidence=evidence,
    )


# ---------------------------------------------------------------- what is not claimed


def _undecided(
    told: Mapping[str, Told],
    pairs: Pairs,
    parents: Mapping[str, list[str]],
    lost: Sequence[Lost],
    unsure: Mapping[str, str],
    settings: Settings,
) -> list[kinds.Undecided]:
    """Pairs with something in common between which nothing is claimed, the closest first, each with its reason."""
    lineage = {i: ancestors(parents, i) | {i} for i in told}
    sharing = [x.children for x in lost]
    rows: list[tuple[float, kinds.Undecided]] = []
    for (a, b), weighed in sorted(pairs.items()):
        if a > b or b in lineage[a] or a in lineage[b]:
            continue
        back = pairs[b, a]
        close = max(weighed.kin.explains, back.kin.explains)
        common = lineage[a] & lineage[b]
        if unsure.get(a) == b or unsure.get(b) == a:
            child = a if unsure.get(a) == b else b
            reason = f"{_name(told[child])} was retold from another report, but several are equally likely."
            rows.append((close + 2, _row(a, b, "undecided", reason)))
        elif any(a in x and b in x for x in sharing):
            rows.append((close, _row(a, b, "common_source", "Both rest on a text that is not here.")))
        elif common:
            rows.append((close, _row(a, b, "common_source", "Both descend from another report of the story.")))
        elif weighed.akin:
            reason = "They share much, but nothing tells who was first."
            rows.append((close + 1, _row(a, b, "undecided", reason)))
        elif weighed.kin.quotes or back.kin.quotes:
            reason = "They share a quotation and facts, but no wording of their own."
            rows.append((close, _row(a, b, "independent", reason)))
        elif weighed.kin.linked >= 3 or back.kin.linked >= 3:
            reason = "They share facts, but no wording."
            rows.append((close, _row(a, b, "independent", reason)))
    rows.sort(key=lambda r: (-r[0], r[1].left_id, r[1].right_id))
    return [_with_wording(r, told, pairs, settings) for _, r in rows[: settings.lineage_undecided_rows]]


def _with_wording(row: kinds.Undecided, told: Mapping[str, Told], pairs: Pairs, settings: Settings) -> kinds.Undecided:
    """`row` with how closely the two keep to each other, whichever came first."""
    both = [(row.left_id, row.right_id), (row.right_id, row.left_id)]
    follows = max(follow(told[a], told[b], pairs[a, b].kin.partners) for a, b in both)
    return msgspec.structs.replace(row, wording=wording_of(follows, settings))


def _row(
    left: str, right: str, verdict: Literal["common_source", "independent", "undecided"], reason: str
) -> kinds.Undecided:
    return kinds.Undecided(left_id=left, right_id=right, verdict=verdict, reason=reason)


# ---------------------------------------------------------------- origins


def _origins(
    everyone: Sequence[kinds.Report],
    told: Mapping[str, Told],
    parents: Mapping[str, list[str]],
    lost: Sequence[Lost],
    own: set[str],
    unsure: Mapping[str, str],
) -> kinds.Origins:
    here = [i for i in sorted(told) if not any(i in x.children for x in lost)]
    roots = [i for i in here if not parents[i] and i not in unsure]
    roots = roots or [i for i in here if not parents[i]][:1]
    firsts = sorted({*roots, *own})
    count = len(firsts) + len(lost)
    parts = []
    if roots:
        parts.append(_named(roots, told) + (" rests" if len(roots) == 1 else " rest") + " on no other report here")
    if own:
        parts.append(_named(sorted(own), told) + (" adds" if len(own) == 1 else " add") + " much reporting of its own")
    for one in lost:
        whose = f" by {one.name}" if one.name else ""
        parts.append(f"{len(one.children) + len(one.copies)} reports share a text{whose} that is not here")
    reports = "1 report" if len(everyone) == 1 else f"{len(everyone)} reports"
    origins = "1 origin" if count == 1 else f"{count} origins"
    return kinds.Origins(
        count=count,
        roots=firsts,
        lost=[x.lost_parent_id for x in lost],
        explanation=f"{reports}, {origins}: {'; '.join(parts)}.",
    )


def _named(ids: Sequence[str], told: Mapping[str, Told]) -> str:
    names = []
    for i in ids[:4]:
        names.append(_name(told[i]))
    more = len(ids) - len(names)
    if more:
        names.append(f"{more} more")
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _name(told: Told) -> str:
    report = told.report
    return report.from_whom or (report.headline or report.path)[:60]

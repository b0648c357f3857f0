"""Stories: the groups that pairs add up to, guarded against chains of chance likenesses."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Mapping, Sequence

import pyarrow as pa

from retold import kinds
from retold.match.evidence import PLENTY, Alike
from retold.match.signature import Signature, specifics
from retold.settings import Settings
from retold.tables import to_table


def group_stories(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """Each report's story, singletons included: what the pairs marked `same_story` connect."""
    ids = sorted(reports.column("report_id").to_pylist())
    root = {i: i for i in ids}

    def find(i: str) -> str:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for left, right, same in zip(*(pairs.column(c).to_pylist() for c in ("left_id", "right_id", "same_story"))):
        if same:
            a, b = sorted((find(left), find(right)))
            root[b] = a
    members: dict[str, list[str]] = {}
    for i in ids:
        members.setdefault(find(i), []).append(i)
    story = {i: hashlib.sha256(" ".join(group).encode()).hexdigest()[:16] for group in members.values() for i in group}
    return to_table(kinds.StoryMember, [kinds.StoryMember(report_id=i, story_id=story[i]) for i in ids])


def cluster(
    ids: Sequence[str],
    found: Mapping[tuple[str, str], Alike],
    kept: Mapping[str, Signature],
    whole: bool,
    settings: Settings,
) -> dict[str, str]:
    """The story of each report, named by its least report_id.

    Groups grow by the average of all scores between them, so that one likeness in a chain does not
    join two events; afterwards a report that stayed alone may join a story whose own name it carries.
    """
    groups = _average_linkage(ids, found, whole, settings)
    groups = _attach(groups, found, kept, settings)
    return {member: min(group) for group in groups for member in group}


def _average_linkage(
    ids: Sequence[str], found: Mapping[tuple[str, str], Alike], whole: bool, settings: Settings
) -> list[list[str]]:
    members: dict[int, list[str]] = {n: [i] for n, i in enumerate(ids)}
    place = {i: n for n, i in enumerate(ids)}
    # (sum of scores, pairs compared) between two groups. Pairs that were not compared had nothing rare in
    # common and count as nothing, except in a pile too large to compare all: there they are not known.
    near: dict[int, dict[int, tuple[float, int]]] = {n: {} for n in members}
    for (left, right), alike in found.items():
        near[place[left]][place[right]] = near[place[right]][place[left]] = (alike.score, 1)
    heap = [(-score, a, b) for a, row in near.items() for b, (score, _) in row.items() if a < b]
    heapq.heapify(heap)
    following = len(members)
    while heap:
        score, a, b = heapq.heappop(heap)
        if -score < settings.match_same_story:
            break
        if a not in members or b not in members:
            continue
        joined = sorted(members.pop(a) + members.pop(b))
        row: dict[int, tuple[float, int]] = {}
        for other in sorted(near[a].keys() | near[b].keys()):
            if other in members:
                one, two = near[a].get(other, (0.0, 0)), near[b].get(other, (0.0, 0))
                row[other] = (round(one[0] + two[0], 9), one[1] + two[1])
        del near[a], near[b]
        members[following] = joined
        near[following] = row
        for other, (total, compared) in row.items():
            near[other][following] = (total, compared)
            pairs = len(joined) * len(members[other]) if whole else compared
            heapq.heappush(heap, (-round(total / pairs, 9), other, following))
        following += 1
    return sorted(members.values())


def _attach(
    groups: list[list[str]],
    found: Mapping[tuple[str, str], Alike],
    kept: Mapping[str, Signature],
    settings: Settings,
) -> list[list[str]]:
    """The groups, with single reports joined to the one story whose own names they carry.

    A hospital's notice shares no sentence with the reports of the accident and only one name: that of the
    place. That joins it where most of the story's reports have the name, nothing outside the story has it,
    and a second figure or name of the story is there too.
    """
    holders: dict[str, set[str]] = {}
    for report_id, signature in kept.items():
        for key in specifics(signature, set()):
            holders.setdefault(key, set()).add(report_id)
    stories = [g for g in groups if len(g) >= settings.match_attach_reports]
    joined: dict[int, list[str]] = {}
    alone = []
    for group in groups:
        if len(group) > 1:
            continue
        report_id = group[0]
        fits = [
            n
            for n, story in enumerate(stories)
            if _belongs(report_id, story, holders, found, kept, settings)
            or _belongs_but_for_its_date(report_id, story, found, settings)
        ]
        if len(fits) == 1:
            joined.setdefault(fits[0], []).append(report_id)
        else:
            alone.append(group)
    whole = [sorted(story + joined.get(n, [])) for n, story in enumerate(stories)]
    rest = [g for g in groups if 1 < len(g) < settings.match_attach_reports]
    return sorted(whole + rest + alone)


def _belongs(
    report_id: str,
    story: list[str],
    holders: Mapping[str, set[str]],
    found: Mapping[tuple[str, str], Alike],
    kept: Mapping[str, Signature],
    settings: Settings,
) -> bool:
    alikes = [found.get((min(report_id, m), max(report_id, m))) for m in story]
    if any(a is not None and a.near_miss for a in alikes):
        return False
    inside = set(story)
    own = 0
    for key in specifics(kept[report_id], set()):
        others = holders[key] - {report_id}
        if others and others <= inside and len(others) >= settings.match_attach_share * len(story):
            own += 1
    second = 0
    for key, (bits, _, marked, _) in kept[report_id].weights.items():
        if marked and bits >= 4.0 and sum(key in kept[m].weights for m in story) >= 2:
            second += 1
    return own >= 1 and second >= 2


def _belongs_but_for_its_date(
    report_id: str, story: list[str], found: Mapping[tuple[str, str], Alike], settings: Settings
) -> bool:
    """Whether only its date keeps a report out of a story: the day a page was fetched, of years after, is often shown as its own."""
    alikes = [a for m in story if (a := found.get((min(report_id, m), max(report_id, m)))) is not None]
    # Two launches of one rocket years apart are as alike as two reports of one, but for the names.
    named = sum(a.specific >= PLENTY for a in alikes)
    return 2 * named >= len(story) and math.fsum(a.undated for a in alikes) >= settings.match_same_story * len(story)

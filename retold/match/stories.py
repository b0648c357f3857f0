"""Stories: the groups that pairs add up to, guarded against chains of chance likenesses."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import pyarrow as pa

from retold import kinds
from retold.match.evidence import PLENTY, Alike
from retold.match.signature import Signature, specifics
from retold.settings import Settings
from retold.tables import to_table

Ids = tuple[str, str]

# What a report has beside the name that makes it one of a story: so many names and figures, the first one included, of so
# many bits and in so many of the story's reports.
SECOND_NAMES, SECOND_BITS, SECOND_TIMES = 2, 4.0, 2

SCORE_PARTS = 10_000  # scores have four places
_AVERAGE_PARTS = 100_000  # averages have five more


def group_stories(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """Each report's story, singletons included: what the pairs marked `same_story` connect."""
    ids = sorted(reports.column("report_id").to_pylist())
    root = {i: i for i in ids}
    for left, right, same in zip(*(pairs.column(c).to_pylist() for c in ("left_id", "right_id", "same_story"))):
        if same:
            a, b = sorted((_root(left, root), _root(right, root)))
            root[b] = a
    members: dict[str, list[str]] = {}
    for i in ids:
        members.setdefault(_root(i, root), []).append(i)
    story = {i: name_story(group) for group in members.values() for i in group}
    return to_table(kinds.StoryMember, [kinds.StoryMember(report_id=i, story_id=story[i]) for i in ids])


def name_story(report_ids: Sequence[str]) -> str:
    """The id of the story of these reports, which are sorted."""
    return hashlib.sha256(" ".join(report_ids).encode()).hexdigest()[:16]


def link(ids: Sequence[str], found: Mapping[Ids, Alike], settings: Settings) -> list[list[str]]:
    """The groups that reports add up to, sorted, each sorted: groups grow by the average of all scores between them.

    So one likeness in a chain does not join two events. A pair that is not in `found` counts as nothing; but of two
    large groups no more pairs are asked for than the reports of the smaller one were compared in.
    """
    root = {i: i for i in ids}
    for (left, right), alike in found.items():
        if alike.score >= settings.match_same_story:
            a, b = sorted((_root(left, root), _root(right, root)))
            root[b] = a
    # Groups are joined by pairs that are alike enough: what no chain of such pairs connects never becomes one.
    pieces: dict[str, list[str]] = {}
    for i in ids:
        pieces.setdefault(_root(i, root), []).append(i)
    scores: dict[str, dict[Ids, float]] = {}
    for (left, right), alike in found.items():
        one = _root(left, root)
        if one == _root(right, root):
            scores.setdefault(one, {})[left, right] = alike.score
    groups = [group for one, piece in pieces.items() for group in link_piece(piece, scores.get(one, {}), settings)]
    return sorted(groups)


def _root(i: str, root: dict[str, str]) -> str:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def link_piece(ids: Sequence[str], scores: Mapping[Ids, float], settings: Settings) -> list[list[str]]:
    """The groups of reports that a chain of pairs connects; `ids` are sorted, `scores` those of all pairs among them.

    A kernel does the same for many (`kernels.nearest.link_pieces`).
    """
    if len(ids) == 1:
        return [list(ids)]
    members: dict[int, list[str]] = {n: [i] for n, i in enumerate(ids)}
    place = {i: n for n, i in enumerate(ids)}
    # In whole parts, so that sums are exact in whatever order.
    near: dict[int, dict[int, int]] = {n: {} for n in members}
    for (left, right), given in scores.items():
        near[place[left]][place[right]] = near[place[right]][place[left]] = round(SCORE_PARTS * given)
    heap = [(-_AVERAGE_PARTS * score, a, b) for a, row in near.items() for b, score in row.items() if a < b]
    heapq.heapify(heap)
    following = len(members)
    least = least_average(settings)
    while heap:
        score, a, b = heapq.heappop(heap)
        if -score < least:
            break
        if a not in members or b not in members:
            continue
        joined = sorted(members.pop(a) + members.pop(b))
        row: dict[int, int] = {}
        for other in near[a].keys() | near[b].keys():
            if other in members:
                row[other] = near[a].get(other, 0) + near[b].get(other, 0)
        del near[a], near[b]
        members[following] = joined
        near[following] = row
        for other, total in row.items():
            near[other][following] = total
            smaller, larger = sorted((len(joined), len(members[other])))
            pairs = smaller * min(larger, settings.match_nearest)
            heapq.heappush(heap, (-((2 * _AVERAGE_PARTS * total + pairs) // (2 * pairs)), other, following))
        following += 1
    return sorted(members.values())


def least_average(settings: Settings) -> int:
    """The average score from which two groups are one, in the parts that averages are reckoned in: billionths."""
    return math.ceil(round(settings.match_same_story * SCORE_PARTS * _AVERAGE_PARTS, 3))


def specific_keys(signature: Signature) -> frozenset[str]:
    """The names and figures that only a report of this event would carry."""
    return frozenset(specifics(signature, set()))


def find_holders(specific: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """The reports that carry each name or figure, from the names and figures of each report."""
    holders: dict[str, set[str]] = {}
    for report_id, keys in specific.items():
        for key in keys:
            holders.setdefault(key, set()).add(report_id)
    return holders


def attach(
    groups: list[list[str]],
    found: Mapping[Ids, Alike],
    holders: Mapping[str, set[str]],
    belongs: Callable[[str, Sequence[str]], bool],
    settings: Settings,
) -> tuple[list[list[str]], list[Ids]]:
    """(the groups, with single reports joined to the one story whose own names they carry; pairs that join them, not in `found`).

    A hospital's notice shares no sentence with the reports of the accident and only one name: that of the
    place. That joins it where most of the story's reports have the name, nothing outside the story has it,
    and a second figure or name of the story is there too.

    Args:
        holders: of each name and figure all the reports that carry it.
        belongs: says of a report with a name of a story, and of that story's reports, what `belongs_to` says; asked of few.
    """
    stories = [g for g in groups if len(g) >= settings.match_attach_reports]
    story_of = {member: n for n, story in enumerate(stories) for member in story}
    alone = {g[0] for g in groups if len(g) == 1}
    # Of each single report the stories most of whose reports have a name that else only it has.
    named: dict[str, set[int]] = {}
    for held in holders.values():
        outside = held & alone
        if len(outside) != 1 or len(held) < 2:
            continue
        (single,) = outside
        at = {story_of.get(i, -1) for i in held if i != single}
        if len(at) == 1:
            (story,) = at
            if story >= 0 and len(held) - 1 >= settings.match_attach_share * len(stories[story]):
                named.setdefault(single, set()).add(story)
    beside: dict[str, dict[int, list[Alike]]] = {}
    for (left, right), alike in found.items():
        for one, other in ((left, right), (right, left)):
            if one in alone and other in story_of:
                beside.setdefault(one, {}).setdefault(story_of[other], []).append(alike)
    joined: dict[int, list[str]] = {}
    for single in sorted(named.keys() | beside.keys()):
        dated = {
            n for n, alikes in beside.get(single, {}).items() if _belongs_but_for_its_date(alikes, stories[n], settings)
        }
        told = {n for n in named.get(single, set()) - dated if belongs(single, stories[n])}
        fits = dated | told
        if len(fits) == 1:
            joined.setdefault(min(fits), []).append(single)
    taken = {single for singles in joined.values() for single in singles}
    pairs = [
        (min(single, member), max(single, member))
        for n, singles in joined.items()
        for single in singles
        for member in stories[n][: settings.match_nearest]
    ]
    whole = [sorted(story + joined.get(n, [])) for n, story in enumerate(stories)]
    rest = [g for g in groups if len(g) < settings.match_attach_reports and g[0] not in taken]
    return sorted(whole + rest), sorted(p for p in pairs if p not in found)


def belongs_to(single: Signature, story: Sequence[Signature], compare: Callable[[Signature, Signature], Alike]) -> bool:
    """Whether a report with a name of the story also has a second of its names or figures, and contradicts none of it.

    `compare` says what two reports have in common. `bulk_nearest` says the same of rows of `SIGNED`.
    """
    second = 0
    for key, (bits, _, marked, _) in single.weights.items():
        if marked and bits >= SECOND_BITS and sum(key in m.weights for m in story) >= SECOND_TIMES:
            second += 1
    if second < SECOND_NAMES:
        return False
    return not any(compare(*sorted((single, m), key=lambda s: s.report_id)).near_miss for m in story)


def _belongs_but_for_its_date(alikes: Sequence[Alike], story: Sequence[str], settings: Settings) -> bool:
    """Whether only its date keeps a report out of a story: the day a page was fetched, of years after, is often shown as its own."""
    # Two launches of one rocket years apart are as alike as two reports of one, but for the names.
    named = sum(a.specific >= PLENTY for a in alikes)
    return 2 * named >= len(story) and math.fsum(a.undated for a in alikes) >= settings.match_same_story * len(story)

"""The story's tree as SVG: outlets as lanes, time to the right, an edge per derivation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from retold import kinds
from retold.show.labels import clipped, percent

LANE = 46
COLUMN = 74
LABEL = 190
TOP = 34


class Drawn(NamedTuple):
    """What the drawing needs to know of a node: where it links to and what it says."""

    number: int
    lane: str
    when: str | None
    title: str
    href: str


def time_key(when: str | None) -> str:
    """A key by which dates and times of any zone sort; a day comes before its hours, no date last."""
    if not when:
        return "9999"
    if len(when) > 10:
        try:
            at = datetime.fromisoformat(when)
        except ValueError:
            return when
        return at.astimezone(UTC).isoformat() if at.tzinfo else at.isoformat()
    return when


def draw_tree(story: kinds.Story, drawn: Mapping[str, Drawn], edge_ids: Mapping[tuple[str, str], str]) -> str:
    """The SVG of one story, as markup; every text in it is escaped.

    The axis is by order, not to scale: a column for each time shown, and one more for each generation
    that shares its parent's time, so that a child never lies on its parent.
    """
    nodes = [n for n in drawn if n in set(story.report_ids) | {p.lost_parent_id for p in story.lost_parents}]
    parents: dict[str, list[str]] = {n: [] for n in nodes}
    for d in story.derivations:
        parent = d.parent_id or d.lost_parent_id
        if d.child_id in parents and parent in parents:
            parents[d.child_id].append(parent)
    stamp = {n: time_key(drawn[n].when) for n in nodes}
    for lost in story.lost_parents:
        if not drawn[lost.lost_parent_id].when:
            stamp[lost.lost_parent_id] = min((stamp[c] for c in lost.child_ids if c in stamp), default="9999")
    depth = _depths(nodes, parents, stamp)
    columns = sorted({(stamp[n], depth[n]) for n in nodes})
    x = {n: LABEL + 30 + columns.index((stamp[n], depth[n])) * COLUMN for n in nodes}
    first = {lane: min((x[n], n) for n in nodes if drawn[n].lane == lane) for lane in {drawn[n].lane for n in nodes}}
    lanes = sorted(first, key=lambda lane: (first[lane], lane))
    y = {n: TOP + 24 + lanes.index(drawn[n].lane) * LANE for n in nodes}
    _part_twins(nodes, x, y)
    width, height = LABEL + 70 + len(columns) * COLUMN, TOP + 14 + len(lanes) * LANE
    out = [
        f'<svg class="tree" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>Family tree: {len(story.report_ids)} reports</title>"
    ]
    for row, lane in enumerate(lanes):
        at = TOP + 24 + row * LANE
        out.append(f'<line class="lane" x1="{LABEL}" y1="{at}" x2="{width}" y2="{at}"/>')
        out.append(f'<text x="0" y="{at + 4}"><title>{escape(lane)}</title>{escape(clipped(lane, 25))}</text>')
    out += _ticks(columns, drawn, nodes, stamp, depth)
    for d in story.derivations:
        parent = d.parent_id or d.lost_parent_id or ""
        if parent in x and d.child_id in x:
            out.append(_edge(d, parent, x, y, edge_ids))
    roots = {n for n in nodes if not parents[n]}
    lost_ids = {p.lost_parent_id for p in story.lost_parents}
    for n in nodes:
        kind = "lost" if n in lost_ids else "root" if n in roots else "node"
        label = "?" if n in lost_ids else str(drawn[n].number)
        inside = "number" if kind == "node" else "number onroot"
        out.append(
            f'<a href="#{drawn[n].href}"><title>{escape(drawn[n].title)}</title>'
            f'<circle class="{kind}" cx="{x[n]}" cy="{y[n]}" r="11"/>'
            f'<text class="{inside}" x="{x[n]}" y="{y[n] + 4}">{label}</text></a>'
        )
    out.append("</svg>")
    return "".join(out)


def _depths(nodes: Sequence[str], parents: Mapping[str, list[str]], stamp: Mapping[str, str]) -> dict[str, int]:
    """How many generations of the same stamp stand above each node."""
    depth = dict.fromkeys(nodes, 0)
    for _ in range(len(nodes)):
        changed = False
        for n in nodes:
            wanted = max((depth[p] + 1 for p in parents[n] if stamp[p] == stamp[n]), default=0)
            if wanted > depth[n]:
                depth[n], changed = wanted, True
        if not changed:
            break
    return depth


def _part_twins(nodes: Sequence[str], x: dict[str, int], y: dict[str, int]) -> None:
    """Nudges apart nodes that would lie on one another."""
    taken: dict[tuple[int, int], int] = {}
    for n in nodes:
        place = (x[n], y[n])
        taken[place] = taken.get(place, 0) + 1
        x[n] += (taken[place] - 1) * 24


def _ticks(
    columns: Sequence[tuple[str, int]],
    drawn: Mapping[str, Drawn],
    nodes: Sequence[str],
    stamp: Mapping[str, str],
    depth: Mapping[str, int],
) -> list[str]:
    out = []
    day_before = None
    for n, (when, generation) in enumerate(columns):
        if generation:
            continue
        day, clock = (when[:10], when[11:16]) if when != "9999" else ("no date", "")
        clock += " UTC" if clock and when.endswith("+00:00") else ""
        label = clock if clock and day == day_before else day
        if clock and day != day_before:
            out.append(f'<text class="tick" x="{LABEL + 8 + n * COLUMN}" y="25">{escape(clock)}</text>')
        at = 25 if label == clock else 11
        out.append(f'<text class="tick" x="{LABEL + 8 + n * COLUMN}" y="{at}">{escape(label)}</text>')
        day_before = day
    return out


def _edge(
    d: kinds.Derivation,
    parent: str,
    x: Mapping[str, int],
    y: Mapping[str, int],
    edge_ids: Mapping[tuple[str, str], str],
) -> str:
    x1, y1, x2, y2 = x[parent], y[parent], x[d.child_id], y[d.child_id]
    if y1 == y2:
        path = f"M{x1},{y1} C{x1 + 12},{y1 - 26} {x2 - 12},{y2 - 26} {x2},{y2}"
    else:
        bend = max(24, abs(x2 - x1) // 2)
        path = f"M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"
    weak = " weak" if d.confidence < 0.6 else ""
    title = f"{d.relation}, {percent(d.confidence)}"
    width = round(1.2 + 2.2 * d.confidence, 1)
    shape = f'<path class="edge{weak}" d="{path}" stroke-width="{width}"/><path class="hit" d="{path}"/>'
    href = edge_ids.get((parent, d.child_id))
    return f'<a href="#{href}"><title>{escape(title)}</title>{shape}</a>' if href else shape

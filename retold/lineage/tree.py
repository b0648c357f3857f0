"""The best tree: each report's best parent, or none, so that nobody is their own ancestor.

Chu & Liu (1965), Edmonds (1967): the maximum spanning arborescence under a virtual root that costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

ROOT = ""


def best_tree(nodes: list[str], scores: Mapping[tuple[str, str], float]) -> dict[str, str | None]:
    """Child -> parent, or None for a root.

    Args:
        scores: (parent, child) -> how much better this parent is than none; pairs that are not there, and
            those not above zero, are never chosen. Ties go to the lesser id.
    """
    edges = {(p, c): s for (p, c), s in scores.items() if s > 0 and p != c}
    for node in nodes:
        edges[ROOT, node] = 0.0
    chosen = _arborescence(sorted(nodes), edges)
    return {node: (chosen[node] or None) for node in sorted(nodes)}


def _arborescence(nodes: list[str], edges: dict[tuple[str, str], float]) -> dict[str, str]:
    best: dict[str, tuple[float, str]] = {}
    for (parent, child), score in sorted(edges.items()):
        if child not in best or score > best[child][0]:
            best[child] = (score, parent)
    cycle = _cycle({child: parent for child, (_, parent) in best.items()})
    if not cycle:
        return {child: parent for child, (_, parent) in best.items()}
    inside = set(cycle)
    knot = "\x00" + min(cycle)
    contracted: dict[tuple[str, str], float] = {}
    enters: dict[str, tuple[str, str]] = {}
    leaves: dict[str, str] = {}
    for (parent, child), score in sorted(edges.items()):
        if child in inside and parent in inside:
            continue
        if child in inside:
            gain = score - best[child][0]
            if (parent, knot) not in contracted or gain > contracted[parent, knot]:
                contracted[parent, knot] = gain
                enters[parent] = (parent, child)
        elif parent in inside:
            if (knot, child) not in contracted or score > contracted[knot, child]:
                contracted[knot, child] = score
                leaves[child] = parent
        else:
            contracted[parent, child] = score
    rest = [n for n in nodes if n not in inside] + [knot]
    chosen = _arborescence(sorted(rest), contracted)
    result = {child: best[child][1] for child in inside}
    for child, parent in chosen.items():
        if child == knot:
            real_parent, real_child = enters[parent]
            result[real_child] = real_parent
        else:
            result[child] = leaves[child] if parent == knot else parent
    return result


def _cycle(parent_of: Mapping[str, str]) -> list[str]:
    """A cycle of `parent_of`, or nothing."""
    done: set[str] = set()
    for start in sorted(parent_of):
        path: list[str] = []
        seen: dict[str, int] = {}
        node = start
        while node in parent_of and node not in done and node not in seen:
            seen[node] = len(path)
            path.append(node)
            node = parent_of[node]
        if node in seen:
            return path[seen[node] :]
        done.update(path)
    return []


def ancestors(parents: Mapping[str, list[str]], node: str) -> set[str]:
    """All that `node` descends from."""
    found: set[str] = set()
    rest = list(parents.get(node, []))
    while rest:
        parent = rest.pop()
        if parent not in found:
            found.add(parent)
            rest += parents.get(parent, [])
    return found

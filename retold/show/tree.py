"""The story's family tree as nodes: one parent each to be drawn under, the other parents named."""

from __future__ import annotations

from dataclasses import dataclass, field

from retold import kinds


@dataclass
class Node:
    """A report, or a lost parent, with the derivation it hangs by."""

    node_id: str
    lost: kinds.LostParent | None = None
    hangs_by: kinds.Derivation | None = None
    also_from: list[kinds.Derivation] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


def grow_tree(story: kinds.Story, when: dict[str, str]) -> list[Node]:
    """The roots of the story's tree, children below them, each in order of `when` (report_id -> time) and id.

    A child with several parents hangs by the one of most confidence.
    """
    nodes = {i: Node(i) for i in story.report_ids}
    for lost in story.lost_parents:
        nodes[lost.lost_parent_id] = Node(lost.lost_parent_id, lost=lost)
    by_child: dict[str, list[kinds.Derivation]] = {}
    for derivation in story.derivations:
        by_child.setdefault(derivation.child_id, []).append(derivation)
    hung = set()
    for child_id, found in by_child.items():
        found = sorted(found, key=lambda d: (-d.confidence, d.parent_id or d.lost_parent_id or ""))
        node = nodes[child_id]
        for derivation in found:
            parent = nodes.get(derivation.parent_id or derivation.lost_parent_id or "")
            if parent is None:
                continue
            if node.hangs_by is None:
                node.hangs_by = derivation
                parent.children.append(node)
                hung.add(child_id)
            else:
                node.also_from.append(derivation)
    for lost in story.lost_parents:
        parents = [p for p in lost.parent_ids if p in nodes]
        if parents:
            nodes[parents[0]].children.append(nodes[lost.lost_parent_id])
            hung.add(lost.lost_parent_id)

    def order(node: Node) -> tuple[str, str]:
        return (when.get(node.node_id) or "9", node.node_id)

    for node in nodes.values():
        node.children.sort(key=order)
    return sorted((n for i, n in nodes.items() if i not in hung), key=order)

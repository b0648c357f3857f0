"""Reports -> Pair -> StoryMember: which reports tell the same story."""

from retold.match.pairs import find_pairs
from retold.match.stories import group_stories

__all__ = ["find_pairs", "group_stories"]

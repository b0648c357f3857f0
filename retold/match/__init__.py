"""Reports -> Pair -> StoryMember: which reports tell the same story."""

from retold.match.pairs import find_pairs
from retold.match.partners import choose_partners
from retold.match.stories import group_stories

__all__ = ["choose_partners", "find_pairs", "group_stories"]

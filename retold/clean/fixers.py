"""What extraction breaks in a text, as small functions text -> changes, in the order they run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from retold.clean.characters import (
    fix_entities,
    fix_glued_words,
    fix_invisible,
    fix_ligatures,
    fix_mojibake,
    fix_run_together,
    mark_replacements,
)
from retold.clean.draft import Change
from retold.clean.glue import split_glued_fields
from retold.clean.loops import fix_loops
from retold.clean.markup import fix_emphasis, fix_latex, strip_marks
from retold.clean.wraps import fix_hard_wraps, mark_columns, mark_lost_hyphens
from retold.settings import Settings

Fixer = Callable[..., list[Change]]  # of a text

# Characters are right before words are looked at, a formula is prose before its words are compared, and marks are
# gone before lines are measured. No Markdown library: CommonMark reads "\," as an escaped comma, and gives no places.
FOR_ANY_TEXT: Sequence[Fixer] = (
    fix_mojibake,
    fix_entities,
    fix_invisible,
    fix_ligatures,
    mark_replacements,
    fix_latex,
    fix_emphasis,
    fix_loops,
)
# A web page's marks are its reader's business, and its lines are not set to a width.
FOR_PLAIN_TEXT: Sequence[Fixer] = (
    fix_mojibake,
    fix_entities,
    fix_invisible,
    fix_ligatures,
    mark_replacements,
    fix_latex,
    fix_emphasis,
    strip_marks,
    fix_loops,
    mark_columns,
    mark_lost_hyphens,
    fix_hard_wraps,
    split_glued_fields,
    fix_glued_words,
    fix_run_together,
)
# These have thresholds that a user may move.
_TUNED = frozenset((fix_loops, mark_columns, mark_lost_hyphens, fix_hard_wraps))


def fixers_for(plain: bool, settings: Settings) -> list[Fixer]:
    """The fixers of a text form (`plain`) or of any other, in the order they run, each a function of the text alone."""
    chosen = FOR_PLAIN_TEXT if plain else FOR_ANY_TEXT
    return [partial(fix, settings=settings) if fix in _TUNED else fix for fix in chosen]

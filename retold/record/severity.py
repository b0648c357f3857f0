"""How much each type of discrepancy weighs, in one table.

High: the reader of the child would act or judge otherwise (a sense turned round, a figure, who said it, how sure
it is). Medium: something of substance is gone, new or in another place. Low: wording, order and presentation, and
whatever a comparer is not sure of. A comparer may give one finding less than its type has, with its reason there.
"""

from __future__ import annotations

from typing import Final

from retold import kinds
from retold.record.comparing import Severity

SEVERITY: Final[dict[kinds.DiscrepancyType, Severity]] = {
    "quote_altered": "high",
    "polarity_changed": "high",
    "number_changed": "high",
    "unit_changed": "high",
    "trend_reversed": "high",
    "attribution_shifted": "high",
    "modality_strengthened": "high",
    "condition_dropped": "high",
    "name_changed": "high",
    "hedge_changed": "medium",
    "hedge_dropped": "medium",
    "modality_weakened": "medium",
    "attribution_lost": "medium",
    "attribution_gained": "medium",
    "conflation": "medium",
    "agent_changed": "medium",
    "location_changed": "medium",
    "time_changed": "medium",
    "list_item_dropped": "medium",
    "statement_dropped": "medium",
    "participant_dropped": "medium",
    "participant_changed": "medium",
    "title_changed": "medium",
    "scope_changed": "medium",
    "qualifier_dropped": "medium",
    "predicate_changed": "medium",
    "unsupported_addition": "medium",
    "link_added": "medium",
    "quote_truncated": "low",
    "hedge_added": "low",
    "term_changed": "low",
    "detail_dropped": "low",
    "presupposition_added": "low",
    "cue_strengthened": "low",
    "cue_weakened": "low",
    "headline_reframed": "low",
}

# Types that say which of two is the later: given only where lineage knows who took it from whom.
DIRECTED: Final[frozenset[str]] = frozenset(
    t for t in SEVERITY if t.endswith(("_dropped", "_added", "_addition", "_lost", "_gained", "_truncated"))
) | {
    "modality_strengthened",
    "modality_weakened",
    "cue_strengthened",
    "cue_weakened",
    "headline_reframed",
    "trend_reversed",
    "conflation",
    "unsupported_addition",
}

# What hides what, where two findings touch the same words on both sides: the earlier type explains the later.
ORDER: Final[tuple[kinds.DiscrepancyType, ...]] = tuple(SEVERITY)

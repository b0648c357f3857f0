"""How much each type of discrepancy weighs, in one table.

High: the reader of the child would act or judge otherwise (a sense turned round, a figure, who said it, how sure
it is). Medium: something of substance is gone, new or in another place. Low: wording, order and presentation, and
whatever a comparer is not sure of. A comparer may give one finding less than its type has, with its reason there.
"""

from __future__ import annotations

from typing import Final

import msgspec

from retold import kinds
from retold.record.comparing import Severity


class Weight(msgspec.Struct, frozen=True, gc=False, order=True):
    """The severity of a type, and what the type means in one sentence."""

    severity: Severity
    meaning: str


# In the order in which one finding hides another that touches the same words: the earlier type explains the later.
TYPES: Final[dict[kinds.DiscrepancyType, Weight]] = {
    "quote_altered": Weight(
        "high",
        "Words inside quotation marks are not those of the parent; medium where the parent tells them in its own words.",
    ),
    "polarity_changed": Weight(
        "high",
        "A sense is turned round: a negator on one side only, or an opposite in the same place; medium where somebody who declined to speak is told as speaking.",
    ),
    "number_changed": Weight(
        "high",
        "The same slot holds another figure, or two figures changed places; medium where a range is told as one of its ends.",
    ),
    "unit_changed": Weight(
        "high", "The same number with another unit, or for another length of time: a year, a month."
    ),
    "trend_reversed": Weight("high", "What rose falls, or the other way round."),
    "attribution_shifted": Weight(
        "high",
        "The same words or content, under another speaker; low where either is a mere pronoun, and for an estimate; medium for what he is told to want.",
    ),
    "modality_strengthened": Weight(
        "high",
        "Something is told as surer: may becomes will, a plan becomes a deed, an open question is settled; medium where no sign of a thing becomes no such thing.",
    ),
    "condition_dropped": Weight(
        "high",
        "An if, an unless or a subject to is gone, or told as a fact, and what hung on it is kept; medium where a part of it is kept.",
    ),
    "name_changed": Weight("high", "Another name, or another spelling of it; other vowels alone count as low."),
    "hedge_changed": Weight(
        "medium", "The same figure with another bound; high where above and below are exchanged, else low."
    ),
    "hedge_dropped": Weight(
        "medium", "Up to, at least, alleged, likely: the caution is gone; low in a headline, and for about and nearly."
    ),
    "modality_weakened": Weight("medium", "Something is told as less sure."),
    "attribution_lost": Weight(
        "medium",
        "What somebody says in the parent the report itself says; low where it quotes the speaker on something else.",
    ),
    "attribution_gained": Weight(
        "medium",
        "What the parent itself tells is put in somebody's mouth; low where the parent quotes him on anything.",
    ),
    "conflation": Weight("medium", "What two speakers say is told as the words of one."),
    "agent_changed": Weight(
        "medium", "Another one does it: the leaders sign, not the delegations; high where the two are exchanged."
    ),
    "location_changed": Weight(
        "medium", "Another place in the same slot, or an event put where no sentence of the parent puts it."
    ),
    "time_changed": Weight(
        "medium", "Another date, time or zone, an end for a beginning, or something done earlier told as part of this."
    ),
    "list_item_dropped": Weight("medium", "A member of a list is gone."),
    "statement_dropped": Weight(
        "medium",
        "What somebody says is gone; medium where a child that retells most of its parent lets the speaker say nothing, and where it is a denial of what the child keeps, else low.",
    ),
    "participant_dropped": Weight(
        "medium",
        "Somebody named as taking part is gone, from the report or from the sentence that names the others; low where the child retells only a part of its parent.",
    ),
    "participant_changed": Weight(
        "medium",
        "Somebody else is named as taking part or as doing it: the ambassador of another country, the minister for her predecessor.",
    ),
    "title_changed": Weight(
        "medium", "Another office or calling for the same person; low where one of them speaks for somebody."
    ),
    "scope_changed": Weight(
        "medium",
        "Another share of the same things, a part told as the whole, or another field of a superlative or none; low where the part is only a part of a region.",
    ),
    "qualifier_dropped": Weight(
        "medium",
        "A word that narrows a term, or a day that limits a promise, is gone; low where the word is not one that always narrows.",
    ),
    "predicate_changed": Weight(
        "low",
        "Another verb for the same object, and no synonym; medium where asking becomes ordering, where what was put off is told as over and where another step was taken; high where harm is told as graver or less grave.",
    ),
    "unsupported_addition": Weight(
        "medium",
        "Words that nothing in the parent supports; medium where two or more narrow a noun and where one accuses, else low.",
    ),
    "link_added": Weight(
        "medium",
        "One thing is told as bringing about the other; low where only the verb suggests it, and for because where the parent has after.",
    ),
    "quote_truncated": Weight(
        "low",
        "A quotation ends or begins inside the sentence that was said; medium where it ends before a but or begins behind an if.",
    ),
    "hedge_added": Weight("low", "A caution that the parent does not have."),
    "term_changed": Weight("low", "Another noun in the place of a noun; medium inside a list."),
    "detail_dropped": Weight("low", "A sentence or stretch without a speaker is gone."),
    "presupposition_added": Weight(
        "low", "The word for saying takes something for granted: reaffirmed; medium for admitted."
    ),
    "cue_strengthened": Weight("low", "A stronger word for saying."),
    "cue_weakened": Weight("low", "A weaker word for saying."),
    "headline_reframed": Weight(
        "low",
        "The headline turns to something else; medium where it tells as a fact what the parent only has as a claim, with a doubt, a condition, or under a negator.",
    ),
}
SEVERITY: Final[dict[kinds.DiscrepancyType, Severity]] = {t: w.severity for t, w in TYPES.items()}

# Types that say which of two is the later: given only where lineage knows who took it from whom.
DIRECTED: Final[frozenset[str]] = frozenset(
    t for t in SEVERITY if t.endswith(("_dropped", "_added", "_addition", "_lost", "_gained", "_truncated"))
) | {
    "modality_strengthened",
    "modality_weakened",
    "cue_strengthened",
    "cue_weakened",
    "headline_reframed",
    "conflation",
    "unsupported_addition",
}

ORDER: Final[tuple[kinds.DiscrepancyType, ...]] = tuple(SEVERITY)

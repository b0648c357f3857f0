"""The nouns of Retold: frozen structs that every room takes and gives.

Offsets are half-open and count Unicode code points. In every struct here they count
in the *decoded source* (`Source.text`) except where a docstring says "in text":
those count in `Report.text` and are used inside a room only.

The shapes that leave the program are promised in docs/schema.json, which is made from
this module. A value that the text does not give is None or an empty list.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A half-open stretch of the decoded source, in code points."""

    start: int
    end: int


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """Where a stretch of `Report.text` stands in the source, and what was done to it.

    `copy` means equal character for character. A `gap` holds no words.
    """

    text_start: int
    text_end: int
    source_start: int
    source_end: int
    op: Literal["copy", "unescape", "recode", "unwrap", "strip", "join", "gap"]


class Noun(msgspec.Struct, frozen=True):
    """What the structs below have in common: frozen, compared by value."""


# ---------------------------------------------------------------- read: files -> Source


class Witness(Noun, frozen=True, kw_only=True):
    """A place that states a field: where it stands, what it says, whether it was believed."""

    field: str
    value: str
    span: Span | None = None
    where: Literal["json-ld", "meta", "visible", "text", "file", "user"]
    chosen: bool = False
    why: str = ""


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A place on a page of a PDF, in points from its lower left corner."""

    left: int
    bottom: int
    right: int
    top: int


class Block(Noun, frozen=True, kw_only=True):
    """A stretch of `Source.running` that the form marks off: a paragraph, a heading, a caption.

    `start` and `end` count in `Source.running`. Text forms have one block of kind `text`:
    what is a heading or a caption there is for the room clean to find. Of a PDF there is one for each
    column of a page, with its place there.
    """

    start: int
    end: int
    kind: Literal["text", "heading", "paragraph", "item", "quote", "caption", "cell"]
    level: int = 0
    page: int | None = None  # from 1
    box: Box | None = None


class Dropped(Noun, frozen=True, kw_only=True):
    """A stretch of the source that is in no report text and no field, with the reason."""

    span: Span
    reason: str


class Source(Noun, frozen=True, kw_only=True):
    """A report as it was found: the decoded text and what its form says about it.

    `text` is the decoded source, to which every span counts. `running` is the text that the
    form's reader recovered (the article of a web page; for text forms it equals `text`) and
    `segments` map `running` to `text`, their text offsets counting in `running`.
    """

    source_id: str  # report_id to be: hash of (bytes, locator), and of the ordinal of a copy
    path: str
    locator: str = ""
    row_id: str | None = None
    sha256: str
    media_type: str
    charset: str = "utf-8"
    copy_of: str | None = None
    text: str
    running: str
    segments: list[Segment]
    blocks: list[Block]
    witnesses: list[Witness] = []
    dropped: list[Dropped] = []
    defects: list[Defect] = []


class Skipped(Noun, frozen=True, kw_only=True):
    """A file, or a part of one, that no report could be made from."""

    path: str
    locator: str = ""
    reason: str


# ---------------------------------------------------------------- clean: Source -> Report

DateRole = Literal["published", "modified", "dateline", "printed", "scraped", "caption"]
DefectKind = Literal[
    "latex_math_text",
    "generation_loop",
    "split_sentence",
    "emphasis_in_token",
    "dehyphenation",
    "hard_wrap",
    "metadata_glue",
    "mojibake",
    "doubled_block",
    "glued_words",
    "entity",
    "columns_mixed",
    "truncated",
    "replacement_character",
]
SentenceRole = Literal["headline", "lead", "body", "caption", "subhead", "note"]


class ReportDate(Noun, frozen=True, kw_only=True):
    """A date that the report's frame shows, by its role."""

    role: DateRole
    value: str  # ISO date or time; with the shown offset where one is shown
    shown: str
    span: Span | None = None
    chosen: bool = False
    why: str = ""


class Dateline(Noun, frozen=True, kw_only=True):
    """Place, date and agency that open a story: "LAGOS, March 3 (Reuters) -"."""

    place: str | None = None
    date: str | None = None
    agency: str | None = None
    span: Span


class Byline(Noun, frozen=True, kw_only=True):
    """Somebody named as author."""

    name: str
    role: str = "author"
    span: Span | None = None


class Credit(Noun, frozen=True, kw_only=True):
    """An agency or outlet named as where the report, or its picture, came from."""

    agency: str
    kind: Literal["agency", "republished", "compiled", "photo"]
    span: Span | None = None
    shown: str | None = None  # the line that says so: "Sources Xinhua"


class Sentence(Noun, frozen=True, kw_only=True):
    """A sentence of `Report.text`. `start` and `end` are in text; `spans` are its pieces in the source."""

    sentence_id: str
    role: SentenceRole
    start: int
    end: int
    spans: list[Span]
    paragraph: int = 0


class Repair(Noun, frozen=True, kw_only=True):
    """A change that recovered what extraction broke. `before` is the source at `span`."""

    fixer: str
    span: Span
    before: str
    after: str


class Defect(Noun, frozen=True, kw_only=True):
    """Damage found in the source. `kept_span` is what was kept of it; `lost` is how much is missing."""

    kind: DefectKind
    span: Span
    kept_span: Span | None = None
    lost: str = "none"  # none | unknown | a number of characters
    note: str = ""


class PagePlace(Noun, frozen=True, kw_only=True):
    """Where a stretch of the source stands in a PDF: a column of a page."""

    span: Span
    page: int  # from 1
    box: Box


class Report(Noun, frozen=True, kw_only=True):
    """One published retelling, recovered: text, sentences, fields, and all that was done to it."""

    report_id: str
    path: str
    locator: str = ""
    source_id: str | None = None
    source_sha256: str
    media_type: str
    copy_of: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    headline: str | None = None
    published: str | None = None
    dates: list[ReportDate] = []
    dateline: Dateline | None = None
    bylines: list[Byline] = []
    credits: list[Credit] = []
    witnesses: list[Witness] = []
    text: str
    sentences: list[Sentence]
    segments: list[Segment]
    repairs: list[Repair] = []
    defects: list[Defect] = []
    dropped: list[Dropped] = []
    pages: list[PagePlace] = []  # of a PDF: every column of every page

    @property
    def from_whom(self) -> str | None:
        """The name it would be credited by: its outlet's, or of one that names none the agency's of its dateline.

        An outlet that prints an agency's copy is not the agency, and no more is who says that he republishes.
        """
        if self.outlet or any(c.kind == "republished" for c in self.credits):
            return self.outlet
        return self.dateline.agency if self.dateline else None


# ---------------------------------------------------------------- facts: Report -> Facts

CueClass = Literal["neutral", "factive", "emphatic", "performative"]
StatementForm = Literal["direct", "indirect", "mixed", "according_to"]
Bound = Literal[
    "exact", "approximately", "more_than", "less_than", "at_least", "up_to", "nearly", "ordinal", "vague", "label"
]


class Statement(Noun, frozen=True, kw_only=True):
    """Who said what. The narrator's own sentences are not statements.

    `speaker` holds canonical names ("Xi Jinping" for "he"), several where several speak. `by` names the user's
    model where one found the statement; our own have none.
    """

    speaker: list[str]
    speaker_span: Span | None = None
    cue: str | None = None
    cue_class: CueClass = "neutral"
    cue_span: Span | None = None
    content_spans: list[Span]
    form: StatementForm
    by: str | None = None


class Quantity(Noun, frozen=True, kw_only=True):
    """A figure. `asserted_by` None means that the narrator asserts it."""

    span: Span
    value: float | None
    unit: str | None = None  # ISO currency, "percent", "person", else a singular noun
    bound: Bound = "exact"
    of: str | None = None
    change: str | None = None  # up | down | change
    asserted_by: str | None = None


class DateMention(Noun, frozen=True, kw_only=True):
    """A date or time in the report; `value` is TIMEX3."""

    span: Span
    value: str
    kind: Literal["date", "time", "duration", "set"] = "date"


class Person(Noun, frozen=True, kw_only=True):
    """Somebody named, under the fullest name that the report gives."""

    name: str
    titles: list[str] = []
    mentions: list[Span]


class Organisation(Noun, frozen=True, kw_only=True):
    """An organisation named, with the acronym that the report gives it."""

    name: str
    acronym: str | None = None
    type: str | None = None
    mentions: list[Span]


class Place(Noun, frozen=True, kw_only=True):
    """A place named in a place's role (a city in an organisation's name is none)."""

    name: str
    type: str | None = None
    mentions: list[Span]


class Labelled(Noun, frozen=True, kw_only=True):
    """A member of a list, as the text labels it."""

    label: str
    span: Span


class ListFact(Noun, frozen=True, kw_only=True):
    """A list that the report gives: "five principles: ...", "fields covering ..."."""

    of: str | None
    members: list[Labelled]
    stated_count: int | None = None


class Agreement(Noun, frozen=True, kw_only=True):
    """Something signed or agreed: what, how many, by whom, over which fields."""

    what: str
    count: float | None = None
    bound: Bound | None = None
    parties: list[str] = []
    signatories: list[str] = []
    span: Span
    fields: list[Labelled] = []


class Initiative(Noun, frozen=True, kw_only=True):
    """A named initiative, plan or programme."""

    name: str
    acronym: str | None = None
    by: str | None = None
    rank: int | None = None
    name_span: Span
    aim: str | None = None
    members: list[Labelled] = []
    stated_count: int | None = None


class Event(Noun, frozen=True, kw_only=True):
    """Something that happened, typed by PLOVER's names plus STATE and SIGN."""

    type: str
    participants: list[str] = []
    place: str | None = None
    date: str | None = None
    span: Span
    plover: str | None = None


class Facts(Noun, frozen=True, kw_only=True):
    """All that one report puts on record."""

    statements: list[Statement] = []
    quantities: list[Quantity] = []
    dates: list[DateMention] = []
    people: list[Person] = []
    organisations: list[Organisation] = []
    places: list[Place] = []
    lists: list[ListFact] = []
    agreements: list[Agreement] = []
    initiatives: list[Initiative] = []
    events: list[Event] = []


class ReportFacts(Noun, frozen=True, kw_only=True):
    """A row of the facts table."""

    report_id: str
    facts: Facts


# ---------------------------------------------------------------- a corpus run: reports by the hundred thousand


class CorpusReport(Noun, frozen=True, kw_only=True):
    """A report of a corpus run as its input states it, nothing recovered; the text is in `CorpusText`."""

    report_id: str
    source_id: str | None = None  # the row's own id
    path: str
    locator: str = ""
    copy_of: str | None = None
    outlet: str | None = None
    url: str | None = None
    headline: str | None = None
    published: str | None = None


class CorpusText(Noun, frozen=True, kw_only=True):
    """The running text of a report of a corpus run; without segments it is the decoded source."""

    report_id: str
    text: str
    segments: list[Segment] = []


# ---------------------------------------------------------------- match: -> Pair -> StoryMember


class Pair(Noun, frozen=True, kw_only=True):
    """Two reports worth comparing, `left_id` < `right_id`, and what they have in common."""

    left_id: str
    right_id: str
    shared_ngrams: int  # word 5-grams that both have, each counted once
    containment: float  # of the smaller one's rarity-weighted word mass that the other has
    names: float  # rarity-weighted share of names in common, 0..1
    figures: int  # figures (value and unit) in common
    same_story: bool
    why: str = ""


class StoryMember(Noun, frozen=True, kw_only=True):
    """A report's place in exactly one story."""

    report_id: str
    story_id: str


# ---------------------------------------------------------------- align: Pair -> Passage, Link


class Passage(Noun, frozen=True, kw_only=True):
    """A span that two reports share word for word, nearly, or in other words."""

    left_id: str
    right_id: str
    left_span: Span
    right_span: Span
    score: float
    same_words: int


class Link(Noun, frozen=True, kw_only=True):
    """Two sentences that say the same or part of the same; no direction.

    `left_rank` is 1 where `right_sentence` is the best counterpart of `left_sentence`, 2 where it covers
    what the best one left over, 0 where it was chosen from the other side only; `right_rank` likewise.
    `left_cover` is the rarity-weighted share of the left sentence's words that the right one has.
    """

    left_id: str
    right_id: str
    left_sentence: str
    right_sentence: str
    left_rank: int
    right_rank: int
    left_cover: float
    right_cover: float
    score: float


# ---------------------------------------------------------------- lineage: who from whom

EvidenceKind = Literal[
    "credit_line",
    "agency_slug",
    "shared_error",
    "shared_deviation",
    "shared_wording",
    "verbatim_sentence",
    "detail_only_in_parent",
    "figure_carried",
    "content_order",
    "paragraph_moved",
    "merged_sentences",
    "quote_trimmed",
    "quote_reordered",
    "direct_to_indirect",
    "acronym_expanded",
    "hedge_lost",
    "condition_lost",
    "qualifier_lost",
    "update_note",
    "correction_note",
    "timestamp_veto",
    "timestamp_contradicted",
    "private_facts_on_both_sides",
    "residue",
    "own_reporting",
    "learned",
]


class Evidence(Noun, frozen=True, kw_only=True):
    """One reason for (positive `weight`) or against (negative) a derivation, in both texts."""

    kind: EvidenceKind
    weight: float
    detail: str
    child_spans: list[Span] = []
    parent_spans: list[Span] = []


class RunnerUp(Noun, frozen=True, kw_only=True):
    """The parent that nearly was, and why it lost."""

    parent_id: str
    confidence: float
    why_not: str


# How closely a text keeps to another: copied or lightly edited, told in other words, or a text of its own.
Wording = Literal["close", "loose", "own"]


class Derivation(Noun, frozen=True, kw_only=True):
    """Parent -> child; a child with several parents has a row for each."""

    child_id: str
    parent_id: str | None = None
    lost_parent_id: str | None = None
    relation: Literal["wholly", "partially", "republication", "update", "correction"]
    confidence: float
    evidence: list[Evidence]
    runner_up: RunnerUp | None = None
    wording: Wording | None = None  # None under a lost parent, whose wording nobody knows
    follows: float | None = None  # share of the child that follows the parent sentence by sentence, 0..1


class ReportSpan(Noun, frozen=True, kw_only=True):
    """A span in a named report."""

    report_id: str
    span: Span


class LostParent(Noun, frozen=True, kw_only=True):
    """A text that several reports share but none has; `name` is the agency that they credit for it, if they do."""

    lost_parent_id: str
    name: str | None = None
    child_ids: list[str]
    parent_ids: list[str] = []
    must_contain: list[ReportSpan] = []
    existed_by: str | None = None


class Undecided(Noun, frozen=True, kw_only=True):
    """Two reports of one story between which no derivation is claimed, with the reason."""

    left_id: str
    right_id: str
    verdict: Literal["common_source", "independent", "undecided"]
    reason: str
    evidence: list[Evidence] = []
    wording: Wording | None = None  # of the one that keeps closer to the other


class Origins(Noun, frozen=True, kw_only=True):
    """The first-hand reporting efforts in a story."""

    count: int
    roots: list[str]
    lost: list[str] = []
    explanation: str


class Lineage(Noun, frozen=True, kw_only=True):
    """A row of the lineage table: who took it from whom in one story."""

    story_id: str
    derivations: list[Derivation]
    lost_parents: list[LostParent] = []
    undecided: list[Undecided] = []
    origins: Origins


# ---------------------------------------------------------------- align: collation

RowRelation = Literal["verbatim", "near-verbatim", "reworded", "condensed", "added", "dropped"]


class Edit(Noun, frozen=True, kw_only=True):
    """A word-level change inside a row."""

    op: Literal["keep", "replace", "drop", "add"]
    child_span: Span | None = None
    parent_span: Span | None = None


class Row(Noun, frozen=True, kw_only=True):
    """A row of a collation: sentences of the child against sentences of the parent."""

    child: list[str]
    parent: list[str]
    relation: RowRelation
    moved: bool = False
    edits: list[Edit] = []


class Edge(Noun, frozen=True, kw_only=True):
    """Two reports to be set side by side: a derivation, or (not `directed`) two that share sentences only.

    `left_id` < `right_id` are the same two reports as `parent_id` and `child_id`.
    """

    story_id: str
    left_id: str
    right_id: str
    parent_id: str
    child_id: str
    directed: bool


class Collation(Noun, frozen=True, kw_only=True):
    """The aligned table of parent and child. Where `directed` is false the two are only set side by side."""

    story_id: str
    left_id: str
    right_id: str
    parent_id: str
    child_id: str
    directed: bool
    rows: list[Row]


# ---------------------------------------------------------------- record


class RecordItem(Noun, frozen=True, kw_only=True):
    """One thing on record in a story, with every report that carries it."""

    item: str
    mentions: list[ReportSpan]
    first: str
    reports: int
    origins: int


class StoryItems(Noun, frozen=True, kw_only=True):
    """The story's record, by kind."""

    statements: list[RecordItem] = []
    quantities: list[RecordItem] = []
    agreements: list[RecordItem] = []
    initiatives: list[RecordItem] = []
    people: list[RecordItem] = []
    organisations: list[RecordItem] = []
    places: list[RecordItem] = []
    events: list[RecordItem] = []


class FigureMention(Noun, frozen=True, kw_only=True):
    """A report's reading of a figure slot."""

    report_id: str
    span: Span
    value: float | None
    bound: Bound
    status: Literal["current", "superseded", "attributed"] = "current"


class Late(Noun, frozen=True, kw_only=True):
    """A report that came out with a figure that was corrected before; hours after, None where a time is not known."""

    report_id: str
    hours: float | None


class Correction(Noun, frozen=True, kw_only=True):
    """A figure corrected by one report and still carried by others."""

    old: float | None
    new: float | None
    fixed_by: str  # report_id
    still_carried_by: list[Late]


class FigureSlot(Noun, frozen=True, kw_only=True):
    """One figure of the story, by report; `correction` where it was corrected and not propagated."""

    slot: str
    verdict: Literal["agree", "update", "correction_not_propagated", "discrepancy"]
    mentions: list[FigureMention]
    correction: Correction | None = None


class QuoteMention(Noun, frozen=True, kw_only=True):
    """A report's rendering of an utterance."""

    report_id: str
    span: Span
    form: Literal["verbatim", "trimmed", "reworded", "reordered", "indirect", "speaker_changed"]


class QuoteSlot(Noun, frozen=True, kw_only=True):
    """One utterance of the story, by report."""

    mentions: list[QuoteMention]


class Ledgers(Noun, frozen=True, kw_only=True):
    """Number by report, quote by report."""

    figures: list[FigureSlot] = []
    quotes: list[QuoteSlot] = []


class Carrier(Noun, frozen=True, kw_only=True):
    """A report that carries a sentence, and in what form."""

    report_id: str
    span: Span
    form: str


class Ancestry(Noun, frozen=True, kw_only=True):
    """The first appearance of a sentence in a story and everyone who carries it."""

    first: ReportSpan
    carriers: list[Carrier]


class Missing(Noun, frozen=True, kw_only=True):
    """A sentence of the parent that the child left out; `weight` is its share of the parent's information."""

    child_id: str
    parent_id: str
    sentence_id: str
    weight: float


DiscrepancyType = Literal[
    # omission
    "statement_dropped",
    "list_item_dropped",
    "participant_dropped",
    "detail_dropped",
    "qualifier_dropped",
    "condition_dropped",
    "hedge_dropped",
    "quote_truncated",
    # addition
    "unsupported_addition",
    "hedge_added",
    "presupposition_added",
    "link_added",
    # number
    "number_changed",
    "unit_changed",
    "trend_reversed",
    # name
    "name_changed",
    "title_changed",
    "agent_changed",
    "term_changed",
    "scope_changed",
    "participant_changed",
    # circumstance
    "location_changed",
    "time_changed",
    "hedge_changed",
    # predicate
    "predicate_changed",
    "polarity_changed",
    "modality_strengthened",
    "modality_weakened",
    # attribution
    "attribution_shifted",
    "attribution_lost",
    "attribution_gained",
    "conflation",
    # presentation
    "cue_strengthened",
    "cue_weakened",
    "quote_altered",
    "headline_reframed",
]


class Discrepancy(Noun, frozen=True, kw_only=True):
    """A row whose two sides do not say the same, with both places and a plain sentence.

    `parent_id` equals `other_id` where the other report is the child's parent.
    """

    type: DiscrepancyType
    severity: Literal["low", "medium", "high"]
    child_id: str
    other_id: str | None = None
    parent_id: str | None = None
    child_spans: list[Span] = []
    parent_spans: list[Span] = []
    explanation: str


class StoryRecord(Noun, frozen=True, kw_only=True):
    """A row of the record table: what one story puts on record."""

    story_id: str
    title: str
    record: StoryItems
    ledgers: Ledgers
    ancestry: list[Ancestry] = []
    missing: list[Missing] = []
    discrepancies: list[Discrepancy] = []


# ---------------------------------------------------------------- record: claims

ClaimVerdict = Literal["supported", "changed", "not_in_other", "undecided"]


class WordPair(Noun, frozen=True, kw_only=True):
    """A word of a claim and the word of the other report that answers it."""

    claim_span: Span
    other_span: Span


class Support(Noun, frozen=True, kw_only=True):
    """A sentence of the other report that speaks for a claim; `cover` is the share of the claim's weight it answers."""

    sentence_id: str
    cover: float
    words: list[WordPair]


class ClaimChange(Noun, frozen=True, kw_only=True):
    """Where a claim and what speaks for it do not say the same, with both readings; `other_spans` empty: nothing there."""

    type: DiscrepancyType
    claim_spans: list[Span] = []
    other_spans: list[Span] = []
    explanation: str


class ClaimClause(Noun, frozen=True, kw_only=True):
    """A clause of a claim with a verdict of its own."""

    span: Span
    verdict: ClaimVerdict
    score: float


class Claim(Noun, frozen=True, kw_only=True):
    """A sentence of one report, and whether another report supports it; no lineage is asked for.

    `score` is the chance, 0..1, that a reader who knows only the other report finds the sentence in it.
    """

    report_id: str
    other_id: str
    sentence_id: str
    verdict: ClaimVerdict
    score: float
    why: str
    support: list[Support] = []
    changes: list[ClaimChange] = []
    clauses: list[ClaimClause] = []


# ---------------------------------------------------------------- a trace, as it leaves the program


class TracedReport(Report, frozen=True, kw_only=True):
    """A report with its facts."""

    facts: Facts


class TracedAlignment(Noun, frozen=True, kw_only=True):
    """A collation inside its story."""

    parent_id: str
    child_id: str
    directed: bool
    rows: list[Row]


class Story(Noun, frozen=True, kw_only=True):
    """The reports of the same events, and how they hang together."""

    story_id: str
    title: str
    report_ids: list[str]
    origins: Origins
    derivations: list[Derivation]
    lost_parents: list[LostParent]
    undecided: list[Undecided]
    passages: list[Passage]
    alignments: list[TracedAlignment]
    record: StoryItems
    ledgers: Ledgers
    ancestry: list[Ancestry]
    missing: list[Missing]
    discrepancies: list[Discrepancy]
    claims: list[Claim] = []  # of `retold compare A B --claims`: the sentences of B held against A


class Run(Noun, frozen=True, kw_only=True):
    """What makes a trace repeatable."""

    version: str
    settings_hash: str
    engine: str
    started: str
    inputs: list[str]


class Trace(Noun, frozen=True, kw_only=True):
    """All that `retold trace` found. The shape of its JSON is docs/schema.json."""

    format: Literal["retold-trace/1"] = "retold-trace/1"
    run: Run
    reports: list[TracedReport]
    skipped: list[Skipped]
    stories: list[Story]

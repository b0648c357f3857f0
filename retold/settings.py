"""Every threshold of Retold, with its unit, default and reason.

A setting's name begins with its room. `--set align_second_cover=0.2` moves one; `settings_hash` of a
run is made from all of them. Steps take the settings as an argument: they are data, not state.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from retold import kinds
from retold.errors import UsageError


def _setting(unit: str, reason: str) -> Meta:
    return Meta(title=unit, description=reason)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The thresholds, each annotated with unit (title) and reason (description)."""

    # read
    read_max_bytes: Annotated[
        int, _setting("bytes", "A single report larger than this is no news report; guess, twice the largest page met.")
    ] = 100_000_000
    read_html_max_chars: Annotated[
        int, _setting("characters", "A page larger than this is a bomb or a dump; trafilatura's own limit is the same.")
    ] = 20_000_000
    read_html_max_tags: Annotated[
        int, _setting("tags", "Past it a page is no article; the largest of 181 benchmark pages has under 20,000.")
    ] = 500_000
    read_html_max_depth: Annotated[
        int,
        _setting("open elements", "Deeper pages are kept from the C parser, which recurses; real ones stay under 60."),
    ] = 200
    read_html_extract_tags: Annotated[
        int,
        _setting("tags", "Larger pages are kept from trafilatura, which took 3 s for 60,000 tags; ours stays linear."),
    ] = 50_000
    read_control_share: Annotated[
        float, _setting("share of characters", "More control characters than this are binary data, not damage; guess.")
    ] = 0.05
    read_undecodable_share: Annotated[
        float, _setting("share of characters", "More undecodable characters than this leave no text to trust; guess.")
    ] = 0.05
    read_article_words: Annotated[
        int, _setting("words", "A page whose longest run of prose is shorter has no article; guess, a one-line brief.")
    ] = 8
    read_pdf_pages: Annotated[
        int, _setting("pages", "A PDF with more is a book or a whole archive, no report; guess.")
    ] = 300
    read_feed_words: Annotated[
        int, _setting("words", "A feed entry's summary is a report from here on; teasers have 20 to 35; guess.")
    ] = 60
    read_fetch_bytes: Annotated[
        int, _setting("bytes", "An answer from the web is read no further; the largest news page met has 5 MB; guess.")
    ] = 20_000_000
    read_fetch_seconds: Annotated[
        float, _setting("seconds", "An answer that takes longer, redirects included, is given up; guess.")
    ] = 30.0
    read_fetch_redirects: Annotated[int, _setting("redirects", "Browsers follow 20, a report needs few; guess.")] = 5
    read_fetch_pause: Annotated[
        float, _setting("seconds", "Between two requests to one host: what polite crawlers leave.")
    ] = 1.0
    read_archive_bytes: Annotated[
        int, _setting("bytes", "An archive unpacks to no more than this in all; guess, ten times a large crawl file.")
    ] = 20_000_000_000
    read_archive_members: Annotated[
        int, _setting("members", "Files read from one archive; guess, more than a year of an outlet.")
    ] = 200_000
    read_archive_ratio: Annotated[
        int,
        _setting(
            "bytes unpacked per byte packed",
            "Past it, and past 10 MB, an archive is a bomb: text packs 3 to 20 to one, deflate can reach 1,032.",
        ),
    ] = 200
    read_batch_chars: Annotated[
        int,
        _setting(
            "characters", "Sources held at a time where reports are streamed; guess, some ten pages of the usual size."
        ),
    ] = 1_000_000
    # clean
    clean_outlets: Annotated[
        str,
        _setting(
            "rows of domain,name,agency (yes or no)",
            "Outlets and agencies that the built-in table lacks or has otherwise; in a file: --set clean_outlets=@my.csv.",
        ),
    ] = ""
    clean_loop_words: Annotated[
        int,
        _setting("words", "Fewer copied words are a refrain; with the next three: 600 made loops, 227 clean articles."),
    ] = 10
    clean_loop_copies: Annotated[
        float, _setting("times the period", "A loop is at least so long; no false alarm in 227 clean articles.")
    ] = 2.4
    clean_loop_sure_copies: Annotated[
        float, _setting("times the period", "From here on a loop needs no more words than clean_loop_words.")
    ] = 3.0
    clean_loop_sure_words: Annotated[
        int, _setting("words", "Under clean_loop_sure_copies so many must be copied: two long sentences said twice.")
    ] = 20
    clean_loop_counted: Annotated[
        int, _setting("copies", "A list that counts (the 4th, the 5th) is no loop until it goes on for so long; guess.")
    ] = 8
    clean_loop_counted_share: Annotated[
        float, _setting("share of steps", "So many of the steps between its numbers must be by one; guess.")
    ] = 0.8
    clean_column_lines: Annotated[
        int, _setting("lines", "Fewer lines with a gap in the middle are a table or a masthead; guess.")
    ] = 4
    clean_column_words: Annotated[
        int, _setting("words", "On each side of the gap; the cells of a table have fewer; guess.")
    ] = 3
    clean_wrap_widest: Annotated[
        int, _setting("characters", "No page sets text wider than this; a longer line is a paragraph; guess.")
    ] = 160
    clean_wrap_longest: Annotated[
        float, _setting("times the width", "A line longer than this was never broken at all; guess.")
    ] = 2.5
    clean_wrap_mid_sentence: Annotated[
        float,
        _setting(
            "share of a block's breaks",
            "So many must fall before a small letter in mid-sentence: in English text nearly all do, in a list few; guess.",
        ),
    ] = 0.4
    # facts
    facts_depth: Annotated[
        Literal["full", "marks"],
        _setting(
            "full or marks",
            "marks are figures, names and credits alone, read some forty times faster: enough to find the stories of a corpus.",
        ),
    ] = "full"
    facts_statement_breadth: Annotated[
        Literal["core", "wide"],
        _setting(
            "core or wide",
            "wide also counts attitudes the narrator tells of (supports, wants), as annotators of attribution do; "
            "a sourced record holds acts of speech alone.",
        ),
    ] = "core"
    facts_statement_sure: Annotated[
        float,
        _setting(
            "chance",
            "The least chance of a statement that the learnt reader of the breadth wide keeps; cross-validated, best F1.",
        ),
    ] = 0.24
    facts_model: Annotated[
        str,
        _setting(
            "a model, or nothing",
            "A model of your own that adds statements: http://host/v1#model (OpenAI-compatible), spacy:pipeline or "
            "python:module:name. Off by default: nothing is ever sent anywhere unasked.",
        ),
    ] = ""
    facts_model_seconds: Annotated[
        float, _setting("seconds", "The longest wait for one answer of it; guess, a large model on one processor.")
    ] = 120.0
    facts_model_chars: Annotated[
        int, _setting("characters", "A longer report is put to it in pieces; guess, a third of a small model's memory.")
    ] = 12_000
    facts_story_days: Annotated[
        int, _setting("days", "A report without a year takes its story's where a day it shows is this near; guess.")
    ] = 14
    # match
    corpus_text: Annotated[
        Literal["running", "repaired"],
        _setting(
            "running or repaired",
            "How a corpus run reads what it groups by: running is the text as it stands, repaired recovers each report as "
            "a trace does, some three times the time of the whole run.",
        ),
    ] = "running"
    match_background_reports: Annotated[
        int,
        _setting(
            "reports",
            "The background list weighs as much as a pile of this size; guess, between 500 and 2000 nothing moves.",
        ),
    ] = 1000
    match_rare_bits: Annotated[
        float, _setting("bits", "A term this rare makes two reports candidates; one report in 128.")
    ] = 7.0
    match_list_cap: Annotated[
        int, _setting("reports", "Up to so many holders of a rare term are compared all with all; bounds the cost.")
    ] = 300
    match_candidate_bits: Annotated[
        float, _setting("bits", "Rare terms in common before two reports are compared; one unlisted name.")
    ] = 9.0
    match_copied_runs: Annotated[
        float,
        _setting(
            "share of the smaller report's 5-grams",
            "From here two reports are copies; other events of one outlet reach .43.",
        ),
    ] = 0.55
    match_specific_weight: Annotated[
        float,
        _setting(
            "score", "What names and figures of the event in common add to the cosine; measured on three labelled sets."
        ),
    ] = 0.5
    match_specific_share: Annotated[
        float,
        _setting("share of names and figures, by rarity", "Below it two reports rich in names tell of two events."),
    ] = 0.2
    match_figure_share: Annotated[
        float,
        _setting(
            "share of the rarer figures of the report with fewer",
            "Up to it two reports may be of two events; above it they are not.",
        ),
    ] = 0.34
    match_template_runs: Annotated[
        float,
        _setting(
            "share of the smaller report's 5-grams",
            "That much wording without one rare figure in common is a template.",
        ),
    ] = 0.15
    match_refilled: Annotated[
        float,
        _setting("share of figures that agree", "At or below it shared sentence frames are a template filled anew."),
    ] = 0.25
    match_forms: Annotated[
        int,
        _setting(
            "sentences",
            "with figures, of each report, that may be a form filled in; half of agency reports have 4, one in a "
            "thousand 21. Bounds the cost of two very long ones.",
        ),
    ] = 100
    match_many_specific: Annotated[
        int,
        _setting(
            "names and figures in common",
            "So many no template shares with the next event; four hand-made near misses have 5, real updates 9 to 38.",
        ),
    ] = 9
    match_update_days: Annotated[
        int,
        _setting(
            "days", "Other figures in the same frame so close in time are an update, if the names are the same; guess."
        ),
    ] = 1
    match_near_miss: Annotated[
        float, _setting("factor", "What a near miss leaves of the score; guess, small enough to break a chain.")
    ] = 0.2
    match_apart: Annotated[
        float,
        _setting("factor", "What a gap beyond the window leaves of the score; shown dates lie too often for less."),
    ] = 0.6
    match_window_days: Annotated[
        int, _setting("days", "Reports further apart are one story only where they share text; guess.")
    ] = 21
    match_same_story: Annotated[
        float,
        _setting(
            "average score",
            "From here two groups are one story; on five piles .24 to .26 tell alike, .22 and .27 worse.",
        ),
    ] = 0.25
    match_pair_floor: Annotated[
        float,
        _setting(
            "score", "Pairs less alike count as nothing; .15 groups three labelled sets as well as all of them do."
        ),
    ] = 0.15
    match_nearest: Annotated[
        int,
        _setting(
            "reports",
            "So many a report is compared with at least, those that share most of its rare terms; 16 groups three "
            "labelled sets as well as all against all, 12 do not.",
        ),
    ] = 16
    match_nearest_likeness: Annotated[
        float,
        _setting("cosine of the rare terms", "Below it two reports are not compared; measured on three labelled sets."),
    ] = 0.04
    match_attach_reports: Annotated[
        int, _setting("reports", "A story this large takes in a single report that carries its own name.")
    ] = 3
    match_attach_share: Annotated[
        float, _setting("share of the story's reports", "That many must have the name that takes a single report in.")
    ] = 0.7
    match_partners: Annotated[
        int,
        _setting(
            "reports",
            "A report of a large story is aligned with so many others at most by its own choice; "
            "among them are 98 parents in 100 of made stories of a hundred reports. A story with one more is no large one.",
        ),
    ] = 24
    match_window: Annotated[
        int,
        _setting(
            "n-grams", "Of so many in a row one is a mark; at 4 every eight words in a row that two share are seen."
        ),
    ] = 4
    match_lone_mark: Annotated[
        int,
        _setting(
            "reports",
            "A mark in so few is reason enough to count what two share; at 32 a few quotations more are found (c10k, another seed), at a higher cost.",
        ),
    ] = 16
    match_mark_cap: Annotated[
        int,
        _setting("reports", "Holders of a mark are compared all with all up to here, beyond with their neighbours."),
    ] = 100
    match_shared_ngrams: Annotated[
        int, _setting("word 5-grams", "Reports that share fewer share a phrase; the field's measure of a pair is 5.")
    ] = 5
    match_family_max: Annotated[
        int, _setting("reports", "Copies of one text beyond so many are paired with the first of them only; guess.")
    ] = 64
    match_bulk_story: Annotated[
        float,
        _setting(
            "share of the shorter report's 5-grams",
            "In a corpus run two that share it tell one story; below it lies an outlet's standing background.",
        ),
    ] = 0.2
    match_bulk_words: Annotated[
        int,
        _setting("words", "and so many words at least: two short notices share a formula; guess, a short paragraph."),
    ] = 20
    match_boilerplate_reports: Annotated[
        int, _setting("reports", "A passage in so many reports of one outlet may be its boilerplate; guess.")
    ] = 5
    match_boilerplate_apart: Annotated[
        float,
        _setting(
            "share of its pairs", "and it is, if so many of the pairs that have it share little beside it; guess."
        ),
    ] = 0.75
    # align
    align_link_floor: Annotated[
        float, _setting("share of rarity-weighted words", "Below it two sentences share too little to be linked.")
    ] = 0.2
    align_link_sure: Annotated[
        float,
        _setting(
            "share of rarity-weighted words",
            "Below it a link also needs a shared word that is no name and that hardly another sentence has: "
            "background that a rewriter adds shares the names; looked at on four stories.",
        ),
    ] = 0.3
    align_link_cut_off: Annotated[
        float,
        _setting(
            "share of rarity-weighted words",
            "A sentence without a counterpart of which so much is in the neighbour's was cut off the same sentence.",
        ),
    ] = 0.33
    align_second_cover: Annotated[
        float,
        _setting(
            "share of what the first link left uncovered",
            "A second counterpart must cover this much; measured on 13 pairs.",
        ),
    ] = 0.15
    align_second_gain: Annotated[
        float,
        _setting("share of the sentence's words", "and so much of the whole sentence; measured on seed and p01-p03."),
    ] = 0.06
    align_near_content: Annotated[
        float,
        _setting(
            "share of the child's content words",
            "A sentence of which this much stands unchanged, in order, in one parent sentence is near-verbatim; "
            "measured on 7 pairs, where it agrees with the editors in nine rows of ten.",
        ),
    ] = 0.8
    align_near_kept: Annotated[
        float, _setting("share of the child's words", "and this much of all its words; measured likewise.")
    ] = 0.7
    align_condensed_length: Annotated[
        float, _setting("share of the parent's words", "A rewording shorter than this is called condensed; guess.")
    ] = 0.75
    align_aside_score: Annotated[
        float, _setting("0..1", "A link this strong counts for setting an undecided pair side by side; guess.")
    ] = 0.4
    align_aside_links: Annotated[
        int, _setting("links", "So many strong links are worth a collation without a direction; guess.")
    ] = 3
    align_aside_most: Annotated[
        int, _setting("pairs", "With more undecided pairs than this a story shows only as many as hold them together.")
    ] = 12
    align_passage_ngram: Annotated[
        int, _setting("words", "A passage is grown from so many words in a row; 5 is what the field's tools use.")
    ] = 5
    align_passage_gap_words: Annotated[
        int, _setting("words", "Two runs so close on both sides are one passage; guess.")
    ] = 8
    align_passage_words: Annotated[
        int,
        _setting(
            "words",
            "A shorter run is a phrase, unless it is a whole report; measured on one half of align_pan13, where 12 and 16 score alike.",
        ),
    ] = 12
    align_bulk_seed: Annotated[
        int, _setting("words", "In a corpus run a passage begins at so many words in a row; measured on c10k.")
    ] = 3
    align_bulk_places: Annotated[
        int,
        _setting("places", "A seed in more places of one report begins no passage: it is a formula of that report."),
    ] = 16
    align_bulk_miss: Annotated[
        float, _setting("words", "A word that differs costs a passage so many that are the same; measured on c10k.")
    ] = 0.5
    align_bulk_slack: Annotated[
        float, _setting("words", "A passage ends where so much more was lost than won; on c10k 3 to 8 score alike.")
    ] = 5.0
    align_bulk_drift: Annotated[
        int, _setting("words", "Two stretches are one passage if so many words or fewer were put in between; guess.")
    ] = 4
    align_bulk_density: Annotated[
        float,
        _setting("share of its words", "A stretch of which less is the same is a form filled twice; measured on c10k."),
    ] = 0.6
    align_bulk_words: Annotated[
        int, _setting("same words", "A shorter stretch is a phrase, unless it is a whole report; measured on c10k.")
    ] = 6
    align_fragment_shortest: Annotated[
        int, _setting("words", "A shorter sentence is read with the next; guess, three words of content.")
    ] = 6
    align_fragment_longest: Annotated[
        int,
        _setting(
            "words",
            "A longer sentence is read in equal pieces; measured on one half of align_pan13, where 25 to 60 score alike.",
        ),
    ] = 40
    align_seed_cosine: Annotated[
        float, _setting("0..1", "Two fragments so alike begin a passage; Sanchez-Perez 2014.")
    ] = 0.33
    align_seed_dice: Annotated[
        float, _setting("0..1", "and so much of their words must be the same; Sanchez-Perez 2014.")
    ] = 0.33
    align_patch_gap: Annotated[
        int, _setting("fragments", "A passage goes on past so many that have no counterpart; Sanchez-Perez 2014.")
    ] = 4
    align_patch_cosine: Annotated[
        float, _setting("0..1", "Two sides of a passage less alike are parted or dropped; Sanchez-Perez 2014.")
    ] = 0.34
    align_patch_single: Annotated[
        float,
        _setting(
            "0..1",
            "Where but two fragments are alike, they must be so much; measured on one half of align_pan13.",
        ),
    ] = 0.55
    align_patch_overlap: Annotated[
        float,
        _setting(
            "share of fragments",
            "A passage that stands so far in the place of a better one is dropped; guess.",
        ),
    ] = 0.5
    align_patch_border: Annotated[
        float,
        _setting(
            "share of rarity-weighted words",
            "A fragment at a border that shares so much belongs to the passage; measured on one half of align_pan13.",
        ),
    ] = 0.6
    align_patch_words: Annotated[
        int,
        _setting(
            "words",
            "A reworded passage shorter than this on a side is chance; Sanchez-Perez 2014 has 150 characters.",
        ),
    ] = 25
    align_patch_verbatim: Annotated[
        float,
        _setting(
            "share of words",
            "A passage of which so much is in runs is shown as those runs; measured on one half of align_pan13.",
        ),
    ] = 0.7
    align_digest_cosine: Annotated[
        float,
        _setting(
            "0..1",
            "Fragments so alike speak for a digest: sentences that condense several are less like each; measured on one half of align_pan13.",
        ),
    ] = 0.25
    align_digest_dice: Annotated[float, _setting("0..1", "and so much of their words must be the same; likewise.")] = (
        0.15
    )
    align_digest_gap: Annotated[
        int,
        _setting(
            "fragments",
            "A digest goes on past so many that have no counterpart; measured on one half of align_pan13.",
        ),
    ] = 2
    align_digest_far: Annotated[
        int,
        _setting(
            "fragments",
            "and its counterparts may stand so far apart; measured on one half of align_pan13, Sanchez-Perez 2014 has 24.",
        ),
    ] = 30
    align_digest_fragments: Annotated[
        int, _setting("fragments", "Fewer are no digest; measured on one half of align_pan13.")
    ] = 3
    align_digest_ratio: Annotated[
        float, _setting("times its length", "What is condensed is so much longer; Sanchez-Perez 2014.")
    ] = 3.0
    align_digest_dense: Annotated[
        float,
        _setting(
            "share of its fragments",
            "So many must have a counterpart; measured on one half of align_pan13.",
        ),
    ] = 0.65
    align_digest_contained: Annotated[
        float,
        _setting(
            "share of rarity-weighted words",
            "So much of a digest must be in what it condenses; measured on one half of align_pan13.",
        ),
    ] = 0.6
    align_digest_equal: Annotated[
        float,
        _setting(
            "times its length",
            "A passage more equal in length than this tells where a digest's words come from; measured on one half of align_pan13.",
        ),
    ] = 1.7
    align_digest_explained: Annotated[
        float,
        _setting(
            "share of its likeness",
            "and if it tells so much, there is no digest; measured on one half of align_pan13.",
        ),
    ] = 0.75
    align_digest_whole: Annotated[
        float,
        _setting(
            "share of the report",
            "What is condensed from so much of a report, is condensed from the report; measured on one half of align_pan13.",
        ),
    ] = 0.33
    align_digest_seam: Annotated[
        int,
        _setting(
            "words", "Pieces so close that stand scattered on the other side are one digest; measured on align_pan13."
        ),
    ] = 12
    align_digest_scatter: Annotated[
        float, _setting("times its length", "and there take up so much; measured on align_pan13.")
    ] = 1.8
    align_digest_share: Annotated[
        float, _setting("share of the report", "while they are no more of their own report than this; guess.")
    ] = 0.33
    align_digest_verbatim: Annotated[
        float,
        _setting(
            "share of words",
            "A digest of which one run is so much, is that run; measured on one half of align_pan13.",
        ),
    ] = 0.5
    # lineage
    lineage_candidates: Annotated[
        int,
        _setting("reports", "Pairs weighed for each report of a large story: those with most linked sentences; guess."),
    ] = 12
    lineage_akin: Annotated[
        float,
        _setting(
            "share of the child's information",
            "From here on two reports share more than an event; independents reach .23.",
        ),
    ] = 0.28
    lineage_look: Annotated[
        float, _setting("share of the child's information", "Below it a pair is not searched for evidence; guess.")
    ] = 0.15
    lineage_in_step: Annotated[
        float,
        _setting(
            "share of the child's sentences",
            "That many, linked in order, make kin of two texts with no wording in common.",
        ),
    ] = 0.6
    lineage_in_step_cover: Annotated[
        float, _setting("share of the child's information", "Least cover for kin by order; guess.")
    ] = 0.15
    lineage_score_floor: Annotated[
        float, _setting("log-odds", "What all candidates together must beat to be better than no parent; even odds.")
    ] = 0.0
    lineage_against: Annotated[
        float, _setting("log-odds", "A direction with more than this against it is never taken; made trees.")
    ] = 1.5
    lineage_sure: Annotated[
        float, _setting("chance", "Below it no parent is named: of such edges one in ten was right on made trees.")
    ] = 0.2
    lineage_even: Annotated[
        float,
        _setting("chance", "Of two told in other words throughout, below it neither is named as the first; guess."),
    ] = 0.55
    lineage_parents: Annotated[int, _setting("reports", "More parents than these no reader follows.")] = 4
    lineage_second_bits: Annotated[
        float,
        _setting("bits", "What a further parent must account for that the others leave open; two short sentences."),
    ] = 60.0
    lineage_second_share: Annotated[
        float, _setting("share of the child's information", "The same, for long reports; guess.")
    ] = 0.08
    lineage_triad_bits: Annotated[
        float,
        _setting(
            "bits", "What each two of three siblings must share without the third; gold has 78, trees stay under 60."
        ),
    ] = 60.0
    lineage_held: Annotated[
        float,
        _setting(
            "share of the bits", "A report here that has so much of what siblings share is no lost one; made trees."
        ),
    ] = 0.8
    lineage_together_words: Annotated[
        int, _setting("words and word pairs", "What several parents must have beyond the best single one; made trees.")
    ] = 12
    lineage_together_share: Annotated[
        float, _setting("share of the child's words that others have", "The same, for long reports; made trees.")
    ] = 0.2
    lineage_merger_odds: Annotated[
        float, _setting("log-odds", "Weaker evidence than this yields to the tale of a merger; guess.")
    ] = 2.0
    lineage_alone_bits: Annotated[
        float,
        _setting(
            "bits", "With less than this of one sibling alone a report was made from what all siblings have; guess."
        ),
    ] = 40.0
    lineage_own_share: Annotated[
        float,
        _setting(
            "share of the report's information", "From here on a derived report is an origin too; gold has .5 to .9."
        ),
    ] = 0.42
    lineage_republished: Annotated[
        float,
        _setting(
            "share of the child's words in common runs", "From here on a derivation is a republication; gold has .85."
        ),
    ] = 0.75
    lineage_wording_loose: Annotated[
        float,
        _setting(
            "share of the child that follows",
            "Below it a text is its own; lab/lineage/fit_wording.py, which gives .205 to .215.",
        ),
    ] = 0.21
    lineage_wording_close: Annotated[
        float,
        _setting(
            "share of the child that follows",
            "From here on it keeps close to the other, below it tells in other words; likewise, .545 to .59.",
        ),
    ] = 0.565
    lineage_undecided_rows: Annotated[int, _setting("rows", "A reader looks at no more of them.")] = 40
    # record
    record_same_statement: Annotated[
        float,
        _setting("share of content words", "Two statements that share so much say the same; measured on four pairs."),
    ] = 0.5
    record_same_quote: Annotated[
        float,
        _setting("share of words", "Two quotations that share so much are one, altered; measured on four pairs."),
    ] = 0.5
    record_same_slot: Annotated[
        float,
        _setting(
            "share of the words around the figure",
            "Two figures of one unit fill one slot if so much around them is shared; looked at on 400 pairs of sentences.",
        ),
    ] = 0.55
    record_same_slot_alone: Annotated[
        float,
        _setting(
            "share of the words around the figure",
            "The same where each is the only one of its unit in a sentence and its retelling; guess.",
        ),
    ] = 0.34
    record_restated: Annotated[
        float,
        _setting("share of content words", "A sentence of which the child has so much anyway is not gone; guess."),
    ] = 0.75
    record_gone_statement: Annotated[
        float,
        _setting("share of content words", "A statement is gone where a stretch this large of it is; four pairs."),
    ] = 0.5
    record_full_retelling: Annotated[
        float,
        _setting("share of the parent's sentences", "Whoever retells so much chose to drop the voice it lacks; guess."),
    ] = 0.75
    record_lent_phrase: Annotated[
        float,
        _setting("share of content words", "Below it a sentence linked second only lent the child a phrase; guess."),
    ] = 0.5
    record_new_sentence: Annotated[
        float,
        _setting("share of content words", "A sentence with so much that the parent lacks is an addition; guess."),
    ] = 0.5
    record_carried: Annotated[
        float,
        _setting(
            "share of the shorter sentence's rarity-weighted words",
            "A sentence carries a first appearance while it shares so much with it; looked at on four stories.",
        ),
    ] = 0.35
    record_figure_context: Annotated[
        float,
        _setting(
            "share of rarity-weighted words around the figure",
            "Two figures of one unit are one figure of the story if so much of what stands around them is shared; "
            "looked at on four stories.",
        ),
    ] = 0.35
    record_row_likeness: Annotated[
        float,
        _setting(
            "share of the shorter side's words",
            "What rests on a row less alike is low: of 170 right findings of medium and high severity in seen pairs none "
            "stood on one, of 54 in stored news pairs, most of them wrong, every third did.",
        ),
    ] = 0.4
    record_row_likeness_sense: Annotated[
        float,
        _setting(
            "share of the shorter side's words",
            "The same for what rests on the sense of words (opposites, hedges, qualifiers, who says it) and not on digits, names or "
            "quotation marks: of 18 such false alarms in 79 faithful rewordings never seen 11 stood on rows less alike, of some 90 "
            "right findings in seen pairs four; at .68 right ones in unseen pairs go with them.",
        ),
    ] = 0.65
    record_row_likeness_aside: Annotated[
        float,
        _setting(
            "share of the shorter side's words",
            "The same for two reports neither of which comes from the other: their sentences are paired for what they "
            "are about, and most that differ tell another moment.",
        ),
    ] = 0.7
    record_figure_context_of_time: Annotated[
        float,
        _setting(
            "share of rarity-weighted words around the figure",
            "Two years or lengths of time that differ are one figure of the story if so much of what stands around "
            "them is shared; a guess, stricter than for counts, because every sentence has some.",
        ),
    ] = 0.5
    record_quote_share: Annotated[
        float,
        _setting("share of the shorter quotation's words", "Two quotations with so much in common are one utterance."),
    ] = 0.6
    record_quote_share_indirect: Annotated[
        float,
        _setting("share of the shorter one's words", "The same between a quotation and one told in linked sentences."),
    ] = 0.4
    record_same_words: Annotated[
        float,
        _setting("share of the shorter one's words", "Two statements or agreements that share it are one; guess."),
    ] = 0.7
    record_same_words_linked: Annotated[
        float, _setting("share of the shorter one's words", "The same where their sentences are linked; guess.")
    ] = 0.4

    record_severities: Annotated[
        str,
        _setting(
            "rows of type=severity (high, medium, low or off)",
            "What a desk weighs otherwise than docs/discrepancies.md does; off leaves a type out, and a finding that "
            "counts for less than its type goes down with it. In a file: --set record_severities=@ours.txt.",
        ),
    ] = ""
    record_claim_supported: Annotated[
        float,
        _setting("chance", "A claim is called supported from here on; between the two it stays undecided; own cases."),
    ] = 0.47
    record_claim_changed: Annotated[
        float,
        _setting(
            "chance", "A claim is called changed up to here: .16 false alarms on three labelled sets, cross-validated."
        ),
    ] = 0.39
    record_claim_named: Annotated[
        float,
        _setting(
            "log-odds",
            "What a change that is named takes from a claim; more makes no difference, cross-validated.",
        ),
    ] = 2.0
    record_claim_answered: Annotated[
        float,
        _setting(
            "share of rarity-weighted words", "A claim of which less is answered is not in the other report; guess."
        ),
    ] = 0.45
    record_claim_support: Annotated[
        float,
        _setting("share of rarity-weighted words", "A sentence that answers less of a claim is not named; guess."),
    ] = 0.08


DEFAULTS = Settings()


def settings_hash(settings: Settings) -> str:
    """Sixteen hex digits that differ where any setting differs."""
    return hashlib.sha256(msgspec.json.encode(settings)).hexdigest()[:16]


def own_severities(settings: Settings) -> dict[str, str]:
    """The severity that the user gives to types of discrepancies: high, medium, low, or off.

    Raises:
        UsageError: a row that is no type=severity, or a type or severity that there is not.
    """
    types = get_args(kinds.DiscrepancyType)
    found: dict[str, str] = {}
    for row in settings.record_severities.replace(";", "\n").replace(",", "\n").splitlines():
        name, equals, severity = (part.strip() for part in row.partition("="))
        if not row.strip() or name.startswith("#"):
            continue
        if not equals or severity not in ("high", "medium", "low", "off"):
            raise UsageError(f'"{row.strip()}" is no severity: write type=high, medium, low or off')
        if name not in types:
            raise UsageError(f'no type of discrepancy "{name}": docs/discrepancies.md lists them')
        found[name] = severity
    return found


def _contents(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f'"@{path}" cannot be read: {getattr(error, "strerror", None) or error}') from error


def with_changes(settings: Settings, changes: list[str]) -> Settings:
    """`settings` with each `key=value` of `changes` carried out; `key=@FILE` takes what the file holds.

    Raises:
        UsageError: an unknown key, or a value of the wrong type.
    """
    values: dict[str, Any] = msgspec.to_builtins(settings)
    for change in changes:
        name, equals, value = change.partition("=")
        name = name.strip()
        if not equals:
            raise UsageError(f'"{change}" is no setting: write --set key=value')
        if name not in values:
            raise UsageError(f'no setting "{name}": "retold trace --help" names the page that lists them')
        values[name] = _contents(value.strip()[1:]) if value.strip().startswith("@") else value.strip()
    try:
        changed = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"a setting has the wrong type: {error}") from error
    own_severities(changed)  # a wrong row is told before anything is read
    return changed

"""The whole trace on one page: which room works on what, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import combinations
from typing import NamedTuple

import msgspec
import pyarrow as pa

from retold import align, clean, facts, kinds, lineage, match, read, record
from retold.engines.local import LocalEngine
from retold.settings import DEFAULTS, Settings, settings_hash
from retold.tables import both_sides, keyed, lengths, only, paired, pick, rows, to_table
from retold.version import VERSION

Progress = Callable[[str], None]

Intake = read.Intake
_PLAIN = Intake()


class Recovered(NamedTuple):
    """What reading and cleaning gave: the table of reports with text, what was skipped, each report's decoded source."""

    reports: pa.Table
    skipped: list[kinds.Skipped]
    sources: dict[str, str]


class Traced(NamedTuple):
    """A trace and the decoded source of each report, by report_id: what its spans count in."""

    trace: kinds.Trace
    sources: dict[str, str]


def recover(
    paths: Sequence[str],
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    engine: LocalEngine | None = None,
    intake: Intake = _PLAIN,
) -> Recovered:
    """The reports of `paths`, recovered and repaired, in the order of path and locator."""
    sources, skipped = read.read_sources(paths, settings, intake=intake)
    return _recovered(sources, skipped, settings, as_of, engine or LocalEngine())


def recover_stream(
    paths: Sequence[str],
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    engine: LocalEngine | None = None,
    intake: Intake = _PLAIN,
) -> Iterator[Recovered]:
    """The same batch by batch, for input larger than memory; what a container holds stays in its order."""
    for sources, skipped in read.read_batches(paths, settings, intake=intake):
        yield _recovered(sources, skipped, settings, as_of, engine or LocalEngine())


def _recovered(
    sources: list[kinds.Source],
    skipped: list[kinds.Skipped],
    settings: Settings,
    as_of: date | None,
    engine: LocalEngine,
) -> Recovered:
    step = partial(clean.recover, settings=settings, as_of=as_of)
    found = engine.map(step, to_table(kinds.Source, sources))
    places = [(s.path, s.locator, s.source_id, n) for n, s in enumerate(sources)]
    sentences = lengths(found, "sentences")
    skipped += [
        kinds.Skipped(path=path, locator=locator, reason="no running text")
        for path, locator, _, n in places
        if not sentences[n]
    ]
    kept = pick(found, [n for *_, n in sorted(places) if sentences[n]])
    skipped.sort(key=lambda s: (s.path, s.locator, s.reason))
    return Recovered(kept, skipped, {s.source_id: s.text for s in sources})


def trace(
    paths: Sequence[str],
    *,
    settings: Settings = DEFAULTS,
    as_of: date | None = None,
    engine: LocalEngine | None = None,
    progress: Progress = lambda room: None,
    together: bool = False,
    intake: Intake = _PLAIN,
) -> Traced:
    """How the stories in `paths` were retold; `together` takes all reports as one story, whatever matching says."""
    engine = engine or LocalEngine()
    bind = partial(partial, settings=settings)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    progress("read and clean")
    reports, skipped, sources = recover(paths, settings, as_of, engine, intake)
    progress("facts")
    known = engine.map(bind(facts.extract), reports)
    progress("match")
    pairs = match.find_pairs(reports, known, settings=settings)
    if together:
        ids = reports.column("report_id").to_pylist()
        pairs = to_table(kinds.Pair, [forced_pair(one, other) for one, other in combinations(ids, 2)])
    members = match.group_stories(reports, pairs, settings=settings)
    story = {m.report_id: m.story_id for m in rows(kinds.StoryMember, members)}
    in_story = partial(keyed, name="story_id", values=story)
    reports, known = in_story(reports, key="report_id"), in_story(known, key="report_id")
    known = in_story(engine.map_groups(bind(facts.date_by_story), "story_id", reports, known), key="report_id")
    same = [n for n, same in enumerate(pairs.column("same_story").to_pylist()) if same]
    pairs = in_story(pick(pairs, same), key="left_id")
    if not together:  # what is asked for is compared, whatever it costs
        pairs = in_story(engine.map_groups(bind(match.choose_partners), "story_id", reports, pairs), key="left_id")
    progress("align")
    passages = in_story(engine.map_groups(bind(align.find_passages), "story_id", reports, pairs), key="left_id")
    links = in_story(engine.map_groups(bind(align.link_sentences), "story_id", reports, pairs), key="left_id")
    progress("lineage")
    trees = engine.map_groups(bind(lineage.find_lineage), "story_id", reports, known, passages, links)
    progress("collate")
    edges = engine.map_groups(bind(align.edges), "story_id", trees, links)
    if together and not edges.num_rows:
        edges = to_table(kinds.Edge, [_aside(p, story) for p in rows(kinds.Pair, pairs)])
    edges = paired(edges)
    sides, side_facts = both_sides(edges, reports), both_sides(edges, known)
    collations = engine.map_groups(bind(align.collate), "pair", edges, sides, only(paired(links), edges, "pair"))
    progress("record")
    found = engine.map_groups(bind(record.find_discrepancies), "pair", edges, sides, side_facts, paired(collations))
    found = in_story(found, key="child_id")
    kept = engine.map_groups(bind(record.keep_record), "story_id", reports, known, trees, collations, found)
    run = kinds.Run(
        version=VERSION,
        settings_hash=settings_hash(settings),
        engine=engine.name,
        started=started,
        inputs=sorted(map(read.shown_path, paths)),
    )
    return Traced(assemble(run, skipped, reports, known, passages, trees, collations, kept), sources)


def forced_pair(one_id: str, other_id: str) -> kinds.Pair:
    """The pair of two reports that somebody asks to be compared, whatever matching would say of them."""
    left, right = sorted((one_id, other_id))
    return kinds.Pair(
        left_id=left,
        right_id=right,
        shared_ngrams=0,
        containment=0.0,
        names=0.0,
        figures=0,
        same_story=True,
        why="asked for",
    )


def _aside(pair: kinds.Pair, story: dict[str, str]) -> kinds.Edge:
    """The pair set side by side without a direction."""
    return kinds.Edge(
        story_id=story[pair.left_id],
        left_id=pair.left_id,
        right_id=pair.right_id,
        parent_id=pair.left_id,
        child_id=pair.right_id,
        directed=False,
    )


def _forced_edge(parent_id: str, child_id: str) -> pa.Table:
    """The one edge, in the direction that was given."""
    left, right = sorted((parent_id, child_id))
    edge = kinds.Edge(story_id="", left_id=left, right_id=right, parent_id=parent_id, child_id=child_id, directed=True)
    return to_table(kinds.Edge, [edge])


class Comparison(NamedTuple):
    """Two reports set side by side in a direction that was given, and what does not say the same."""

    collation: kinds.Collation
    discrepancies: list[kinds.Discrepancy]


def compare(
    reports: pa.Table, known: pa.Table, parent_id: str, child_id: str, settings: Settings = DEFAULTS
) -> Comparison:
    """The two `reports` (with their facts `known`) collated as if the child came from the parent."""
    pair = forced_pair(parent_id, child_id)
    links = align.link_sentences(reports, to_table(kinds.Pair, [pair]), settings=settings)
    edges = _forced_edge(parent_id, child_id)
    collations = align.collate(edges, reports, links, settings=settings)
    found = record.find_discrepancies(edges, reports, known, collations, settings=settings)
    return Comparison(rows(kinds.Collation, collations)[0], rows(kinds.Discrepancy, found))


def find_claims(
    reports: pa.Table, known: pa.Table, claim_id: str, other_id: str, settings: Settings = DEFAULTS
) -> list[kinds.Claim]:
    """Every sentence of one report held against the other: is it supported there? No lineage is asked for."""
    from retold.record.claims import find_claims

    # A claim tells its source in other words as a rule: its weights were fitted with flags on such rows counted in.
    counted = msgspec.structs.replace(settings, record_row_likeness_sense=settings.record_row_likeness)
    discrepancies = to_table(kinds.Discrepancy, compare(reports, known, other_id, claim_id, counted).discrepancies)
    found = find_claims(_forced_edge(other_id, claim_id), reports, known, discrepancies, settings=settings)
    return rows(kinds.Claim, found)


def hold_claims(found: Traced, claim_id: str, other_id: str, settings: Settings = DEFAULTS) -> Traced:
    """The trace with the claims of one report, held against another, in their story."""
    wanted = [r for r in found.trace.reports if r.report_id in (claim_id, other_id)]
    known = to_table(kinds.ReportFacts, [kinds.ReportFacts(report_id=r.report_id, facts=r.facts) for r in wanted])
    claims = find_claims(to_table(kinds.Report, wanted), known, claim_id, other_id, settings)
    stories = [
        msgspec.structs.replace(s, claims=claims) if claim_id in s.report_ids else s for s in found.trace.stories
    ]
    return Traced(msgspec.structs.replace(found.trace, stories=stories), found.sources)


def assemble(
    run: kinds.Run,
    skipped: list[kinds.Skipped],
    reports: pa.Table,
    known: pa.Table,
    passages: pa.Table,
    trees: pa.Table,
    collations: pa.Table,
    kept: pa.Table,
) -> kinds.Trace:
    """The tables as one trace, the shape that leaves the program."""
    report_facts = {f.report_id: f.facts for f in rows(kinds.ReportFacts, known)}
    traced = [
        kinds.TracedReport(**{name: getattr(r, name) for name in r.__struct_fields__}, facts=report_facts[r.report_id])
        for r in rows(kinds.Report, reports)
    ]
    tree_of = {t.story_id: t for t in rows(kinds.Lineage, trees)}
    members: dict[str, list[str]] = {}
    for story_id, report_id in zip(reports.column("story_id").to_pylist(), reports.column("report_id").to_pylist()):
        members.setdefault(story_id, []).append(report_id)
    shared: dict[str, list[kinds.Passage]] = {}
    for story_id, passage in zip(passages.column("story_id").to_pylist(), rows(kinds.Passage, passages)):
        shared.setdefault(story_id, []).append(passage)
    aligned: dict[str, list[kinds.TracedAlignment]] = {}
    for c in rows(kinds.Collation, collations):
        aligned.setdefault(c.story_id, []).append(
            kinds.TracedAlignment(parent_id=c.parent_id, child_id=c.child_id, directed=c.directed, rows=c.rows)
        )
    stories = []
    for entry in rows(kinds.StoryRecord, kept):
        tree = tree_of[entry.story_id]
        stories.append(
            kinds.Story(
                **{name: getattr(entry, name) for name in entry.__struct_fields__},
                report_ids=members[entry.story_id],
                origins=tree.origins,
                derivations=tree.derivations,
                lost_parents=tree.lost_parents,
                undecided=tree.undecided,
                passages=shared.get(entry.story_id, []),
                alignments=aligned.get(entry.story_id, []),
            )
        )
    stories.sort(key=lambda s: (-len(s.report_ids), s.story_id))
    return kinds.Trace(run=run, reports=traced, skipped=skipped, stories=stories)

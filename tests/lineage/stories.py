"""Invented stories, and reports made of plain text: a first line that is the headline, then paragraphs."""

from __future__ import annotations

import hashlib
import inspect

from retold import align, kinds, lineage, match
from retold.kinds import Span
from retold.sentences import split_sentences
from retold.settings import DEFAULTS
from retold.tables import keyed, rows, to_table


def tell(
    report_id: str,
    text: str,
    *,
    outlet: str | None = None,
    credit: str | None = None,
    agency: str | None = None,
    published: str | None = None,
) -> kinds.Report:
    """A report of `text`. A paragraph in round brackets is a note; `credit` becomes a credit line at the end."""
    text = inspect.cleandoc(text)
    body = len(text)
    if credit:
        text += f"\n\nSource: {credit}"
    sentences: list[kinds.Sentence] = []
    at = 0
    for number, paragraph in enumerate(text[:body].split("\n")):
        for start, end in split_sentences(paragraph):
            role = "headline" if number == 0 else "note" if paragraph.startswith("(") else "body"
            span = Span(at + start, at + end)
            sentences.append(
                kinds.Sentence(
                    sentence_id=f"{report_id}.{len(sentences)}",
                    role=role,
                    start=span.start,
                    end=span.end,
                    spans=[span],
                    paragraph=number,
                )
            )
        at += len(paragraph) + 1
    credits = []
    if credit:
        credits = [kinds.Credit(agency=credit, kind="agency", span=Span(len(text) - len(credit), len(text)))]
    return kinds.Report(
        report_id=report_id,
        path=f"{report_id}.txt",
        source_sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        media_type="text/plain",
        outlet=outlet,
        headline=text.split("\n")[0],
        published=published,
        dateline=kinds.Dateline(place="Somewhere", agency=agency, span=Span(0, 1)) if agency else None,
        credits=credits,
        text=text,
        sentences=sentences,
        segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
    )


def pairs_of(reports: list[kinds.Report]) -> list[kinds.Pair]:
    """The pairs that matching finds among `reports`."""
    return rows(kinds.Pair, match.find_pairs(to_table(kinds.Report, reports), None, settings=DEFAULTS))  # type: ignore[arg-type]


def stories_of(reports: list[kinds.Report]) -> list[list[str]]:
    """The report ids of each story."""
    table = to_table(kinds.Report, reports)
    pairs = to_table(kinds.Pair, pairs_of(reports))
    found: dict[str, list[str]] = {}
    for member in rows(kinds.StoryMember, match.group_stories(table, pairs, settings=DEFAULTS)):
        found.setdefault(member.story_id, []).append(member.report_id)
    return sorted(sorted(ids) for ids in found.values())


def lineage_of(reports: list[kinds.Report]) -> kinds.Lineage:
    """The lineage of `reports`, taken as one story."""
    table = to_table(kinds.Report, reports)
    pairs = to_table(kinds.Pair, pairs_of(reports))
    links = align.link_sentences(table, pairs, settings=DEFAULTS)
    story = keyed(table, "story_id", "report_id", {r.report_id: "story" for r in reports})
    none = to_table(kinds.ReportFacts, [])
    passages = to_table(kinds.Passage, [])
    (found,) = rows(kinds.Lineage, lineage.find_lineage(story, none, passages, links, settings=DEFAULTS))
    return found


def edges(found: kinds.Lineage) -> set[tuple[str | None, str]]:
    """(parent, child) of each derivation; None for a lost parent."""
    return {(d.parent_id, d.child_id) for d in found.derivations}


WIRE = """
    Ferry runs aground off Karvala, 212 passengers taken off
    The ferry Merikotka ran aground on a reef off Karvala early on Friday with 212 passengers on board, the coast guard said.
    The 98-metre vessel had left Lumisaari at 4:50 a.m. and struck the reef about 40 minutes later in thick fog.
    "We heard a long scrape, and then the coffee machine came across the floor towards us like a small animal," passenger Ilona Raitio told reporters on the quay.
    Lifeboats brought the passengers to the fishing harbour of Karvala, where a school was opened for them.
    Investigators believe that the radar may have failed, but have not ruled out a mistake on the bridge, coast guard commander Pekka Salmela said.
    The operator, Saaristo Lines, said a tug from Vaasmo would try to pull the ferry free on Saturday if the wind dropped.
    Nine people were treated for bruises and one for a broken wrist.
    """

REWRITE = """
    Passengers rescued as ferry hits reef
    A ferry with 212 people on board hit a reef off Karvala in thick fog on Friday morning, the coast guard said.
    The Merikotka had left Lumisaari at 4:50 a.m.
    "We heard a long scrape, and then the coffee machine came across the floor," passenger Ilona Raitio said.
    The radar failed, according to investigators.
    Nine people had bruises and one a broken wrist, and the passengers were taken to a school in the harbour of Karvala.
    """

INDEPENDENT = """
    A morning at the school of Karvala
    By half past seven the gymnasium smelled of wet wool, and somebody had found a piano.
    "We heard a long scrape, and then the coffee machine came across the floor towards us like a small animal," Ilona Raitio told all who asked.
    Head teacher Tuomas Aho had boiled eggs for two hundred, because that was the number the harbour master shouted up to him.
    The Merikotka itself could not be seen from the hill; only its horn could be heard, every two minutes, sounding tired.
    Children from the third form drew the reef for my notebook, each of them on the wrong side of the island.
    """

SIBLINGS = {
    "x": """
        Thieves take painted clocks from Orsova mill museum
        Two men cut a hole in the roof of the mill museum in Orsova at 2:35 a.m. on Tuesday and took 17 painted clocks, Inspector Vlad Petrescu said.
        They used a cordless saw and a ladder stolen from the chapel of Saint Ilie.
        The clocks are insured for 1.9 million lei, director Sanda Ionescu said, and cannot be replaced.
        The alarm had been unplugged since Sunday because of a swarm of bees, a caretaker said.
        A blue trailer was found in the Cerna river three hours later.
        """,
    "y": """
        Clock raid: police seek woman with blue trailer
        Police are looking for a woman and two helpers after 17 painted clocks vanished from the mill museum in Orsova early on Tuesday.
        The thieves came through the roof at 2:35 a.m., Inspector Vlad Petrescu said.
        The watchman, Gheorghe Balan, 67, was tied to a millstone with garden hose and was freed by the baker.
        Culture secretary Mirela Stan said all 44 mills of the Danube route would be inspected.
        A blue trailer turned up in the Cerna river three hours later, and frogmen were searching the bank at Mehadia.
        """,
    "z": """
        Time stops at the mill
        The alarm of the mill museum in Orsova had been unplugged since Sunday; the caretaker blamed a swarm of bees.
        With a cordless saw and a ladder from the chapel of Saint Ilie the robbers opened the roof on Tuesday.
        Gheorghe Balan, the watchman, 67, was bound to a millstone with garden hose.
        Culture secretary Mirela Stan wants an inspection of all 44 mills of the Danube route.
        Director Sanda Ionescu puts the insurance at 1.9 million lei.
        """,
}

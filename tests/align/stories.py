"""Small made-up reports, linked and collated: what the tests of this room look at."""

from __future__ import annotations

from itertools import combinations

from retold import align, kinds
from retold.kinds import Segment, Span
from retold.settings import DEFAULTS
from retold.tables import rows, to_table

ROLES: dict[str, kinds.SentenceRole] = {"#": "headline", "^": "caption"}


def report(name: str, lines: list[str], ahead: int = 0) -> kinds.Report:
    """A report with a sentence a line, `ahead` characters into its source; "# " marks a headline, "^ " a caption."""
    text, sentences = "", []
    for n, line in enumerate(lines):
        role = ROLES.get(line[:1], "body")
        line = line if role == "body" else line[2:]
        start = len(text)
        text += line + "\n"
        end = start + len(line)
        span = Span(start + ahead, end + ahead)
        sentences.append(kinds.Sentence(sentence_id=f"{name}{n}", role=role, start=start, end=end, spans=[span]))
    return kinds.Report(
        report_id=name,
        path=f"{name}.txt",
        source_sha256="",
        media_type="text/plain",
        text=text,
        sentences=sentences,
        segments=[Segment(0, len(text), ahead, len(text) + ahead, "copy")] if text else [],
    )


def pairs(reports: list[kinds.Report]) -> list[kinds.Pair]:
    """Every pair of `reports`."""
    ids = sorted(r.report_id for r in reports)
    return [
        kinds.Pair(left_id=a, right_id=b, shared_ngrams=0, containment=0.0, names=0.0, figures=0, same_story=True)
        for a, b in combinations(ids, 2)
    ]


def link(*reports: kinds.Report) -> list[kinds.Link]:
    """The links between every two of `reports`."""
    tables = to_table(kinds.Report, reports), to_table(kinds.Pair, pairs(list(reports)))
    return rows(kinds.Link, align.link_sentences(*tables, settings=DEFAULTS))


def passages(*reports: kinds.Report) -> list[kinds.Passage]:
    """The passages between every two of `reports`."""
    tables = to_table(kinds.Report, reports), to_table(kinds.Pair, pairs(list(reports)))
    return rows(kinds.Passage, align.find_passages(*tables, settings=DEFAULTS))


def lineage(parent: str, child: str) -> kinds.Lineage:
    """The lineage that says `child` comes from `parent`."""
    edge = kinds.Derivation(child_id=child, parent_id=parent, relation="wholly", confidence=1.0, evidence=[])
    origins = kinds.Origins(count=1, roots=[parent], explanation="")
    return kinds.Lineage(story_id="s", derivations=[edge], origins=origins)


def collate(parent: kinds.Report, child: kinds.Report) -> list[kinds.Row]:
    """The rows of the collation of `child` from `parent`."""
    links = to_table(kinds.Link, link(parent, child))
    trees = to_table(kinds.Lineage, [lineage(parent.report_id, child.report_id)])
    edge = align.edges(trees, links, settings=DEFAULTS)
    both = to_table(kinds.Report, [parent, child])
    (found,) = rows(kinds.Collation, align.collate(edge, both, links, settings=DEFAULTS))
    return found.rows


WIRE = [
    "# Ferry with 212 aboard runs aground off Marrow Island",
    "A ferry carrying 212 passengers ran aground off Marrow Island early on Friday, injuring nine people, the coastguard said.",
    "The Lady Brandt hit a sandbank at 5:40 a.m. in thick fog, two kilometers from the harbor of Port Sallow.",
    'Captain Ingrid Tveit said the radar had failed minutes earlier. "We were blind and we knew it," she told reporters.',
    "The operator, Sound Lines, has suspended the route until divers have inspected the hull.",
    "A new ferry terminal worth 48 million U.S. dollars is to open in Port Sallow next spring.",
    "Port Sallow has some 6,300 inhabitants and lives mostly from fishing.",
]
REWRITE = [
    "# Nine hurt as ferry grounds in fog",
    "Nine people were hurt when a ferry with 212 passengers aboard ran aground near Marrow Island before dawn on Friday, according to the coastguard.",
    "Sound Lines halted the route pending an inspection of the hull by divers.",
    "The Lady Brandt struck a sandbank two kilometres from Port Sallow at 05:40, and its captain, Ingrid Tveit, said the radar had failed.",
    "Port Sallow is to get a new $48 million ferry terminal next spring.",
    "Shipping accidents have become rarer in northern waters since satellite navigation spread in the 1990s.",
]

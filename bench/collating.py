"""The rows of collation: milliseconds a report that collating and the record take in stories of 50 to 200 reports.

A star: one wire report and its rewrites, each of which drops, reorders and rewords a little of it. Collation and the
record are keyed by derivation, so what a report costs must not grow with the story.
"""

from __future__ import annotations

import random
import tempfile
import time
from functools import partial
from pathlib import Path

from retold import align, facts, kinds, lineage, record
from retold.engines.local import LocalEngine
from retold.pipeline import forced_pair, recover
from retold.settings import DEFAULTS
from retold.tables import both_sides, keyed, only, paired, rows, to_table

SIZES = (50, 100, 200)
ROOMS = ("collate", "record")
LIMIT = 1.5  # times what a report costs in the smallest story; more is no longer linear

_LEAD = "PORT ELSIN, May 4 (Meridian Press) -- {first}"
_SENTENCES = (
    "The harbour board of Port Elsin agreed on Tuesday to spend 42 million crowns on a new breakwater by 2031.",
    "Board chair Runa Veld said work may begin in autumn if the regional council approves the loan.",
    "About 310 fishing boats and two ferries use the harbour, which was damaged in the storms of January.",
    '"We cannot wait for another winter like the last one," Veld told reporters after the meeting.',
    "The opposition group Open Quay rejected the plan, saying at least 60 jobs in the fish market would be lost.",
    "Engineers from Holm & Sand estimate that the wall will be 740 metres long and stand 9 metres above the water.",
    "The council's finance committee is expected to discuss the loan on May 19, its secretary, Piet Marr, said.",
    "Port Elsin handled 1.2 million tonnes of goods last year, 4 percent more than in the year before.",
    "Fishing crews asked for compensation for the months in which the inner basin will be closed.",
    "A study by the university of Lund found no sign of harm to the eelgrass beds, but called for a second survey.",
    "The ministry of transport will pay a quarter of the costs, provided that the works are put out to tender.",
    "The last breakwater was finished in 1968 and has been repaired five times since then.",
)
_WORDS = (("agreed", "decided"), ("said", "stated"), ("new", "planned"), ("About", "Some"), ("plan", "project"))


def write_star(count: int, folder: str) -> list[str]:
    """A wire report and `count - 1` rewrites of it, each a file; the same files at every call."""
    dice = random.Random(7)
    paths = []
    for n in range(count):
        told = list(_SENTENCES)
        if n:
            told = [s for m, s in enumerate(told) if m == 0 or dice.random() > 0.25]
            for old, new in _WORDS:
                if dice.random() > 0.5:
                    told = [s.replace(old, new) for s in told]
        told[0] = _LEAD.format(first=told[0]) if not n else told[0]
        credit = "" if not n else f"\n\nPaper {n}, with material from Meridian Press\n"
        path = Path(folder) / f"{n:04d}.txt"
        path.write_text(f"Harbour to get a breakwater ({n})\n\n" + "\n\n".join(told) + credit, encoding="utf-8")
        paths.append(str(path))
    return paths


def time_record(paths: list[str]) -> dict[str, float]:
    """CPU seconds that collating and the record take, where every report of `paths` derives from the first.

    The other rooms are run with the pairs of the star alone: to find the parent among 200 near copies is lineage's
    affair and has its own row.
    """
    settings, engine = DEFAULTS, LocalEngine()
    reports, _, _ = recover(paths, settings)
    known = engine.map(partial(facts.extract, settings=settings), reports)
    ids = [r.report_id for r in sorted(rows(kinds.Report, reports), key=lambda r: r.path)]
    story = dict.fromkeys(ids, "star")
    pairs = to_table(kinds.Pair, [forced_pair(ids[0], other) for other in ids[1:]])
    passages = align.find_passages(reports, pairs, settings=settings)
    links = align.link_sentences(reports, pairs, settings=settings)
    reports, known = (keyed(t, key="report_id", name="story_id", values=story) for t in (reports, known))
    trees = lineage.find_lineage(reports, known, passages, links, settings=settings)
    edges = paired(align.edges(trees, links, settings=settings))
    sides, side_facts = both_sides(edges, reports), both_sides(edges, known)
    began = time.process_time()
    held = only(paired(links), edges, "pair")
    collations = engine.map_groups(partial(align.collate, settings=settings), "pair", edges, sides, held)
    collated = time.process_time()
    step = partial(record.find_discrepancies, settings=settings)
    found = engine.map_groups(step, "pair", edges, sides, side_facts, paired(collations))
    found = keyed(found, key="child_id", name="story_id", values=story)
    record.keep_record(reports, known, trees, collations, found, settings=settings)
    return {"collate": collated - began, "record": time.process_time() - collated}


def table() -> list[str]:
    """The lines of the table."""
    lines = [
        "| one story of | collate, ms a report | record, ms a report | times the smallest |",
        "| --- | --- | --- | --- |",
    ]
    base = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            spent = time_record(write_star(size, folder))
        whole = sum(spent.values()) / size
        base = base or whole
        cells = " | ".join(f"{spent[room] / size * 1000:.2f}" for room in ROOMS)
        lines.append(f"| {size} reports | {cells} | {whole / base:.2f} (limit {LIMIT}) |")
    return lines


if __name__ == "__main__":
    print(*table(), sep="\n")

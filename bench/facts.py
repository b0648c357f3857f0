"""How fast facts are read, and whether the time grows with the text: over the project's own reports and real articles.

CPU time of this process, best of several, so that a busy machine says the same. Growth is measured on one sentence
that never ends, the hardest text there is: ten times the text may take twelve times as long.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
OWN = ROOT / "eval" / "own"
SHARED = Path(os.environ.get("RETOLD_SHARED", ROOT.parent / "shared"))
ROUNDS = 5
GROWTH_LIMIT = 12


def own_reports() -> list:
    """The annotated reports of eval/own, recovered."""
    from retold import kinds, pipeline
    from retold.tables import rows

    paths = sorted(str(p) for folder in ("singles", "pairs", "stories") for p in (OWN / folder).glob("*/*.*"))
    return rows(kinds.Report, pipeline.recover([p for p in paths if not p.endswith(".json")]).reports)


def cpu_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least CPU time that `work` took."""
    best = 1e9
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def spliced(pieces: list[str], length: int, seed: int) -> Iterator[str]:
    """Pieces of sentences in a random order, each cut anywhere between two words, `length` characters in all."""
    chance = random.Random(seed)
    while length > 0:
        words = chance.choice(pieces).split(" ")
        low = chance.randrange(len(words))
        piece = " ".join(words[low : low + chance.randint(1, 12)])
        length -= len(piece) + 1
        yield piece


def endless(reports: list, length: int) -> object:
    """A report that is one sentence of `length` characters, spliced from the sentences of `reports`."""
    from retold import kinds
    from retold.kinds import Span

    pieces = [r.text[s.start : s.end].rstrip(".!?") for r in reports for s in r.sentences if s.role in ("lead", "body")]
    text = " ".join(spliced(pieces, length, 5))[:length]
    return kinds.Report(
        report_id="endless",
        path="endless.txt",
        source_sha256="",
        media_type="text/plain",
        published="2026-03-12",
        text=text,
        sentences=[kinds.Sentence(sentence_id="s0", role="body", start=0, end=length, spans=[Span(0, length)])],
        segments=[kinds.Segment(0, length, 0, length, "copy")],
    )


def growth(reports: list, short: int = 100_000) -> tuple[float, float]:
    """CPU seconds for one sentence of `short` characters, and of ten times as many."""
    from retold import facts

    left, right = endless(reports, short), endless(reports, 10 * short)
    return cpu_seconds(lambda: facts.extract_one(left), 3), cpu_seconds(lambda: facts.extract_one(right), 3)


def labelled_articles(count: int = 60) -> list:
    """Real articles of the labelled sets, recovered from their pages; none where the sets are not here."""
    from retold import kinds, pipeline
    from retold.tables import rows

    pages = sorted(str(p) for p in SHARED.glob("data/extract_aeb/html/*.gz"))[:count]
    return rows(kinds.Report, pipeline.recover(pages).reports) if pages else []


def rates(reports: list) -> tuple[float, float, float]:
    """Megabytes of text, and how many a second full facts and marks read."""
    from retold import facts
    from retold.facts.marks import mark_one

    size = sum(len(r.text.encode()) for r in reports) / 1e6
    full = size / cpu_seconds(lambda: [facts.extract_one(r) for r in reports])
    return size, full, size / cpu_seconds(lambda: [mark_one(r) for r in reports], 4 * ROUNDS)


def table() -> list[str]:
    """Lines for the bench: full facts and marks on dense short reports and on articles, and growth."""
    own = own_reports()
    lines = ["| facts, one core | full, MB/s | marks, MB/s |", "| --- | --- | --- |", "| goal | .3 (hoped 1) | 10 |"]
    for name, reports in (
        ("own reports, short and dense", own),
        ("articles of the labelled sets", labelled_articles()),
    ):
        if reports:
            size, full, quick = rates(reports)
            lines.append(f"| {len(reports)} {name} ({size * 1000:.0f} kB) | {full:.2f} | {quick:.1f} |")
    left, right = growth(own)
    lines += ["", f"One sentence of 1 MB takes {right / left:.1f} times one of 100 kB; limit {GROWTH_LIMIT}."]
    return lines


if __name__ == "__main__":
    print("\n".join(table()))

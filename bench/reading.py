"""How fast pages and texts are read, beside bare trafilatura in the same process: `python -m bench.reading`.

Pages per CPU-second with positions and witnesses, as a ratio to `trafilatura.extract` alone on the same pages (goal
.7); megabytes of plain text a second through read and clean. Pages are the example's, varied, and those of the
labelled sets where they are there.
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("RETOLD_SHARED", ROOT.parent / "shared"))
EXAMPLES = sorted((ROOT / "retold" / "examples").glob("*/*"))
ROUNDS = 3
PAGES = 40  # of each kind


def example_pages() -> list[str]:
    """The example's pages, each made longer and different by its own paragraphs."""
    pages = [p.read_text(encoding="utf-8") for p in EXAMPLES if p.suffix == ".html"]
    return [pages[n % len(pages)].replace("</p>", f" Edition {n}.</p>") for n in range(PAGES)] if pages else []


def labelled_pages() -> list[str]:
    """Pages of the labelled sets, decoded as reading does."""
    from retold.read.decoding import decode

    files = sorted(SHARED.glob("data/extract_aeb/html/*.gz"))[:PAGES]
    return [decode(gzip.decompress(f.read_bytes())).text for f in files]


def cpu_seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU-seconds for all of `texts`, best of several."""
    best = 1e9
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best


def bare(text: str) -> object:
    import trafilatura

    return trafilatura.extract(text, favor_precision=True, include_comments=False)


def ours(text: str) -> object:
    from retold.read.html import read_html
    from retold.settings import DEFAULTS

    return read_html(text, DEFAULTS)


def text_rate() -> float:
    """Megabytes of plain text a second through read and clean, one core."""
    from retold import pipeline

    paths = [str(p) for p in EXAMPLES if p.suffix == ".txt"]
    size = sum(Path(p).stat().st_size for p in paths)
    pipeline.recover(paths)
    best = cpu_seconds(lambda _: pipeline.recover(paths), [""] * 20) / 20
    return size / best / 1e6


def table() -> list[str]:
    """The lines of the table, in Markdown."""
    lines = [
        "| HTML pages per CPU-second | bare trafilatura | with positions | ratio | goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, pages in (("the example's, varied", example_pages()), ("the labelled sets'", labelled_pages())):
        if not pages:
            lines.append(f"| {name} | not here | | | |")
            continue
        for work in (bare, ours):
            work(pages[0])
        left, right = cpu_seconds(bare, pages), cpu_seconds(ours, pages)
        lines.append(f"| {name} | {len(pages) / left:.0f} | {len(pages) / right:.0f} | {left / right:.2f} | .7 |")
    return [*lines, "", f"Plain text through read and clean, one core: {text_rate():.2f} MB/s."]


if __name__ == "__main__":
    print("\n".join(table()))

"""How fast pages and texts are read, beside bare trafilatura in the same process: `python -m bench.reading`.

Pages per CPU-second with positions and witnesses, as a ratio to `trafilatura.extract` alone on the same pages (goal
.7); megabytes of plain text a second through read and clean. Pages are the example's, varied, and those of the
labelled sets where they are there. Last, a WARC file made of the example's pages through `retold read`, in a process of
its own: RETOLD_BENCH_WARC_MB is its size (30), whose peak memory must not grow with it.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
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


def text_rate(texts: Sequence[str]) -> float:
    """Megabytes of plain text a second through read and clean, files to tables, one core."""
    from retold import pipeline

    with tempfile.TemporaryDirectory() as folder:
        for n, text in enumerate(texts):
            Path(folder, f"{n:04}.txt").write_text(text, encoding="utf-8")
        pipeline.recover([folder])
        best = cpu_seconds(lambda _: pipeline.recover([folder]), [""])
    return sum(len(t.encode()) for t in texts) / best / 1e6


def example_texts() -> list[str]:
    """The example's texts, most of them damaged, each an edition of its own."""
    texts = [p.read_text(encoding="utf-8") for p in EXAMPLES if p.suffix == ".txt"]
    return [f"{texts[n % len(texts)]}\nThis is edition {n}.\n" for n in range(100)]


def undamaged_texts() -> list[str]:
    """A hundred undamaged reports of some 4 KB, as an archive of agency copy holds them."""
    from tests.damage import make_report

    bodies = ["\n\n".join(make_report(n).rstrip().split("\n\n")[1:]) for n in range(400)]
    return [f"Report {n} from the two ports\n\n" + "\n\n".join(bodies[n::100][:3]) + "\n" for n in range(100)]


def warc_run(megabytes: int) -> tuple[int, float, float]:
    """Pages in a WARC file of that size, seconds, and peak memory in MB of `retold read` over it."""
    pages = example_pages()
    with tempfile.TemporaryDirectory() as folder:
        path, size, count = Path(folder, "pages.warc"), 0, 0
        with path.open("wb") as file:
            while size < megabytes * 1_000_000:
                body = pages[count % len(pages)].replace("</h1>", f" ({count})</h1>").encode()
                size += file.write(_record(body, count))
                count += 1
        began = time.perf_counter()
        # A small process of its own starts it, so that its peak is not this process's, which a child begins with.
        code = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        run = [sys.executable, "-c", code, sys.executable, "-m", "retold", "read", str(path)]
        peak = int(subprocess.run(run, check=True, capture_output=True, text=True).stdout) / 1024
        return count, time.perf_counter() - began, peak


def _record(body: bytes, number: int) -> bytes:
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{number}\r\n"
        f"WARC-Date: 2026-03-09T05:06:07Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


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
    lines += ["", "| plain text through read and clean, one core | MB/s |", "| --- | --- |"]
    for name, texts in (
        ("the example's, 1.8 KB each, damaged", example_texts()),
        ("undamaged, 4 KB each", undamaged_texts()),
    ):
        lines.append(f"| {name} | {text_rate(texts):.2f} |")
    megabytes = int(os.environ.get("RETOLD_BENCH_WARC_MB", "30"))
    count, seconds, peak = warc_run(megabytes)
    lines += [
        "",
        f"A WARC file of {megabytes} MB, {count} pages, through `retold read`: {seconds:.0f} s, {peak:.0f} MB at most (goal 300).",
    ]
    return lines


if __name__ == "__main__":
    print("\n".join(table()))

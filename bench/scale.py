"""Shared text at scale, ours and the peers' side by side: `python -m bench.scale [SIZE...] [--peers] [--write NAME]`.

Fresh processes one after another, best of `--rounds`; the corpora are made with ../shared/bench where that is, else by
tests/corpus/made.py. Each peer has its own environment under a cache folder (RETOLD_BENCH_CACHE), made when first asked for.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("RETOLD_SHARED", ROOT.parent / "shared")) / "bench"
CACHE = Path(os.environ.get("RETOLD_BENCH_CACHE", Path.home() / ".cache" / "retold-bench"))
PEERS = {"gaoya": "gaoya==0.2.2", "rensa": "rensa==0.5.0", "datasketch": "datasketch==2.0.0"}
# passim is no program from PyPI: what its HEAD took for c10k on a two-core machine, up to its clustering.
PASSIM_CPU_SECONDS = 332.0

_SCRIPTS = {
    "English with quotation marks": "“The ferry is back,” the harbour master said on Tuesday, adding that it’s not clear why "
    "the engine had failed twice in a week.",
    "French": "Le ferry est rentré au port mardi après-midi, a indiqué l’autorité portuaire à Sète, précisant que l’équipage "
    "était sain et sauf.",
    "Russian": "Паром вернулся в гавань во вторник днём, сообщили портовые власти, добавив, что экипаж не пострадал.",
    "Arabic": "عادت العبارة إلى الميناء بعد ظهر يوم الثلاثاء، حسبما قالت سلطات الميناء، مضيفة أن الطاقم بخير.",
    "Hindi": "नौका मंगलवार दोपहर बंदरगाह लौट आई, बंदरगाह अधिकारियों ने बताया कि चालक दल सुरक्षित है।",
    "Chinese": "渡轮周二下午返回港口，港务局表示，船员安然无恙，发动机故障原因仍在调查之中。",
}


class Cost(NamedTuple):
    """What a process took, with those that it started, and what it said meanwhile."""

    wall: float
    cpu: float
    megabytes: float
    said: str = ""


def cost(command: Sequence[str], rounds: int, before: Sequence[Path] = ()) -> Cost:
    """The least of `rounds` fresh processes; the folders `before` are removed each time."""
    best: list[Cost] = []
    for _ in range(rounds):
        for path in before:
            shutil.rmtree(path, ignore_errors=True)
        done = subprocess.run(
            [sys.executable, "-S", str(ROOT / "bench" / "cost.py"), *command],
            check=True,
            capture_output=True,
            text=True,
        )
        wall, cpu, megabytes = map(float, done.stdout.split())
        best.append(Cost(wall, cpu, megabytes, done.stderr))
    return Cost(*(min(values) for values in zip(*(run[:3] for run in best))), best[-1].said)


def make_corpus(size: int) -> Path:
    """The stem of the corpus of `size` reports, made if it is not there."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if (SHARED / "make_corpus.py").exists():
        stem = CACHE / f"c{size // 1000}k"
        if not stem.with_suffix(".truth.jsonl").exists():
            sgm = CACHE / "sgm"
            if not sgm.exists():
                subprocess.run(["tar", "xJf", str(SHARED / "reuters21578_sgm.tar.xz"), "-C", str(CACHE)], check=True)
            command = [sys.executable, str(SHARED / "make_corpus.py"), str(sgm), str(stem), "--size", str(size)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return stem
    from tests.corpus import made

    stem = CACHE / f"own{size // 1000}k"
    if not stem.with_suffix(".jsonl").exists():
        made.write(stem.with_suffix(".jsonl"), made.make(size))
    return stem


def peer_python(peer: str) -> str:
    """The Python of the environment that holds the peer."""
    folder = CACHE / f"venv-{peer}"
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", PEERS[peer]], check=True)
        (folder / ".ready").touch()
    return str(python)


def quality(script: str, stem: Path, found: Path) -> dict[str, float]:
    """The figures of the shared scorer; without it, the share of planted pairs found."""
    if (SHARED / script).exists():
        done = subprocess.run(
            [sys.executable, str(SHARED / script), str(stem), str(found)], check=True, capture_output=True, text=True
        )
        return {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", done.stdout)}
    planted = set()
    for line in stem.with_suffix(".jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["parent"]:
            planted.add(frozenset((row["id"], row["parent"])))
    if script.startswith("passages"):
        return {}
    got = {frozenset(line.split()) for line in found.open(encoding="utf-8")}
    return {"recall": len(planted & got) / max(1, len(planted))}


def tables(out: Path, folder: Path) -> tuple[Path, Path]:
    """Our pairs and passages with the ids of the rows, as the scorers read them."""
    from pyarrow import parquet

    reports = parquet.read_table(out / "reports", columns=["report_id", "source_id"], partitioning=None)
    name = dict(zip(*(c.to_pylist() for c in reports.columns)))
    pairs, passages = folder / "pairs.tsv", folder / "passages.jsonl"
    held = parquet.read_table(out / "pairs", columns=["left_id", "right_id"], partitioning=None)
    with pairs.open("w") as file:
        for left, right in zip(*(c.to_pylist() for c in held.columns)):
            file.write(f"{name[left]}\t{name[right]}\n")
    if (out / "passages").exists():
        columns = ["left_id", "right_id", "left_start", "left_end", "right_start", "right_end"]
        held = parquet.read_table(out / "passages", columns=columns, partitioning=None)
        with passages.open("w") as file:
            for left, right, a, b, c, d in zip(*(x.to_pylist() for x in held.columns)):
                row = {"left_id": name[left], "right_id": name[right], "left_span": [a, b], "right_span": [c, d]}
                file.write(json.dumps(row) + "\n")
    return pairs, passages


def shown(figures: dict[str, float], names: Sequence[str]) -> str:
    return " / ".join(f"{figures[n]:.3f}" if n in figures else "-" for n in names)


def rows_of(size: int, peers: Sequence[str], rounds: int, whole: bool) -> list[str]:
    """The table for one corpus."""
    stem = make_corpus(size)
    corpus = str(stem.with_suffix(".jsonl"))
    names = ("recall", "rewrite", "quote", "republish", "p_high")
    megabytes = os.path.getsize(corpus) / 1e6
    lines = [
        f"{size:,} reports, {megabytes:.0f} MB of JSON lines. Quality: {', '.join(names)}.",
        "",
        "| whole process | wall s | CPU s | peak MB | our wall against it | quality |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    ours = [sys.executable, "-m", "retold", "corpus", corpus]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        pairs = cost([*ours, str(out), "--until", "pairs"], rounds, [out])
        found = shown(quality("pairs_quality.py", stem, tables(out, Path(folder))[0]), names)
        lines.append(f"| Retold, pairs | {pairs.wall:.2f} | {pairs.cpu:.2f} | {pairs.megabytes:.0f} | 1 | {found} |")
        for peer in peers:
            target = Path(folder) / f"{peer}.tsv"
            command = [peer_python(peer), str(ROOT / "bench" / "peers.py"), peer, corpus, str(target)]
            took = cost(command, rounds)
            found = shown(quality("pairs_quality.py", stem, target), names)
            lines.append(
                f"| {PEERS[peer]} | {took.wall:.2f} | {took.cpu:.2f} | {took.megabytes:.0f} | "
                f"{took.wall / pairs.wall:.2f} | {found} |"
            )
        passages = cost([*ours, str(out), "--until", "passages"], rounds, [out])
        figures = quality("passages_quality.py", stem, tables(out, Path(folder))[1])
        found = shown(figures, ("char_recall", "char_precision", "pair_recall", "republish"))
        against = f"{PASSIM_CPU_SECONDS / passages.cpu:.0f} (passim's CPU)" if size == 10_000 else ""
        lines.append(
            f"| Retold, passages (char recall, char precision, pair recall, republish) | {passages.wall:.2f} | "
            f"{passages.cpu:.2f} | {passages.megabytes:.0f} | {against} | {found} |"
        )
        if whole:
            took = cost([*ours, str(out)], rounds, [out])
            lines.append(
                f"| Retold, to derivations ({took.wall / pairs.wall:.1f} times the pairs) | {took.wall:.2f} | "
                f"{took.cpu:.2f} | {took.megabytes:.0f} | | |"
            )
    lines += ["", f"Pairs: {1000 * pairs.cpu / size:.3f} ms of CPU a report."]
    if whole:
        shares = next(line for line in took.said.splitlines() if "derivations" in line and "%" in line)
        lines.append(f"The whole run by stage, as it says: {shares.removeprefix('retold: ')}.")
    return lines


def kernel_rows(size: int) -> list[str]:
    """Megabytes a second of the fingerprint kernel, one core, beside a pass that only folds."""
    import numpy as np
    from numba import njit

    from retold.kernels import folding, machine
    from retold.kernels.texts import PADDING, text_bytes
    from retold.read.bulk import stream_batches
    from retold.settings import DEFAULTS

    @njit
    def fold_only(text, out):  # type: ignore[no-untyped-def]
        for n in range(len(text)):
            out[n] = text[n] | 32 if 65 <= text[n] <= 90 else text[n]

    @njit
    def fold_and_tell(text, out, part):  # type: ignore[no-untyped-def]
        for n in range(len(text)):
            small = text[n] | 32 if 65 <= text[n] <= 90 else text[n]
            out[n] = small
            part[n] = (97 <= small <= 122) or (48 <= small <= 57)

    table = folding.load()

    def works_on(text, offsets):  # type: ignore[no-untyped-def]
        reports, longest = len(offsets) - 1, int(np.diff(offsets).max()) + 1
        wide = (np.zeros(len(text), np.uint64), np.zeros(len(text), np.int32), np.zeros(len(text), np.int32))
        ngrams, marks = np.zeros(len(text), np.uint32), np.zeros(len(text), np.uint64)
        ends = [np.zeros(reports, np.int64) for _ in range(2)]
        sums, scratch = np.zeros(reports, np.uint64), [np.zeros(longest, np.uint64) for _ in range(3)]
        made = (ngrams, ends[0], marks, ends[1], sums, *scratch)
        window = DEFAULTS.match_window
        return (
            lambda: machine.run("words", "read_words", text, 0, int(offsets[-1]), *table, *wide),
            lambda: machine.run("words", "fingerprint", text, offsets, *table, window, *made),
        )

    batch = next(stream_batches([str(make_corpus(size).with_suffix(".jsonl"))], DEFAULTS, 1 << 25))
    text, offsets = text_bytes(batch.texts)
    folded, part = np.empty_like(text), np.empty_like(text)
    words, fingerprint = works_on(text, offsets)
    works = {
        "fold only": (len(text), lambda: fold_only(text, folded)),
        "fold, and tell letters and digits": (len(text), lambda: fold_and_tell(text, folded, part)),
        "words": (len(text), words),
        "fingerprint (words, n-grams, marks)": (len(text), fingerprint),
    }
    for name, sentence in _SCRIPTS.items():
        one = " ".join([sentence] * 12).encode()
        here = np.frombuffer(one * (2_000_000 // len(one)) + bytes(PADDING), np.uint8)
        starts = np.arange(0, len(here) - PADDING + 1, len(one))
        works[f"fingerprint, {name}"] = (len(here), works_on(here, starts)[1])
    lines = ["| kernel, one core | MB/s of CPU time |", "| --- | --- |"]
    rates: dict[str, float] = {}
    for name, (size, work) in works.items():
        best = 1e9
        for _ in range(12):
            began = time.process_time()
            work()
            best = min(best, time.process_time() - began)
        rates[name] = size / best / 1e6
        lines.append(f"| {name} | {rates[name]:.0f} |")
    share = rates["fingerprint (words, n-grams, marks)"] / rates["fold, and tell letters and digits"]
    return [*lines, "", f"Fingerprints at {share:.2f} of a pass that folds and tells letters from the rest."]


def table(sizes: Sequence[int], peers: Sequence[str], rounds: int, whole: bool = False) -> list[str]:
    """All rows."""
    lines = [f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores", ""]
    for size in sizes:
        lines += [*rows_of(size, peers, rounds, whole), ""]
    return [*lines, *kernel_rows(min(sizes))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000])
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", metavar="NAME", help="keep the table as bench/results/NAME.md")
    arguments = parser.parse_args()
    if importlib.util.find_spec("numba") is None:
        print('shared text at scale is not measured: install "retold[scale]"')
        return 0
    from retold.kernels import machine

    machine.make_all()  # peers come compiled
    lines = table(arguments.sizes, arguments.peers, arguments.rounds, whole=True)
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.write:
        path = ROOT / "bench" / "results" / f"{arguments.write}.md"
        path.write_text(f"# {arguments.write}\n\n{text}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A corpus run: many reports -> tables on disk, one stage after another, each gone on with where it was left."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pyarrow as pa

from retold import kinds
from retold.engines.processes import Workers
from retold.engines.run import Kept, RunFolder, Spool, say_what_failed
from retold.errors import InputError, UsageError
from retold.settings import DEFAULTS, Settings, settings_hash
from retold.tables import to_table
from retold.version import VERSION

try:
    import numpy as np

    from retold.align import bulk as align_bulk
    from retold.kernels.ids import Places
    from retold.kernels.texts import Array
    from retold.match import bulk as match_bulk
    from retold.match.prints import Prints
    from retold.read import bulk as read_bulk
except ModuleNotFoundError as error:
    if error.name not in ("numba", "numpy", "llvmlite"):
        raise
    raise UsageError(f'a corpus run needs {error.name}: install "retold[scale]"') from error

if TYPE_CHECKING:
    from retold.match.bulk_nearest import Pile

STAGES = ("reports", "pairs", "passages", "marks", "stories", "derivations")
FORMAT = "retold-corpus/1"

# A part of pairs is a unit of work that is written, and lost by a kill, as a whole.
_PAIRS_A_PART = 1 << 16
_PASSAGES_A_PART = _REPORTS_A_PART = 1 << 18
# What many reports say the same is read once for so many of them.
_REPORTS_AT_ONCE = 1 << 16
_MARKS_A_PART = 1 << 11
# What the kernels of each stage are in, the first that needs them.
_KERNELS = {
    "reports": ("words", "digests"),
    "pairs": ("sharing",),
    "passages": ("passages",),
    "marks": ("signing",),
    "stories": ("nearest", "alike"),
}
_LEAST_BATCH, _MOST_BATCH = 1 << 20, 1 << 24
_LEAST_PAIRS = 1 << 10
# What a process takes with everything loaded and the first report yet to come.
_BARE_BYTES = 200_000_000

# What a process takes that reads and signs reports.
_WORKER_BYTES = 330_000_000
# What a thread takes that compares a part of the pairs.
_COMPARING_BYTES = 250_000_000

T = TypeVar("T")
U = TypeVar("U")

Say = Callable[[str], None]


class Summary(NamedTuple):
    """What a run has found: rows by table, stories, what was capped, and the seconds of each stage in this process.

    `stories` counts those of more than one report, `alone` the reports that share a story with none; None before that stage.
    """

    rows: dict[str, int]
    stories: int | None
    alone: int | None
    capped: dict[str, int]
    seconds: dict[str, float]


@say_what_failed
def run(
    paths: Sequence[str],
    out: str,
    *,
    until: str = STAGES[-1],
    memory: str | int = "2GB",
    settings: Settings = DEFAULTS,
    workers: int | None = None,
    say: Say = lambda line: None,
) -> Summary:
    """Reads the reports of `paths` and writes the tables up to `until` into the folder `out`.

    Where `out` holds the same run, killed or stopped earlier, it is gone on with; the tables come out the same bytes.

    Args:
        paths: files, folders, globs.
        out: a folder; new, empty, or with this run.
        until: the last of `STAGES` that is wanted.
        memory: what the run should stay under, in bytes or as "2GB".
        settings: the thresholds.
        workers: threads; as many as there are processors unless given.
        say: called with a line of progress.

    Raises:
        UsageError: an unknown stage, or a folder that holds something else.
        InputError: no report in the input.
        FolderError: the folder cannot be written.
    """
    if until not in STAGES:
        raise UsageError(f'no stage "{until}": one of {", ".join(STAGES)}')
    limit = memory if isinstance(memory, int) else bytes_of(memory)
    files = read_bulk.input_files(paths)
    identity = {
        "format": FORMAT,
        "version": VERSION,
        "settings_hash": settings_hash(settings),
        "engine": "local",
        "inputs": [[path, size] for path, size in files],
    }
    folder = RunFolder(out, identity, STAGES)
    work = _Work(paths, files, folder, until, limit, settings, workers or _processors(), say)
    wanted = STAGES[: STAGES.index(until) + 1]
    work.compile(stage for stage in wanted if stage not in folder.done)
    for stage in wanted:
        if stage not in folder.done:
            began = time.perf_counter()
            getattr(work, f"make_{stage}")()
            _give_back()
            work.seconds[stage] = time.perf_counter() - began
    folder.clean_up()
    capped = {k: v for stage in wanted for k, v in folder.done[stage].get("capped", {}).items()}
    told = folder.done.get("stories", {}) if "stories" in wanted else {}
    rows = {stage: folder.done[stage]["rows"] for stage in wanted}
    return Summary(rows, told.get("stories"), told.get("alone"), capped, work.seconds)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def bytes_of(size: str) -> int:
    """The bytes that "2GB" or "500 MB" says."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?\s*", size, re.IGNORECASE)
    if found is None or not float(found[1]):
        raise UsageError(f'--memory takes a size such as 2GB, not "{size}"')
    return int(float(found[1]) * _UNITS[found[2].upper()])


class _Work:
    """The stages of one run, and what one hands to the next in memory."""

    def __init__(
        self,
        paths: Sequence[str],
        files: Sequence[tuple[str, int]],
        folder: RunFolder,
        until: str,
        memory: int,
        settings: Settings,
        workers: int,
        say: Say,
    ) -> None:
        self._paths, self._folder, self._until = paths, folder, until
        self._settings, self._workers, self._say = settings, workers, say
        self._size = sum(size for _, size in files)
        self._memory = memory
        # By the input alone: batches are the parts of the table of reports, and these are the same whatever the memory.
        self._batch_bytes = min(_MOST_BATCH, max(_LEAST_BATCH, self._size // 8))
        self.seconds: dict[str, float] = {}
        self._report_ids: pa.ChunkedArray | None = None
        self._prints: Prints | None = None

    def compile(self, stages: Iterable[str]) -> None:
        """Has the kernels of `stages` compiled that no earlier run on this machine has, each in a process of its own."""
        from retold.kernels import machine

        missing = [name for stage in stages for name in _KERNELS.get(stage, ()) if not machine.are_made((name,))]
        if missing:
            self._say("compiling for this processor, once: half a minute")
            with contextlib.closing(Workers(min(self._workers, len(missing)))) as compilers:
                for _ in compilers.map(machine.make, ((name,) for name in missing)):
                    pass

    # ---------------------------------------------------------------- reports

    def make_reports(self) -> None:
        """Reads the input: the table of reports, what was skipped, the texts for later stages, the fingerprints."""
        later = self._until != "pairs" and self._until != "reports"
        spool = Spool(self._folder.work("texts.arrow")) if later else None
        progress = _Progress("read", self._size, "bytes", self._say)
        ids: list[pa.ChunkedArray] = []
        prints = self._new_prints()
        skipped: list[kinds.Skipped] = []
        part = rows = 0
        written: list[Future[None]] = []
        writer = ThreadPoolExecutor(1)
        for batch, printed in self._fingerprinted():
            skipped += batch.skipped
            if batch.reports.num_rows:
                written.append(writer.submit(self._folder.write, "reports", part, batch.reports))
                part += 1
                rows += batch.reports.num_rows
                ids += batch.reports.column("report_id").chunks
                prints.add(printed)
                if spool is not None:
                    spool.add(batch.texts)
            progress.at(batch.done_bytes)
        for one in written:
            one.result()
        writer.shutdown()
        if not rows:
            reasons = "".join(f"\n  {s.path}: {s.reason}" for s in skipped[:10])
            raise InputError("nothing usable in the input" + reasons)
        if spool is not None:
            spool.close()
        skipped.sort(key=lambda s: (s.path, s.locator, s.reason))
        self._folder.write("skipped", 0, to_table(kinds.Skipped, skipped))
        self._folder.finish("reports", rows=rows, skipped=len(skipped))
        self._report_ids, self._prints = pa.chunked_array(ids, pa.string()), prints

    def _new_prints(self) -> Prints:
        """Where fingerprints go: into memory, or into the folder where they would take too much of it.

        They take about as many bytes as the input, and as many again while pairs are looked for.
        """
        if _BARE_BYTES + 3 * self._size < self._memory:
            return Prints()
        self._say("fingerprints go to disk: the input is large for the memory given")
        return Prints(self._folder.work("prints"), max(0, self._memory - _BARE_BYTES) // 6)

    def _fingerprinted(self) -> Iterator[tuple[read_bulk.Batch, pa.Table]]:
        """The batches of the input with their fingerprints, made in threads while the next batch is read."""
        waiting: deque[tuple[read_bulk.Batch, Future[pa.Table]]] = deque()
        # A batch takes some eight times its bytes while it is parsed and fingerprinted.
        ahead = max(1, min(self._workers, (self._memory - _BARE_BYTES) // 2 // (8 * self._batch_bytes)))
        with ThreadPoolExecutor(ahead) as pool:
            for batch in read_bulk.stream_batches(self._paths, self._settings, self._batch_bytes):
                future = pool.submit(match_bulk.fingerprint, batch.texts, settings=self._settings)
                waiting.append((batch, future))
                while len(waiting) > ahead or (waiting and waiting[0][1].done()):
                    first, made = waiting.popleft()
                    yield first, made.result()
            for first, made in waiting:
                yield first, made.result()

    def _read_again(self) -> None:
        """What `make_reports` leaves in memory or beside the result, for a run that begins after it."""
        ids: list[pa.ChunkedArray] = []
        prints = self._new_prints()
        path = self._folder.work("texts.arrow")
        spool = Spool(path) if not os.path.exists(path) else None
        for batch, printed in self._fingerprinted():
            if batch.reports.num_rows:
                ids += batch.reports.column("report_id").chunks
                prints.add(printed)
                if spool is not None:
                    spool.add(batch.texts)
        if spool is not None:
            spool.close()
        self._report_ids, self._prints = pa.chunked_array(ids, pa.string()), prints

    # ---------------------------------------------------------------- pairs

    def make_pairs(self) -> None:
        """The pairs that share text."""
        if self._prints is None:
            self._read_again()
        assert self._prints is not None and self._report_ids is not None
        self._say(f"pairs: {len(self._report_ids)} reports")
        pairs, capped = match_bulk.find_candidates(
            self._report_ids, self._prints, settings=self._settings, workers=self._workers
        )
        self._prints = None
        for part, start in enumerate(range(0, max(1, len(pairs)), _PAIRS_A_PART)):
            self._folder.write("pairs", part, pairs.table(start, _PAIRS_A_PART))
        self._folder.finish("pairs", rows=len(pairs), capped=capped._asdict())

    # ---------------------------------------------------------------- passages

    def make_passages(self) -> None:
        """The passages of the pairs, a part of pairs at a time."""
        path = self._folder.work("texts.arrow")
        if not os.path.exists(path):
            self._read_again()
            self._prints = None
        texts = Kept(path)
        places = Places(self._folder.read("reports", ["report_id"]).column("report_id"))
        # Of a pair both texts are held, and held once more as the kernel takes them, with as much again for its own tables.
        a_pair = 8 * max(1, os.path.getsize(path) // max(1, len(texts)))
        step = max(_LEAST_PAIRS, min(_PAIRS_A_PART, (self._memory - _BARE_BYTES) // 2 // a_pair))
        progress = _Progress("passages", self._folder.done["pairs"]["rows"], "pairs", self._say)
        done = 0
        parts: list[str] = []
        for part, pairs in enumerate(self._folder.stream("pairs")):
            raw = self._folder.work("passages", f"{part:05d}.arrow")
            if not os.path.exists(raw):
                spool = Spool(raw)
                for start in range(0, max(1, pairs.num_rows), step):
                    some = pairs.slice(start, step)
                    sides = [places.of(some.column(name)) for name in ("left_id", "right_id")]
                    held = texts.take(np.unique(np.concatenate(sides)))
                    spool.add(align_bulk.find_passages(held, some, settings=self._settings, workers=self._workers))
                    del held
                spool.close()
            done += pairs.num_rows
            parts.append(raw)
            progress.at(done)
        _give_back()
        # What is boilerplate is seen from all passages together.
        outlets = self._folder.read("reports", ["report_id", "outlet"])
        flags = align_bulk.mark_boilerplate(map(_spooled, parts), outlets, settings=self._settings)
        rows = part = 0
        waiting: list[pa.Table] = []
        for raw in parts:
            found = _spooled(raw)
            flagged = found.append_column("boilerplate", flags.slice(rows, found.num_rows)).drop_columns(["words_key"])
            rows += found.num_rows
            waiting.append(flagged)
            while sum(t.num_rows for t in waiting) > _PASSAGES_A_PART:
                whole = pa.concat_tables(waiting)
                self._folder.write("passages", part, whole.slice(0, _PASSAGES_A_PART))
                part += 1
                waiting = [whole.slice(_PASSAGES_A_PART)]
        self._folder.write("passages", part, pa.concat_tables(waiting))
        self._folder.finish("passages", rows=rows)

    # ---------------------------------------------------------------- marks, stories, derivations

    def make_marks(self) -> None:
        """The names, figures and credits of each report; beside the result what reports are compared by."""
        total = self._sign()
        self._folder.finish("marks", rows=total)

    def _sign(self) -> int:
        """How many reports there are, once the marks of all are written and their signatures beside them."""
        from retold.corpus_reports import STATED, mark_part

        texts = self._texts()
        stated = self._folder.read("reports", list(STATED))
        total = int(stated.num_rows)
        progress = _Progress("marks", total, "reports", self._say)
        settings, size = self._settings, _MARKS_A_PART
        wanted = [
            n
            for n in range(-(-total // _MARKS_A_PART))
            if not (self._folder.has("marks", n) and os.path.exists(self._signed(n)))
        ]
        calls = (
            (texts.take(np.arange(start, min(total, start + size))), stated.slice(start, size), settings)
            for start in (n * size for n in wanted)
        )
        # Few reports are done here before a process has started, and so are those of a run that may take little.
        affordable = max(1, (self._memory - 2 * _BARE_BYTES) // _WORKER_BYTES)
        count = min(self._workers, affordable) if total > 2 * size else 1
        with contextlib.closing(Workers(count)) as workers:
            for n, (marks, signed) in zip(wanted, workers.map(mark_part, calls)):
                spool = Spool(self._signed(n))
                spool.add(signed)
                spool.close()
                if not self._folder.has("marks", n):
                    self._folder.write("marks", n, marks)
                progress.at(min(total, (n + 1) * size))
        return total

    def _signed(self, part: int) -> str:
        return self._folder.work("signed", f"{part:05d}.arrow")

    def _texts(self) -> Kept:
        """The running texts of all reports."""
        path = self._folder.work("texts.arrow")
        if not os.path.exists(path):
            self._read_again()
            self._prints = None
        return Kept(path)

    def make_stories(self) -> None:
        """The pairs that names, figures and words make, as a trace would say, and the story of each report."""
        from retold.match.bulk_nearest import Pile

        self._sign()
        signed = _Signed([self._signed(n) for n, _ in enumerate(self._folder.parts("marks"))])
        pile = Pile(signed.parts, self._settings, max(0, self._memory - _BARE_BYTES))
        self._say(f"stories: {len(pile.ids):,} reports of different words")
        alike = self._compare(pile, signed)

        def found(columns: Sequence[str]) -> Iterator[pa.Table]:
            return (_spooled(path).select(columns) for path in alike)

        kin, stories = pile.group(found, signed.at, _PAIRS_A_PART)
        kin_rows = 0
        for part, rows in enumerate(kin):
            self._folder.write("kin", part, rows)
            kin_rows += rows.num_rows
        for part, start in enumerate(range(0, stories.num_rows, _REPORTS_A_PART)):
            self._folder.write("stories", part, stories.slice(start, _REPORTS_A_PART))
        sizes = Counter(stories.column("story_id").to_pylist()).values()
        alone = sum(size == 1 for size in sizes)
        self._folder.finish("stories", rows=stories.num_rows, stories=len(sizes) - alone, alone=alone, kin=kin_rows)

    def _compare(self, pile: Pile, signed: _Signed) -> list[str]:
        """The files with the pairs of near reports that are alike enough."""
        from retold.match.alike import compare_pairs

        places = pile.places()

        def compare(work: tuple[str, Array, Array]) -> int:
            path, numbers, pairs = work
            if not os.path.exists(path):
                held, at = signed.take(places[numbers])
                spool = Spool(path)
                spool.add(compare_pairs(held, pile.rarities(held), at[pairs], self._settings))
                spool.close()
            return len(pairs)

        near = pile.find_nearest(self._in_threads)
        progress = _Progress("stories", len(near), "pairs", self._say)
        written: list[str] = []

        def work() -> Iterator[tuple[str, Array, Array]]:
            for numbers, pairs in pile.work(near):
                written.append(self._folder.work("alike", f"{len(written):05d}.arrow"))
                yield written[-1], numbers, pairs

        done = 0
        at_once = max(1, min(self._workers, (self._memory - _BARE_BYTES) // _COMPARING_BYTES))
        for count in self._few_ahead(compare, work(), at_once):
            done += count
            progress.at(done)
        return written

    def _in_threads(self, work: Callable[[T], U], parts: Iterable[T]) -> list[U]:
        """`work` on each of `parts` in threads: it is a kernel, which lets go of the interpreter."""
        return list(self._few_ahead(work, parts, self._workers))

    def _few_ahead(self, work: Callable[[T], U], parts: Iterable[T], at_once: int) -> Iterator[U]:
        """The same one after another, so many at once; of `parts` few are taken ahead."""
        waiting: deque[Future[U]] = deque()
        with ThreadPoolExecutor(at_once) as pool:
            for part in parts:
                waiting.append(pool.submit(work, part))
                if len(waiting) > at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def make_derivations(self) -> None:
        """Who took it from whom, a run of stories at a time."""
        from retold.lineage.bulk import derive
        from retold.match.bulk_stories import cover_pairs

        reports = self._folder.read("reports", ["report_id", "published", "outlet"])
        reports = reports.join(self._folder.read("stories"), "report_id")
        names = ["left_id", "right_id", "same_words", "left_words", "right_words", "boilerplate"]
        pairs = cover_pairs(self._folder.stream("passages", names))
        _give_back()
        marks = _gathered(self._folder.stream("marks"), _REPORTS_AT_ONCE)
        found = derive(reports, pairs, marks, settings=self._settings)
        for part, start in enumerate(range(0, max(1, found.num_rows), _REPORTS_A_PART)):
            self._folder.write("derivations", part, found.slice(start, _REPORTS_A_PART))
        self._folder.finish("derivations", rows=found.num_rows)


class _Signed:
    """The signatures of all reports, in files of so many each."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._kept = [Kept(path) for path in paths]

    def parts(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """The table file by file, only the columns that are named."""
        return (kept.take(np.arange(len(kept)), columns) for kept in self._kept)

    def take(self, places: Array) -> tuple[pa.Table, Array]:
        """(the rows at `places`, in the order of the files; where in it the row of each place is)."""
        order = np.argsort(places)
        part, row = np.divmod(places[order], _MARKS_A_PART)
        held = pa.concat_tables([self._kept[n].take(row[part == n]) for n in np.unique(part).tolist()])
        at = np.empty_like(order)
        at[order] = np.arange(len(order))
        return held, at

    def at(self, places: Array) -> pa.Table:
        """The rows at `places`, in their order."""
        held, at = self.take(places)
        return held.take(pa.array(at))


def _gathered(parts: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """`parts` joined to larger ones, of so many rows at least but for the last."""
    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(part)
        if sum(t.num_rows for t in waiting) >= rows:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _spooled(path: str) -> pa.Table:
    found = Spool(path).read()
    assert found is not None
    return found


def _give_back() -> None:
    """Lets the system have what was freed: allocators keep it for what may come, and the next stage asks another one."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):  # another libc than GNU's
            ctypes.CDLL(None).malloc_trim(0)


class _Progress:
    """Says how far a stage is, at what rate, and how long it will take, once a second and from two seconds on."""

    def __init__(self, stage: str, total: int, unit: str, say: Say) -> None:
        self._stage, self._total, self._unit, self._say = stage, total, unit, say
        self._began = time.monotonic()
        self._said = self._began + 1.0

    def at(self, done: int) -> None:
        """Takes note that so much is done."""
        now = time.monotonic()
        if now - self._said < 1.0 or not done:
            return
        self._said = now
        rate = done / (now - self._began)
        left = max(0, self._total - done) / rate
        shown, of, per = (done, self._total, rate)
        unit = self._unit
        if unit == "bytes":
            shown, of, per, unit = done // 1_000_000, self._total // 1_000_000, rate / 1e6, "MB"
        self._say(f"{self._stage}: {shown:,} of {of:,} {unit}, {per:,.0f} a second, {left:.0f} s left")

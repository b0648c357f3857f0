"""`make soak`, corpus runs: whatever ends one at a random moment, it is gone on with and ends with the same bytes.

Killed with SIGKILL, interrupted with SIGINT, on a disk that fills up, in a folder that cannot be written, with parts cut
short as a power failure leaves them. RETOLD_SOAK_REPORTS is the size of the corpus (3000; 200000 takes its time),
RETOLD_SOAK_CORPUS a file of JSON lines to take instead, RETOLD_SOAK_MEMORY what a run may take, RETOLD_SOAK_KILLS how often
a run is killed (10), RETOLD_SOAK_UNTIL its last table, RETOLD_SOAK_SEED where the chances begin.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Digests = dict[str, str]


def digests(out: Path) -> Digests:
    return {
        str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.rglob("*"))
        if p.is_file()
    }


def ended_early(command: list[str], out: Path, wait: float, how: signal.Signals) -> bool:
    """Whether the run was still at work after so many seconds, and was ended then."""
    process = subprocess.Popen(
        [*command, str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(wait)
        return False
    except subprocess.TimeoutExpired:
        # All of its processes: a machine that loses power spares none.
        os.killpg(process.pid, how) if how == signal.SIGKILL else process.send_signal(how)
        process.wait()
        return True


def cut_short(out: Path, chance: random.Random) -> list[str]:
    """Cuts or empties some files of a run that was ended, as a power failure leaves them; returns which."""
    files = [p for p in sorted(out.rglob("*")) if p.is_file() and p.name != "manifest.json"]
    cut = chance.sample(files, min(3, len(files)))
    for path in cut:
        os.truncate(path, chance.choice((0, path.stat().st_size // 2, max(0, path.stat().st_size - 1))))
    (out / "reports").mkdir(exist_ok=True)
    (out / "reports" / "part-00000.parquet.tmp").write_bytes(b"PAR1 half a part")
    return [str(p.relative_to(out)) for p in cut]


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path | None]:
    """A file system of memory in `folder`; None where this user may mount none."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def soak_full_disk(command: list[str], folder: Path, expected: Digests, size: int) -> str | None:
    """What went wrong on a disk that is full at several points of a run."""
    with small_disk(folder / "disk", f"size={size // 20}") as disk:
        if disk is None:
            print("soak: a full disk is NOT tried: this user may mount no file system", flush=True)
            return None
        out = disk / "out"
        for share in (20, 10, 6, 4, 2):
            subprocess.run(["mount", "-o", f"remount,size={size // share}", str(disk)], check=True)
            done = subprocess.run([*command, str(out)], capture_output=True, text=True)
            if done.returncode == 0:
                break
            if done.returncode != 1 or "Traceback" in done.stderr or "no space left" not in done.stderr.lower():
                return f"a full disk was told so: {done.returncode} {done.stderr[-500:]}"
            print(f"soak: full at 1/{share} of the input: {done.stderr.strip().splitlines()[-1][:100]}", flush=True)
        subprocess.run(["mount", "-o", f"remount,size={8 * size}", str(disk)], check=True)
        subprocess.run([*command, str(out)], check=True, capture_output=True)
        if digests(out) != expected:
            return "after a full disk it ended with other bytes"
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = subprocess.run([*command, str(disk / "other")], capture_output=True, text=True)
        if done.returncode != 1 or "Traceback" in done.stderr or "read-only" not in done.stderr.lower():
            return f"a folder that cannot be written was told so: {done.returncode} {done.stderr[-500:]}"
    print("soak: a full disk and one that cannot be written are told; with room it went on: the same bytes", flush=True)
    return None


def main() -> int:
    from tests.corpus import made

    reports = int(os.environ.get("RETOLD_SOAK_REPORTS", "3000"))
    kills = int(os.environ.get("RETOLD_SOAK_KILLS", "10"))
    chance = random.Random(int(os.environ.get("RETOLD_SOAK_SEED", "0")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = os.environ.get("RETOLD_SOAK_CORPUS")
        source = Path(given) if given else made.write(folder / "in.jsonl", made.make(reports))
        command = [sys.executable, "-m", "retold", "corpus", str(source)]
        command += ["--memory", os.environ.get("RETOLD_SOAK_MEMORY", "2GB")]
        command += ["--until", os.environ.get("RETOLD_SOAK_UNTIL", "derivations")]
        if source.stat().st_size < 50_000_000:  # kernels are compiled, which is not to be timed
            subprocess.run([*command, str(folder / "warm")], check=True, capture_output=True)
        began = time.monotonic()
        subprocess.run([*command, str(folder / "whole")], check=True, capture_output=True)
        seconds = time.monotonic() - began
        expected = digests(folder / "whole")
        print(f"soak: {source.name}, {seconds:.1f} s, {len(expected)} files", flush=True)
        for turn in range(kills):
            out = folder / f"killed-{turn}"
            after = []
            how = signal.SIGINT if turn % 5 == 4 else signal.SIGKILL
            wait = chance.random() * seconds
            while not after:
                if ended_early(command, out, wait, how):
                    after.append(f"{wait:.2f}")
                else:  # too late: the machine is quicker than it was
                    shutil.rmtree(out)
                    wait /= 2
            while chance.random() < 0.3:
                wait = chance.random() * seconds / 2
                if ended_early(command, out, wait, how):
                    after.append(f"{wait:.2f}")
            cut = cut_short(out, chance) if turn % 3 == 2 else []
            done = subprocess.run([*command, str(out)], capture_output=True, text=True)
            if done.returncode or digests(out) != expected:
                print(f"soak: run {turn}, {how.name} after {', '.join(after)} s, cut {cut}, ended with other bytes")
                print(done.stderr[-2000:])
                return 1
            words = f", then cut short {', '.join(cut)}" if cut else ""
            print(
                f"soak: {how.name} after {', '.join(after)} of {seconds:.1f} s{words}: the same bytes",
                flush=True,
            )
            shutil.rmtree(out)
        wrong = soak_full_disk(command, folder, expected, source.stat().st_size)
        if wrong:
            print(f"soak: {wrong}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make soak`, corpus runs: killed with SIGKILL at random moments, each is gone on with and ends with the same bytes.

RETOLD_SOAK_REPORTS is the size of the corpus (3000; 200000 takes its time), RETOLD_SOAK_KILLS how often a run is
killed (10), RETOLD_SOAK_SEED where the chances begin.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def digests(out: Path) -> dict[str, str]:
    return {
        str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.rglob("*"))
        if p.is_file()
    }


def main() -> int:
    from tests.corpus import made

    reports = int(os.environ.get("RETOLD_SOAK_REPORTS", "3000"))
    kills = int(os.environ.get("RETOLD_SOAK_KILLS", "10"))
    chance = random.Random(int(os.environ.get("RETOLD_SOAK_SEED", "0")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = made.write(folder / "in.jsonl", made.make(reports))
        command = [sys.executable, "-m", "retold", "corpus", str(source)]
        subprocess.run([*command, str(folder / "warm")], check=True, capture_output=True)
        began = time.monotonic()
        subprocess.run([*command, str(folder / "whole")], check=True, capture_output=True)
        seconds = time.monotonic() - began
        expected = digests(folder / "whole")
        for turn in range(kills):
            out = folder / f"killed-{turn}"
            after = []
            for _ in range(chance.randrange(1, 4)):
                process = subprocess.Popen([*command, str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                wait = chance.random() * seconds
                try:
                    process.wait(wait)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    after.append(f"{wait:.2f}")
            subprocess.run([*command, str(out)], check=True, capture_output=True)
            if digests(out) != expected:
                print(f"soak: run {turn}, killed after {', '.join(after)} s, ended with other bytes")
                return 1
            print(f"soak: killed after {', '.join(after) or 'its end'} s of {seconds:.2f}: the same bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

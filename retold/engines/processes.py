"""Worker processes: plain functions called by name in other interpreters, for steps that are Python and not kernels.

They are started by command, not by `multiprocessing`: that would import again the script of whoever calls the library, and
a fork would copy the locks of Arrow's threads. A worker ends when its parent does, however that ended.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from typing import Any, BinaryIO, TypeVar

T = TypeVar("T")

_START = "from retold.engines.processes import serve; serve()"


class Workers:
    """So many worker processes, started when they are first needed; with one, everything runs in this process."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._processes: list[subprocess.Popen[bytes]] = []

    def map(self, step: Callable[..., T], calls: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """What `step`, a function of a module, gives for each of `calls`, in order; few are taken ahead."""
        if self._count == 1:
            for call in calls:
                yield step(*call)
            return
        idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for process in self._started():
            idle.put(process)

        def ask(call: tuple[Any, ...]) -> T:
            process = idle.get()
            assert process.stdin is not None and process.stdout is not None
            try:
                _send(process.stdin, (step.__module__, step.__name__, call))
                error, result = _receive(process.stdout)
            finally:
                idle.put(process)
            if error is not None:
                raise error
            return result  # type: ignore[no-any-return]

        waiting: deque[Future[T]] = deque()
        with ThreadPoolExecutor(self._count) as pool:
            for call in calls:
                waiting.append(pool.submit(ask, call))
                while len(waiting) > self._count + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _started(self) -> list[subprocess.Popen[bytes]]:
        if not self._processes:
            # What this process can import its workers can.
            paths = os.pathsep.join(p or os.getcwd() for p in sys.path)
            self._processes = [
                subprocess.Popen(
                    [sys.executable, "-c", _START],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": paths},
                )
                for _ in range(self._count)
            ]
        return self._processes

    def close(self) -> None:
        """Ends the processes."""
        for process in self._processes:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            process.wait()
        self._processes = []


def _send(pipe: BinaryIO | Any, what: object) -> None:
    data = pickle.dumps(what, protocol=5)
    pipe.write(len(data).to_bytes(8, "little"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: BinaryIO | Any) -> Any:
    size = pipe.read(8)
    if len(size) < 8:
        raise EOFError("a worker process ended before its work was done")
    return pickle.loads(pipe.read(int.from_bytes(size, "little")))


def serve() -> None:
    """Answers calls from the standard input until it ends; what a step prints goes to standard error."""
    pipe_in, pipe_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # What a call makes has no cycles worth looking for while it runs: a fifth of its time would go there.
    gc.disable()
    while True:
        try:
            module, name, call = _receive(pipe_in)
        except EOFError:
            return
        answer: tuple[Exception | None, Any]
        try:
            answer = (None, getattr(import_module(module), name)(*call))
        except Exception as error:  # it is raised where it was asked for
            answer = (error, None)
        try:
            _send(pipe_out, answer)
        except BrokenPipeError:
            return
        del call, answer
        gc.collect()

"""SHA-256 of many rows at once, without a Python object a row: by OpenSSL, where Python's own hashlib is made with it."""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache

import numpy as np

from retold.kernels import machine
from retold.kernels.texts import Array


def digest_rows(data: Array, starts: Array, ends: Array, names: Array, name_starts: Array) -> tuple[Array, Array]:
    """(the digest of each stretch of bytes, the digest of that in hex, a zero and the row's name), uint8 of shape (rows, 32).

    Args:
        data, starts, ends: uint8; int64, where each stretch begins and ends.
        names, name_starts: uint8; int64, where each name begins, and at last where the last ends.
    """
    rows = len(starts)
    digests, named = np.empty(32 * rows, np.uint8), np.empty(32 * rows, np.uint8)
    calls = _functions()
    if calls is None:
        _by_hashlib(data, starts, ends, names, name_starts, digests, named)
    else:
        room = (np.empty(1024, np.uint8), np.empty(65, np.uint8))
        machine.run("digests", "digest_rows", data, starts, ends, names, name_starts, *calls, *room, digests, named)
    return digests.reshape(rows, 32), named.reshape(rows, 32)


@cache
def _functions() -> tuple[int, int, int] | None:
    """The addresses of OpenSSL's functions; None where they cannot be called by name."""
    try:
        import _hashlib

        library = ctypes.CDLL(getattr(_hashlib, "__file__", None))
        found = [getattr(library, f"SHA256_{name}") for name in ("Init", "Update", "Final")]
    except (ImportError, OSError, AttributeError, TypeError):
        return None
    begin, take, end = (ctypes.cast(function, ctypes.c_void_p).value or 0 for function in found)
    return begin, take, end


def _by_hashlib(
    data: Array, starts: Array, ends: Array, names: Array, name_starts: Array, digests: Array, named: Array
) -> None:
    held, called = data.data, names.data
    edges = name_starts.tolist()
    for n, (start, end) in enumerate(zip(starts.tolist(), ends.tolist())):
        first = hashlib.sha256(held[start:end])
        second = hashlib.sha256(first.hexdigest().encode() + b"\0" + bytes(called[edges[n] : edges[n + 1]]))
        digests[32 * n : 32 * n + 32] = np.frombuffer(first.digest(), np.uint8)
        named[32 * n : 32 * n + 32] = np.frombuffer(second.digest(), np.uint8)

"""Digests by OpenSSL without the interpreter: those of hashlib."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from retold.kernels import digests  # noqa: E402


def packed(parts: list[bytes]):
    return np.frombuffer(b"".join(parts), np.uint8), np.cumsum([0, *map(len, parts)])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=300), st.binary(max_size=90)), max_size=9))
@example([(b"", b"")])
@example([(b"a" * 100_000, b"line 1"), (b"", b"x" * 70)])
@pytest.mark.parametrize("by_openssl", [True, False])
def test_digests_are_those_of_hashlib(by_openssl, rows):
    if by_openssl and digests._functions() is None:
        pytest.skip("no OpenSSL whose functions can be called by name")
    data, edges = packed([row for row, _ in rows])
    names, name_starts = packed([name for _, name in rows])
    if by_openssl:
        first, second = digests.digest_rows(data, edges[:-1].copy(), edges[1:].copy(), names, name_starts)
    else:
        first, second = np.empty(32 * len(rows), np.uint8), np.empty(32 * len(rows), np.uint8)
        digests._by_hashlib(data, edges[:-1], edges[1:], names, name_starts, first, second)
    want = [hashlib.sha256(row).digest() for row, _ in rows]
    assert first.tobytes() == b"".join(want)
    named = [one.hex().encode() + b"\0" + name for one, (_, name) in zip(want, rows)]
    assert second.tobytes() == b"".join(hashlib.sha256(one).digest() for one in named)

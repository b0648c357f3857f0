"""A kernel that takes the SHA-256 of many stretches of bytes, by the C functions whose addresses it is given."""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

_HEX = tuple(b"0123456789abcdef")


def _caller(*kinds):  # type: ignore[no-untyped-def]
    """An intrinsic that calls the C function at an address: "p" stands for an array and a place in it, "n" for a number."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        given = []
        rest = iter(zip(signature.args[1:], arguments[1:]))
        for kind in kinds:
            form, value = next(rest)
            if kind == "p":
                data = context.make_array(form)(context, builder, value).data
                given.append(cgutils.pointer_add(builder, data, next(rest)[1]))
            else:
                given.append(value)
        function = ir.FunctionType(ir.IntType(32), [value.type for value in given])
        return builder.call(builder.inttoptr(arguments[0], function.as_pointer()), given)

    return generate


@intrinsic
def _begin(typing_context, address, state, at):  # type: ignore[no-untyped-def]
    return types.int32(types.int64, state, types.int64), _caller("p")


@intrinsic
def _take(typing_context, address, state, at, data, place, size):  # type: ignore[no-untyped-def]
    return types.int32(types.int64, state, types.int64, data, types.int64, types.int64), _caller("p", "p", "n")


@intrinsic
def _end(typing_context, address, out, place, state, at):  # type: ignore[no-untyped-def]
    return types.int32(types.int64, out, types.int64, state, types.int64), _caller("p", "p")


@njit(nogil=True)
def digest_rows(data, starts, ends, names, name_starts, begin, take, end, state, hexed, digests, named):
    """Fills `digests` with the SHA-256 of each stretch of `data`, and `named` with that of its digest in hex, a zero and its name.

    Args:
        data, starts, ends: uint8, and where each stretch is.
        names, name_starts: uint8, and where each name begins and the last ends.
        begin, take, end: addresses of SHA256_Init, SHA256_Update and SHA256_Final.
        state, hexed: room for the state of one hash, and for 65 bytes.
        digests, named: uint8, 32 a row.
    """
    for n in range(len(starts)):
        _begin(begin, state, 0)
        _take(take, state, 0, data, starts[n], ends[n] - starts[n])
        _end(end, digests, 32 * n, state, 0)
        for k in range(32):
            byte = digests[32 * n + k]
            hexed[2 * k] = _HEX[byte >> np.uint8(4)]
            hexed[2 * k + 1] = _HEX[byte & np.uint8(15)]
        hexed[64] = 0
        _begin(begin, state, 0)
        _take(take, state, 0, hexed, 0, 65)
        _take(take, state, 0, names, name_starts[n], name_starts[n + 1] - name_starts[n])
        _end(end, named, 32 * n, state, 0)
    return len(starts)

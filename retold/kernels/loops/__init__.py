"""The kernels as numba compiles them. Only `machine` and tests import what is in here: everything else runs what was compiled.

A kernel makes no array, raises nothing and calls nothing outside itself, so that its machine code stands alone.
"""

"""Words, n-grams and runs straight on the bytes of many reports: what match and align share at scale.

Nothing here is loaded by a trace of a few files: `import retold.kernels` itself imports neither numpy nor numba.
"""

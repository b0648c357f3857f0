import pytest

pytest.importorskip("numba", reason='kernels need the extra "scale"')

"""Retold shows how a news story was retold.

    import retold
    trace = retold.trace(["wire.txt", "copy.html"])

Loaded lazily: `import retold` brings in nothing outside the standard library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retold.version import VERSION

if TYPE_CHECKING:
    from retold.library import compare as compare
    from retold.library import read_reports as read_reports
    from retold.library import trace as trace

__version__ = VERSION
__all__ = ["compare", "read_reports", "trace"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from retold import library

        return getattr(library, name)
    raise AttributeError(f"module 'retold' has no attribute {name!r}")

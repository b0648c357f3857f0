"""Writes what the docs take from the code: `python -m docs.build`, or `--check` to see whether they are in step.

The schema of a trace is made from `retold.kinds`; the pages named below hold cog blocks that copy the command
line's help, the settings and the errors.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

DOCS = Path(__file__).parent
COG_PAGES = ["../README.md", "cli.md", "settings.md", "errors.md", "discrepancies.md"]


def trace_schema() -> str:
    """The JSON Schema of a trace (format retold-trace/1), as text."""
    import msgspec

    from retold import kinds

    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "retold-trace/1",
        **msgspec.json.schema(kinds.Trace),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def example_tree() -> str:
    """The family tree of the example story, as the terminal shows it at 100 columns, without the evidence."""
    import io

    import retold
    from retold.show.ink import Screen
    from retold.show.terminal import show_trees

    paths = sorted(str(p) for p in (DOCS.parent / "retold" / "examples" / "ferry").iterdir())
    out = io.StringIO()
    show_trees(retold.trace(paths), Screen(out, width=100, colour=False))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def main(check: bool) -> int:
    from cogapp import Cog

    behind = []
    schema = DOCS / "schema.json"
    if not schema.exists() or schema.read_text(encoding="utf-8") != trace_schema():
        behind.append(schema.name)
        if not check:
            schema.write_text(trace_schema(), encoding="utf-8")
    for page in COG_PAGES:
        flags = ["--check"] if check else ["-r"]
        if Cog().main(["cog", *flags, "-I", str(DOCS.parent), str(DOCS / page)]):
            behind.append(page)
    if check and behind:
        print(f"docs not in step with the code: {', '.join(behind)}: run make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))

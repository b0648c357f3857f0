"""The `retold` command: it parses, calls the library and shows; no logic of its own."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Retold shows how a news story was retold."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "json_path", help="Write the trace as JSON to a file, or - for standard output.")
def trace(paths: tuple[str, ...], json_path: str | None) -> None:
    """Trace how the stories in PATHS were retold."""
    import msgspec

    import retold

    found = retold.trace(list(paths))
    if json_path == "-":
        click.echo(msgspec.json.encode(found).decode())

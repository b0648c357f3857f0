"""The `retold` command: it parses, calls the library and shows; no logic of its own."""

from __future__ import annotations

import atexit
import gc
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from retold.kinds import Trace
    from retold.library import Intake
    from retold.settings import Settings

# A trace makes many small objects and next to no cycles; looking for cycles every 700 objects, as Python does by
# itself, is a tenth of its time, and looking for them once more when the process ends anyway another tenth.
gc.set_threshold(1_000_000, 20, 20)
atexit.register(gc.freeze)

# Progress is for what takes long enough to wonder about.
_QUIET_SECONDS = 2.0


class _Group(click.Group):
    """The commands, with our errors turned into a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        from retold.errors import RetoldError

        try:
            return super().invoke(ctx)
        except RetoldError as error:
            click.echo(f"retold: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="retold")
def main() -> None:
    """Retold shows how a news story was retold: who took it from whom, what each retelling kept,
    changed, dropped or added, and what is on record, with the proof in the text."""


def _load_arrow() -> None:
    """Loads Arrow by itself, for the commands that run the rooms on files.

    Arrow loads numpy wherever it finds it: 0.1 s, two thirds of its own start, and no room asks for either's arrays.
    Arrow loaded so gives no numpy arrays in this process; the command that needs them must not call this. The
    library never does it: there numpy and Arrow are the caller's.
    """
    if "pyarrow" in sys.modules or "numpy" in sys.modules:
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]  # Python's own sign for a module that cannot be imported
    try:
        import pyarrow  # noqa: F401
    finally:
        del sys.modules["numpy"]


def _paths() -> Callable[[Any], Any]:
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def _common(command: Any) -> Any:
    """The options of every command that reads reports."""
    command = click.option(
        "--set", "changes", multiple=True, metavar="KEY=VALUE", help="Move a threshold (docs/settings.md lists them)."
    )(command)
    return click.option(
        "--as-of", metavar="DATE", help='The day that "6 hours ago" counts from; without it such a date stays open.'
    )(command)


def _intakes(command: Any) -> Any:
    """The options that say more of the input than its paths."""
    options = [
        click.option(
            "--meta", metavar="CSV", help="A table with a column path, and outlet, date, url: believed before the file."
        ),
        click.option("--fetch", is_flag=True, help="Fetch the addresses in lists of URLs too, not only those given."),
        click.option("--keep-warc", metavar="DIR", help="Keep what is fetched there, as WARC files."),
        click.option("--allow-private", is_flag=True, help="Fetch from addresses that are not public too."),
        click.option("--ignore-robots", is_flag=True, help="Fetch what robots.txt forbids."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _outputs(command: Any) -> Any:
    """The options of every command that ends in a trace."""
    command = click.option(
        "--html", "html_path", metavar="FILE", help="Write the trace as one page that works offline."
    )(command)
    return click.option(
        "--json", "json_path", metavar="FILE|-", help="Write the trace as JSON to FILE, or to standard output."
    )(command)


def _settings(changes: tuple[str, ...]) -> Settings:
    from retold.settings import DEFAULTS, with_changes

    return with_changes(DEFAULTS, list(changes)) if changes else DEFAULTS


def _intake(given: dict[str, Any]) -> Intake:
    from retold.library import PLAIN, Intake

    return Intake(**given) if any(given.values()) else PLAIN


def _day(value: str | None) -> date | None:
    from retold.errors import UsageError

    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        raise UsageError(f'--as-of takes a date such as 2026-03-14, not "{value}"') from error


def _progress() -> Callable[[str], None]:
    """Says on standard error which room is at work, from two seconds on."""
    began = time.monotonic()

    def say(room: str) -> None:
        taken = time.monotonic() - began
        if taken > _QUIET_SECONDS:
            click.echo(f"retold: {room} ({taken:.0f} s)", err=True)

    return say


def _deliver(
    found: Trace,
    sources: dict[str, str],
    json_path: str | None,
    html_path: str | None,
    *,
    collation: bool | None = None,
    every: bool = False,
) -> None:
    """Writes what was asked for, and shows the trace unless standard output is the JSON's."""
    if json_path is not None:
        import msgspec

        _write(json_path, msgspec.json.encode(found) + b"\n")
    if html_path is not None:
        from retold.show.page import render_page

        _write(html_path, render_page(found, sources).encode())
    if json_path != "-":
        from retold.show.ink import Screen
        from retold.show.terminal import show_trace

        show_trace(found, Screen(sys.stdout), collation=collation, every=every)


def _write(path: str, data: bytes) -> None:
    from retold.errors import UsageError

    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


@main.command(
    epilog="Example: retold trace wire.txt copy.html reports/ shows the tree of each story found there; "
    "retold trace reports/ --json - gives the whole trace to another program."
)
@_paths()
@_outputs
@click.option(
    "--collation/--no-collation", default=None, help="Print parent and child side by side (default: few edges)."
)
@click.option("--all", "every", is_flag=True, help="Print low-severity discrepancies and the whole record too.")
@_intakes
@_common
def trace(
    paths: tuple[str, ...],
    json_path: str | None,
    html_path: str | None,
    collation: bool | None,
    every: bool,
    changes: tuple[str, ...],
    as_of: str | None,
    **given: Any,
) -> None:
    """Trace how the stories in PATH... (files, folders, globs, URLs, - for standard input) were retold.

    Shows each story's family tree, parent and child side by side, the discrepancies, the figures
    that reports give differently, the record, and the damage found. The order of paths does not matter.
    """
    _load_arrow()
    from retold.library import trace_with_sources

    found, sources = trace_with_sources(
        paths, settings=_settings(changes), as_of=_day(as_of), progress=_progress(), intake=_intake(given)
    )
    _deliver(found, sources, json_path, html_path, collation=collation, every=every)
    if not found.reports:
        _say_nothing_found(found.skipped, said=json_path != "-")


@main.command(epilog="Example: retold compare wire.txt copy.html --html both.html")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_outputs
@click.option("--claims", is_flag=True, help="Say of each sentence of B whether A supports it, whatever their lineage.")
@click.option("--all", "every", is_flag=True, help="Print low-severity discrepancies and the whole record too.")
@_common
def compare(
    one: str,
    other: str,
    json_path: str | None,
    html_path: str | None,
    claims: bool,
    every: bool,
    changes: tuple[str, ...],
    as_of: str | None,
) -> None:
    """Set two reports side by side, A and B, whether or not they tell the same story.

    Which of the two is the parent is told from the texts; where nothing decides it, they stand side by
    side without a direction. --claims asks something else: is each sentence of B supported by A?
    """
    _load_arrow()
    from retold.library import compare

    found, sources = compare(one, other, settings=_settings(changes), as_of=_day(as_of), claims=claims)
    _deliver(found, sources, json_path, html_path, collation=True, every=every)


@main.command(epilog="Example: retold demo, then open retold-demo.html in a browser.")
@click.option("--html", "html_path", metavar="FILE", default="retold-demo.html", help="Where the page goes.")
def demo(html_path: str) -> None:
    """Trace the example story that comes with Retold: seven reports of a ferry line that comes back."""
    import os

    _load_arrow()
    from retold.library import example_paths, trace_with_sources

    found, sources = trace_with_sources(sorted(os.path.relpath(p) for p in example_paths()))
    _deliver(found, sources, None, html_path)
    click.echo(f"\nThe page of this story: {os.path.abspath(html_path)}")


@main.command(
    epilog="Example: retold read page.html --text shows what was recovered from a page, "
    "retold read page.html --diff what was repaired and what was dropped, and why."
)
@_paths()
@click.option("--text", "as_text", is_flag=True, help="Print what was taken as what as text, not as JSON.")
@click.option("--diff", is_flag=True, help="Print what was repaired, what is damaged, what was dropped and why.")
@_intakes
@_common
def read(
    paths: tuple[str, ...], as_text: bool, diff: bool, changes: tuple[str, ...], as_of: str | None, **given: Any
) -> None:
    """Print what was recovered from each file: one report a line, as JSON.

    What was skipped goes to standard error with the reason.
    """
    _load_arrow()
    import msgspec

    from retold.library import stream_reports
    from retold.show.ink import Screen
    from retold.show.reading import show_reading

    screen = Screen(sys.stdout)
    passed: list[Any] = []  # while no report was found; then each is said as it comes
    number = 0
    for reports, skipped, sources in stream_reports(
        paths, settings=_settings(changes), as_of=_day(as_of), intake=_intake(given)
    ):
        passed += skipped
        if as_text and reports:
            show_reading(reports, sources, screen, number=number)
        if diff and reports:
            show_reading(reports, sources, screen, diff=True, number=number + len(reports) * as_text)
        if not (as_text or diff):
            sys.stdout.buffer.writelines(msgspec.json.encode(report) + b"\n" for report in reports)
            sys.stdout.buffer.flush()
        number += len(reports)
        if number:
            for s in passed:
                click.echo(f"retold: skipped {s.path}{':' + s.locator if s.locator else ''}: {s.reason}", err=True)
            passed.clear()
    if not number:
        _say_nothing_found(passed, said=False)


@main.command(
    epilog="Example: retold corpus crawl/*.jsonl run/ --until passages writes the tables run/reports, run/pairs and "
    "run/passages as Parquet; the same command goes on with a run that was killed."
)
@click.argument("paths", nargs=-1, required=True, metavar="IN...")
@click.argument("out", metavar="OUT")
@click.option("--engine", type=click.Choice(["local"]), default="local", show_default=True, help="Where the steps run.")
@click.option(
    "--until",
    metavar="TABLE",
    default=None,
    help="The last table wanted: reports, pairs, passages, marks, stories or derivations.",
)
@click.option("--memory", metavar="SIZE", default="2GB", show_default=True, help="What the run should stay under.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Threads; as many as there are processors.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--set", "changes", multiple=True, metavar="KEY=VALUE", help="Move a threshold (docs/settings.md lists them)."
)
def corpus(
    paths: tuple[str, ...],
    out: str,
    engine: str,
    until: str | None,
    memory: str,
    workers: int | None,
    as_json: bool,
    changes: tuple[str, ...],
) -> None:
    """Find who shares text with whom in many reports: IN... (JSON lines, Parquet, WARC, or files of any form)
    to tables of Parquet in the folder OUT.

    A run that was stopped or killed goes on where it was when the same command is given again.
    """
    from retold.corpus import STAGES, run

    summary = run(
        paths,
        out,
        until=until or STAGES[-1],
        memory=memory,
        settings=_settings(changes),
        workers=workers,
        say=lambda line: click.echo(f"retold: {line}", err=True),
    )
    if as_json:
        import msgspec

        sys.stdout.buffer.write(msgspec.json.encode(summary._asdict()) + b"\n")
        return
    for table, count in summary.rows.items():
        if table == "stories":
            click.echo(
                f"stories: {summary.stories:,} of more than one report, {summary.alone:,} reports alone in theirs"
            )
        else:
            click.echo(f"{table}: {count:,}")
    for name, count in summary.capped.items():
        if count:
            click.echo(f"capped: {name.replace('_', ' ')} {count:,}")
    whole = sum(summary.seconds.values())
    took = ", ".join(
        f"{stage} {seconds:.1f} s ({seconds / max(whole, 1e-9):.0%})" for stage, seconds in summary.seconds.items()
    )
    if took:
        click.echo(f"retold: {took}", err=True)
    candidates = summary.seconds.get("reports", 0.0) + summary.seconds.get("pairs", 0.0)
    if "reports" in summary.seconds and whole > candidates:
        click.echo(f"retold: the whole run took {whole / candidates:.1f} times what reports and pairs did", err=True)


def _say_nothing_found(skipped: list[Any], said: bool) -> None:
    """Ends with exit 1 and the reasons, unless they were printed already."""
    from retold.errors import InputError

    reasons = [f"{s.path}{':' + s.locator if s.locator else ''}: {s.reason}" for s in skipped[:10]]
    raise InputError("nothing usable in the input" + ("" if said else "".join(f"\n  {r}" for r in reasons)))

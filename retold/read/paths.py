"""What was given on the command line -> the files to read, in one order whatever order was given."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Sequence

from retold.errors import UsageError
from retold.kinds import Skipped

STDIN = "-"


def find_files(paths: Sequence[str]) -> tuple[list[str], list[Skipped]]:
    """The files behind `paths`, sorted, each once, and what was passed over with the reason.

    A folder is walked; in it, names that begin with a dot are left out, and links are not followed: what
    they lead to is either read under its own name or lies outside what was given. A link that is itself
    given is followed.

    Raises:
        UsageError: nothing of what was given exists.
    """
    files: set[str] = set()
    skipped: list[Skipped] = []
    missing: list[str] = []
    for path in sorted(set(paths)):
        if path == STDIN:
            files.add(path)
            continue
        named = [path] if _exists(path) else _matches(path)
        if not named:
            missing.append(path)
        for name in named:
            _take(name, files, skipped)
    if missing and len(missing) == len(set(paths)):
        named_as = ", ".join(f'"{path}"' for path in missing)
        raise UsageError(f"no file or folder {named_as}: give files, folders, globs, or - for standard input")
    skipped += [Skipped(path=path, reason="no such file or folder") for path in missing]
    return _each_once(sorted(files)), skipped


def _exists(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in the name
        return False


def _matches(path: str) -> list[str]:
    if not glob.has_magic(path) or "\0" in path:
        return []
    return sorted(glob.glob(path, recursive=True))


def _take(path: str, files: set[str], skipped: list[Skipped]) -> None:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        skipped.append(Skipped(path=path, reason=f"cannot be opened: {_reason(error)}"))
        return
    if stat.S_ISDIR(mode):
        _walk(path, files, skipped)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        # A pipe that was named on purpose (process substitution) is read; one met in a folder would hang us.
        files.add(path)
    else:
        skipped.append(Skipped(path=path, reason="not a regular file"))


def _walk(folder: str, files: set[str], skipped: list[Skipped]) -> None:
    root = os.path.realpath(folder)
    before = len(files) + len(skipped)
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            skipped.append(Skipped(path=here, reason=f"cannot be opened: {_reason(error)}"))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                skipped.append(Skipped(path=entry.path, reason=_about_link(entry.path, root)))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                files.add(entry.path)
            else:
                skipped.append(Skipped(path=entry.path, reason="not a regular file"))
    if len(files) + len(skipped) == before:
        skipped.append(Skipped(path=folder, reason="folder without a file"))


def _about_link(path: str, root: str) -> str:
    if not os.path.exists(path):
        return "link that leads nowhere or in a circle"
    target = os.path.realpath(path)
    if os.path.commonpath([root, target]) == root:
        return "link to what is read under its own name"
    return "link that leads outside the folder that was given"


def _each_once(files: list[str]) -> list[str]:
    """`files` without a second spelling of the same place ("a.txt" and "./a.txt")."""
    seen: set[str] = set()
    out = []
    for path in files:
        place = path if path == STDIN else os.path.abspath(path)
        if place not in seen:
            seen.add(place)
            out.append(path)
    return out


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()

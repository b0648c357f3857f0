"""The word lists and small tables that the rooms read, beside this module.

Opened as plain files: importlib.resources, which could read them out of a zip, costs 9 ms to import.
"""

from __future__ import annotations

import os

_FOLDER = os.path.dirname(__file__)


def read_data(name: str) -> str:
    """The text of the data file `name`, such as "names/places.txt"."""
    with open(os.path.join(_FOLDER, *name.split("/")), encoding="utf-8") as file:
        return file.read()


def read_bytes(name: str) -> bytes:
    """The bytes of the data file `name`."""
    with open(os.path.join(_FOLDER, *name.split("/")), "rb") as file:
        return file.read()


def read_lines(name: str) -> list[str]:
    """The lines of the data file `name` that are no comment and not empty, without outer white space."""
    return [line.strip() for line in read_data(name).splitlines() if line.strip() and not line.startswith("#")]

"""Outlets and agencies: what a name or a domain stands for (data/outlets.csv)."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from retold.data import read_data


class Outlet(msgspec.Struct, frozen=True, gc=False, order=True):
    """An outlet's name, and whether it is an agency, whose copy others carry."""

    name: str
    agency: bool


# What an agency that no table has calls itself: Andes Wire | Emerald Press | Anadolu Agency.
_AGENCY_FORM_RE = re.compile(
    r"\b(?:news ?(?:agency|wire|service|exchange)|press (?:agency|service|association|trust)|newswire|wire(?: service)?|"
    r"agency|agentur|agence|agencia|agência|agenzia|presse|press|agencies)$",
    re.IGNORECASE,
)
DOMAIN_RE = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/\S*)?", re.IGNORECASE)


@cache
def _by_domain() -> dict[str, Outlet]:
    return {domain: outlet for domain, outlet in _rows() if domain}


@cache
def _by_name() -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for _, outlet in _rows():
        found.setdefault(_key(outlet.name), outlet)
    return found


@cache
def _rows() -> list[tuple[str, Outlet]]:
    text = read_data("outlets.csv")
    rows = (line.split(",") for line in text.splitlines()[1:] if line.count(",") == 2)
    return [(domain, Outlet(name, agency == "yes")) for domain, name, agency in rows]


def _key(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def by_name(name: str) -> Outlet | None:
    """The outlet called `name`; None where the table has none."""
    return _by_name().get(_key(name))


def by_domain(host: str) -> Outlet | None:
    """The outlet at `host` or at a domain above it; None where the table has none."""
    host = host.casefold().removeprefix("www.")
    while "." in host:
        if found := _by_domain().get(host):
            return found
        host = host.partition(".")[2]
    return None


def is_agency(name: str) -> bool:
    """Whether `name` is an agency of the table, or calls itself one."""
    # "dpa/lno" and "dpa-AFX" are desks of dpa, "AFP-JIJI" two agencies.
    known = by_name(name) or by_name(re.split(r"\s?[/-]", name, maxsplit=1)[0])
    return known.agency if known else bool(_AGENCY_FORM_RE.search(name))


def host_of(text: str) -> str | None:
    """The domain that `text` as a whole is (an address or a bare domain); None where it is none."""
    m = DOMAIN_RE.fullmatch(text.strip())
    return m[1].casefold() if m else None

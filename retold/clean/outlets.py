"""Outlets and agencies: what a name or a domain stands for (data/outlets.csv)."""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import lru_cache

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


# The user's own rows (`clean_outlets`), for the report that is being recovered.
_MORE: ContextVar[str] = ContextVar("more outlets", default="")


def use_more(rows: str) -> None:
    """Set rows that come before the built-in table: "domain,name,yes" or "no", a line each or parted by semicolons."""
    _MORE.set(rows)


@lru_cache(maxsize=2)
def _by_domain(more: str) -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for domain, outlet in _rows(more):
        if domain:
            found.setdefault(domain, outlet)
    return found


@lru_cache(maxsize=2)
def _by_name(more: str) -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for _, outlet in _rows(more):
        found.setdefault(_key(outlet.name), outlet)
    return found


def _rows(more: str) -> list[tuple[str, Outlet]]:
    lines = [*more.replace(";", "\n").splitlines(), *read_data("outlets.csv").splitlines()]
    rows = ([cell.strip() for cell in line.split(",")] for line in lines if line.count(",") == 2)
    return [
        (domain.casefold().removeprefix("www."), Outlet(name, agency.casefold() == "yes"))
        for domain, name, agency in rows
        if name and domain != "domain"
    ]


def _key(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def by_name(name: str) -> Outlet | None:
    """The outlet called `name`; None where the table has none."""
    return _by_name(_MORE.get()).get(_key(name))


def by_domain(host: str) -> Outlet | None:
    """The outlet at `host` or at a domain above it; None where the table has none."""
    host = host.casefold().removeprefix("www.")
    while "." in host:
        if found := _by_domain(_MORE.get()).get(host):
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
    m = DOMAIN_RE.fullmatch(text.strip()) if "." in text else None
    return m[1].casefold() if m else None

"""Figures in the words of the benchmark NewsQuant, which differ from ours.

It counts durations as figures, joins the two ends of a range into one value ("5.0-7.0"), leaves ranks and labels out,
names currencies in full, and keeps a rate in the unit ("dollar per share").
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from retold import kinds
from retold.facts.dates import find_dates
from retold.facts.quantities import find_quantities
from retold.facts.reading import Reading
from retold.facts.units import singular

_NAMES = {
    "percent": "percentage", "USD": "dollar", "EUR": "euro", "GBP": "pound sterling", "JPY": "japanese yen",
    "CNY": "chinese yuan", "INR": "indian rupee", "AUD": "australian dollar", "CAD": "canadian dollar",
    "NZD": "new zealand dollar", "HKD": "hong kong dollar", "SGD": "singapore dollar", "CHF": "swiss franc",
    "SEK": "swedish krona", "NOK": "norwegian krone", "DKK": "danish krone", "RUB": "russian ruble", "TRY": "turkish lira",
    "KRW": "south korean won", "BRL": "brazilian real", "MXN": "mexican peso", "ZAR": "south african rand",
    "ILS": "shekel", "HRK": "croatian kuna", "MYR": "malaysian ringgit", "PLN": "polish zloty", "CZK": "czech koruna",
    "HUF": "hungarian forint", "THB": "thai baht", "VND": "vietnamese dong", "IDR": "indonesian rupiah",
    "PHP": "philippine peso", "NGN": "nigerian naira", "KES": "kenyan shilling", "EGP": "egyptian pound",
    "PKR": "pakistani rupee", "UAH": "ukrainian hryvnia", "TWD": "taiwan dollar", "BTC": "bitcoin",
}  # fmt: skip
_SIZES = {"tens": 1e1, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
_SIGNS = {"more_than": ">", "at_least": ">", "less_than": "<", "up_to": "<", "nearly": "~", "approximately": "~"}
_RATE_RE = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*)?(?:an?|per|each|every|/)\s*(month|year|week|day|hour|share|barrel|sq m|litre|liter|tonne|ton|person|head)\b"
)
_DURATION_RE = re.compile(
    r"(?!last |next |this |past |each |every |that )[\w.,]+ (second|minute|hour|day|week|month|year)s?( ago)?"
)


def newsquant(report: kinds.Report) -> list[dict[str, Any]]:
    """The figures of `report` as {value, unit, normalized_unit, change}."""
    reading = Reading(report)
    dates = [d for d in find_dates(reading) if not _is_figure(d, reading.cut(d.span))]
    read = [_sized(q, reading.cut(q.span)) for q in find_quantities(reading, dates)]
    found = [(q, _named(q, report.text)) for q in read if q.value is not None]
    kept = [(q, row) for q, row in found if q.bound not in ("ordinal", "label")]
    for quantity, row in kept:
        if quantity.bound == "vague":
            row["value"] = f"{quantity.value}-{10 * (quantity.value or 0.0)}"
    out: list[dict[str, Any]] = []
    at = 0
    while at < len(kept):
        quantity, row = kept[at]
        if at + 1 < len(kept) and _is_range(report.text, kept[at], kept[at + 1]):
            row = dict(kept[at + 1][1], value=f"{quantity.value}-{kept[at + 1][0].value}")
            at += 1
        out.append(row)
        at += 1
    return out


def _sized(quantity: kinds.Quantity, text: str) -> kinds.Quantity:
    """A vague size as the least that it may be: "tens of thousands" is ten thousand and up to ten times as many."""
    if quantity.bound != "vague":
        return quantity
    value = 1.0
    for word, size in _SIZES.items():
        if re.search(rf"\b{word}\b", text.lower()):
            value *= size
    return msgspec.structs.replace(quantity, value=value if value > 1 else None)


def _is_figure(date: kinds.DateMention, text: str) -> bool:
    return (date.kind in ("duration", "set") and "-" not in text) or bool(_DURATION_RE.fullmatch(text.lower()))


def _named(quantity: kinds.Quantity, text: str) -> dict[str, Any]:
    value = quantity.value or 0.0
    name = _NAMES.get(quantity.unit or "-", quantity.unit or "-")
    shown = text[quantity.span.start : quantity.span.end]
    phrase = ""
    if quantity.unit == "percentage point" and re.search(r"basis|bps?\b", shown):
        value, name = value * 100, "basis point"
    elif quantity.unit == "fraction":
        name = f"% {quantity.of or '-'}"
    elif quantity.of == "age":
        name = "year of age"
    elif quantity.of and quantity.unit not in _NAMES:
        head = singular(quantity.of.lower().split()[-1])
        if quantity.unit in ("person", head):
            phrase, name = quantity.of.lower(), head
    rate = _RATE_RE.match(text, quantity.span.end)
    if rate and quantity.unit and not phrase:
        name += " per " + {"sq m": "square metre"}.get(rate[1], rate[1])
    change = _SIGNS.get(quantity.bound) or {"up": "up", "down": "down"}.get(quantity.change or "", "=")
    return {"value": value, "unit": phrase or name, "normalized_unit": name, "change": change}


def _is_range(
    text: str, left: tuple[kinds.Quantity, dict[str, Any]], right: tuple[kinds.Quantity, dict[str, Any]]
) -> bool:
    gap = text[left[0].span.end : right[0].span.start].strip()
    between = text[: left[0].span.start].rstrip().lower().endswith("between")
    names = [side[1]["normalized_unit"].partition(" per ")[0] for side in (left, right)]
    if not (gap in ("-", "–", "to") or (gap == "and" and between)) or names[0] != names[1]:
        return False
    return (left[0].value or 0.0) < (right[0].value or 0.0) and not (gap in "-–" and names[0] == "-")

"""Rows of JSON, a report a row: JSON lines, one JSON array, or one object.

Columns are taken by the names that passim and Hugging Face data sets use. The value of the text column is
the decoded source of its report; the other columns are witnesses without a place in it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from retold.kinds import Defect, Span, Witness
from retold.read.found import Found, Nothing
from retold.read.text import whole

# Column names by what they hold, the first that a row has being taken.
TEXT_COLUMNS = ("text", "content", "body", "article", "maintext", "articleBody", "raw_text")
ID_COLUMNS = ("id", "_id", "row_id", "doc_id", "document_id", "uuid")
WITNESS_COLUMNS = {
    "headline": ("title", "headline", "head"),
    "published": (
        "date",
        "published",
        "published_at",
        "publish_date",
        "date_publish",
        "datePublished",
        "time",
        "timestamp",
    ),
    "modified": ("modified", "updated", "updated_at", "dateModified"),
    "publisher": ("outlet", "series", "source", "publisher", "sitename", "site_name", "newspaper", "domain"),
    "url": ("url", "link", "permalink"),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
}

_NEXT_ITEM_RE = re.compile(r"[\s,]*\{")
_CUT_ROW_RE = re.compile(
    rf"""\[?\s*\{{\s*"(?:[^"\\\n]{{1,60}}"\s*:[^{{}}]{{1,2000}}?,\s*")??(?:{"|".join(TEXT_COLUMNS)})"\s*:\s*\""""
)
_SURROGATE_RE = re.compile("[\ud800-\udfff]+")


def read_rows(text: str) -> Iterator[Found | Nothing] | None:
    """Each row's report, or why there is none; a broken line does not stop the others.

    None where no row is a JSON object: then the braces belong to prose. The locator is the row's id, or "line 12" (in
    an array: "row 12") where it has none.
    """
    values = _values(text)
    # Rows are parsed once: those before the first object are held, the others come as they are asked for.
    held: list[tuple[Any, str]] = []
    for value, place in values:
        held.append((value, place))
        if isinstance(value, dict):
            return (read_row(v, p) for v, p in itertools.chain(held, values))
    # One row that breaks off: prose has no braces with a name of a column and its text behind it.
    if held and isinstance(held[0][0], ValueError) and _CUT_ROW_RE.match(text, re.match(r"\W*?(?=[\[{])|", text).end()):  # type: ignore[union-attr]
        return iter([read_row(*held[0])])
    return None


def _values(text: str) -> Iterator[tuple[Any, str]]:
    stripped = text.lstrip("\ufeff \t\r\n")
    try:
        value = _parse(stripped)
    except ValueError as broken:
        if stripped.startswith("[") and (items := _items(stripped)):
            yield from ((item, f"row {number}") for number, item in enumerate(items, start=1))
            yield broken, f"row {len(items) + 1}"
            return
        # Only the newline ends a line: JSON may hold U+2028 as it is.
        for number, raw in enumerate(text.split("\n"), start=1):
            line = raw.strip("\ufeff \t\r")
            if line:
                try:
                    yield _parse(line), f"line {number}"
                except ValueError as error:
                    yield error, f"line {number}"
        return
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield item, f"row {number}"
    else:
        yield value, "line 1"


def _items(text: str) -> list[Any]:
    """The objects of an array up to where it breaks."""
    import json

    out: list[Any] = []
    decoder = json.JSONDecoder()
    at = 1
    try:
        while opening := _NEXT_ITEM_RE.match(text, at):
            item, at = decoder.raw_decode(text, opening.end() - 1)
            out.append(item)
    except (ValueError, RecursionError):
        pass
    return out


def _parse(text: str) -> Any:
    import json  # here and below: 3 ms that two text files need not pay

    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def read_row(value: Any, place: str) -> Found | Nothing:
    """The report of one row, or why there is none. `value` is a dict, or the error that stood in its place."""
    if isinstance(value, ValueError):
        import json

        if isinstance(value, json.JSONDecodeError):
            return Nothing(f"broken JSON: {value.msg} at character {value.pos + 1}", place)
        return Nothing(f"broken JSON: {value}", place)
    if not isinstance(value, dict):
        return Nothing("not a JSON object", place)
    text = _pick(value, TEXT_COLUMNS)
    if text is None:
        return Nothing(f"no text column (one of {', '.join(TEXT_COLUMNS)})", place)
    text, defects = _without_surrogates(text)
    row_id = _pick(value, ID_COLUMNS)
    row_id = None if row_id is None else _without_surrogates(row_id)[0]
    locator = row_id or place
    if not text.strip():
        return Nothing("empty text", locator)
    witnesses = []
    for field, columns in WITNESS_COLUMNS.items():
        for column in columns:
            if column not in value:
                continue
            shown = [_without_surrogates(s)[0] for s in _as_texts(value.get(column))]
            witnesses += [
                Witness(field=field, value=s, where="file", why=f'column "{column}"') for s in shown if s.strip()
            ]
    return msgspec.structs.replace(
        whole(text, "text/plain"),
        witnesses=witnesses,
        defects=defects,
        locator=locator,
        row_id=row_id,
        payload=text.encode("utf-8"),
    )


def _pick(row: dict[str, Any], columns: tuple[str, ...]) -> str | None:
    for column in columns:
        for text in _as_texts(row.get(column)):
            return text
    return None


def _as_texts(value: Any) -> list[str]:
    """A column as texts: of a list its members, of an object its name."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, (int, float)):
        return [str(value)]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    if isinstance(value, dict):
        return [value["name"]] if isinstance(value.get("name"), str) else []
    return []


def _without_surrogates(text: str) -> tuple[str, list[Defect]]:
    """`text` with each lone surrogate replaced: JSON can name one ("\\ud800"), UTF-8 cannot write it."""
    found = [
        Defect(
            kind="replacement_character",
            span=Span(m.start(), m.end()),
            lost="unknown",
            note="half a character: the JSON names a lone surrogate",
        )
        for m in _SURROGATE_RE.finditer(text)
    ]
    return (_SURROGATE_RE.sub(lambda m: "\ufffd" * len(m.group()), text) if found else text), found

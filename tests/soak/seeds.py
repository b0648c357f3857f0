"""A seed of each form, invented, small: what the soak mutates."""

from __future__ import annotations

import gzip
import io
import json

import pyarrow as pa
from pyarrow import parquet

from tests.read.export_layouts import FACTIVA, NEXIS, NEXIS_NEW, PROQUEST
from tests.read.make_pdf import make_pdf
from tests.read.test_archives import tarred, zipped
from tests.read.test_exports import docx, rtf
from tests.read.test_feed import ATOM, RSS
from tests.read.test_pdf import front_page
from tests.read.test_warc import answer, page, record

TEXT = (
    'Ferry back\n\nSANDHOLM, March 4 (MPA) -- Ferries sail again, the coun-\ncil said. "We are ready," said Lena Quist.\n'
    "$The \\, talks \\, took \\, place$ **80**th caf\u00c3\u00a9 &amp; more.\n"
)
ROW = json.dumps({"id": "r1", "text": TEXT, "title": "Ferry back", "date": "2026-03-04"})


def _parquet() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({"id": ["r1", "r2"], "text": [TEXT, "Again."]}), out)
    return out.getvalue()


SEEDS: dict[str, list[bytes]] = {
    "text": [TEXT.encode(), TEXT.encode("utf-16"), ("# " + TEXT).encode("cp1252", "replace")],
    "html": [page(), page("<b>Ferry</b> <i>back</i> &eacute; <table><tr><td>one<td>two</table>" * 5)],
    "rows": [f"{ROW}\n{ROW}\n".encode(), f"[{ROW}, {ROW}]".encode()],
    "delimited": [b'title,text\nFerry,"Back again, they say."\nTwo,More\n', b"title\ttext\nFerry\tBack\n"],
    "parquet": [_parquet()],
    "archive": [
        zipped(a=TEXT, b=page()),
        tarred(a=TEXT, b=page()),
        gzip.compress(tarred(a=TEXT)),
        gzip.compress(page()),
    ],
    "pdf": [make_pdf([front_page(), front_page(True)], info="/CreationDate (D:20260304)")],
    "warc": [
        record(answer(page())) + record(answer(gzip.compress(page()), more="Content-Encoding: gzip\r\n")),
        gzip.compress(record(answer(page()))) + gzip.compress(record(answer(page("Ferry. " * 50)))),
    ],
    "feed": [RSS.encode(), ATOM.encode()],
    "export": [t.encode() for t in (NEXIS, NEXIS_NEW, FACTIVA, PROQUEST)],
    "office": [rtf(NEXIS), docx(NEXIS_NEW), rtf(TEXT), docx(TEXT)],
}

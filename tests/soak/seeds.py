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
from tests.read.test_warc import answer, chunked, packed, page, record

TEXT = (
    'Ferry back\n\nSANDHOLM, March 4 (MPA) -- Ferries sail again, the coun-\ncil said. "We are ready," said Lena Quist.\n'
    "$The \\, talks \\, took \\, place$ **80**th caf\u00c3\u00a9 &amp; more.\n"
)
SCRIPTS = (
    "渡轮恢复通航\n\n新华社凯斯特林9月2日电（记者王芳 李明）渡轮恢复通航。“我们准备好了。”她说。\n\n（责任编辑：李红）\n",
    "عودة العبارات\n\nكسترين 2 سبتمبر (شينخوا) -- عادت العبارات اليوم؟ نعم.\n\n(إعداد محمد علي - تحرير سارة حسن)\n",
    "Паромы вернулись\n\nКЕСТРИН, 2 сентября. /ТАСС/. Паромы снова ходят.\n\nИсточник: ТАСС\n(Иван Петров. Редактор Анна Иванова)\n",
    "## Post\n\nUpdated Tuesday, March 4 2026\n\n# Ferry back\n\nReporting by Dana Orlow Editing by Piet Vam\n"
    + "Two ports and one boat, " * 9
    + "\n© 2026 AFP\nPhoto: Dana Orlow/AP\n",
)
STATED = (
    '<html><head><meta charset="windows-1251"><script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":'
    '"Ferry back","datePublished":"2026-03-04T05:06:07+02:00","author":[{"name":"Dana Orlow"}]}]}</script>'
    '<meta property="og:title" content="Ferry back &amp; full"></head><body><article itemscope '
    'itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Ferry back</h1><time itemprop="datePublished" '
    'datetime="2026-03-04">4 March</time><figure><img><figcaption>The ferry. (AP Photo/D. Orlow)</figcaption></figure><p>'
    + "Ferries sail again, the council said on Tuesday. " * 6
    + "</p><pre>a\nb</pre><ul><li>one<li>two</ul></article></body></html>"
)
UNDECLARED = (
    "Prom wraca na wyspę\n\nKESTRIN\n\nW Kestrin znów kursują promy – powiedziała wójt Małgorzata Żak. Remont kosztował więcej, niż "
    "planowano.\n\nProm przy nabrzeżu. Fot. Jan Łęcki/PAP\n\nZdjęcie: Ewa Nowak (2), Getty Images\n"
)
ROW = json.dumps({"id": "r1", "text": TEXT, "title": "Ferry back", "date": "2026-03-04"})


def _parquet() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({"id": ["r1", "r2"], "text": [TEXT, "Again."]}), out)
    return out.getvalue()


SEEDS: dict[str, list[bytes]] = {
    "text": [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        ("# " + TEXT).encode("cp1252", "replace"),
        *(t.encode() for t in SCRIPTS),
        UNDECLARED.encode("cp1250"),
        UNDECLARED.encode("iso8859_2", "replace"),
        SCRIPTS[2].encode("koi8_r", "replace"),
    ],
    "html": [
        page(),
        page("<b>Ferry</b> <i>back</i> &eacute; <table><tr><td>one<td>two</table>" * 5),
        STATED.encode("cp1251"),
    ],
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
        record(chunked(page("Ferry. " * 300)))[:1500] + record(answer(page())) + record(packed(page())),
        gzip.compress(record(packed(page("Ferry. " * 300))))[:-30] + gzip.compress(record(chunked(page()))),
    ],
    "feed": [RSS.encode(), ATOM.encode()],
    "export": [t.encode() for t in (NEXIS, NEXIS_NEW, FACTIVA, PROQUEST)]
    + ["".join(f"<p>{line}</p>" for line in FACTIVA.split("\n")).encode()],
    "office": [rtf(NEXIS), docx(NEXIS_NEW), rtf(TEXT), docx(TEXT)],
}

from __future__ import annotations

import io
import zipfile
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.clean import recover_one
from retold.read.exports import is_export, read_export
from retold.read.forms import read_bytes
from retold.read.found import Found
from retold.settings import DEFAULTS
from tests.read.conftest import Read, check_accounts, stated
from tests.read.export_layouts import FACTIVA, NEXIS, NEXIS_NEW, PROQUEST

LAYOUTS = {"nexis": NEXIS, "nexis-new": NEXIS_NEW, "factiva": FACTIVA, "proquest": PROQUEST}


def rtf(text: str) -> bytes:
    def letter(c: str) -> str:
        if c in "\\{}":
            return "\\" + c
        return c if ord(c) < 128 else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?"

    lines = ("".join(map(letter, line)) for line in text.split("\n"))
    head = r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times New Roman;}}{\*\generator Made up;}{\info{\title Not this}}"
    return (head + r"\f0 " + "\\line\n".join(lines) + "}").encode("ascii")


def docx(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.split("\n"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def page(text: str) -> bytes:
    return ("<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")) + "</body></html>").encode()


PACKED = {"txt": lambda text: text.encode(), "rtf": rtf, "docx": docx, "html": page}


@pytest.mark.parametrize("form", list(PACKED))
@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_each_document_of_an_export_is_a_report_with_its_fields(read: Read, layout: str, form: str) -> None:
    sources, skipped = read(PACKED[form](LAYOUTS[layout]), f"export.{form}")
    assert not skipped
    assert [s.locator for s in sources] == ["document 1", "document 2"]
    for source in sources:
        check_accounts(source)
    reports = [recover_one(s, DEFAULTS) for s in sources]
    assert [r.outlet for r in reports] == ["The Sandholm Post", "Harbour Gazette"]
    assert [r.published for r in reports] == ["2026-03-04", "2026-03-05"]
    assert [r.headline for r in reports] == ["Ferry comes back to the island after a year", "Ferry back"]
    assert [b.name for b in reports[0].bylines] == ([] if layout == "none" else ["Lena Quist"])
    assert reports[0].language == "en"
    assert "Ferries will sail again between Sandholm and the mainland from Monday" in reports[0].text
    words = reports[0].text + reports[1].text
    for code in (
        "LENGTH",
        "words",
        "Copyright",
        "FERRIES",
        "BOATS",
        "gship",
        "Load",
        "ProQuest",
        "Document",
        "Late Edition",
    ):
        assert code not in words, code


def test_what_the_database_adds_is_dropped_with_the_reason(read: Read) -> None:
    source = read(NEXIS_NEW)[0][0]
    dropped = {source.text[d.span.start : d.span.end]: d.reason for d in source.dropped}
    assert dropped["Length: 210 words"] == "field of the database"
    assert dropped["End of Document"] == "mark between documents"
    assert stated(source, "scraped") == ["March 5, 2026"] and not stated(source, "modified")


@pytest.mark.parametrize(
    "text",
    [
        "The ferry is back.\n\nEnd of document\n",
        "Minutes\n\n2 of 3 documents\n\nwere lost when the ferry sank.\n",
        "Part one of the story.\n____________________________\nPart two of it.\n____________________________\nPart three.\n",
        "Title: Ferry\nAuthor: Lena Quist\nDate: 4 March 2026\n\nThe ferry is back.\n",
        "HD is a format, BY is a word.\n",
    ],
)
def test_other_texts_with_such_lines_are_no_exports(text: str) -> None:
    assert not is_export(text)


def test_a_document_without_text_is_skipped_by_its_number(read: Read) -> None:
    sources, skipped = read(NEXIS_NEW + "Length: 0 words\n\nEnd of Document\n")
    assert len(sources) == 2 and [(s.locator, s.reason) for s in skipped] == [("document 3", "document without a text")]


def test_a_document_of_word_or_rtf_is_one_report(read: Read) -> None:
    text = "Ferry – back again\n\nThe ferry “Möwe” is back, 東京 said {so} \\ today."
    assert read(rtf(text))[0][0].text == text
    assert read(docx(text))[0][0].text == text


def test_a_word_document_may_not_name_other_files(read: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            "<w:p><w:r><w:t>Ferry &f; back.</w:t></w:r></w:p></w:body></w:document>",
        )
    sources, _ = read(out.getvalue())
    assert "root" not in "".join(s.text for s in sources)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"\\{}'*u-", "par", "b0", "'e4", "u8211?", "ansicpg932", "bin9", "fonttbl", " ", "text", "uc0"]
        ),
        max_size=40,
    )
)
def test_any_rtf_gives_text_or_a_reason(parts: list[str]) -> None:
    list(read_bytes(b"{\\rtf1" + "".join(parts).encode(), "x", DEFAULTS))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(LAYOUTS)), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3)), max_size=5))
def test_any_piece_of_an_export_accounts_for_every_character(layout: str, cuts: list[tuple[float, float]]) -> None:
    text = LAYOUTS[layout]
    for place, size in cuts:
        at = int(place * len(text))
        text = text[:at] + text[at + int(size * len(text)) :]
    for found in read_export(text):
        if isinstance(found, Found):
            check_accounts(found)  # type: ignore[arg-type]

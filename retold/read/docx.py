"""A Word document -> its text, a line a paragraph: what stands in word/document.xml, without styles or notes."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from retold.read.archives import Limits, TooMuch, unzip
from retold.read.found import Nothing
from retold.settings import Settings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(file: BinaryIO, settings: Settings) -> str | Nothing:
    """The text, a blank line between paragraphs; or why there is none."""
    from lxml import etree

    try:
        archive = zipfile.ZipFile(file)
        member = archive.getinfo("word/document.xml")
        if member.flag_bits & 1:
            return Nothing("encrypted")
        data = unzip(archive, member, Limits(settings))
        # Entities are left alone and nothing is loaded: a document may name files and addresses.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        root = etree.fromstring(data, parser)
    except TooMuch as error:
        return Nothing(str(error))
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, ValueError, KeyError, RuntimeError, etree.LxmlError):
        return Nothing("broken Word document")
    if root is None:
        return Nothing("broken Word document")
    paragraphs: list[str] = []
    parts: list[str] = []
    for element in root.iter():
        if element.tag == f"{_W}p":
            paragraphs.append("".join(parts))
            parts = []
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parts.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    paragraphs.append("".join(parts))
    return "\n\n".join(p for p in paragraphs if p.strip())

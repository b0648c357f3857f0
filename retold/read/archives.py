"""ZIP, tar and what is packed by gzip, bzip2 or xz: each member is read as if it were a file.

Nothing is written, so a member's name can lead nowhere: "../../x" is only how its report is called. How much
an archive may unpack to, in all, by member and by ratio, is a setting.
"""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from retold.kinds import Defect, Span
from retold.read.found import Found, Nothing
from retold.settings import Settings

ReadMember = Callable[[bytes, str], Iterator[Found | Nothing]]

_CHUNK = 1 << 16
# Below it a high ratio means a file of blanks, not a bomb.
_RATIO_FROM_BYTES = 10_000_000
_OFFICE = {
    "xl/workbook.xml": "spreadsheet",
    "ppt/presentation.xml": "presentation",
    "META-INF/container.xml": "EPUB",
    "content.xml": "OpenDocument file",
}


class TooMuch(Exception):
    """An archive unpacks to more than the settings allow."""


class Limits:
    """Counts what an archive unpacks to."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.unpacked = 0

    def count(self, unpacked: int, packed: int, here: int) -> None:
        """Count `unpacked` more bytes, of a stream that has given `here` bytes from `packed`."""
        self.unpacked += unpacked
        if self.unpacked > self.settings.read_archive_bytes:
            raise TooMuch(f"unpacks to more than {self.settings.read_archive_bytes} bytes (read_archive_bytes)")
        if here > _RATIO_FROM_BYTES and here > max(packed, 1) * self.settings.read_archive_ratio:
            raise TooMuch(f"unpacks to over {self.settings.read_archive_ratio} times its size (read_archive_ratio)")


def is_docx(file: BinaryIO) -> bool:
    """True where a ZIP archive is a Word document."""
    try:
        names = set(zipfile.ZipFile(file).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError, KeyError):
        return False
    finally:
        file.seek(0)
    return "word/document.xml" in names and "[Content_Types].xml" in names


def read_zip(file: BinaryIO, settings: Settings, read_member: ReadMember) -> Iterator[Found | Nothing]:
    """What the members of a ZIP archive hold, in the order of their names; the locator is the member."""
    try:
        archive = zipfile.ZipFile(file)
        members = sorted(archive.infolist(), key=lambda m: (m.filename, m.header_offset))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError, KeyError):
        yield Nothing("truncated or broken ZIP archive")
        return
    names = {m.filename for m in members}
    for mark, name in _OFFICE.items():
        if mark in names and ("[Content_Types].xml" in names or "mimetype" in names):
            yield Nothing(f"not read: {name}")
            return
    if not members:
        yield Nothing("archive without a member")
    limits = Limits(settings)
    for number, member in enumerate(members):
        if member.filename.endswith("/"):  # a folder; `is_dir` raises on a member without a name
            continue
        name = _shown(member.filename) or f"member {number + 1}"
        if number >= settings.read_archive_members:
            yield Nothing(f"more than {settings.read_archive_members} members (read_archive_members)", name)
            return
        if member.flag_bits & 1:
            yield Nothing("encrypted", name)
            continue
        if _is_furniture(name):
            continue
        try:
            data = unzip(archive, member, limits)
        except TooMuch as error:
            yield Nothing(str(error), name)
            if limits.unpacked > settings.read_archive_bytes:
                return
            continue
        except (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError):
            yield Nothing("broken member", name)
            continue
        except (NotImplementedError, RuntimeError, ValueError, KeyError) as error:
            yield Nothing(f"cannot be unpacked: {str(error)[:200]}", name)
            continue
        yield from _from_member(data, name, read_member)


def unzip(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    """A member's bytes; TooMuch where they pass a limit."""
    parts, here = [], 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            here += len(chunk)
            limits.count(len(chunk), member.compress_size, here)
            _check_member(here, limits.settings)
            parts.append(chunk)
    return b"".join(parts)


def _check_member(here: int, settings: Settings) -> None:
    if here > settings.read_max_bytes:
        raise TooMuch(f"larger than {settings.read_max_bytes} bytes (read_max_bytes)")


def read_packed(
    file: BinaryIO, form: str, name: str, settings: Settings, read_member: ReadMember
) -> Iterator[Found | Nothing]:
    """What a file packed by gzip, bzip2 or xz holds: one file, or a tar archive.

    What could be unpacked of a truncated file is read, and marked as truncated.
    """
    unpacked = _Unpacked(file, form, Limits(settings))
    head = unpacked.peek(512)
    if head[257:262] == b"ustar":
        yield from read_tar(unpacked, settings, read_member)
        return
    try:
        data = unpacked.read(settings.read_max_bytes + 1)
        if len(data) > settings.read_max_bytes:
            raise TooMuch(f"larger than {settings.read_max_bytes} bytes (read_max_bytes)")
    except TooMuch as error:
        yield Nothing(str(error))
        return
    if not data:
        yield Nothing(f"truncated or broken {form} archive" if unpacked.broken else "empty")
        return
    inner = name.rsplit(".", 1)[0] if name.lower().endswith((".gz", ".bz2", ".xz")) else name
    for found in read_member(data, inner):
        if isinstance(found, Nothing):
            yield found
            continue
        if unpacked.broken and found.payload is None:
            end = len(found.text)
            lost = Defect(
                kind="truncated", span=Span(end, end), lost="unknown", note=f"the {form} archive breaks off here"
            )
            found = msgspec.structs.replace(found, defects=[*found.defects, lost])
        yield found if found.payload is not None else msgspec.structs.replace(found, payload=data)
    if unpacked.broken:
        yield Nothing(f"truncated or broken {form} archive: what follows is lost", "end")


class _Unpacked(io.RawIOBase):
    """A packed file as the bytes it was made from; what breaks it ends it, and sets `broken`."""

    def __init__(self, file: BinaryIO, form: str, limits: Limits) -> None:
        self._file = file
        self._form = form
        self._limits = limits
        self._engine: Any = _engine(form)
        self._buffer = bytearray()
        self._packed = 0
        self._given = 0
        self._rest = b""
        self.broken = False
        self._ended = False

    def readable(self) -> bool:
        return True

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay to be read."""
        try:
            while len(self._buffer) < size and not self._ended:
                self._fill()
        except TooMuch:
            pass  # said again when it is read
        return bytes(self._buffer[:size])

    def read(self, size: int = -1) -> bytes:
        while (size < 0 or len(self._buffer) < size) and not self._ended:
            self._fill()
        out = bytes(self._buffer) if size < 0 else bytes(self._buffer[:size])
        del self._buffer[: len(out)]
        return out

    def _fill(self) -> None:
        """Unpack about one chunk more."""
        data, self._rest = self._rest, b""
        try:
            if not data and (self._engine.eof or getattr(self._engine, "needs_input", True)):
                data = self._file.read(_CHUNK)
                self._packed += len(data)
                if not data:
                    self._end()
                    return
            if self._engine.eof:
                # Several packed streams in a row are one; NULs after the last are padding.
                if not data.strip(b"\0"):
                    return
                self._engine = _engine(self._form)
            out = self._engine.decompress(data, _CHUNK)
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
            self._ended = self.broken = True
            return
        self._rest = self._engine.unused_data or getattr(self._engine, "unconsumed_tail", b"")
        self._give(out)

    def _end(self) -> None:
        """The file is at its end: give what the engine still holds."""
        self._ended = True
        if not self._engine.eof and self._form == "gzip":
            self._give(self._engine.flush())
        self.broken = self.broken or not self._engine.eof

    def _give(self, out: bytes) -> None:
        self._buffer += out
        self._given += len(out)
        self._limits.count(len(out), self._packed, self._given)


def _engine(form: str) -> Any:
    if form == "gzip":
        return zlib.decompressobj(31)
    return bz2.BZ2Decompressor() if form == "bzip2" else lzma.LZMADecompressor(memlimit=256_000_000)


def read_tar(file: Any, settings: Settings, read_member: ReadMember) -> Iterator[Found | Nothing]:
    """What the members of a tar archive hold, in their order; the locator is the member."""
    limits = Limits(settings)
    name, number = "", 0
    try:
        with tarfile.open(fileobj=file, mode="r|", errorlevel=0, errors="replace") as archive:
            for member in archive:
                # Or it keeps the header of every member it has read.
                archive.members = []  # type: ignore[attr-defined]
                name = _shown(member.name)
                number += 1
                if number > settings.read_archive_members:
                    yield Nothing(f"more than {settings.read_archive_members} members (read_archive_members)", name)
                    return
                if member.isdir() or _is_furniture(name):
                    continue
                stream = archive.extractfile(member) if member.isreg() and not member.issparse() else None
                if stream is None:
                    yield Nothing("not a regular file", name)
                    continue
                if member.size > settings.read_max_bytes:
                    yield Nothing(f"larger than {settings.read_max_bytes} bytes (read_max_bytes)", name)
                    continue
                data = stream.read()
                limits.count(len(data), len(data), 0)
                if len(data) < member.size:
                    raise EOFError
                yield from _from_member(data, name, read_member)
    except TooMuch as error:
        yield Nothing(str(error), name)
    except (tarfile.TarError, OSError, EOFError, ValueError, OverflowError, zlib.error, RecursionError):
        yield Nothing("truncated or broken tar archive: what follows is lost", name)
    else:
        if number == 0:
            yield Nothing("archive without a member")
        elif getattr(file, "broken", False):
            yield Nothing("truncated or broken archive: what follows is lost", name)


def _from_member(data: bytes, name: str, read_member: ReadMember) -> Iterator[Found | Nothing]:
    for found in read_member(data, name):
        locator = f"{name}:{found.locator}" if found.locator else name
        if isinstance(found, Found) and found.payload is None:
            yield msgspec.structs.replace(found, locator=locator, payload=data)
        else:
            yield msgspec.structs.replace(found, locator=locator)


def _shown(name: str) -> str:
    """A member's name as text that can be written anywhere."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _is_furniture(name: str) -> bool:
    """What packing programs add of their own."""
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db")

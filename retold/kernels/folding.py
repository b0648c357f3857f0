"""What each character is to a kernel: between words, part of a word, no part of it, or a word of its own; and its folded form.

The table is data (data/kernels/folding.bin, written by `python -m retold.kernels.folding`): were it made from the running
Python's Unicode, the same text would have other hashes under another Python.
"""

from __future__ import annotations

import sys
import unicodedata
import zlib
from functools import cache
from typing import TYPE_CHECKING

from retold.data import read_bytes

if TYPE_CHECKING:
    from retold.kernels.texts import Array

BETWEEN, WORD, IGNORED, ALONE = range(4)

# Scripts that write no blanks between words, half-open: Thai, Lao, Myanmar, Khmer, kana, Chinese characters.
UNSPACED = (
    (0x0E00, 0x0F00),
    (0x1000, 0x10A0),
    (0x1780, 0x1800),
    (0x3040, 0x3100),
    (0x31F0, 0x3200),
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),
    (0x20000, 0x323B0),
)
# Hangul syllables are not taken apart: a syllable is a letter to its readers, and three to Unicode.
_HANGUL = range(0xAC00, 0xD7A4)
_NAME = "kernels/folding.bin"


def kind_of(letter: str) -> int:
    """What `letter` is to a kernel."""
    code = ord(letter)
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return IGNORED  # accents set beside their letter, soft hyphens, marks of direction, joiners
    if not fold_letter(letter):
        return BETWEEN
    if any(lo <= code < hi for lo, hi in UNSPACED):
        return ALONE
    return WORD


def fold_letter(letter: str) -> str:
    """`letter` without case, accents and width; empty where it is no letter or digit.

        É -> e   ß -> ss   ﬁ -> fi   Ａ -> a   ½ -> 12

    Ç and C become one, as do ı and ı's dotted kin: two spellings of a name count as the same word.
    """
    if unicodedata.category(letter)[0] not in "LMN":
        return ""
    if ord(letter) in _HANGUL:
        return letter
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = (c for c in apart if not unicodedata.combining(c))
    return "".join(c for c in kept if unicodedata.category(c)[0] in "LMN")


def build() -> bytes:
    """The table as bytes: the version of Unicode, then a kind, the number of folded characters and these, per code point."""
    kinds = bytearray(0x110000)
    folded: list[str] = []
    for code in range(0x110000):
        letter = chr(code)
        if unicodedata.category(letter) in ("Cn", "Co", "Cs"):
            continue
        kinds[code] = kind_of(letter)
        if kinds[code] in (WORD, ALONE) and (form := fold_letter(letter)) != letter:
            folded.append(letter + form)
    words = "\n".join(folded)
    version = unicodedata.unidata_version.encode().ljust(16)
    return version + zlib.compress(bytes(kinds) + words.encode("utf-32-le"), 9)


@cache
def load() -> tuple[Array, Array, Array]:
    """(kind per code point, folded form per code point, longer forms).

    A folded form of one character is that code point; a longer one is -1 - its place in the third array, where its
    length stands and then its code points.
    """
    import numpy as np

    plain = zlib.decompress(read_bytes(_NAME)[16:])
    kinds = np.frombuffer(plain, np.uint8, 0x110000).copy()
    forms = np.arange(0x110000, dtype=np.int32)
    longer: list[int] = []
    for entry in plain[0x110000:].decode("utf-32-le").split("\n"):
        if len(entry) == 2:
            forms[ord(entry[0])] = ord(entry[1])
        else:
            forms[ord(entry[0])] = -1 - len(longer)
            longer += [len(entry) - 1, *map(ord, entry[1:])]
    return kinds, forms, np.array(longer, np.int32)


if __name__ == "__main__":
    from pathlib import Path

    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1] / "data" / _NAME)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(build())

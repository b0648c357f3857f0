"""Words found and numbered by kernels: those of the pattern, whatever the character, and the same number for the same word."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

from retold.kernels import signing as kernels  # noqa: E402
from retold.words import WORD_RE  # noqa: E402

CASES = int(os.environ.get("RETOLD_KERNEL_CASES", "300"))

TEXTS = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="aUéß.,'’-1٣²½中\u0301😀𝔘_ \n\0", max_size=60),
    st.lists(
        st.sampled_from(["U.S.", "a.b", "x.", "8.6", "2,740,000", "1.", "Peru's", "d’été's", "3rd", " ", "_"])
    ).map("".join),
)


def find(text: str, start: int, end: int) -> kernels.Words:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return kernels.find_words(kernels.Sentences(codes, *(np.array([n]) for n in (start, end, 1))))


def assert_found(text: str) -> None:
    # Letters and digits around the sentence would show if the kernel read past either of its ends.
    words = find(f"b.1{text}'c.2", 3, 3 + len(text))
    found = [(m.start() + 3, m.end() + 3) for m in WORD_RE.finditer(text)]
    assert list(zip(words.starts.tolist(), words.ends.tolist())) == found
    assert len(set(words.hashes.tolist())) == len(set(WORD_RE.findall(text)))


@settings(max_examples=CASES, deadline=None)
@given(TEXTS)
@example("")
@example("U.S")
@example("U.S.A.'s 1.2.3,4,")
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert_found(text)


def test_every_character_is_to_the_kernel_what_it_is_to_the_pattern() -> None:
    every = [chr(code) for code in range(0x110000)]
    random.Random(7).shuffle(every)
    for first in range(0, len(every), 20_000):
        assert_found("".join(every[first : first + 20_000]))


def test_a_word_keeps_its_number_when_more_come() -> None:
    numbers = kernels.Numbers()
    draw = random.Random(3)
    known: dict[int, int] = {}
    for size in (0, 1, 4096, 4097, 60_000, 10):
        hashes = np.array([draw.getrandbits(64) for _ in range(size)] + list(known)[::7], np.uint64)
        hashes = np.concatenate([hashes, hashes[: size // 2]])
        given_, new = numbers.of(hashes)
        assert all(known.get(h, n) == n for h, n in zip(hashes.tolist(), given_.tolist()))
        assert given_[new].tolist() == list(range(len(known), len(numbers)))
        known.update(zip(hashes.tolist(), given_.tolist()))
        assert sorted(known.values()) == list(range(len(numbers)))

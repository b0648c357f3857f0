"""Words, n-grams and marks by kernels: equal to tests/naive.py, whatever the text."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

from retold.data import read_bytes  # noqa: E402
from retold.kernels import folding, machine  # noqa: E402
from retold.kernels import words as front  # noqa: E402
from tests import naive  # noqa: E402

CASES = int(os.environ.get("RETOLD_KERNEL_CASES", "300"))

# Letters that fold to others or to several, marks that stand on their letter, scripts without blanks, astral characters.
ODD = "éÉßﬁıİçÇ½²ªǅẞͅ中文字กขのﾊ가각\u0301\u0308\u00ad\u200b\u200d\u200f\ufeff😀𝔘𐐀𐐨٠Ｚ９ह्िन्दी'’-.,\n\t\0"
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="abcdefgh XYZ019 .,'", max_size=300),
    st.text(alphabet=ODD + "abc  ", max_size=200),
)


def kernel_words(text: str) -> list[tuple[int, int, int]]:
    raw = text.encode("utf-8", "replace")
    # Letters around the text would show if the kernel read past either of its ends.
    buffer = np.full(len(raw) + 3 + 64, ord("z"), np.uint8)
    buffer[3 : 3 + len(raw)] = np.frombuffer(raw, np.uint8)
    hashes = np.zeros(len(raw) + 1, np.uint64)
    starts, ends = np.zeros(len(raw) + 1, np.int32), np.zeros(len(raw) + 1, np.int32)
    count = machine.run("words", "read_words", buffer, 3, 3 + len(raw), *folding.load(), hashes, starts, ends)
    return list(zip(hashes[:count].tolist(), starts[:count].tolist(), ends[:count].tolist()))


@settings(max_examples=CASES, deadline=None)
@given(TEXTS)
@example("")
@example("a" * 64)
@example("a" * 63 + " " + "b" * 64 + "c")
@example("x" * 8 + " " + "y" * 9)
@example("e\u0301te\u0301")
def test_words_are_those_of_the_slow_twin(text):
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert kernel_words(text) == naive.read_words(text)


@settings(max_examples=CASES, deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3), max_size=60), st.integers(1, 9))
def test_ngrams_and_marks_are_those_of_the_slow_twin(hashes, window):
    given_ = np.array(hashes, np.uint64)
    ngrams, marks = np.zeros(len(hashes) + 1, np.uint64), np.zeros(len(hashes) + 1, np.uint64)
    count = machine.run("words", "find_ngrams", given_, len(hashes), ngrams)
    assert ngrams[:count].tolist() == naive.find_ngrams(hashes)
    kept = machine.run("words", "winnow", ngrams, count, window, marks, 0)
    assert marks[:kept].tolist() == naive.marks(ngrams[:count].tolist(), window)


@settings(max_examples=CASES, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.integers(1, 9) | st.just(4))
@example(["", "one", "one two three four five six seven eight nine ten", "", "the " * 40], 4)
@example(["Café été. " * 20 + "and plain words after it " * 9, "“A quotation,” he said. " * 9], 4)
def test_fingerprints_are_those_of_the_slow_twin(texts, window):
    raw = [text.encode("utf-8", "replace") for text in texts]
    # Letters after the last text, as before.
    buffer = np.frombuffer(b"".join(raw) + b"z" * 64, np.uint8)
    made = front.fingerprint(buffer, np.cumsum([0, *map(len, raw)]), window)
    starts, mark_starts = [0, *made.ngram_ends.tolist()], [0, *made.mark_ends.tolist()]
    for n, text in enumerate(raw):
        ngrams = naive.find_ngrams([word for word, _, _ in naive.read_words(text.decode())])
        assert made.ngrams[starts[n] : starts[n + 1]].tolist() == [gram >> 32 for gram in ngrams]
        assert made.marks[mark_starts[n] : mark_starts[n + 1]].tolist() == naive.marks(ngrams, window)


def test_sums_are_equal_where_the_words_are_the_same_in_the_same_order():
    texts = [b"The ferry sailed at noon.", b"THE FERRY, sailed - at noon", b"the ferry at noon sailed", b""]
    made = front.fingerprint(np.frombuffer(b"".join(texts) + bytes(64), np.uint8), np.cumsum([0, *map(len, texts)]), 4)
    assert made.sums[0] == made.sums[1]
    assert len(set(made.sums.tolist())) == 3


def test_kernels_are_kept_as_machine_code_that_needs_no_numba():
    code = """
import sys
import numpy as np
from retold.kernels import machine, words
made = words.fingerprint(np.zeros(64, np.uint8), np.zeros(1, np.int64), 4)
print("numba" in sys.modules)
"""
    environment = {**os.environ, "NUMBA_BOUNDSCHECK": "0"}
    for _ in range(2):  # the first may have to compile them
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_machine_code_that_was_damaged_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "_folders", lambda: [str(tmp_path)])
    machine._keep("words-x.o", b"code")
    assert machine._kept("words-x.o") == b"code"
    (tmp_path / "words-x.o").write_bytes((tmp_path / "words-x.o").read_bytes()[:-1])
    assert machine._kept("words-x.o") is None


def test_a_kernel_takes_no_array_of_another_type_or_in_pieces():
    with pytest.raises(TypeError, match="marks is int64"):
        machine.run("sharing", "note_marks", np.zeros(4, np.int64), np.zeros(64, np.uint64))
    with pytest.raises(TypeError, match="in one piece"):
        machine.run("sharing", "note_marks", np.zeros(8, np.uint64)[::2], np.zeros(64, np.uint64))


def test_a_megabyte_of_one_word_and_of_many_is_read():
    for text in ("a" * 1_000_000, "word and " * 111_111, "é" * 500_000, "中文" * 100_000):
        found = kernel_words(text)
        assert found == naive.read_words(text)


def test_case_accents_and_width_are_folded():
    assert [w for w, _, _ in kernel_words("STRASSE CAFÉ Ｔｗｏ")] == [w for w, _, _ in kernel_words("straße cafe two")]


def test_the_folding_table_is_what_unicode_says():
    stored = read_bytes("kernels/folding.bin")
    if stored[:16].decode().strip() != unicodedata.unidata_version:
        pytest.skip("the table is of another version of Unicode than this Python")
    assert stored[:16] == folding.build()[:16]
    kinds, forms, longer = folding.load()
    for letter in "aZ0é½ﬁß中ก가\u0301\u00ad -":
        code = ord(letter)
        assert kinds[code] == folding.kind_of(letter)
        form = int(forms[code])
        held = [form] if form >= 0 else longer[-form : -form + longer[-1 - form]].tolist()
        if kinds[code] in (folding.WORD, folding.ALONE):
            assert "".join(map(chr, held)) == folding.fold_letter(letter)

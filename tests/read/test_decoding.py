from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.read.decoding import control_share, decode

TEXT = "PORT SELWYN — “Wir fahren ab Oktober”, sagte die Ministerin, «à l’heure».\r\nÜber 40 Jahre später.\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_byte_order_mark_decides_and_stays_as_a_character(charset: str) -> None:
    decoded = decode(("\ufeff" + TEXT).encode(charset))
    assert decoded.text == "\ufeff" + TEXT
    assert (decoded.charset, decoded.how) == (charset, "bom")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_nuls(charset: str) -> None:
    assert decode(TEXT.encode(charset)).text == TEXT


def test_newlines_are_not_translated() -> None:
    assert decode(b"one\r\ntwo\rthree\n").text == "one\r\ntwo\rthree\n"


def test_windows_1252_is_told_from_utf_8() -> None:
    decoded = decode(TEXT.encode("cp1252"))
    assert (decoded.text, decoded.charset, decoded.defects) == (TEXT, "cp1252", [])


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1251", "Министр сообщил журналистам, что паром будет ходить сорок семь раз в неделю. " * 4),
        ("gbk", "部长在记者会上说，渡轮每周将往返四十七次，每年最多运送九十万名乘客。" * 6),
        ("shift_jis", "大臣は記者会見で、フェリーは週に四十七便運航されると述べた。" * 6),
    ],
)
def test_other_charsets_are_guessed_from_the_bytes(charset: str, text: str) -> None:
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    "head",
    [
        b'<meta charset="koi8-r">',
        b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>",
        b'<?xml version="1.0" encoding="KOI8-R"?>',
    ],
)
def test_a_declared_charset_is_believed(head: bytes) -> None:
    decoded = decode(head + "<p>Паром вернулся</p>".encode("koi8-r"))
    assert "Паром вернулся" in decoded.text
    assert decoded.how == "declared"


def test_latin_1_declared_is_read_as_browsers_read_it() -> None:
    decoded = decode(b'<meta charset="iso-8859-1"><p>\x93Nobody asked us\x94</p>')
    assert "“Nobody asked us”" in decoded.text


def test_utf_8_is_believed_over_a_declaration_that_it_refutes() -> None:
    assert "für" in decode('<meta charset="iso-8859-1"><p>für</p>'.encode()).text


@pytest.mark.parametrize("name", [b"klingon", b"base64", b"utf-16", b"\xff\xfe"])
def test_a_declaration_that_makes_no_sense_is_passed_over(name: bytes) -> None:
    assert "plain words" in decode(b'<meta charset="' + name + b'"><p>plain words</p>').text


def test_text_cut_inside_a_character_stays_utf_8_and_the_loss_is_noted() -> None:
    decoded = decode(("Überfahrt für alle, größer als je: " * 3).encode()[:-1] + "ö".encode()[:1])
    assert decoded.charset == "utf-8"
    assert [d.kind for d in decoded.defects] == ["replacement_character"]
    assert decoded.text[decoded.defects[0].span.start] == "\ufffd"


def test_a_replacement_character_that_stood_in_the_file_is_no_loss_of_ours() -> None:
    assert decode("The caf\ufffd was full.".encode()).defects == []


def test_escape_and_form_feed_are_no_sign_of_binary_data() -> None:
    assert control_share("\x0cMPA0412 \x1b 4\t1418Z\r\n") == 0


@given(st.binary(max_size=300))
def test_any_bytes_decode_to_text_that_can_be_written(data: bytes) -> None:
    decoded = decode(data)
    decoded.text.encode("utf-8")
    assert all(0 <= d.span.start < d.span.end <= len(decoded.text) for d in decoded.defects)

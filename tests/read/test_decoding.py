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


# Stories of our own, as a paper without a declaration prints them: language, charsets, text.
UNDECLARED = [
    ("pl", "cp1250 iso8859_2", "Mieszkańcy Zalesia sprzeciwiają się zamknięciu przychodni. Burmistrz obiecał, że decyzja zapadnie w ciągu tygodnia, gdyż brakuje pieniędzy na pensje dla lekarzy."),
    ("cs", "cp1250 iso8859_2", "Obyvatelé Podlesí nesouhlasí s uzavřením školy. Starostka slíbila, že rozhodnutí padne během týdne, protože obci chybějí peníze na platy učitelů a na opravu střechy."),
    ("hu", "cp1250 iso8859_2", "A falu lakói tiltakoznak az iskola bezárása ellen. A polgármester megígérte, hogy egy héten belül döntenek, mert nincs elég pénz a tanárok fizetésére és a tető javítására. Később lesz erről gyűlés."),
    ("sk", "cp1250 iso8859_2", "Obyvatelia dediny nesúhlasia so zatvorením školy. Starostka sľúbila, že rozhodnutie padne do týždňa, pretože obci chýbajú peniaze na platy učiteľov a na opravu strechy."),
    ("hr", "cp1250 iso8859_2", "Stanovnici sela protive se zatvaranju škole. Načelnica je obećala da će odluka pasti u roku od tjedan dana jer općina nema novca za plaće učitelja i popravak krova, a žitelji više ne žele čekati."),
    ("ro", "cp1250 iso8859_2", "Locuitorii satului se opun închiderii şcolii. Primăriţa a promis că hotărârea va fi luată într-o săptămână, pentru că nu sunt bani de salarii şi nici pentru repararea acoperişului."),
    ("tr", "cp1254 iso8859_9", "Köyde yaşayanlar okulun kapatılmasına karşı çıkıyor. Belediye başkanı, öğretmenlerin maaşı için yeterli para olmadığını, kararın bir hafta içinde alınacağını söyledi."),
    ("lt", "cp1257 iso8859_13", "Kaimo gyventojai nesutinka, kad mokykla būtų uždaryta. Merė pažadėjo, kad sprendimas bus priimtas per savaitę, nes trūksta pinigų mokytojų algoms ir stogui taisyti."),
    ("he", "cp1255 iso8859_8", "תושבי הכפר מתנגדים לסגירת בית הספר. ראש המועצה הבטיחה שההחלטה תתקבל בתוך שבוע, משום שאין די כסף למשכורות המורים ולתיקון הגג."),
    ("ru", "cp1251 koi8_r cp866 iso8859_5", "Жители деревни выступают против закрытия школы. Глава района пообещала, что решение примут в течение недели, потому что денег на зарплату учителям и ремонт крыши не хватает."),
    ("ar", "cp1256 iso8859_6", "يعارض سكان القرية إغلاق المدرسة. ووعدت رئيسة المجلس بأن القرار سيصدر خلال أسبوع لأن المال لا يكفي لرواتب المعلمين ولا لإصلاح السقف."),
    ("ja", "shift_jis euc_jp iso2022_jp", "村の住民は学校の閉鎖に反対している。村長は一週間以内に決定すると約束した。教員の給料と屋根の修理に使う資金が足りないという。"),
    ("zh", "gbk", "村民反对关闭学校。镇长承诺一周之内作出决定，因为没有足够的钱支付教师的工资和修理屋顶。"),
    ("fr", "cp1252", "Les habitants du village s’opposent à la fermeture de l’école. La maire a promis que la décision tomberait dans la semaine, faute d’argent pour payer les maîtres et réparer le toit."),
    ("de", "cp1252", "Die Bewohner des Dorfes wehren sich gegen die Schließung der Schule. Die Bürgermeisterin versprach, binnen einer Woche zu entscheiden; für Gehälter und Dach fehle das Geld, hieß es."),
    ("sv", "cp1252", "Byborna säger nej till att skolan läggs ner. Kommunens ordförande lovade att beslutet fattas inom en vecka, eftersom det saknas pengar till lärarnas löner och till taket."),
    ("is", "cp1252", "Íbúar þorpsins eru andvígir því að skólanum verði lokað. Bæjarstjórinn lofaði ákvörðun innan viku því að ekki er til fé fyrir launum kennara og viðgerð á þaki."),
    ("en", "cp1252", "Villagers oppose the closing of the school – “a disgrace”, says the café’s owner, José Brandão. The mayor promised to decide within the week; there’s no money for salaries."),
]  # fmt: skip


@pytest.mark.parametrize("page", [False, True])
@pytest.mark.parametrize(
    ("charset", "text"), [(c, t) for _, charsets, t in UNDECLARED for c in charsets.split()], ids=lambda v: v[:9]
)
def test_undeclared_text_is_read_by_its_language(charset: str, text: str, page: bool) -> None:
    if charset == "iso8859_6":
        text = text.replace("“", '"')
    if page:  # scripts and menus in ASCII outweigh what is said
        menu = "".join(f'<li class="item item-{n}"><a href="/section/{n}">Menu</a></li>' for n in range(200))
        text = f"<html><head><script>var v = {{l: 1, z: 2}};</script></head><body>{menu}<p>{text}</p></body></html>"
    decoded = decode(text.encode(charset))
    assert decoded.text == text
    assert decoded.how == ("guessed") and not decoded.defects


def test_what_may_be_of_two_charsets_is_told() -> None:
    text = "Lech Wałęsa spoke in Gdańsk on Friday, the union said, and the crowd cheered him for an hour."
    decoded = decode(text.encode("cp1250"))
    assert decoded.charset == "cp1252" and [d.kind for d in decoded.defects] == ["mojibake"]
    assert "cp1250 as well as cp1252" in decoded.defects[0].note
    assert decoded.text[decoded.defects[0].span.start] == "³"


@pytest.mark.parametrize("text", ["£47 million", "20 °C in the shade", "3½ years, © 2026", "• first\n• second", "Price: 5€", "The café’s owners – twice."])  # fmt: skip
def test_a_sign_or_two_are_western(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text and not decoded.defects


def test_drawings_in_a_page_speak_no_language() -> None:
    path = "".join(f"M{n} 1l{n} 2v{n}h3c1 2z m4 a2 k o z s " for n in range(300))
    page = f'<html><body><svg><path d="{path}"/></svg><p>Edición en Español is read from the port, and the news is as it was.</p></body></html>'
    assert decode(page.encode("cp1252")).text == page

"""Openings that an agency, or the press of a language, writes in a form of its own: "(ANSA) - ROME, SEP 2 -".

Each form is anchored at the head of a paragraph and asks for an agency or a day beside the place, so that no
sentence is taken for one. What the general form reads (datelines.py) is not repeated here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from retold.clean.outlets import is_agency
from retold.clean.stamps import Shown, find_dates


class Form(NamedTuple):
    """A form: what its first character lies between, what stands in it besides, its pattern.

    The first three spare a report the compiling of patterns for scripts that it is not in (10 ms for all of them).
    Where `known`, the agency that it shows must be one that is known.
    """

    first: str
    last: str
    sign: str
    pattern: str
    known: bool = False


class Opening(NamedTuple):
    """What an opening says, at offsets in the head of a paragraph; `body` is where the story begins."""

    end: int
    body: int
    place: str | None
    agency: str | None
    agency_at: tuple[int, int] | None
    date: Shown | None


@cache
def _forms() -> tuple[Form, ...]:
    letters = r"[^\W\d_]"
    day = rf"\d{{1,2}}\s{letters}{{3,12}}(?:\s(?:19|20)\d\d)?"
    chinese = (
        r"(?P<agency>[\u4e00-\u9fff]{2,6}?[社网]|本报|[\u4e00-\u9fff]{2}日报)(?:[记記]者[\u4e00-\u9fff]{2,3})?"
        r"(?P<place>[\u4e00-\u9fff]{2,8}?)?(?P<date>(?:\d{1,2}月)?\d{1,2}日)(?:[专專]?(?:综合|綜合)?外?[电電](?:报导|報導|报道|報道)?|讯|訊)"
    )
    place = rf"{letters}[\w.'’ -]{{1,40}}?"
    return (
        # (ANSA) - KESTRIN, 02 SET - | (AGI) - Kestrin, 2 sett. -
        Form(
            "(",
            "(",
            ")",
            rf"\((?P<agency>[A-Z][A-Za-z]{{1,11}})\)\s[-–—]\s(?P<place>[A-ZÀ-Þ][\w.'’/ -]{{1,40}}?),\s"
            rf"(?P<date>{day}|{letters}{{3,9}}\s\d{{1,2}})\.?\s?[-–—]\s*",
        ),
        # KESTRIN--(BUSINESS WIRE)--
        Form(
            "A",
            "Þ",
            "--(",
            r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]{1,40}?(?:,\s[A-ZÀ-Þ][\w. ]{1,30}?)?)--\((?P<agency>[^()]{2,40})\)--\s*",
        ),
        # (AP) KESTRIN, Vale —
        Form(
            "(",
            "(",
            ")",
            r"\((?P<agency>[^\W\d_][\w .&-]{1,29})\)\s(?P<place>[A-ZÀ-Þ]{3}[A-ZÀ-Þ.'’/ -]{0,37}(?:,\s[A-ZÀ-Þ][\w.]+(?:\s[A-ZÀ-Þ][\w.]+)?)?)"
            r"\s?(?:--|[-–—])\s+",
            known=True,
        ),
        # Kestrin, 9 ago (EFE).- | KESTRIN, 2 set (ANSA) - : short names of months that are words of another language
        Form(
            "A",
            "Þ",
            "(",
            rf"(?P<place>[A-ZÀ-Þ][\w.'’/ -]{{1,40}}?),?\s(?P<date>{day})\.?\s\((?P<agency>[^()]{{2,30}})\)\s?(?:\.?\s?(?:--|[-–—])|:)\s*",
        ),
        # Kestrin [Vale], September 2 (ANI): | Kestrin (Vale) [India], Sep 2 (ANI):
        Form(
            "A",
            "Z",
            "[",
            rf"(?P<place>[A-Z][\w.' -]{{1,40}}?\s(?:\([^()\[\]]{{2,30}}\)\s)?\[[^\[\]]{{2,30}}\]),\s"
            rf"(?P<date>{letters}{{3,9}}\.?\s\d{{1,2}})\s\((?P<agency>[^()]{{2,30}})\)\s?[:–—-]\s*",
        ),
        # 新华社开斯特林9月2日电（记者王芳）
        Form(
            "\u4e00",
            "\u9fff",
            "日",
            rf"据?{chinese}\s*(?:[(（][^()（）]{{0,40}}[)）])?\s*",
        ),
        # （中央社台北2日電） : a day alone names no month, and stands for none
        Form("（", "（", "日", rf"（{chinese}）\s*"),
        Form("(", "(", "日", rf"\({chinese}\)\s*"),
        # ［東京　２日　ロイター］ -
        Form(
            "［",
            "［",
            "日",
            r"［(?P<place>[^］\s]{1,14})\s+(?P<date>(?:\d{1,2}月)?\d{1,2}日)\s+(?P<agency>[^］\s]{2,14})］\s*[-–—－]?\s*",
        ),
        # 【ケストリン共同】 | 【ワシントン時事】 | 【北京＝新華社】
        Form(
            "【",
            "【",
            "】",
            r"【(?P<place>[^】\s=＝]{1,14}?)[=＝\s]?(?P<agency>共同(?:通信)?|時事(?:通信)?|ロイター|[AＡ][FＦ][PＰ]=?時事|新華社|聯合ニュース)】\s*",
        ),
        # 【ケストリン＝小池和樹】: a place and who wrote from there
        Form("【", "【", "】", r"【(?P<place>[^】\s=＝]{1,10})[=＝][^】\s=＝]{2,10}】\s*"),
        # (케스트린=연합뉴스) 김철수 기자 = | [케스트린=뉴시스]
        Form(
            "(",
            "[",
            "=",
            r"[(\[](?P<place>[가-힣·]{1,14})=(?P<agency>[^()\[\]=\s]{2,12})[)\]]\s*(?:[가-힣·\s]{2,20}\s(?:기자|특파원|통신원)\s*=\s*)?",
        ),
        # КЕСТРИН, 2 сентября. /ТАСС/. | КЕСТРИН, 2 сентября (Интерфакс) -
        Form(
            "Ё",
            "Ґ",
            "",
            rf"(?P<place>[А-ЯЁІЇЄҐ]{place[len(letters) :]})[,.]\s(?P<date>{day})\s?[./]*\s?(?:/(?P<agency>[^/\n]{{2,30}})/|\((?P<agency2>[^()]{{2,30}})\))\s?[.:–—-]*\s*",
        ),
        # КЕСТРИН, 2 сен - РИА Новости. | Кестрин. 2 сентября. INTERFAX.RU -
        Form(
            "Ё",
            "Ґ",
            "",
            rf"(?P<place>[А-ЯЁІЇЄҐ]{place[len(letters) :]})[,.]\s(?P<date>{day})(?:\.|,|\s?[-–—])\s(?P<agency>[A-ZА-ЯЁ][\w.]*(?:\s[A-ZА-ЯЁ]\w*)?)(?:\.|\s[-–—])\s+",
            known=True,
        ),
        # ТАСС, 2 сентября.
        Form("Ё", "Ґ", "", rf"(?P<agency>[А-ЯЁ]{{3,10}}),\s(?P<date>{day})\.\s+", known=True),
        # كسترين 2 سبتمبر 2025 (شينخوا) | كسترين، 2 سبتمبر/أيلول (رويترز) -
        Form(
            "\u0620",
            "\u064a",
            "",
            r"(?P<place>[\u0620-\u064a]{2,14}(?:\s(?!في\s)[\u0620-\u064a]{2,14})?)\s?[،,]?\s(?:في\s)?(?P<date>\d{1,2}\s[\u0620-\u064a]{3,9}(?:\s(?:الأول|الاول|الثاني))?(?:/[\u0620-\u064a ]{3,14})?(?:\s(?:19|20)\d\d)?)"
            r"\s?[(/](?P<agency>[^()/\n]{2,24})[)/]\s?[-–—:]*\s*",
        ),
        # كسترين (رويترز) -
        Form(
            "\u0620",
            "\u064a",
            "",
            r"(?P<place>[\u0620-\u064a]{2,14}(?:\s[\u0620-\u064a]{2,14})?)\s?[-–—]?\s?[(/](?P<agency>[^()/\n]{2,24})[)/]\s?[-–—:]*\s*",
            known=True,
        ),
    )


@lru_cache(maxsize=4096)
def _forms_from(first: str) -> tuple[Form, ...]:
    """The forms that may begin with the character `first`."""
    return tuple(form for form in _forms() if form.first <= first <= form.last)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def find_opening(head: str) -> Opening | None:
    """The opening that `head` begins with; None where it is of no agency's own form."""
    for form in _forms_from(head[:1]):
        m = _compiled(form.pattern).match(head) if form.sign in head else None
        if m is None:
            continue
        groups = m.groupdict()
        which = "agency" if groups.get("agency") else "agency2"
        agency = groups.get(which)
        # "УНН" in capitals between a day and a stop is an agency by its form.
        by_form = agency is not None and bool(groups.get("date")) and agency.isupper() and 3 <= len(agency) <= 8
        if form.known and not (agency and (by_form or is_agency(agency))):
            continue
        shown = _day(m["date"], m.start("date")) if groups.get("date") else None
        if shown is None and groups.get("date") and not _DAY_ALONE_RE.fullmatch(groups["date"]):
            continue
        at = m.span(which) if agency else None
        if agency and at and agency != agency.strip():  # / وام /
            at = (at[0] + len(agency) - len(agency.lstrip()), at[1] - len(agency) + len(agency.rstrip()))
            agency = agency.strip()
        return Opening(len(m.group().rstrip()), m.end(), groups.get("place"), agency, at, shown)
    return None


_DAY_ALONE_RE = re.compile(r"\d{1,2}日")
# Months of the Levant that are two words, as Egypt names them.
_MONTHS_OF_TWO_WORDS = (
    ("تشرين الأول", "أكتوبر"), ("تشرين الاول", "أكتوبر"), ("تشرين الثاني", "نوفمبر"),
    ("كانون الأول", "ديسمبر"), ("كانون الاول", "ديسمبر"), ("كانون الثاني", "يناير"),
)  # fmt: skip


def _day(text: str, at: int) -> Shown | None:
    """The day that `text` shows, its place counted from `at`; without a year unless it shows one."""
    has_year = re.search(r"(?:19|20)\d\d$", text) is not None
    plain = re.sub(r"/[^\W\d_ ]+(?:\s[^\W\d_]+)?", "", text)  # سبتمبر/أيلول : a month in two calendars' names
    for two, one in _MONTHS_OF_TWO_WORDS:
        plain = plain.replace(two, one)
    if "日" in plain:
        if "月" not in plain:
            return None
        plain = "2024年" + plain
    elif not has_year:
        plain = f"{plain.rstrip('.')} 2024"
    found = find_dates(plain)
    if not found:
        return None
    return found[0]._replace(start=at, end=at + len(text), year=found[0].year if has_year else None, time="")

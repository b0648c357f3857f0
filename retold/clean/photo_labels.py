"""Photo credits that a word announces: "Foto: Jonas Weber/dpa" | "Photograph by Dana Orlow" | "图片来源：视觉中国"."""

from __future__ import annotations

import re
from functools import cache

from retold.clean.credits import Named, trimmed
from retold.clean.outlets import by_name, host_of, is_agency
from retold.data import read_data

_LONGEST = 120  # characters of a credit
_LABEL_WORDS = 3
_NAME_WORDS = 5
_LABEL = 60  # characters that a label may take, with what stands before it
_WORD_RE = re.compile(r"[^\W\d_]+\.?")
_COLONS = ":：=＝"
_OPEN, _CLOSE = "([（【［", ")]）】］"


@cache
def _between_re() -> re.Pattern[str]:
    return re.compile(
        r"\s*[/,;，、|]\s*|\s+(?:and|und|et|y|e|och|og|en|i|и|та|và|via|on|for|für|pour|para)\s+|\s+&\s+|\s+[-–—]\s+"
    )


@cache
def _owned_re() -> re.Pattern[str]:
    return re.compile(r"(?:(?:©|\(c\)|copyright|courtesy\s+of|c/o|by|von)\s*)+", re.IGNORECASE)


_COUNT_RE = re.compile(r"\s*\(\d{1,2}\)?$")  # Jonas Weber (2)
_PARTICLES = frozenset(
    "de del da di do dos das du des la le van von der den af av bin al el of the st ten ter zu".split()
)
_HOUSES = frozenset(
    "trust council museum press agency agentur agence agencia images image archive archives collection library university police polizei "
    "policía ministry ministerio department office club group ltd inc gmbh ag llc news media pictures society institute commission government "
    "service services foundation school college nasa times post herald tribune gazette association authority verlag zeitung câmara municipal "
    "ayuntamiento mairie ville stadt gemeinde feuerwehr fire bomberos prefeitura governo presse photos studio productions".split()
)


@cache
def _uncased_re() -> re.Pattern[str]:
    return re.compile(r"[\u0590-\u08ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _han_re() -> re.Pattern[str]:
    return re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@cache
def _han_house_re() -> re.Pattern[str]:
    # What an agency or an outlet calls itself where names have no capitals.
    return re.compile(
        r"(?:社|网|網|报|報|台|台灣|中国|视|視|新聞|新闻|通信|通讯|通訊|图片|時報|日報|뉴스|일보|신문|방송)$"
    )


@cache
def _shot_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<house>[\u4e00-\u9fff]{2,6}[社网網报報台])?(?:记者|記者|通讯员|通訊員)?\s*)?(?P<name>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4}){0,3})\s*[摄攝]影?"
    )


_SHOT = ("摄", "攝", "影")


@cache
def _shot_tail_re() -> re.Pattern[str]:
    return re.compile(r"[。！？.!?\s](?=[^。！？.!?]{2,30}[摄攝]影?$)")


@cache
def _boundary_re() -> re.Pattern[str]:
    # Before a credit that is set behind a caption: the caption's end, or a mark between the two.
    return re.compile(r"(?:[.!?。！？…)\]）»”\"'’]|\s[|–—•·-]|\n)\s*$")


_LABEL_START_RE = re.compile(r"(?<![^\s(\[（【|])[^\W\d_][^\W\d_/]*")


@cache
def _words(kind: str) -> frozenset[str]:
    out: set[str] = set()
    for line in read_data("clean/photo_words.txt").splitlines():
        name, _, words = line.partition(" ")
        if name == kind:
            out.update(words.split("|") if "|" in words else words.split())
    return frozenset(out)


@cache
def _stems() -> tuple[str, ...]:
    """The words for pictures in ASCII, without those that another is part of."""
    plain = sorted((w for w in _words("picture") if w.isascii()), key=lambda w: (len(w), w))
    return tuple(w for n, w in enumerate(plain) if not any(shorter in w for shorter in plain[:n]))


def _speaks_of_pictures(text: str) -> bool:
    """Whether a word for a picture stands in `text`: it is asked of every paragraph, and nearly none has one."""
    folded = text.casefold()
    if text.isascii() and not any(stem in folded for stem in _stems()):
        return False
    return not _words("picture").isdisjoint(_WORD_RE.findall(folded))


def find_labelled(text: str) -> list[Named]:
    """Whose picture a line says that it is, offsets in `text`; empty where the line says anything else besides.

    People are photographers; a house, and "Archive" where nobody is named, is a credit of kind photo.
    """
    start, end = 0, len(text)
    may_be_shot = not text[-3:].isascii() and any(c in text[-3:] for c in _SHOT)
    if not may_be_shot and not _speaks_of_pictures(text[:_LABEL]):
        return []
    while start < end and (text[start].isspace() or text[start] in "*_" + _OPEN):
        start += 1
    opened = text[:start].rstrip(" *_")[-1:]
    if not 3 <= end - start <= _LONGEST + 20:
        return []
    while end > start and (
        text[end - 1].isspace() or text[end - 1] in "*_" or (opened and text[end - 1] in _CLOSE + ".")
    ):
        end -= 1
    if (opened and text[end : end + 1] and text[end] not in _CLOSE + "*_ \t\n.") or end - start > _LONGEST:
        return []
    if text[end - 1] in _SHOT and (shot := _shot_re().fullmatch(text, start, end)):
        named = [Named(*shot.span("house"), shot["house"], "photo")] if shot["house"] else []
        at = shot.start("name")
        return named + [
            Named(at + m.start(), at + m.end(), m.group(), "by", "photographer")
            for m in re.finditer(r"[^ 、]+", shot["name"])
        ]
    names = _names_at(text, start, end)
    return [] if names is None else _read_names(text, names, end)


def find_labelled_tail(text: str, caption: bool) -> tuple[int, list[Named]] | None:
    """Where a credit that a word announces begins at the end of a paragraph, and whom it names; None where none closes it.

    In a caption ("The ferry at the quay Photo: Dana Orlow") it need not stand behind a full stop.
    """
    tail_at = max(0, len(text) - _LONGEST)
    shot_by = text[-1:] in _SHOT
    if not shot_by and not _speaks_of_pictures(text[tail_at:]):
        return None
    if named := find_labelled(text):
        return 0, named
    if shot_by and (shot := _shot_tail_re().search(text, tail_at)) and (named := find_labelled(text[shot.end() :])):
        return shot.end(), [Named(n.start + shot.end(), n.end + shot.end(), n.name, n.kind, n.role) for n in named]
    for m in _LABEL_START_RE.finditer(text, tail_at):
        if m.group().casefold() not in _words("picture") and m.group().casefold() not in _words("of"):
            continue
        at = m.start()
        while at and text[at - 1] in _OPEN:
            at -= 1
        if at and not _boundary_re().search(text, max(0, at - 8), at):
            head = text[m.end() : m.end() + 20]
            if not (caption and m.group()[0].isupper() and any(c in head.partition("\n")[0] for c in ":：")):
                continue
        if named := find_labelled(text[at:]):
            return at, [Named(n.start + at, n.end + at, n.name, n.kind, n.role) for n in named]
    return None


def _names_at(text: str, start: int, end: int) -> int | None:
    """Where the names begin that a label announces; None where no label stands at `start`."""
    colon = min((at for c in _COLONS if (at := text.find(c, start, min(end, start + 40))) >= 0), default=-1)
    if colon >= 0:
        words = text[start:colon].casefold().split()
        known = [w in _words("picture") for w in words]
        beside = (w for k, w in zip(known, words) if not k)
        if len(words) <= _LABEL_WORDS and any(known) and all(w in _words("of") or w in _words("by") for w in beside):
            return colon + 1
    words = text[start : min(end, start + 40)].split(None, 3)
    first = words[0].casefold() if words else ""
    if len(words) < 2 or first not in _words("picture"):
        return None
    # "Photo Jean Morel/Ouest-France" and "Fot. Jan Kowal" need no word between.
    after = text.index(words[1], start + len(words[0]))
    if first.endswith("."):
        return after
    if words[1].casefold() in _words("by"):
        behind = after + len(words[1])
        return behind + 3 if text.startswith(" of ", behind) else behind
    return after if "/" in text[after:end] else None


def _read_names(text: str, start: int, end: int) -> list[Named]:
    """The names of a list that is nothing but names; empty where it is anything else."""
    out: list[Named] = []
    at = start
    ends = [*((m.start(), m.end()) for m in _between_re().finditer(text, start, end)), (end, end)]
    if by_name(text[slice(*trimmed(text, start, end))]):  # a name that has an "and" in it
        ends = [(end, end)]
    for stop, following in ends:
        lo, hi = trimmed(text, at, stop)
        at = following
        if owned := _owned_re().match(text, lo, hi):
            lo = owned.end()
        if count := _COUNT_RE.search(text, lo, hi):
            hi = count.start()
        name = text[lo:hi].strip()
        if not name:
            continue
        kind = _kind(name)
        # Jonas Weber/Nordpress: behind a person and a stroke one word is whom they work for
        if (
            kind is None
            and out
            and out[-1].kind == "by"
            and name.replace("-", "").isalpha()
            and name[0].isupper()
            and "/" in text[out[-1].end : lo]
        ):
            kind = "house"
        if kind is None:
            return []
        out.append(
            Named(lo, lo + len(name), name, "by", "photographer")
            if kind == "person"
            else Named(lo, lo + len(name), name, "photo")
        )
    return out


def _kind(name: str) -> str | None:
    """Whether a stretch of letters is a "person", a "house" or neither."""
    folded = name.casefold().rstrip(".")
    if by_name(name) or is_agency(name) or host_of(name) or folded in _words("nobody"):
        return "house"
    words = name.split()
    if not 1 <= len(words) <= _NAME_WORDS or (name[-1] in ".!?" and len(words[-1]) > 3):
        return None
    if any(c.isdigit() for c in name) or any(c in '«»“”"?!()[]<>@#' for c in name):
        return "house" if name.startswith("@") and len(words) == 1 else None
    if _uncased_re().search(name):
        if _han_re().search(name):
            return (
                "house"
                if _han_house_re().search(name) and len(name) <= 12
                else "person"
                if len(words) == 1 and len(name) in (2, 3)
                else None
            )
        return "person" if 2 <= len(words) <= 4 else None
    if not all(w[:1].isupper() or w.casefold() in _PARTICLES for w in words) or not words[0][:1].isupper():
        return None
    if words[0] == "The" or any(w.casefold().rstrip(".,") in _HOUSES for w in words):
        return "house"
    if len(words) == 1:
        return "house" if name.isupper() and len(name) <= 6 else None
    return "person" if not any(w.casefold() in _words("picture") for w in words) else None

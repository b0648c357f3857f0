"""Words of a text with their places, and the keys under which two words count as the same."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Literal

import msgspec

from retold.data import read_lines

# A word is letters and digits, with what may stand inside one: 2,740,000 | 8.6 | U.S. | year-end |
# Peru's. The hyphen does not join here ("China-Russia" is two words), because retellings set and
# drop hyphens freely; what needs the compound joins neighbours itself.
WORD_RE = re.compile(r"\d+(?:[.,]\d+)*|(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


class Word(msgspec.Struct, frozen=True, gc=False, order=True):
    """A word: its place in the text that was split, and its letters."""

    start: int
    end: int
    text: str


def split_words(text: str) -> list[Word]:
    """The words of `text`, in order."""
    return [Word(m.start(), m.end(), m.group()) for m in WORD_RE.finditer(text)]


def read_words(text: str) -> list[str]:
    """The words of `text` as written: what `split_words` gives, without their places."""
    plain = text.replace(" ", "")
    return text.split() if plain.isascii() and plain.isalpha() else WORD_RE.findall(text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` without case, accents, possessive or inner stops: what two spellings have in common."""
    word = word.casefold()
    if word.isascii() and word.isalpha():
        return word
    word = word.replace("’", "'").removesuffix("'s")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word[:1].isalpha():
        return word.replace(".", "").replace("'", "")
    return word


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english", 0)  # without its own memory: `stem` remembers


# British spellings become American ones before stemming. A word that only looks British ("hour" -> "hor")
# is spoilt in the same way wherever it stands, and a key is never shown.
_SPELLINGS = (
    (re.compile(r"(?<=..)our(?=s|ed|ing|able|ful|ite|er|y|hood|ly|$)"), "or"),
    (re.compile(r"(?<=..)is(?=e[sdr]?$|ing$|ation|ers$)"), "iz"),
    (re.compile(r"(?<=..)ys(?=e[sdr]?$|ing$)"), "yz"),
    (re.compile(r"(?<=[bt])re(?=s?$|d$)"), "er"),
    (re.compile(r"(?<=..)ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=..)ence(?=s?$)"), "ense"),
    # A second syllable's: "cancelled", and not "called".
    (re.compile(r"^(.*[aeiouy](?:[^aeiouy]+[aeiou]|[aeiou]))ll(?=ed$|ing$|er$|ers$)"), r"\1l"),
    (re.compile(r"(?<=gram)me(?=s?$)"), ""),
)


# Nine words of ten have none of these and are spared the patterns above.
_BRITISH_RE = re.compile(r"our|is[ei]|isation|ys[ei]|[bt]re|ogue|ence|ll(?:ed|ing|er)|gramme")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded English word: irregular forms and British spellings made regular, then Porter 2."""
    word = irregular().get(word, word)
    if len(word) > 4 and _BRITISH_RE.search(word):
        for pattern, american in _SPELLINGS:
            word = pattern.sub(american, word)
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The key of a word as written: folded, newsroom equivalents made one, stemmed."""
    return _single(equivalents(), word) or stem(fold(word))


def _lexeme(word: str) -> str:
    """How a word stands in a lexicon: its stem; where it is written in capitals, "=" and the capitals."""
    if not word.islower():
        letters = word.replace(".", "")
        if 1 < len(letters) < 6 and letters.isupper() and letters.isalpha():
            return "=" + letters
    return stem(fold(word))


def _single(lexicon: Lexicon, word: str) -> str | None:
    lexeme = _lexeme(word)
    found = lexicon.words.get(lexeme)
    if found is None and lexeme[:1] == "=":
        found = lexicon.words.get(stem(fold(word)))
    return found[0] if found else None


@cache
def stop_words() -> frozenset[str]:
    """Folded words that carry no content of their own."""
    return frozenset(read_lines("stop_words.txt"))


@cache
def common_words() -> Mapping[str, float]:
    """Stem -> the share of news sentences, roughly, that hold the word; only common words are there."""
    found: dict[str, float] = {}
    share = 0.0
    for line in read_lines("common_words.txt"):
        if line.startswith("="):
            share = float(line[1:])
            continue
        for word in line.split():
            found.setdefault(stem(word), share)
    return found


@cache
def irregular() -> Mapping[str, str]:
    """Folded form -> base, for the forms that a stemmer does not bring together: "rose" -> "rise"."""
    return {form: forms[0] for forms in map(str.split, read_lines("irregular.txt")) for form in forms[1:]}


class Lexicon(msgspec.Struct, frozen=True, gc=False, order=True):
    """Groups of words and phrases that stand for one another.

    `words` maps a lexeme to the names of its groups, `phrases` the first stem of a phrase to the
    rest of it (stems, function words left out) and the name of its group.
    """

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def equivalents() -> Lexicon:
    """Newsroom equivalents: a sub-editor would not care which of a group is written (data/equivalents.txt)."""
    return _lexicon("equivalents.txt", "")


@cache
def kindred() -> Lexicon:
    """Words that stand in the same place of two retellings without being the same (data/kindred.txt)."""
    return _lexicon("kindred.txt", "~")


def _lexicon(name: str, mark: str) -> Lexicon:
    words: dict[str, list[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in read_lines(name):
        members = [read_words(member) for member in line.split(",")]
        group = mark + " ".join(_lexeme(w) for w in members[0])
        for member in members:
            lexemes = [_lexeme(w) for w in member if len(member) == 1 or fold(w) not in stop_words() or w.isupper()]
            if len(lexemes) == 1:
                if group not in words.setdefault(lexemes[0], []):
                    words[lexemes[0]].append(group)
            elif lexemes:
                phrases.setdefault(lexemes[0], []).append((tuple(lexemes[1:]), group))
    return Lexicon(
        {w: tuple(groups) for w, groups in words.items()},
        {w: tuple(sorted(rest, key=lambda p: (-len(p[0]), p))) for w, rest in phrases.items()},
    )


# ---------------------------------------------------------------- tokens: words with keys, figures folded

Kind = Literal["word", "name", "number", "function"]


class Token(msgspec.Struct, frozen=True, gc=False, order=True):
    """A word or figure in a text, with the key under which it counts as the same as another.

    `key` is one for "8.6 percent" and "8.6%", "2.74 billion U.S. dollars" and "$2.74 billion" (a token for
    the figure, a token for its unit), "seven" and "7", "3:52 a.m." and "03:52". `others` are further keys
    under which it may be linked: groups of `kindred`, phrases, compounds.
    """

    start: int
    end: int
    key: str
    kind: Kind
    others: tuple[str, ...] = ()


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_NUMBERS = {word: n for n, word in enumerate(_UNITS.split())}
_TENS = {
    w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
        ],
        1,
    )
}
_SCALES = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALE_FORMS = {"mn": "million", "mln": "million", "m": "million", "bn": "billion", "bln": "billion", "tn": "trillion"}
_SYMBOLS = {"%": "percent", "$": "usd", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "°": "degree"}

_TOKEN_RE = re.compile(
    r"(?P<time>\d{1,2}:\d\d(?!\d)|\d{4}(?=\s*(?:GMT|UTC)))(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|(?P<hour>\d{1,2})\s?(?P<hourhalf>[ap])\.?m\b\.?"
    r"|(?P<ordinal>\d+)(?:st|nd|rd|th)\b"
    r"|(?P<number>\d+(?:[.,]\d+)*)(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|mn|mln|bn|bln|tn|m)\b)?"
    r"|(?P<dollars>(?:U\.?S\.?|American)\s+dollars?\b)"
    r"|(?P<symbol>(?:US)?\$|[%€£¥₹°])"
    r"|(?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*)"
)


def _value(digits: str) -> float | None:
    """The number that `digits` write: 1,200 and 8.6, but not 1,2,3."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None


def _number_key(value: float) -> str:
    return f"#{value:.12g}"


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end], in order; places count in `text`."""
    part = text[start : len(text) if end is None else end]
    found = _read_short(part) if len(part) < _SHORT else _read(part)
    if start:
        return [Token(t.start + start, t.end + start, t.key, t.kind, t.others) for t in found]
    return list(found)


# A sentence is read by several rooms; a whole report or a sentence of a megabyte is not worth remembering.
_SHORT = 2000


@lru_cache(maxsize=8192)
def _read_short(text: str) -> tuple[Token, ...]:
    return tuple(_read(text))


def _read(text: str) -> list[Token]:
    found: list[Token] = []
    lexemes: list[str] = []
    opening = True
    for m in _TOKEN_RE.finditer(text):
        kind: Kind = "number"
        lexeme = ""
        if m["time"]:
            hour, minute = m["time"].split(":") if ":" in m["time"] else (m["time"][:2], m["time"][2:])
            name = f"@{_hour(int(hour), m['half'])}:{minute}"
        elif m["hour"]:
            name = f"@{_hour(int(m['hour']), m['hourhalf'])}:00"
        elif m["ordinal"]:
            name = f"#{int(m['ordinal'])}th" if len(m["ordinal"]) < 19 else m["ordinal"]
        elif m["number"]:
            value = _value(m["number"])
            scale = m["scale"] or ""
            if value is None:
                name = "#" + m["number"]
            else:
                name = _number_key(value * _SCALES.get(_SCALE_FORMS.get(scale, scale), 1))
        elif m["dollars"]:
            name, kind, lexeme = "usd", "word", "usd"
        elif m["symbol"]:
            name, kind = _SYMBOLS[m["symbol"].removeprefix("US")], "word"
            lexeme = name
        else:
            token, lexeme = _word_token(m.group(), m.start(), m.end(), opening)
            opening = False
            if token.kind == "number" and found and _joins(text, found[-1], token):
                token = _joined(text, found.pop(), token)
                lexemes.pop()
            found.append(token)
            lexemes.append(lexeme)
            continue
        opening = False
        found.append(Token(m.start(), m.end(), name, kind))
        lexemes.append(lexeme)
    return _with_phrases(text, found, lexemes)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half == "p" else 0)


def _word_token(word: str, start: int, end: int, opening: bool) -> tuple[Token, str]:
    """The token of a word, and how it stands in a lexicon."""
    lexeme, name, kind, others = _known(word)
    if kind == "word" and not opening and word[:1].isupper():
        kind = "name"
    return Token(start, end, name, kind, others), lexeme


@lru_cache(maxsize=65536)
def _known(word: str) -> tuple[str, str, Kind, tuple[str, ...]]:
    """Lexeme, key, kind and further keys of a word, whatever stands around it."""
    folded = fold(word)
    lexeme = _lexeme(word)
    if folded in _NUMBERS and folded != "one":
        return lexeme, f"#{_NUMBERS[folded]}", "number", ()
    if folded in _TENS:
        return lexeme, f"#{_TENS[folded]}", "number", ()
    if folded in _ORDINALS and folded != "second":
        return lexeme, f"#{_ORDINALS[folded]}th", "number", ()
    scale = folded if folded in _SCALES else _SCALE_FORMS.get(folded, "") if len(folded) > 1 else ""
    if scale:
        return lexeme, f"#*{_SCALES[scale]}", "number", ()
    if folded in stop_words() and lexeme[:1] != "=" and not (word.isupper() and len(word) > 1):
        return lexeme, folded, "function", ()
    plain = stem(folded)
    same = equivalents().words.get(lexeme) or equivalents().words.get(plain) or ()
    near = kindred().words.get(lexeme) or kindred().words.get(plain) or ()
    name = same[0] if same else plain
    return lexeme, name, "word", tuple(dict.fromkeys(k for k in (plain, *same, *near) if k != name))


def _joins(text: str, left: Token, right: Token) -> bool:
    """Whether two figures in words are one: "two hundred", "twenty-five", "several thousand" not."""
    gap = text[left.end : right.start]
    if gap not in (" ", "-") or left.kind != "number" or left.key[:1] != "#" or left.key.endswith("th"):
        return False
    if right.key.startswith("#*"):
        return True
    if left.key.startswith("#*") or right.key.endswith("th") or not text[left.start].isalpha():
        return False
    return left.key[1:] in ("20", "30", "40", "50", "60", "70", "80", "90") and len(right.key) == 2


def _joined(text: str, left: Token, right: Token) -> Token:
    times = right.key.startswith("#*")
    value = float(left.key.lstrip("#*"))
    other = float(right.key.lstrip("#*"))
    return Token(left.start, right.end, _number_key(value * other if times else value + other), "number")


# Words of one phrase may stand this many words apart, function words not counted: "forced many from
# their homes". More would read a phrase into two clauses.
_PHRASE_GAP_WORDS = 1


def _with_phrases(text: str, tokens: list[Token], lexemes: list[str]) -> list[Token]:
    """`tokens` with the keys of the phrases and compounds that they stand in."""
    if not tokens:
        return tokens
    content = [n for n, t in enumerate(tokens) if t.kind != "function"]
    more: dict[int, list[str]] = {}
    for lexicon in (equivalents(), kindred()):
        for at, n in enumerate(content):
            for lexeme in dict.fromkeys((lexemes[n], tokens[n].key)):
                for rest, group in lexicon.phrases.get(lexeme, ()):
                    places = _phrase_places(lexemes, tokens, content, at, rest)
                    for place in places:
                        more.setdefault(place, []).append(group)
    for n, (left, right) in enumerate(itertools.pairwise(tokens)):
        if right.start - left.end == 1 and text[left.end] == "-":
            compound = text[left.start : left.end] + text[right.start : right.end]
            if compound.isalpha():
                joined = key(compound)
                more.setdefault(n, []).append(joined)
                more.setdefault(n + 1, []).append(joined)
    # A scale word alone ("millions") is a word.
    for n, token in enumerate(tokens):
        if token.key.startswith("#*"):
            tokens[n] = msgspec.structs.replace(token, key="#" + token.key[2:])
    for n, keys in more.items():
        token = tokens[n]
        others = tuple(dict.fromkeys(k for k in (*token.others, *keys) if k != token.key))
        tokens[n] = msgspec.structs.replace(token, others=others)
    return tokens


def _phrase_places(
    lexemes: Sequence[str], tokens: Sequence[Token], content: Sequence[int], at: int, rest: Sequence[str]
) -> list[int]:
    """The tokens of the phrase that begins at content[at] and goes on with `rest`; none where it does not."""
    places = [content[at]]
    here = at
    for lexeme in rest:
        for step in range(1, _PHRASE_GAP_WORDS + 2):
            if here + step < len(content) and lexeme in (
                lexemes[content[here + step]],
                tokens[content[here + step]].key,
            ):
                here += step
                places.append(content[here])
                break
        else:
            return []
    return places


# ---------------------------------------------------------------- acronyms that a text explains

_ACRONYM_RE = re.compile(r"\(\s*([A-Z][A-Za-z]{0,3}[A-Z]{1,6}s?|[A-Z]{2,8})\s*\)")


def learn_acronyms(text: str) -> dict[str, str]:
    """Acronym -> the name before it, for each "Shanghai Cooperation Organization (SCO)" in `text`."""
    found: dict[str, str] = {}
    for m in _ACRONYM_RE.finditer(text):
        letters = m[1].removesuffix("s").casefold()
        before = split_words(text[max(0, m.start() - 120) : m.start()])
        offset = max(0, m.start() - 120)
        at = len(letters)
        for word in reversed(before[-2 * len(letters) - 2 :]):
            initials = word.text.casefold() if word.text.isupper() and len(word.text) <= 3 else word.text[0].casefold()
            if letters[:at].endswith(initials):
                at -= len(initials)
                if at == 0:
                    found.setdefault(m[1].removesuffix("s"), text[offset + word.start : m.start()].strip())
                    break
            elif fold(word.text) not in stop_words():
                break
    return found


_BOUND_WORDS = {
    "approximately": "about ",
    "more_than": "over ",
    "less_than": "under ",
    "at_least": "at least ",
    "up_to": "up to ",
    "nearly": "nearly ",
}


def say_figure(value: float | None, bound: str) -> str:
    """A figure as a reader says it: "over 20", "244,800,000,000", "?" where no number was read."""
    if value is None:
        return "?"
    return _BOUND_WORDS.get(bound, "") + (f"{value:,.0f}" if value == int(value) else f"{value:,.6g}")

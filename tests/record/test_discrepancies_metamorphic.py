"""What does not change the story does not change its discrepancies.

Two files are traced as a user would, then again with their order swapped, lines wrapped, quotation marks of another
style, furniture around the text, another case of the headline, or numbers written otherwise. The types found, and
which of them are loud, stay the same; so do the words they point at, where these were not touched.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

import retold

WIRE = """\
Harbour town votes to move its market

PORT ELSIN, May 4 (Meridian Press) - The council of Port Elsin agreed on Tuesday to spend about 1,200,000 crowns on moving the fish market by 2033.

Mayor Runa Veld said the new hall may open in October if the fire inspection is passed.

"We cannot wait for another winter like the last one," Veld told reporters.

Trader Ole Marr said at least 60 jobs would be lost, a claim the mayor denies.

The old market was damaged by a storm in January, shortly after its roof was repaired.

Traders sold 3.5 million kilograms of fish last year, 4 percent more than in the year before.
"""
RETELLING = """\
Town to move its fish market

The council of Port Elsin has agreed to spend 1,200,000 crowns on moving the fish market by 2035.

The new hall will open in October, Mayor Runa Veld said on Tuesday.

"We cannot wait for another winter," Veld told reporters, "like the last one."

Sixty jobs will be lost, trader Ole Marr said.

The old market was damaged by a storm in January as a result of the repair of its roof.

Traders sold 3.5 million kilograms of fish last year, 4 percent fewer than in the year before.

(Sources: Meridian Press)
"""
FOUND = {"hedge_dropped", "modality_strengthened", "condition_dropped", "link_added", "trend_reversed"}

Texts = tuple[str, str]


def flags(folder: Path, texts: Texts, names: Texts = ("a.txt", "b.txt")) -> list[tuple[str, bool]]:
    """(type, whether it is loud) of every discrepancy of the two texts, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in zip(names, texts):
        (folder / name).write_text(text, encoding="utf-8")
    found = retold.trace([str(folder / name) for name in sorted(names)])
    assert [len(story.report_ids) for story in found.stories] == [2]
    return sorted((d.type, d.severity != "low") for d in found.stories[0].discrepancies)


def both(change: Callable[[str], str]) -> Callable[[Texts], Texts]:
    return lambda texts: (change(texts[0]), change(texts[1]))


def wrap(text: str) -> str:
    """Every paragraph broken into lines of 60 characters."""
    return "\n\n".join(textwrap.fill(p, 60) for p in text.strip().split("\n\n")) + "\n"


def curl(text: str) -> str:
    """Straight quotation marks made curly."""
    return re.sub(r'"([^"]*)"', "“\\1”", text).replace("'", "’")


def angle(text: str) -> str:
    return re.sub(r'"([^"]*)"', "»\\1«", text)


def shout(text: str) -> str:
    """The headline in capitals."""
    head, _, rest = text.partition("\n")
    return head.upper() + "\n" + rest


def shorten(text: str) -> str:
    return text.replace("1,200,000 crowns", "1.2m crowns").replace(" percent", "%")


def spell(text: str) -> str:
    return text.replace("1,200,000 crowns", "1.2 million crowns").replace(" percent", " per cent")


def dot(text: str) -> str:
    return text.replace("1,200,000 crowns", "1.200.000 crowns")


def surround(text: str) -> str:
    """Furniture of a page before and after."""
    return f"Home | News | Sport\n\n{text}\nShare this article\n\nSubscribe to our newsletter\n\n© 2031 All rights reserved\n"


def umgeben(text: str) -> str:
    """The same furniture in German."""
    return f"Startseite | Nachrichten | Sport\n\n{text}\nArtikel teilen\n\nNewsletter abonnieren\n\n© 2031 Alle Rechte vorbehalten\n"


CHANGES: dict[str, Callable[[Texts], Texts]] = {
    "lines wrapped in both": both(wrap),
    "lines wrapped in the child": lambda t: (t[0], wrap(t[1])),
    "curly quotation marks in both": both(curl),
    "curly quotation marks in the child": lambda t: (t[0], curl(t[1])),
    "quotation marks of another country": lambda t: (t[0], angle(t[1])),
    "headlines in capitals": both(shout),
    "the child's headline in capitals": lambda t: (t[0], shout(t[1])),
    "1.2m in the child": lambda t: (t[0], shorten(t[1])),
    "1.2 million in the parent": lambda t: (spell(t[0]), t[1]),
    "1.200.000 in the child": lambda t: (t[0], dot(t[1])),
    "furniture around the child": lambda t: (t[0], surround(t[1])),
    "furniture around both": both(surround),
    "furniture in German": lambda t: (t[0], umgeben(t[1])),
    "Windows line ends": both(lambda text: text.replace("\n", "\r\n")),
    "a byte order mark": lambda t: (t[0], "\ufeff" + t[1]),
    "doubled blanks": lambda t: (t[0], t[1].replace(" the ", "  the ")),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bool]]:
    return flags(tmp_path_factory.mktemp("plain"), (WIRE, RETELLING))


def test_the_two_differ(plain: list[tuple[str, bool]]) -> None:
    assert {kind for kind, _ in plain} >= FOUND


def test_the_order_of_the_files_does_not_matter(tmp_path: Path, plain: list[tuple[str, bool]]) -> None:
    assert flags(tmp_path, (WIRE, RETELLING), ("z.txt", "a.txt")) == plain


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_nothing_leaves_the_discrepancies(
    name: str, tmp_path: Path, plain: list[tuple[str, bool]]
) -> None:
    assert flags(tmp_path, CHANGES[name]((WIRE, RETELLING))) == plain

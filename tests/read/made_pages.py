"""Web pages made with the place of every sentence known: what is said in the body stands elsewhere on the page as well.

Menus, teasers, lists of links, asides, comments, JSON-LD and meta elements repeat the headline, a sentence or a whole
paragraph; in the body itself a phrase comes back. Words are written with entities, inline tags and comments between.
"""

from __future__ import annotations

import html
import json
import random
from typing import NamedTuple

from retold.kinds import Span

_WHO = "the harbour master|a spokesman for the line|Lena Quist|the minister|one of the sailors|the town’s mayor".split(
    "|"
)
_DID = "said the ferry would|told the council it might|wrote that the ship could|denied that the boat should".split("|")
_WHAT = (
    "sail again before the spring|carry 212 passengers a day|stay at the quay for repairs|be sold to a yard & scrapped|"
    "cross the strait in under an hour|bring back the “old days”|cost the town €4 million|wait for café owners to agree"
).split("|")
_WHEN = "on Tuesday|after a long night|in a letter of 14 pages|before reporters|at Aldmouth’s town hall".split("|")
_MORE = (
    "and nobody objected|as rain fell|while others left the room|although the money is short|as in years before".split(
        "|"
    )
)


class MadePage(NamedTuple):
    """A page, the headline's place, and each sentence of its body with its place, in order."""

    text: str
    headline: tuple[str, Span]
    sentences: list[tuple[str, Span]]


def made_page(seed: int) -> MadePage:
    """The page of a seed; another page for another seed."""
    return _Maker(random.Random(seed)).page()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.parts: list[str] = []
        self.length = 0
        self.figure = 20

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def maybe(self, share: float, text: str) -> None:
        if self.chance.random() < share:
            self.put(text)

    def sentence(self) -> str:
        pick = self.chance.choice
        # A figure of its own keeps two sentences of one mould from looking like a loop, which is marked as damage.
        self.figure += self.chance.randint(1, 9)
        said = f"{pick(_WHO)} {pick(_DID)} {pick(_WHAT)} {pick(_WHEN)}, {pick(_MORE)}, {self.figure} people heard."
        return said[0].upper() + said[1:]

    def written(self, text: str) -> str:
        """`text` as a page writes it: entities, inline tags, comments and line breaks, which say nothing."""
        out = []
        for n, word in enumerate(text.split(" ")):
            raw = html.escape(word, quote=False)
            for plain, entity in (
                ("’", "&rsquo;"),
                ("“", "&#8220;"),
                ("”", "&#x201d;"),
                ("é", "&eacute;"),
                ("€", "&euro;"),
            ):
                if self.chance.random() < 0.5:
                    raw = raw.replace(plain, entity)
            if self.chance.random() < 0.08:
                tag = self.chance.choice(["b", "em", "i", "span class=x", 'a href="/topic?a=1&amp;b=2"'])
                raw = f"<{tag}>{raw}</{tag.split()[0]}>"
            gap = "" if n == 0 else self.chance.choice([" "] * 12 + ["\n", "  ", "\n    ", " <!-- ferry --> "])
            out.append(gap + raw)
        return "".join(out)

    def page(self) -> MadePage:
        pick, chance = self.chance.choice, self.chance
        headline = (
            f"{pick(['Ferry', 'Ship', 'Old boat'])} {pick(['sails again', 'comes home', 'is late'])} {pick(_WHEN)}"
        )
        paragraphs = [[self.sentence() for _ in range(chance.randint(1, 3))] for _ in range(chance.randint(3, 7))]
        if chance.random() < 0.4:  # what was said comes back, behind other words or before them
            paragraphs[-1].append(pick(pick(paragraphs[:-1])))
        if chance.random() < 0.3:
            paragraphs.insert(
                chance.randint(2, len(paragraphs)), [self.sentence(), pick(paragraphs[0]), self.sentence()]
            )
        said = [s for p in paragraphs for s in p]
        lead = " ".join(paragraphs[0])
        description = html.escape(pick([lead, said[0], pick(said)]))

        self.put("<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>")
        self.put(f"<title>{html.escape(headline)} | The Lantern</title>")
        self.maybe(0.8, f'<meta property="og:title" content="{html.escape(headline)}">')
        self.maybe(0.8, f'<meta name="description" content="{description}">')
        stated = {"@type": "NewsArticle", "headline": headline, "description": said[0], "articleBody": " ".join(said)}
        self.maybe(0.6, f'<script type="application/ld+json">{json.dumps(stated)}</script>')
        self.maybe(0.3, f"<script>var teaser = '<p>{said[0]}</p>';</script>")
        self.put("</head><body>")
        self.maybe(
            0.7, f'<nav><ul><li><a href="/">Home</a></li><li><a href="/a">{self.written(headline)}</a></li></ul></nav>'
        )
        self.maybe(0.4, f'<div class="ticker"><a href="/a">{self.written(said[0])}</a></div>')
        self.maybe(
            0.4,
            f'<div class="teaser"><h3><a href="/a">{self.written(headline)}</a></h3><p>{self.written(pick(said))}</p></div>',
        )
        self.maybe(0.3, f'<div><h3><a href="/a">{self.written(headline)}</a></h3><p>{self.written(lead)}</p></div>')
        self.maybe(0.3, f'<div style="display: none"><p>{self.written(lead)}</p></div>')
        self.maybe(0.3, f"<!-- {lead} -->")
        self.maybe(
            0.2, f"<noscript><p>{self.written(lead)}</p></noscript><template><p>{self.written(lead)}</p></template>"
        )
        around = pick(["article", "main", 'div class="story"', 'div id="content"'])
        self.put(f"<{around}>")
        self.put("<h1>")
        top = self.length
        self.put(self.written(headline))
        placed = (headline, Span(top, self.length))
        self.put("</h1>\n")
        self.maybe(0.5, "<p class=byline>By Lena Quist</p>")
        sentences: list[tuple[str, Span]] = []
        opening, closing = pick(
            [
                ("<p>", "</p>"),
                ("<p class=text>", "</p>\n\n"),
                ("\n<p>\n  ", ""),
                ("<div>", "</div>"),
                ("", "<br><br>\n"),
            ]
        )
        for number, paragraph in enumerate(paragraphs):
            self.put(opening)
            for n, sentence in enumerate(paragraph):
                self.put(" " if n else "")
                start = self.length
                self.put(self.written(sentence))
                sentences.append((sentence, Span(start, self.length)))
            self.put(closing)
            if number == len(paragraphs) // 2:
                self.maybe(0.3, f"<aside><h4>Also</h4><p>{self.written(pick(said))}</p></aside>")
                self.maybe(0.2, f'<div class="related"><a href="/a">{self.written(headline)}</a></div>')
                self.maybe(0.2, "<!-- " + said[-1] + " -->")
        self.put(f"</{around.split()[0]}>")
        self.maybe(
            0.5,
            f'<div class="related"><h3>More</h3><ul><li><a href="/b">{self.written(headline)}</a></li><li><a href="/c">{self.written(said[-1])}</a></li></ul></div>',
        )
        self.maybe(
            0.4, f'<section class="comments"><p>“{self.written(pick(said))}” is what they always say!</p></section>'
        )
        self.maybe(0.5, f"<footer><p>{self.written(headline)}</p><p>Copyright The Lantern</p></footer>")
        self.put("</body></html>\n")
        return MadePage("".join(self.parts), placed, sentences)

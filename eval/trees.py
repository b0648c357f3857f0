"""Made story trees with known truth, and how well lineage finds them: `python -m eval.trees [--trees N] [--half tune|test|all]`.

Invented stories (eval/skeletons.txt) are retold by operations that editors use: cut, reorder, merge, reword, make
quotations indirect, round, drop a hedge, break a figure, add reporting. What an operation loses stays lost in all that
descends from it. Half of the skeletons and wordings are for tuning, half for testing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from eval.calibration import Judged, calibration_error, calibration_table
from retold import align, kinds, lineage, match
from retold.kinds import Span
from retold.sentences import split_sentences
from retold.settings import DEFAULTS, Settings
from retold.tables import keyed, rows, to_table

HERE = Path(__file__).parent
CLOCKS = ("true", "hidden", "jittered")
HALVES = {"tune": (0,), "test": (1,), "all": (0, 1)}

Nodes = list["str | Choice"]


class Choice(NamedTuple):
    """A place of a sentence where retellings differ; the first of its wordings is the present one.

    `form` is "opt" (may be left out), "alt" (any wording may follow any other), "way" (only later ones may follow).
    """

    form: str
    wordings: tuple[Nodes, ...]


class Line(NamedTuple):
    """A sentence of a made report: what it is, and its text with the places where it may change."""

    role: str
    nodes: Nodes


class Made(NamedTuple):
    """A report in the making."""

    number: int
    parents: list[int]
    lines: list[Line]
    outlet: str
    agency: bool
    version: str  # "", "update" or "correction"
    credit: str | None
    at: datetime
    own: int  # sentences of major own reporting


class Tree(NamedTuple):
    """A made story: reports as lineage reads them, and the truth.

    `edges` are (parent, child), `lost` child -> lost parent, `same` reports -> those with the very same words.
    """

    reports: list[kinds.Report]
    edges: set[tuple[str, str]]
    lost: dict[str, str]
    origins: int
    same: dict[str, set[str]]
    clocks: str


# ---------------------------------------------------------------- skeletons and words


@cache
def skeletons() -> list[dict[str, list[str]]]:
    """The stories of skeletons.txt: lines by their letter."""
    found: list[dict[str, list[str]]] = []
    for line in (HERE / "skeletons.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            found.append({"N": [], "H": [], "S": [], "F": []})
        elif line and not line.startswith("#"):
            found[-1][line[0]].append(line[2:])
    return found


@cache
def word_lists() -> dict[str, list[str]]:
    """The sections of tree_words.txt, each a list of lines (or of words, where a line holds many)."""
    found: dict[str, list[str]] = {}
    for line in (HERE / "tree_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            name = line[2:]
            found[name] = []
        elif line and not line.startswith("#"):
            if name in ("first", "last", "place", "body"):
                found[name] += line.split()
            elif name in ("outlet", "agency"):
                found[name] += line.split("|")
            else:
                found[name].append(line)
    return found


@cache
def synonyms(half: str) -> dict[str, tuple[str, ...]]:
    """Word -> what it is reworded to, in one half of the list."""
    found = {}
    for line in word_lists()[f"synonym {half}"]:
        word, _, rest = line.partition(" ")
        found[word] = tuple(rest.split("|"))
    return found


_TOKEN_RE = re.compile(r"\[|\]|<|>|\||\{|\}|=>|[^\[\]<>|{}=]+|=")


def parse(text: str) -> Nodes:
    """The text of a skeleton's line as nodes."""
    tokens = _TOKEN_RE.findall(text)
    at = 0

    def read(closers: set[str]) -> Nodes:
        nonlocal at
        nodes: Nodes = []
        while at < len(tokens) and tokens[at] not in closers:
            token = tokens[at]
            at += 1
            if token == "[":
                nodes.append(Choice("opt", (read({"]"}),)))
                at += 1
            elif token in "<{":
                form, between, end = ("alt", "|", ">") if token == "<" else ("way", "=>", "}")
                wordings = [read({between, end})]
                while tokens[at] == between:
                    at += 1
                    wordings.append(read({between, end}))
                at += 1
                nodes.append(Choice(form, tuple(wordings)))
            else:
                nodes.append(token)
        return nodes

    return read(set())


def text_of(nodes: Nodes) -> str:
    """The present text of nodes."""
    return "".join(n if isinstance(n, str) else text_of(n.wordings[0]) if n.wordings else "" for n in nodes)


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([.,;])", r"\1", text)
    text = re.sub(r",\s*([.,;])", r"\1", text).strip()
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------- operations


def reword(nodes: Nodes, rate: float, half: str, r: random.Random) -> Nodes:
    """The nodes after an editor changed each place with chance `rate`."""
    out: Nodes = []
    for node in nodes:
        if isinstance(node, str):
            out.append(_synonyms(node, rate, half, r))
            continue
        wordings = [reword(w, rate, half, r) if n == 0 else w for n, w in enumerate(node.wordings)]
        if r.random() < rate:
            if node.form == "opt":
                continue
            if node.form == "way":
                wordings = wordings[1:]
            else:
                wordings = [*wordings[1:], wordings[0]]
        if node.form == "way" and len(wordings) <= 1:
            out += wordings[0] if wordings else []
        else:
            out.append(Choice(node.form, tuple(wordings)))
    return out


def _synonyms(text: str, rate: float, half: str, r: random.Random) -> str:
    if '"' in text:
        return text
    table = synonyms(half)

    def change(found: re.Match[str]) -> str:
        word = found.group()
        options = table.get(word)
        return r.choice(options) if options and r.random() < rate * 0.7 else word

    return re.sub(r"\b[a-z]+\b", change, text)


def break_figure(lines: list[Line], r: random.Random) -> list[Line]:
    """The lines with one figure changed, as a slip of the keyboard changes it."""
    holding = [n for n, line in enumerate(lines) if line.role == "body" and _figures(line.nodes)]
    if not holding:
        return lines
    n = r.choice(holding)
    wanted = r.choice(_figures(lines[n].nodes))
    digits = list(wanted)
    at = r.randrange(len(digits))
    digits[at] = r.choice([d for d in "123456789" if d != digits[at]])
    new = "".join(digits)

    def swap(nodes: Nodes) -> Nodes:
        return [
            re.sub(rf"\b{wanted}\b", new, x)
            if isinstance(x, str)
            else Choice(x.form, tuple(swap(w) for w in x.wordings))
            for x in nodes
        ]

    return [*lines[:n], Line("body", swap(lines[n].nodes)), *lines[n + 1 :]]


def _figures(nodes: Nodes) -> list[str]:
    return re.findall(r"\b[1-9]\d+\b", text_of(nodes))


def merge_sentences(lines: list[Line], chance: float, half: str, r: random.Random) -> list[Line]:
    """The lines with some neighbours made one sentence."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        short = before is not None and len(text_of(before.nodes)) + len(text_of(line.nodes)) < 260
        plain = before is not None and {before.role, line.role} == {"body"}
        if before is not None and short and plain and r.random() < chance and '"' not in text_of(before.nodes):
            first = [*before.nodes]
            if isinstance(first[-1], str) and first[-1].endswith("."):
                first[-1] = first[-1][:-1]
                connect = r.choice(word_lists()[f"connect {half}"][0].split("|"))
                out[-1] = Line("body", [*first, connect, *(line.nodes if ". " in connect else _inside(line.nodes))])
                continue
        out.append(line)
    return out


_OPENERS_RE = re.compile(r"(?:The|A|An|It|In|On|Of|He|She|They|With|Some|About|Long|Two|Most|Only|No|More than)\b")


def _inside(nodes: Nodes) -> Nodes:
    """The nodes of a sentence that no longer opens one."""
    if nodes and isinstance(nodes[0], str) and _OPENERS_RE.match(nodes[0]):
        return [nodes[0][:1].lower() + nodes[0][1:], *nodes[1:]]
    return nodes


def reorder(lines: list[Line], times: int, r: random.Random) -> list[Line]:
    """The lines with some sentences moved; headline and lead stay."""
    lines = list(lines)
    for _ in range(times):
        if len(lines) > 5:
            line = lines.pop(r.randrange(3, len(lines)))
            lines.insert(r.randrange(2, len(lines) + 1), line)
    return lines


def cut(lines: list[Line], keep: float, r: random.Random) -> list[Line]:
    """The lines with some dropped: more towards the end, as news is cut."""
    out = [
        line
        for n, line in enumerate(lines)
        if line.role == "headline" or n < 2 or r.random() < keep + 0.15 * (1 - 2 * n / len(lines))
    ]
    return out if len(out) >= 4 else lines[:5]


class Story:
    """One skeleton with its names and figures drawn, and what may be written about it."""

    def __init__(self, skeleton: dict[str, list[str]], half: str, r: random.Random) -> None:
        self.half = half
        self.random = r
        words = word_lists()
        self.people = [f"{a} {b}" for a, b in zip(r.sample(words["first"], 4), r.sample(words["last"], 4), strict=True)]
        slots = {f"p{n}": person for n, person in enumerate(self.people, 1)}
        slots |= {f"l{n}": person.split()[1] for n, person in enumerate(self.people, 1)}
        slots |= dict(zip("cde", r.sample(words["place"], 3), strict=True))
        slots["o1"] = r.choice(words["body"])
        for line in skeleton["N"]:
            name, low, high = line.split()
            value = r.randint(int(low), int(high))
            slots[name] = str(value)
            slots[name + "~"] = str(round(value, 1 - len(str(value))) if value > 10 else value)
        self.place = slots["c"]

        def fill(text: str) -> Nodes:
            return parse(re.sub(r"\$([a-z]\d?~?)", lambda m: slots.get(m.group(1), m.group()), text))

        self.headline = Line("headline", fill(r.choice(skeleton["H"])))
        self.sentences = [Line("body", fill(text)) for text in skeleton["S"]]
        self.first_hand = [Line("body", fill(text)) for text in skeleton["F"]]

    def own(self, number: int, kind: str = "own") -> list[Line]:
        """Sentences that no other report of the story has."""
        words, r = word_lists(), self.random
        return [Line("body", [_filled(r.choice(words[kind]), self.place, r)]) for _ in range(number)]

    def retitle(self, lines: list[Line]) -> list[Line]:
        """The lines under a headline of the desk's own, made from one of the sentences' words."""
        r = self.random
        source = text_of(r.choice(lines[1:5]).nodes).split()
        at = r.randrange(max(1, len(source) - 7))
        return [Line("headline", [_tidy(f"{self.place}: {' '.join(source[at : at + 7]).strip(',.')}")]), *lines[1:]]


def _filled(text: str, place: str, r: random.Random) -> str:
    words = word_lists()
    claim = r.choice(words["claim"])
    text = text.replace("{q}", claim).replace("{Q}", claim[:1].upper() + claim[1:])
    for slot, make in (
        ("{p}", lambda: f"{r.choice(words['first'])} {r.choice(words['last'])}"),
        ("{c}", lambda: r.choice([place, r.choice(words["place"])])),
        ("{d}", lambda: r.choice(words["place"])),
        ("{b}", lambda: r.choice(words["body"])),
        ("{n}", lambda: str(r.randint(3, 97))),
        ("{y}", lambda: str(r.randint(1921, 2019))),
    ):
        while slot in text:
            text = text.replace(slot, make(), 1)
    return text


def retell(story: Story, parents: Sequence[Made], r: random.Random) -> tuple[list[Line], int]:
    """The lines of a report made from one or two others, and its sentences of major own reporting."""
    half = story.half
    kind = r.choices(["republish", "abridge", "rewrite"], [0.2, 0.4, 0.4] if len(parents) == 1 else [0, 0.4, 0.6])[0]
    rate = {"republish": 0.0, "abridge": r.uniform(0.05, 0.2), "rewrite": r.uniform(0.3, 0.75)}[kind]
    keep = {"republish": r.uniform(0.75, 1.0), "abridge": r.uniform(0.45, 0.8), "rewrite": r.uniform(0.5, 0.9)}[kind]
    columns = [cut(p.lines, keep, r) for p in parents]
    lines = columns[0]
    for column in columns[1:]:
        known = {re.sub(r"\W+", " ", text_of(x.nodes))[:40] for x in lines}
        new = [x for x in column[1:] if re.sub(r"\W+", " ", text_of(x.nodes))[:40] not in known]
        at = r.randrange(2, len(lines) + 1)
        lines = [*lines[:at], *new, *lines[at:]]
    lines = [x for x in lines if x.role != "note"]
    if rate:
        lines = [Line(x.role, reword(x.nodes, rate, half, r)) for x in lines]
        lines = merge_sentences(lines, rate * 0.3, half, r)
        lines = reorder(lines, r.randint(0, 3) if kind == "rewrite" else r.randint(0, 1), r)
    if r.random() < 0.12:
        lines = break_figure(lines, r)
    if kind == "rewrite" or r.random() < 0.3:
        lines = story.retitle(lines)
    major = 0
    if kind == "rewrite" and r.random() < 0.08:
        major = len(lines) + r.randint(2, 5)
        lines = _scatter(lines, story.own(major), r)
    elif kind != "republish" and r.random() < 0.5:
        lines = _scatter(lines, story.own(r.randint(1, 2), r.choice(["own", "background"])), r)
    return lines, major


def _scatter(lines: list[Line], more: list[Line], r: random.Random) -> list[Line]:
    lines = list(lines)
    for line in more:
        lines.insert(r.randrange(3, len(lines) + 1), line)
    return lines


# ---------------------------------------------------------------- trees


def make_tree(seed: int, half: str = "all") -> Tree:
    """The made story of one seed."""
    r = random.Random(f"{half} {seed}")
    parts = HALVES[half]
    part = r.choice(parts)
    story = Story(r.choice([s for n, s in enumerate(skeletons()) if n % 2 == part]), "AB"[part], r)
    size = 3 + int(38 * r.random() ** 2.4)
    start = datetime(2026, r.randint(1, 12), r.randint(1, 28), r.randrange(24), r.randrange(60), tzinfo=UTC)
    outlets = r.sample(word_lists()["outlet"], min(size, len(word_lists()["outlet"])))
    made = [_first(story, 0, outlets[0], start, r)]
    for number in range(1, size):
        made.append(_next(story, made, number, outlets[number % len(outlets)], r))
    lost = _lose(made, r)
    return _as_tree(story, made, lost, r)


def _first(story: Story, number: int, outlet: str, at: datetime, r: random.Random) -> Made:
    agency = r.random() < 0.6
    kept = story.sentences[: r.randint(12, len(story.sentences))]
    lines = [story.headline, *[Line("body", _shuffled(x.nodes, r)) for x in kept]]
    name = r.choice(word_lists()["agency"]) if agency else outlet
    return Made(number, [], lines, name, agency, "", None, at, 0)


def _shuffled(nodes: Nodes, r: random.Random) -> Nodes:
    """The nodes with the wordings that may follow any other in random order."""
    out: Nodes = []
    for x in nodes:
        if isinstance(x, Choice) and x.form == "alt":
            out.append(Choice("alt", tuple(r.sample(x.wordings, len(x.wordings)))))
        else:
            out.append(x)
    return out


def _next(story: Story, made: list[Made], number: int, outlet: str, r: random.Random) -> Made:
    draw = r.random()
    if draw < 0.05:  # somebody else who was there
        lines = [
            Line("headline", [f"{story.place}: a day to remember"]),
            *story.first_hand,
            *story.own(r.randint(5, 9)),
        ]
        said = [x for x in story.sentences if '"' in text_of(x.nodes)]
        if said and r.random() < 0.6:
            lines.insert(3, said[0])
        return Made(number, [], lines, outlet, False, "", None, made[0].at + timedelta(hours=r.uniform(1, 30)), 0)
    weights = [1.0 + sum(m.number in x.parents for x in made) + 2 * m.agency for m in made]
    parent = r.choices(made, weights)[0]
    after = timedelta(hours=r.lognormvariate(0.9, 1.0))
    if parent.agency and draw < 0.17:
        return _version(story, parent, number, parent.at + after, r)
    parents = [parent]
    if r.random() < 0.1:
        others = [
            m for m in made if m.number not in {parent.number, *parent.parents} and parent.number not in m.parents
        ]
        parents += r.sample(others, min(1, len(others)))
    lines, major = retell(story, parents, r)
    credit = r.choice(parents).outlet if r.random() < (0.4 if parent.agency else 0.12) else None
    at = max(p.at for p in parents) + after
    return Made(number, [p.number for p in parents], lines, outlet, False, "", credit, at, major)


def _version(story: Story, parent: Made, number: int, at: datetime, r: random.Random) -> Made:
    """An update of an agency's report (more sentences, a newer figure) or a correction."""
    lines = [x for x in parent.lines if x.role != "note"]
    kind = r.choice(["update", "update", "correction"])
    changed = break_figure(lines, r)
    note = "(Corrects figure)" if kind == "correction" else "(Updates with details)"
    if kind == "update":
        present = {text_of(x.nodes)[:30] for x in lines}
        more = [x for x in story.sentences if text_of(x.nodes)[:30] not in present][: r.randint(1, 4)]
        changed = _scatter(changed, more, r) if more else changed
    lines = [changed[0], Line("note", [note]), *changed[1:]] if r.random() < 0.7 else changed
    return Made(number, [parent.number], lines, parent.outlet, True, kind, None, at, 0)


def _lose(made: list[Made], r: random.Random) -> int | None:
    """A report that did not come down to us: one from which several others were made."""
    if r.random() > 0.3:
        return None
    children = Counter(p for m in made for p in m.parents)
    fit = [m.number for m in made if children[m.number] >= 3 and not m.version and (not m.parents or m.own)]
    return r.choice(fit) if fit else None


def _as_tree(story: Story, made: list[Made], lost: int | None, r: random.Random) -> Tree:
    order = list(range(len(made)))
    r.shuffle(order)
    name = {m.number: f"r{order[m.number]:02d}" for m in made}
    clocks = r.choice(CLOCKS)
    reports = [_report(story, m, name[m.number], clocks, r) for m in made if m.number != lost]
    edges = {(name[p], name[m.number]) for m in made for p in m.parents if lost not in (p, m.number)}
    orphans = {name[m.number]: "lost" for m in made if lost in m.parents}
    texts: dict[str, set[str]] = {}
    for report in reports:
        words = " ".join(report.text[s.start : s.end] for s in report.sentences)
        texts.setdefault(words, set()).add(report.report_id)
    origins = sum(1 for m in made if not m.parents or m.own)
    same = {i: ids for ids in texts.values() for i in ids}
    return Tree(sorted(reports, key=lambda x: x.report_id), edges, orphans, origins, same, clocks)


def _report(story: Story, made: Made, report_id: str, clocks: str, r: random.Random) -> kinds.Report:
    paragraphs: list[tuple[str, str]] = []
    met: set[str] = set()
    for line in made.lines:
        text = _tidy(text_of(line.nodes))
        for person in story.people if line.role == "body" else []:
            if person in text:
                last = person.split()[1]
                first = text.index(person) + len(person) if person not in met else 0
                text = text[:first] + text[first:].replace(person, last)
                met.add(person)
        if line.role == "headline" and made.version == "correction":
            text = f"CORRECTED - {text}"
        paragraphs.append((line.role, text))
    text = "\n".join(p for _, p in paragraphs)
    sentences: list[kinds.Sentence] = []
    at = 0
    for number, (role, paragraph) in enumerate(paragraphs):
        for start, end in split_sentences(paragraph):
            place = Span(at + start, at + end)
            sentences.append(
                kinds.Sentence(
                    sentence_id=f"{report_id}.{len(sentences)}",
                    role=role,  # type: ignore[arg-type]
                    start=place.start,
                    end=place.end,
                    spans=[place],
                    paragraph=number,
                )
            )
        at += len(paragraph) + 1
    shown = made.at + timedelta(hours=r.gauss(0, 12) if clocks == "jittered" else 0)
    form = "%Y-%m-%d" if r.random() < 0.3 else "%Y-%m-%dT%H:%M:00+00:00"
    whole = text + (f"\nSource: {made.credit}" if made.credit else "")
    credit = (
        [kinds.Credit(agency=made.credit, kind="agency", span=Span(len(text) + 1, len(whole)))] if made.credit else []
    )
    dateline = kinds.Dateline(place=story.place, agency=made.outlet, span=None) if made.agency else None
    return kinds.Report(
        report_id=report_id,
        path=f"{report_id}.txt",
        source_sha256=report_id,
        media_type="text/plain",
        outlet=made.outlet,
        headline=paragraphs[0][1],
        published=None if clocks == "hidden" else shown.strftime(form),
        dateline=dateline,
        credits=credit,
        text=whole,
        sentences=sentences,
        segments=[kinds.Segment(0, len(whole), 0, len(whole), "copy")],
    )


# ---------------------------------------------------------------- measuring


def trace_tree(tree: Tree, settings: Settings = DEFAULTS) -> kinds.Lineage:
    """What the program says of a made story, its reports taken as one story."""
    table = to_table(kinds.Report, tree.reports)
    pairs = match.find_pairs(table, to_table(kinds.ReportFacts, []), settings=settings)
    links = align.link_sentences(table, pairs, settings=settings)
    story = keyed(table, "story_id", "report_id", {x.report_id: "story" for x in tree.reports})
    none, passages = to_table(kinds.ReportFacts, []), to_table(kinds.Passage, [])
    (found,) = rows(kinds.Lineage, lineage.find_lineage(story, none, passages, links, settings=settings))
    return found


class Scores:
    """What lineage got right, added up over trees."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.judged: dict[str, list[Judged]] = {}

    def add(self, tree: Tree, found: kinds.Lineage) -> None:
        """Counts one tree; a parent with the very words of the true one is as good as it."""
        count = self.counts
        gold = tree.edges
        said = {(d.parent_id, d.child_id): d.confidence for d in found.derivations if d.parent_id is not None}
        kin = [("edge", _hits(set(said), gold, tree), set(said), gold)]
        kin.append(("ancestor", *_both(_closure(set(said)), _closure(gold), tree)))
        lost = {d.child_id for d in found.derivations if d.lost_parent_id is not None}
        kin.append(("lost", lost & tree.lost.keys(), lost, tree.lost.keys()))  # type: ignore[arg-type]
        for name, hits, mine, theirs in kin:
            count[f"{name} hits"] += len(hits)
            count[f"{name} said"] += len(mine)
            count[f"{name} gold"] += len(theirs)
        for parent, child in said:
            if (parent, child) in gold or (child, parent) in gold:
                count["either way"] += 1
                count["right way"] += (parent, child) in gold
        count["trees"] += 1
        count["origins"] += found.origins.count == tree.origins
        right = kin[0][1]
        for edge, confidence in said.items():
            self.judged.setdefault(tree.clocks, []).append((confidence, edge in right))

    def f1(self, name: str) -> float:
        """The F1 of "edge", "ancestor" or "lost"."""
        whole = self.counts[f"{name} said"] + self.counts[f"{name} gold"]
        return 2 * self.counts[f"{name} hits"] / whole if whole else 1.0

    def figures(self) -> dict[str, float]:
        """The figures that the gate holds, and those that are only shown."""
        count = self.counts
        every = [x for judged in self.judged.values() for x in judged]
        return {
            "edge_f1": self.f1("edge"),
            "ancestor_f1": self.f1("ancestor"),
            "lost_parent_f1": self.f1("lost"),
            "origins_exact": count["origins"] / max(1, count["trees"]),
            "direction": count["right way"] / max(1, count["either way"]),
            "-ece": calibration_error(every),
        }

    def columns(self) -> dict[str, list[Judged]]:
        """The edges with their confidences: all, and by what the clocks of their stories were."""
        every = [x for clocks in CLOCKS for x in self.judged.get(clocks, [])]
        return {"all": every} | {f"dates {clocks}": self.judged.get(clocks, []) for clocks in CLOCKS}

    def take(self, other: Scores) -> None:
        """Adds what another has counted."""
        self.counts.update(other.counts)
        for clocks, judged in other.judged.items():
            self.judged.setdefault(clocks, []).extend(judged)


def _hits(said: set[tuple[str, str]], gold: set[tuple[str, str]], tree: Tree) -> set[tuple[str, str]]:
    return {(p, c) for p, c in said if any((x, c) in gold for x in tree.same[p])}


def _both(
    said: set[tuple[str, str]], gold: set[tuple[str, str]], tree: Tree
) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[tuple[str, str]]]:
    return said & gold, said, gold


def _closure(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    parents: dict[str, list[str]] = {}
    for parent, child in edges:
        parents.setdefault(child, []).append(parent)
    found = set()
    for child in parents:
        rest = list(parents[child])
        seen: set[str] = set()
        while rest:
            x = rest.pop()
            if x not in seen:
                seen.add(x)
                rest += parents.get(x, [])
        found |= {(x, child) for x in seen}
    return found


def measure_trees(count: int = 500, half: str = "all", jobs: int | None = None) -> Scores:
    """The scores over `count` made trees, which `jobs` processes share."""
    jobs = jobs or os.cpu_count() or 1
    parts = [range(n, count, jobs * PARTS) for n in range(jobs * PARTS)]
    scores = Scores()
    if jobs == 1:
        for part in parts:
            scores.take(_score_trees(part, half))
        return scores
    with ProcessPoolExecutor(jobs) as pool:
        for some in pool.map(_score_trees, parts, [half] * len(parts)):
            scores.take(some)
    return scores


PARTS = 8  # parts a process: trees differ in size, and nobody should wait for one that drew the large ones


def _score_trees(seeds: Sequence[int], half: str) -> Scores:
    scores = Scores()
    for seed in seeds:
        tree = make_tree(seed, half)
        scores.add(tree, trace_tree(tree))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trees", type=int, default=500)
    parser.add_argument("--half", choices=sorted(HALVES), default="all")
    parser.add_argument("--show", type=int, metavar="SEED", help="print the reports of one tree and stop")
    options = parser.parse_args(arguments)
    if options.show is not None:
        tree = make_tree(options.show, options.half)
        for report in tree.reports:
            parents = sorted(p for p, c in tree.edges if c == report.report_id)
            print(f"== {report.report_id} from {parents} {report.outlet} {report.published}\n{report.text}\n")
        return 0
    began = time.monotonic()
    scores = measure_trees(options.trees, options.half)
    print("\n".join(calibration_table(scores.columns())))
    found = scores.figures()
    print(", ".join(f"{k} {v:.4f}" for k, v in found.items()), f"({time.monotonic() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

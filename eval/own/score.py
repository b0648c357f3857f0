"""How well a trace agrees with the annotated reports of eval/own: `python -m eval.own.score`.

Every figure is a `Count`: how many were right, how many were given, how many were wanted. Counts are added up
over the pairs before anything is divided. Spans are half-open, in code points of the source file.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
Item = dict[str, Any]
Spans = list[tuple[int, int]]
G = TypeVar("G")
P = TypeVar("P")

# Two types of one group can name the same finding; so can these pairs, between which careful people waver.
GROUPS = [
    "statement_dropped list_item_dropped participant_dropped detail_dropped qualifier_dropped condition_dropped "
    "hedge_dropped quote_truncated",
    "unsupported_addition hedge_added presupposition_added link_added",
    "number_changed unit_changed trend_reversed",
    "name_changed title_changed agent_changed term_changed scope_changed participant_changed",
    "location_changed time_changed hedge_changed",
    "predicate_changed polarity_changed modality_strengthened modality_weakened",
    "attribution_shifted attribution_lost attribution_gained conflation",
    "cue_strengthened cue_weakened quote_altered headline_reframed",
]
WAVERING = [
    "hedge_changed number_changed",
    "hedge_dropped modality_strengthened",
    "condition_dropped modality_strengthened",
    "location_changed name_changed",
    "term_changed predicate_changed unsupported_addition",
    "qualifier_dropped scope_changed term_changed",
    "attribution_lost statement_dropped",
]
ALIKE = [set(line.split()) for line in [*GROUPS, *WAVERING]]
CLASSES = {"verbatim": "close", "near-verbatim": "close", "added": "added", "dropped": "dropped"}  # others: rewritten
FRAME = {"headline", "caption", "dateline", "byline", "publication-date", "photo-credit", "source-credit"}
UNALIGNED = {"furniture", "credit", "dropped"}
LONGEST_FLAG = 500  # characters a side: a flag points at a place, not at a page


@dataclass(frozen=True)
class Count:
    """What was right of what was given and of what was wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.given + other.given, self.wanted + other.wanted)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0


Readings = dict[str, tuple[str, Callable[[Count], float]]]
# What each figure is made of: the count it reads, and how. "-": lower is better, and it is the bare number.
FIGURES: Readings = {
    "align_f1": ("links", lambda c: c.f1),
    "relation": ("relations", lambda c: c.recall),
    "direction": ("direction", lambda c: c.recall),
    "must_recall": ("must", lambda c: c.recall),
    "must_typed": ("must_typed", lambda c: c.recall),
    "flag_prec": ("flags", lambda c: c.precision),
    "-traps": ("traps", lambda c: float(c.given)),
    "stmt_f1": ("statements", lambda c: c.f1),
    "stmt_speaker_f1": ("speakers", lambda c: c.f1),
    "qty_recall": ("quantities", lambda c: c.recall),
    "qty_bound": ("bounds", lambda c: c.recall),
    "qty_prec": ("quantities", lambda c: c.precision),
    "date_recall": ("dates", lambda c: c.recall),
    "defect_recall": ("damage", lambda c: c.recall),
    "people_f1": ("people", lambda c: c.f1),
    "organisations_f1": ("organisations", lambda c: c.f1),
    "places_f1": ("places", lambda c: c.f1),
    "lists_f1": ("lists", lambda c: c.f1),
    "agreements_f1": ("agreements", lambda c: c.f1),
    "initiatives_f1": ("initiatives", lambda c: c.f1),
}
FACT_KINDS = ("people", "organisations", "places", "lists", "agreements", "initiatives")
REPORT_FIGURES: Readings = {
    **{name: FIGURES[name] for name in FIGURES if name.startswith(("stmt", "qty", "date_recall", *FACT_KINDS))},
    "events_f1": ("events", lambda c: c.f1),
}
STORY_FIGURES: Readings = {
    "grouping_f1": ("grouping", lambda c: c.f1),
    "edge_f1": ("edges", lambda c: c.f1),
    "origins_exact": ("origins", lambda c: c.recall),
}


# ---------------------------------------------------------------- spans, names, and what pairs with what


def shared(left: Spans, right: Spans) -> int:
    """How many characters lie in both; the spans of a side do not overlap each other."""
    return sum(max(0, min(e, f) - max(s, t)) for s, e in left for t, f in right)


def size(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def agreement(left: Spans, right: Spans) -> float:
    """Shared characters over all characters, 0 to 1."""
    both = shared(left, right)
    return both / (size(left) + size(right) - both) if both else 0.0


def gold_spans(items: Iterable[Item] | None) -> Spans:
    return [(i["start"], i["end"]) for i in items or []]


def traced(spans: Iterable[Any] | None) -> Spans:
    return [(s[0], s[1]) for s in spans or [] if s]


def name_words(name: str) -> set[str]:
    """The words of a name without case, accents and articles."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return set(re.findall(r"\w+", plain)) - {"the", "a", "an", "s"}


def same_name(left: str, right: str) -> bool:
    """Whether the words of the one are all among the words of the other: "Oduya", "Marian Oduya"."""
    a, b = name_words(left), name_words(right)
    return bool(a and b) and (a <= b or b <= a)


def pair_up(gold: list[G], given: list[P], likeness: Callable[[G, P], float]) -> list[tuple[G, P]]:
    """Pairs of likeness above zero, the likest first, each thing in one pair at most."""
    scored = [(likeness(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(given)]
    taken_gold, taken_given, pairs = set(), set(), []
    for score, i, j in sorted(scored, reverse=True):
        if score > 0 and i not in taken_gold and j not in taken_given:
            taken_gold.add(i)
            taken_given.add(j)
            pairs.append((gold[-i], given[-j]))
    return pairs


# ---------------------------------------------------------------- facts


def match_statements(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """Statements whose contents share at least half of their characters, the likest first."""

    def likeness(g: Item, p: Item) -> float:
        both = agreement(gold_spans(g["content"]), traced(p["content_spans"]))
        return both if both >= 0.5 else 0.0

    return pair_up(gold, given, likeness)


def same_speakers(gold: str | list[str], given: list[str]) -> bool:
    """Whether the speakers are the same people: every one of gold has a namesake, and nobody is left over."""
    wanted = [gold] if isinstance(gold, str) else gold
    pairs = pair_up(wanted, given, lambda g, p: float(same_name(g, p)))
    return len(pairs) == len(wanted) == len(given)


def match_quantities(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """Figures of the same value at the same place."""

    def likeness(g: Item, p: Item) -> float:
        value, want = p.get("value"), g.get("value")
        if not (isinstance(value, int | float) and isinstance(want, int | float)):
            return 0.0
        if abs(value - want) > 1e-9 * max(1.0, abs(want)):
            return 0.0
        return agreement(gold_spans([g["span"]]), traced([p["span"]]))

    return pair_up(gold, given, likeness)


def asked_dates(gold: list[Item]) -> list[Item]:
    """The calendar dates (a year, a month, a day) among gold's times: the others are not asked for."""
    return [g for g in gold if re.fullmatch(r"\d{4}(-\d\d){0,2}", g["norm"])]


def match_dates(gold: list[Item], given: list[Item], source: str) -> list[tuple[Item, Item]]:
    """Calendar dates of the same value at the same place.

    Month and day are enough where the report nowhere shows the year: nobody could know it.
    """

    def likeness(g: Item, p: Item) -> float:
        norm, value = g["norm"], p.get("value") or ""
        same = value == norm or (norm[4:] == value[4:] != "" and norm[:4] not in source)
        return agreement(gold_spans([g["span"]]), traced([p["span"]])) if same else 0.0

    return pair_up(asked_dates(gold), given, likeness)


def match_names(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """People, organisations or places: the name (or acronym) fits and at least one mention is the same place.

    One to one, so somebody under two names is one right and one too many.
    """

    def likeness(g: Item, p: Item) -> float:
        met = shared(gold_spans(g["mentions"]), traced(p["mentions"]))
        names = [n for n in (g["name"], g.get("acronym")) if n]
        others = [n for n in (p["name"], p.get("acronym")) if n]
        return float(met) if any(same_name(n, o) for n in names for o in others) else 0.0

    return pair_up(gold, given, likeness)


def members_fit(gold: list[Item], given: list[Item]) -> float:
    """How well the members agree, 0 to 1 (F1); two fit where they share at least half of their characters."""
    pairs = pair_up(
        gold,
        given,
        lambda g, p: both if (both := agreement(gold_spans([g["span"]]), traced([p["span"]]))) >= 0.5 else 0.0,
    )
    return Count(len(pairs), len(given), len(gold)).f1


def match_lists(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """Lists whose members agree to three quarters: one of four may be missed, not two."""

    def likeness(g: Item, p: Item) -> float:
        fit = members_fit(g["members"], p["members"])
        return fit if fit >= 0.75 else 0.0

    return pair_up(gold, given, likeness)


def match_agreements(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """Agreements at the same place, of the same count where gold has one, whose fields agree to three quarters."""

    def likeness(g: Item, p: Item) -> float:
        if g["count"] is not None and p.get("count") != g["count"]:
            return 0.0
        if g["fields"] and members_fit(g["fields"], p.get("fields") or []) < 0.75:
            return 0.0
        return agreement(gold_spans([g["span"]]), traced([p["span"]]))

    return pair_up(gold, given, likeness)


def match_initiatives(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """Initiatives of the same name at any mention, whose members (where gold has some) agree to three quarters."""

    def likeness(g: Item, p: Item) -> float:
        if g["members"] and members_fit(g["members"], p.get("members") or []) < 0.75:
            return 0.0
        return float(same_name(g["name"], p["name"]))

    return pair_up(gold, given, likeness)


def match_events(gold: list[Item], given: list[Item]) -> list[tuple[Item, Item]]:
    """Events of the same type (gold may name several, `STATE/REJECT`) that share half of the shorter one's words."""

    def likeness(g: Item, p: Item) -> float:
        place, found = gold_spans([g["span"]]), traced([p["span"]])
        both = shared(place, found)
        fits = p["type"] in g["type"].split("/") and 2 * both >= min(size(place), size(found)) > 0
        return agreement(place, found) if fits else 0.0

    return pair_up(gold, given, likeness)


FACTS: dict[str, Callable[[list[Item], list[Item]], list[tuple[Item, Item]]]] = {
    "statements": match_statements,
    "quantities": match_quantities,
    "people": match_names,
    "organisations": match_names,
    "places": match_names,
    "lists": match_lists,
    "agreements": match_agreements,
    "initiatives": match_initiatives,
}


def count_facts(document: Item, report: Item, source: str) -> dict[str, Count]:
    """The counts of one report's facts."""
    facts = report.get("facts") or {}
    gold = document["facts"]
    counts: dict[str, Count] = {}
    for kind, match in FACTS.items():
        given = facts.get(kind) or []
        pairs = match(gold[kind], given)
        counts[kind] = Count(len(pairs), len(given), len(gold[kind]))
        if kind == "statements":
            right = sum(same_speakers(g["speaker"], p.get("speaker") or []) for g, p in pairs)
            counts["speakers"] = Count(right, len(given), len(gold[kind]))
        if kind == "quantities":
            right = sum(g["modifier"] == p.get("bound", "exact") for g, p in pairs)
            counts["bounds"] = Count(right, len(given), len(gold[kind]))
    dates = facts.get("dates") or []
    right = len(match_dates(gold["dates"], dates, source))
    counts["dates"] = Count(right, len(dates), len(asked_dates(gold["dates"])))
    return counts


# ---------------------------------------------------------------- direction, collation, discrepancies, damage


class PairTrace:
    """A trace of a pair, seen from its gold: reports, rows and flags by `A` (source) and `B` (derived)."""

    def __init__(self, gold: Item, trace: Item) -> None:
        self.gold = gold
        files = {Path(r["path"]).name: r for r in trace["reports"]}
        self.report = {k: files.get(gold["documents"][k]["file"], {}) for k in "AB"}
        self.key = {r["report_id"]: k for k, r in self.report.items() if r}
        self.stories = trace["stories"]

    def edges(self) -> set[tuple[str | None, str | None]]:
        """(parent, child) as keys."""
        return {
            (self.key.get(d["parent_id"]), self.key.get(d["child_id"]))
            for story in self.stories
            for d in story["derivations"]
            if d.get("parent_id")
        }

    def sentences(self, key: str) -> dict[str, set[str]]:
        """The gold sentences that each traced one covers: half of the shorter of the two at least."""
        found: dict[str, set[str]] = {}
        for sentence in self.report[key].get("sentences", []):
            spans = traced(sentence["spans"])
            found[sentence["sentence_id"]] = {
                g["id"]
                for g in self.gold["documents"][key]["sentences"]
                if 2 * shared(spans, gold_spans([g])) >= min(size(spans), g["end"] - g["start"]) > 0
            }
        return found

    def rows(self) -> Iterator[tuple[set[str], set[str], str]]:
        """Gold sentences of B, of A, and the relation, of each traced row."""
        names = {k: self.sentences(k) for k in "AB"}
        for story in self.stories:
            for table in story["alignments"]:
                child, parent = self.key.get(table["child_id"], ""), self.key.get(table["parent_id"], "")
                if {child, parent} != {"A", "B"}:
                    continue
                for row in table["rows"]:
                    side = {
                        child: set().union(*(names[child].get(s, set()) for s in row["child"])),
                        parent: set().union(*(names[parent].get(s, set()) for s in row["parent"])),
                    }
                    yield side["B"], side["A"], row["relation"]

    def flags(self) -> list[Item]:
        """The discrepancies, with `a` and `b` for their sides."""
        found = []
        for story in self.stories:
            for d in story["discrepancies"]:
                child, other = traced(d["child_spans"]), traced(d["parent_spans"])
                a, b = (child, other) if self.key.get(d["child_id"]) == "A" else (other, child)
                found.append({**d, "a": a, "b": b})
        return found


def alike(left: str, right: str) -> bool:
    """Whether two types can name one finding. What a headline does can be called many things."""
    return left == right or "headline_reframed" in (left, right) or any({left, right} <= group for group in ALIKE)


def touches(flag: Item, item: Item) -> bool:
    """Whether a flag points at an item of gold: at every side that both give, and at one at least."""
    if max(size(flag["a"]), size(flag["b"])) > LONGEST_FLAG:
        return False
    met = [
        shared(flag[side], gold_spans(item[side])) > 0 for side in ("a", "b") if flag[side] and gold_spans(item[side])
    ]
    return bool(met) and all(met)


def roles(gold: Item) -> dict[str, str]:
    """The role of each gold sentence, by its id."""
    return {s["id"]: s["role"] for k in "AB" for s in gold["documents"][k]["sentences"]}


def links(view: PairTrace) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The links (sentence of B, sentence of A) that gold wants, and those given, of those that count."""
    role, free = roles(view.gold), {(x["b"], x["a"]) for x in view.gold["secondary_links"]}

    def counted(found: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {(b, a) for b, a in found if (b, a) not in free and role[b] not in FRAME and role[a] not in FRAME}

    rows = [row for row in view.gold["alignment"] if row["relation"] not in UNALIGNED]
    wanted = counted((b, a) for row in rows for b in row["b"] for a in row["a"])
    return wanted, counted((b, a) for bs, as_, _ in view.rows() for b in bs for a in as_)


def count_rows(view: PairTrace) -> dict[str, Count]:
    """Links between sentences of the body, and the class of relation of the rows found.

    Links of headlines, captions and the report's frame, and gold's secondary ones, count neither way.
    """
    gold = view.gold
    role = roles(gold)
    rows = list(view.rows())
    wanted_rows = [row for row in gold["alignment"] if row["relation"] not in UNALIGNED]
    wanted, given = links(view)
    right = found = 0
    for row in wanted_rows:
        if any(role[s] in FRAME for s in row["b"]) or not row["a"]:
            continue
        classes = {CLASSES.get(r, "rewritten") for bs, as_, r in rows if bs & set(row["b"]) and as_ & set(row["a"])}
        found += bool(classes)
        right += CLASSES.get(row["relation"], "rewritten") in classes
    return {"links": Count(len(wanted & given), len(given), len(wanted)), "relations": Count(right, 0, found)}


def count_flags(view: PairTrace) -> dict[str, Count]:
    """Discrepancies: those that must be flagged, the flags that are right, and the traps stepped into.

    Only flags of medium and high severity can be wrong. A trap is stepped into by a wrong flag that points at a
    listed non-discrepancy.
    """
    gold, flags = view.gold, view.flags()
    must = [d for d in gold["discrepancies"] if d["must"]]

    def justified(flag: Item) -> bool:
        return any(alike(flag["type"], d["type"]) and touches(flag, d) for d in gold["discrepancies"])

    loud = [f for f in flags if f["severity"] != "low"]
    wrong = [f for f in loud if not justified(f)]
    trapped = sum(any(touches(f, trap) for trap in gold["non_discrepancies"]) for f in wrong)
    found = sum(any(alike(f["type"], d["type"]) and touches(f, d) for f in flags) for d in must)
    typed = sum(any(f["type"] == d["type"] and touches(f, d) for f in flags) for d in must)
    return {
        "must": Count(found, 0, len(must)),
        "must_typed": Count(typed, 0, len(must)),
        "flags": Count(len(loud) - len(wrong), len(loud), 0),
        "traps": Count(0, trapped, 0),
    }


def marked(view: PairTrace, damage: Item) -> bool:
    """Whether a defect or a repair marks the damage, and is not much longer than it."""
    report = view.report[damage["span"]["doc"]]
    marks = [m["span"] for m in [*report.get("defects", []), *report.get("repairs", [])]]
    place = gold_spans([damage["span"]])
    limit = max(200, 2 * size(place))
    return any(shared(place, [m]) and size([m]) <= limit for m in traced(marks))


def count_damage(view: PairTrace) -> Count:
    """Damage to the text that is marked."""
    return Count(sum(marked(view, d) for d in view.gold["damage"]), 0, len(view.gold["damage"]))


def score_pair(gold: Item, trace: Item, sources: dict[str, str]) -> dict[str, Count]:
    """The counts of one pair; `sources` are the two files as found, by key."""
    view = PairTrace(gold, trace)
    edges = view.edges()
    counts = {"direction": Count(int(("A", "B") in edges and ("B", "A") not in edges), 0, 1)}
    counts |= count_rows(view) | count_flags(view) | {"damage": count_damage(view)}
    for key in "AB":
        counts = add(counts, count_facts(gold["documents"][key], view.report[key], sources[key]))
    return counts


def add(left: dict[str, Count], right: dict[str, Count]) -> dict[str, Count]:
    return {name: left.get(name, Count()) + right.get(name, Count()) for name in {**left, **right}}


def body_events(document: Item, report: Item) -> list[Item]:
    """The traced events outside the headline: it tells again what the lead tells, and counts neither way."""
    headline = gold_spans(s for s in document["sentences"] if s["role"] == "headline")
    return [e for e in (report.get("facts") or {}).get("events") or [] if not shared(headline, traced([e["span"]]))]


def score_single(gold: Item, report: Item, source: str) -> dict[str, Count]:
    """The counts of a report by itself, whose annotation is complete: events too, which the pairs only sample."""
    document = gold["documents"]["A"]
    given = body_events(document, report)
    wanted = document["facts"]["events"]
    events = Count(len(match_events(wanted, given)), len(given), len(wanted))
    return count_facts(document, report, source) | {"events": events}


def read_figures(counts: dict[str, Count], readings: Readings = FIGURES) -> dict[str, float]:
    """The figures of `readings` that the counts give, in that order."""
    return {name: reading(counts.get(kind, Count())) for name, (kind, reading) in readings.items()}


# ---------------------------------------------------------------- stories


def score_stories(golds: list[Item], trace: Item) -> dict[str, Count]:
    """Grouping (pairs of reports in one story), edges parent to child, and stories with the right number of origins.

    All reports of all golds are in one pile; files are known by their bare names. A pair's gold counts here too,
    as a story of two reports and one origin.
    """
    want_pairs: set[tuple[str, str]] = set()
    want_edges: set[tuple[str, str]] = set()
    origins: list[tuple[set[str], int]] = []
    for gold in golds:
        files = {r["file"] for r in gold["reports"] if r["in_story"]}
        want_pairs |= set(combinations(sorted(files), 2))
        want_edges |= {(p, d["child"]) for d in gold["derivations"] for p in d["parents"]}
        origins.append((files, gold["origins"]))
    name = {r["report_id"]: file_key(r["path"], {f for files, _ in origins for f in files}) for r in trace["reports"]}
    got_pairs: set[tuple[str, str]] = set()
    got_edges: set[tuple[str, str]] = set()
    exact = 0
    for story in trace["stories"]:
        files = {name[i] for i in story["report_ids"]}
        got_pairs |= set(combinations(sorted(files), 2))
        got_edges |= {(name[d["parent_id"]], name[d["child_id"]]) for d in story["derivations"] if d.get("parent_id")}
        exact += any(files == wanted and story["origins"]["count"] == n for wanted, n in origins)
    return {
        "grouping": Count(len(want_pairs & got_pairs), len(got_pairs), len(want_pairs)),
        "edges": Count(len(want_edges & got_edges), len(got_edges), len(want_edges)),
        "origins": Count(exact, 0, len(origins)),
    }


def file_key(path: str, known: set[str]) -> str:
    """The file as gold names it: `folder/name` for the reports of pairs, else the bare name."""
    both = "/".join(Path(path).parts[-2:])
    return both if both in known else Path(path).name


def as_story(gold: Item) -> Item:
    """A pair's gold as a story of two reports, files named with their folder."""
    source, derived = (f"{gold['pair_id']}/{gold['documents'][k]['file']}" for k in "AB")
    return {
        "reports": [{"file": f, "in_story": True} for f in (source, derived)],
        "derivations": [{"child": derived, "parents": [source]}],
        "origins": 1,
    }


# ---------------------------------------------------------------- running


def trace_files(paths: list[Path]) -> Item:
    """What `retold trace` says of the files, through the command line as a user has it."""
    command = [sys.executable, "-m", "retold", "trace", *map(str, paths), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"eval.own: {' '.join(command)} failed:\n{done.stderr[-2000:]}")
    found: Item = json.loads(done.stdout)
    return found


def read_gold(kind: str) -> list[tuple[Path, Item]]:
    """The golds of `pairs` or `stories` with their folders, sorted."""
    return [(p.parent, json.loads(p.read_text(encoding="utf-8"))) for p in sorted((HERE / kind).glob("*/gold.json"))]


def print_line(name: str, counts: dict[str, Count], readings: Readings) -> None:
    """A line of figures; those of which nothing was wanted or given are left out."""
    shown = [f"{k}={v:.3f}" for k, v in read_figures(counts, readings).items() if counts[readings[k][0]] != Count()]
    print(f"{name:16s} " + " ".join(shown), flush=True)


Watcher = Callable[[Item, Item, dict[str, str]], None]


def measure_singles(watch: Watcher | None = None) -> dict[str, dict[str, Count]]:
    """The counts of the reports by themselves: a half (a: rules were tuned on it, b: looked at rarely) -> its counts.

    `watch`, where given, is called with each report's gold, what the trace says of it, and its source.
    """
    golds = read_gold("singles")
    halves: dict[str, dict[str, Count]] = {"a": {}, "b": {}}
    if not golds:
        return halves
    paths = [folder / gold["documents"]["A"]["file"] for folder, gold in golds]
    traced_reports = {Path(r["path"]).parent.name: r for r in trace_files(paths)["reports"]}
    for (folder, gold), path in zip(golds, paths):
        source, report = path.read_bytes().decode("utf-8"), traced_reports.get(folder.name, {})
        counts = score_single(gold, report, source)
        half = gold["half"].lower()
        halves[half] = add(halves[half], counts)
        print_line(folder.name, counts, REPORT_FIGURES)
        if watch:
            watch(gold, report, {"A": source})
    for half, counts in halves.items():
        print_line(f"HALF {half.upper()}", counts, REPORT_FIGURES)
    return halves


def measure_own(watch: Watcher | None = None, watch_single: Watcher | None = None) -> dict[str, float]:
    """The figures of the own reports: pairs, reports by themselves, stories; a line is printed for each and for totals.

    `watch`, where given, is called with each pair's gold, trace and sources; `watch_single` with each report's.
    """
    halves = measure_singles(watch_single)
    totals: dict[str, Count] = {}
    pairs = read_gold("pairs")
    for folder, gold in pairs:
        paths = {k: folder / gold["documents"][k]["file"] for k in "AB"}
        sources = {k: path.read_bytes().decode("utf-8") for k, path in paths.items()}
        trace = trace_files(sorted(paths.values()))
        counts = score_pair(gold, trace, sources)
        totals = add(totals, counts)
        print_line(folder.name, counts, FIGURES)
        if watch:
            watch(gold, trace, sources)
    print_line("TOTAL", totals, FIGURES)
    every = add(totals, add(halves["a"], halves["b"]))
    print_line("REPORTS", every, REPORT_FIGURES)
    stories = read_gold("stories")
    pile = [folder / gold["documents"][k]["file"] for folder, gold in pairs for k in "AB"]
    pile += [folder / r["file"] for folder, gold in stories for r in gold["reports"]]
    counts = score_stories([*(as_story(g) for _, g in pairs), *(g for _, g in stories)], trace_files(sorted(pile)))
    print_line("STORIES", counts, STORY_FIGURES)
    figures = read_figures(totals) | {f"story/{k}": v for k, v in read_figures(counts, STORY_FIGURES).items()}
    for name, found in (("reports", every), ("reports_a", halves["a"]), ("reports_b", halves["b"])):
        figures |= {f"{name}/{k}": v for k, v in read_figures(found, REPORT_FIGURES).items()}
    return figures


if __name__ == "__main__":
    measure_own()

"""The scorer of eval/own, and the gold it scores against."""

from __future__ import annotations

from typing import Any

import pytest

from eval.own import build, score
from eval.own.score import Count

Item = dict[str, Any]
PAIRS = [gold for _, gold in score.read_gold("pairs")]
STORIES = [gold for _, gold in score.read_gold("stories")]
EMPTY: Item = {"reports": [], "stories": []}


def place(item: Item) -> list[int]:
    return [item["start"], item["end"]]


def places(items: list[Item]) -> list[list[int]]:
    return [place(i) for i in items]


def labelled(items: list[Item]) -> list[Item]:
    return [{"label": m["label"], "span": place(m["span"])} for m in items]


def facts_as_traced(facts: Item) -> Item:
    """The facts of gold in the shape of a trace."""
    named = {
        kind: [{**n, "mentions": places(n["mentions"])} for n in facts[kind]]
        for kind in ("people", "organisations", "places")
    }
    return named | {
        "statements": [
            {
                "speaker": [s["speaker"]] if isinstance(s["speaker"], str) else s["speaker"],
                "content_spans": places(s["content"]),
            }
            for s in facts["statements"]
        ],
        "quantities": [
            {"span": place(q["span"]), "value": q["value"], "bound": q["modifier"]} for q in facts["quantities"]
        ],
        "dates": [{"span": place(d["span"]), "value": d["norm"]} for d in facts["dates"]],
        "lists": [{**x, "members": labelled(x["members"])} for x in facts["lists"]],
        "agreements": [
            {"what": a["what"], "count": a["count"], "span": place(a["span"]), "fields": labelled(a["fields"])}
            for a in facts["agreements"]
        ],
        "initiatives": [
            {"name": i["name"], "name_span": place(i["name_span"]), "members": labelled(i["members"])}
            for i in facts["initiatives"]
        ],
    }


def as_traced(gold: Item) -> Item:
    """A pair's gold in the shape of a trace that found all of it."""
    reports = [
        {
            "report_id": key,
            "path": f"somewhere/{document['file']}",
            "sentences": [{"sentence_id": s["id"], "spans": [place(s)]} for s in document["sentences"]],
            "facts": facts_as_traced(document["facts"]),
            "defects": [{"span": place(d["span"])} for d in gold["damage"] if d["span"]["doc"] == key],
            "repairs": [],
        }
        for key, document in gold["documents"].items()
    ]
    rows = [
        {"child": r["b"], "parent": r["a"], "relation": r["relation"]}
        for r in gold["alignment"]
        if r["relation"] not in score.UNALIGNED
    ]
    flags = [
        {**d, "child_id": "B", "child_spans": places(d["b"]), "parent_spans": places(d["a"])}
        for d in gold["discrepancies"]
        if all(sum(e - s for s, e in places(d[side])) <= score.LONGEST_FLAG for side in "ab")
    ]
    story = {
        "report_ids": ["A", "B"],
        "derivations": [{"child_id": "B", "parent_id": "A"}],
        "alignments": [{"child_id": "B", "parent_id": "A", "rows": rows}],
        "discrepancies": flags,
    }
    return {"reports": reports, "stories": [story]}


def measured(gold: Item, trace: Item) -> dict[str, Count]:
    return score.score_pair(gold, trace, {"A": "2026 2025", "B": "2026 2025"})


@pytest.mark.parametrize("name", build.names())
def test_gold_is_what_its_notes_say(name):
    path, text = build.build(name)
    assert path.read_text(encoding="utf-8") == text, "run: python -m eval.own.build"


@pytest.mark.parametrize("gold", PAIRS, ids=lambda g: g["pair_id"])
def test_gold_against_itself_is_perfect(gold):
    counts = measured(gold, as_traced(gold))
    figures = score.read_figures(counts)
    for name, (kind, _) in score.FIGURES.items():
        if name == "-traps":
            assert figures[name] == 0
        elif counts[kind].wanted or counts[kind].given:
            assert figures[name] == 1.0, name


@pytest.mark.parametrize("gold", PAIRS, ids=lambda g: g["pair_id"])
def test_an_empty_trace_scores_nothing(gold):
    assert set(score.read_figures(measured(gold, EMPTY)).values()) == {0.0}


def test_a_flag_on_a_non_discrepancy_is_a_trap_and_costs_precision():
    gold = PAIRS[0]
    trap = gold["non_discrepancies"][0]
    trace = as_traced(gold)
    flag = {"type": "cue_weakened", "severity": "high", "child_id": "B"}
    flag |= {"child_spans": places(trap["b"]), "parent_spans": places(trap["a"])}
    trace["stories"][0]["discrepancies"].append(flag)
    figures = score.read_figures(measured(gold, trace))
    assert figures["-traps"] == 1
    assert figures["flag_prec"] < 1
    flag["severity"] = "low"
    assert score.read_figures(measured(gold, trace))["-traps"] == 0


def test_a_flag_as_long_as_a_page_points_at_nothing():
    gold, trace = PAIRS[0], as_traced(PAIRS[0])
    for flag in trace["stories"][0]["discrepancies"]:
        flag["child_spans"] = flag["parent_spans"] = [[0, 5000]]
    assert measured(gold, trace)["must"].right == 0


def test_an_edge_both_ways_is_no_direction():
    gold, trace = PAIRS[0], as_traced(PAIRS[0])
    trace["stories"][0]["derivations"].append({"child_id": "A", "parent_id": "B"})
    assert measured(gold, trace)["direction"].right == 0


def test_a_person_under_two_names_is_one_right_and_one_too_many():
    gold = [{"name": "Marian Oduya", "mentions": [{"start": 0, "end": 12}, {"start": 40, "end": 45}]}]
    given = [{"name": "Marian Oduya", "mentions": [[0, 12]]}, {"name": "Oduya", "mentions": [[40, 45]]}]
    assert len(score.match_names(gold, given)) == 1


def test_speakers_are_all_named_and_nobody_else():
    assert score.same_speakers("Marian Oduya", ["Oduya"])
    assert score.same_speakers("officials from both sides", ["officials"])
    assert not score.same_speakers(["Jonas Brekkhus", "Liv Hammerstad"], ["Brekkhus"])
    assert not score.same_speakers("Jonas Brekkhus", ["Jonas Brekkhus", "Liv Hammerstad"])


def test_month_and_day_are_enough_where_the_report_shows_no_year():
    gold = [{"norm": "2026-05-29", "span": {"start": 0, "end": 6}}]
    given = [{"value": "2031-05-29", "span": [0, 6]}]
    assert score.match_dates(gold, given, "by May 29")
    assert not score.match_dates(gold, given, "by May 29, 2026")


def test_a_list_may_lack_one_of_four_and_not_two():
    gold = [{"members": [{"span": {"start": i, "end": i + 5}} for i in (0, 10, 20, 30)]}]
    given = [{"members": [{"span": [i, i + 5]} for i in (0, 10, 20)]}]
    assert score.match_lists(gold, given)
    assert not score.match_lists(gold, [{"members": given[0]["members"][:2]}])


def test_a_pile_is_scored_by_grouping_edges_and_origins():
    golds = [*(score.as_story(g) for g in PAIRS), *STORIES]
    trace: Item = {"reports": [], "stories": []}
    for gold in golds:
        files = [r["file"] for r in gold["reports"]]
        trace["reports"] += [{"report_id": f, "path": f"deep/{f}"} for f in files]
        edges = [{"child_id": d["child"], "parent_id": p} for d in gold["derivations"] for p in d["parents"]]
        trace["stories"].append({"report_ids": files, "derivations": edges, "origins": {"count": gold["origins"]}})
    counts = score.score_stories(golds, trace)
    assert [counts["grouping"].f1, counts["edges"].f1, counts["origins"].recall] == [1.0, 1.0, 1.0]
    one = {"report_ids": [r["report_id"] for r in trace["reports"]], "derivations": [], "origins": {"count": 1}}
    counts = score.score_stories(golds, {**trace, "stories": [one]})
    assert counts["grouping"].f1 < 1
    assert counts["edges"].f1 == counts["origins"].recall == 0

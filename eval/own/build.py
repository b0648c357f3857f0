"""Writes the gold of eval/own from the reports and the notes beside them: `python -m eval.own.build [NAME ...]`.

The notes (notes/<name>.txt) are what a person writes: sections of lines, fields parted by `|`, members by `;`.
Places in a report are quoted, never counted: `A3 | the phrase` is looked up in sentence A3 and becomes a span.

    the phrase        its first occurrence in the sentence; a run of white space matches any other
    the phrase #2     its second one
    first ... last    from the first words to the next of the last, both included
    first ... *       from the first words to the end of the sentence
    *                 the whole sentence

A phrase that does not occur stops the build, so that gold and reports cannot drift apart.

A report by itself (singles/<name>/report.txt) has sections without a letter, and its lines that are not blank
stand for sentences: `3 | the phrase` is looked up in the third of them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Item = dict[str, Any]
Sections = dict[str, list[list[str]]]


class NotesError(ValueError):
    """Notes that the reports do not bear out; the message says which line."""


def read_notes(path: Path) -> Sections:
    """The lines of each `[section]`, as fields; lines that start with `//` are remarks."""
    sections: Sections = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[(.+)\]\s*", line):
            name = header.group(1)
            sections.setdefault(name, [])
        elif line.strip() and not line.startswith("//"):
            sections[name].append([field.strip() for field in line.split("|")])
    return sections


def settings(lines: list[list[str]]) -> dict[str, str]:
    """The `key | value` lines of a section."""
    return {line[0]: line[1] for line in lines}


def members(field: str) -> list[str]:
    """The parts of a field, parted by a semicolon and a space (an entity of HTML ends with a semicolon alone)."""
    return [part.strip() for part in re.split(r";\s+", field) if part.strip()] if field not in ("", "-") else []


def given(field: str) -> str | None:
    return None if field in ("", "-") else field


def number(field: str) -> int | float | None:
    if field in ("", "-"):
        return None
    value = float(field)
    return int(value) if value.is_integer() else value


class Marked:
    """A report's source with its sentences: turns quoted phrases into spans."""

    def __init__(self, key: str, path: Path, lines: list[list[str]], **where: str) -> None:
        self.key, self.path, self.where = key, path, where
        raw = path.read_bytes()
        self.source, self.sha256 = raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
        self.sentences: list[Item] = []
        begin = 0
        for name, role, words, *rest in lines:
            start, end = self.locate(words, begin, len(self.source), f"{path.name} sentence {name}")
            begin = end
            self.sentences.append({"id": name, "role": role, "start": start, "end": end, "rest": rest})
        # A sentence noted by its first words alone goes on to where the next one begins.
        for this, following in zip(self.sentences, [*self.sentences[1:], {"start": len(self.source)}]):
            if this.pop("rest") != ["."]:
                stop = following["start"]
                this["end"] = this["start"] + len(self.source[this["start"] : stop].rstrip())
            this["text"] = self.source[this["start"] : this["end"]]

    def locate(self, phrase: str, start: int, end: int, what: str) -> tuple[int, int]:
        """Where `phrase` stands between `start` and `end` of the source."""
        if phrase == "*":
            return start, end
        first, dots, last = phrase.partition(" ... ")
        nth = 1
        if found := re.fullmatch(r"(.*\S) #(\d+)", first):
            first, nth = found.group(1), int(found.group(2))
        hits = list(re.compile(loose(first)).finditer(self.source, start, end))
        if len(hits) < nth:
            raise NotesError(f"{what}: {first!r} occurs {len(hits)} times, not {nth}")
        begin, stop = hits[nth - 1].span()
        if last == "*":
            stop = end
        elif dots:
            tail = re.compile(loose(last)).search(self.source, stop, end)
            if not tail:
                raise NotesError(f"{what}: {last!r} does not follow {first!r}")
            stop = tail.end()
        return begin, stop

    def span(self, sentence: str, phrase: str) -> Item:
        """The span of `phrase` in a sentence, or of `S4: phrase` in another one that it names."""
        elsewhere, _, rest = phrase.partition(": ")
        if rest and any(s["id"] == elsewhere for s in self.sentences):
            sentence, phrase = elsewhere, rest
        for s in self.sentences:
            if s["id"] == sentence:
                start, end = self.locate(phrase, s["start"], s["end"], f"{self.path.name} {sentence}")
                return self.made(sentence, start, end)
        raise NotesError(f"{self.path.name} has no sentence {sentence!r} (for {phrase!r})")

    def made(self, sentence: str, start: int, end: int) -> Item:
        return {**self.where, "sentence": sentence, "start": start, "end": end, "text": self.source[start:end]}

    def spans(self, field: str) -> list[Item]:
        """The spans of `A3: phrase`, several parted by ` // `; none for `-`."""
        return [] if field == "-" else [self.span(*part.split(": ", 1)) for part in field.split(" // ")]

    def mentions(self, forms: list[str], taken: list[tuple[int, int]]) -> list[Item]:
        """Every whole-word occurrence of the forms, the longest first, outside what is `taken`."""
        found: list[Item] = []
        for form in sorted(forms, key=lambda f: (-len(f), f)):
            seen = 0
            for hit in re.finditer(rf"(?<!\w){loose(form)}(?!\w)", self.source):
                start, end = hit.span()
                home = [s["id"] for s in self.sentences if s["start"] <= start and end <= s["end"]]
                seen += bool(home)
                if home and not any(start < e and s < end for s, e in taken):
                    taken.append((start, end))
                    found.append(self.made(home[0], start, end))
            if not seen:
                raise NotesError(f"{self.path.name}: no mention of {form!r}")
        return sorted(found, key=lambda m: m["start"])


def loose(phrase: str) -> str:
    """A pattern for `phrase` in which a run of white space is any run of white space."""
    return r"\s+".join(map(re.escape, phrase.split()))


def labelled(report: Marked, sentence: str, field: str) -> list[Item]:
    """The members of a list; `label = phrase` where the label is not the phrase."""
    found = []
    for part in members(field):
        label, _, phrase = part.rpartition(" = ")
        span = report.span(sentence, phrase)
        found.append({"label": label or " ".join(span["text"].split()), "span": span})
    return found


def facts_of(report: Marked, notes: Sections) -> Item:
    """The facts of one report from its sections `[A statements]`, `[A people]` and so on."""

    def lines(kind: str) -> list[list[str]]:
        return notes.get(f"{report.key} {kind}", notes.get(kind, []))

    taken: list[tuple[int, int]] = []
    people = [
        {"name": name, "titles": members(titles), "mentions": report.mentions(members(forms), taken)}
        for name, titles, forms in lines("people")
    ]
    organisations = [
        {"name": name, "acronym": given(acronym), "type": kind, "mentions": report.mentions(members(forms), taken)}
        for name, acronym, kind, forms in lines("organisations")
    ]
    places = [
        {"name": name, "type": kind, "mentions": report.mentions(members(forms), taken)}
        for name, kind, forms in lines("places")
    ]
    statements = []
    for i, (sentence, speaker, source, cue, form, *content) in enumerate(lines("statements"), 1):
        names = members(speaker)
        statements.append(
            {
                "id": f"{report.key}.S{i}",
                "speaker": names[0] if len(names) == 1 else names,
                "source": report.span(sentence, source) if source != "-" else None,
                "cue": report.span(sentence, cue) if cue != "-" else None,
                "form": form,
                "content": [report.span(sentence, phrase) for phrase in content],
            }
        )
    return {
        "people": people,
        "organisations": organisations,
        "places": places,
        "dates": [{"span": report.span(s, phrase), "norm": norm} for s, phrase, norm in lines("dates")],
        "quantities": [
            {"span": report.span(s, phrase), "value": number(value), "unit": unit, "modifier": bound, "of": of}
            for s, phrase, value, unit, bound, of in lines("quantities")
        ],
        "initiatives": [
            {
                "name": name,
                "acronym": given(acronym),
                "by": given(by),
                "rank": number(rank),
                "name_span": report.span(s, phrase),
                "aim": given(aim),
                "members": labelled(report, s, parts),
                "stated_count": number(count),
            }
            for s, name, acronym, by, rank, phrase, aim, parts, count in lines("initiatives")
        ],
        "agreements": [
            {
                "what": what,
                "count": number(count),
                "modifier": given(bound),
                "parties": members(parties),
                "signatories": members(signatories),
                "span": report.span(s, phrase),
                "fields": labelled(report, s, fields),
            }
            for s, what, count, bound, parties, signatories, phrase, fields in lines("agreements")
        ],
        "lists": [
            {"of": of, "members": labelled(report, s, parts), "stated_count": number(count)}
            for s, of, parts, count in lines("lists")
        ],
        "statements": statements,
        "events": [
            {
                "type": kind,
                "participants": members(who),
                "place": given(place),
                "date": given(date),
                "span": report.span(s, phrase),
            }
            for s, kind, who, place, date, phrase in lines("events")
        ],
    }


def build_pair(name: str) -> Item:
    """The gold of a pair, as gold.json holds it."""
    notes = read_notes(HERE / "notes" / f"{name}.txt")
    about, marked, documents = settings(notes["pair"]), {}, {}
    for key in "AB":
        head = settings(notes[key])
        report = Marked(key, HERE / "pairs" / name / head["file"], notes[f"{key} sentences"], doc=key)
        marked[key] = report
        documents[key] = {
            "file": head["file"],
            "sha256": report.sha256,
            "n_chars": len(report.source),
            "outlet": head["outlet"],
            "published": head["published"],
            "dateline_place": given(head["dateline_place"]),
            "dateline_date": given(head["dateline_date"]),
            "sentences": report.sentences,
            "facts": facts_of(report, notes),
        }

    def sides(a: str, b: str) -> Item:
        return {"a": marked["A"].spans(a), "b": marked["B"].spans(b)}

    return {
        "schema": "retold-gold/1",
        "pair_id": name,
        "domain": about["domain"],
        "summary": about["summary"],
        "documents": documents,
        "direction": {
            "source": "A",
            "derived": "B",
            "source_file": documents["A"]["file"],
            "derived_file": documents["B"]["file"],
            "relation": about["relation"],
            "confidence": 0.9,
            "evidence": [{"kind": k, "weight": w, "note": n} for k, w, n in notes["direction"]],
        },
        "alignment": [
            {"b": members(b.replace(",", ";")), "a": members(a.replace(",", ";")), "relation": relation, "note": note}
            for b, a, relation, note in (pad(line, 4) for line in notes["alignment"])
        ],
        "secondary_links": [
            {"b": b, "a": a, "note": note} for b, a, note in (pad(line, 3) for line in notes.get("secondary", []))
        ],
        "discrepancies": [
            {"id": i.rstrip("!"), "type": t, **sides(a, b), "severity": s, "explanation": why, "must": i.endswith("!")}
            for i, t, s, a, b, why in notes["discrepancies"]
        ],
        "non_discrepancies": [
            {"id": i, "looks_like": looks, **sides(a, b), "explanation": why}
            for i, looks, a, b, why in notes["non_discrepancies"]
        ],
        "damage": [
            {"kind": kind, "span": marked[s[0]].span(s, phrase), "note": note}
            for kind, s, phrase, note in notes.get("damage", [])
        ],
    }


def build_single(name: str) -> Item:
    """The gold of a report by itself, as gold.json holds it: a pair's gold with one document and no comparison."""
    notes = read_notes(HERE / "notes" / f"{name}.txt")
    about = settings(notes["report"])
    path = HERE / "singles" / name / "report.txt"
    shown = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [[str(n), "headline" if n == 1 else "body", words, "."] for n, words in enumerate(shown, 1)]
    report = Marked("A", path, lines, doc="A")
    return {
        "schema": "retold-gold/1",
        "report_id": name,
        "domain": about["domain"],
        "half": about["half"],
        "documents": {
            "A": {
                "file": path.name,
                "sha256": report.sha256,
                "n_chars": len(report.source),
                "outlet": given(about["outlet"]),
                "published": given(about["published"]),
                "sentences": report.sentences,
                "facts": facts_of(report, notes),
            }
        },
    }


def pad(line: list[str], width: int) -> list[str]:
    return [*line, *[""] * (width - len(line))]


def build_story(name: str) -> Item:
    """The gold of a story, as gold.json holds it. Sides of a row are `file S3: phrase`."""
    notes = read_notes(HERE / "notes" / f"{name}.txt")
    about, marked, reports = settings(notes["story"]), {}, []
    for file, outlet, published, shown, credited, form in notes["reports"]:
        report = Marked(file, HERE / "stories" / name / file, notes[f"{file} sentences"], report=file)
        marked[file] = report
        reports.append(
            {
                "file": file,
                "outlet": outlet,
                "published": published,
                "published_as_shown": given(shown),
                "credited_agency": given(credited),
                "language": "en",
                "in_story": True,
                "other_story": None,
                "form": form,
                "sha256": report.sha256,
                "n_chars": len(report.source),
                "sentences": report.sentences,
            }
        )

    def side(field: str) -> list[Item]:
        if field == "-":
            return []
        return [marked[part.split()[0]].spans(part.split(maxsplit=1)[1])[0] for part in field.split(" // ")]

    return {
        "schema": "retold-story-gold/1",
        "story_id": name,
        "domain": about["domain"],
        "summary": about["summary"],
        "phenomena": members(about["phenomena"]),
        "reports": reports,
        "derivations": [
            {
                "child": child,
                "parents": members(parents),
                "relation": relation,
                "via_lost_parent": None,
                "own_reporting": own,
                "evidence_expected": [
                    {"kind": kind, "child_spans": side(c), "parent_spans": side(p), "note": note}
                    for of, kind, c, p, note in (pad(line, 5) for line in notes["evidence"])
                    if of == child
                ],
            }
            for child, parents, relation, own in notes["derivations"]
        ],
        "lost_parents": [],
        "equivalent_parents": [],
        "independent": members(about["independent"]),
        "origins": int(about["origins"]),
        "origin_list": [{"node": node, "kind": kind, "note": note} for node, kind, note in notes["origins"]],
        "origins_explanation": about["origins_explanation"],
        "key_sentences": [
            {
                "id": i,
                "gist": gist,
                "first": side(first)[0],
                "carriers": [
                    {"span": side(place)[0], "form": form}
                    for form, place in (part.split(" ", 1) for part in members(carriers))
                ],
                "note": "",
            }
            for i, gist, first, carriers in notes.get("key_sentences", [])
        ],
        "figures": [
            {
                "slot": slot,
                "unit": unit,
                "verdict": verdict,
                "note": "",
                "entries": [
                    {"report": place.split()[0], "span": side(place)[0], "value": number(value), "modifier": bound}
                    for value, bound, place in (part.split(" ", 2) for part in members(entries))
                ],
            }
            for slot, unit, verdict, entries in notes.get("figures", [])
        ],
        "quotes": [
            {
                "id": i,
                "speaker": speaker,
                "occasion": "",
                "note": "",
                "occurrences": [
                    {"span": side(place)[0], "form": form}
                    for form, place in (part.split(" ", 1) for part in members(occurrences))
                ],
            }
            for i, speaker, occurrences in notes.get("quotes", [])
        ],
        "discrepancies": [
            {
                "id": i.rstrip("!"),
                "child": child,
                "parent": parent,
                "type": t,
                "parent_spans": side(p),
                "child_spans": side(c),
                "severity": s,
                "must": i.endswith("!"),
                "explanation": why,
            }
            for i, child, parent, t, s, p, c, why in notes.get("discrepancies", [])
        ],
        "non_discrepancies": [
            {
                "id": i,
                "child": child,
                "other": other,
                "looks_like": looks,
                "other_spans": side(o),
                "child_spans": side(c),
                "explanation": why,
            }
            for i, child, other, looks, o, c, why in notes.get("non_discrepancies", [])
        ],
    }


def build(name: str) -> tuple[Path, str]:
    """Where the gold of `name` lies, and what it holds."""
    for folder, make in (("stories", build_story), ("singles", build_single), ("pairs", build_pair)):
        if (HERE / folder / name).is_dir():
            return HERE / folder / name / "gold.json", json.dumps(make(name), ensure_ascii=False, indent=1) + "\n"
    raise NotesError(f"{name} has notes and no reports")


def names() -> list[str]:
    """Everything that has notes, sorted."""
    return sorted(path.stem for path in (HERE / "notes").glob("*.txt"))


def main() -> None:
    for name in sys.argv[1:] or names():
        try:
            path, text = build(name)
        except (NotesError, ValueError, KeyError) as why:
            raise SystemExit(f"{name}: {why!r}") from why
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(HERE))


if __name__ == "__main__":
    main()

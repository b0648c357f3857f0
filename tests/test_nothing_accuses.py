"""Nothing that leaves the program accuses: it shows what changed, and leaves the verdict to the reader."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import retold
from retold.cli import main
from tests.conftest import EXAMPLES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "retold"

# Words that pass judgement on whoever wrote: no explanation, label, title, help text or template may hold one.
ACCUSING_RE = re.compile(
    r"\b(?:plagiar\w*|thef?t|thief|thieves|thiev\w+|stole|stolen|steal\w*|fake[ds]?|faking|false(?:ly|hoods?)?(?! alarms?)|liars?|lied|lying"
    r"|fraud\w*|cheat\w*|dishonest\w*|hoax\w*|mislead\w*|misled|disinformation|misinformation|propagand\w*|bogus|fabricat\w*"
    r"|forge(?:d|ry|ries)|copycats?|rip(?:ped)?[- ]offs?|rips? off|pira(?:te[ds]?|cy)|distort\w*|deceiv\w*|decept\w+|deceit\w*"
    r"|manipulat\w*|untrue|untruths?|guilty|culprits?|offenders?|wrongdo\w*|shameless\w*|sloppy|careless\w*|negligen\w*|untrustworthy"
    r"|unreliable|biased|lifted from|copied without|unauthori[sz]ed|infring\w*|violat\w*)\b",
    re.IGNORECASE,
)


def accusing(text: str) -> list[str]:
    """The accusing words of `text`, with what stands around them."""
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in ACCUSING_RE.finditer(text)]


def test_the_words_looked_for_are_found_in_any_form():
    """
    Plagiarised. A FAKE story, falsely told; they lied, stole it and misled us: a rip-off, copied without a word.
    """
    said = test_the_words_looked_for_are_found_in_any_form.__doc__ or ""
    assert [m.group().lower() for m in ACCUSING_RE.finditer(said)] == [
        *("plagiarised", "fake", "falsely", "lied", "stole", "misled", "rip-off", "copied without"),
    ]
    assert not accusing("The two lie side by side; the figure differs; the police station stands in Stolenburg.")


# ---------------------------------------------------------------- what a run gives


@pytest.fixture(scope="module")
def reported() -> str:
    """Every word of the example's own files: what a report says, it may say."""
    return " ".join(p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.rglob("*")) if p.is_file()).casefold()


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("trace", "--collation", "--all"), ("trace", "--json", "-"), ("read",), ("read", "--text", "--diff")],
    ids=" ".join,
)
def test_no_run_accuses(arguments: tuple[str, ...], reported: str):
    command, *options = arguments
    printed = run(command, str(EXAMPLES / "ferry"), *options)
    if "--json" in options or arguments == ("read",):
        lines = printed.splitlines() if command == "read" else [printed]
        printed = "\n".join(s for line in lines for s in strings(json.loads(line)))
    assert [found for found in accusing(printed) if not quoted(found, reported)] == []


def test_the_page_does_not_accuse(tmp_path: Path, reported: str):
    page = tmp_path / "page.html"
    run("trace", str(EXAMPLES / "ferry"), "--html", str(page))
    seen = re.sub(r"<(script|style)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.S)
    seen = re.sub(r"<[^>]*?(?:\b(?:title|aria-label|alt)=\"([^\"]*)\")?[^>]*>", r" \1 ", seen)
    assert [found for found in accusing(seen) if not quoted(found, reported)] == []


def quoted(found: str, reported: str) -> bool:
    """Whether an accusing word comes from a report, which stands there for what it says."""
    return all(m.group().casefold() in reported for m in ACCUSING_RE.finditer(found))


def strings(value: Any) -> Iterator[str]:
    """The strings of a JSON value, its keys too: `false` is no word of it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


# ---------------------------------------------------------------- what any run could give


def texts_of(module: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a module that are more than a word, parts of f-strings too; docstrings are not shown."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            told.add(id(node.body[0].value))  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile":
            told.update(id(part) for part in ast.walk(node))  # patterns read reports; they say nothing
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "word_set":
            told.update(id(part) for part in ast.walk(node))  # nor do lists of words
        if isinstance(node, ast.Attribute) and node.attr == "split" and isinstance(node.value, ast.Constant):
            told.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


# Rooms that read reports hold words to read them by ("accused of fraud"); these explain what was found.
EXPLAINING = ("lineage", "record", "show", "align", "match", "exports", "store", "web")


def explaining_modules() -> list[Path]:
    rooms = [p for room in EXPLAINING for p in sorted((PACKAGE / room).rglob("*.py"))]
    return [*rooms, *sorted(PACKAGE.glob("*.py"))]


def test_no_module_that_explains_holds_an_accusing_sentence():
    found = [
        f"{module.relative_to(ROOT)}:{line}: {words}"
        for module in explaining_modules()
        for line, text in texts_of(module)
        if " " in text.strip()
        for words in accusing(re.sub(r"= false\b", "", text))  # of a query
    ]
    assert found == []


def test_no_template_accuses():
    templates = [p for p in sorted(PACKAGE.rglob("templates/*")) if p.suffix in (".j2", ".html", ".css", ".js", ".txt")]
    assert templates
    found = []
    for template in templates:
        text = template.read_text(encoding="utf-8")
        text = re.sub(r'="false"', " ", text)  # an attribute's value
        if template.suffix == ".js":  # words of the language itself
            text = re.sub(r"\bfalse\b", " ", text)
        found += [f"{template.name}: {words}" for words in accusing(text)]
    assert found == []


def test_no_label_of_the_data_accuses():
    """Every key, kind and verdict that a trace may hold is in the schema, and every setting has its reason shown."""
    schema = json.loads((ROOT / "docs" / "schema.json").read_text(encoding="utf-8"))
    assert accusing(" ".join(s.replace("_", " ") for s in strings(schema))) == []
    assert accusing((ROOT / "docs" / "settings.md").read_text(encoding="utf-8").replace("`false`", "")) == []


def test_no_help_text_accuses():
    for command in [[], *([name] for name in sorted(main.commands))]:  # type: ignore[attr-defined]
        assert accusing(run(*command, "--help")) == []


def test_the_explanation_of_origins_counts_and_does_not_judge():
    trace = retold.trace(sorted(str(p) for p in (EXAMPLES / "ferry").iterdir()))
    for story in trace.stories:
        assert re.match(r"\d+ reports?, \d+ origins?: ", story.origins.explanation)
        assert accusing(story.origins.explanation) == []


def test_what_data_files_explain_does_not_accuse():
    """Reasons in data files are shown beside weights and repairs: the last column of those that have one."""
    found = []
    for path in sorted((PACKAGE / "data").rglob("*.txt")):
        if path.name == "opposites.txt":
            continue  # words of the reports, steps of a scale between strokes: nothing there is shown as a reason
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.count("|") >= 3:
                found += [f"{path.name}: {words}" for words in accusing(line.rpartition("|")[2])]
    assert found == []

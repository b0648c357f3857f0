"""Prints what part of speech a word of the news usually is: how retold/data/record/word_kinds.txt was made.

    python -m lab.claims.count_word_kinds ../shared/data ../shared/bench/reuters21578_sgm.tar.xz > word_kinds.txt

Nothing is tagged: a word is counted by what stands before and after it ("to _", "the _ of", "very _", "was _ by").
A word met six times, and no name, is given the kind that its neighbours speak for most. Only words are printed, never text.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from lab.names.count_ordinary_words import SKIPPED, strings

TOKEN_RE = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[.,;:!?()\"]")
DETERMINERS = frozenset("the a an this that these those its his her their our my your some any no every each".split())
MODALS = frozenset("to will would can could may might must should cannot not n't did does do doesn't didn't".split())
PRONOUNS = frozenset("he she they it who we i you which".split())
BEING = frozenset("was were been being is are be has have had get got".split())
DEGREES = frozenset("very more most so too less least quite rather as".split())
AFTER_NOUN = frozenset(
    "of in on at for to from by with and or was is were are has have had will would that who said , . ; : )".split()
)
LEAST_TEXTS = 8  # a word of fewer is the word of a story
FUNCTION = DETERMINERS | MODALS | PRONOUNS | BEING | DEGREES | AFTER_NOUN


def texts(arguments: list[str]) -> Iterator[str]:
    """The texts of folders of JSON lines, and of a tar of Reuters pages."""
    for argument in map(Path, arguments):
        if argument.is_dir():
            for path in sorted(argument.glob("*/*.jsonl")):
                if not any(part in str(path) for part in SKIPPED):
                    for line in path.read_text(encoding="utf-8").splitlines():
                        yield from (s for s in strings(json.loads(line)) if len(s) > 60)
        else:
            with tarfile.open(argument) as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.name.endswith(".sgm") else None
                    if file is not None:
                        page = file.read().decode("latin-1")
                        yield from (html.unescape(b) for b in re.findall(r"<BODY>(.*?)</BODY>", page, re.DOTALL))


def main(arguments: list[str]) -> None:
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    met: Counter[str] = Counter()
    named: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for text in texts(arguments):
        words = [m.group().replace("’", "'") for m in TOKEN_RE.finditer(text)]
        spread.update({w for w in words if w.islower()})
        for at, word in enumerate(words):
            if not word.islower() or not word.isalpha() or word in FUNCTION:
                if word.istitle() and at and words[at - 1].islower():
                    named[word.lower()] += 1
                continue
            met[word] += 1
            before = words[at - 1].lower() if at else "."
            after = words[at + 1].lower() if at + 1 < len(words) else "."
            ends = after in AFTER_NOUN
            count = seen[word]
            if before in MODALS:
                if not ends or after in ("to", "in", "on", "at", "for", "from", "by", "with", "that"):
                    count["verb"] += 1
            elif before in PRONOUNS:
                count["verb"] += 1
            elif before in BEING:
                count["verb" if word.endswith(("ed", "ing", "en")) or after == "by" else "adjective"] += 0.7
            elif before in DEGREES:
                count["adjective"] += 2
            elif before in DETERMINERS:
                count["noun" if ends else "adjective"] += 1
            elif before in ("of", "in", "on", "for", "by", "with") and ends:
                count["noun"] += 1
            elif after in DETERMINERS and before not in (",", ".", ";"):
                count["verb"] += 0.7
            elif after == "of":
                count["noun"] += 1
    kinds: dict[str, list[str]] = defaultdict(list)
    for word in sorted(seen):
        count = seen[word]
        # What has a capital inside sentences oftener than not is a name, in texts without capitals too.
        if met[word] < 6 or spread[word] < LEAST_TEXTS or sum(count.values()) < 3 or named[word] >= met[word]:
            continue
        best, votes = max(sorted(count.items()), key=lambda item: item[1])
        if word.endswith("ly") and best != "noun":
            best = "adverb"
        elif word.endswith("s") and not word.endswith(("ss", "ous")) and best == "adjective":
            best = "noun"  # a plural that stands before another noun
        if votes >= 0.5 * sum(count.values()):
            kinds[best].append(word)
    lines = [
        "# What part of speech a word of the news usually is, by what stands around it. Kind: words.",
        "# Made by lab/claims/count_word_kinds.py; a word in no line has no usual kind.",
    ]
    lines += [f"{kind}: {' '.join(words)}" for kind, words in sorted(kinds.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

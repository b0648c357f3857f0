"""Prints the words that running news text writes in lower case: how retold/data/names/ordinary.txt was made.

    python lab/names/count_ordinary_words.py ../shared/data > words.txt

A word is kept when it was met six times in four texts or more and stood in lower case three times out of
four; capitals count only where no sentence begins. Only words are printed, never text.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORD_RE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# No English prose, or answers instead of text.
SKIPPED = ("_de_", "truth", "damage", "silver", "extract", "dates_htmldate", "pan13")


def strings(value: Any) -> Iterator[str]:
    """The strings in a decoded JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def main(folder: str) -> None:
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    texts: dict[str, set[int]] = defaultdict(set)
    number = 0
    for path in sorted(Path(folder).glob("*/*.jsonl")):
        if any(part in str(path) for part in SKIPPED):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            number += 1
            for text in strings(row):
                if len(text) < 60 or "<" in text[:200]:
                    continue
                for match in WORD_RE.finditer(text):
                    word, before = match.group(), text[max(0, match.start() - 2) : match.start()]
                    if word.islower():
                        lower[word] += 1
                        texts[word].add(number)
                    elif before[-1:] == " " and before[:1].islower() and word[1:].islower():
                        capital[word.lower()] += 1
    for word, count in sorted(lower.items()):
        known = count >= 6 and len(texts[word]) >= 4 and len(word) > 1 and word.isalpha()
        if known and count >= 0.75 * (count + capital[word]):
            sys.stdout.write(word + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

"""Candidate pairs by the peers that PyPI has, the way their users call them: run in an environment that holds one of them.

    python peers.py datasketch|rensa|gaoya CORPUS.jsonl PAIRS.tsv

Word 5-grams, 128 permutations; datasketch at threshold .2, rensa in 64 bands, gaoya in 64 bands of 2 rows.
"""

from __future__ import annotations

import json
import re
import sys

WORD_RE = re.compile(r"\w+")


def shingles(text):
    words = WORD_RE.findall(text.lower())
    return [" ".join(words[n : n + 5]) for n in range(max(1, len(words) - 4))]


def by_datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    hashes = list(MinHash.generator([[s.encode() for s in shingles(t)] for t in texts], num_perm=128, seed=7))
    index = MinHashLSH(threshold=0.2, num_perm=128)
    with index.insertion_session() as session:
        for n, one in enumerate(hashes):
            session.insert(n, one, check_duplication=False)
    return ((n, other) for n, one in enumerate(hashes) for other in index.query(one))


def by_rensa(texts):
    import rensa

    hashes = []
    for text in texts:
        one = rensa.RMinHash(num_perm=128, seed=7)
        one.update(shingles(text))
        hashes.append(one)
    index = rensa.RMinHashLSH(threshold=0.1, num_perm=128, num_bands=64)
    for n, one in enumerate(hashes):
        index.insert(n, one)
    return ((n, other) for n, one in enumerate(hashes) for other in index.query(one))


def by_gaoya(texts):
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=0.1,
        num_bands=64,
        band_size=2,
        num_hashes=128,
        analyzer="word",
        lowercase=True,
        ngram_range=(5, 5),
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    found = index.par_bulk_query(texts, return_similarity=False)
    return ((n, other) for n, row in enumerate(found) for other in row)


def main() -> None:
    peer, corpus, out = sys.argv[1:4]
    with open(corpus, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    ids, texts = [r["id"] for r in rows], [r["text"] for r in rows]
    find = {"datasketch": by_datasketch, "rensa": by_rensa, "gaoya": by_gaoya}[peer]
    with open(out, "w", encoding="utf-8") as file:
        for one, other in find(texts):
            if one < other:
                file.write(f"{ids[one]}\t{ids[other]}\n")


if __name__ == "__main__":
    main()

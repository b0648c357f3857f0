"""The project's own annotated reports, invented for it, and how well Retold reads them.

Six pairs and a story in the gold format of the contract, so that the gate means something where the shared
gold is not. `score` compares a trace with them; `build` makes the gold from notes that people write.
"""

from __future__ import annotations


def measure_own() -> dict[str, float]:
    """The figures of the own reports, as the gate holds them."""
    from eval.own import score

    return score.measure_own()

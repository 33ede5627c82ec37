"""When a race looks at its results, and how sure each look has to be (`src/stats/elimination/rounds.ts`)."""

from __future__ import annotations

from ..experiment.lab import LAB

ROUNDS: tuple[int, ...] = tuple(LAB["race"]["rounds"])
"""Seeds that each scenario still in the race has at the end of each round."""
MOST_SEEDS = ROUNDS[-1]


def drop_level(began: int, left: int) -> float:
    """The one-sided level of one comparison for dropping: Bonferroni's over rounds and rivals, Holm's over those left.

    Args:
        began: how many scenarios began, at least 2
        left: how many are in the race before this round
    """
    level: float = LAB["race"]["wronglyDropped"]
    return level / (len(ROUNDS) * (began - 1) * left)


def claim_level(began: int) -> float:
    """The same for the claim that a scenario is surely within some difference of all others: rivals need no correction."""
    level: float = LAB["race"]["wronglyClaimed"]
    return level / (len(ROUNDS) * began)

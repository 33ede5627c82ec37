"""Means and spreads of a few numbers, added from left to right as the lab adds them (`src/stats/summary.ts`).

Python's own sums are rounded otherwise, and whether a difference is just delta hangs on the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def sum_of(values: Iterable[float]) -> float:
    """The sum, from left to right."""
    total = 0.0
    for value in values:
        total += value
    return total


def mean_of(values: Sequence[float]) -> float:
    """Mean of at least one value."""
    return sum_of(values) / len(values)


def standard_deviation(values: Sequence[float]) -> float:
    """Sample standard deviation (n - 1) of at least two values."""
    middle = mean_of(values)
    return math.sqrt(sum_of((value - middle) ** 2 for value in values) / (len(values) - 1))


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle; None for no values."""
    if not values:
        return None
    ordered = sorted(values)
    return mean_of(ordered[(len(ordered) + 1) // 2 - 1 : len(ordered) // 2 + 1])

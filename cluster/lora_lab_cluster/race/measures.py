"""Measures of a classifier from its confusion counts (`src/stats/measures/fromConfusion.ts`)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .means import mean_of
from .report import Measure


def value_from_confusion(confusion: Sequence[Sequence[int]], measure: Measure) -> float | None:
    """Macro-F1 and balanced accuracy in [0, 1], MCC in [-1, 1]; None if there is no row.

    Args:
        confusion: for each true class, the number of its rows that were taken for each class.
    """
    rows = [sum(counts) for counts in confusion]
    taken = [sum(counts[label] for counts in confusion) for label in range(len(confusion))]
    right = [counts[label] for label, counts in enumerate(confusion)]
    if sum(rows) == 0:
        return None
    classes = list(zip(right, rows, taken, strict=True))
    if measure == "accuracy":
        return sum(right) / sum(rows)
    if measure == "macroF1":
        return mean_of([2 * hit / (own + named) for hit, own, named in classes if own + named > 0])
    if measure == "balancedAccuracy":
        return mean_of([hit / own for hit, own, _ in classes if own > 0])
    return _mcc(sum(right), rows, taken)


def _mcc(right: int, rows: list[int], taken: list[int]) -> float:
    """Gorodkin's R_K; 0 where the true or the predicted classes never vary."""
    total = sum(rows)
    chance = sum(own * named for own, named in zip(rows, taken, strict=True))
    product = math.prod(total**2 - sum(each**2 for each in side) for side in (rows, taken))
    return 0.0 if product == 0 else (right * total - chance) / math.sqrt(product)

"""How far two scores order the same modules alike: Spearman's rank correlation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from .module_scores import Scored
from .request import LABELS, ScoreRequest


def agreements(scored: Sequence[tuple[ScoreRequest, Scored]]) -> list[dict[str, Any]]:
    """Of each pair of scores their names, Spearman's over the modules that both have, and how many these are."""
    found = []
    for (one, its), (other, others) in combinations(scored, 2):
        known = {(module["layer"], module["component"]): module["value"] for module in others.modules}
        pairs = [
            (module["value"], known[place])
            for module in its.modules
            if (place := (module["layer"], module["component"])) in known
        ]
        correlation = rank_correlation([value for value, _ in pairs], [value for _, value in pairs])
        names = [LABELS[one.kind], LABELS[other.kind]]
        found.append({"scores": names, "spearman": correlation, "modules": len(pairs)})
    return found


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The correlation of the ranks; equal values share the mean of their ranks, as in scipy.stats.spearmanr.

    In [-1, 1]; None for fewer than two pairs, or if all values of a side are equal.
    """
    middle = (len(one) - 1) / 2
    a = [rank - middle for rank in _ranks(one)]
    b = [rank - middle for rank in _ranks(other)]
    spread = math.sqrt(_product(a, a) * _product(b, b))
    return min(1.0, max(-1.0, _product(a, b) / spread)) if spread > 0 else None


def _product(x: Sequence[float], y: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(x, y, strict=True))


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks counted from 0, the smallest first."""
    return [sum(one < value for one in values) + (sum(one == value for one in values) - 1) / 2 for value in values]

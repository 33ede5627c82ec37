"""How much trials vary from seed to seed, learned from all scenarios of a race (`src/stats/elimination/pooledSpread.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .errors import SquaredError
from .means import mean_of, median, standard_deviation, sum_of
from .sentences import SeededValue, sentence_errors

_MOST_WEIGHT = 12
"""The most degrees of freedom that the pooled variance counts for: scenarios do differ."""
_MOST_MEDIANS = 10
"""A scenario whose trials collapse now and then counts so many medians at most."""


@dataclass(frozen=True)
class PooledSpread:
    """A variance over seeds that was learned from all scenarios."""

    variance: float
    """As a multiple of luck on sentences if `is_ratio`, else in squared units of the values."""
    is_ratio: bool
    weight: float
    """How many degrees of freedom it counts for beside a pair's own."""


@dataclass(frozen=True)
class Difference:
    """The mean of the first's values minus the mean of the second's, and its error."""

    value: float
    error: SquaredError

    def turned(self) -> Difference:
        """The second's minus the first's."""
        return Difference(-self.value, self.error.turned())


def pool_spread(scenarios: Sequence[Sequence[SeededValue]]) -> PooledSpread | None:
    """The spread of scenarios that have the same seeds; None for fewer than two scenarios or seeds."""
    seeds = len(scenarios[0]) if scenarios else 0
    if len(scenarios) < 2 or seeds < 2:
        return None
    lucks = [_luck(values) for values in scenarios]
    known = [luck for luck in lucks if luck is not None and luck > 0]
    is_ratio = len(known) == len(lucks)
    variances = [standard_deviation([each.value for each in values]) ** 2 for values in scenarios]
    if is_ratio:
        variances = [variance / luck for variance, luck in zip(variances, known, strict=True)]
    most = _MOST_MEDIANS * (median(variances) or 0.0)
    pooled = sum_of(min(variance, most) for variance in variances) / len(variances)
    weight = min(_MOST_WEIGHT, (len(scenarios) - 1) * (seeds - 1))
    return PooledSpread(max(1.0, pooled) if is_ratio else pooled, is_ratio, weight)


def _luck(values: Sequence[SeededValue]) -> float | None:
    """The variance of one trial's accuracy by luck on single sentences; None where hits are not known."""
    rows = [each.hits for each in values if each.hits is not None]
    if not rows or len(rows) < len(values) or len({len(row) for row in rows}) > 1 or len(rows[0]) == 0:
        return None
    shares = np.stack(rows).mean(axis=0)
    return float((shares * (1 - shares)).sum()) * len(rows) / (len(rows) - 1) / len(rows[0]) ** 2


def pooled_difference(
    first: Sequence[SeededValue], second: Sequence[SeededValue], pooled: PooledSpread | None
) -> Difference:
    """The difference of two scenarios on the same seeds, two or more, in one order; its error is moderated (Smyth 2004)."""
    pairs = list(zip(first, second, strict=True))
    differences = [a.value - b.value for a, b in pairs]
    seeds = len(differences)
    own = SquaredError(standard_deviation(differences) ** 2 / seeds, seeds - 1)
    known = sentence_errors(pairs)
    if known is not None:
        own = replace(own, sentences=known.sentences, luck=known.luck, shift=known.shift)
    return Difference(mean_of(differences), own if pooled is None else _moderated(own, seeds, pooled))


def _moderated(error: SquaredError, seeds: int, pooled: PooledSpread) -> SquaredError:
    """The mean of the pair's own variance and the pooled one, weighted by degrees of freedom, which add up."""
    expected = pooled.variance * (error.luck if pooled.is_ratio else 2 / seeds)
    freedom = error.freedom + pooled.weight
    moderated = (error.seeds * error.freedom + expected * pooled.weight) / freedom
    return replace(error, seeds=moderated, freedom=freedom)

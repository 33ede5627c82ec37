"""A difference's squared standard error, of seeds and of sentences, and bounds by it (`src/stats/comparisons/twoSources.ts`).

The seeds' part follows Student's t, the sentences' is as good as known, and the critical value lies between t and z.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from .quantiles import critical_t, critical_z

ROUNDING = 1e-12
"""Equal means of whole numbers differ by less."""
_LARGEST_DIFFERENCE = 1.0
"""Accuracies differ by no more."""
_FEWEST_FREEDOM = 4
"""The series needs some degrees of freedom to hold; below them stands what never finds too much."""


@dataclass(frozen=True)
class Shift:
    """How the sentences' part grows if the true value lies h above: slope * h + curve * h^2, and most * |h| at most."""

    slope: float
    curve: float
    most: float


@dataclass(frozen=True)
class SquaredError:
    """The squared standard error of an estimate, by where it comes from, in squared units of the estimate."""

    seeds: float
    """From the seeds, as their spread shows it."""
    freedom: float
    """Degrees of freedom of that spread, above 0."""
    luck: float = 0.0
    """What luck on single sentences gives the seeds' part at least; 0 where it is not known."""
    sentences: float = 0.0
    """From the sentences; 0 for a statement about these sentences only."""
    shift: Shift | None = None

    def at(self, h: float) -> SquaredError:
        """The error of the same estimate whose true value lies `h` above it: never less."""
        if self.shift is None or h == 0:
            return self
        growth = min(h * self.shift.slope + h * h * self.shift.curve, abs(h) * self.shift.most)
        return replace(self, sentences=self.sentences + max(0.0, growth))

    def turned(self) -> SquaredError:
        """The error of the same estimate with its sign turned."""
        return self if self.shift is None else replace(self, shift=replace(self.shift, slope=-self.shift.slope))

    @property
    def total(self) -> float:
        """Seeds, but no less than luck, and sentences."""
        return max(self.seeds, self.luck) + self.sentences


def upper_end(difference: float, error: SquaredError, level: float) -> float:
    """What the true difference is below with probability 1 - `level`: the end of a score test's one-sided interval."""

    def end(truth: float) -> float:
        return difference + _reach(error.at(truth - difference), 2 * level)

    low = end(difference)
    if error.shift is None:
        return low
    high = _LARGEST_DIFFERENCE
    while high - low > ROUNDING:
        middle = (low + high) / 2
        if end(middle) > middle:
            low = middle
        else:
            high = middle
    return high


def lower_end(difference: float, error: SquaredError, level: float) -> float:
    """What the true difference is above, likewise."""
    return -upper_end(-difference, error.turned(), level)


def _reach(error: SquaredError, level: float) -> float:
    return _critical_value(error, level) * math.sqrt(error.total)


def _critical_value(error: SquaredError, level: float) -> float:
    """How many standard errors an estimate strays at most, with probability 1 - `level` and to either side."""
    total = error.total
    if total == 0:
        return 0.0
    z = critical_z(level)
    if error.seeds == 0:
        return z
    share, freedom = error.seeds / total, error.freedom
    weight = share if freedom < _FEWEST_FREEDOM else _series(z, share, freedom) / _series(z, 1.0, freedom)
    return z + (critical_t(freedom, level) - z) * weight


def _series(z: float, share: float, freedom: float) -> float:
    """Aspin's series for one variance that is estimated and one that is known."""
    z2 = z * z
    first = ((1 + z2) / 4) * share**2
    second = (
        (-(1 + z2) / 2) * share**2
        + ((3 + 5 * z2 + z2 * z2) / 3) * share**3
        - ((15 + 32 * z2 + 9 * z2 * z2) / 32) * share**4
    )
    return first / freedom + second / freedom**2

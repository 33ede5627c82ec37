"""Critical values of Student's t and of the normal distribution (`src/stats/distributions`).

The lab's own steps are followed, so that what is dropped in a race is the same to the last digit that matters.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_TINY = 1e-300
_PRECISION = 1e-16
_MOST_TERMS = 500
_MOST_KEPT = 1000


@lru_cache(_MOST_KEPT)
def critical_t(freedom: float, level: float) -> float:
    """The t that |T| reaches with probability `level`."""
    return _quantile_t(1 - level / 2, freedom)


@lru_cache(_MOST_KEPT)
def critical_z(level: float) -> float:
    """The z that |Z| reaches with probability `level`."""
    return -NormalDist().inv_cdf(level / 2)


def two_sided_p(t: float, freedom: float) -> float:
    """Probability that |T| is at least |t|."""
    square = t * t
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square))


def _quantile_t(probability: float, freedom: float) -> float:
    """The t that T stays below with this probability, which is at least 0.5 and below 1."""
    tail = 2 * (1 - probability)
    low, high = 0.0, 1.0
    while two_sided_p(high, freedom) > tail:
        low, high = high, high * 2
    t = (low + high) / 2
    for _ in range(200):
        excess = two_sided_p(t, freedom) - tail
        if excess > 0:
            low = t
        else:
            high = t
        # Newton's step is taken if it stays between the bounds, else the interval is halved.
        step = t + excess / (2 * _density_t(t, freedom))
        following = step if low < step < high else (low + high) / 2
        if abs(following - t) <= 1e-15 * following or high - low <= 1e-15 * high:
            return following
        t = following
    return t


def _density_t(t: float, freedom: float) -> float:
    front = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(front - ((freedom + 1) / 2) * math.log1p((t * t) / freedom))


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """I_x(a, b) for a, b > 0 and x in [0, 1]; `rest` is 1 - x, to more digits."""
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    # The continued fraction converges fast only below the mean of the distribution.
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, rest, x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    return (math.exp(front) / a) * _continued_fraction(a, b, x)


def _continued_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of Abramowitz and Stegun, 26.5.8, by Lentz's method."""
    numerator = 1.0
    denominator = 1 / _away(1 - ((a + b) * x) / (a + 1))
    value = denominator
    for m in range(1, _MOST_TERMS + 1):
        even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1 / _away(1 + even * denominator)
        numerator = _away(1 + even / numerator)
        value *= numerator * denominator
        odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
        denominator = 1 / _away(1 + odd * denominator)
        numerator = _away(1 + odd / numerator)
        step = numerator * denominator
        value *= step
        if abs(step - 1) < _PRECISION:
            break
    return value


def _away(value: float) -> float:
    """Keeps a divisor away from 0."""
    return _TINY if abs(value) < _TINY else value

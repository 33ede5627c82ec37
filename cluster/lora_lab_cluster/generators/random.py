"""Seeded random numbers: one seed and purpose, one sequence, as `src/base/random.ts` has it."""

from __future__ import annotations

import math
from collections.abc import MutableSequence
from typing import Any

import numpy as np
import numpy.typing as npt

_MASK = 0xFFFFFFFF
_FNV_OFFSET = 2166136261
_FNV_PRIME = 16777619
_GOLDEN = 0x9E3779B9
_TWO_TO_32 = 4294967296.0
_WARM_UP = 16


class LabRandom:
    """sfc32 (Doty-Humphrey, PractRand), seeded from a seed and the name of what the numbers are for.

    Data order and initialisation have other names, so they do not share a sequence.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        """
        Args:
            seed: a trial's seed; only its lowest 32 bits count.
            purpose: what the numbers are for, such as `data order`.
        """
        hash_ = _FNV_OFFSET ^ (seed & _MASK)
        for character in purpose:
            hash_ = ((hash_ ^ ord(character)) * _FNV_PRIME) & _MASK
        self._state = (hash_, seed & _MASK, hash_ ^ _GOLDEN, 1)
        self.bits(_WARM_UP)

    def bits(self, count: int) -> npt.NDArray[np.uint32]:
        """The next uniform 32-bit integers, [count]."""
        a, b, c, counter = self._state
        drawn = [0] * count
        for i in range(count):  # Each number needs the one before, so this cannot be an array's operation.
            total = (a + b + counter) & _MASK
            counter += 1
            a = b ^ (b >> 9)
            b = (9 * c) & _MASK
            c = (((c << 21) | (c >> 11)) + total) & _MASK
            drawn[i] = total
        self._state = (a, b, c, counter & _MASK)
        return np.array(drawn, dtype=np.uint32)

    def uniforms(self, count: int) -> npt.NDArray[np.float64]:
        """The next numbers that are uniform in [0, 1), [count]."""
        return self.bits(count) / _TWO_TO_32

    def normals(self, count: int) -> npt.NDArray[np.float64]:
        """The next standard normal numbers by Box and Muller's transform, [count]; each takes two uniform ones."""
        pairs = self.uniforms(2 * count).reshape(count, 2)
        radius = np.sqrt(-2 * np.log(1 - pairs[:, 0]))
        return radius * np.cos(2 * math.pi * pairs[:, 1])

    def shuffle(self, values: MutableSequence[Any] | npt.NDArray[Any]) -> None:
        """Shuffles in place (Fisher-Yates, from the last element to the first)."""
        last = len(values) - 1
        if last < 1:
            return
        sizes = np.arange(last, 0, -1) + 1
        swaps = np.floor(self.uniforms(last) * sizes).astype(np.int64).tolist()
        moved = values.tolist() if isinstance(values, np.ndarray) else values
        for i, j in zip(range(last, 0, -1), swaps, strict=True):
            moved[i], moved[j] = moved[j], moved[i]
        if isinstance(values, np.ndarray):
            values[:] = moved

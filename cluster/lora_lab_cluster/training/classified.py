"""What a record says of each validation sentence, as `src/results/classified.ts` reads it."""

from __future__ import annotations

import base64

import numpy as np
import numpy.typing as npt


def pack_bits(values: npt.NDArray[np.bool_]) -> str:
    """Base64 of one bit a value: bit i mod 8, the least significant first, of byte i / 8."""
    return base64.b64encode(np.packbits(values, bitorder="little").tobytes()).decode("ascii")


def confusion(labels: npt.NDArray[np.int32], predictions: npt.NDArray[np.int64], classes: int) -> list[list[int]]:
    """For each class, how many of its sentences were taken for each class."""
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return [[int(count) for count in row] for row in counts]


def class_counts(labels: npt.NDArray[np.int32], classes: int) -> list[int]:
    """How many sentences each class has."""
    return [int(count) for count in np.bincount(labels, minlength=classes)]

"""How much a difference of two scenarios depends on the validation sentences (`src/stats/comparisons/sentences.ts`)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import Shift

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SeededValue:
    """A trial's value by the race's measure, its seed, and which sentences it classified rightly where that is known."""

    seed: int
    value: float
    hits: Array | None = None
    """[sentences], 1 or 0."""
    hits_of: str = ""
    """Identity of the sentences: only hits on equal ones are compared one by one."""


@dataclass(frozen=True)
class SentenceErrors:
    """Parts of the squared error of a difference that only hits on single sentences tell."""

    sentences: float
    luck: float
    shift: Shift


def sentence_errors(pairs: Sequence[tuple[SeededValue, SeededValue]]) -> SentenceErrors | None:
    """Of two scenarios' trials by seed. None where hits are not known or are on other sentences, and below two of either."""
    trials = [each for pair in pairs for each in pair]
    hits = [each.hits for each in trials if each.hits is not None]
    if len(hits) < len(trials) or len({(each.hits_of, len(own)) for each, own in zip(trials, hits, strict=True)}) != 1:
        return None
    if len(pairs) < 2 or len(hits[0]) < 2:
        return None
    return _paired_errors(np.stack(hits[::2]) - np.stack(hits[1::2]))


def _paired_errors(table: Array) -> SentenceErrors:
    """(MS_sentence - MS_error) / (S V) of the differences' two-way table [S, V], and what goes with it."""
    seeds, sentences = table.shape
    columns, own = table.sum(axis=0), table.sum(axis=1)
    count = seeds * sentences
    everything = float(own.sum()) ** 2 / count
    of_sentences = float((columns**2).sum()) / seeds - everything
    of_seeds = float((own**2).sum()) / sentences - everything
    error = (float((table**2).sum()) - everything - of_seeds - of_sentences) / ((seeds - 1) * (sentences - 1))
    return SentenceErrors(
        sentences=max(0.0, of_sentences / (sentences - 1) - error) / count,
        luck=max(0.0, error) / count,
        shift=_shift(columns / seeds),
    )


def _shift(differences: Array) -> Shift:
    """How the variance of the mean of these differences, one a sentence, goes with its true value (exponential tilting)."""
    count = len(differences)
    # From left to right, as the lab adds: whether there is any spread hangs on the last digit.
    off = differences - float(np.add.accumulate(differences)[-1]) / count
    second, third, fourth = (float((off**power).sum()) / count for power in (2, 3, 4))
    most = 1 / count
    if second == 0:
        return Shift(0.0, math.inf, most)
    return Shift(third / second / count, max(0.0, fourth / second**2 - 3) / (2 * count), most)

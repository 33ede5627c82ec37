"""A validation part of the training rows: stratified, the same every time, no text on both sides (`heldOut.ts`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor

import numpy as np
from numpy.typing import NDArray

from ..generators.random import LabRandom
from .units import BLANK, lower, trim

HELD_OUT_SHARE = 0.2
"""The share of the training rows that is held out if there is no validation split."""

_SPACES = re.compile(f"[{BLANK}]+")
TextKey = str | tuple[str, str]


def hold_out(keys: Sequence[TextKey], classes: NDArray[np.int8], count: int) -> NDArray[np.bool_]:
    """Chooses about `count` rows to hold out: fewer than all.

    Rows with the same key stay together. Each label contributes its share of `count`, as closely as these groups allow,
    and keeps at least one group on each side if it has two.

    Returns whether each row is held out, [rows].
    """
    rows = len(keys)
    first_of: dict[TextKey, int] = {}
    # A group's name is the number of its first row.
    groups = np.array([first_of.setdefault(key, row) for row, key in enumerate(keys)], dtype=np.int64)
    sizes = np.bincount(groups, minlength=rows)
    firsts = np.flatnonzero(groups == np.arange(rows))
    # A text with several labels counts for the label of its first row.
    own = classes[firsts]
    random = LabRandom(0, "held out")
    chosen = np.zeros(rows, dtype=np.bool_)
    share = 0 if rows == 0 else count / rows
    # Each label makes up for the rounding of the one before, so that the sum comes out right.
    wanted, taken = 0.0, 0
    for label in np.unique(own):
        stratum: list[int] = firsts[own == label].tolist()
        wanted += share * int(sizes[stratum].sum())
        random.shuffle(stratum)
        some = _choose_groups(stratum, sizes, rounded(wanted - taken))
        chosen[some] = True
        taken += int(sizes[some].sum()) if some else 0
    return chosen[groups]


def _choose_groups(groups: list[int], sizes: NDArray[np.int64], quota: int) -> list[int]:
    """Groups with about `quota` rows together: at least one and not all of them, wherever there are two."""
    if not groups:
        return []
    own = sizes[groups].tolist()
    chosen: list[int] = []
    for group, size in zip(groups, own, strict=True):
        if len(chosen) == len(groups) - 1:
            break
        if size <= quota:
            chosen.append(group)
            quota -= size
    if not chosen and len(groups) > 1:
        chosen.append(groups[own.index(min(own))])
    return chosen


def rounded(value: float) -> int:
    """JavaScript's `Math.round`: halves go up."""
    return floor(value + 0.5)


def text_key(text: str, pair: str | None) -> TextKey:
    """Equal for two texts that must not stand on both sides: case and spaces do not count."""
    return _plain(text) if pair is None else (_plain(text), _plain(pair))


def _plain(text: str) -> str:
    return lower(trim(_SPACES.sub(" ", text)))

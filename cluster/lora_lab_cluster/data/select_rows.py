"""The rows that an experiment trains and is measured on, the same for every seed (`src/data/selectRows.ts`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ..errors import LabError
from ..generators.random import LabRandom
from .examples import ExampleReader, Examples
from .final_test import LabelledTest, part_off, taker_of
from .held_out import HELD_OUT_SHARE, hold_out, rounded, text_key
from .label_dataset import LabelledDataset
from .labelled import LabelledSplit, Problem

Draw = Callable[[], LabRandom] | None
"""Random numbers of a sample, from their beginning; None for the first rows."""


@dataclass(frozen=True)
class RowSettings:
    """How many rows are used, and which."""

    training_rows: int | None
    validation_rows: int | None
    row_choice: str
    shuffle: bool

    @property
    def draws_by_seed(self) -> bool:
        """Whether each seed trains on a sample of its own."""
        return self.row_choice == "per-seed" and self.training_rows is not None


@dataclass(frozen=True)
class SelectedRows:
    """What is trained and measured on."""

    train: Examples
    train_of: Callable[[int], Examples]
    """The training rows of a seed, which are `train` unless each seed has a sample of its own."""
    validation: Examples
    take_test: Callable[[], Examples] | None
    """Takes the rows that are measured on once, at the end; None if there are none."""
    labels: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Parts:
    train: Examples
    validation: Examples
    test: Examples | None
    train_anew: Callable[[Draw], Examples]


def select_rows(data: LabelledDataset, settings: RowSettings) -> SelectedRows:
    """Takes the first rows, or a sample with a fixed seed, of those with a label and a text.

    Without validation rows, a part of the same rows is held out. Raises LabError if none are left.
    """
    reader = ExampleReader()
    fixed: Draw = None if settings.row_choice == "first" else lambda: LabRandom(0, "row sample")
    if data.validation is None:
        parts = _of_held_out(data.train, settings, fixed, reader, data.test)
    else:
        parts = _of_splits(data.train, data.validation, settings, fixed, reader)

    def ready(rows: Examples) -> Examples:
        if len(rows) == 0 or len(parts.validation) == 0:
            raise LabError(
                f"{data.train.source.name} leaves {len(rows)} rows to train on and {len(parts.validation)} to measure on.",
                "Choose other columns or splits, or more rows.",
            )
        # Without shuffling, training goes in the data set's own order.
        return rows if settings.shuffle else rows.sorted()

    trained = ready(parts.train)

    def train_of(seed: int) -> Examples:
        if not settings.draws_by_seed:
            return trained
        return ready(parts.train_anew(lambda: LabRandom(seed, "training rows")))

    measured = () if data.validation is None else data.validation.problems
    return SelectedRows(
        train=trained,
        train_of=train_of,
        validation=parts.validation,
        take_test=taker_of(data.test, parts.test),
        labels=data.labels.names,
        problems=(*data.train.problems, *measured, *reader.problems()),
        notes=data.notes,
    )


def _of_splits(
    train: LabelledSplit, validation: LabelledSplit, settings: RowSettings, fixed: Draw, reader: ExampleReader
) -> _Parts:
    count = settings.training_rows

    def anew(draw: Draw, own: ExampleReader) -> Examples:
        return own.take(train, _order(train.rows, count, draw), count)

    trained = anew(fixed, reader)
    measured = reader.take(
        validation, _order(validation.rows, settings.validation_rows, fixed), settings.validation_rows
    )
    return _Parts(trained, measured, None, lambda draw: anew(draw, ExampleReader()))


def _of_held_out(
    train: LabelledSplit, settings: RowSettings, fixed: Draw, reader: ExampleReader, test: LabelledTest | None
) -> _Parts:
    # Reading everything keeps the held-out part the same however many rows are asked for. The page does so only where it
    # has all rows in memory, so that a split of a hub is read as far as it is needed here, too.
    count, measured_count = settings.training_rows, settings.validation_rows
    whole = train.source.in_memory or count is None
    wanted, share = None, HELD_OUT_SHARE
    if not whole and count is not None:
        usual = ceil(count * HELD_OUT_SHARE / (1 - HELD_OUT_SHARE))
        wanted = count + (usual if measured_count is None else measured_count)
        if measured_count is not None:
            share = min(0.5, measured_count / (count + measured_count))
    pool = reader.take(train, _order(train.rows, wanted, fixed), wanted)
    keys = pool.keys()
    held = hold_out(keys, pool.classes, rounded(len(pool) * share))
    trained, left = _indices_where(~held), _indices_where(held)
    test_share = test.share if test is not None and test.share is not None else 0
    measured, tested = part_off(left, test_share)

    def some(indices: NDArray[np.int32], limit: int | None, draw: Draw) -> Examples:
        return pool.choose(_order(indices, limit, draw)[:limit])

    def anew(draw: Draw) -> Examples:
        if whole:
            return some(trained, count, draw)
        # What was read has few more rows than are trained on: other seeds need others, of other texts than those held out.
        texts = {keys[index] for index in left.tolist()}
        rows = _order(train.rows, count, draw)
        return ExampleReader().take(train, rows, count, lambda text, pair: text_key(text, pair) in texts)

    return _Parts(
        train=some(trained, count, fixed),
        validation=some(measured, measured_count, fixed),
        test=pool.choose(tested) if test_share else None,
        train_anew=anew,
    )


def _order(rows: NDArray[np.int32], count: int | None, draw: Draw) -> NDArray[np.int32]:
    """The rows in the order in which the first `count` are taken."""
    if count is None or draw is None:
        return rows
    shuffled = rows.copy()
    draw().shuffle(shuffled)
    return shuffled


def _indices_where(values: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.flatnonzero(values).astype(np.int32)

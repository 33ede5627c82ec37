"""The rows that are measured on once, at the end: a split, or a share of the validation rows (`testRows.ts`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..errors import LabError
from ..generators.random import LabRandom
from .examples import ExampleReader, Examples
from .held_out import rounded
from .labelled import LabelledSplit, read_classes, same_columns
from .labels import Labels
from .source import RowSource


@dataclass(frozen=True)
class LabelledTest:
    """Test rows once the labels of the other splits have been read: a split of their own, or a share."""

    label: Callable[[], LabelledSplit] | None = None
    """Opens the test's own split. Raises LabError if its labels may be hidden."""
    share: float | None = None
    part: LabelledSplit | None = None
    """The share of the validation split; None where the validation rows are held out of the training rows."""


def label_split(
    split: str, opened: Callable[[], RowSource], train: LabelledSplit, labels: Labels
) -> Callable[[], LabelledSplit]:
    """What opens the test's own split, and reads its classes."""

    def label() -> LabelledSplit:
        source = opened()
        labelled = read_classes(source, same_columns(train, source), labels)
        if len(labelled.rows) > 0:
            return labelled
        reasons = "; ".join(problem.left_out.reason for problem in labelled.problems)
        raise LabError(
            f'No row of {source.name} can be used ({reasons}): the labels of the split "{split}" may be hidden.',
            "Keep a share of the validation sentences for the test instead, for example test=0.3 in the address, and run "
            "again.",
        )

    return label


def share_out(validation: LabelledSplit, test: LabelledTest | None) -> tuple[LabelledSplit, LabelledTest | None]:
    """Parts the share for the test off a validation split."""
    if test is None or test.share is None:
        return validation, test
    measured, tested = part_off(validation.rows, test.share)
    return replace(validation, rows=measured), replace(test, part=replace(validation, rows=tested))


def part_off(rows: NDArray[np.int32], share: float) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Parts a share of rows off, the same every time: those measured and those tested.

    Both parts keep the order, and have a row each where there are two.
    """
    if share == 0:
        return rows, rows[:0]
    most = max(0, len(rows) - 1)
    count = min(most, max(1, rounded(share * len(rows))))
    indices = np.arange(len(rows))
    LabRandom(0, "test rows").shuffle(indices)
    is_tested = np.zeros(len(rows), dtype=np.bool_)
    is_tested[indices[:count]] = True
    return rows[~is_tested], rows[is_tested]


def taker_of(test: LabelledTest | None, held: Examples | None) -> Callable[[], Examples] | None:
    """What reads the test rows, or raises LabError; None if there are none.

    `held` are the test rows where they are a part of rows that have been read.
    """
    if test is None:
        return None
    if held is not None:
        return lambda: held

    def take() -> Examples:
        split = test.label() if test.label else test.part
        if split is None:
            raise RuntimeError("A share of held-out rows is parted off when they are read.")
        return ExampleReader().take(split, split.rows, None)

    return take

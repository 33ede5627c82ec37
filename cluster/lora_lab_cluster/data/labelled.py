"""A split whose label column has been read: which rows can be used, and the class of each (`labelledSplit.ts`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import LabError
from .cells import Cell
from .choose_columns import ChosenColumns
from .labels import MOST_COUNTED, Labels, labels_of
from .nested import nested_column
from .source import LeftOut, LeftOutCounter, RowSource
from .units import trim


@dataclass(frozen=True)
class Problem:
    """Rows of one split that are left out for one reason."""

    source: str
    unit: str
    left_out: LeftOut


@dataclass(frozen=True)
class LabelledSplit:
    """A split with its classes."""

    source: RowSource
    columns: ChosenColumns
    rows: NDArray[np.int32]
    """Rows with a label, ascending: [usable]."""
    classes: NDArray[np.int8]
    """The class of each row of the source, -1 for none: [rows]."""
    problems: tuple[Problem, ...]

    def rows_by_class(self, count: int) -> list[int]:
        """How many usable rows each of `count` classes has."""
        return np.bincount(self.classes[self.rows].astype(np.int64), minlength=count).tolist()


def read_labels(source: RowSource, columns: ChosenColumns) -> tuple[Labels, LabelledSplit]:
    """The labels of the training rows, and the class of each row. Raises LabError if there are no 2 to 20 labels."""
    column = source.column(columns.label)
    where = labels_of(column.name, source.name)
    if column.class_names is not None:
        labels = Labels.named(column.class_names, where)
        return labels, read_classes(source, columns, labels)
    cells = [cell for (cell,) in source.visit([columns.label], None)]
    labels = Labels.of(_different(cells), where)
    return labels, _classify(source, columns, labels, cells)


def _different(cells: Iterable[Cell]) -> list[str]:
    """The different values that are not empty, up to as many as are counted."""
    values: dict[str, None] = {}
    for cell in cells:
        value = "" if cell is None else trim(cell)
        if len(values) <= MOST_COUNTED:
            values[value] = None
    return [value for value in values if value != ""]


def read_classes(source: RowSource, columns: ChosenColumns, labels: Labels) -> LabelledSplit:
    """Gives classes to rows by the labels of other rows, those trained on."""
    return _classify(source, columns, labels, [cell for (cell,) in source.visit([columns.label], None)])


def _classify(source: RowSource, columns: ChosenColumns, labels: Labels, cells: Sequence[Cell]) -> LabelledSplit:
    class_of = labels.reading(source.column(columns.label).class_names)
    classes = np.full(source.rows, -1, dtype=np.int8)
    counter = LeftOutCounter()
    for row, cell in enumerate(cells):
        found = class_of(cell)
        if isinstance(found, int):
            classes[row] = found
        else:
            counter.add(found, source.place(row))
    return LabelledSplit(
        source,
        columns,
        rows=np.flatnonzero(classes >= 0).astype(np.int32),
        classes=classes,
        problems=problems_of(source, (*source.left_out, *counter.list())),
    )


def problems_of(source: RowSource, left_out: Iterable[LeftOut]) -> tuple[Problem, ...]:
    """Rows that were left out, with the name of their source."""
    return tuple(Problem(source.name, source.unit, each) for each in left_out)


def same_columns(train: LabelledSplit, other: RowSource) -> ChosenColumns:
    """The columns of another split that have the names of the training split's.

    Raises LabError if one is missing or holds lists or objects.
    """
    names = [column.name for column in other.columns]

    def find(index: int) -> int:
        name = train.source.column(index).name
        if name not in names:
            raise LabError(
                f'{other.name} has no column "{name}", which the training rows have.',
                "Give both the same columns, or hold out a part of the training rows instead.",
            )
        if name in other.nested:
            raise nested_column(other.name, name)
        return names.index(name)

    text, pair, label = train.columns.text, train.columns.pair, train.columns.label
    return ChosenColumns(text=find(text), pair=None if pair is None else find(pair), label=find(label))

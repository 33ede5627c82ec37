"""A data set whose columns are chosen and whose labels are read (`labelDataset` of `src/data/selectRows.ts`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..errors import LabError
from ..experiment.types import DataChoice
from .cells import Cell
from .choose_columns import MIN_LABELS, choose_columns, other_labels
from .final_test import LabelledTest, label_split, share_out
from .labelled import LabelledSplit, read_classes, read_labels, same_columns
from .labels import Labels
from .names import quote
from .reading_notes import alike_notes, guess_notes, missing_notes, rare_notes, twin_notes
from .source import RowSource

SAMPLE = 200
"""How many rows are looked at to choose columns."""


@dataclass(frozen=True)
class OpenDataset:
    """The splits of a data set that are trained and measured on, opened."""

    train: RowSource
    validation: RowSource | None
    """None if a part of the training rows is held out."""
    validation_split: str | None
    validation_is_guess: bool
    """Whether the validation split is a guess, to be dropped if its labels turn out to be hidden."""
    test_split: str | None = None
    test_share: float | None = None
    open_test: Callable[[], RowSource] | None = None
    """Opens the test's own split."""


@dataclass(frozen=True)
class LabelledDataset:
    """What is known about a data set once its label columns have been read."""

    labels: Labels
    train: LabelledSplit
    validation: LabelledSplit | None
    """None if a part of the training rows is held out."""
    test: LabelledTest | None
    notes: tuple[str, ...]


def label_dataset(opened: OpenDataset, choice: DataChoice) -> LabelledDataset:
    """Chooses columns and reads all labels.

    Raises LabError if there is no such column, or there are not 2 to 20 labels.
    """
    train = opened.train
    sample = _sample_cells(train)
    columns = choose_columns(train, sample, choice)
    labels, trained = read_labels(train, columns)
    _check_labels(trained, labels)
    notes = [f"{train.name}: {note}" for note in train.notes]
    if choice.label_column is None:
        notes += guess_notes(train, columns.label, other_labels(train, sample, columns))
    notes += [*missing_notes(train, columns.used), *alike_notes(labels), *twin_notes(labels.names)]
    notes += rare_notes(labels.names, trained)
    test = _labelled_test(opened, trained, labels)
    validation = opened.validation
    if validation is None:
        return LabelledDataset(labels, trained, None, test, tuple(notes))
    same = same_columns(trained, validation)
    measured = read_classes(validation, same, labels)
    if len(measured.rows) == 0:
        reasons = "; ".join(problem.left_out.reason for problem in measured.problems)
        why = f"No row of {validation.name} can be used ({reasons})"
        if not opened.validation_is_guess:
            raise LabError(f"{why}.", "Choose another validation split, or hold out a part of the training rows.")
        notes.append(f"{why}, so a part of {train.name} is held out.")
        return LabelledDataset(labels, trained, None, test, tuple(notes))
    if opened.validation_is_guess:
        notes.append(f'Measured on the split "{opened.validation_split}": there is no validation split.')
    notes += [f"{validation.name}: {note}" for note in validation.notes]
    in_order = [same.text, *([] if same.pair is None else [same.pair]), same.label]
    notes += missing_notes(validation, in_order)
    part, test = share_out(measured, test)
    return LabelledDataset(labels, trained, part, test, tuple(notes))


def _check_labels(trained: LabelledSplit, labels: Labels) -> None:
    name = trained.source.name
    if len(trained.rows) == 0:
        raise LabError(f"No row of {name} has a label.", "Choose another column or split.")
    if len(trained.rows) > MIN_LABELS and len(trained.rows) == len(labels.names):
        column = quote(trained.source.column(trained.columns.label).name)
        raise LabError(
            f"Each row of {name} has another label in column {column}, so nothing can be learnt from it.",
            "Choose another column as label.",
        )


def _labelled_test(opened: OpenDataset, train: LabelledSplit, labels: Labels) -> LabelledTest | None:
    if opened.test_share is not None:
        return LabelledTest(share=opened.test_share)
    if opened.test_split is None or opened.open_test is None:
        return None
    return LabelledTest(label=label_split(opened.test_split, opened.open_test, train, labels))


def _sample_cells(source: RowSource) -> Sequence[Sequence[Cell]]:
    """Cells by column, from rows spread over the source if the page has it in memory, else from its ends."""
    count = min(SAMPLE, source.rows)
    if source.in_memory:
        rows = [index * source.rows // count for index in range(count)]
    else:
        rows = [index if index < count / 2 else source.rows - count + index for index in range(count)]
    everything = range(len(source.columns))
    return list(zip(*source.visit(everything, rows), strict=True)) or [() for _ in everything]

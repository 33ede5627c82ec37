"""What a results file says about the data that was read: `data` of docs/results.schema.json (`dataFacts.ts`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .examples import ExampleReader
from .label_dataset import LabelledDataset, OpenDataset
from .labelled import Problem
from .select_rows import SelectedRows
from .source import RowSource
from .units import to_text


def data_facts(opened: OpenDataset, data: LabelledDataset, selected: SelectedRows) -> dict[str, Any]:
    """The facts, ready for JSON.

    Files in memory are looked at wholly, so their facts do not depend on the number of rows; of a hub's split only the
    rows that are used have been read.
    """
    problems = _all_problems(data, selected)
    columns = data.train.columns
    names = [to_text(column.name) for column in data.train.source.columns]
    chosen = {
        "text": names[columns.text],
        "pair": None if columns.pair is None else names[columns.pair],
        "label": names[columns.label],
    }
    validation = data.validation
    return {
        "rows": {
            "train": data.train.source.rows,
            "validation": None if validation is None else validation.source.rows,
        },
        "columns": chosen,
        "classes": [to_text(name) for name in data.labels.names],
        "leftOut": [_left_out(problem) for problem in problems],
        "reading": {
            "train": _reading(opened.train, chosen.values()),
            # A split whose labels are hidden was read, too, though no row of it is used.
            "validation": None if opened.validation is None else _reading(opened.validation, chosen.values()),
        },
        "notes": [to_text(note) for note in data.notes],
    }


def _all_problems(data: LabelledDataset, selected: SelectedRows) -> Iterable[Problem]:
    """Rows that were left out. Where a part of a file is held out, selecting has looked at all of its rows already."""
    validation = data.validation
    in_memory = data.train.source.in_memory and (validation is None or validation.source.in_memory)
    if validation is None or not in_memory:
        return selected.problems
    reader = ExampleReader()
    for split in (data.train, validation):
        reader.take(split, split.rows, None)
    return (*data.train.problems, *validation.problems, *reader.problems())


def _left_out(problem: Problem) -> dict[str, Any]:
    return {
        "source": to_text(problem.source),
        "reason": problem.left_out.reason,
        "count": problem.left_out.count,
        "unit": problem.unit,
        "first": list(problem.left_out.first),
    }


def _reading(source: RowSource, used: Iterable[str | None]) -> dict[str, Any]:
    """How a file was read; parts that do not apply to its kind are left out."""
    reading = source.reading
    facts: dict[str, Any] = {}
    if reading.encoding is not None:
        facts["encoding"] = reading.encoding
    if reading.delimiter is not None:
        facts["delimiter"] = to_text(reading.delimiter)
    if reading.header is not None:
        facts["header"] = reading.header
    names = set(used)
    missing = [
        {"column": name, "word": to_text(each.word), "count": each.count}
        for each in reading.missing
        if (name := to_text(source.column(each.column).name)) in names
    ]
    if missing:
        facts["missing"] = missing
    return facts

"""Opens the files of a data set as splits of rows (`src/data/openDataset.ts`, `openHubDataset.ts`)."""

from __future__ import annotations

from dataclasses import replace

from ..errors import LabError
from ..experiment.types import DataChoice
from ..sources.types import DatasetFiles
from .formats.choice import ReadingChoice, ignored_notes
from .formats.encodings import decode
from .formats.missing import NO_WORDS
from .formats.parquet import open_parquet
from .formats.read_file import read_file, read_text
from .label_dataset import OpenDataset
from .names import quote
from .source import RowSource
from .units import to_units

OWN = "it is for files of your own, and this data set comes with the lab"
IGNORED = {"header": OWN, "delimiter": OWN, "encoding": OWN, "missing": OWN}
PLAIN = ReadingChoice(header="yes", missing=NO_WORDS)
"""In the lab's own files no value is missing, whatever words their cells hold."""


def open_dataset(files: DatasetFiles, choice: DataChoice) -> OpenDataset:
    """Opens the splits that are trained and measured on; the test's split is opened when it is asked for.

    Raises LabError naming the file that cannot be used.
    """
    reading = ReadingChoice.of(choice)
    validation_split = files.validation_split
    test = files.test
    test_split = None if test is None else test.split
    return OpenDataset(
        train=_open_split(files, files.train_split, reading),
        validation=None if validation_split is None else _open_split(files, validation_split, reading),
        validation_split=None if validation_split is None else to_units(validation_split),
        validation_is_guess=files.validation_is_guess,
        test_split=None if test_split is None else to_units(test_split),
        test_share=None if test is None else test.share,
        open_test=None if test_split is None else lambda: _open_split(files, test_split, reading),
    )


def _open_split(files: DatasetFiles, split: str, reading: ReadingChoice) -> RowSource:
    paths = files.files(split)
    if files.kind == "hub":
        repository = files.id.partition("@")[0]
        return open_parquet(f"split {quote(to_units(split))} of {repository}", paths, reading)
    if not paths:
        raise LabError(f"{files.id} has no file for the split {quote(to_units(split))}.", "Choose another split.")
    if files.kind == "local":
        return read_file(paths[0], reading)
    source = read_text(decode(paths[0].read_bytes(), "utf-8"), paths[0].name, PLAIN)
    columns = tuple(
        replace(column, class_names=files.class_names) if column.name == "label" else column
        for column in source.columns
    )
    return replace(source, columns=columns, notes=tuple(ignored_notes(reading, IGNORED)))

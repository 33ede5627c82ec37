"""A data set ready for trials: token ids and classes of the rows that are trained and measured on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LabError
from ..experiment.types import Experiment
from ..sources.types import DatasetFiles, ModelFiles, Sources
from .examples import Examples
from .facts import data_facts
from .label_dataset import label_dataset
from .open_dataset import open_dataset
from .select_rows import RowSettings, SelectedRows, select_rows
from .tokens.encode import EncodedTexts, Encoder, TokenNotes, token_notes
from .units import to_text
from .validation_id import validation_id


@dataclass(frozen=True)
class Split:
    """Sentences as token ids, in the order in which training or evaluation takes them without shuffling."""

    ids: list[NDArray[np.int32]]
    """Token ids of each sentence, special tokens included."""
    labels: NDArray[np.int32]
    """0-based classes: [sentences]."""
    types: list[NDArray[np.int32]] | None
    """Token types beside the ids; None if all are 0."""
    rows: NDArray[np.int32]
    """Rows of the data set's split, counted from 0: [sentences]."""

    def __len__(self) -> int:
        """The number of sentences."""
        return len(self.ids)


@dataclass(frozen=True)
class PreparedData:
    """What the trials of an experiment share: values alone, so that it can go to other processes and machines."""

    train: Split
    """The training rows, unless each seed has its own: see `train_of`."""
    validation: Split
    test: Split | None
    """The rows that are measured on once, at the end; None if there are none, or they cannot be used: see `notes`."""
    labels: tuple[str, ...]
    """Names of the classes, in order."""
    validation_id: str
    """The identity of the validation rows, by which results files compare trials."""
    facts: dict[str, Any]
    """`data` of a results file, ready for JSON."""
    notes: list[str]
    """Sentences for the person about the data, and rows that were left out."""
    tokens: TokenNotes
    """How long the rows are in tokens, and how many are cut."""
    own: Mapping[int, Split] = field(default_factory=dict)
    """Training rows by seed, where the experiment draws a sample for each; sentences of several seeds are shared."""

    def train_of(self, seed: int) -> Split:
        """The training rows of one of the experiment's seeds."""
        return self.own.get(seed, self.train)


def prepare_data(experiment: Experiment, sources: Sources) -> PreparedData:
    """Reads an experiment's data set and gives its rows as the tokens of the experiment's model.

    Raises LabError naming what cannot be used, and the remedy.
    """
    from .. import sources as found

    return prepare(experiment, found.open_dataset(experiment, sources), found.open_model(experiment, sources))


def prepare(experiment: Experiment, files: DatasetFiles, model: ModelFiles) -> PreparedData:
    """The same of files that have been found. Raises LabError as `prepare_data` does."""
    try:
        return _prepare(experiment, files, model)
    except LabError as error:
        raise _readable(error) from None


def _prepare(experiment: Experiment, files: DatasetFiles, model: ModelFiles) -> PreparedData:
    training = experiment.training
    longest = model.shape.longest_sentence
    if training.max_length > longest:
        raise LabError(
            f"The sequence length {training.max_length} is more than the {longest} tokens that {model.id} can read.",
            f"Set the sequence length to {longest} or less.",
        )
    opened = open_dataset(files, experiment.data)
    data = label_dataset(opened, experiment.data)
    settings = RowSettings(training.training_rows, training.validation_rows, training.row_choice, training.shuffle)
    rows = select_rows(data, settings)
    encoder = Encoder(model, training.max_length)
    train, validation = encoder.encode(rows.train), encoder.encode(rows.validation)
    facts = data_facts(opened, data, rows)
    test, missing = _tested(rows, encoder, experiment)
    seeds = range(experiment.first_seed, experiment.first_seed + experiment.trials)
    return PreparedData(
        train=_split(rows.train, train),
        validation=_split(rows.validation, validation),
        test=test,
        labels=tuple(to_text(name) for name in rows.labels),
        validation_id=validation_id(rows.validation, rows.labels),
        facts=facts,
        notes=[*map(_problem_line, facts["leftOut"]), *facts["notes"], *missing],
        tokens=token_notes([train, validation], training.max_length),
        own=_own_rows(rows, encoder, seeds) if settings.draws_by_seed else {},
    )


def _tested(rows: SelectedRows, encoder: Encoder, experiment: Experiment) -> tuple[Split | None, list[str]]:
    """The test rows, or the sentence why there are none, though a test was chosen or found.

    The page tells so when a person asks for the test; until then it trains and compares without one.
    """
    if rows.take_test is None:
        return None, []
    try:
        tested = rows.take_test()
        if len(tested) == 0:
            raise LabError(
                f"The test of {experiment.dataset} leaves no sentences to measure on.",
                "Choose another test split or share.",
            )
        return _split(tested, encoder.encode(tested)), []
    except LabError as error:
        return None, [f"There is no final test. {_readable(error)}"]


def _own_rows(rows: SelectedRows, encoder: Encoder, seeds: Iterable[int]) -> dict[int, Split]:
    """The training rows of each seed. A row that several seeds drew is encoded and kept once."""
    known: dict[int, tuple[NDArray[np.int32], NDArray[np.int32]]] = {}
    own: dict[int, Split] = {}
    for seed in seeds:
        drawn = rows.train_of(seed)
        fresh = drawn.choose(np.flatnonzero([row not in known for row in drawn.rows.tolist()]).astype(np.int32))
        encoded = encoder.encode(fresh)
        types = encoded.types or [np.zeros_like(ids) for ids in encoded.ids]
        known.update(zip(fresh.rows.tolist(), zip(encoded.ids, types, strict=True), strict=True))
        some = [known[row] for row in drawn.rows.tolist()]
        typed = [each for _, each in some] if any(each.any() for _, each in some) else None
        own[seed] = Split([ids for ids, _ in some], drawn.classes.astype(np.int32), typed, drawn.rows)
    return own


def _split(rows: Examples, encoded: EncodedTexts) -> Split:
    return Split(encoded.ids, rows.classes.astype(np.int32), encoded.types, rows.rows)


def _problem_line(left_out: dict[str, Any]) -> str:
    """ "train.csv: 3 rows left out: no text (lines 4, 9, 12)"."""
    count, first = left_out["count"], left_out["first"]
    places = ", ".join(f"{place:,}" for place in first) + (", ..." if count > len(first) else "")
    what = "1 row" if count == 1 else f"{count:,} rows"
    unit = left_out["unit"] if len(first) == 1 else f"{left_out['unit']}s"
    return f"{left_out['source']}: {what} left out: {left_out['reason']} ({unit} {places})"


def _readable(error: LabError) -> LabError:
    """The error with Python's characters in place of UTF-16 units, so that it can be printed and written."""
    same = LabError("")
    same.args = (to_text(str(error)).encode("utf-8", "replace").decode(),)
    return same

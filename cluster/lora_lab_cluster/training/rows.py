"""The rows that a trial trains on and is measured on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..experiment.types import Training, draws_by_seed
from ..generators.batches import Sentences


class PreparedRows(Protocol):
    """What a trial reads of prepared data."""

    @property
    def train(self) -> Sentences:
        """Rows to train on; where each seed has its own, others of the same number."""
        ...

    @property
    def validation(self) -> Sentences:
        """Rows to measure on, the same for all trials."""
        ...

    @property
    def test(self) -> Sentences | None:
        """Rows that are measured on once, at the end; None if there are none."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the classes."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was found of the data."""
        ...


@dataclass(frozen=True)
class TrialRows:
    """The rows of one trial."""

    train: Sentences
    validation: Sentences
    test: Sentences | None
    validation_id: str | None


def rows_of_seed(data: PreparedRows, training: Training, seed: int) -> TrialRows:
    """The rows of a seed's trials: its own training rows, if the experiment draws them anew for each seed."""
    train = data.train_of(seed) if draws_by_seed(training) else data.train  # type: ignore[attr-defined]
    return TrialRows(train, data.validation, data.test, getattr(data, "validation_id", None))

"""The rows that a trial trains on and is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..generators.batches import Sentences


class PreparedRows(Protocol):
    """What a trial reads of prepared data."""

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
    def validation_id(self) -> str:
        """The identity of the validation rows."""
        ...

    def train_of(self, seed: int) -> Sentences:
        """The training rows of a seed, which has its own if the experiment draws them anew for each."""
        ...


@dataclass(frozen=True)
class TrialRows:
    """The rows of one trial."""

    train: Sentences
    validation: Sentences
    test: Sentences | None
    validation_id: str


def rows_of_seed(data: PreparedRows, seed: int) -> TrialRows:
    """The rows of a seed's trials."""
    return TrialRows(data.train_of(seed), data.validation, data.test, data.validation_id)

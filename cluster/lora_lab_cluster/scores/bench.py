"""What scores are measured with: the model, the data and the device of one process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import torch

from ..adapters.reading import Starts
from ..experiment.lab import LAB
from ..experiment.types import COMPONENTS, Experiment, Scenario
from ..generators.batches import BatchRules, HostBatch
from ..sources.types import ModelFiles
from ..training.rows import PreparedRows
from ..training.step import trial_batches
from ..training.trial import OpenedTrial, open_trial

SCORE_RANK: int = LAB["scores"]["rank"]
"""The rank, and the alpha, of the adapters on all modules that some scores measure."""


@dataclass(frozen=True)
class Bench:
    """Opens trials of an experiment whose modules are scored."""

    experiment: Experiment
    model: ModelFiles
    data: PreparedRows
    device: torch.device
    starts: Starts = field(default_factory=dict)
    """What the trials of some scenarios begin with."""

    @property
    def layers(self) -> int:
        """Of the model's encoder."""
        return self.model.shape.layers

    @property
    def rules(self) -> BatchRules:
        """What batches depend on of the model."""
        return BatchRules(self.model.shape.pad_token, self.model.shape.first_position)

    def open(self, scenario: Scenario, seed: int) -> OpenedTrial:
        """The trial of a scenario and seed before its first step. Raises LabError as `open_trial` does."""
        start = None if scenario.init is None else self.starts.get(scenario.name)
        return open_trial(
            self.experiment, scenario, seed, self.model, self.data, self.device, _ignore, _never, start
        )

    def open_scored(self, seed: int) -> OpenedTrial:
        """The same with adapters on every module, whatever the experiment's scenarios are."""
        modules = (COMPONENTS,) * self.layers
        rank = SCORE_RANK
        return self.open(Scenario("scores", "#000000", "lora", modules, rank=rank, alpha=float(rank)), seed)

    def train(self, scenario: Scenario, seed: int) -> OpenedTrial | None:
        """The trial after its last step; None if its loss was no number any more. It is measured at its end alone."""
        training = replace(self.experiment.training, evaluate_every=2**31)
        opened = replace(self, experiment=replace(self.experiment, training=training)).open(scenario, seed)
        opened.course.run(seed)
        return opened if opened.course.status == "done" else None

    def batches(self, opened: OpenedTrial, seed: int) -> Iterator[HostBatch]:
        """The batches on which the trials of a seed train, without an end."""
        return trial_batches(opened.rows.train, seed, opened.training, self.rules)

    def first_batches(self, opened: OpenedTrial, seed: int, count: int) -> Iterator[HostBatch]:
        """The first ones of them."""
        return islice(self.batches(opened, seed), count)


def _ignore(progress: object) -> None:
    """Nobody follows a single trial."""


def _never() -> bool:
    """Whoever stops the command ends the process."""
    return False

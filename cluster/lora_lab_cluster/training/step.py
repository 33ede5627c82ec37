"""The batches of a trial, and what its steps have in common whatever is done with the gradients."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn

from ..experiment.types import Training
from ..generators.batches import BatchRules, HostBatch, Sentences, epoch_batches
from ..generators.masks import step_key
from ..generators.random import LabRandom
from .batch import DeviceBatch
from .model import LabClassifier
from .parameters import TrainedParameters, set_learning_rate
from .schedule import learning_rate_factor, warmup_steps


def trial_batches(train: Sentences, seed: int, training: Training, rules: BatchRules) -> Iterator[HostBatch]:
    """The batches of the trials of a seed, epoch after epoch, without an end."""
    random = LabRandom(seed, "data order") if training.shuffle else None
    while True:
        yield from epoch_batches(train, random, training.batch_size, rules)


def begin_step(
    model: LabClassifier, optimizer: torch.optim.AdamW, training: Training, seed: int, step: int, total: int
) -> None:
    """Sets rate and masks of a step, counted from 0, of `total` ones, and turns dropout on."""
    factor = learning_rate_factor(step, training.schedule, warmup_steps(training.warmup, total), total)
    set_learning_rate(optimizer, training.learning_rate * factor)
    model.key.value = step_key(seed, step + 1)
    if not model.training:
        model.train()


def differentiate(parameters: TrainedParameters, logits: torch.Tensor, batch: DeviceBatch) -> torch.Tensor:
    """Writes the gradients of the batch's mean cross-entropy, and returns that loss, in nats."""
    loss = nn.functional.cross_entropy(logits, batch.labels)
    parameters.zero_gradients()
    loss.backward()
    return loss.detach()

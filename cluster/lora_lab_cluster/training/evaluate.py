"""Accuracy, loss and classes of sentences, without dropout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from ..generators.batches import BatchRules, Sentences, evaluation_groups, lengths_of, pad_batch
from .batch import DeviceBatch, to_device
from .model import LabClassifier

_READ_EVERY = 8
"""Batches whose results are read back together."""


@dataclass(frozen=True)
class Evaluated:
    """What an evaluation found."""

    loss: float
    """Mean cross-entropy, in nats a sentence."""
    predictions: npt.NDArray[np.int64]
    """The class that each sentence was taken for, in the set's own order."""
    hits: int
    """Sentences that were classified rightly."""

    @property
    def accuracy(self) -> float:
        """In [0, 1]."""
        return self.hits / len(self.predictions)


def evaluate(
    model: LabClassifier,
    sentences: Sentences,
    batch: int,
    rules: BatchRules,
    between: Callable[[int], None] = lambda done: None,
) -> Evaluated:
    """Measures a model on all sentences, the shortest first, `batch` of them at a time.

    Args:
        between: gets the number of sentences done, between batches; what it throws ends the evaluation.
    """
    device = next(iter(model.trained().values())).device
    groups = evaluation_groups(lengths_of(sentences), batch)
    predictions = np.zeros(len(sentences.ids), np.int64)
    loss_sum, hits, done = 0.0, 0, 0
    model.eval()
    for start in range(0, len(groups), _READ_EVERY):
        several = groups[start : start + _READ_EVERY]
        with torch.inference_mode():
            results = [_measure(model, to_device(pad_batch(sentences, one, rules), device)) for one in several]
            losses = torch.stack([loss for loss, _ in results]).tolist()
            classes = torch.cat([found for _, found in results]).cpu().numpy()
        numbers = np.concatenate(several)
        predictions[numbers] = classes
        hits += int((np.asarray(sentences.labels)[numbers] == classes).sum())
        loss_sum += sum(loss * len(group) for loss, group in zip(losses, several, strict=True))
        done += len(numbers)
        between(done)
    return Evaluated(loss_sum / done, predictions, hits)


def _measure(model: LabClassifier, batch: DeviceBatch) -> tuple[torch.Tensor, torch.Tensor]:
    return loss_and_classes(model(batch), batch.labels)


def loss_and_classes(logits: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean cross-entropy of a batch, in nats, and the class that each sentence is taken for, [rows]."""
    # A logit that is no number is never the largest, as in the lab.
    classes = logits.nan_to_num(nan=float("-inf"), posinf=float("inf"), neginf=float("-inf")).argmax(1)
    return nn.functional.cross_entropy(logits, labels), classes

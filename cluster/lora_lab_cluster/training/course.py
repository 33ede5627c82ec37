"""The course of a trial: steps, evaluations, and what has happened so far."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import torch

from ..experiment.types import Training
from ..generators.batches import BatchRules, HostBatch
from ..sources.types import EncoderShape
from .batch import to_device
from .classified import class_counts, confusion, pack_bits
from .clock import Clock
from .evaluate import Evaluated, evaluate
from .memory import SavedBytes, memory_of
from .model import LabClassifier
from .names import full_parameters
from .parameters import TrainedParameters, make_optimizer
from .progress import Progress, Stopped
from .rows import TrialRows
from .schedule import is_measured, total_steps
from .step import begin_step, differentiate, trial_batches

_WARM_UP_STEPS = 2
"""Steps before the clock starts, which compile kernels and allocate memory."""

_READ_SECONDS = 0.1
_LARGEST_GROUP = 64
"""Steps and time after which losses are read back: reading each would make a GPU wait for the host."""


class TrialCourse:
    """Runs a trial, and keeps what it measures."""

    def __init__(
        self,
        model: LabClassifier,
        parameters: TrainedParameters,
        training: Training,
        shape: EncoderShape,
        rows: TrialRows,
        classes: int,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self._model, self._parameters, self._training, self._shape = model, parameters, training, shape
        self._rows, self._classes = rows, classes
        self._on_progress, self._should_stop = on_progress, should_stop
        self._rules = BatchRules(shape.pad_token, shape.first_position)
        self._train_rows = len(rows.train.ids)
        self.total = total_steps(training, self._train_rows)
        self._optimizer = make_optimizer(parameters, training)
        self._device = parameters.flats[0].device
        self._clock = Clock()
        kept = [*parameters.flats, *model.parameters()]
        self._saved = SavedBytes(kept) if self._device.type == "cpu" else None
        self._unread: list[tuple[torch.Tensor, int]] = []
        self._last_read = time.perf_counter()
        self.losses: list[float] = []
        self._sums = [0.0, 0, 0]  # Of the training sentences since the last evaluation: loss, hits, sentences.
        self._evaluations: list[dict[str, Any]] = []
        self._last: Evaluated | None = None
        self._test: Evaluated | None = None
        self._status = "done"

    @property
    def status(self) -> str:
        """`done`, `diverged` or `cancelled`, once it has run."""
        return self._status

    def run(self, seed: int) -> None:
        """Trains and measures; ends early if the loss is no number any more, or the trial is asked to stop."""
        try:
            if self.total == 0:
                self._evaluate(0)
            self._train(seed)
            if self._status == "done" and self._rows.test is not None:
                self._test = self._measure(self._rows.test)
        except Stopped:
            self._status = "cancelled"

    def _train(self, seed: int) -> None:
        training = self._training
        for step, host in zip(range(self.total), trial_batches(self._rows.train, seed, training, self._rules)):
            if step == _WARM_UP_STEPS:
                self._read()
                self._clock.start()
            self._step(host, seed, step)
            done = step + 1
            if self._should_stop():
                raise Stopped
            measures = is_measured(done, training, self._train_rows)
            if measures or self._is_read_due():
                self._read()
            if self._status == "diverged":
                return
            if measures:
                self._clock.pause()
                self._evaluate(done)
                if done > _WARM_UP_STEPS:
                    self._clock.start()

    def _step(self, host: HostBatch, seed: int, step: int) -> None:
        training, parameters = self._training, self._parameters
        begin_step(self._model, self._optimizer, training, seed, step, self.total)
        batch = to_device(host, self._device)
        with self._saved.counting() if self._saved else nullcontext():
            logits = self._model(batch)
        loss = differentiate(parameters, logits, batch)
        parameters.clip(training.gradient_clip)
        self._optimizer.step()
        hits = (logits.detach().argmax(1) == batch.labels).sum()
        self._unread.append((torch.stack([loss, hits.to(loss.dtype)]), len(host.labels)))
        self._clock.count(len(host.labels))

    def _is_read_due(self) -> bool:
        if self._device.type == "cpu" or len(self._unread) >= _LARGEST_GROUP:
            return True
        return time.perf_counter() - self._last_read >= _READ_SECONDS

    def _read(self) -> None:
        """Reads losses and hits of the steps since the last time, which waits for the device."""
        if not self._unread:
            return
        stats = torch.stack([one for one, _ in self._unread]).tolist()
        for (loss, hits), (_, sentences) in zip(stats, self._unread, strict=True):
            self.losses.append(loss)
            if not math.isfinite(loss):
                self._status = "diverged"
                break
            self._sums = [self._sums[0] + loss * sentences, self._sums[1] + hits, self._sums[2] + sentences]
        self._unread = []
        self._last_read = time.perf_counter()
        self._tell("training", len(self.losses), self.total)

    def _tell(self, phase: str, done: int, total: int) -> None:
        loss = self.losses[-1] if self.losses else None
        accuracy = self._evaluations[-1]["accuracy"] if self._evaluations else None
        self._on_progress(Progress(phase, done, total, loss, accuracy))  # type: ignore[arg-type]

    def _evaluate(self, step: int) -> None:
        found = self._measure(self._rows.validation)
        loss_sum, hits, sentences = self._sums
        self._sums = [0.0, 0, 0]
        self._last = found
        self._evaluations.append(
            {
                "step": step,
                "accuracy": found.accuracy,
                "loss": finite_or_none(found.loss),
                "trainLoss": loss_sum / sentences if sentences else None,
                "trainAccuracy": hits / sentences if sentences else None,
            }
        )

    def _measure(self, sentences: Any) -> Evaluated:
        total = len(sentences.ids)

        def between(done: int) -> None:
            self._tell("evaluating", done, total)
            if self._should_stop():
                raise Stopped

        return evaluate(self._model, sentences, self._training.batch_size, self._rules, between)

    def measured(self, device: torch.device, frozen_bytes: int) -> dict[str, Any]:
        """What the trial measured, in the form of a results file."""
        saved = self._saved.largest if self._saved else 0
        peak, memory = memory_of(device, frozen_bytes, self._parameters.bytes, saved)
        trainable = self._parameters.count
        labels = self._rows.validation.labels
        last = self._last if self._status == "done" else None
        record: dict[str, Any] = {
            "status": self._status,
            "message": self._message(),
            "accuracy": last.accuracy if last else None,
            "validationLoss": finite_or_none(last.loss) if last else None,
            "validationClasses": class_counts(labels, self._classes),
            "validationId": self._rows.validation_id,
            "losses": [loss for loss in self.losses if math.isfinite(loss)],
            "evaluations": self._evaluations,
            "steps": len(self.losses),
            "trainableParameters": trainable,
            "relativeParameters": trainable / full_parameters(self._shape, self._classes),
            "peakBytes": peak,
            "memory": memory,
            "samplesPerSecond": self._clock.samples_per_second,
        }
        if last:
            record["correct"] = pack_bits(last.predictions == labels)
            record["confusion"] = confusion(labels, last.predictions, self._classes)
        if last and self._test:
            record["test"] = {"rows": len(self._test.predictions), "correct": self._test.hits}
        return record

    def _message(self) -> str | None:
        if self._status != "diverged":
            return None
        bad = self.losses[-1]
        word = "NaN" if math.isnan(bad) else "Infinity" if bad > 0 else "-Infinity"
        step = len(self.losses)
        return f"The loss became {word} at step {step}: lower the learning rate or clip gradients."


def finite_or_none(value: float) -> float | None:
    """The value as JSON has it, which knows no other numbers."""
    return value if math.isfinite(value) else None

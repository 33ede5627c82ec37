"""Learning rate, steps and moments of measuring, as in `src/train/schedule.ts` and `src/experiment/steps.ts`."""

from __future__ import annotations

import math

from ..experiment.types import Training


def steps_per_pass(training: Training, rows: int) -> int:
    """Optimizer steps of one pass over `rows` training rows."""
    return -(-rows // training.batch_size)


def total_steps(training: Training, rows: int) -> int:
    """Optimizer steps of a trial."""
    duration = training.duration
    return duration.count if duration.unit == "steps" else duration.count * steps_per_pass(training, rows)


def is_measured(step: int, training: Training, rows: int) -> bool:
    """Whether the validation rows are measured after `step` steps: at regular intervals, and always at the end."""
    every = training.evaluate_every or steps_per_pass(training, rows)
    return step == total_steps(training, rows) or (step > 0 and step % every == 0)


def warmup_steps(warmup: float, total: int) -> int:
    """Steps of the warmup, rounded up as in Hugging Face's Trainer; `warmup` is a part of all steps, in [0, 1]."""
    return math.ceil(total * warmup)


def learning_rate_factor(step: int, schedule: str, warmup: int, total: int) -> float:
    """The factor of the base learning rate at a step, counted from 0.

    It is step / warmup during the warmup, so 0 at its first step, then the schedule at the progress in [0, 1)
    through the remaining steps, as Transformers' schedulers with warmup have it.

    Args:
        schedule: `linear`, `cosine` or `constant`.
        warmup: steps of the warmup.
        total: steps of the trial.
    """
    if step < warmup:
        return step / warmup
    progress = (step - warmup) / max(1, total - warmup)
    if schedule == "linear":
        return 1 - progress
    if schedule == "cosine":
        return 0.5 * (1 + math.cos(math.pi * progress))
    return 1.0

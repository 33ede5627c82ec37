"""What a trial tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Progress:
    """Where a trial stands."""

    phase: Literal["loading", "training", "evaluating"]
    done: int
    """Steps in training, sentences in an evaluation."""
    total: int
    loss: float | None = None
    """Of the latest training step that was read back."""
    accuracy: float | None = None
    """Of the latest evaluation on the validation sentences."""


class Stopped(Exception):
    """The trial was asked to stop."""

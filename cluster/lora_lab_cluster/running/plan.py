"""What a run is made of: the trials in their order, and what trains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ..experiment.types import Experiment, TrialSpec


@dataclass(frozen=True)
class Step:
    """How far a trial has come, in optimizer steps."""

    done: int
    total: int


class Trainer(Protocol):
    """Trains trials one after another in one process, with the model and the data that it keeps."""

    def train(
        self, spec: TrialSpec, on_step: Callable[[Step], None], should_stop: Callable[[], bool]
    ) -> dict[str, Any]:
        """Trains one trial and returns what it measured, as the lab's schema has it, JSON-ready.

        Where `should_stop` says so, it returns soon, with the status `cancelled`. Raises LabError where trying again
        cannot help, and whatever torch raises.
        """
        ...

    def environment(self) -> dict[str, Any]:
        """Where the trials run, as the lab's schema has it."""
        ...


class Recipe(Protocol):
    """What a process needs to become a trainer. It travels through Ray's object store."""

    def open(self) -> Trainer:
        """Opens model and data, once a process."""
        ...


@dataclass(frozen=True)
class Share:
    """What of a machine one trial gets, in Ray's units: cores, and GPUs or a part of one."""

    cpus: float = 1.0
    gpus: float = 0.0

    def resources(self) -> dict[str, float]:
        """As Ray names them."""
        return {"cpu": self.cpus, "gpu": self.gpus} if self.gpus > 0 else {"cpu": self.cpus}


@dataclass(frozen=True)
class Plan:
    """The trials of a run and how they are run."""

    experiment: Experiment
    trials: tuple[TrialSpec, ...]
    """Seed outermost, so that partial results already compare the scenarios."""
    retries: int = 2
    """How often a trial that breaks off is tried again."""
    at_once: int | None = None
    """The most trials at the same time; None for as many as there is room for."""

    @classmethod
    def of(cls, experiment: Experiment, retries: int = 2, at_once: int | None = None) -> Plan:
        """The plan for all trials of the experiment."""
        return cls(experiment, tuple(experiment.list_trials()), retries, at_once)

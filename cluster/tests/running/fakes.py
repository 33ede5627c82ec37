"""A trainer without a model: quick, and with faults on order. Ray's processes import it by name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import Experiment, TrialSpec
from lora_lab_cluster.results.environment import environment_of
from lora_lab_cluster.running.plan import Step
from lora_lab_cluster.scores.tasks import SeedScores, Task


def scenario_json(name: str) -> dict[str, Any]:
    """A scenario of the embedded model's twelve layers."""
    return {
        "name": name,
        "color": "#1f77b4",
        "method": "lora",
        "modules": [["value"]] * 12,
        "rank": 8,
        "alpha": 16,
        "rsLora": False,
    }


def experiment_json(names: list[str], trials: int) -> dict[str, Any]:
    """A whole experiment, as the lab writes it."""
    rates = {"hidden": 0.1, "attention": 0.1, "lora": 0, "classifier": 0.1}
    return {
        "model": "roberta-mini",
        "dataset": "review-sentences",
        "data": {},
        "scenarios": [scenario_json(name) for name in names],
        "trials": trials,
        "firstSeed": 42,
        "training": {
            "learningRate": 0.001,
            "duration": {"unit": "steps", "count": 4},
            "trainingRows": 64,
            "validationRows": 32,
            "evaluateEvery": None,
            "rowChoice": "sample",
            "shuffle": True,
            "batchSize": 8,
            "maxLength": 32,
            "schedule": "linear",
            "warmup": 0.1,
            "weightDecay": 0.01,
            "gradientClip": 1,
            "dropout": rates,
            "checkpointing": False,
            "basePrecision": "f32",
        },
        "judging": {"delta": 1, "upTo": None, "looks": "growing", "measure": "accuracy"},
    }


def experiment(names: list[str], trials: int) -> Experiment:
    """The same as an object."""
    return Experiment.from_json(experiment_json(names, trials))


def measured(spec: TrialSpec) -> dict[str, Any]:
    """What a trial of this scenario and seed measures: the same each time."""
    memory = dict.fromkeys(("weights", "adapters", "gradients", "optimizer", "activations", "workspace"), 1000)
    return {
        "status": "done",
        "message": None,
        "accuracy": (spec.seed * 7 % 32) / 32,
        "validationLoss": 0.5,
        "losses": [0.7, 0.6, 0.5, 0.4],
        "evaluations": [],
        "steps": 4,
        "trainableParameters": 10,
        "relativeParameters": 0.01,
        "peakBytes": 6000,
        "memory": memory,
        "samplesPerSecond": 100.0,
        "seconds": 0.1,
    }


@dataclass(frozen=True)
class Gate:
    """A place at which the trainer waits for the test."""

    reached: Path
    """A file that is made when somebody waits."""
    opened: Path
    """A file that the test makes then."""
    after: int | None = None
    """So many trials have ended when the trainer waits; None if it never does."""
    results: Path = Path()
    """A file that must be there before it waits, where trials have ended."""

    def pass_through(self) -> None:
        """Returns once the test has opened it. Raises TimeoutError if it does not within two minutes."""
        self.reached.touch()
        _wait_for(self.opened)


def _wait_for(file: Path) -> None:
    until = time.monotonic() + 120
    while not file.exists():
        if time.monotonic() >= until:
            raise TimeoutError(f"{file} did not come.")
        time.sleep(0.01)


@dataclass(frozen=True)
class FakeRecipe:
    """How long a trial takes, and where it breaks. `log` gets a line a trial: process, scenario, seed."""

    log: Path
    seconds: float = 0.0
    breaks: dict[int, int] = field(default_factory=dict)
    """By seed, how many tries break."""
    dies: dict[int, int] = field(default_factory=dict)
    """By seed, in how many tries the process dies."""
    refuses: frozenset[int] = frozenset()
    """Seeds at which it says that trying again is of no use."""
    processes: int = 1
    """A trial ends only once so many processes have opened: on a busy machine, starting one takes longer than all trials."""
    gate: Gate | None = None

    def open(self) -> FakeTrainer:
        """One line for each process."""
        self.write(f"open {os.getpid()}")
        return FakeTrainer(self)

    def write(self, line: str) -> None:
        """Adds a line to the log."""
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def wait_for_processes(self) -> None:
        """Returns once enough processes have opened, or after two minutes."""
        until = time.monotonic() + 120
        while self.log.read_text(encoding="utf-8").count("open ") < self.processes and time.monotonic() < until:
            time.sleep(0.1)

    def wait_at_gate(self) -> None:
        """Waits at the gate, if as many trials have ended as it asks for."""
        gate = self.gate
        if gate is None or self.log.read_text(encoding="utf-8").count("end ") != gate.after:
            return
        if gate.after > 0:
            _wait_for(gate.results)
        gate.pass_through()

    def tries(self, spec: TrialSpec) -> int:
        """How often the trial was begun so far."""
        wanted = f"begin {spec.scenario.name} {spec.seed} "
        return sum(line.startswith(wanted) for line in self.log.read_text(encoding="utf-8").splitlines())


class FakeTrainer:
    """Sleeps instead of training."""

    def __init__(self, recipe: FakeRecipe) -> None:
        self._recipe = recipe

    def train(
        self, spec: TrialSpec, on_step: Callable[[Step], None], should_stop: Callable[[], bool]
    ) -> dict[str, Any]:
        """Ends after four steps, unless it was told to break."""
        recipe = self._recipe
        recipe.write(f"begin {spec.scenario.name} {spec.seed} {os.getpid()}")
        tries = recipe.tries(spec)
        if spec.seed in recipe.refuses:
            raise LabError(f"Seed {spec.seed} is refused.", "Take another.")
        if tries <= recipe.breaks.get(spec.seed, 0):
            raise RuntimeError(f"seed {spec.seed} broke in try {tries}")
        if tries <= recipe.dies.get(spec.seed, 0):
            os._exit(1)
        for done in range(4):
            if should_stop():
                return {**measured(spec), "status": "cancelled", "accuracy": None}
            time.sleep(recipe.seconds / 4)
            on_step(Step(done + 1, 4))
        recipe.wait_for_processes()
        recipe.wait_at_gate()
        recipe.write(f"end {spec.scenario.name} {spec.seed} {os.getpid()}")
        return measured(spec)

    def environment(self) -> dict[str, Any]:
        """This process's."""
        return environment_of("no device")


def score_seed(recipe: object, task: Task) -> SeedScores:
    """Scores nothing: seed 7 is refused, and at seed 8 the process dies."""
    if task.seed == 8:
        os._exit(1)
    return SeedScores(task.seed, refusal=LabError("Seed 7 is refused.", "Take another.") if task.seed == 7 else None)

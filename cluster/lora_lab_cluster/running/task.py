"""One trial as Ray Tune runs it. A process runs many, one after another: it opens torch, model and data only once."""

from __future__ import annotations

import time
from typing import Any

import ray
from ray import tune

from ..errors import LabError
from ..experiment.types import TrialSpec
from ..results.record import failed_record, finished_record
from .plan import Recipe, Step, Trainer

NOTE_EVERY = 1.0
"""Seconds between two words about a trial that goes on."""
KEEP_AGAIN = 2.0
"""Seconds after which a record that could not be written is handed over again."""


class _Reporter:
    """Tells the keeper how far a trial has come, and hears from it whether to stop, without ever waiting."""

    def __init__(self, keeper: Any, index: int) -> None:
        self._keeper = keeper
        self._index = index
        self._answer: Any = None
        self._told_at = 0.0
        self._stops = False

    def on_step(self, step: Step) -> None:
        """Tells it, but not more often than every `NOTE_EVERY`."""
        now = time.monotonic()
        if now - self._told_at < NOTE_EVERY:
            return
        self._told_at = now
        self._hear()
        self._answer = self._keeper.note.remote(self._index, step.done / max(1, step.total))

    def should_stop(self) -> bool:
        """Whether the run is being stopped, by the last answer."""
        self._hear()
        return self._stops

    def _hear(self) -> None:
        if self._answer is None:
            return
        ready, _ = ray.wait([self._answer], timeout=0)
        if ready:
            self._stops = self._stops or ray.get(self._answer)
            self._answer = None


class TrialTask(tune.Trainable):
    """Trains the trial of index `config["trial"]` in one step, and hands its record to the keeper before it ends."""

    def setup(self, config: dict[str, Any], recipe: Recipe, trials: tuple[TrialSpec, ...], keeper: Any) -> None:
        """Called once a process. Model and data are opened when a trial needs them, so that errors are that trial's."""
        self._index: int = config["trial"]
        self._recipe = recipe
        self._trials = trials
        self._keeper = keeper
        self._trainer: Trainer | None = None

    def reset_config(self, new_config: dict[str, Any]) -> bool:
        """Takes up another trial in the same process."""
        self._index = new_config["trial"]
        return True

    def step(self) -> dict[str, Any]:
        """Trains the trial, unless its record is there, as after a crash that Tune's own state did not outlive."""
        index = self._index
        if ray.get(self._keeper.begin.remote(index)):
            return {"done": True}
        try:
            record = self._train(index)
        except Exception as error:
            ray.get(self._keeper.fault.remote(index, _words(error)))
            raise
        if record["status"] == "cancelled":
            # The run is being stopped. Tune is not told that the trial is done, so that it begins anew next time.
            return {"done": False}
        while not ray.get(self._keeper.keep.remote(index, record)):
            time.sleep(KEEP_AGAIN)
        return {"done": True}

    def _train(self, index: int) -> dict[str, Any]:
        spec = self._trials[index]
        started = time.monotonic()
        reporter = _Reporter(self._keeper, index)
        try:
            trainer = self._trainer = self._trainer or self._recipe.open()
            measured = trainer.train(spec, reporter.on_step, reporter.should_stop)
        except LabError as error:
            # Trying again would come to the same.
            return failed_record(str(error), spec, self._environment(), time.monotonic() - started)
        return finished_record(measured, spec, trainer.environment())

    def _environment(self) -> dict[str, Any]:
        from ..results.environment import environment_of, processor_name

        return self._trainer.environment() if self._trainer else environment_of(processor_name())


def _words(error: Exception) -> str:
    text = str(error).strip()
    return f"{type(error).__name__}: {text}" if text else type(error).__name__

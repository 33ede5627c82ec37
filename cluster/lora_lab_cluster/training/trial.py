"""One trial: a scenario trained with one seed, then measured on the validation sentences, as `src/train/trial.ts`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..errors import LabError
from ..experiment.types import Experiment, Scenario, Training, training_of
from ..sources.types import ModelFiles
from .course import TrialCourse
from .memory import start_peak
from .model import LabClassifier, build_model
from .parameters import TrainedParameters, write_initial_values
from .pissa import split_weights
from .progress import Progress
from .rows import PreparedRows, TrialRows, rows_of_seed
from .weights import forget_weights, place_weights, weight_bytes


def train_trial(
    experiment: Experiment,
    scenario: Scenario,
    seed: int,
    model: ModelFiles,
    data: PreparedRows,
    device: torch.device,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
    start: Mapping[str, np.ndarray] | None = None,
) -> dict[str, Any]:
    """Trains and measures a scenario with one seed. The same seed gives the losses of the lab's page, up to rounding.

    Args:
        data: the rows, see `data/prepared.py`.
        on_progress: called several times a second at most.
        should_stop: asked between steps; the trial then ends as cancelled.
        start: what parameters begin with, by the lab's names, where the scenario begins with an adapter.

    Returns:
        What was measured, in the form of a trial of a results file, without id, scenario, seed, time and
        environment. If there are test sentences, `test` has how many (`rows`) and how many of them were classified
        rightly (`correct`).

    Raises:
        LabError: if the scenario cannot be run; whatever PyTorch throws, such as for want of memory.
    """
    started = time.perf_counter()
    opened = open_trial(experiment, scenario, seed, model, data, device, on_progress, should_stop, start)
    opened.course.run(seed)
    return {**opened.course.measured(device, opened.frozen_bytes), "seconds": time.perf_counter() - started}


@dataclass(frozen=True)
class OpenedTrial:
    """A trial before its first step, or after its last one."""

    network: LabClassifier
    parameters: TrainedParameters
    training: Training
    """What the scenario trains with."""
    rows: TrialRows
    course: TrialCourse
    frozen_bytes: int
    """Bytes of the weights that do not train."""


def open_trial(
    experiment: Experiment,
    scenario: Scenario,
    seed: int,
    model: ModelFiles,
    data: PreparedRows,
    device: torch.device,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
    start: Mapping[str, np.ndarray] | None = None,
) -> OpenedTrial:
    """Makes the model of a trial with the values with which it begins. Arguments and errors as of `train_trial`."""
    if scenario.init is not None and start is None:
        raise LabError(
            f'Scenario "{scenario.name}" begins with the adapter {scenario.init}, whose files are not here.',
            "Name its folder or zip by --adapter.",
        )
    training = training_of(experiment.training, scenario)
    full_precision()
    on_progress(Progress("loading", 0, 1))
    is_full = scenario.method == "full"
    if is_full and device.type != "cpu":
        forget_weights()  # Full fine-tuning trains a copy of all weights, and reads no others.
    start_peak(device)
    if scenario.dora and training.base_precision != "f32":
        raise LabError(
            f'Scenario "{scenario.name}" has DoRA, which the cluster trains on a base in float32 only.',
            "Set its base precision to f32, or train it in the lab.",
        )
    weights = place_weights(model, "f32" if is_full else training.base_precision, _home(device, is_full))
    if scenario.pissa:
        weights, start = split_weights(scenario, weights)
    classes = len(data.labels)
    network = build_model(model, classes, scenario, training, weights)
    parameters = TrainedParameters(network, device, scenario.b_rate)
    write_initial_values(parameters, seed, weights.tensors, start)
    frozen = 0 if is_full else weight_bytes(weights.tensors)
    rows = rows_of_seed(data, seed)
    course = TrialCourse(network, parameters, training, model.shape, rows, classes, on_progress, should_stop)
    return OpenedTrial(network, parameters, training, rows, course, frozen)


def _home(device: torch.device, is_full: bool) -> torch.device:
    return torch.device("cpu") if is_full else device


def full_precision() -> None:
    """Makes PyTorch compute float32 products in float32, as the lab does, whatever the process had before."""
    torch.set_float32_matmul_precision("highest")

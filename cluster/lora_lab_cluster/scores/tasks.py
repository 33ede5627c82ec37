"""Which seeds are measured for which scores, and what comes back of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import LabError
from ..experiment.types import Experiment, Scenario
from ..running.laboratory import LaboratoryRecipe
from .knock_out_scores import KnockedOut
from .module_scores import Measured
from .request import SCORE_SEEDS, ScoreRequest


@dataclass(frozen=True)
class Task:
    """One seed, and the scores that it is measured for."""

    seed: int
    requests: tuple[ScoreRequest, ...]
    scenario: Scenario | None
    """The scenario whose trial is trained before; None if no score is of a trained one."""


@dataclass(frozen=True)
class SeedScores:
    """What a seed measured."""

    seed: int
    measured: Mapping[ScoreRequest, Measured] = field(default_factory=dict)
    knocked_out: KnockedOut | None = None
    diverged: bool = False
    """Whether the seed's trial diverged, so that it has no scores of a trained scenario."""
    refusal: LabError | None = None
    """Why there are no scores, in words for the person."""


def first_tasks(experiment: Experiment, requests: Sequence[ScoreRequest], trained: Scenario | None) -> list[Task]:
    """The tasks of the experiment's first seeds. Of a trained scenario there are as many as it has trials, and no more.

    Args:
        trained: as `trained_scenario` finds it.
    """
    before = tuple(one for one in requests if not one.is_of_trained)
    tasks = []
    for index in range(SCORE_SEEDS):
        is_trained = trained is not None and index < experiment.trials
        own = tuple(requests) if is_trained else before
        if own:
            tasks.append(Task(experiment.first_seed + index, own, trained if is_trained else None))
    return tasks


def later_tasks(
    experiment: Experiment, requests: Sequence[ScoreRequest], trained: Scenario | None, known: Sequence[SeedScores]
) -> list[Task]:
    """The next seeds of the experiment, in place of those whose trials have diverged; none if enough are known."""
    if trained is None:
        return []
    own = tuple(one for one in requests if one.is_of_trained)
    first, trials = experiment.first_seed, experiment.trials
    tried = sum(one.seed < first + trials for one in known)
    missing = SCORE_SEEDS - tried + sum(one.diverged for one in known)
    return [Task(seed, own, trained) for seed in range(first + tried, first + min(trials, tried + missing))]


def measure_seed(recipe: LaboratoryRecipe, task: Task) -> SeedScores:
    """Runs in a process of Ray's, on the device that it was given. What the person should hear is in the answer."""
    import torch

    from .bench import Bench
    from .measure import measure

    try:
        laboratory = recipe.open()
        bench = Bench(recipe.experiment, laboratory.model, recipe.data, laboratory.device, recipe.starts)
        return measure(bench, task)
    except LabError as error:
        return SeedScores(task.seed, refusal=error)
    except torch.cuda.OutOfMemoryError:
        refusal = LabError(
            f"The modules cannot be scored on {torch.cuda.get_device_name()}, whose memory is too small.",
            "Lower the batch size or the sequence length, or turn gradient checkpointing on.",
        )
        return SeedScores(task.seed, refusal=refusal)

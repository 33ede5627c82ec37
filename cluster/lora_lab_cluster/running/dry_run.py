"""How many trials share a GPU: a few steps of every scenario are really trained, and their memory is measured."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from ..data.prepared import PreparedData, Split
from ..errors import LabError
from ..experiment.types import Duration, TrialSpec
from .laboratory import LaboratoryRecipe
from .plan import Plan, Share, Step

STEPS = 3
"""Optimizer steps of each scenario: the optimizer's state is there from the first, and the allocator is settled."""
CONTEXT_BYTES = 700 * 2**20
"""What a process holds on the GPU beside PyTorch's allocator: CUDA's context and the libraries' kernels."""
HEADROOM = 1.1
"""Times what was measured: the allocator's blocks never fit exactly."""
USABLE = 0.95
"""Of a GPU's memory."""
MOST_A_GPU = 16
"""Trials that share a GPU at most. Beyond a few they only wait for each other."""


def measured_share(recipe: LaboratoryRecipe, plan: Plan, cpus: float, cpus_a_gpu: float) -> tuple[Share, str]:
    """The share for which the scenario with the most memory has room, and a sentence that says what was measured.

    `cpus` is what a trial gets, and `cpus_a_gpu` how many cores there are for each GPU of the machine that has fewest:
    no more trials can share a GPU than there are cores for. Raises LabError if a scenario cannot be trained at all.
    """
    import ray

    name, peak, total = ray.get(ray.remote(num_cpus=cpus, num_gpus=1, max_retries=1)(_peak).remote(recipe, plan))
    room = math.floor(USABLE * total / (HEADROOM * peak + CONTEXT_BYTES))
    fitting = max(1, min(room, MOST_A_GPU, math.floor(cpus_a_gpu / cpus)))
    # Rounded down, so that so many shares never come to more than one.
    share = Share(cpus, math.floor(10_000 / fitting) / 10_000)
    gib = 2**30
    return share, (
        f'"{name}" needs the most memory, {peak / gib:.1f} of {total / gib:.0f} GiB: {fitting} '
        f"trial{'s share' if fitting > 1 else ' has'} a GPU."
    )


def _peak(recipe: LaboratoryRecipe, plan: Plan) -> tuple[str, int, int]:
    """Runs on a GPU of its own: the scenario with the highest peak, that peak, and the GPU's memory, in bytes."""
    import torch

    short = replace(recipe, experiment=_short(recipe), data=_longest(recipe))
    laboratory = short.open()
    peaks: list[tuple[int, str]] = []
    for scenario in plan.experiment.scenarios:
        spec = TrialSpec(replace(scenario, duration=Duration("steps", STEPS)), plan.experiment.first_seed)
        torch.cuda.init()  # The allocator knows no device before that, and refuses to reset its figures.
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        try:
            laboratory.train(spec, _ignore, lambda: False)
        except torch.cuda.OutOfMemoryError as error:
            raise LabError(
                f'Scenario "{scenario.name}" does not fit on {torch.cuda.get_device_name()}.',
                "Lower its batch size or sequence length, or turn gradient checkpointing on.",
            ) from error
        peaks.append((torch.cuda.max_memory_reserved(), scenario.name))
    peak, name = max(peaks)
    return name, peak, torch.cuda.get_device_properties(0).total_memory


def _short(recipe: LaboratoryRecipe) -> Any:
    training = replace(recipe.experiment.training, row_choice="first", evaluate_every=None)
    return replace(recipe.experiment, training=training)


def _longest(recipe: LaboratoryRecipe) -> PreparedData:
    """The data with a batch of the longest sentences alone, by which memory is highest."""
    batch = recipe.experiment.training.batch_size
    data = recipe.data
    return replace(data, train=_head(data.train, batch), validation=_head(data.validation, batch), test=None, own={})


def _head(split: Split, count: int) -> Split:
    longest = sorted(range(len(split)), key=lambda row: -len(split.ids[row]))[:count]
    return Split(
        ids=[split.ids[row] for row in longest],
        labels=split.labels[longest],
        types=None if split.types is None else [split.types[row] for row in longest],
        rows=split.rows[longest],
    )


def _ignore(step: Step) -> None:
    """Nobody follows a dry run."""

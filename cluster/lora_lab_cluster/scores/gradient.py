"""The gradient score: how large the gradient of each module's B is before training, as in `src/scores/gradientScore.ts`."""

from __future__ import annotations

import math

import torch

from ..errors import LabError
from ..generators.batches import HostBatch
from ..training.batch import to_device
from ..training.step import differentiate
from ..training.trial import OpenedTrial
from .bench import Bench
from .module_scores import Measured, every_module


def gradient_scores(bench: Bench, seed: int, batches: int) -> Measured:
    """The mean squared gradient of each module's B = 0, without dropout and without a step, by batch and module.

    Raises:
        LabError: if a gradient is not finite.
    """
    opened = bench.open_scored(seed)
    return [_squares(bench, opened, host) for host in bench.first_batches(opened, seed, batches)]


def _squares(bench: Bench, opened: OpenedTrial, host: HostBatch) -> list[float]:
    batch = to_device(host, bench.device)
    opened.network.eval()
    differentiate(opened.parameters, opened.network(batch), batch)
    gradients = [opened.parameters[f"{module.adapter}.B"].grad for module in every_module(bench.layers)]
    squares = torch.stack([one.double().square().mean() for one in gradients if one is not None]).tolist()
    if not all(map(math.isfinite, squares)):
        raise LabError(
            "The gradients before training are not finite numbers, so the modules cannot be scored.",
            "Choose base precision f32, or another model.",
        )
    return squares

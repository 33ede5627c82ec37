"""AdaLoRA's score while adapters on all modules train, as in `src/scores/sensitivity/`, by PEFT's `RankAllocator`."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from ..errors import LabError
from ..training.batch import to_device
from ..training.parameters import make_optimizer
from ..training.step import begin_step, differentiate
from .bench import Bench
from .module_scores import Measured, Module, every_module

_BETA = 0.85
"""What stays of an average at each step: `beta1` and `beta2` of PEFT's AdaLoraConfig."""


class Smoothed:
    """How much each element of the adapters matters to the loss, and how much that wavers: both from zero."""

    def __init__(self, weights: dict[str, torch.Tensor]) -> None:
        """`weights` are A and B of each module by the lab's names; they are looked at at every step."""
        self._weights = weights
        self.sensitivity = {name: torch.zeros_like(value) for name, value in weights.items()}
        self.uncertainty = {name: torch.zeros_like(value) for name, value in weights.items()}

    def update(self, gradients: dict[str, torch.Tensor]) -> None:
        """Takes in a step: the weights are those after it, the gradients those before it, not clipped."""
        for name, gradient in gradients.items():
            smoothed, wavering = self.sensitivity[name], self.uncertainty[name]
            importance = (self._weights[name] * gradient).abs()
            smoothed.mul_(_BETA).add_(importance, alpha=1 - _BETA)
            wavering.mul_(_BETA).add_((importance - smoothed).abs(), alpha=1 - _BETA)

    def scores(self, modules: Sequence[Module]) -> list[float]:
        """Sensitivity times uncertainty: the mean over A plus the mean over B, in the order of `modules`."""

        def mean(name: str) -> torch.Tensor:
            return (self.sensitivity[name].double() * self.uncertainty[name].double()).mean()

        found: list[float] = torch.stack(
            [mean(f"{module.adapter}.A") + mean(f"{module.adapter}.B") for module in modules]
        ).tolist()
        return found


def sensitivity_scores(bench: Bench, seed: int, steps: int) -> Measured:
    """Trains adapters on all modules as a trial of so many steps, and scores them at the end, as one batch.

    Raises:
        LabError: if the training diverges.
    """
    opened = bench.open_scored(seed)
    network, parameters, training = opened.network, opened.parameters, opened.training
    optimizer = make_optimizer(parameters, training)
    adapters = [name for name in parameters if name.endswith((".A", ".B"))]
    smoothed = Smoothed({name: parameters[name].data for name in adapters})
    for step, host in zip(range(steps), bench.batches(opened, seed)):
        begin_step(network, optimizer, training, seed, step, steps)
        batch = to_device(host, bench.device)
        loss = differentiate(parameters, network(batch), batch)
        if not math.isfinite(loss.item()):
            raise _diverged()
        gradients = {name: _gradient(parameters[name]).clone() for name in adapters}
        parameters.clip(training.gradient_clip)
        optimizer.step()
        smoothed.update(gradients)
    scores = smoothed.scores(every_module(bench.layers))
    if not all(map(math.isfinite, scores)):
        raise _diverged()
    return [scores]


def _gradient(parameter: torch.nn.Parameter) -> torch.Tensor:
    if parameter.grad is None:
        raise RuntimeError("An adapter has no gradient.")
    return parameter.grad


def _diverged() -> LabError:
    return LabError(
        "The training of adapters on all modules diverged, so the modules cannot be scored.",
        "Choose a lower learning rate.",
    )

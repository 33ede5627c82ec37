"""What a trial trains, in two flat buffers, and AdamW over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ..experiment.types import Training
from ..generators.initial import initial_values
from .model import LabClassifier, start_magnitudes
from .names import decays
from .weights import Weight

_BETAS = (0.9, 0.98)
_EPSILON = 1e-6
"""The values of the published experiments, and of RoBERTa's own training (Liu et al. 2019, table 9)."""

_FLOAT_BYTES = 4


@dataclass(frozen=True)
class Group:
    """Parameters that the optimizer treats alike."""

    flat: nn.Parameter
    decayed: bool
    """Whether weight decay applies."""
    rate: float
    """Their learning rate, in multiples of the trial's."""


def _groups(names: list[str], has_faster: bool) -> list[tuple[list[str], bool, bool]]:
    """The names of each group, whether weight decay applies to it, and whether it is one of the faster ones."""
    decayed = [name for name in names if decays(name)]
    others = [name for name in names if not decays(name)]
    if not has_faster:
        return [(decayed, True, False), (others, False, False)]
    slower = [name for name in decayed if not name.endswith((".B", ".magnitude"))]
    faster = [name for name in decayed if name.endswith((".B", ".magnitude"))]
    return [(slower, True, False), (faster, True, True), (others, False, True)]


class TrainedParameters:
    """All parameters that train, in one buffer with weight decay and one without, and their gradients likewise.

    Where B has a rate of its own (LoRA+), it has a buffer of its own too.

    An optimizer step, clipping and zeroing are then a few operations, however many adapters there are.
    """

    def __init__(self, model: LabClassifier, device: torch.device, b_rate: float = 1.0) -> None:
        """Gives the model's parameters that train their memory on the device; their values come with `write`.

        Args:
            b_rate: the learning rate of B and of vectors, which PEFT's LoRA+ counts with it, in multiples of the others'.
        """
        self._model = model
        self._views: dict[str, nn.Parameter] = {}
        trained = model.trained()
        self.groups = [
            Group(self._lay_out(trained, names, device), decayed, b_rate if faster else 1.0)
            for names, decayed, faster in _groups(list(trained), b_rate != 1)
        ]
        self.flats = [group.flat for group in self.groups]

    def _lay_out(
        self, trained: Mapping[str, nn.Parameter], names: list[str], device: torch.device
    ) -> nn.Parameter:
        size = sum(trained[name].numel() for name in names)
        flat = nn.Parameter(torch.zeros(size, device=device))
        flat.grad = torch.zeros(size, device=device)
        at = 0
        for name in names:
            shape = trained[name].shape
            end = at + trained[name].numel()
            view = nn.Parameter(flat.data[at:end].view(shape))
            view.grad = flat.grad[at:end].view(shape)
            self._views[name] = view
            at = end
        _put(self._model, {trained[name]: self._views[name] for name in names})
        return flat

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __getitem__(self, name: str) -> nn.Parameter:
        """A parameter by the lab's name."""
        return self._views[name]

    @property
    def count(self) -> int:
        """Parameters that train."""
        return sum(flat.numel() for flat in self.flats)

    @property
    def bytes(self) -> int:
        """Bytes of the parameters; their gradients take as many, Adam's moments twice as many."""
        return self.count * _FLOAT_BYTES

    def write(self, name: str, values: np.ndarray | torch.Tensor) -> None:
        """Replaces a parameter's values, by the lab's name."""
        source = torch.from_numpy(values) if isinstance(values, np.ndarray) else values
        self._views[name].data.copy_(source)

    def write_start_magnitudes(self, given: Set[str]) -> None:
        """Writes DoRA's magnitudes, but for those that are given, so that they change nothing."""
        for name, norms in start_magnitudes(self._model):
            if name not in given:
                self.write(name, norms)

    def zero_gradients(self) -> None:
        """Sets all gradients to zero, for the backward pass to add to."""
        for flat in self.flats:
            _gradient(flat).zero_()

    def clip(self, largest: float) -> torch.Tensor:
        """Scales the gradients down to this global norm, 0 for no clipping; returns the norm before."""
        if largest == 0:
            return torch.nn.utils.get_total_norm([_gradient(flat) for flat in self.flats])
        return torch.nn.utils.clip_grad_norm_(self.flats, largest)


def _gradient(flat: nn.Parameter) -> torch.Tensor:
    if flat.grad is None:
        raise RuntimeError("A flat buffer has lost its gradient.")
    return flat.grad


def _put(model: nn.Module, replaced: Mapping[nn.Parameter, nn.Parameter]) -> None:
    """Puts other parameters in the place of those of a model."""
    for module in model.modules():
        for name, value in list(module._parameters.items()):
            if value in replaced:
                module._parameters[name] = replaced[value]


def write_initial_values(
    parameters: TrainedParameters,
    seed: int,
    pretrained: Mapping[str, Weight],
    start: Mapping[str, np.ndarray] | None = None,
) -> None:
    """Writes what every parameter begins with.

    Args:
        pretrained: the encoder in float32, from which full fine-tuning starts.
        start: values that replace those of some parameters; the others are the same with and without them.
    """
    starts = start or {}
    for name in parameters:
        given = starts.get(name)
        if given is not None:
            parameters.write(name, given)
        elif name.endswith(".magnitude"):
            continue
        elif name in pretrained:
            weight = pretrained[name]
            if isinstance(weight, tuple):
                raise RuntimeError(f"{name} is packed and cannot be trained.")
            parameters.write(name, weight)
        else:
            parameters.write(name, initial_values(name, tuple(parameters[name].shape), seed))
    parameters.write_start_magnitudes(set(starts))


def make_optimizer(parameters: TrainedParameters, training: Training) -> torch.optim.AdamW:
    """AdamW (Loshchilov & Hutter 2019) with the lab's constants, and weight decay as in Hugging Face's Trainer."""
    groups = [
        {"params": [group.flat], "weight_decay": training.weight_decay if group.decayed else 0.0, "multiple": group.rate}
        for group in parameters.groups
    ]
    fused = parameters.flats[0].device.type == "cuda"
    return torch.optim.AdamW(groups, lr=0.0, betas=_BETAS, eps=_EPSILON, fused=fused)


def set_learning_rate(optimizer: torch.optim.AdamW, rate: float) -> None:
    """Sets the rate of the next step, of which some groups have a multiple."""
    for group in optimizer.param_groups:
        group["lr"] = rate * group["multiple"]

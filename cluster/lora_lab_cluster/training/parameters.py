"""What a trial trains, in two flat buffers, and AdamW over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import torch
from torch import nn

from ..experiment.types import Training
from ..generators.initial import initial_values
from .model import LabClassifier
from .names import decays
from .weights import Weight

_BETAS = (0.9, 0.98)
_EPSILON = 1e-6
"""The values of the published experiments, and of RoBERTa's own training (Liu et al. 2019, table 9)."""

_FLOAT_BYTES = 4


class TrainedParameters:
    """All parameters that train, in one buffer with weight decay and one without, and their gradients likewise.

    An optimizer step, clipping and zeroing are then a few operations, however many adapters there are.
    """

    def __init__(self, model: LabClassifier, device: torch.device) -> None:
        """Gives the model's parameters that train their memory on the device; their values come with `write`."""
        self._model = model
        self._views: dict[str, nn.Parameter] = {}
        trained = model.trained()
        groups = [[name for name in trained if decays(name) is wanted] for wanted in (True, False)]
        self.flats = [self._lay_out(trained, names, device) for names in groups]

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
    for name in parameters:
        given = (start or {}).get(name)
        if given is not None:
            parameters.write(name, given)
        elif name in pretrained:
            weight = pretrained[name]
            if isinstance(weight, tuple):
                raise RuntimeError(f"{name} is packed and cannot be trained.")
            parameters.write(name, weight)
        else:
            parameters.write(name, initial_values(name, tuple(parameters[name].shape), seed))


def make_optimizer(parameters: TrainedParameters, training: Training) -> torch.optim.AdamW:
    """AdamW (Loshchilov & Hutter 2019) with the lab's constants, and weight decay as in Hugging Face's Trainer."""
    decayed, others = parameters.flats
    groups = [
        {"params": [decayed], "weight_decay": training.weight_decay},
        {"params": [others], "weight_decay": 0.0},
    ]
    fused = decayed.device.type == "cuda"
    return torch.optim.AdamW(groups, lr=0.0, betas=_BETAS, eps=_EPSILON, fused=fused)


def set_learning_rate(optimizer: torch.optim.AdamW, rate: float) -> None:
    """Sets the rate of the next step for all parameters."""
    for group in optimizer.param_groups:
        group["lr"] = rate

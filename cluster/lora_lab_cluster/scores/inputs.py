"""What the modules of a model get as their input when a batch goes up, without dropout."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import nn

from ..generators.batches import HostBatch
from ..training.batch import to_device
from ..training.model import LabClassifier
from ..training.names import module_name
from .module_scores import Module

See = Callable[[int, nn.Module, torch.Tensor], None]
"""Gets a module's index among those that are watched, the module, and its input [tokens, in] without padding."""


def watch_inputs(
    network: LabClassifier, host: HostBatch, modules: Sequence[Module], device: torch.device, see: See
) -> None:
    """Takes a batch up, and shows what reaches each of `modules`.

    Of the last layer's attention output, up and down only the first tokens are seen, because only they reach the head.
    """
    batch = to_device(host, device)
    sequence = host.tokens.shape[1]
    real = torch.ones_like(batch.tokens, dtype=torch.bool) if batch.mask is None else batch.mask[:, 0, 0]

    def look(index: int) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
        def hook(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            x = inputs[0]
            see(index, module, x[real] if x.shape[1] == sequence else x.flatten(0, 1))

        return hook

    network.eval()
    hooks = [
        network.base.get_submodule(module_name(*module)).register_forward_pre_hook(look(index))
        for index, module in enumerate(modules)
    ]
    try:
        with torch.no_grad():
            network(batch)
    finally:
        for hook in hooks:
            hook.remove()

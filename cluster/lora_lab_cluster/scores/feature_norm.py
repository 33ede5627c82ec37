"""PLoP's score: how well the sentences fit a module's pretrained matrix, as in `src/scores/featureNorm.ts`.

A token z that reaches a module with the matrix W [out, in] has the normalized feature norm |W z| / |W g|, where g is a
random vector as long as z. The expected |W g|^2 is |W|_F^2 |z|^2 / in, so no vector is drawn.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from ..experiment.types import Scenario
from ..generators.batches import HostBatch
from ..training.names import module_name
from ..training.packing import PackedLinear
from ..training.trial import OpenedTrial
from ..training.weights import place_weights
from .bench import Bench
from .inputs import watch_inputs
from .module_scores import Measured, Module, every_module

_BARE = Scenario("scores", "#000000", "classifier")
"""The pretrained model without adapters."""


def feature_norms(bench: Bench, seed: int, batches: int) -> Measured:
    """sqrt(in) |W z| / (|W|_F |z|), the mean over the tokens of a batch, by batch and module."""
    modules = every_module(bench.layers)
    norms = _matrix_norms(bench, modules)
    opened = bench.open(_BARE, seed)
    return [_norms(bench, opened, host, modules, norms) for host in bench.first_batches(opened, seed, batches)]


def _matrix_norms(bench: Bench, modules: list[Module]) -> torch.Tensor:
    """The Frobenius norms of the matrices as they were pretrained, whatever the base precision is."""
    tensors: Any = place_weights(bench.model, "f32", bench.device).tensors
    return torch.stack([_length(tensors[f"{module_name(*module)}.weight"].flatten()) for module in modules])


def _norms(
    bench: Bench, opened: OpenedTrial, host: HostBatch, modules: list[Module], norms: torch.Tensor
) -> list[float]:
    found = torch.zeros_like(norms)

    def see(index: int, module: nn.Module, z: torch.Tensor) -> None:
        found[index] = z.shape[1] ** 0.5 * (_length(_product(module, z)) / _length(z)).mean()

    watch_inputs(opened.network, host, modules, bench.device, see)
    return (found / norms).tolist()


def _product(module: nn.Module, z: torch.Tensor) -> torch.Tensor:
    """W z, without the bias."""
    if isinstance(module, PackedLinear):
        return module.product(z)
    return nn.functional.linear(z, module.get_parameter("weight"))


def _length(x: torch.Tensor) -> torch.Tensor:
    return torch.linalg.vector_norm(x, dim=-1, dtype=torch.float64)

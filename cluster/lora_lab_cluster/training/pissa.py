"""PiSSA (Meng, Wang & Zhang 2024): what adapters begin with, and what of the weights stays frozen.

As `init_lora_weights="pissa"` in PEFT, by the same decomposition; here the shared weights are kept as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch

from ..errors import LabError
from ..experiment.types import Scenario, alpha_at, rank_of
from .names import module_name
from .weights import BaseWeights, Weight

Start = Mapping[str, np.ndarray]


def split_weights(scenario: Scenario, weights: BaseWeights) -> tuple[BaseWeights, Start]:
    """Takes the matrices of a scenario's modules apart.

    Returns:
        the weights less scaling * B A of every adapted module, and A [r, in] and B [out, r] by the lab's names.

    Raises:
        LabError: naming a module that is narrower than its rank
    """
    tensors: dict[str, Weight] = dict(weights.tensors)
    start: dict[str, np.ndarray] = {}
    for layer, components in enumerate(scenario.modules):
        for component in components:
            name = f"{module_name(layer, component)}.weight"
            matrix = tensors[name]
            if isinstance(matrix, tuple):
                raise RuntimeError(f"{name} is packed and cannot be taken apart.")
            rank = rank_of(scenario, layer, component)
            if rank > min(matrix.shape):
                raise LabError(
                    f'Scenario "{scenario.name}" has rank {rank} on {component} of layer {layer + 1}, whose matrix has '
                    f"{min(matrix.shape)} singular vectors.",
                    "Lower the rank, or train without PiSSA.",
                )
            scaling = alpha_at(scenario, rank) / (rank**0.5 if scenario.rs_lora else rank)
            left, values, right = torch.linalg.svd(matrix.double(), full_matrices=False)
            root = (values[:rank] / scaling).sqrt()
            a, b = (root[:, None] * right[:rank]).float(), (left[:, :rank] * root).float()
            tensors[name] = (matrix.double() - scaling * b.double() @ a.double()).float()
            start[f"layer.{layer}.{component}.A"] = a.cpu().numpy()
            start[f"layer.{layer}.{component}.B"] = b.cpu().numpy()
    return replace(weights, tensors=tensors), start

"""An adapter's values, checked against a model, and as a scenario begins with them: `src/interop/peft/importAdapter.ts`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import LabError
from ..experiment.types import Component, Scenario, rank_of
from ..sources.types import EncoderShape
from ..training.names import module_widths
from .config import read_adapter_config
from .targets import targets_of

PREFIX = "base_model.model."
"""PEFT puts this before every name."""
# The sequence classifier's module for each module of the lab's head. In BERT the two are the pooler, which is also a dense
# layer with tanh, and the classifier.
_HEAD = {
    "roberta": {"classifier.dense": "classifier.dense", "classifier.out_proj": "classifier.out_proj"},
    "bert": {"classifier.dense": "bert.pooler.dense", "classifier.out_proj": "classifier"},
}

Values = npt.NDArray[np.float32]
Tensor = npt.NDArray[np.float32] | npt.NDArray[np.int32]


@dataclass(frozen=True)
class ModuleScale:
    """Rank and alpha of one module."""

    layer: int
    """From 0."""
    component: Component
    rank: int
    alpha: float


@dataclass(frozen=True)
class Adapter:
    """An adapter that fits a model."""

    scales: tuple[ModuleScale, ...]
    rs_lora: bool
    dora: bool
    """Whether every module has magnitudes."""
    tensors: Mapping[str, Values]
    """A [rank, in], B [out, rank] and with DoRA magnitudes [out] of every module, by the lab's names; and the head, if it has one."""
    has_head: bool


def import_adapter(json: Any, file: Mapping[str, Tensor], shape: EncoderShape, labels: int) -> Adapter:
    """Reads an adapter for a model.

    Args:
        json: content of adapter_config.json.
        file: tensors of adapter_model.safetensors.
        labels: classes of the data, which a head must have.

    Raises:
        LabError: naming what is missing, has another shape than the model, or cannot be represented
    """
    config = read_adapter_config(json)
    is_bare = any(name.removeprefix(PREFIX).startswith("encoder.") for name in file)
    targets = targets_of(config, shape, "" if is_bare else f"{shape.architecture}.")
    reader = _Reader(file)
    tensors: dict[str, Values] = {}
    for target in targets:
        inputs, outputs = module_widths(shape, target.component)
        own = f"layer.{target.layer}.{target.component}"
        tensors[f"{own}.A"] = reader.take(f"{PREFIX}{target.name}.lora_A.weight", (target.rank, inputs))
        tensors[f"{own}.B"] = reader.take(f"{PREFIX}{target.name}.lora_B.weight", (outputs, target.rank))
        if config.dora:
            tensors[f"{own}.magnitude"] = reader.take(f"{PREFIX}{target.name}.lora_magnitude_vector", (outputs,))
    head = _head_names(shape)
    has_head = any(full in file for full in head.values())
    if has_head and shape.architecture == "bert" and not all(full in file for full in head.values()):
        raise LabError(
            "The adapter brings a classifier without the pooler below it, which is in its base model and not among the "
            "adapter’s tensors.",
            'Train it with modules_to_save=["bert.pooler", "classifier"].',
        )
    if has_head:
        extents = _head_shapes(shape.hidden, labels)
        tensors.update({own: reader.take(full, extents[own]) for own, full in head.items()})
    reader.refuse_rest()
    if not tensors:
        raise LabError("The adapter has neither modules nor a head.", "Choose another adapter.")
    scales = tuple(ModuleScale(each.layer, each.component, each.rank, each.alpha) for each in targets)
    return Adapter(scales, config.rs_lora, config.dora, tensors, has_head)


def _head_names(shape: EncoderShape) -> dict[str, str]:
    """The name in the file of each tensor of the lab's head."""
    return {
        f"{own}.{kind}": f"{PREFIX}{full}.{kind}"
        for own, full in _HEAD[shape.architecture].items()
        for kind in ("weight", "bias")
    }


def _head_shapes(hidden: int, labels: int) -> dict[str, tuple[int, ...]]:
    return {
        "classifier.dense.weight": (hidden, hidden),
        "classifier.dense.bias": (hidden,),
        "classifier.out_proj.weight": (labels, hidden),
        "classifier.out_proj.bias": (labels,),
    }


class _Reader:
    """Takes tensors by name. A tensor that nobody takes is an error too, because PEFT would silently leave it out."""

    def __init__(self, file: Mapping[str, Tensor]) -> None:
        self._file = file
        self._left = dict.fromkeys(file)

    def take(self, name: str, shape: tuple[int, ...]) -> Values:
        tensor = self._file.get(name)
        if tensor is None:
            raise LabError(
                f"The adapter has no tensor {name}, which its config asks for.",
                "Use an adapter_model.safetensors and adapter_config.json that belong together.",
            )
        if tensor.shape != shape or tensor.dtype != np.float32:
            raise LabError(
                f"Tensor {name} of the adapter has the shape {_shown_shape(tensor.shape)}; the model asks for "
                f"{list(shape)}.",
                "Choose the model that the adapter was trained on, and data with as many labels.",
            )
        if not np.isfinite(tensor).all():
            raise LabError(f"Tensor {name} of the adapter holds values that are no numbers.", "Train it again.")
        self._left.pop(name, None)
        return tensor.astype(np.float32)

    def refuse_rest(self) -> None:
        for name in self._left:
            raise LabError(
                f"The adapter holds {name[:200]}, for which the lab has no place.",
                "Use an adapter of LoRA matrices and a classifier head alone, whose modules_to_save name nothing but the "
                "head.",
            )


def _shown_shape(shape: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, shape[:8]))}{', ...' if len(shape) > 8 else ''}]"


def _scaling(rank: int, alpha: float, rs_lora: bool) -> float:
    return alpha / (math.sqrt(rank) if rs_lora else rank)


def start_values(adapter: Adapter, scenario: Scenario) -> dict[str, Values]:
    """An adapter's values for a scenario, whose adapters all have one rank and one scaling, by the lab's names.

    A and B are padded with zeros, which stay zero in training, and B takes over the difference in scaling. The result is
    exact up to rounding.

    Raises:
        LabError: if the scenario lacks any of the adapter's modules, has a smaller rank, or no magnitudes for the adapter's
    """
    remedy = "Add the adapter again in the page: its scenario has the modules and the rank that it needs."
    tensors = dict(adapter.tensors)
    if adapter.scales and scenario.method != "lora":
        raise LabError(f'Scenario "{scenario.name}" has no LoRA modules, but the adapter it starts from.', remedy)
    if adapter.scales and adapter.dora and not scenario.dora:
        raise LabError(
            f'Scenario "{scenario.name}" is without DoRA, and the adapter it starts from has DoRA’s magnitudes.', remedy
        )
    for scale in adapter.scales:
        if scale.layer >= len(scenario.modules) or scale.component not in scenario.modules[scale.layer]:
            raise LabError(
                f'Scenario "{scenario.name}" does not adapt {scale.component} of layer {scale.layer + 1}, which the '
                "adapter it starts from does.",
                remedy,
            )
        rank = rank_of(scenario, scale.layer, scale.component)
        if scale.rank > rank:
            raise LabError(f'Scenario "{scenario.name}" has rank {rank}, the adapter it starts from {scale.rank}.', remedy)
        module = f"layer.{scale.layer}.{scale.component}"
        own = _scaling(scenario.rank, scenario.alpha, scenario.rs_lora)
        factor = _scaling(scale.rank, scale.alpha, adapter.rs_lora) / own
        more = rank - scale.rank
        tensors[f"{module}.A"] = np.pad(tensors[f"{module}.A"], ((0, more), (0, 0)))
        # In float64 first, as the lab multiplies.
        scaled = (factor * tensors[f"{module}.B"].astype(np.float64)).astype(np.float32)
        tensors[f"{module}.B"] = np.pad(scaled, ((0, 0), (0, more)))
    return tensors

"""The encoder's pretrained weights by the lab's names, on the device as a base precision keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open

from ..errors import LabError
from ..sources.types import ModelFiles
from .names import encoder_shapes
from .nf4 import pack_nf4
from .packing import Scale, pack_bytes, pack_halves

_WORD_TABLE = "embeddings.word_embeddings.weight"
_PREFIXES = ("roberta.", "bert.", "")
_MULTIPLE = 4
"""The lab packs matrices whose rows are multiples of this many elements, and leaves the others in float32."""

Weight = torch.Tensor | tuple[torch.Tensor, Scale]
"""float32, or a packed matrix with its scale."""


@dataclass(frozen=True)
class BaseWeights:
    """A model's pretrained encoder on a device, which all trials of its precision share and none changes."""

    of: tuple[str, tuple[Path, ...], str, str]
    """Model, files, precision and device."""
    tensors: Mapping[str, Weight]


_placed: BaseWeights | None = None


def place_weights(model: ModelFiles, precision: str, device: torch.device) -> BaseWeights:
    """Reads the weights, or finds those of the trial before on the device.

    Args:
        precision: `f32`, `f16`, `int8` or `nf4`, of the encoder's matrices.

    Raises:
        LabError: naming the tensor that is missing, misshapen or not finite.
    """
    global _placed
    wanted = (model.id, model.weights, precision, str(device))
    if _placed is None or _placed.of != wanted:
        _placed = None  # Two models at once might not fit.
        _placed = BaseWeights(wanted, {name: value for name, value in _read(model, precision, device)})
    return _placed


def forget_weights() -> None:
    """Frees the weights on the device, such as before another experiment."""
    global _placed
    _placed = None


def _read(model: ModelFiles, precision: str, device: torch.device) -> Iterator[tuple[str, Weight]]:
    names = _stored_names(model)
    for name, shape in encoder_shapes(model.shape):
        stored = names[name]
        with safe_open(model.tensors[stored], framework="pt") as file:
            values = file.get_tensor(stored)
        _check(stored, values, shape)
        yield name, place_weight(name, values.float(), precision, device)


def place_weight(name: str, values: torch.Tensor, precision: str, device: torch.device) -> Weight:
    """One of the encoder's tensors as trials keep it."""
    if not is_packed(name, tuple(values.shape), precision):
        return values.to(device)
    if precision == "f16":
        return pack_halves(name, values).to(device), None
    packed, scale = pack_nf4(values) if precision == "nf4" else pack_bytes(values)
    return packed.to(device), scale.to(device)


def is_packed(name: str, shape: tuple[int, ...], precision: str) -> bool:
    """Whether a tensor of the encoder is kept in fewer bits."""
    return precision != "f32" and name.startswith("encoder.") and len(shape) == 2 and shape[1] % _MULTIPLE == 0


def _check(stored: str, values: torch.Tensor, shape: tuple[int, ...]) -> None:
    if tuple(values.shape) != shape:
        raise LabError(
            f"Tensor {stored} has the shape {list(values.shape)}; config.json asks for {list(shape)}.",
            "Use a model whose weights and config.json belong together.",
        )
    if not values.is_floating_point():
        raise LabError(
            f"Tensor {stored} holds whole numbers, not weights.",
            "Use a model whose weights and config.json belong together.",
        )
    if not bool(torch.isfinite(values).all()):
        raise LabError(
            f"Tensor {stored} holds values that are no numbers: no model computes with that.",
            "Fetch the weights again, or use a model that was saved before its training failed.",
        )


def _stored_names(model: ModelFiles) -> dict[str, str]:
    """The name in the files of each of the encoder's tensors; the oldest files call LayerNorm's gamma and beta."""
    prefix = _prefix(model)
    found: dict[str, str] = {}
    for name, _ in encoder_shapes(model.shape):
        old = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
        stored = next((prefix + one for one in (name, old) if prefix + one in model.tensors), None)
        if stored is None:
            raise LabError(
                f"The weights have no tensor {prefix}{name}, which config.json asks for.",
                "Use a model whose weights and config.json belong together.",
            )
        found[name] = stored
    return found


def _prefix(model: ModelFiles) -> str:
    present = [
        name.removesuffix(_WORD_TABLE)
        for name in model.tensors
        if name == _WORD_TABLE or name.endswith(f".{_WORD_TABLE}")
    ]
    known = next((prefix for prefix in _PREFIXES if prefix in present), None)
    if known is not None:
        return known
    if len(present) == 1:
        return present[0]
    raise LabError(
        f"The weights hold {len(present)} word tables, not one that belongs to an encoder.",
        "Use the weights of a RoBERTa or BERT encoder.",
    )


def weight_bytes(tensors: Mapping[str, Weight]) -> int:
    """Bytes that the weights take on the device."""
    return sum(one.numel() * one.element_size() for value in tensors.values() for one in _flat(value))


def _flat(value: Any) -> list[torch.Tensor]:
    if isinstance(value, tuple):
        return [one for part in value for one in _flat(part)]
    return [] if value is None else [value]

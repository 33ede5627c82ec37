"""Frozen matrices in fewer bits, rounded as by `src/weights/packing.ts`, and linear layers that unpack them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from ..errors import LabError
from .nf4 import Nf4Statistics, unpack_nf4

Scale = torch.Tensor | Nf4Statistics | None
"""What the elements of a packed matrix are multiplied by."""

_LARGEST_BYTE = 127
_BEYOND_HALVES = 65520
"""Half floats end at 65504: this and larger values would round to infinity."""


def pack_halves(name: str, values: torch.Tensor) -> torch.Tensor:
    """Rounds to half floats, ties to even.

    Raises:
        LabError: if a value is too large for that; `name` says whose.
    """
    large = values[values.abs() >= _BEYOND_HALVES]
    if large.numel() > 0:
        raise LabError(
            f"Tensor {name} holds {large[0].item():g}, which half floats cannot hold.",
            "Keep the base in float32 for this model.",
        )
    return values.half()


def pack_bytes(values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Rounds each row to whole multiples of its largest magnitude over 127, halves upwards as JavaScript does.

    Args:
        values: float32 [rows, width] in the host's memory.

    Returns:
        int8 [rows, width] and float32 [rows], by which a row's bytes are multiplied.
    """
    exact = values.numpy().astype(np.float64)
    largest = np.abs(exact).max(axis=1, keepdims=True)
    shares = np.divide(exact, largest, out=np.zeros_like(exact), where=largest > 0)
    packed = np.floor(shares * _LARGEST_BYTE + 0.5).astype(np.int8)
    scale = (largest[:, 0] / _LARGEST_BYTE).astype(np.float32)
    return torch.from_numpy(packed), torch.from_numpy(scale)


class PackedLinear(nn.Linear):
    """A frozen linear layer whose matrix is half floats, bytes with a scale a row, or NF4; products sum in float32."""

    def __init__(self, weight: torch.Tensor, scale: Scale, bias: torch.Tensor) -> None:
        """
        Args:
            weight: float16 or int8 [outputs, inputs], or the codes of NF4, uint8 [outputs, inputs / 2].
            scale: float32 [outputs] for int8, the statistics of NF4, or else None.
            bias: float32 [outputs].
        """
        outputs, width = weight.shape
        inputs = 2 * width if isinstance(scale, Nf4Statistics) else width
        super().__init__(inputs, outputs, device="meta")
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = nn.Parameter(bias, requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False) if isinstance(scale, torch.Tensor) else scale

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """x W^T + bias, [..., outputs]."""
        return self.product(input) + self.bias

    def product(self, x: torch.Tensor) -> torch.Tensor:
        """x W^T, [..., outputs]."""
        product: torch.Tensor = _PackedProduct.apply(x, self.weight, self.scale)
        return product


class _PackedProduct(torch.autograd.Function):
    """x W^T, which keeps nothing but the packed matrix for its backward pass."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor, scale: Scale) -> torch.Tensor:
        ctx.packed = weight, scale  # neither is an output, so nothing is kept alive in a circle
        return x @ _unpack(weight, scale).T

    @staticmethod
    def backward(ctx: Any, dy: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        return dy @ _unpack(*ctx.packed), None, None


def _unpack(weight: torch.Tensor, scale: Scale) -> torch.Tensor:
    if isinstance(scale, Nf4Statistics):
        return unpack_nf4(weight, scale)
    values = weight.float()
    return values if scale is None else values.mul_(scale[:, None])

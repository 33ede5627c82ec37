"""Matrices in four bits as QLoRA keeps them (Dettmers et al. 2023, arXiv 2305.14314), value for value as `src/weights/nf4.ts`."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

_Floats = NDArray[np.float32]

NORMAL_FLOATS: _Floats = np.array(
    [
        -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
        -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
        0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
    ],
    np.float32,
)  # fmt: skip
"""The values that a code stands for: those of the paper's appendix E, which bitsandbytes uses."""

_BLOCK = 64
_STATISTICS_BLOCK = 256
_LEAST = np.float32(1e-38)
"""Below this, a block's magnitude counts as this when values are divided by it."""


def _linear_steps(first: float, last: float, count: int) -> _Floats:
    """Numbers from `first` to `last` in equal steps, rounded as torch.linspace rounds them: from the nearer end."""
    low, high = np.float32(first), np.float32(last)
    step = float((high - low) / np.float32(count - 1))
    numbers = np.arange(count)
    exact = np.where(numbers < count // 2, float(low) + step * numbers, float(high) - step * (count - 1 - numbers))
    return exact.astype(np.float32)


def _dynamic_map() -> _Floats:
    values = [np.array([0, 1], np.float32)]
    for decade in range(7):
        edges = _linear_steps(0.1, 1, 2**decade + 1)
        means = (edges[:-1] + edges[1:]) / np.float32(2) * np.float32(10.0 ** (decade - 6))
        values += [means, -means]
    return np.sort(np.concatenate(values))


DYNAMIC_MAP = _dynamic_map()
"""The 256 values that a byte stands for, ascending (Dettmers 2015, arXiv 1511.04561)."""


class Nf4Statistics(NamedTuple):
    """The blocks' largest magnitudes: DYNAMIC_MAP[bytes] * nested + mean."""

    bytes: torch.Tensor
    """uint8, one for each block of 64 values."""
    nested: torch.Tensor
    """float32, one for each 256 blocks."""
    mean: torch.Tensor
    """float32 []."""

    def to(self, device: torch.device) -> Nf4Statistics:
        """The same on a device."""
        return Nf4Statistics(*(each.to(device) for each in self))


def pack_nf4(values: torch.Tensor) -> tuple[torch.Tensor, Nf4Statistics]:
    """Rounds to the nearest of 16 values times the largest magnitude of each 64 in a row, and those magnitudes in turn.

    Args:
        values: float32 [rows, width] in the host's memory; width is even.

    Returns:
        uint8 [rows, width / 2], two codes a byte, the first in the high bits; and the statistics.
    """
    flat: Any = values.contiguous().numpy().ravel()
    numbers, magnitudes = _quantise(flat, _BLOCK, NORMAL_FLOATS)
    codes = numbers[::2] << 4 | numbers[1::2]
    mean = magnitudes.astype(np.float64).mean().astype(np.float32)
    bytes_, nested = _quantise(magnitudes - mean, _STATISTICS_BLOCK, DYNAMIC_MAP)
    statistics = Nf4Statistics(torch.from_numpy(bytes_), torch.from_numpy(nested), torch.tensor(mean))
    return torch.from_numpy(codes).view(values.shape[0], -1), statistics


def _quantise(values: _Floats, block: int, table: _Floats) -> tuple[NDArray[np.uint8], _Floats]:
    """The number of the nearest of the table's values for each value over its block's magnitude, and the magnitudes."""
    ends = (table[:-1] + table[1:]) / np.float32(2)
    whole = values.size // block * block
    blocks = values[:whole].reshape(-1, block)
    largest = np.abs(blocks).max(axis=1)
    shares = (blocks * (np.float32(1) / np.maximum(largest, _LEAST))[:, None]).ravel()
    if whole < values.size:
        # A last block that is not whole is divided, and whole blocks are multiplied: the two may round differently.
        last = np.maximum(np.abs(values[whole:]).max(), _LEAST)
        shares = np.concatenate([shares, values[whole:] / last])
        largest = np.append(largest, last)
    return np.searchsorted(ends, np.clip(shares, -1, 1), "left").astype(np.uint8), largest


def unpack_nf4(codes: torch.Tensor, statistics: Nf4Statistics) -> torch.Tensor:
    """float32 [rows, width] of uint8 [rows, width / 2] and the statistics, on their device."""
    device = codes.device
    nested = statistics.nested.repeat_interleave(_STATISTICS_BLOCK)[: statistics.bytes.numel()]
    dynamic = torch.from_numpy(DYNAMIC_MAP).to(device)[statistics.bytes.long()]
    magnitudes = (dynamic * nested + statistics.mean).repeat_interleave(_BLOCK)[: 2 * codes.numel()]
    numbers = torch.stack([codes >> 4, codes & 15], dim=-1).long()
    values = torch.from_numpy(NORMAL_FLOATS).to(device)[numbers].ravel() * magnitudes
    return values.view(codes.shape[0], -1)

"""A batch on the device."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from ..generators.batches import HostBatch


@dataclass(frozen=True)
class DeviceBatch:
    """What a model reads: int64 [rows, sequence] each, but for the last two."""

    tokens: torch.Tensor
    positions: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor | None
    """Bool [rows, 1, 1, sequence], false for padding; None if nothing is padded."""
    labels: torch.Tensor
    """int64 [rows]."""


def to_device(host: HostBatch, device: torch.device) -> DeviceBatch:
    """Uploads a batch in two copies, whatever it holds."""
    rows, sequence = host.tokens.shape
    plane = np.stack([host.tokens, host.positions, host.types]).astype(np.int64)
    columns = np.stack([host.lengths, host.labels]).astype(np.int64)
    tokens, positions, types = _upload(plane, device).unbind()
    lengths, labels = _upload(columns, device).unbind()
    mask = None
    if int(host.lengths.min()) < sequence:
        mask = torch.arange(sequence, device=device)[None, None, None] < lengths.view(rows, 1, 1, 1)
    return DeviceBatch(tokens, positions, types, mask, labels)


def _upload(values: np.ndarray, device: torch.device) -> torch.Tensor:
    tensor = torch.from_numpy(values)
    return tensor.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else tensor

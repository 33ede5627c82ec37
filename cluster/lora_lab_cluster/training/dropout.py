"""Dropout modules that draw the lab's masks instead of PyTorch's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import ref

import torch
from torch import nn

from ..generators.masks import drop_threshold, keep_mask, site_key
from .fused_masks import can_fuse, drop_fused


@dataclass
class StepKey:
    """The key of the current step's masks, which all sites of a model share; set before the step's forward pass."""

    value: int = 0


class LabDropout(nn.Module):
    """Drops elements at one site of the network by a hash of (step key, site, index), and scales the rest.

    Recomputing a forward pass within a step therefore gives the same mask, and the device does not matter. Modules
    that share their input, as query, key and value do, share the module too.
    """

    def __init__(self, rate: float, site: int, key: StepKey) -> None:
        """
        Args:
            rate: probability of dropping, in [0, 1).
            site: see `generators.sites`.
            key: of the model that the site belongs to.
        """
        super().__init__()
        self.rate = rate
        self.site = site
        self.key = key
        self.threshold = drop_threshold(rate)
        self.scale = 1 / (1 - rate)
        self._last: tuple[int, ref[torch.Tensor]] | None = None

    @property
    def is_on(self) -> bool:
        """Whether it changes its input: in training, if anything is dropped."""
        return self.training and self.rate > 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x with its dropped elements zero and the others scaled; x itself in evaluation. Indices are row by row."""
        if not self.is_on:
            return x
        key = site_key(self.key.value, self.site)
        if can_fuse(x):
            return drop_fused(x, key, self.threshold, self.scale)
        dropped: torch.Tensor = _Dropped.apply(x, self._keep(x, key), self.scale)
        return dropped

    def _keep(self, x: torch.Tensor, key: int) -> torch.Tensor:
        """Which elements are kept, bool of x's shape; the last mask again while something still holds it."""
        if self._last is not None and self._last[0] == key:
            mask = self._last[1]()
            if mask is not None and mask.shape == x.shape:
                return mask
        mask = keep_mask(x.numel(), key, self.threshold, x.device).view(x.shape)
        self._last = (key, ref(mask))
        return mask


class _Dropped(torch.autograd.Function):
    """x * keep * scale, which saves one byte an element for its backward pass."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, keep: torch.Tensor, scale: float) -> torch.Tensor:
        ctx.save_for_backward(keep)
        ctx.scale = scale
        return (x * keep).mul_(scale)

    @staticmethod
    def backward(ctx: Any, dy: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        (keep,) = ctx.saved_tensors
        return (dy * keep).mul_(ctx.scale), None, None

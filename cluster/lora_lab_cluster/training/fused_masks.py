"""The lab's dropout as one Triton kernel on CUDA: it hashes in registers and keeps no mask, forward or backward."""

from __future__ import annotations

from typing import Any

import torch

try:
    import triton
    import triton.language as tl
except ImportError:  # PyTorch's CPU builds come without Triton.
    triton = None

_BLOCK = 1024
_SIGN = 0x80000000


def can_fuse(x: torch.Tensor) -> bool:
    """Whether the kernel computes this tensor's dropout; masks of `generators.masks` are used otherwise."""
    return triton is not None and x.is_cuda and x.dtype == torch.float32


def drop_fused(x: torch.Tensor, key: int, threshold: int, scale: float) -> torch.Tensor:
    """x with the elements zero whose hash is below the threshold, and the others scaled; differentiable.

    Args:
        key: of the site and step, see `generators.masks.site_key`.
        threshold: see `generators.masks.drop_threshold`.
    """
    dropped: torch.Tensor = _Fused.apply(x, _signed(key), _signed(threshold), scale)
    return dropped


def _signed(value: int) -> int:
    """The same 32 bits as a signed number: Triton would otherwise take large ones for 64 bits and compile anew."""
    return value - 2 * _SIGN if value >= _SIGN else value


class _Fused(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, key: int, threshold: int, scale: float) -> torch.Tensor:
        ctx.drop = (key, threshold, scale)
        return _run(x, *ctx.drop)

    @staticmethod
    def backward(ctx: Any, dy: torch.Tensor) -> tuple[torch.Tensor, None, None, None]:
        return _run(dy, *ctx.drop), None, None, None


def _run(x: torch.Tensor, key: int, threshold: int, scale: float) -> torch.Tensor:
    x = x.contiguous()
    y = torch.empty_like(x)
    size = x.numel()
    with torch.cuda.device(x.device):
        _drop_kernel[(triton.cdiv(size, _BLOCK),)](x, y, size, key, threshold, scale, BLOCK=_BLOCK)
    return y


if triton is not None:

    # A size that is a multiple of 16, as all are, lets it move several elements at once: three times as fast.
    @triton.jit(do_not_specialize=["key", "threshold", "scale"])
    def _drop_kernel(x, y, size, key, threshold, scale, BLOCK: tl.constexpr):
        index = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
        inside = index < size
        hashed = index.to(tl.uint32, bitcast=True) ^ key.to(tl.uint32, bitcast=True)
        state = hashed * 747796405 + 2891336453
        word = ((state >> ((state >> 28) + 4)) ^ state) * 277803737
        word = (word >> 22) ^ word
        kept = word >= threshold.to(tl.uint32, bitcast=True)
        value = tl.load(x + index, mask=inside)
        tl.store(y + index, tl.where(kept, value * scale, 0.0), mask=inside)

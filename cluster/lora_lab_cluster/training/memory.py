"""Memory of a trial: on a GPU as PyTorch's allocator has it, on a processor as tensors are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch

_ADAM_MOMENTS = 2


def start_peak(device: torch.device) -> None:
    """Begins a new peak, so that each trial's is its own."""
    if device.type == "cuda":
        torch.cuda.init()  # The allocator knows no device before that, and refuses to reset its figures.
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)


class SavedBytes:
    """Counts what forward passes save for their backward passes, where no allocator tells the peak."""

    def __init__(self, kept: Iterable[torch.Tensor]) -> None:
        """`kept` are tensors that stay all the time, such as weights, and count as no activations."""
        self._kept = {_address(tensor) for tensor in kept}
        self._seen: set[int] = set()
        self._bytes = 0
        self.largest = 0
        """Bytes of the pass that saved most."""

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Counts one forward pass."""
        self._seen, self._bytes = set(), 0
        with torch.autograd.graph.saved_tensors_hooks(self._count, _same):
            yield
        self.largest = max(self.largest, self._bytes)

    def _count(self, tensor: torch.Tensor) -> torch.Tensor:
        address = _address(tensor)
        if address not in self._kept and address not in self._seen:
            self._seen.add(address)
            self._bytes += tensor.untyped_storage().nbytes()
        return tensor


def _address(tensor: torch.Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _same(tensor: torch.Tensor) -> torch.Tensor:
    return tensor


def memory_of(device: torch.device, weights: int, trained: int, saved: int) -> tuple[int, dict[str, int]]:
    """The peak in bytes, and that memory by the lab's kinds.

    On a GPU the peak is the most that tensors had allocated since `start_peak`. PyTorch does not tell what for:
    weights, what trains, gradients and the optimizer's state are known, and the rest counts as activations. Its
    allocator keeps further memory for reuse, which no tensor holds; the lab's workspace is of another kind, so it is
    0 here. On a processor the peak is the sum of what is known and of what a forward pass saved.

    Args:
        weights: bytes of the frozen weights on the device.
        trained: bytes of the parameters that train.
        saved: bytes that a forward pass saved at most; counts on a processor only.
    """
    fixed = {"weights": weights, "adapters": trained, "gradients": trained, "optimizer": _ADAM_MOMENTS * trained}
    known = sum(fixed.values())
    peak = torch.cuda.max_memory_allocated(device) if device.type == "cuda" else known + saved
    return peak, {**fixed, "activations": max(0, peak - known), "workspace": 0}

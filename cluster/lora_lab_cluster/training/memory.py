"""Memory of a trial on its device, as PyTorch's allocator has it."""

from __future__ import annotations

import torch

_ADAM_MOMENTS = 2


def start_peak(device: torch.device) -> None:
    """Begins a new peak, so that each trial's is its own."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)


def memory_of(device: torch.device, weights: int, trained: int) -> tuple[int, dict[str, int]]:
    """The peak in bytes since `start_peak`, and that memory by the lab's kinds.

    PyTorch tells what tensors had allocated at most, not what for: weights, what trains, gradients and the optimizer's state
    are known, and the rest counts as activations. Its allocator keeps further memory for reuse, which no tensor holds; the
    lab's workspace is of another kind, so it is 0 here. On a processor nothing is measured, and everything is 0.

    Args:
        weights: bytes of the frozen weights on the device.
        trained: bytes of the parameters that train.
    """
    fixed = {"weights": weights, "adapters": trained, "gradients": trained, "optimizer": _ADAM_MOMENTS * trained}
    if device.type != "cuda":
        return 0, {**dict.fromkeys(fixed, 0), "activations": 0, "workspace": 0}
    peak = torch.cuda.max_memory_allocated(device)
    activations = max(0, peak - sum(fixed.values()))
    return peak, {**fixed, "activations": activations, "workspace": 0}

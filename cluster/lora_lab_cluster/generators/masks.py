"""Counter-based dropout: whether an element is kept is a hash of (step key, site, index), as in `src/ops/dropout.ts`.

The hash is PCG's output permutation (O'Neill 2014; as a GPU hash: Jarzynski & Olano 2020, "Hash Functions for GPU
Rendering").
"""

from __future__ import annotations

import math

import numpy as np
import torch

_MASK = 0xFFFFFFFF
_MULTIPLIER = 747796405
_INCREMENT = 2891336453
_OUTPUT_MULTIPLIER = 277803737
_GOLDEN = 0x9E3779B9


def pcg(value: int) -> int:
    """One round of PCG-RXS-M-XS on 32 bits."""
    state = (value * _MULTIPLIER + _INCREMENT) & _MASK
    word = (((state >> ((state >> 28) + 4)) ^ state) * _OUTPUT_MULTIPLIER) & _MASK
    return (word >> 22) ^ word


def step_key(seed: int, step: int) -> int:
    """The key of one step's masks; steps count from 1."""
    return pcg(pcg(seed & _MASK) ^ step)


def site_key(key: int, site: int) -> int:
    """The key that a site's elements are hashed with in the step of this key."""
    return pcg(key ^ ((site * _GOLDEN) & _MASK))


def drop_threshold(rate: float) -> int:
    """An element is dropped if its hash, in [0, 2^32), is below this."""
    return math.floor(rate * 4294967296)


def keep_mask(size: int, key: int, threshold: int, device: torch.device) -> torch.Tensor:
    """Which of `size` elements are kept, bool [size] on the device.

    Args:
        key: of the site and step, see `site_key`.
        threshold: see `drop_threshold`.
    """
    return _on_host(size, key, threshold) if device.type == "cpu" else hash_on_device(size, key, threshold, device)


def _on_host(size: int, key: int, threshold: int) -> torch.Tensor:
    """NumPy's 32 unsigned bits are several times as fast on a processor as PyTorch's 64."""
    state = np.arange(size, dtype=np.uint32)
    state ^= np.uint32(key)
    state *= np.uint32(_MULTIPLIER)
    state += np.uint32(_INCREMENT)
    word = state >> np.uint32(28)
    word += np.uint32(4)
    np.right_shift(state, word, out=word)
    word ^= state
    word *= np.uint32(_OUTPUT_MULTIPLIER)
    np.right_shift(word, np.uint32(22), out=state)
    word ^= state
    return torch.from_numpy(word >= np.uint32(threshold))


def hash_on_device(size: int, key: int, threshold: int, device: torch.device) -> torch.Tensor:
    """`keep_mask` in 64 bits, as not every device has unsigned numbers in PyTorch; no product leaves 63 bits."""
    state = torch.arange(size, device=device)
    state.bitwise_xor_(key).mul_(_MULTIPLIER).add_(_INCREMENT).bitwise_and_(_MASK)
    word = state.bitwise_right_shift((state >> 28).add_(4)).bitwise_xor_(state)
    word.mul_(_OUTPUT_MULTIPLIER).bitwise_and_(_MASK)
    return (word >> 22).bitwise_xor_(word) >= threshold

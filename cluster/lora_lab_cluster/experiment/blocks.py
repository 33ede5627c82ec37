"""A set of modules as few blocks of layers with the same components (`src/experiment/moduleBlocks.ts`)."""

from __future__ import annotations

from collections.abc import Sequence

from .types import COMPONENTS

Modules = Sequence[Sequence[str]]
"""The names of the components by layer, lowest layer first."""


def module_blocks(modules: Modules) -> list[tuple[list[int], tuple[str, ...]]]:
    """Layers (from 1) with the same components, in the order of their lowest layers; each adapted layer in one block."""
    blocks: dict[tuple[str, ...], list[int]] = {}
    for at, chosen in enumerate(modules):
        components = tuple(name for name in COMPONENTS if name in chosen)
        if components:
            blocks.setdefault(components, []).append(at + 1)
    return [(layers, components) for components, layers in blocks.items()]


def layer_word(layers: Sequence[int], total: int) -> str | None:
    """The word for all, even or odd layers, if one fits; `even` and `odd` need two layers or more."""
    if len(layers) == total:
        return "all"
    if len(layers) >= 2:
        for word, first in (("odd", 1), ("even", 2)):
            if list(layers) == list(range(first, total + 1, 2)):
                return word
    return None


def layer_ranges(layers: Sequence[int]) -> str:
    """Ascending layers as ranges: `1-3,5,7-8`."""
    ranges: list[list[int]] = []
    for layer in layers:
        if ranges and layer == ranges[-1][1] + 1:
            ranges[-1][1] = layer
        else:
            ranges.append([layer, layer])
    return ",".join(f"{low}" if low == high else f"{low}-{high}" for low, high in ranges)

"""Scores of modules: one number for each layer and component, and its spread, as in `src/scores/moduleScores.ts`."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..experiment.types import COMPONENTS, Component

Measured = list[list[float]]
"""What one seed measured, by batch and module."""


class Module(NamedTuple):
    """Which module a score is of."""

    layer: int
    """Counted from 0."""
    component: Component

    @property
    def adapter(self) -> str:
        """The lab's name of its adapter, without the part: `layer.0.query`."""
        return f"layer.{self.layer}.{self.component}"


@dataclass(frozen=True)
class Scored:
    """All that a request for scores gives, JSON-ready, as the page's programs get it."""

    modules: list[dict[str, Any]]
    """`layer` (counted from 1), `component`, `value`, `acrossBatches`, `acrossSeeds`, and of a knock-out
    `accuracyChange`: lowest layer first, in a layer in the order of `COMPONENTS`."""
    groups: list[dict[str, Any]] = field(default_factory=list)
    """The same of whole layers, lowest first, and of components in all layers, with `group` instead of a place."""


def modules_of(adapted: Sequence[Sequence[Component]]) -> list[Module]:
    """The modules of a choice (one list a layer), in the order of the scores."""
    return [Module(layer, component) for layer, components in enumerate(adapted) for component in components]


def every_module(layers: int) -> list[Module]:
    """The modules of a model, in the order of the scores."""
    return modules_of([COMPONENTS] * layers)


def scores_of(modules: Sequence[Module], seeds: Sequence[Measured]) -> Scored:
    """The mean over seeds of each module's mean over batches.

    Its spread over batches is the sample deviation within a seed, pooled over seeds; that over seeds is the sample
    deviation of their means. Each is None where there are fewer than two values.
    """
    return Scored([_score(module, index, seeds) for index, module in enumerate(modules)])


def _score(module: Module, index: int, seeds: Sequence[Measured]) -> dict[str, Any]:
    values = [[batch[index] for batch in batches] for batches in seeds]
    deviations = [one for one in map(deviation, values) if one is not None]
    means = [statistics.fmean(one) for one in values]
    pooled = math.sqrt(statistics.fmean(one * one for one in deviations)) if deviations else None
    return {
        **place_of(module),
        "value": statistics.fmean(means),
        "acrossBatches": pooled,
        "acrossSeeds": deviation(means),
    }


def place_of(module: Module) -> dict[str, Any]:
    """Layer, as people count them, and component."""
    return {"layer": module.layer + 1, "component": module.component}


def deviation(values: Sequence[float]) -> float | None:
    """The sample deviation; None for fewer than two values."""
    return statistics.stdev(values) if len(values) > 1 else None

"""What the knock-outs of one or several seeds say, as in `src/scores/knockOutScores.ts`."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..experiment.types import COMPONENTS, Component, Scenario
from .module_scores import Module, Scored, deviation, modules_of, place_of

Adapted = Sequence[Sequence[Component]]
"""The components that carry an adapter, by layer."""


@dataclass(frozen=True)
class Quality:
    """What the validation sentences say."""

    loss: float
    """Mean cross-entropy, in nats a sentence."""
    accuracy: float
    """In [0, 1]."""


@dataclass(frozen=True)
class KnockedOut:
    """The knock-outs of one seed."""

    all: Quality
    """With every adapter."""
    without: list[Quality]
    """Without those of each set, in the order of the sets."""


def sets_to_knock_out(adapted: Adapted) -> list[list[Module]]:
    """Every module by itself, then every layer, then every component: those of them that have an adapter."""
    modules = modules_of(adapted)
    layers = [[one for one in modules if one.layer == layer] for layer in range(len(adapted))]
    components = [[one for one in modules if one.component == component] for component in COMPONENTS]
    return [*([one] for one in modules), *(one for one in (*layers, *components) if one)]


def knock_out_scores(scenario: Scenario, seeds: Sequence[KnockedOut]) -> Scored:
    """By how much the validation loss grows without each module, layer and component, in nats, the mean over seeds."""
    modules = modules_of(scenario.modules)
    values = [_change(seeds, index) for index in range(len(sets_to_knock_out(scenario.modules)))]
    has = {module.component for module in modules}
    names = [
        *(layer + 1 for layer, components in enumerate(scenario.modules) if components),
        *(component for component in COMPONENTS if component in has),
    ]
    own, others = values[: len(modules)], values[len(modules) :]
    return Scored(
        [{**place_of(module), **value} for module, value in zip(modules, own, strict=True)],
        [{"group": group, **value} for group, value in zip(names, others, strict=True)],
    )


def _change(seeds: Sequence[KnockedOut], index: int) -> dict[str, Any]:
    losses = [one.without[index].loss - one.all.loss for one in seeds]
    accuracies = [one.without[index].accuracy - one.all.accuracy for one in seeds]
    return {
        "value": statistics.fmean(losses),
        "acrossBatches": None,
        "acrossSeeds": deviation(losses),
        "accuracyChange": statistics.fmean(accuracies),
    }

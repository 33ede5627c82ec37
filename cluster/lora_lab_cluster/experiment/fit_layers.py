"""Carries module choices over to a model with more or fewer layers (`src/experiment/fitLayers.ts`)."""

from __future__ import annotations

from typing import Any

from .ranks import tidy_ranks
from .types import COMPONENTS

Json = dict[str, Any]


def fit_experiment(experiment: Json, layers: int) -> Json:
    """The experiment's JSON with the same choices in an encoder of so many layers."""
    return {**experiment, "scenarios": [_fit_scenario(scenario, layers) for scenario in experiment["scenarios"]]}


def _fit_scenario(scenario: Json, layers: int) -> Json:
    if scenario["method"] != "lora":
        return scenario
    if len(scenario["modules"]) == layers:
        return scenario
    fitted = {**scenario, "modules": fit_modules(scenario["modules"], layers)}
    ranks = fitted.pop("ranks", [])
    own = tidy_ranks({**fitted, "ranks": [{**each, "modules": fit_modules(each["modules"], layers)} for each in ranks]})
    return {**fitted, "ranks": own} if own else fitted


def fit_modules(modules: list[list[str]], layers: int) -> list[list[str]]:
    """The same choice in so many layers.

    A known pattern stays that pattern, for each component by itself; otherwise each new layer takes the modules of the old
    layers at its relative height, so no choice becomes empty.
    """
    if len(modules) in (layers, 0):
        return modules
    fitted = {name: _fit([name in layer for layer in modules], layers) for name in COMPONENTS}
    return [[name for name in COMPONENTS if fitted[name][at]] for at in range(layers)]


def _fit(chosen: list[bool], layers: int) -> list[bool]:
    old = len(chosen)
    for own, other in zip(_patterns(old), _patterns(layers), strict=True):
        if own == chosen:
            return other
    bounds = [(at * old // layers, -(-(at + 1) * old // layers)) for at in range(layers)]
    return [any(chosen[low : max(low + 1, high)]) for low, high in bounds]


def _patterns(layers: int) -> tuple[list[bool], ...]:
    """The lower half, the upper half and the even layers."""
    numbers = range(1, layers + 1)
    half = layers // 2
    return ([n <= half for n in numbers], [n > half for n in numbers], [n % 2 == 0 for n in numbers])

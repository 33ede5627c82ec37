"""The scenarios that race: the experiment's own, and sensible choices of modules and ranks (`src/race/candidates.ts`).

Scenarios are JSON, as the lab writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from ..experiment.lab import LAB, color_at
from ..experiment.types import COMPONENTS

Json = dict[str, Any]
CandidateSet = Literal["short", "long", "own"]
CANDIDATE_SETS: tuple[CandidateSet, ...] = ("short", "long", "own")

_SMALL_RANK = 2
"""Is to show whether a larger rank is worth its price."""
_ATTENTION = ("query", "key", "value", "attentionOutput")
_NAMES = {name: "attention output" if name == "attentionOutput" else name for name in COMPONENTS}
_Choice = tuple[str, list[list[str]]]


def race_candidates(scenarios: Sequence[Json], layers: int, chosen: CandidateSet) -> list[Json]:
    """The candidates for a model of so many layers, with names and colours that differ: the person's own come first."""
    offered = [*scenarios, *([] if chosen == "own" else _of_the_lab(scenarios, layers, chosen))]
    different: list[Json] = []
    contents: list[Json] = []
    for scenario in offered:
        # Half of a single layer has no module.
        has_modules = scenario["method"] != "lora" or any(scenario["modules"])
        content = {key: value for key, value in scenario.items() if key not in ("name", "color")}
        if has_modules and content not in contents:
            different.append(scenario)
            contents.append(content)
    taken: set[str] = set()
    return [
        {**scenario, "name": _free_name(scenario["name"], taken), "color": color_at(position)}
        for position, scenario in enumerate(different)
    ]


def _of_the_lab(scenarios: Sequence[Json], layers: int, chosen: CandidateSet) -> list[Json]:
    rank = next((one["rank"] for one in scenarios if one["method"] == "lora"), 8)
    choices = _short(layers) if chosen == "short" else _long(layers)
    small = choices[:1] if chosen == "short" else choices
    return [
        *_adapters(choices, rank),
        *([] if rank == _SMALL_RANK else _adapters(small, _SMALL_RANK)),
        {
            "name": "classifier only",
            "color": "",
            "method": "classifier",
            "learningRate": LAB["race"]["classifierRate"],
        },
    ]


def _adapters(choices: list[_Choice], rank: int) -> list[Json]:
    rest = {"color": "", "method": "lora", "rank": rank, "alpha": rank, "rsLora": False}
    return [{"name": f"{name} r={rank}", "modules": modules, **rest} for name, modules in choices]


def _short(layers: int) -> list[_Choice]:
    half = layers // 2
    return [
        ("all", _where(layers, lambda layer: True)),
        ("query + value", _components(layers, "query", "value")),
        ("up", _components(layers, "up")),
        ("down", _components(layers, "down")),
        ("value + up", _components(layers, "value", "up")),
        ("lower", _where(layers, lambda layer: layer <= half)),
        ("upper", _where(layers, lambda layer: layer > half)),
    ]


def _long(layers: int) -> list[_Choice]:
    singles = [name for name in COMPONENTS if name not in ("up", "down")]
    return [
        *_short(layers),
        ("attention", _components(layers, *_ATTENTION)),
        ("feed-forward", _components(layers, "up", "down")),
        ("even", _where(layers, lambda layer: layer % 2 == 0)),
        *((_NAMES[name], _components(layers, name)) for name in singles),
        ("query + up", _components(layers, "query", "up")),
        ("attention output + up", _components(layers, "attentionOutput", "up")),
    ]


def _where(layers: int, keep: Callable[[int], bool]) -> list[list[str]]:
    """All components of some layers, which count from 1."""
    return [list(COMPONENTS) if keep(layer) else [] for layer in range(1, layers + 1)]


def _components(layers: int, *kept: str) -> list[list[str]]:
    return [[name for name in COMPONENTS if name in kept] for _ in range(layers)]


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    taken.add(name)
    return name

"""Scenarios in words (`src/experiment/formatModules.ts`). Scenarios are JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..experiment.blocks import Modules, layer_ranges, layer_word, module_blocks
from ..experiment.ranks import tidy_ranks
from ..experiment.text import plain_number
from ..experiment.types import COMPONENTS

Json = dict[str, Any]

_NAMES = {name: "attention output" if name == "attentionOutput" else name for name in COMPONENTS}


def describe_modules(modules: Modules) -> str:
    """ "layers 7-12, all six components"; several blocks are joined by "; "."""
    blocks = module_blocks(modules)
    words = (f"{_layers(layers, len(modules))}, {_components(components)}" for layers, components in blocks)
    return "; ".join(words) or "no modules"


def _layers(layers: Sequence[int], total: int) -> str:
    word = layer_word(layers, total)
    if word == "all":
        return "the only layer" if total == 1 else f"all {total} layers"
    if word is not None:
        return f"{word} layers"
    return f"layer {layers[0]}" if len(layers) == 1 else f"layers {layer_ranges(layers).replace(',', ', ')}"


def _components(components: Sequence[str]) -> str:
    return "all six components" if len(components) == len(COMPONENTS) else " + ".join(_NAMES[name] for name in components)


def describe_scenario(scenario: Json) -> str:
    """ "layers 7-12, all six components, r=8"; alpha is named where it is not r."""
    parts = {"classifier": ["classifier only"], "full": ["full fine-tuning"]}.get(scenario["method"]) or _lora(scenario)
    if "learningRate" in scenario:
        parts.append(f"learning rate {plain_number(scenario['learningRate'])}")
    if "duration" in scenario:
        number, unit = scenario["duration"]["count"], scenario["duration"]["unit"]
        parts.append(f"{number} {unit[:-1] if number == 1 else unit}")
    if "checkpointing" in scenario:
        parts.append("checkpointing" if scenario["checkpointing"] else "no checkpointing")
    if "basePrecision" in scenario:
        parts.append(f"base {scenario['basePrecision']}")
    return ", ".join(parts)


def _lora(scenario: Json) -> list[str]:
    parts = [describe_modules(scenario["modules"]), f"r={scenario['rank']}"]
    ranks = tidy_ranks(scenario)
    if ranks:
        parts.append("; ".join(f"r={each['rank']} on {describe_modules(each['modules'])}" for each in ranks))
    if scenario["alpha"] != scenario["rank"]:
        parts.append(f"alpha={plain_number(scenario['alpha'])}")
    flags = (("rsLora", "rsLoRA"), ("pissa", "PiSSA"), ("dora", "DoRA"))
    parts += [word for key, word in flags if scenario.get(key)]
    if "bRate" in scenario:
        parts.append(f"LoRA+ {plain_number(scenario['bRate'])}")
    return parts

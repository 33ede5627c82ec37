"""An experiment's JSON as the part of an address behind `#` (`encodeExperiment` in `src/experiment/address/url.ts`)."""

from __future__ import annotations

from typing import Any

from ..experiment.blocks import layer_ranges, layer_word, module_blocks
from ..experiment.lab import LAB, color_at, opening_experiment
from ..experiment.ranks import tidy_ranks
from ..experiment.settings import SETTINGS
from ..experiment.text import plain_number
from ..experiment.url_text import encode_text

Json = dict[str, Any]


def encode_experiment(experiment: Json) -> str:
    """The fragment, without `#`. What equals the opening experiment's setting is left out."""
    opening = opening_experiment()
    layers = next((len(one["modules"]) for one in experiment["scenarios"] if one["method"] == "lora"), LAB["layers"])
    scenarios = [f"scenario={encode_scenario(one, at)}" for at, one in enumerate(experiment["scenarios"])]
    written = [(setting.key, setting.write(experiment), setting.write(opening)) for setting in SETTINGS]
    return "&".join(
        [
            f"model={encode_text(experiment['model'])}",
            f"data={encode_text(experiment['dataset'])}",
            *([] if layers == LAB["layers"] else [f"layers={layers}"]),
            *(scenarios or ["scenario="]),
            *(f"{key}={text}" for key, text, usual in written if text is not None and text != usual),
        ]
    )


def encode_scenario(scenario: Json, position: int) -> str:
    """One scenario: `upper:7-12.qkvoud.r8`. The palette's colour at its position (0-based) is left out."""
    parts = _lora(scenario) if scenario["method"] == "lora" else [scenario["method"]]
    if "learningRate" in scenario:
        parts.append(f"lr{plain_number(scenario['learningRate'])}")
    if "duration" in scenario:
        parts.append(f"{scenario['duration']['unit']}{plain_number(scenario['duration']['count'])}")
    if "init" in scenario:
        parts.append(f"init={scenario['init'].replace('.', '~')}")
    if "checkpointing" in scenario:
        parts.append("checkpointing" if scenario["checkpointing"] else "nocheckpointing")
    if "basePrecision" in scenario:
        parts.append(scenario["basePrecision"])
    if scenario["color"] != color_at(position):
        parts.append(f"c{scenario['color'].removeprefix('#')}")
    return f"{encode_text(scenario['name'])}:{'.'.join(parts)}"


def _lora(scenario: Json) -> list[str]:
    parts = [_modules(scenario), f"r{plain_number(scenario['rank'])}"]
    if scenario["alpha"] != scenario["rank"]:
        parts.append(f"a{plain_number(scenario['alpha'])}")
    flags = (("rsLora", "rs"), ("pissa", "pissa"), ("dora", "dora"))
    parts += [word for key, word in flags if scenario.get(key)]
    if "bRate" in scenario:
        parts.append(f"brate{plain_number(scenario['bRate'])}")
    return parts


def _modules(scenario: Json) -> str:
    """Blocks of layers and components, those with a rank of their own behind the others: `7-12.qkvoud+1-6.qv:4`."""
    ranks = tidy_ranks(scenario)
    others = [
        [name for name in layer if not any(name in each["modules"][at] for each in ranks)]
        for at, layer in enumerate(scenario["modules"])
    ]
    ranked = [f"{block}:{plain_number(each['rank'])}" for each in ranks for block in _blocks(each["modules"])]
    return "+".join([*_blocks(others), *ranked]) or "none"


def _blocks(modules: list[list[str]]) -> list[str]:
    letters = LAB["componentLetters"]
    return [
        f"{layer_word(layers, len(modules)) or layer_ranges(layers)}.{''.join(letters[name] for name in components)}"
        for layers, components in module_blocks(modules)
    ]

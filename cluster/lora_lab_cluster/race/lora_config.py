"""PEFT's configuration of a scenario's adapters, to paste (`src/python/loraConfigText.ts`, `modelPart.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..experiment.ranks import tidy_ranks
from ..experiment.text import number_text
from ..experiment.types import COMPONENTS, Component
from ..training.names import module_name

Json = dict[str, Any]
Modules = Sequence[Sequence[str]]

_HEADS = {"roberta": '["classifier"]', "bert": '["bert.pooler", "classifier"]'}


def lora_config_text(scenario: Json, architecture: str, dropout: float) -> str | None:
    """None for a scenario without adapters of its own making. `dropout` is that of the adapters."""
    if scenario["method"] != "lora" or "init" in scenario:
        return None
    ranks = tidy_ranks(scenario)
    constants = _ranked(scenario, ranks, architecture) if ranks else _targets(scenario["modules"], architecture)
    dora = " use_dora=True," if scenario.get("dora") else ""
    return "\n".join(
        [
            "from peft import LoraConfig, TaskType",
            "",
            *constants,
            "config = LoraConfig(",
            f"    task_type=TaskType.SEQ_CLS, r={scenario['rank']}, lora_alpha={number_text(scenario['alpha'])}, "
            f"use_rslora={scenario['rsLora']},{dora}",
            f"    lora_dropout={number_text(dropout)}, target_modules=TARGETS, modules_to_save={_HEADS[architecture]},",
            *(['    init_lora_weights="pissa",'] if scenario.get("pissa") else []),
            *(["    rank_pattern=RANKS, alpha_pattern=ALPHAS,"] if ranks else []),
            ")",
        ]
    )


def _targets(modules: Modules, architecture: str) -> list[str]:
    """The adapted modules by layer, counted from 0 as Transformers does."""
    return [
        "ADAPTED = {  # layers that carry an adapter, counted from 0, by module",
        *(f"    {row}," for row in _layers(modules)),
        "}",
        f'TARGETS = [f"{architecture}.encoder.layer.{{layer}}.{{module}}" for module, layers in ADAPTED.items() for layer '
        "in layers]",
    ]


def _ranked(scenario: Json, ranks: list[Json], architecture: str) -> list[str]:
    """The adapted modules by rank, and the alphas that give all of them one scaling."""
    usual = [
        [name for name in layer if not any(name in each["modules"][at] for each in ranks)]
        for at, layer in enumerate(scenario["modules"])
    ]
    rows = [(each["rank"], each["modules"]) for each in ranks]
    if any(usual):
        rows.append((scenario["rank"], usual))
    power = " ** 0.5" if scenario["rsLora"] else ""
    return [
        "RANKED = {  # layers that carry an adapter, counted from 0, by rank and module",
        *(f"    {rank}: {{{', '.join(_layers(modules))}}}," for rank, modules in rows),
        "}",
        "RANKS = {",
        f'    f"{architecture}.encoder.layer.{{layer}}.{{module}}": rank',
        "    for rank, modules in RANKED.items() for module, layers in modules.items() for layer in layers",
        "}",
        f"ALPHAS = {{name: {number_text(scenario['alpha'])} * (rank / {scenario['rank']}){power} for name, rank in "
        "RANKS.items()}  # one scaling",
        "TARGETS = list(RANKS)",
    ]


def _layers(modules: Modules) -> list[str]:
    """`"output.dense": [0, 3]` for each component that occurs."""
    rows = ((name, [at for at, layer in enumerate(modules) if name in layer]) for name in COMPONENTS)
    return [f'"{_short(name)}": {layers}' for name, layers in rows if layers]


def _short(component: Component) -> str:
    """A module's name within its layer."""
    return module_name(0, component).removeprefix("encoder.layer.0.")

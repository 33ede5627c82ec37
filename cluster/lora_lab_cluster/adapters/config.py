"""adapter_config.json as PEFT writes it, as far as the lab can represent it: `src/interop/peft/adapterConfig.ts`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .refusal import refuse, show
from .unsupported import refuse_unsupported

NO_MODULES = "dummy-target-modules"
"""PEFT's word for an adapter on no module: here, one that brings only a head."""
# PEFT targets these modules of RoBERTa and BERT if a config names none.
_DEFAULT_TARGETS = ["query", "value"]
_LARGEST_RANK = 1024
_MOST_NAMES = 2000


@dataclass(frozen=True)
class AdapterConfig:
    """The fields that decide which modules carry an adapter, and with which rank and scaling."""

    target_modules: list[str] | str
    """Names or suffixes, or one regular expression."""
    exclude_modules: list[str] | str
    layers_to_transform: list[int] | None
    """Layers from 0; None for all."""
    layers_pattern: list[str]
    rank: int
    alpha: float
    rank_pattern: Mapping[str, float]
    alpha_pattern: Mapping[str, float]
    rs_lora: bool
    dora: bool
    modules_to_save: list[str]
    classifies: bool
    """Whether the adapter is for a sequence classifier, whose head PEFT then saves too."""


def read_adapter_config(json: Any) -> AdapterConfig:
    """Reads the config.

    Raises:
        LabError: naming the field that is wrong or asks for what the lab cannot represent
    """
    if not isinstance(json, dict):
        raise refuse("is not an object", "Use the adapter_config.json that PEFT wrote.")
    get = json.get
    if get("peft_type") != "LORA":
        raise refuse(f"says peft_type {show(get('peft_type'))}", "The lab reads LoRA adapters only.")
    task = get("task_type")
    if task not in (None, "SEQ_CLS", "FEATURE_EXTRACTION"):
        raise refuse(f"says task_type {show(task)}", "Use an adapter for sequence classification (SEQ_CLS).")
    refuse_unsupported(json)
    targets = get("target_modules")
    return AdapterConfig(
        target_modules=_DEFAULT_TARGETS if targets is None else _names("target_modules", targets),
        exclude_modules=_names("exclude_modules", _or(get("exclude_modules"), [])),
        layers_to_transform=_layer_numbers(get("layers_to_transform")),
        layers_pattern=[name for name in _as_list(_names("layers_pattern", _or(get("layers_pattern"), []))) if name],
        rank=_rank("r", _or(get("r"), 8)),
        alpha=_alpha("lora_alpha", _or(get("lora_alpha"), 8)),
        rank_pattern=_pattern("rank_pattern", get("rank_pattern"), _rank),
        alpha_pattern=_pattern("alpha_pattern", get("alpha_pattern"), _alpha),
        rs_lora=get("use_rslora") is True,
        dora=get("use_dora") is True,
        modules_to_save=_as_list(_names("modules_to_save", _or(get("modules_to_save"), []))),
        classifies=task == "SEQ_CLS",
    )


def _or(value: Any, fallback: Any) -> Any:
    return fallback if value is None else value


def _as_list(names: list[str] | str) -> list[str]:
    return [names] if isinstance(names, str) else names


def _names(field: str, value: Any) -> list[str] | str:
    if isinstance(value, str):
        return value
    if not (isinstance(value, list) and all(isinstance(name, str) for name in value) and len(value) <= _MOST_NAMES):
        raise refuse(f"has {field} {show(value)}", "It must be a list of module names, or one text.")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and float(value).is_integer()


def _layer_numbers(value: Any) -> list[int] | None:
    numbers = [value] if _is_number(value) else _or(value, [])
    if not (isinstance(numbers, list) and all(_is_whole(one) and 0 <= one < 2**53 for one in numbers)):
        raise refuse(f"has layers_to_transform {show(value)}", "It must be a list of layer numbers from 0.")
    return [int(one) for one in numbers] or None


def _rank(field: str, value: Any) -> int:
    if not (_is_whole(value) and 1 <= value <= _LARGEST_RANK):
        raise refuse(f"has {field} {show(value)}", f"A rank is a whole number from 1 to {_LARGEST_RANK}.")
    return int(value)


def _alpha(field: str, value: Any) -> float:
    if not (_is_number(value) and value > 0):
        raise refuse(f"has {field} {show(value)}", "Alpha is a number above 0.")
    return float(value)


def _pattern(field: str, value: Any, read: Callable[[str, Any], float]) -> Mapping[str, float]:
    if value is None:
        return {}
    if not (isinstance(value, dict) and len(value) <= _MOST_NAMES):
        raise refuse(f"has {field} {show(value)}", "It must be an object of numbers by module name.")
    return {name: read(f'{field}["{name[:60]}"]', number) for name, number in value.items()}

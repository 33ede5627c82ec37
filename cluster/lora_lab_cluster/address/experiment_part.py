"""The experiment's part of an address; its grammar and its keys are listed in `src/experiment/address/url.ts`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from ..experiment.lab import EXPERIMENT_KEYS, LAB, opening_experiment
from ..experiment.rules import NumberRule
from ..experiment.settings import SETTINGS, fallback_text
from ..experiment.source_ref import parse_source_ref
from ..experiment.text import clip, first_units, quote, trim, units
from ..experiment.url_text import decode_text
from ..experiment.validate import MAX_LAYERS, MAX_NAME_LENGTH, MAX_SCENARIOS, validate_experiment
from .fragment import given_often, no_value, parts_of
from .scenario_code import cut_name, decode_scenario

Json = dict[str, Any]

# Bounds on what is read, so that a hostile link costs neither time nor a page of problems.
_MAX_FRAGMENT_LENGTH = 300_000
_MAX_PARTS = 500
_MAX_PROBLEMS = 50

_BEFORE_FRAGMENT = re.compile(r"^[a-z]+://[^#]*", re.IGNORECASE | re.ASCII)
_LAYERS = NumberRule("Layers", 1, MAX_LAYERS, True, f"a whole number from 1 to {MAX_LAYERS}")

Entries = dict[str, list[str]]


def decode_experiment(fragment: str, base: Json | None = None) -> tuple[Json, list[str]]:
    """Reads a fragment, with or without `#`, or a whole address with one. Never raises.

    Args:
        fragment: the text
        base: what replaces parts that are left out or wrong, as JSON; the opening experiment by default

    Returns:
        the experiment's JSON, with defaults for what is missing or wrong, and one sentence for each wrong part
    """
    base = opening_experiment() if base is None else base
    problems: list[str] = []
    entries = _read_entries(fragment, problems)
    model = _read_id(entries, "model", base["model"], problems)
    dataset = _read_id(entries, "data", base["dataset"], problems)
    scenarios = _read_scenarios(entries, problems)
    experiment = {
        **base,
        "model": model,
        "dataset": dataset,
        "scenarios": base["scenarios"] if scenarios is None else scenarios,
    }
    experiment = _read_settings(entries, experiment, base, problems)
    problems += [problem.removesuffix(".") for problem in validate_experiment(experiment)]
    return experiment, _bounded(problems)


def _read_settings(entries: Entries, experiment: Json, base: Json, problems: list[str]) -> Json:
    slots: dict[str, str] = {}
    for setting in SETTINGS:
        values = entries.get(setting.key)
        if values is None:
            continue
        decoded = decode_text(values[0])
        text = values[0] if decoded is None else decoded
        holder = slots.get(setting.slot)
        if holder is not None:
            problems.append(f"{setting.key}={clip(text)}: {holder} is given too; {holder} is used")
            continue
        changed = setting.read(text, experiment)
        if changed is None:
            default = fallback_text(setting, base)
            problems.append(f"{setting.key}={clip(text)}: not {setting.expected}; the default {default} is used")
        else:
            slots[setting.slot] = setting.key
            experiment = changed
        if len(values) > 1:
            problems.append(given_often(setting.key, len(values)))
    return experiment


def _read_entries(fragment: str, problems: list[str]) -> Entries:
    """Values by key, in the order of the text; a key has one value or more."""
    text = _BEFORE_FRAGMENT.sub("", trim(fragment), count=1).removeprefix("#")
    if units(text) > _MAX_FRAGMENT_LENGTH:
        problems.append(f"the address is longer than {_MAX_FRAGMENT_LENGTH} characters; the rest is left out")
        text = first_units(text, _MAX_FRAGMENT_LENGTH)
    entries: Entries = {}
    parts = [part for part in parts_of(text) if part.text != ""]
    if len(parts) > _MAX_PARTS:
        problems.append(f"{len(parts)} parts are more than {_MAX_PARTS}; the rest is left out")
    for part in parts[:_MAX_PARTS]:
        if part.key in entries:
            entries[part.key].append(part.text if part.value is None else part.value)
        elif part.key not in EXPERIMENT_KEYS:
            problems.append(f"{clip(part.key)}: not a key; the keys are {', '.join(EXPERIMENT_KEYS)}")
        elif part.value is None:
            problems.append(no_value(part.key))
        else:
            entries[part.key] = [part.value]
    return entries


def _read_id(entries: Entries, key: str, fallback: str, problems: list[str]) -> str:
    values = entries.get(key)
    if values is None:
        return fallback
    if len(values) > 1:
        problems.append(given_often(key, len(values)))
    id = decode_text(values[0])
    if id is not None and parse_source_ref("dataset" if key == "data" else "model", id):
        return id
    problems.append(f"{key}={clip(values[0])}: not the name of one; the default {fallback} is used")
    return fallback


def _read_scenarios(entries: Entries, problems: list[str]) -> list[Json] | None:
    """The scenarios, or None if the fragment holds none that can be read."""
    layers = _read_layers(entries, problems)
    codes = entries.get("scenario")
    if codes is None:
        return None
    if codes == [""]:
        return []
    if len(codes) > MAX_SCENARIOS:
        problems.append(f"scenario: {len(codes)} are more than {MAX_SCENARIOS}; the first ones are used")
    scenarios: list[Json] = []
    for code in codes[:MAX_SCENARIOS]:

        def report(problem: str, code: str = code) -> None:
            problems.append(f"scenario={clip(code)}: {problem}")

        scenario = decode_scenario(code, len(scenarios), layers, report)
        if scenario is None:
            continue
        name = _free_name(scenario["name"], {other["name"] for other in scenarios})
        if name != scenario["name"]:
            report(f"another scenario has this name; it is called {quote(name)}")
        scenarios.append({**scenario, "name": name})
    if scenarios:
        return scenarios
    problems.append("scenario: none can be read; the default scenarios are used")
    return None


def _read_layers(entries: Entries, problems: list[str]) -> int:
    default: int = LAB["layers"]
    if "layers" not in entries:
        return default
    text = entries["layers"][0]
    layers = _LAYERS.parse(text)
    if layers is not None:
        return int(layers)
    problems.append(f"layers={clip(text)}: not {_LAYERS.text}; the default {default} is used")
    return default


def _free_name(name: str, taken: Collection[str]) -> str:
    """The name, or "name 2", "name 3", ... if it is taken."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        suffix = f" {number}"
        candidate = cut_name(name, MAX_NAME_LENGTH - len(suffix)) + suffix
    return candidate


def _bounded(problems: list[str]) -> list[str]:
    if len(problems) <= _MAX_PROBLEMS:
        return problems
    return [*problems[:_MAX_PROBLEMS], f"... and {len(problems) - _MAX_PROBLEMS} more problems"]

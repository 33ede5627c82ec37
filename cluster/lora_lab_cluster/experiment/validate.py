"""Whether an experiment can be run, in plain words. The checks and sentences are those of `src/experiment/validate.ts`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .lab import LAB
from .rules import RULES, is_hex_color
from .settings import SETTINGS
from .source_ref import is_adapter_id, parse_source_ref
from .text import has_unprintable, number_text, plain_number, quote, trim, units
from .types import COMPONENTS

Json = dict[str, Any]

MAX_SCENARIOS: int = LAB["limits"]["scenarios"]
MAX_NAME_LENGTH: int = LAB["limits"]["nameLength"]
"""The most characters (UTF-16 units) of a scenario's name."""
MAX_LAYERS: int = LAB["limits"]["layers"]
MAX_TOKENS_PER_STEP: int = LAB["limits"]["tokensPerStep"]


def validate_experiment(experiment: Json, layers: int | None = None, longest: int | None = None) -> list[str]:
    """Everything that keeps an experiment from being run, one sentence a problem, naming the field and the remedy.

    Args:
        experiment: its JSON
        layers: encoder layers of the model, if it is known
        longest: tokens of the longest sentence that the model reads, if it is known
    """
    scenarios: list[Json] = experiment["scenarios"]
    return [
        *_id_problems(experiment),
        *_setting_problems(experiment, longest),
        *_scenario_list_problems(scenarios),
        *(problem for scenario in scenarios for problem in _split_problems(scenario, experiment["training"])),
        *(problem for at, scenario in enumerate(scenarios) for problem in validate_scenario(scenario, at, layers)),
    ]


def _id_problems(experiment: Json) -> list[str]:
    remedy = 'write it as "name", "owner/name", "owner/name@revision" or "local:name"'
    problems = []
    if parse_source_ref("model", experiment["model"]) is None:
        problems.append(f"Model: {quote(experiment['model'])} is not a model id; {remedy}.")
    if parse_source_ref("dataset", experiment["dataset"]) is None:
        problems.append(f"Data set: {quote(experiment['dataset'])} is not a data set id; {remedy}.")
    return problems


def _setting_problems(experiment: Json, longest: int | None) -> list[str]:
    problems = [
        f"{setting.label} must be {setting.expected}, not {quote(setting.write(experiment) or '')}."
        for setting in SETTINGS
        if not setting.is_valid(experiment)
    ]
    batch, length = experiment["training"]["batchSize"], experiment["training"]["maxLength"]
    tokens = batch * length
    if RULES["batchSize"].fits(batch) and RULES["maxLength"].fits(length) and tokens > MAX_TOKENS_PER_STEP:
        problems.append(
            f"Batch size x sequence length: {batch} x {length} are {tokens} tokens a step, "
            f"more than {MAX_TOKENS_PER_STEP}; lower one of the two."
        )
    if longest is not None and length > longest:
        problems.append(
            f"{RULES['maxLength'].label}: the model reads at most {longest} tokens, not {number_text(length)}; "
            f"set {longest} or less."
        )
    return problems


def _scenario_list_problems(scenarios: Sequence[Json]) -> list[str]:
    problems = []
    if not scenarios:
        problems.append("Scenarios: there is none; add one.")
    if len(scenarios) > MAX_SCENARIOS:
        problems.append(
            f"Scenarios: {len(scenarios)} are more than {MAX_SCENARIOS}; remove some, or split the experiment."
        )
    seen: dict[str, int] = {}
    for name in (scenario["name"] for scenario in scenarios):
        seen[name] = seen.get(name, 0) + 1
        if seen[name] == 2:
            problems.append(f"Scenario {quote(name)}: more than one has this name; rename one.")
    return problems


def _split_problems(scenario: Json, training: Json) -> list[str]:
    """PiSSA takes float32 matrices apart."""
    if scenario["method"] != "lora" or not scenario.get("pissa"):
        return []
    title, problems = f"Scenario {quote(scenario['name'])}", []
    if scenario.get("basePrecision", training["basePrecision"]) != "f32" or training["precision"] == "mixed":
        problems.append(
            f"{title}: PiSSA needs the frozen weights in float32, and float32 training; change both, or leave PiSSA."
        )
    largest = int(RULES["rank"].max)
    if any(2 * each["rank"] > largest for each in [scenario, *scenario.get("ranks", [])]):
        problems.append(f"{title}: PiSSA ends as LoRA of twice the rank; use {largest // 2} at most.")
    if scenario.get("init") is not None:
        problems.append(f"{title}: it cannot begin with an adapter and with PiSSA; choose one of them.")
    if scenario.get("dora"):
        problems.append(f"{title}: DoRA and PiSSA do not go together; choose one of them.")
    return problems


def validate_scenario(scenario: Json, index: int, layers: int | None = None) -> list[str]:
    """The problems of one scenario by itself; its position (0-based) names one that has no name."""
    nameless = trim(scenario["name"]) == ""
    title = f"Scenario {index + 1}" if nameless else f"Scenario {quote(scenario['name'])}"
    problems = [
        *([f"{title}: it has no name; give it one."] if nameless else []),
        *_name_problems(title, scenario),
        *_number_problem(title, "learningRate", scenario.get("learningRate")),
        *_start_problems(title, scenario),
    ]
    if (duration := scenario.get("duration")) is not None:
        problems += _number_problem(title, duration["unit"], duration["count"])
    if scenario["method"] == "lora":
        problems += _number_problem(title, "rank", scenario["rank"])
        problems += _number_problem(title, "alpha", scenario["alpha"])
        problems += _number_problem(title, "bRate", scenario.get("bRate"))
        problems += _rank_problems(title, scenario)
        problems += _module_problems(title, scenario["modules"], layers)
    return problems


def _name_problems(title: str, scenario: Json) -> list[str]:
    name, problems = scenario["name"], []
    if units(name) > MAX_NAME_LENGTH:
        problems.append(f"{title}: the name has {units(name)} characters; use at most {MAX_NAME_LENGTH}.")
    if has_unprintable(name):
        problems.append(f"{title}: the name holds a control character or half an emoji; type it again.")
    if not is_hex_color(scenario["color"]):
        problems.append(f"{title}: colour {quote(scenario['color'])} is not of the form #1f77b4.")
    return problems


def _number_problem(title: str, name: str, value: float | None) -> list[str]:
    rule = RULES[name]
    if value is None or rule.fits(value):
        return []
    return [f"{title}: {rule.label.lower()} must be {rule.text}, not {plain_number(value)}."]


def _start_problems(title: str, scenario: Json) -> list[str]:
    init, problems = scenario.get("init"), []
    if init is not None and scenario["method"] == "full":
        problems.append(f"{title}: full fine-tuning cannot begin with an adapter; choose LoRA or classifier only.")
    if init is not None and not is_adapter_id(init):
        problems.append(f'{title}: {quote(init)} is not an adapter\'s id; write it as "local:name".')
    return problems


def _rank_problems(title: str, scenario: Json) -> list[str]:
    ranks, layers = scenario.get("ranks", []), len(scenario["modules"])
    problems = [problem for each in ranks for problem in _number_problem(title, "rank", each["rank"])]
    if any(len(each["modules"]) != layers or not _in_order(each["modules"]) for each in ranks):
        problems.append(f"{title}: its ranks by module are not for its layers and components; set them again.")
    return problems


def _in_order(modules: Sequence[Sequence[str]]) -> bool:
    return all([name for name in COMPONENTS if name in layer] == list(layer) for layer in modules)


def _module_problems(title: str, modules: Sequence[Sequence[str]], layers: int | None) -> list[str]:
    problems = []
    if not any(modules):
        problems.append(f"{title}: LoRA on no module trains no adapter; tick a module, or choose classifier only.")
    if not _in_order(modules):
        problems.append(f"{title}: a layer lists a component twice or out of order; choose its modules again.")
    if len(modules) > MAX_LAYERS:
        problems.append(f"{title}: {len(modules)} layers are more than {MAX_LAYERS}; choose its modules again.")
    elif layers is not None and len(modules) != layers:
        problems.append(
            f"{title}: its modules are for {len(modules)} layers and the model has {layers}; "
            "choose its modules again."
        )
    return problems

"""The modules of a model that an adapter config means, as PEFT matches them: `src/interop/peft/targets.ts`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import LabError
from ..experiment.types import COMPONENTS, Component
from ..sources.types import EncoderShape
from ..training.names import module_name
from .config import NO_MODULES, AdapterConfig
from .patterns import compile_pattern, ways_to_match

# For all patterns of one field together: each is tried on every module.
_MOST_WAYS = 500_000
# Heads that PEFT saves with every sequence classifier, whatever the config says.
_ALWAYS_SAVED = ("classifier", "score")

Matcher = Callable[[str], bool]


@dataclass(frozen=True)
class Target:
    """A module with an adapter on it."""

    layer: int
    """From 0."""
    component: Component
    name: str
    """In the adapter's file, without `base_model.model.`."""
    rank: int
    alpha: float


def targets_of(config: AdapterConfig, shape: EncoderShape, prefix: str) -> list[Target]:
    """The modules that PEFT would put adapters on, with each one's rank and alpha.

    Args:
        prefix: of the encoder's names: `roberta.` or `bert.` in a sequence classifier, empty in a bare encoder.

    Raises:
        LabError: naming a module that the lab's adapters cannot be on, or if there is none
    """
    if config.target_modules == NO_MODULES:
        return []
    matches = _matcher(config)
    foreign = next((name for name in _foreign_modules(shape, prefix) if matches(name)), None)
    if foreign is not None:
        raise LabError(
            f"The adapter is on {foreign}, where the lab has none.",
            "Use an adapter on query, key, value, attention output, up and down projections only.",
        )
    rank_at = _lookup(config.rank_pattern, "rank_pattern", config.rank)
    alpha_at = _lookup(config.alpha_pattern, "alpha_pattern", config.alpha)
    names = [
        (layer, component, prefix + module_name(layer, component))
        for layer in range(shape.layers)
        for component in COMPONENTS
    ]
    targets = [
        Target(layer, component, name, int(rank_at(name)), alpha_at(name))
        for layer, component, name in names
        if matches(name)
    ]
    if not targets:
        raise LabError(
            "target_modules of the adapter matches no module of this model.",
            "Choose the model that the adapter was trained on.",
        )
    return targets


def _matcher(config: AdapterConfig) -> Matcher:
    """The rule of PEFT's check_target_module_exists."""
    targets, layers = config.target_modules, config.layers_to_transform
    saved = (*config.modules_to_save, *(_ALWAYS_SAVED if config.classifies else ()))
    excluded = _list_matcher(config.exclude_modules, "exclude_modules")
    targeted = _is_linear if targets == "all-linear" else _list_matcher(targets, "target_modules")
    layer_of = _layer_reader(config.layers_pattern)

    def matches(name: str) -> bool:
        is_saved = any(f".{module}." in f".{name}." for module in saved)
        if excluded(name) or is_saved or not targeted(name):
            return False
        # A full name or a regular expression already determines the layer.
        if layers is None or isinstance(targets, str) or name in targets:
            return True
        return layer_of(name) in layers

    return matches


def _list_matcher(wanted: Sequence[str] | str, field: str) -> Matcher:
    """Matches full names or suffixes after a dot, or a regular expression of the whole name."""
    if isinstance(wanted, str):
        if wanted == "":
            return lambda name: False
        pattern = compile_pattern(wanted, field, whole=True)
        return lambda name: pattern.fullmatch(name) is not None
    suffixes = tuple(f".{suffix}" for suffix in wanted)
    names = frozenset(wanted)
    return lambda name: name in names or name.endswith(suffixes)


def _is_linear(name: str) -> bool:
    return "Norm" not in name and "_embeddings" not in name


def _layer_reader(words: Sequence[str]) -> Callable[[str], int | None]:
    """The layer's number in a module's name: the first after any word, or after one of `words`."""
    patterns = [re.compile(rf"(?:^|\.){_word(word)}\.([0-9]+)\.") for word in words]

    def layer(name: str) -> int | None:
        for pattern in patterns or [re.compile(r"\.[^.]*\.([0-9]+)\.")]:
            match = pattern.search(name)
            if match:
                return int(match[1])
        return None

    return layer


def _word(word: str) -> str:
    if re.fullmatch(r"\w+(\.\w+)*", word, re.ASCII):
        return word.replace(".", r"\.")
    raise LabError(
        f'adapter_config.json: layers_pattern "{word[:60]}" is no name of a list of layers.',
        'Write "layer", or list the full module names in target_modules.',
    )


def _lookup(patterns: Mapping[str, float], field: str, fallback: float) -> Callable[[str], float]:
    """The value of the first pattern that matches the end of a name from a dot on, as PEFT's get_pattern_key finds it."""
    if sum(map(ways_to_match, patterns)) > _MOST_WAYS:
        raise LabError(
            f"adapter_config.json: the patterns in {field} could take too long to match.",
            "Write the full module names instead.",
        )
    compiled = [(compile_pattern(pattern, field, whole=False), value) for pattern, value in patterns.items()]
    return lambda name: next((value for pattern, value in compiled if pattern.fullmatch(name)), fallback)


def _foreign_modules(shape: EncoderShape, prefix: str) -> list[str]:
    """Modules of the classifier that hold weights and carry no adapter in the lab."""
    is_bert = shape.architecture == "bert"
    encoder = [
        *(f"embeddings.{kind}_embeddings" for kind in ("word", "position", "token_type")),
        "embeddings.LayerNorm",
        *(
            f"encoder.layer.{layer}.{block}.LayerNorm"
            for layer in range(shape.layers)
            for block in ("attention.output", "output")
        ),
        *(["pooler.dense"] if is_bert or prefix == "" else []),
    ]
    head = ["classifier"] if is_bert else ["classifier.dense", "classifier.out_proj"]
    return [*(prefix + name for name in encoder), *([] if prefix == "" else head)]

"""Names and shapes of a model's tensors as the lab has them: Hugging Face's without a prefix, `layer.0.query.A`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..experiment.types import COMPONENTS, Component
from ..sources.types import EncoderShape

MODULE_PATHS: dict[Component, str] = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attentionOutput": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}

_COMPONENT_AT = {path: component for component, path in MODULE_PATHS.items()}
_ADAPTER = re.compile(r"encoder\.layer\.(\d+)\.(.+)\.lora_(A|B|magnitude_vector)\.default\.weight")


def module_name(layer: int, component: Component) -> str:
    """The linear module of a layer, counted from 0: `encoder.layer.0.attention.self.query`."""
    return f"encoder.layer.{layer}.{MODULE_PATHS[component]}"


def lab_name(name: str) -> str:
    """The lab's name of a parameter, from its name in `LabClassifier`, with or without PEFT."""
    plain = name.removeprefix("base.")
    adapter = _ADAPTER.fullmatch(plain)
    if adapter:
        layer, path, part = adapter.groups()
        return f"layer.{layer}.{_COMPONENT_AT[path]}.{part.removesuffix('_vector')}"
    return plain.replace(".base_layer.", ".")


def decays(name: str) -> bool:
    """Whether weight decay applies to a parameter: as in Hugging Face's Trainer, not to biases and LayerNorm."""
    return not name.endswith(".bias") and "LayerNorm" not in name


def module_widths(shape: EncoderShape, component: Component) -> tuple[int, int]:
    """Inputs and outputs of a module, in elements."""
    if component == "up":
        return shape.hidden, shape.intermediate
    if component == "down":
        return shape.intermediate, shape.hidden
    return shape.hidden, shape.hidden


def encoder_shapes(shape: EncoderShape) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every tensor of the encoder with its shape, embeddings first."""
    yield "embeddings.word_embeddings.weight", (shape.vocabulary, shape.hidden)
    yield "embeddings.position_embeddings.weight", (shape.positions, shape.hidden)
    yield "embeddings.token_type_embeddings.weight", (shape.token_types, shape.hidden)
    yield from _pair("embeddings.LayerNorm", (shape.hidden,), shape.hidden)
    for layer in range(shape.layers):
        for component in COMPONENTS:
            inputs, outputs = module_widths(shape, component)
            yield from _pair(module_name(layer, component), (outputs, inputs), outputs)
        for block in ("attention.output", "output"):
            yield from _pair(f"encoder.layer.{layer}.{block}.LayerNorm", (shape.hidden,), shape.hidden)


def _pair(name: str, weight: tuple[int, ...], bias: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", weight
    yield f"{name}.bias", (bias,)


def full_parameters(shape: EncoderShape, labels: int) -> int:
    """Parameters that full fine-tuning trains: embeddings, encoder without a pooler, and head."""
    encoder = 0
    for _, extents in encoder_shapes(shape):
        size = 1
        for extent in extents:
            size *= extent
        encoder += size
    return encoder + shape.hidden * shape.hidden + shape.hidden + shape.hidden * labels + labels

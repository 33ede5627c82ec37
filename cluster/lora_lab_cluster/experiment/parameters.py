"""How many parameters a model has, and how many of them a scenario trains (`src/experiment/parameters.ts`)."""

from __future__ import annotations

from typing import Protocol

from .types import Component, Scenario, rank_of


class CountedShape(Protocol):
    """The part of an encoder's shape that the counts depend on. Units: elements."""

    @property
    def layers(self) -> int: ...
    @property
    def hidden(self) -> int: ...
    @property
    def intermediate(self) -> int: ...
    @property
    def vocabulary(self) -> int: ...
    @property
    def positions(self) -> int: ...
    @property
    def token_types(self) -> int: ...


def head_parameters(hidden: int, labels: int) -> int:
    """RoBERTa's classification head: dense [hidden, hidden] and out_proj [labels, hidden], with biases."""
    return hidden * hidden + hidden + hidden * labels + labels


def total_parameters(shape: CountedShape, labels: int) -> int:
    """Embeddings, encoder and head, without adapters: what full fine-tuning trains. There is no pooler."""
    hidden, intermediate = shape.hidden, shape.intermediate
    embeddings = (shape.vocabulary + shape.positions + shape.token_types) * hidden + 2 * hidden
    attention = 4 * (hidden * hidden + hidden)
    feed_forward = 2 * hidden * intermediate + intermediate + hidden
    layer_norms = 2 * 2 * hidden
    return embeddings + shape.layers * (attention + feed_forward + layer_norms) + head_parameters(hidden, labels)


def module_widths(shape: CountedShape, component: Component) -> tuple[int, int]:
    """Input and output widths of a module."""
    if component == "up":
        return shape.hidden, shape.intermediate
    if component == "down":
        return shape.intermediate, shape.hidden
    return shape.hidden, shape.hidden


def trainable_parameters(shape: CountedShape, labels: int, scenario: Scenario) -> int:
    """Parameters that get gradients: the head always, and the adapters or everything.

    A is [rank, input] and B is [output, rank]: rank x (input + output) for every module with an adapter; with DoRA, a
    magnitude for each output too.
    """
    if scenario.method == "full":
        return total_parameters(shape, labels)
    adapted = (
        rank_of(scenario, layer, component) * sum(module_widths(shape, component))
        + scenario.dora * module_widths(shape, component)[1]
        for layer, components in enumerate(scenario.modules)
        for component in components
    )
    return head_parameters(shape.hidden, labels) + sum(adapted)

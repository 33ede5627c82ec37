"""Knock-out: how much worse a trained scenario is without single adapters, as in `src/scores/knockOut.ts`.

A module that is switched off changes nothing below its layer. So each batch goes up once with every adapter, and each set
of modules is measured from the input of its lowest layer on: little more than half of the work, and the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from ..generators.batches import evaluation_groups, lengths_of, pad_batch
from ..training.batch import DeviceBatch, to_device
from ..training.evaluate import loss_and_classes
from ..training.model import LabClassifier, start_magnitudes
from ..training.parameters import TrainedParameters
from ..training.trial import OpenedTrial
from .bench import Bench
from .knock_out_scores import KnockedOut, Quality
from .module_scores import Module


def knock_out(bench: Bench, opened: OpenedTrial, sets: Sequence[Sequence[Module]]) -> KnockedOut:
    """Measures a trained trial on the validation sentences, with every adapter and without those of each set.

    Args:
        sets: none of them empty.
    """
    network, validation = opened.network, opened.rows.validation
    silent = _silent_values(opened)
    silenced = [_values_of(silent, off) for off in sets]
    sums = torch.zeros(1 + len(sets), 2, dtype=torch.float64, device=bench.device)
    network.eval()
    with torch.no_grad():
        for group in evaluation_groups(lengths_of(validation), opened.training.batch_size):
            batch = to_device(pad_batch(validation, group, bench.rules), bench.device)
            logits, from_layer = _climb(network, batch)
            sums[0] += _sums(logits, batch)
            for index, off in enumerate(sets):
                with _replaced(opened.parameters, silenced[index]):
                    sums[1 + index] += _sums(from_layer(min(module.layer for module in off)), batch)
    means = (sums / len(validation.ids)).tolist()
    whole, *without = [Quality(loss, accuracy) for loss, accuracy in means]
    return KnockedOut(whole, without)


def _climb(network: LabClassifier, batch: DeviceBatch) -> tuple[torch.Tensor, Callable[[int], torch.Tensor]]:
    """The logits of a batch, and what computes them anew from the input of a layer on (counted from 0)."""
    layers: list[nn.Module] = list(network.base.encoder.layer)
    given: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def keep(layer: nn.Module, inputs: tuple[Any, ...], options: dict[str, Any]) -> None:
        given.append((inputs, options))

    hooks = [layer.register_forward_pre_hook(keep, with_kwargs=True) for layer in layers]
    try:
        logits = network(batch)
    finally:
        for hook in hooks:
            hook.remove()

    def from_layer(first: int) -> torch.Tensor:
        hidden = given[first][0][0]
        for layer, (inputs, options) in zip(layers[first:], given[first:], strict=True):
            out = layer(hidden, *inputs[1:], **options)
            hidden = out[0] if isinstance(out, tuple) else out
        again: torch.Tensor = network.classifier(hidden[:, 0])
        return again

    return logits, from_layer


def _sums(logits: torch.Tensor, batch: DeviceBatch) -> torch.Tensor:
    """Loss in nats and hits, summed over the sentences: [2]."""
    loss, classes = loss_and_classes(logits, batch.labels)
    return torch.stack([loss.double() * len(batch.labels), (classes == batch.labels).sum().double()])


def _values_of(silent: Mapping[str, torch.Tensor], off: Sequence[Module]) -> dict[str, torch.Tensor]:
    names = [f"{module.adapter}.{part}" for module in off for part in ("B", "magnitude")]
    return {name: silent[name] for name in names if name in silent}


def _silent_values(opened: OpenedTrial) -> dict[str, torch.Tensor]:
    """What lets an adapter change nothing: B = 0, and with DoRA the magnitudes that belong to that."""
    parameters = opened.parameters
    zeros = {name: torch.zeros_like(parameters[name].data) for name in parameters if name.endswith(".B")}
    with _replaced(parameters, zeros):
        return {**zeros, **{name: norms.clone() for name, norms in start_magnitudes(opened.network)}}


@contextmanager
def _replaced(parameters: TrainedParameters, values: Mapping[str, torch.Tensor]) -> Iterator[None]:
    """Parameters with other values for a while."""
    own = {name: parameters[name].data.clone() for name in values}
    try:
        for name, value in values.items():
            parameters.write(name, value)
        yield
    finally:
        for name, value in own.items():
            parameters.write(name, value)

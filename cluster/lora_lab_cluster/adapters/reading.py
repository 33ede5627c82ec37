"""The adapters that the scenarios of an experiment begin with, read and checked before anything is trained."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import numpy as np
from safetensors import SafetensorError, deserialize

from ..errors import LabError
from ..experiment.schema import parse_json
from ..experiment.text import shown_name
from ..experiment.types import Experiment, training_of
from ..sources.adapter_files import CONFIG, WEIGHTS
from ..sources.types import AdapterFiles, EncoderShape
from .adapter import Adapter, Tensor, Values, import_adapter, start_values

Starts = Mapping[str, Mapping[str, Values]]
"""Values by a scenario's name, and then by the lab's names of parameters."""

_PICKLE = re.compile(r"\.(bin|pt|pth|pkl)\Z")
_DAMAGED = "The file is damaged: put the original back, or fetch it again."


def read_adapters(
    experiment: Experiment, given: Mapping[str, AdapterFiles], shape: EncoderShape, labels: int
) -> dict[str, Adapter]:
    """The adapters by their ids, for a model of this shape and data of so many classes.

    Raises:
        LabError: naming what cannot be used, or the scenario that does not fit its adapter
    """
    adapters: dict[str, Adapter] = {}
    for scenario in experiment.scenarios:
        if scenario.init is None:
            continue
        if scenario.init not in adapters:
            adapters[scenario.init] = _read(given[scenario.init], shape, labels)
        adapter = adapters[scenario.init]
        start_values(adapter, scenario)
        if training_of(experiment.training, scenario).duration.count == 0 and not adapter.has_head:
            raise LabError(
                f'Scenario "{scenario.name}" only evaluates, but the adapter {scenario.init} has no classifier head.',
                "Let it train for some steps: it then begins with a new head.",
            )
    return adapters


def starts_of(experiment: Experiment, adapters: Mapping[str, Adapter]) -> Starts:
    """What the trials of the scenarios that begin with an adapter begin with."""
    return {
        scenario.name: start_values(adapters[scenario.init], scenario)
        for scenario in experiment.scenarios
        if scenario.init is not None
    }


def _read(files: AdapterFiles, shape: EncoderShape, labels: int) -> Adapter:
    pickle = next((name for name in files.content if _PICKLE.search(name)), None)
    if pickle is not None and WEIGHTS not in files.content:
        raise LabError(
            f"{pickle} is a pickle, which can run any program when it is read: the lab reads safetensors only.",
            "Save the adapter again with model.save_pretrained(folder, safe_serialization=True).",
        )
    for name in (CONFIG, WEIGHTS):
        if name not in files.content:
            raise LabError(f"The adapter has no {name}.", f"Give both {CONFIG} and {WEIGHTS}.")
    try:
        text = files.content[CONFIG].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LabError(f"{CONFIG} cannot be read as a text.", _DAMAGED) from None
    return import_adapter(parse_json(text, CONFIG, _DAMAGED), tensors_of(files.content[WEIGHTS]), shape, labels)


def tensors_of(content: bytes) -> dict[str, Tensor]:
    """The tensors of a small safetensors file; half floats are widened to float32, as NumPy has no bfloat16.

    Raises:
        LabError: if the file is damaged, or a tensor is of a type that the lab does not read
    """
    try:
        entries = dict(deserialize(content))
    except SafetensorError as error:
        raise LabError(f"{WEIGHTS} cannot be read as safetensors: {error}.", _DAMAGED) from None
    # In the header's order, which the library does not keep: of several tensors that are wrong the first is named.
    length = int.from_bytes(content[:8], "little")
    names = [name for name in json.loads(content[8 : 8 + length]) if name in entries]
    return {
        name: _decoded(name, entries[name]["dtype"], entries[name]["shape"], bytes(entries[name]["data"]))
        for name in names
    }


def _decoded(name: str, kind: str, shape: list[int], data: bytes) -> Tensor:
    if kind == "F32":
        flat: Tensor = np.frombuffer(data, "<f4").astype(np.float32)
    elif kind == "F16":
        flat = np.frombuffer(data, "<f2").astype(np.float32)
    elif kind == "BF16":
        # The upper half of a float32.
        flat = (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32)
    elif kind == "I32":
        flat = np.frombuffer(data, "<i4").astype(np.int32)
    else:
        raise LabError(
            f"Tensor {shown_name(name)} has the type {kind}, which the lab cannot read.",
            "Use a safetensors file of float32, float16 or bfloat16 tensors.",
        )
    return flat.reshape(shape)

"""Which safetensors files a model's weights are in, and which file holds each tensor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from ..errors import LabError
from ..experiment.text import shown_name, shown_value

SINGLE_FILE = "model.safetensors"
INDEX_FILE = "model.safetensors.index.json"

# `model-00002-of-00006.safetensors`: the second of six shards.
_SHARD = re.compile(r"([^/]+)-([0-9]+)-of-([0-9]+)\.safetensors")
_WEIGHTS_FILE = re.compile(r"\w[\w.-]*\.safetensors", re.ASCII)
_OTHER_WEIGHTS = re.compile(r"\.(bin|h5|msgpack|onnx|pt|ot)\Z")
_TOGETHER = "Use weights files that belong together."
_INDEX_REMEDY = "The index is damaged: put the original back, or use a model with a single model.safetensors."


def is_shard(name: str) -> bool:
    """Whether a file's name is that of one of several weights files."""
    return _SHARD.fullmatch(name) is not None


def shards_of(names: Iterable[str]) -> list[str]:
    """The shards of a model without an index, whose names say whether they are complete; empty if there are none.

    Raises:
        LabError: naming a shard that is missing, or if there are shards of several models
    """
    shards = sorted(name for name in names if is_shard(name))
    if not shards:
        return []
    stem, _, last = _parts(shards[0])
    other = next((name for name in shards if _parts(name)[0] != stem or _parts(name)[2] != last), None)
    if other is not None:
        raise LabError(
            f"The model has no {INDEX_FILE}, and {shown_name(shards[0])} and {shown_name(other)} do not belong together.",
            "Add the index, or leave only the files of one model in the folder.",
        )
    present = {int(_parts(name)[1]) for name in shards}
    missing = next((number for number in range(1, int(last) + 1) if number not in present), None)
    if missing is not None:
        raise LabError(
            f"The model has {len(shards)} of {int(last)} weights files: "
            f"{shown_name(stem)}-{str(missing).zfill(len(last))}-of-{last}.safetensors is missing.",
            "Fetch all of them.",
        )
    return shards


def _parts(name: str) -> tuple[str, str, str]:
    match = _SHARD.fullmatch(name)
    assert match is not None
    return match[1], match[2], match[3]


def weight_map(index: Any) -> dict[str, str]:
    """The file of each tensor, from the index of the shards.

    Raises:
        LabError: naming what is wrong with the index
    """
    found = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(found, dict):
        raise LabError(f"{INDEX_FILE} has no weight_map.", _INDEX_REMEDY)
    for tensor, file in found.items():
        # A bare file name: an index must not lead out of the model's folder.
        if not isinstance(file, str) or not _WEIGHTS_FILE.fullmatch(file):
            raise LabError(
                f"{INDEX_FILE}: tensor {shown_name(tensor)} is in {shown_value(file)}, which is no weights file.",
                _INDEX_REMEDY,
            )
    return found


def no_weights(names: Sequence[str]) -> LabError:
    """The error for a model without weights that the lab reads."""
    others = [name for name in names if _OTHER_WEIGHTS.search(name) and "/" not in name][:3]
    only = f", only {', '.join(map(shown_name, others))}, which the lab does not read" if others else ""
    return LabError(
        f"The model has no {SINGLE_FILE}{only}.",
        "Use a repository or revision with safetensors, or convert the weights with Transformers' save_pretrained.",
    )


def tensors_in(paths: Mapping[str, Path]) -> dict[str, Path]:
    """The file of each tensor, from the files' own headers.

    Raises:
        LabError: naming a file that is damaged, or a tensor that two files hold
    """
    found: dict[str, Path] = {}
    for name, path in paths.items():
        for tensor in _tensor_names(name, path):
            if tensor in found:
                raise LabError(
                    f"Both {shown_name(found[tensor].name)} and {shown_name(name)} hold the tensor {shown_name(tensor)}.",
                    _TOGETHER,
                )
            found[tensor] = path
    return found


def checked(tensors: Mapping[str, str], path: Callable[[str], Path]) -> dict[str, Path]:
    """The file of each tensor by the index, if the files hold what it says.

    Raises:
        LabError: naming the tensor that a file lacks
    """
    held = {name: set(_tensor_names(name, path(name))) for name in dict.fromkeys(tensors.values())}
    for tensor, name in tensors.items():
        if tensor not in held[name]:
            raise LabError(
                f"{INDEX_FILE} says that {name} holds the tensor {shown_name(tensor)}, but it does not.", _TOGETHER
            )
    return {tensor: path(name) for tensor, name in tensors.items()}


def _tensor_names(name: str, path: Path) -> list[str]:
    try:
        with safe_open(path, framework="np") as file:
            return list(file.keys())
    except (SafetensorError, OSError) as error:
        raise LabError(
            f"{shown_name(name)} cannot be read as safetensors: {error}.",
            "The file is damaged: put the original back, or fetch it again.",
        ) from None

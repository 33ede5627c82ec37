"""The flags that name a model and data: checked before anything is loaded, as the lab's command line checks them."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Any

from ..address.argument import ExperimentErrors, Given
from ..errors import LabError
from ..experiment.source_ref import local_id, parse_source_ref
from ..experiment.types import Experiment
from ..experiment.validate import validate_experiment
from .adapter_files import adapter_at, fingerprint
from .folders import files_in, folder_name, folder_with
from .hub.address import normalize_hub_url
from .lab_folder import find_lab
from .types import DEFAULT_HUB_URL, AdapterFiles, LocalDataset, LocalFolder, Sources

# Any of these sets of files is a tokenizer.
_TOKENIZERS = (("tokenizer.json",), ("vocab.txt",), ("vocab.json", "merges.txt"))
_MODEL_FILES = re.compile(r"\.(safetensors|json|txt)\Z", re.IGNORECASE)
# Weights that mark a folder as a model, whether the lab reads them or not. Trainers write other .bin and .pt files too.
_WEIGHTS = re.compile(r"\.safetensors\Z|^(pytorch_|tf_|flax_)?model.*\.(bin|pt|pth|h5|msgpack)\Z", re.IGNORECASE)
_PICKLE = re.compile(r"\.(bin|pt|pth)\Z", re.IGNORECASE)
# A hub's names have one slash at most, and begin with none of dot, tilde and slash.
_IS_PATH = re.compile(r"^[./~]|\\|/.*/|/\Z")
# What means something in one data set only.
_OF_ONE_DATASET = (
    *("textColumn", "pairColumn", "labelColumn", "subset", "trainSplit", "validationSplit"),
    *("header", "delimiter", "encoding", "missing"),
)


def read_sources(given: Given, options: argparse.Namespace) -> tuple[Experiment, Sources]:
    """Reads --model, --train, --validation, --adapter, --hub and --lab, which may be missing.

    The hub's address is also taken from HF_ENDPOINT, the access token from HF_TOKEN or LAB_HUB_TOKEN, and the lab's folder
    from LORA_LAB.

    Returns:
        the experiment with the model and data of the flags in place of its own, and where they come from

    Raises:
        LabError: naming the flag that is wrong
    """
    experiment = given.experiment.raw
    models: dict[str, LocalFolder] = {}
    datasets: dict[str, LocalDataset] = {}
    named = getattr(options, "model", None)
    if named is not None:
        experiment = {**experiment, "model": _model(named, models)}
    data = _dataset(getattr(options, "train", None), getattr(options, "validation", None))
    if data is not None:
        id = local_id(data.train.name)
        datasets[id] = data
        experiment = _with_dataset(experiment, id)
    adapters = _adapters(getattr(options, "adapter", None) or [], experiment)
    problems = [*validate_experiment(experiment), *_missing(experiment, adapters)]
    if problems:
        raise ExperimentErrors("The experiment cannot be run as it is", problems)
    sources = Sources(
        lab=find_lab(getattr(options, "lab", None)),
        hub_url=_hub_url(getattr(options, "hub", None)),
        hub_token=_token(),
        cache=_cache(),
        local_models=models,
        local_datasets=datasets,
        local_adapters=adapters,
    )
    return Experiment.from_json(experiment), sources


def _adapters(given: list[str], experiment: dict[str, Any]) -> dict[str, AdapterFiles]:
    """By their ids the adapters that scenarios begin with. An id ends with letters that differ where the files do."""
    wanted = dict.fromkeys(scenario["init"] for scenario in experiment["scenarios"] if "init" in scenario)
    adapters: dict[str, AdapterFiles] = {}
    for text in given:
        files = adapter_at(text)
        letters = fingerprint(files)
        own = [id for id in wanted if id.endswith(f"-{letters}")]
        if not own:
            id = local_id(f"{files.name}-{letters}")
            raise LabError(
                f"--adapter: no scenario begins with the adapter of {text}, which the lab calls {id}.",
                f"Add the adapter in the page and take the address from there, or write init={id.replace('.', '~')} to a "
                "scenario of its rank and modules.",
            )
        adapters.update(dict.fromkeys(own, files))
    return adapters


def _missing(experiment: dict[str, Any], adapters: dict[str, AdapterFiles]) -> list[str]:
    """A sentence for each scenario whose adapter was not given."""
    return [
        f'Scenario "{scenario["name"]}": it begins with the adapter {scenario["init"]}, whose files are not here; '
        "name its folder or zip by --adapter."
        for scenario in experiment["scenarios"]
        if "init" in scenario and scenario["init"] not in adapters
    ]


def _model(text: str, models: dict[str, LocalFolder]) -> str:
    """The model's id; a folder's is added to the local ones."""
    path = Path(text).expanduser()
    if path.exists():
        folder = _model_folder(text, path)
        id = local_id(folder.name)
        models[id] = folder
        return id
    if _IS_PATH.search(re.sub("@.*", "", text)):
        raise LabError(f"--model: there is no folder {text}; correct the path, or give a hub's name.")
    if parse_source_ref("model", text) is None:
        raise LabError(f"--model: {text} is neither a folder nor a name like owner/name or owner/name@revision.")
    return text


def _model_folder(text: str, path: Path) -> LocalFolder:
    if not path.is_dir():
        raise LabError(f"--model: {text} is no folder; name its folder.")
    folder = folder_with(
        "model", path, lambda names: "config.json" in names and any(_WEIGHTS.search(name) for name in names)
    )
    names = files_in(folder)
    if "adapter_config.json" in names and "config.json" not in names:
        raise LabError(
            f"--model: the folder {text} holds a PEFT adapter, not a model; name its base model, which the adapter's "
            "scenario begins with."
        )
    missing = [] if "config.json" in names else ["config.json"]
    if not any(all(name in names for name in files) for files in _TOKENIZERS):
        missing.append("tokenizer.json")
    if not any(name.endswith(".safetensors") for name in names):
        missing.append(_missing_weights(names))
    if missing:
        raise LabError(
            f"--model: the folder {text} lacks {' and '.join(missing)}; name one that save_pretrained of Transformers "
            "wrote."
        )
    paths = tuple(folder / name for name in names if _MODEL_FILES.search(name))
    return LocalFolder(folder_name(folder), paths)


def _missing_weights(names: list[str]) -> str:
    pickles = [name for name in names if _WEIGHTS.search(name) and _PICKLE.search(name)]
    reason = f" ({pickles[0]} is a pickle, which can run any program when it is read)" if pickles else ""
    return f"model.safetensors{reason}"


def _dataset(train: str | None, validation: str | None) -> LocalDataset | None:
    if train is None:
        if validation is not None:
            raise LabError("--validation is the file that --train is measured on: give --train too.")
        return None
    return LocalDataset(_file("train", train), None if validation is None else _file("validation", validation))


def _file(flag: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not path.exists():
        raise LabError(f"--{flag}: there is no file {text}; correct the path.")
    if not path.is_file():
        raise LabError(f"--{flag}: {text} is a folder; name the CSV, TSV, JSON lines or Parquet file in it.")
    return path.absolute()


def _with_dataset(experiment: dict[str, Any], id: str) -> dict[str, Any]:
    """The experiment with another data set, without what was chosen of the one before."""
    if experiment["dataset"] == id:
        return experiment
    data = {**experiment["data"], **dict.fromkeys(_OF_ONE_DATASET)}
    return {**experiment, "dataset": id, "data": data}


def _hub_url(flag: str | None) -> str:
    given = flag or os.environ.get("HF_ENDPOINT") or DEFAULT_HUB_URL
    return normalize_hub_url(given)


def _token() -> str | None:
    return os.environ.get("HF_TOKEN") or os.environ.get("LAB_HUB_TOKEN") or None


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "lora-lab-cluster" / "hub"

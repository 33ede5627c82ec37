"""Opens a model by its id: its config.json, its weights files and its tokenizer's files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..address.argument import ExperimentErrors
from ..errors import LabError
from ..experiment.fit_layers import fit_experiment
from ..experiment.schema import parse_json
from ..experiment.source_ref import SourceRef, format_source_id, parse_source_ref
from ..experiment.text import shown_name
from ..experiment.types import Experiment
from ..experiment.validate import validate_experiment
from .config import read_config
from .hub.address import DEFAULT_REVISION, RepositoryRef
from .hub.http import Hub
from .hub.repository import open_repository
from .lab_folder import lab_file
from .shards import (
    INDEX_FILE,
    SINGLE_FILE,
    checked,
    is_shard,
    no_weights,
    shards_of,
    tensors_in,
    weight_map,
)
from .types import EncoderShape, LocalFolder, ModelFiles, Sources

_EMBEDDED_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", SINGLE_FILE)
TOKENIZER_FILES = (
    *("tokenizer.json", "tokenizer_config.json", "added_tokens.json", "special_tokens_map.json"),
    *("vocab.json", "merges.txt", "vocab.txt"),
)
# Tensors of the encoder lie below these; shards that hold only a head are not loaded.
_WORD_TABLE = "embeddings.word_embeddings.weight"
_ENCODER = ("embeddings.", "encoder.")


@dataclass(frozen=True)
class _Files:
    """A model's files, wherever they are."""

    names: tuple[str, ...]
    path: Callable[[str], Path]
    """Gives a file by its name, and downloads it first if it is a hub's."""
    commit: str | None = None

    def has(self, name: str) -> bool:
        return name in self.names


def open_model(experiment: Experiment, sources: Sources, notes: list[str] | None = None) -> ModelFiles:
    """Finds the experiment's model, and downloads it if it is a hub's.

    Args:
        experiment: whose model is opened
        sources: where models come from
        notes: gets what the person should know but need not act on

    Raises:
        LabError: naming the file that is missing or cannot be used
    """
    id = experiment.model
    files = _files_of(id, sources, [] if notes is None else notes)
    if not files.has("config.json"):
        raise LabError(f"{format_source_id(id)} has no config.json.", "Choose a model that has one.")
    config = _read_json(files, "config.json")
    shape = read_config(config)
    tensors = _tensors(files)
    tokenizer = {name: files.path(name) for name in TOKENIZER_FILES if files.has(name)}
    return ModelFiles(
        id=id,
        config=config,
        shape=shape,
        weights=tuple(dict.fromkeys(tensors.values())),
        tensors=tensors,
        tokenizer=tokenizer,
        commit=files.commit,
    )


def fit(experiment: Experiment, shape: EncoderShape) -> Experiment:
    """The experiment as it runs on a model: its modules carried over to the model's layers, as the page does.

    Raises:
        LabError: with a sentence for each setting that the model does not allow
    """
    raw = fit_experiment(experiment.raw, shape.layers)
    problems = validate_experiment(raw, layers=shape.layers, longest=shape.longest_sentence)
    if problems:
        raise ExperimentErrors(f"The experiment cannot be run on {format_source_id(experiment.model)}", problems)
    return Experiment.from_json(raw)


def _files_of(id: str, sources: Sources, notes: list[str]) -> _Files:
    ref = parse_source_ref("model", id)
    if ref is None:
        raise LabError(f"{shown_name(id)} is not a model id.", 'Write it as "owner/name" or "owner/name@revision".')
    if ref.kind == "embedded":
        folder = f"models/{ref.name}"
        return _Files(_EMBEDDED_FILES, lambda name: lab_file(sources.lab, id, f"{folder}/{name}"))
    if ref.kind == "local":
        return _local(id, sources.local_models.get(id))
    return _of_hub(ref, sources, notes)


def _local(id: str, folder: LocalFolder | None) -> _Files:
    if folder is None:
        raise LabError(f"{format_source_id(id)}: its files are not known here.", "Name its folder by --model.")
    paths = {path.name: path for path in folder.paths}
    weights = [name for name in paths if name.endswith(".safetensors")]
    # A single weights file may have any name.
    if len(weights) == 1 and not is_shard(weights[0]) and INDEX_FILE not in paths:
        paths[SINGLE_FILE] = paths[weights[0]]
    return _Files(tuple(paths), paths.__getitem__)


def _of_hub(ref: SourceRef, sources: Sources, notes: list[str]) -> _Files:
    hub = Hub(sources.hub_url, sources.hub_token)
    revision = ref.revision or DEFAULT_REVISION
    repository = open_repository(hub, RepositoryRef("models", ref.name, revision), sources.cache, notes)
    return _Files(repository.names, repository.path, repository.commit)


def _read_json(files: _Files, name: str) -> Any:
    path = files.path(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise LabError(f"{name} cannot be read as a text.", "The file is damaged: fetch it again.") from None
    return parse_json(text, name, "The file is damaged: put the original back, or fetch it again.")


def _tensors(files: _Files) -> Mapping[str, Path]:
    """The file of each tensor that the encoder may need."""
    if files.has(SINGLE_FILE):
        return tensors_in({SINGLE_FILE: files.path(SINGLE_FILE)})
    if files.has(INDEX_FILE):
        index = weight_map(_read_json(files, INDEX_FILE))
        needed = {tensor: index[tensor] for tensor in _of_encoder(index)}
        absent = next((name for name in needed.values() if not files.has(name)), None)
        if absent is not None:
            raise LabError(
                f"The model has no file {shown_name(absent)}, which {INDEX_FILE} names.", "Fetch all of them."
            )
        return checked(needed, files.path)
    shards = shards_of(files.names)
    if not shards:
        raise no_weights(files.names)
    return tensors_in({name: files.path(name) for name in shards})


def _of_encoder(tensors: Iterable[str]) -> list[str]:
    """The tensors below the prefix that the word table has; all, if there is no word table or more than one."""
    every = list(tensors)
    prefixes = [name.removesuffix(_WORD_TABLE) for name in every if name.endswith(_WORD_TABLE)]
    if len(prefixes) != 1:
        return every
    return [name for name in every if name.startswith(tuple(prefixes[0] + part for part in _ENCODER))]

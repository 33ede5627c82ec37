"""What the sources of a run are, and the files that an id comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Architecture = Literal["roberta", "bert"]

DEFAULT_HUB_URL = "https://huggingface.co"


@dataclass(frozen=True)
class LocalFolder:
    """A folder of this machine, or what it was chosen for."""

    name: str
    """What to call it: the folder's name, or in a hub's cache the repository's."""
    paths: tuple[Path, ...]
    """The files in it that the lab reads."""


@dataclass(frozen=True)
class AdapterFiles:
    """A PEFT adapter as it was given."""

    name: str
    """The folder's or the zip's, at most 40 characters."""
    content: Mapping[str, bytes] = field(repr=False)
    """The files by the names that PEFT gives them."""


@dataclass(frozen=True)
class LocalDataset:
    """Files of this machine that are trained and measured on."""

    train: Path
    validation: Path | None
    """None if a part of `train` is held out."""


@dataclass(frozen=True)
class Sources:
    """Where models and data come from: what an experiment's address does not carry. It goes to every process of a run."""

    lab: Path | None = None
    """The folder with the lab's own models and data sets: `models/` and `datasets/` are in it."""
    hub_url: str = DEFAULT_HUB_URL
    """The hub or its mirror, without a slash at the end."""
    hub_token: str | None = field(default=None, repr=False)
    """Access token for the hub; it is never stored, printed or written into results."""
    cache: Path = Path("~/.cache/lora-lab-cluster")
    """The folder that keeps downloads."""
    local_models: Mapping[str, LocalFolder] = field(default_factory=dict)
    """By id, `local:...`."""
    local_datasets: Mapping[str, LocalDataset] = field(default_factory=dict)
    local_adapters: Mapping[str, AdapterFiles] = field(default_factory=dict)
    """PEFT adapters by the ids that scenarios begin with."""


@dataclass(frozen=True)
class EncoderShape:
    """A RoBERTa- or BERT-architecture encoder as its config.json describes it. Units: elements."""

    architecture: Architecture
    layers: int
    hidden: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    """Rows of the position table, those before `first_position` included."""
    first_position: int
    """Position of a sentence's first token: RoBERTa's is `pad_token` + 1, BERT's is 0."""
    token_types: int
    pad_token: int
    layer_norm_epsilon: float

    @property
    def longest_sentence(self) -> int:
        """Tokens of the longest sentence that the model can read, special tokens included."""
        return self.positions - self.first_position


@dataclass(frozen=True)
class ModelFiles:
    """A model's files, which are on this machine."""

    id: str
    config: Mapping[str, Any]
    """config.json as it is."""
    shape: EncoderShape
    weights: tuple[Path, ...]
    """The safetensors files: one, or several shards."""
    tensors: Mapping[str, Path]
    """The file that holds each tensor, by the tensor's name in it."""
    tokenizer: Mapping[str, Path]
    """The tokenizer's files by name, those that there are: tokenizer.json, vocab.txt, vocab.json, merges.txt, ..."""
    commit: str | None = None
    """Of the hub's repository; None for other files."""


@dataclass(frozen=True)
class TestSource:
    """What is measured on once, at the end: a split of its own, or a share of the validation rows."""

    __test__ = False  # pytest would take the class for a test
    split: str | None = None
    share: float | None = None
    """Of the validation rows, which are measured without it; None if `split` is given."""


@dataclass(frozen=True)
class DatasetFiles:
    """A data set's splits and the files that they are read from."""

    id: str
    kind: Literal["embedded", "hub", "local"]
    subsets: tuple[str, ...]
    """Empty if the data set has none to choose from."""
    subset: str | None
    splits: tuple[str, ...]
    train_split: str
    validation_split: str | None
    """None if a part of the training rows is held out."""
    validation_is_guess: bool
    """Whether the validation split is a guess, to be dropped if its labels turn out to be hidden."""
    test: TestSource | None
    files: Callable[[str], tuple[Path, ...]]
    """Gives the files of a split, in the order of their rows, and downloads them if they are a hub's. A split of a hub has
    one Parquet file or several; any other split has one file of any format."""
    class_names: tuple[str, ...] | None = None
    """Names of the classes of the column `label`, if the data set comes with the lab."""
    commit: str | None = None
    """Of the hub's repository, if it said; None for other files."""

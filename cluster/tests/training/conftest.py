"""The lab's embedded model and data set, without the command line's way to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open

from lora_lab_cluster.data.prepared import PreparedData, prepare
from lora_lab_cluster.experiment.types import Experiment
from lora_lab_cluster.sources.config import read_config
from lora_lab_cluster.sources.types import DatasetFiles, ModelFiles

PUBLIC = Path(__file__).parents[3] / "public"
VECTORS = Path(__file__).parents[1] / "vectors"


def embedded_model() -> ModelFiles:
    folder = PUBLIC / "models" / "roberta-mini"
    config: dict[str, Any] = json.loads((folder / "config.json").read_text())
    weights = folder / "model.safetensors"
    with safe_open(weights, "pt") as file:
        tensors = dict.fromkeys(file.keys(), weights)
    shape = read_config(config)
    names = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
    return ModelFiles("roberta-mini", config, shape, (weights,), tensors, {name: folder / name for name in names})


def embedded_data(experiment: Experiment, model: ModelFiles) -> PreparedData:
    folder = PUBLIC / "datasets" / "review-sentences"
    files = DatasetFiles(
        id="review-sentences",
        kind="embedded",
        subsets=(),
        subset=None,
        splits=("train", "validation"),
        train_split="train",
        validation_split="validation",
        validation_is_guess=False,
        test=None,
        files=lambda split: (folder / f"{split}.tsv",),
        class_names=("negative", "positive"),
    )
    return prepare(experiment, files, model)


@pytest.fixture(autouse=True)
def one_thread():
    """The matrices are tiny: threads would spend their time waiting for each other, and for other programs."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def model() -> ModelFiles:
    return embedded_model()


@pytest.fixture(scope="session")
def prepare_embedded(model: ModelFiles):
    """Prepares an experiment's data. What many experiments have in common is prepared once; nothing changes it."""
    known: dict[str, PreparedData] = {}

    def prepared(experiment: Experiment) -> PreparedData:
        training = experiment.training
        rows = (training.training_rows, training.validation_rows, training.row_choice, training.shuffle)
        # Seeds count only where each draws rows of its own.
        seeds = None if training.training_rows is None else (experiment.first_seed, experiment.trials)
        key = repr((experiment.dataset, experiment.data, rows, training.max_length, seeds))
        if key not in known:
            known[key] = embedded_data(experiment, model)
        return known[key]

    return prepared


@pytest.fixture(scope="session")
def vectors() -> Path:
    return VECTORS

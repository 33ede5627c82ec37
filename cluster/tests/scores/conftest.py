"""The embedded model and the sentences of the parity fixtures, whose scores PyTorch and PEFT have computed."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from lora_lab_cluster.address.argument import read_argument
from lora_lab_cluster.experiment.types import Experiment, Training
from lora_lab_cluster.generators.batches import Sentences
from lora_lab_cluster.scores.bench import Bench
from lora_lab_cluster.sources import open_model, read_sources
from lora_lab_cluster.sources.types import ModelFiles

FIXTURES = Path(__file__).parents[3] / "tools" / "parity" / "fixtures" / "scores"


@dataclass(frozen=True)
class Rows:
    """The same sentences to train and to measure on."""

    validation: Sentences
    labels: tuple[str, ...] = ("negative", "positive")
    test: None = None
    validation_id: str = "fixture"

    def train_of(self, seed: int) -> Sentences:
        return self.validation


@pytest.fixture(autouse=True)
def one_thread():
    """The matrices are tiny: threads would spend their time waiting for each other, and for other programs."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def oracle() -> dict[str, Any]:
    """Scores by PyTorch and PEFT (tools/parity/make_scores_fixture.py)."""
    return json.loads((FIXTURES / "roberta-mini.json").read_text())


@pytest.fixture(scope="session")
def sensitivity_oracle() -> dict[str, Any]:
    """AdaLoRA's by PEFT's own allocator (tools/parity/make_sensitivity_fixture.py)."""
    return json.loads((FIXTURES / "sensitivity.json").read_text())


@pytest.fixture(scope="session")
def opened() -> tuple[Experiment, ModelFiles]:
    """An experiment on the embedded model, and that model."""
    experiment, sources = read_sources(read_argument("#scenario=some:12.qv.r2&warmup=0"), Namespace())
    return experiment, open_model(experiment, sources, [])


@pytest.fixture(scope="session")
def bench_of(opened: tuple[Experiment, ModelFiles], oracle: dict[str, Any]) -> Callable[..., Bench]:
    """Makes a bench of the fixtures' sentences; arguments change the settings of the training."""
    experiment, model = opened
    ids = [np.array(each["ids"], np.int32) for each in oracle["sentences"]]
    labels = np.array([each["label"] for each in oracle["sentences"]], np.int32)
    rows = Rows(SimpleNamespace(ids=ids, types=None, labels=labels))

    def make(**settings: Any) -> Bench:
        training: Training = replace(experiment.training, batch_size=oracle["batch"], shuffle=True, **settings)
        return Bench(replace(experiment, training=training), model, rows, torch.device("cpu"))

    return make

"""The recorded runs that ship with the page were made on a GPU by its own kernels; trials here begin as they do."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from lora_lab_cluster.experiment.types import Experiment, Scenario
from lora_lab_cluster.training.trial import train_trial

RECORDED = Path(__file__).parents[3] / "public" / "recorded"
LARGEST_DIFFERENCE = 1e-4
"""Of a loss, in nats. Recorded losses have five digits."""


@pytest.mark.parametrize(
    ("name", "scenario", "steps"),
    [
        ("opening", "lower", 40),
        ("methods", "value+up r=8", 8),
        ("methods", "full fine-tuning", 8),
        ("precision", "float16", 8),
        ("precision", "int8", 8),
        ("rank", "r=32", 8),
        ("memory", "layer 3, checkpointing", 8),
    ],
)
def test_a_trial_begins_as_it_was_recorded(name, scenario, steps, model, prepare_embedded):
    file = json.loads((RECORDED / f"{name}.json").read_text())
    experiment = Experiment.from_json(file["experiment"])
    recorded = next(trial for trial in file["trials"] if trial["scenario"]["name"] == scenario)
    asked = itertools.count(1)
    record = train_trial(
        experiment,
        Scenario.from_json(recorded["scenario"]),
        recorded["seed"],
        model,
        prepare_embedded(experiment),
        torch.device("cpu"),
        lambda _: None,
        lambda: next(asked) >= steps,
    )
    assert record["status"] == "cancelled" and record["trainableParameters"] == recorded["trainableParameters"]
    wanted = recorded["losses"][: len(record["losses"])]
    assert len(wanted) >= steps - 1
    assert np.abs(np.subtract(record["losses"], wanted)).max() < LARGEST_DIFFERENCE

"""Trials are those of the lab's page: the same losses, accuracies and classes, with and without dropout."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lora_lab_cluster.adapters.adapter import import_adapter, start_values
from lora_lab_cluster.adapters.reading import tensors_of
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import Duration, Experiment, Scenario
from lora_lab_cluster.sources.adapter_files import adapter_at
from lora_lab_cluster.sources.types import ModelFiles
from lora_lab_cluster.training.progress import Progress
from lora_lab_cluster.training.trial import train_trial

CPU = torch.device("cpu")
LARGEST_DIFFERENCE = 1e-3
"""Of a loss, in nats. Most steps come within 1e-6; the lab's page and PyTorch sum in another order."""

CASES = [
    *(("no-dropout", scenario) for scenario in ("all", "full", "r32")),
    *(("dropout", scenario) for scenario in ("few", "classifier", "full", "rs")),
    *(("base", scenario) for scenario in ("f16", "int8", "again")),
    ("nf4", "nf4"),
    *(("adapter", scenario) for scenario in ("wider", "stabilized")),
]
"""The scenarios that are called all take 200 steps, the others 20. The files hold some more, which agree as well."""
BEGINNINGS = [("dropout", "all", 76)]
"""Trials of which the beginning alone is trained, past the first of their evaluations. What comes later in 200 steps, the
ends of the schedule and of the data's order, is the same without dropout."""


def reference(vectors, name: str, scenario: str) -> tuple[Experiment, dict]:
    file = json.loads((vectors / f"losses-{name}.json").read_text())
    found = next(trial for trial in file["trials"] if trial["scenario"]["name"] == scenario)
    return Experiment.from_json(file["experiment"]), found


def run(experiment, scenario, seed, model, data, **hooks):
    hooks = {"on_progress": lambda _: None, "should_stop": lambda: False, **hooks}
    return train_trial(experiment, scenario, seed, model, data, CPU, **hooks)


def start_of(scenario: Scenario, model: ModelFiles, vectors: Path) -> dict[str, np.ndarray] | None:
    """What a scenario begins with: nothing of its own, or the small adapter."""
    if scenario.init is None:
        return None
    files = adapter_at(str(vectors / "small-adapter"))
    config = json.loads(files.content["adapter_config.json"])
    weights = tensors_of(files.content["adapter_model.safetensors"])
    return start_values(import_adapter(config, weights, model.shape, 2), scenario)


def differing_bits(one: str, other: str) -> int:
    import base64

    pairs = zip(base64.b64decode(one), base64.b64decode(other), strict=True)
    return sum((a ^ b).bit_count() for a, b in pairs)


def check_course(record: dict, expected: dict) -> None:
    """Losses and evaluations are the page's."""
    assert np.abs(np.subtract(record["losses"], expected["losses"])).max() < LARGEST_DIFFERENCE
    for found, wanted in zip(record["evaluations"], expected["evaluations"], strict=True):
        assert found["step"] == wanted["step"]
        assert abs(found["loss"] - wanted["loss"]) < LARGEST_DIFFERENCE
        assert abs(found["trainLoss"] - wanted["trainLoss"]) < LARGEST_DIFFERENCE
        assert abs(found["accuracy"] - wanted["accuracy"]) <= 0.02


@pytest.mark.parametrize(("name", "scenario"), CASES)
def test_a_trial_has_the_losses_of_the_page(name, scenario, model, prepare_embedded, vectors):
    experiment, expected = reference(vectors, name, scenario)
    data = prepare_embedded(experiment)
    own = Scenario.from_json(expected["scenario"])
    record = run(experiment, own, expected["seed"], model, data, start=start_of(own, model, vectors))
    assert record["status"] == "done" and record["message"] is None
    assert record["steps"] == expected["steps"] == len(expected["losses"])
    check_course(record, expected)
    # A sentence whose two logits are all but equal may fall to either side.
    assert differing_bits(record["correct"], expected["correct"]) <= 1
    for exact in ("validationClasses", "validationId", "trainableParameters"):
        assert record[exact] == expected[exact]
    assert record["relativeParameters"] == pytest.approx(expected["relativeParameters"], rel=1e-12)
    assert sum(map(sum, record["confusion"])) == sum(record["validationClasses"])


@pytest.mark.parametrize(("name", "scenario", "steps"), BEGINNINGS)
def test_a_long_trial_begins_as_on_the_page(name, scenario, steps, model, prepare_embedded, vectors):
    experiment, expected = reference(vectors, name, scenario)
    done = 0

    def follow(progress: Progress) -> None:
        nonlocal done
        if progress.phase == "training":
            done = progress.done

    record = run(
        experiment,
        Scenario.from_json(expected["scenario"]),
        expected["seed"],
        model,
        prepare_embedded(experiment),
        on_progress=follow,
        should_stop=lambda: done >= steps,
    )
    assert record["status"] == "cancelled" and record["steps"] == steps < expected["steps"]
    evaluations = [each for each in expected["evaluations"] if each["step"] <= steps]
    assert [each["step"] for each in evaluations] == [75]
    check_course(record, {"losses": expected["losses"][:steps], "evaluations": evaluations})
    for exact in ("validationClasses", "validationId", "trainableParameters"):
        assert record[exact] == expected[exact]


@pytest.fixture
def short(vectors, prepare_embedded):
    """Two steps of the classifier alone."""
    experiment, expected = reference(vectors, "no-dropout", "classifier")
    training = replace(experiment.training, duration=Duration("steps", 2), validation_rows=40)
    experiment = replace(experiment, training=training)
    scenario = replace(Scenario.from_json(expected["scenario"]), duration=None)
    return experiment, scenario, prepare_embedded(experiment)


def test_a_loss_that_is_no_number_ends_the_trial(short, model):
    experiment, scenario, data = short
    training = replace(experiment.training, duration=Duration("steps", 30), warmup=0.0, gradient_clip=0.0)
    wild = replace(scenario, learning_rate=1e37)
    record = run(replace(experiment, training=training), wild, 1, model, data)
    assert record["status"] == "diverged"
    assert record["message"].startswith("The loss became ") and "lower the learning rate" in record["message"]
    assert record["accuracy"] is None and record["validationLoss"] is None and "correct" not in record
    assert len(record["losses"]) == record["steps"] - 1
    json.dumps(record, allow_nan=False)


def test_a_trial_stops_when_it_is_asked_to(short, model):
    record = run(*short[:2], 1, model, short[2], should_stop=lambda: True)
    assert record["status"] == "cancelled" and record["accuracy"] is None and record["steps"] <= 1


def test_no_steps_only_evaluate(short, model):
    experiment, scenario, data = short
    none = replace(experiment, training=replace(experiment.training, duration=Duration("steps", 0)))
    record = run(none, scenario, 1, model, data)
    assert record["status"] == "done" and record["losses"] == [] and record["samplesPerSecond"] is None
    assert [at["step"] for at in record["evaluations"]] == [0] and record["evaluations"][0]["trainLoss"] is None


def test_progress_is_told(short, model):
    told: list[Progress] = []
    run(*short[:2], 1, model, short[2], on_progress=told.append)
    assert told[0].phase == "loading"
    assert [(one.done, one.total) for one in told if one.phase == "training"] == [(1, 2), (2, 2)]
    assert told[-1] == Progress("evaluating", 40, 40, told[-1].loss, None)


def test_test_sentences_are_measured_at_the_end(short, model):
    experiment, scenario, data = short

    class WithTest:
        def __getattr__(self, name):
            return getattr(data, name)

        test = data.validation

    record = run(experiment, scenario, 1, model, WithTest())
    assert record["test"] == {"rows": 40, "correct": round(record["accuracy"] * 40)}


def test_memory_is_counted_on_a_processor(short, model):
    record = run(*short[:2], 1, model, short[2])
    memory, head = record["memory"], 4 * record["trainableParameters"]
    assert memory["weights"] == 4_481_280  # As the page has it for this model in float32.
    assert (memory["adapters"], memory["gradients"], memory["optimizer"]) == (head, head, 2 * head)
    # The head alone saves a few rows of 64 numbers; nothing of the encoder is kept.
    assert 0 < memory["activations"] < 50_000
    assert record["peakBytes"] == sum(memory.values())


def test_an_adapter_to_begin_with_must_be_there(short, model):
    experiment, scenario, data = short
    with pytest.raises(LabError, match="begins with the adapter local:mine"):
        run(experiment, replace(scenario, init="local:mine"), 1, model, data)

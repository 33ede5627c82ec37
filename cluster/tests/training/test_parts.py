"""Schedule, packing and bits are the lab's: the vectors are made by tools/cluster/trainingVectors.ts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import DropoutRates, Duration, Training
from lora_lab_cluster.training.classified import class_counts, confusion, pack_bits
from lora_lab_cluster.training.nf4 import pack_nf4, unpack_nf4
from lora_lab_cluster.training.packing import PackedLinear, pack_bytes, pack_halves
from lora_lab_cluster.training.schedule import is_measured, learning_rate_factor, total_steps, warmup_steps

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "training.json").read_text())

TRAINING = Training(
    learning_rate=1e-3, duration=Duration("steps", 1), training_rows=None, validation_rows=None, evaluate_every=None,
    row_choice="sample", shuffle=True, batch_size=4, max_length=32, schedule="linear", warmup=0.0, weight_decay=0.0,
    gradient_clip=0.0, dropout=DropoutRates(0, 0, 0, 0), checkpointing=False, base_precision="f32",
)  # fmt: skip


@pytest.mark.parametrize("wanted", VECTORS["schedules"])
def test_schedules(wanted):
    warmup = warmup_steps(wanted["warmup"], wanted["total"])
    assert warmup == wanted["warmupSteps"]
    steps = range(len(wanted["factors"]))
    found = [learning_rate_factor(step, wanted["schedule"], warmup, wanted["total"]) for step in steps]
    assert found == pytest.approx(wanted["factors"], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("wanted", VECTORS["steps"])
def test_steps_and_measurements(wanted):
    training = replace(
        TRAINING,
        duration=Duration(**wanted["duration"]),
        batch_size=wanted["batchSize"],
        evaluate_every=wanted["evaluateEvery"],
    )
    total = total_steps(training, wanted["rows"])
    assert total == wanted["total"]
    assert [s for s in range(total + 1) if is_measured(s, training, wanted["rows"])] == wanted["measured"]


def test_packing():
    wanted = VECTORS["packing"]
    halves = pack_halves("some", torch.tensor(wanted["values"], dtype=torch.float32))
    assert halves.float().tolist() == wanted["halves"]
    rows = torch.tensor(wanted["rows"], dtype=torch.float32).view(-1, wanted["width"])
    packed, scale = pack_bytes(rows)
    assert packed.ravel().tolist() == wanted["bytes"] and scale.tolist() == wanted["scale"]
    assert (packed.float() * scale[:, None]).ravel().tolist() == wanted["unpacked"]


def test_values_beyond_half_floats_are_refused():
    with pytest.raises(LabError, match="Tensor some holds 70000"):
        pack_halves("some", torch.tensor([1.0, 70000.0]))


def packed_and_rounded(kind, weight):
    if kind == "f16":
        packed = pack_halves("some", weight)
        return packed, None, packed.float()
    if kind == "nf4":
        packed, scale = pack_nf4(weight)
        return packed, scale, unpack_nf4(packed, scale)
    packed, scale = pack_bytes(weight)
    return packed, scale, packed.float() * scale[:, None]


@pytest.mark.parametrize("kind", ["f16", "int8", "nf4"])
def test_a_packed_layer_is_one_of_its_rounded_weights(kind):
    generator = torch.Generator().manual_seed(1)
    weight = torch.randn(6, 8, generator=generator)
    packed, scale, rounded = packed_and_rounded(kind, weight)
    layer = PackedLinear(packed, scale, torch.arange(6.0))
    x = torch.randn(2, 3, 8, generator=generator, requires_grad=True)
    y = layer(x)
    assert torch.allclose(y, x @ rounded.T + torch.arange(6.0), atol=1e-6)
    (gradient,) = torch.autograd.grad(y.square().sum(), x)
    assert torch.allclose(gradient, 2 * y.detach() @ rounded, rtol=1e-5, atol=1e-5)


def test_bits():
    for wanted in VECTORS["bits"]:
        assert pack_bits(np.array(wanted["values"], bool)) == wanted["text"]


def test_counts_of_classes():
    labels, predictions = np.array([0, 1, 1, 2], np.int32), np.array([0, 1, 0, 2])
    assert confusion(labels, predictions, 3) == [[1, 0, 0], [1, 1, 0], [0, 0, 1]]
    assert class_counts(labels, 4) == [1, 2, 1, 0]

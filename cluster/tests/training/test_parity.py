"""The parity fixtures: what Transformers, PEFT and torch.optim.AdamW computed by themselves (tools/parity)."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from lora_lab_cluster.experiment.types import DropoutRates, Duration, RankedModules, Scenario, Training
from lora_lab_cluster.sources.config import read_config
from lora_lab_cluster.sources.types import ModelFiles
from lora_lab_cluster.training.batch import DeviceBatch
from lora_lab_cluster.training.model import build_model
from lora_lab_cluster.training.parameters import (
    TrainedParameters,
    make_optimizer,
    set_learning_rate,
    write_initial_values,
)
from lora_lab_cluster.training.pissa import split_weights
from lora_lab_cluster.training.schedule import learning_rate_factor
from lora_lab_cluster.training.weights import BaseWeights, place_weight

FIXTURES = Path(__file__).parents[3] / "tools" / "parity" / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
LARGEST = {"logits": 1e-4, "gradients": 1e-3, "losses": 1e-3, "final": 1e-5, "final logits": 1e-4}
"""Errors allowed, the same as of the lab's own engine: absolute, but for gradients, whose norms are relative."""


def test_there_are_eighteen():
    assert len(NAMES) == 18


class Fixture:
    """A case as a model of the package."""

    def __init__(self, name: str, checkpointing: bool) -> None:
        self.json = json.loads((FIXTURES / f"{name}.json").read_text())
        self.tensors = load_file(FIXTURES / f"{name}.safetensors")
        config = self.json["config"]
        self.shape = read_config(config)
        self.model, self.parameters, self.training = self._build(checkpointing)
        self.batches = [self._batch(index) for index in range(self.json["batches"])]

    def _build(self, checkpointing: bool):
        case, how = self.json, self.json["training"]
        base = case.get("base", "f32")
        training = Training(
            learning_rate=how["learningRate"], duration=Duration("steps", how["steps"]), training_rows=None,
            validation_rows=None, evaluate_every=None, row_choice="sample", shuffle=True, batch_size=4, max_length=32,
            schedule=how["schedule"], warmup=0.0, weight_decay=how["weightDecay"], gradient_clip=how["clipNorm"],
            dropout=DropoutRates(0, 0, 0, 0), checkpointing=checkpointing, base_precision=base,
        )  # fmt: skip
        scenario = Scenario(
            name="case", color="#000000", method=case["method"], modules=tuple(map(tuple, case["modules"])),
            rank=case["rank"], alpha=case["alpha"], rs_lora=case["rsLora"],
            b_rate=case.get("bRate", 1.0),
            pissa=case.get("pissa", False),
            dora=case.get("dora", False),
            ranks=tuple(RankedModules(each["rank"], tuple(map(tuple, each["modules"]))) for each in case.get("ranks", ())),
        )  # fmt: skip
        stored = {name.partition("/")[2]: value for name, value in self.tensors.items() if name[:8] == "weights/"}
        encoder = {name: value for name, value in stored.items() if not name.startswith("classifier.")}
        files = ModelFiles("case", case["config"], self.shape, (), {}, {})
        cpu = torch.device("cpu")
        placed = {name: place_weight(name, value, base, cpu) for name, value in encoder.items()}
        weights = BaseWeights(("case", (), base, "cpu"), placed)
        if scenario.pissa:
            weights, split = split_weights(scenario, weights)
        model = build_model(files, case["config"]["num_labels"], scenario, training, weights)
        parameters = TrainedParameters(model, cpu, scenario.b_rate)
        start = {name: self.tensors.get(f"adapters/{name}", stored.get(name)) for name in parameters}
        if scenario.pissa:
            start |= {name: aligned(torch.from_numpy(value), start[name]) for name, value in split.items()}
        write_initial_values(parameters, 1, encoder, start)
        return model, parameters, training

    def _batch(self, index: int) -> DeviceBatch:
        parts = SimpleNamespace(
            **{
                name: self.tensors[f"batches/{index}/{name}"].long()
                for name in ("input_ids", "attention_mask", "labels")
            }
        )
        ids = parts.input_ids
        types = self.tensors.get(f"batches/{index}/token_type_ids", torch.zeros_like(ids)).long()
        positions = torch.arange(ids.shape[1]).expand(ids.shape)
        if self.shape.architecture == "roberta":
            real = (ids != self.shape.pad_token).long()
            positions = real.cumsum(1) * real + self.shape.pad_token
        return DeviceBatch(ids, positions, types, parts.attention_mask.bool()[:, None, None], parts.labels)

    def expected(self, path: str) -> torch.Tensor:
        return self.tensors[f"expected/{path}"]

    def logits(self) -> torch.Tensor:
        self.model.eval()
        with torch.no_grad():
            return self.model(self.batches[0])

    def backward(self, index: int) -> float:
        self.model.train()
        self.parameters.zero_gradients()
        batch = self.batches[index]
        loss = nn.functional.cross_entropy(self.model(batch), batch.labels)
        loss.backward()
        return loss.item()

    def train(self) -> list[float]:
        how = self.json["training"]
        optimizer = make_optimizer(self.parameters, self.training)
        losses = []
        for step, index in enumerate(how["batchOfStep"]):
            factor = learning_rate_factor(step, how["schedule"], how["warmupSteps"], how["steps"])
            assert how["learningRate"] * factor == pytest.approx(how["learningRates"][step], rel=1e-9, abs=1e-12)
            set_learning_rate(optimizer, how["learningRate"] * factor)
            losses.append(self.backward(index))
            norm = self.parameters.clip(self.training.gradient_clip)
            assert norm.item() == pytest.approx(self.json["expected"]["gradientNorms"][step], rel=1e-2)
            optimizer.step()
        return losses


def aligned(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Singular vectors with the signs of others: of A the rows, of B the columns, whose count is the smaller extent."""
    along = 1 if found.shape[0] < found.shape[1] else 0
    return found * (found * wanted).sum(along, keepdim=True).sign()


def largest(found: torch.Tensor, wanted: torch.Tensor) -> float:
    assert found.shape == wanted.shape
    return (found - wanted).abs().max().item()


@pytest.mark.parametrize("checkpointing", [False, True], ids=["", "checkpointing"])
@pytest.mark.parametrize("name", NAMES)
def test_a_fixture(name, checkpointing):
    case = Fixture(name, checkpointing)
    near_zero = case.json["nearZeroGradients"]
    assert case.parameters.count == case.json["expected"]["trainableParameters"]
    assert largest(case.logits(), case.expected("logits")) < LARGEST["logits"]
    case.backward(0)
    for parameter in case.parameters:
        wanted = case.expected(f"gradients/{parameter}")
        error = torch.linalg.vector_norm(case.parameters[parameter].grad - wanted).item()
        # Where the true gradient is zero, the fixture's is only rounding error, so they are compared absolutely.
        scale = 1.0 if parameter in near_zero else torch.linalg.vector_norm(wanted).item()
        assert error / scale < LARGEST["gradients"], parameter
    losses = torch.tensor(case.train())
    assert largest(losses, torch.tensor(case.json["expected"]["losses"])) < LARGEST["losses"]
    for parameter in case.parameters:
        if parameter not in near_zero:
            error = largest(case.parameters[parameter].detach(), case.expected(f"final/{parameter}"))
            assert error < LARGEST["final"], parameter
    assert largest(case.logits(), case.expected("finalLogits")) < LARGEST["final logits"]

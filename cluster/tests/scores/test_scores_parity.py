"""Every score is that of PyTorch and PEFT on the embedded model, within what the page's own parity test allows."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from lora_lab_cluster.experiment.types import DropoutRates, Scenario
from lora_lab_cluster.generators.random import LabRandom
from lora_lab_cluster.scores.bench import SCORE_RANK
from lora_lab_cluster.scores.feature_norm import feature_norms
from lora_lab_cluster.scores.gradient import gradient_scores
from lora_lab_cluster.scores.knock_out import knock_out
from lora_lab_cluster.scores.module_scores import Module, every_module
from lora_lab_cluster.scores.output_share import output_shares
from lora_lab_cluster.scores.sensitivity import Smoothed, sensitivity_scores
from lora_lab_cluster.training.evaluate import evaluate

RELATIVE = 1e-4
"""The largest relative error of a score."""
LOSS = 1e-5
"""The largest error of a knock-out's loss, in nats."""
EVERY = 11
"""Of the modules that are knocked out every eleventh is measured: each component, in layers from 1 to 12."""


def error_of(found, wanted) -> float:
    found, wanted = np.array(found), np.array(wanted)
    assert found.shape == wanted.shape and found.shape[1] == 72
    return float(np.abs(found / wanted - 1).max())


def test_the_rank_is_that_of_the_fixture(oracle):
    assert oracle["rank"] == SCORE_RANK


@pytest.mark.parametrize(("place", "batches"), [(0, 3), (1, 1)])
def test_the_gradient_score(bench_of, oracle, place, batches):
    found = gradient_scores(bench_of(), oracle["seeds"][place], batches)
    assert error_of(found, oracle["gradient"][place][:batches]) < RELATIVE


@pytest.mark.parametrize(("place", "batches"), [(0, 3), (1, 1)])
def test_plop(bench_of, oracle, place, batches):
    found = feature_norms(bench_of(), oracle["seeds"][place], batches)
    assert error_of(found, oracle["plop"][place][:batches]) < RELATIVE


def test_plop_of_packed_matrices_is_near(bench_of, oracle):
    """Products are of the rounded matrices, and norms of the pretrained ones."""
    found = feature_norms(bench_of(base_precision="f16"), oracle["seeds"][0], 1)
    assert 0 < error_of(found, oracle["plop"][0][:1]) < 1e-2


@pytest.fixture(scope="module")
def trained(bench_of, oracle):
    """A trial whose B and head are drawn as the fixture's are, in place of training."""
    bench, seed = bench_of(), oracle["seeds"][0]
    trial = bench.open_scored(seed)
    for name in trial.parameters:
        deviation = next((value for end, value in oracle["trained"].items() if name.endswith(end)), None)
        if deviation is not None:
            shape = trial.parameters[name].shape
            drawn = deviation * LabRandom(seed, f"fixture {name}").normals(shape.numel())
            trial.parameters.write(name, drawn.astype(np.float32).reshape(shape))
    return trial


def test_lora_drop(bench_of, oracle, trained):
    scenario = SimpleNamespace(modules=[[one.component for one in every_module(1)]] * 12)
    found = output_shares(bench_of(), trained, scenario, oracle["seeds"][0], len(oracle["loraDrop"]))
    assert error_of(found, oracle["loraDrop"]) < RELATIVE
    assert np.sum(found, axis=1) == pytest.approx(1)


def test_knock_out(bench_of, oracle, trained):
    bench = bench_of()
    before = {name: trained.parameters[name].detach().clone() for name in trained.parameters}
    sets = [[module] for module in every_module(12)[::EVERY]]
    found = knock_out(bench, trained, sets)
    wanted = [oracle["knockOut"]["all"], *oracle["knockOut"]["without"][::EVERY]]
    for quality, expected in zip([found.all, *found.without], wanted, strict=True):
        assert abs(quality.loss - expected["loss"]) < LOSS
        assert round(quality.accuracy * len(oracle["sentences"])) == expected["hits"]
    assert all(torch.equal(trained.parameters[name], value) for name, value in before.items())
    # One of them as a whole evaluation has it.
    module = sets[3][0]
    trained.parameters.write(f"{module.adapter}.B", torch.zeros_like(before[f"{module.adapter}.B"]))
    alone = evaluate(trained.network, trained.rows.validation, oracle["batch"], bench.rules)
    trained.parameters.write(f"{module.adapter}.B", before[f"{module.adapter}.B"])
    assert (alone.loss, alone.accuracy) == pytest.approx((found.without[3].loss, found.without[3].accuracy), rel=1e-9)


def test_knock_out_puts_back_the_magnitudes_of_dora(bench_of):
    """Without its only adapter, a scenario is what it was before training."""
    bench = bench_of()
    scenario = Scenario("dora", "#000000", "lora", ((),) * 11 + (("value",),), rank=2, alpha=2.0, dora=True)
    trial = bench.open(scenario, 1)
    untrained = knock_out(bench, trial, []).all
    parameters = trial.parameters
    parameters.write("layer.11.value.B", torch.full_like(parameters["layer.11.value.B"], 0.5))
    parameters.write("layer.11.value.magnitude", 1.5 * parameters["layer.11.value.magnitude"].detach())
    found = knock_out(bench, trial, [[Module(11, "value")]])
    assert found.without == [untrained]
    assert abs(found.all.loss - untrained.loss) > 1e-6


def test_adalora_of_given_weights_and_gradients(sensitivity_oracle):
    wanted = sensitivity_oracle["elements"]
    shapes = wanted["shapes"]
    weights = {name: torch.zeros(shape) for name, shape in shapes.items()}
    smoothed = Smoothed(weights)
    for step in wanted["steps"]:
        for name, value in weights.items():
            value.copy_(torch.tensor(step[name]["weight"]).view(shapes[name]))
        smoothed.update({name: torch.tensor(step[name]["gradient"]).view(shapes[name]) for name in shapes})
    for found, expected in [
        (smoothed.sensitivity, wanted["sensitivity"]),
        (smoothed.uncertainty, wanted["uncertainty"]),
    ]:
        for name, values in expected.items():
            assert found[name].flatten().tolist() == pytest.approx(values, rel=2e-6)
    modules = [one for one in every_module(2) if f"{one.adapter}.A" in shapes]
    assert smoothed.scores(modules) == pytest.approx(wanted["scores"], rel=1e-6)


def test_adalora_while_adapters_train(bench_of, sensitivity_oracle):
    wanted = sensitivity_oracle["training"]
    bench = bench_of(
        learning_rate=wanted["learningRate"],
        weight_decay=wanted["weightDecay"],
        gradient_clip=wanted["gradientClip"],
        schedule="constant",
        dropout=DropoutRates(0, 0, 0, 0),
    )
    found = sensitivity_scores(bench, wanted["seeds"][0], len(wanted["losses"][0]))
    assert error_of(found, wanted["scores"][:1]) < RELATIVE

"""Means, spreads, Spearman's correlation, tables, and which seeds are measured."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.types import Scenario
from lora_lab_cluster.scores.agreement import agreements, rank_correlation
from lora_lab_cluster.scores.combine import combine
from lora_lab_cluster.scores.knock_out_scores import KnockedOut, Quality, knock_out_scores, sets_to_knock_out
from lora_lab_cluster.scores.module_scores import Module, Scored, every_module, scores_of
from lora_lab_cluster.scores.request import ScoreRequest, read_requests
from lora_lab_cluster.scores.tasks import SeedScores, first_tasks, later_tasks
from lora_lab_cluster.scores.text import agreement_text, scores_text

SOME = Scenario("some", "#000000", "lora", (("query", "down"), ("query",)), rank=2, alpha=2.0)


def test_scores_are_means_of_means(oracle):
    """As the lab summarizes: the deviation between batches is pooled over the seeds."""
    measured = np.array(oracle["gradient"])
    found = scores_of(every_module(12), oracle["gradient"]).modules
    assert [(one["layer"], one["component"]) for one in found[:7]] == [
        *((1, component) for component in ("query", "key", "value", "attentionOutput", "up", "down")),
        (2, "query"),
    ]
    assert [one["value"] for one in found] == pytest.approx(measured.mean((0, 1)).tolist(), rel=1e-12)
    pooled = np.sqrt((measured.std(1, ddof=1) ** 2).mean(0))
    assert [one["acrossBatches"] for one in found] == pytest.approx(pooled.tolist(), rel=1e-9)
    over_seeds = measured.mean(1).std(0, ddof=1)
    assert [one["acrossSeeds"] for one in found] == pytest.approx(over_seeds.tolist(), rel=1e-9)


def test_one_batch_of_one_seed_has_no_spread():
    [found] = scores_of([Module(0, "query")], [[[2.0]]]).modules
    assert found == {"layer": 1, "component": "query", "value": 2.0, "acrossBatches": None, "acrossSeeds": None}


def test_knock_outs_are_changes_of_modules_layers_and_components():
    places = [[(one.layer, one.component) for one in off] for off in sets_to_knock_out(SOME.modules)]
    modules = [(0, "query"), (0, "down"), (1, "query")]
    assert places == [*([one] for one in modules), modules[:2], modules[2:], [modules[0], modules[2]], [modules[1]]]
    losses = [0.75, 0.5, 0.5, 1.0, 0.5, 0.75, 0.5]
    one = KnockedOut(Quality(0.5, 0.75), [Quality(loss, 0.5) for loss in losses])
    other = KnockedOut(Quality(0.5, 0.75), [Quality(0.5, 0.75)] * 7)
    scored = knock_out_scores(SOME, [one, other])
    assert scored.modules[0] == {
        **{"layer": 1, "component": "query", "value": 0.125, "accuracyChange": -0.125},
        **{"acrossBatches": None, "acrossSeeds": pytest.approx(0.25 / 2**0.5)},
    }
    assert [one["group"] for one in scored.groups] == [1, 2, "query", "down"]
    assert scored.groups[0]["value"] == 0.25


def scored(values: dict[tuple[int, str], float]) -> Scored:
    return Scored([{"layer": layer, "component": name, "value": value} for (layer, name), value in values.items()])


def test_spearman():
    assert rank_correlation([1, 2, 3], [10, 20, 90]) == 1
    assert rank_correlation([1, 2, 3], [3, 2, 1]) == -1
    # Equal values share the mean of their ranks, as in scipy.stats.spearmanr.
    assert rank_correlation([1, 2, 2, 4], [1, 3, 2, 4]) == pytest.approx(0.9486832980505138, rel=1e-12)
    assert rank_correlation([1, 1], [1, 2]) is None and rank_correlation([1], [1]) is None
    one = scored({(1, "query"): 1.0, (1, "up"): 2.0, (2, "up"): 3.0})
    other = scored({(1, "up"): 5.0, (2, "up"): 4.0})
    found = agreements([(ScoreRequest("plop", 8), one), (ScoreRequest("loradrop", 8), other)])
    assert found == [{"scores": ["PLoP", "LoRA-drop"], "spearman": -1.0, "modules": 2}]
    assert agreement_text(found) == "scores           Spearman  modules\nPLoP, LoRA-drop  -1.00     2"


def test_the_table_is_the_labs():
    spread = {"acrossBatches": 0.5, "acrossSeeds": None}
    modules = [
        {"layer": 1, "component": "query", "value": 0.00012345, **spread},
        {"layer": 12, "component": "attentionOutput", "value": 2.0, **spread},
    ]
    groups = [{"group": 3, "value": -1.0, **spread}, {"group": "up", "value": 0.0, **spread}]
    assert scores_text(Scored(modules, groups)).splitlines() == [
        "layer  component             score  sd over batches  sd over seeds",
        "   12  attentionOutput    2.000e+0         5.000e-1              -",
        "    1  query              1.234e-4         5.000e-1              -",
        "    3  all               -1.000e+0         5.000e-1              -",
        "  all  up                 0.000e+0         5.000e-1              -",
    ]


def test_three_seeds_are_measured_and_as_many_trials_as_there_are():
    asked = read_requests("gradient:8,knockout")
    experiment = SimpleNamespace(first_seed=5, trials=2)
    found = [(one.seed, len(one.requests), one.scenario) for one in first_tasks(experiment, asked, SOME)]
    assert found == [(5, 2, SOME), (6, 2, SOME), (7, 1, None)]
    assert [one.seed for one in first_tasks(experiment, asked[1:], SOME)] == [5, 6]
    assert later_tasks(experiment, asked, SOME, [SeedScores(seed) for seed in (5, 6, 7)]) == []
    assert later_tasks(experiment, asked[:1], None, []) == []


def test_other_seeds_take_the_place_of_trials_that_diverge():
    asked = read_requests("gradient:8,knockout")
    experiment = SimpleNamespace(first_seed=5, trials=5)
    known = [SeedScores(5, diverged=True), SeedScores(6), SeedScores(7, diverged=True)]
    later = later_tasks(experiment, asked, SOME, known)
    assert [(one.seed, one.requests) for one in later] == [(8, asked[1:]), (9, asked[1:])]
    known += [SeedScores(8, diverged=True), SeedScores(9)]
    assert later_tasks(experiment, asked, SOME, known) == []


def test_no_trial_that_could_be_scored_is_one_sentence():
    asked = read_requests("knockout")
    with pytest.raises(LabError, match='No trial of scenario "some" ended without diverging'):
        combine(2, asked, SOME, [SeedScores(1, diverged=True)])

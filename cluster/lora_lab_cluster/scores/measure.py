"""Measures one seed for all scores that are asked for."""

from __future__ import annotations

from .bench import Bench
from .feature_norm import feature_norms
from .gradient import gradient_scores
from .knock_out import knock_out
from .knock_out_scores import sets_to_knock_out
from .output_share import output_shares
from .sensitivity import sensitivity_scores
from .tasks import SeedScores, Task

_BEFORE = {"gradient": gradient_scores, "plop": feature_norms, "adalora": sensitivity_scores}


def measure(bench: Bench, task: Task) -> SeedScores:
    """Scores the pretrained model, then trains the scenario's trial, if there is one, and scores that.

    Raises:
        LabError: where a score does not come about.
    """
    seed, scenario = task.seed, task.scenario
    measured = {
        one: _BEFORE[one.kind](bench, seed, one.count) for one in task.requests if not one.is_of_trained
    }
    if scenario is None:
        return SeedScores(seed, measured)
    opened = bench.train(scenario, seed)
    if opened is None:
        return SeedScores(seed, measured, diverged=True)
    knocked_out = None
    for one in task.requests:
        if one.kind == "loradrop":
            measured[one] = output_shares(bench, opened, scenario, seed, one.count)
        elif one.kind == "knockout":
            knocked_out = knock_out(bench, opened, sets_to_knock_out(scenario.modules))
    return SeedScores(seed, measured, knocked_out)

"""Which scenario the scores of trained modules are of."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LabError
from ..experiment.types import Experiment, Scenario
from .request import ScoreRequest


def trained_scenario(experiment: Experiment, requests: Sequence[ScoreRequest]) -> Scenario | None:
    """The first scenario with adapters; None if no score is of trained modules.

    Raises:
        LabError: if there is none, or its adapters do more than add, which LoRA-drop cannot measure.
    """
    if not any(request.is_of_trained for request in requests):
        return None
    scenario = next((one for one in experiment.scenarios if one.method == "lora" and any(one.modules)), None)
    if scenario is None:
        raise LabError(
            "No scenario of the experiment has adapters that could be scored.",
            "Add one, such as scenario=all:all.qkvoud.r8.",
        )
    if scenario.dora and any(request.kind == "loradrop" for request in requests):
        raise LabError(
            f'Scenario "{scenario.name}" has DoRA, whose magnitudes multiply what a module puts out, and LoRA-drop '
            "measures what is added.",
            "Score it by knock-out.",
        )
    return scenario

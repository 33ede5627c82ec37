"""The scores that several seeds make together."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LabError
from ..experiment.types import Scenario
from .knock_out_scores import knock_out_scores
from .module_scores import Scored, every_module, modules_of, scores_of
from .request import ScoreRequest
from .tasks import SeedScores


def combine(
    layers: int, requests: Sequence[ScoreRequest], trained: Scenario | None, seeds: Sequence[SeedScores]
) -> list[tuple[ScoreRequest, Scored]]:
    """The scores, in the order in which they were asked for.

    Args:
        layers: of the model.
        trained: the scenario of the scores of trained modules.
        seeds: in their order.

    Raises:
        LabError: if no trial of that scenario ended without diverging.
    """
    return [(request, _combined(layers, request, trained, seeds)) for request in requests]


def _combined(layers: int, request: ScoreRequest, trained: Scenario | None, seeds: Sequence[SeedScores]) -> Scored:
    if not request.is_of_trained or trained is None:
        return scores_of(every_module(layers), [one.measured[request] for one in seeds if request in one.measured])
    knocked_out = [one.knocked_out for one in seeds if one.knocked_out is not None]
    measured = [one.measured[request] for one in seeds if request in one.measured]
    if not (knocked_out if request.kind == "knockout" else measured):
        raise LabError(
            f'No trial of scenario "{trained.name}" ended without diverging, so its adapters cannot be scored.',
            "Lower its learning rate.",
        )
    if request.kind == "knockout":
        return knock_out_scores(trained, knocked_out)
    return scores_of(modules_of(trained.modules), measured)

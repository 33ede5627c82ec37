"""Scores as they are written, in the form of `npm run headless -- --scores`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .agreement import agreements
from .module_scores import Scored
from .request import ScoreRequest


def scores_document(experiment: dict[str, Any], scored: Sequence[tuple[ScoreRequest, Scored]]) -> dict[str, Any]:
    """One score with the experiment, or several with their agreement, JSON-ready."""
    written = [(request.text, _scores(one)) for request, one in scored]
    if len(written) == 1:
        [(text, scores)] = written
        return {"score": text, "experiment": experiment, **scores}
    return {
        "experiment": experiment,
        "scores": [{"score": text, **scores} for text, scores in written],
        "agreement": agreements(scored),
    }


def _scores(scored: Scored) -> dict[str, Any]:
    """Scores of layers and components are there only if they were measured."""
    return {"scores": scored.modules, **({"groups": scored.groups} if scored.groups else {})}

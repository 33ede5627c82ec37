"""A trial's record in the lab's schema: what running adds to what training measured, and trials that failed."""

from __future__ import annotations

import uuid
from datetime import datetime, timezone
from typing import Any

from ..experiment.types import TrialSpec

LONGEST_MESSAGE = 2000
"""Characters of a failed trial's message; the lab refuses files with texts of more than 5,000."""


def finished_record(measured: dict[str, Any], spec: TrialSpec, environment: dict[str, Any]) -> dict[str, Any]:
    """What training measured as a whole record: with an id, the scenario as it was run, its seed, when and where."""
    identity = {"id": str(uuid.uuid4()), "scenario": spec.scenario.raw, "seed": spec.seed}
    own = {key: value for key, value in measured.items() if key not in identity}
    return {**identity, **own, "finishedAt": now(), "environment": environment}


def failed_record(message: str, spec: TrialSpec, environment: dict[str, Any], seconds: float = 0.0) -> dict[str, Any]:
    """The record of a trial that came to no result, with the message that says why."""
    cut = message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}..."
    kinds = ("weights", "adapters", "gradients", "optimizer", "activations", "workspace")
    measured = {
        "status": "failed",
        "message": cut,
        "accuracy": None,
        "validationLoss": None,
        "losses": [],
        "evaluations": [],
        "steps": 0,
        "trainableParameters": 0,
        "relativeParameters": 0,
        "peakBytes": 0,
        "memory": dict.fromkeys(kinds, 0),
        "samplesPerSecond": None,
        "seconds": seconds,
    }
    return finished_record(measured, spec, environment)


def now() -> str:
    """The time, ISO 8601 in UTC, to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")

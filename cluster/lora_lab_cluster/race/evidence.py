"""What a race's records say of its candidates: values by seed, costs, and who failed (`app/race/evidence.ts`)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from .costs import Costs, measured_costs, over_limit
from .elimination import Entrant, race_state
from .measures import value_from_confusion
from .report import Candidate, Measure, Race, RaceAsked
from .sentences import SeededValue

Json = dict[str, Any]


def judge(
    asked: RaceAsked, scenarios: Sequence[Json], parameters: Sequence[int], records: Sequence[Json], first_seed: int
) -> Race:
    """The race as it stands by its records; those within the limits come first, as the entrants.

    Args:
        scenarios: the candidates, whose names differ.
        parameters: how many each trains.
        records: of trials, in any order.
    """
    found = [
        _evidence(asked, scenario, count, [each for each in records if each["scenario"]["name"] == scenario["name"]])
        for scenario, count in zip(scenarios, parameters, strict=True)
    ]
    racing = [each for each in found if each[1].over is None]
    out = [candidate for _, candidate in found if candidate.over is not None]
    state = race_state([entrant for entrant, _ in racing], first_seed, asked.delta)
    return Race(asked, [*(candidate for _, candidate in racing), *out], state)


def _evidence(asked: RaceAsked, scenario: Json, parameters: int, records: list[Json]) -> tuple[Entrant, Candidate]:
    done = sorted((each for each in records if each["status"] == "done"), key=lambda each: each["seed"])
    values = [value for value in (_seeded_value(each, asked.measure) for each in done) if value is not None]
    costs: Costs = measured_costs(done, parameters)
    has_failed = any(each["status"] in ("diverged", "failed") for each in records)
    entrant = Entrant(values, has_failed, costs.of(asked.cheap))
    return entrant, Candidate(scenario, costs, [each.value for each in values], over_limit(costs, asked.limits))


def _seeded_value(record: Json, measure: Measure) -> SeededValue | None:
    if measure == "accuracy":
        hits = _hits(record)
        identity = "" if hits is None else record["validationId"]
        return None if record["accuracy"] is None else SeededValue(record["seed"], record["accuracy"], hits, identity)
    # Only an accuracy is a mean over sentences, which can be compared one by one.
    value = value_from_confusion(record["confusion"], measure) if "confusion" in record else None
    return None if value is None else SeededValue(record["seed"], value)


def _hits(record: Json) -> Any:
    """For each validation sentence 1 if it was classified rightly, else 0; None if the record does not say."""
    if "correct" not in record or "validationId" not in record or "confusion" not in record:
        return None
    rows = sum(map(sum, record["confusion"]))
    packed = np.frombuffer(base64.b64decode(record["correct"]), np.uint8)
    return np.unpackbits(packed, count=rows, bitorder="little").astype(np.float64)

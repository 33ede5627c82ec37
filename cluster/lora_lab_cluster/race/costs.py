"""What candidates cost, and whether that is within the person's limits (`src/race/costs.ts`, `measuredCosts.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .means import median

CostKind = Literal["memory", "parameters", "time"]
COST_KINDS: tuple[CostKind, ...] = ("memory", "parameters", "time")


@dataclass(frozen=True)
class Costs:
    """Of one candidate, or the most that one may cost; None where not known, or for no limit."""

    memory: float | None = None
    """Bytes at the peak of a trial."""
    parameters: float | None = None
    """Trainable parameters."""
    time: float | None = None
    """Seconds of one trial."""

    def of(self, kind: CostKind) -> float | None:
        """One of them."""
        value: float | None = getattr(self, kind)
        return value

    def as_json(self) -> dict[str, float | None]:
        """As the outcome file has them."""
        return {kind: self.of(kind) for kind in COST_KINDS}


def over_limit(costs: Costs, limits: Costs) -> CostKind | None:
    """The first kind of cost that is over its limit; None if none is. What is not known is within it."""
    for kind in COST_KINDS:
        cost, limit = costs.of(kind), limits.of(kind)
        if cost is not None and limit is not None and cost > limit:
            return kind
    return None


def measured_costs(done: Sequence[dict[str, Any]], parameters: int) -> Costs:
    """The largest peak and the median time of a scenario's trials that are done; parameters are known before."""
    return Costs(
        memory=max((record["peakBytes"] for record in done), default=None),
        parameters=done[0]["trainableParameters"] if done else parameters,
        time=median([record["seconds"] for record in done]),
    )

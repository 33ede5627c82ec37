"""A race as it stands, and which candidate it recommends (`src/race/race.ts`, `recommend.ts`, `report.ts`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .candidates import CandidateSet
from .costs import CostKind, Costs
from .elimination import RaceState, Standing
from .words import describe_scenario

Json = dict[str, Any]
Measure = Literal["accuracy", "macroF1", "balancedAccuracy", "mcc"]
Stopped = Literal["cancelled", "budget", "failed"]
"""Why a race stands still before its end."""


@dataclass(frozen=True)
class RaceAsked:
    """What a person asks a race for."""

    measure: Measure
    cheap: CostKind
    """What is to be small among candidates that are equally good."""
    limits: Costs
    candidates: CandidateSet
    delta: float
    """The smallest difference that matters, in the measure's units: 0.01 for a point of accuracy."""
    budget: float | None
    """Seconds that the race may take; None for as many as it wants."""

    def as_json(self) -> Json:
        """As the outcome file has it."""
        return {
            "measure": self.measure,
            "cheap": self.cheap,
            "limits": self.limits.as_json(),
            "candidates": self.candidates,
            "budget": self.budget,
            "delta": self.delta,
        }


@dataclass(frozen=True)
class Candidate:
    """A scenario with what is known of it."""

    scenario: Json
    costs: Costs
    values: Sequence[float]
    """Of its trials that are done, in the order of their seeds."""
    over: CostKind | None
    """The kind of cost that is over the limit, for which it takes no part."""

    @property
    def name(self) -> str:
        """The scenario's."""
        name: str = self.scenario["name"]
        return name


@dataclass(frozen=True)
class Race:
    """A race as it stands."""

    asked: RaceAsked
    candidates: Sequence[Candidate]
    """Those that race, whose places are the entrants of `state`, and then those that are over a limit."""
    state: RaceState
    stopped: Stopped | None = None


@dataclass(frozen=True)
class Recommendation:
    """Which candidate is recommended, and how sure that is."""

    entrant: int
    standing: Standing
    best: int
    """The one of those left with the highest mean, which may be the same."""
    is_sure: bool
    """Whether it is surely within delta of every candidate. Otherwise it is the cheapest one that looks so."""


def recommend(race: Race) -> Recommendation | None:
    """Of those left the cheapest that is surely within delta of the best, or else the cheapest that looks so.

    Of equally cheap ones, and where costs are not known, the one with the higher mean. None before the first round.
    """
    by_mean = sorted(race.state.standings, key=lambda standing: -standing.mean)
    if not by_mean:
        return None
    delta = race.asked.delta
    sure = [standing for standing in by_mean if standing.behind <= delta]
    likely = [standing for standing in by_mean if by_mean[0].mean - standing.mean <= delta]

    def cost(standing: Standing) -> float:
        known = race.candidates[standing.entrant].costs.of(race.asked.cheap)
        return float("inf") if known is None else known

    chosen = min(sure or likely, key=cost)
    return Recommendation(chosen.entrant, chosen, by_mean[0].entrant, bool(sure))


def candidate_entries(race: Race) -> list[Json]:
    """The candidates as entries of a file: names in place of places."""
    return [_entry(race, at) for at in range(len(race.candidates))]


def _entry(race: Race, at: int) -> Json:
    candidate, state = race.candidates[at], race.state
    drop = next((each for each in state.dropped if each.entrant == at), None)
    standing = next((each for each in state.standings if each.entrant == at), None)
    entry: Json = {
        "name": candidate.name,
        "modules": describe_scenario(candidate.scenario),
        "scenario": candidate.scenario,
        "costs": candidate.costs.as_json(),
        "values": list(candidate.values),
        "status": "left",
    }
    if candidate.over is not None:
        entry["status"] = f"over the limit of {candidate.over}"
    elif at in state.failed:
        entry["status"] = "failed"
    elif drop is not None:
        entry["status"] = "dropped"
    if drop is not None:
        by = race.candidates[drop.by].name
        entry["dropped"] = {
            "by": by,
            "seeds": drop.seeds,
            "difference": drop.difference,
            "surelyAbove": drop.at_least,
        }
    if standing is not None:
        entry["standing"] = {
            "mean": standing.mean,
            "surelyWithin": standing.behind,
            "rival": race.candidates[standing.rival].name,
            "settledAt": standing.settled_at,
        }
    return entry

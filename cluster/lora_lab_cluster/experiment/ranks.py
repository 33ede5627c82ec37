"""Ranks by module in a scenario's JSON (`src/experiment/ranks.ts`)."""

from __future__ import annotations

from typing import Any

from .types import COMPONENTS

Json = dict[str, Any]


def tidy_ranks(scenario: Json) -> list[Json]:
    """The scenario's own ranks in the one form that they are written in: by rank, of ticked modules alone."""
    own: dict[int, list[list[str]]] = {}
    for at, layer in enumerate(scenario["modules"]):
        for name in COMPONENTS:
            rank = _rank_of(scenario, at, name) if name in layer else scenario["rank"]
            if rank != scenario["rank"]:
                own.setdefault(rank, [[] for _ in scenario["modules"]])[at].append(name)
    return [{"rank": rank, "modules": own[rank]} for rank in sorted(own)]


def _rank_of(scenario: Json, layer: int, component: str) -> int:
    ranks: list[Json] = scenario.get("ranks", [])
    own = (each for each in ranks if layer < len(each["modules"]) and component in each["modules"][layer])
    found: int = next((each["rank"] for each in own), scenario["rank"])
    return found

"""What the package takes over from the lab's own code: experiments, rules and names, in lab.json.

`node tools/cluster/writeLabData.mjs` writes that file, and a unit test of the lab fails when it is stale.
"""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

LAB: dict[str, Any] = json.loads(files(__package__).joinpath("lab.json").read_text(encoding="utf-8"))
"""The whole of it; nobody may change it."""

EXPERIMENT_KEYS: tuple[str, ...] = tuple(LAB["address"]["keys"]["experiment"])
WORKSHOP_KEYS: tuple[str, ...] = tuple(LAB["address"]["keys"]["workshop"])
ADDRESS_KEYS: tuple[str, ...] = tuple(LAB["address"]["keys"]["address"])
"""The keys that a part of an address may begin with."""

LESSONS: dict[str, dict[str, Any]] = {lesson["id"]: lesson["experiment"] for lesson in LAB["lessons"]}
"""The lessons' experiments as JSON, by the lessons' ids."""


def opening_experiment() -> dict[str, Any]:
    """The experiment that the page opens with, as JSON; a copy."""
    return copy.deepcopy(LAB["opening"])


def color_at(position: int) -> str:
    """The colour of a scenario that has none of its own, by its position (0-based) in the experiment."""
    colors: list[str] = LAB["colors"]
    return colors[position % len(colors)]

"""The page's whole fragment: the experiment, perhaps as a lesson and its changes; a workshop; shared results."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..experiment.lab import LAB, LESSONS, WORKSHOP_KEYS
from ..experiment.rules import RULES
from ..experiment.text import clip, units
from .experiment_part import decode_experiment
from .fragment import behind_hash, given_often, parts_of
from .workshop_part import decode_workshop

Json = dict[str, Any]

_LESSON = "lesson="
_PROJECTOR = "projector"
_MAX_VALUES = 21
_MAX_RESULTS_LENGTH: int = LAB["address"]["resultsLength"]
_MOST_SCORED_BATCHES = 256
_MOST_SCORED_STEPS = 512
_SCORE = re.compile(r"(?:gradient|plop|loradrop|(adalora)):([1-9][0-9]{0,2})|knockout")
_RESULTS = re.compile(r"[\w-]+", re.ASCII)


@dataclass(frozen=True)
class PageAddress:
    """What an address says, as far as a cluster needs it."""

    experiment: Json
    problems: list[str]
    """One sentence for each wrong part; what is right is used."""
    own_seed: bool = False
    """Whether each device of a workshop is to have a first seed of its own, which the page then draws."""
    has_results: bool = False
    """Whether it carries shared results, which the page alone shows."""


@dataclass
class _Sorted:
    of_workshop: dict[str, list[str]] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)
    together: list[str] = field(default_factory=list)
    scores: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    """The parts of the experiment and the lesson, and those with unknown keys."""


def decode_address(fragment: str) -> PageAddress:
    """Reads a fragment, with or without `#`, or a whole address. Never raises."""
    parts = _sorted(fragment)
    experiment, problems = decode_lesson("&".join(parts.rest))
    own_seeds, of_workshop = decode_workshop(parts.of_workshop)
    problems = problems + of_workshop
    if parts.views and _PROJECTOR not in parts.views:
        problems.append(f"view={clip(parts.views[0])}: not {_PROJECTOR}; left out")
    problems += _together_problems(parts.together)
    problems += _score_problems(parts.scores)
    problems += _results_problems(parts.results)
    is_seeded = any(part.startswith("seed=") for part in parts.rest)
    return PageAddress(experiment, problems, own_seeds and not is_seeded, bool(parts.results))


def decode_lesson(fragment: str) -> tuple[Json, list[str]]:
    """Reads an experiment that is written by itself, or as a lesson and the changes to its experiment."""
    parts = behind_hash(fragment).split("&")
    ids = [part.removeprefix(_LESSON) for part in parts if part.startswith(_LESSON)]
    problems: list[str] = []
    if len(ids) > 1:
        problems.append(given_often("lesson", len(ids)))
    if ids and ids[0] not in LESSONS:
        problems.append(f"{_LESSON}{clip(ids[0])}: no lesson is called that; the lessons are {', '.join(LESSONS)}")
    rest = "&".join(part for part in parts if not part.startswith(_LESSON))
    experiment, of_experiment = decode_experiment(rest, LESSONS.get(ids[0]) if ids else None)
    return experiment, problems + of_experiment


def _sorted(fragment: str) -> _Sorted:
    found = _Sorted()
    for part in parts_of(behind_hash(fragment)):
        value = part.value or ""
        if part.key in WORKSHOP_KEYS:
            values = found.of_workshop.get(part.key, [])
            found.of_workshop[part.key] = [*values[: _MAX_VALUES - 1], value]
        elif part.key == "view":
            found.views.append(value)
        elif part.key == "together":
            found.together.append(value)
        elif part.key == "score":
            found.scores.append(value)
        elif part.key == "results":
            found.results.append(value)
        else:
            found.rest.append(part.text)
    return found


def _together_problems(together: list[str]) -> list[str]:
    """A cluster trains each trial by itself and ignores the page's choice; a wrong one is told as the page tells it."""
    if not together:
        return []
    problems = [given_often("together", len(together))] if len(together) > 1 else []
    rule = RULES["together"]
    if together[0] not in ("auto", "off") and rule.parse(together[0]) is None:
        problems.append(f"together={clip(together[0])}: not auto, off, or {rule.text}; the default auto is used")
    return problems


def _score_problems(scores: list[str]) -> list[str]:
    """The scores of modules are the page's; a wrong request is told as the page tells it."""
    if not scores:
        return []
    problems = [given_often("score", len(scores))] if len(scores) > 1 else []
    found = _SCORE.fullmatch(scores[0])
    most = _MOST_SCORED_STEPS if found and found[1] else _MOST_SCORED_BATCHES
    if not found or int(found[2] or 0) > most:
        wanted = (
            f"gradient:N, plop:N or loradrop:N, with a whole number N of batches from 1 to {_MOST_SCORED_BATCHES}, "
            f"adalora:N with N steps from 1 to {_MOST_SCORED_STEPS}, or knockout"
        )
        problems.append(f"score={clip(scores[0])}: not {wanted}; no scores are shown")
    return problems


def _results_problems(results: list[str]) -> list[str]:
    """Shared results are of no use to a cluster; what is wrong with them is told as the page tells it."""
    if not results:
        return []
    problems = [given_often("results", len(results))] if len(results) > 1 else []
    if units(results[0]) > _MAX_RESULTS_LENGTH:
        problems.append(f"results: longer than {_MAX_RESULTS_LENGTH} characters; none are shown")
    elif not _RESULTS.fullmatch(results[0]):
        problems.append("results: not as the lab writes them (letters, digits, - and _); none are shown")
    return problems

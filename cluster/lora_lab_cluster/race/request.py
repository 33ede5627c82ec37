"""The flags of `--recommend`: what counts, the limits, the time, and which candidates race (tools/lib/cli/raceFlags.mjs)."""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from ..address.argument import ExperimentErrors
from ..errors import LabError
from ..experiment.rules import RULES
from ..experiment.settings import MEASURE_WORDS
from ..experiment.types import Experiment
from ..experiment.validate import validate_experiment
from .candidates import CANDIDATE_SETS, race_candidates
from .costs import COST_KINDS, Costs
from .report import Measure, RaceAsked
from .rounds import MOST_SEEDS

Word = TypeVar("Word", bound=str)
Json = dict[str, Any]

_OTHERS = ("cheap", "max_memory", "max_parameters", "max_minutes", "delta", "budget", "candidates", "resume")
_REMEDY = "Give the file that --out of an earlier race of this command has written."


def read_race(options: argparse.Namespace) -> RaceAsked | None:
    """What is asked for; None without --recommend. `delta` is NaN where it is left out: see `with_delta`.

    Raises:
        LabError: naming the flag that is wrong
    """
    measure = options.recommend
    if measure is None:
        given = next((name for name in _OTHERS if getattr(options, name) is not None), None)
        if given is not None:
            raise LabError(f"--{given.replace('_', '-')} belongs to --recommend, which is not there.")
        return None
    measures = {word: name for name, word in MEASURE_WORDS.items()}
    limits = Costs(
        memory=_scaled(options, "max_memory", "megabytes", 1e6),
        parameters=_scaled(options, "max_parameters", "parameters", 1),
        time=_scaled(options, "max_minutes", "minutes a trial", 60),
    )
    return RaceAsked(
        measure=cast(Measure, measures[_one_of("recommend", measure, tuple(measures))]),
        cheap=_one_of("cheap", options.cheap, COST_KINDS),
        limits=limits,
        candidates=_one_of("candidates", options.candidates, CANDIDATE_SETS),
        delta=_delta(options.delta),
        budget=_scaled(options, "budget", "minutes", 60),
    )


def _one_of(flag: str, text: str | None, words: tuple[Word, ...]) -> Word:
    """The word that was given; the first one where the flag is left out."""
    if text is None:
        return words[0]
    for word in words:
        if word == text:
            return word
    raise LabError(f'--{flag} is "{text}", not one of {", ".join(words)}.')


def _scaled(options: argparse.Namespace, name: str, what: str, unit: float) -> float | None:
    text = getattr(options, name)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise LabError(f'--{name.replace("_", "-")} is "{text}", not a number of {what} above 0.')
    return number * unit


def _delta(text: str | None) -> float:
    if text is None:
        return math.nan
    points = RULES["delta"].parse(text)
    if points is None:
        raise LabError(f'--delta is "{text}", not {RULES["delta"].text}.')
    return points / 100


def with_delta(asked: RaceAsked, experiment: Experiment) -> RaceAsked:
    """What is asked for, with the experiment's own smallest difference where none was given."""
    return replace(asked, delta=experiment.judging.delta / 100) if math.isnan(asked.delta) else asked


def race_experiment(experiment: Experiment, asked: RaceAsked, layers: int) -> Experiment:
    """All candidates with the most seeds, of which no round runs all.

    Raises:
        LabError: if there is nothing to compare, or a candidate cannot be run
    """
    scenarios = race_candidates(experiment.raw["scenarios"], layers, asked.candidates)
    if len(scenarios) < 2:
        raise LabError("There is nothing to compare.", "Add a scenario, or let the lab add some: --candidates short.")
    judging = {**experiment.raw["judging"], "measure": asked.measure, "delta": asked.delta * 100}
    whole = {**experiment.raw, "judging": judging, "scenarios": scenarios, "trials": MOST_SEEDS}
    problems = validate_experiment(whole)
    if problems:
        raise ExperimentErrors("The race cannot be run", problems)
    return Experiment.from_json(whole)


def earlier_records(file: str, of: Json) -> list[Json]:
    """The records of an earlier race's file that ended as done.

    Args:
        of: what both races must have in common, see `outcome.common`

    Raises:
        LabError: if the file is none of a race of this command, or of another model, data or settings
    """
    path = Path(file).expanduser()
    try:
        parsed = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabError(f"--resume: {file} cannot be read: {error.strerror}.", _REMEDY) from None
    except ValueError:
        raise LabError(f"--resume: {file} is not JSON.", _REMEDY) from None
    results = parsed.get("results") if isinstance(parsed, dict) else None
    trials = results.get("trials") if isinstance(results, dict) else None
    if not isinstance(trials, list):
        raise LabError(f"--resume: {file} holds no trials of a race.", _REMEDY)
    if "of" not in parsed:
        raise LabError(
            f"--resume: {file} was written by the lab's page, and trials of the page and of PyTorch are not mixed in a race.",
            _REMEDY,
        )
    if parsed["of"] != of:
        raise LabError(
            f"--resume: the trials of {file} were trained on another model, other data or with other settings.",
            "Give the model, the data and the settings of the earlier race, or leave --resume out.",
        )
    return [trial for trial in trials if trial["status"] == "done"]

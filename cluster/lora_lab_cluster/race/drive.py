"""Drives a race: asks for each round's trials as an ordinary run, and judges what came (`app/race/driveRace.ts`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..experiment.types import Experiment
from ..results.folder import RunFolder
from .evidence import judge
from .report import Race, RaceAsked, Stopped
from .store import RaceStore

IsLate = Callable[[], bool]
"""Whether the race's time is up."""


@dataclass(frozen=True)
class Course:
    """Everything that a race needs beside its store."""

    asked: RaceAsked
    whole: Experiment
    """All candidates, with the most seeds that they may have."""
    parameters: list[int]
    """How many each candidate trains."""
    train: Callable[[Experiment, RunFolder, IsLate], None]
    """Runs what has no record in the folder yet, until it is late or stopped."""
    is_stopped: Callable[[], bool]
    """Whether the person has ended it."""
    tell: Callable[[Race, Experiment | None], None] = lambda race, following: None
    """Hears how the race stands, and what is run next."""
    places: int = 1
    """How many trials run at once."""
    clock: Callable[[], float] = time.monotonic


def drive_race(course: Course, store: RaceStore) -> Race:
    """Races until it is settled, the time is up, or it is stopped. Everything that it knows is in the store's records."""
    store.begin()
    started = course.clock()
    budget = course.asked.budget

    def is_late() -> bool:
        return budget is not None and course.clock() - started >= budget

    while True:
        records = store.records()
        race = _judged(course, store)
        seeds = race.state.next
        if seeds is None or not any(candidate.over is None for candidate in race.candidates):
            course.tell(race, None)
            return race
        if course.is_stopped():
            return _ended(course, race, "cancelled")
        if budget is not None and course.clock() - started + _expected(course, race, seeds) > budget:
            return _ended(course, race, "budget")
        following = _round(course, race, seeds)
        course.tell(race, following)
        course.train(following, store.begin_round(following), is_late)
        store.end_round()
        stopped = _why_stopped(course, is_late, following, store)
        if stopped is None and len(store.records()) == len(records):
            stopped = "failed"  # A round without a new record would be asked for again and again.
        if stopped is not None:
            return _ended(course, _judged(course, store), stopped)


def _judged(course: Course, store: RaceStore) -> Race:
    scenarios = [scenario.raw for scenario in course.whole.scenarios]
    return judge(course.asked, scenarios, course.parameters, store.records(), course.whole.first_seed)


def _ended(course: Course, race: Race, stopped: Stopped) -> Race:
    """The race where it stands still; one that the last trials have settled is simply over."""
    ended = race if race.state.next is None else replace(race, stopped=stopped)
    course.tell(ended, None)
    return ended


def _why_stopped(course: Course, is_late: IsLate, following: Experiment, store: RaceStore) -> Stopped | None:
    if course.is_stopped():
        return "cancelled"
    names = {scenario.name for scenario in following.scenarios}
    last = following.first_seed + following.trials
    ended = sum(each["scenario"]["name"] in names and each["seed"] < last for each in store.records())
    return "budget" if is_late() and ended < len(following.list_trials()) else None


def _round(course: Course, race: Race, seeds: int) -> Experiment:
    scenarios = [race.candidates[entrant].scenario for entrant in race.state.left]
    return Experiment.from_json({**course.whole.raw, "scenarios": scenarios, "trials": seeds})


def _expected(course: Course, race: Race, seeds: int) -> float:
    """Seconds that the next round will take, by what trials took so far."""
    left = (race.candidates[entrant] for entrant in race.state.left)
    alone = sum((each.costs.time or 0.0) * max(0, seeds - len(each.values)) for each in left)
    return alone / course.places

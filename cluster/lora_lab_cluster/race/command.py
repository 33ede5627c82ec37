"""`lora-lab-cluster run --recommend`: rounds on the machines that are there, and what is said and written at the end."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from ..command import AGAIN, Run, identity, tell
from ..errors import LabError
from ..experiment.parameters import trainable_parameters
from ..experiment.types import Experiment
from ..results.environment import environment_of, processor_name
from ..results.folder import RunFolder, write_whole
from ..results.text import pretty
from ..running import machines
from ..running.plan import Plan, Share
from .drive import Course, IsLate, drive_race
from .outcome import Surroundings, common, outcome_lines, outcome_of
from .report import Race, RaceAsked
from .request import earlier_records
from .store import RaceStore

Json = dict[str, Any]


class RaceRun(Run):
    """A race on machines that are there; its plan has all candidates with the most seeds."""

    def race(
        self, asked: RaceAsked, page: str, there: list[machines.Machine], options: argparse.Namespace
    ) -> int:
        """Races, writes the file and returns the exit status: 0 also if the evidence is too little, as the sentence says."""
        whole = self._plan.experiment
        of = identity(whole, self._model, self._data)
        store = RaceStore(self._folder, whole)
        if options.resume is not None:
            _take(store, whole, earlier_records(options.resume, common(of)), options.resume)
        given = self.share(there, options)
        around = Surroundings(
            whole=whole.raw,
            identity=of,
            page=page,
            architecture=self._model.shape.architecture,
            environment=environment_of(processor_name()),
            data=self._data.facts,
        )
        places = machines.slots(given[1], there)
        course = Course(
            asked=asked,
            whole=whole,
            parameters=[trainable_parameters(self._model.shape, len(self._data.labels), one) for one in whole.scenarios],
            train=partial(self._round, given, there, options),
            is_stopped=lambda: self._stop.is_asked,
            tell=partial(self._tell, store, around, options.quiet),
            places=max(1, min(places, self._plan.at_once or places)),
        )
        race = drive_race(course, store)
        return self._report(race, store, outcome_of(race, store.records(), around))

    def _round(
        self,
        given: tuple[Any, Share],
        there: list[machines.Machine],
        options: argparse.Namespace,
        experiment: Experiment,
        folder: RunFolder,
        is_late: IsLate,
    ) -> None:
        plan = Plan.of(experiment, self._plan.retries, self._plan.at_once)
        run = _Round(plan, folder, self._out, self._model, self._data, self._starts, self._stop)
        run.train(given, there, options, is_late)

    def _tell(
        self, store: RaceStore, around: Surroundings, is_quiet: bool, race: Race, following: Experiment | None
    ) -> None:
        """Writes the evidence as it stands, and says what is run next."""
        if following is None:
            return
        records = store.records()
        if records:
            _write(self._out, outcome_of(race, records, around))
        if not is_quiet:
            left = len(following.scenarios)
            print(f"Round of {following.trials} seeds: {left} candidates are in the race.", file=sys.stderr)

    def _report(self, race: Race, store: RaceStore, outcome: Json) -> int:
        if self._stop.problem is not None:
            raise LabError(self._stop.problem, AGAIN)
        _write(self._out, outcome)
        for line in outcome_lines(outcome):
            print(line)
        print(f"Evidence: {self._out}", file=sys.stderr)
        broken = sum(record["status"] == "failed" for record in store.records())
        if race.stopped is None and not broken:
            self._folder.remove()
            return 0
        if race.stopped == "cancelled":
            print("Stopped; what has finished is kept. The same command goes on.", file=sys.stderr)
            return self._stop.status
        if broken:
            print(f"{broken} failed; the same command tries those that failed again.", file=sys.stderr)
            return 1
        print("The time was up. The same command goes on.", file=sys.stderr)
        return 0


class _Round(Run):
    """One round: its records are the race's, and the file is the race's to write."""

    def _write(self, whole: bool = False) -> None:
        pass


def _write(out: Path, outcome: Json) -> None:
    try:
        write_whole(out, [pretty(outcome), "\n"])
    except OSError as error:
        raise LabError(f"{out} cannot be written: {error.strerror}.", AGAIN) from error


def _take(store: RaceStore, whole: Experiment, records: list[Json], file: str) -> None:
    """Takes the trials of an earlier race whose scenarios are among the candidates, whatever they were called there."""
    there = {(each["scenario"]["name"], each["seed"]) for each in store.records()}
    taken = 0
    for record in records:
        scenario = next((one.raw for one in whole.scenarios if _content(one.raw) == _content(record["scenario"])), None)
        if scenario is None or (scenario["name"], record["seed"]) in there:
            continue
        taken += store.add({**record, "scenario": scenario})
    tell([f"{taken} of the {len(records)} finished trials of {file} are taken over."])


def _content(scenario: Json) -> Json:
    return {key: value for key, value in scenario.items() if key not in ("name", "color")}

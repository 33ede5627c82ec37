"""A race's records on disk: one folder of all that has ended, and within it that of the round that is under way.

A round is an ordinary run with a folder of its own, which begins with the records that are there. So no trial runs twice,
and whatever ends the command, what had finished is in one folder or the other.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ..experiment.types import Experiment
from ..results.folder import RunFolder

Json = dict[str, Any]
ROUND_NAME = "round"


class RaceStore:
    """The records of all candidates with all the seeds that they may have."""

    def __init__(self, folder: RunFolder, whole: Experiment) -> None:
        """`folder` has been begun; `whole` has all candidates, with the most seeds."""
        self._folder = folder
        self._round = RunFolder(folder.path / ROUND_NAME)
        self._index = {_key(spec.scenario.name, spec.seed): at for at, spec in enumerate(whole.list_trials())}

    def begin(self) -> None:
        """Takes in what an interrupted round has left, and forgets trials that failed, which are tried again."""
        self.end_round()
        for path, record in self._loaded():
            if record["status"] == "failed":
                path.unlink()

    def records(self) -> list[Json]:
        """All records, by their places in the whole."""
        return [record for _, record in self._loaded()]

    def add(self, record: Json) -> bool:
        """Keeps a record, unless it is none of this race's; returns whether it is."""
        at = self._index.get(_key(record["scenario"]["name"], record["seed"]))
        if at is not None:
            self._folder.keep(at, record)
        return at is not None

    def begin_round(self, experiment: Experiment) -> RunFolder:
        """A folder for a run of the experiment, with what is known of it. Raises OSError where it cannot be written."""
        self._round.begin({"scenarios": [one.name for one in experiment.scenarios], "trials": experiment.trials})
        known = {_key(each["scenario"]["name"], each["seed"]): each for each in self.records()}
        for at, spec in enumerate(experiment.list_trials()):
            record = known.get(_key(spec.scenario.name, spec.seed))
            if record is not None:
                self._round.keep(at, record)
        return self._round

    def end_round(self) -> None:
        """Takes the round's records in, and removes its folder."""
        if self._round.records.is_dir():
            known = {each["id"] for each in self.records()}
            for _, record in self._round.load():
                if record["id"] not in known:
                    self.add(record)
        shutil.rmtree(self._round.path, ignore_errors=True)

    def _loaded(self) -> list[tuple[Path, Json]]:
        kept = dict(self._folder.load())
        paths = self._folder.kept()
        return [(paths[at], kept[at]) for at in sorted(kept)]


def _key(name: str, seed: int) -> str:
    return f"{seed} {name}"

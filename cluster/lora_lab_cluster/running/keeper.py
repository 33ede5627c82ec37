"""The keeper: the one process that writes records. It runs beside the command, whose disk holds the run's folder."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..results.folder import RunFolder

RUNNING_FOR = 120.0
"""Seconds after which a trial that says nothing more is no longer shown as running: its process is gone."""


@dataclass(frozen=True)
class Ended:
    """A trial that has ended, in short."""

    index: int
    status: str
    accuracy: float | None
    seconds: float
    message: str | None
    node: str


@dataclass
class News:
    """What has happened since the last look."""

    ended: list[Ended]
    running: dict[int, float]
    """By index the part that is done, in [0, 1]."""
    problem: str | None
    """Why records cannot be written, or None."""
    tried_again: int
    """Trials that broke off and were begun anew."""


@dataclass
class _Running:
    part: float
    at: float = field(default_factory=time.monotonic)


class Keeper:
    """Keeps what has ended on disk, and what goes on in memory. Made a Ray actor by `start_keeper`."""

    def __init__(self, path: Path) -> None:
        """Begins with the records that are on disk, which an interrupted run or an earlier keeper has left."""
        self._folder = RunFolder(path)
        self._log = [_ended(index, record) for index, record in self._folder.load()]
        self._status = {ended.index: ended.status for ended in self._log}
        self._running: dict[int, _Running] = {}
        self._faults: dict[int, str] = {}
        self._problem: str | None = None
        self._tried_again = 0
        self._stopping = False

    def is_done(self, index: int) -> bool:
        """Whether the trial's record is there and need not be made again."""
        return self._status.get(index, "failed") != "failed"

    def note(self, index: int, part: float) -> bool:
        """Notes how far a trial has come; returns whether the run is being stopped."""
        self._running[index] = _Running(part)
        return self._stopping

    def keep(self, index: int, record: dict[str, Any]) -> bool:
        """Writes a record; returns whether it is on disk now."""
        try:
            self._folder.keep(index, record)
        except OSError as error:
            self._problem = f"{error.strerror or error} ({self._folder.records})"
            return False
        self._problem = None
        self._running.pop(index, None)
        self._log.append(_ended(index, record))
        self._status[index] = record["status"]
        return True

    def fault(self, index: int, message: str) -> None:
        """Notes why a trial broke off; it may be tried again."""
        self._faults[index] = message
        self._running.pop(index, None)

    def fault_of(self, index: int) -> str | None:
        """What the trial's own process said when it broke off; None if it had no time to."""
        return self._faults.get(index)

    def begin(self, index: int) -> bool:
        """Notes that a process takes up a trial; returns `is_done`."""
        if index in self._running or index in self._faults:
            self._tried_again += 1
        self._running[index] = _Running(0.0)
        return self.is_done(index)

    def stop(self) -> None:
        """Tells the trials that are running to end."""
        self._stopping = True

    def look(self, since: int) -> News:
        """What has happened after the first `since` ends. A trial that failed and was tried again has ended twice."""
        now = time.monotonic()
        running = {index: entry.part for index, entry in self._running.items() if now - entry.at < RUNNING_FOR}
        return News(self._log[since:], running, self._problem, self._tried_again)


def _ended(index: int, record: dict[str, Any]) -> Ended:
    return Ended(
        index=index,
        status=record["status"],
        accuracy=record["accuracy"],
        seconds=record["seconds"],
        message=record["message"],
        node=record["environment"].get("node", ""),
    )


def start_keeper(path: Path) -> Any:
    """Starts the keeper on this machine as a Ray actor, and returns its handle. If it dies, Ray starts it anew."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(node_id=ray.get_runtime_context().get_node_id(), soft=False)
    actor = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(Keeper)
    return actor.options(scheduling_strategy=here).remote(path)

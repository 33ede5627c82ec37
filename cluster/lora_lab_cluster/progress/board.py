"""The state of a run for a person: what has ended, what runs, accuracy by scenario, time left."""

from __future__ import annotations

import math
import statistics
import threading
import time
from dataclasses import dataclass

from ..running.keeper import Ended, News
from ..running.plan import Plan


@dataclass(frozen=True)
class Row:
    """A scenario's line of the table."""

    name: str
    n: int
    """Trials done, of which mean and deviation are."""
    planned: int
    mean: float | None
    """Of validation accuracy, in [0, 1]."""
    sd: float | None
    """Sample standard deviation; None for fewer than two."""
    seconds: float | None
    """Mean duration of a trial that is done."""
    troubled: int
    """Trials that diverged or failed."""


class Board:
    """Takes in news from one thread and tells another; all its methods may be called from any."""

    def __init__(self, plan: Plan, slots: int) -> None:
        """`slots`: how many trials run at once."""
        self._plan = plan
        self._slots = max(1, slots)
        self._lock = threading.Lock()
        self._ended: dict[int, Ended] = {}
        self._running: dict[int, float] = {}
        self._kept = 0
        self._started = time.monotonic()
        self.tried_again = 0

    def take_in(self, news: News) -> list[Ended]:
        """Takes in what has happened; returns what has ended since the last time."""
        with self._lock:
            self._ended.update({ended.index: ended for ended in news.ended})
            self._running = news.running
            self.tried_again = news.tried_again
            return news.ended

    def keep(self, ended: list[Ended]) -> None:
        """Takes in what an interrupted run has left. The clock of this run says nothing about it."""
        with self._lock:
            self._ended.update({entry.index: entry for entry in ended})
            self._kept = len(self._ended)

    @property
    def total(self) -> int:
        """Trials of the run."""
        return len(self._plan.trials)

    @property
    def ended(self) -> int:
        """Trials that have ended, however they did."""
        with self._lock:
            return len(self._ended)

    @property
    def running(self) -> int:
        """Trials that are being trained."""
        with self._lock:
            return len(self._running)

    def counts(self) -> dict[str, int]:
        """Trials by status."""
        with self._lock:
            statuses = [entry.status for entry in self._ended.values()]
        return {status: statuses.count(status) for status in sorted(set(statuses))}

    def rows(self) -> list[Row]:
        """The scenarios, in the order of the experiment."""
        with self._lock:
            by_name: dict[str, list[Ended]] = {scenario.name: [] for scenario in self._plan.experiment.scenarios}
            for entry in self._ended.values():
                by_name[self._plan.trials[entry.index].scenario.name].append(entry)
        return [self._row(name, entries) for name, entries in by_name.items()]

    def _row(self, name: str, entries: list[Ended]) -> Row:
        done = [entry for entry in entries if entry.status == "done"]
        values = [entry.accuracy for entry in done if entry.accuracy is not None]
        return Row(
            name=name,
            n=len(values),
            planned=self._plan.experiment.trials,
            mean=statistics.fmean(values) if values else None,
            sd=statistics.stdev(values) if len(values) > 1 else None,
            seconds=statistics.fmean(entry.seconds for entry in done) if done else None,
            troubled=len(entries) - len(done),
        )

    def seconds_left(self) -> float | None:
        """Seconds until all trials have ended; None as long as none has.

        Each trial to come takes as long as those of its scenario took, or as all took where its scenario has none, and
        as many run at once as there is room for.
        """
        rows = self.rows()
        known = [row.seconds for row in rows if row.seconds is not None]
        if not known:
            return None
        usual = statistics.fmean(known)
        lengths = {row.name: usual if row.seconds is None else row.seconds for row in rows}
        with self._lock:
            left = 0.0
            for index, spec in enumerate(self._plan.trials):
                if index not in self._ended:
                    left += lengths[spec.scenario.name] * (1 - self._running.get(index, 0.0))
            unfinished = len(self._plan.trials) - len(self._ended)
        return left / max(1, min(self._slots, unfinished))


def span(seconds: float | None) -> str:
    """A time span for a person: "4 s", "3 min", "2 h 5 min"."""
    if seconds is None or not math.isfinite(seconds):
        return "-"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def percent(value: float | None) -> str:
    """A share in percent, with one decimal."""
    return "-" if value is None else f"{value * 100:.1f} %"

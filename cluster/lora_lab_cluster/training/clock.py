"""Sentences a second, the first steps and evaluations excluded."""

from __future__ import annotations

import time


class Clock:
    """The caller waits for the device before each call of `start` and `pause`."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._samples = 0
        self._since: float | None = None

    def start(self) -> None:
        """Goes on; nothing happens if it runs already."""
        if self._since is None:
            self._since = time.perf_counter()

    def pause(self) -> None:
        """Stops until the next start."""
        if self._since is not None:
            self._seconds += time.perf_counter() - self._since
        self._since = None

    def count(self, samples: int) -> None:
        """Counts sentences if the clock is running."""
        if self._since is not None:
            self._samples += samples

    @property
    def samples_per_second(self) -> float | None:
        """None before anything was measured."""
        return self._samples / self._seconds if self._samples > 0 and self._seconds > 0 else None

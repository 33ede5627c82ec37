"""Ctrl-C and its relatives: the run ends, what has finished is kept, and the exit status says by what."""

from __future__ import annotations

import signal
from types import FrameType

STATUS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
"""Exit status by the signal that ended the run."""


class Stop:
    """Why the run is to end early, if it is: a signal of the person's, or a problem of its own."""

    def __init__(self) -> None:
        self.by: str | None = None
        """The signal's name; None if none has come."""
        self.problem: str | None = None
        """What makes it useless to go on; None if nothing does."""
        self.is_patient = False
        """Whether a first signal only asks. The grid looks at it; anything else ends at once, as does a second signal."""

    @property
    def is_asked(self) -> bool:
        """Whether the run is to end."""
        return self.by is not None or self.problem is not None

    def listen(self) -> None:
        """Takes the signals. Call it from the main thread, and again after Ray has started, which has its own."""
        for name in STATUS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        is_first = self.by is None
        self.by = signal.Signals(number).name
        if not (is_first and self.is_patient):
            raise KeyboardInterrupt

    @property
    def status(self) -> int:
        """The exit status of a run that was ended by a signal."""
        return STATUS.get(self.by or "SIGINT", 130)

"""Two ways to follow a run: a live table in a terminal, and few quiet lines in a log."""

from __future__ import annotations

import time
from typing import Protocol, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ..running.keeper import Ended
from ..running.plan import Plan
from .board import Board, percent, span

LINE_EVERY = 30.0
"""Seconds between two lines of a log."""
MOST_ROWS = 40
"""Scenarios in the live table; a terminal has no room for more."""


class Display(Protocol):
    """Shows a board."""

    def start(self) -> None:
        """Begins to show."""

    def show(self, ended: list[Ended]) -> None:
        """Shows the board's new state, after these trials have ended."""

    def end(self) -> None:
        """Shows the last state and stays silent afterwards."""


def summary_table(board: Board) -> Table:
    """Accuracy by scenario with n, as it stands."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("scenario", overflow="fold")
    for name in ("accuracy", "sd", "n", "a trial"):
        table.add_column(name, justify="right", no_wrap=True)
    rows = board.rows()
    for row in rows[:MOST_ROWS]:
        troubled = f" ({row.troubled} not done)" if row.troubled else ""
        sd = "-" if row.sd is None else f"{row.sd * 100:.1f}"
        # Names are the person's own words, in which rich would look for its markup.
        table.add_row(Text(row.name), percent(row.mean), sd, f"{row.n} of {row.planned}{troubled}", span(row.seconds))
    if len(rows) > MOST_ROWS:
        table.add_row(Text(f"and {len(rows) - MOST_ROWS} more", style="dim"), "", "", "", "")
    return table


def state_line(board: Board) -> str:
    """The state in one line: trials, what runs, time left."""
    parts = [f"{board.ended} of {board.total} trials"]
    parts += [f"{count} {status}" for status, count in board.counts().items() if status != "done"]
    if board.tried_again:
        parts.append(f"{board.tried_again} tried again")
    if board.ended < board.total:
        parts += [f"{board.running} running", f"{span(board.seconds_left())} left"]
    return ", ".join(parts)


class LiveTable:
    """A table that is drawn anew in place."""

    def __init__(self, board: Board, console: Console) -> None:
        self._board = board
        self._live = Live(console=console, auto_refresh=False, get_renderable=self._draw, transient=False)

    def _draw(self) -> Group:
        return Group(summary_table(self._board), Text(state_line(self._board), style="bold"))

    def start(self) -> None:
        """Takes over the lower part of the terminal."""
        self._live.start(refresh=True)

    def show(self, ended: list[Ended]) -> None:
        """Draws the table anew."""
        self._live.refresh()

    def end(self) -> None:
        """Leaves the last table in the terminal."""
        self._live.refresh()
        self._live.stop()


class QuietLines:
    """A line now and then, for logs; and one for every trial that was not done, at once."""

    def __init__(self, board: Board, plan: Plan, stream: TextIO) -> None:
        self._board = board
        self._plan = plan
        self._stream = stream
        self._next = 0.0
        self._said = ""

    def start(self) -> None:
        """Says how much there is to do."""
        self._say(state_line(self._board))
        self._next = time.monotonic() + LINE_EVERY

    def show(self, ended: list[Ended]) -> None:
        """Says what went wrong, and how far the run is if it was silent for `LINE_EVERY`."""
        for entry in ended:
            if entry.status != "done":
                spec = self._plan.trials[entry.index]
                self._say(f'"{spec.scenario.name}", seed {spec.seed}, {entry.status}: {entry.message}')
        if time.monotonic() >= self._next:
            self._say(state_line(self._board))
            self._next = time.monotonic() + LINE_EVERY

    def end(self) -> None:
        """Says how it ended, unless that was said."""
        self._say(state_line(self._board))

    def _say(self, line: str) -> None:
        if line != self._said:
            print(line, file=self._stream, flush=True)
        self._said = line


class Silence:
    """Shows nothing, for `--quiet`."""

    def start(self) -> None:
        """Does nothing."""

    def show(self, ended: list[Ended]) -> None:
        """Does nothing."""

    def end(self) -> None:
        """Does nothing."""


def choose_display(board: Board, plan: Plan, console: Console, quiet: bool) -> Display:
    """The live table in a terminal, lines elsewhere, nothing for `--quiet`."""
    if quiet:
        return Silence()
    return LiveTable(board, console) if console.is_terminal else QuietLines(board, plan, console.file)

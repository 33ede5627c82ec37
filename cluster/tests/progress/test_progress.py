"""What a person sees: counts, accuracies with n, time left; and which signal gives which exit status."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

import pytest
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "running"))

from fakes import experiment

from lora_lab_cluster.progress.board import Board, span
from lora_lab_cluster.progress.display import choose_display, state_line, summary_table
from lora_lab_cluster.progress.interrupt import Stop
from lora_lab_cluster.running.keeper import Ended, News
from lora_lab_cluster.running.plan import Plan


@pytest.fixture
def plan() -> Plan:
    return Plan.of(experiment(["upper [red]", "lower"], 3))


def ended(index: int, accuracy: float | None, seconds: float = 10.0) -> Ended:
    status, message = ("done", None) if accuracy is not None else ("failed", "RuntimeError: broke")
    return Ended(index, status, accuracy, seconds, message, "here")


def test_the_board_counts_and_expects(plan: Plan) -> None:
    board = Board(plan, slots=2)
    assert board.seconds_left() is None
    board.take_in(News([ended(0, 0.5), ended(1, 0.25, 30.0), ended(2, 0.75), ended(3, None)], {4: 0.5}, None, 1))
    upper, lower = board.rows()
    assert (upper.n, upper.mean, lower.n, lower.mean, lower.troubled) == (2, 0.625, 1, 0.25, 1)
    assert upper.sd == pytest.approx(0.1767767)
    assert upper.sd is not None and lower.sd is None
    # Half of a trial of 10 s and one of 30 s, on two places.
    assert board.seconds_left() == pytest.approx((0.5 * 10 + 30) / 2)
    assert state_line(board) == "4 of 6 trials, 1 failed, 1 tried again, 1 running, 18 s left"


def test_a_trial_that_failed_and_then_was_done_counts_once(plan: Plan) -> None:
    board = Board(plan, slots=1)
    board.take_in(News([ended(0, None), ended(0, 0.5)], {}, None, 0))
    assert (board.ended, board.counts()) == (1, {"done": 1})


def test_names_are_shown_as_they_are_written(plan: Plan) -> None:
    board = Board(plan, slots=1)
    board.take_in(News([ended(0, 0.5)], {}, None, 0))
    stream = io.StringIO()
    Console(file=stream, width=80).print(summary_table(board))
    assert "upper [red]" in stream.getvalue()
    assert "50.0 %" in stream.getvalue() and "1 of 3" in stream.getvalue()


def test_a_log_gets_few_lines_and_each_failure(plan: Plan) -> None:
    stream = io.StringIO()
    board = Board(plan, slots=1)
    display = choose_display(board, plan, Console(file=stream), quiet=False)
    display.start()
    for index in range(6):
        display.show(board.take_in(News([ended(index, None if index == 1 else 0.5)], {}, None, 0)))
    display.end()
    assert stream.getvalue().splitlines() == [
        "0 of 6 trials, 0 running, - left",
        '"lower", seed 42, failed: RuntimeError: broke',
        "6 of 6 trials, 1 failed",
    ]


def test_a_terminal_gets_the_table(plan: Plan) -> None:
    stream = io.StringIO()
    board = Board(plan, slots=1)
    console = Console(file=stream, force_terminal=True, width=80, height=24)
    display = choose_display(board, plan, console, quiet=False)
    display.start()
    display.show(board.take_in(News([ended(0, 0.5)], {}, None, 0)))
    display.end()
    assert "1 of 6 trials" in stream.getvalue() and "lower" in stream.getvalue()


def test_quiet_says_nothing(plan: Plan) -> None:
    stream = io.StringIO()
    board = Board(plan, slots=1)
    display = choose_display(board, plan, Console(file=stream), quiet=True)
    display.start()
    display.show(board.take_in(News([ended(0, None)], {}, None, 0)))
    display.end()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (3.4, "3 s"), (89, "89 s"), (90, "2 min"), (5399, "1 h 30 min"), (7500, "2 h 5 min")],
)
def test_spans(seconds: float | None, text: str) -> None:
    assert span(seconds) == text


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_the_first_signal_asks_and_the_second_ends(name: str, status: int) -> None:
    number = getattr(signal, name)
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        stop = Stop()
        stop.listen()
        stop.is_patient = True
        signal.raise_signal(number)
        assert stop.is_asked and stop.status == status
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        impatient = Stop()
        impatient.listen()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

"""`lora-lab-cluster run`: from what was asked for to the results file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import __version__
from .adapters.reading import Starts, read_adapters, starts_of
from .address.argument import read_argument
from .data.prepared import PreparedData, prepare
from .errors import LabError
from .experiment.types import Experiment
from .progress.board import Board
from .progress.display import choose_display, summary_table
from .progress.interrupt import Stop
from .race.request import race_experiment, read_race, with_delta
from .results.environment import environment_of, processor_name
from .results.folder import ResultsWriter, RunFolder, probe_room
from .running import machines
from .running.plan import Plan, Share
from .scores.command import check_score_options, score_and_report, with_score_seeds
from .sources import fit, open_dataset, open_model
from .sources.flags import read_sources
from .sources.types import ModelFiles

AGAIN = "Make room, and give the same command again: it goes on."
MOST_NOTES = 10
"""Sentences about the data that are printed; the results file has all of them."""


def run_command(options: argparse.Namespace, stop: Stop) -> int:
    """Runs the experiment and returns the exit status.

    Raises LabError for wrong input, and KeyboardInterrupt where it was ended before anything was trained.
    """
    check_score_options(options)
    asked = read_race(options)
    if asked is not None and options.scores:
        raise LabError("--scores and --recommend are two different commands.", "Give one of them.")
    out = options.out.expanduser().absolute()
    check_out(out)
    given = read_argument(options.experiment)
    tell(given.notes)
    experiment, sources = read_sources(given, options)
    check_precision(experiment)
    notes: list[str] = []
    model = open_model(experiment, sources, notes)
    tell(notes)
    experiment = fit(experiment, model.shape)
    if asked is not None:
        asked = with_delta(asked, experiment)
        experiment = race_experiment(experiment, asked, model.shape.layers)
    seeds = with_score_seeds(experiment) if options.scores else experiment
    data = prepare(seeds, open_dataset(experiment, sources), model)
    tell(data.notes)
    starts = starts_of(experiment, read_adapters(experiment, sources.local_adapters, model.shape, len(data.labels)))
    if options.scores:
        return score_and_report(options, out, experiment, model, data, starts, stop)
    plan = Plan.of(experiment, options.retries, options.at_once)
    folder = RunFolder(out.with_name(f"{out.name}.run"))
    if options.fresh:
        folder.remove()
    with _writing(folder):
        folder.begin(identity(experiment, model, data))
        try:
            there = machines.join(options.address)
            stop.listen()
            if asked is None:
                return Run(plan, folder, out, model, data, starts, stop).on(there, options)
            from .race.command import RaceRun

            return RaceRun(plan, folder, out, model, data, starts, stop).race(asked, given.page or "", there, options)
        finally:
            machines.leave()


@contextmanager
def _writing(folder: RunFolder) -> Iterator[None]:
    """Raises LabError, as when a record cannot be written, where the folder has no room for the run's own files."""
    try:
        yield
    except OSError as error:
        problem = folder.problem()
        if problem is None:
            raise
        folder.forget_tune()
        raise LabError(f"{folder.path} cannot be written: {problem}.", AGAIN) from error


def check_out(out: Path) -> None:
    """Makes the folder of the results file. Raises LabError if the file cannot be written: now, not after hours."""
    if out.is_dir():
        raise LabError(f"--out {out} is a folder.", "Name a file in it.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        probe_room(out.with_name(f".{out.name}.probe"))
    except OSError as error:
        raise LabError(
            f"--out {out} cannot be written: {error.strerror}.", "Make room there, or name another file."
        ) from error


def check_precision(experiment: Experiment) -> None:
    """Raises LabError for mixed precision: the lab's rounding is its own, and PyTorch's would be another."""
    if experiment.training.precision == "mixed":
        raise LabError(
            "PyTorch trains in float32 here, and the experiment asks for mixed precision.",
            "Choose precision=f32, or run it in the browser.",
        )


def tell(notes: tuple[str, ...] | list[str]) -> None:
    """Prints what the person should know before the run."""
    for note in notes[:MOST_NOTES]:
        print(f"note: {note}", file=sys.stderr)
    if len(notes) > MOST_NOTES:
        print(f"note: and {len(notes) - MOST_NOTES} more, which the results file has", file=sys.stderr)


def identity(experiment: Experiment, model: ModelFiles, data: PreparedData) -> dict[str, Any]:
    """What a run must have in common with an interrupted one to go on with it. How trials are compared is no part."""
    asked = {key: value for key, value in experiment.raw.items() if key != "judging"}
    weights = [[path.name, path.stat().st_size] for path in model.weights]
    return {
        "version": __version__,
        "experiment": asked,
        "model": [model.id, model.commit, weights],
        "validation": data.validation_id,
    }


class Run:
    """One run on machines that are there."""

    def __init__(
        self,
        plan: Plan,
        folder: RunFolder,
        out: Path,
        model: ModelFiles,
        data: PreparedData,
        starts: Starts,
        stop: Stop,
    ) -> None:
        self._plan, self._folder, self._out = plan, folder, out
        self._model, self._data, self._starts, self._stop = model, data, starts, stop
        environment = environment_of(processor_name())
        self._writer = ResultsWriter(folder, out, plan.experiment.raw, environment, data.facts)

    def on(self, there: list[machines.Machine], options: argparse.Namespace) -> int:
        """Trains what is to be trained, writes the file and returns the exit status."""
        return self._close(self.train(self.share(there, options), there, options))

    def train(
        self,
        given: tuple[Any, Share],
        there: list[machines.Machine],
        options: argparse.Namespace,
        is_late: Callable[[], bool] = lambda: False,
    ) -> Board:
        """Trains what is to be trained, until it is late. `given` is what `share` returned."""
        import ray

        from .running.grid import Grid, run_grid
        from .running.keeper import News, start_keeper

        recipe, share = given
        keeper = start_keeper(self._folder.path)
        places = machines.slots(share, there)
        board = Board(self._plan, min(places, self._plan.at_once or places))
        from rich.console import Console

        console = Console(stderr=True)
        display = choose_display(board, self._plan, console, options.quiet)

        def take(news: News) -> None:
            ended = board.take_in(news)
            if news.problem is not None:
                self._stop.problem = f"Records cannot be written: {news.problem}."
            if ended:
                self._write()
            display.show(ended)

        grid = Grid(
            self._plan,
            recipe,
            share,
            self._folder,
            keeper,
            grows=options.address is not None,
            is_stopped=lambda: self._stop.is_asked or is_late(),
            tell=lambda sentence: tell([sentence]),
        )
        display.start()
        self._stop.is_patient = True
        try:
            run_grid(grid, take)
        finally:
            self._stop.is_patient = False
            display.end()
        # A race has a keeper a round, and Ray's processes that wait for nothing keep a processor busy all the same.
        ray.kill(keeper)
        if not options.quiet and not console.is_terminal:
            Console(file=sys.stderr, width=100).print(summary_table(board))
        return board

    def share(self, there: list[machines.Machine], options: argparse.Namespace) -> tuple[Any, Share]:
        """What trains the trials, and what of a machine each gets, which on a GPU is measured."""
        from .running.dry_run import measured_share
        from .running.laboratory import LaboratoryRecipe
        from .running.parcels import pack

        cpus = options.cpus_per_trial
        gpus = options.gpus_per_trial
        is_measured = gpus is None and any(machine.gpus > 0 for machine in there)
        share = Share(cpus, 1.0 if is_measured else gpus or 0.0)
        machines.check_room(share, there, asked_gpus=gpus is not None)
        travels = len({machine.host for machine in there}) > 1
        recipe = LaboratoryRecipe(
            experiment=self._plan.experiment,
            model=self._model,
            data=self._data,
            parcels=pack(self._model, travels),
            uses_gpu=share.gpus > 0,
            threads=machines.threads(share),
            version=__version__,
            starts=self._starts,
        )
        if is_measured:
            fewest = min(machine.cpus / machine.gpus for machine in there if machine.gpus > 0)
            share, sentence = measured_share(recipe, self._plan, cpus, fewest)
            print(sentence, file=sys.stderr)
        return recipe, share

    def _write(self, whole: bool = False) -> None:
        try:
            if whole:
                self._writer.write(with_test=not self._missing())
            else:
                self._writer.write_if_due()
        except OSError as error:
            self._stop.problem = f"{self._out} cannot be written: {error.strerror}."

    def _missing(self) -> int:
        return len(self._plan.trials) - len(self._folder.kept())

    def _close(self, board: Board) -> int:
        missing = self._missing()
        if missing < len(self._plan.trials):
            self._write(whole=True)
        if self._stop.problem is not None:
            self._folder.forget_tune()
            raise LabError(self._stop.problem, AGAIN)
        counts = board.counts()
        if missing:
            print(f"Stopped with {board.ended} of {board.total} trials. The same command goes on.", file=sys.stderr)
            return self._stop.status if self._stop.by else 1
        print(f"Results: {self._out}", file=sys.stderr)
        unfinished = {status: count for status, count in counts.items() if status != "done"}
        if unfinished:
            told = ", ".join(f"{count} {status}" for status, count in unfinished.items())
            print(f"{told}; the same command tries those that failed again.", file=sys.stderr)
            return 1
        self._folder.remove()
        return 0

"""`lora-lab-cluster run --scores`: each seed is measured in a process of its own, and the scores are made here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import __version__
from ..adapters.reading import Starts
from ..data.prepared import PreparedData
from ..errors import LabError
from ..experiment.types import Experiment
from ..progress.interrupt import Stop
from ..results.folder import write_whole
from ..results.text import pretty
from ..running import machines
from ..running.laboratory import LaboratoryRecipe
from ..running.parcels import pack
from ..running.plan import Share
from ..sources.types import ModelFiles
from .agreement import agreements
from .combine import combine
from .document import scores_document
from .request import SCORE_SEEDS, ScoreRequest
from .tasks import SeedScores, Task, first_tasks, later_tasks, measure_seed
from .text import agreement_text, scores_text
from .trained import trained_scenario

_LOOK_EVERY = 0.5
"""Seconds after which the command looks whether it is to end."""


def check_score_options(options: argparse.Namespace) -> None:
    """Raises LabError for a flag that means nothing where modules are scored."""
    if options.scores is not None and options.fresh:
        raise LabError("--fresh throws an interrupted run away, and --scores leaves none: leave one of them out.")


def with_score_seeds(experiment: Experiment) -> Experiment:
    """The experiment with as many seeds as scores have, whose training rows may be drawn for each."""
    return replace(experiment, trials=max(SCORE_SEEDS, experiment.trials))


def score_and_report(
    options: argparse.Namespace,
    out: Path,
    experiment: Experiment,
    model: ModelFiles,
    data: PreparedData,
    starts: Starts,
    stop: Stop,
) -> int:
    """Scores the modules on the machines of the run, prints tables and writes the file; returns the exit status.

    Args:
        data: of the seeds of `with_score_seeds`.

    Raises:
        LabError: for what cannot be scored.
    """
    requests: tuple[ScoreRequest, ...] = options.scores
    trained = trained_scenario(experiment, requests)
    try:
        there = machines.join(options.address)
        stop.listen()
        run = runner(options, experiment, model, replace(data, test=None), starts, there)
        known = run(first_tasks(experiment, requests, trained))
        while later := later_tasks(experiment, requests, trained, known):
            known = [*known, *run(later)]
    except KeyboardInterrupt:
        print("The scores were cancelled: there is nothing to write.", file=sys.stderr)
        return stop.status
    finally:
        machines.leave()
    scored = combine(model.shape.layers, requests, trained, sorted(known, key=lambda one: one.seed))
    for request, one in scored:
        print(scores_text(one) if len(scored) == 1 else f"{request.text}\n{scores_text(one)}\n")
    if len(scored) > 1:
        print(agreement_text(agreements(scored)))
    try:
        write_whole(out, [pretty(scores_document(experiment.raw, scored)), "\n"])
    except OSError as error:
        words = f"{out} cannot be written: {error.strerror}."
        raise LabError(words, "Make room, and give the command again.") from error
    print(f"Scores: {out}", file=sys.stderr)
    return 0


def runner(
    options: argparse.Namespace,
    experiment: Experiment,
    model: ModelFiles,
    data: PreparedData,
    starts: Starts,
    there: list[machines.Machine],
) -> Callable[[Sequence[Task]], list[SeedScores]]:
    """What measures tasks on the machines, as many at once as they have room for and `--at-once` allows."""
    import ray

    gpus = options.gpus_per_trial
    has_gpu = any(machine.gpus > 0 for machine in there)
    share = Share(options.cpus_per_trial, (1.0 if has_gpu else 0.0) if gpus is None else gpus)
    machines.check_room(share, there, asked_gpus=gpus is not None)
    recipe = LaboratoryRecipe(
        experiment=experiment,
        model=model,
        data=data,
        parcels=pack(model, travels=len({machine.host for machine in there}) > 1),
        uses_gpu=share.gpus > 0,
        threads=machines.threads(share),
        version=__version__,
        starts=starts,
    )
    placed = ray.put(recipe)
    remote = ray.remote(num_cpus=share.cpus, num_gpus=share.gpus, max_retries=options.retries)(measure_seed)

    def run(tasks: Sequence[Task]) -> list[SeedScores]:
        waiting, running, found = list(tasks), {}, []
        while waiting or running:
            while waiting and len(running) < (options.at_once or len(tasks)):
                task = waiting.pop(0)
                running[remote.remote(placed, task)] = task
            ready, _ = ray.wait(list(running), timeout=_LOOK_EVERY)
            for reference in ready:
                found.append(_answer(reference, running.pop(reference)))
                if not options.quiet:
                    print(f"Seed {found[-1].seed} is measured.", file=sys.stderr)
        return found

    return run


def _answer(reference: Any, task: Task) -> SeedScores:
    """What a task found. Raises LabError for what it refuses, and where its process was lost again and again."""
    import ray

    try:
        answer: SeedScores = ray.get(reference)
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None) or error
        first = (str(cause).strip() or type(cause).__name__).splitlines()[0].rstrip(".")
        raise LabError(
            f"The scores of seed {task.seed} did not come about ({first}).",
            "See that the machine has memory to spare, and give the command again.",
        ) from error
    if answer.refusal is not None:
        raise answer.refusal
    return answer

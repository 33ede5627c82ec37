"""The grid of scenarios x seeds, given to Ray Tune; and going on with one that was interrupted."""

from __future__ import annotations

import json
import math
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ray.tune import Callback
from ray.tune.search.basic_variant import BasicVariantGenerator

from ..results.environment import environment_of
from ..results.folder import RunFolder, write_whole
from ..results.record import failed_record
from . import machines
from .keeper import News
from .plan import Plan, Recipe, Share

SHARE_NAME = "share.json"
LOOK_EVERY = 0.5
"""Seconds between two looks at what has happened."""
COUNT_EVERY = 5.0
"""Seconds between two counts of the machines, of which some may be lost and others come."""
NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Grid:
    """Everything that a run on Tune needs."""

    plan: Plan
    recipe: Recipe
    share: Share
    folder: RunFolder
    keeper: Any
    """The handle of the keeper's actor."""
    grows: bool = False
    """Whether machines may come while it runs, as to a cluster: one more trial than fits then waits for them."""
    is_stopped: Callable[[], bool] = lambda: False
    """Whether the run is to end, with everything kept that has finished."""
    tell: Callable[[str], None] = lambda sentence: None
    """Says to the person what has become of an interrupted run."""


def run_grid(grid: Grid, on_news: Callable[[News], None]) -> None:
    """Runs the trials that have no record yet. Afterwards each has one, unless the run was stopped.

    Goes on with Tune's own state where an interrupted run has left it. Call it from the main thread: Tune is stopped by a
    signal. `on_news` is called from another thread.
    """
    global _counted
    watch = _Watch(grid.keeper, on_news)
    _counted = (-math.inf, 0)
    _running.append(grid)
    watch.start()
    try:
        if not _go_on(grid):
            _fit(grid, _fresh(grid))
        if not grid.is_stopped() and (missing := _missing(grid)):
            # Tune's state says that they have ended, but their records are not there.
            _fit(grid, _fresh(grid, missing))
    finally:
        watch.end()
        _running.remove(grid)


def _missing(grid: Grid) -> list[int]:
    kept = grid.folder.kept()
    return [index for index in range(len(grid.plan.trials)) if index not in kept]


def _unfinished(grid: Grid) -> list[int]:
    done = {index for index, record in grid.folder.load() if record["status"] != "failed"}
    return [index for index in range(len(grid.plan.trials)) if index not in done]


def _trainable(grid: Grid) -> Any:
    from ray import tune

    from .task import TrialTask

    given = tune.with_parameters(TrialTask, recipe=grid.recipe, trials=grid.plan.trials, keeper=grid.keeper)
    return tune.with_resources(given, grid.share.resources())


def _run_config(grid: Grid) -> Any:
    from ray import tune

    return tune.RunConfig(
        name=grid.folder.tune.name,
        storage_path=str(grid.folder.path.resolve()),
        failure_config=tune.FailureConfig(max_failures=grid.plan.retries),
        # A trial is one step for Tune. What it leaves is its record, which is no checkpoint of Tune's.
        checkpoint_config=tune.CheckpointConfig(checkpoint_frequency=0, checkpoint_at_end=False),
        callbacks=[_Bystander()],
        verbose=0,
    )


def _fresh(grid: Grid, indices: list[int] | None = None) -> Any:
    from ray import tune

    chosen = _unfinished(grid) if indices is None else indices
    config = tune.TuneConfig(reuse_actors=True, search_alg=_AsManyAsFit())
    space = {"trial": tune.grid_search(chosen)}
    return tune.Tuner(_trainable(grid), param_space=space, tune_config=config, run_config=_run_config(grid))


def _go_on(grid: Grid) -> bool:
    """Goes on with the run that was interrupted; False if there was none, or if what Tune has kept of it is not whole."""
    from ray import tune

    global _is_reading
    path = str(grid.folder.tune.resolve())
    if not tune.Tuner.can_restore(path) or not _has_share(grid):
        return False
    _is_reading = True
    try:
        _fit(grid, tune.Tuner.restore(path, trainable=_trainable(grid), resume_unfinished=True, restart_errored=True))
    except Exception:
        if not _is_reading:
            raise
        # A crash or a full disk has torn it, or it is another Ray's. The records say what is still to do.
        grid.folder.forget_tune()
        kept = len(grid.plan.trials) - len(_unfinished(grid))
        grid.tell(
            f"Ray Tune's own state in {path} is not whole, and was removed: the run goes on by the records of the "
            f"{kept} trial{'' if kept == 1 else 's'} that had finished."
        )
        return False
    finally:
        _is_reading = False
    return True


def _has_share(grid: Grid) -> bool:
    """Whether the interrupted run gave each trial what this one gives: Tune's state keeps it with every trial."""
    path = grid.folder.path / SHARE_NAME
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")) == grid.share.resources()


def _fit(grid: Grid, tuner: Any) -> None:
    write_whole(grid.folder.path / SHARE_NAME, [json.dumps(grid.share.resources())])
    # Tune hands out no more trials than fit (`_AsManyAsFit`). A limit of its own would be reached while processes start,
    # and Tune would then give a trial that waits for its new process to a free one, and stop the new one.
    os.environ["TUNE_MAX_PENDING_TRIALS_PG"] = str(NO_LIMIT)
    tuner.fit()


class _AsManyAsFit(BasicVariantGenerator):
    """Hands Tune the next trial when one has ended, so that the trials run in the order of the plan.

    Tune keeps it in its state; like `_Bystander` it holds nothing of the run.
    """

    def next_trial(self) -> Any:
        """The next trial; None while as many as fit are waiting or running, and at the end."""
        if len(self._live_trials) >= _room():
            return None
        return super().next_trial()


class _Bystander(Callback):
    """Records as failed what Tune has tried as often as it may, and stops Tune where that is asked for.

    Tune pickles its callbacks with its state, and would call after a restart with what was current then: so this one
    holds nothing of the run, and asks for the grid of this process.
    """

    def __init__(self) -> None:
        self._has_stopped = False

    def on_step_begin(self, iteration: int, trials: list[Any], **info: Any) -> None:
        _check_what_was_read(trials)
        if not _running[-1].is_stopped() or self._has_stopped:
            return
        self._has_stopped = True
        if not hasattr(signal, "SIGUSR1"):
            raise KeyboardInterrupt
        # By this signal Tune saves its state with the running trials as running, and begins them anew next time.
        signal.raise_signal(signal.SIGUSR1)

    def on_trial_error(self, iteration: int, trials: list[Any], trial: Any, **info: Any) -> None:
        import ray

        grid = _running[-1]
        index = trial.config["trial"]
        words = fault_words(ray.get(grid.keeper.fault_of.remote(index)), grid.plan.retries + 1)
        environment = environment_of("unknown: the process that trained is gone")
        ray.get(grid.keeper.keep.remote(index, failed_record(words, grid.plan.trials[index], environment)))


def _check_what_was_read(trials: list[Any]) -> None:
    """Looks at Tune's first step whether it has trials to go on with.

    Raises ValueError if not: where Tune cannot read its state it says so in its log alone, and begins a trial of nothing.
    """
    global _is_reading
    if _is_reading and not trials:
        raise ValueError("Tune has read no trial.")
    _is_reading = False


def fault_words(told: str | None, tries: int) -> str:
    """Why a trial failed: what its process said, if it had time to, and how often it was tried."""
    message = told or "The process that trained it, or its machine, was lost."
    return f"{message} (tried {tries} times)" if tries > 1 else message


_running: list[Grid] = []
"""The grid that this process runs."""
_is_reading = False
"""Whether Tune reads what an interrupted run has left. It has done so before its first step."""
_counted: tuple[float, int] = (-math.inf, 0)
"""When the machines were counted, and how many trials they have room for."""


def _room() -> int:
    """How many trials may wait or run at the same time."""
    global _counted
    grid = _running[-1]
    now = time.monotonic()
    if now - _counted[0] >= COUNT_EVERY:
        _counted = (now, machines.slots(grid.share, machines.machines()) + int(grid.grows))
    return max(1, min(_counted[1], grid.plan.at_once or NO_LIMIT))


class _Watch(threading.Thread):
    """Looks at the keeper twice a second and passes on what has happened."""

    def __init__(self, keeper: Any, on_news: Callable[[News], None]) -> None:
        super().__init__(daemon=True)
        self._keeper = keeper
        self._on_news = on_news
        self._over = threading.Event()
        self._seen = 0

    def run(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self._look()

    def end(self) -> None:
        """Ends the thread with a last look."""
        self._over.set()
        self.join()
        self._look()

    def _look(self) -> None:
        import ray

        news: News = ray.get(self._keeper.look.remote(self._seen))
        self._seen += len(news.ended)
        self._on_news(news)

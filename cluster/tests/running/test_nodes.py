"""A head and two workers as processes of their own, one of which is killed with SIGKILL while it trains."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from bare import WORKER, start_head
from fakes import FakeRecipe, experiment
from ray.cluster_utils import Cluster

from lora_lab_cluster.results.folder import RunFolder
from lora_lab_cluster.running import machines
from lora_lab_cluster.running.grid import Grid, run_grid
from lora_lab_cluster.running.keeper import News, start_keeper
from lora_lab_cluster.running.plan import Plan, Share

TRIALS = 16


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    machines.leave()
    # The head has no room for a trial, so that all of them run on the workers.
    made = start_head(cpus=0)
    yield made
    machines.leave()
    made.shutdown()


@pytest.mark.slow
def test_a_machine_that_is_killed_loses_nothing_that_has_finished(cluster: Cluster, tmp_path: Path) -> None:
    workers = [cluster.add_node(num_cpus=1, **WORKER) for _ in range(2)]
    there = machines.join(cluster.address)
    assert [machine.cpus for machine in there if machine.cpus > 0] == [1.0, 1.0]
    folder = RunFolder(tmp_path / "run")
    folder.begin({"of": "a test"})
    recipe = FakeRecipe(tmp_path / "log", seconds=1.0)
    ids: dict[int, str] = {}
    killed: list[object] = []

    def take(news: News) -> None:
        ended = dict(folder.load())
        if len(ended) < 3 or killed:
            return
        for worker in workers:
            if _processes_of(worker) & _training(recipe):
                ids.update({index: record["id"] for index, record in ended.items()})
                killed.append(worker)
                # A machine that fails ends all at once.
                for process in _processes_of(worker):
                    os.kill(process, signal.SIGKILL)
                return

    plan = Plan.of(experiment(["a", "b"], TRIALS // 2))
    run_grid(Grid(plan, recipe, Share(), folder, start_keeper(folder.path), grows=True), take)
    records = dict(folder.load())
    assert killed
    assert sorted(records) == list(range(TRIALS))
    assert {record["status"] for record in records.values()} == {"done"}
    assert {index: records[index]["id"] for index in ids} == ids
    # What was being trained on that machine was begun anew on the other one.
    begun = [line for line in recipe.log.read_text().splitlines() if line.startswith("begin")]
    assert len(begun) > TRIALS
    until = time.monotonic() + 60
    while len(machines.machines()) > 2 and time.monotonic() < until:
        time.sleep(0.5)
    assert len(machines.machines()) == 2


def _processes_of(node: object) -> set[int]:
    """The process by which a node takes part, and all that it has started."""
    raylet = psutil.Process(node.all_processes["raylet"][0].process.pid)  # type: ignore[attr-defined]
    return {raylet.pid, *(child.pid for child in raylet.children(recursive=True))}


def _training(recipe: FakeRecipe) -> set[int]:
    """The processes that are in the middle of a trial."""
    words = [line.split() for line in recipe.log.read_text().splitlines() if not line.startswith("open")]
    last = {int(line[-1]): line[0] for line in words}
    return {process for process, word in last.items() if word == "begin"}


def test_no_cluster_at_an_address_is_one_sentence() -> None:
    from lora_lab_cluster.errors import LabError

    machines.leave()
    with pytest.raises(LabError, match="outside the cluster.*--address auto"):
        machines.join("ray://127.0.0.1:1")

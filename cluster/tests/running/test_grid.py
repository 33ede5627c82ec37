"""The grid on Ray Tune, with a trainer that only sleeps: order, reuse of processes, faults, going on."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import ray
from bare import start_head
from fakes import FakeRecipe, experiment, score_seed

from lora_lab_cluster.errors import LabError
from lora_lab_cluster.results.folder import RunFolder
from lora_lab_cluster.running import machines
from lora_lab_cluster.running.grid import Grid, fault_words, run_grid
from lora_lab_cluster.running.keeper import Ended, News, start_keeper
from lora_lab_cluster.running.plan import Plan, Share
from lora_lab_cluster.scores import command as scores
from lora_lab_cluster.scores.tasks import Task


@pytest.fixture(scope="module", autouse=True)
def ray_here() -> Iterator[None]:
    head = start_head(cpus=2)
    machines.join(head.address)
    yield
    machines.leave()
    head.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "run")
    made.begin({"of": "a test"})
    return made


def run(
    plan: Plan, recipe: FakeRecipe, folder: RunFolder, stop_after: int | None = None, told: list[str] | None = None
) -> list[Ended]:
    """Runs the plan; stops it as Ctrl-C does after so many trials have ended. `told` gets what a person is told."""
    ended: list[Ended] = []

    def is_stopped() -> bool:
        return stop_after is not None and len(ended) >= stop_after

    def take(news: News) -> None:
        ended.extend(news.ended)

    tell = [].append if told is None else told.append
    keeper = start_keeper(folder.path)
    run_grid(Grid(plan, recipe, Share(), folder, keeper, is_stopped=is_stopped, tell=tell), take)
    # As when the command ends. Ray's processes that wait for nothing keep a processor busy all the same.
    ray.kill(keeper)
    return ended


def lines(recipe: FakeRecipe, word: str) -> list[list[str]]:
    return [line.split()[1:] for line in recipe.log.read_text().splitlines() if line.startswith(f"{word} ")]


def test_trials_run_with_the_seed_outermost_in_processes_that_are_used_again(
    tmp_path: Path, folder: RunFolder
) -> None:
    recipe = FakeRecipe(tmp_path / "log", seconds=0.25, processes=2)
    ended = run(Plan.of(experiment(["a", "b", "c"], 8)), recipe, folder)
    assert sorted(entry.index for entry in ended) == list(range(24))
    seeds = [int(seed) for _, seed, _ in lines(recipe, "begin")]
    assert max(abs(seed - before) for seed, before in zip(seeds[1:], seeds, strict=False)) <= 2
    assert seeds[:3].count(42) >= 2 and seeds[-3:].count(49) >= 2
    # Two cores, two processes: torch, model and data are opened only twice for twenty-four trials.
    # Both work, however short trials are.
    assert len(lines(recipe, "open")) == 2
    processes = [process for _, _, process in lines(recipe, "begin")]
    assert min(processes.count(process) for process in set(processes)) >= 4
    records = dict(folder.load())
    assert [records[index]["seed"] for index in range(24)] == [42 + index // 3 for index in range(24)]
    assert records[1]["scenario"]["name"] == "b"
    assert records[1]["environment"]["backend"] == "pytorch"
    assert len({record["id"] for record in records.values()}) == 24


def test_a_trial_that_breaks_is_tried_again_and_then_recorded_as_failed(tmp_path: Path, folder: RunFolder) -> None:
    # What always dies comes last: it must not be taken for what was lost once.
    recipe = FakeRecipe(tmp_path / "log", breaks={42: 1, 43: 9}, dies={44: 1, 47: 9}, refuses=frozenset({45}))
    run(Plan.of(experiment(["a"], 6), retries=1), recipe, folder)
    records = {record["seed"]: record for _, record in folder.load()}
    assert {seed: record["status"] for seed, record in records.items()} == {
        42: "done",
        43: "failed",
        44: "done",
        45: "failed",
        46: "done",
        47: "failed",
    }
    assert records[43]["message"] == "RuntimeError: seed 43 broke in try 2 (tried 2 times)"
    assert records[45]["message"] == "Seed 45 is refused. Take another."
    assert records[47]["message"] == "The process that trained it, or its machine, was lost. (tried 2 times)"
    begun = [int(seed) for _, seed, _ in lines(recipe, "begin")]
    assert {seed: begun.count(seed) for seed in set(begun)} == {42: 2, 43: 2, 44: 2, 45: 1, 46: 1, 47: 2}


def test_a_failure_says_what_is_known_and_how_often_it_was_tried() -> None:
    assert fault_words(None, 1) == "The process that trained it, or its machine, was lost."
    assert fault_words("RuntimeError: broke", 1) == "RuntimeError: broke"
    assert fault_words("RuntimeError: broke", 3) == "RuntimeError: broke (tried 3 times)"


def test_a_run_that_was_stopped_goes_on_and_trains_nothing_twice(tmp_path: Path, folder: RunFolder) -> None:
    recipe = FakeRecipe(tmp_path / "log", seconds=0.4)
    plan = Plan.of(experiment(["a", "b"], 6))
    run(plan, recipe, folder, stop_after=3)
    first = dict(folder.load())
    assert 3 <= len(first) < 12
    run(plan, recipe, folder)
    assert sorted(dict(folder.load())) == list(range(12))
    assert {index: dict(folder.load())[index]["id"] for index in first} == {
        index: record["id"] for index, record in first.items()
    }
    finished = [tuple(line[:2]) for line in lines(recipe, "end")]
    assert len(finished) == len(set(finished)) == 12


SIX = Plan.of(experiment(["a"], 6), at_once=1)


@pytest.fixture(scope="module")
def six_ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run whose six trials have ended, and their log."""
    made = tmp_path_factory.mktemp("six")
    folder = RunFolder(made / "run")
    folder.begin({"of": "a test"})
    run(SIX, FakeRecipe(made / "log", seconds=0.02), folder)
    return made


@pytest.fixture
def one_lost(six_ended: Path, tmp_path: Path) -> tuple[FakeRecipe, RunFolder]:
    """A copy of it in which the record of seed 44 is lost."""
    copy = shutil.copytree(six_ended, tmp_path / "copy")
    folder = RunFolder(copy / "run")
    assert sorted(dict(folder.load())) == list(range(6))
    (folder.records / "000002.json").unlink()
    return FakeRecipe(copy / "log", seconds=0.02), folder


def check_that_only_what_was_lost_is_trained(recipe: FakeRecipe, folder: RunFolder) -> None:
    assert sorted(dict(folder.load())) == list(range(6))
    assert [seed for _, seed, _ in lines(recipe, "end")].count("44") == 2
    assert len(lines(recipe, "end")) == 7


def test_records_that_tune_does_not_know_of_are_not_made_again_and_lost_ones_are(
    one_lost: tuple[FakeRecipe, RunFolder],
) -> None:
    told: list[str] = []
    run(SIX, *one_lost, told=told)
    check_that_only_what_was_lost_is_trained(*one_lost)
    assert told == []


@pytest.mark.parametrize("torn", ["tuner.pkl", "experiment_state-*.json"])
def test_a_torn_state_of_tune_is_told_and_the_run_goes_on_by_its_records(
    one_lost: tuple[FakeRecipe, RunFolder], torn: str
) -> None:
    recipe, folder = one_lost
    states = list(folder.tune.glob(torn))
    assert states
    for path in states:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    ids = {index: record["id"] for index, record in folder.load()}
    told: list[str] = []
    run(SIX, recipe, folder, told=told)
    check_that_only_what_was_lost_is_trained(recipe, folder)
    assert {index: record["id"] for index, record in folder.load() if index in ids} == ids
    assert told == [
        f"Ray Tune's own state in {folder.tune} is not whole, and was removed: the run goes on by the records of the 5 "
        "trials that had finished."
    ]


def test_seeds_are_scored_in_processes_of_ray(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(scores, "measure_seed", score_seed)
    options = Namespace(gpus_per_trial=None, cpus_per_trial=1.0, at_once=None, retries=0, quiet=False)
    of = (experiment(["a"], 3), SimpleNamespace(weights=()), SimpleNamespace(), {}, machines.machines())
    measure = scores.runner(options, *of)
    found = measure([Task(seed, (), None) for seed in (1, 2, 3)])
    assert sorted(one.seed for one in found) == [1, 2, 3]
    assert sorted(capsys.readouterr().err.splitlines()) == [f"Seed {seed} is measured." for seed in (1, 2, 3)]
    with pytest.raises(LabError) as refused:
        measure([Task(7, (), None)])
    assert str(refused.value) == "Seed 7 is refused. Take another."
    with pytest.raises(LabError, match="The scores of seed 8 did not come about"):
        measure([Task(8, (), None)])

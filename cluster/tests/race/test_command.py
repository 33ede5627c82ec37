"""`lora-lab-cluster run --recommend` from its flags to its file, on machines that only look at the clock."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lora_lab_cluster import command
from lora_lab_cluster.cli import main
from lora_lab_cluster.command import Run
from lora_lab_cluster.results.record import finished_record
from lora_lab_cluster.running.machines import Machine
from lora_lab_cluster.running.plan import Share

TINY = "#steps=2&rows=8&batch=4&validation=8&length=16"
Json = dict[str, Any]


class Machines:
    """Stands for all machines: what was trained, and when a signal comes."""

    def __init__(self) -> None:
        self.trained: list[tuple[str, int]] = []
        self.signal_after = 10**9
        self.status: Callable[[str], str] = lambda name: "done"

    def train(self, run: Run, given: Any, there: Any, options: Any, is_late: Callable[[], bool]) -> None:
        """In the place of `Run.train`."""
        kept = run._folder.kept()
        for at, spec in enumerate(run._plan.trials):
            if at in kept:
                continue
            if len(self.trained) >= self.signal_after:
                run._stop.by = "SIGINT"
                return
            name = spec.scenario.name
            accuracy = (0.9 if name in ("all r=8", "up r=8") else 0.5) + 0.004 * math.sin(spec.seed * len(name))
            measured = {
                "status": self.status(name),
                "accuracy": accuracy,
                "trainableParameters": 10,
                "peakBytes": 5_000_000 if name == "up r=8" else 9_000_000,
                "seconds": 1.5,
            }
            run._folder.keep(at, finished_record(measured, spec, {"backend": "pytorch"}))
            self.trained.append((name, spec.seed))


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Machines:
    faked = Machines()
    monkeypatch.setattr(command.machines, "join", lambda address: [Machine("a", "here", 2.0, 0.0)])
    monkeypatch.setattr(command.machines, "leave", lambda: None)
    monkeypatch.setattr(Run, "share", lambda self, there, options: (None, Share()))
    monkeypatch.setattr(Run, "train", lambda self, *given: faked.train(self, *given))
    return faked


def race(out: Path, *flags: str) -> int:
    return main(["run", TINY, "--recommend", "accuracy", "--out", str(out), "--delta", "1", *flags])


def test_a_race_ends_with_a_sentence_and_its_evidence(
    machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "advice.json"
    assert race(out) == 0
    said = capsys.readouterr()
    outcome: Json = json.loads(out.read_text())
    assert "Adapters on all 12 layers, up, r=8 (“up r=8”): surely within 1.0 points" in said.out
    assert "at 56 % of the memory of “all r=8”" in said.out
    assert outcome["sentence"].replace("\u00a0", " ") in said.out
    assert said.err.splitlines()[-1] == f"Evidence: {out}"
    assert "Round of 3 seeds: 9 candidates are in the race." in said.err
    assert len(outcome["results"]["trials"]) == len(machines.trained) == len(set(machines.trained))
    assert {trial["environment"]["backend"] for trial in outcome["results"]["trials"]} == {"pytorch"}
    assert outcome["link"].startswith("#model=roberta-mini&data=review-sentences&scenario=up%20r=8:all.u.r8")
    # What the race began with goes for the candidates left as well.
    assert "&steps=2&rows=8&" in outcome["link"]
    assert not (tmp_path / "advice.json.run").exists()


def test_ctrl_c_keeps_what_has_finished_and_the_same_command_goes_on(
    machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "advice.json"
    machines.signal_after = 29
    assert race(out, "--quiet") == 130
    assert capsys.readouterr().err.splitlines()[-1] == "Stopped; what has finished is kept. The same command goes on."
    stopped = json.loads(out.read_text())
    assert (stopped["stopped"], stopped["seeds"], len(stopped["results"]["trials"])) == ("cancelled", 3, 29)
    machines.signal_after = 10**9
    assert race(out, "--quiet") == 0
    assert len(machines.trained) == len(set(machines.trained)) > 29
    ids = [trial["id"] for trial in json.loads(out.read_text())["results"]["trials"]]
    assert {trial["id"] for trial in stopped["results"]["trials"]} <= set(ids)


def test_another_race_takes_over_the_trials_of_one_that_is_over(
    machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert race(first, "--quiet") == 0
    trained = len(machines.trained)
    assert race(second, "--resume", str(first), "--delta", "2", "--quiet") == 0
    assert f"{trained} of the {trained} finished trials of {first} are taken over." in capsys.readouterr().err
    assert len(machines.trained) == trained
    assert json.loads(second.read_text())["asked"]["delta"] == 0.02
    assert main(["run", f"{TINY}&lr=0.1", "--recommend", "mcc", "--out", str(second), "--resume", str(first)]) == 2
    assert "were trained on another model, other data or with other settings" in capsys.readouterr().err


def test_a_trial_that_failed_is_told_and_tried_again(
    machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "advice.json"
    machines.status = lambda name: "failed" if name == "all r=2" else "done"
    assert race(out, "--quiet") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "3 failed; the same command tries those that failed again."
    machines.status = lambda name: "done"
    assert race(out, "--quiet") == 0
    assert machines.trained.count(("all r=2", 1)) == 2

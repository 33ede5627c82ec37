"""`run --scores` from the arguments to the file, with the tasks in this process in place of Ray's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lora_lab_cluster.cli import main
from lora_lab_cluster.running.laboratory import LaboratoryRecipe
from lora_lab_cluster.scores import command
from lora_lab_cluster.scores.tasks import measure_seed

SHORT = "steps=2&rows=8&batch=4&validation=8&length=16&seed=3&trials=1"
ADDRESS = f"#scenario=head:classifier&scenario=some:11-12.qv.r2&{SHORT}"


@pytest.fixture
def without_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures each task here."""

    def here(options, experiment, model, data, starts, there):
        assert data.test is None
        parcels = command.pack(model, travels=False)
        recipe = LaboratoryRecipe(experiment, model, data, parcels, False, 1, command.__version__, starts)
        return lambda tasks: [measure_seed(recipe, task) for task in tasks]

    monkeypatch.setattr(command, "runner", here)
    monkeypatch.setattr(command.machines, "join", lambda address: [])
    monkeypatch.setattr(command.machines, "leave", lambda: None)


def test_one_score(without_ray, capsys, tmp_path: Path):
    out = tmp_path / "plop.json"
    # Each seed draws sentences of its own, also those beyond the experiment's trials.
    assert main(["run", f"{ADDRESS}&pick=per-seed", "--scores", "plop:1", "--out", str(out)]) == 0
    written = json.loads(out.read_text())
    assert list(written) == ["score", "experiment", "scores"]
    assert written["score"] == "plop:1" and written["experiment"]["firstSeed"] == 3
    assert written["experiment"]["trials"] == 1
    assert len(written["scores"]) == 72
    assert list(written["scores"][0]) == ["layer", "component", "value", "acrossBatches", "acrossSeeds"]
    # Three seeds, whatever the number of trials; one batch of each.
    assert all(one["acrossBatches"] is None and one["acrossSeeds"] > 0 for one in written["scores"])
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 73 and said.err.splitlines()[-1] == f"Scores: {out}"
    assert list(tmp_path.iterdir()) == [out]


def test_several_scores_of_a_trained_scenario(without_ray, capsys, tmp_path: Path):
    out = tmp_path / "scores.json"
    assert main(["run", ADDRESS, "--scores", "loradrop:2,knockout", "--out", str(out)]) == 0
    written = json.loads(out.read_text())
    assert list(written) == ["experiment", "scores", "agreement"]
    drop, knocked = written["scores"]
    assert list(drop) == ["score", "scores"] and list(knocked) == ["score", "scores", "groups"]
    places = [(11, "query"), (11, "value"), (12, "query"), (12, "value")]
    for one in (drop, knocked):
        assert [(each["layer"], each["component"]) for each in one["scores"]] == places
    # One trial, so one seed; the shares of each batch sum to one.
    assert all(one["acrossSeeds"] is None and one["acrossBatches"] >= 0 for one in drop["scores"])
    assert sum(one["value"] for one in drop["scores"]) == pytest.approx(1)
    assert [one["group"] for one in knocked["groups"]] == [11, 12, "query", "value"]
    [agreement] = written["agreement"]
    assert agreement["scores"] == ["LoRA-drop", "knock-out"] and agreement["modules"] == 4
    assert "LoRA-drop, knock-out" in capsys.readouterr().out


def test_ctrl_c_is_one_sentence(without_ray, monkeypatch, capsys, tmp_path: Path):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "runner", interrupted)
    assert main(["run", ADDRESS, "--scores", "plop:1", "--out", str(tmp_path / "scores.json")]) == 130
    assert capsys.readouterr().err == "The scores were cancelled: there is nothing to write.\n"
    assert list(tmp_path.iterdir()) == []

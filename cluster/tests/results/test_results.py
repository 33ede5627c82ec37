"""Records on disk and the results file: whole or not at all, by the lab's schema, in the order of the ends."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "running"))

from fakes import experiment, measured

from lora_lab_cluster import __version__
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.results import folder as folder_module
from lora_lab_cluster.results.environment import environment_of
from lora_lab_cluster.results.folder import ResultsWriter, RunFolder, write_whole
from lora_lab_cluster.results.record import LONGEST_MESSAGE, failed_record, finished_record
from lora_lab_cluster.results.text import TRIAL_INDENT, file_parts, pretty
from lora_lab_cluster.running.plan import Plan

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = ROOT / "docs/results.schema.json"


@pytest.fixture
def plan() -> Plan:
    return Plan.of(experiment(["a", "b"], 2))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "run")
    made.begin({"experiment": 1})
    return made


def write(plan: Plan, folder: RunFolder, out: Path, with_test: bool = False) -> dict[str, Any]:
    writer = ResultsWriter(folder, out, plan.experiment.raw, environment_of("a device"), None)
    writer.write(with_test)
    return json.loads(out.read_text(encoding="utf-8"))


def test_the_version_is_the_labs_own() -> None:
    lab = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["version"]
    assert __version__ == lab
    assert f'\nversion = "{lab}"\n' in (ROOT / "cluster/pyproject.toml").read_text(encoding="utf-8")


def test_the_text_is_indented_with_plain_lists_on_one_line_and_null_for_what_is_not_finite() -> None:
    value = {"a": [1, 2.5, float("nan")], "b": [{"c": "ä\n"}], "d": [], "e": {}, "f": True, "g": [[1], [2]]}
    assert pretty(value) == (
        '{\n  "a": [1, 2.5, null],\n  "b": [\n    {\n      "c": "ä\\n"\n    }\n  ],\n  "d": [],\n  "e": {},\n'
        '  "f": true,\n  "g": [\n    [1],\n    [2]\n  ]\n}'
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_file_in_parts_is_the_file_as_a_whole(count: int) -> None:
    trials = [{"id": str(index), "losses": [0.5]} for index in range(count)]
    texts = (pretty(trial, TRIAL_INDENT) for trial in trials)
    whole = {"version": 1, "experiment": {"a": 1}, "environment": {"b": 2}, "data": {"c": 3}, "trials": trials}
    whole["finalTest"] = {"of": "0.3"}
    assert "".join(file_parts({"a": 1}, {"b": 2}, {"c": 3}, texts, {"of": "0.3"})) == f"{pretty(whole)}\n"


def test_the_file_is_valid_by_the_labs_schema(plan: Plan, folder: RunFolder, tmp_path: Path) -> None:
    environment = environment_of("a device")
    folder.keep(0, finished_record(measured(plan.trials[0]), plan.trials[0], environment))
    folder.keep(1, failed_record("x" * 9000, plan.trials[1], environment))
    file = write(plan, folder, tmp_path / "results.json")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    problems = [problem.message for problem in Draft7Validator(schema).iter_errors(file)]
    assert problems == []
    assert [trial["status"] for trial in file["trials"]] == ["done", "failed"]
    assert len(file["trials"][1]["message"]) <= LONGEST_MESSAGE + 3
    assert file["trials"][0]["environment"]["versions"]["torch"] != "unknown"


def test_trials_are_in_the_order_in_which_they_ended(plan: Plan, folder: RunFolder, tmp_path: Path) -> None:
    for index in (3, 0, 2):
        folder.keep(
            index, finished_record(measured(plan.trials[index]), plan.trials[index], environment_of("a device"))
        )
        path = folder.records / f"{index:06d}.json"
        os.utime(path, ns=(0, 10**9 * (3 - [3, 0, 2].index(index)) * -1 + 10**10))
    file = write(plan, folder, tmp_path / "results.json")
    assert [(trial["scenario"]["name"], trial["seed"]) for trial in file["trials"]] == [
        ("b", 43),
        ("a", 42),
        ("a", 43),
    ]


def test_what_came_of_the_test_sentences_is_told_at_the_end_alone(
    plan: Plan, folder: RunFolder, tmp_path: Path
) -> None:
    spec = plan.trials[0]
    plan.experiment.raw["data"] = {"testSplit": "0.3"}
    tested = {**measured(spec), "test": {"rows": 9, "correct": 7}}
    folder.keep(0, finished_record(tested, spec, environment_of("a device")))
    before = write(plan, folder, tmp_path / "results.json")
    assert "finalTest" not in before and "test" not in before["trials"][0]
    after = write(plan, folder, tmp_path / "results.json", with_test=True)["finalTest"]
    assert (after["of"], after["rows"]) == ("0.3", 9)
    assert after["trials"] == [{"id": before["trials"][0]["id"], "correct": 7}]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.json"
    write_whole(path, ["old"])

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, ["new"])
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_goes_on_with_its_own_run_and_refuses_another(folder: RunFolder) -> None:
    folder.begin({"experiment": 1})
    with pytest.raises(LabError, match="unfinished run of another experiment.*--fresh"):
        folder.begin({"experiment": 2})
    folder.remove()
    assert not folder.path.exists()


def test_a_folder_that_is_no_runs_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")
    RunFolder(tmp_path).remove()
    assert (tmp_path / "precious").exists()

"""What a person gives on the command line: addresses, fragments, files, and what is none of these."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from lora_lab_cluster.address.argument import ExperimentErrors, read_argument
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.lab import LESSONS, opening_experiment
from lora_lab_cluster.experiment.rules import encoding_name

RECORDED = sorted((Path(__file__).parents[3] / "public" / "recorded").glob("*.json"))


def _error(argument: str) -> str:
    with pytest.raises(LabError) as caught:
        read_argument(argument)
    return str(caught.value)


@pytest.mark.parametrize(
    "text", ["lesson=layers&trials=2", "#lesson=layers&trials=2", "https://lab.test/x/#lesson=layers&trials=2"]
)
def test_an_address_is_read_whole_or_as_a_fragment(text: str) -> None:
    given = read_argument(text)
    assert given.experiment.raw == {**LESSONS["layers"], "trials": 2}
    assert given.notes == ()
    assert given.page == ("https://lab.test/x/" if text.startswith("https") else None)


def test_a_file_with_an_address_is_read(tmp_path: Path) -> None:
    path = tmp_path / "link.txt"
    path.write_text("\ufeff https://lab.test/#lesson=rank \n", encoding="utf-8")
    assert read_argument(str(path)).experiment.raw == LESSONS["rank"]


def test_an_experiment_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "experiment.json"
    path.write_text(json.dumps({**opening_experiment(), "trials": 7}), encoding="utf-8")
    assert read_argument(str(path)).experiment.trials == 7


@pytest.mark.parametrize("path", RECORDED, ids=[path.stem for path in RECORDED])
def test_recorded_runs_are_read(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))["experiment"]
    younger = {"precision": "f32"}  # settings that came after the recordings
    wanted = {**recorded, "training": {**younger, **recorded["training"]}}
    assert read_argument(str(path)).experiment.raw == wanted


def test_a_damaged_address_is_read_as_it_was_meant() -> None:
    given = read_argument("https://lab.test/#lesson=layers&amp;trials=3)")
    assert given.experiment.trials == 3
    assert given.notes == ('The link came damaged ("&amp;" for "&", signs around it) and is read as it was meant.',)


def test_seeds_of_a_devices_own_are_told_to_have_no_effect() -> None:
    given = read_argument("trials=3&seeds=own")
    assert given.experiment.first_seed == 1
    assert given.notes == ("seeds=own has no effect here: the first seed is 1; add seed=... for another.",)
    assert read_argument("trials=3&seeds=own&seed=4").notes == ()


def test_an_address_with_errors_gets_a_sentence_for_each() -> None:
    with pytest.raises(ExperimentErrors) as caught:
        read_argument("lr=fast&trials=0&scenario=u:7-99.q&scenario=v:7.zz&banana=1&rows")
    assert caught.value.problems[:3] == [
        "banana: not a key; the keys are model, data, scenario, layers, "
        + caught.value.problems[0].split("layers, ")[1],
        "rows: no value; write rows=...",
        'scenario=u:7-99.q: "7-99": the layers are 1 to 12.',
    ]
    assert "lr=fast: not a number above 0, at most 10." in caught.value.problems
    assert "trials=0: not a whole number from 1 to 1000." in caught.value.problems
    assert str(caught.value).startswith(
        "The address cannot be run as it is; 7 things are wrong:\n  banana: not a key"
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_one_error_needs_no_count() -> None:
    assert _error("steps=4&epochs=3") == "The address cannot be run as it is:\n  steps=4: epochs is given too."


def test_what_is_no_experiment_is_named(tmp_path: Path) -> None:
    assert "is neither a file nor an experiment's address" in _error("nonsense")
    assert "is neither a file nor an experiment's address" in _error("http://lab.test/")
    assert "is neither a file nor an experiment's address" in _error("x" * 5000)
    path = tmp_path / "notes.txt"
    path.write_text("hello", encoding="utf-8")
    assert _error(str(path)).startswith(f"{path} holds neither JSON nor an experiment's address.")
    path.write_bytes(b"{\xff\xfe")
    assert _error(str(path)).startswith(f"{path} is not a text in UTF-8.")


def test_a_file_that_is_wrong_is_named_with_the_part(tmp_path: Path) -> None:
    path = tmp_path / "experiment.json"
    path.write_text("{", encoding="utf-8")
    assert _error(str(path)).startswith(f"{path} is not JSON: Expecting property name")
    path.write_text(json.dumps({**opening_experiment(), "trials": 0}), encoding="utf-8")
    assert _error(str(path)).startswith("trials is 0, not a whole number from 1 to 1000. Choose a file that LoRA Lab")
    path.write_text(json.dumps({**opening_experiment(), "scenarios": []}), encoding="utf-8")
    assert _error(str(path)) == f"The experiment in {path} cannot be run:\n  Scenarios: there is none; add one."
    path.write_text("[" * 100_000, encoding="utf-8")
    assert "holds neither JSON" in _error(str(path))
    path.write_text('{"a":' * 501, encoding="utf-8")
    assert "it is nested more than 500 levels deep" in _error(str(path))


def test_an_encoding_that_the_vectors_cannot_have_is_known() -> None:
    assert encoding_name("ISO-8859-16") == "iso-8859-16"
    assert encoding_name("replacement") is None


def test_shared_results_are_told_to_have_no_effect() -> None:
    given = read_argument("https://lab.example/#trials=2&results=abc_-")
    assert given.notes == (
        "results= has no effect here: the trials that it carries are shown by the page, and all are trained.",
    )

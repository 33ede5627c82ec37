"""The reader of addresses and files is held to the lab's own, by vectors that the lab's code has written."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from lora_lab_cluster.address.page_address import decode_address
from lora_lab_cluster.address.repair import repair_address
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.lab import LAB, opening_experiment
from lora_lab_cluster.experiment.read import read_experiment, read_results_experiment
from lora_lab_cluster.experiment.schema import parse_json
from lora_lab_cluster.experiment.types import Experiment
from lora_lab_cluster.experiment.validate import validate_experiment

Json = dict[str, Any]

VECTORS: dict[str, list[Json]] = json.loads(
    (Path(__file__).parent.parent / "vectors" / "addresses.json").read_text(encoding="utf-8")
)
COMPONENT_OF = {letter: name for name, letter in LAB["componentLetters"].items()}


def _experiment_of(changes: Json) -> Json:
    """The opening experiment with what a vector says differs."""
    experiment = opening_experiment()
    for path, value in changes.items():
        *parents, last = path.split(".")
        part = experiment
        for name in parents:
            part = part[name]
        part[last] = [_scenario_of(each) for each in value] if path == "scenarios" else value
    return experiment


def _text(raw: Json) -> str:
    """The JSON's text, in which 1, 1.0 and true differ."""
    return json.dumps(raw, sort_keys=True)


def _scenario_of(compact: Json) -> Json:
    if "modules" not in compact:
        return compact
    layers = compact["modules"].split(" ")
    return {**compact, "modules": [[COMPONENT_OF[letter] for letter in layer] for layer in layers]}


def _replaced(tree: Any, path: list[str], vector: Json) -> Any:
    """The JSON with a vector's value at a path, or without it if the vector has none."""
    if not path:
        return vector["value"]
    tree = copy.deepcopy(tree)
    at: Any = int(path[0]) if isinstance(tree, list) else path[0]
    if len(path) == 1 and "value" not in vector:
        tree.pop(at, None)
    else:
        below = tree[at] if len(path) > 1 else None
        tree[at] = _replaced(below, path[1:], vector)
    return tree


def _check_reading(vector: Json, read: Any) -> None:
    """Holds what a reader gives, or the error that it raises, to a vector."""
    if "error" in vector:
        with pytest.raises(LabError) as caught:
            read()
        said = vector["error"].split(" is not JSON: ")
        assert str(caught.value).startswith(said[0])
        return
    experiment: Experiment = read()
    assert _text(experiment.raw) == _text(_experiment_of(vector["changes"]))
    assert validate_experiment(experiment.raw) == vector.get("problems", [])


def test_there_are_vectors_of_every_kind() -> None:
    assert len(VECTORS["addresses"]) > 1000
    assert sum(1 for vector in VECTORS["addresses"] if "problems" in vector) > 300
    assert sum(1 for vector in VECTORS["addresses"] if "problems" not in vector) > 300
    assert len(VECTORS["repairs"]) > 100
    assert len(VECTORS["files"]) > 150


def test_addresses_are_read_as_the_page_reads_them() -> None:
    wrong = []
    for vector in VECTORS["addresses"]:
        address = decode_address(vector["text"])
        is_same = _text(address.experiment) == _text(_experiment_of(vector["changes"]))
        if not is_same or address.problems != vector.get("problems", []):
            wrong.append((vector["text"], address.problems, vector.get("problems", [])))
    assert wrong == []


def test_every_experiment_of_an_address_becomes_a_typed_one() -> None:
    for vector in VECTORS["addresses"]:
        raw = decode_address(vector["text"]).experiment
        experiment = Experiment.from_json(raw)
        assert experiment.raw == raw
        assert len(experiment.list_trials()) == experiment.trials * len(experiment.scenarios)


def test_an_address_without_errors_reads_back_from_a_file() -> None:
    for vector in VECTORS["addresses"]:
        if "problems" not in vector:
            raw = decode_address(vector["text"]).experiment
            assert read_experiment(json.loads(json.dumps(raw))).raw == raw


def test_damaged_addresses_are_repaired_as_the_page_repairs_them() -> None:
    wrong = []
    for vector in VECTORS["repairs"]:
        if repair_address(vector["damaged"]) != (vector["text"], vector["note"]):
            wrong.append((vector, repair_address(vector["damaged"])))
    assert wrong == []


@pytest.mark.parametrize("at", range(len(VECTORS["files"])))
def test_experiment_files_are_read_as_the_page_reads_them(at: int) -> None:
    vector = VECTORS["files"][at]
    text = vector.get("json")
    if text is None:
        text = json.dumps(_replaced(LAB["opening"], vector["part"], vector))
    _check_reading(vector, lambda: read_experiment(parse_json(text, "The experiment")))


@pytest.mark.parametrize("vector", VECTORS["results"], ids=range(len(VECTORS["results"])))
def test_results_files_of_every_version_are_read(vector: Json) -> None:
    _check_reading(vector, lambda: read_results_experiment(parse_json(vector["json"], "The results file")))


def test_an_address_that_never_ends_is_cut() -> None:
    _, problems = decode_address(f"lr=1&trials={'9' * 300_010}").experiment, decode_address("a" * 300_010).problems
    assert problems[0] == "the address is longer than 300000 characters; the rest is left out"

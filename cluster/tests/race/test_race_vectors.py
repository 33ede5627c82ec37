"""The race's rule, its candidates and its sentence are the lab's: vectors of tools/cluster/raceVectors.ts."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lora_lab_cluster.address.encode import encode_experiment
from lora_lab_cluster.address.experiment_part import decode_experiment
from lora_lab_cluster.experiment.lab import LAB
from lora_lab_cluster.race.candidates import race_candidates
from lora_lab_cluster.race.costs import Costs, over_limit
from lora_lab_cluster.race.elimination import Entrant, RaceState, race_rounds
from lora_lab_cluster.race.lora_config import lora_config_text
from lora_lab_cluster.race.measures import value_from_confusion
from lora_lab_cluster.race.report import Candidate, Race, RaceAsked, candidate_entries, recommend
from lora_lab_cluster.race.sentence import race_sentence
from lora_lab_cluster.race.sentences import SeededValue

Json = dict[str, Any]
VECTORS: Json = json.loads((Path(__file__).parents[1] / "vectors" / "race.json").read_text(encoding="utf-8"))
COSTS = [Costs(**costs) for costs in VECTORS["costs"]]


def entrants_of(vector: Json) -> list[Entrant]:
    return [_entrant(entrant, vector["sentences"]) for entrant in vector["entrants"]]


def _entrant(entrant: Json, sentences: int) -> Entrant:
    trials = zip(entrant["seeds"], entrant["values"], entrant["hits"], strict=True)
    values = [SeededValue(seed, value, _hits(hits, sentences), "drawn") for seed, value, hits in trials]
    return Entrant(values, entrant["hasFailed"], entrant["cost"])


def _hits(text: str | None, sentences: int) -> Any:
    if text is None:
        return None
    bits = np.frombuffer(base64.b64decode(text), np.uint8)
    return np.unpackbits(bits, count=sentences, bitorder="little").astype(np.float64)


def as_json(state: RaceState) -> Json:
    return {
        "seeds": state.seeds,
        "left": list(state.left),
        "dropped": [
            {"entrant": d.entrant, "by": d.by, "seeds": d.seeds, "difference": d.difference, "atLeast": d.at_least}
            for d in state.dropped
        ],
        "failed": list(state.failed),
        "standings": [
            {"entrant": s.entrant, "mean": s.mean, "behind": s.behind, "rival": s.rival, "settledAt": s.settled_at}
            for s in state.standings
        ],
        "next": state.next,
        "end": state.end,
    }


def near(found: Any, wanted: Any, at: str = "") -> None:
    """Equal, and numbers within 1e-9."""
    if isinstance(wanted, dict):
        assert isinstance(found, dict) and sorted(found) == sorted(wanted), at
        for key, value in wanted.items():
            near(found[key], value, f"{at}.{key}")
    elif isinstance(wanted, list):
        assert isinstance(found, list) and len(found) == len(wanted), at
        for place, value in enumerate(wanted):
            near(found[place], value, f"{at}[{place}]")
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, abs=1e-9, rel=0), at
    else:
        assert found == wanted, at


def rounds_of(vector: Json) -> list[RaceState]:
    return race_rounds(entrants_of(vector), vector["firstSeed"], vector["delta"])


@pytest.mark.parametrize("vector", VECTORS["races"])
def test_rounds_drop_and_end_as_the_lab_s(vector: Json) -> None:
    near([as_json(state) for state in rounds_of(vector)], vector["states"])


def test_the_vectors_have_every_kind_of_end_and_drops() -> None:
    ends = {vector["states"][-1]["end"] for vector in VECTORS["races"]}
    assert {"one left", "alike", "good enough", "seeds used", None} == ends
    assert sum(len(vector["states"][-1]["dropped"]) for vector in VECTORS["races"]) >= 8


def report_of(vector: Json, wanted: Json, state: RaceState) -> Race:
    asked = RaceAsked(wanted["measure"], wanted["cheap"], Costs(), "own", vector["delta"], None)
    candidates = [
        Candidate(scenario, costs, entrant["values"], None)
        for scenario, costs, entrant in zip(VECTORS["scenarios"], COSTS, vector["entrants"], strict=False)
    ]
    return Race(asked, candidates, state, wanted["stopped"])


@pytest.mark.parametrize("vector", VECTORS["races"])
def test_what_is_recommended_and_said_is_the_lab_s(vector: Json) -> None:
    states = rounds_of(vector)
    assert len(vector["reports"]) == 3 * len(states)
    for place, wanted in enumerate(vector["reports"]):
        race = report_of(vector, wanted, states[place // 3])
        found = recommend(race)
        named = found and {
            "entrant": found.entrant,
            "standing": found.standing.entrant,
            "best": found.best,
            "isSure": found.is_sure,
        }
        assert named == wanted["recommendation"]
        assert race_sentence(race, found) == wanted["sentence"]
        entries = [
            {key: value for key, value in entry.items() if key not in ("scenario", "values")}
            for entry in candidate_entries(race)
        ]
        near(entries, wanted["entries"])


@pytest.mark.parametrize("vector", VECTORS["limits"])
def test_limits_are_the_lab_s(vector: Json) -> None:
    limits = Costs(**vector["limits"])
    over = [over_limit(costs, limits) for costs in COSTS]
    assert over == vector["over"]
    asked = RaceAsked("accuracy", "memory", limits, "own", 0.01, 60)
    candidates = [
        Candidate(scenario, costs, [], kind)
        for scenario, costs, kind in zip(VECTORS["scenarios"], COSTS, over, strict=True)
    ]
    ordered = sorted(candidates, key=lambda candidate: candidate.over is not None)
    racing = [Entrant([], has_failed=True) for candidate in ordered if candidate.over is None]
    race = Race(asked, ordered, race_rounds(racing, 1, 0.01)[0])
    assert race_sentence(race, recommend(race)) == vector["sentence"]


def briefly(scenario: Json) -> Json:
    if scenario["method"] != "lora":
        return scenario
    letters = LAB["componentLetters"]
    return {**scenario, "modules": ["".join(letters[name] for name in layer) for layer in scenario["modules"]]}


@pytest.mark.parametrize("vector", VECTORS["candidates"])
def test_candidates_are_the_lab_s(vector: Json) -> None:
    found = race_candidates(vector["scenarios"], vector["layers"], vector["set"])
    assert [briefly(scenario) for scenario in found] == vector["candidates"]


@pytest.mark.parametrize("vector", VECTORS["addresses"])
def test_addresses_are_written_as_the_lab_writes_them_and_read_back(vector: Json) -> None:
    assert encode_experiment(vector["experiment"]) == vector["address"]
    experiment, problems = decode_experiment(vector["address"])
    assert problems == []
    assert experiment == vector["experiment"]


@pytest.mark.parametrize("vector", VECTORS["configs"])
def test_the_configuration_to_paste_is_the_lab_s(vector: Json) -> None:
    scenario = next(each for each in VECTORS["scenarios"] if each["name"] == vector["scenario"])
    assert lora_config_text(scenario, vector["architecture"], vector["dropout"]) == vector["text"]


@pytest.mark.parametrize("vector", VECTORS["measures"])
def test_measures_are_the_lab_s(vector: Json) -> None:
    for measure, value in vector["values"].items():
        assert value_from_confusion(vector["confusion"], measure) == pytest.approx(value, abs=1e-12)

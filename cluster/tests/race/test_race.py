"""A race from its first round to its file, with training that is faked: rounds, limits, time, going on, other files."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lora_lab_cluster.cli import main, parser
from lora_lab_cluster.errors import LabError
from lora_lab_cluster.experiment.lab import opening_experiment
from lora_lab_cluster.experiment.types import Experiment
from lora_lab_cluster.race.costs import Costs
from lora_lab_cluster.race.drive import Course, IsLate, drive_race
from lora_lab_cluster.race.outcome import Surroundings, common, outcome_lines, outcome_of
from lora_lab_cluster.race.report import Race, RaceAsked
from lora_lab_cluster.race.request import earlier_records, race_experiment, read_race, with_delta
from lora_lab_cluster.race.store import RaceStore
from lora_lab_cluster.results.folder import RunFolder

Json = dict[str, Any]
ASKED = RaceAsked("accuracy", "memory", Costs(), "short", 0.01, None)
OPENING = Experiment.from_json(opening_experiment())
WHOLE = race_experiment(OPENING, ASKED, 12)
GOOD = ("all r=8", "up r=8")
SECONDS = 10.0


def record(name: str, seed: int, status: str = "done") -> Json:
    """What a fake trial leaves: two scenarios are good, and the others 30 points behind."""
    luck = 0.006 * math.sin(seed * len(name))
    accuracy = (0.9 if name in GOOD else 0.6) + luck
    scenario = next(one.raw for one in WHOLE.scenarios if one.name == name)
    return {
        "id": str(uuid.uuid4()),
        "scenario": scenario,
        "seed": seed,
        "status": status,
        "accuracy": accuracy if status == "done" else None,
        "trainableParameters": 1000,
        "peakBytes": 50_000_000 if name == "up r=8" else 120_000_000,
        "seconds": SECONDS,
    }


class Lab:
    """Faked machines: a clock that goes on with every trial, and a log of what was trained."""

    def __init__(self, path: Path, **asked: Any) -> None:
        self.folder = RunFolder(path)
        self.folder.begin({"of": "a race"})
        self.store = RaceStore(self.folder, WHOLE)
        self.asked = replace(ASKED, **asked)
        self.trained: list[tuple[str, int]] = []
        self.rounds: list[tuple[int, int]] = []
        self.now = 0.0
        self.stops_after: int | None = None
        self.status: Callable[[str, int], str] = lambda name, seed: "done"

    def race(self) -> Race:
        course = Course(
            asked=self.asked,
            whole=WHOLE,
            parameters=[1000] * len(WHOLE.scenarios),
            train=self._train,
            is_stopped=self._is_stopped,
            clock=lambda: self.now,
        )
        return drive_race(course, self.store)

    def _is_stopped(self) -> bool:
        return self.stops_after is not None and len(self.trained) >= self.stops_after

    def _train(self, experiment: Experiment, folder: RunFolder, is_late: IsLate) -> None:
        self.rounds.append((len(experiment.scenarios), experiment.trials))
        there = folder.kept()
        for at, spec in enumerate(experiment.list_trials()):
            if at in there:
                continue
            if self._is_stopped() or is_late():
                return
            name, seed = spec.scenario.name, spec.seed
            folder.keep(at, record(name, seed, self.status(name, seed)))
            self.trained.append((name, seed))
            self.now += SECONDS


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path / "run")


def test_a_race_gives_more_seeds_to_those_left_alone_and_recommends_the_cheapest(lab: Lab) -> None:
    race = lab.race()
    assert lab.rounds[0] == (len(WHOLE.scenarios), 3)
    assert len(lab.rounds) > 1 and all(count == 2 for count, _ in lab.rounds[1:])
    assert len(lab.trained) == len(set(lab.trained)) == len(lab.store.records())
    assert {race.candidates[entrant].name for entrant in race.state.left} == set(GOOD)
    outcome = outcome_of(race, lab.store.records(), around())
    assert outcome["recommended"]["name"] == "up r=8" and outcome["isSure"] and outcome["stopped"] is None
    assert f"surely within 1.0\u00a0points of all {len(WHOLE.scenarios) - 1} other candidates" in outcome["sentence"]


def around() -> Surroundings:
    return Surroundings(WHOLE.raw, identity(), "https://lab.example/", "roberta", {"backend": "pytorch"}, None)


def identity() -> Json:
    return {"version": "0", "experiment": WHOLE.raw, "model": ["m", None, []], "validation": "v"}


def test_an_interrupted_race_goes_on_and_ends_like_one_that_was_not(tmp_path: Path) -> None:
    whole = Lab(tmp_path / "whole")
    wanted = whole.race()
    parted = Lab(tmp_path / "parted")
    for stop in (4, 30, 40):
        parted.stops_after = stop
        assert parted.race().stopped == "cancelled"
    parted.stops_after = None
    assert parted.race().state == wanted.state
    assert parted.trained == whole.trained


def test_what_a_killed_command_has_left_in_its_round_is_taken_in(lab: Lab) -> None:
    round_of = Experiment.from_json({**WHOLE.raw, "trials": 3})
    folder = lab.store.begin_round(round_of)
    folder.keep(1, record(WHOLE.scenarios[1].name, 42))
    lab.race()
    assert (WHOLE.scenarios[1].name, 42) not in lab.trained
    assert not folder.path.exists()


def test_the_time_that_is_up_ends_a_race_before_a_round_or_within_it(tmp_path: Path) -> None:
    first = 3 * len(WHOLE.scenarios) * SECONDS
    late = Lab(tmp_path / "late", budget=first / 2)
    race = late.race()
    assert race.stopped == "budget" and race.state.seeds == 0
    assert len(late.trained) == len(late.store.records()) > 0
    said = outcome_of(race, late.store.records(), around())["sentence"]
    assert said.startswith("The time was up before")
    one = Lab(tmp_path / "one", budget=first + 2 * SECONDS)
    race = one.race()
    assert (race.stopped, race.state.seeds, len(one.rounds)) == ("budget", 3, 1)


def test_limits_keep_out_what_trials_show_to_be_over_them(tmp_path: Path) -> None:
    limited = Lab(tmp_path / "run", limits=Costs(memory=100e6)).race()
    assert [one.name for one in limited.candidates if one.over is None] == ["up r=8"]
    assert limited.state.end == "one left"
    none = Lab(tmp_path / "none", limits=Costs(parameters=10)).race()
    sentence = outcome_of(none, [], around())["sentence"]
    assert sentence == "No candidate is within the limits: at most 10 trainable parameters. Raise one of them."


def test_a_trial_that_diverged_puts_its_scenario_out_and_one_that_failed_is_tried_again(lab: Lab) -> None:
    lab.status = lambda name, seed: {"down r=8": "diverged", "all r=2": "failed"}.get(name, "done")
    race = lab.race()
    assert {race.candidates[entrant].name for entrant in race.state.failed} == {"down r=8", "all r=2"}
    trained = len(lab.trained)
    lab.status = lambda name, seed: "done"
    race = lab.race()
    assert {race.candidates[entrant].name for entrant in race.state.failed} == {"down r=8"}
    assert {name for name, _ in lab.trained[trained:]} == {"all r=2"}


def test_the_outcome_is_a_file_with_all_trials_and_lines_to_read(lab: Lab) -> None:
    race = lab.race()
    records = lab.store.records()
    outcome = json.loads(json.dumps(outcome_of(race, records, around())))
    assert outcome["link"].startswith("https://lab.example/#model=roberta-mini&")
    assert "scenario=up%20r=8:all.u.r8" in outcome["link"].replace("%3D", "=")
    assert outcome["loraConfig"].startswith("from peft import LoraConfig")
    assert len(outcome["results"]["trials"]) == len(records)
    assert outcome["results"]["experiment"]["trials"] == race.state.seeds
    lines = outcome_lines(outcome)
    assert lines[0].startswith("candidate") and len(lines[0].split("  ")) >= 9
    assert any(line.startswith("classifier only") and "at 3 seeds" in line for line in lines)
    assert any(line.startswith("Adapters on all 12 layers, up, r=8") for line in lines)


def test_an_earlier_race_is_taken_if_it_is_of_the_same_model_data_and_settings(tmp_path: Path) -> None:
    file = tmp_path / "advice.json"
    of = common(identity())
    trials = [record("up r=8", 42), record("up r=8", 43, "diverged")]
    file.write_text(json.dumps({"of": of, "results": {"trials": trials}}))
    assert [each["seed"] for each in earlier_records(str(file), of)] == [42]
    # Candidates and seeds may be others.
    fewer = {**identity(), "experiment": {**WHOLE.raw, "scenarios": [], "trials": 3, "firstSeed": 1}}
    assert common(fewer) == of
    for other, words in [
        ({**of, "validation": "w"}, "were trained on another model, other data or with other settings"),
        ({**of, "model": ["n", None, []]}, "were trained on another model, other data or with other settings"),
    ]:
        with pytest.raises(LabError, match=words):
            earlier_records(str(file), other)
    file.write_text(json.dumps({"results": {"trials": trials}}))
    with pytest.raises(LabError, match="written by the lab's page, and trials of the page and of PyTorch are not mixed"):
        earlier_records(str(file), of)
    file.write_text("{}")
    with pytest.raises(LabError, match="holds no trials of a race"):
        earlier_records(str(file), of)
    with pytest.raises(LabError, match="cannot be read: No such file or directory"):
        earlier_records(str(tmp_path / "nowhere.json"), of)


def test_flags_say_what_is_asked_for() -> None:
    flags = ["--recommend", "macro-f1", "--cheap", "time", "--max-memory", "500", "--max-minutes", "2", "--delta", "0.5"]
    options = parser().parse_args(["run", "x", "--out", "o", *flags, "--budget", "15", "--candidates", "own"])
    asked = read_race(options)
    limits = Costs(memory=500e6, time=120)
    assert asked == RaceAsked("macroF1", "time", limits, "own", 0.005, 900)
    plain = read_race(parser().parse_args(["run", "x", "--out", "o", "--recommend", "accuracy"]))
    assert plain is not None and with_delta(plain, OPENING) == ASKED
    assert read_race(parser().parse_args(["run", "x", "--out", "o"])) is None


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--recommend", "speed"], '--recommend is "speed", not one of accuracy, macro-f1, balanced-accuracy, mcc.'),
        (["--cheap", "memory"], "--cheap belongs to --recommend, which is not there."),
        (["--recommend", "mcc", "--cheap", "money"], '--cheap is "money", not one of memory, parameters, time.'),
        (["--recommend", "mcc", "--candidates", "all"], '--candidates is "all", not one of short, long, own.'),
        (["--recommend", "mcc", "--budget", "0"], '--budget is "0", not a number of minutes above 0.'),
        (["--recommend", "mcc", "--max-memory", "x"], '--max-memory is "x", not a number of megabytes above 0.'),
        (
            ["--recommend", "mcc", "--scores", "knockout"],
            "--scores and --recommend are two different commands. Give one of them.",
        ),
        (["--recommend", "mcc", "--delta", "99"], '--delta is "99", not a number from 0.01 to 50.'),
    ],
)
def test_a_wrong_flag_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, flags: list[str], sentence: str
) -> None:
    assert main(["run", "#trials=3", "--out", str(tmp_path / "out.json"), *flags]) == 2
    assert capsys.readouterr().err.strip() == sentence
    assert list(tmp_path.iterdir()) == []


def test_one_scenario_alone_is_nothing_to_compare() -> None:
    alone = Experiment.from_json({**OPENING.raw, "scenarios": OPENING.raw["scenarios"][:1]})
    with pytest.raises(LabError, match="There is nothing to compare"):
        race_experiment(alone, replace(ASKED, candidates="own"), 12)

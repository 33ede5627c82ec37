"""The command line as a person meets it: one sentence for what is wrong, exit statuses, Ctrl-C, a run in earnest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lora_lab_cluster.cli import main
from lora_lab_cluster.results import folder
from lora_lab_cluster.running.machines import Machine, check_room, slots
from lora_lab_cluster.running.plan import Share

CLUSTER = Path(__file__).resolve().parents[1]
TINY = "#scenario=head:classifier&scenario=upper:12.v.r1&steps=2&rows=8&batch=4&validation=8&length=16&seed=1"
SEEDS = 30
TRIALS = 2 * SEEDS
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CLUSTER), "RAY_worker_niceness": "0"}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says when it refuses these arguments."""
    assert main(["run", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err.strip()


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (
            ["--gpus-per-trial", "1.5"],
            '--gpus-per-trial is "1.5", not a part of a GPU, such as 0.25, or a whole number.',
        ),
        (
            ["--gpus-per-trial", "half"],
            '--gpus-per-trial is "half", not a part of a GPU, such as 0.25, or a whole number.',
        ),
        (["--cpus-per-trial", "0"], '--cpus-per-trial is "0", not a number of cores.'),
        (["--at-once", "0"], '--at-once is "0", not a whole number of 1 or more.'),
        (["--retries", "-1"], '--retries is "-1", not a whole number of 0 or more.'),
        (["--model", "./nowhere"], "--model: there is no folder ./nowhere; correct the path, or give a hub's name."),
        (["--train", "nowhere.csv"], "--train: there is no file nowhere.csv; correct the path."),
    ],
)
def test_a_wrong_flag_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, flags: list[str], sentence: str
) -> None:
    # argparse takes "-1" for a flag unless it is joined.
    joined = [f"{flag}={value}" for flag, value in zip(flags[::2], flags[1::2], strict=True)]
    assert refused(capsys, TINY, "--out", str(tmp_path / "out.json"), *joined) == sentence
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_address_names_each_part(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = refused(capsys, "#steps=many&scenario=value:all.v.r8&trials=0", "--out", str(tmp_path / "out.json"))
    assert "2 things are wrong" in said and "steps=many" in said and "trials=0" in said


def test_mixed_precision_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = refused(capsys, f"{TINY}&precision=mixed", "--out", str(tmp_path / "out.json"))
    assert "the experiment asks for mixed precision. Choose precision=f32" in said


def test_a_column_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    train = tmp_path / "train.csv"
    train.write_text("text,label\n" + "good,yes\nbad,no\n" * 20)
    said = refused(
        capsys, f"{TINY}&data=local:train.csv&label=stars", "--train", str(train), "--out", str(tmp_path / "out.json")
    )
    assert '"stars"' in said and len(said.splitlines()) == 1


def test_a_folder_is_no_results_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert refused(capsys, TINY, "--out", str(tmp_path)) == f"--out {tmp_path} is a folder. Name a file in it."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        with Path("/dev/full").open("wb", buffering=0) as file:
            return file.write(data) or 0

    monkeypatch.setattr(Path, "write_bytes", full)
    out = tmp_path / "out.json"
    sentence = f"--out {out} cannot be written: No space left on device. Make room there, or name another file."
    assert refused(capsys, TINY, "--out", str(out)) == sentence


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_fills_while_a_run_begins_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "out.json.run"

    def full(self: Path, data: bytes) -> int:
        if self.parent != run:
            return len(data)
        with Path("/dev/full").open("wb", buffering=0) as file:
            return file.write(data) or 0

    def write_whole(path: Path, parts: object) -> None:
        full(path, b"{}")

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr(folder, "write_whole", write_whole)
    said = refused(capsys, TINY, "--out", str(tmp_path / "out.json"))
    sentence = f"{run} cannot be written: No space left on device. Make room, and give the same command again: it goes on."
    assert said.splitlines()[-1] == sentence


def test_room_is_looked_for_before_anything_waits_for_it() -> None:
    here = [Machine("a", "here", 4.0, 0.0), Machine("b", "there", 8.0, 2.0)]
    for share, words in [
        (Share(1, 4.0), "no machine has more than 2 GPUs"),
        (Share(16, 0.0), "the largest has 8 cores"),
    ]:
        with pytest.raises(Exception, match=words):
            check_room(share, here, asked_gpus=True)
    with pytest.raises(Exception, match="asks for a GPU, and no GPU was found"):
        check_room(Share(1, 0.5), here[:1], asked_gpus=True)
    assert [slots(share, here) for share in (Share(2, 0), Share(1, 0.25), Share(1, 2.0), Share(3, 0.0))] == [
        6,
        8,
        1,
        3,
    ]


def start(out: Path, *more: str) -> subprocess.Popen[str]:
    """Starts a run as a person does, in a session of its own, as a terminal has."""
    command = [sys.executable, "-m", "lora_lab_cluster", "run", *more, "--out", str(out), "--gpus-per-trial", "0"]
    return subprocess.Popen(
        command,
        cwd=CLUSTER,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.slow
def test_ctrl_c_keeps_what_has_finished_and_the_same_command_goes_on_to_the_last_trial(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    records = tmp_path / "results.json.run" / "records"
    # One process trains: importing torch and the others costs it more than all its trials. Two are in running/test_grid.py.
    asked = (f"{TINY}&trials={SEEDS}", "--at-once", "1")
    process = start(out, *asked)
    until = time.monotonic() + 300
    while not (records.is_dir() and len(list(records.glob("*.json"))) >= 2):
        assert process.poll() is None and time.monotonic() < until, process.communicate()[1]
        time.sleep(0.05)
    # A terminal sends the signal to all of its processes.
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "The same command goes on." in said
    first = json.loads(out.read_text())["trials"]
    assert 2 <= len(first) < TRIALS
    second = start(out, *asked)
    said, progress = second.communicate(timeout=550)
    assert second.returncode == 0, progress
    assert said == ""
    assert progress.splitlines()[-1] == f"Results: {out}"
    assert len(progress.splitlines()) < 40
    trials = json.loads(out.read_text())["trials"]
    assert len(trials) == TRIALS and {trial["status"] for trial in trials} == {"done"}
    assert not (tmp_path / "results.json.run").exists()
    assert [trial["id"] for trial in trials[: len(first)]] == [trial["id"] for trial in first]
    assert len({(trial["scenario"]["name"], trial["seed"]) for trial in trials}) == TRIALS
    # The seed is outermost, and the scenarios are in their order, in both runs together.
    assert [trial["seed"] for trial in trials] == [1 + place // 2 for place in range(TRIALS)]
    names = [trial["scenario"]["name"] for trial in trials]
    assert names == names[:2] * SEEDS and names[0] != names[1]
    # The rate begins at 0, so that two steps give both scenarios the same losses; what they come to differs.
    assert len({trial["validationLoss"] for trial in trials}) > TRIALS - 5

"""The scripts of "Copy as Python", written by the lab and run with Transformers, PEFT and `datasets`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAB = Path(__file__).parents[3]
LONGEST = 120
"""Lines of a script at most."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts and the files that they read."""
    node = shutil.which("node")
    if node is None or not (LAB / "node_modules").is_dir():
        pytest.skip("Node and the lab's packages, which write the scripts, are not here")
    made = tmp_path_factory.mktemp("scripts")
    subprocess.run([node, "tools/cluster/writeScripts.mjs", str(made)], cwd=LAB, check=True, capture_output=True)
    return made


def test_scripts_are_short(folder: Path) -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in folder.glob("*.py")}
    assert len(lengths) >= 9
    assert {name: count for name, count in lengths.items() if count >= LONGEST} == {}


@pytest.mark.slow
def test_scripts_run_and_train_as_many_parameters_as_the_lab_says(folder: Path, tmp_path: Path) -> None:
    expected: dict[str, int] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    environment = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
    # The device is the processor even where there is a GPU, so that the test is the same everywhere.
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("run_scripts.py")), str(folder)],
        env={**environment, "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    parts = dict(part.split("\n", 1) for part in ran.stdout.split("== ")[1:])
    assert list(parts) == list(expected)
    for name, said in parts.items():
        counts = {int(count) for count in re.findall(r"^trainable parameters: (\d+)$", said, re.MULTILINE)}
        assert counts == {expected[name]}, name
        accuracies = re.search(r"^accuracies: \[(.+)\], mean: [01]\.\d{4}$", said, re.MULTILINE)
        assert accuracies is not None, said
        assert len(accuracies[1].split(",")) == len(re.findall("^trainable", said, re.MULTILINE)), said

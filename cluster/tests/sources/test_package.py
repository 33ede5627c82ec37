"""The package brings the lab's own model and data where it is built from a checkout, and says how to name them elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAB = Path(__file__).parents[3]
ASKS = """
from pathlib import Path
from lora_lab_cluster.sources.lab_folder import find_lab, lab_file
print(lab_file(find_lab(None), "roberta-mini", "models/roberta-mini/model.safetensors").stat().st_size)
print(lab_file(find_lab(None), "review-sentences", "datasets/review-sentences/train.tsv").stat().st_size)
"""


def built(folder: Path, with_lab: bool) -> Path:
    """Builds the package from a copy of its folder, in a checkout or alone; returns what would be installed."""
    checkout = folder / "checkout"
    ignored = shutil.ignore_patterns("tests", "__pycache__", "build", "*.egg-info")
    shutil.copytree(LAB / "cluster", checkout / "cluster", ignore=ignored)
    if with_lab:
        shutil.copytree(LAB / "public", checkout / "public")
    command = [sys.executable, "setup.py", "--quiet", "build_py", "--build-lib", str(folder / "installed")]
    subprocess.run(command, cwd=checkout / "cluster", check=True, capture_output=True, timeout=300)
    shutil.rmtree(checkout)
    return folder / "installed"


@pytest.mark.parametrize("with_lab", [True, False], ids=["from a checkout", "alone"])
def test_an_installed_package_finds_the_labs_model_and_data(tmp_path: Path, with_lab: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("LORA_LAB", "PYTHONPATH")}
    ran = subprocess.run(
        [sys.executable, "-c", ASKS],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(built(tmp_path, with_lab))},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if with_lab:
        files = ("models/roberta-mini/model.safetensors", "datasets/review-sentences/train.tsv")
        assert ran.stdout.split() == [str((LAB / "public" / name).stat().st_size) for name in files], ran.stderr
    else:
        assert "install the package from a checkout: pip install CHECKOUT/cluster." in ran.stderr

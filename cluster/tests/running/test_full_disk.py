"""A disk that fills while a run trains: one sentence, and nothing that has finished is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NO_ROOM = "cannot be written: No space left on device"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def happened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of runs whose disk filled, by after how many trials it did; None for before the first process began."""
    folder = tmp_path_factory.mktemp("mounted")
    unshare = shutil.which("unshare")
    probe = ["sh", "-c", f"mount -t tmpfs tmpfs '{folder}'"]
    if unshare is None or subprocess.run([unshare, "--mount", *probe], capture_output=True, check=False).returncode:
        pytest.skip("a small file system of its own cannot be mounted here")
    command = [unshare, "--mount", sys.executable, str(HERE / "full_disk.py"), str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=700)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def check_that_it_goes_on(happened: dict[str, Any]) -> None:
    """The run has ended with one sentence, and the same command has trained what was missing."""
    lines = [line for line in happened["said"].splitlines() if line]
    assert happened["status"] == 2, happened["said"]
    assert "Traceback" not in happened["said"]
    assert NO_ROOM in lines[-1]
    assert lines[-1].endswith("Make room, and give the same command again: it goes on.")
    assert happened["second"] == 0, happened["again"]
    assert len(happened["all"]) == len(set(happened["all"])) == 12 and set(happened["kept"]) <= set(happened["all"])


def test_a_disk_that_fills_ends_the_run_with_a_sentence_and_the_same_command_goes_on(
    happened: dict[str, dict[str, Any]],
) -> None:
    told = happened["2"]
    check_that_it_goes_on(told)
    assert 2 <= len(told["kept"]) < 12
    # The results file is an older one, but whole.
    assert told["readable"] and set(told["readable"]) <= set(told["kept"])


def test_a_disk_that_fills_before_the_first_trial_has_ended_leaves_nothing_torn(
    happened: dict[str, dict[str, Any]],
) -> None:
    told = happened["0"]
    check_that_it_goes_on(told)
    # What others remove may leave room for a record, but not for long.
    assert len(told["kept"]) < 12 and set(told["readable"]) <= set(told["kept"])


def test_a_disk_that_is_full_when_the_run_begins_ends_it_with_a_sentence(happened: dict[str, dict[str, Any]]) -> None:
    told = happened["None"]
    check_that_it_goes_on(told)
    assert told["kept"] == told["readable"] == []

"""A disk that fills while a run trains: one sentence, and nothing that has finished is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.slow
def test_a_disk_that_fills_ends_the_run_with_a_sentence_and_the_same_command_goes_on(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    probe = ["sh", "-c", f"mount -t tmpfs tmpfs '{tmp_path}'"]
    if unshare is None or subprocess.run([unshare, "--mount", *probe], capture_output=True, check=False).returncode:
        pytest.skip("a small file system of its own cannot be mounted here")
    command = [unshare, "--mount", sys.executable, str(HERE / "full_disk.py"), str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=700)
    assert ran.returncode == 0, ran.stderr
    happened = json.loads(ran.stdout.splitlines()[-1])
    lines = [line for line in happened["said"].splitlines() if line]
    assert happened["status"] == 2, happened["said"]
    assert "Traceback" not in happened["said"]
    assert "cannot be written: No space left on device" in lines[-1]
    assert lines[-1].endswith("Make room, and give the same command again: it goes on.")
    assert 2 <= len(happened["kept"]) < 12
    # The results file is an older one, but whole.
    assert set(happened["readable"]) <= set(happened["kept"])
    assert happened["second"] == 0, happened["again"]
    assert len(happened["all"]) == 12 and set(happened["kept"]) <= set(happened["all"])

"""A run whose disk fills while it trains: `unshare --mount python full_disk.py FOLDER` prints what happened, as JSON.

A small file system of its own is mounted at FOLDER, which is gone when this process ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

EXPERIMENT = "#scenario=head:classifier&steps=20&rows=8&batch=4&validation=8&length=16&seed=1&trials=12"
CLUSTER = Path(__file__).resolve().parents[2]


def run(out: Path) -> subprocess.Popen[str]:
    """Starts the command."""
    command = [sys.executable, "-m", "lora_lab_cluster", "run", EXPERIMENT, "--out", str(out), "--gpus-per-trial", "0"]
    return subprocess.Popen([*command, "--at-once", "1"], cwd=CLUSTER, stderr=subprocess.PIPE, text=True)


def fill(path: Path) -> None:
    """Writes until there is no room left."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass


def ids(out: Path) -> list[str]:
    """Of the trials in the results file."""
    return [trial["id"] for trial in json.loads(out.read_text(encoding="utf-8"))["trials"]]


def main(folder: Path) -> None:
    """Fills the disk after two trials, and makes room for the same command again."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    out = folder / "results.json"
    records = folder / "results.json.run" / "records"
    first = run(out)
    while not (records.is_dir() and len(list(records.glob("*.json"))) >= 2):
        if first.poll() is not None:
            raise SystemExit(first.communicate()[1])
        time.sleep(0.02)
    fill(folder / "filler")
    said = first.communicate(timeout=240)[1]
    kept = [json.loads(path.read_text(encoding="utf-8"))["id"] for path in sorted(records.glob("*.json"))]
    readable = ids(out)
    (folder / "filler").unlink()
    second = run(out)
    again = second.communicate(timeout=400)[1]
    print(
        json.dumps(
            {
                "status": first.returncode,
                "said": said,
                "kept": kept,
                "readable": readable,
                "second": second.returncode,
                "again": again,
                "all": ids(out) if out.is_file() else [],
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

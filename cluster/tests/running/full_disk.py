"""A run whose disk fills while it trains: `unshare --mount python full_disk.py FOLDER` prints what happened, as JSON.

A small file system of its own is mounted at FOLDER, which is gone when this process ends. One Ray, which sees it, serves
both commands.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from bare import HEAD
from ray.cluster_utils import Cluster

from lora_lab_cluster.cli import main

EXPERIMENT = "#scenario=head:classifier&steps=20&rows=8&batch=4&validation=8&length=16&seed=1&trials=12"


def run(out: Path, address: str) -> tuple[int, str]:
    """Gives the command; returns its exit status and what it said."""
    said = io.StringIO()
    flags = ["--out", str(out), "--gpus-per-trial", "0", "--at-once", "1", "--address", address]
    with contextlib.redirect_stderr(said):
        status = main(["run", EXPERIMENT, *flags])
    return status, said.getvalue()


def fill_after_two(records: Path, filler: Path) -> None:
    """Writes until there is no room left, once two trials have ended."""
    while not (records.is_dir() and len(list(records.glob("*.json"))) >= 2):
        time.sleep(0.02)
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


def ids(out: Path) -> list[str]:
    """Of the trials in the results file."""
    return [trial["id"] for trial in json.loads(out.read_text(encoding="utf-8"))["trials"]]


def happen(folder: Path, address: str) -> dict[str, object]:
    """Fills the disk after two trials, and makes room for the same command again."""
    out = folder / "results.json"
    records = folder / "results.json.run" / "records"
    threading.Thread(target=fill_after_two, args=(records, folder / "filler"), daemon=True).start()
    status, said = run(out, address)
    kept = [json.loads(path.read_text(encoding="utf-8"))["id"] for path in sorted(records.glob("*.json"))]
    readable = ids(out)
    (folder / "filler").unlink()
    second, again = run(out, address)
    return {
        "status": status,
        "said": said,
        "kept": kept,
        "readable": readable,
        "second": second,
        "again": again,
        "all": ids(out) if out.is_file() else [],
    }


if __name__ == "__main__":
    mounted = Path(sys.argv[1])
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(mounted)], check=True)
    # One core, so that Ray keeps no process for a second trial.
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **HEAD})
    try:
        told = happen(mounted, cluster.address)
    finally:
        cluster.shutdown()
    print(json.dumps(told))

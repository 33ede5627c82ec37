"""Runs whose disk fills: `unshare --mount python full_disk.py FOLDER` prints what happened, as JSON.

A small file system of its own is mounted at FOLDER, which is gone when this process ends. One Ray, which sees it, serves
all commands. The trainer is a fake one: what is asked is when which file can be written, not what is trained.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bare import start_head
from fakes import FakeRecipe, Gate

from lora_lab_cluster import command
from lora_lab_cluster.cli import main
from lora_lab_cluster.running import laboratory

EXPERIMENT = "#scenario=head:classifier&steps=20&rows=8&batch=4&validation=8&length=16&seed=1&trials=12"


class Filler(threading.Thread):
    """Leaves no room on the disk from the moment that the gate is reached until `end`, whatever others remove from it."""

    def __init__(self, gate: Gate, file: Path) -> None:
        super().__init__(daemon=True)
        self._gate, self._file = gate, file
        self._over = threading.Event()

    def run(self) -> None:
        while not self._gate.reached.exists():
            if self._over.wait(0.01):
                return
        with self._file.open("wb", buffering=0) as file:
            while not self._over.is_set():
                with contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(4096))
                self._gate.opened.touch()
                time.sleep(0.001)

    def end(self) -> None:
        """Makes room again."""
        self._over.set()
        self.join()
        self._file.unlink(missing_ok=True)


@contextlib.contextmanager
def filling(folder: Path, after: int | None) -> Iterator[Gate]:
    """Fills the disk of the folder when the gate is reached: by the trainer after so many trials, or by the block."""
    with TemporaryDirectory() as elsewhere:
        gate = Gate(Path(elsewhere) / "reached", Path(elsewhere) / "opened", after, folder / "results.json")
        recipe = FakeRecipe(Path(elsewhere) / "log", gate=gate)
        laboratory.LaboratoryRecipe = lambda **given: recipe  # type: ignore[assignment, misc]
        filler = Filler(gate, folder / "filler")
        filler.start()
        try:
            yield gate
        finally:
            filler.end()


def run(out: Path, address: str) -> tuple[int, str]:
    """Gives the command; returns its exit status and what it said."""
    said = io.StringIO()
    flags = ["--out", str(out), "--gpus-per-trial", "0", "--at-once", "1", "--address", address]
    with contextlib.redirect_stderr(said):
        status = main(["run", EXPERIMENT, *flags])
    return status, said.getvalue()


def ids(out: Path) -> list[str]:
    """Of the trials in the results file; none if there is no file."""
    return [trial["id"] for trial in json.loads(out.read_text(encoding="utf-8"))["trials"]] if out.exists() else []


def happen(folder: Path, address: str, after: int | None) -> dict[str, Any]:
    """Fills the disk after so many trials, or with None when Ray is there, and gives the same command again with room."""
    out = folder / "results.json"
    records = folder / "results.json.run" / "records"
    with filling(folder, after) as gate, joining(gate, after is None):
        status, said = run(out, address)
        kept = [json.loads(path.read_text(encoding="utf-8"))["id"] for path in sorted(records.glob("*.json"))]
        readable = ids(out)
    with filling(folder, None):
        second, again = run(out, address)
    told = {"status": status, "said": said, "kept": kept, "readable": readable, "second": second, "again": again}
    told["all"] = ids(out)
    out.unlink(missing_ok=True)
    return told


@contextlib.contextmanager
def joining(gate: Gate, fills: bool) -> Iterator[None]:
    """With `fills` the disk is full as soon as the command has joined Ray: it has found that it can write, a moment ago."""
    join = command.machines.join

    def full(address: str | None) -> Any:
        there = join(address)
        gate.pass_through()
        return there

    command.machines.join = full if fills else join  # type: ignore[assignment]
    try:
        yield
    finally:
        command.machines.join = join


if __name__ == "__main__":
    mounted = Path(sys.argv[1])
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(mounted)], check=True)
    # One core, so that Ray keeps no process for a second trial.
    cluster = start_head(cpus=1)
    try:
        told = {str(after): happen(mounted, cluster.address, after) for after in (2, 0, None)}
    finally:
        cluster.shutdown()
    print(json.dumps(told))

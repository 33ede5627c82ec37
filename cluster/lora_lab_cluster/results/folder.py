"""What a run keeps on disk while it goes on: one file a finished trial, from which the results file is written.

A record is written whole or not at all, so that whatever ends the run, what had finished is there.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import LabError
from .record import now
from .text import TRIAL_INDENT, file_parts, pretty

PLAN_NAME = "plan.json"
RECORDS_NAME = "records"
TUNE_NAME = "tune"


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Writes a file so that a reader, or a crash, sees the old one or the new one and never a part.

    Raises OSError where that fails; the old file is then as it was.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("w", encoding="utf-8") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def probe_room(path: Path) -> None:
    """Writes a small file and removes it. Raises OSError if it cannot be written."""
    try:
        path.write_bytes(b"\0" * 4096)
    finally:
        path.unlink(missing_ok=True)


class RunFolder:
    """The folder of one run: its plan, Tune's own state, and the records of the trials that have ended."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records = path / RECORDS_NAME

    @property
    def tune(self) -> Path:
        """Where Ray Tune keeps its state."""
        return self.path / TUNE_NAME

    @property
    def exists(self) -> bool:
        """Whether a run was begun here and not finished."""
        return (self.path / PLAN_NAME).is_file()

    def begin(self, plan: dict[str, Any]) -> None:
        """Makes the folder for a run of this plan, or checks that the run that is there has the same one.

        Raises LabError if another experiment's run is there, and OSError where nothing can be written.
        """
        if self.exists:
            if json.loads((self.path / PLAN_NAME).read_text(encoding="utf-8")) != _as_json(plan):
                raise LabError(
                    f"{self.path} holds an unfinished run of another experiment, other data or another version.",
                    "Give another --out, or --fresh to throw that run away.",
                )
            return
        self.records.mkdir(parents=True, exist_ok=True)
        write_whole(self.path / PLAN_NAME, [json.dumps(plan)])

    def problem(self) -> str | None:
        """Why nothing can be written here, in the system's words; None if something can."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            probe_room(self.path / ".probe")
        except OSError as error:
            return error.strerror or str(error)
        return None

    def forget_tune(self) -> None:
        """Removes Tune's state: what could not be written whole must not be gone on with. The records say what is to do."""
        shutil.rmtree(self.tune, ignore_errors=True)

    def remove(self) -> None:
        """Removes the folder; a folder that is not a run's is left alone."""
        if self.exists:
            shutil.rmtree(self.path, ignore_errors=True)

    def keep(self, index: int, record: dict[str, Any]) -> None:
        """Keeps a trial's record under its index in the plan. Raises OSError where that fails.

        `test` is no part of a record: how many test sentences there were, and how many were classified rightly, is told
        of all trials together, at the end.
        """
        plain = {key: value for key, value in record.items() if key != "test"}
        if record.get("test") is not None:
            write_whole(self.records / f"{index:06d}.test", [json.dumps({"id": record["id"], **record["test"]})])
        write_whole(self.records / f"{index:06d}.json", [pretty(plain, TRIAL_INDENT)])

    def tested(self) -> dict[str, dict[str, Any]]:
        """By a trial's id its `rows` and `correct` of the test sentences, in the order in which the trials ended."""
        files = [path.with_suffix(".test") for path in self.kept().values()]
        counts = [json.loads(path.read_text(encoding="utf-8")) for path in files if path.is_file()]
        return {entry["id"]: entry for entry in counts}

    def kept(self) -> dict[int, Path]:
        """The files of the records by index, in the order in which the trials ended."""
        files = [
            (entry.stat().st_mtime_ns, Path(entry.path)) for entry in os.scandir(self.records) if _is_record(entry)
        ]
        return {int(path.stem): path for _, path in sorted(files)}

    def load(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The records, one by one, in the order in which the trials ended."""
        for index, path in self.kept().items():
            yield index, json.loads(path.read_text(encoding="utf-8"))


def _is_record(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".json") and not entry.name.startswith(".")


def _as_json(plan: dict[str, Any]) -> Any:
    return json.loads(json.dumps(plan))


class ResultsWriter:
    """Writes the results file anew as trials end, but never spends more than a twentieth of the time on that."""

    def __init__(
        self,
        folder: RunFolder,
        out: Path,
        experiment: dict[str, Any],
        environment: dict[str, Any],
        data: dict[str, Any] | None,
    ) -> None:
        self._folder = folder
        self._out = out
        self._head = (experiment, environment, data)
        self._next = 0.0

    def write(self, with_test: bool = False) -> None:
        """Writes the file, and with `with_test` what the trials made of the test sentences.

        Raises OSError where that fails; the records are kept all the same.
        """
        started = time.monotonic()
        texts = (path.read_text(encoding="utf-8") for path in self._folder.kept().values())
        final_test = self._final_test() if with_test else None
        write_whole(self._out, file_parts(*self._head, texts, final_test))
        self._next = time.monotonic() + 20 * (time.monotonic() - started)

    def _final_test(self) -> dict[str, Any] | None:
        """`finalTest` of the file; None if no trial was measured on test sentences."""
        tested = self._folder.tested()
        if not tested:
            return None
        return {
            "of": self._head[0]["data"]["testSplit"],
            "rows": next(iter(tested.values()))["rows"],
            "measuredAt": now(),
            "trials": [{"id": trial, "correct": counts["correct"]} for trial, counts in tested.items()],
        }

    def write_if_due(self) -> None:
        """Writes the file, unless that took long a moment ago."""
        if time.monotonic() >= self._next:
            self.write()

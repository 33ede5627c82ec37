"""Counts tests for the lab's `npm test`, as its other runners do (tools/lib/testing/tally.mjs)."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Writes how many tests passed and failed, and why some were skipped, to the file that LAB_TALLY names."""
    path = os.environ.get("LAB_TALLY")
    if not path:
        return
    stats = terminalreporter.stats
    skipped = [
        {"name": report.nodeid, "reason": str(report.longrepr[2]).removeprefix("Skipped: ")}
        for report in stats.get("skipped", [])
    ]
    failed = len(stats.get("failed", [])) + len(stats.get("error", []))
    Path(path).write_text(json.dumps({"passed": len(stats.get("passed", [])), "failed": failed, "skipped": skipped}))

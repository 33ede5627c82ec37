"""The text of a results file, as the lab writes it: indented JSON with lists of plain values on one line.

The lab's own writer is `serializeResults` in src/results/resultsFile.ts. Numbers are spelled as Python spells them, which
JSON readers take for the same values.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

VERSION = 1
"""Of the schema."""


def pretty(value: Any, indent: str = "") -> str:
    """The value as indented JSON. Floats that are not finite, which occur in trials that diverged, become null."""
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if not isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    inner = f"{indent}  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {pretty(entry, inner)}" for key, entry in value.items()]
        return _block("{", items, "}", indent)
    items = [pretty(item, inner) for item in value]
    if not any(isinstance(item, (dict, list, tuple)) for item in value):
        return f"[{', '.join(items)}]"
    return _block("[", items, "]", indent)


def _block(opening: str, items: list[str], closing: str, indent: str) -> str:
    if not items:
        return opening + closing
    lines = ",\n".join(f"{indent}  {item}" for item in items)
    return f"{opening}\n{lines}\n{indent}{closing}"


TRIAL_INDENT = "    "
"""Of the text of a trial within the file."""


def file_parts(
    experiment: dict[str, Any],
    environment: dict[str, Any],
    data: dict[str, Any] | None,
    trials: Iterable[str],
    final_test: dict[str, Any] | None = None,
) -> Iterator[str]:
    """The file's text in parts, so that ten thousand trials are never in memory at once.

    `trials` are texts that `pretty(record, TRIAL_INDENT)` made, in the order in which the trials ended.
    """
    head = {"version": VERSION, "experiment": experiment, "environment": environment}
    if data is not None:
        head["data"] = data
    yield pretty(head)[: -len("\n}")]
    yield ',\n  "trials": ['
    separator = "\n"
    for text in trials:
        yield f"{separator}{TRIAL_INDENT}{text}"
        separator = ",\n"
    yield "]" if separator == "\n" else "\n  ]"
    if final_test is not None:
        yield f',\n  "finalTest": {pretty(final_test, "  ")}'
    yield "\n}\n"

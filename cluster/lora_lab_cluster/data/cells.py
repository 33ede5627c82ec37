"""A cell of a data set: any value of JSON or Parquet as text (`src/data/cell.ts`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from math import isfinite, isnan
from typing import Any

from .units import json_text, number_text, to_units

Cell = str | None
"""UTF-16 units; None for an empty cell."""

_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,9})\Z")


def to_cell(value: Any) -> Cell:
    """The text of a value: numbers are float, large integers int, nested values become JSON."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, str):
        return to_units(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return json_of(value)


def json_of(value: Any) -> str:
    """A value as `JSON.stringify` writes it; keys that count come first, as in JavaScript's objects."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json_text(to_units(key))}:{json_of(each)}" for key, each in entries_of(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(json_of(each) for each in value) + "]"
    if isinstance(value, str):
        return json_text(to_units(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return "null"
    return number_text(value) if isinstance(value, float) else json_text(str(value))


def entries_of(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """An object's entries in JavaScript's order: indices ascending, then the other keys as they came."""
    if not any(_is_index(key) for key in value):
        return list(value.items())
    counted = sorted(((int(key), each) for key, each in _indices(value)), key=lambda entry: entry[0])
    return [(str(key), each) for key, each in counted] + [(k, v) for k, v in value.items() if not _is_index(k)]


def _indices(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, each) for key, each in value.items() if _is_index(key)]


def _is_index(key: str) -> bool:
    return _INDEX.match(key) is not None and int(key) < 2**32 - 1

"""A table that is one JSON object: by column, by row or in parts, as pandas writes it (`jsonTable.ts`, `deeperRows.ts`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ...errors import LabError
from ..cells import entries_of
from ..units import json_text, to_units

LARGEST_WHOLE = 64 * 2**20
LINES_REMEDY = 'Save it as JSON lines: in pandas, df.to_json("data.jsonl", orient="records", lines=True).'
DEEPEST = 6
"""How many levels of objects are searched for rows."""

Json = dict[str, Any]
_DIGITS = re.compile("[0-9]+\\Z")
_PLAIN = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)


def rows_of_table(value: Any, file_name: str) -> list[Json] | None:
    """The rows of an object in one of pandas' layouts; None if it is none. Raises LabError for several tables."""
    if not isinstance(value, dict):
        return None
    columns, data = value.get("columns"), value.get("data")
    if _are_texts(columns) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        return [dict(zip(columns, [*row, *[None] * len(columns)], strict=False)) for row in data]
    wrapped = _wrapped_rows(value)
    if wrapped is not None:
        return wrapped
    entries = entries_of(value)
    lists = [(key, each) for key, each in entries if isinstance(each, list)]
    if len(lists) >= 2 and all(each and all(isinstance(row, dict) for row in each) for _, each in lists):
        named = ", ".join(f"“{to_units(key)[:40]}”" for key, _ in lists[:5])
        raise LabError(
            f"{file_name} holds several lists of rows ({named}).",
            "Save each as a file of its own, to train on and to measure on.",
        )
    if len(lists) >= 2 and len(lists) == len(entries):
        return _by_list(lists, file_name)
    if not entries or not all(isinstance(each, dict) for _, each in entries):
        return None
    is_flat = all(not isinstance(cell, dict) for _, each in entries for cell in each.values())
    return _by_keys(entries) if is_flat else None


def _wrapped_rows(value: Json) -> list[Json] | None:
    """`{"features": [...], "rows": [{"row": {...}}]}`, as the hub's data set viewer answers."""
    rows = value.get("rows")
    if not isinstance(rows, list) or not rows:
        return None
    inner = [each.get("row") if isinstance(each, dict) else None for each in rows]
    return inner if all(isinstance(row, dict) for row in inner) else None


def _by_list(lists: Sequence[tuple[str, list[Any]]], file_name: str) -> list[Json]:
    first, length = lists[0][0], len(lists[0][1])
    other = next(((name, each) for name, each in lists if len(each) != length), None)
    if other:
        raise LabError(
            f"{file_name} is laid out by column, but “{to_units(other[0])[:40]}” has {len(other[1])} values where "
            f"“{to_units(first)[:40]}” has {length}.",
            LINES_REMEDY,
        )
    return [{name: each[row] for name, each in lists} for row in range(length)]


def _by_keys(inner: Sequence[tuple[str, Json]]) -> list[Json]:
    """Reads by column if the inner keys belong to rows, which are numbers or many; otherwise by row."""
    outer = [key for key, _ in inner]
    within = list(dict.fromkeys(key for _, each in inner for key, _ in entries_of(each)))
    counts_within = _count_up(within)
    is_by_row = len(outer) > len(within) if _count_up(outer) == counts_within else _count_up(outer)
    if is_by_row:
        return [row for _, row in inner]
    return [{name: column.get(row) for name, column in inner} for row in within]


def _count_up(keys: Iterable[str]) -> bool:
    return all(_DIGITS.match(key) for key in keys)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def refuse_deeper_rows(value: Any, file_name: str) -> None:
    """Raises LabError with the path, if a list of objects lies somewhere within the object, as in search answers."""
    found = _longest_list(value, ())
    if found is None:
        return
    keys, rows = found
    path = "".join(map(_step, keys))[:200]
    objects = [key for key, each in entries_of(rows[0]) if isinstance(each, dict)]
    # The only member of a row that is itself an object is where search engines keep the fields.
    rest = _step(objects[0])[:50] if len(objects) == 1 else ""
    raise LabError(
        f"{file_name} is one JSON object, and its rows lie deeper in it, at {path.removeprefix('.')}.",
        f"Save the rows alone, one a line: jq -c '{path}[]{rest}' {json_text(file_name)} > rows.jsonl",
    )


def _step(key: str) -> str:
    return f".{key}" if _PLAIN.match(key) else f"[{json_text(to_units(key))}]"


def _longest_list(value: Any, path: tuple[str, ...]) -> tuple[tuple[str, ...], list[Json]] | None:
    """The longest list of at least two objects, searched for within objects only."""
    if isinstance(value, list):
        return (path, value) if len(value) >= 2 and all(isinstance(each, dict) for each in value) else None
    if not isinstance(value, dict) or len(path) > DEEPEST:
        return None
    most: tuple[tuple[str, ...], list[Json]] | None = None
    for key, inner in entries_of(value):
        each = _longest_list(inner, (*path, key))
        if each and len(each[1]) > (len(most[1]) if most else 0):
            most = each
    return most
